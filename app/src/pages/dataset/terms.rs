//! On what terms the data may be used, and how to cite it.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{badge::OpenTypeBadge, copy::CopyButton, licence::LicenceCard},
    portal::catalogue::Dataset,
    text,
};

/// Open type, licence, citation.
pub fn terms(dataset: &Dataset) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::dataset(language);
    let open_type = dataset.item.open_type;
    let licence = match dataset.licence.clone() {
        None => view! {
            <p><strong>{words.licence_none}</strong></p>
            <p>{words.licence_none_help}</p>
        }
        .into_any(),
        Some(label) => match text::licence(language, &label.code) {
            Some(licence) => view! {
                <p><strong>{label.label}</strong>" "<code>{label.code}</code></p>
                <LicenceCard licence/>
            }
            .into_any(),
            None => view! {
                <p><strong>{label.label}</strong></p>
                <p>{words.licence_other_help}</p>
            }
            .into_any(),
        },
    };
    let citation = (!dataset.citation.trim().is_empty()).then(|| {
        let text = dataset.citation.clone();
        view! {
            <h3>{words.cite}</h3>
            <div class="citation">
                <blockquote>{text.clone()}</blockquote>
                <CopyButton language text what=words.cite.to_owned()/>
            </div>
        }
    });
    view! {
        <section id="terms">
            <h2>{words.terms}</h2>
            <h3>{words.open_type}</h3>
            <p><OpenTypeBadge open_type/>" "{text::open_type_meaning(language, open_type)}</p>
            <h3>{words.licence}</h3>
            {licence}
            {citation}
        </section>
    }
    .into_any()
}
