//! Makes foreign text harmless: no markup, no control or direction characters, bounded in length.
//!
//! What is stored is plain text; pages escape it again. Nothing here decides what the text means.

use std::{collections::HashSet, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

/// A text after cleaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The plain text; empty when nothing was left.
    pub text: String,
    /// What had to be done, as defect codes.
    pub defects: Vec<&'static str>,
}

/// Markup was taken out.
pub const MARKUP: &str = "markup_removed";
/// Control, direction or zero-width characters were taken out.
pub const CONTROL: &str = "control_characters_removed";
/// The text was longer than the field.
pub const CUT: &str = "text_cut";

/// One line of text of at most `limit` characters.
pub fn line(raw: &str, limit: usize) -> Cleaned {
    let mut cleaned = block(raw, usize::MAX);
    cleaned.text = cleaned.text.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(&mut cleaned, limit);
    cleaned
}

/// Text of several lines and at most `limit` characters.
pub fn block(raw: &str, limit: usize) -> Cleaned {
    let mut cleaned = Cleaned::default();
    let text = without_markup(raw, &mut cleaned.defects);
    let mut visible = String::with_capacity(text.len());
    let mut controls = false;
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => visible.push('\n'),
            '\t' => visible.push(' '),
            // A byte order mark at the beginning of a text is a habit, not an attack.
            '\u{feff}' => {}
            c if c.is_control() || hidden(c) => controls = true,
            c => visible.push(c),
        }
    }
    if controls {
        cleaned.defects.push(CONTROL);
    }
    let visible = without_joiner_spam(&visible, &mut cleaned.defects);
    let mut lines: Vec<String> = Vec::new();
    for line in visible.nfc().collect::<String>().lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        // One empty line parts paragraphs; more of them say nothing.
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    cleaned.text = lines.join("\n").trim().to_owned();
    cut(&mut cleaned, limit);
    cleaned
}

/// The text when it says something: portals write nothing in many ways.
pub fn meaning(text: &str) -> Option<&str> {
    let text = text.trim();
    let word = text.to_ascii_lowercase();
    let nothing = [
        "",
        "-",
        "--",
        "/",
        "—",
        "——",
        "无",
        "暂无",
        "空",
        "null",
        "none",
        "undefined",
        "nan",
        "n/a",
        "$type",
    ];
    (!nothing.contains(&word.as_str())).then_some(text)
}

/// The address when a link may point to it: http or https, with a host, without a user name.
pub fn address(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let (scheme, rest) = raw.split_once("://")?;
    if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) || raw.len() > 2000 {
        return None;
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let shape = |c: char| c.is_alphanumeric() || ".-:[]_".contains(c);
    if host.is_empty() || host.contains('@') || !host.chars().all(shape) {
        return None;
    }
    if raw.chars().any(|c| c.is_control() || hidden(c) || c.is_whitespace() || "\"'<>\\`{}".contains(c)) {
        return encoded(raw);
    }
    Some(raw.to_owned())
}

/// An address with the characters that do not belong into one written as percent codes.
fn encoded(raw: &str) -> Option<String> {
    if raw.chars().any(|c| c.is_control() || hidden(c)) {
        return None;
    }
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        if c.is_whitespace() || "\"'<>\\`{}".contains(c) {
            let mut bytes = [0; 4];
            out.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    Some(out)
}

fn cut(cleaned: &mut Cleaned, limit: usize) {
    if let Some((end, _)) = cleaned.text.char_indices().nth(limit) {
        cleaned.text.truncate(end);
        cleaned.defects.push(CUT);
    }
}

/// Direction marks, invisible operators, tags and private codes: they show nothing and can mislead.
fn hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// A zero-width joiner belongs between two pictures; anywhere else it hides.
fn without_joiner_spam(text: &str, defects: &mut Vec<&'static str>) -> String {
    if !text.contains('\u{200d}') {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let picture = |c: Option<&char>| {
        c.is_some_and(|c| matches!(*c, '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}'))
    };
    let kept: String = chars
        .iter()
        .enumerate()
        .filter(|(i, c)| {
            **c != '\u{200d}' || (*i > 0 && picture(chars.get(i - 1)) && picture(chars.get(i + 1)))
        })
        .map(|(_, c)| *c)
        .collect();
    if kept.len() != text.len() && !defects.contains(&CONTROL) {
        defects.push(CONTROL);
    }
    kept
}

static NO_TAGS: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .tags(HashSet::new())
        .clean_content_tags(["script", "style", "iframe", "object", "noscript", "template", "title"].into())
        .generic_attributes(HashSet::new());
    builder
});

/// The text without tags and with its entities decoded; twice encoded markup is markup too.
fn without_markup(raw: &str, defects: &mut Vec<&'static str>) -> String {
    let mut text = raw.to_owned();
    for _ in 0..4 {
        let tagged = has_tag(&text);
        if !tagged && !has_entity(&text) {
            break;
        }
        if tagged && !defects.contains(&MARKUP) {
            defects.push(MARKUP);
        }
        let cleaned = NO_TAGS.clean(&prepared(&text)).to_string();
        let decoded = cleaned
            .replace("&nbsp;", " ")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        if decoded == text {
            break;
        }
        text = decoded;
    }
    // Whatever layer of encoding is left after four: no tag comes through.
    if has_tag(&text) { text.replace(['<', '>'], " ") } else { text }
}

/// Where a tag, a comment or a declaration begins: `<` and a letter, `/`, `!` or `?`, closed later on.
fn tag_at(text: &str, at: usize) -> bool {
    let rest = &text[at + 1..];
    let opens = rest.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c));
    opens && rest.contains('>')
}

fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| tag_at(text, at))
}

/// Whether there is something like `&nbsp;` or `&#60;`.
fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let name = &text[at + 1..];
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(name.len());
        (2..=10).contains(&end) && name[end..].starts_with(';')
    })
}

/// A lone `<` is kept as a character, and what stood on lines of its own stays on lines of its own.
fn prepared(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for (at, _) in text.match_indices('<') {
        out.push_str(&text[from..at]);
        from = at + 1;
        if !tag_at(text, at) {
            out.push_str("&lt;");
            continue;
        }
        let name = text[from..].trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let block = ["p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol"];
        if block.contains(&name[..end].to_ascii_lowercase().as_str()) {
            out.push('\n');
        }
        out.push('<');
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_out_and_text_stays() {
        let cleaned = block("<p>教育公告及<b>学区</b>划分</p>\r\n<p>第二段&nbsp;&lt;5</p>", 100);
        assert_eq!(cleaned.text, "教育公告及学区划分\n\n第二段 <5");
        assert_eq!(cleaned.defects, [MARKUP]);
        assert_eq!(line("标题<script>alert(1)</script>", 100).text, "标题");
        assert_eq!(line("<script>alert(1)</script>", 100).text, "");
        assert_eq!(line("&lt;img src=x onerror=alert(1)&gt;图", 100).text, "图");
        assert_eq!(line("&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;名录", 100).text, "名录");
    }

    #[test]
    fn what_only_looks_like_markup_stays() {
        for text in ["厦门市田径最高纪录<男子组>", "PM2.5<35", "a<b", "AT&T 名录", "A & B", "x < y 且 y > z"]
        {
            let cleaned = line(text, 100);
            assert_eq!((cleaned.text.as_str(), cleaned.defects.len()), (text, 0));
        }
    }

    #[test]
    fn hidden_characters_are_taken_out() {
        let cleaned = line("学校\u{202e}录名\u{200b}\u{0}\u{feff}", 100);
        assert_eq!((cleaned.text.as_str(), cleaned.defects), ("学校录名", vec![CONTROL]));
        assert_eq!(line("亲子👨‍👩‍👧活动🏖️", 100).text, "亲子👨‍👩‍👧活动🏖️");
        let spam = line("名\u{200d}\u{200d}录", 100);
        assert_eq!((spam.text.as_str(), spam.defects), ("名录", vec![CONTROL]));
        assert_eq!(line("一\t二\r\n三", 100).text, "一 二 三");
        assert_eq!(line("一\t二\r\n三", 100).defects.len(), 0);
    }

    #[test]
    fn long_text_is_cut_and_empty_words_mean_nothing() {
        assert_eq!(line("一二三四", 3), Cleaned { text: "一二三".to_owned(), defects: vec![CUT] });
        for word in ["暂无", " undefined", "NULL", "无", "-"] {
            assert_eq!(meaning(word), None);
        }
        assert_eq!(meaning(" 学校 "), Some("学校"));
    }

    #[test]
    fn only_web_addresses_pass() {
        assert_eq!(
            address(" https://data.sz.gov.cn/#/catalog/1?a=b&&c=%E6 ").as_deref(),
            Some("https://data.sz.gov.cn/#/catalog/1?a=b&&c=%E6")
        );
        for raw in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//host/x",
            "http://",
            "ftp://a/b",
            "http://a@b/",
            "https://a\u{202e}b/",
            "http://a\n/b<script>",
        ] {
            assert_eq!(address(raw), None, "{raw}");
        }
        assert_eq!(address("http://a.cn/b c").as_deref(), Some("http://a.cn/b%20c"));
    }
}
