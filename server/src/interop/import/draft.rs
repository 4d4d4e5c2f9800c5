//! A record in the making: cleaned values, and what was wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{clean, label};

/// What was found out about a row while it was read.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Codes of what it lacks.
    pub defects: BTreeSet<&'static str>,
    /// What could not be mapped, as it was given.
    pub kept: BTreeMap<String, String>,
}

impl Draft {
    /// One line of text, when it says something.
    pub fn line(&mut self, raw: &str, limit: usize) -> Option<String> {
        let cleaned = clean::line(raw, limit);
        self.defects.extend(cleaned.defects);
        clean::meaning(&cleaned.text).map(str::to_owned)
    }

    /// Text of several lines, when it says something.
    pub fn block(&mut self, raw: &str, limit: usize) -> Option<String> {
        let cleaned = clean::block(raw, limit);
        self.defects.extend(cleaned.defects);
        clean::meaning(&cleaned.text).map(str::to_owned)
    }

    /// A label through its table; one that the table does not know is kept, and none is `missing`.
    pub fn label<T>(
        &mut self,
        (field, raw): (&str, &str),
        table: impl Fn(&str) -> Option<T>,
        (missing, unknown): (&'static str, &'static str),
    ) -> Option<T> {
        if let Some(value) = table(raw) {
            return Some(value);
        }
        match clean::meaning(raw) {
            Some(raw) => self.keep(field, raw, unknown),
            None => {
                self.defects.insert(missing);
            }
        }
        None
    }

    /// A date; one that is none is kept.
    pub fn date(&mut self, field: &str, raw: &str) -> Option<String> {
        let raw = clean::meaning(raw)?;
        let date = label::date(raw);
        if date.is_none() {
            self.keep(field, raw, "bad_date");
        }
        date
    }

    /// Formats by their labels, sorted, each once.
    pub fn formats<'a>(&mut self, labels: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
        let mut formats = BTreeSet::new();
        let mut unknown = Vec::new();
        for raw in labels {
            match label::format(raw) {
                Some(format) => {
                    formats.insert(format);
                }
                None if clean::meaning(raw).is_none() || label::no_format(raw) => {}
                None => unknown.push(raw),
            }
        }
        if !unknown.is_empty() {
            self.keep("formats", &unknown.join(", "), "format_not_mapped");
        }
        formats.into_iter().collect()
    }

    /// Keywords: short, each once, at most 30.
    pub fn keywords<'a>(&mut self, words: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut keywords: Vec<String> = Vec::new();
        for word in words.filter_map(|word| self.line(word, 60)) {
            if keywords.len() < 30 && !keywords.contains(&word) {
                keywords.push(word);
            }
        }
        keywords
    }

    /// The page of the record at its source; other addresses than web addresses are dropped.
    pub fn source_url(&mut self, raw: &str) -> Option<String> {
        if clean::meaning(raw).is_none() {
            self.defects.insert("missing_source_url");
            return None;
        }
        let url = clean::address(raw);
        if url.is_none() {
            self.defects.insert("bad_source_url");
        }
        url
    }

    /// Keeps a value as it was given, made harmless, under a defect.
    pub fn keep(&mut self, field: &str, raw: &str, defect: &'static str) {
        self.defects.insert(defect);
        let raw = clean::line(raw, 300).text;
        if !raw.is_empty() {
            self.kept.insert(field.to_owned(), raw);
        }
    }

    /// The defects as a record has them.
    pub fn defects(&self) -> Vec<String> {
        self.defects.iter().map(|code| (*code).to_owned()).collect()
    }
}

/// The text of a field; numbers as they are written, all else as empty.
pub fn text(row: &Map<String, Value>, field: &str) -> String {
    match row.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_)) | None => String::new(),
    }
}

/// The entries of a field that is a list, or a list written as text.
pub fn entries(row: &Map<String, Value>, field: &str) -> Vec<String> {
    match row.get(field) {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).flat_map(label::list).collect(),
        Some(Value::String(text)) => label::list(text),
        Some(Value::Number(_) | Value::Bool(_) | Value::Null | Value::Object(_)) | None => Vec::new(),
    }
}
