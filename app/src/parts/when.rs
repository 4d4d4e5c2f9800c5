//! Dates.

use leptos::prelude::*;

use crate::{ask, text::format};

/// A date as people write it, with the exact one for machines.
#[component]
pub fn When(
    /// RFC 3339, or a date, a month or a year.
    #[prop(into)]
    at: String,
) -> impl IntoView {
    let shown = format::date(ask::language(), &at);
    let exact = format::moment(ask::language(), &at);
    view! { <time datetime=at title=exact>{shown}</time> }.into_any()
}
