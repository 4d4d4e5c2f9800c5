//! Going on in a list that is paged by cursor.

use leptos::prelude::*;

use crate::{ask, text};

/// Links to the next page and back to the first; nothing when there is only one.
#[component]
pub fn Paging(
    /// The address of the next page.
    next: Option<String>,
    /// The address of the first page, when this is a later one.
    first: Option<String>,
) -> impl IntoView {
    let words = text::site(ask::language());
    (next.is_some() || first.is_some()).then(|| {
        view! {
            <nav class="paging" aria-label=words.pages>
                {first.map(|href| view! { <a class="button quiet" href=href rel="nofollow">{words.first_page}</a> })}
                {next
                    .map(|href| view! { <a class="button" href=href rel="next nofollow">{words.next_page}</a> })}
            </nav>
        }
    })
}
