//! Lines and documents from files: plain, gzip or zstd, told apart by their first bytes; never whole in memory.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use serde_json::{Map, Value};

use super::{
    document,
    report::{Place, Reason},
    work::Work,
};
use crate::{backend::Backend, error::Result};

/// Longer lines, and larger entries of a document, are refused.
pub const LONGEST: u64 = 4 << 20;

/// What a row of the input is: a JSON object, or why it cannot be read.
pub type Row = std::result::Result<Map<String, Value>, Reason>;

/// The files of an import. Standard input is a file too: its bytes wait in the data folder where more than one
/// reading is needed, and are removed at the end.
#[derive(Debug, Clone)]
pub struct Inputs {
    files: Vec<(PathBuf, Arc<str>)>,
    done: Arc<AtomicU64>,
    total: u64,
    _spool: Option<Arc<Spool>>,
}

#[derive(Debug)]
struct Spool(PathBuf);

impl Drop for Spool {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Inputs {
    /// The files at `paths`, where `-` is standard input; `readings` says how often all will be read.
    pub async fn open(backend: &Backend, paths: &[PathBuf], readings: u64) -> Result<Self> {
        let mut inputs = Self { files: Vec::new(), done: Arc::default(), total: 0, _spool: None };
        for path in paths {
            if path == Path::new("-") {
                if readings > 1 && inputs._spool.is_none() {
                    inputs._spool = Some(Arc::new(spool(backend).await?));
                }
                let file = inputs._spool.as_ref().map_or_else(|| path.clone(), |spool| spool.0.clone());
                inputs.files.push((file, "-".into()));
            } else {
                let name = path.display().to_string();
                let about = std::fs::metadata(path)
                    .map_err(|e| crate::error::Error::other(format!("{name}: {e}")))?;
                if about.is_dir() {
                    return Err(crate::error::Error::other(format!("{name}: is a folder, not a file")));
                }
                inputs.total += about.len() * readings;
                inputs.files.push((path.clone(), name.into()));
            }
        }
        Ok(inputs)
    }

    /// Bytes read so far, of all readings together, and bytes to read.
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total)
    }

    /// Reads every row in order, for a thread that may block; ends when `each` says so.
    pub fn read(&self, mut each: impl FnMut(Place, Row) -> bool) -> io::Result<()> {
        for (path, name) in &self.files {
            let named = |e: io::Error| io::Error::new(e.kind(), format!("{name}: {e}"));
            let mut reader = open(path, &self.done).map_err(named)?;
            let wanted = if document::begins(&mut reader).map_err(named)? {
                document::read(reader, |line, row| each(Place { file: name.clone(), line }, row))
            } else {
                read_lines(reader, |line, row| each(Place { file: name.clone(), line }, row))
            };
            if !wanted.map_err(named)? {
                break;
            }
        }
        Ok(())
    }
}

/// Puts standard input into a file of the data folder.
async fn spool(backend: &Backend) -> Result<Spool> {
    let name = format!("import-{}.tmp", backend.ids.next(backend.clock.now()));
    let spool = Spool(backend.config.data.join(name));
    let path = spool.0.clone();
    let copy = Work::start(move |_| io::copy(&mut io::stdin().lock(), &mut File::create(path)?));
    copy.wait(|| ()).await?;
    Ok(spool)
}

/// Counts bytes as they leave the disk.
struct Counted<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        self.1.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

fn open(path: &Path, done: &Arc<AtomicU64>) -> io::Result<Box<dyn BufRead>> {
    let source: Box<dyn Read> =
        if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let mut source = BufReader::with_capacity(64 << 10, Counted(source, Arc::clone(done)));
    let begin = source.fill_buf()?;
    Ok(if begin.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let mut decoder = zstd::Decoder::with_buffer(source)?;
        // 128 MiB: what `zstd --long` writes; a stream that wants more is refused by the decoder.
        decoder.window_log_max(27)?;
        Box::new(BufReader::with_capacity(64 << 10, decoder))
    } else if begin.starts_with(&[0x1f, 0x8b]) {
        Box::new(BufReader::with_capacity(64 << 10, flate2::bufread::MultiGzDecoder::new(source)))
    } else {
        Box::new(source)
    })
}

/// Reads lines; whether the reader wants more afterwards.
fn read_lines(mut reader: impl BufRead, mut each: impl FnMut(u64, Row) -> bool) -> io::Result<bool> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let mut taken = reader.by_ref().take(LONGEST + 1);
        if taken.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let whole = line.ends_with(b"\n") || line.len() as u64 <= LONGEST;
        if !whole {
            skip_line(&mut reader)?;
        }
        if whole && line.trim_ascii().is_empty() {
            continue;
        }
        let row = if whole { object(&line) } else { Err(Reason::LineTooLong) };
        if !each(number, row) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (used, end) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(used);
        if end {
            return Ok(());
        }
    }
}

fn object(line: &[u8]) -> Row {
    let text = std::str::from_utf8(line).map_err(|_| Reason::NotUtf8)?;
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(Value::Object(row)) => Ok(row),
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | Err(_) => {
            Err(Reason::NotJson)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_are_refused_one_by_one() {
        let mut input = b"{\"a\":1}\n\n\xff\xfe\n[1]\n{\n".to_vec();
        input.extend(std::iter::repeat_n(b'x', (LONGEST + 10) as usize));
        input.extend(b"\n\xef\xbb\xbf{\"b\":2}");
        let mut seen = Vec::new();
        let more = read_lines(&input[..], |line, row| {
            seen.push((line, row.map(|row| row.len())));
            true
        });
        assert!(more.expect("readable"));
        assert_eq!(
            seen,
            [
                (1, Ok(1)),
                (3, Err(Reason::NotUtf8)),
                (4, Err(Reason::NotJson)),
                (5, Err(Reason::NotJson)),
                (6, Err(Reason::LineTooLong)),
                (7, Ok(1))
            ]
        );
    }
}
