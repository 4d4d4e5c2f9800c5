//! What is counted over the whole catalogue, kept until the catalogue changes: many ask for it, and counting it takes
//! the database longer than everything else they ask.

use std::sync::Arc;

use app::portal::catalogue::Statistics;
use moka::future::Cache;

use super::organisations::Counted;
use crate::{
    backend::Backend,
    error::{Code, Error, Result},
};

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// Counts by the number of the last change they include; several requests for one count it once. Statistics tell what
/// was looked at too, which is no change: they are counted anew each hour.
#[derive(Debug)]
pub struct Kept {
    statistics: Cache<(i64, i64), Arc<Statistics>>,
    organisations: Cache<i64, Arc<Vec<Counted>>>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { statistics: Cache::new(2), organisations: Cache::new(2) }
    }
}

/// The figures of the portal. Downloads are told to the change feed in batches, so they lag up to a minute.
pub async fn statistics(backend: &Backend) -> Result<Statistics> {
    let seq = super::last_change(backend).await?;
    let hour = backend.clock.now().0 / HOUR;
    let kept = backend
        .kept
        .statistics
        .try_get_with((seq, hour), async { super::statistics::count(backend).await.map(Arc::new) });
    Ok((*kept.await.map_err(shared)?).clone())
}

/// The organisations with a visible dataset, most datasets first.
pub(super) async fn counted(backend: &Backend) -> Result<Arc<Vec<Counted>>> {
    let seq = super::last_change(backend).await?;
    let kept = backend
        .kept
        .organisations
        .try_get_with(seq, async { super::organisations::count(backend).await.map(Arc::new) });
    kept.await.map_err(shared)
}

/// An error that several requests share.
fn shared(error: Arc<Error>) -> Error {
    match error.code() {
        Code::Internal => Error::other(error.to_string()),
        code => code.into(),
    }
}
