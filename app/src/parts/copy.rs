//! Copying to the clipboard.

use std::time::Duration;

use leptos::{prelude::*, wasm_bindgen::JsValue};

use crate::text::{self, Language};

/// How long "copied" is shown.
const SHOWN: Duration = Duration::from_secs(2);

/// A button that copies a text; it is not there without JavaScript or where the browser has no clipboard.
#[island]
pub fn CopyButton(
    /// The language of the page.
    language: Language,
    /// What is copied.
    text: String,
    /// What it is, for those who cannot see what the button stands beside.
    what: String,
) -> impl IntoView {
    let words = text::islands(language);
    let ready = RwSignal::new(false);
    let label = RwSignal::new(words.copy);
    Effect::new(move |_| ready.set(clipboard().is_some()));
    let copy = move |_| {
        let said = match clipboard() {
            Some(clipboard) => {
                let _ = clipboard.write_text(&text);
                words.copied
            }
            None => words.copy_failed,
        };
        label.set(said);
        set_timeout(
            move || {
                // The button may be gone by then.
                let _ = label.try_set(words.copy);
            },
            SHOWN,
        );
    };
    view! {
        <button type="button" class="copy" hidden=move || !ready.get() on:click=copy>
            <span role="status">{move || label.get()}</span>
            <span class="unseen">{what}</span>
        </button>
    }
}

/// The clipboard; absent on pages that did not come over a secure connection.
fn clipboard() -> Option<web_sys::Clipboard> {
    let clipboard = window().navigator().clipboard();
    let value: &JsValue = clipboard.as_ref();
    (!value.is_undefined()).then_some(clipboard)
}
