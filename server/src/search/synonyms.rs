//! Words that mean the same: read from a file that the people who run the portal can edit.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use super::tokenizer::{Piece, longest_words};
use crate::error::{Error, Result};

/// The words that come with the portal.
const SHIPPED: &str = include_str!("synonyms.txt");
/// The longest key, in pieces.
pub const LONGEST: usize = 4;
/// The most that one key may mean.
const MEANINGS: usize = 12;

/// What a word may mean beside itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// All of these words.
    Words(Vec<String>),
    /// A region of the code list.
    Region(String),
}

/// All words with what they may mean, by their pieces.
#[derive(Debug, Default)]
pub struct Synonyms {
    keys: HashMap<Vec<String>, Vec<Meaning>>,
    /// The single Latin words among them, as they are written and their stems.
    pub latin: HashSet<String>,
    /// How stems are written.
    written: HashMap<String, String>,
}

impl Synonyms {
    /// The file `synonyms.txt` of the data folder, or what comes with the portal.
    pub fn load(data: &Path) -> Result<Self> {
        let file = data.join("synonyms.txt");
        match std::fs::read_to_string(&file) {
            Ok(text) => Self::read(&text).map_err(|e| Error::other(format!("{}: {e}", file.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::read(SHIPPED),
            Err(error) => Err(Error::other(format!("{}: {error}", file.display()))),
        }
    }

    /// Reads the text of such a file; an error names the line.
    pub fn read(text: &str) -> Result<Self> {
        let mut synonyms = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (left, right) = match line.split_once("->") {
                Some((left, right)) => (left, Some(right)),
                None => (line, None),
            };
            let words: Vec<Vec<String>> = left.split([',', '，', '、']).map(pieces).collect();
            if words.iter().any(|word| word.is_empty() || word.len() > LONGEST) {
                return Err(Error::other(format!("line {number} has an empty word or a long one: {line}")));
            }
            let meanings: Vec<Meaning> = match right {
                Some(right) => right.split(['|', '｜']).map(meaning).collect(),
                None => words.iter().cloned().map(Meaning::Words).collect(),
            };
            if meanings.is_empty() || meanings.contains(&Meaning::Words(Vec::new())) {
                return Err(Error::other(format!("line {number} means nothing: {line}")));
            }
            for text in left.split([',', '，', '、']) {
                if let [stem] = pieces(text).as_slice()
                    && stem.bytes().all(|b| b.is_ascii_lowercase())
                {
                    synonyms.latin.extend([stem.clone(), text.trim().to_lowercase()]);
                    synonyms.written.entry(stem.clone()).or_insert_with(|| text.trim().to_lowercase());
                }
            }
            for word in words {
                let own = Meaning::Words(word.clone());
                let known = synonyms.keys.entry(word).or_default();
                for meaning in meanings.iter().filter(|meaning| **meaning != own) {
                    if !known.contains(meaning) && known.len() < MEANINGS {
                        known.push(meaning.clone());
                    }
                }
            }
        }
        Ok(synonyms)
    }

    /// What a row of pieces may mean beside itself.
    pub fn of(&self, words: &[Piece]) -> Option<&[Meaning]> {
        let key: Vec<String> = words.iter().map(|piece| piece.text.clone()).collect();
        self.keys.get(&key).map(Vec::as_slice)
    }

    /// The Latin word of which this is the stem.
    pub fn as_written(&self, stem: &str) -> Option<String> {
        self.written.get(stem).cloned()
    }

    /// What the beginning or the end of one long word may mean, each with the rest of the word put back:
    /// 学区划分 with 学区 as 招生范围 is 招生范围 and 划分.
    pub fn within(&self, word: &Piece) -> Vec<Vec<String>> {
        let chars: Vec<char> = word.text.chars().collect();
        if !word.cjk || chars.len() < 4 {
            return Vec::new();
        }
        let text = |part: &[char]| part.iter().collect::<String>();
        let mut found = Vec::new();
        for at in 2..=chars.len() - 2 {
            let (left, right) = chars.split_at(at);
            let (left, right) = (text(left), text(right));
            for (key, rest, first) in [(&left, &right, true), (&right, &left, false)] {
                for meaning in self.keys.get(std::slice::from_ref(key)).into_iter().flatten() {
                    if let Meaning::Words(words) = meaning {
                        let mut all = if first { words.clone() } else { vec![rest.clone()] };
                        all.extend(if first { vec![rest.clone()] } else { words.clone() });
                        found.push(all);
                    }
                }
            }
        }
        found.truncate(MEANINGS);
        found
    }
}

fn pieces(text: &str) -> Vec<String> {
    longest_words(text).into_iter().map(|piece| piece.text).collect()
}

fn meaning(text: &str) -> Meaning {
    match text.trim().strip_prefix('@') {
        Some(code) => Meaning::Region(code.trim().to_owned()),
        None => Meaning::Words(pieces(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Meaning {
        Meaning::Words(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn what_ships_can_be_read() {
        let synonyms = Synonyms::read(SHIPPED).expect("the shipped file");
        let of = |text: &str| synonyms.of(&longest_words(text)).map(<[Meaning]>::to_vec).unwrap_or_default();
        assert!(of("幼稚园").contains(&words(&["幼儿园"])));
        assert!(of("Bus Stops").contains(&words(&["公交站点"])), "{:?}", of("Bus Stops"));
        assert_eq!(of("赶海"), [words(&["潮汐"])]);
        assert!(of("潮汐").is_empty(), "an arrow has one direction");
    }

    #[test]
    fn a_part_of_a_long_word_is_known() {
        let synonyms = Synonyms::read("学区, 招生范围").expect("one line");
        let [word] = longest_words("学区划分").try_into().expect("one word");
        assert_eq!(synonyms.within(&word), [["招生范围", "划分"]]);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, line) in [("a,,b", "line 1"), ("# x\n\na ->", "line 3"), ("a b c d e, f", "line 1")] {
            let error = Synonyms::read(text).expect_err(text).to_string();
            assert!(error.contains(line), "{error}");
        }
    }
}
