//! What people look for: counted by day, without a trace of who asked.
//!
//! It feeds "popular" and the list of what was not found. Words that may be a person's (a row of seven figures, an
//! address of mail) are not kept at all, and nothing is kept longer than half a year. Only questions at the API and on
//! pages count: not what feed readers ask again and again, nor what browsers fetch before it is asked for.

use std::{collections::HashMap, sync::Mutex};

use app::{
    portal::{
        Page,
        search::{PopularSearch, SearchPage, SearchQuery},
    },
    text::Language,
};
use serde::Serialize;

use super::{fold::folded_line, guarded, store};
use crate::{backend::Backend, clock::Moment, error::Result};

/// The longest query that is kept, in characters.
const LONGEST: usize = 60;
/// How many different queries wait at most; more are not counted.
const WAITING: usize = 10_000;
/// How many days are looked back for "popular", and how often a query must have been made in them.
const LOOKED_BACK: i64 = 30;
const OFTEN: i64 = 3;
/// How many popular queries are given.
const GIVEN: i64 = 10;
/// How many days are kept.
const KEPT: i64 = 183;
const DAY: i64 = 86_400;

/// Queries that wait to be written, with how often each was made and what the last of them found; at most a second of
/// them is lost when the process is killed.
#[derive(Debug, Default)]
pub struct Asks {
    waiting: Mutex<HashMap<String, (u64, u64)>>,
    /// The popular ones, for a minute of one edition of the index.
    popular: Mutex<Option<(u64, Moment, Vec<PopularSearch>)>>,
}

impl Asks {
    /// Counts what somebody looked for; the further pages of it do not count.
    pub fn add(&self, query: &SearchQuery, page: &SearchPage) {
        let Some(words) = kept(&query.q).filter(|_| query.cursor.is_none()) else { return };
        let mut waiting = guarded(&self.waiting);
        if waiting.len() < WAITING || waiting.contains_key(&words) {
            let count = waiting.entry(words).or_default();
            *count = (count.0 + 1, page.total);
        }
    }

    /// Writes what was counted.
    pub async fn flush(&self, backend: &Backend) -> Result<()> {
        let asks = std::mem::take(&mut *guarded(&self.waiting));
        if asks.is_empty() {
            return Ok(());
        }
        let now = backend.clock.now();
        store::add_searches(backend, &now.shanghai_day(), &before(now, KEPT), asks).await
    }

    fn popular(&self, generation: u64, now: Moment) -> Option<Vec<PopularSearch>> {
        let kept = guarded(&self.popular);
        let (of, at, items) = kept.as_ref()?;
        (*of == generation && now < at.plus_seconds(60)).then(|| items.clone())
    }

    fn keep_popular(&self, generation: u64, now: Moment, items: &[PopularSearch]) {
        *guarded(&self.popular) = Some((generation, now, items.to_vec()));
    }
}

fn before(now: Moment, days: i64) -> String {
    now.plus_seconds(-days * DAY).shanghai_day()
}

/// A query as it is counted; `None` for what is too long or may be a person's.
fn kept(q: &str) -> Option<String> {
    let words = folded_line(q);
    let mut figures = 0;
    let private = words.chars().any(|char| {
        figures = if char.is_ascii_digit() { figures + 1 } else { 0 };
        figures >= 7 || char == '@'
    });
    let fits = (1..=LONGEST).contains(&words.chars().count()) && words.chars().any(char::is_alphanumeric);
    (fits && !private).then_some(words)
}

/// What others look for, most frequent first: queries of the last 30 days that find something now.
pub async fn popular(backend: &Backend) -> Result<Page<PopularSearch>> {
    let (generation, now) = (backend.search.generation(), backend.clock.now());
    if let Some(items) = backend.search.asks.popular(generation, now) {
        return Ok(Page { total: items.len() as u64, items, next: None });
    }
    let since = before(now, LOOKED_BACK);
    let mut items = Vec::new();
    for searched in store::searches(backend, &since, (OFTEN, GIVEN), true).await? {
        let query = SearchQuery { q: searched.q, limit: Some(1), ..SearchQuery::default() };
        // What was taken away since must not be named here.
        if super::find(backend, &query, Language::Zh).await?.total > 0 {
            items.push(PopularSearch { q: query.q });
        }
    }
    backend.search.asks.keep_popular(generation, now, &items);
    Ok(Page { total: items.len() as u64, items, next: None })
}

/// A query with how often it was made and what the last one found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// The words, folded.
    pub q: String,
    /// How often it was made.
    pub searches: i64,
    /// What the last one found.
    pub found: i64,
}

/// What was looked for in the last `days` and found something, or with `empty` nothing; most frequent first.
pub async fn searched(backend: &Backend, days: i64, limit: i64, empty: bool) -> Result<Vec<Searched>> {
    let since = before(backend.clock.now(), days.clamp(0, KEPT));
    store::searches(backend, &since, (1, limit), !empty).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_person_is_kept() {
        for (q, expected) in [
            ("  停車場　 信息 ", Some("停车场 信息")),
            ("PM2.5 2024", Some("pm2.5 2024")),
            ("370202199001011234", None),
            ("张三 13800138000", None),
            ("someone@example.org", None),
            ("%%%", None),
            ("", None),
        ] {
            assert_eq!(kept(q).as_deref(), expected, "{q}");
        }
        assert_eq!(kept(&"停".repeat(61)), None);
    }
}
