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
    let name = name.to_lowercase();
    // A region's code without its trailing pairs of noughts begins the codes of its parts (GB/T 2260).
    let region = query.region.as_deref().unwrap_or_default();
    let region = region.strip_suffix("0000").or(region.strip_suffix("00")).unwrap_or(region);
    let after = match &query.cursor {
        None => None,
        Some(cursor) => Some(
            cursor
                .split_once('~')
                .and_then(|(datasets, id)| Some((datasets.parse::<u64>().ok()?, id)))
                .ok_or_else(|| field(Code::InvalidCursor, "cursor", "invalid"))?,
        ),
    };
    let all = super::kept::counted(backend).await?;
    let asked = |organisation: &&Counted| {
        organisation.title.to_lowercase().contains(&name) && organisation.region.starts_with(region)
    };
    let total = all.iter().filter(asked).count();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut left = all.iter().filter(asked).filter(|organisation| {
        after.is_none_or(|(datasets, id)| {
            organisation.datasets < datasets
                || (organisation.datasets == datasets && organisation.id.as_str() > id)
        })
    });
    let items: Vec<Organisation> =
        left.by_ref().take(limit).map(|organisation| organisation.shown(backend, language)).collect();
    let next = left.next().and(items.last()).map(|last| format!("{}~{}", last.datasets, last.id));
    Ok(Page { items, total: u64::try_from(total).unwrap_or(u64::MAX), next })
}

/// An organisation with the number of its visible datasets.
#[derive(Debug)]
pub(super) struct Counted {
    id: String,
    title: String,
    kind: Option<String>,
    region: String,
    uscc: Option<String>,
    datasets: u64,
}

/// Counts the visible datasets of every organisation, most datasets first.
pub(super) async fn count(backend: &Backend) -> Result<Vec<Counted>> {
    let rows = sqlx::query(
        "select o.id, o.title, o.kind, o.region, o.uscc, count(*) as datasets from organisation o \
         join dataset d on d.organisation_id = o.id and d.public = 1 \
         group by o.id, o.title, o.kind, o.region, o.uscc order by count(*) desc, o.id",
    )
    .fetch_all(backend.db.read())
    .await?;
    rows.iter().map(Counted::read).collect()
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
    Ok(Counted::read(&row)?.shown(backend, language))
}

impl Counted {
    fn read(row: &AnyRow) -> Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            kind: row.try_get("kind")?,
            region: row.try_get("region")?,
            uscc: row.try_get("uscc")?,
            datasets: store::unsigned(row, "datasets")?.unwrap_or_default(),
        })
    }

    fn shown(&self, backend: &Backend, language: Language) -> Organisation {
        let label =
            |list: &str, code: &str| (!code.is_empty()).then(|| backend.codes.label(list, code, language));
        Organisation {
            id: self.id.clone(),
            title: self.title.clone(),
            kind: self.kind.as_deref().and_then(|code| label("organisation_kind", code)),
            region: label("region", &self.region),
            uscc: self.uscc.clone(),
            datasets: self.datasets,
        }
    }
}

/// The names of organisations, for those who have only ids.
pub async fn organisation_titles(
    backend: &Backend,
    ids: &[String],
) -> Result<std::collections::HashMap<String, String>> {
    let rows = store::rows_of(backend, "select id, title from organisation where id in ({})", ids).await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("title")?))).collect()
}
