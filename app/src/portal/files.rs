//! Hosted files.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A hosted file that the visitor may download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct File {
    /// The distribution's id.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// 格式.
    pub format: String,
    /// In bytes.
    pub byte_size: u64,
    /// Of the whole file, in hexadecimal.
    pub sha256: String,
    /// Rows of the table in it, when it is one.
    pub rows: Option<u64>,
    /// When it was stored; RFC 3339.
    pub modified_at: String,
    /// Permanent path of the file.
    pub url: String,
}
