//! Datasets, organisations, themes and the figures of the front page.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Label, Page, Portal, Problem, files::File, segment};
use crate::portal::search::{Highlight, Similar};

/// On what terms a dataset is given out (DOMAIN §5.1). Not-open datasets are never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpenType {
    /// 无条件开放: anybody, at once.
    Unconditional,
    /// 有条件开放: with an approved application.
    Conditional,
}

/// An organisation as a dataset names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrganisationRef {
    /// The organisation's id.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// Where a record came from when it was not made here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// The name of the portal or collection.
    pub title: String,
    /// The record's page there; http or https.
    pub url: Option<String>,
}

/// A dataset in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DatasetItem {
    /// The dataset's id (UUIDv7).
    pub id: String,
    /// The catalogue code, when one was given.
    pub code: Option<String>,
    /// 目录名称.
    pub title: String,
    /// The beginning of the description.
    pub summary: String,
    /// 数源部门.
    pub publisher: OrganisationRef,
    /// 数据领域.
    pub themes: Vec<Label>,
    /// 开放类型; `null` when not known: such a dataset shows metadata only.
    pub open_type: Option<OpenType>,
    /// 安全级别 1–3; `null` when not known.
    pub level: Option<u8>,
    /// 格式: `CSV`, `XLSX`, `API`, …
    pub formats: Vec<String>,
    /// 覆盖地区.
    pub regions: Vec<Label>,
    /// 更新周期.
    pub cycle: Option<Label>,
    /// When the data was last updated: RFC 3339, or a date, a month or a year.
    pub updated_at: Option<String>,
    /// Where the record came from; `null` for datasets of this portal.
    pub source: Option<Source>,
    /// Whether it has files to download here.
    pub downloadable: bool,
    /// Whether the update promise is broken at this moment.
    pub overdue: bool,
    /// Whether the content is fictional (演示数据).
    pub demo: bool,
    /// How often its files were downloaded.
    pub downloads: u64,
    /// Where the query was found; absent outside search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highlight: Option<Highlight>,
    /// Datasets of nearly the same title, when they were asked to come as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub similar: Option<Similar>,
}

/// What the visitor may do with a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Download its files now.
    Download,
    /// Apply for it.
    Apply,
    /// Follow the link to the source.
    VisitSource,
}

/// A dataset with everything its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Dataset {
    /// What the lists show of it.
    #[serde(flatten)]
    pub item: DatasetItem,
    /// The stable name in addresses.
    pub slug: Option<String>,
    /// 摘要, as plain text.
    pub description: String,
    /// 关键词.
    pub keywords: Vec<String>,
    /// 统一社会信用代码 of the publisher.
    pub publisher_uscc: Option<String>,
    /// 所属行业 (GB/T 4754 section).
    pub industry: Option<Label>,
    /// 资源分类: 基础, 主题, 部门.
    pub resource_class: Option<Label>,
    /// 时间范围, beginning; a partial date.
    pub temporal_start: Option<String>,
    /// 时间范围, end; a partial date.
    pub temporal_end: Option<String>,
    /// 共享类型.
    pub share_type: Option<Label>,
    /// 开放条件 of a conditional dataset.
    pub conditions: Option<Conditions>,
    /// 个人信息类别.
    pub personal_information: Option<Label>,
    /// 首次发布日期.
    pub issued_at: Option<String>,
    /// 目录修改时间.
    pub modified_at: String,
    /// 下次应更新时间.
    pub next_due: Option<String>,
    /// 许可协议.
    pub licence: Option<Label>,
    /// 引用格式 (GB/T 7714).
    pub citation: String,
    /// The same for LaTeX.
    #[serde(default)]
    pub bibtex: String,
    /// 联系部门, 电话, 邮箱 (office, never personal).
    pub contact: Option<Contact>,
    /// 关联目录.
    pub related: Vec<Related>,
    /// 版本.
    pub version: Option<String>,
    /// 版本说明.
    pub version_notes: Option<String>,
    /// The version that replaced this one's predecessor, newest first.
    pub versions: Vec<VersionItem>,
    /// 状态: `published` or `frozen`.
    pub state: String,
    /// 适用提示.
    pub caveats: Option<String>,
    /// 坐标系.
    pub crs: Option<String>,
    /// 数据量 in rows, counted.
    pub row_count: Option<u64>,
    /// 数据量 in bytes, counted.
    pub byte_size: Option<u64>,
    /// How often the page was seen.
    pub views: u64,
    /// 信息项.
    pub data_items: Vec<DataItem>,
    /// 资源, hosted or not.
    pub distributions: Vec<Distribution>,
    /// The hosted ones that the visitor may download.
    pub files: Vec<File>,
    /// Stable codes of what the record lacks (imported records only).
    pub defects: Vec<String>,
    /// Outside identifiers: `system:id`.
    pub external_ids: Vec<String>,
    /// What the visitor may do.
    pub allowed: Vec<Act>,
}

/// How a citation is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CitationFormat {
    /// GB/T 7714-2015, as text.
    #[default]
    Gbt7714,
    /// BibTeX.
    Bibtex,
    /// RIS, for reference managers.
    Ris,
}

/// 开放条件: what must be met before an application can succeed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Conditions {
    /// 主体类型 that may apply.
    pub subjects: Vec<Label>,
    /// 安全要求.
    pub security: Option<String>,
    /// 用途.
    pub purposes: Vec<String>,
    /// 交付方式: `api`, `file`, `sandbox`, `verify`.
    pub modes: Vec<String>,
    /// The longest term, in months.
    pub max_term_months: Option<u32>,
    /// In words.
    pub text: Option<String>,
}

/// Whom to ask about a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contact {
    /// The unit.
    pub unit: String,
    /// Office telephone.
    pub phone: Option<String>,
    /// Office mail address.
    pub email: Option<String>,
}

/// Another dataset and how it is related.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Related {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `previous`, `series`, `code_table`, `related`.
    pub relation: String,
}

/// A version of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VersionItem {
    /// Its id.
    pub id: String,
    /// Its name, such as `2024.06`.
    pub name: String,
    /// What changed.
    pub notes: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// Whether a newer one replaced it.
    pub superseded: bool,
    /// Its hosted files.
    pub files: Vec<File>,
}

/// 信息项: a column of the data (DOMAIN §4.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataItem {
    /// 信息项名称.
    pub name: String,
    /// 英文名.
    pub name_en: Option<String>,
    /// 数据类型 (DOMAIN §5.8): `C`, `N`, `I`, `D`, `T`, `L`, `M`, `Y`, `G`.
    pub data_type: Option<String>,
    /// 长度.
    pub length: Option<u32>,
    /// 是否必填.
    #[serde(default)]
    pub required: bool,
    /// 主键.
    #[serde(default)]
    pub key: bool,
    /// 单位.
    pub unit: Option<String>,
    /// 定义说明.
    pub definition: Option<String>,
    /// 示例值.
    pub example: Option<String>,
}

/// What kind of distribution it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DistributionKind {
    /// A file kept here.
    Hosted,
    /// A page or file kept elsewhere (外部来源).
    External,
    /// An interface.
    Api,
}

/// 资源: one way to get at the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Distribution {
    /// Its id.
    pub id: String,
    /// What kind it is.
    pub kind: DistributionKind,
    /// 资源名称.
    pub title: String,
    /// 格式.
    pub format: Option<String>,
    /// Where it is; absent where the visitor may not fetch it.
    pub url: Option<String>,
    /// In bytes, for hosted files.
    pub byte_size: Option<u64>,
    /// `ok` or `damaged`.
    pub state: String,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its type code: `state`, `authorised`, `utility`, `people`.
    pub kind: Option<Label>,
    /// Its region.
    pub region: Option<Label>,
    /// Verified 统一社会信用代码.
    pub uscc: Option<String>,
    /// How many of its datasets can be seen.
    pub datasets: u64,
}

/// A theme with its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Theme {
    /// 领域 code, two digits.
    pub code: String,
    /// Its name.
    pub label: String,
    /// How many datasets can be seen in it.
    pub datasets: u64,
}

/// How many datasets were last updated in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MonthCount {
    /// The month in Asia/Shanghai, such as `2024-06`.
    pub month: String,
    /// Visible datasets whose data was last updated in it.
    pub updated: u64,
}

/// How much was used on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayCount {
    /// The day in Asia/Shanghai, such as `2024-06-01`.
    pub day: String,
    /// Downloads of files of datasets that are visible now.
    pub downloads: u64,
    /// Looks at the pages of datasets that are visible now.
    pub views: u64,
}

/// The figures of the front page and of the page of figures, counted at `as_of`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Statistics {
    /// Visible datasets.
    pub datasets: u64,
    /// Of these, unconditional.
    pub unconditional: u64,
    /// Of these, conditional.
    pub conditional: u64,
    /// Organisations with a visible dataset.
    pub organisations: u64,
    /// Hosted files that anybody can download.
    pub files: u64,
    /// Rows of the tables in these files; a table in several formats counts once.
    pub rows: u64,
    /// Bytes in these files.
    pub byte_size: u64,
    /// Downloads ever.
    pub downloads: u64,
    /// The last 24 months, oldest first; none is left out.
    #[serde(default)]
    pub months: Vec<MonthCount>,
    /// The last 30 days, oldest first; none is left out.
    #[serde(default)]
    pub days: Vec<DayCount>,
    /// RFC 3339.
    pub as_of: String,
}

/// Which organisations to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct OrganisationsQuery {
    /// Part of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Region code; its parts are included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// At most this many (1–100).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl Portal {
    /// One dataset by its id, catalogue code, slug or outside id.
    pub async fn dataset(&self, id: &str) -> Result<Dataset, Problem> {
        self.get(&format!("/api/datasets/{}", segment(id)), &()).await
    }

    /// Organisations with visible datasets, most datasets first.
    pub async fn organisations(&self, query: &OrganisationsQuery) -> Result<Page<Organisation>, Problem> {
        self.get("/api/organisations", query).await
    }

    /// One organisation.
    pub async fn organisation(&self, id: &str) -> Result<Organisation, Problem> {
        self.get(&format!("/api/organisations/{}", segment(id)), &()).await
    }

    /// All themes in their order.
    pub async fn themes(&self) -> Result<Page<Theme>, Problem> {
        self.get("/api/themes", &()).await
    }

    /// The figures of the front page.
    pub async fn statistics(&self) -> Result<Statistics, Problem> {
        self.get("/api/statistics", &()).await
    }
}
