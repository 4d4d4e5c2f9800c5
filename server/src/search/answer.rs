//! Answering a question: from the query string to the page.

use std::sync::Arc;

use app::{
    portal::search::{Advice, Highlight, SearchPage, Similar, SimilarItem, Sort, SuggestedFilter},
    text::Language,
};
use tantivy::{collector::Count, query::BooleanQuery};

use super::{
    asked::{Asked, Lexicon},
    collect::{self, Found, Hit, Order, Shown},
    cursor::Cursor,
    facets::facets,
    highlight::highlight,
    meant,
    query::{Maker, Way},
    question::{Place, Question},
    read,
    rows::Counts,
    schema::Facet,
};
use crate::{backend::Backend, catalogue::Listed, error::Result};

/// With fewer hits than these, what is written otherwise is looked for too.
const FEW: u64 = 20;
/// Among how many times a page's items, and how many at most, near-equal titles are brought together.
const WINDOW: usize = 20;
const WIDEST: usize = 500;
/// How many near-equal titles are named beside an item.
const NAMED: usize = 30;
/// How many regions are suggested as filters.
const SUGGESTED: usize = 3;

/// Totals and counts, which all pages of a question share.
#[derive(Debug)]
pub struct Counted {
    total: u64,
    counts: Counts,
    how: How,
    /// Regions that the words name: code, the words beside it, and what they find there.
    regions: Vec<(String, String, u64)>,
}

/// How a question was answered in the end.
#[derive(Debug, Clone)]
struct How {
    way: Way,
    /// What was looked for in the place of what was asked.
    instead: Option<Arc<Asked>>,
    /// What was looked for beside it, before it.
    beside: Option<Arc<Asked>>,
    /// What may have been meant.
    meant: Option<String>,
    /// Whether nothing is written as it was asked.
    corrected: bool,
}

impl How {
    fn plain(way: Way) -> Self {
        Self { way, instead: None, beside: None, meant: None, corrected: false }
    }
}

/// What the index says.
#[derive(Debug)]
pub struct Answer {
    counted: Arc<Counted>,
    /// Whether documents are left after the page.
    more: bool,
    last: Option<collect::Key>,
    shown: Vec<[u64; 2]>,
    items: Vec<Item>,
}

#[derive(Debug)]
struct Item {
    listed: Listed,
    marked: Option<Highlight>,
    similar: Option<Similar>,
}

/// Asks the index; takes its time.
pub fn answer(question: &Question, place: &Place, lexicon: &Lexicon) -> Result<Answer> {
    let asker = Asker {
        question,
        place,
        lexicon,
        maker: Maker {
            fields: &place.edition.fields,
            searcher: &place.edition.searcher,
            places: &lexicon.places,
        },
    };
    let (how, found) = match &place.counted {
        Some(counted) => (counted.how.clone(), asker.run(&counted.how)?),
        None => asker.first()?,
    };
    let consumed = asker.consumed(&found.page);
    let items = asker.items(&how, &consumed)?;
    let counted = match &place.counted {
        Some(counted) => Arc::clone(counted),
        None => {
            Arc::new(Counted { total: found.total, counts: found.counts, regions: asker.regions(&how)?, how })
        }
    };
    let shown: Vec<[u64; 2]> = consumed.iter().flatten().map(|hit| hit.key.id).collect();
    Ok(Answer {
        counted,
        more: found.left > shown.len() as u64,
        last: consumed.iter().flatten().map(|hit| hit.key).max(),
        shown,
        items,
    })
}

/// One question, asked of one edition.
struct Asker<'a> {
    question: &'a Question,
    place: &'a Place,
    lexicon: &'a Lexicon,
    maker: Maker<'a>,
}

impl Asker<'_> {
    /// Looks in one way after the other, until enough is found.
    fn first(&self) -> Result<(How, Found)> {
        let words = How::plain(Way::Words);
        let found = self.run(&words)?;
        if found.matched >= FEW || self.question.asked.is_empty() {
            return Ok((words, found));
        }
        let net = How::plain(Way::Net);
        let found = self.run(&net)?;
        if found.matched >= FEW {
            return Ok((net, found));
        }
        if found.matched > 0 {
            let mut wide = How::plain(Way::Wide);
            let wider = self.run(&wide)?;
            if wider.matched >= 5 && wider.matched >= 4 * found.matched {
                let sound = self.run(&How::plain(Way::Sound))?;
                wide.meant = self.meant(&sound)?;
            }
            return Ok((wide, wider));
        }
        let mut sound = How::plain(Way::Sound);
        let found = self.run(&sound)?;
        if found.matched > 0 {
            let Some(meant) = self.meant(&found)? else { return Ok((sound, found)) };
            // What is written as it was meant comes first, then what else sounds so.
            sound.beside = Some(Arc::new(Asked::of(&meant, self.lexicon)));
            sound.meant = Some(meant);
            sound.corrected = true;
            let found = self.run(&sound)?;
            return Ok((sound, found));
        }
        if let Some((right, found)) = self.put_right()? {
            return Ok((right, found));
        }
        let mut most = How::plain(Way::Relaxed);
        let found = self.run(&most)?;
        most.meant = self.meant(&found)?;
        Ok((most, found))
    }

    fn run(&self, how: &How) -> Result<Found> {
        let edition = &self.place.edition;
        let asked = how.instead.as_ref().unwrap_or(&self.question.asked);
        let Some(mut query) = self.maker.query(asked, how.way)? else { return Ok(Found::default()) };
        if let Some(beside) = &how.beside
            && let Some(first) = self.maker.query(beside, Way::Words)?
        {
            query = Box::new(BooleanQuery::union(vec![first, query]));
        }
        let query = match (self.question.sort, self.place.after) {
            // Copying the whole catalogue does not look at all of it for every page.
            (Sort::Id, Some(after)) if self.place.counted.is_some() => self.maker.after_id(query, after.id),
            _ => query,
        };
        let limit = self.question.limit;
        let page = collect::Page {
            order: match self.question.sort {
                Sort::Relevance => Order::Score(edition.at),
                Sort::Newest => Order::Newest,
                Sort::Used => Order::Used,
                Sort::Id => Order::Id,
            },
            after: self.place.after,
            shown: Arc::new(self.place.earlier.clone()) as Arc<dyn Shown>,
            limit: if self.question.group { (limit * WINDOW).min(WIDEST) } else { limit },
            passing: Arc::new(edition.numbering.passing(&self.question.chosen)),
            asked_length: how.beside.as_ref().unwrap_or(asked).bare.chars().count(),
            counting: self.place.counted.is_none(),
            rows: Arc::clone(&edition.rows),
            numbering: edition.numbering.clone(),
        };
        Ok(edition.searcher.search(&*query, &page)?)
    }

    /// What the best title that was found says that the words should have been.
    fn meant(&self, found: &Found) -> Result<Option<String>> {
        let asked = &self.question.asked;
        let Some(best) = found.page.first().filter(|_| asked.phrases.is_empty()) else { return Ok(None) };
        let (listed, _) = self.read(best)?;
        Ok(meant::meant(&asked.free, &listed.title))
    }

    /// Looks for the query with its slips put right.
    fn put_right(&self) -> Result<Option<(How, Found)>> {
        let asked = &self.question.asked;
        let further = &self.lexicon.synonyms.latin;
        let edition = &self.place.edition;
        let Some(changes) = meant::put_right(&edition.searcher, &edition.fields, asked, further)? else {
            return Ok(None);
        };
        let right = |word: &String| -> String {
            let change = changes.iter().find(|(wrong, _)| wrong == word);
            change.map_or(word, |(_, right)| right).clone()
        };
        let words: Vec<String> = asked.slots.iter().flat_map(|slot| slot.words.iter().map(right)).collect();
        let mut instead = Asked::of(&words.join(" "), self.lexicon);
        instead.phrases.clone_from(&asked.phrases);
        let mut how = How { instead: Some(Arc::new(instead)), corrected: true, ..How::plain(Way::Net) };
        let found = self.run(&how)?;
        let Some(best) = found.page.first() else { return Ok(None) };
        let (listed, text) = self.read(best)?;
        // The index has stems; a visitor is shown words.
        let written = |word: &String| {
            let stem = right(word);
            meant::as_written(&stem, &listed.title)
                .or_else(|| meant::as_written(&stem, &text))
                .or_else(|| self.lexicon.synonyms.as_written(&stem))
                .unwrap_or(stem)
        };
        let shown: Vec<String> = asked.slots.iter().flat_map(|slot| slot.words.iter().map(written)).collect();
        how.meant = Some(shown.join(" "));
        Ok(Some((how, found)))
    }

    fn read(&self, hit: &Hit) -> Result<(Listed, String)> {
        read(&self.place.edition.searcher, &self.place.edition.fields, hit.address)
    }

    /// The page's documents, near-equal titles together where that was asked, each group by its best.
    fn consumed(&self, page: &[Hit]) -> Vec<Vec<Hit>> {
        let mut groups: Vec<Vec<Hit>> = Vec::new();
        for hit in page {
            let same = |group: &Vec<Hit>| group.first().is_some_and(|first| first.group == hit.group);
            match groups.iter().position(same).filter(|_| self.question.group) {
                Some(at) => groups.get_mut(at).into_iter().for_each(|group| group.push(*hit)),
                None if groups.len() == self.question.limit => break,
                None => groups.push(vec![*hit]),
            }
        }
        groups
    }

    fn items(&self, how: &How, groups: &[Vec<Hit>]) -> Result<Vec<Item>> {
        let meant = how.meant.as_ref().filter(|_| how.corrected);
        let marking = meant.map_or_else(
            || Arc::clone(how.instead.as_ref().unwrap_or(&self.question.asked)),
            |meant| Arc::new(Asked::of(meant, self.lexicon)),
        );
        groups
            .iter()
            .filter_map(|group| group.split_first())
            .map(|(first, others)| {
                let (listed, text) = self.read(first)?;
                let marked = (!marking.is_empty()).then(|| highlight(&marking, &listed.title, &text));
                let named = others.iter().take(NAMED).map(|hit| {
                    let (listed, _) = self.read(hit)?;
                    Ok(SimilarItem {
                        id: listed.id,
                        title: listed.title,
                        publisher: listed.organisation_title,
                        source: listed.source_title,
                    })
                });
                let similar = Similar {
                    count: others.len() as u64,
                    items: named.collect::<Result<Vec<SimilarItem>>>()?,
                };
                Ok(Item { listed, marked, similar: (!others.is_empty()).then_some(similar) })
            })
            .collect()
    }

    /// The regions that the words name, each with the other words and how much these find there; without the other
    /// words where they find nothing.
    fn regions(&self, how: &How) -> Result<Vec<(String, String, u64)>> {
        let asked = how.instead.as_ref().unwrap_or(&self.question.asked);
        let mut regions = Vec::new();
        for region in asked.regions().take(SUGGESTED) {
            let rest = asked.without_regions(self.lexicon);
            for words in [rest, Asked::default()] {
                let Some(query) = self.maker.query(&words, Way::Words)? else { continue };
                let within = self.maker.within(query, region);
                let count = self.place.edition.searcher.search(&*within, &Count)? as u64;
                if count > 0 {
                    regions.push((region.to_owned(), words.whole, count));
                    break;
                }
            }
        }
        Ok(regions)
    }
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
    let next = answer.last.filter(|_| answer.more).map(|key| {
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
    let counted = &answer.counted;
    let suggested = counted.regions.iter().filter(|(region, ..)| {
        let [.., chosen, _] = &*question.chosen;
        !chosen.contains(region)
    });
    Ok(SearchPage {
        facets: facets(backend, edition, (&counted.counts, &question.chosen), language).await?,
        items: answer
            .items
            .into_iter()
            .map(|Item { listed, marked, similar }| {
                let mut item = listed.item(backend, language, marked);
                item.similar = similar;
                item
            })
            .collect(),
        total: counted.total,
        next,
        did_you_mean: counted.how.meant.clone(),
        corrected: counted.how.corrected,
        relaxed: counted.how.way == Way::Relaxed,
        suggested: suggested
            .map(|(region, words, count)| SuggestedFilter {
                facet: Facet::Region.name().to_owned(),
                value: region.clone(),
                label: backend.codes.label("region", region, language).label,
                q: words.clone(),
                count: *count,
            })
            .collect(),
        advice: question.asked.personal.then_some(Advice::PersonalInformation),
        changed: place.changed,
    })
}
