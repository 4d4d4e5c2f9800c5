//! Finding datasets: the index of what a guest may see, its follower, and the answers.
//!
//! The search room never decides what may be seen: it takes what `catalogue::documents` calls public, and of the
//! rest nothing. It writes no records.

mod answer;
mod asked;
mod collect;
mod cursor;
mod facets;
mod fold;
mod follow;
mod group;
mod highlight;
mod index;
mod log;
mod meant;
mod overview;
mod places;
mod query;
mod question;
mod ranked;
pub mod routes;
mod rows;
mod schema;
mod sound;
mod store;
mod suggest;
mod synonyms;
mod tokenizer;

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use app::{
    portal::search::{SearchPage, SearchQuery, Suggestions},
    text::Language,
};
use tantivy::{DocAddress, Searcher, TantivyDocument, schema::Value};
use tokio::{sync::watch, task::spawn_blocking};

pub use follow::{Reindexed, catch_up, reindex, run};
pub use log::{Searched, popular, searched};
pub use overview::{examine, themes};

use crate::{
    backend::Backend,
    catalogue::{Listed, codes::Codes},
    clock::Moment,
    config::Config,
    error::{Code, Error, Result},
};
use answer::Counted;
use asked::Lexicon;
use index::{Build, Edition, Folder};
use log::Asks;
use places::Places;
use question::Question;
use rows::Numbering;
use schema::Fields;
use synonyms::Synonyms;

/// For how long after its last use an edition of the index is held for pages by relevance.
const HELD_SECONDS: i64 = 600;
/// How many editions are held.
const HELD: usize = 32;
/// How many counts are kept.
const KEPT_COUNTS: usize = 512;

/// The index of what a guest may see.
#[derive(Debug)]
pub struct Search {
    folder: Folder,
    current: RwLock<Option<Arc<Edition>>>,
    held: Mutex<VecDeque<(Arc<Edition>, Moment)>>,
    /// Totals and facet counts by edition and query.
    counts: Mutex<HashMap<(u64, u64), Arc<Counted>>>,
    /// Names of organisations, until the next edition.
    names: Mutex<HashMap<String, String>>,
    lexicon: Arc<Lexicon>,
    numbering: Numbering,
    /// What was looked for, until it is written.
    pub asks: Asks,
    generation: watch::Sender<u64>,
}

impl Search {
    /// Opens the index in the data folder; where there is none that can be used, the follower builds it.
    pub fn open(config: &Config, codes: &Codes) -> Result<Self> {
        let formats = codes.list("format").iter().map(|format| format.code.to_uppercase()).collect();
        let lexicon = Lexicon { synonyms: Synonyms::load(&config.data)?, places: Places::of(codes), formats };
        let search = Self {
            folder: Folder::of(&config.data),
            current: RwLock::default(),
            held: Mutex::default(),
            counts: Mutex::default(),
            names: Mutex::default(),
            lexicon: Arc::new(lexicon),
            numbering: Numbering::default(),
            asks: Asks::default(),
            generation: watch::Sender::new(0),
        };
        if let Err(error) = search.reopen() {
            tracing::warn!(%error, "the index cannot be used; it will be built again");
        }
        Ok(search)
    }

    /// Whether questions can be answered.
    pub fn ready(&self) -> bool {
        self.edition().is_some()
    }

    /// A number that grows with every change of what is found.
    pub fn generation(&self) -> u64 {
        *self.generation.borrow()
    }

    /// The last change of the catalogue that is found; 0 before there is an index.
    pub fn seq(&self) -> i64 {
        self.edition().map_or(0, |edition| edition.seq)
    }

    /// Tells of every new [`Self::generation`].
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.generation.subscribe()
    }

    fn numbering(&self) -> Numbering {
        self.numbering.clone()
    }

    fn edition(&self) -> Option<Arc<Edition>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes an edition the one that is searched.
    fn publish(&self, edition: Edition) {
        let edition = Some(Arc::new(edition));
        let before =
            std::mem::replace(&mut *self.current.write().unwrap_or_else(PoisonError::into_inner), edition);
        let same = before
            .zip(self.edition())
            .is_some_and(|(before, now)| (before.id, before.seq) == (now.id, now.seq));
        if !same {
            guarded(&self.counts).clear();
            guarded(&self.names).clear();
            self.generation.send_modify(|generation| *generation += 1);
        }
    }

    /// Reads what is on disk now, written by another process perhaps.
    fn reopen(&self) -> Result<()> {
        if let Some(path) = self.folder.current() {
            self.publish(Build::open(&path, &self.numbering)?.edition()?);
        }
        Ok(())
    }

    /// Keeps an edition for the next pages.
    fn hold(&self, edition: &Arc<Edition>, now: Moment) {
        let mut held = guarded(&self.held);
        held.retain(|(other, at)| other.id != edition.id && at.plus_seconds(HELD_SECONDS) > now);
        held.push_back((Arc::clone(edition), now));
        while held.len() > HELD {
            held.pop_front();
        }
    }

    /// The edition of this number, if it is held still.
    fn held(&self, id: u64, now: Moment) -> Option<Arc<Edition>> {
        let held = guarded(&self.held);
        let (edition, _) =
            held.iter().find(|(edition, at)| edition.id == id && at.plus_seconds(HELD_SECONDS) > now)?;
        Some(Arc::clone(edition))
    }

    /// The names of organisations that are kept, and the ids of the others.
    fn names(&self, ids: &[String]) -> (HashMap<String, String>, Vec<String>) {
        let kept = guarded(&self.names);
        let (known, unknown): (Vec<&String>, Vec<&String>) =
            ids.iter().partition(|id| kept.contains_key(*id));
        let names = known.into_iter().filter_map(|id| Some((id.clone(), kept.get(id)?.clone()))).collect();
        (names, unknown.into_iter().cloned().collect())
    }

    /// Keeps names that were read while the index was at `generation`.
    fn keep_names(&self, generation: u64, names: &HashMap<String, String>) {
        let mut kept = guarded(&self.names);
        if self.generation() == generation {
            kept.extend(names.iter().map(|(id, name)| (id.clone(), name.clone())));
        }
    }

    fn counted(&self, edition: u64, digest: u64) -> Option<Arc<Counted>> {
        guarded(&self.counts).get(&(edition, digest)).cloned()
    }

    fn keep_counted(&self, edition: u64, digest: u64, counted: Arc<Counted>) {
        let mut counts = guarded(&self.counts);
        if counts.len() >= KEPT_COUNTS {
            counts.clear();
        }
        counts.insert((edition, digest), counted);
    }
}

/// When what is found changed last; `None` before there is an index.
pub fn changed_at(backend: &Backend) -> Option<Moment> {
    backend.search.edition().map(|edition| edition.at)
}

/// Finds datasets.
///
/// `invalid_parameter`, `query_too_long`, `invalid_cursor` for what cannot be asked; `stale_cursor` when a page by
/// relevance cannot be continued; `not_ready` while the first index is being built.
pub async fn find(backend: &Backend, query: &SearchQuery, language: Language) -> Result<SearchPage> {
    let question = Question::of(query, &backend.search.lexicon)?;
    let place = question::place(backend, &question)?;
    let (lexicon, asked, from) = (Arc::clone(&backend.search.lexicon), question.clone(), place.clone());
    let answer = blocking(move || answer::answer(&asked, &from, &lexicon)).await?;
    answer::page(backend, &question, place, answer, language).await
}

/// Completes what was typed: titles of datasets, best first.
pub async fn suggest(backend: &Backend, typed: &str, language: Language) -> Result<Suggestions> {
    // Titles have one language.
    let _ = language;
    let edition = backend.search.edition().ok_or(Code::NotReady)?;
    let typed = typed.to_owned();
    blocking(move || suggest::suggest(&edition, &typed)).await
}

/// Runs work on the index where it holds nobody up.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.map_err(|error| Error::other(format!("a search ended early: {error}")))?
}

/// What lists show of the document at an address.
fn listed_at(searcher: &Searcher, fields: &Fields, address: DocAddress) -> Result<Listed> {
    Ok(read(searcher, fields, address)?.0)
}

/// What lists show of the document at an address, and its description.
fn read(searcher: &Searcher, fields: &Fields, address: DocAddress) -> Result<(Listed, String)> {
    let document: TantivyDocument = searcher.doc(address)?;
    let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
    Ok((serde_json::from_str(text(fields.listed))?, text(fields.text).to_owned()))
}

fn guarded<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
