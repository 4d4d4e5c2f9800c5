//! One JSON document with a list of entries in it, read entry by entry.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{
    input::{LONGEST, Row},
    report::Reason,
};

/// Where lists of entries stand: `{"data": […]}`, `{"result": {"results": […]}}`.
const LISTS: &[&str] = &["data", "rows", "list", "items", "records", "result", "results"];

/// Whether the input is one document: it begins with `[`, or with an object that opens a list of entries or does not
/// end on the first line.
pub fn begins(reader: &mut impl BufRead) -> io::Result<bool> {
    let begin = reader.fill_buf()?;
    let begin = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begin).trim_ascii_start();
    if begin.starts_with(b"[") {
        return Ok(true);
    }
    let Some(inside) = begin.strip_prefix(b"{") else { return Ok(false) };
    let inside = String::from_utf8_lossy(&inside[..inside.len().min(4096)]);
    let line = inside.split('\n').next().unwrap_or_default();
    let bare = line.trim().is_empty() && inside.contains('\n');
    let opens = LISTS.iter().any(|list| {
        inside.split_once(&format!("\"{list}\"")).is_some_and(|(before, after)| {
            let after = after.trim_start().trim_start_matches(':').trim_start();
            !before.contains(['{', '[']) && (after.starts_with('[') || after.starts_with('{'))
        })
    });
    Ok(bare || opens)
}

/// Reads the entries; whether the reader wants more afterwards.
pub fn read(reader: impl BufRead, each: impl FnMut(u64, Row) -> bool) -> io::Result<bool> {
    let since = Rc::new(Cell::new(0));
    let mut state = State { each, number: 0, more: true, since: Rc::clone(&since) };
    let mut reader = Bounded { inner: reader, since };
    let mut begin = [0; 3];
    // A byte order mark would be a syntax error.
    let mut seen = 0;
    while seen < 3 {
        match reader.read(&mut begin[seen..])? {
            0 => break,
            n => seen += n,
        }
    }
    let rest = if begin[..seen] == *b"\xef\xbb\xbf" { &[][..] } else { &begin[..seen] };
    let mut json = serde_json::Deserializer::from_reader(rest.chain(reader));
    match Node(&mut state).deserialize(&mut json) {
        Ok(()) => Ok(true),
        Err(_) if !state.more => Ok(false),
        Err(e) => Err(io::Error::new(io::ErrorKind::InvalidData, e.to_string())),
    }
}

/// Refuses to read on when one entry becomes too large.
struct Bounded<R> {
    inner: R,
    since: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.since.set(self.since.get() + n as u64);
        if self.since.get() > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an entry is longer than 4 MiB"));
        }
        Ok(n)
    }
}

struct State<F> {
    each: F,
    number: u64,
    more: bool,
    since: Rc<Cell<u64>>,
}

impl<F: FnMut(u64, Row) -> bool> State<F> {
    fn entry<E: serde::de::Error>(&mut self, value: Value) -> Result<(), E> {
        self.since.set(0);
        self.number += 1;
        let row = match value {
            Value::Object(row) => Ok(row),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(Reason::NotJson)
            }
        };
        self.more = (self.each)(self.number, row);
        if self.more { Ok(()) } else { Err(E::custom("enough")) }
    }
}

struct Node<'a, F>(&'a mut State<F>);

impl<'de, F: FnMut(u64, Row) -> bool> DeserializeSeed<'de> for Node<'_, F> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, F: FnMut(u64, Row) -> bool> Visitor<'de> for Node<'_, F> {
    type Value = ();

    fn expecting(&self, words: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        words.write_str("a list of entries, or an object with one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            self.0.entry(value)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut single = serde_json::Map::new();
        let mut listed = false;
        while let Some(key) = map.next_key::<String>()? {
            if LISTS.contains(&key.as_str()) {
                listed = true;
                map.next_value_seed(Node(&mut *self.0))?;
            } else {
                let value = map.next_value::<Value>()?;
                single.insert(key, value);
            }
        }
        if !listed && !single.is_empty() {
            return self.0.entry(Value::Object(single));
        }
        Ok(())
    }

    // What stands beside the list: `"result": true`, `"data": null`.
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
