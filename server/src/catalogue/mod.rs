//! Datasets and organisations: what there is, who may see it, and every change to it.
//!
//! The catalogue never writes the index or the page cache: it appends to the change feed, which they follow.

pub mod codes;
mod cycle;
mod documents;
pub mod grant;
pub mod guard;
pub mod metadata;
mod record;
mod store;

use std::collections::HashMap;

pub use documents::{Change, Document, Listed, changes_after, documents, ids_after, last_change};
pub use record::{NewDistribution, Outcome, Publisher, Record, known, put};

use crate::{backend::Backend, error::Result, jobs::Counted};

/// Adds up what was counted and tells the followers which datasets are used more.
pub async fn count_uses(backend: &Backend, counts: HashMap<(Counted, String), u64>) -> Result<()> {
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
