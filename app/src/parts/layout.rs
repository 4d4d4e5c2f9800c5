//! What stands around every page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{address, search_form::SearchForm, text_size::TextSize};
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
        ("/statistics", words.statistics),
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
                <div class="tools">
                    <TextSize language/>
                    <a class="language" href=elsewhere lang=other.tag() hreflang=other.tag() rel="alternate">
                        {words.other_language}
                    </a>
                </div>
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
                        {link("/statistics", words.statistics)}
                        {link("/developers", words.developers)}
                        <li><a href="/api/openapi.json">{words.api_document}</a></li>
                    </ul>
                </section>
                {contact}
            </div>
            {related_sites(&site.links)}
            <div class="wide small-print">
                <span>"开数 Kaishu"</span>
                {site.site_id.map(|id| view! { <span>{(words.site_id)(&id)}</span> })}
                {site
                    .icp
                    .map(|icp| {
                        view! { <a href="https://beian.miit.gov.cn/" rel="noopener nofollow external">{icp}</a> }
                    })}
                {site
                    .police
                    .map(|police| {
                        let record = police_record(&police);
                        view! { <a href=record rel="noopener nofollow external">{police}</a> }
                    })}
                <TextSize language/>
            </div>
        </footer>
    }
    .into_any()
}

/// Sites that belong to this one; nothing when there are none.
fn related_sites(links: &[ask::SiteLink]) -> impl IntoView + use<> {
    let words = text::site(ask::language());
    let links: Vec<_> = links
        .iter()
        .filter(|link| address::host(&link.url).is_some())
        .map(|link| {
            view! { <li><a href=link.url.clone() rel="noopener external">{link.title.clone()}</a></li> }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <section class="wide">
                <div class="related-sites">
                    <h2>{words.related_sites}</h2>
                    <ul>{links}</ul>
                </div>
            </section>
        }
    })
}

/// Where the police keep the record of a 公安备案号: its digits name it.
fn police_record(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    format!("https://beian.mps.gov.cn/#/query/webSearch?code={digits}")
}

/// The top of a page: the way to it, its title, what it is about, and what else belongs there.
#[component]
pub fn PageTop(
    /// Addresses and names on the way, the first after home.
    #[prop(optional)]
    steps: Vec<(String, String)>,
    /// The title.
    #[prop(into)]
    title: String,
    /// What the page is about; may be empty.
    #[prop(optional, into)]
    lead: String,
    /// What else belongs there.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="band-celadon page-top">
            <div class="wide">
                <Crumbs steps/>
                <h1>{title}</h1>
                {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_police_record_is_named_by_its_digits() {
        assert_eq!(
            police_record("鲁公网安备 37020202000001号"),
            "https://beian.mps.gov.cn/#/query/webSearch?code=37020202000001"
        );
    }
}
