//! Commands and answers to copy.

use leptos::prelude::*;

use super::copy::CopyButton;
use crate::ask;

/// A block of code with a button that copies it.
#[component]
pub fn Example(
    /// The code.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="example">
            <pre tabindex="0"><code>{text.clone()}</code></pre>
            <CopyButton language=ask::language() text what=String::new()/>
        </div>
    }
    .into_any()
}
