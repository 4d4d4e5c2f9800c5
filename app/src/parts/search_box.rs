//! The search box that suggests while one types: a combobox after the ARIA authoring practices.

use std::time::Duration;

use leptos::{ev, html, prelude::*, task::spawn_local};

use super::address;
use crate::{
    from_browser,
    portal::search::{SearchQuery, Suggestion},
    text::{self, Language},
};

/// How long one must pause in typing before suggestions are asked for.
const PAUSE: Duration = Duration::from_millis(150);

/// The input of a search form. Without JavaScript it is a plain input.
#[island]
pub fn SearchBox(
    /// The language of the page.
    language: Language,
    /// The id of the input.
    id: String,
    /// What was searched for.
    value: String,
    /// What may be typed.
    placeholder: String,
) -> impl IntoView {
    let words = text::islands(language);
    let items = RwSignal::new(Vec::<Suggestion>::new());
    let active = RwSignal::new(None::<usize>);
    let open = RwSignal::new(false);
    // Counts what was typed, so that an answer that comes too late is not shown.
    let turn = RwSignal::new(0_u32);
    let input = NodeRef::<html::Input>::new();
    let list_id = format!("{id}-list");
    let option_id = {
        let list_id = list_id.clone();
        move |place: usize| format!("{list_id}-{place}")
    };

    let close = move || {
        turn.update(|turn| *turn += 1);
        open.set(false);
        active.set(None);
    };
    let suggest = move |typed: String| {
        let mine = turn.get_untracked() + 1;
        turn.set(mine);
        active.set(None);
        if typed.trim().is_empty() {
            open.set(false);
            return;
        }
        let ask = move || {
            if turn.get_untracked() != mine {
                return;
            }
            spawn_local(async move {
                // Suggestions are a comfort: when they fail, the form still works.
                let found =
                    from_browser(language).suggest(typed.trim()).await.map(|s| s.items).unwrap_or_default();
                if turn.try_get_untracked() == Some(mine) {
                    open.set(!found.is_empty());
                    items.set(found);
                }
            });
        };
        set_timeout(ask, PAUSE);
    };
    let choose = move |place: usize| {
        let Some(item) = items.with_untracked(|items| items.get(place).cloned()) else { return };
        close();
        let href = match &item.id {
            Some(id) => address::dataset(language, id),
            None => {
                address::search(language, &SearchQuery { q: item.text.clone(), ..SearchQuery::default() })
            }
        };
        if let Some(input) = input.get_untracked() {
            input.set_value(&item.text);
        }
        // A browser that refuses to go there leaves the text in the box, ready to be sent.
        let _ = window().location().set_href(&href);
    };
    let move_by = move |step: isize| {
        let count = items.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        open.set(true);
        active.update(|active| {
            // One place more than there are suggestions: the input itself.
            let here = active.map_or(0, |place| place + 1);
            let there = (here as isize + step).rem_euclid(count as isize + 1) as usize;
            *active = there.checked_sub(1);
        });
    };
    let on_key = move |event: ev::KeyboardEvent| {
        // While a Chinese input method composes, the keys are its own.
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => {
                event.prevent_default();
                move_by(1);
            }
            "ArrowUp" => {
                event.prevent_default();
                move_by(-1);
            }
            "Enter" => {
                if let (true, Some(place)) = (open.get_untracked(), active.get_untracked()) {
                    event.prevent_default();
                    choose(place);
                }
            }
            "Escape" if open.get_untracked() => {
                event.prevent_default();
                close();
            }
            _ => {}
        }
    };
    let active_id = {
        let option_id = option_id.clone();
        move || active.get().map(&option_id)
    };
    let options = move || {
        let option_id = option_id.clone();
        items
            .get()
            .into_iter()
            .enumerate()
            .map(move |(place, item)| {
                let class = if item.id.is_some() { "option whole" } else { "option" };
                view! {
                    <li
                        id=option_id(place)
                        class=class
                        role="option"
                        aria-selected=move || (active.get() == Some(place)).to_string()
                        on:mousedown=move |event| {
                            event.prevent_default();
                            choose(place);
                        }
                    >
                        {item.text}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="combo">
            <input
                node_ref=input
                id=id
                type="search"
                name="q"
                value=value
                placeholder=placeholder
                maxlength="200"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                role="combobox"
                aria-autocomplete="list"
                aria-expanded=move || open.get().to_string()
                aria-controls=list_id.clone()
                aria-activedescendant=active_id
                on:input=move |event| suggest(event_target_value(&event))
                on:keydown=on_key
                on:blur=move |_| close()
            />
            <ul id=list_id class="options" role="listbox" aria-label=words.suggestions hidden=move || !open.get()>
                {options}
            </ul>
            <span class="unseen" role="status">
                {move || if open.get() { (words.suggestion_count)(items.with(Vec::len)) } else { String::new() }}
            </span>
        </div>
    }
}
