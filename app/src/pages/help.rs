//! What the words of the portal mean.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{head::PageHead, layout::PageTop, licence::LicenceCard},
    text,
};

/// The licences explained, in the order of DOMAIN §5.13.
const LICENCES: [&str; 4] = ["QD-OPEN-1.0", "CC-BY-4.0", "ODC-BY-1.0", "QD-COND-AGREEMENT"];

/// How to find, read and use the data.
#[component]
pub fn HelpPage() -> impl IntoView {
    let language = ask::language();
    let words = text::help(language);
    let sections = words
        .sections
        .iter()
        .map(|section| {
            let paragraphs = section.paragraphs.iter().map(|text| view! { <p>{*text}</p> }).collect_view();
            view! {
                <section id=section.id>
                    <h2>{section.title}</h2>
                    {paragraphs}
                </section>
            }
        })
        .collect_view();
    let contents = words
        .sections
        .iter()
        .map(|section| view! { <li><a href=format!("#{}", section.id)>{section.title}</a></li> })
        .collect_view();
    let licences = LICENCES
        .into_iter()
        .filter_map(|code| text::licence(language, code))
        .map(|licence| view! { <h3>{licence.name}</h3><LicenceCard licence/> })
        .collect_view();
    view! {
        <PageHead title=words.title path="/help" description=words.lead/>
        <PageTop title=words.title lead=words.lead/>
        <div class="wide page prose">
            <nav class="contents" aria-label=text::site(language).contents>
                <ul>{contents} <li><a href="#licences">{words.licences}</a></li></ul>
            </nav>
            {sections}
            <section id="licences">
                <h2>{words.licences}</h2>
                {licences}
            </section>
        </div>
    }
    .into_any()
}
