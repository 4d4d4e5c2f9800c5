//! Where a page ended, as opaque text.
//!
//! A cursor by newest, used or id is a place in an order that does not depend on the index: it serves for ever. By
//! relevance the order depends on the edition of the index. While that edition is held (for ten minutes, see
//! [`super::Search`]) the next page is read from it. After that the cursor still knows the first hundred ids that
//! were shown: everything else is then ranked anew and given without these, so that nothing comes twice. Deeper
//! pages of a forgotten edition are refused as stale.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use app::portal::search::{SearchQuery, Sort};

use super::collect::{Key, Shown};
use crate::error::{Code, Error, field};

/// How many shown ids a cursor remembers.
const REMEMBERED: usize = 100;
const FORM: u8 = 1;

/// The end of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The order.
    pub sort: Sort,
    /// The last place on the page.
    pub key: Key,
    /// The edition that the page came from.
    pub edition: u64,
    /// The last change in that edition.
    pub seq: i64,
    /// What was asked.
    pub digest: u64,
    /// By relevance: what was shown from editions before that one.
    pub earlier: Ids,
    /// By relevance: what was shown from that edition; `None` when it is too much to be remembered.
    pub these: Option<Ids>,
}

/// Ids of datasets, by their 48 random bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids(Vec<u64>);

impl Shown for Ids {
    fn has(&self, id: [u64; 2]) -> bool {
        self.0.contains(&short(id))
    }
}

fn short(id: [u64; 2]) -> u64 {
    id[1] & 0xffff_ffff_ffff
}

impl Cursor {
    /// What was shown from that edition and, now, this page of it too.
    pub fn these_with(
        earlier: &Ids,
        these: Option<Ids>,
        page: impl Iterator<Item = [u64; 2]>,
    ) -> Option<Ids> {
        let mut these = these?;
        these.0.extend(page.map(short));
        (earlier.0.len() + these.0.len() <= REMEMBERED).then_some(these)
    }

    /// Everything that was shown, when it is known.
    pub fn shown(&self) -> Option<Ids> {
        let mut shown = self.earlier.clone();
        shown.0.extend(&self.these.as_ref()?.0);
        Some(shown)
    }
}

/// A number for what is asked, whatever the page.
pub fn digest(query: &SearchQuery, sort: Sort) -> u64 {
    let sorted = |values: &[String]| {
        let mut values = values.to_vec();
        values.sort();
        values.dedup();
        values
    };
    let SearchQuery {
        q,
        theme,
        publisher,
        open_type,
        format,
        region,
        cycle,
        sort: _,
        limit: _,
        group: _,
        cursor: _,
    } = query;
    let facets = [theme, publisher, open_type, format, region, cycle].map(|values| sorted(values));
    let digest = Sha256::digest(format!("{sort:?}{:?}{facets:?}", q.trim()));
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl Cursor {
    /// The text of the cursor.
    pub fn write(&self) -> String {
        let earlier = u8::try_from(self.earlier.0.len()).unwrap_or(u8::MAX);
        let mut bytes = vec![FORM, sort_number(self.sort), u8::from(self.these.is_some()), earlier];
        let numbers = [
            self.key.rank,
            self.key.id[0],
            self.key.id[1],
            self.edition,
            self.seq.cast_unsigned(),
            self.digest,
        ];
        bytes.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        for id in self.earlier.0.iter().chain(self.these.iter().flat_map(|ids| &ids.0)) {
            bytes.extend(id.to_be_bytes().iter().skip(2));
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a cursor that was made for the query with this digest and sort.
    ///
    /// `invalid_cursor` for any other text.
    pub fn read(text: &str, digest: u64, sort: Sort) -> Result<Self, Error> {
        Self::parse(text)
            .filter(|cursor| cursor.digest == digest && cursor.sort == sort)
            .ok_or_else(|| field(Code::InvalidCursor, "cursor", "invalid"))
    }

    fn parse(text: &str) -> Option<Self> {
        if text.len() > 2_000 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (head, rest) = bytes.split_first_chunk::<4>()?;
        let [FORM, sort, remembers @ 0..=1, earlier] = *head else { return None };
        let (numbers, ids) = rest.split_at_checked(48)?;
        let mut numbers = numbers.as_chunks::<8>().0.iter().map(|bytes| u64::from_be_bytes(*bytes));
        let mut next = || numbers.next();
        let key = Key { rank: next()?, id: [next()?, next()?] };
        let (edition, seq, digest) = (next()?, next()?.cast_signed(), next()?);
        let (ids, []) = ids.as_chunks::<6>() else { return None };
        let ids: Vec<u64> =
            ids.iter().map(|id| id.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))).collect();
        let (earlier, these) = ids.split_at_checked(earlier.into())?;
        let sort = [Sort::Relevance, Sort::Newest, Sort::Used, Sort::Id]
            .into_iter()
            .find(|known| sort_number(*known) == sort)?;
        let these = (remembers == 1).then(|| Ids(these.to_vec()));
        Some(Self { sort, key, edition, seq, digest, earlier: Ids(earlier.to_vec()), these })
    }
}

fn sort_number(sort: Sort) -> u8 {
    match sort {
        Sort::Relevance => 0,
        Sort::Newest => 1,
        Sort::Used => 2,
        Sort::Id => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cursor(count: u64) -> Cursor {
        Cursor {
            sort: Sort::Relevance,
            key: Key { rank: 7, id: [u64::MAX, 3] },
            edition: 9,
            seq: -4,
            digest: 5,
            earlier: Ids((0..count / 2).collect()),
            these: Cursor::these_with(
                &Ids((0..count / 2).collect()),
                Some(Ids::default()),
                (0..count.div_ceil(2)).map(|n| [1, n << 7]),
            ),
        }
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for count in [0, 1, 100] {
            let cursor = cursor(count);
            assert_eq!(Cursor::read(&cursor.write(), 5, Sort::Relevance).expect("a cursor"), cursor);
            assert!(Cursor::read(&cursor.write(), 6, Sort::Relevance).is_err());
            assert!(Cursor::read(&cursor.write(), 5, Sort::Id).is_err());
        }
        assert_eq!(cursor(101).shown(), None);
        assert!(cursor(100).shown().is_some_and(|ids| ids.has([0, 49 << 7]) && ids.has([0, 49])));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reading(text in "\\PC{0,80}", cut in 0usize..80) {
            let _ = Cursor::parse(&text);
            let whole = cursor(3).write();
            let _ = Cursor::parse(whole.get(..cut.min(whole.len())).unwrap_or_default());
        }
    }
}
