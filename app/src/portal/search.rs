//! Finding datasets.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Page, Portal, Problem, catalogue::DatasetItem};

/// In which order datasets come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The best match first; without a query, the newest first.
    #[default]
    Relevance,
    /// The most recently updated first.
    Newest,
    /// The most downloaded first.
    Used,
    /// By id: a stable order for copying the whole catalogue.
    Id,
}

/// What to look for. Several values of one facet mean any of them; several facets mean all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SearchQuery {
    /// Words to find; at most 200 characters are looked at.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// 领域 codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub theme: Vec<String>,
    /// 部门 ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub publisher: Vec<String>,
    /// 开放类型: `unconditional`, `conditional`, `unknown`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open_type: Vec<String>,
    /// 格式: `CSV`, `XLSX`, …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub format: Vec<String>,
    /// 地区 codes (GB/T 2260); a province includes its cities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub region: Vec<String>,
    /// 更新周期 codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cycle: Vec<String>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// Whether datasets whose titles differ in the place, the date or a number only come as one item, by relevance
    /// only (`false` unless said); the others are counted and named in `similar`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<bool>,
    /// At most this many items (1–100; 20 unless said).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on: `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FacetValue {
    /// What to send to choose it.
    pub value: String,
    /// Its name in the visitor's language.
    pub label: String,
    /// How many datasets there are under the other filters.
    pub count: u64,
}

/// The datasets found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SearchPage {
    /// The datasets on this page.
    pub items: Vec<DatasetItem>,
    /// How many there are on all pages.
    pub total: u64,
    /// The cursor of the next page; opaque.
    pub next: Option<String>,
    /// `theme`, `publisher`, `open_type`, `format`, `region`, `cycle`, each with its values, most frequent first.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    /// What may have been meant.
    pub did_you_mean: Option<String>,
    /// Whether nothing has the words as they were written, and the items are those of `did_you_mean`.
    #[serde(default)]
    pub corrected: bool,
    /// Whether nothing has all the words, and the items have most of them.
    #[serde(default)]
    pub relaxed: bool,
    /// Filters that the words speak of, such as a district by its name.
    #[serde(default)]
    pub suggested: Vec<SuggestedFilter>,
    /// What the words ask that no dataset answers: a stable code, with its text on the page.
    #[serde(default)]
    pub advice: Option<Advice>,
    /// Whether the catalogue changed since the cursor was made.
    #[serde(default)]
    pub changed: bool,
}

/// A filter that the words of a query speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SuggestedFilter {
    /// The facet: `region`, …
    pub facet: String,
    /// What to send to choose it.
    pub value: String,
    /// Its name in the visitor's language.
    pub label: String,
    /// The words that are left when the filter says what the others said; empty when they find nothing there.
    pub q: String,
    /// How many datasets these words find under the filter.
    pub count: u64,
}

/// What a query asks that no dataset answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// Personal data: it is never opened, and there is a page that says so.
    PersonalInformation,
}

/// Datasets whose titles differ from an item's in the place, the date or a number only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Similar {
    /// How many there are beside the item, on this page of results.
    pub count: u64,
    /// The first of them.
    pub items: Vec<SimilarItem>,
}

/// One dataset among similar ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SimilarItem {
    /// The dataset's id.
    pub id: String,
    /// 目录名称.
    pub title: String,
    /// The publisher's name.
    pub publisher: String,
    /// The collection it came from, when it is not this portal's.
    pub source: Option<String>,
}

/// A query that many made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PopularSearch {
    /// The words.
    pub q: String,
}

/// A piece of text, marked where the query was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Whether it was found.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hit: bool,
}

/// Where the query was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Highlight {
    /// The title.
    pub title: Vec<Span>,
    /// The best piece of the description.
    pub summary: Vec<Span>,
}

/// A suggestion while typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    /// What to show and to search for.
    pub text: String,
    /// The dataset it is the title of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// Suggestions, best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestions {
    /// At most ten.
    pub items: Vec<Suggestion>,
}

impl Portal {
    /// Finds datasets.
    pub async fn datasets(&self, query: &SearchQuery) -> Result<SearchPage, Problem> {
        self.get("/api/datasets", query).await
    }

    /// What others look for, most frequent first: queries of the last 30 days that found something.
    pub async fn popular(&self) -> Result<Page<PopularSearch>, Problem> {
        self.get("/api/popular", &()).await
    }

    /// Completes what was typed.
    pub async fn suggest(&self, q: &str) -> Result<Suggestions, Problem> {
        self.get("/api/suggest", &[("q", q)]).await
    }
}
