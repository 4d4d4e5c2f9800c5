//! A question before it is answered: what is asked, and from which place in which edition of the index.

use std::sync::Arc;

use app::portal::search::{SearchQuery, Sort};

use super::{
    answer::Counted,
    asked::{Asked, Lexicon},
    collect,
    cursor::{Cursor, Ids, digest},
    index::Edition,
    schema::Facet,
};
use crate::{
    backend::Backend,
    error::{Code, Result, field},
};

/// How many characters a query may have; more than [`super::asked::LOOKED_AT`] are not looked at.
const LONGEST: usize = 2_000;
/// How many values of one facet may be chosen, and how long they may be.
const CHOSEN: usize = 50;
const LONGEST_VALUE: usize = 200;
/// How many datasets a page has where nothing is said.
const LIMIT: u32 = 20;

/// A question that can be answered.
#[derive(Debug, Clone)]
pub struct Question {
    /// The words.
    pub asked: Arc<Asked>,
    /// The values chosen in each facet.
    pub chosen: Arc<[Vec<String>; 6]>,
    /// The order.
    pub sort: Sort,
    /// How many items a page has.
    pub limit: usize,
    /// Whether near-equal titles come as one.
    pub group: bool,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    /// What is asked, whatever the page.
    pub digest: u64,
    /// What is asked, whatever the page and the order.
    pub counted: u64,
}

impl Question {
    /// Checks a query.
    pub fn of(query: &SearchQuery, lexicon: &Lexicon) -> Result<Self> {
        if query.q.chars().count() > LONGEST {
            return Err(field(Code::QueryTooLong, "q", "too_long"));
        }
        let limit = query.limit.unwrap_or(LIMIT);
        if !(1..=100).contains(&limit) {
            return Err(field(Code::InvalidParameter, "limit", "out_of_range"));
        }
        let chosen = Facet::ALL.map(|facet| match facet {
            Facet::Theme => query.theme.clone(),
            Facet::Publisher => query.publisher.clone(),
            Facet::OpenType => query.open_type.clone(),
            Facet::Format => query.format.clone(),
            Facet::Region => query.region.clone(),
            Facet::Cycle => query.cycle.clone(),
        });
        for (facet, values) in Facet::ALL.iter().zip(&chosen) {
            if values.len() > CHOSEN || values.iter().any(|value| value.chars().count() > LONGEST_VALUE) {
                return Err(field(Code::InvalidParameter, facet.name(), "too_long"));
            }
        }
        let asked = Asked::of(&query.q, lexicon);
        let sort = match query.sort.unwrap_or_default() {
            // Without words nothing is more relevant than the newest.
            Sort::Relevance if asked.is_empty() => Sort::Newest,
            sort => sort,
        };
        let digest = digest(query, sort);
        let cursor = query.cursor.as_deref().filter(|cursor| !cursor.is_empty());
        Ok(Self {
            cursor: cursor.map(|text| Cursor::read(text, digest, sort)).transpose()?,
            counted: super::cursor::digest(query, Sort::Id),
            asked: Arc::new(asked),
            chosen: Arc::new(
                chosen.map(|values| values.into_iter().filter(|value| !value.is_empty()).collect()),
            ),
            group: query.group.unwrap_or_default() && sort == Sort::Relevance,
            sort,
            limit: limit as usize,
            digest,
        })
    }
}

/// From where a page is read.
#[derive(Debug, Clone)]
pub struct Place {
    /// The edition.
    pub edition: Arc<Edition>,
    /// The last place of the page before.
    pub after: Option<collect::Key>,
    /// What editions before this one have shown already.
    pub earlier: Ids,
    /// What this edition has shown already, when it is known.
    pub these: Option<Ids>,
    /// Whether the catalogue changed since the page before.
    pub changed: bool,
    /// What the pages before have counted.
    pub counted: Option<Arc<Counted>>,
}

/// Finds the edition to read from, and where in it to go on.
pub fn place(backend: &Backend, question: &Question) -> Result<Place> {
    let now = backend.clock.now();
    let current = backend.search.edition().ok_or(Code::NotReady)?;
    let mut place = Place {
        edition: Arc::clone(&current),
        after: None,
        earlier: Ids::default(),
        these: Some(Ids::default()),
        changed: false,
        counted: None,
    };
    if let Some(cursor) = &question.cursor {
        place.changed = cursor.seq != current.seq;
        place.after = Some(cursor.key);
        place.earlier = cursor.earlier.clone();
        place.these = cursor.these.clone();
        if question.sort == Sort::Relevance && cursor.edition != current.id {
            match backend.search.held(cursor.edition, now) {
                Some(edition) => place.edition = edition,
                None => {
                    // The scores are new: everything not shown yet is ranked anew.
                    place.after = None;
                    place.earlier = cursor.shown().ok_or(Code::StaleCursor)?;
                    place.these = Some(Ids::default());
                }
            }
        }
    }
    place.counted = backend.search.counted(place.edition.id, question.counted);
    Ok(place)
}
