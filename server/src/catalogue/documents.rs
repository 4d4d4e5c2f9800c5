//! What the index keeps of a dataset.

use std::collections::HashMap;

use app::{
    portal::{
        catalogue::{DatasetItem, OpenType as ShownOpenType, OrganisationRef, Source},
        search::Highlight,
    },
    text::Language,
};
use serde::{Deserialize, Serialize};
use sqlx::Row;

use super::{
    cycle,
    guard::{self, Facts, Visitor},
    metadata::{Metadata, OpenType},
    store,
};
use crate::{backend::Backend, clock::Moment, error::Result};

/// A dataset as a list shows it, in codes: the names are put in when it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The dataset's id.
    pub id: String,
    /// 目录代码.
    pub code: Option<String>,
    /// 目录名称.
    pub title: String,
    /// The beginning of the description, at most 300 characters.
    pub summary: String,
    /// 数源部门.
    pub organisation_id: String,
    /// Its name.
    pub organisation_title: String,
    /// 领域 codes.
    pub themes: Vec<String>,
    /// 开放类型.
    pub open_type: Option<OpenType>,
    /// 安全级别.
    pub level: Option<u8>,
    /// 格式, sorted.
    pub formats: Vec<String>,
    /// 地区 codes.
    pub regions: Vec<String>,
    /// 更新周期 code.
    pub cycle: Option<String>,
    /// 数据更新时间.
    pub data_updated_at: Option<String>,
    /// The collection that it came from.
    pub source_title: Option<String>,
    /// Its page there.
    pub source_url: Option<String>,
    /// Whether anybody can download a file of it here.
    pub downloadable: bool,
    /// 演示数据.
    pub demo: bool,
    /// How often its files were downloaded.
    pub downloads: u64,
}

/// A dataset as the index takes it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Whether a guest may know of it; if not, nothing of it may be in the index.
    pub public: bool,
    /// What lists show.
    pub listed: Listed,
    /// 摘要, whole.
    pub description: String,
    /// 关键词.
    pub keywords: Vec<String>,
    /// Names of the 信息项.
    pub data_items: Vec<String>,
    /// When the data was updated, in microseconds; 0 when not known.
    pub updated_at: i64,
}

/// A change of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number in the feed.
    pub seq: i64,
    /// `dataset` or `organisation`.
    pub kind: String,
    /// The id of what changed.
    pub id: String,
}

/// The changes after number `seq`, in order, at most `limit`.
pub async fn changes_after(backend: &Backend, seq: i64, limit: i64) -> Result<Vec<Change>> {
    let rows = sqlx::query("select seq, kind, id from change where seq > $1 order by seq limit $2")
        .bind(seq)
        .bind(limit)
        .fetch_all(backend.db.read())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Change { seq: row.try_get("seq")?, kind: row.try_get("kind")?, id: row.try_get("id")? })
        })
        .collect()
}

/// The number of the last change; 0 when there is none.
pub async fn last_change(backend: &Backend) -> Result<i64> {
    Ok(sqlx::query("select coalesce(max(seq), 0) as seq from change")
        .fetch_one(backend.db.read())
        .await?
        .try_get("seq")?)
}

/// The ids of all datasets after `after`, in order, at most `limit`.
pub async fn ids_after(backend: &Backend, after: &str, limit: i64) -> Result<Vec<String>> {
    let rows = sqlx::query("select id from dataset where id > $1 order by id limit $2")
        .bind(after)
        .bind(limit)
        .fetch_all(backend.db.read())
        .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// The documents of datasets, in no order; unknown ids are left out. At most 1,000 ids at a time.
pub async fn documents(backend: &Backend, ids: &[String]) -> Result<Vec<Document>> {
    let datasets = store::rows_of(
        backend,
        "select d.id, d.code, d.state, d.origin, d.organisation_id, o.title as organisation, d.updated_at, \
         d.downloads, r.metadata from dataset d join organisation o on o.id = d.organisation_id \
         join revision r on r.id = d.revision_id where d.id in ({})",
        ids,
    )
    .await?;
    let distributions = store::rows_of(
        backend,
        "select x.dataset_id, x.kind, x.format from distribution x join dataset d on d.version_id = x.version_id \
         where d.id in ({})",
        ids,
    )
    .await?;
    let mut formats: HashMap<String, (Vec<String>, bool)> = HashMap::new();
    for row in distributions {
        let (known, hosted) = formats.entry(row.try_get("dataset_id")?).or_default();
        *hosted |= row.try_get::<String, _>("kind")? == "hosted";
        known.extend(row.try_get::<Option<String>, _>("format")?);
    }
    datasets
        .iter()
        .map(|row| {
            let id: String = row.try_get("id")?;
            let metadata: Metadata = serde_json::from_str(&row.try_get::<String, _>("metadata")?)?;
            let facts = Facts::of(&metadata, store::state(&row.try_get::<String, _>("state")?)?);
            let sight = guard::sight(facts, &Visitor::Guest, None);
            let (mut formats, hosted) = formats.remove(&id).unwrap_or_default();
            formats.sort();
            formats.dedup();
            Ok(Document {
                public: sight.metadata,
                updated_at: row.try_get("updated_at")?,
                data_items: metadata.data_items.iter().map(|item| item.name.clone()).collect(),
                keywords: metadata.keywords,
                listed: Listed {
                    id,
                    code: row.try_get("code")?,
                    title: metadata.title,
                    summary: summary(&metadata.description),
                    organisation_id: row.try_get("organisation_id")?,
                    organisation_title: row.try_get("organisation")?,
                    themes: metadata.themes,
                    open_type: metadata.open_type,
                    level: metadata.level,
                    formats,
                    regions: metadata.regions,
                    cycle: metadata.cycle,
                    data_updated_at: metadata.data_updated_at,
                    source_title: metadata.source_title,
                    source_url: metadata.source_url,
                    downloadable: hosted && sight.delivery,
                    demo: row.try_get::<String, _>("origin")? == "demo",
                    downloads: row.try_get::<i64, _>("downloads")?.try_into().unwrap_or_default(),
                },
                description: metadata.description,
            })
        })
        .collect()
}

impl Listed {
    /// The item as it is shown in `language` at `now`.
    pub fn item(self, backend: &Backend, language: Language, highlight: Option<Highlight>) -> DatasetItem {
        let codes = &backend.codes;
        let labels = |list: &str, values: &[String]| {
            values.iter().map(|code| codes.label(list, code, language)).collect()
        };
        DatasetItem {
            themes: labels("theme", &self.themes),
            regions: labels("region", &self.regions),
            overdue: overdue(self.cycle.as_deref(), self.data_updated_at.as_deref(), backend.clock.now())
                && self.source_title.is_none(),
            cycle: self.cycle.map(|code| codes.label("cycle", &code, language)),
            open_type: self.open_type.and_then(shown),
            source: self.source_title.map(|title| Source { title, url: self.source_url }),
            publisher: OrganisationRef { id: self.organisation_id, title: self.organisation_title },
            id: self.id,
            code: self.code,
            title: self.title,
            summary: self.summary,
            level: self.level,
            formats: self.formats,
            updated_at: self.data_updated_at,
            downloadable: self.downloadable,
            demo: self.demo,
            downloads: self.downloads,
            highlight,
            similar: None,
        }
    }
}

/// The beginning of a description, for lists.
pub(super) fn summary(description: &str) -> String {
    description.chars().take(300).collect()
}

/// The open type as the wire has it; a dataset that is not open has none, and is never shown.
pub fn shown(open_type: OpenType) -> Option<ShownOpenType> {
    match open_type {
        OpenType::Unconditional => Some(ShownOpenType::Unconditional),
        OpenType::Conditional => Some(ShownOpenType::Conditional),
        OpenType::NotOpen => None,
    }
}

/// Whether the update promise is broken at `now`.
pub fn overdue(cycle: Option<&str>, updated: Option<&str>, now: Moment) -> bool {
    cycle
        .zip(updated.and_then(cycle::moment))
        .and_then(|(code, updated)| cycle::promise(code, updated))
        .is_some_and(|promise| promise.overdue <= now)
}
