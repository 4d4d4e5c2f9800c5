//! The figures of the front page, counted in the database.

use app::portal::catalogue::Statistics;

use super::store::unsigned;
use crate::{backend::Backend, error::Result};

/// Counts what the public can see.
pub(super) async fn count(backend: &Backend) -> Result<Statistics> {
    let datasets = sqlx::query(
        "select count(*) as datasets, \
         cast(coalesce(sum(case when open_type = 'unconditional' then 1 else 0 end), 0) as bigint) as unconditional, \
         cast(coalesce(sum(case when open_type = 'conditional' then 1 else 0 end), 0) as bigint) as conditional, \
         count(distinct organisation_id) as organisations, \
         cast(coalesce(sum(downloads), 0) as bigint) as downloads from dataset where public = 1",
    )
    .fetch_one(backend.db.read())
    .await?;
    let files = sqlx::query(
        "select count(*) as files, cast(coalesce(sum(x.byte_size), 0) as bigint) as byte_size \
         from dataset d join distribution x on x.version_id = d.version_id \
         where d.deliverable = 1 and x.kind = 'hosted'",
    )
    .fetch_one(backend.db.read())
    .await?;
    // A table in four formats is one table: of each dataset the format with the most rows counts.
    let rows = sqlx::query(
        "select cast(coalesce(sum(most), 0) as bigint) as row_count from (select max(rows_of_format) as most from \
         (select d.id, x.format, sum(x.row_count) as rows_of_format \
         from dataset d join distribution x on x.version_id = d.version_id \
         where d.deliverable = 1 and x.kind = 'hosted' group by d.id, x.format) as by_format group by id) as by_dataset",
    )
    .fetch_one(backend.db.read())
    .await?;
    let of = |row, column| Ok::<_, crate::error::Error>(unsigned(row, column)?.unwrap_or_default());
    Ok(Statistics {
        datasets: of(&datasets, "datasets")?,
        unconditional: of(&datasets, "unconditional")?,
        conditional: of(&datasets, "conditional")?,
        organisations: of(&datasets, "organisations")?,
        files: of(&files, "files")?,
        rows: of(&rows, "row_count")?,
        byte_size: of(&files, "byte_size")?,
        downloads: of(&datasets, "downloads")?,
        as_of: backend.clock.now().rfc3339(),
    })
}
