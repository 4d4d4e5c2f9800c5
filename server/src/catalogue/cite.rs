//! How a dataset is cited: GB/T 7714-2015, BibTeX and RIS.

use app::portal::catalogue::Dataset;

use super::cycle;

/// What a citation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited<'a> {
    /// The dataset's id.
    pub id: &'a str,
    /// 责任者: the publisher.
    pub publisher: &'a str,
    /// 题名.
    pub title: &'a str,
    /// 版本.
    pub version: Option<&'a str>,
    /// 发布地: the city.
    pub place: &'a str,
    /// 发布者: the portal.
    pub portal: &'a str,
    /// 更新日期: a day, a month or a year, as `2024-06-01`.
    pub updated: Option<String>,
    /// 引用日期: a day.
    pub accessed: &'a str,
    /// The permanent address.
    pub url: String,
}

impl<'a> Cited<'a> {
    /// What is cited of `dataset`, looked at on the day `accessed` at the portal in `place` with the address `public_url`.
    pub fn of(
        dataset: &'a Dataset,
        (place, portal): (&'a str, &'a str),
        (public_url, accessed): (&str, &'a str),
    ) -> Self {
        let item = &dataset.item;
        Self {
            id: &item.id,
            publisher: &item.publisher.title,
            title: &item.title,
            version: dataset.version.as_deref().filter(|version| !version.trim().is_empty()),
            place,
            portal,
            updated: item.updated_at.as_deref().or(dataset.issued_at.as_deref()).and_then(day),
            accessed,
            url: format!("{public_url}/datasets/{}", item.id),
        }
    }

    /// 责任者. 题名[DS/OL]. 版本. 发布地: 发布者, 年(更新日期)[引用日期]. 地址.
    pub fn gbt7714(&self) -> String {
        let version = self.version.map(|version| format!("{}. ", line(version))).unwrap_or_default();
        let when = self.updated.as_ref().map(|day| format!(", {}({day})", year(day))).unwrap_or_default();
        format!(
            "{}. {}[DS/OL]. {version}{}: {}{when}[{}]. {}.",
            line(self.publisher),
            line(self.title),
            line(self.place),
            line(self.portal),
            self.accessed,
            self.url
        )
    }

    /// An entry for LaTeX. Its braces keep the names as they are written.
    pub fn bibtex(&self) -> String {
        let mut entry = format!("@misc{{dataset-{}", self.id);
        let mut put = |name: &str, value: &str| entry.push_str(&format!(",\n  {name} = {{{value}}}"));
        put("author", &format!("{{{}}}", tex(self.publisher)));
        put("title", &format!("{{{}}}", tex(self.title)));
        if let Some(version) = self.version {
            put("version", &tex(version));
        }
        put("publisher", &tex(self.portal));
        put("address", &tex(self.place));
        if let Some(updated) = &self.updated {
            put("year", year(updated));
            put("date", updated);
        }
        put("note", "Dataset");
        put("url", &self.url.replace(['{', '}', '\\'], ""));
        put("urldate", self.accessed);
        entry.push_str("\n}\n");
        entry
    }

    /// A record for reference managers.
    pub fn ris(&self) -> String {
        let mut record = String::new();
        let mut put = |tag: &str, value: &str| record.push_str(&format!("{tag}  - {value}\r\n"));
        put("TY", "DATA");
        put("ID", self.id);
        put("AU", &line(self.publisher));
        put("TI", &line(self.title));
        if let Some(version) = self.version {
            put("ET", &line(version));
        }
        put("PB", &line(self.portal));
        put("CY", &line(self.place));
        if let Some(updated) = &self.updated {
            put("PY", year(updated));
            put("DA", &updated.replace('-', "/"));
        }
        put("UR", &self.url);
        put("Y2", &self.accessed.replace('-', "/"));
        put("ER", "");
        record
    }
}

/// A partial date as it is, a moment as its day in Shanghai; `None` for anything else.
fn day(text: &str) -> Option<String> {
    let moment = cycle::moment(text)?;
    Some(if text.len() > 10 { moment.shanghai_day() } else { text.to_owned() })
}

fn year(day: &str) -> &str {
    day.get(..4).unwrap_or(day)
}

/// The text on one line, without control characters.
fn line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text as LaTeX shows it. BibTeX counts braces even behind a backslash, so they are written as words.
fn tex(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '\\' => written.push_str("{\\textbackslash}"),
            '{' => written.push_str("{\\textbraceleft}"),
            '}' => written.push_str("{\\textbraceright}"),
            '~' => written.push_str("{\\textasciitilde}"),
            '^' => written.push_str("{\\textasciicircum}"),
            '"' => written.push_str("{\\textquotedbl}"),
            '$' | '&' | '#' | '_' | '%' => written.extend(['\\', c]),
            _ => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cited<'a>(title: &'a str, version: Option<&'a str>, updated: Option<&str>) -> Cited<'a> {
        Cited {
            id: "0190",
            publisher: "青岛市教育局",
            title,
            version,
            place: "青岛市",
            portal: "青岛公共数据开放网",
            updated: updated.and_then(day),
            accessed: "2024-06-10",
            url: "https://data.example.gov.cn/datasets/0190".to_owned(),
        }
    }

    #[test]
    fn gbt7714_has_its_parts_in_their_places() {
        for (version, updated, middle) in [
            (Some("2024.06"), Some("2024-06-01"), "2024.06. 青岛市: 青岛公共数据开放网, 2024(2024-06-01)"),
            (None, Some("2023"), "青岛市: 青岛公共数据开放网, 2023(2023)"),
            (None, Some("2023-12-31T16:00:00Z"), "青岛市: 青岛公共数据开放网, 2024(2024-01-01)"),
            (None, Some("soon"), "青岛市: 青岛公共数据开放网"),
            (None, None, "青岛市: 青岛公共数据开放网"),
        ] {
            assert_eq!(
                cited("学校名录", version, updated).gbt7714(),
                format!(
                    "青岛市教育局. 学校名录[DS/OL]. {middle}[2024-06-10]. https://data.example.gov.cn/datasets/0190."
                )
            );
        }
    }

    #[test]
    fn hostile_titles_stay_in_their_field() {
        for (title, written) in [
            ("50% & more_", "50\\% \\& more\\_"),
            ("a}, note = {x", "a{\\textbraceright}, note = {\\textbraceleft}x"),
            ("one\r\ntwo\u{0}\tthree", "one two three"),
            ("\\input{/etc/passwd}", "{\\textbackslash}input{\\textbraceleft}/etc/passwd{\\textbraceright}"),
            ("$#^~\"", "\\$\\#{\\textasciicircum}{\\textasciitilde}{\\textquotedbl}"),
        ] {
            let entry = cited(title, Some("1"), Some("2024-06")).bibtex();
            assert!(entry.contains(&format!("\n  title = {{{{{written}}}}},\n")), "{entry}");
        }
        let record = cited("a\r\nER  - \r\nTY  - JOUR", None, Some("2024-06")).ris();
        assert_eq!(record.matches("\r\nER  - ").count(), 1, "{record}");
        assert!(record.starts_with("TY  - DATA\r\n") && record.contains("\r\nDA  - 2024/06\r\n"), "{record}");
    }

    proptest! {
        #[test]
        fn an_entry_is_balanced_whatever_the_title(title in any::<String>()) {
            let entry = cited(&title, None, None).bibtex();
            let mut depth = 0i32;
            for c in entry.trim_end().chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                prop_assert!(depth >= 0);
            }
            prop_assert_eq!(depth, 0);
            prop_assert_eq!(cited(&title, None, None).gbt7714().lines().count(), 1);
        }
    }
}
