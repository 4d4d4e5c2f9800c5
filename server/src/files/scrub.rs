//! Reading everything, so that damage is found before a visitor finds it.

use std::time::SystemTime;

use futures::TryStreamExt;
use object_store::{ObjectStoreExt, path::Path};
use ring::digest;

use super::{
    Form, Stored,
    codec::Fault,
    put::forgotten,
    read::{Reader, Unread},
    store::{self, Before, ObjectRow},
};
use crate::{backend::Shared, error::Result};

/// Objects that are looked up at a time.
const PAGE: i64 = 100;

/// What a reading of everything found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Objects read through and found whole.
    pub whole: u64,
    /// Their bytes, before sealing.
    pub bytes: u64,
    /// Objects that are damaged; they are marked and answered with 503.
    pub damaged: Vec<Stored>,
    /// Objects that could not be read now and why, in words for the operator; their mark stays as it was.
    pub unread: Vec<(Stored, String)>,
    /// Files that were removed because no object stands for them: their process was killed before it made them known.
    pub strays: u64,
}

/// Reads every object block by block, marks what is damaged and clears the mark of what has been made whole again;
/// removes files without an object that are older than a day.
pub async fn scrub(backend: &Shared) -> Result<Report> {
    let mut report = Report::default();
    let mut last: Option<Stored> = None;
    loop {
        let page = store::after(backend, last.as_ref(), PAGE).await?;
        let Some(end) = page.last() else { break };
        last = Some(end.stored.clone());
        for row in page {
            check(backend, row, &mut report).await?;
        }
    }
    report.strays = remove_strays(backend).await?;
    Ok(report)
}

async fn check(backend: &Shared, row: ObjectRow, report: &mut Report) -> Result<()> {
    let (stored, damaged) = (row.stored.clone(), row.damaged);
    match read_through(backend, row).await {
        Ok(()) => {
            if damaged {
                store::mark(backend, &stored, false).await?;
            } else {
                store::checked(backend, &stored).await?;
            }
            report.whole += 1;
            report.bytes += stored.byte_size;
        }
        Err(Unread::Fault(Fault::Damaged)) => {
            if damaged {
                store::checked(backend, &stored).await?;
            } else {
                tracing::error!(
                    sha256 = stored.sha256,
                    form = stored.form.name(),
                    "a stored file is damaged"
                );
                store::mark(backend, &stored, true).await?;
            }
            report.damaged.push(stored);
        }
        Err(why @ (Unread::Fault(Fault::WrongKey) | Unread::Store(_))) => {
            report.unread.push((stored, why.to_string()));
        }
    }
    Ok(())
}

/// Every block, the size and the SHA-256 of the whole.
async fn read_through(backend: &Shared, row: ObjectRow) -> Result<(), Unread> {
    let sha256 = row.stored.sha256.clone();
    let reader = Reader::try_open(backend, row).await?;
    if reader.has_wrong_size().await? {
        return Err(Unread::Fault(Fault::Damaged));
    }
    let mut whole = digest::Context::new(&digest::SHA256);
    for index in 0..reader.blocks() {
        whole.update(&reader.try_block(index).await?);
    }
    if hex::encode(whole.finish()) == sha256 { Ok(()) } else { Err(Unread::Fault(Fault::Damaged)) }
}

async fn remove_strays(backend: &Shared) -> Result<u64> {
    let old = forgotten(backend.clock.now());
    let objects = &backend.objects;
    let mut strays = 0;
    for form in [Form::Plain, Form::Sealed] {
        let mut files = objects.store.list(Some(&Path::from(form.name())));
        while let Some(file) = files.try_next().await? {
            let Some(sha256) = file.location.filename().map(str::to_owned) else { continue };
            let stored = Stored { sha256, form, byte_size: 0 };
            let ours = stored.place() == file.location && SystemTime::from(file.last_modified) < old;
            if !ours || store::find(backend, &stored).await?.is_some() {
                continue;
            }
            // Under the claim nobody can put the same object; dropped, the transaction takes the claim back.
            let mut tx = backend.db.write().await?;
            if store::claim(&mut tx, &stored, backend.clock.now()).await? == Before::Nothing {
                objects.store.delete(&file.location).await?;
                strays += 1;
            }
            tx.rollback().await?;
        }
    }
    Ok(strays)
}
