//! Putting a record into the catalogue: the same record twice changes nothing.

use std::collections::HashMap;

use app::portal::catalogue::DistributionKind;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::Row;

use super::{
    guard::{self, Facts, Visitor},
    metadata::{Metadata, Origin, State},
    store,
};
use crate::{backend::Backend, db::Tx, error::Result, files::Stored};

/// A dataset as an importer or the demonstration gives it.
#[derive(Debug, Clone, Serialize)]
pub struct Record {
    /// The identity, stable over imports: `kind:collection:id`. No part of the content, so not of the digest.
    #[serde(skip)]
    pub source_key: String,
    /// 目录代码.
    pub code: Option<String>,
    /// The name in addresses.
    pub slug: Option<String>,
    /// Outside identifiers, `system:id`.
    pub aliases: Vec<String>,
    /// 数源部门.
    pub publisher: Publisher,
    /// The metadata.
    pub metadata: Metadata,
    /// Stable codes of what the record lacks.
    pub defects: Vec<String>,
    /// The name of the version of its data.
    pub version: String,
    /// The ways to the data.
    pub distributions: Vec<NewDistribution>,
}

impl Record {
    /// The SHA-256 of its content, in hexadecimal: two records with one digest differ at most in their identity.
    pub fn digest(&self) -> Result<String> {
        Ok(hex::encode(Sha256::digest(serde_json::to_vec(self)?)))
    }
}

/// An organisation as a record names it: found by region and title, or made.
#[derive(Debug, Clone, Serialize)]
pub struct Publisher {
    /// Its name.
    pub title: String,
    /// Its region's code; empty when not known.
    pub region: String,
    /// Code list `organisation_kind`.
    pub kind: Option<String>,
    /// Verified 统一社会信用代码.
    pub uscc: Option<String>,
}

/// A way to the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewDistribution {
    /// What kind it is.
    pub kind: DistributionKind,
    /// 资源名称; the file name of a hosted one.
    pub title: String,
    /// 格式.
    pub format: Option<String>,
    /// The address of one that is not hosted.
    pub url: Option<String>,
    /// The bytes of a hosted one.
    pub stored: Option<Stored>,
    /// Rows of the table in it.
    pub rows: Option<u64>,
}

/// What putting a record did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Imported,
    /// It was there and has changed.
    Changed,
    /// It was there already.
    Unchanged,
}

/// The digests of the records that were imported before, by their identities; at most 1,000 at a time.
pub async fn known(backend: &Backend, source_keys: &[String]) -> Result<HashMap<String, String>> {
    let rows = store::rows_of(
        backend,
        "select source_key, source_digest from dataset where source_digest is not null and source_key in ({})",
        source_keys,
    )
    .await?;
    rows.iter().map(|row| Ok((row.try_get("source_key")?, row.try_get("source_digest")?))).collect()
}

/// Puts a record into the catalogue as published (or in the given state) and says what that did and its id.
///
/// The caller writes the audit event, one for a batch.
pub async fn put(
    backend: &Backend,
    tx: &mut Tx,
    (actor, reason): (&str, &str),
    (origin, state): (Origin, State),
    record: &Record,
) -> Result<(String, Outcome)> {
    let digest = record.digest()?;
    let now = backend.clock.now();
    let known = store::by_source_key(tx, &record.source_key).await?;
    if let Some(known) = &known
        && known.source_digest.as_deref() == Some(&digest)
    {
        return Ok((known.id.clone(), Outcome::Unchanged));
    }
    let organisation_id = store::ensure_organisation(backend, tx, origin, &record.publisher).await?;
    let (id, outcome) = match &known {
        Some(known) => (known.id.clone(), Outcome::Changed),
        None => (backend.ids.next(now), Outcome::Imported),
    };
    // A record that changes does not change where an official has put it: frozen stays frozen.
    let state = known.as_ref().map_or(state, |known| known.state);
    let sight = guard::sight(Facts::of(&record.metadata, state), &Visitor::Guest, None);
    let revision_id = backend.ids.next(now);
    let row = store::DatasetRow {
        id: &id,
        organisation_id: &organisation_id,
        state,
        origin,
        digest: &digest,
        revision_id: &revision_id,
        sight,
        now,
    };
    match outcome {
        Outcome::Imported => store::insert_dataset(tx, &row, record).await?,
        Outcome::Changed | Outcome::Unchanged => store::update_dataset(tx, &row, record).await?,
    }
    store::insert_revision(tx, &row, record, (actor, reason)).await?;
    if store::current_distributions(tx, &id).await?.as_ref() != Some(&record.distributions) {
        store::insert_version(backend, tx, &id, (&record.version, None), &record.distributions).await?;
    }
    store::put_aliases(tx, &id, &record.aliases).await?;
    store::append_change(backend, tx, "dataset", &id).await?;
    Ok((id, outcome))
}

/// Finds the organisation by region and title, or makes it; says its id and whether it was made.
pub async fn put_organisation(
    backend: &Backend,
    tx: &mut Tx,
    origin: Origin,
    publisher: &Publisher,
) -> Result<(String, bool)> {
    let known = store::organisation(tx, publisher).await?;
    let made = known.is_none();
    let id = match known {
        Some(id) => id,
        None => store::ensure_organisation(backend, tx, origin, publisher).await?,
    };
    Ok((id, made))
}

/// The id of the dataset that was put with this source key.
pub async fn id_of_source(backend: &Backend, source_key: &str) -> Result<Option<String>> {
    let mut tx = backend.db.read().begin().await?;
    id_of_source_in(&mut tx, source_key).await
}

/// The id of the dataset that was put with this source key, as the open transaction sees it.
pub async fn id_of_source_in(tx: &mut Tx, source_key: &str) -> Result<Option<String>> {
    Ok(store::by_source_key(tx, source_key).await?.map(|known| known.id))
}
