//! The contract between the backend and everything that asks it: plain serde types, and [`Portal`], which asks.
//!
//! One file per room. There is no Leptos here, and no rule: what a visitor may do travels with the thing.

pub mod catalogue;
pub mod error;
pub mod files;
#[cfg(feature = "hydrate")]
pub mod network;
pub mod page;
pub mod search;

use std::{future::Future, pin::Pin, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

pub use error::{FieldProblem, Problem};
pub use page::{Label, Page};

use crate::text::Language;

/// A future that a door answers with.
pub type Answer = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// A way to the API: over the network, or within the process.
pub trait Door: Send + Sync {
    /// Carries one question to the API and brings the reply.
    fn ask(&self, question: Question) -> Answer;
}

/// One request to the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Path and query, beginning with `/api/`.
    pub target: String,
    /// `None` for GET; the JSON body of a POST otherwise.
    pub body: Option<String>,
    /// The language that words of errors come in.
    pub language: Language,
}

/// One answer of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status; 0 when the API could not be reached.
    pub status: u16,
    /// JSON text.
    pub body: String,
}

/// Everything the portal can be asked, whichever door leads to it.
#[derive(Clone)]
pub struct Portal {
    door: Arc<dyn Door>,
    language: Language,
}

impl Portal {
    /// A portal behind the given door, answering in the given language.
    pub fn new(door: Arc<dyn Door>, language: Language) -> Self {
        Self { door, language }
    }

    /// The language of the answers.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Asks for `path` with `query` in its address and reads the answer as `T`.
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &impl Serialize,
    ) -> Result<T, Problem> {
        let query = serde_html_form::to_string(query).map_err(|_| Problem::unreadable())?;
        let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        let question = Question { target, body: None, language: self.language };
        read(self.door.ask(question).await)
    }
}

fn read<T: DeserializeOwned>(reply: Reply) -> Result<T, Problem> {
    if (200..300).contains(&reply.status) {
        serde_json::from_str(&reply.body).map_err(|_| Problem::unreadable())
    } else {
        Err(serde_json::from_str(&reply.body).unwrap_or_else(|_| Problem::from_status(reply.status)))
    }
}

/// A part of a path, encoded.
pub(crate) fn segment(text: &str) -> String {
    // A path segment and a form value differ only in how a space is written.
    serde_html_form::to_string([("", text)]).unwrap_or_default().trim_start_matches('=').replace('+', "%20")
}
