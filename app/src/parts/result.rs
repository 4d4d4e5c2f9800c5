//! Datasets in lists.

use leptos::prelude::*;

use super::{address, badge, selection::SelectBox, when::When};
use crate::{
    ask,
    portal::{
        catalogue::DatasetItem,
        search::{Similar, Span},
    },
    text::{self, format},
};

/// A list of datasets with everything a reader needs to choose.
#[component]
pub fn DatasetList(
    /// The datasets.
    items: Vec<DatasetItem>,
    /// Whether those with files can be picked for one download.
    #[prop(optional)]
    pick: bool,
) -> impl IntoView {
    view! {
        <ol class="results">
            {items.into_iter().map(|item| view! { <DatasetRow item pick/> }).collect_view()}
        </ol>
    }
    .into_any()
}

#[component]
fn DatasetRow(item: DatasetItem, pick: bool) -> impl IntoView {
    let language = ask::language();
    let words = text::search(language);
    let badges = badge::badges(&item);
    let updated = match item.updated_at {
        Some(at) => view! { <span>{text::dataset(language).updated}" "<When at/></span> }.into_any(),
        None => view! { <span>{words.no_date}</span> }.into_any(),
    };
    let regions = item.regions.iter().map(|region| region.label.as_str()).collect::<Vec<_>>().join("、");
    let (title, summary) = match item.highlight {
        Some(highlight) => (marked(&highlight.title, &item.title), marked(&highlight.summary, &item.summary)),
        None => (plain(&item.title), plain(&item.summary)),
    };
    let source = item.source.map(|source| view! { <span>{(words.from)(&source.title)}</span> });
    view! {
        <li class="result">
            {(pick && item.downloadable)
                .then(|| {
                    view! { <SelectBox language id=item.id.clone() title=item.title.clone()/> }
                })}
            <h3><a href=address::dataset(language, &item.id)>{title}</a></h3>
            <p class="badges">{badges}</p>
            {if item.summary.trim().is_empty() {
                view! { <p class="summary none">{words.no_summary}</p> }.into_any()
            } else if repeats(&item.summary, &item.title) {
                ().into_any()
            } else {
                view! { <p class="summary">{summary}</p> }.into_any()
            }}
            <p class="meta">
                <a href=address::organisation(language, &item.publisher.id)>{item.publisher.title}</a>
                {(!regions.is_empty()).then(|| view! { <span>{regions}</span> })}
                {updated}
                {source}
                {(item.downloads > 0)
                    .then(|| view! { <span>{(words.downloads)(&format::number(item.downloads))}</span> })}
            </p>
            {item.similar.filter(|similar| !similar.items.is_empty()).map(|similar| view! { <SimilarList similar/> })}
        </li>
    }
    .into_any()
}

/// The datasets of nearly the same title, folded away.
#[component]
fn SimilarList(similar: Similar) -> impl IntoView {
    let language = ask::language();
    let words = text::search(language);
    let rows = similar
        .items
        .into_iter()
        .map(|item| {
            let source = item.source.map(|source| view! { <span>{(words.from)(&source)}</span> });
            view! {
                <li>
                    <a href=address::dataset(language, &item.id)>{item.title}</a>
                    <span class="meta"><span>{item.publisher}</span>{source}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="similar">
            <summary>{(words.similar)(&format::number(similar.count))}</summary>
            <ul>{rows}</ul>
        </details>
    }
    .into_any()
}

/// A short list: title, publisher, date.
#[component]
pub fn ShortList(
    /// The datasets.
    items: Vec<DatasetItem>,
    /// Whether downloads are shown rather than dates.
    #[prop(optional)]
    by_use: bool,
) -> impl IntoView {
    let language = ask::language();
    let words = text::search(language);
    let rows = items
        .into_iter()
        .map(|item| {
            let aside = match item.updated_at {
                _ if by_use => {
                    view! { <span>{(words.downloads)(&format::number(item.downloads))}</span> }.into_any()
                }
                Some(at) => view! { <When at/> }.into_any(),
                None => ().into_any(),
            };
            view! {
                <li>
                    <a href=address::dataset(language, &item.id)>{item.title}</a>
                    <p class="meta"><span>{item.publisher.title}</span>{aside}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="short">{rows}</ol> }.into_any()
}

/// Whether the summary says nothing that the title does not say: many imported records have such ones.
fn repeats(summary: &str, title: &str) -> bool {
    let bare = |text: &str| text.trim().trim_end_matches(['。', '.']).to_owned();
    bare(summary) == bare(title)
}

fn plain(text: &str) -> AnyView {
    text.to_owned().into_any()
}

/// The text with what was found marked; as it is when nothing was sent.
fn marked(spans: &[Span], text: &str) -> AnyView {
    if spans.is_empty() {
        return plain(text);
    }
    spans
        .iter()
        .cloned()
        .map(
            |span| {
                if span.hit { view! { <mark>{span.text}</mark> }.into_any() } else { span.text.into_any() }
            },
        )
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_that_repeats_the_title_is_known() {
        assert!(repeats("停车场信息。", " 停车场信息"));
        assert!(!repeats("停车场信息，每月更新", "停车场信息"));
    }
}
