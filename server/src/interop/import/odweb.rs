//! The list of an Inspur odweb portal (DOMAIN §0.3): an array, `{"data": […]}` or JSON lines.
//!
//! The same record by its `cata_id`; `odweb:<cata_id>` leads to it for ever.

use serde_json::{Map, Value};

use super::{
    ImportOptions, clean,
    draft::{Draft, entries, text},
    label,
    report::Reason,
};
use crate::{
    backend::Backend,
    catalogue::{
        NewDistribution, Publisher, Record,
        metadata::{Metadata, OpenType},
    },
};
use app::portal::catalogue::{DataItem, DistributionKind};

/// What all rows have in common.
#[derive(Debug, Clone)]
pub struct Shape {
    region: String,
    source: Option<String>,
    publisher: Option<String>,
}

impl Shape {
    /// Rows of this portal's own city.
    pub fn of(backend: &Backend, options: &ImportOptions) -> Self {
        Self {
            region: backend.config.site.region.clone(),
            source: options.source.clone(),
            publisher: options.publisher.clone(),
        }
    }

    /// The record of a row.
    pub fn record(&self, row: &Map<String, Value>) -> Result<Record, Reason> {
        let mut draft = Draft::default();
        let id = clean::line(&text(row, "cata_id"), 100).text;
        if id.is_empty() {
            return Err(Reason::NoIdentity);
        }
        let title = draft.line(&text(row, "cata_title"), 300).ok_or(Reason::NoTitle)?;
        let publisher = draft
            .line(&text(row, "org_name"), 120)
            .or_else(|| self.publisher.clone())
            .ok_or(Reason::NoPublisher)?;
        let description = draft.block(&text(row, "description"), 10_000).unwrap_or_default();
        if description.is_empty() {
            draft.defects.insert("missing_description");
        } else if description == title {
            draft.defects.insert("description_repeats_title");
        }
        let open_type = draft.label(
            ("open_type", &text(row, "open_type")),
            open_type,
            ("missing_open_type", "open_type_not_mapped"),
        );
        let cycle = draft.label(
            ("cycle", &text(row, "conf_update_cycle")),
            label::cycle,
            ("missing_cycle", "cycle_not_mapped"),
        );
        draft.defects.insert("missing_level");
        let data_updated_at = draft.date("update_time", &text(row, "update_time"));
        let source_url = match text(row, "url") {
            url if url.is_empty() => None,
            url => draft.source_url(&url),
        };
        let metadata = Metadata {
            keywords: draft.keywords(entries(row, "cata_tags").iter().map(String::as_str)),
            themes: themes(row, &mut draft),
            industry: industry(row, &mut draft),
            regions: vec![self.region.clone()],
            issued_at: draft
                .date("released_time", &text(row, "released_time"))
                .or_else(|| draft.date("create_time", &text(row, "create_time"))),
            data_updated_at,
            open_type,
            cycle: cycle.map(str::to_owned),
            data_items: items(row, &mut draft),
            source_title: self.source.clone(),
            source_url: source_url.clone(),
            kept: draft.kept.clone(),
            title,
            description,
            ..Metadata::default()
        };
        let link = |url| NewDistribution {
            kind: DistributionKind::External,
            title: self.source.clone().unwrap_or_else(|| metadata.title.clone()),
            format: None,
            url: Some(url),
            stored: None,
            rows: None,
        };
        Ok(Record {
            source_key: format!("odweb:{}:{id}", self.region),
            code: None,
            slug: None,
            aliases: vec![format!("odweb:{id}")],
            publisher: Publisher { title: publisher, region: self.region.clone(), kind: None, uscc: None },
            version: metadata.data_updated_at.clone().unwrap_or_else(|| "1".to_owned()),
            distributions: source_url.map(link).into_iter().collect(),
            defects: draft.defects(),
            metadata,
        })
    }
}

/// The label, or the number: here the order is that of the law (DOMAIN §5.1).
fn open_type(label: &str) -> Option<OpenType> {
    match label.trim() {
        "1" => Some(OpenType::Unconditional),
        "2" => Some(OpenType::Conditional),
        "3" => Some(OpenType::NotOpen),
        label => label::open_type(label),
    }
}

/// 所属主题/重点领域: the groups of type 10.
fn themes(row: &Map<String, Value>, draft: &mut Draft) -> Vec<String> {
    let names = groups(row, "cataLogGroups", "10");
    let mut themes: Vec<&str> = names.iter().flat_map(|name| label::themes(name)).collect();
    themes.sort_unstable();
    themes.dedup();
    if themes.is_empty() {
        match names.first() {
            Some(name) => draft.keep("theme", name, "theme_not_mapped"),
            None => {
                draft.defects.insert("missing_theme");
            }
        }
    }
    themes.into_iter().map(str::to_owned).collect()
}

/// 所属行业: the groups of type 20.
fn industry(row: &Map<String, Value>, draft: &mut Draft) -> Option<String> {
    let names = groups(row, "cataLogIndustrys", "20");
    let code = names.iter().find_map(|name| label::industry(name));
    if let (None, Some(name)) = (code, names.first()) {
        draft.keep("industry", name, "industry_not_mapped");
    }
    code.map(str::to_owned)
}

/// The names of groups of a type; groups without a type count too.
fn groups(row: &Map<String, Value>, field: &str, wanted: &str) -> Vec<String> {
    match row.get(field) {
        Some(Value::Array(groups)) => groups
            .iter()
            .filter_map(|group| match group {
                Value::Object(group) => {
                    let kind = text(group, "group_type");
                    let name = [text(group, "group_name"), text(group, "name")];
                    let name = name.into_iter().find(|name| !name.is_empty())?;
                    (kind.is_empty() || kind == wanted).then_some(name)
                }
                Value::String(name) => Some(name.clone()),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
            })
            .collect(),
        Some(Value::String(name)) => clean::meaning(name).map(str::to_owned).into_iter().collect(),
        Some(Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_)) | None => Vec::new(),
    }
}

/// 信息项: names, or objects with names, types and lengths.
fn items(row: &Map<String, Value>, draft: &mut Draft) -> Vec<DataItem> {
    let mut items = Vec::new();
    match row.get("cata_items") {
        Some(Value::Array(values)) => {
            for value in values.iter().take(1000) {
                let item = match value {
                    Value::String(name) => draft.line(name, 60).map(item),
                    Value::Object(fields) => described(fields, draft),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
                };
                items.extend(item);
            }
        }
        Some(Value::String(names)) => {
            items.extend(
                label::list(names).iter().take(1000).filter_map(|name| draft.line(name, 60)).map(item),
            );
        }
        Some(Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_)) | None => {}
    }
    items
}

fn item(name: String) -> DataItem {
    DataItem {
        name,
        name_en: None,
        data_type: None,
        length: None,
        required: false,
        key: false,
        unit: None,
        definition: None,
        example: None,
    }
}

fn described(fields: &Map<String, Value>, draft: &mut Draft) -> Option<DataItem> {
    let first = |names: &[&str]| names.iter().map(|name| text(fields, name)).find(|text| !text.is_empty());
    let mut found = item(draft.line(&first(&["name", "item_name", "column_name", "name_cn"])?, 60)?);
    found.name_en = first(&["name_en", "item_code", "column_code"]).and_then(|name| draft.line(&name, 63));
    found.data_type = first(&["type", "data_type", "item_type"]).and_then(|name| data_type(&name));
    found.length = first(&["length", "data_length"]).and_then(|length| length.parse().ok());
    found.definition =
        first(&["description", "definition", "remark"]).and_then(|text| draft.line(&text, 500));
    Some(found)
}

/// 数据类型 (DOMAIN §5.8) by its name or letter.
fn data_type(label: &str) -> Option<String> {
    let code = match label.trim().trim_end_matches('型') {
        "字符" | "字符串" | "文本" | "string" | "varchar" | "C" => "C",
        "数值" | "number" | "decimal" | "N" => "N",
        "整" | "整数" | "integer" | "int" | "I" => "I",
        "货币" | "Y" => "Y",
        "日期" | "date" | "D" => "D",
        "日期时间" | "时间" | "datetime" | "T" => "T",
        "逻辑" | "布尔" | "boolean" | "L" => "L",
        "备注" | "M" => "M",
        "空间" | "G" => "G",
        _ => return None,
    };
    Some(code.to_owned())
}
