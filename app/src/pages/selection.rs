//! The selection: several datasets to download in one archive.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    ask,
    parts::{
        address,
        badge::OpenTypeBadge,
        head::PageHead,
        layout::PageTop,
        selection::{MOST, RemoveLink},
        state::{Nothing, State},
    },
    portal::{Portal, Problem, catalogue::Dataset},
    text::{self, Language, format},
};

/// The datasets asked for, in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    dataset: Vec<String>,
}

/// One of the datasets asked for.
#[derive(Clone, Serialize, Deserialize)]
enum Piece {
    /// It is there.
    Here(Box<Dataset>),
    /// It is not, or no more.
    Missing(String),
}

/// The selection.
#[component]
pub fn SelectionPage() -> impl IntoView {
    let chosen = serde_html_form::from_str::<Chosen>(&ask::raw_query()).unwrap_or_default();
    let mut ids: Vec<String> = Vec::new();
    for id in chosen.dataset {
        if !id.is_empty() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    let cut = ids.len() > MOST;
    ids.truncate(MOST);
    let asked = ids.clone();
    let answer = ask::ask(move |portal| {
        let asked = asked.clone();
        async move { gather(&portal, asked).await }
    });
    let language = ask::language();
    let words = text::lists(language);
    ask::show(answer, move |pieces| {
        let body = if pieces.is_empty() {
            view! { <Empty/> }.into_any()
        } else {
            view! { <Pieces ids pieces/> }.into_any()
        };
        view! {
            <PageHead title=words.selection_title path="/selection" description=words.selection_lead hidden=true/>
            <PageTop title=words.selection_title lead=words.selection_lead/>
            <div class="wide page">
                {cut.then(|| view! { <p class="note warn">{(words.selection_too_many)(MOST)}</p> })}
                {body}
            </div>
        }
    })
}

/// Each dataset asked for; a portal that does not answer is a problem, a dataset that is gone is not.
async fn gather(portal: &Portal, ids: Vec<String>) -> Result<Vec<Piece>, Problem> {
    let mut pieces = Vec::with_capacity(ids.len());
    for id in ids {
        match portal.dataset(&id).await {
            Ok(dataset) => pieces.push(Piece::Here(Box::new(dataset))),
            Err(problem) if problem.status < 500 => pieces.push(Piece::Missing(id)),
            Err(problem) => return Err(problem),
        }
    }
    Ok(pieces)
}

#[component]
fn Empty() -> impl IntoView {
    let language = ask::language();
    let words = text::lists(language);
    view! {
        <State why=Nothing::Empty title=words.selection_empty text=words.selection_empty_help>
            <a class="button" href=language.href("/datasets")>{text::site(language).go_search}</a>
        </State>
    }
    .into_any()
}

#[component]
fn Pieces(ids: Vec<String>, pieces: Vec<Piece>) -> impl IntoView {
    let language = ask::language();
    let words = text::lists(language);
    let here = || {
        pieces.iter().filter_map(|piece| match piece {
            Piece::Here(dataset) => Some(dataset),
            Piece::Missing(_) => None,
        })
    };
    let with_files: Vec<_> =
        here().filter(|dataset| !dataset.files.is_empty()).map(|dataset| dataset.item.id.clone()).collect();
    let files = here().map(|dataset| dataset.files.len() as u64).sum();
    let bytes = here().flat_map(|dataset| &dataset.files).map(|file| file.byte_size).sum();
    let sum = (words.selection_sum)(
        &format::number(with_files.len() as u64),
        &format::number(files),
        &format::bytes(bytes),
    );
    let download = if with_files.is_empty() {
        view! { <p class="note">{words.selection_nothing}</p> }.into_any()
    } else {
        view! {
            <div class="take">
                <a class="button big" href=address::archive(&with_files) download="" rel="nofollow">
                    {words.selection_download}
                </a>
                <span>{sum}</span>
                <p class="hint">{words.selection_inside}</p>
            </div>
        }
        .into_any()
    };
    let rows = ids
        .iter()
        .zip(pieces.iter())
        .map(|(id, piece)| {
            let others: Vec<_> = ids.iter().filter(|other| *other != id).collect();
            let without = address::selection(language, &others);
            view! { <PieceRow id=id.clone() piece=piece.clone() without/> }
        })
        .collect_view();
    view! {
        {download}
        <ul class="pieces">{rows}</ul>
    }
    .into_any()
}

#[component]
fn PieceRow(id: String, piece: Piece, without: String) -> impl IntoView {
    let language: Language = ask::language();
    let words = text::lists(language);
    let (id, title, body) = match piece {
        Piece::Missing(_) => {
            let body =
                view! { <p><code>{id.clone()}</code></p><p class="meta">{words.selection_missing}</p> };
            (id.clone(), id, body.into_any())
        }
        Piece::Here(dataset) => {
            let bytes = dataset.files.iter().map(|file| file.byte_size).sum();
            let files = dataset
                .files
                .iter()
                .map(|file| view! { <span class="badge format">{file.format.clone()}</span> })
                .collect_view();
            let size = (!dataset.files.is_empty()).then(|| view! { <span>{format::bytes(bytes)}</span> });
            let body = view! {
                <p><a href=address::dataset(language, &dataset.item.id)>{dataset.item.title.clone()}</a></p>
                <p class="meta">
                    <OpenTypeBadge open_type=dataset.item.open_type/>
                    {files}
                    {size}
                    <span>{dataset.item.publisher.title.clone()}</span>
                </p>
            };
            (dataset.item.id, dataset.item.title, body.into_any())
        }
    };
    let full = (words.remove_one)(&title);
    view! {
        <li>
            <div>{body}</div>
            <RemoveLink id href=without label=words.remove.to_owned() full/>
        </li>
    }
    .into_any()
}
