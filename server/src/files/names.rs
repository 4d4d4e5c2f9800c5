//! Names of files as they leave the portal: safe on every system that may unpack or save them.

use std::collections::HashSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

/// What RFC 8187 lets stand in an extended value besides letters and digits.
const EXTENDED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The bytes that a name may have: file systems take 255, and room is left for a number and for archivers.
const LONGEST: usize = 200;

/// Names that Windows keeps for devices, whatever their extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The value of `Content-Disposition` for a download of the given name (RFC 6266, with a fallback in ASCII).
pub fn disposition(name: &str) -> String {
    let name = clean(name);
    let (stem, extension) = split(&name);
    let ascii = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%".contains(c) { c } else { '_' }).collect()
    };
    let fallback = match ascii(stem) {
        stem if stem.chars().all(|c| "_-. ".contains(c)) => format!("download{}", ascii(extension)),
        stem => stem + &ascii(extension),
    };
    format!("attachment; filename=\"{fallback}\"; filename*=UTF-8''{}", utf8_percent_encode(&name, EXTENDED))
}

/// Paths for an archive, in the order given: relative, without `..`, without characters that a system refuses or that
/// deceive the eye, and no two alike on a system that does not tell capitals from small letters.
pub fn entry_names<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let paths: Vec<String> = paths.into_iter().map(path).collect();
    // A file must not take the name of a folder either.
    let mut taken: HashSet<String> = paths
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| path[..at].to_lowercase()))
        .collect();
    paths
        .into_iter()
        .map(|path| {
            let unique = (1_u64..)
                .map(|n| if n == 1 { path.clone() } else { numbered(&path, n) })
                .find(|name| !taken.contains(&name.to_lowercase()))
                .unwrap_or(path);
            taken.insert(unique.to_lowercase());
            unique
        })
        .collect()
}

fn path(path: &str) -> String {
    let parts: Vec<String> =
        path.split(['/', '\\']).filter(|part| !["", ".", ".."].contains(&part.trim())).map(clean).collect();
    if parts.is_empty() { "_".to_owned() } else { parts.join("/") }
}

fn numbered(path: &str, n: u64) -> String {
    let at = path.rfind('/').map_or(0, |at| at + 1);
    let (stem, extension) = split(&path[at..]);
    format!("{}{stem} ({n}){extension}", &path[..at])
}

/// One name without folders.
fn clean(name: &str) -> String {
    let name: String = name
        .nfc()
        .map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .filter(|c| !c.is_control() && !deceives(*c))
        .collect();
    // Windows drops dots and spaces at the end; a dot at the start would hide the file elsewhere.
    let name = name.trim().trim_end_matches(['.', ' ']).trim_start_matches('.').trim_start();
    let (stem, extension) = split(name);
    let extension = cut(extension, LONGEST / 4);
    let stem = cut(stem, LONGEST - extension.len());
    let device = stem.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = ["com", "lpt"]
        .iter()
        .any(|kind| device.strip_prefix(kind).is_some_and(|n| n.chars().count() == 1 && n != "0"));
    let guard = if stem.is_empty() || numbered || DEVICES.contains(&device.as_str()) { "_" } else { "" };
    format!("{guard}{stem}{extension}")
}

/// Characters that are not seen, or turn the order of those that are.
fn deceives(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The stem, and the extension with its dot.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 => name.split_at(at),
        Some(_) | None => (name, ""),
    }
}

fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archive_paths_are_safe_and_unique() {
        let given = [
            "../../etc/passwd",
            "/abs/a.csv",
            "C:\\x\\a.csv",
            "学校/名录.csv",
            "学校/名录.CSV",
            "学校/名录.csv",
            "con.txt",
            "COM1",
            "a\u{202e}vsc.exe",
            "tail. ",
            "",
            "..",
            "学校",
            "a\nb<c>.csv",
            ".hidden",
        ];
        let names = entry_names(given);
        assert_eq!(
            names,
            [
                "etc/passwd",
                "abs/a.csv",
                "C_/x/a.csv",
                "学校/名录.csv",
                "学校/名录 (2).CSV",
                "学校/名录 (3).csv",
                "_con.txt",
                "_COM1",
                "avsc.exe",
                "tail",
                "_",
                "_ (2)",
                "学校 (2)",
                "ab_c_.csv",
                "hidden",
            ]
        );
        assert!(entry_names(["长".repeat(300).as_str()])[0].len() <= LONGEST);
    }

    #[test]
    fn a_download_has_its_name_in_both_spellings() {
        assert_eq!(
            disposition("学校名录 2024.csv"),
            "attachment; filename=\"_____2024.csv\"; \
             filename*=UTF-8''%E5%AD%A6%E6%A0%A1%E5%90%8D%E5%BD%95%202024.csv"
        );
        assert_eq!(
            disposition("名录.csv"),
            "attachment; filename=\"download.csv\"; filename*=UTF-8''%E5%90%8D%E5%BD%95.csv"
        );
        assert!(disposition("a\"\r\nSet-Cookie: x").starts_with("attachment; filename=\"a_Set-Cookie__x\""));
    }

    proptest::proptest! {
        #[test]
        fn no_path_leaves_its_folder(paths in proptest::collection::vec(".{0,40}", 1..8)) {
            let names = entry_names(paths.iter().map(String::as_str));
            let mut seen = HashSet::new();
            for name in &names {
                assert!(!name.is_empty() && !name.starts_with('/') && !name.contains('\\'));
                assert!(name.split('/').all(|part| !["", ".", ".."].contains(&part)));
                assert!(seen.insert(name.to_lowercase()));
            }
        }
    }
}
