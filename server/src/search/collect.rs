//! One pass over what matches: total, page and facet counts.
//!
//! The query comes without the facets' filters; each document is held against all six. One that passes all is a
//! hit and counts everywhere. One that fails exactly one counts in that facet only: so the counts of a facet
//! follow the other filters and show what choosing another value would give ("drill sideways").

use std::{
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    index::SegmentId,
};

use super::rows::{Counts, Numbering, Rows};
use crate::clock::Moment;

/// By what a page is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The best score first; the moment is when the index was committed.
    Score(Moment),
    /// The latest update first.
    Newest,
    /// The most downloads first.
    Used,
    /// By id.
    Id,
}

/// The place of a document in an order: the smaller comes first. The id makes it unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The sort value, turned so that the smaller comes first.
    pub rank: u64,
    /// The two halves of the id.
    pub id: [u64; 2],
}

/// What to collect.
#[derive(Debug, Clone)]
pub struct Page {
    /// The order.
    pub order: Order,
    /// Only what comes after it.
    pub after: Option<Key>,
    /// Ids that were shown already.
    pub shown: Arc<dyn Shown>,
    /// At most this many.
    pub limit: usize,
    /// The combinations that pass the filters, for each facet with a chosen value.
    pub passing: Arc<[Option<Vec<bool>>; 6]>,
    /// The characters that were asked for: a title that says little else is what was meant.
    pub asked_length: usize,
    /// Whether to count the facets.
    pub counting: bool,
    /// The rows of each segment.
    pub rows: Arc<HashMap<SegmentId, Arc<Rows>>>,
    /// What the combinations in the rows are.
    pub numbering: Numbering,
}

/// Knows what was shown already.
pub trait Shown: std::fmt::Debug + Send + Sync {
    /// Whether the id was shown.
    fn has(&self, id: [u64; 2]) -> bool;
}

/// A document that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Its place in the order.
    pub key: Key,
    /// What titles that are nearly the same share.
    pub group: u64,
    /// Where it is.
    pub address: DocAddress,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// How many match the words, whatever the filters say.
    pub matched: u64,
    /// How many pass the filters too.
    pub total: u64,
    /// How many of these are left after the page before.
    pub left: u64,
    /// The page, in order.
    pub page: Vec<Hit>,
    /// The facets' counts.
    pub counts: Counts,
}

/// What was found in one segment.
#[derive(Debug)]
pub struct Part {
    matched: u64,
    total: u64,
    left: u64,
    page: Vec<Hit>,
    counted: [Vec<u32>; 6],
}

impl Collector for Page {
    type Fruit = Found;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let rows = self.rows.get(&reader.segment_id()).cloned();
        let rows = rows.ok_or_else(|| TantivyError::InternalError("a segment has no rows".to_owned()))?;
        let counted = if self.counting {
            self.numbering.sizes().map(|size| vec![0; size])
        } else {
            std::array::from_fn(|_| Vec::new())
        };
        #[expect(clippy::cast_precision_loss, reason = "a bonus needs no precision")]
        let asked_length = self.asked_length as f32;
        Ok(Segment {
            ordinal,
            order: self.order,
            after: self.after,
            shown: Arc::clone(&self.shown),
            limit: self.limit,
            counting: self.counting,
            asked_length,
            narrowed: self.passing.iter().any(Option::is_some),
            passing: Arc::clone(&self.passing),
            rows,
            part: Part { matched: 0, total: 0, left: 0, page: Vec::new(), counted },
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        matches!(self.order, Order::Score(_))
    }

    fn merge_fruits(&self, segments: Vec<Part>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        let mut counted: [Vec<u32>; 6] = std::array::from_fn(|_| Vec::new());
        for segment in segments {
            all.matched += segment.matched;
            all.total += segment.total;
            all.left += segment.left;
            all.page.extend(segment.page);
            for (sums, counts) in counted.iter_mut().zip(segment.counted) {
                if sums.len() < counts.len() {
                    sums.resize(counts.len(), 0);
                }
                for (sum, count) in sums.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
        }
        all.page.sort_unstable();
        all.page.truncate(self.limit);
        if self.counting {
            all.counts = self.numbering.by_name(&counted);
        }
        Ok(all)
    }
}

/// The collector of one segment.
pub struct Segment {
    ordinal: SegmentOrdinal,
    order: Order,
    after: Option<Key>,
    shown: Arc<dyn Shown>,
    limit: usize,
    counting: bool,
    asked_length: f32,
    /// Whether anything is chosen in any facet.
    narrowed: bool,
    passing: Arc<[Option<Vec<bool>>; 6]>,
    rows: Arc<Rows>,
    part: Part,
    /// The page so far, its last on top.
    heap: BinaryHeap<(Key, DocId)>,
}

/// What the title gives by saying little beside what was asked, at most.
const SHORT_TITLE: f32 = 1.5;
/// The score of a document whose title has every word.
const WHOLE: f32 = super::ranked::WORTH[5];

impl Segment {
    fn rank(&self, doc: DocId, score: Score) -> Option<u64> {
        let at = doc as usize;
        Some(match self.order {
            Order::Score(now) => u64::from(!ordered(self.scored(at, score, now)?)),
            Order::Newest => !(self.rows.updated_at.get(at)?.cast_unsigned() ^ (1 << 63)),
            Order::Used => !u64::from(*self.rows.downloads.get(at)?),
            Order::Id => 0,
        })
    }

    /// The score with what the title's length, freshness, use and openness add: these at most an eighth of it, never
    /// enough to pass a better field.
    #[expect(clippy::cast_precision_loss, reason = "a boost needs no precision")]
    fn scored(&self, at: usize, score: Score, now: Moment) -> Option<f32> {
        const YEAR: f32 = 365.0 * 86_400e6;
        let row = self.rows.rows.get(at)?;
        let updated = *self.rows.updated_at.get(at)?;
        let age = (now.0.saturating_sub(updated)).max(0) as f32 / YEAR;
        let fresh = if updated > 0 { 1.0 / (1.0 + age) } else { 0.0 };
        let covered = (self.asked_length / row.title_length as f32).min(1.0);
        let short = SHORT_TITLE * covered * (score / WHOLE).min(1.0);
        Some((score + short) * (1.0 + 0.05 * fresh + row.favour))
    }

    fn hit(&mut self, doc: DocId, score: Score) {
        self.part.total += 1;
        let (Some(rank), Some(id)) = (self.rank(doc, score), self.rows.ids.get(doc as usize)) else { return };
        let key = Key { rank, id: *id };
        if self.after.is_some_and(|after| key <= after) || self.shown.has(key.id) {
            return;
        }
        self.part.left += 1;
        if self.heap.len() < self.limit {
            self.heap.push((key, doc));
        } else if self.heap.peek().is_some_and(|(last, _)| key < *last) {
            self.heap.pop();
            self.heap.push((key, doc));
        }
    }
}

impl SegmentCollector for Segment {
    type Fruit = Part;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.part.matched += 1;
        let Some(row) = self.rows.rows.get(doc as usize) else { return };
        let mut failed = None;
        if self.narrowed {
            for (at, (passing, combination)) in self.passing.iter().zip(row.combinations).enumerate() {
                let passes =
                    passing.as_ref().is_none_or(|passing| passing.get(combination as usize) == Some(&true));
                if !passes && failed.replace(at).is_some() {
                    return;
                }
            }
        }
        if self.counting {
            for (at, (counts, combination)) in self.part.counted.iter_mut().zip(row.combinations).enumerate()
            {
                if failed.is_none_or(|failed| failed == at)
                    && let Some(count) = counts.get_mut(combination as usize)
                {
                    *count += 1;
                }
            }
        }
        if failed.is_none() {
            self.hit(doc, score);
        }
    }

    fn harvest(mut self) -> Part {
        let groups = &self.rows.groups;
        self.part.page = self
            .heap
            .into_iter()
            .map(|(key, doc)| Hit {
                key,
                group: groups.get(doc as usize).copied().unwrap_or_default(),
                address: DocAddress::new(self.ordinal, doc),
            })
            .collect();
        self.part
    }
}

/// A score as a number that orders as the score does.
fn ordered(score: f32) -> u32 {
    let bits = score.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_keep_their_order_as_numbers() {
        let scores = [f32::NEG_INFINITY, -2.0, -0.5, 0.0, 1e-9, 0.5, 1.0, 1.000_000_1, 1e9];
        assert!(scores.map(ordered).is_sorted());
    }
}
