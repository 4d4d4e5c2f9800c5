//! Completing what was typed: titles of datasets that a guest may see.

use std::collections::HashSet;

use app::portal::search::{Suggestion, Suggestions};
use tantivy::{
    Term,
    collector::TopDocs,
    query::{BooleanQuery, ConstScoreQuery, Occur, Query, RegexQuery, TermQuery},
    schema::IndexRecordOption,
};

use super::{
    asked::LOOKED_AT,
    fold::is_cjk,
    index::Edition,
    listed_at,
    schema::{bare, exact},
    sound,
    tokenizer::{Piece, bigrams},
};
use crate::{catalogue::Listed, error::Result};

/// How many titles are given.
const GIVEN: usize = 8;
/// How many are looked at for them.
const LOOKED_THROUGH: usize = 60;

/// Titles that begin with what was typed, then titles that have all of it.
pub fn suggest(edition: &Edition, typed: &str) -> Result<Suggestions> {
    let typed: String = typed.trim().chars().take(LOOKED_AT).collect();
    let begun = bare(&typed);
    let Some(query) = query(edition, &typed, &begun)? else { return Ok(Suggestions { items: Vec::new() }) };
    let top = edition.searcher.search(&*query, &TopDocs::with_limit(LOOKED_THROUGH).order_by_score())?;
    let mut found = top
        .into_iter()
        .map(|(_, address)| listed_at(&edition.searcher, &edition.fields, address))
        .collect::<Result<Vec<Listed>>>()?;
    found.sort_by_cached_key(|listed| {
        let title = bare(&listed.title);
        (!title.starts_with(&begun), !title.contains(&begun), title.chars().count(), listed.id.clone())
    });
    let mut seen = HashSet::new();
    found.retain(|listed| seen.insert(bare(&listed.title)));
    let items = found.into_iter().take(GIVEN).map(|l| Suggestion { text: l.title, id: Some(l.id) }).collect();
    Ok(Suggestions { items })
}

fn query(edition: &Edition, typed: &str, begun: &str) -> Result<Option<Box<dyn Query>>> {
    let fields = &edition.fields;
    let pieces = bigrams(typed, false);
    if pieces.is_empty() {
        return Ok(None);
    }
    let last = pieces.len() - 1;
    let parts = pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| {
            if at == last && !piece.text.chars().all(is_cjk) {
                begins(fields.title_net, &typed_end(typed, piece))
            } else {
                let term = Term::from_field_text(fields.title_net, &piece.text);
                Ok(Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>)
            }
        })
        .collect::<Result<Vec<_>>>()?;
    let within: Box<dyn Query> =
        Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::intersection(parts)), 1.0));
    let begins: Box<dyn Query> = Box::new(ConstScoreQuery::new(begins(fields.title_exact, begun)?, 10.0));
    let mut ways = vec![(Occur::Should, begins), (Occur::Should, within)];
    if let Some(sounding) = sounding(edition, typed)? {
        ways.push((Occur::Should, sounding));
    }
    Ok(Some(Box::new(BooleanQuery::new(ways))))
}

/// Titles that sound as the typed letters do, the last syllable as far as it was typed; and titles whose words begin
/// with them.
fn sounding(edition: &Edition, typed: &str) -> Result<Option<Box<dyn Query>>> {
    let letters = exact(typed).replace([' ', '\''], "");
    if letters.len() < 2 || !letters.bytes().all(|b| b.is_ascii_lowercase()) {
        return Ok(None);
    }
    let (searcher, fields) = (&edition.searcher, &edition.fields);
    let frequency =
        |text: &str| searcher.doc_freq(&Term::from_field_text(fields.sound, text)).unwrap_or_default();
    let mut ways: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let whole = sound::heard(&letters, &mut |pair| frequency(pair));
    // The typed end may be the beginning of a syllable: `tingch`.
    for cut in 0..=6.min(letters.len()) {
        let (before, end) = letters.split_at(letters.len() - cut);
        if cut > 0 && (before.is_empty() || !sound::is_pinyin(before) || sound::is_pinyin(end) && cut > 3) {
            continue;
        }
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        let heard = if cut == 0 { whole.clone() } else { sound::heard(before, &mut |pair| frequency(pair)) };
        let last = heard.last().and_then(|ways| ways.first()).cloned().unwrap_or_default();
        let last = last.rsplit('\'').next().unwrap_or_default().to_owned();
        if cut > 0 {
            parts.push(begins(fields.sound, &format!("{last}'{end}"))?);
        }
        if cut == 0 || heard.len() > 1 || heard.iter().flatten().any(|way| way.contains('\'')) {
            for pair in heard.iter().filter_map(|ways| ways.first()) {
                let term = Term::from_field_text(fields.sound, pair);
                parts.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
            }
        }
        ways.push((Occur::Should, Box::new(BooleanQuery::intersection(parts))));
    }
    let term = Term::from_field_text(fields.initials, &letters);
    ways.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic))));
    Ok(Some(Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(ways)), 0.5))))
}

/// The last word as far as it was typed; a stem could be no beginning of what is meant (`citi` and `city`).
fn typed_end(typed: &str, piece: &Piece) -> String {
    let end = typed.get(piece.from..piece.to).map(exact).unwrap_or_default();
    if end.starts_with(&piece.text) { piece.text.clone() } else { end }
}

/// Terms that begin with `text`, every character of which stands for itself.
fn begins(field: tantivy::schema::Field, text: &str) -> Result<Box<dyn Query>> {
    let mut pattern = String::with_capacity(text.len() + 2);
    for char in text.chars() {
        if r"\.+*?()|[]{}^$#&-~".contains(char) {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern.push_str(".*");
    // What the automaton cannot express begins nothing.
    Ok(RegexQuery::from_pattern(&pattern, field)
        .map_or_else(|_| Box::new(tantivy::query::EmptyQuery) as Box<dyn Query>, |query| Box::new(query)))
}
