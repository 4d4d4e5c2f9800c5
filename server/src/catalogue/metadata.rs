//! The metadata of a dataset as it is stored (DOMAIN §4); the wire has its own types.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// On what terms a dataset is given out (DOMAIN §5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenType {
    /// 无条件开放.
    Unconditional,
    /// 有条件开放.
    Conditional,
    /// 不予开放.
    NotOpen,
}

impl OpenType {
    /// The stored name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unconditional => "unconditional",
            Self::Conditional => "conditional",
            Self::NotOpen => "not_open",
        }
    }

    /// The open type of a stored name.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Unconditional, Self::Conditional, Self::NotOpen].into_iter().find(|t| t.name() == name)
    }
}

/// Where a dataset stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// 草稿.
    Draft,
    /// 待审.
    InReview,
    /// 退回.
    Returned,
    /// 已发布.
    Published,
    /// 已冻结: for the time being nothing of it is shown.
    Frozen,
    /// 已下线: its address answers 410 for ever.
    Withdrawn,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::InReview, Self::Returned, Self::Published, Self::Frozen, Self::Withdrawn];

    /// The stored name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Published => "published",
            Self::Frozen => "frozen",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether a dataset in this state is published, or was.
    pub fn was_published(self) -> bool {
        match self {
            Self::Published | Self::Frozen | Self::Withdrawn => true,
            Self::Draft | Self::InReview | Self::Returned => false,
        }
    }

    /// The state of a stored name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Who made a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An editor of this portal.
    Edited,
    /// An import; publication rules did not bind it.
    Imported,
    /// The demonstration; its content is fictional.
    Demo,
}

impl Origin {
    /// The stored name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Imported => "imported",
            Self::Demo => "demo",
        }
    }
}

/// Everything that describes a dataset. Codes are of the code lists; texts are plain text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// 目录名称, at most 300 characters.
    pub title: String,
    /// 摘要, at most 10,000 characters.
    pub description: String,
    /// 关键词.
    pub keywords: Vec<String>,
    /// 领域, code list `theme`.
    pub themes: Vec<String>,
    /// 所属行业, code list `industry`.
    pub industry: Option<String>,
    /// 资源分类, code list `resource_class`.
    pub resource_class: Option<String>,
    /// 覆盖地区, code list `region`.
    pub regions: Vec<String>,
    /// 时间范围, a partial date.
    pub temporal_start: Option<String>,
    /// 时间范围, a partial date.
    pub temporal_end: Option<String>,
    /// 共享类型, code list `share_type`.
    pub share_type: Option<String>,
    /// 开放类型.
    pub open_type: Option<OpenType>,
    /// 不予开放依据.
    pub not_open_basis: Option<LegalBasis>,
    /// 开放条件.
    pub conditions: Option<Conditions>,
    /// 安全级别 1–4.
    pub level: Option<u8>,
    /// 重要数据.
    pub important: bool,
    /// 核心数据.
    pub core: bool,
    /// 个人信息类别, code list `personal_information`.
    pub personal_information: Option<String>,
    /// 更新周期, code list `cycle`.
    pub cycle: Option<String>,
    /// 首次发布日期, a partial date or RFC 3339.
    pub issued_at: Option<String>,
    /// 数据更新时间, a partial date or RFC 3339.
    pub data_updated_at: Option<String>,
    /// 许可协议, code list `licence`.
    pub licence: Option<String>,
    /// 联系部门.
    pub contact: Option<Contact>,
    /// 关联目录.
    pub related: Vec<Relation>,
    /// 适用提示.
    pub caveats: Option<String>,
    /// 坐标系.
    pub crs: Option<String>,
    /// 信息项.
    pub data_items: Vec<app::portal::catalogue::DataItem>,
    /// The name of the portal or collection that the record came from.
    pub source_title: Option<String>,
    /// The record's page there.
    pub source_url: Option<String>,
    /// What an import could not map, as it was given: field → value.
    pub kept: BTreeMap<String, String>,
}

/// The law that forbids opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalBasis {
    /// Reason code N1–N6 (DOMAIN §5.1).
    pub reason: String,
    /// The law or administrative regulation.
    pub law: String,
    /// The article.
    pub article: String,
}

/// 开放条件.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conditions {
    /// 主体类型, code list `subject`.
    pub subjects: Vec<String>,
    /// 安全要求.
    pub security: Option<String>,
    /// 用途.
    pub purposes: Vec<String>,
    /// 交付方式: api, file, sandbox, verify.
    pub modes: Vec<String>,
    /// The longest term, in months.
    pub max_term_months: Option<u32>,
    /// In words.
    pub text: Option<String>,
}

/// Whom to ask: an office, never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The unit.
    pub unit: String,
    /// Office telephone.
    pub phone: Option<String>,
    /// Office mail address.
    pub email: Option<String>,
}

/// Another dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Its id.
    pub dataset_id: String,
    /// `previous`, `series`, `code_table`, `related`.
    pub relation: String,
}
