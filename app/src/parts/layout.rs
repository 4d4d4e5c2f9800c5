//! What stands around every page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::search_form::SearchForm;
use crate::{
    ask,
    text::{self, Language},
};

/// The mark of Kaishu: a door standing open between two columns of data.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8" class="mark-ground"/>
            <path class="mark-line" d="M9 8.5h13M6.5 15h18M12 8.5V15c0 4.4-1.6 7.6-4.6 9.7M19.3 8.5V25" fill="none"/>
            <circle class="mark-dot" cx="25" cy="23" r="2.2"/>
        </svg>
    }
    .into_any()
}

/// The head of every page: the portal's name, the ways in, the other language.
#[component]
pub fn Header() -> impl IntoView {
    let language = ask::language();
    let words = text::site(language);
    let site = ask::site();
    let location = use_location();
    let path = location.pathname.get_untracked();
    let query = location.search.get_untracked();
    let here = Language::bare(&path).to_owned();
    let other = language.other();
    let elsewhere = {
        let path = other.href(&here);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    };
    // Home and the search page have a search box of their own.
    let searchable = !matches!(here.as_str(), "/" | "/datasets" | "/datasets/");
    let links = [
        ("/datasets", words.datasets),
        ("/organisations", words.organisations),
        ("/themes", words.themes),
        ("/developers", words.developers),
        ("/help", words.help),
    ]
    .map(|(path, name)| {
        let current =
            (here == path).then_some("page").or(here.starts_with(&format!("{path}/")).then_some("true"));
        view! { <li><a href=language.href(path) aria-current=current>{name}</a></li> }
    })
    .collect_view();
    view! {
        <header class="site-header">
            <div class="wide bar">
                <a class="brand" href=language.href("/")>
                    <Mark/>
                    <span class="brand-name">{site.name(language).to_owned()}</span>
                </a>
                <nav class="site-nav" aria-label=words.main_navigation>
                    <ul>{links}</ul>
                </nav>
                {searchable.then(|| view! { <SearchForm id="site-search" class="compact"/> })}
                <a class="language" href=elsewhere lang=other.tag() hreflang=other.tag() rel="alternate">
                    {words.other_language}
                </a>
            </div>
        </header>
    }
    .into_any()
}

/// The foot of every page: help, the office, and who runs it.
#[component]
pub fn Footer() -> impl IntoView {
    let language = ask::language();
    let words = text::site(language);
    let site = ask::site();
    let link = |path: &str, name| view! { <li><a href=language.href(path)>{name}</a></li> };
    let contact = site.contact.clone().map(|contact| {
        view! {
            <section>
                <h2>{words.contact}</h2>
                <p>{contact}</p>
            </section>
        }
    });
    view! {
        <footer class="site-footer">
            <div class="wide columns">
                <section class="whose">
                    <p class="foot-name">{site.name(language).to_owned()}</p>
                    <p>{words.footer_note}</p>
                </section>
                <section>
                    <h2>{words.use_data}</h2>
                    <ul>
                        {link("/datasets", words.datasets)}
                        {link("/organisations", words.organisations)}
                        {link("/themes", words.themes)}
                        {link("/selection", text::lists(language).selection_title)}
                    </ul>
                </section>
                <section>
                    <h2>{words.about}</h2>
                    <ul>
                        {link("/help", words.help)}
                        {link("/developers", words.developers)}
                        <li><a href="/api/openapi.json">{words.api_document}</a></li>
                    </ul>
                </section>
                {contact}
            </div>
            <div class="wide small-print">
                <span>"开数 Kaishu"</span>
                {site
                    .icp
                    .map(|icp| {
                        view! { <a href="https://beian.miit.gov.cn/" rel="noopener nofollow external">{icp}</a> }
                    })}
            </div>
        </footer>
    }
    .into_any()
}

/// The way from the home page to this one; the last step is this page and has no link.
#[component]
pub fn Crumbs(
    /// Addresses and names, the first after home.
    steps: Vec<(String, String)>,
) -> impl IntoView {
    let language = ask::language();
    let words = text::site(language);
    let steps =
        steps.into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> }).collect_view();
    view! {
        <nav class="crumbs" aria-label=words.breadcrumb>
            <ol>
                <li><a href=language.href("/")>{words.home}</a></li>
                {steps}
            </ol>
        </nav>
    }
    .into_any()
}

/// The link to the feed of what the page lists.
#[component]
pub fn Subscribe(
    /// The feed's address.
    href: String,
) -> impl IntoView {
    let words = text::site(ask::language());
    view! {
        <a class="subscribe" href=href type="application/atom+xml" title=words.subscribe_help>
            {words.subscribe}
        </a>
    }
    .into_any()
}
