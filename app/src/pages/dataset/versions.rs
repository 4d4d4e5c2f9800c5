//! Earlier versions, related datasets, and what an imported record lacks.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{address, file::FileTable, when::When},
    portal::catalogue::{Related, VersionItem},
    text,
};

/// The versions of the data, newest first; nothing when there is only one.
#[component]
pub fn Versions(
    /// The versions.
    versions: Vec<VersionItem>,
) -> impl IntoView {
    let words = text::dataset(ask::language());
    (versions.len() > 1).then(|| {
        view! {
            <section id="versions">
                <h2>{words.versions}</h2>
                <ol class="versions timeline">
                    {versions.into_iter().map(|version| view! { <Version version/> }).collect_view()}
                </ol>
            </section>
        }
    })
}

#[component]
fn Version(version: VersionItem) -> impl IntoView {
    let words = text::dataset(ask::language());
    let (class, state) = if version.superseded {
        ("badge unknown", words.version_old)
    } else {
        ("badge open", words.version_current)
    };
    let files = if !version.superseded {
        // The files of the current version stand above, where one gets the data.
        ().into_any()
    } else if version.files.is_empty() {
        view! { <p class="hint">{words.version_no_files}</p> }.into_any()
    } else {
        let caption = format!("{} {}", words.version_files, version.name);
        view! {
            <details>
                <summary>{words.version_files}</summary>
                <FileTable files=version.files caption/>
            </details>
        }
        .into_any()
    };
    view! {
        <li class=if version.superseded { "coming" } else { "done" }>
            <h3>{version.name}" "<span class=class>{state}</span></h3>
            <p class="meta"><When at=version.created_at/></p>
            {version.notes.map(|notes| view! { <p>{notes}</p> })}
            {files}
        </li>
    }
    .into_any()
}

/// The datasets that belong to this one; nothing when there are none.
#[component]
pub fn RelatedList(
    /// The datasets and how they are related.
    related: Vec<Related>,
) -> impl IntoView {
    let language = ask::language();
    let words = text::dataset(language);
    (!related.is_empty()).then(|| {
        let rows = related
            .into_iter()
            .map(|other| {
                view! {
                    <li>
                        <span class="badge plain">{text::relation(language, &other.relation)}</span>
                        " "
                        <a href=address::dataset(language, &other.id)>{other.title}</a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section id="related">
                <h2>{words.related}</h2>
                <ul>{rows}</ul>
            </section>
        }
    })
}

/// What an imported record lacks; nothing when it lacks nothing.
#[component]
pub fn Defects(
    /// Stable codes.
    defects: Vec<String>,
) -> impl IntoView {
    let language = ask::language();
    let words = text::dataset(language);
    (!defects.is_empty()).then(|| {
        let rows =
            defects.iter().map(|code| view! { <li>{text::defect(language, code)}</li> }).collect_view();
        view! {
            <section id="defects">
                <h2>{words.defects}</h2>
                <p>{words.defects_lead}</p>
                <ul>{rows}</ul>
            </section>
        }
    })
}
