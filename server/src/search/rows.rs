//! What a search reads of each document that matches: packed in memory, a row for each document of a segment.
//!
//! Facets are counted by reading these rows, so that a hit costs a few additions however many values there are. A
//! document's values in one facet are one number, the number of that combination of values: there are far fewer
//! combinations than documents. Segments never change, so their rows are made once and go with them.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use tantivy::{SegmentReader, columnar::StrColumn};

use super::schema::{DOWNLOADS, Facet, GROUP, ID, TITLE_LENGTH, UPDATED_AT};

/// How often each value of each facet occurs, in the order of [`Facet::ALL`].
pub type Counts = [HashMap<String, u64>; 6];

/// The values of one facet and their combinations, numbered in the order in which they were met; numbers never change.
#[derive(Debug, Default)]
struct Values {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    combinations: Vec<Vec<u32>>,
    of_combination: HashMap<Vec<u32>, u32>,
}

impl Values {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn combination(&mut self, values: &[u32]) -> u32 {
        if let Some(number) = self.of_combination.get(values) {
            return *number;
        }
        let number = u32::try_from(self.combinations.len()).unwrap_or(u32::MAX);
        self.combinations.push(values.to_vec());
        self.of_combination.insert(values.to_vec(), number);
        number
    }
}

/// The values of all facets, shared by all segments of all editions.
#[derive(Debug, Default, Clone)]
pub struct Numbering(Arc<RwLock<[Values; 6]>>);

impl Numbering {
    fn read(&self) -> RwLockReadGuard<'_, [Values; 6]> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, [Values; 6]> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many combinations each facet has now; a count for each is kept while collecting.
    pub fn sizes(&self) -> [usize; 6] {
        let all = self.read();
        std::array::from_fn(|facet| all.get(facet).map_or(0, |values| values.combinations.len()))
    }

    /// For each facet with chosen values, which combinations have one of them; `None` where nothing is chosen.
    pub fn passing(&self, chosen: &[Vec<String>; 6]) -> [Option<Vec<bool>>; 6] {
        let all = self.read();
        std::array::from_fn(|facet| {
            let (values, chosen) = (all.get(facet)?, chosen.get(facet)?);
            if chosen.is_empty() {
                return None;
            }
            let numbers: Vec<u32> =
                chosen.iter().filter_map(|name| values.numbers.get(name).copied()).collect();
            Some(values.combinations.iter().map(|has| has.iter().any(|n| numbers.contains(n))).collect())
        })
    }

    /// Counts by name from counts by combination.
    pub fn by_name(&self, counted: &[Vec<u32>; 6]) -> Counts {
        let all = self.read();
        std::array::from_fn(|facet| {
            let (Some(values), Some(counted)) = (all.get(facet), counted.get(facet)) else {
                return HashMap::new();
            };
            let mut sums: HashMap<u32, u64> = HashMap::new();
            for (combination, count) in
                values.combinations.iter().zip(counted).filter(|(_, count)| **count > 0)
            {
                for value in combination {
                    *sums.entry(*value).or_default() += u64::from(*count);
                }
            }
            let name = |number: u32| values.names.get(usize::try_from(number).ok()?).cloned();
            sums.into_iter().filter_map(|(number, sum)| Some((name(number)?, sum))).collect()
        })
    }
}

/// What is read of every document that matches.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The combination of values in each facet.
    pub combinations: [u32; 6],
    /// What its use and its openness add to its score, as a part of it.
    pub favour: f32,
    /// The characters of its title.
    pub title_length: u32,
}

/// The rows of one segment, and what is read of those that may come onto the page.
#[derive(Debug)]
pub struct Rows {
    /// By document number.
    pub rows: Vec<Row>,
    /// When the data was updated, in microseconds.
    pub updated_at: Vec<i64>,
    /// How often it was downloaded.
    pub downloads: Vec<u32>,
    /// The two halves of the id.
    pub ids: Vec<[u64; 2]>,
    /// What titles that are nearly the same share.
    pub groups: Vec<u64>,
}

impl Rows {
    /// Reads the rows of a segment.
    pub fn of(reader: &SegmentReader, numbering: &Numbering) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let count = reader.max_doc();
        let combinations = Facet::ALL
            .iter()
            .enumerate()
            .map(|(at, facet)| {
                let mut all = numbering.write();
                let values = all.get_mut(at);
                combinations(fast.str(facet.name())?.as_ref(), count, values)
            })
            .collect::<tantivy::Result<Vec<Vec<u32>>>>()?;
        let unconditional = {
            let all = numbering.read();
            let [_, _, open_type, ..] = &*all;
            let number = open_type.numbers.get("unconditional").copied();
            let has = |values: &Vec<u32>| number.is_some_and(|number| values.contains(&number));
            open_type.combinations.iter().map(has).collect::<Vec<bool>>()
        };
        let [high, low] = ID.map(|name| fast.u64(name));
        let (high, low) = (high?.first_or_default_col(0), low?.first_or_default_col(0));
        let updated_at = fast.i64(UPDATED_AT)?.first_or_default_col(0);
        let downloads = fast.u64(DOWNLOADS)?.first_or_default_col(0);
        let groups = fast.u64(GROUP)?.first_or_default_col(0);
        let lengths = fast.u64(TITLE_LENGTH)?.first_or_default_col(1);
        let row = |doc: u32| {
            let at = doc as usize;
            let combinations: [u32; 6] = std::array::from_fn(|facet| {
                combinations.get(facet).and_then(|c| c.get(at)).copied().unwrap_or(0)
            });
            let [_, _, open_type, ..] = combinations;
            let open = unconditional.get(open_type as usize).copied().unwrap_or_default();
            Row {
                combinations,
                favour: favour(downloads.get_val(doc), open),
                title_length: u32::try_from(lengths.get_val(doc)).unwrap_or(u32::MAX).max(1),
            }
        };
        Ok(Self {
            rows: (0..count).map(row).collect(),
            updated_at: (0..count).map(|doc| updated_at.get_val(doc)).collect(),
            downloads: (0..count)
                .map(|doc| u32::try_from(downloads.get_val(doc)).unwrap_or(u32::MAX))
                .collect(),
            ids: (0..count).map(|doc| [high.get_val(doc), low.get_val(doc)]).collect(),
            groups: (0..count).map(|doc| groups.get_val(doc)).collect(),
        })
    }
}

/// Used and unconditional data gain a little.
#[expect(clippy::cast_precision_loss, reason = "a boost needs no precision")]
fn favour(downloads: u64, unconditional: bool) -> f32 {
    let used = ((1 + downloads) as f32).ln().min(10.0) / 10.0;
    0.04 * used + if unconditional { 0.03 } else { 0.0 }
}

/// The combination of each document in one facet.
fn combinations(
    column: Option<&StrColumn>,
    count: u32,
    values: Option<&mut Values>,
) -> tantivy::Result<Vec<u32>> {
    let Some(values) = values else { return Ok(Vec::new()) };
    let none = values.combination(&[]);
    let Some(column) = column else { return Ok(vec![none; count as usize]) };
    // The numbers that the segment has for its values, as ours.
    let mut ours = Vec::with_capacity(column.num_terms());
    let mut name = String::new();
    for number in 0..column.num_terms() as u64 {
        column.ord_to_str(number, &mut name)?;
        ours.push(values.number(&name));
    }
    let numbers = column.ords();
    let mut met: HashMap<Vec<u64>, u32> = HashMap::new();
    let mut has: Vec<u64> = Vec::new();
    let mut all = Vec::with_capacity(count as usize);
    for doc in 0..count {
        has.clear();
        has.extend(numbers.values_for_doc(doc));
        let combination = match met.get(&has) {
            Some(combination) => *combination,
            None => {
                let named: Vec<u32> = has
                    .iter()
                    .filter_map(|number| ours.get(usize::try_from(*number).ok()?).copied())
                    .collect();
                let combination = values.combination(&named);
                met.insert(has.clone(), combination);
                combination
            }
        };
        all.push(combination);
    }
    Ok(all)
}
