//! The figures of the portal, counted in the database.

use std::collections::HashMap;

use app::portal::catalogue::{DayCount, MonthCount, Statistics};
use sqlx::Row;

use super::store::unsigned;
use crate::{
    backend::Backend,
    clock::Moment,
    error::{Error, Result},
};

/// How many months and days are told.
const MONTHS: i32 = 24;
const DAYS: i64 = 30;

const SECONDS_OF_A_DAY: i64 = 86_400;
const MICROSECONDS_OF_A_DAY: i64 = SECONDS_OF_A_DAY * 1_000_000;
/// Asia/Shanghai is eight hours ahead of UTC.
const SHANGHAI: i64 = MICROSECONDS_OF_A_DAY / 3;

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
    let of = |row, column| Ok::<_, Error>(unsigned(row, column)?.unwrap_or_default());
    let now = backend.clock.now();
    Ok(Statistics {
        datasets: of(&datasets, "datasets")?,
        unconditional: of(&datasets, "unconditional")?,
        conditional: of(&datasets, "conditional")?,
        organisations: of(&datasets, "organisations")?,
        files: of(&files, "files")?,
        rows: of(&rows, "row_count")?,
        byte_size: of(&files, "byte_size")?,
        downloads: of(&datasets, "downloads")?,
        months: months(backend, now).await?,
        days: days(backend, now).await?,
        as_of: now.rfc3339(),
    })
}

/// Datasets by the month of their last update. Dates that name no month are left out.
async fn months(backend: &Backend, now: Moment) -> Result<Vec<MonthCount>> {
    let names = month_names(&now.shanghai_day());
    // Whole days are counted in the database, because both do whole numbers alike and dates differently.
    let by_day = sqlx::query(
        "select (updated_at + $1) / $2 as day, count(*) as datasets from dataset \
         where public = 1 and updated_at > $3 and length(data_updated_at) >= 7 group by 1",
    )
    .bind(SHANGHAI)
    .bind(MICROSECONDS_OF_A_DAY)
    .bind(now.plus_seconds(-i64::from(MONTHS + 1) * 31 * SECONDS_OF_A_DAY).0)
    .fetch_all(backend.db.read())
    .await?;
    let mut counted = HashMap::<String, u64>::new();
    for row in &by_day {
        let day = Moment(row.try_get::<i64, _>("day")? * MICROSECONDS_OF_A_DAY).shanghai_day();
        *counted.entry(day.chars().take(7).collect()).or_default() +=
            unsigned(row, "datasets")?.unwrap_or_default();
    }
    let count = |month: String| MonthCount { updated: counted.remove(&month).unwrap_or_default(), month };
    Ok(names.into_iter().map(count).collect())
}

/// The months up to that of `day`, oldest first.
fn month_names(day: &str) -> Vec<String> {
    let number = |part: Option<&str>| part.and_then(|n| n.parse::<i32>().ok()).unwrap_or_default();
    let mut parts = day.split('-');
    let last = number(parts.next()) * 12 + number(parts.next()) - 1;
    (last - MONTHS + 1..=last)
        .map(|n| format!("{:04}-{:02}", n.div_euclid(12), n.rem_euclid(12) + 1))
        .collect()
}

/// Downloads and views by day, of datasets that are visible now.
async fn days(backend: &Backend, now: Moment) -> Result<Vec<DayCount>> {
    let names: Vec<String> =
        (0..DAYS).rev().map(|back| now.plus_seconds(-back * SECONDS_OF_A_DAY).shanghai_day()).collect();
    let used = sqlx::query(
        "select u.day, u.kind, cast(sum(u.count) as bigint) as uses \
         from usage u join dataset d on d.id = u.dataset_id \
         where d.public = 1 and u.day >= $1 group by u.day, u.kind",
    )
    .bind(names.first().map(String::as_str).unwrap_or_default())
    .fetch_all(backend.db.read())
    .await?;
    let mut counted = HashMap::<(String, String), u64>::new();
    for row in &used {
        counted
            .insert((row.try_get("day")?, row.try_get("kind")?), unsigned(row, "uses")?.unwrap_or_default());
    }
    let mut of =
        |day: &str, kind: &str| counted.remove(&(day.to_owned(), kind.to_owned())).unwrap_or_default();
    Ok(names
        .into_iter()
        .map(|day| DayCount { downloads: of(&day, "download"), views: of(&day, "view"), day })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_back_over_the_new_year() {
        let names = month_names("2026-02-14");
        assert_eq!(names.len(), 24);
        assert_eq!(
            (names[0].as_str(), names[12].as_str(), names[23].as_str()),
            ("2024-03", "2025-03", "2026-02")
        );
        assert_eq!(month_names("2026-12-31")[23], "2026-12");
    }
}
