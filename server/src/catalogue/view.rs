//! A dataset with everything its page shows.

use std::collections::HashMap;

use app::{
    portal::{
        catalogue::{
            Act, Conditions, Contact, Dataset, Distribution, DistributionKind, Related, VersionItem,
        },
        files::File,
    },
    text::Language,
};
use sqlx::{Row, any::AnyRow};

use super::{
    Cited, Listed, cycle, documents,
    guard::{self, Facts, Sight, Visitor},
    metadata::Metadata,
    store,
};
use crate::{
    backend::Backend,
    clock::Moment,
    error::{Code, Result},
};

/// The dataset called `name` (id, catalogue code, slug or outside id) as `visitor` may see it.
///
/// Refuses with `not_found`, also where something exists that the visitor may not know of, and with `gone` where
/// the public knew it once.
pub async fn view(backend: &Backend, visitor: &Visitor, name: &str, language: Language) -> Result<Dataset> {
    let found = store::find(backend, name).await?.ok_or(Code::NotFound)?;
    let metadata = found.metadata;
    let facts = Facts::of(&metadata, found.state);
    let sight = guard::sight(facts, visitor, None);
    if !sight.metadata {
        return Err(if guard::tombstone(facts, found.published_at.is_some()) {
            Code::Gone
        } else {
            Code::NotFound
        }
        .into());
    }
    let (mut versions, distributions, related) = tokio::try_join!(
        store::versions(backend, &found.id),
        store::distributions(backend, &found.id),
        related(backend, &metadata),
    )?;
    let (mut shown, mut files, mut row_count, mut byte_size, mut formats) =
        (Vec::new(), Vec::new(), None, None, Vec::new());
    let mut by_version: HashMap<String, Vec<File>> = HashMap::new();
    for row in &distributions {
        let version: String = row.try_get("version_id")?;
        let (distribution, file) = distribution(row, &found.id, sight)?;
        if Some(&version) == found.version_id.as_ref() {
            formats.extend(distribution.format.clone());
            if let Some(file) = &file {
                row_count = row_count.max(file.rows);
                byte_size = Some(byte_size.unwrap_or(0) + file.byte_size);
            }
            shown.push(distribution);
            files.extend(file);
        } else if let Some(file) = file {
            by_version.entry(version).or_default().push(file);
        }
    }
    formats.sort();
    formats.dedup();
    for version in &mut versions {
        version.superseded = Some(&version.id) != found.version_id.as_ref();
        version.files = by_version.remove(&version.id).unwrap_or_default();
    }
    let version = versions.iter().find(|v| !v.superseded);
    let (version_name, version_notes) =
        version.map_or((None, None), |v| (Some(v.name.clone()), v.notes.clone()));
    let label =
        |list: &str, code: Option<&String>| code.map(|code| backend.codes.label(list, code, language));
    let updated = metadata.data_updated_at.as_deref().and_then(cycle::moment);
    // What another portal has promised is not for this one to keep.
    let cycle = metadata.cycle.as_deref().filter(|_| metadata.source_title.is_none());
    let next_due = cycle
        .zip(updated)
        .and_then(|(code, updated)| cycle::promise(code, updated))
        .map(|promise| promise.due.shanghai_day());
    let mut allowed = Vec::new();
    if files.iter().any(|file: &File| !file.url.is_empty()) {
        allowed.push(Act::Download);
    }
    if shown.iter().any(|d| d.kind == DistributionKind::External && d.url.is_some()) {
        allowed.push(Act::VisitSource);
    }
    let mut dataset = Dataset {
        slug: found.slug,
        description: metadata.description.clone(),
        keywords: metadata.keywords.clone(),
        publisher_uscc: found.organisation_uscc,
        industry: label("industry", metadata.industry.as_ref()),
        resource_class: label("resource_class", metadata.resource_class.as_ref()),
        temporal_start: metadata.temporal_start.clone(),
        temporal_end: metadata.temporal_end.clone(),
        share_type: label("share_type", metadata.share_type.as_ref()),
        conditions: metadata.conditions.as_ref().map(|conditions| Conditions {
            subjects: conditions
                .subjects
                .iter()
                .map(|code| backend.codes.label("subject", code, language))
                .collect(),
            security: conditions.security.clone(),
            purposes: conditions.purposes.clone(),
            modes: conditions.modes.clone(),
            max_term_months: conditions.max_term_months,
            text: conditions.text.clone(),
        }),
        personal_information: label("personal_information", metadata.personal_information.as_ref()),
        issued_at: metadata.issued_at.clone(),
        modified_at: found.modified_at.rfc3339(),
        next_due,
        licence: label("licence", metadata.licence.as_ref()),
        citation: String::new(),
        bibtex: String::new(),
        contact: metadata.contact.as_ref().map(|contact| Contact {
            unit: contact.unit.clone(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
        }),
        related,
        version: version_name,
        version_notes,
        versions,
        state: found.state.name().to_owned(),
        caveats: metadata.caveats.clone(),
        crs: metadata.crs.clone(),
        row_count,
        byte_size,
        views: found.views,
        data_items: metadata.data_items.clone(),
        defects: found.defects,
        external_ids: found.aliases,
        allowed,
        item: Listed {
            id: found.id,
            code: found.code,
            summary: documents::summary(&metadata.description),
            title: metadata.title,
            organisation_id: found.organisation_id,
            organisation_title: found.organisation_title,
            themes: metadata.themes,
            open_type: metadata.open_type,
            level: metadata.level,
            formats,
            regions: metadata.regions,
            cycle: metadata.cycle,
            data_updated_at: metadata.data_updated_at,
            source_title: metadata.source_title,
            source_url: metadata.source_url,
            downloadable: !files.is_empty(),
            demo: found.demo,
            downloads: found.downloads,
        }
        .item(backend, language, None),
        distributions: shown,
        files,
    };
    let today = backend.clock.now().shanghai_day();
    let cited = cited(backend, &dataset, &today);
    (dataset.citation, dataset.bibtex) = (cited.gbt7714(), cited.bibtex());
    Ok(dataset)
}

/// A distribution as it is shown, and as a file where the visitor may have its bytes.
fn distribution(row: &AnyRow, dataset_id: &str, sight: Sight) -> Result<(Distribution, Option<File>)> {
    let id: String = row.try_get("id")?;
    let kind = store::kind(&row.try_get::<String, _>("kind")?)?;
    let title: String = row.try_get("title")?;
    let format: Option<String> = row.try_get("format")?;
    let byte_size = store::unsigned(row, "byte_size")?;
    let hosted = kind == DistributionKind::Hosted;
    let url = if hosted {
        sight.delivery.then(|| format!("/api/datasets/{dataset_id}/files/{id}"))
    } else {
        row.try_get("url")?
    };
    let file = match (&url, row.try_get::<Option<String>, _>("sha256")?) {
        (Some(url), Some(sha256)) if hosted => Some(File {
            id: id.clone(),
            name: title.clone(),
            format: format.clone().unwrap_or_default(),
            byte_size: byte_size.unwrap_or_default(),
            sha256,
            rows: store::unsigned(row, "row_count")?,
            modified_at: Moment(row.try_get("created_at")?).rfc3339(),
            url: url.clone(),
        }),
        _ => None,
    };
    let state = row.try_get::<Option<String>, _>("object_state")?.unwrap_or_else(|| "ok".to_owned());
    Ok((Distribution { id, kind, title, format, url, byte_size, state }, file))
}

/// What a citation of `dataset` names on the day `today` (DOMAIN §4.1 row 28).
pub fn cited<'a>(backend: &'a Backend, dataset: &'a Dataset, today: &'a str) -> Cited<'a> {
    let site = &backend.config.site;
    Cited::of(dataset, (&site.city_zh, &site.name_zh), (&backend.config.public_url, today))
}

/// The related datasets that a guest may see.
async fn related(backend: &Backend, metadata: &Metadata) -> Result<Vec<Related>> {
    let ids: Vec<String> = metadata.related.iter().map(|r| r.dataset_id.clone()).collect();
    let rows = store::rows_of(backend, "select id, title from dataset where public = 1 and id in ({})", &ids)
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.try_get("id")?;
            let relation = metadata
                .related
                .iter()
                .find(|r| r.dataset_id == id)
                .map(|r| r.relation.clone())
                .unwrap_or_default();
            Ok(Related { id, title: row.try_get("title")?, relation })
        })
        .collect()
}

/// A version as the page lists it; its files are put in later.
pub(super) fn version(row: &AnyRow) -> Result<VersionItem> {
    Ok(VersionItem {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        notes: row.try_get("notes")?,
        created_at: Moment(row.try_get("created_at")?).rfc3339(),
        superseded: false,
        files: Vec::new(),
    })
}
