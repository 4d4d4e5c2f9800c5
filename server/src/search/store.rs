//! The SQL of the search room; private to it.

use std::collections::HashMap;

use sqlx::Row;

use super::log::Searched;
use crate::{backend::Backend, error::Result};

/// Adds up what was looked for on a day, and forgets what is older than `oldest`.
pub async fn add_searches(
    backend: &Backend,
    day: &str,
    oldest: &str,
    asks: HashMap<String, (u64, u64)>,
) -> Result<()> {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let mut tx = backend.db.write().await?;
    for (q, (searches, found)) in asks {
        sqlx::query(
            "insert into search_term (day, q, searches, found) values ($1, $2, $3, $4) on conflict (day, q) \
             do update set searches = search_term.searches + excluded.searches, found = excluded.found",
        )
        .bind(day)
        .bind(q)
        .bind(number(searches))
        .bind(number(found))
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query("delete from search_term where day < $1").bind(oldest).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}

/// What was looked for at least `often` times since a day, most frequent first; with `fruitful`, only what found
/// something on its last day, else only what found nothing.
pub async fn searches(
    backend: &Backend,
    since: &str,
    (often, limit): (i64, i64),
    fruitful: bool,
) -> Result<Vec<Searched>> {
    let having = if fruitful { "> 0" } else { "= 0" };
    let sql = format!(
        "select t.q, cast(sum(t.searches) as bigint) as searches, max(last.found) as found from search_term t \
         join search_term last on last.q = t.q \
         and last.day = (select max(l.day) from search_term l where l.q = t.q) \
         where t.day >= $1 group by t.q having sum(t.searches) >= $2 and max(last.found) {having} \
         order by 2 desc, 1 limit $3"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(since)
        .bind(often)
        .bind(limit)
        .fetch_all(backend.db.read())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Searched {
                q: row.try_get("q")?,
                searches: row.try_get("searches")?,
                found: row.try_get("found")?,
            })
        })
        .collect()
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
