//! Sends a file's bytes on while its columns are looked at: one reading, little memory.

use std::{
    io::{self, Read},
    sync::atomic::{AtomicU64, Ordering},
};

use bytes::Bytes;
use tokio::sync::mpsc::Sender;

use crate::interop::import::label;

/// A record longer than this is no table's.
const LONGEST: u64 = 8 << 20;
/// Rows by which types are guessed.
const GUESSED: u64 = 1000;

/// What was seen of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// The columns with their guessed types (DOMAIN §5.8).
    pub columns: Vec<(String, Option<&'static str>)>,
    /// Rows below the header; `None` when it is no table.
    pub rows: Option<u64>,
    /// Whether the header is UTF-8.
    pub utf8: bool,
    /// Whether rows have more or fewer cells than the header.
    pub irregular: bool,
}

/// Reads all of `reader`, which says it has `size` bytes, sends it on, and tells what is in it.
pub fn send(
    reader: &mut dyn Read,
    (size, csv): (u64, bool),
    sender: &Sender<io::Result<Bytes>>,
    done: &AtomicU64,
) -> io::Result<Profile> {
    let mut tee = Tee { reader, left: size, sender, done, since: 0, stopped: false };
    let profile = if csv { profile(&mut tee) } else { Ok(Profile { utf8: true, ..Profile::default() }) };
    tee.stopped = false;
    let drained = drain(&mut tee);
    match drained.and(profile) {
        Ok(profile) => Ok(profile),
        Err(e) => {
            let _ = sender.blocking_send(Err(io::Error::new(e.kind(), e.to_string())));
            Err(e)
        }
    }
}

struct Tee<'a> {
    reader: &'a mut dyn Read,
    left: u64,
    sender: &'a Sender<io::Result<Bytes>>,
    done: &'a AtomicU64,
    since: u64,
    stopped: bool,
}

impl Read for Tee<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since > LONGEST {
            self.stopped = true;
        }
        if self.stopped {
            return Ok(0);
        }
        let n = self.reader.read(buffer)?;
        let read = n as u64;
        // More than was said is how a small archive becomes a large disk.
        self.left = self.left.checked_sub(read).ok_or(io::ErrorKind::FileTooLarge)?;
        self.since += read;
        self.done.fetch_add(read, Ordering::Relaxed);
        if n > 0 && self.sender.blocking_send(Ok(Bytes::copy_from_slice(&buffer[..n]))).is_err() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(n)
    }
}

fn drain(tee: &mut Tee<'_>) -> io::Result<()> {
    let mut buffer = vec![0; 64 << 10];
    loop {
        tee.since = 0;
        if tee.read(&mut buffer)? == 0 {
            return Ok(());
        }
    }
}

fn profile(tee: &mut Tee<'_>) -> io::Result<Profile> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(64 << 10)
        .from_reader(tee);
    let mut record = csv::ByteRecord::new();
    let mut profile = Profile { utf8: true, ..Profile::default() };
    let mut guesses: Vec<Guess> = Vec::new();
    let mut rows = 0;
    let mut header = true;
    while reader.read_byte_record(&mut record).map_err(csv_error)? {
        reader.get_mut().since = 0;
        if std::mem::take(&mut header) {
            (profile.columns, profile.utf8) = columns(&record);
            guesses = vec![Guess::default(); profile.columns.len()];
            continue;
        }
        rows += 1;
        profile.irregular |= record.len() != profile.columns.len();
        if rows <= GUESSED {
            guesses.iter_mut().zip(&record).for_each(|(guess, cell)| guess.add(cell));
        }
    }
    if reader.get_ref().stopped || header {
        return Ok(Profile { columns: Vec::new(), rows: None, ..profile });
    }
    profile.rows = Some(rows);
    for ((_, data_type), guess) in profile.columns.iter_mut().zip(&guesses) {
        *data_type = guess.data_type();
    }
    Ok(profile)
}

fn csv_error(e: csv::Error) -> io::Error {
    match e.into_kind() {
        csv::ErrorKind::Io(e) => e,
        kind => io::Error::new(io::ErrorKind::InvalidData, format!("{kind:?}")),
    }
}

/// The names in the header, decoded; whether they were UTF-8.
fn columns(record: &csv::ByteRecord) -> (Vec<(String, Option<&'static str>)>, bool) {
    let utf8 = record.iter().all(|cell| std::str::from_utf8(cell).is_ok());
    let name = |cell: &[u8]| {
        let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell);
        if utf8 {
            String::from_utf8_lossy(cell).into_owned()
        } else {
            encoding_rs::GB18030.decode(cell).0.into_owned()
        }
    };
    (record.iter().map(|cell| (name(cell), None)).collect(), utf8)
}

/// What the cells of a column have been so far.
#[derive(Debug, Clone, Default)]
struct Guess {
    cells: u32,
    integers: u32,
    numbers: u32,
    dates: u32,
}

impl Guess {
    fn add(&mut self, cell: &[u8]) {
        let Some(cell) = std::str::from_utf8(cell).ok().map(str::trim) else {
            self.cells += 1;
            return;
        };
        if ["", "-", "NULL", "无"].contains(&cell) {
            return;
        }
        self.cells += 1;
        let digits = cell.trim_start_matches('-');
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && digits.len() < 16;
        // 007 is a name, not a number.
        let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        let decimal = digits.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b))
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && cell.parse::<f64>().is_ok_and(f64::is_finite);
        self.integers += u32::from(plain && !padded);
        self.numbers += u32::from(decimal && !padded);
        let date = cell.len() == 10 && label::date(cell).is_some_and(|date| date == cell);
        self.dates += u32::from(date);
    }

    fn data_type(&self) -> Option<&'static str> {
        match self.cells {
            0 => None,
            n if n == self.integers => Some("I"),
            n if n == self.numbers => Some("N"),
            n if n == self.dates => Some("D"),
            _ => Some("C"),
        }
    }
}
