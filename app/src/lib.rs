//! The portal as people see it: pages rendered on the server that work without JavaScript, and islands in them that
//! the browser brings to life.
//!
//! - [`app`]: the site map: every page path on one screen, and the document around them
//! - [`ask`]: how a page asks the portal, and what the server gives it
//! - [`pages`]: one file per screen; pages ask
//! - [`parts`]: what pages are made of; parts take plain data and show it, islands among them
//! - [`portal`]: the contract with the backend, without Leptos
//! - [`text`]: every word shown

// The views of a page are one type, nested as deeply as its elements.
#![recursion_limit = "512"]

pub mod app;
pub mod ask;
pub mod pages;
pub mod parts;
pub mod portal;
pub mod text;

pub use app::{App, shell};

/// The portal as an island asks it: over the network.
#[cfg(feature = "hydrate")]
pub(crate) use portal::network::portal as from_browser;

/// The portal as an island asks it; on the server no island asks, so nothing answers.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn from_browser(language: text::Language) -> portal::Portal {
    struct Closed;

    impl portal::Door for Closed {
        fn ask(&self, _: portal::Question) -> portal::Answer {
            Box::pin(std::future::ready(portal::Reply { status: 0, body: String::new() }))
        }
    }

    portal::Portal::new(std::sync::Arc::new(Closed), language)
}

/// Brings the islands of the page to life; called by the script in the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
