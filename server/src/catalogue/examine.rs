//! Whether what the public sees is what the guard says.

use sqlx::Row;

use super::{
    guard::{self, Facts, Visitor},
    ids_after,
    metadata::Metadata,
    store,
};
use crate::{backend::Backend, error::Result};

/// The datasets whose columns `public` and `deliverable` differ from what the guard says of their metadata.
pub async fn disagreeing_with_guard(backend: &Backend) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut after = String::new();
    loop {
        let ids = ids_after(backend, &after, 500).await?;
        let Some(last) = ids.last() else { return Ok(wrong) };
        after.clone_from(last);
        let rows = store::rows_of(
            backend,
            "select d.id, d.state, d.public, d.deliverable, r.metadata from dataset d \
             join revision r on r.id = d.revision_id where d.id in ({})",
            &ids,
        )
        .await?;
        for row in rows {
            let metadata: Metadata = serde_json::from_str(&row.try_get::<String, _>("metadata")?)?;
            let state = store::state(&row.try_get::<String, _>("state")?)?;
            let sight = guard::sight(Facts::of(&metadata, state), &Visitor::Guest, None);
            let shown = (row.try_get::<i64, _>("public")? == 1, row.try_get::<i64, _>("deliverable")? == 1);
            if shown != (sight.metadata, sight.delivery) {
                wrong.push(row.try_get("id")?);
            }
        }
    }
}
