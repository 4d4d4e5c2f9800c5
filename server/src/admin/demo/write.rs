//! Writing a table as CSV, XLSX, JSON, XML and GeoJSON. The same table gives the same bytes.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::Value;

use super::{
    column::{Column, Recipe},
    table::Table,
};
use crate::error::{Error, Result};

/// CSV, UTF-8 without a mark: a line of names in Chinese, then the rows.
pub fn csv(table: &Table) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| Error::other(format!("CSV: {e}"));
    writer.write_record(table.columns.iter().map(|column| &column.name)).map_err(failed)?;
    for row in &table.rows {
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|e| Error::other(format!("CSV: {e}")))
}

/// XLSX: one sheet, names in Chinese; what is a number stands as a number.
pub fn xlsx(table: &Table) -> Result<Vec<u8>> {
    workbook(table).map_err(|e| Error::other(format!("XLSX: {e}")))
}

fn workbook(table: &Table) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The time of writing would make each file another one.
    let fixed = ExcelDateTime::from_ymd(2024, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed).set_comment("演示数据"));
    let sheet = workbook.add_worksheet();
    sheet.set_name("演示数据")?;
    let bold = Format::new().set_bold();
    for (at, column) in (0u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, &column.name, &bold)?;
    }
    for (line, row) in (1u32..).zip(&table.rows) {
        for ((at, column), cell) in (0u16..).zip(&table.columns).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) if column.numeric() => sheet.write_number(line, at, number)?,
                Ok(_) | Err(_) => sheet.write_string(line, at, cell)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

/// JSON: a list of objects, keyed by the English names in the order of the columns.
pub fn json(table: &Table) -> Result<Vec<u8>> {
    let rows = table.rows.iter().map(|row| object(&table.columns, row)).collect::<Result<Vec<_>>>()?;
    Ok(format!("[\n{}\n]\n", rows.join(",\n")).into_bytes())
}

/// One object, written by hand to keep the order of the columns.
fn object(columns: &[Column], row: &[String]) -> Result<String> {
    let mut fields = Vec::with_capacity(columns.len());
    for (column, cell) in columns.iter().zip(row) {
        // The text of a number is kept as it is, so that no decimal gets lost.
        let number = column.numeric() && serde_json::from_str::<serde_json::Number>(cell).is_ok();
        let value = if number { cell.clone() } else { serde_json::to_string(cell)? };
        fields.push(format!("{}:{value}", serde_json::to_string(&column.name_en)?));
    }
    Ok(format!("{{{}}}", fields.join(",")))
}

/// XML: `dataset` with a `row` for each row, elements by the English names.
pub fn xml(title: &str, table: &Table) -> Vec<u8> {
    let mut text =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dataset title=\"{}\">\n", escape(title));
    for row in &table.rows {
        text.push_str("  <row>");
        for (column, cell) in table.columns.iter().zip(row) {
            text.push_str(&format!("<{0}>{1}</{0}>", column.name_en, escape(cell)));
        }
        text.push_str("</row>\n");
    }
    text.push_str("</dataset>\n");
    text.into_bytes()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// GeoJSON: a feature for each row, a point of its longitude and latitude or its area; `None` for a table without
/// a place.
pub fn geojson(table: &Table) -> Result<Option<Vec<u8>>> {
    let at = |wanted: &Recipe| table.columns.iter().position(|column| column.recipe == *wanted);
    let point = at(&Recipe::Longitude).zip(at(&Recipe::Latitude));
    let area = at(&Recipe::Area);
    let mut features = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let geometry = match (point, area) {
            (Some((lon, lat)), _) => {
                format!("{{\"type\":\"Point\",\"coordinates\":[{},{}]}}", row[lon], row[lat])
            }
            (None, Some(area)) => polygon(&row[area])?,
            (None, None) => return Ok(None),
        };
        let properties = object(&table.columns, row)?;
        features
            .push(format!("{{\"type\":\"Feature\",\"geometry\":{geometry},\"properties\":{properties}}}"));
    }
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"));
    Ok(Some(text.into_bytes()))
}

fn polygon(wkt: &str) -> Result<String> {
    let ring = wkt
        .trim_start_matches("POLYGON ((")
        .trim_end_matches("))")
        .split(", ")
        .map(|pair| format!("[{}]", pair.replace(' ', ",")))
        .collect::<Vec<_>>()
        .join(",");
    let text = format!("{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}");
    serde_json::from_str::<Value>(&text)?;
    Ok(text)
}
