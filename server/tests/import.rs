//! Importing: the same twice, in another order, interrupted, and with one more.

#![expect(clippy::disallowed_methods, reason = "a test looks at the machine itself")]

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
            let value =
                ["title", "organisation", "region", "metadata", "defects"].map(|name| text(row, name));
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
        assert_eq!(
            sums(&report),
            [more.len() as u64, 1, 0, more.len() as u64 - 1 - first.refused, first.refused]
        );
        more.insert(copied, lines[copied].clone());
        let path = write(home.folder.path(), "more.jsonl", &more);
        let report = run(backend, Kind::Portals, &path).await;
        assert_eq!(
            sums(&report),
            [more.len() as u64, 1, 0, more.len() as u64 - 1 - first.refused, first.refused]
        );
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
    for wanted in [400, 1200] {
        let options = ImportOptions::new(Kind::Portals, vec![path.clone()]);
        let seen = std::sync::atomic::AtomicU64::new(0);
        let order = std::sync::atomic::Ordering::Relaxed;
        tokio::select! {
            _ = import(backend, &options, |p| seen.store(p.imported + p.unchanged, order)) => {}
            () = async { while seen.load(order) < wanted { tokio::time::sleep(Duration::from_millis(5)).await } } => {}
        }
        let there = state(backend).await.len() as u64;
        assert!(there >= wanted && there < whole.imported, "{there} of {}", whole.imported);
    }
    let again = run(backend, Kind::Portals, &path).await;
    assert_eq!((again.read, again.changed, again.refused), (whole.read, 0, whole.refused));
    assert_eq!(again.imported + again.unchanged, whole.imported);
    assert_eq!(state(backend).await, state(&one.backend).await);
}

#[tokio::test]
async fn dirty_rows_come_in_clean() {
    let home = common::home().await;
    let backend = &home.backend;
    let report = run(backend, Kind::Portals, &fixture("portals.jsonl")).await;
    assert_eq!(sums(&report), [9, 6, 0, 0, 3]);
    assert_eq!(report.defects.get("no_title"), Some(&1));
    assert_eq!(report.defects.get("no_publisher"), Some(&1));
    assert_eq!(report.defects.get("not_json"), Some(&1));
    let state = state(backend).await;
    let find = |word: &str| state.values().find(|value| value.contains(word)).cloned().unwrap_or_default();
    let parking = find("停车场名录");
    for part in [
        "320500",
        "苏州市公共数据开放平台",
        r#"\"cycle\":\"4\""#,
        r#"\"04\""#,
        "format_not_mapped",
        "2023-06-01",
    ] {
        assert!(parking.contains(part), "{part} in {parking}");
    }
    assert!(parking.ends_with(" 3"), "one link for each format: {parking}");
    let schools = find("学校名录");
    for part in ["bad_source_url", "bad_date", "theme_not_mapped", "markup_removed", "conditional"] {
        assert!(schools.contains(part), "{part} in {schools}");
    }
    for part in ["<script", "alert", "javascript", "\u{202e}"] {
        assert!(!schools.contains(part), "{part} in {schools}");
    }
    assert!(schools.ends_with(" 0"), "no dead button: {schools}");
    // 不予开放 comes in, but nobody is told.
    let hidden = sqlx::query("select title from dataset where public = 0").fetch_all(backend.db.read()).await;
    let hidden: Vec<String> = hidden.expect("rows").iter().map(|row| row.get("title")).collect();
    assert_eq!(hidden, ["户籍信息"]);
}

#[tokio::test]
async fn identity_does_not_follow_the_order_of_lines() {
    let home = common::home().await;
    let backend = &home.backend;
    let text = fs::read_to_string(fixture("portals.jsonl")).expect("the fixture");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    run(backend, Kind::Portals, &fixture("portals.jsonl")).await;
    let before = state(backend).await;
    let file = |lines: &[String]| write(home.folder.path(), "lines.jsonl", lines);
    let mixed = run(backend, Kind::Portals, &file(&shuffled(&lines))).await;
    assert_eq!(sums(&mixed), [9, 0, 0, 6, 3]);
    assert_eq!(state(backend).await, before);
    // A twin more, a copy of a row with an address of its own, and a twin that changes.
    lines.insert(0, lines[2].replace("甲", "丙"));
    assert_eq!(sums(&run(backend, Kind::Portals, &file(&lines)).await), [10, 1, 0, 6, 3]);
    lines.insert(0, lines[1].clone());
    assert_eq!(sums(&run(backend, Kind::Portals, &file(&lines)).await), [11, 1, 0, 7, 3]);
    lines[4] = lines[4].replace("甲", "丁");
    assert_eq!(sums(&run(backend, Kind::Portals, &file(&lines)).await), [11, 0, 1, 7, 3]);
    // The copy goes, and the row is alone with its address again.
    lines.remove(2);
    assert_eq!(sums(&run(backend, Kind::Portals, &file(&lines)).await), [10, 0, 0, 7, 3]);
}

#[tokio::test]
async fn compressed_files_and_a_report() {
    let home = common::home().await;
    let plain = fs::read(fixture("portals.jsonl")).expect("the fixture");
    let packed = home.folder.path().join("portals.jsonl.zst");
    fs::write(&packed, zstd::encode_all(&plain[..], 3).expect("packed")).expect("written");
    let report = home.folder.path().join("report.jsonl");
    let mut options = ImportOptions::new(Kind::Portals, vec![packed]);
    options.report = Some(report.clone());
    import(&home.backend, &options, |_| ()).await.expect("an import");
    let lines = fs::read_to_string(report).expect("a report");
    assert_eq!(lines.lines().count(), 9);
    assert!(lines.contains(r#""line":9,"outcome":"refused","reason":"not_json""#), "{lines}");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&plain).expect("packed");
    let path = home.folder.path().join("portals.gz");
    fs::write(&path, gz.finish().expect("packed")).expect("written");
    assert_eq!(sums(&run(&home.backend, Kind::Portals, &path).await), [9, 0, 0, 6, 3]);
}

#[tokio::test]
async fn odweb_and_ckan() {
    let home = common::home().await;
    let backend = &home.backend;
    for again in [0, 1] {
        let odweb = run(backend, Kind::Odweb, &fixture("odweb.json")).await;
        assert_eq!(sums(&odweb), if again == 0 { [3, 2, 0, 0, 1] } else { [3, 0, 0, 2, 1] });
        let ckan = run(backend, Kind::Ckan, &fixture("ckan.jsonl")).await;
        assert_eq!(sums(&ckan), if again == 0 { [2, 1, 0, 0, 1] } else { [2, 0, 0, 1, 1] });
    }
    let state = state(backend).await;
    let parking = &state["odweb:370200:80866"];
    for part in ["370200", "泊位数", r#"\"industry\":\"G\""#, "2024-06-01T12:00:00+08:00"] {
        assert!(parking.contains(part), "{part} in {parking}");
    }
    let radio = &state["ckan:c1"];
    for part in ["Data set", "2012-06-30", "unconditional", "bad_resource_url"] {
        assert!(radio.contains(part), "{part} in {radio}");
    }
    let alias = sqlx::query("select count(*) as n from alias").fetch_one(backend.db.read()).await;
    assert_eq!(alias.expect("a count").get::<i64, _>("n"), 3);
}

#[tokio::test]
async fn packages_and_tables_become_hosted_files() {
    let home = common::home().await;
    let backend = &home.backend;
    let first = run(backend, Kind::Datapackage, &fixture("package")).await;
    assert_eq!(sums(&first), [2, 2, 0, 0, 0]);
    assert_eq!(sums(&run(backend, Kind::Datapackage, &fixture("package")).await), [2, 0, 0, 2, 0]);
    let state = state(backend).await;
    let schools = &state["datapackage:package:schools"];
    for part in ["市教育局", "学校名录", "pupils"] {
        assert!(schools.contains(part), "{part} in {schools}");
    }
    let people = &state["datapackage:package:人口/抽样调查/按年龄分人口数.csv"];
    for part in ["按年龄分人口数", r#"\"05\""#, "抽样调查"] {
        assert!(people.contains(part), "{part} in {people}");
    }
    let rows =
        sqlx::query("select row_count, form, sha256 from distribution").fetch_all(backend.db.read()).await;
    for row in rows.expect("rows") {
        assert_eq!((row.get::<i64, _>("row_count"), row.get::<String, _>("form")), (2, "plain".to_owned()));
    }
}

#[tokio::test]
async fn archives_that_lead_out_are_refused() {
    let home = common::home().await;
    let path = home.folder.path().join("tables.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["../evil.csv", "/etc/evil.csv", "good.csv"] {
        zip.start_file(name, options).expect("begun");
        zip.write_all(b"a,b\n1,2\n").expect("written");
    }
    zip.finish().expect("finished");
    let report = run(&home.backend, Kind::Datapackage, &path).await;
    assert_eq!((report.imported, report.refused), (1, 2));
    assert_eq!(report.defects.get("unsafe_path"), Some(&2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_packages() {
    let Some(folder) = real_data() else { return };
    let home = common::home().await;
    for (path, least) in [("tabular/owid", 110), ("tabular/cn-nbs", 900)] {
        let begun = Instant::now();
        let report = run(&home.backend, Kind::Datapackage, &folder.join(path)).await;
        println!("{path}: {:?} {:?} in {:?}", sums(&report), report.defects, begun.elapsed());
        assert!(report.imported >= least && report.refused == 0);
        let again = run(&home.backend, Kind::Datapackage, &folder.join(path)).await;
        assert_eq!(sums(&again), [report.read, 0, 0, report.imported, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_ckan_packages() {
    let Some(folder) = real_data() else { return };
    let home = common::home().await;
    let file = folder.join("catalogs/us-datagov-2017/ckan-packages.jsonl.zst");
    let begun = Instant::now();
    let report = run(&home.backend, Kind::Ckan, &file).await;
    println!("ckan: {:?} {:?} in {:?}", sums(&report), report.defects, begun.elapsed());
    assert!(report.imported * 100 >= report.read * 98);
}
