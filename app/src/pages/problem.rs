//! When there is nothing to show, or something went wrong: never a blank page.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{head::PageHead, popular::PopularWords, search_form::SearchForm, theme::ThemeWords},
    portal::Problem,
    text,
};

/// The page for an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <ProblemView problem=Problem::new(404, "not_found")/> }.into_any()
}

/// A problem in the place of a page: what is wrong, what to do, and a way on. It sets the status of the page.
#[component]
pub fn ProblemView(
    /// The problem.
    problem: Problem,
) -> impl IntoView {
    ask::set_status(problem.status);
    let language = ask::language();
    let site = text::site(language);
    let words = text::problem(language, &problem.code);
    let fields = (!problem.fields.is_empty()).then(|| {
        let lines = problem
            .fields
            .iter()
            .map(|field| {
                view! { <li><code>{field.name.clone()}</code>" "{text::field_problem(language, &field.code)}</li> }
            })
            .collect_view();
        view! { <ul>{lines}</ul> }
    });
    view! {
        <PageHead title=words.title path="/" hidden=true/>
        <div class="band-celadon problem">
            <div class="wide">
                <p class="status">{(site.status)(problem.status)}</p>
                <h1>{words.title}</h1>
                <p class="lead">{words.detail}</p>
                {fields}
                <SearchForm id="problem-search" class="hero"/>
            </div>
        </div>
        <div class="wide page">
            {matches!(problem.status, 404 | 410).then(ways_on)}
            <p class="ways">
                <a href=language.href("/")>{site.go_home}</a>
                <a href=language.href("/datasets")>{site.go_search}</a>
                <a href=language.href("/help")>{site.help}</a>
            </p>
            {problem.reference.map(|reference| view! { <p class="hint">{(site.quote)(&reference)}</p> })}
        </div>
    }
    .into_any()
}

/// What else there is, for someone who did not find the thing; a portal in trouble is not asked for it.
fn ways_on() -> impl IntoView {
    let words = text::lists(ask::language());
    let popular = ask::ask(|portal| async move { portal.popular().await.map(|page| page.items) });
    let themes = ask::ask(|portal| async move { portal.themes().await.map(|page| page.items) });
    view! {
        {ask::show_quietly(popular, |popular| view! { <PopularWords popular/> }.into_any())}
        {ask::show_quietly(
            themes,
            move |themes| {
                let some = themes.iter().any(|theme| theme.datasets > 0);
                some.then(|| view! { <h2>{words.themes_title}</h2><ThemeWords themes/> }).into_any()
            },
        )}
    }
}
