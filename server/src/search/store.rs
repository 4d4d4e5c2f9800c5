//! The SQL of the search room; private to it.

use crate::{backend::Backend, error::Result};

/// Asks the serving process to build the index again.
pub async fn request_rebuild(backend: &Backend) -> Result<()> {
    let mut tx = backend.db.write().await?;
    sqlx::query("insert into request (name, at) values ('reindex', $1) on conflict (name) do nothing")
        .bind(backend.clock.now().0)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Whether somebody asked for it.
pub async fn rebuild_requested(backend: &Backend) -> Result<bool> {
    let row = sqlx::query("select name from request where name = 'reindex'")
        .fetch_optional(backend.db.read())
        .await?;
    Ok(row.is_some())
}

/// Forgets the wish: it is done.
pub async fn forget_request(backend: &Backend) -> Result<()> {
    let mut tx = backend.db.write().await?;
    sqlx::query("delete from request where name = 'reindex'").execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
