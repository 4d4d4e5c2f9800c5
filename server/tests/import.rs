//! Importing: the same twice, in another order, interrupted, and with one more.

mod common;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use server::{
    backend::Backend,
    interop::import::{ImportOptions, Kind, Report, import},
};
use sqlx::Row;

/// The folder of real data; without the variable the tests on it are not run, with it the folder must be there.
fn real_data() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("KAISHU_REAL_DATA")?);
    assert!(folder.is_dir(), "KAISHU_REAL_DATA names {}, which is no folder", folder.display());
    Some(folder)
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

async fn run(backend: &Backend, kind: Kind, path: &Path) -> Report {
    let options = ImportOptions::new(kind, vec![path.to_owned()]);
    import(backend, &options, |_| ()).await.expect("an import")
}

fn sums(report: &Report) -> [u64; 5] {
    [report.read, report.imported, report.changed, report.unchanged, report.refused]
}

/// Everything that an import leaves behind but ids and times: identity → title, publisher, metadata, distributions.
async fn state(backend: &Backend) -> BTreeMap<String, String> {
    let rows = sqlx::query(
        "select d.source_key, d.title, o.title as organisation, o.region, r.metadata, r.defects, \
         (select count(*) from distribution x where x.version_id = d.version_id) as links \
         from dataset d join organisation o on o.id = d.organisation_id join revision r on r.id = d.revision_id",
    )
    .fetch_all(backend.db.read())
    .await
    .expect("datasets");
    let text = |row: &sqlx::any::AnyRow, name: &str| row.get::<String, _>(name);
    rows.iter()
        .map(|row| {
            let value = ["title", "organisation", "region", "metadata", "defects"].map(|name| text(row, name));
            (text(row, "source_key"), format!("{value:?} {}", row.get::<i64, _>("links")))
        })
        .collect()
}

/// The same lines in another order, always the same one.
fn shuffled(lines: &[String]) -> Vec<String> {
    let mut lines = lines.to_vec();
    let mut seed: u64 = 7;
    for i in (1..lines.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        lines.swap(i, usize::try_from(seed >> 33).expect("small") % (i + 1));
    }
    lines
}

fn write(folder: &Path, name: &str, lines: &[String]) -> PathBuf {
    let path = folder.join(name);
    let mut file = std::io::BufWriter::new(fs::File::create(&path).expect("a file"));
    for line in lines {
        writeln!(file, "{line}").expect("written");
    }
    file.flush().expect("written");
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_portals() {
    let Some(folder) = real_data() else { return };
    let file = folder.join("catalogs/cn-mainland/cn-portals-normalised.jsonl.zst");
    let home = common::home().await;
    let backend = &home.backend;
    let begun = Instant::now();
    let first = run(backend, Kind::Portals, &file).await;
    println!("first: {:?} in {:?}", sums(&first), begun.elapsed());
    println!("{:#?}\n{:#?}", first.defects, first.unmapped);
    assert_eq!(first.read, 49_922);
    assert_eq!(first.read, first.imported + first.refused);
    assert!(first.imported * 100 >= first.read * 98, "at least 98 of 100 come in: {:?}", sums(&first));
    let before = state(backend).await;

    let begun = Instant::now();
    let second = run(backend, Kind::Portals, &file).await;
    println!("second: {:?} in {:?}", sums(&second), begun.elapsed());
    assert_eq!(sums(&second), [first.read, 0, 0, first.imported, first.refused]);

    let text = zstd::decode_all(fs::File::open(&file).expect("the file")).expect("zstd");
    let lines: Vec<String> = String::from_utf8(text).expect("UTF-8").lines().map(str::to_owned).collect();
    let mixed = write(home.folder.path(), "shuffled.jsonl", &shuffled(&lines));
    let third = run(backend, Kind::Portals, &mixed).await;
    assert_eq!(sums(&third), [first.read, 0, 0, first.imported, first.refused]);
    assert_eq!(state(backend).await, before);

    // One more: a new row, then a copy of a row whose address was its own, then one more twin.
    let mut more = lines.clone();
    for copied in [2_000, 20_000, 12_345, 3_000] {
        more.insert(copied / 2, lines[copied].replacen("\"title\": \"", "\"title\": \"新增 ", 1));
        let path = write(home.folder.path(), "more.jsonl", &more);
        let report = run(backend, Kind::Portals, &path).await;
        assert_eq!(sums(&report), [more.len() as u64, 1, 0, more.len() as u64 - 1 - first.refused, first.refused]);
        more.insert(copied, lines[copied].clone());
        let path = write(home.folder.path(), "more.jsonl", &more);
        let report = run(backend, Kind::Portals, &path).await;
        assert_eq!(sums(&report), [more.len() as u64, 1, 0, more.len() as u64 - 1 - first.refused, first.refused]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_portals_killed_in_the_middle() {
    let Some(folder) = real_data() else { return };
    let file = folder.join("catalogs/cn-mainland/cn-portals-normalised.jsonl.zst");
    let text = zstd::decode_all(fs::File::open(&file).expect("the file")).expect("zstd");
    let lines: Vec<String> = String::from_utf8(text).expect("UTF-8").lines().map(str::to_owned).collect();
    // Every eighth row, and all of a portal with many twins.
    let some: Vec<String> = (0..)
        .zip(&lines)
        .filter(|(n, line)| n % 8 == 0 || line.contains("fujian_fuzhou"))
        .map(|(_, line)| line.clone())
        .collect();
    let (one, other) = (common::home().await, common::home().await);
    let path = write(one.folder.path(), "some.jsonl", &some);
    let whole = run(&one.backend, Kind::Portals, &path).await;
    let backend = &other.backend;
    for millis in [1500, 2500] {
        let options = ImportOptions::new(Kind::Portals, vec![path.clone()]);
        let killed = tokio::time::timeout(Duration::from_millis(millis), import(backend, &options, |_| ())).await;
        println!("after {millis} ms: {}", state(backend).await.len());
        if killed.is_ok() {
            break;
        }
    }
    let again = run(backend, Kind::Portals, &path).await;
    assert_eq!((again.read, again.changed, again.refused), (whole.read, 0, whole.refused));
    assert_eq!(again.imported + again.unchanged, whole.imported);
    assert_eq!(state(backend).await, state(&one.backend).await);
}
