//! What a descriptor, or the path of a file, says about a dataset.

use app::portal::catalogue::DataItem;
use serde_json::{Map, Value};

use super::{Reason, collection::is_safe, table::Profile};
use crate::{
    catalogue::metadata::Metadata,
    interop::import::{
        clean,
        draft::{Draft, text},
        label,
    },
};

/// Columns of a dataset that are described at most.
const COLUMNS: usize = 1000;

/// A dataset to be.
#[derive(Debug, Default)]
pub struct Package {
    /// What was found wrong.
    pub draft: Draft,
    /// The metadata without open type, level and source.
    pub metadata: Metadata,
    /// Who published the package.
    pub publisher: Option<String>,
    /// Who published the data in it.
    pub data_publisher: Option<String>,
    /// The paths of its files in the collection.
    pub files: Vec<String>,
    /// The name of its version.
    pub version: String,
}

/// A package by the text of its `datapackage.json`, which lies in `folder`.
pub fn package(json: &str, folder: &str) -> Result<Package, Reason> {
    let Ok(Value::Object(given)) = serde_json::from_str(json.trim_start_matches('\u{feff}')) else {
        return Err(Reason::NotJson);
    };
    let mut draft = Draft::default();
    let last = folder.rsplit('/').next().unwrap_or_default();
    let title = [text(&given, "title"), text(&given, "name"), last.to_owned()];
    let title = title.iter().find_map(|title| draft.line(title, 300)).ok_or(Reason::NoTitle)?;
    let resources: Vec<&Map<String, Value>> =
        list(&given, "resources").filter_map(Value::as_object).collect();
    let mut files = Vec::new();
    for path in resources.iter().flat_map(|resource| paths(resource)) {
        if !is_safe(&path) {
            return Err(Reason::UnsafePath);
        }
        files.push(if folder.is_empty() { path } else { format!("{folder}/{path}") });
    }
    files.dedup();
    let description = draft.block(&text(&given, "description"), 10_000).unwrap_or_default();
    if description.is_empty() {
        draft.defects.insert("missing_description");
    }
    let words = ["keywords", "owidTags", "tags"];
    let words: Vec<&str> =
        words.iter().flat_map(|field| list(&given, field)).filter_map(Value::as_str).collect();
    let sources: Vec<&Map<String, Value>> = list(&given, "sources").filter_map(Value::as_object).collect();
    let data_publisher = sources
        .iter()
        .flat_map(|source| ["dataPublishedBy", "title", "name"].map(|field| text(source, field)))
        // Some write a whole list of references there.
        .find_map(|name| draft.line(&name, 400).filter(|name| name.chars().count() <= 120));
    let links = sources.iter().flat_map(|source| ["link", "path"].map(|field| text(source, field)));
    let source_url =
        std::iter::once(text(&given, "homepage")).chain(links).find_map(|url| clean::address(&url));
    let mut themes: Vec<&str> = words.iter().flat_map(|word| label::themes(word)).collect();
    themes.sort_unstable();
    themes.dedup();
    if themes.is_empty() {
        draft.defects.insert("missing_theme");
    }
    let metadata = Metadata {
        keywords: draft.keywords(words.iter().copied()),
        themes: themes.into_iter().map(str::to_owned).collect(),
        licence: licence(&given, &mut draft),
        issued_at: draft.date("created", &text(&given, "created")),
        data_items: items(&resources, &mut draft),
        title,
        description,
        source_url,
        ..Metadata::default()
    };
    let version = draft.line(&text(&given, "version"), 60).unwrap_or_else(|| "1".to_owned());
    Ok(Package { publisher: publisher(&given, &mut draft), data_publisher, metadata, files, version, draft })
}

/// A CSV file alone: the last part of its name is the title, the folders are keywords.
pub fn table(path: &str) -> Result<Package, Reason> {
    let mut draft = Draft::default();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // Folders are also written into flat names: 人口__抽样调查__按年龄分人口数.
    let (more, title) = stem.rsplit_once("__").unwrap_or(("", stem));
    let title = draft.line(title, 300).ok_or(Reason::NoTitle)?;
    let words: Vec<&str> =
        folders.split('/').chain(more.split("__")).filter(|word| !word.is_empty()).collect();
    let theme = words.iter().find_map(|word| label::theme(word));
    draft.defects.insert("missing_description");
    if theme.is_none() {
        draft.defects.insert("missing_theme");
    }
    let metadata = Metadata {
        keywords: draft.keywords(words.iter().copied()),
        themes: theme.map(str::to_owned).into_iter().collect(),
        title,
        ..Metadata::default()
    };
    Ok(Package {
        draft,
        metadata,
        files: vec![path.to_owned()],
        version: "1".to_owned(),
        ..Package::default()
    })
}

impl Package {
    /// Takes over what was seen in a file where the descriptor does not say it.
    pub fn take(&mut self, profile: &Profile) {
        if !profile.utf8 {
            self.draft.defects.insert("encoding_not_utf8");
        }
        if profile.irregular {
            self.draft.defects.insert("irregular_rows");
        }
        for (number, (name, data_type)) in (1..).zip(profile.columns.iter().take(COLUMNS)) {
            let given = clean::line(name, 200).text;
            let name = if given.is_empty() { format!("列{number}") } else { given };
            let items = &mut self.metadata.data_items;
            match items.iter().position(|item| item.name == name) {
                Some(at) => {
                    let known = &mut items[at].data_type;
                    *known = known.take().or_else(|| data_type.map(str::to_owned));
                }
                None if items.len() < COLUMNS => items.push(item(name, *data_type)),
                None => {}
            }
        }
    }
}

fn item(name: String, data_type: Option<&str>) -> DataItem {
    DataItem {
        name,
        name_en: None,
        data_type: data_type.map(str::to_owned),
        length: None,
        required: false,
        key: false,
        unit: None,
        definition: None,
        example: None,
    }
}

fn list<'a>(given: &'a Map<String, Value>, field: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    given.get(field).and_then(Value::as_array).into_iter().flatten()
}

fn paths(resource: &Map<String, Value>) -> Vec<String> {
    match resource.get("path") {
        Some(Value::String(path)) => vec![path.clone()],
        Some(Value::Array(paths)) => paths.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_)) | None => Vec::new(),
    }
}

fn publisher(given: &Map<String, Value>, draft: &mut Draft) -> Option<String> {
    let named = |value: Option<&Value>| match value {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Object(person)) => {
            let title = text(person, "title");
            if title.is_empty() { text(person, "name") } else { title }
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) | None => String::new(),
    };
    let role = |value: &&Value| value.as_object().is_some_and(|person| text(person, "role") == "publisher");
    let contributor = list(given, "contributors").find(role).or_else(|| list(given, "contributors").next());
    [named(given.get("publisher")), named(contributor), named(given.get("author"))]
        .iter()
        .find_map(|name| draft.line(name, 120))
}

fn licence(given: &Map<String, Value>, draft: &mut Draft) -> Option<String> {
    let licence = list(given, "licenses").filter_map(Value::as_object).next();
    let name = licence.map(|licence| text(licence, "name")).unwrap_or_else(|| text(given, "license"));
    match name.to_ascii_uppercase().as_str() {
        "" => None,
        "CC-BY-4.0" => Some("CC-BY-4.0".to_owned()),
        "ODC-BY-1.0" | "ODC-BY" => Some("ODC-BY-1.0".to_owned()),
        _ => {
            draft.keep("licence", &name, "licence_not_mapped");
            None
        }
    }
}

/// 信息项 by the schemas of all resources, each name once.
fn items(resources: &[&Map<String, Value>], draft: &mut Draft) -> Vec<DataItem> {
    let mut items: Vec<DataItem> = Vec::new();
    let schemas = resources.iter().filter_map(|resource| resource.get("schema")?.as_object());
    for field in schemas.flat_map(|schema| list(schema, "fields")).filter_map(Value::as_object) {
        let Some(name) = draft.line(&text(field, "name"), 200) else { continue };
        if items.len() >= COLUMNS || items.iter().any(|item| item.name == name) {
            continue;
        }
        let mut found = item(name, data_type(&text(field, "type")));
        found.definition =
            ["description", "title"].iter().find_map(|key| draft.block(&text(field, key), 500));
        found.unit = draft.line(&text(field, "unit"), 60);
        if let Some(Value::Object(rules)) = field.get("constraints") {
            found.required = rules.get("required") == Some(&Value::Bool(true));
        }
        items.push(found);
    }
    items
}

/// 数据类型 (DOMAIN §5.8) of a Table Schema type; `any` says nothing.
fn data_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "string" => "C",
        "integer" | "year" => "I",
        "number" => "N",
        "date" | "yearmonth" => "D",
        "datetime" | "time" => "T",
        "boolean" => "L",
        "geopoint" | "geojson" => "G",
        _ => return None,
    })
}
