//! The small labels that say at a glance what a dataset is.

use leptos::prelude::*;

use crate::{
    ask,
    portal::catalogue::{DatasetItem, OpenType},
    text,
};

/// On what terms a dataset is given out.
#[component]
pub fn OpenTypeBadge(
    /// The open type; `None` when not stated.
    open_type: Option<OpenType>,
) -> impl IntoView {
    let class = match open_type {
        Some(OpenType::Unconditional) => "badge open",
        Some(OpenType::Conditional) => "badge conditional",
        None => "badge unknown",
    };
    let language = ask::language();
    view! {
        <span class=class title=text::open_type_meaning(language, open_type)>
            {text::open_type(language, open_type)}
        </span>
    }
    .into_any()
}

/// The labels of a dataset: open type, warnings, level, formats.
pub fn badges(item: &DatasetItem) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::site(language);
    let level = item
        .level
        .map(|level| view! { <span class="badge plain" title=text::level(language, level)>{(words.level)(level)}</span> });
    let formats = item
        .formats
        .iter()
        .map(|format| view! { <span class="badge format">{format.clone()}</span> })
        .collect_view();
    view! {
        <OpenTypeBadge open_type=item.open_type/>
        {item.demo.then(|| view! { <span class="badge demo">{words.demo}</span> })}
        {item.overdue.then(|| view! { <span class="badge late">{words.overdue}</span> })}
        {item.source.is_some().then(|| view! { <span class="badge outside">{words.external}</span> })}
        {level}
        {formats}
    }
    .into_any()
}
