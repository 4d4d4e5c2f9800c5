//! Answering a question: from the query string to the page.

use std::sync::Arc;

use app::{
    portal::search::{Highlight, SearchPage, SearchQuery, Sort},
    text::Language,
};

use super::{
    collect::{self, Counts, Found, Order, Shown},
    cursor::{Cursor, Ids, digest},
    facets::facets,
    highlight::highlight,
    index::Edition,
    query::{Asked, Maker},
    read,
    schema::Facet,
};
use crate::{
    backend::Backend,
    catalogue::Listed,
    error::{Code, Result, field},
};

/// How many characters a query may have; more than [`super::query::LOOKED_AT`] are not looked at.
const LONGEST: usize = 2_000;
/// How many values of one facet may be chosen, and how long they may be.
const CHOSEN: usize = 50;
const LONGEST_VALUE: usize = 200;
const LIMIT: u32 = 20;

/// A question that can be answered.
#[derive(Debug, Clone)]
pub struct Question {
    asked: Arc<Asked>,
    chosen: Arc<[Vec<String>; 6]>,
    sort: Sort,
    limit: usize,
    cursor: Option<Cursor>,
    /// What is asked, whatever the page.
    digest: u64,
    /// What is asked, whatever the page and the order.
    counted: u64,
}

impl Question {
    /// Checks a query.
    pub fn of(query: &SearchQuery) -> Result<Self> {
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
        let asked = Asked::of(&query.q);
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
            sort,
            limit: limit as usize,
            digest,
        })
    }
}

/// From where a page is read.
#[derive(Debug, Clone)]
pub struct Place {
    edition: Arc<Edition>,
    after: Option<collect::Key>,
    /// What editions before this one have shown already.
    earlier: Ids,
    /// What this edition has shown already, when it is known.
    these: Option<Ids>,
    changed: bool,
    counted: Option<Arc<Counted>>,
}

/// Totals and counts, which all pages of a question share.
#[derive(Debug)]
pub struct Counted {
    total: u64,
    counts: Counts,
    /// Whether nothing matched all words, and most of them had to do.
    relaxed: bool,
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

/// What the index says.
#[derive(Debug)]
pub struct Answer {
    counted: Arc<Counted>,
    left: u64,
    last: Option<collect::Key>,
    shown: Vec<[u64; 2]>,
    items: Vec<(Listed, Option<Highlight>)>,
}

/// Asks the index; takes its time.
pub fn answer(question: &Question, place: &Place) -> Result<Answer> {
    let edition = &place.edition;
    let mut relaxed = place.counted.as_ref().is_some_and(|counted| counted.relaxed);
    let mut found = run(question, place, relaxed)?;
    if found.matched == 0 && place.counted.is_none() && !question.asked.is_empty() {
        relaxed = true;
        found = run(question, place, relaxed)?;
    }
    let items = found
        .page
        .iter()
        .map(|(_, address)| {
            let (listed, text) = read(&edition.searcher, &edition.fields, *address)?;
            let marked =
                (!question.asked.is_empty()).then(|| highlight(&question.asked, &listed.title, &text));
            Ok((listed, marked))
        })
        .collect::<Result<Vec<_>>>()?;
    let counted = place.counted.clone();
    Ok(Answer {
        left: found.left,
        last: found.page.last().map(|(key, _)| *key),
        shown: found.page.iter().map(|(key, _)| key.id).collect(),
        counted: counted
            .unwrap_or_else(|| Arc::new(Counted { total: found.total, counts: found.counts, relaxed })),
        items,
    })
}

fn run(question: &Question, place: &Place, relaxed: bool) -> Result<Found> {
    let edition = &place.edition;
    let maker = Maker { fields: &edition.fields, searcher: &edition.searcher };
    let query = if relaxed { maker.relaxed(&question.asked)? } else { maker.strict(&question.asked)? };
    let query = match (question.sort, place.after) {
        // Copying the whole catalogue does not look at all of it for every page.
        (Sort::Id, Some(after)) if place.counted.is_some() => maker.after_id(query, after.id),
        _ => query,
    };
    let page = collect::Page {
        order: match question.sort {
            Sort::Relevance => Order::Score(edition.at),
            Sort::Newest => Order::Newest,
            Sort::Used => Order::Used,
            Sort::Id => Order::Id,
        },
        after: place.after,
        shown: Arc::new(place.earlier.clone()) as Arc<dyn Shown>,
        limit: question.limit,
        chosen: Arc::clone(&question.chosen),
        counting: place.counted.is_none(),
    };
    Ok(edition.searcher.search(&*query, &page)?)
}

/// Puts the names in and says where it goes on.
pub async fn page(
    backend: &Backend,
    question: &Question,
    place: Place,
    answer: Answer,
    language: Language,
) -> Result<SearchPage> {
    let edition = &place.edition;
    if place.counted.is_none() {
        backend.search.keep_counted(edition.id, question.counted, Arc::clone(&answer.counted));
    }
    let more = answer.left > answer.shown.len() as u64;
    let next = answer.last.filter(|_| more).map(|key| {
        let by_relevance = question.sort == Sort::Relevance;
        if by_relevance {
            backend.search.hold(edition, backend.clock.now());
        }
        let these = if by_relevance {
            Cursor::these_with(&place.earlier, place.these.clone(), answer.shown.iter().copied())
        } else {
            None
        };
        Cursor {
            sort: question.sort,
            key,
            edition: edition.id,
            seq: edition.seq,
            digest: question.digest,
            earlier: place.earlier.clone(),
            these,
        }
        .write()
    });
    Ok(SearchPage {
        facets: facets(backend, edition, (&answer.counted.counts, &question.chosen), language).await?,
        items: answer
            .items
            .into_iter()
            .map(|(listed, marked)| listed.item(backend, language, marked))
            .collect(),
        total: answer.counted.total,
        next,
        did_you_mean: None,
        corrected: false,
        relaxed: answer.counted.relaxed,
        suggested: Vec::new(),
        advice: None,
        changed: place.changed,
    })
}
