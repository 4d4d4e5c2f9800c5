//! On what terms the data may be used, and how to cite it.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{address, badge::OpenTypeBadge, copy::CopyButton, licence::LicenceCard},
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
    view! {
        <section id="terms">
            <h2>{words.terms}</h2>
            <h3>{words.open_type}</h3>
            <p><OpenTypeBadge open_type/>" "{text::open_type_meaning(language, open_type)}</p>
            <h3>{words.licence}</h3>
            {licence}
            {citation(dataset)}
        </section>
    }
    .into_any()
}

/// How to cite the dataset: as text and for programs.
fn citation(dataset: &Dataset) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::dataset(language);
    let forms = [(words.cite_gbt7714, dataset.citation.clone()), (words.cite_bibtex, dataset.bibtex.clone())];
    let shown: Vec<_> = forms
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(name, text)| {
            let quoted = if text.trim().contains('\n') {
                view! { <pre tabindex="0"><code>{text.clone()}</code></pre> }.into_any()
            } else {
                view! { <blockquote>{text.clone()}</blockquote> }.into_any()
            };
            view! {
                <h4>{name}</h4>
                <div class="citation">
                    {quoted}
                    <CopyButton language text what=name.to_owned()/>
                </div>
            }
        })
        .collect();
    (!shown.is_empty()).then(|| {
        let file = |format| address::citation(&dataset.item.id, format);
        view! {
            <h3 id="cite">{words.cite}</h3>
            {shown}
            <p class="ways">
                <span>{words.cite_files}</span>
                <a href=file("bibtex") download="" rel="nofollow">"BibTeX"</a>
                <a href=file("ris") download="" rel="nofollow">"RIS"</a>
            </p>
        }
    })
}
