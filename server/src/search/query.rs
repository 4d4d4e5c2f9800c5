//! From what was asked to a query of the index.
//!
//! A dataset matches when it has all the words, in whatever fields, or all the bigrams; quoted text must stand in
//! it as it is. Scores do not come from the index's statistics of each field, because a word that is common in
//! titles would then count less there than in a description: each word has one weight, and each field its rank.

use std::ops::Bound;

use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query,
        RangeQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    asked::{Asked, Slot},
    fold::is_cjk,
    places::Places,
    ranked::{RankedTerm, WORTH},
    schema::{Facet, Fields, exact},
    sound,
    tokenizer::bigrams,
};
use crate::error::Result;

/// What a title with every word is worth.
const TITLE: f32 = WORTH[5];
/// What a word that means the same is worth, as a part of the word that was written.
const OTHER: f32 = 0.8;
/// What is added when the title is what was asked, or has all of it in one piece.
const WHOLE_TITLE: f32 = 10.0;
const WITHIN_TITLE: f32 = 2.0;
/// What the data of a region is worth when the region is named, and what holds for the city around it.
const REGION: f32 = 6.0;
const AROUND: f32 = 2.0;
/// What a format is worth when it is named.
const FORMAT: f32 = 3.0;
const CODE: f32 = 1_000.0;
/// What the same sound is worth beside what is written so, and where nothing is; and first letters.
const SOUND: f32 = 1.5;
const SOUND_ALONE: f32 = 8.0;
const INITIALS: f32 = 2.5;
/// How many words, bigrams and pairs of syllables are looked for when most of them have to do; the rarest.
const MOST_OF: usize = 10;

/// How what was asked is looked for; each finds more than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// All the words, or words that mean the same.
    Words,
    /// Or all the bigrams, or the first letters of words.
    Net,
    /// Or the same sound.
    Wide,
    /// The same sound alone; for when nothing is written so.
    Sound,
    /// Most of it; for when nothing matches all.
    Relaxed,
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn worth(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

/// All of the queries; the only one by itself, which is quicker.
fn all(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// The best of the queries; a document gains nothing by matching several.
fn best(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.remove(0),
        _ => Box::new(DisjunctionMaxQuery::new(queries)),
    }
}

/// Makes queries for one edition of the index.
pub struct Maker<'a> {
    /// The fields.
    pub fields: &'a Fields,
    /// The statistics.
    pub searcher: &'a Searcher,
    /// The regions.
    pub places: &'a Places,
}

impl Maker<'_> {
    /// The query that looks for what was asked in some way; `None` where the way leads nowhere.
    pub fn query(&self, asked: &Asked, way: Way) -> Result<Option<Box<dyn Query>>> {
        if asked.is_empty() {
            return Ok(Some(Box::new(AllQuery)));
        }
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        for field in [self.fields.code, self.fields.id] {
            if self.frequency(field, &asked.whole)? > 0 {
                ways.push(worth(term(field, &asked.whole), CODE));
            }
        }
        if way == Way::Relaxed {
            ways.extend(self.most(asked)?);
        }
        let words = matches!(way, Way::Words | Way::Net | Way::Wide);
        if words && (!asked.slots.is_empty() || !asked.phrases.is_empty()) {
            ways.push(self.with_phrases(asked, self.slots(&asked.slots)?));
        }
        if matches!(way, Way::Net | Way::Wide) && !asked.slots.is_empty() {
            ways.push(self.with_phrases(asked, self.net(&asked.bigrams)));
            ways.extend(self.initials(asked)?);
        }
        if matches!(way, Way::Wide | Way::Sound) {
            let heard = self.heard(asked, if way == Way::Sound { SOUND_ALONE } else { SOUND })?;
            if !heard.is_empty() {
                ways.push(self.with_phrases(asked, heard));
            }
        }
        if ways.is_empty() {
            return Ok(None);
        }
        self.favour_titles(asked, any(ways)).map(Some)
    }

    /// The same query, for what can come after an id in the order of ids.
    pub fn after_id(&self, query: Box<dyn Query>, id: [u64; 2]) -> Box<dyn Query> {
        let [high, _] = self.fields.id_halves;
        let from = Bound::Included(Term::from_field_u64(high, id[0]));
        all(vec![query, worth(Box::new(RangeQuery::new(from, Bound::Unbounded)), 0.0)])
    }

    /// The same query within a region.
    pub fn within(&self, query: Box<dyn Query>, region: &str) -> Box<dyn Query> {
        all(vec![query, term(self.facet(Facet::Region), region)])
    }

    fn facet(&self, facet: Facet) -> Field {
        let [theme, publisher, open_type, format, region, cycle] = self.fields.facets;
        match facet {
            Facet::Theme => theme,
            Facet::Publisher => publisher,
            Facet::OpenType => open_type,
            Facet::Format => format,
            Facet::Region => region,
            Facet::Cycle => cycle,
        }
    }

    fn frequency(&self, field: Field, text: &str) -> Result<u64> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(field, text))?)
    }

    fn favour_titles(&self, asked: &Asked, query: Box<dyn Query>) -> Result<Box<dyn Query>> {
        let mut parts = vec![(Occur::Must, query)];
        if self.frequency(self.fields.title_exact, &asked.bare)? > 0 {
            parts.push((Occur::Should, worth(term(self.fields.title_exact, &asked.bare), WHOLE_TITLE)));
        }
        // A single word is in one piece anyway.
        if asked.slots.len() > 1
            && let Some(within) = phrase(self.fields.title_net, &asked.whole)
        {
            parts.push((Occur::Should, worth(within, WITHIN_TITLE)));
        }
        if let [_] = parts.as_slice() {
            return Ok(parts.remove(0).1);
        }
        Ok(Box::new(BooleanQuery::new(parts)))
    }

    fn with_phrases(&self, asked: &Asked, mut parts: Vec<Box<dyn Query>>) -> Box<dyn Query> {
        parts.extend(self.phrases(asked));
        all(parts)
    }

    /// One query for each slot; the rarer its words, the more it is worth. All worths together are one.
    fn slots(&self, slots: &[Slot]) -> Result<Vec<Box<dyn Query>>> {
        let rarities = slots.iter().map(|slot| self.rarity(slot)).collect::<Result<Vec<f32>>>()?;
        let sum: f32 = rarities.iter().sum();
        slots.iter().zip(rarities).map(|(slot, rarity)| self.slot(slot, rarity / sum)).collect()
    }

    fn slot(&self, slot: &Slot, weight: f32) -> Result<Box<dyn Query>> {
        let mut ways = vec![self.ranked(&slot.words, weight)];
        for words in &slot.others {
            let known = words.iter().map(|word| self.frequency(self.fields.words, word));
            if known.collect::<Result<Vec<u64>>>()?.iter().all(|frequency| *frequency > 0) {
                ways.push(self.ranked(words, weight * OTHER));
            }
        }
        // A single character is seldom a word of the index, but it stands in the title's net.
        if let [word] = slot.words.as_slice()
            && word.chars().count() == 1
            && word.chars().all(is_cjk)
        {
            ways.push(worth(term(self.fields.title_net, word), TITLE * weight / 2.0));
        }
        if let Some(region) = &slot.region {
            ways.push(worth(term(self.facet(Facet::Region), region), REGION * weight));
            if let Some(around) = self.places.around(region) {
                ways.push(worth(term(self.fields.own_region, around), AROUND * weight));
            }
        }
        if let Some(format) = &slot.format {
            ways.push(worth(term(self.facet(Facet::Format), format), FORMAT * weight));
        }
        Ok(best(ways))
    }

    /// All of the words, wherever they stand.
    fn ranked(&self, words: &[String], weight: f32) -> Box<dyn Query> {
        #[expect(clippy::cast_precision_loss, reason = "a weight needs no precision")]
        let share = weight / words.len().max(1) as f32;
        let one = |word: &String| -> Box<dyn Query> {
            Box::new(RankedTerm::new(Term::from_field_text(self.fields.words, word), share))
        };
        all(words.iter().map(one).collect())
    }

    /// The share of a slot: between 1 for the commonest and about 10 for the rarest.
    fn rarity(&self, slot: &Slot) -> Result<f32> {
        Ok(1.0 + ratio(self.searcher.num_docs(), self.frequency_of(slot)?).ln_1p())
    }

    /// In how many documents the rarest word of a slot is, or of what it may mean instead.
    fn frequency_of(&self, slot: &Slot) -> Result<u64> {
        let mut most = 0;
        for words in std::iter::once(&slot.words).chain(&slot.others) {
            let each = words.iter().map(|word| self.frequency(self.fields.words, word));
            let rarest = each.collect::<Result<Vec<u64>>>()?.into_iter().min();
            most = most.max(rarest.unwrap_or_default());
        }
        Ok(most)
    }

    fn net(&self, bigrams: &[String]) -> Vec<Box<dyn Query>> {
        let share = share(bigrams.len());
        bigrams.iter().map(|bigram| self.net_one(bigram, share)).collect()
    }

    fn net_one(&self, bigram: &str, share: f32) -> Box<dyn Query> {
        best(vec![
            worth(term(self.fields.title_net, bigram), 2.0 * share),
            worth(term(self.fields.net, bigram), 0.2 * share),
        ])
    }

    /// One query for each pair of syllables that was heard.
    fn heard(&self, asked: &Asked, worth: f32) -> Result<Vec<Box<dyn Query>>> {
        let heard = self.hear(asked)?;
        let share = worth * share(heard.len());
        Ok(heard.iter().map(|ways| self.heard_one(ways, share)).collect())
    }

    fn heard_one(&self, ways: &[String], score: f32) -> Box<dyn Query> {
        best(ways.iter().map(|way| worth(term(self.fields.sound, way), score)).collect())
    }

    fn hear(&self, asked: &Asked) -> Result<Vec<Vec<String>>> {
        let mut failed = None;
        let heard = sound::heard(&asked.free, &mut |pair| {
            self.frequency(self.fields.sound, pair).unwrap_or_else(|error| {
                failed = Some(error);
                0
            })
        });
        match failed {
            Some(error) => Err(error),
            None => Ok(heard),
        }
    }

    /// Titles whose words begin with the letters that were typed (`gjj`).
    fn initials(&self, asked: &Asked) -> Result<Option<Box<dyn Query>>> {
        let letters = exact(&asked.free);
        let few = (2..=8).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_lowercase());
        let known = few && asked.phrases.is_empty() && self.frequency(self.fields.initials, &letters)? > 0;
        Ok(known.then(|| worth(term(self.fields.initials, &letters), INITIALS)))
    }

    fn phrases(&self, asked: &Asked) -> Vec<Box<dyn Query>> {
        asked
            .phrases
            .iter()
            .map(|text| {
                let ways = [(self.fields.title_net, TITLE), (self.fields.net, WORTH[1])];
                let ways: Vec<_> = ways
                    .into_iter()
                    .filter_map(|(field, score)| Some(worth(phrase(field, text)?, score)))
                    .collect();
                if ways.is_empty() { Box::new(EmptyQuery) as Box<dyn Query> } else { best(ways) }
            })
            .collect()
    }

    /// Six of ten of the words, or of the bigrams, or of the pairs of syllables; of each the rarest are looked at.
    fn most(&self, asked: &Asked) -> Result<Option<Box<dyn Query>>> {
        // A single character says too little to be enough.
        let long: Vec<Slot> =
            asked.slots.iter().filter(|slot| slot.words.concat().chars().count() > 1).cloned().collect();
        let slots = if long.is_empty() { asked.slots.clone() } else { long };
        let slots = rarest(slots, |slot| self.frequency_of(slot))?;
        let words = self.slots(&slots)?;
        let known = |bigram: &String| {
            let title = self.frequency(self.fields.title_net, bigram)?;
            Ok(title + self.frequency(self.fields.net, bigram)?)
        };
        let bigrams = rarest(asked.bigrams.clone(), known)?;
        let net = self.net(&bigrams);
        let heard = rarest(self.hear(asked)?, |ways| {
            let each = ways.iter().map(|way| self.frequency(self.fields.sound, way));
            Ok(each.collect::<Result<Vec<u64>>>()?.iter().sum())
        })?;
        let score = SOUND * share(heard.len());
        let heard = heard.iter().map(|ways| self.heard_one(ways, score)).collect();
        let most = |queries: Vec<Box<dyn Query>>| -> Box<dyn Query> {
            let least = (queries.len() * 6 + 5) / 10;
            Box::new(BooleanQuery::union_with_minimum_required_clauses(queries, least.max(1)))
        };
        let ways: Vec<Box<dyn Query>> =
            [words, net, heard].into_iter().filter(|ways| !ways.is_empty()).map(most).collect();
        if ways.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.with_phrases(asked, vec![any(ways)])))
    }
}

/// The [`MOST_OF`] that are least frequent, and a few of those that the index does not know: these count as missed.
fn rarest<T>(all: Vec<T>, frequency: impl Fn(&T) -> Result<u64>) -> Result<Vec<T>> {
    let mut counted = all.into_iter().map(|one| Ok((frequency(&one)?, one))).collect::<Result<Vec<_>>>()?;
    counted.sort_by_key(|(frequency, _)| *frequency);
    let unknown = counted.iter().filter(|(frequency, _)| *frequency == 0).count();
    let kept = counted.into_iter().skip(unknown.saturating_sub(MOST_OF / 4)).take(MOST_OF);
    Ok(kept.map(|(_, one)| one).collect())
}

#[expect(clippy::cast_precision_loss, reason = "a weight needs no precision")]
fn share(count: usize) -> f32 {
    1.0 / count.max(1) as f32
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
