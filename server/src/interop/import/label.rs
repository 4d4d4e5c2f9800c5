//! What foreign labels mean: the table that was reviewed by reading every label of 34 real portals.
//!
//! A label that is not here means nothing to us: it is kept as it was given and reported as a defect. Labels are
//! mapped, never numbers, because portals number the same lists differently (DOMAIN §5.4).

mod date;
mod region;
mod subject;

pub use date::date;
pub use region::region;
pub use subject::{industry, theme, themes};

use crate::catalogue::metadata::OpenType;

/// A label without quotes, spaces and full-width forms.
fn plain(label: &str) -> String {
    label
        .chars()
        .filter(|c| !c.is_whitespace() && !"‘’“”'\"[]【】".contains(*c))
        .map(|c| match c {
            '，' => ',',
            '（' => '(',
            '）' => ')',
            c => c,
        })
        .collect()
}

/// 开放类型. Where a portal asks for registration the stricter reading holds.
pub fn open_type(label: &str) -> Option<OpenType> {
    match plain(label).as_str() {
        "无条件开放" | "无条件开发" | "完全开放" | "普遍开放" | "无条件" | "无特殊条件" | "无条件公开"
        | "公开" => Some(OpenType::Unconditional),
        "有条件开放"
        | "有条件开发"
        | "依申请开放"
        | "申请后开放"
        | "半开放"
        | "受限开放"
        | "授权开放"
        | "有条件"
        | "实名注册用户可下载"
        | "普通公开,简单注册用户可下载"
        | "登录开放"
        | "实名开放"
        | "依申请" => Some(OpenType::Conditional),
        "不予开放" | "不开放" | "非开放" | "暂不开放" | "未开放" | "不宜开放" | "禁止开放" | "否" => {
            Some(OpenType::NotOpen)
        }
        // 可开放, 开放, 是, 安全开放, 开放条件, 请补充开放条件, 无 do not say on what terms.
        _ => None,
    }
}

/// 共享类型: some portals write it where the open type belongs.
pub fn share_type(label: &str) -> Option<&'static str> {
    match plain(label).as_str() {
        "无条件共享" => Some("1"),
        "有条件共享" => Some("2"),
        "不予共享" => Some("3"),
        _ => None,
    }
}

/// 更新周期. 每两年, 每半月, 每 121 日 have no code.
pub fn cycle(label: &str) -> Option<&'static str> {
    match plain(label).as_str() {
        "实时" | "即时" | "实时更新" => Some("1"),
        "每天" | "每日" | "日" | "按日更新" | "每日更新" | "每1日" | "天" => Some("2"),
        "每周" | "周" | "按周更新" | "每周更新" | "每7日" => Some("3"),
        "每月" | "月" | "月度" | "按月更新" | "每月更新" | "每1月" => Some("4"),
        "每季度" | "季度" | "每季" | "季" | "按季更新" | "按季度更新" | "每3月" => {
            Some("5")
        }
        "每半年" | "半年" | "半年度" | "按半年更新" | "每6月" => Some("6"),
        "每年" | "年" | "年度" | "按年" | "按年更新" | "每年更新" | "每1年" | "每12月" => {
            Some("7")
        }
        "不定期" | "不定时" | "不定期更新" | "按需更新" | "按需" | "随时更新" => {
            Some("8")
        }
        "静态数据" | "不更新" | "一次性" | "不再更新" | "静态" => Some("9"),
        _ => None,
    }
}

/// 格式: the portal's name of a format.
pub fn format(label: &str) -> Option<&'static str> {
    Some(match plain(label).trim_start_matches('.').to_ascii_lowercase().as_str() {
        "csv" | "text/csv" => "CSV",
        "xlsx"
        | "excel"
        | "excl"
        | "excel2007"
        | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "XLSX",
        "xls" | "application/vnd.ms-excel" => "XLS",
        "json" | "application/json" => "JSON",
        "jsonl" | "ndjson" => "JSONL",
        "xml" | "application/xml" | "text/xml" => "XML",
        "rdf" | "ttl" | "n3" | "turtle" | "application/rdf+xml" => "RDF",
        "geojson" | "application/vnd.geo+json" | "application/geo+json" => "GEOJSON",
        "shp" | "shape" | "shapefile" => "SHP",
        "kml" | "kmz" | "application/vnd.google-earth.kml+xml" => "KML",
        "api" | "接口" | "数据接口" | "webservice" | "rest" | "wms" | "wfs" | "服务接口" => "API",
        "db" | "table" | "库表" | "数据库" | "数据库表" | "database" => "DATABASE",
        "pdf" | "application/pdf" => "PDF",
        "doc" | "word" | "application/msword" => "DOC",
        "docx" => "DOCX",
        "wps" | "et" | "wp" | "wt" => "WPS",
        "txt" | "text" | "text/plain" | "文本" => "TXT",
        "html" | "htm" | "text/html" => "HTML",
        "zip" | "application/zip" => "ZIP",
        "rar" => "RAR",
        "png" | "image/png" => "PNG",
        "jpg" | "jpeg" | "image/jpeg" => "JPG",
        "mp3" => "MP3",
        "mp4" => "MP4",
        "parquet" => "PARQUET",
        _ => return None,
    })
}

/// Whether a format label says nothing: 文件, 其他.
pub fn no_format(label: &str) -> bool {
    ["file", "文件", "文件目录", "其他", "其它", "other", "unknown"]
        .contains(&plain(label).to_lowercase().as_str())
}

/// The entries of a list that was written as text: `['a', 'b']`, `[a,b]`, `a、b`, one on each line.
pub fn list(raw: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    let inner = raw.trim().trim_start_matches('[').trim_end_matches(']');
    for piece in inner.split([',', '，', ';', '；', '|', '\r', '\n', '\t', '\u{b}']) {
        let piece = piece.trim().trim_matches(['\'', '"', '‘', '’', '“', '”']).trim();
        // 农、林、牧、渔业 is one name.
        let whole = industry(piece).is_some();
        for part in piece.split('、').filter(|_| !whole).chain(whole.then_some(piece)) {
            let part = part.trim();
            if super::clean::meaning(part).is_some() && !entries.iter().any(|known| known == part) {
                entries.push(part.to_owned());
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_types_are_read_by_label() {
        for (label, open_type) in [
            ("无条件开放", Some(OpenType::Unconditional)),
            ("无条件开发", Some(OpenType::Unconditional)),
            ("普通公开，简单注册用户可下载", Some(OpenType::Conditional)),
            (" 依申请开放\n", Some(OpenType::Conditional)),
            ("不予开放", Some(OpenType::NotOpen)),
            ("可开放", None),
            ("是", None),
            ("无条件共享", None),
        ] {
            assert_eq!(super::open_type(label), open_type, "{label}");
        }
        assert_eq!(share_type("无条件共享"), Some("1"));
    }

    #[test]
    fn cycles_and_formats_are_read_by_label() {
        assert_eq!(cycle("‘每年’"), Some("7"));
        assert_eq!(cycle("每 3 月"), Some("5"));
        assert_eq!(cycle("每两年"), None);
        assert_eq!(format(".XLSX"), Some("XLSX"));
        assert_eq!(format("库表"), Some("DATABASE"));
        assert_eq!(format("apk"), None);
        assert!(no_format("file"));
    }

    #[test]
    fn lists_come_in_many_shapes() {
        assert_eq!(list("['xls', 'csv']"), ["xls", "csv"]);
        assert_eq!(list("[csv,json,rdf]"), ["csv", "json", "rdf"]);
        assert_eq!(list("工业、交通\u{a0}\r\n\t  年\u{a0}\r\n 年，无;公"), ["工业", "交通", "年", "公"]);
        assert_eq!(list("农、林、牧、渔业,粮食"), ["农、林、牧、渔业", "粮食"]);
        assert_eq!(list("[]"), Vec::<String>::new());
    }
}
