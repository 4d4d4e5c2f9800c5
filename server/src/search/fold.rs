//! Folding of text: what looks or means the same becomes the same, character by character.
//!
//! Full-width and other compatibility forms (NFKC), capitals, accents and traditional characters are folded away;
//! each folded character remembers where it stood, so that highlights mark the original.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Traditional → simplified, one character for one.
static SIMPLIFIED: LazyLock<Simplified> = LazyLock::new(|| {
    let mut table = Simplified { common: COMMON.collect(), rare: HashMap::new() };
    let pairs = include_str!("traditional.txt").lines().filter(|line| !line.starts_with('#'));
    for pair in pairs.flat_map(str::split_whitespace) {
        let mut chars = pair.chars();
        let (Some(from), Some(to)) = (chars.next(), chars.next()) else { continue };
        match table.common.get_mut(place(from)) {
            Some(known) => *known = to,
            None => drop(table.rare.insert(from, to)),
        }
    }
    table
});

/// The characters that have a place in the table; nearly all of a text is looked up by place, not by hash.
const COMMON: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

struct Simplified {
    common: Vec<char>,
    rare: HashMap<char, char>,
}

fn place(char: char) -> usize {
    (char as usize).wrapping_sub(0x3400)
}

/// A character of folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoldedChar {
    /// The character.
    pub char: char,
    /// The byte of the original where its source begins.
    pub from: usize,
    /// The byte of the original after its source.
    pub to: usize,
}

/// Folds `text` and keeps where each character came from.
pub fn fold(text: &str) -> Vec<FoldedChar> {
    let mut folded = Vec::with_capacity(text.len() / 2);
    for (from, char) in text.char_indices() {
        let to = from + char.len_utf8();
        each(char, |char| folded.push(FoldedChar { char, from, to }));
    }
    folded
}

/// Folds `text`.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        each(char, |char| folded.push(char));
    }
    folded
}

/// Folds `text` and leaves single spaces only, none at the ends.
pub fn folded_line(text: &str) -> String {
    folded(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the character is written without spaces between words (Han and kana).
pub fn is_cjk(char: char) -> bool {
    if matches!(char, '\u{4e00}'..='\u{9fa5}') {
        return true;
    }
    let range = matches!(char, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3005}' | '\u{3007}');
    range && char.is_alphanumeric()
}

fn each(char: char, mut push: impl FnMut(char)) {
    if char.is_ascii() {
        return push(if char.is_ascii_control() { ' ' } else { char.to_ascii_lowercase() });
    }
    if is_cjk(char) && !matches!(char, '\u{f900}'..='\u{faff}') {
        return push(simplified(char));
    }
    if is_invisible(char) {
        return;
    }
    if char.is_control() {
        return push(' ');
    }
    for char in std::iter::once(char).nfkc().flat_map(char::to_lowercase) {
        if char.is_whitespace() {
            push(' ');
        } else if is_accented(char) {
            std::iter::once(char).nfd().filter(|c| !is_combining_mark(*c)).for_each(&mut push);
        } else if !matches!(char, '\u{300}'..='\u{36f}') {
            push(simplified(char));
        }
    }
}

fn simplified(char: char) -> char {
    let table = &*SIMPLIFIED;
    match table.common.get(place(char)) {
        Some(simplified) => *simplified,
        None => table.rare.get(&char).copied().unwrap_or(char),
    }
}

fn is_accented(char: char) -> bool {
    matches!(char, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Marks of direction, joiners and variation selectors: they are not seen and must not part a word.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_means_the_same_becomes_the_same() {
        for (text, same) in [
            ("ＰＭ２．５", "pm2.5"),
            ("醫院名錄", "医院名录"),
            ("Café", "cafe"),
            ("㎡", "m2"),
            ("ﬁle", "file"),
            ("停\u{200b}车\u{202e}场", "停车场"),
            ("臺灣　公園", "台湾 公园"),
            ("后来的皇后", "后来的皇后"),
        ] {
            assert_eq!(folded(text), same, "{text}");
        }
    }

    #[test]
    fn each_character_remembers_its_place() {
        let text = "é㎡醫";
        let places: Vec<_> = fold(text).iter().map(|c| (c.char, &text[c.from..c.to])).collect();
        assert_eq!(places, [('e', "é"), ('m', "㎡"), ('2', "㎡"), ('医', "醫")]);
    }

    proptest! {
        #[test]
        fn places_are_of_whole_characters_and_in_order(text in "\\PC{0,40}") {
            let mut last = 0;
            for char in fold(&text) {
                prop_assert!(text.get(char.from..char.to).is_some_and(|s| s.chars().count() == 1));
                prop_assert!(char.from >= last);
                last = char.from;
            }
            prop_assert_eq!(folded(&text), fold(&text).iter().map(|c| c.char).collect::<String>());
        }
    }
}
