//! The whole catalogue of real records, where `KAISHU_REAL_DATA` names the folder of real data: paging through all of
//! it while an import runs beside, with the server's own writes and its search going on.

#![expect(clippy::disallowed_methods, reason = "a test looks at the machine itself")]

mod common;

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    portal::search::{SearchQuery, Sort},
    text::Language,
};
use common::record;
use server::{
    backend::Backend,
    catalogue::{
        self, Counted,
        metadata::{Origin, State},
    },
    config::Config,
    interop::import::{ImportOptions, Kind, import},
    search,
};
use tokio_util::sync::CancellationToken;

/// The folder of real data; without the variable the tests on it are not run, with it the folder must be there.
fn real_data() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("KAISHU_REAL_DATA")?);
    assert!(folder.is_dir(), "KAISHU_REAL_DATA names {}, which is no folder", folder.display());
    Some(folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn all_records_are_met_once_while_an_import_runs_beside() {
    let Some(folder) = real_data() else { return };
    let home = common::home().await;
    let server = &home.backend;
    let portals = folder.join("catalogs/cn-mainland/cn-portals-normalised.jsonl.zst");
    let options = ImportOptions::new(Kind::Portals, vec![portals]);
    let report = import(server, &options, |_| ()).await.expect("an import");
    assert_eq!(report.read, 49_922);
    search::catch_up(server).await.expect("an index");
    let old = catalogue::statistics(server).await.expect("figures").datasets;

    // Another process's backend on the same records, importing something else; here the follower runs as in `serve`.
    let config = Config { database_url: server.config.database_url.clone(), ..Config::default() };
    let other =
        Backend::open(Config { data: home.folder.path().to_owned(), ..config }).await.expect("a backend");
    let stop = CancellationToken::new();
    let follower = tokio::spawn(search::run(server.clone(), stop.clone()));
    let packages = folder.join("catalogs/us-datagov-2017/ckan-packages.jsonl.zst");
    let importing = std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let options = ImportOptions::new(Kind::Ckan, vec![packages]);
        runtime.block_on(import(&other, &options, |_| ())).expect("an import");
    });

    let writes = tokio::spawn({
        let (server, stop) = (server.clone(), stop.clone());
        async move {
            let mut times = Vec::new();
            while !stop.is_cancelled() {
                let start = Instant::now();
                server.counters.add(Counted::View, "nobody");
                server.counters.flush(&server).await.expect("written");
                times.push(start.elapsed());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            times
        }
    });

    let mut met: HashMap<String, u32> = HashMap::new();
    let mut query = SearchQuery { sort: Some(Sort::Id), limit: Some(100), ..SearchQuery::default() };
    loop {
        let page = search::find(server, &query, Language::Zh).await.expect("a page");
        for item in page.items {
            *met.entry(item.id).or_default() += 1;
        }
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    assert!(met.values().all(|times| *times == 1), "nothing comes twice");
    let all: HashSet<String> = public_ids(server, report.imported).await;
    assert_eq!(u64::try_from(all.len()).expect("small"), old);
    assert!(all.iter().all(|id| met.contains_key(id)), "each of the old is met");

    let found = published_to_found(server).await;
    let running = !importing.is_finished();
    tokio::task::spawn_blocking(|| importing.join()).await.expect("joined").expect("imported");
    stop.cancel();
    follower.await.expect("ended");
    let mut times = writes.await.expect("times");
    times.sort();
    let p99 = times[times.len() * 99 / 100];
    println!(
        "import still running: {running}; published → found {found:?}; {} writes beside it, p50 {:?}, p99 {p99:?}",
        times.len(),
        times[times.len() / 2],
    );
    assert!(p99 < Duration::from_millis(250), "own writes wait {p99:?} at p99");
    assert!(found < Duration::from_secs(2), "found after {found:?}");
}

/// The ids of the first import: those made before anything of the second.
async fn public_ids(server: &Backend, count: u64) -> HashSet<String> {
    let ids = catalogue::ids_after(server, "", i64::try_from(count).expect("small")).await.expect("ids");
    let mut public = HashSet::new();
    for ids in ids.chunks(500) {
        let documents = catalogue::documents(server, ids).await.expect("documents");
        public.extend(documents.into_iter().filter(|d| d.public).map(|d| d.listed.id));
    }
    public
}

/// How long after its commit a dataset is found.
async fn published_to_found(server: &Arc<Backend>) -> Duration {
    let mut tx = server.db.write().await.expect("a transaction");
    let new = record("found", "举世无双的鲲鹏数据");
    catalogue::put(server, &mut tx, ("system:test", "test"), (Origin::Edited, State::Published), &new)
        .await
        .expect("put");
    tx.commit().await.expect("commit");
    let start = Instant::now();
    let query = SearchQuery { q: "鲲鹏".to_owned(), ..SearchQuery::default() };
    while search::find(server, &query, Language::Zh).await.expect("an answer").total == 0 {
        assert!(start.elapsed() < Duration::from_secs(30), "never found");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    start.elapsed()
}
