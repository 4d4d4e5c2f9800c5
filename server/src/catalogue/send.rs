//! Sending files that the guard lets go, one or many.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};

use super::{
    Counted,
    delivery::{Deliverable, datapackage, deliverable, deliverables},
    guard::Visitor,
};
use crate::{
    backend::Shared,
    error::{Code, Result, field},
    files::{self, Content, Entry, SendAs},
};

/// Datasets in one archive.
const MOST_DATASETS: usize = 200;

/// Answers GET or HEAD for the file of a dataset, and counts a download when its first byte is asked for.
pub async fn send_file(
    backend: &Shared,
    visitor: &Visitor,
    (dataset, file): (&str, &str),
    (method, headers): (&Method, &HeaderMap),
) -> Result<Response> {
    let file = deliverable(backend, visitor, dataset, file).await?;
    let send_as = SendAs { name: &file.name, modified: file.modified };
    let sent = files::send(backend, &file.stored, send_as, headers, method).await?;
    if sent.counts {
        backend.counters.add(Counted::Download, &file.dataset_id);
    }
    let mut response = sent.response;
    // Open data is for every page of the world.
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

/// The files of several datasets as one archive, with `manifest.csv` and `datapackage.json` in front.
///
/// Datasets that the visitor may not have are left out, as if they were not there; when nothing is left the
/// selection is refused.
pub async fn send_selection(
    backend: &Shared,
    visitor: &Visitor,
    datasets: &[String],
    method: &Method,
) -> Result<Response> {
    if datasets.len() > MOST_DATASETS {
        return Err(field(Code::InvalidParameter, "dataset", "too_many"));
    }
    let mut chosen = datasets.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    let files = deliverables(backend, visitor, &chosen).await?;
    if files.is_empty() {
        return Err(field(Code::EmptySelection, "dataset", "nothing_to_download"));
    }
    let paths: Vec<String> =
        files.iter().map(|file| format!("{}/{}", file.dataset_title, file.name)).collect();
    let paths = files::entry_names(paths.iter().map(String::as_str));
    let now = backend.clock.now();
    let text = |path: &str, text: String| Entry {
        path: path.to_owned(),
        content: Content::Text(text),
        modified: now,
    };
    let mut entries = vec![
        text("manifest.csv", manifest(backend, &files, &paths)?),
        text("datapackage.json", datapackage(backend, &files, &paths)),
    ];
    entries.extend(files.iter().zip(&paths).map(|(file, path)| Entry {
        path: path.clone(),
        content: Content::Stored(file.stored.clone()),
        modified: file.modified,
    }));
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        chosen.retain(|id| files.iter().any(|file| file.dataset_id == *id));
        for id in &chosen {
            backend.counters.add(Counted::Download, id);
        }
        files::zip(backend, entries).await?
    };
    let name = format!("attachment; filename=\"kaishu-{}.zip\"", now.shanghai_day());
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.extend(HeaderValue::from_str(&name).ok().map(|name| (header::CONTENT_DISPOSITION, name)));
    Ok(response)
}

/// A line for each file: where it lies in the archive, whose it is, its size and digest.
fn manifest(backend: &Shared, files: &[Deliverable], paths: &[String]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| crate::error::Error::other(format!("manifest: {error}"));
    writer
        .write_record(["path", "dataset", "publisher", "format", "rows", "bytes", "sha256", "url"])
        .map_err(failed)?;
    for (file, path) in files.iter().zip(paths) {
        writer
            .write_record([
                &cell(path),
                &cell(&file.dataset_title),
                &cell(&file.publisher),
                file.format.as_deref().unwrap_or_default(),
                &file.rows.map(|rows| rows.to_string()).unwrap_or_default(),
                &file.stored.byte_size.to_string(),
                &file.stored.sha256,
                &format!("{}/datasets/{}", backend.config.public_url, file.dataset_id),
            ])
            .map_err(failed)?;
    }
    let bytes =
        writer.into_inner().map_err(|error| crate::error::Error::other(format!("manifest: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A cell that a spreadsheet takes for text and not for a formula.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() }
}
