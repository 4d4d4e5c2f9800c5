//! What was meant where nothing is written as it was asked: read from the title that was found instead, or from the
//! words that the index knows.

use std::collections::HashSet;

use tantivy::Searcher;

use super::{
    asked::Asked,
    fold::{folded_line, is_cjk},
    schema::{Fields, bare},
    sound,
    tokenizer::bigrams,
};
use crate::error::Result;

/// The shortest Latin word that is taken for a slip, and from which length on two letters may be wrong.
const SHORTEST: usize = 4;
const LONG: usize = 8;

/// The words of `asked` as a title writes them; `None` where the title does not explain all of them, or they are
/// written so already.
pub fn meant(asked: &str, title: &str) -> Option<String> {
    let mut words = Vec::new();
    for part in asked.split_whitespace() {
        words.push(one(part, title)?);
    }
    let meant = words.join(" ");
    (!meant.is_empty() && folded_line(&meant) != folded_line(asked)).then_some(meant)
}

fn one(part: &str, title: &str) -> Option<String> {
    let letters = bare(part);
    if letters.is_empty() {
        return None;
    }
    if bare(title).contains(&letters) {
        return Some(part.to_owned());
    }
    if letters.chars().all(|char| char.is_ascii_alphanumeric()) {
        return sound::spelled(&letters, title);
    }
    sound::same_sound(part, title).or_else(|| one_wrong(&letters, title))
}

/// The part of `title` that differs from Chinese `letters` in one character.
fn one_wrong(letters: &str, title: &str) -> Option<String> {
    let wanted: Vec<char> = letters.chars().collect();
    if wanted.len() < 3 || !wanted.iter().all(|char| is_cjk(*char)) {
        return None;
    }
    let chars: Vec<char> = title.chars().collect();
    let differing = |part: &&[char]| part.iter().zip(&wanted).filter(|(a, b)| a != b).count() == 1;
    let part = chars.windows(wanted.len()).find(differing)?;
    part.iter().all(|char| is_cjk(*char)).then(|| part.iter().collect())
}

/// The query with its unknown Latin words put right, each by the most frequent word of the index (or of the synonyms)
/// that differs in a letter, two in a long word; `None` when there is none to put right.
pub fn put_right(
    searcher: &Searcher,
    fields: &Fields,
    asked: &Asked,
    further: &HashSet<String>,
) -> Result<Option<Vec<(String, String)>>> {
    let mut changes = Vec::new();
    for word in asked.slots.iter().flat_map(|slot| &slot.words) {
        let latin = word.len() >= SHORTEST && word.bytes().all(|b| b.is_ascii_lowercase());
        let known = searcher.doc_freq(&tantivy::Term::from_field_text(fields.words, word))? > 0;
        if latin && !known && !further.contains(word) {
            let Some(right) = nearest(searcher, fields, word, further)? else { return Ok(None) };
            changes.push((word.clone(), right));
        }
    }
    Ok((!changes.is_empty()).then_some(changes))
}

fn nearest(
    searcher: &Searcher,
    fields: &Fields,
    word: &str,
    further: &HashSet<String>,
) -> Result<Option<String>> {
    let most = if word.len() >= LONG { 2 } else { 1 };
    let mut best: Option<(usize, std::cmp::Reverse<u64>, String)> = None;
    let mut weigh = |known: &str, frequency: u64| {
        let Some(distance) = distance(word, known, most) else { return };
        let one = (distance, std::cmp::Reverse(frequency), known.to_owned());
        if best.as_ref().is_none_or(|best| one < *best) {
            best = Some(one);
        }
    };
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.words)?;
        // Everything that begins with a small Latin letter.
        let mut terms = index.terms().range().ge("a").lt("{").into_stream()?;
        while terms.advance() {
            if let Ok(known) = std::str::from_utf8(terms.key()) {
                weigh(known, u64::from(terms.value().doc_freq));
            }
        }
    }
    for known in further {
        weigh(known, 0);
    }
    Ok(best.map(|(_, _, word)| word))
}

/// In how many letters two words differ, neighbours that changed places as one; `None` beyond `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut least =
                (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

/// The word of a text that is `word`, or whose stem it is.
pub fn as_written(word: &str, text: &str) -> Option<String> {
    let mut latin = bigrams(text, false).into_iter().filter(|piece| !piece.cjk).filter_map(|piece| {
        let written = text.get(piece.from..piece.to)?.to_lowercase();
        (piece.text == word || written == word).then_some(written)
    });
    latin.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_explains_what_was_meant() {
        let title = "青岛市公共停车场基本信息";
        for (asked, expected) in [
            ("亭车场", Some("停车场")),
            ("tingchechang", Some("停车场")),
            ("停车扬", Some("停车场")),
            ("亭车场 信息", Some("停车场 信息")),
            ("停车场", None),
            ("医院", None),
            ("停车场 医院", None),
        ] {
            assert_eq!(meant(asked, title).as_deref(), expected, "{asked}");
        }
    }

    #[test]
    fn slips_are_counted() {
        for (a, b, most, expected) in [
            ("hospti", "hospit", 1, Some(1)),
            ("parkng", "parking", 1, Some(1)),
            ("school", "school", 1, Some(0)),
            ("asdfgh", "school", 2, None),
            ("abcd", "badc", 2, Some(2)),
        ] {
            assert_eq!(distance(a, b, most), expected, "{a} {b}");
        }
        assert_eq!(as_written("hospit", "List of Hospitals").as_deref(), Some("hospitals"));
    }
}
