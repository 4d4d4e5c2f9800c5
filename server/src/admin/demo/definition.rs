//! The demonstration as it is written down: the TOML files beside this one.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::column::Column;
use crate::{
    catalogue::metadata::{Conditions, LegalBasis, OpenType, State},
    error::{Error, Result},
};

const HOUSE: &str = include_str!("house.toml");

const DATASETS: &[(&str, &str)] = &[
    ("transport.toml", include_str!("transport.toml")),
    ("health.toml", include_str!("health.toml")),
    ("nature.toml", include_str!("nature.toml")),
    ("market.toml", include_str!("market.toml")),
    ("city.toml", include_str!("city.toml")),
    ("people.toml", include_str!("people.toml")),
    ("economy.toml", include_str!("economy.toml")),
    ("closed.toml", include_str!("closed.toml")),
    ("states.toml", include_str!("states.toml")),
];

/// What the datasets share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
    /// Organisations by the name the datasets use.
    pub organisation: BTreeMap<String, Organisation>,
    /// Columns that many tables have, by name.
    pub column: BTreeMap<String, String>,
    /// 开放条件 by name.
    pub conditions: BTreeMap<String, Conditions>,
    /// 人员.
    pub person: Vec<Person>,
}

/// An organisation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its number, unique: in its fictional credit code and in catalogue codes.
    pub number: u64,
    /// Its name.
    pub title: String,
    /// Code list `organisation_kind`; absent for applicants.
    pub kind: Option<String>,
    /// 登记管理部门 and 机构类别, the first two characters of the credit code.
    pub register: String,
    /// Region code.
    #[serde(default = "city")]
    pub region: String,
}

/// A person: a fictional name and a role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name.
    pub name: String,
    /// A role of DOMAIN §2.1.
    pub role: String,
    /// Name of the organisation.
    pub organisation: Option<String>,
}

/// A dataset.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Such as `D01` of DOMAIN Annex A; `E…` for those that are here to show a state.
    pub id: String,
    /// The name in addresses.
    pub slug: String,
    /// 目录名称.
    pub title: String,
    /// Name of the organisation.
    pub publisher: String,
    /// 领域.
    pub theme: String,
    /// 所属行业.
    pub industry: String,
    /// 更新周期.
    pub cycle: String,
    /// 摘要.
    pub description: String,
    /// 关键词.
    pub keywords: Vec<String>,
    /// 信息项, each a line (see [`Column::read`]) or `@` and the name of a shared one.
    pub columns: Vec<String>,
    /// Rows of the table.
    #[serde(default)]
    pub rows: usize,
    /// 开放类型.
    #[serde(default = "unconditional")]
    pub open: OpenType,
    /// 安全级别.
    #[serde(default = "lowest")]
    pub level: u8,
    /// Name of the conditions.
    pub conditions: Option<String>,
    /// 不予开放依据.
    pub basis: Option<LegalBasis>,
    /// 重要数据.
    #[serde(default)]
    pub important: bool,
    /// 个人信息类别.
    pub personal: Option<String>,
    /// 坐标系 of a table with coordinates.
    pub crs: Option<String>,
    /// Whether there is a GeoJSON file.
    #[serde(default)]
    pub geojson: bool,
    /// Whether a conditional dataset has a sealed file behind it.
    #[serde(default)]
    pub sealed: bool,
    /// Whether it has an interface.
    #[serde(default)]
    pub api: bool,
    /// Whether its update promise is broken.
    #[serde(default)]
    pub overdue: bool,
    /// Whether an older version of its data is kept beside the current one.
    #[serde(default)]
    pub superseded: bool,
    /// Where it stands.
    #[serde(default = "published")]
    pub state: String,
    /// 资源分类.
    #[serde(default = "department")]
    pub class: String,
    /// 适用提示, after the mark of the demonstration.
    pub caveats: Option<String>,
    /// Datasets written down before this one that go with it.
    #[serde(default)]
    pub related: Vec<String>,
}

fn city() -> String {
    "370200".to_owned()
}

fn unconditional() -> OpenType {
    OpenType::Unconditional
}

fn lowest() -> u8 {
    1
}

fn published() -> String {
    State::Published.name().to_owned()
}

fn department() -> String {
    "3".to_owned()
}

#[derive(Deserialize)]
struct File {
    dataset: Vec<Definition>,
}

/// Reads everything that is written down; the datasets in the order of their ids.
pub fn read() -> Result<(House, Vec<Definition>)> {
    let house = toml::from_str(HOUSE).map_err(|e| Error::other(format!("house.toml: {e}")))?;
    let mut datasets = Vec::new();
    for (name, text) in DATASETS {
        let file: File = toml::from_str(text).map_err(|e| Error::other(format!("{name}: {e}")))?;
        datasets.extend(file.dataset);
    }
    datasets.sort_by(|a, b| a.id.cmp(&b.id));
    Ok((house, datasets))
}

impl House {
    /// The organisation of that name.
    pub fn organisation(&self, name: &str) -> Result<&Organisation> {
        self.organisation.get(name).ok_or_else(|| Error::other(format!("no organisation {name}")))
    }
}

impl Definition {
    /// The columns, shared ones looked up.
    pub fn columns(&self, house: &House) -> Result<Vec<Column>> {
        self.columns
            .iter()
            .map(|line| {
                let line = match line.strip_prefix('@') {
                    Some(name) => house.column.get(name).map(String::as_str),
                    None => Some(line.as_str()),
                };
                line.and_then(Column::read)
                    .ok_or_else(|| Error::other(format!("{}: a column cannot be read: {line:?}", self.id)))
            })
            .collect()
    }

    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::of_name(&self.state)
            .ok_or_else(|| Error::other(format!("{}: no state {}", self.id, self.state)))
    }
}
