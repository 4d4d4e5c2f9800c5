//! The one table behind all formats of a fictional dataset.

use time::{Date, Duration, Month};

use super::{
    chance::Chance,
    column::{Column, Recipe},
    identifier,
    words::{DISTRICTS, District, FIRMS, PLACES},
};

/// A table: its columns and its rows, cells as text.
#[derive(Debug, Clone)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has a cell for each column.
    pub rows: Vec<Vec<String>>,
}

/// An entry of the open list that the portal makes of itself: values by field.
pub type Listing = Vec<(&'static str, String)>;

/// Makes a table of `rows` rows; `seed` alone decides what stands in it. A table of the open list has as many rows as
/// the `listing`.
pub fn make(seed: &str, columns: Vec<Column>, rows: usize, listing: &[Listing]) -> Table {
    let lists = columns.iter().any(|column| matches!(column.recipe, Recipe::Listing(_)));
    let rows = if lists { listing.len() } else { rows };
    let through = columns.iter().find_map(|column| match column.recipe {
        Recipe::District(stride) => stride,
        _ => None,
    });
    let mut made = Vec::with_capacity(rows);
    for number in 0..rows {
        let mut chance = Chance::of(&format!("{seed}/{number}"));
        let drawn = chance.below(DISTRICTS.len());
        let district = &DISTRICTS[through.map_or(drawn, |stride| number / stride % DISTRICTS.len())];
        let road = district.roads[chance.below(district.roads.len())];
        let row = Row { seed, number, district, road, listing: listing.get(number) };
        let mut cells: Vec<String> = Vec::with_capacity(columns.len());
        for column in &columns {
            let mut chance = Chance::of(&format!("{seed}/{number}/{}", column.name_en));
            cells.push(row.cell(&column.recipe, &mut chance, (&columns, &cells)));
        }
        made.push(cells);
    }
    Table { columns, rows: made }
}

struct Row<'a> {
    seed: &'a str,
    number: usize,
    district: &'static District,
    road: &'static str,
    listing: Option<&'a Listing>,
}

impl Row<'_> {
    fn cell(&self, recipe: &Recipe, chance: &mut Chance, left: (&[Column], &[String])) -> String {
        match recipe {
            Recipe::Sequence(prefix) => format!("{prefix}{:04}", self.number + 1),
            Recipe::Place(endings) => {
                // After all names have come once, a numeral tells them apart.
                let start = Chance::of(self.seed).below(PLACES.len());
                let place = PLACES[(start + self.number) % PLACES.len()];
                let again = self.number / PLACES.len();
                let ending = picked(endings, chance);
                match again {
                    0 => format!("{}{place}{ending}", self.district.name),
                    _ => format!("{}{}{place}第{}{ending}", self.district.name, self.road, numeral(again)),
                }
            }
            Recipe::Company(trades) => {
                let start = Chance::of(self.seed).below(FIRMS.len());
                let firm = FIRMS[(start + self.number) % FIRMS.len()];
                // The name of a district tells apart what would be the same name again.
                let branch: String = match (self.number / FIRMS.len()).checked_sub(1) {
                    None => String::new(),
                    Some(again) => DISTRICTS[again % DISTRICTS.len()].name.chars().take(2).collect(),
                };
                format!("青岛{branch}{firm}演示{}有限公司", picked(trades, chance))
            }
            Recipe::District(_) => self.district.name.to_owned(),
            Recipe::Region => self.district.code.to_owned(),
            Recipe::Street(None) => picked(self.district.streets, chance).to_owned(),
            Recipe::Street(Some(stride)) => {
                let streets = self.district.streets;
                streets[self.number / stride % streets.len()].to_owned()
            }
            Recipe::Address => {
                format!("青岛市{}{}{}号", self.district.name, self.road, chance.between(1, 398))
            }
            Recipe::Bounds => {
                let roads = self.district.roads;
                let first = chance.below(roads.len());
                let [east, west, south] = [0, 1, 2].map(|step| roads[(first + step) % roads.len()]);
                format!("东至{east}，西至{west}，南至{south}")
            }
            Recipe::Longitude => degrees(self.district.longitude, chance),
            Recipe::Latitude => degrees(self.district.latitude, chance),
            Recipe::Area => area(self.district),
            Recipe::Phone => format!("0532-8000{:04}", chance.between(0, 9999)),
            Recipe::Uscc(prefix) => identifier::uscc(prefix, self.district.code, chance.draw()),
            Recipe::Number { low, high, decimals } => decimal(chance.between(*low, *high), *decimals),
            Recipe::Sum(names) => sum(names, left),
            Recipe::Part(name, low, high) => part(cell_of(name, left), chance.between(*low, *high)),
            Recipe::Within(name, values) => within(cell_of(name, left), values).to_owned(),
            Recipe::Pick(values) => picked(values, chance).to_owned(),
            Recipe::Each(stride, values) => values[self.number / stride % values.len()].clone(),
            Recipe::Day(stride, first) => {
                day(first, self.number / stride).map_or_else(String::new, |day| day.to_string())
            }
            Recipe::Month(stride, first) => month(first, self.number / stride).unwrap_or_default(),
            Recipe::Quarter(stride, first) => quarter(first, self.number / stride).unwrap_or_default(),
            Recipe::Year(stride, first) => {
                (first + i64::try_from(self.number / stride).unwrap_or_default()).to_string()
            }
            Recipe::Hour(stride, first) => {
                let hour = self.number / stride;
                day(first, hour / 24)
                    .map_or_else(String::new, |day| format!("{day}T{:02}:00:00+08:00", hour % 24))
            }
            Recipe::Date(low, high) => {
                let (year, month) = (chance.between(*low, *high), chance.between(1, 12));
                format!("{year}-{month:02}-{:02}", chance.between(1, 28))
            }
            Recipe::Code(prefix) => format!("{prefix}{:06}", chance.between(1, 999_999)),
            Recipe::Text(text) => text.clone(),
            Recipe::Listing(field) => self
                .listing
                .and_then(|entry| entry.iter().find(|(name, _)| name == field))
                .map(|(_, value)| value.clone())
                .unwrap_or_default(),
        }
    }
}

fn picked<'a, T: AsRef<str>>(values: &'a [T], chance: &mut Chance) -> &'a str {
    values.get(chance.below(values.len())).map_or("", AsRef::as_ref)
}

fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    DIGITS.get(n.saturating_sub(1)).map_or_else(|| n.to_string(), |digit| (*digit).to_owned())
}

/// Within about three kilometres.
fn degrees(middle: f64, chance: &mut Chance) -> String {
    let offset = i32::try_from(chance.between(-30_000, 30_000)).unwrap_or_default();
    format!("{:.6}", middle + f64::from(offset) / 1_000_000.0)
}

/// A small hexagon around the middle of the district: it shows where the district is, not where it ends.
fn area(district: &District) -> String {
    let corners = [(12, 0), (6, 10), (-6, 10), (-12, 0), (-6, -10), (6, -10), (12, 0)];
    let ring: Vec<String> = corners
        .iter()
        .map(|(east, north)| {
            let (east, north) = (f64::from(*east) / 1000.0, f64::from(*north) / 1000.0);
            format!("{:.4} {:.4}", district.longitude + east, district.latitude + north)
        })
        .collect();
    format!("POLYGON (({}))", ring.join(", "))
}

fn decimal(scaled: i64, decimals: usize) -> String {
    if decimals == 0 {
        return scaled.to_string();
    }
    let unit = 10_i64.pow(u32::try_from(decimals).unwrap_or_default());
    let sign = if scaled < 0 { "-" } else { "" };
    format!("{sign}{}.{:0decimals$}", scaled.abs() / unit, scaled.abs() % unit)
}

fn cell_of<'a>(name: &str, (columns, cells): (&[Column], &'a [String])) -> &'a str {
    columns.iter().zip(cells).find(|(column, _)| column.name_en == name).map_or("", |(_, cell)| cell)
}

fn within<'a>(cell: &str, values: &'a [String]) -> &'a str {
    let pairs = || values.iter().map(|value| value.split_once('=').unwrap_or((value, value)));
    pairs()
        .find(|(sign, _)| cell.contains(sign))
        .or_else(|| pairs().next_back())
        .map_or("", |(_, meaning)| meaning)
}

/// `hundredths` of a whole number or of a decimal, with as many decimals.
fn part(cell: &str, hundredths: i64) -> String {
    let decimals = cell.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    decimal(cell.replace('.', "").parse::<i64>().unwrap_or_default() * hundredths / 100, decimals)
}

fn sum(names: &[String], (columns, cells): (&[Column], &[String])) -> String {
    let mut decimals = 0;
    let mut total = 0;
    for (column, cell) in columns.iter().zip(cells).filter(|(column, _)| names.contains(&column.name_en)) {
        if let Recipe::Number { decimals: own, .. } = column.recipe {
            decimals = own;
        }
        total += cell.replace('.', "").parse::<i64>().unwrap_or_default();
    }
    decimal(total, decimals)
}

fn day(first: &str, after: usize) -> Option<Date> {
    let mut parts = first.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = Month::try_from(parts.next()?.parse::<u8>().ok()?).ok()?;
    let first = Date::from_calendar_date(year, month, parts.next()?.parse().ok()?).ok()?;
    first.checked_add(Duration::days(i64::try_from(after).ok()?))
}

fn month(first: &str, after: usize) -> Option<String> {
    let (year, month) = first.split_once('-')?;
    let months = year.parse::<usize>().ok()? * 12 + month.parse::<usize>().ok()? - 1 + after;
    Some(format!("{}-{:02}", months / 12, months % 12 + 1))
}

fn quarter(first: &str, after: usize) -> Option<String> {
    let (year, quarter) = first.split_once('Q')?;
    let quarters = year.parse::<usize>().ok()? * 4 + quarter.parse::<usize>().ok()? - 1 + after;
    Some(format!("{}Q{}", quarters / 4, quarters % 4 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: &[&str], rows: usize) -> Table {
        let columns = lines.iter().map(|line| Column::read(line).expect("a column")).collect();
        make("T", columns, rows, &[])
    }

    #[test]
    fn a_table_is_the_same_each_time() {
        let lines = ["名称|name|C|place:停车场|名称", "泊位|n|I|int:1..9|泊位"];
        assert_eq!(table(&lines, 50).rows, table(&lines, 50).rows);
    }

    #[test]
    fn names_do_not_come_twice() {
        let table = table(&["名称|name|C|place:停车场|名称", "企业|firm|C|company:科技|企业"], 200);
        for column in 0..2 {
            let names: std::collections::HashSet<_> = table.rows.iter().map(|row| &row[column]).collect();
            assert_eq!(names.len(), 200);
        }
    }

    #[test]
    fn series_go_on() {
        assert_eq!(month("2023-11", 2).as_deref(), Some("2024-01"));
        assert_eq!(quarter("2023Q4", 1).as_deref(), Some("2024Q1"));
        let table = table(&["日|d|D|day@2:2024-02-28|日", "合计|t|N|dec:1..1:2|x", "和|s|N|sum:t,t|y"], 5);
        assert_eq!(table.rows[4][0], "2024-03-01");
        assert_eq!(table.rows[0][2], "1.00");
        let values = ["中学=初中".to_owned(), "学校".to_owned()];
        assert_eq!([within("一中学", &values), within("其他", &values)], ["初中", "学校"]);
    }

    #[test]
    fn coordinates_are_in_the_city() {
        for row in table(&["经度|lon|N|lon|x", "纬度|lat|N|lat|y"], 200).rows {
            let (lon, lat): (f64, f64) = (row[0].parse().expect("lon"), row[1].parse().expect("lat"));
            assert!((119.5..121.2).contains(&lon) && (35.5..37.2).contains(&lat));
        }
    }
}
