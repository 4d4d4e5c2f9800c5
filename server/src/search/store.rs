//! The SQL of the search room; private to it.

use sqlx::{AssertSqlSafe, Row};

use crate::{backend::Backend, db::placeholders, error::Result};

/// The names of organisations.
pub async fn organisation_titles(backend: &Backend, ids: &[String]) -> Result<Vec<(String, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let statement = format!("select id, title from organisation where id in ({})", placeholders(ids.len()));
    let mut query = sqlx::query(AssertSqlSafe(statement));
    for id in ids {
        query = query.bind(id);
    }
    let rows = query.fetch_all(backend.db.read()).await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("title")?))).collect()
}

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
