//! The ids that the site map names: what a guest may see.

use sqlx::Row;

use crate::{backend::Backend, clock::Moment, error::Result};

/// The first id of each part of `size` visible datasets.
pub async fn sitemap_parts(backend: &Backend, size: i64) -> Result<Vec<String>> {
    let mut parts = Vec::new();
    let mut from = String::new();
    loop {
        let rows =
            sqlx::query("select id from dataset where public = 1 and id >= $1 order by id limit 1 offset $2")
                .bind(&from)
                .bind(if parts.is_empty() { 0 } else { size })
                .fetch_all(backend.db.read())
                .await?;
        let Some(row) = rows.first() else { return Ok(parts) };
        from = row.try_get("id")?;
        parts.push(from.clone());
    }
}

/// The visible datasets from id `from` on, at most `size`, with the time of their last change.
pub async fn sitemap_entries(backend: &Backend, from: &str, size: i64) -> Result<Vec<(String, Moment)>> {
    let rows =
        sqlx::query("select id, modified_at from dataset where public = 1 and id >= $1 order by id limit $2")
            .bind(from)
            .bind(size)
            .fetch_all(backend.db.read())
            .await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, Moment(row.try_get("modified_at")?)))).collect()
}
