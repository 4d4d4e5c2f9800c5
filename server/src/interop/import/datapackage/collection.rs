//! Folders and zip archives as lists of files with safe paths.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use zip::ZipArchive;

use super::{Reason, named};

/// Files in a folder or archive at most.
const ENTRIES: usize = 50_000;
/// Bytes in a folder or archive at most, as it says itself; more than it says is never read.
const BYTES: u64 = 64 << 30;
/// Folders within folders at most.
const DEPTH: usize = 16;

/// A folder or an archive.
#[derive(Debug)]
pub struct Collection {
    /// Its name, a part of the identity of what is in it.
    pub name: String,
    /// Where it is.
    pub at: PathBuf,
    /// Its files, in the order of their paths.
    pub entries: Vec<Entry>,
    /// What was not taken in, and why.
    pub refused: Vec<(String, Reason)>,
    archive: Option<ZipArchive<At>>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path, parts parted by `/`.
    pub path: String,
    /// Its size in bytes, as the folder or archive says.
    pub size: u64,
    index: usize,
}

/// The collections at a path: a folder and the archives in it, or an archive, or one CSV file.
pub fn open(path: &Path) -> io::Result<Vec<Collection>> {
    let failed = |e: io::Error| io::Error::new(e.kind(), format!("{}: {e}", path.display()));
    if !std::fs::metadata(path).map_err(failed)?.is_dir() {
        return if is_zip(path) { Ok(vec![archive(path).map_err(failed)?]) } else { single(path) };
    }
    let mut folder = Collection {
        name: named(path),
        at: path.to_owned(),
        entries: Vec::new(),
        refused: Vec::new(),
        archive: None,
    };
    let mut archives = Vec::new();
    walk(&mut folder, path, String::new(), &mut archives)?;
    folder.entries.sort_by(|a, b| a.path.cmp(&b.path));
    archives.sort();
    let mut collections = vec![folder];
    for path in archives {
        collections
            .push(archive(&path).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?);
    }
    Ok(collections)
}

/// A file alone is a folder of one.
fn single(path: &Path) -> io::Result<Vec<Collection>> {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let size = std::fs::metadata(path)?.len();
    Ok(vec![Collection {
        name: named(parent),
        at: parent.to_owned(),
        entries: vec![Entry { path: name, size, index: 0 }],
        refused: Vec::new(),
        archive: None,
    }])
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}

fn walk(into: &mut Collection, folder: &Path, prefix: String, archives: &mut Vec<PathBuf>) -> io::Result<()> {
    if prefix.matches('/').count() > DEPTH {
        into.refused.push((prefix, Reason::TooLarge));
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        // A link may lead anywhere, and round in circles.
        if kind.is_symlink() {
            into.refused.push((path, Reason::UnsafePath));
        } else if kind.is_dir() {
            walk(into, &entry.path(), format!("{path}/"), archives)?;
        } else if is_zip(&entry.path()) {
            archives.push(entry.path());
        } else if into.entries.len() >= ENTRIES {
            into.refused.push((path, Reason::TooLarge));
        } else {
            into.entries.push(Entry { path, size: entry.metadata()?.len(), index: 0 });
        }
    }
    Ok(())
}

fn archive(path: &Path) -> io::Result<Collection> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut zip = ZipArchive::new(At { file: Arc::new(file), at: 0, size }).map_err(io::Error::other)?;
    let mut collection = Collection {
        name: named(path),
        at: path.to_owned(),
        entries: Vec::new(),
        refused: Vec::new(),
        archive: None,
    };
    let mut bytes = 0u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(io::Error::other)?;
        let name = decoded(entry.name_raw());
        if entry.is_dir() {
            continue;
        }
        let reason = if entry.is_symlink() || !is_safe(&name) {
            Some(Reason::UnsafePath)
        } else if collection.entries.len() >= ENTRIES || bytes.saturating_add(entry.size()) > BYTES {
            Some(Reason::TooLarge)
        } else {
            None
        };
        match reason {
            Some(reason) => collection.refused.push((super::super::clean::line(&name, 200).text, reason)),
            None => {
                bytes += entry.size();
                collection.entries.push(Entry { path: name, size: entry.size(), index });
            }
        }
        // What is refused is remembered by name, so that must not grow without end either.
        if collection.refused.len() > 1000 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "more than 1,000 files of it are refused",
            ));
        }
    }
    collection.entries.sort_by(|a, b| a.path.cmp(&b.path));
    collection.entries.dedup_by(|a, b| a.path == b.path);
    collection.archive = Some(zip);
    Ok(collection)
}

/// Whether a path stays in its folder.
pub fn is_safe(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    let parts = path.split(['/', '\\']);
    !path.is_empty()
        && !path.starts_with(['/', '\\'])
        && !drive
        && !path.chars().any(char::is_control)
        && parts.clone().count() <= DEPTH + 1
        && parts.into_iter().all(|part| part != ".." && part != "." && !part.is_empty())
}

/// Names in archives are UTF-8, or what Chinese Windows writes.
fn decoded(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(name).0.into_owned(),
    }
}

impl Collection {
    /// Reads a file.
    pub fn read<T>(&self, entry: &Entry, work: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> io::Result<T> {
        match &self.archive {
            Some(archive) => {
                let mut archive = archive.clone();
                let mut file = archive.by_index(entry.index).map_err(io::Error::other)?;
                work(&mut file)
            }
            None => work(&mut File::open(self.at.join(&entry.path))?),
        }
    }

    /// A small file as text; `None` when it is larger than `limit` bytes.
    pub fn text(&self, entry: &Entry, limit: u64) -> io::Result<Option<String>> {
        self.read(entry, |reader| {
            let mut bytes = Vec::new();
            reader.take(limit + 1).read_to_end(&mut bytes)?;
            let fits = bytes.len() as u64 <= limit;
            Ok(fits.then(|| String::from_utf8_lossy(&bytes).into_owned()))
        })
    }
}

/// A file that several readers read at their own places.
#[derive(Debug, Clone)]
struct At {
    file: Arc<File>,
    at: u64,
    size: u64,
}

impl Read for At {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read_at(buffer, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for At {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "before the beginning"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn paths_stay_in_their_folder() {
        for path in ["a.csv", "人口/表.csv", "a/b..c/d.csv"] {
            assert!(is_safe(path), "{path}");
        }
        for path in ["", "/etc/passwd", "../a.csv", "a/../../b", "a\\..\\b", "C:/a", "a//b", "./a", "a\nb"] {
            assert!(!is_safe(path), "{path}");
        }
    }
}
