//! Organisations as the public sees them: those with a dataset that it may see.

use app::{
    portal::{
        Page,
        catalogue::{Organisation, OrganisationsQuery},
    },
    text::Language,
};
use sqlx::{Row, any::AnyRow};

use super::store;
use crate::{
    backend::Backend,
    error::{Code, Result, field},
};

/// Organisations with visible datasets, most datasets first; keyset by (count, id).
pub async fn organisations(
    backend: &Backend,
    query: &OrganisationsQuery,
    language: Language,
) -> Result<Page<Organisation>> {
    let limit = query.limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        return Err(field(Code::InvalidParameter, "limit", "out_of_range"));
    }
    let name = query.q.as_deref().unwrap_or_default().trim();
    if name.chars().count() > 200 {
        return Err(field(Code::QueryTooLong, "q", "too_long"));
    }
    let name = format!("%{}%", name.replace(['%', '_', '\\'], ""));
    // A region's code without its trailing pairs of noughts begins the codes of its parts (GB/T 2260).
    let region = query.region.as_deref().unwrap_or_default();
    if !region.chars().all(|c| c.is_ascii_alphanumeric()) || region.len() > 12 {
        return Err(field(Code::InvalidParameter, "region", "invalid"));
    }
    let region = format!("{}%", region.strip_suffix("0000").or(region.strip_suffix("00")).unwrap_or(region));
    let after = match &query.cursor {
        None => (i64::MAX, String::new()),
        Some(cursor) => cursor
            .split_once('~')
            .and_then(|(n, id)| Some((n.parse().ok()?, id.to_owned())))
            .ok_or_else(|| field(Code::InvalidCursor, "cursor", "invalid"))?,
    };
    let rows = sqlx::query(
        "select o.id, o.title, o.kind, o.region, o.uscc, count(*) as datasets from organisation o \
         join dataset d on d.organisation_id = o.id and d.public = 1 where o.title like $1 and o.region like $2 \
         group by o.id, o.title, o.kind, o.region, o.uscc having count(*) < $3 or (count(*) = $3 and o.id > $4) \
         order by count(*) desc, o.id limit $5",
    )
    .bind(&name)
    .bind(&region)
    .bind(after.0)
    .bind(&after.1)
    .bind(i64::from(limit) + 1)
    .fetch_all(backend.db.read())
    .await?;
    let total = sqlx::query(
        "select count(*) as n from organisation o where o.title like $1 and o.region like $2 \
         and exists (select 1 from dataset d where d.organisation_id = o.id and d.public = 1)",
    )
    .bind(&name)
    .bind(&region)
    .fetch_one(backend.db.read())
    .await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let items: Vec<Organisation> =
        rows.iter().take(limit).map(|row| organisation_of(backend, row, language)).collect::<Result<_>>()?;
    let next = (rows.len() > limit)
        .then(|| items.last().map(|last| format!("{}~{}", last.datasets, last.id)))
        .flatten();
    Ok(Page { items, total: store::unsigned(&total, "n")?.unwrap_or_default(), next })
}

/// One organisation; `not_found` where the public sees nothing of it.
pub async fn organisation(backend: &Backend, id: &str, language: Language) -> Result<Organisation> {
    let row = sqlx::query(
        "select o.id, o.title, o.kind, o.region, o.uscc, count(*) as datasets from organisation o \
         join dataset d on d.organisation_id = o.id and d.public = 1 where o.id = $1 \
         group by o.id, o.title, o.kind, o.region, o.uscc",
    )
    .bind(id)
    .fetch_optional(backend.db.read())
    .await?
    .ok_or(Code::NotFound)?;
    organisation_of(backend, &row, language)
}

fn organisation_of(backend: &Backend, row: &AnyRow, language: Language) -> Result<Organisation> {
    let label =
        |list: &str, code: String| (!code.is_empty()).then(|| backend.codes.label(list, &code, language));
    Ok(Organisation {
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        kind: row.try_get::<Option<String>, _>("kind")?.and_then(|code| label("organisation_kind", code)),
        region: label("region", row.try_get("region")?),
        uscc: row.try_get("uscc")?,
        datasets: store::unsigned(row, "datasets")?.unwrap_or_default(),
    })
}

/// The names of organisations, for those who have only ids.
pub async fn organisation_titles(
    backend: &Backend,
    ids: &[String],
) -> Result<std::collections::HashMap<String, String>> {
    let rows = store::rows_of(backend, "select id, title from organisation where id in ({})", ids).await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("title")?))).collect()
}
