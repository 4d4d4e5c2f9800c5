//! Which titles are nearly the same: those that differ in the place or the year only.

use sha2::{Digest, Sha256};

use super::{
    fold::folded,
    tokenizer::{is_place_name, longest_words},
};

/// A number that titles share when only places, years and signs part them: copies of a province and its cities, and
/// the years of one series.
pub fn group(title: &str) -> u64 {
    let digest = Sha256::digest(key(title));
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn key(title: &str) -> String {
    let words = longest_words(title);
    let kept: String = words
        .iter()
        .filter(|word| !(is_place_name(&word.text) || is_year(&word.text)))
        .map(|word| word.text.as_str())
        .collect();
    // 年 and 年度 belong to the year before them; a title that is only a place and a year stays what it is.
    let kept = kept.replace("年度", "").replace('年', "");
    if kept.chars().count() < 2 { folded(title) } else { kept }
}

fn is_year(word: &str) -> bool {
    matches!(word.parse::<u32>(), Ok(1949..=2100)) && word.len() == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_one_group() {
        for (one, other) in [
            ("徐州市停车场信息", "泰州市停车场信息"),
            ("2019年人口统计", "人口统计（2020年）"),
            ("安徽省_企业名录", "企业名录"),
        ] {
            assert_eq!(group(one), group(other), "{one}: {} and {}", key(one), key(other));
        }
        for (one, other) in [("停车场信息", "停车位信息"), ("徐州市", "泰州市"), ("2019年", "2020年")]
        {
            assert_ne!(group(one), group(other), "{one}: {} and {}", key(one), key(other));
        }
    }
}
