//! What machines read of a page: schema.org in JSON-LD, made of the facts that the page shows.

use serde_json::{Map, Value, json};

use super::address;
use crate::{
    ask::SiteInfo,
    portal::{
        Label,
        catalogue::{Dataset, Distribution, DistributionKind, Organisation},
        files::File,
    },
    text::{self, Language},
};

/// Crawlers want a description of at least this many characters, and read no more than the second.
const SHORTEST: usize = 50;
const LONGEST: usize = 5_000;
/// How many columns and files are named, at most.
const NAMED: usize = 100;

/// Whose page it is: the portal's address without a slash at its end, its names, and the language of the page.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The portal's address.
    pub origin: &'a str,
    /// Its names.
    pub site: &'a SiteInfo,
    /// The language of the page.
    pub language: Language,
}

impl Place<'_> {
    fn url(self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    fn catalogue(self) -> Value {
        json!({
            "@type": "DataCatalog",
            "@id": self.url("/#catalogue"),
            "name": self.site.name(self.language),
            "url": self.url(&self.language.href("/")),
        })
    }

    fn organisation(self, id: &str, title: &str) -> Map<String, Value> {
        let mut organisation = Map::new();
        put(&mut organisation, "@type", "Organization");
        put(&mut organisation, "@id", self.url(&address::organisation(Language::Zh, id)));
        put(&mut organisation, "name", title);
        put(&mut organisation, "url", self.url(&address::organisation(self.language, id)));
        organisation
    }
}

/// Puts a value into an object, unless there is none.
fn put(object: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    let value = value.into();
    let empty = match &value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    };
    if !empty {
        object.insert(name.to_owned(), value);
    }
}

/// The front page: the site with its search, and the catalogue.
pub fn portal(place: Place) -> Vec<Value> {
    let Place { site, language, .. } = place;
    let name = site.name(language);
    let search = place.url(&language.href("/datasets?q={search_term_string}"));
    let website = json!({
        "@type": "WebSite",
        "@id": place.url("/#website"),
        "name": name,
        "alternateName": site.name(language.other()),
        "url": place.url(&language.href("/")),
        "inLanguage": language.tag(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": search },
            "query-input": "required name=search_term_string",
        },
    });
    let mut catalogue = place.catalogue();
    if let Value::Object(catalogue) = &mut catalogue {
        let city = site.city(language);
        put(catalogue, "description", (text::site(language).about_portal)(name, city));
        put(catalogue, "isAccessibleForFree", true);
        put(catalogue, "spatialCoverage", json!({ "@type": "Place", "name": city }));
    }
    vec![website, catalogue]
}

/// The way from the front page to this one: paths and names, this page last.
pub fn breadcrumbs(place: Place, steps: &[(String, String)]) -> Value {
    let home = (place.language.href("/"), text::site(place.language).home.to_owned());
    let items: Vec<Value> = std::iter::once(&home)
        .chain(steps)
        .zip(1u32..)
        .map(|((path, name), position)| {
            json!({ "@type": "ListItem", "position": position, "name": name, "item": place.url(path) })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

/// An organisation's page.
pub fn organisation(place: Place, organisation: &Organisation) -> Value {
    let mut object = place.organisation(&organisation.id, &organisation.title);
    put(&mut object, "identifier", organisation.uscc.clone());
    put(&mut object, "areaServed", organisation.region.as_ref().map_or(Value::Null, place_named));
    Value::Object(object)
}

fn place_named(region: &Label) -> Value {
    json!({ "@type": "Place", "name": region.label, "identifier": format!("GB/T 2260:{}", region.code) })
}

/// A dataset's page.
pub fn dataset(place: Place, dataset: &Dataset) -> Value {
    let language = place.language;
    let item = &dataset.item;
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| put(&mut object, name, value);
    put("@type", "Dataset".into());
    put("@id", place.url(&address::dataset(Language::Zh, &item.id)).into());
    put("url", place.url(&address::dataset(language, &item.id)).into());
    put("name", item.title.clone().into());
    put("alternateName", dataset.slug.clone().into());
    put("description", description(language, dataset).into());
    let codes = std::iter::once(&item.id).chain(&item.code).chain(&dataset.external_ids);
    put("identifier", codes.cloned().collect::<Vec<_>>().into());
    let mut keywords = dataset.keywords.clone();
    for theme in &item.themes {
        if !keywords.contains(&theme.label) {
            keywords.push(theme.label.clone());
        }
    }
    put("keywords", keywords.into());
    put("license", dataset.licence.as_ref().map_or(Value::Null, |label| licence(place, label)));
    put("conditionsOfAccess", text::open_type_meaning(language, item.open_type).into());
    // Both ways of opening are free of charge; of the rest nothing is known.
    put("isAccessibleForFree", item.open_type.map(|_| true).into());
    let mut publisher = place.organisation(&item.publisher.id, &item.publisher.title);
    self::put(&mut publisher, "identifier", dataset.publisher_uscc.clone());
    put("creator", Value::Object(publisher.clone()));
    put("publisher", Value::Object(publisher));
    put("datePublished", dataset.issued_at.clone().into());
    put("dateModified", item.updated_at.clone().unwrap_or_else(|| dataset.modified_at.clone()).into());
    put("temporalCoverage", period(dataset).into());
    put("spatialCoverage", item.regions.iter().map(place_named).collect::<Vec<_>>().into());
    put("version", dataset.version.clone().into());
    // Records are in Chinese; where one came from elsewhere, its language is not known.
    put("inLanguage", item.source.is_none().then_some("zh-CN").into());
    let source = item.source.as_ref().and_then(|source| source.url.clone());
    put("sameAs", source.filter(|url| address::host(url).is_some()).into());
    put("includedInDataCatalog", place.catalogue());
    let columns = dataset.data_items.iter().take(NAMED).map(|column| {
        let mut object = Map::new();
        self::put(&mut object, "@type", "PropertyValue");
        self::put(&mut object, "name", column.name.clone());
        self::put(&mut object, "alternateName", column.name_en.clone());
        self::put(&mut object, "description", column.definition.clone());
        self::put(&mut object, "unitText", column.unit.clone());
        Value::Object(object)
    });
    put("variableMeasured", columns.collect::<Vec<_>>().into());
    let files = dataset.files.iter().map(|file| download(place, file));
    let others = dataset.distributions.iter().filter_map(elsewhere);
    put("distribution", files.chain(others).take(NAMED).collect::<Vec<_>>().into());
    Value::Object(object)
}

/// What the record says of the data; a short text is followed by facts of the record, never by made-up words.
fn description(language: Language, dataset: &Dataset) -> String {
    let words = text::dataset(language);
    let item = &dataset.item;
    let mut written = String::new();
    if item.demo {
        written.push_str(text::site(language).demo_banner);
        written.push('\n');
    }
    written.push_str(dataset.description.trim());
    if dataset.description.trim().chars().count() < SHORTEST {
        let labels =
            |labels: &[Label]| labels.iter().map(|label| label.label.clone()).collect::<Vec<_>>().join("、");
        let columns: Vec<_> = dataset.data_items.iter().take(NAMED).map(|item| item.name.clone()).collect();
        let facts = [
            (words.publisher, item.publisher.title.clone()),
            (words.theme, labels(&item.themes)),
            (words.data_items, columns.join("、")),
            (words.region, labels(&item.regions)),
            (words.cycle, item.cycle.as_ref().map(|cycle| cycle.label.clone()).unwrap_or_default()),
            (words.format, item.formats.join("、")),
            (words.open_type, text::open_type(language, item.open_type).to_owned()),
            (words.source, item.source.as_ref().map(|source| source.title.clone()).unwrap_or_default()),
        ];
        let colon = if language == Language::Zh { "：" } else { ": " };
        for (name, value) in std::iter::once((item.title.as_str(), String::new())).chain(facts) {
            match (written.is_empty(), value.is_empty()) {
                // The title alone begins a description that is missing.
                (true, true) => written.push_str(name),
                (false, true) => {}
                (empty, false) => {
                    written.push_str(if empty { "" } else { "\n" });
                    written.push_str(&format!("{name}{colon}{value}"));
                }
            }
        }
    }
    written.chars().take(LONGEST).collect()
}

/// The licence: its public text, or its name and where this portal explains it.
fn licence(place: Place, label: &Label) -> Value {
    match text::licence(place.language, &label.code).map(|licence| licence.url) {
        Some(Some(url)) => url.into(),
        Some(None) => json!({
            "@type": "CreativeWork",
            "name": label.label,
            "url": place.url(&place.language.href("/help#licences")),
        }),
        None => json!({ "@type": "CreativeWork", "name": label.label }),
    }
}

/// An ISO 8601 interval.
fn period(dataset: &Dataset) -> Option<String> {
    match (&dataset.temporal_start, &dataset.temporal_end) {
        (Some(start), Some(end)) => Some(format!("{start}/{end}")),
        (Some(start), None) => Some(format!("{start}/..")),
        (None, Some(end)) => Some(format!("../{end}")),
        (None, None) => None,
    }
}

fn download(place: Place, file: &File) -> Value {
    json!({
        "@type": "DataDownload",
        "name": file.name,
        "encodingFormat": media_type(&file.format),
        "contentUrl": place.url(&file.url),
        "contentSize": format!("{} B", file.byte_size),
        "sha256": file.sha256,
        "dateModified": file.modified_at,
    })
}

/// What is kept by others, where it has an address of the web.
fn elsewhere(distribution: &Distribution) -> Option<Value> {
    let url = distribution.url.as_deref().filter(|url| address::host(url).is_some())?;
    if distribution.kind == DistributionKind::Hosted {
        return None;
    }
    let mut object = Map::new();
    put(&mut object, "@type", "DataDownload");
    put(&mut object, "name", distribution.title.clone());
    put(&mut object, "encodingFormat", distribution.format.as_deref().map(media_type));
    put(&mut object, "contentUrl", url);
    Some(Value::Object(object))
}

/// The media type of a format; the format itself where there is none.
fn media_type(format: &str) -> String {
    match format.to_ascii_uppercase().as_str() {
        "CSV" => "text/csv",
        "TSV" => "text/tab-separated-values",
        "JSON" => "application/json",
        "NDJSON" | "JSONL" => "application/x-ndjson",
        "GEOJSON" => "application/geo+json",
        "XML" => "application/xml",
        "XLS" => "application/vnd.ms-excel",
        "XLSX" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "PARQUET" => "application/vnd.apache.parquet",
        "PDF" => "application/pdf",
        "ZIP" => "application/zip",
        "TXT" => "text/plain",
        _ => return format.to_owned(),
    }
    .to_owned()
}

/// The element that carries it. Nothing in it can end the element: no sign that HTML knows is left.
pub fn script(graph: Vec<Value>) -> String {
    let text = json!({ "@context": "https://schema.org/", "@graph": graph }).to_string();
    let mut element = String::with_capacity(text.len() + 64);
    element.push_str("<script type=\"application/ld+json\">");
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                element.push_str(&format!("\\u{:04x}", u32::from(c)))
            }
            _ => element.push(c),
        }
    }
    element.push_str("</script>");
    element
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: [&str; 6] = [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "a\"b\\c\u{2028}d\ne",
        "]]></SCRIPT >",
        "&lt;/script&gt; nonce=\"x\"",
        "</head>",
    ];

    /// What stands between the tags of the element.
    fn content(element: &str) -> &str {
        element
            .strip_prefix("<script type=\"application/ld+json\">")
            .and_then(|rest| rest.strip_suffix("</script>"))
            .unwrap()
    }

    #[test]
    fn no_text_ends_the_element_or_is_changed() {
        // Every pair of hostile texts, so that none completes another.
        for first in HOSTILE {
            for second in HOSTILE {
                let element = script(vec![json!({ "name": first, second: second })]);
                let inside = content(&element);
                assert!(!inside.contains(['<', '>', '&', '\n', '\u{2028}', '\u{2029}']), "{inside}");
                let read: Value = serde_json::from_str(inside).unwrap();
                assert_eq!(read["@graph"][0]["name"], first);
                assert_eq!(read["@graph"][0][second], second);
            }
        }
        // Every sign of the basic plane.
        let all: String = (1..=0xffff).filter_map(char::from_u32).collect();
        let element = script(vec![json!({ "name": all })]);
        assert!(!content(&element).contains(['<', '>', '&']));
        let read: Value = serde_json::from_str(content(&element)).unwrap();
        assert_eq!(read["@graph"][0]["name"], all);
    }

    #[test]
    fn periods_are_intervals() {
        let of = |start: Option<&str>, end: Option<&str>| {
            let mut dataset = minimal();
            dataset.temporal_start = start.map(str::to_owned);
            dataset.temporal_end = end.map(str::to_owned);
            period(&dataset)
        };
        assert_eq!(of(Some("2020-01"), None).as_deref(), Some("2020-01/.."));
        assert_eq!(of(None, Some("2021")).as_deref(), Some("../2021"));
        assert_eq!(of(Some("2020"), Some("2021")).as_deref(), Some("2020/2021"));
        assert_eq!(of(None, None), None);
    }

    fn minimal() -> Dataset {
        serde_json::from_value(json!({
            "id": "d1", "code": null, "title": "停车场</script>", "summary": "", "publisher": {"id": "o1", "title": "市局"},
            "themes": [{"code": "04", "label": "道路交通"}], "open_type": null, "level": null, "formats": ["CSV"],
            "regions": [{"code": "370200", "label": "青岛市"}], "cycle": {"code": "4", "label": "每月"},
            "updated_at": null, "source": {"title": "来源平台", "url": "javascript:alert(1)"}, "downloadable": false,
            "overdue": false, "demo": false, "downloads": 0, "slug": null, "description": "短", "keywords": [],
            "publisher_uscc": null, "industry": null, "resource_class": null, "temporal_start": null,
            "temporal_end": null, "share_type": null, "conditions": null, "personal_information": null,
            "issued_at": null, "modified_at": "2024-06-01T00:00:00Z", "next_due": null, "licence": null,
            "citation": "", "contact": null, "related": [], "version": null, "version_notes": null, "versions": [],
            "state": "published", "caveats": null, "crs": null, "row_count": null, "byte_size": null, "views": 0,
            "data_items": [{"name": "名称", "name_en": null, "data_type": null, "length": null, "unit": null,
                "definition": null, "example": null}],
            "distributions": [
                {"id": "x", "kind": "external", "title": "外链", "format": "CSV", "url": "javascript:alert(1)",
                 "byte_size": null, "state": "ok"},
                {"id": "y", "kind": "external", "title": "外链", "format": null, "url": "https://example.org/a",
                 "byte_size": null, "state": "ok"}
            ],
            "files": [], "defects": [], "external_ids": ["odweb:1"], "allowed": [],
        }))
        .unwrap()
    }

    #[test]
    fn a_poor_record_is_described_by_its_facts_alone() {
        let site = SiteInfo::default();
        for language in Language::ALL {
            let place = Place { origin: "https://data.example", site: &site, language };
            let read = dataset(place, &minimal());
            let about = read["description"].as_str().unwrap();
            assert!(about.chars().count() >= SHORTEST && about.starts_with('短'), "{about}");
            for fact in ["市局", "道路交通", "名称", "青岛市", "每月", "CSV", "来源平台"] {
                assert!(about.contains(fact), "{fact}");
            }
            assert_eq!(read["@id"], "https://data.example/datasets/d1");
            // What is not known is not said, and what is no address of the web is no link.
            for name in
                ["license", "isAccessibleForFree", "temporalCoverage", "version", "sameAs", "inLanguage"]
            {
                assert!(read.get(name).is_none(), "{name}");
            }
            assert_eq!(read["distribution"].as_array().map(Vec::len), Some(1));
            assert_eq!(read["identifier"], json!(["d1", "odweb:1"]));
        }
    }

    #[test]
    fn the_way_here_is_counted_from_home() {
        let site = SiteInfo::default();
        let place = Place { origin: "https://data.example", site: &site, language: Language::En };
        let list = breadcrumbs(place, &[("/en/datasets".to_owned(), "Data".to_owned())]);
        assert_eq!(list["itemListElement"][0]["item"], "https://data.example/en");
        assert_eq!(list["itemListElement"][1]["position"], 2);
    }
}
