//! How often datasets are seen and downloaded, counted in memory and written in batches.

use std::{collections::HashMap, sync::Mutex};

use super::store;
use crate::{backend::Backend, error::Result};

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
        if counts.is_empty() { Ok(()) } else { count_uses(backend, counts).await }
    }
}

/// Adds up what was counted and tells the followers which datasets are used more.
async fn count_uses(backend: &Backend, counts: HashMap<(Counted, String), u64>) -> Result<()> {
    let now = backend.clock.now();
    let mut tx = backend.db.write().await?;
    for ((counted, id), count) in counts {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let (kind, statement) = match counted {
            Counted::Download => ("download", "update dataset set downloads = downloads + $2 where id = $1"),
            Counted::View => ("view", "update dataset set views = views + $2 where id = $1"),
        };
        sqlx::query(statement).bind(&id).bind(count).execute(&mut *tx).await?;
        sqlx::query(
            "insert into usage (day, kind, dataset_id, count) values ($1, $2, $3, $4) \
             on conflict (day, kind, dataset_id) do update set count = usage.count + excluded.count",
        )
        .bind(now.shanghai_day())
        .bind(kind)
        .bind(&id)
        .bind(count)
        .execute(&mut *tx)
        .await?;
        if counted == Counted::Download {
            store::append_change(backend, &mut tx, "dataset", &id).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
