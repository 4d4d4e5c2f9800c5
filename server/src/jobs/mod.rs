//! Work beside the requests: the follower of the change feed, the counters, the nightly reading of every file.

use std::{collections::HashMap, sync::Mutex};

use crate::{backend::Backend, catalogue, error::Result};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// A download of a file, counted when its first byte is asked for.
    Download,
    /// A look at a dataset's page.
    View,
}

/// Counts by dataset that wait to be written; at most a second of them is lost when the process is killed.
#[derive(Debug, Default)]
pub struct Counters(Mutex<HashMap<(Counted, String), u64>>);

impl Counters {
    /// Counts one.
    pub fn add(&self, counted: Counted, dataset_id: &str) {
        let mut counts = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *counts.entry((counted, dataset_id.to_owned())).or_default() += 1;
    }

    /// Writes what was counted.
    pub async fn flush(&self, backend: &Backend) -> Result<()> {
        let counts = std::mem::take(&mut *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        if counts.is_empty() { Ok(()) } else { catalogue::count_uses(backend, counts).await }
    }
}
