//! CKAN package documents, one on a line, or an answer of `package_search`.
//!
//! The same record by its package id; `ckan:<id>` leads to it for ever.

use app::portal::catalogue::DistributionKind;
use serde_json::{Map, Value};

use super::{
    ImportOptions, clean,
    draft::{Draft, text},
    label,
    report::Reason,
};
use crate::catalogue::{
    NewDistribution, Publisher, Record,
    metadata::{Metadata, OpenType},
};

/// Resources of a package that come in at most.
const RESOURCES: usize = 100;

/// What all rows have in common.
#[derive(Debug, Clone)]
pub struct Shape {
    source: Option<String>,
    publisher: Option<String>,
}

impl Shape {
    /// The usual shape.
    pub fn of(options: &ImportOptions) -> Self {
        let file = options.paths.first().and_then(|path| path.file_stem()).map(|stem| {
            let stem = stem.to_string_lossy();
            stem.split('.').next().unwrap_or_default().to_owned()
        });
        let source = options.source.clone().or(file).filter(|name| !name.is_empty() && name != "-");
        Self {
            source: Some(source.unwrap_or_else(|| "CKAN".to_owned())),
            publisher: options.publisher.clone(),
        }
    }

    /// The record of a package.
    pub fn record(&self, row: &Map<String, Value>) -> Result<Record, Reason> {
        let mut draft = Draft::default();
        let id = clean::line(&text(row, "id"), 100).text;
        if id.is_empty() {
            return Err(Reason::NoIdentity);
        }
        if row.get("private") == Some(&Value::Bool(true))
            || ["deleted", "draft"].contains(&text(row, "state").as_str())
        {
            return Err(Reason::NotPublic);
        }
        let title = draft
            .line(&text(row, "title"), 300)
            .or_else(|| draft.line(&text(row, "name"), 300))
            .ok_or(Reason::NoTitle)?;
        let publisher =
            publisher(row, &mut draft).or_else(|| self.publisher.clone()).ok_or(Reason::NoPublisher)?;
        let description = draft.block(&text(row, "notes"), 10_000).unwrap_or_default();
        if description.is_empty() {
            draft.defects.insert("missing_description");
        }
        draft.defects.insert("missing_level");
        let distributions = resources(row, &mut draft);
        let (temporal_start, temporal_end) = temporal(row, &mut draft);
        let page = [text(row, "url"), extra(row, "landingPage")];
        let source_url = page.iter().find_map(|url| clean::address(url));
        let metadata = Metadata {
            keywords: draft.keywords(names(row, "tags").iter().map(String::as_str)),
            themes: themes(row),
            open_type: open_type(row, &mut draft),
            cycle: cycle(row, &mut draft),
            licence: licence(row, &mut draft),
            issued_at: first_date(&mut draft, row, &["issued", "metadata_created"]),
            data_updated_at: first_date(&mut draft, row, &["modified", "metadata_modified"]),
            temporal_start,
            temporal_end,
            source_title: self.source.clone(),
            source_url,
            kept: draft.kept.clone(),
            title,
            description,
            ..Metadata::default()
        };
        if metadata.themes.is_empty() {
            draft.defects.insert("missing_theme");
        }
        Ok(Record {
            source_key: format!("ckan:{id}"),
            code: None,
            slug: None,
            aliases: vec![format!("ckan:{id}")],
            publisher: Publisher { title: publisher, region: String::new(), kind: None, uscc: None },
            version: metadata.data_updated_at.clone().unwrap_or_else(|| "1".to_owned()),
            metadata,
            defects: draft.defects(),
            distributions,
        })
    }
}

fn publisher(row: &Map<String, Value>, draft: &mut Draft) -> Option<String> {
    let organisation = match row.get("organization") {
        Some(Value::Object(organisation)) => draft
            .line(&text(organisation, "title"), 120)
            .or_else(|| draft.line(&text(organisation, "name"), 120)),
        _ => None,
    };
    organisation
        .or_else(|| draft.line(&extra(row, "publisher"), 120))
        .or_else(|| draft.line(&text(row, "author"), 120))
}

/// The value of an entry of `extras`; the newest dialect writes them as plain fields.
fn extra(row: &Map<String, Value>, wanted: &str) -> String {
    let in_extras = match row.get("extras") {
        Some(Value::Array(extras)) => extras
            .iter()
            .filter_map(Value::as_object)
            .find(|extra| text(extra, "key") == wanted)
            .map(|extra| text(extra, "value")),
        Some(Value::Object(extras)) => Some(text(extras, wanted)),
        _ => None,
    };
    in_extras.unwrap_or_else(|| text(row, wanted))
}

fn names(row: &Map<String, Value>, field: &str) -> Vec<String> {
    let Some(Value::Array(values)) = row.get(field) else { return Vec::new() };
    let name = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(entry) => ["display_name", "title", "name"]
            .iter()
            .map(|field| text(entry, field))
            .find(|name| !name.is_empty()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    };
    values.iter().filter_map(name).collect()
}

fn themes(row: &Map<String, Value>) -> Vec<String> {
    let mut themes: Vec<&str> = names(row, "groups").iter().flat_map(|name| label::themes(name)).collect();
    themes.sort_unstable();
    themes.dedup();
    themes.into_iter().map(str::to_owned).collect()
}

/// On what terms the publisher gives it; without a level this delivers nothing.
fn open_type(row: &Map<String, Value>, draft: &mut Draft) -> Option<OpenType> {
    let given = extra(row, "accessLevel");
    let terms = |label: &str| match label.trim() {
        "public" => Some(OpenType::Unconditional),
        "restricted public" => Some(OpenType::Conditional),
        "non-public" => Some(OpenType::NotOpen),
        _ => None,
    };
    draft.label(("open_type", &given), terms, ("missing_open_type", "open_type_not_mapped"))
}

/// `accrualPeriodicity`, an ISO 8601 repetition, or `frequency` in words.
fn cycle(row: &Map<String, Value>, draft: &mut Draft) -> Option<String> {
    let given = [extra(row, "accrualPeriodicity"), extra(row, "frequency"), extra(row, "update_frequency")];
    let given = given.into_iter().find(|given| !given.is_empty()).unwrap_or_default();
    let code = |label: &str| match label.trim().to_ascii_lowercase().trim_start_matches("freq/") {
        "r/pt1s" | "continuous" | "realtime" | "r/pt1h" => Some("1"),
        "r/p1d" | "daily" => Some("2"),
        "r/p1w" | "r/p7d" | "weekly" => Some("3"),
        "r/p1m" | "monthly" => Some("4"),
        "r/p3m" | "quarterly" => Some("5"),
        "r/p6m" | "semiannual" | "biannually" => Some("6"),
        "r/p1y" | "annual" | "annually" | "yearly" => Some("7"),
        "irregular" | "as needed" | "asneeded" => Some("8"),
        "notplanned" | "not planned" | "never" => Some("9"),
        other => label::cycle(other),
    };
    let found = draft.label(("cycle", &given), code, ("missing_cycle", "cycle_not_mapped"));
    found.map(str::to_owned)
}

/// The licences of our list; others are the source's own terms, kept by name.
fn licence(row: &Map<String, Value>, draft: &mut Draft) -> Option<String> {
    let given = [text(row, "license_id"), text(row, "license_title"), extra(row, "license")];
    let known = given.iter().find_map(|given| match given.trim().to_ascii_lowercase().as_str() {
        "cc-by-4.0"
        | "https://creativecommons.org/licenses/by/4.0"
        | "https://creativecommons.org/licenses/by/4.0/" => Some("CC-BY-4.0"),
        "odc-by" | "odc-by-1.0" => Some("ODC-BY-1.0"),
        _ => None,
    });
    if let (None, Some(given)) = (known, given.iter().find(|given| clean::meaning(given).is_some())) {
        draft.keep("licence", given, "licence_not_mapped");
    }
    known.map(str::to_owned)
}

/// The first of some fields that is a date; the words around the others are not kept.
fn first_date(draft: &mut Draft, row: &Map<String, Value>, fields: &[&str]) -> Option<String> {
    let given: Vec<String> = fields.iter().map(|field| extra(row, field)).collect();
    if let Some(date) = given.iter().find_map(|given| label::date(given)) {
        return Some(date);
    }
    given.iter().zip(fields).find_map(|(given, field)| draft.date(field, given))
}

fn temporal(row: &Map<String, Value>, draft: &mut Draft) -> (Option<String>, Option<String>) {
    let given = extra(row, "temporal");
    match given.split_once('/') {
        Some((start, end)) => (label::date(start), label::date(end)),
        None => {
            let begin = extra(row, "temporal-extent-begin");
            let end = extra(row, "temporal-extent-end");
            if !given.is_empty() {
                draft.kept.insert("temporal".to_owned(), clean::line(&given, 300).text);
            }
            (label::date(&begin), label::date(&end))
        }
    }
}

/// Links to the resources; those that are no web addresses are dropped.
fn resources(row: &Map<String, Value>, draft: &mut Draft) -> Vec<NewDistribution> {
    let Some(Value::Array(resources)) = row.get("resources") else {
        draft.defects.insert("missing_source_url");
        return Vec::new();
    };
    let mut links = Vec::new();
    for (number, resource) in (1..).zip(resources.iter().filter_map(Value::as_object).take(RESOURCES)) {
        let Some(url) = clean::address(&text(resource, "url")) else {
            draft.defects.insert("bad_resource_url");
            continue;
        };
        let format = text(resource, "format");
        let format = label::format(&format).or_else(|| label::format(&text(resource, "mimetype")));
        let title = draft
            .line(&text(resource, "name"), 200)
            .or_else(|| draft.line(&text(resource, "description"), 200));
        links.push(NewDistribution {
            kind: DistributionKind::External,
            title: title.unwrap_or_else(|| format.map_or_else(|| format!("{number}"), str::to_owned)),
            format: format.map(str::to_owned),
            url: Some(url),
            stored: None,
            rows: None,
        });
    }
    if links.is_empty() {
        draft.defects.insert("missing_source_url");
    }
    links
}
