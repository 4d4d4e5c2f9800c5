//! The files room on real files.

#![expect(clippy::disallowed_methods, reason = "a test looks at the machine itself")]

mod common;

use std::{
    io::{Cursor, Read},
    path::PathBuf,
    time::{Duration, SystemTime},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, HeaderName, Method, StatusCode},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use common::Home;
use futures::{StreamExt, TryStreamExt, stream};
use server::{
    clock::{Clock, Moment},
    error::{Code, Error},
    files::{self, Content, Entry, Form, SendAs, Sent, Stored},
};
use sqlx::Row;

const MIB: usize = 1 << 20;
const FORMS: [Form; 2] = [Form::Plain, Form::Sealed];
/// 2024-06-01T08:00:00.5Z; headers know seconds only.
const MODIFIED: Moment = Moment(1_717_228_800_500_000);
const MODIFIED_HTTP: &str = "Sat, 01 Jun 2024 08:00:00 GMT";

fn sample(size: usize) -> Vec<u8> {
    (0..size).map(|at| u8::try_from((at ^ (at >> 8) ^ (at >> 20)) & 0xff).expect("a byte")).collect()
}

async fn put(home: &Home, form: Form, bytes: &[u8]) -> Stored {
    let pieces: Vec<_> = bytes.chunks(70_001).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    files::put(&home.backend, form, stream::iter(pieces)).await.expect("put")
}

fn place(home: &Home, stored: &Stored) -> PathBuf {
    home.folder.path().join("objects").join(stored.form.name()).join(&stored.sha256[..2]).join(&stored.sha256)
}

fn flip(home: &Home, stored: &Stored, at: usize) {
    let place = place(home, stored);
    let mut bytes = std::fs::read(&place).expect("the stored file");
    let at = at.min(bytes.len() - 1);
    bytes[at] ^= 1;
    std::fs::write(&place, bytes).expect("write");
}

async fn send(home: &Home, stored: &Stored, headers: &[(&str, &str)]) -> Result<Sent, Error> {
    send_as(home, stored, Method::GET, headers).await
}

async fn send_as(
    home: &Home,
    stored: &Stored,
    method: Method,
    headers: &[(&str, &str)],
) -> Result<Sent, Error> {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (name.parse::<HeaderName>().expect("a name"), value.parse().expect("a value")))
        .collect();
    let as_ = SendAs { name: "中小学校 名录.csv", modified: MODIFIED };
    files::send(&home.backend, stored, as_, &headers, &method).await
}

async fn body(sent: Sent) -> Result<Vec<u8>, axum::Error> {
    to_bytes(sent.response.into_body(), usize::MAX).await.map(Vec::from)
}

fn header<'a>(sent: &'a Sent, name: &str) -> &'a str {
    sent.response.headers().get(name).map_or("", |value| value.to_str().expect("text"))
}

async fn state(home: &Home, stored: &Stored) -> String {
    sqlx::query("select state from object where sha256 = $1 and form = $2")
        .bind(&stored.sha256)
        .bind(stored.form.name())
        .fetch_one(home.backend.db.read())
        .await
        .expect("the object")
        .get("state")
}

async fn events(home: &Home) -> Vec<String> {
    sqlx::query("select action from audit_event order by seq")
        .fetch_all(home.backend.db.read())
        .await
        .expect("the events")
        .iter()
        .map(|row| row.get("action"))
        .collect()
}

fn is_damaged<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(error) if error.code() == Code::Damaged)
}

#[tokio::test]
async fn what_is_put_comes_back_whole_and_in_parts() {
    let home = common::home().await;
    for form in FORMS {
        for size in [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 5] {
            let bytes = sample(size);
            let stored = put(&home, form, &bytes).await;
            assert_eq!(stored.byte_size, size as u64);
            assert_eq!(stored, put(&home, form, &bytes).await, "the same bytes again");
            let sent = send(&home, &stored, &[]).await.expect("send");
            assert_eq!(sent.response.status(), StatusCode::OK);
            assert_eq!(header(&sent, "content-length"), size.to_string());
            assert!(sent.counts);
            assert!(body(sent).await.expect("a body") == bytes, "{form:?} {size}");
            let read = files::read(&home.backend, &stored).await.expect("read");
            assert!(read.try_collect::<Vec<_>>().await.expect("bytes").concat() == bytes);
            for (from, to) in [(0, 0), (MIB - 1, MIB), (MIB, MIB), (5, 2 * MIB + 1)] {
                if to < size {
                    let range = format!("bytes={from}-{to}");
                    let sent = send(&home, &stored, &[("range", &range)]).await.expect("send");
                    assert_eq!(sent.response.status(), StatusCode::PARTIAL_CONTENT);
                    assert_eq!(header(&sent, "content-range"), format!("bytes {from}-{to}/{size}"));
                    assert_eq!(sent.counts, from == 0);
                    assert!(body(sent).await.expect("a body") == bytes[from..=to], "{form:?} {size} {range}");
                }
            }
        }
    }
    // Nothing of it lies about, and sealed bytes are not to be found in the store.
    let incoming = home.folder.path().join("objects/incoming");
    assert_eq!(std::fs::read_dir(incoming).expect("the folder").count(), 0);
    let report = files::scrub(&home.backend).await.expect("scrub");
    assert_eq!((report.whole, report.damaged.len(), report.unread.len()), (12, 0, 0));
}

#[tokio::test]
async fn a_flipped_byte_is_never_served_as_good() {
    let home = common::home().await;
    let size = 3 * MIB + 5;
    for (n, form) in FORMS.into_iter().enumerate() {
        for (m, at) in [0, MIB + MIB / 2, usize::MAX].into_iter().enumerate() {
            let mut bytes = sample(size);
            bytes[7] = u8::try_from(n * 3 + m).expect("a byte");
            let stored = put(&home, form, &bytes).await;
            flip(&home, &stored, at);
            let sent = send(&home, &stored, &[]).await;
            if at == 0 {
                assert!(is_damaged(&sent), "{form:?} {at}");
            } else {
                // The answer had begun: it is broken off, after good bytes only.
                let mut pieces = sent.expect("send").response.into_body().into_data_stream();
                let mut got = Vec::new();
                let broken = loop {
                    match pieces.next().await {
                        Some(Ok(piece)) => got.extend_from_slice(&piece),
                        Some(Err(_)) => break true,
                        None => break false,
                    }
                };
                assert!(broken && bytes.starts_with(&got), "{form:?} {at}");
            }
            assert_eq!(state(&home, &stored).await, "damaged");
            for headers in [vec![], vec![("range", "bytes=0-0")], vec![("range", "bytes=-1")]] {
                assert!(is_damaged(&send(&home, &stored, &headers).await), "marked: {form:?} {at}");
            }
            assert!(is_damaged(&files::read(&home.backend, &stored).await));
            assert!(files::scrub(&home.backend).await.expect("scrub").damaged.contains(&stored));
            // The same bytes again heal it.
            assert_eq!(put(&home, form, &bytes).await, stored);
            assert!(body(send(&home, &stored, &[]).await.expect("send")).await.expect("a body") == bytes);
            assert_eq!(
                events(&home).await.iter().rev().take(2).collect::<Vec<_>>(),
                ["object.healed", "object.damaged"]
            );
        }
    }
}

#[tokio::test]
async fn the_scrub_finds_what_is_cut_lost_or_brought_back() {
    let home = common::home().await;
    let mut stored = Vec::new();
    for (n, form) in FORMS.into_iter().enumerate() {
        for cut in [true, false] {
            let mut bytes = sample(2 * MIB);
            bytes[0] = u8::try_from(n * 2 + usize::from(cut)).expect("a byte");
            let object = put(&home, form, &bytes).await;
            let place = place(&home, &object);
            let good = std::fs::read(&place).expect("the stored file");
            if cut {
                std::fs::write(&place, &good[..good.len() - 1]).expect("write");
            } else {
                std::fs::remove_file(&place).expect("remove");
            }
            stored.push((object, place, good));
        }
    }
    let report = files::scrub(&home.backend).await.expect("scrub");
    assert_eq!((report.whole, report.damaged.len(), report.unread.len()), (0, 4, 0));
    for (object, place, good) in &stored {
        assert!(is_damaged(&send(&home, object, &[]).await));
        std::fs::write(place, good).expect("write");
    }
    let report = files::scrub(&home.backend).await.expect("scrub");
    assert_eq!((report.whole, report.bytes, report.damaged.len()), (4, 8 * MIB as u64, 0));
    assert!(send(&home, &stored[0].0, &[]).await.is_ok());
    // A known object whose file is lost is stored again.
    let lost = &stored[1];
    std::fs::remove_file(&lost.1).expect("remove");
    let mut bytes = sample(2 * MIB);
    bytes[0] = 0;
    assert_eq!(put(&home, Form::Plain, &bytes).await, lost.0);
    assert!(body(send(&home, &lost.0, &[]).await.expect("send")).await.expect("a body") == bytes);
}

#[tokio::test]
async fn conditions_and_ranges_are_answered_as_http_says() {
    let home = common::home().await;
    let bytes = sample(1000);
    let stored = put(&home, Form::Plain, &bytes).await;
    let etag = format!("\"{}\"", stored.sha256);
    let weak = format!("W/{etag}");
    let both = format!("\"x\", {etag}");
    for (headers, status, length) in [
        (vec![("if-none-match", etag.as_str())], 304, 0),
        (vec![("if-none-match", weak.as_str())], 304, 0),
        (vec![("if-none-match", both.as_str())], 304, 0),
        (vec![("if-none-match", "*")], 304, 0),
        (vec![("if-none-match", "\"x\""), ("if-modified-since", MODIFIED_HTTP)], 200, 1000),
        (vec![("if-modified-since", MODIFIED_HTTP)], 304, 0),
        (vec![("if-modified-since", "Sat, 01 Jun 2024 07:59:59 GMT")], 200, 1000),
        (vec![("if-modified-since", "yesterday")], 200, 1000),
        (vec![("if-match", "\"x\"")], 412, 0),
        (vec![("if-match", weak.as_str())], 412, 0),
        (vec![("if-match", etag.as_str())], 200, 1000),
        (vec![("if-unmodified-since", "Sat, 01 Jun 2024 07:59:59 GMT")], 412, 0),
        (vec![("if-unmodified-since", MODIFIED_HTTP)], 200, 1000),
        (vec![("range", "bytes=10-19")], 206, 10),
        (vec![("range", "bytes=990-")], 206, 10),
        (vec![("range", "bytes=-10")], 206, 10),
        (vec![("range", "bytes=990-5000")], 206, 10),
        (vec![("range", "bytes=1000-")], 416, 0),
        (vec![("range", "bytes=0-1,5-6")], 200, 1000),
        (vec![("range", "bytes=x")], 200, 1000),
        (vec![("range", "bytes=0-9"), ("if-range", etag.as_str())], 206, 10),
        (vec![("range", "bytes=0-9"), ("if-range", MODIFIED_HTTP)], 206, 10),
        (vec![("range", "bytes=0-9"), ("if-range", weak.as_str())], 200, 1000),
        (vec![("range", "bytes=0-9"), ("if-range", "\"x\"")], 200, 1000),
        (vec![("range", "bytes=0-9"), ("if-range", "Sat, 01 Jun 2024 08:00:01 GMT")], 200, 1000),
    ] {
        let sent = send(&home, &stored, &headers).await.expect("send");
        assert_eq!(sent.response.status(), status, "{headers:?}");
        if status == 304 {
            assert_eq!(
                (header(&sent, "etag"), header(&sent, "last-modified")),
                (etag.as_str(), MODIFIED_HTTP)
            );
            assert!(!sent.counts);
        }
        if status == 416 {
            assert_eq!(header(&sent, "content-range"), "bytes */1000");
            assert!(!sent.counts);
        }
        assert_eq!(body(sent).await.expect("a body").len(), length, "{headers:?}");
    }
}

#[tokio::test]
async fn the_headers_say_what_the_file_is() {
    let home = common::home().await;
    for form in FORMS {
        let stored = put(&home, form, b"a,b\n").await;
        let etag = format!("\"{}\"", stored.sha256);
        for method in [Method::GET, Method::HEAD] {
            // HEAD describes the whole, whatever range it names.
            let headers: &[_] = if method == Method::HEAD { &[("range", "bytes=1-1")] } else { &[] };
            let sent = send_as(&home, &stored, method.clone(), headers).await.expect("send");
            assert_eq!(sent.response.status(), StatusCode::OK);
            assert_eq!(sent.counts, method == Method::GET);
            for (name, expected) in [
                ("accept-ranges", "bytes"),
                ("content-length", "4"),
                ("content-type", "text/csv; charset=utf-8"),
                ("content-encoding", ""),
                ("etag", etag.as_str()),
                ("last-modified", MODIFIED_HTTP),
                ("x-content-type-options", "nosniff"),
                (
                    "content-disposition",
                    "attachment; filename=\"download.csv\"; filename*=UTF-8''%E4%B8%AD%E5%B0%8F%E5%AD%A6%E6%A0%A1%20\
                     %E5%90%8D%E5%BD%95.csv",
                ),
                (
                    "cache-control",
                    match form {
                        Form::Plain => "public, no-cache, no-transform",
                        Form::Sealed => "private, no-store, no-transform",
                    },
                ),
            ] {
                assert_eq!(header(&sent, name), expected, "{name}");
            }
            let digest = header(&sent, "repr-digest");
            assert_eq!(
                digest,
                format!("sha-256=:{}:", BASE64_STANDARD.encode(hex::decode(&stored.sha256).expect("hex")))
            );
            let expected: &[u8] = if method == Method::GET { b"a,b\n" } else { b"" };
            assert_eq!(body(sent).await.expect("a body"), expected);
        }
    }
}

#[tokio::test]
async fn an_upload_that_is_broken_off_leaves_nothing() {
    let home = common::home().await;
    for form in FORMS {
        let mut upload = Box::pin(files::put(
            &home.backend,
            form,
            stream::iter((0..20).map(|_| Ok(Bytes::from(vec![1; MIB])))).chain(stream::pending()),
        ));
        let ended = tokio::time::timeout(Duration::from_millis(300), &mut upload).await;
        assert!(ended.is_err());
        drop(upload);
        let failed =
            stream::iter([Ok(Bytes::from_static(b"x")), Err(std::io::ErrorKind::ConnectionReset.into())]);
        assert!(files::put(&home.backend, form, failed).await.is_err());
    }
    assert_eq!(files::scrub(&home.backend).await.expect("scrub"), files::Report::default());
    assert!(!home.folder.path().join("objects/plain").exists());
}

/// The folder of the process that is to be killed.
const VICTIM: &str = "FILES_TEST_VICTIM";

/// Stores a file that never ends; only the next test runs this, in a process of its own.
#[tokio::test]
#[ignore = "runs until it is killed"]
async fn victim() {
    let data = PathBuf::from(std::env::var_os(VICTIM).expect("a folder"));
    let config = server::config::Config { data, ..Default::default() };
    let backend = server::backend::Backend::open(config).await.expect("a backend");
    let endless = stream::repeat_with(|| Ok(Bytes::from(vec![1; MIB]))).take(64).chain(stream::pending());
    files::put(&backend, Form::Plain, endless).await.expect("put");
}

#[tokio::test]
async fn a_process_killed_while_it_stores_leaves_nothing_visible() {
    let home = common::home().await;
    let mut victim = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--ignored", "--exact", "victim"])
        .env(VICTIM, home.folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("a process");
    let incoming = home.folder.path().join("objects/incoming");
    let written = || {
        let entries = std::fs::read_dir(&incoming).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum::<u64>()
    };
    while written() < 32 * MIB as u64 {
        assert!(victim.try_wait().expect("its state").is_none(), "it ended by itself");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    victim.kill().expect("kill -9");
    victim.wait().expect("its end");
    assert!(written() > 0, "its leftovers");
    assert_eq!(files::scrub(&home.backend).await.expect("scrub"), files::Report::default());
    // The next start works on beside them.
    let stored = put(&home, Form::Plain, &sample(5)).await;
    assert!(send(&home, &stored, &[]).await.is_ok());
}

#[tokio::test]
async fn what_a_killed_process_left_is_swept_after_a_day() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    let home = common::home_at(Clock::fixed(Moment(i64::try_from(now.as_micros()).expect("a moment")))).await;
    let incoming = home.folder.path().join("objects/incoming");
    std::fs::create_dir_all(&incoming).expect("a folder");
    for (name, age) in [("old#1", 25), ("old", 25), ("young#1", 1)] {
        let file = std::fs::File::create(incoming.join(name)).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(age * 3600)).expect("a time");
    }
    assert_eq!(files::sweep(&home.backend).await.expect("sweep"), 2);
    assert!(incoming.join("young#1").exists());
    // Killed between the move to its place and the commit: known to nobody.
    let stored = put(&home, Form::Plain, b"known").await;
    let shelf = home.folder.path().join("objects/plain/aa");
    std::fs::create_dir_all(&shelf).expect("a folder");
    for (name, age) in [("aa".repeat(32), 25), (format!("aa{}", "bb".repeat(31)), 1)] {
        let file = std::fs::File::create(shelf.join(name)).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(age * 3600)).expect("a time");
    }
    let file = std::fs::File::options().append(true).open(place(&home, &stored)).expect("the stored file");
    file.set_modified(SystemTime::now() - Duration::from_secs(25 * 3600)).expect("a time");
    let report = files::scrub(&home.backend).await.expect("scrub");
    assert_eq!((report.whole, report.strays), (1, 1));
    assert!(!shelf.join("aa".repeat(32)).exists());
}

#[tokio::test]
async fn the_same_bytes_at_once_are_stored_once() {
    let home = common::home().await;
    for form in FORMS {
        let bytes = sample(2 * MIB + 1);
        let puts = (0..6).map(|_| put(&home, form, &bytes));
        let stored = futures::future::join_all(puts).await;
        assert!(stored.iter().all(|s| *s == stored[0]));
        assert!(body(send(&home, &stored[0], &[]).await.expect("send")).await.expect("a body") == bytes);
    }
    assert_eq!(files::scrub(&home.backend).await.expect("scrub").whole, 2);
}

fn entries(stored: &[Stored]) -> Vec<Entry> {
    let mut entries = vec![Entry {
        path: "manifest.json".to_owned(),
        content: Content::Text("{\"演示\": true}".to_owned()),
        modified: MODIFIED,
    }];
    entries.extend(stored.iter().map(|stored| Entry {
        path: "教育/../学校 名录.csv".to_owned(),
        content: Content::Stored(stored.clone()),
        modified: MODIFIED,
    }));
    entries
}

async fn bytes_of(body: Body) -> Result<Vec<u8>, axum::Error> {
    to_bytes(body, usize::MAX).await.map(Vec::from)
}

#[tokio::test]
async fn a_selection_comes_as_one_archive() {
    let home = common::home().await;
    let sizes = [0, 5, 2 * MIB + 3];
    let mut stored = Vec::new();
    for (n, size) in sizes.into_iter().enumerate() {
        stored.push(put(&home, FORMS[n % 2], &sample(size)).await);
    }
    let body = files::zip(&home.backend, entries(&stored)).await.expect("zip");
    let archive = bytes_of(body).await.expect("a body");
    let again = files::zip(&home.backend, entries(&stored)).await.expect("zip");
    assert!(archive == bytes_of(again).await.expect("a body"), "the same each time");
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let names: Vec<String> = (0..archive.len())
        .map(|n| archive.by_index(n).expect("an entry").name().expect("a name").into_owned())
        .collect();
    assert_eq!(
        names,
        ["manifest.json", "教育/学校 名录.csv", "教育/学校 名录 (2).csv", "教育/学校 名录 (3).csv"]
    );
    for (n, size) in sizes.into_iter().enumerate() {
        let mut got = Vec::new();
        archive.by_index(n + 1).expect("an entry").read_to_end(&mut got).expect("bytes with the right CRC");
        assert!(got == sample(size));
    }
}

#[tokio::test]
async fn an_archive_ends_when_the_visitor_leaves() {
    let home = common::home().await;
    let stored = put(&home, Form::Plain, &sample(3 * MIB)).await;
    // More than the archives that are written at once.
    for _ in 0..100 {
        let mut left = false;
        while !left {
            match files::zip(&home.backend, entries(std::slice::from_ref(&stored))).await {
                Ok(body) => left = body.into_data_stream().next().await.is_some(),
                Err(error) => {
                    assert_eq!(error.code(), Code::Busy);
                    tokio::task::yield_now().await;
                }
            }
        }
    }
}

#[tokio::test]
async fn an_archive_never_holds_damaged_bytes() {
    let home = common::home().await;
    let stored = put(&home, Form::Plain, &sample(3 * MIB)).await;
    flip(&home, &stored, 2 * MIB + 1);
    let body = files::zip(&home.backend, entries(std::slice::from_ref(&stored))).await.expect("zip");
    assert!(bytes_of(body).await.is_err(), "broken off");
    assert_eq!(state(&home, &stored).await, "damaged");
    assert!(is_damaged(&files::zip(&home.backend, entries(&[stored])).await));
}

#[tokio::test]
async fn another_key_opens_nothing_and_marks_nothing() {
    let mut home = common::home().await;
    let stored = put(&home, Form::Sealed, b"secret").await;
    let key = home.folder.path().join("keys/files.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&key).expect("the key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let secret = std::fs::read_to_string(&key).expect("the key");
    assert!(!format!("{:?}", home.backend.objects).contains(&secret));
    let mut config = home.backend.config.clone();
    config.objects.sealing_key = Some("00".repeat(32));
    assert!(!format!("{config:?}").contains("0000"));
    home.backend = server::backend::Backend::open(config).await.expect("a backend");
    let refused = send(&home, &stored, &[]).await.expect_err("refused");
    assert_eq!(refused.code(), Code::Internal);
    assert_eq!(state(&home, &stored).await, "ok");
    assert_eq!(files::scrub(&home.backend).await.expect("scrub").unread.len(), 1);
}
