//! How often datasets are seen and downloaded, counted in memory and written in batches.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

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
pub struct Counters {
    counts: Mutex<HashMap<(Counted, String), u64>>,
    used: Mutex<HashSet<String>>,
}

impl Counters {
    /// Counts one.
    pub fn add(&self, counted: Counted, dataset_id: &str) {
        *held(&self.counts).entry((counted, dataset_id.to_owned())).or_default() += 1;
    }

    /// Writes what was counted.
    pub async fn flush(&self, backend: &Backend) -> Result<()> {
        let counts = std::mem::take(&mut *held(&self.counts));
        if counts.is_empty() {
            return Ok(());
        }
        let downloaded = counts.keys().filter(|(counted, _)| *counted == Counted::Download);
        held(&self.used).extend(downloaded.map(|(_, id)| id.clone()));
        count_uses(backend, counts).await
    }

    /// Tells the followers which datasets are used more. Less often than the counts are written: each telling makes a
    /// new edition of the index, for an order that hardly changes.
    pub async fn tell(&self, backend: &Backend) -> Result<()> {
        let used = std::mem::take(&mut *held(&self.used));
        if used.is_empty() {
            return Ok(());
        }
        let mut tx = backend.db.write().await?;
        for id in used {
            store::append_change(backend, &mut tx, "dataset", &id).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds up what was counted.
async fn count_uses(backend: &Backend, counts: HashMap<(Counted, String), u64>) -> Result<()> {
    let now = backend.clock.now();
    let mut tx = backend.db.write().await?;
    for ((counted, id), count) in counts {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let (kind, statement) = match counted {
            Counted::Download => ("download", "update dataset set downloads = downloads + $2 where id = $1"),
            Counted::View => ("view", "update dataset set views = views + $2 where id = $1"),
        };
        let known = sqlx::query(statement).bind(&id).bind(count).execute(&mut *tx).await?.rows_affected();
        if known == 0 {
            continue;
        }
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
    }
    tx.commit().await?;
    Ok(())
}
