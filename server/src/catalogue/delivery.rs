//! Giving out files: the guard is asked for each of them, every time.

use sqlx::{Row, any::AnyRow};

use super::{
    guard::{self, Facts, Visitor},
    metadata::{Metadata, State},
    store,
};
use crate::{
    backend::Backend,
    clock::Moment,
    error::{Code, Result},
    files::{Form, Stored},
};

/// A file that the visitor may have.
#[derive(Debug, Clone)]
pub struct Deliverable {
    /// The dataset it belongs to.
    pub dataset_id: String,
    /// The dataset's title.
    pub dataset_title: String,
    /// 数源部门.
    pub publisher: String,
    /// The file's name.
    pub name: String,
    /// 格式.
    pub format: Option<String>,
    /// Rows of the table in it.
    pub rows: Option<u64>,
    /// When it was stored.
    pub modified: Moment,
    /// Its bytes.
    pub stored: Stored,
}

const COLUMNS: &str = "select d.id as dataset_id, d.title as dataset_title, o.title as publisher, d.state, r.metadata, x.title, x.format, \
     x.row_count, x.created_at, x.sha256, x.form, x.byte_size from distribution x \
     join dataset d on d.id = x.dataset_id join organisation o on o.id = d.organisation_id join revision r on r.id = d.revision_id where x.kind = 'hosted' and ";

/// The file of any version of a dataset; `not_found` unless the visitor may have its bytes.
pub async fn deliverable(
    backend: &Backend,
    visitor: &Visitor,
    dataset: &str,
    file: &str,
) -> Result<Deliverable> {
    let statement = sqlx::AssertSqlSafe(format!("{COLUMNS} x.id = $1 and x.dataset_id = $2"));
    let row = sqlx::query(statement)
        .bind(file)
        .bind(dataset)
        .fetch_optional(backend.db.read())
        .await?
        .ok_or(Code::NotFound)?;
    read(&row, visitor)?.ok_or_else(|| Code::NotFound.into())
}

/// The files of the current versions of datasets that the visitor may have, dataset by dataset in the order asked.
pub async fn deliverables(
    backend: &Backend,
    visitor: &Visitor,
    datasets: &[String],
) -> Result<Vec<Deliverable>> {
    let statement = format!("{COLUMNS} x.version_id = d.version_id and d.id in ({{}}) order by x.ordinal");
    let rows = store::rows_of(backend, &statement, datasets).await?;
    let mut files = Vec::new();
    for row in &rows {
        files.extend(read(row, visitor)?);
    }
    files.sort_by_key(|file: &Deliverable| datasets.iter().position(|id| *id == file.dataset_id));
    Ok(files)
}

fn read(row: &AnyRow, visitor: &Visitor) -> Result<Option<Deliverable>> {
    let metadata: Metadata = serde_json::from_str(&row.try_get::<String, _>("metadata")?)?;
    let state: State = store::state(&row.try_get::<String, _>("state")?)?;
    if !guard::sight(Facts::of(&metadata, state), visitor, None).delivery {
        return Ok(None);
    }
    let form = row.try_get::<Option<String>, _>("form")?.and_then(|name| Form::of_name(&name));
    let Some((sha256, form)) = row.try_get::<Option<String>, _>("sha256")?.zip(form) else { return Ok(None) };
    Ok(Some(Deliverable {
        dataset_id: row.try_get("dataset_id")?,
        dataset_title: row.try_get("dataset_title")?,
        publisher: row.try_get("publisher")?,
        name: row.try_get("title")?,
        format: row.try_get("format")?,
        rows: store::unsigned(row, "row_count")?,
        modified: Moment(row.try_get("created_at")?),
        stored: Stored { sha256, form, byte_size: store::unsigned(row, "byte_size")?.unwrap_or_default() },
    }))
}

/// The manifest of a selection as a Frictionless Data Package (v2): one resource for each file.
pub fn datapackage(backend: &Backend, files: &[Deliverable], names: &[String]) -> String {
    let resources: Vec<_> = files
        .iter()
        .zip(names)
        .enumerate()
        .map(|(n, (file, path))| {
            serde_json::json!({
                "name": format!("file-{}", n + 1),
                "path": path,
                "title": format!("{} / {}", file.dataset_title, file.name),
                "bytes": file.stored.byte_size,
                "hash": format!("sha256:{}", file.stored.sha256),
                "sources": [{
                    "title": file.dataset_title,
                    "path": format!("{}/datasets/{}", backend.config.public_url, file.dataset_id),
                }],
            })
        })
        .collect();
    let mut publishers: Vec<_> = files.iter().map(|file| file.publisher.as_str()).collect();
    publishers.sort_unstable();
    publishers.dedup();
    let contributors: Vec<_> = publishers
        .iter()
        .map(|title| serde_json::json!({ "title": title, "roles": ["publisher"] }))
        .collect();
    let package = serde_json::json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "selection",
        "title": backend.config.site.name_zh,
        "homepage": backend.config.public_url,
        "created": backend.clock.now().rfc3339(),
        "contributors": contributors,
        "resources": resources,
    });
    format!("{package:#}")
}
