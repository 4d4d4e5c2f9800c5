//! Which titles are nearly the same: those that differ in the place, the office, the date or a running number only.

use sha2::{Digest, Sha256};

use super::{fold::folded, places::is_place_name, tokenizer::longest_words};

/// What stands behind a number and belongs to it.
const UNITS: [&str; 12] = ["年度", "年", "月份", "月", "日", "号", "批次", "批", "期", "次", "季度", "届"];
/// Parts of a year and a day.
const TIMES: [&str; 6] = ["上半年", "下半年", "上午", "下午", "年度", "全年"];

/// How the names of offices end.
const OFFICES: [&str; 12] =
    ["局", "委", "厅", "办", "委员会", "办公室", "中心", "大队", "支队", "院", "处", "街道"];
/// What a title may end with without saying more.
const TAILS: [&str; 9] = ["信息表", "数据表", "情况表", "一览表", "信息", "数据", "情况", "表", "可开放"];

/// A number that titles share when only places, offices, dates, numbers and signs part them: copies of a province and
/// its cities, and the issues of one series.
pub fn group(title: &str) -> u64 {
    let digest = Sha256::digest(key(title));
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn key(title: &str) -> String {
    let folded = folded(title);
    let timeless = without_numbers(&without_numbered_brackets(&folded));
    let named = without_offices(&timeless);
    let words = longest_words(without_township(&named));
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let kept: String = without_district(&words).iter().filter(|word| !is_place_name(word)).copied().collect();
    let kept = without_tails(&kept);
    // A title that is nothing but places and dates stays what it is.
    if kept.chars().count() < 2 { folded } else { kept.to_owned() }
}

/// Leaves out what stands in brackets with a figure in it: `(2019年)`, `(兴拟征告(2022)14号)`.
fn without_numbered_brackets(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut open: Vec<usize> = Vec::new();
    for char in text.chars() {
        kept.push(char);
        match char {
            '(' | '[' | '【' | '〔' => open.push(kept.len() - char.len_utf8()),
            ')' | ']' | '】' | '〕' => {
                if let Some(from) = open.pop()
                    && kept.get(from..).is_some_and(|inside| inside.contains(|c: char| c.is_ascii_digit()))
                {
                    kept.truncate(from);
                    // The figure counts for the brackets around it too.
                    if !open.is_empty() {
                        kept.push('0');
                    }
                }
            }
            _ => {}
        }
    }
    kept
}

/// Leaves out numbers with what belongs to them, and marks with figures in them (`d2js2022`).
fn without_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    let starts = |at: usize, words: &[&str]| -> usize {
        let matches = |word: &&&str| word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
        words.iter().find(matches).map_or(0, |word| word.chars().count())
    };
    let run = |from: usize, belongs: &dyn Fn(char) -> bool| {
        chars.iter().skip(from).take_while(|char| belongs(**char)).count()
    };
    while let Some(char) = chars.get(at) {
        let mark = run(at, &|c| c.is_ascii_alphanumeric());
        let figures = chars.iter().skip(at).take(mark).any(char::is_ascii_digit);
        let numerals = run(at, &|c| "一二三四五六七八九十".contains(c));
        let unit = if numerals > 0 {
            starts(at + numerals, &["季度", "月份", "月", "批", "期", "届"])
        } else {
            0
        };
        if mark > 0 && figures {
            at += mark + starts(at + mark, &UNITS);
            while kept.ends_with(['第', '-', '_', '至']) {
                kept.pop();
            }
        } else if mark > 0 {
            kept.extend(chars.iter().skip(at).take(mark));
            at += mark;
        } else if unit > 0 {
            at += numerals + unit;
            while kept.ends_with(['第', '至']) {
                kept.pop();
            }
        } else if starts(at, &TIMES) > 0 {
            at += starts(at, &TIMES);
        } else {
            kept.push(*char);
            at += 1;
        }
    }
    kept
}

/// Leaves out what stands apart and names an office: `沛县交通运输局_水路运输企业信息`.
fn without_offices(text: &str) -> String {
    let parts: Vec<&str> =
        text.split(['_', '-', '—', ':', '·', '|']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let office = |part: &&&str| {
        part.chars().count() <= 16 && OFFICES.iter().any(|end| part.ends_with(end)) || TAILS.contains(part)
    };
    let kept: Vec<&str> = parts.iter().filter(|part| !office(part)).copied().collect();
    if kept.is_empty() { parts.join("_") } else { kept.join("_") }
}

/// Leaves out what says no more, while two characters are left.
fn without_tails(text: &str) -> &str {
    let mut kept = text;
    while let Some(shorter) =
        TAILS.iter().filter_map(|tail| kept.strip_suffix(tail)).find(|shorter| shorter.chars().count() >= 2)
    {
        kept = shorter;
    }
    kept
}

/// Leaves out the district that a title begins with and that no dictionary has: 长宁区, cut into 长宁 and 区.
fn without_district<'a, 'b>(words: &'a [&'b str]) -> &'a [&'b str] {
    let mut length = 0;
    for (at, word) in words.iter().enumerate().take(4) {
        length += word.chars().count();
        let ends = ["区", "县", "市", "州", "旗"].contains(word);
        if at > 0 && ends && (3..=5).contains(&length) {
            return words.get(at + 1..).filter(|rest| !rest.is_empty()).unwrap_or(words);
        }
    }
    words
}

/// Leaves out the town or the street office that a title begins with.
fn without_township(text: &str) -> &str {
    for end in ["街道", "镇"] {
        if let Some((name, rest)) = text.split_once(end)
            && (2..=3).contains(&name.chars().count())
            && rest.chars().count() >= 4
        {
            return rest;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn copies_are_one_group() {
        for (one, other) in [
            ("徐州市停车场信息", "泰州市停车场信息"),
            ("2019年人口统计", "人口统计（2020年）"),
            ("安徽省_企业名录", "企业名录"),
            ("安徽省2018年统计公报_05", "统计公报_18"),
            ("征收土地公告(兴拟征告（2022）14号)", "征收土地公告（兴拟征告（2021）3号）"),
            ("2020年第一季度招聘会岗位信息", "招聘会岗位信息（2020年9月9日上午）"),
            ("20220119开庭排期", "20220309开庭排期"),
            ("沛县交通运输局_水路运输企业信息", "水路运输企业"),
            ("临时救助情况_建湖县民政局_可开放", "临时救助"),
            ("崇明区社会体育指导员信息", "社会体育指导员信息"),
            ("高新区星级饭店", "长宁区星级饭店"),
            ("延令街道关于督察交办信访的公示", "河失镇关于督察交办信访的公示"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
            assert_eq!(group(one), group(other), "{one}");
        }
        for (one, other) in [
            ("停车场信息", "停车位信息"),
            ("徐州市", "泰州市"),
            ("2019年", "2020年"),
            ("PM2.5", "PM10"),
            ("农贸市场信息", "场信息"),
            ("自然保护区名录", "名录"),
            ("一般公共预算", "公共预算"),
        ] {
            assert_ne!(group(one), group(other), "{one}: {} and {}", key(one), key(other));
        }
    }

    proptest! {
        #[test]
        fn every_title_has_a_group(title in "\\PC{0,60}") {
            let _ = group(&title);
        }
    }
}
