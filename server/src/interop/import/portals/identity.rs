//! Which dataset a row is: its address where that is its own within the portal, else a digest of portal, department
//! and title, and a number among rows that have these in common.
//!
//! The numbers must not follow the order of the lines, nor move when a line comes or goes: a row keeps the number
//! under which its content is known, and rows with new content take the free numbers in the order of their digests.
//! The input is read three times: to count addresses and names (some twenty bytes for each row are kept), to take
//! the digests of rows that share them, and to import.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::record;
use crate::{
    backend::Backend,
    catalogue::{self, Record, codes::Value as Code},
    error::Result,
    interop::import::{
        Halt, Work,
        batch::{Batch, short},
        clean,
        draft::text,
        input::Inputs,
        report::{Place, Progress, Reason},
    },
};

/// How rows are told apart.
#[derive(Debug, Default)]
struct Counts {
    addresses: HashMap<u64, u32>,
    names: HashMap<u64, u32>,
}

/// The names of a row in the order in which they are tried.
#[derive(Debug, Clone)]
struct Names {
    /// Of its address, when it has one.
    address: Option<String>,
    /// Of portal, department and title; a number follows.
    name: String,
}

impl Names {
    fn of(row: &Map<String, Value>) -> Self {
        let words = |field| text(row, field).split_whitespace().collect::<Vec<_>>().join(" ");
        let portal: String =
            text(row, "portal").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect();
        let url = words("url");
        let address = clean::meaning(&url).map(|url| format!("portals:{portal}:url:{}", hash(&[url])));
        let name = format!("portals:{portal}:row:{}", hash(&[&words("department"), &words("title")]));
        Self { address, name }
    }

    fn numbered(&self, number: usize) -> String {
        format!("{}:{number}", self.name)
    }
}

/// 128 bits of a digest, in hexadecimal.
fn hash(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        digest.update(part);
    }
    hex::encode(&digest.finalize()[..16])
}

impl Counts {
    fn add(&mut self, names: &Names) {
        if let Some(address) = &names.address {
            *self.addresses.entry(short(address)).or_default() += 1;
        }
        *self.names.entry(short(&names.name)).or_default() += 1;
    }

    fn own_address<'a>(&self, names: &'a Names) -> Option<&'a String> {
        names.address.as_ref().filter(|address| self.addresses.get(&short(address)) == Some(&1))
    }

    fn shares_name(&self, names: &Names) -> bool {
        self.names.get(&short(&names.name)).is_some_and(|count| *count > 1)
    }
}

/// Under how many numbers a row is looked for whose address or name used to be shared.
const NUMBERS_TRIED: usize = 2;

/// The keys that wait for rows of a content: content digest → keys.
type Keys = HashMap<String, VecDeque<String>>;

/// Imports the rows.
pub async fn import(
    backend: &Backend,
    inputs: &Inputs,
    batch: &mut Batch<'_>,
    progress: &impl Fn(&Progress),
) -> Result<()> {
    let regions: Arc<[Code]> = backend.codes.list("region").into();
    let tick = |batch: &Batch<'_>| progress(&batch.progress(inputs.progress()));
    let counts = Arc::new({
        let inputs = inputs.clone();
        Work::start(move |halt| count(&inputs, halt)).wait(|| tick(batch)).await?
    });
    let shared = addresses_known_before(backend, &counts, inputs, || tick(batch)).await?;
    let twins = {
        let (inputs, counts, regions, shared) =
            (inputs.clone(), Arc::clone(&counts), Arc::clone(&regions), shared.clone());
        let work = Work::start(move |halt| twins(&inputs, (&counts, &shared), &regions, halt));
        work.wait(|| tick(batch)).await?
    };
    let mut keys = numbered(backend, twins).await?;
    for (address, digest) in shared {
        keys.entry(digest).or_default().push_front(address);
    }

    let reading = inputs.clone();
    let mut rows = Work::stream(move |rows, halt| {
        reading.read(|place, row| {
            let ready = row.and_then(|row| Ok((Names::of(&row), record(&row, &regions)?)));
            !halt.is_set() && rows.blocking_send((place, ready)).is_ok()
        })
    });
    let mut chunk = Vec::new();
    loop {
        let row = rows.next().await?;
        let end = row.is_none();
        chunk.extend(row);
        if end || chunk.len() >= 400 {
            for (place, row) in named(backend, &counts, &mut keys, std::mem::take(&mut chunk)).await? {
                batch.push(place, row).await?;
            }
            tick(batch);
        }
        if end {
            return Ok(());
        }
    }
}

/// The first reading.
fn count(inputs: &Inputs, halt: &Halt) -> std::io::Result<Counts> {
    let mut counts = Counts::default();
    inputs.read(|_, row| {
        if let Ok(row) = row {
            counts.add(&Names::of(&row));
        }
        !halt.is_set()
    })?;
    Ok(counts)
}

/// Addresses that were a row's own when it was imported, and that rows now share: the row that is as it was keeps
/// the address as its identity. Address key → the digest known for it.
async fn addresses_known_before(
    backend: &Backend,
    counts: &Arc<Counts>,
    inputs: &Inputs,
    tick: impl FnMut(),
) -> Result<HashMap<String, String>> {
    if counts.addresses.values().all(|count| *count == 1) {
        return Ok(HashMap::new());
    }
    let (reading, counts) = (inputs.clone(), Arc::clone(counts));
    let work = Work::start(move |halt| {
        let mut shared = HashSet::new();
        reading.read(|_, row| {
            if let Ok(row) = row {
                let names = Names::of(&row);
                if counts.own_address(&names).is_none() {
                    shared.extend(names.address);
                }
            }
            !halt.is_set()
        })?;
        Ok(shared)
    });
    let shared: Vec<String> = work.wait(tick).await?.into_iter().collect();
    let mut known = HashMap::new();
    for keys in shared.chunks(500) {
        known.extend(catalogue::known(backend, keys).await?);
    }
    Ok(known)
}

/// The content digests of rows without an address of their own that share their name: name → digests.
fn twins(
    inputs: &Inputs,
    (counts, shared): (&Counts, &HashMap<String, String>),
    regions: &[Code],
    halt: &Halt,
) -> std::io::Result<HashMap<String, Vec<String>>> {
    let mut twins: HashMap<String, Vec<String>> = HashMap::new();
    let mut taken = HashSet::new();
    inputs.read(|_, row| {
        if let Ok(row) = row {
            let names = Names::of(&row);
            let known = names.address.as_ref().filter(|address| shared.contains_key(*address));
            if counts.own_address(&names).is_none()
                && (counts.shares_name(&names) || known.is_some())
                && let Ok(record) = record(&row, regions)
                && let Ok(digest) = record.digest()
                && !known.is_some_and(|address| {
                    shared.get(address) == Some(&digest) && taken.insert(address.clone())
                })
            {
                twins.entry(names.name).or_default().push(digest);
            }
        }
        !halt.is_set()
    })?;
    Ok(twins)
}

/// Gives each twin its number.
async fn numbered(backend: &Backend, twins: HashMap<String, Vec<String>>) -> Result<Keys> {
    let mut keys = Keys::new();
    let mut names: Vec<(String, Vec<String>)> = twins.into_iter().collect();
    names.sort();
    for some in names.chunks_mut(100) {
        let wanted: Vec<String> = some
            .iter()
            .flat_map(|(name, digests)| (0..digests.len() + 2).map(move |number| format!("{name}:{number}")))
            .collect();
        let mut known = HashMap::new();
        for wanted in wanted.chunks(500) {
            known.extend(catalogue::known(backend, wanted).await?);
        }
        for (name, digests) in some {
            digests.sort();
            let mut more = digests.len() + 2;
            while known.contains_key(&format!("{name}:{}", more - 1)) {
                let next: Vec<String> = (more..more + 50).map(|number| format!("{name}:{number}")).collect();
                known.extend(catalogue::known(backend, &next).await?);
                more += 50;
            }
            for (digest, number) in assigned(digests, |number| known.get(&format!("{name}:{number}"))) {
                keys.entry(digest).or_default().push_back(format!("{name}:{number}"));
            }
        }
    }
    Ok(keys)
}

/// The numbers of sorted digests, given what is known under each number.
fn assigned<'a>(digests: &[String], known: impl Fn(usize) -> Option<&'a String>) -> Vec<(String, usize)> {
    let mut free: Vec<usize> = Vec::new();
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    let mut number = 0;
    // Numbers are given without gaps but for the rows that a killed import did not reach.
    while number < digests.len() || known(number).is_some() {
        match known(number) {
            Some(digest) => places.entry(digest.as_str()).or_default().push_back(number),
            None => free.push(number),
        }
        number += 1;
    }
    let mut out = Vec::new();
    let mut new = Vec::new();
    for digest in digests {
        match places.get_mut(digest.as_str()).and_then(VecDeque::pop_front) {
            Some(number) => out.push((digest.clone(), number)),
            None => new.push(digest.clone()),
        }
    }
    // Known numbers whose content is in no row any more: their rows have changed, most likely into these.
    let mut left: Vec<usize> = places.into_values().flatten().chain(free).collect();
    left.sort_unstable();
    let end = left.last().map_or(number, |last| number.max(last + 1));
    out.extend(new.into_iter().zip(left.into_iter().chain(end..)));
    out
}

/// A row with the names that its identity is made of, or why it is refused.
type Unnamed = std::result::Result<(Names, Record), Reason>;

/// Rows with their identities.
async fn named(
    backend: &Backend,
    counts: &Counts,
    keys: &mut Keys,
    rows: Vec<(Place, Unnamed)>,
) -> Result<Vec<(Place, std::result::Result<Record, Reason>)>> {
    // A row whose address or name has become its own keeps the number under which it is known.
    let mut wanted = Vec::new();
    for (names, _) in rows.iter().filter_map(|(_, row)| row.as_ref().ok()) {
        wanted.extend(counts.own_address(names).cloned());
        wanted.extend((0..NUMBERS_TRIED).map(|number| names.numbered(number)));
    }
    let mut known = HashMap::new();
    for wanted in wanted.chunks(500) {
        known.extend(catalogue::known(backend, wanted).await?);
    }
    let mut out = Vec::with_capacity(rows.len());
    for (place, row) in rows {
        let row = match row {
            Ok((names, mut record)) => {
                record.source_key = key(counts, keys, (&names, &known), &record)?;
                Ok(record)
            }
            Err(reason) => Err(reason),
        };
        out.push((place, row));
    }
    Ok(out)
}

fn key(
    counts: &Counts,
    keys: &mut Keys,
    (names, known): (&Names, &HashMap<String, String>),
    record: &Record,
) -> Result<String> {
    let own = counts.own_address(names);
    if let Some(address) = own.filter(|address| known.contains_key(*address)) {
        return Ok(address.clone());
    }
    let digest = record.digest()?;
    if own.is_none() {
        let waiting = keys.get_mut(&digest);
        let given = waiting.and_then(|waiting| {
            let at = waiting.iter().position(|key| {
                key.starts_with(&names.name) || names.address.as_deref() == Some(key.as_str())
            })?;
            waiting.remove(at)
        });
        if let Some(key) = given {
            return Ok(key);
        }
    }
    let same =
        (0..NUMBERS_TRIED).map(|number| names.numbered(number)).find(|key| known.get(key) == Some(&digest));
    Ok(same.or_else(|| own.cloned()).unwrap_or_else(|| names.numbered(0)))
}

#[cfg(test)]
mod tests {
    use super::assigned;

    fn numbers(digests: &[&str], known: &[Option<&str>]) -> Vec<(String, usize)> {
        let known: Vec<Option<String>> = known.iter().map(|k| k.map(str::to_owned)).collect();
        let digests: Vec<String> = digests.iter().map(|d| (*d).to_owned()).collect();
        let mut out = assigned(&digests, |number| known.get(number).and_then(Option::as_ref));
        out.sort_by_key(|(_, number)| *number);
        out
    }

    fn pairs(pairs: &[(&str, usize)]) -> Vec<(String, usize)> {
        pairs.iter().map(|(digest, number)| ((*digest).to_owned(), *number)).collect()
    }

    #[test]
    fn new_twins_are_numbered_by_their_digests() {
        assert_eq!(numbers(&["a", "b", "b"], &[]), pairs(&[("a", 0), ("b", 1), ("b", 2)]));
    }

    #[test]
    fn a_twin_that_comes_later_moves_nobody() {
        let known = [Some("b"), Some("d")];
        assert_eq!(numbers(&["a", "b", "d"], &known), pairs(&[("b", 0), ("d", 1), ("a", 2)]));
    }

    #[test]
    fn a_twin_that_changes_keeps_its_number() {
        assert_eq!(numbers(&["b", "x"], &[Some("b"), Some("d")]), pairs(&[("b", 0), ("x", 1)]));
    }

    #[test]
    fn an_import_that_was_killed_goes_on_where_it_was() {
        let known = [Some("a"), None, Some("c")];
        assert_eq!(numbers(&["a", "b", "c"], &known), pairs(&[("a", 0), ("b", 1), ("c", 2)]));
    }

    #[test]
    fn a_twin_that_is_gone_leaves_its_number() {
        assert_eq!(numbers(&["c"], &[Some("a"), Some("c")]), pairs(&[("c", 1)]));
        assert_eq!(numbers(&["b"], &[Some("a"), Some("c")]), pairs(&[("b", 0)]));
    }
}
