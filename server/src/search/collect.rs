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
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, ColumnValues, StrColumn},
};

use super::schema::{DOWNLOADS, Facet, ID, UPDATED_AT};
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

/// How often each value of each facet occurs, in the order of [`Facet::ALL`].
pub type Counts = [HashMap<String, u64>; 6];

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
    /// The values chosen in each facet; none chosen means any.
    pub chosen: Arc<[Vec<String>; 6]>,
    /// Whether to count the facets.
    pub counting: bool,
}

/// Knows what was shown already.
pub trait Shown: std::fmt::Debug + Send + Sync {
    /// Whether the id was shown.
    fn has(&self, id: [u64; 2]) -> bool;
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
    pub page: Vec<(Key, DocAddress)>,
    /// The facets' counts.
    pub counts: Counts,
}

impl Collector for Page {
    type Fruit = Found;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let fast = reader.fast_fields();
        let mut facets = Vec::with_capacity(Facet::ALL.len());
        for (facet, chosen) in Facet::ALL.into_iter().zip(self.chosen.iter()) {
            facets.push(FacetColumn::open(fast.str(facet.name())?, chosen)?);
        }
        Ok(Segment {
            ordinal,
            order: self.order,
            after: self.after,
            shown: Arc::clone(&self.shown),
            limit: self.limit,
            counting: self.counting,
            unconditional: facets
                .get(2)
                .and_then(|facet| facet.column.as_ref())
                .and_then(|column| column.dictionary().term_ord("unconditional").ok().flatten()),
            narrowed: self.chosen.iter().any(|chosen| !chosen.is_empty()),
            facets,
            updated_at: fast.i64(UPDATED_AT)?.first_or_default_col(0),
            downloads: fast.u64(DOWNLOADS)?.first_or_default_col(0),
            id: [fast.u64(ID[0])?.first_or_default_col(0), fast.u64(ID[1])?.first_or_default_col(0)],
            found: Found::default(),
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        matches!(self.order, Order::Score(_))
    }

    fn merge_fruits(&self, segments: Vec<Found>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        for segment in segments {
            all.matched += segment.matched;
            all.total += segment.total;
            all.left += segment.left;
            all.page.extend(segment.page);
            for (sum, counts) in all.counts.iter_mut().zip(segment.counts) {
                for (value, count) in counts {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        all.page.sort_unstable_by_key(|(key, _)| *key);
        all.page.truncate(self.limit);
        Ok(all)
    }
}

/// A facet in one segment: values are numbers here.
struct FacetColumn {
    column: Option<StrColumn>,
    values: Option<Column<u64>>,
    /// The chosen values that occur here; `None` when nothing is chosen.
    chosen: Option<Vec<u64>>,
    counts: Vec<u64>,
}

impl FacetColumn {
    fn open(column: Option<StrColumn>, chosen: &[String]) -> tantivy::Result<Self> {
        let mut numbers = Vec::with_capacity(chosen.len());
        if let Some(column) = &column {
            for value in chosen {
                numbers.extend(column.dictionary().term_ord(value)?);
            }
        }
        Ok(Self {
            values: column.as_ref().map(|column| column.ords().clone()),
            counts: vec![0; column.as_ref().map_or(0, |column| column.num_terms())],
            chosen: (!chosen.is_empty()).then_some(numbers),
            column,
        })
    }

    fn of(&self, doc: DocId) -> impl Iterator<Item = u64> {
        self.values.iter().flat_map(move |values| values.values_for_doc(doc))
    }

    fn passes(&self, doc: DocId) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| self.of(doc).any(|value| chosen.contains(&value)))
    }

    fn count(&mut self, doc: DocId) {
        let Some(values) = &self.values else { return };
        for value in values.values_for_doc(doc) {
            if let Some(count) = usize::try_from(value).ok().and_then(|at| self.counts.get_mut(at)) {
                *count += 1;
            }
        }
    }

    fn by_name(&self) -> HashMap<String, u64> {
        let Some(column) = &self.column else { return HashMap::new() };
        let mut name = String::new();
        (0u64..)
            .zip(&self.counts)
            .filter(|(_, count)| **count > 0)
            .filter_map(|(value, count)| {
                column.ord_to_str(value, &mut name).ok().filter(|known| *known)?;
                Some((name.clone(), *count))
            })
            .collect()
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
    /// Whether anything is chosen in any facet.
    narrowed: bool,
    facets: Vec<FacetColumn>,
    unconditional: Option<u64>,
    updated_at: Arc<dyn ColumnValues<i64>>,
    downloads: Arc<dyn ColumnValues<u64>>,
    id: [Arc<dyn ColumnValues<u64>>; 2],
    found: Found,
    /// The page so far, its last on top.
    heap: BinaryHeap<(Key, DocId)>,
}

impl Segment {
    fn rank(&self, doc: DocId, score: Score) -> u64 {
        match self.order {
            Order::Score(now) => u64::from(!ordered(score * self.boost(doc, now))),
            Order::Newest => !(self.updated_at.get_val(doc).cast_unsigned() ^ (1 << 63)),
            Order::Used => !self.downloads.get_val(doc),
            Order::Id => 0,
        }
    }

    /// Fresh, used and unconditional data gain a little: at most an eighth, never enough to pass a better field.
    #[expect(clippy::cast_precision_loss, reason = "a boost needs no precision")]
    fn boost(&self, doc: DocId, now: Moment) -> f32 {
        const YEAR: f32 = 365.0 * 86_400e6;
        let updated = self.updated_at.get_val(doc);
        let age = (now.0.saturating_sub(updated)).max(0) as f32 / YEAR;
        let fresh = if updated > 0 { 1.0 / (1.0 + age) } else { 0.0 };
        let used = ((1 + self.downloads.get_val(doc)) as f32).ln().min(10.0) / 10.0;
        let open = self.unconditional.is_some_and(|value| {
            self.facets.get(2).is_some_and(|facet| facet.of(doc).any(|has| has == value))
        });
        1.0 + 0.05 * fresh + 0.04 * used + if open { 0.03 } else { 0.0 }
    }

    fn hit(&mut self, doc: DocId, score: Score) {
        self.found.total += 1;
        let key = Key { rank: self.rank(doc, score), id: [self.id[0].get_val(doc), self.id[1].get_val(doc)] };
        if self.after.is_some_and(|after| key <= after) || self.shown.has(key.id) {
            return;
        }
        self.found.left += 1;
        if self.heap.len() < self.limit {
            self.heap.push((key, doc));
        } else if self.heap.peek().is_some_and(|(last, _)| key < *last) {
            self.heap.pop();
            self.heap.push((key, doc));
        }
    }
}

impl SegmentCollector for Segment {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.found.matched += 1;
        let mut failed = None;
        if self.narrowed {
            for (at, facet) in self.facets.iter().enumerate() {
                if !facet.passes(doc) && failed.replace(at).is_some() {
                    return;
                }
            }
        }
        if self.counting {
            for (at, facet) in self.facets.iter_mut().enumerate() {
                if failed.is_none_or(|failed| failed == at) {
                    facet.count(doc);
                }
            }
        }
        if failed.is_none() {
            self.hit(doc, score);
        }
    }

    fn harvest(mut self) -> Found {
        self.found.page =
            self.heap.into_iter().map(|(key, doc)| (key, DocAddress::new(self.ordinal, doc))).collect();
        if self.counting {
            for (counts, facet) in self.found.counts.iter_mut().zip(&self.facets) {
                *counts = facet.by_name();
            }
        }
        self.found
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
