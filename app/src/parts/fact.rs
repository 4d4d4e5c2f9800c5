//! Lists of facts: a name and what it is.

use leptos::prelude::*;

/// One fact of a `<dl class="facts">`.
#[component]
pub fn Fact(
    /// Its name.
    name: &'static str,
    /// What it is.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{children()}</dd>
        </div>
    }
    .into_any()
}

/// One fact, when it is known.
pub fn known<T, V: IntoView>(
    name: &'static str,
    fact: Option<T>,
    view: impl FnOnce(T) -> V,
) -> impl IntoView {
    fact.map(|fact| {
        view! {
            <div class="fact">
                <dt>{name}</dt>
                <dd>{view(fact)}</dd>
            </div>
        }
    })
}

/// The text, unless there is none in it.
pub fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}
