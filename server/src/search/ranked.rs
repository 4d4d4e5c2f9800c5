//! A word in whatever field it stands: one list of documents for each word, with the best field it stands in.
//!
//! The index keeps of each document and word one number, the rank of the best field, where others keep a frequency. So
//! a word costs one list however many fields there are, and its score is a look into a table.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TantivyError, Term,
    postings::{Postings, SegmentPostings},
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::IndexRecordOption,
};

/// The fields that words stand in, the least first; the number is what the index keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// 摘要.
    Description = 1,
    /// The names of 信息项.
    Items = 2,
    /// 数源部门.
    Publisher = 3,
    /// 关键词.
    Keywords = 4,
    /// 目录名称.
    Title = 5,
}

/// What a word is worth by its [`Rank`]; the first is no field.
pub const WORTH: [Score; 6] = [0.0, 1.0, 3.0, 5.0, 6.0, 10.0];

/// The documents that have a word, each scored by the best field it stands in.
#[derive(Debug, Clone)]
pub struct RankedTerm {
    term: Term,
    /// What [`WORTH`] is multiplied by.
    weight: Score,
}

impl RankedTerm {
    /// The documents of `term`, whose scores are [`WORTH`] times `weight`.
    pub fn new(term: Term, weight: Score) -> Self {
        Self { term, weight }
    }
}

impl Query for RankedTerm {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        visitor(&self.term, false);
    }
}

impl Weight for RankedTerm {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.term.field())?;
        Ok(match index.read_postings(&self.term, IndexRecordOption::WithFreqs)? {
            Some(postings) => {
                Box::new(RankedScorer { postings, worth: WORTH.map(|worth| worth * self.weight * boost) })
            }
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("no explanation is kept for document {doc}")))
    }
}

struct RankedScorer {
    postings: SegmentPostings,
    worth: [Score; 6],
}

impl DocSet for RankedScorer {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for RankedScorer {
    fn score(&mut self) -> Score {
        let rank = usize::try_from(self.postings.term_freq()).unwrap_or_default().min(WORTH.len() - 1);
        self.worth.get(rank).copied().unwrap_or_default()
    }
}
