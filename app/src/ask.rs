//! How a page asks the portal, and what the server gives a page through the context.
//!
//! The server provides [`Portal`], [`PageStatus`], [`PublicUrl`] and [`SiteInfo`] before it renders [`crate::App`],
//! and reads the [`PageStatus`] afterwards.

use std::{
    future::Future,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
};

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    pages::problem::ProblemView,
    portal::{Portal, Problem},
    text::Language,
};

/// What the HTTP answer around a page shall be; a handle, so that clones are one.
#[derive(Debug, Clone, Default)]
pub struct PageStatus {
    code: Arc<AtomicU16>,
    location: Arc<Mutex<Option<String>>>,
    head: Arc<Mutex<String>>,
}

impl PageStatus {
    /// The HTTP status; 200 unless a page said otherwise.
    pub fn code(&self) -> u16 {
        match self.code.load(Ordering::Relaxed) {
            0 => 200,
            code => code,
        }
    }

    /// Where the visitor is sent, when the status is a redirect.
    pub fn location(&self) -> Option<String> {
        self.location.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the page puts into the document's head: HTML.
    pub fn head(&self) -> String {
        self.head.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets the HTTP status.
    pub fn set(&self, code: u16) {
        self.code.store(code, Ordering::Relaxed);
    }

    /// Sends the visitor to the thing's own address for good (308).
    pub fn redirect(&self, location: String) {
        self.set(308);
        *self.location.lock().unwrap_or_else(PoisonError::into_inner) = Some(location);
    }
}

/// The address that the portal is known by, without a slash at its end: `https://data.example.gov.cn`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicUrl(pub String);

/// Whose portal it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteInfo {
    /// The portal's name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// The city in Chinese.
    pub city_zh: String,
    /// The city in English.
    pub city_en: String,
    /// How to reach the office that runs it, in a line.
    pub contact: Option<String>,
    /// ICP 备案号.
    pub icp: Option<String>,
    /// 公安备案号.
    pub police: Option<String>,
    /// 政府网站标识码.
    pub site_id: Option<String>,
    /// Related sites.
    pub links: Vec<SiteLink>,
    /// Whether those who build the pages are at work: `/design` shows every part.
    pub development: bool,
}

/// A related site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLink {
    /// Its name.
    pub title: String,
    /// Its address; http or https.
    pub url: String,
}

impl Default for SiteInfo {
    fn default() -> Self {
        Self {
            name_zh: "开数".to_owned(),
            name_en: "Kaishu".to_owned(),
            city_zh: "城市".to_owned(),
            city_en: "the city".to_owned(),
            contact: None,
            icp: None,
            police: None,
            site_id: None,
            links: Vec::new(),
            development: false,
        }
    }
}

impl SiteInfo {
    /// The portal's name.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.name_zh,
            Language::En => &self.name_en,
        }
    }

    /// The city.
    pub fn city(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.city_zh,
            Language::En => &self.city_en,
        }
    }
}

/// The language of the page being rendered.
pub fn language() -> Language {
    use_context::<Portal>().map(|portal| portal.language()).unwrap_or_default()
}

/// Whose portal it is.
pub fn site() -> SiteInfo {
    use_context().unwrap_or_default()
}

/// The address that the portal is known by.
pub fn public_url() -> String {
    use_context::<PublicUrl>().unwrap_or_default().0
}

/// Sets the HTTP status of the page.
pub fn set_status(code: u16) {
    if let Some(status) = use_context::<PageStatus>() {
        status.set(code);
    }
}

/// Sets what the page puts into the document's head. A page knows it only when its questions are answered, and
/// leptos_meta 0.8 loses tags that are rendered so late; so the server puts it in when the page is whole.
pub fn set_head(html: String) {
    if let Some(status) = use_context::<PageStatus>() {
        *status.head.lock().unwrap_or_else(PoisonError::into_inner) = html;
    }
}

/// Sends the visitor to the thing's own address for good.
pub fn redirect(location: String) {
    if let Some(status) = use_context::<PageStatus>() {
        status.redirect(location);
    }
}

/// The query of the page's address, as it was sent.
pub fn raw_query() -> String {
    use_location().search.get_untracked()
}

/// A part of the page's path, decoded.
pub fn param(name: &str) -> String {
    use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
}

/// Asks the portal while the page is rendered; nothing of the page is sent before the answer is there.
pub fn ask<T, F, Fut>(question: F) -> Resource<Result<T, Problem>>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn(Portal) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let portal = use_context::<Portal>();
    Resource::new_blocking(
        || (),
        move |()| {
            let asked = portal.clone().map(&question);
            async move {
                match asked {
                    Some(answer) => answer.await,
                    None => Err(Problem::from_status(0)),
                }
            }
        },
    )
}

/// Shows the answer that the page is about, or its problem in the page's place and status.
pub fn show<T, V>(
    answer: Resource<Result<T, Problem>>,
    view: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move {
        match answer.await {
            Ok(value) => view(value).into_any(),
            Err(problem) => view! { <ProblemView problem/> }.into_any(),
        }
    })
}

/// Shows an answer that is one part of its page; a problem leaves the rest of the page as it is.
pub fn show_part<T, V>(
    answer: Resource<Result<T, Problem>>,
    view: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move {
        match answer.await {
            Ok(value) => view(value).into_any(),
            Err(_) => {
                let words = crate::text::site(language());
                view! { <p class="note">{words.part_failed}</p> }.into_any()
            }
        }
    })
}

/// Shows an answer that is a comfort; when it fails or says nothing, nothing is shown.
pub fn show_quietly<T>(
    answer: Resource<Result<T, Problem>>,
    view: impl FnOnce(T) -> AnyView + Send + 'static,
) -> impl IntoView
where
    T: Clone + Default + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    Suspend::new(async move { view(answer.await.unwrap_or_default()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_status_are_one() {
        let status = PageStatus::default();
        assert_eq!((status.code(), status.location()), (200, None));
        status.clone().redirect("/datasets/x".to_owned());
        assert_eq!((status.code(), status.location().as_deref()), (308, Some("/datasets/x")));
    }
}
