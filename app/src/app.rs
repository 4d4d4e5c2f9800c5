//! The site map: every page path on one screen, and the document around every page.

use leptos::{config::LeptosOptions, prelude::*};
use leptos_router::{
    MatchNestedRoutes, SsrMode,
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    ask,
    pages::{
        dataset::DatasetPage, design::DesignPage, developers::DevelopersPage, help::HelpPage, home::HomePage,
        organisation::OrganisationPage, organisations::OrganisationsPage, problem::NotFoundPage,
        search::SearchPage, selection::SelectionPage, statistics::StatisticsPage, themes::ThemesPage,
    },
    parts::{
        layout::{Footer, Header},
        selection::SelectionBar,
        text_size,
    },
    text,
};

/// Every page.
#[component]
pub fn App() -> impl IntoView {
    let language = ask::language();
    view! {
        <Router>
            <a class="skip" href="#main">{text::site(language).skip}</a>
            <Header/>
            <main id="main" tabindex="-1">
                <Routes fallback=NotFoundPage>
                    <ParentRoute path=path!("/en") view=Outlet ssr=SsrMode::Async>
                        <Screens/>
                    </ParentRoute>
                    <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                        <Screens/>
                    </ParentRoute>
                </Routes>
            </main>
            <Footer/>
            <SelectionBar language/>
        </Router>
    }
}

/// The paths, the same in each language.
#[component(transparent)]
fn Screens() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
        <Route path=path!("/datasets") view=SearchPage ssr=SsrMode::Async/>
        <Route path=path!("/datasets/:id") view=DatasetPage ssr=SsrMode::Async/>
        <Route path=path!("/organisations") view=OrganisationsPage ssr=SsrMode::Async/>
        <Route path=path!("/organisations/:id") view=OrganisationPage ssr=SsrMode::Async/>
        <Route path=path!("/themes") view=ThemesPage ssr=SsrMode::Async/>
        <Route path=path!("/selection") view=SelectionPage ssr=SsrMode::Async/>
        <Route path=path!("/statistics") view=StatisticsPage ssr=SsrMode::Async/>
        <Route path=path!("/developers") view=DevelopersPage ssr=SsrMode::Async/>
        <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async/>
        <Route path=path!("/design") view=DesignPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// The document around every page. Its type is erased here, or the server would compile every page once more.
pub fn shell(options: LeptosOptions) -> AnyView {
    view! {
        <!DOCTYPE html>
        <html lang=ask::language().tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#161e1c" media="(prefers-color-scheme: dark)"/>
                <meta name="format-detection" content="telephone=no"/>
                <script inner_html=text_size::BEGIN></script>
                <link rel="stylesheet" href=format!("/{}/portal.css", options.site_pkg_dir)/>
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HydrationScripts options islands=true/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
    .into_any()
}
