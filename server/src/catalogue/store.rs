//! The SQL of the catalogue; private to the room.

use app::portal::catalogue::DistributionKind;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{
    guard::Sight,
    metadata::{Metadata, Origin, State},
    record::{NewDistribution, Publisher, Record},
};
use crate::{
    backend::Backend,
    clock::Moment,
    db::{self, Tx, placeholders},
    error::{Error, Result},
    files::{Form, Stored},
};

/// What is known of a record that was imported before.
pub struct Known {
    pub id: String,
    pub source_digest: Option<String>,
    pub state: State,
}

/// The columns of a dataset that do not stand in its record.
pub struct DatasetRow<'a> {
    pub id: &'a str,
    pub organisation_id: &'a str,
    pub state: State,
    pub origin: Origin,
    pub digest: &'a str,
    pub revision_id: &'a str,
    pub sight: Sight,
    pub now: Moment,
}

pub fn state(name: &str) -> Result<State> {
    State::of_name(name).ok_or_else(|| Error::other(format!("unknown state {name}")))
}

pub async fn by_source_key(tx: &mut Tx, key: &str) -> Result<Option<Known>> {
    let row = sqlx::query("select id, source_digest, state from dataset where source_key = $1")
        .bind(key)
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| {
        Ok(Known {
            id: row.try_get("id")?,
            source_digest: row.try_get("source_digest")?,
            state: state(&row.try_get::<String, _>("state")?)?,
        })
    })
    .transpose()
}

pub async fn organisation(tx: &mut Tx, publisher: &Publisher) -> Result<Option<String>> {
    let row = sqlx::query("select id from organisation where region = $1 and title = $2")
        .bind(&publisher.region)
        .bind(&publisher.title)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|row| row.try_get("id")).transpose()?)
}

pub async fn ensure_organisation(
    backend: &Backend,
    tx: &mut Tx,
    origin: Origin,
    publisher: &Publisher,
) -> Result<String> {
    if let Some(id) = organisation(tx, publisher).await? {
        return Ok(id);
    }
    let now = backend.clock.now();
    let id = backend.ids.next(now);
    sqlx::query(
        "insert into organisation (id, title, kind, uscc, region, origin, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(&publisher.title)
    .bind(&publisher.kind)
    .bind(&publisher.uscc)
    .bind(&publisher.region)
    .bind(origin.name())
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    append_change(backend, tx, "organisation", &id).await?;
    Ok(id)
}

pub async fn insert_dataset(tx: &mut Tx, row: &DatasetRow<'_>, record: &Record) -> Result<()> {
    let metadata = &record.metadata;
    sqlx::query(
        "insert into dataset (id, code, slug, organisation_id, state, origin, source_key, source_digest, \
         revision_id, title, open_type, level, public, deliverable, data_updated_at, updated_at, downloads, views, \
         created_at, modified_at, published_at, withdrawn_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
         $12, $13, $14, $15, $16, 0, 0, $17, $17, $18, $19)",
    )
    .bind(row.id)
    .bind(&record.code)
    .bind(&record.slug)
    .bind(row.organisation_id)
    .bind(row.state.name())
    .bind(row.origin.name())
    .bind(&record.source_key)
    .bind(row.digest)
    .bind(row.revision_id)
    .bind(&metadata.title)
    .bind(metadata.open_type.map(|t| t.name()))
    .bind(metadata.level.map(i64::from))
    .bind(i64::from(row.sight.metadata))
    .bind(i64::from(row.sight.delivery))
    .bind(&metadata.data_updated_at)
    .bind(updated_at(metadata))
    .bind(row.now.0)
    .bind(row.state.was_published().then_some(row.now.0))
    .bind((row.state == State::Withdrawn).then_some(row.now.0))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn update_dataset(tx: &mut Tx, row: &DatasetRow<'_>, record: &Record) -> Result<()> {
    let metadata = &record.metadata;
    sqlx::query(
        "update dataset set code = $2, slug = $3, organisation_id = $4, source_digest = $5, revision_id = $6, \
         title = $7, open_type = $8, level = $9, public = $10, deliverable = $11, data_updated_at = $12, updated_at = $13, \
         modified_at = $14 where id = $1",
    )
    .bind(row.id)
    .bind(&record.code)
    .bind(&record.slug)
    .bind(row.organisation_id)
    .bind(row.digest)
    .bind(row.revision_id)
    .bind(&metadata.title)
    .bind(metadata.open_type.map(|t| t.name()))
    .bind(metadata.level.map(i64::from))
    .bind(i64::from(row.sight.metadata))
    .bind(i64::from(row.sight.delivery))
    .bind(&metadata.data_updated_at)
    .bind(updated_at(metadata))
    .bind(row.now.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn updated_at(metadata: &Metadata) -> i64 {
    metadata.data_updated_at.as_deref().and_then(super::cycle::moment).map_or(0, |moment| moment.0)
}

pub async fn insert_revision(
    tx: &mut Tx,
    row: &DatasetRow<'_>,
    record: &Record,
    (actor, reason): (&str, &str),
) -> Result<()> {
    sqlx::query(
        "insert into revision (id, dataset_id, number, metadata, defects, actor, reason, created_at) \
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7 from revision where dataset_id = $8",
    )
    .bind(row.revision_id)
    .bind(row.id)
    .bind(serde_json::to_string(&record.metadata)?)
    .bind(serde_json::to_string(&record.defects)?)
    .bind(actor)
    .bind(reason)
    .bind(row.now.0)
    .bind(row.id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The distributions of the current version; `None` when there is no version.
pub async fn current_distributions(tx: &mut Tx, dataset_id: &str) -> Result<Option<Vec<NewDistribution>>> {
    let version: Option<String> = sqlx::query("select version_id from dataset where id = $1")
        .bind(dataset_id)
        .fetch_one(&mut **tx)
        .await?
        .try_get("version_id")?;
    let Some(version) = version else { return Ok(None) };
    let rows = sqlx::query(
        "select kind, title, format, url, sha256, form, byte_size, row_count from distribution \
         where version_id = $1 order by ordinal",
    )
    .bind(version)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(distribution).collect::<Result<_>>().map(Some)
}

fn distribution(row: &AnyRow) -> Result<NewDistribution> {
    let sha256: Option<String> = row.try_get("sha256")?;
    let form = row.try_get::<Option<String>, _>("form")?.and_then(|name| Form::of_name(&name));
    let byte_size: Option<i64> = row.try_get("byte_size")?;
    let stored = sha256.zip(form).map(|(sha256, form)| Stored {
        sha256,
        form,
        byte_size: byte_size.and_then(|n| n.try_into().ok()).unwrap_or_default(),
    });
    Ok(NewDistribution {
        kind: kind(&row.try_get::<String, _>("kind")?)?,
        title: row.try_get("title")?,
        format: row.try_get("format")?,
        url: row.try_get("url")?,
        stored,
        rows: row.try_get::<Option<i64>, _>("row_count")?.and_then(|n| n.try_into().ok()),
    })
}

pub fn kind(name: &str) -> Result<DistributionKind> {
    [DistributionKind::Hosted, DistributionKind::External, DistributionKind::Api]
        .into_iter()
        .find(|kind| kind_name(*kind) == name)
        .ok_or_else(|| Error::other(format!("unknown kind of distribution {name}")))
}

fn kind_name(kind: DistributionKind) -> &'static str {
    match kind {
        DistributionKind::Hosted => "hosted",
        DistributionKind::External => "external",
        DistributionKind::Api => "api",
    }
}

/// Makes a version with its distributions the current one.
pub async fn insert_version(
    backend: &Backend,
    tx: &mut Tx,
    dataset_id: &str,
    (name, notes): (&str, Option<&str>),
    distributions: &[NewDistribution],
) -> Result<String> {
    let now = backend.clock.now();
    let id = backend.ids.next(now);
    sqlx::query(
        "insert into version (id, dataset_id, number, name, notes, supersedes, created_at) \
         select $1, $2, (select coalesce(max(number), 0) + 1 from version where dataset_id = $3), $4, $5, \
         version_id, $6 from dataset where id = $7",
    )
    .bind(&id)
    .bind(dataset_id)
    .bind(dataset_id)
    .bind(name)
    .bind(notes)
    .bind(now.0)
    .bind(dataset_id)
    .execute(&mut **tx)
    .await?;
    for (ordinal, distribution) in (1i64..).zip(distributions) {
        let stored = distribution.stored.as_ref();
        sqlx::query(
            "insert into distribution (id, version_id, dataset_id, ordinal, kind, title, format, url, sha256, form, \
             byte_size, row_count, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(backend.ids.next(now))
        .bind(&id)
        .bind(dataset_id)
        .bind(ordinal)
        .bind(kind_name(distribution.kind))
        .bind(&distribution.title)
        .bind(&distribution.format)
        .bind(&distribution.url)
        .bind(stored.map(|s| s.sha256.as_str()))
        .bind(stored.map(|s| s.form.name()))
        .bind(stored.and_then(|s| i64::try_from(s.byte_size).ok()))
        .bind(distribution.rows.and_then(|n| i64::try_from(n).ok()))
        .bind(now.0)
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query("update dataset set version_id = $2 where id = $1")
        .bind(dataset_id)
        .bind(&id)
        .execute(&mut **tx)
        .await?;
    Ok(id)
}

pub async fn put_aliases(tx: &mut Tx, dataset_id: &str, aliases: &[String]) -> Result<()> {
    for alias in aliases {
        sqlx::query(
            "insert into alias (name, dataset_id) values ($1, $2) \
             on conflict (name) do update set dataset_id = excluded.dataset_id",
        )
        .bind(alias)
        .bind(dataset_id)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Tells the followers of the change feed.
pub async fn append_change(backend: &Backend, tx: &mut Tx, kind: &str, id: &str) -> Result<()> {
    db::in_order(backend.db.engine(), tx).await?;
    sqlx::query(
        "insert into change (seq, kind, id, at) select coalesce(max(seq), 0) + 1, $1, $2, $3 from change",
    )
    .bind(kind)
    .bind(id)
    .bind(backend.clock.now().0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A statement over a list of ids, `{}` in it standing for the list.
pub async fn rows_of(backend: &Backend, statement: &str, ids: &[String]) -> Result<Vec<AnyRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = statement.replace("{}", &placeholders(ids.len()));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(id);
    }
    Ok(query.fetch_all(backend.db.read()).await?)
}

/// A dataset as it is found by one of its names.
pub struct Found {
    pub id: String,
    pub code: Option<String>,
    pub slug: Option<String>,
    pub state: State,
    pub demo: bool,
    pub organisation_id: String,
    pub organisation_title: String,
    pub organisation_uscc: Option<String>,
    pub version_id: Option<String>,
    pub metadata: Metadata,
    pub defects: Vec<String>,
    pub aliases: Vec<String>,
    pub downloads: u64,
    pub views: u64,
    pub modified_at: Moment,
    pub published_at: Option<Moment>,
}

/// The dataset with the given id, code, slug or outside id.
pub async fn find(backend: &Backend, name: &str) -> Result<Option<Found>> {
    let row = sqlx::query(
        "select d.id, d.code, d.slug, d.state, d.origin, d.organisation_id, d.version_id, d.downloads, d.views, \
         d.modified_at, d.published_at, o.title as organisation, o.uscc, r.metadata, r.defects from dataset d \
         join organisation o on o.id = d.organisation_id join revision r on r.id = d.revision_id \
         where d.id = (select id from dataset where id = $1 or code = $1 or slug = $1 \
         union all select dataset_id from alias where name = $1 limit 1)",
    )
    .bind(name)
    .fetch_optional(backend.db.read())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let id: String = row.try_get("id")?;
    let aliases = sqlx::query("select name from alias where dataset_id = $1 order by name")
        .bind(&id)
        .fetch_all(backend.db.read())
        .await?;
    Ok(Some(Found {
        id,
        code: row.try_get("code")?,
        slug: row.try_get("slug")?,
        state: state(&row.try_get::<String, _>("state")?)?,
        demo: row.try_get::<String, _>("origin")? == Origin::Demo.name(),
        organisation_id: row.try_get("organisation_id")?,
        organisation_title: row.try_get("organisation")?,
        organisation_uscc: row.try_get("uscc")?,
        version_id: row.try_get("version_id")?,
        metadata: serde_json::from_str(&row.try_get::<String, _>("metadata")?)?,
        defects: serde_json::from_str(&row.try_get::<String, _>("defects")?)?,
        aliases: aliases.iter().map(|row| Ok(row.try_get("name")?)).collect::<Result<_>>()?,
        downloads: unsigned(&row, "downloads")?.unwrap_or_default(),
        views: unsigned(&row, "views")?.unwrap_or_default(),
        modified_at: Moment(row.try_get("modified_at")?),
        published_at: row.try_get::<Option<i64>, _>("published_at")?.map(Moment),
    }))
}

/// The versions of a dataset, newest first.
pub async fn versions(backend: &Backend, id: &str) -> Result<Vec<app::portal::catalogue::VersionItem>> {
    let rows = sqlx::query(
        "select id, name, notes, created_at from version where dataset_id = $1 order by number desc limit 200",
    )
    .bind(id)
    .fetch_all(backend.db.read())
    .await?;
    rows.iter().map(super::view::version).collect()
}

/// The distributions of all versions of a dataset.
pub async fn distributions(backend: &Backend, id: &str) -> Result<Vec<AnyRow>> {
    Ok(sqlx::query(
        "select x.id, x.version_id, x.kind, x.title, x.format, x.url, x.sha256, x.form, x.byte_size, x.row_count, \
         x.created_at, b.state as object_state from distribution x \
         left join object b on b.sha256 = x.sha256 and b.form = x.form \
         where x.dataset_id = $1 order by x.version_id desc, x.ordinal limit 5000",
    )
    .bind(id)
    .fetch_all(backend.db.read())
    .await?)
}

/// A count out of a column that is never negative.
pub fn unsigned(row: &AnyRow, column: &str) -> Result<Option<u64>> {
    Ok(row.try_get::<Option<i64>, _>(column)?.and_then(|n| n.try_into().ok()))
}
