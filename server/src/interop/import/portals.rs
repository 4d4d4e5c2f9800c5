//! Rows of the portals of other cities, as JSON lines under one set of keys.
//!
//! They have no files: a link leads to the page at the source. Nothing of a row depends on its number or on other
//! rows; what its identity is depends on other rows, and is decided in [`identity`].

mod identity;

pub use identity::import;

use app::portal::catalogue::DistributionKind;
use serde_json::{Map, Value};

use super::{
    clean,
    draft::{Draft, entries, text},
    label,
    report::Reason,
};
use crate::catalogue::{
    NewDistribution, Publisher, Record,
    codes::Value as Code,
    metadata::{Metadata, OpenType},
};

/// The record of a row, still without its identity.
pub fn record(row: &Map<String, Value>, regions: &[Code]) -> Result<Record, Reason> {
    let mut draft = Draft::default();
    let title = draft.line(&text(row, "title"), 300).ok_or(Reason::NoTitle)?;
    let department = draft.line(&text(row, "department"), 120).ok_or(Reason::NoPublisher)?;
    let (region, source_title) = place(row, regions, &mut draft);
    let (open_type, share_type) = terms(row, &mut draft);
    let description = description(row, &title, &mut draft);
    let source_url = source_url(row, &title, &mut draft);
    let labels: Vec<String> = match row.get("data_formats") {
        Some(Value::Array(_) | Value::String(_)) => entries(row, "data_formats"),
        _ => Vec::new(),
    };
    let formats = draft.formats(labels.iter().map(String::as_str));
    if formats.is_empty() {
        draft.defects.insert("missing_format");
    }
    let cycle = draft
        .label(("cycle", &text(row, "update_frequency")), label::cycle, ("missing_cycle", "cycle_not_mapped"))
        .map(str::to_owned);
    // Portals do not say how sensitive a dataset is: without a level nothing of it can be delivered.
    draft.defects.insert("missing_level");
    let metadata = Metadata {
        themes: themes(row, &mut draft),
        industry: industry(row, &mut draft),
        keywords: keywords(row, &mut draft),
        regions: region.clone().into_iter().collect(),
        share_type: share_type.map(str::to_owned),
        open_type,
        cycle,
        issued_at: draft.date("publish_time", &text(row, "publish_time")),
        data_updated_at: draft.date("update_time", &text(row, "update_time")),
        title,
        description,
        source_title: Some(source_title.clone()),
        source_url: source_url.clone(),
        kept: volume(row, &mut draft),
        ..Metadata::default()
    };
    Ok(Record {
        source_key: String::new(),
        code: None,
        slug: None,
        aliases: Vec::new(),
        publisher: Publisher {
            title: department,
            region: region.unwrap_or_default(),
            kind: None,
            uscc: None,
        },
        version: metadata.data_updated_at.clone().unwrap_or_else(|| "1".to_owned()),
        metadata,
        defects: draft.defects(),
        distributions: links(&formats, source_url.as_deref(), &source_title),
    })
}

/// One link for each format, all to the same page; none without a page, for a dead button helps nobody.
fn links(formats: &[&str], url: Option<&str>, title: &str) -> Vec<NewDistribution> {
    let Some(url) = url else { return Vec::new() };
    let link = |format: Option<&str>| NewDistribution {
        kind: DistributionKind::External,
        title: title.to_owned(),
        format: format.map(str::to_owned),
        url: Some(url.to_owned()),
        stored: None,
        rows: None,
    };
    match formats {
        [] => vec![link(None)],
        formats => formats.iter().take(12).map(|format| link(Some(format))).collect(),
    }
}

/// The region code and the name of the portal.
fn place(row: &Map<String, Value>, regions: &[Code], draft: &mut Draft) -> (Option<String>, String) {
    let city = draft.line(&text(row, "city"), 40).or_else(|| draft.line(&text(row, "province"), 40));
    let Some(city) = city else {
        draft.defects.insert("region_not_mapped");
        let portal = draft.line(&text(row, "portal"), 40).unwrap_or_default();
        return (None, if portal.is_empty() { "外部开放平台".to_owned() } else { portal });
    };
    let region = label::region(regions, &city);
    if region.is_none() {
        draft.keep("region", &city, "region_not_mapped");
    }
    (region, format!("{city}公共数据开放平台"))
}

/// 开放类型 and 共享类型. Where the label only says that it can be opened, the conditions say how.
fn terms(row: &Map<String, Value>, draft: &mut Draft) -> (Option<OpenType>, Option<&'static str>) {
    let given = text(row, "is_open");
    if let Some(share_type) = label::share_type(&given) {
        draft.keep("open_type", &given, "open_type_not_mapped");
        return (None, Some(share_type));
    }
    let conditions = extra(row, "开放条件");
    let words = if label::open_type(&given).is_none() && clean::meaning(&conditions).is_some() {
        &conditions
    } else {
        &given
    };
    let codes = ("missing_open_type", "open_type_not_mapped");
    (draft.label(("open_type", words), label::open_type, codes), None)
}

fn description(row: &Map<String, Value>, title: &str, draft: &mut Draft) -> String {
    let description = draft.block(&text(row, "description"), 10_000).unwrap_or_default();
    if description.is_empty() {
        draft.defects.insert("missing_description");
    } else if description == title {
        draft.defects.insert("description_repeats_title");
    }
    description
}

/// The page of the record at its portal; the portal itself where the address names another dataset.
fn source_url(row: &Map<String, Value>, title: &str, draft: &mut Draft) -> Option<String> {
    let url = draft.source_url(&text(row, "url"))?;
    let other = url.split(['?', '&']).filter_map(|pair| pair.strip_prefix("dataset_name=")).any(|name| {
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        clean::line(&name, 300).text != title
    });
    if !other {
        return Some(url);
    }
    draft.keep("source_url", &url, "source_url_of_another");
    let host = url.find("://").map(|at| at + 3)?;
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    Some(format!("{}/", &url[..end]))
}

fn themes(row: &Map<String, Value>, draft: &mut Draft) -> Vec<String> {
    let given = text(row, "category");
    let mut themes = label::themes(&given);
    for field in ["领域名称", "开放主题", "主题分类", "场景分类"] {
        if themes.is_empty() {
            themes = label::themes(&extra(row, field));
        }
    }
    if themes.is_empty() {
        let none = |_: &str| None::<()>;
        draft.label(("theme", &given), none, ("missing_theme", "theme_not_mapped"));
    }
    themes.into_iter().map(str::to_owned).collect()
}

fn industry(row: &Map<String, Value>, draft: &mut Draft) -> Option<String> {
    let given = text(row, "industry");
    let code = label::industry(&given);
    if code.is_none() && clean::meaning(&given).is_some() && given != "默认行业" {
        draft.keep("industry", &given, "industry_not_mapped");
    }
    code.map(str::to_owned)
}

fn keywords(row: &Map<String, Value>, draft: &mut Draft) -> Vec<String> {
    let mut words = entries(row, "tags");
    words.extend(label::list(&extra(row, "关键字")));
    let scenario = extra(row, "应用场景");
    words.extend(clean::meaning(&scenario).map(str::to_owned));
    let keywords = draft.keywords(words.iter().map(String::as_str));
    if keywords.is_empty() {
        draft.defects.insert("missing_keywords");
    }
    keywords
}

/// What is kept beside the metadata: labels without a meaning, and the amount of data that the portal claims.
fn volume(row: &Map<String, Value>, draft: &mut Draft) -> std::collections::BTreeMap<String, String> {
    let volume = clean::line(&text(row, "data_volume"), 40).text;
    if !volume.is_empty() {
        draft.kept.insert("data_volume".to_owned(), volume);
    }
    draft.kept.clone()
}

fn extra(row: &Map<String, Value>, field: &str) -> String {
    match row.get("extra") {
        Some(Value::Object(extra)) => text(extra, field),
        _ => String::new(),
    }
}
