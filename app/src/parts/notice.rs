//! Notices, and parts that can be unfolded.

use leptos::prelude::*;

/// What kind of notice it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Plain,
    /// Something went well.
    Good,
    /// Something to take care of.
    Warn,
    /// Something is wrong.
    Bad,
    /// The content is fictional.
    Demo,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Plain, Self::Good, Self::Warn, Self::Bad, Self::Demo];

    fn class(self) -> &'static str {
        match self {
            Self::Plain => "note",
            Self::Good => "note good",
            Self::Warn => "note warn",
            Self::Bad => "note bad",
            Self::Demo => "note demo",
        }
    }
}

/// Something to know before one goes on.
#[component]
pub fn Notice(
    /// What kind it is; the words must say it too.
    tone: Tone,
    /// The gist, in bold.
    #[prop(into)]
    title: String,
    /// The rest.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=tone.class() role="note">
            <p class="note-title">{title}</p>
            {children()}
        </div>
    }
    .into_any()
}

/// Something that is folded away until one wants it.
#[component]
pub fn Disclosure(
    /// What is inside.
    #[prop(into)]
    summary: String,
    /// It.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary>{summary}</summary>
            {children()}
        </details>
    }
    .into_any()
}
