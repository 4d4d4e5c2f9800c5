//! Lists and labels.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A part of a list, never silently cut: `next` leads on until it is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The things on this page.
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: u64,
    /// The cursor of the next page; opaque.
    pub next: Option<String>,
}

/// A value of a code list with its name in the visitor's language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Label {
    /// The code.
    pub code: String,
    /// The name.
    pub label: String,
}
