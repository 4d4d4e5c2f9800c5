//! Words and bigrams: how text becomes what the index knows.
//!
//! Chinese is cut by one shared jieba with our dictionary, without its guesses at unknown words, because a guess
//! differs between a query and a title; Latin letters and figures are whole words. The bigrams are the net under
//! it: every two neighbouring characters, so that a wrong cut loses nothing.

use std::sync::LazyLock;

use jieba_rs::Jieba;
use rust_stemmers::{Algorithm, Stemmer};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{
    fold::{FoldedChar, fold, is_cjk},
    ranked::Rank,
};

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for line in include_str!("user_dict.txt").lines().filter(|line| !line.starts_with('#')) {
        for word in line.split_whitespace() {
            jieba.add_word(&word.to_lowercase(), None, None);
        }
    }
    jieba
});

/// A piece of text as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The folded text.
    pub text: String,
    /// The byte of the original where it begins.
    pub from: usize,
    /// The byte of the original after it.
    pub to: usize,
    /// Its place in the row of pieces.
    pub position: usize,
    /// Whether it is Chinese.
    pub cjk: bool,
}

/// A stretch of folded text of one kind.
struct Run<'a> {
    chars: &'a [FoldedChar],
    cjk: bool,
}

impl Run<'_> {
    fn piece(&self, range: std::ops::Range<usize>, position: usize) -> Option<Piece> {
        let chars = self.chars.get(range)?;
        let mut text = String::with_capacity(4 * chars.len());
        for char in chars {
            text.push(char.char);
        }
        let text = if self.cjk { text } else { stem(text) };
        Some(Piece { text, from: chars.first()?.from, to: chars.last()?.to, position, cjk: self.cjk })
    }
}

/// The stretches of Chinese and of letters and figures; all else parts them.
fn runs(chars: &[FoldedChar]) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(first) = chars.get(at) {
        let cjk = is_cjk(first.char);
        if !cjk && !first.char.is_alphanumeric() {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(next) = chars.get(end) {
            let same = if cjk { is_cjk(next.char) } else { belongs(chars, end) };
            if !same {
                break;
            }
            end += 1;
        }
        runs.push(Run { chars: chars.get(at..end).unwrap_or_default(), cjk });
        at = end;
    }
    runs
}

/// Whether the character continues a Latin word; a point does between figures (PM2.5).
fn belongs(chars: &[FoldedChar], at: usize) -> bool {
    let char = |at: usize| chars.get(at).map_or(' ', |c| c.char);
    let here = char(at);
    (here.is_alphanumeric() && !is_cjk(here))
        || (here == '.' && char(at.wrapping_sub(1)).is_ascii_digit() && char(at + 1).is_ascii_digit())
}

/// Brings an English word to its stem (Snowball), so that `schools` finds `school`.
fn stem(word: String) -> String {
    static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word;
    }
    STEMMER.stem(&word).into_owned()
}

/// Whether the general dictionary has nothing but names of places in the word.
pub fn is_tagged_as_place(word: &str) -> bool {
    JIEBA.tag(word, false).iter().all(|tag| tag.tag == "ns")
}

/// Every word in `text`, those within longer words too, in the order of their places.
pub fn words(text: &str) -> Vec<Piece> {
    cut(text, true)
}

/// The longest words of `text`, one after the other.
pub fn longest_words(text: &str) -> Vec<Piece> {
    cut(text, false)
}

fn cut(text: &str, within: bool) -> Vec<Piece> {
    let chars = fold(text);
    let mut pieces: Vec<Piece> = Vec::with_capacity(chars.len());
    for run in runs(&chars) {
        if !run.cjk {
            pieces.extend(run.piece(0..run.chars.len(), 0));
            continue;
        }
        let mut folded = String::with_capacity(3 * run.chars.len());
        for char in run.chars {
            folded.push(char.char);
        }
        let tokens = if within { JIEBA.cut_for_search(&folded, false) } else { JIEBA.cut(&folded, false) };
        pieces.extend(tokens.iter().filter_map(|token| run.piece(token.start..token.end, 0)));
    }
    // jieba gives the words within a word before it; offsets must never go back.
    if within {
        pieces.sort_by_key(|piece| (piece.from, piece.to));
        pieces.dedup();
    }
    for (position, piece) in pieces.iter_mut().enumerate() {
        piece.position = position;
    }
    pieces
}

/// Every two neighbouring Chinese characters, and whole Latin words. A phrase is a row of them.
///
/// A Chinese character that stands alone is given as it is; with `singles` every one is.
pub fn bigrams(text: &str, singles: bool) -> Vec<Piece> {
    let chars = fold(text);
    let mut pieces = Vec::with_capacity(chars.len());
    let mut position = 0;
    for run in runs(&chars) {
        if !run.cjk {
            pieces.extend(run.piece(0..run.chars.len(), position));
            position += 1;
            continue;
        }
        let count = run.chars.len();
        for at in 0..count {
            if singles || count == 1 {
                pieces.extend(run.piece(at..at + 1, position + at));
            }
            if at + 1 < count {
                pieces.extend(run.piece(at..at + 2, position + at));
            }
        }
        position += count;
    }
    pieces
}

/// Parts words that were cut beforehand.
const BETWEEN: char = '\u{1f}';

/// Words that are cut already, as the text of a field that takes them as they are ([`Cut::Given`]).
pub fn given(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().fold(String::new(), |mut text, word| {
        text.push_str(&word);
        text.push(BETWEEN);
        text
    })
}

/// Words with their ranks, as the text of a field that keeps a rank as a frequency ([`Cut::Ranked`]).
pub fn ranked(words: impl IntoIterator<Item = (String, Rank)>) -> String {
    given(words.into_iter().map(|(word, rank)| format!("{}{word}", rank as u8)))
}

/// Which pieces a field is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// [`bigrams`].
    Bigrams,
    /// [`bigrams`] with single characters.
    Singles,
    /// What [`given`] wrote.
    Given,
    /// What [`ranked`] wrote: each word as often as its rank says.
    Ranked,
}

/// The adapter to tantivy.
#[derive(Debug, Clone)]
pub struct Cutter(pub Cut);

/// The pieces of one text.
#[derive(Debug)]
pub struct Pieces {
    pieces: std::vec::IntoIter<Piece>,
    token: Token,
    /// Whether each comes as often as its rank says, which stands in the place of its position.
    ranked: bool,
    /// How often the token still comes.
    again: usize,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Pieces;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Pieces {
        let pieces = match self.0 {
            Cut::Bigrams => bigrams(text, false),
            Cut::Singles => bigrams(text, true),
            Cut::Given | Cut::Ranked => as_given(text, self.0 == Cut::Ranked),
        };
        Pieces {
            pieces: pieces.into_iter(),
            token: Token::default(),
            ranked: self.0 == Cut::Ranked,
            again: 0,
        }
    }
}

/// What was cut beforehand; a rank stands in the place of the position.
fn as_given(text: &str, ranked: bool) -> Vec<Piece> {
    let words = text.split(BETWEEN).filter(|word| !word.is_empty());
    words
        .filter_map(|word| {
            let rank = if ranked { word.bytes().next()?.wrapping_sub(b'0') } else { 1 };
            let text = if ranked { word.get(1..)? } else { word };
            Some(Piece { text: text.to_owned(), from: 0, to: 0, position: rank.into(), cjk: false })
        })
        .collect()
}

impl TokenStream for Pieces {
    fn advance(&mut self) -> bool {
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let Some(piece) = self.pieces.next() else { return false };
        self.again = if self.ranked { piece.position.saturating_sub(1) } else { 0 };
        self.token = Token {
            offset_from: piece.from,
            offset_to: piece.to,
            position: piece.position,
            text: piece.text,
            position_length: 1,
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(pieces: &[Piece]) -> Vec<&str> {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn words_within_words_come_in_order() {
        let pieces = words("青岛市公共停車場（ＰＭ２．５）Schools");
        assert_eq!(texts(&pieces), ["青岛", "青岛市", "公共", "停车", "停车场", "车场", "pm2.5", "school"]);
        assert!(pieces.is_sorted_by_key(|piece| (piece.from, piece.to)));
    }

    #[test]
    fn the_dictionary_is_known() {
        assert_eq!(texts(&longest_words("双公示专精特新公租房")), ["双公示", "专精特新", "公租房"]);
    }

    #[test]
    fn bigrams_keep_latin_words_whole() {
        assert_eq!(
            texts(&bigrams("PM2.5空气质量 2024年", false)),
            ["pm2.5", "空气", "气质", "质量", "2024", "年"]
        );
        assert_eq!(texts(&bigrams("水厂", true)), ["水", "水厂", "厂"]);
    }

    #[test]
    fn english_words_have_stems() {
        for (word, stemmed) in [
            ("cities", "citi"),
            ("parking", "park"),
            ("buses", "buse"),
            ("classes", "class"),
            ("status", "status"),
            ("gas", "gas"),
        ] {
            assert_eq!(stem(word.to_owned()), stemmed);
        }
    }

    proptest! {
        #[test]
        fn pieces_lie_within_the_text(text in "\\PC{0,40}") {
            for pieces in [words(&text), bigrams(&text, true), bigrams(&text, false)] {
                for piece in pieces {
                    prop_assert!(text.get(piece.from..piece.to).is_some());
                    prop_assert!(piece.text.chars().any(char::is_alphanumeric));
                }
            }
        }
    }
}
