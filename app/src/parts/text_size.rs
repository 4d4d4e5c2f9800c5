//! The size of type that the visitor wants, kept by the browser and sent nowhere.

use leptos::prelude::*;

use crate::text::{self, Language};

/// Where the browser keeps the size.
const KEY: &str = "kaishu.text_size";

/// The sizes as they are kept and as the style sheet knows them; the first is the standard, which is not kept.
const SIZES: [&str; 3] = ["standard", "large", "largest"];

/// Sets the size before anything is drawn, so that nothing moves; it stands in the head of every page, whose policy
/// names it by its digest.
pub const BEGIN: &str = r#"(function(d){d.dataset.script="";try{var s=localStorage.getItem("kaishu.text_size");if(s==="large"||s==="largest")d.dataset.textSize=s}catch(e){}})(document.documentElement)"#;

thread_local! {
    // One for all islands of a page: the buttons stand in its head and in its foot.
    static CHOSEN: ArcRwSignal<usize> = ArcRwSignal::new(stored());
}

fn chosen() -> ArcRwSignal<usize> {
    CHOSEN.with(Clone::clone)
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn stored() -> usize {
    let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    kept.and_then(|kept| SIZES.iter().position(|size| *size == kept)).unwrap_or_default()
}

fn choose(place: usize) {
    let size = SIZES.get(place).copied().unwrap_or(SIZES[0]);
    chosen().set(place);
    if let Some(page) = document().document_element() {
        let _ = match place {
            0 => page.remove_attribute("data-text-size"),
            _ => page.set_attribute("data-text-size", size),
        };
    }
    // A browser that forbids storage keeps the size for this page only.
    if let Some(storage) = storage() {
        let _ = match place {
            0 => storage.remove_item(KEY),
            _ => storage.set_item(KEY, size),
        };
    }
}

/// Three buttons for the size of type; they are not shown without JavaScript.
#[island]
pub fn TextSize(
    /// The language of the page.
    language: Language,
) -> impl IntoView {
    let words = text::islands(language);
    let size = RwSignal::new(0_usize);
    Effect::new(move |_| size.set(chosen().get()));
    let button = move |place: usize, glyph: &'static str| {
        view! {
            <button
                type="button"
                aria-label=words.text_sizes[place]
                title=words.text_sizes[place]
                aria-pressed=move || (size.get() == place).to_string()
                on:click=move |_| choose(place)
            >
                <span class=glyph aria-hidden="true">{words.text_glyph}</span>
            </button>
        }
    };
    view! {
        <div class="text-size" role="group" aria-label=words.text_size>
            <div>{button(0, "glyph-1")} {button(1, "glyph-2")} {button(2, "glyph-3")}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_knows_the_same_sizes() {
        assert!(BEGIN.contains(KEY));
        for size in &SIZES[1..] {
            assert!(BEGIN.contains(size), "{size}");
        }
        assert!(!BEGIN.contains('<'), "it cannot end its element");
    }
}
