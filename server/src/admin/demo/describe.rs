//! From what is written down to the metadata of a dataset.

use app::portal::catalogue::DataItem;
use time::Duration;

use super::{
    chance::Chance,
    column::Recipe,
    definition::{Definition, House},
    table::Table,
};
use crate::{
    catalogue::metadata::{Contact, Metadata, OpenType, Relation},
    clock::Moment,
    error::{Error, Result},
};

/// What every caveat begins with.
pub const MARK: &str = "演示数据：内容由程序生成，不反映任何真实单位和真实情况。";

/// The metadata of a dataset at `now`. `table` is what its data looks like, a sample where nothing is delivered.
pub fn metadata(
    house: &House,
    definition: &Definition,
    table: &Table,
    related: Vec<Relation>,
    now: Moment,
) -> Result<Metadata> {
    let organisation = house.organisation(&definition.publisher)?;
    let conditions = match &definition.conditions {
        Some(name) => Some(
            house
                .conditions
                .get(name)
                .cloned()
                .ok_or_else(|| Error::other(format!("{}: no conditions {name}", definition.id)))?,
        ),
        None => None,
    };
    let (share, licence) = match definition.open {
        OpenType::Unconditional => ("1", Some("QD-OPEN-1.0")),
        OpenType::Conditional => ("2", Some("QD-COND-AGREEMENT")),
        OpenType::NotOpen => ("3", None),
    };
    let mut chance = Chance::of(&definition.id);
    let (start, end) = temporal(table);
    let caveats = match &definition.caveats {
        Some(more) => format!("{MARK}{more}"),
        None => MARK.to_owned(),
    };
    Ok(Metadata {
        title: definition.title.clone(),
        description: definition.description.trim().to_owned(),
        keywords: definition.keywords.clone(),
        themes: vec![definition.theme.clone()],
        industry: Some(definition.industry.clone()),
        resource_class: Some(definition.class.clone()),
        regions: vec![organisation.region.clone()],
        temporal_start: start,
        temporal_end: end,
        share_type: Some(share.to_owned()),
        open_type: Some(definition.open),
        not_open_basis: definition.basis.clone(),
        conditions,
        level: Some(definition.level),
        important: definition.important,
        core: false,
        personal_information: Some(definition.personal.clone().unwrap_or_else(|| "none".to_owned())),
        cycle: Some(definition.cycle.clone()),
        issued_at: Some(format!(
            "202{}-{:02}-{:02}",
            chance.between(1, 3),
            chance.between(1, 12),
            chance.between(1, 28)
        )),
        data_updated_at: Some(updated(definition, now)),
        licence: licence.map(str::to_owned),
        contact: Some(Contact {
            unit: format!("{}数据管理科", organisation.title),
            phone: Some(format!("0532-8000{:04}", 1000 + organisation.number)),
            email: Some(format!("data{:02}@qingdao.invalid", organisation.number)),
        }),
        related,
        caveats: Some(caveats),
        crs: definition.crs.clone(),
        data_items: table.columns.iter().enumerate().map(|(at, _)| data_item(table, at)).collect(),
        ..Metadata::default()
    })
}

fn data_item(table: &Table, at: usize) -> DataItem {
    let column = &table.columns[at];
    let longest = table.rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let text = matches!(column.data_type.as_str(), "C" | "M");
    DataItem {
        name: column.name.clone(),
        name_en: Some(column.name_en.clone()),
        data_type: Some(column.data_type.clone()),
        // Room for twice the longest value seen, in tens.
        length: text.then(|| u32::try_from(longest.div_ceil(5) * 10).unwrap_or(100).max(10)),
        required: at < 2,
        key: at == 0 && matches!(column.recipe, Recipe::Sequence(_)),
        unit: column.unit.clone(),
        definition: Some(column.definition.clone()),
        example: table.rows.first().map(|row| row[at].clone()),
    }
}

/// The first and the last period in the table, where it is a series.
fn temporal(table: &Table) -> (Option<String>, Option<String>) {
    let series = table.columns.iter().position(|column| match column.recipe {
        Recipe::Day(..) | Recipe::Month(..) | Recipe::Year(..) | Recipe::Hour(..) => true,
        Recipe::Sequence(_)
        | Recipe::Place(_)
        | Recipe::Company(_)
        | Recipe::District(_)
        | Recipe::Region
        | Recipe::Street(_)
        | Recipe::Address
        | Recipe::Bounds
        | Recipe::Longitude
        | Recipe::Latitude
        | Recipe::Area
        | Recipe::Phone
        | Recipe::Uscc(_)
        | Recipe::Number { .. }
        | Recipe::Sum(_)
        | Recipe::Part(..)
        | Recipe::Within(..)
        | Recipe::Pick(_)
        | Recipe::Each(..)
        | Recipe::Quarter(..)
        | Recipe::Date(..)
        | Recipe::Code(_)
        | Recipe::Text(_)
        | Recipe::Listing(_) => false,
    });
    let Some(at) = series else { return (None, None) };
    let partial = |cell: &String| cell.chars().take(10).collect::<String>();
    let cells = || table.rows.iter().map(|row| partial(&row[at]));
    (cells().min(), cells().max())
}

/// When the data was last updated, so that the update promise (DOMAIN §5.4) is kept or broken at `now`.
fn updated(definition: &Definition, now: Moment) -> String {
    let hours = match (definition.cycle.as_str(), definition.overdue) {
        ("1", false) => return now.rfc3339(),
        ("1", true) => 72,
        ("2", false) => 0,
        ("2", true) => 15 * 24,
        ("3", false) => 2 * 24,
        ("3", true) => 40 * 24,
        ("4", false) => 12 * 24,
        ("4", true) => 150 * 24,
        ("5", false) => 40 * 24,
        ("5", true) => 400 * 24,
        ("6", false) => 70 * 24,
        ("6", true) => 700 * 24,
        ("7", false) => 120 * 24,
        ("7", true) => 1300 * 24,
        ("8", _) => 100 * 24,
        (_, _) => return "2021-06-11".to_owned(),
    };
    let at = now.utc() - Duration::hours(hours);
    i64::try_from(at.unix_timestamp_nanos() / 1000)
        .map_or_else(|_| String::new(), |at| Moment(at).shanghai_day())
}
