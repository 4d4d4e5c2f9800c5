//! What stands where there is nothing to show: nothing yet, a failure, no right to see it, or not there yet.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::{ask, text};

/// Why there is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nothing {
    /// There is nothing yet.
    Empty,
    /// It could not be had.
    Failed,
    /// The visitor may not see it.
    Forbidden,
}

/// A place with nothing in it: why, and what to do.
#[component]
pub fn State(
    /// Why there is nothing.
    why: Nothing,
    /// The gist.
    #[prop(into)]
    title: String,
    /// The rest.
    #[prop(into)]
    text: String,
    /// Ways on: links or buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, drawing) = match why {
        Nothing::Empty => ("state", Icon::Empty),
        Nothing::Failed => ("state bad", Icon::Failed),
        Nothing::Forbidden => ("state", Icon::Locked),
    };
    view! {
        <div class=class>
            {icon(drawing)}
            <p class="state-title">{title}</p>
            <p>{text}</p>
            {children.map(|children| view! { <div class="buttons">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// What an island shows while it waits for an answer; pages of the server never do.
#[component]
pub fn Waiting() -> impl IntoView {
    let words = text::parts(ask::language());
    view! {
        <div role="status">
            <span class="unseen">{words.waiting}</span>
            <p aria-hidden="true"><span class="waiting-line short-line"></span></p>
            <p aria-hidden="true"><span class="waiting-line"></span></p>
            <p aria-hidden="true"><span class="waiting-line"></span></p>
        </div>
    }
    .into_any()
}
