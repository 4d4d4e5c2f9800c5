//! The one shape of every error: RFC 9457 problem details with a stable code.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a question was refused (RFC 9457 `application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A URI that names the kind of problem: `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short sentence in the visitor's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable, machine-readable name of the problem.
    pub code: String,
    /// What to do about it, in the visitor's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The fields at fault, when the question had fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// What to quote when asking for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A field at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldProblem {
    /// The field's name as it was sent.
    pub name: String,
    /// The stable name of the problem.
    pub code: String,
}

impl Problem {
    /// A problem of the given status and code, without words yet.
    pub fn new(status: u16, code: &str) -> Self {
        Self {
            kind: format!("/problems/{code}"),
            title: code.to_owned(),
            status,
            code: code.to_owned(),
            detail: None,
            fields: Vec::new(),
            reference: None,
        }
    }

    /// The answer could not be understood.
    pub fn unreadable() -> Self {
        Self::new(502, "unreadable_answer")
    }

    /// The portal could not be reached, or answered without a problem document.
    pub fn from_status(status: u16) -> Self {
        if status == 0 { Self::new(503, "unreachable") } else { Self::new(status, "unexpected") }
    }
}
