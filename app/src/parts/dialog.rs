//! Dialogs and confirmations.
//!
//! A [`Popup`] is a native dialog that the browser opens and closes by itself (the Popover API), so it needs no script;
//! it does not keep the visitor from the rest of the page, and a browser older than 2024 does not open it. So it may
//! explain, and never ask: what changes something is asked by a [`Confirmation`], which is a page.

use leptos::prelude::*;

use crate::{ask, text};

/// A button and the dialog that it opens.
#[component]
pub fn Popup(
    /// The id of the dialog; one per page.
    id: &'static str,
    /// What the button says.
    #[prop(into)]
    open: String,
    /// The head of the dialog.
    #[prop(into)]
    title: String,
    /// Its content.
    children: Children,
) -> impl IntoView {
    let words = text::parts(ask::language());
    let title_id = format!("{id}-title");
    let titled = title_id.clone();
    view! {
        <button type="button" class="quiet" popovertarget=id>{open}</button>
        <dialog class="dialog" id=id popover="auto" aria-labelledby=titled>
            <h2 id=title_id>{title}</h2>
            {children()}
            <div class="buttons">
                <button type="button" class="quiet" popovertarget=id popovertargetaction="hide">{words.close}</button>
            </div>
        </dialog>
    }
    .into_any()
}

/// The body of a page that asks before something is done that cannot be undone: a form that posts to `action`.
#[component]
pub fn Confirmation(
    /// The question.
    #[prop(into)]
    title: String,
    /// What will be so afterwards.
    #[prop(into)]
    text: String,
    /// Where the form posts to.
    #[prop(into)]
    action: String,
    /// What the button does, as a verb.
    #[prop(into)]
    act: String,
    /// Where to go when it shall not be done.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let words = text::parts(ask::language());
    view! {
        <form class="form card" method="post" action=action>
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="buttons">
                <button type="submit" class="danger">{act}</button>
                <a class="button quiet" href=back>{words.cancel}</a>
            </div>
        </form>
    }
    .into_any()
}
