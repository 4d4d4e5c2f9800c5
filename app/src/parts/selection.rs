//! The selection of datasets to download together, kept by the browser. Without JavaScript the same boxes are a form.

use leptos::{ev, prelude::*};

use super::address;
use crate::text::{self, Language};

/// How many datasets fit in one archive.
pub const MOST: usize = 50;

/// Where the browser keeps the selection: ids with commas between them.
const KEY: &str = "kaishu.selection";

thread_local! {
    // One for all islands of a page, so that ticking a box changes the bar.
    static CHOSEN: ArcRwSignal<Vec<String>> = ArcRwSignal::new(stored());
}

fn chosen() -> ArcRwSignal<Vec<String>> {
    CHOSEN.with(Clone::clone)
}

fn storage() -> Option<web_sys::Storage> {
    // A browser that forbids storage keeps the selection for this page only.
    window().local_storage().ok().flatten()
}

fn stored() -> Vec<String> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default();
    read(&text)
}

/// Ids as they were stored; whatever cannot be an id is left out.
fn read(text: &str) -> Vec<String> {
    let plain = |id: &&str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    text.split(',').filter(plain).take(MOST).map(str::to_owned).collect()
}

fn change(with: impl FnOnce(&mut Vec<String>)) {
    let chosen = chosen();
    chosen.update(with);
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, &chosen.get_untracked().join(","));
    }
}

/// A box that puts a dataset into the selection.
#[island]
pub fn SelectBox(
    /// The language of the page.
    language: Language,
    /// The dataset's id.
    id: String,
    /// Its title.
    title: String,
) -> impl IntoView {
    let label = (text::islands(language).select)(&title);
    let checked = RwSignal::new(false);
    let mine = id.clone();
    Effect::new(move |_| checked.set(chosen().with(|ids| ids.contains(&mine))));
    let tick = {
        let id = id.clone();
        move |event: ev::Event| {
            let wanted = event_target_checked(&event);
            change(|ids| {
                ids.retain(|other| *other != id);
                if wanted && ids.len() < MOST {
                    ids.push(id.clone());
                }
            });
            // The selection may be full: the box shows what is so.
            checked.set(!wanted);
            checked.set(chosen().with_untracked(|ids| ids.contains(&id)));
        }
    };
    view! {
        <input
            class="select"
            type="checkbox"
            name="dataset"
            form="pick"
            value=id
            aria-label=label
            prop:checked=move || checked.get()
            on:change=tick
        />
    }
}

/// A link that takes a dataset out of the selection, here and in the browser's memory.
#[island]
pub fn RemoveLink(
    /// The dataset's id.
    id: String,
    /// Where the page without it is.
    href: String,
    /// What the link says.
    label: String,
    /// What it says to those who cannot see what it stands beside.
    full: String,
) -> impl IntoView {
    view! {
        <a class="remove" href=href aria-label=full on:click=move |_| change(|ids| ids.retain(|other| *other != id))>
            {label}
        </a>
    }
}

/// The bar that shows how many datasets are selected, when any are.
#[island]
pub fn SelectionBar(
    /// The language of the page.
    language: Language,
) -> impl IntoView {
    let words = text::islands(language);
    let ids = RwSignal::new(Vec::<String>::new());
    Effect::new(move |_| ids.set(chosen().get()));
    Effect::new(move |_| {
        // Another window may have changed the selection.
        let handle = window_event_listener(ev::storage, |_| chosen().set(stored()));
        on_cleanup(move || handle.remove());
        if let Some(page) = document().document_element() {
            // The button of the form without JavaScript is not needed any more.
            let _ = page.set_attribute("data-selection", "");
        }
    });
    let count = move || ids.with(Vec::len);
    let clear = move |_| {
        change(Vec::clear);
        let location = window().location();
        if location.pathname().is_ok_and(|path| path.ends_with("/selection")) {
            let _ = location.set_href(&language.href("/selection"));
        }
    };
    view! {
        <aside class="selection-bar" aria-label=words.selection hidden=move || count() == 0>
            <span role="status">
                {move || match count() {
                    0 => String::new(),
                    MOST => words.selection_full.to_owned(),
                    n => (words.selected)(n),
                }}
            </span>
            <a class="button" href=move || ids.with(|ids| address::selection(language, ids))>
                {words.view_selection}
            </a>
            <button type="button" class="quiet" on:click=clear>
                {words.clear}
            </button>
        </aside>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_not_trusted() {
        assert_eq!(read("a-1,,b<script>,c"), ["a-1", "c"]);
        assert!(read("").is_empty());
        assert_eq!(read(&"x,".repeat(80)).len(), MOST);
    }
}
