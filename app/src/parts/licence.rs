//! A licence in plain words.

use leptos::prelude::*;

use crate::{
    ask,
    text::{self, words::Licence},
};

/// What a licence allows, asks and forbids.
#[component]
pub fn LicenceCard(
    /// The licence.
    licence: &'static Licence,
) -> impl IntoView {
    let words = text::dataset(ask::language());
    let column = |class, title, lines: &'static [&'static str]| {
        view! {
            <div class=class>
                <h4>{title}</h4>
                <ul>{lines.iter().map(|line| view! { <li>{*line}</li> }).collect_view()}</ul>
            </div>
        }
    };
    view! {
        <div class="licence">
            {column("may", words.may, licence.may)}
            {column("must", words.must, licence.must)}
            {column("must-not", words.must_not, licence.must_not)}
        </div>
        {licence
            .url
            .map(|url| {
                view! {
                    <p class="hint">
                        <a href=url rel="noopener license external">{words.licence_text}</a>
                    </p>
                }
            })}
    }
    .into_any()
}
