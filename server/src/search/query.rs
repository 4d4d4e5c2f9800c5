//! From a visitor's words to a query. The words are plain text: no sign in them has a meaning but the quotation
//! mark.
//!
//! A dataset matches when it has all the words, in whatever fields, or all the bigrams; quoted text must stand in
//! it as it is. Scores do not come from the index's statistics of each field, because a word that is common in
//! titles would then count less there than in a description: each word has one weight, and each field its rank.

use std::{collections::HashSet, ops::Bound};

use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query,
        RangeQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    fold::is_cjk,
    schema::{Fields, exact},
    tokenizer::{Piece, bigrams, longest_words},
};
use crate::error::Result;

/// How many characters of a query are looked at.
pub const LOOKED_AT: usize = 200;

/// What a word is worth in the title, the keywords, the publisher's name, the data items and the description.
const TITLE: f32 = 10.0;
const KEYWORDS: f32 = 6.0;
const PUBLISHER: f32 = 5.0;
const ITEMS: f32 = 3.0;
const DESCRIPTION: f32 = 1.0;
/// What the same word in further fields adds, as a part of their worth.
const FURTHER: f32 = 0.05;
/// What is added when the title is what was asked, or has all of it in one piece.
const WHOLE_TITLE: f32 = 10.0;
const WITHIN_TITLE: f32 = 2.0;
/// What the title gives by its own length and the word's place in it, at most.
const SHORT_TITLE: f32 = 1.5;
const CODE: f32 = 1_000.0;

/// Words that ask rather than name; they are left out unless there is nothing else.
const ASKING: &[&str] = &[
    "的",
    "了",
    "吗",
    "呢",
    "吧",
    "啊",
    "在",
    "有",
    "是",
    "我",
    "想",
    "要",
    "请问",
    "如何",
    "怎么",
    "怎样",
    "怎么样",
    "什么",
    "什么时候",
    "哪",
    "哪里",
    "哪儿",
    "哪些",
    "哪个",
    "能",
    "能不能",
    "不能",
    "可以",
    "多少",
    "几",
    "几个",
    "和",
    "与",
    "及",
    "或",
    "查",
    "查询",
    "找",
    "为什么",
    "有没有",
    "是否",
    "会",
    "a",
    "an",
    "the",
    "of",
    "in",
    "and",
    "or",
    "for",
    "to",
    "on",
    "at",
    "i",
    "where",
    "how",
    "what",
    "when",
    "which",
    "can",
    "do",
    "does",
    "are",
    "my",
    "with",
    "by",
    "from",
];

/// A visitor's words, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The whole, folded, for codes and whole titles.
    pub whole: String,
    /// Quoted pieces.
    pub phrases: Vec<String>,
    /// The words outside quotes.
    pub words: Vec<String>,
    /// The bigrams outside quotes.
    pub bigrams: Vec<String>,
}

impl Asked {
    /// Takes the first 200 characters apart.
    pub fn of(text: &str) -> Self {
        let text: String = text.trim().chars().take(LOOKED_AT).collect();
        let (free, phrases) = quoted(&text);
        let pieces = longest_words(&free);
        let naming: Vec<&Piece> =
            pieces.iter().filter(|piece| !ASKING.contains(&piece.text.as_str())).collect();
        let words: Vec<String> = if naming.is_empty() {
            distinct(pieces.iter().map(|piece| piece.text.clone()))
        } else {
            distinct(naming.iter().map(|piece| piece.text.clone()))
        };
        let bigrams = distinct(bigrams(&free, false).into_iter().map(|piece| piece.text));
        Self { whole: exact(&text), phrases, words, bigrams }
    }

    /// Whether it asks for nothing in particular: there was no text.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }
}

/// Parts quoted pieces from the rest; a quotation mark without its fellow is plain text.
fn quoted(text: &str) -> (String, Vec<String>) {
    let mut free = String::new();
    let mut phrases = Vec::new();
    let mut rest = text;
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| matches!(c, '"' | '“' | '「' | '＂')) {
        let close: &[char] = match open {
            '“' => &['”', '“', '"'],
            '「' => &['」'],
            _ => &['"', '＂', '”'],
        };
        let (before, after) = rest.split_at(at);
        let after = after.get(open.len_utf8()..).unwrap_or_default();
        free.push_str(before);
        free.push(' ');
        let Some((inside, beyond)) = after.split_once(close) else {
            rest = after;
            break;
        };
        if inside.chars().any(char::is_alphanumeric) {
            phrases.push(inside.to_owned());
        }
        rest = beyond;
    }
    free.push_str(rest);
    (free, phrases)
}

fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn worth(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

fn all(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::intersection(queries))
}

fn best(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(DisjunctionMaxQuery::with_tie_breaker(queries, FURTHER))
}

/// Makes queries for one edition of the index.
pub struct Maker<'a> {
    /// The fields.
    pub fields: &'a Fields,
    /// The statistics.
    pub searcher: &'a Searcher,
}

impl Maker<'_> {
    /// The query for what matches all of it.
    pub fn strict(&self, asked: &Asked) -> Result<Box<dyn Query>> {
        if asked.is_empty() {
            return Ok(Box::new(AllQuery));
        }
        let mut ways: Vec<Box<dyn Query>> = vec![worth(term(self.fields.code, &asked.whole), CODE)];
        ways.push(worth(term(self.fields.id, &asked.whole), CODE));
        if asked.words.is_empty() {
            if !asked.phrases.is_empty() {
                ways.push(all(self.phrases(asked)));
            }
        } else {
            let mut words = self.words(&asked.words)?;
            words.extend(self.phrases(asked));
            ways.push(all(words));
            let mut net: Vec<Box<dyn Query>> = self.net(&asked.bigrams);
            net.extend(self.phrases(asked));
            ways.push(all(net));
        }
        Ok(self.favour_titles(asked, Box::new(BooleanQuery::union(ways))))
    }

    /// The same query, for what can come after an id in the order of ids.
    pub fn after_id(&self, query: Box<dyn Query>, id: [u64; 2]) -> Box<dyn Query> {
        let [high, _] = self.fields.id_halves;
        let from = Bound::Included(Term::from_field_u64(high, id[0]));
        all(vec![query, worth(Box::new(RangeQuery::new(from, Bound::Unbounded)), 0.0)])
    }

    /// The query for what matches most of it; for when nothing matches all.
    pub fn relaxed(&self, asked: &Asked) -> Result<Box<dyn Query>> {
        // A single character says too little to be enough.
        let long: Vec<String> = asked.words.iter().filter(|word| word.chars().count() > 1).cloned().collect();
        let words = self.words(if long.is_empty() { &asked.words } else { &long })?;
        let net = self.net(&asked.bigrams);
        let most = |queries: Vec<Box<dyn Query>>| -> Box<dyn Query> {
            let least = (queries.len() * 6 + 5) / 10;
            Box::new(BooleanQuery::union_with_minimum_required_clauses(queries, least.max(1)))
        };
        let ways: Vec<Box<dyn Query>> =
            [words, net].into_iter().filter(|ways| !ways.is_empty()).map(most).collect();
        let most: Box<dyn Query> = Box::new(BooleanQuery::union(ways));
        let mut parts = self.phrases(asked);
        parts.push(most);
        Ok(self.favour_titles(asked, all(parts)))
    }

    fn favour_titles(&self, asked: &Asked, query: Box<dyn Query>) -> Box<dyn Query> {
        let mut parts = vec![
            (Occur::Must, query),
            (Occur::Should, worth(term(self.fields.title_exact, &asked.whole), WHOLE_TITLE)),
        ];
        if let Some(within) = phrase(self.fields.title_net, &asked.whole) {
            parts.push((Occur::Should, worth(within, WITHIN_TITLE)));
        }
        Box::new(BooleanQuery::new(parts))
    }

    /// One query for each word; the rarer the word, the more it is worth. All worths together are one.
    fn words(&self, words: &[String]) -> Result<Vec<Box<dyn Query>>> {
        let rarities = words.iter().map(|word| self.rarity(word)).collect::<Result<Vec<f32>>>()?;
        let sum: f32 = rarities.iter().sum();
        words
            .iter()
            .zip(rarities)
            .map(|(word, rarity)| {
                let fields = self.fields;
                let weight = rarity / sum;
                let scored = [
                    (fields.title, TITLE),
                    (fields.keywords, KEYWORDS),
                    (fields.publisher_words, PUBLISHER),
                    (fields.items, ITEMS),
                    (fields.description, DESCRIPTION),
                ];
                let mut ways: Vec<Box<dyn Query>> = scored
                    .into_iter()
                    .map(|(field, score)| worth(term(field, word), score * weight))
                    .collect();
                // A single character is seldom a word of the index, but it stands in the title's net.
                if word.chars().count() == 1 && word.chars().all(is_cjk) {
                    ways.push(worth(term(fields.title_net, word), TITLE * weight / 2.0));
                }
                let title = self.short_title(word, weight)?;
                Ok(Box::new(BooleanQuery::new(vec![(Occur::Must, best(ways)), (Occur::Should, title)]))
                    as Box<dyn Query>)
            })
            .collect()
    }

    /// The share of a word: between 1 for the commonest and about 10 for the rarest.
    fn rarity(&self, word: &str) -> Result<f32> {
        let title = self.searcher.doc_freq(&Term::from_field_text(self.fields.title, word))?;
        let description = self.searcher.doc_freq(&Term::from_field_text(self.fields.description, word))?;
        Ok(1.0 + ratio(self.searcher.num_docs(), title.max(description)).ln_1p())
    }

    /// The index's own score of the word in the title, brought to at most [`SHORT_TITLE`].
    fn short_title(&self, word: &str, weight: f32) -> Result<Box<dyn Query>> {
        let term = Term::from_field_text(self.fields.title, word);
        let known = self.searcher.doc_freq(&term)?;
        let count: u64 =
            self.searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum();
        let idf = ratio(count.saturating_sub(known), known).ln_1p().max(0.01);
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        Ok(Box::new(BoostQuery::new(query, SHORT_TITLE * weight / (idf * 2.2))))
    }

    fn net(&self, bigrams: &[String]) -> Vec<Box<dyn Query>> {
        #[expect(clippy::cast_precision_loss, reason = "a weight needs no precision")]
        let share = 1.0 / bigrams.len().max(1) as f32;
        bigrams
            .iter()
            .map(|bigram| {
                best(vec![
                    worth(term(self.fields.title_net, bigram), 2.0 * share),
                    worth(term(self.fields.net, bigram), 0.2 * share),
                ])
            })
            .collect()
    }

    fn phrases(&self, asked: &Asked) -> Vec<Box<dyn Query>> {
        asked
            .phrases
            .iter()
            .map(|text| {
                let ways = [(self.fields.title_net, TITLE), (self.fields.net, DESCRIPTION)];
                best(
                    ways.into_iter()
                        .filter_map(|(field, score)| Some(worth(phrase(field, text)?, score)))
                        .collect(),
                )
            })
            .collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a weight needs no precision")]
fn ratio(many: u64, few: u64) -> f32 {
    (many as f32 + 0.5) / (few as f32 + 0.5)
}

/// The query for text that stands in a net field in one piece; `None` when there is nothing to find.
pub fn phrase(field: Field, text: &str) -> Option<Box<dyn Query>> {
    let pieces = bigrams(text, false);
    let mut terms: Vec<(usize, Term)> =
        pieces.iter().map(|piece| (piece.position, Term::from_field_text(field, &piece.text))).collect();
    match terms.len() {
        0 => None,
        1 => {
            let (_, term) = terms.pop()?;
            Some(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
        }
        _ => Some(Box::new(PhraseQuery::new_with_offset(terms))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_part_phrases_from_words() {
        for (text, free, phrases) in [
            ("停车场 \"学区 划分\" 公交", "停车场   公交", vec!["学区 划分"]),
            ("“公租房”", " ", vec!["公租房"]),
            ("青岛\"市", "青岛 市", vec![]),
            ("\"\"", " ", vec![]),
            ("「医院」名录", " 名录", vec!["医院"]),
        ] {
            let (left, quoted) = quoted(text);
            assert_eq!(
                (left.as_str(), quoted),
                (free, phrases.into_iter().map(str::to_owned).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn words_that_ask_are_left_out() {
        assert_eq!(Asked::of("哪里能停车").words, ["停车"]);
        assert_eq!(Asked::of("什么").words, ["什么"]);
        assert_eq!(Asked::of("title:( AND OR %%%").words, ["title"]);
    }

    #[test]
    fn only_the_beginning_is_looked_at() {
        let asked = Asked::of(&"停车场".repeat(700));
        assert_eq!(asked.whole.chars().count(), LOOKED_AT);
        assert!(Asked::of("  ").is_empty());
        assert!(!Asked::of("%%%").is_empty());
    }
}
