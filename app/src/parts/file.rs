//! Hosted files and the links that fetch them.

use leptos::prelude::*;

use super::{copy::CopyButton, when::When};
use crate::{
    ask,
    portal::files::File,
    text::{self, format},
};

/// A table of files: name, format, size, rows, checksum, download.
#[component]
pub fn FileTable(
    /// The files.
    files: Vec<File>,
    /// What the table is, for those who cannot see what it stands under.
    #[prop(into)]
    caption: String,
) -> impl IntoView {
    let words = text::dataset(ask::language());
    let name = caption.clone();
    view! {
        <div class="scroll" role="region" aria-label=name tabindex="0">
            <table class="files stack">
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.file}</th>
                        <th scope="col" class="number">{words.size}</th>
                        <th scope="col" class="number">{words.rows}</th>
                        <th scope="col">{words.stored}</th>
                        <th scope="col"><span class="unseen">{words.download}</span></th>
                    </tr>
                </thead>
                <tbody>{files.into_iter().map(|file| view! { <FileRow file/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn FileRow(file: File) -> impl IntoView {
    let language = ask::language();
    let words = text::dataset(language);
    let rows = file.rows.map_or_else(|| "–".to_owned(), format::number);
    let short: String = file.sha256.chars().take(12).collect();
    view! {
        <tr>
            <th scope="row">
                <span class="file-name">{file.name.clone()}</span>
                <span class="badge format">{file.format}</span>
                <details class="checksum">
                    <summary>"SHA-256 " <code>{short}"…"</code></summary>
                    <code class="digest">{file.sha256.clone()}</code>
                    <CopyButton language text=file.sha256 what=words.checksum.to_owned()/>
                </details>
            </th>
            <td class="number" data-label=words.size title=(words.exact_bytes)(&format::number(file.byte_size))>
                {format::bytes(file.byte_size)}
            </td>
            <td class="number" data-label=words.rows>{rows}</td>
            <td data-label=words.stored><When at=file.modified_at/></td>
            <td class="action">
                <a class="button" href=file.url download="" aria-label=(words.download_file)(&file.name)>
                    {words.download}
                </a>
            </td>
        </tr>
    }
    .into_any()
}
