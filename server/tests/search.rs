//! Finding datasets, on a real database and a real index.

mod common;
#[path = "search/index.rs"]
mod index;
#[path = "search/words.rs"]
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use app::{
    portal::{
        catalogue::DistributionKind,
        search::{SearchPage, SearchQuery, Sort},
    },
    text::Language,
};
use common::Home;
use server::{
    backend::Backend,
    catalogue::{
        self, NewDistribution, Publisher, Record,
        metadata::{Metadata, OpenType, Origin, State},
    },
    error::{Code, Result},
    search,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

fn record(key: &str, title: &str) -> Record {
    Record {
        source_key: key.to_owned(),
        code: None,
        slug: None,
        aliases: vec![],
        publisher: Publisher {
            title: "市教育局".to_owned(),
            region: "370200".to_owned(),
            kind: None,
            uscc: None,
        },
        metadata: Metadata {
            title: title.to_owned(),
            open_type: Some(OpenType::Unconditional),
            level: Some(1),
            ..Metadata::default()
        },
        defects: vec![],
        version: "1".to_owned(),
        distributions: vec![],
    }
}

fn described(key: &str, title: &str, description: &str) -> Record {
    let mut record = record(key, title);
    record.metadata.description = description.to_owned();
    record
}

/// The `n`-th of many records; their values are spread so that every facet has several.
fn generated(n: usize) -> Record {
    let places = ["市南区", "市北区", "黄岛区", "崂山区", "李沧区", "城阳区", "即墨区"];
    let things = [
        "停车场",
        "医院",
        "幼儿园",
        "公交线路",
        "空气质量",
        "企业名录",
        "公厕",
        "养老机构",
        "充电站",
        "图书馆",
        "行政处罚",
    ];
    let kinds = ["基本信息", "名录", "统计", "分布", "目录清单"];
    let pick = |list: &[&str], by: usize| list[(n / by) % list.len()].to_owned();
    let title = format!("{}{}{}{n}", pick(&places, 1), pick(&things, 3), pick(&kinds, 7));
    let mut record = described(
        &format!("n{n}"),
        &title,
        &format!("本数据集由{}提供，包含{}的{}。", "相关部门", title, "位置和数量"),
    );
    record.publisher.title = format!("第{}局", n % 9);
    let metadata = &mut record.metadata;
    metadata.themes = (0..n % 3).map(|i| format!("{:02}", (n + i) % 5)).collect();
    metadata.open_type = [Some(OpenType::Unconditional), Some(OpenType::Conditional), None][n % 3];
    metadata.level = (metadata.open_type.is_some()).then_some([1, 2, 2][n % 3]);
    metadata.regions = vec![["370202", "370203", "110000"][n % 3].to_owned()];
    metadata.cycle = (!n.is_multiple_of(4)).then(|| (n % 4).to_string());
    metadata.data_updated_at =
        (!n.is_multiple_of(5)).then(|| format!("20{:02}-{:02}", n % 20 + 5, n % 12 + 1));
    record.distributions = ["CSV", "XLSX", "JSON"][..n % 4 % 3]
        .iter()
        .map(|format| NewDistribution {
            kind: DistributionKind::External,
            title: (*format).to_owned(),
            format: Some((*format).to_owned()),
            url: Some("https://example.org/".to_owned()),
            stored: None,
            rows: None,
        })
        .collect();
    record
}

async fn put(backend: &Backend, state: State, records: &[Record]) -> Vec<String> {
    let mut ids = Vec::new();
    for batch in records.chunks(500) {
        let mut tx = backend.db.write().await.expect("a transaction");
        for record in batch {
            let put =
                catalogue::put(backend, &mut tx, ("system:test", "test"), (Origin::Imported, state), record);
            ids.push(put.await.expect("put").0);
        }
        tx.commit().await.expect("commit");
    }
    ids
}

/// A portal with these published records, its index up to date.
async fn portal(records: &[Record]) -> Home {
    let home = common::home().await;
    put(&home.backend, State::Published, records).await;
    search::catch_up(&home.backend).await.expect("an index");
    home
}

async fn ask(backend: &Backend, query: SearchQuery) -> Result<SearchPage> {
    search::find(backend, &query, Language::Zh).await
}

async fn titles(backend: &Backend, q: &str) -> Vec<String> {
    let query = SearchQuery { q: q.to_owned(), ..SearchQuery::default() };
    let page = ask(backend, query).await.expect("a page");
    page.items.into_iter().map(|item| item.title).collect()
}

/// Every page of a query, with what happens between pages.
async fn pages(
    backend: &Backend,
    mut query: SearchQuery,
    mut between: impl AsyncFnMut(usize),
) -> Vec<SearchPage> {
    let mut pages = Vec::new();
    loop {
        let page = ask(backend, query.clone()).await.expect("a page");
        query.cursor = page.next.clone();
        pages.push(page);
        if query.cursor.is_none() {
            return pages;
        }
        between(pages.len()).await;
    }
}

fn ids(pages: &[SearchPage]) -> Vec<String> {
    pages.iter().flat_map(|page| &page.items).map(|item| item.id.clone()).collect()
}

#[tokio::test]
async fn words_are_found_however_they_are_written() {
    let mut coded = record("code", "道路信息");
    coded.code = Some("3/0101/000001".to_owned());
    let home = portal(&[
        record("a", "环境空气PM2.5监测"),
        record("b", "青岛市医院名录"),
        record("c", "青岛市公共停车场所基本信息"),
        described("d", "其他", "这里提到了医院、医院和医院"),
        record("e", "Bus stops of the city"),
        record("f", "义务教育学校招生范围(学区)信息"),
        coded,
    ])
    .await;
    for (query, first) in [
        ("ＰＭ２．５", "环境空气PM2.5监测"),
        ("醫院", "青岛市医院名录"),
        ("醫院名錄", "青岛市医院名录"),
        ("医院", "青岛市医院名录"),
        ("停车场", "青岛市公共停车场所基本信息"),
        ("车场所基", "青岛市公共停车场所基本信息"),
        ("停车厂", "青岛市公共停车场所基本信息"),
        ("哪里能停车", "青岛市公共停车场所基本信息"),
        ("bus stop", "Bus stops of the city"),
        ("BUS", "Bus stops of the city"),
        ("３／０１０１／０００００１", "道路信息"),
        ("\"招生范围(学区)\"", "义务教育学校招生范围(学区)信息"),
        ("园", ""),
        ("路", "道路信息"),
        ("asdfgh", ""),
    ] {
        let found = titles(&home.backend, query).await;
        assert_eq!(found.first().map_or("", String::as_str), first, "{query}: {found:?}");
    }
    assert_eq!(titles(&home.backend, "医院").await.len(), 2);
    assert!(titles(&home.backend, "\"停车信息\"").await.is_empty(), "a quoted phrase is exact");
    assert_eq!(titles(&home.backend, "市教育局").await.len(), 7, "the publisher is found");
}

/// DOMAIN §7 case 42.
#[tokio::test]
async fn no_query_fails() {
    let home = portal(&[record("a", "停车场")]).await;
    for q in [
        "",
        " ",
        "停",
        "%%%",
        "title:(",
        "AND OR",
        "'; drop table dataset; --",
        "🚗🅿️",
        "醫院",
        "ＰＭ２．５",
        "tingchechang",
        "停车厂",
        "\"",
        "\"\"",
        "“停车场”",
        "\"停车场",
        "*",
        "a*b?",
        "\\",
        "[\0]",
        "-停车场",
        "停车场^9",
        "\u{202e}场车停",
    ] {
        let query = SearchQuery { q: q.to_owned(), ..SearchQuery::default() };
        ask(&home.backend, query).await.unwrap_or_else(|error| panic!("{q:?}: {error}"));
        search::suggest(&home.backend, q, Language::Zh)
            .await
            .unwrap_or_else(|error| panic!("{q:?}: {error}"));
    }
    let long = |count: usize| SearchQuery {
        q: "停车场".chars().cycle().take(count).collect(),
        ..SearchQuery::default()
    };
    assert_eq!(ask(&home.backend, long(2_000)).await.expect("an answer").total, 1);
    let refused =
        |query: SearchQuery| async { ask(&home.backend, query).await.expect_err("a refusal").code() };
    assert_eq!(refused(long(2_001)).await, Code::QueryTooLong);
    for limit in [0, 101] {
        let query = SearchQuery { limit: Some(limit), ..SearchQuery::default() };
        assert_eq!(refused(query).await, Code::InvalidParameter);
    }
    for cursor in ["x", "AAAA", "%00", &"A".repeat(5_000)] {
        let query = SearchQuery { cursor: Some(cursor.to_owned()), ..SearchQuery::default() };
        assert_eq!(refused(query).await, Code::InvalidCursor, "{cursor}");
    }
    let query = SearchQuery { theme: vec!["no such".to_owned()], ..SearchQuery::default() };
    assert_eq!(ask(&home.backend, query).await.expect("an answer").total, 0);
}

fn values(record: &Record, facet: &str) -> Vec<String> {
    let metadata = &record.metadata;
    match facet {
        "theme" => metadata.themes.clone(),
        "open_type" => vec![metadata.open_type.map_or("unknown", OpenType::name).to_owned()],
        "format" => record.distributions.iter().filter_map(|d| d.format.clone()).collect(),
        "region" => metadata.regions.clone(),
        "cycle" => metadata.cycle.iter().cloned().collect(),
        "publisher" => vec![record.publisher.title.clone()],
        _ => panic!("{facet}"),
    }
}

#[tokio::test]
async fn facet_counts_follow_the_other_filters() {
    let records: Vec<Record> = (0..1_500).map(generated).collect();
    let home = portal(&records).await;
    let text = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
    for (q, theme, open_type, format, cycle) in [
        ("", &[][..], &[][..], &[][..], &[][..]),
        ("", &["01"], &[], &[], &[]),
        ("", &["01", "02"], &["unconditional"], &[], &["1"]),
        ("", &[], &["unknown", "conditional"], &["CSV"], &[]),
        ("停车场", &["03"], &[], &["XLSX", "CSV"], &[]),
        ("", &["nothing"], &["unconditional"], &[], &[]),
    ] {
        let chosen: BTreeMap<&str, Vec<String>> = BTreeMap::from([
            ("theme", text(theme)),
            ("open_type", text(open_type)),
            ("format", text(format)),
            ("cycle", text(cycle)),
            ("region", vec![]),
            ("publisher", vec![]),
        ]);
        let passes = |record: &Record, but: &str| {
            record.metadata.title.contains(q)
                && chosen.iter().all(|(facet, chosen)| {
                    *facet == but
                        || chosen.is_empty()
                        || values(record, facet).iter().any(|v| chosen.contains(v))
                })
        };
        let query = SearchQuery {
            q: q.to_owned(),
            theme: chosen["theme"].clone(),
            open_type: chosen["open_type"].clone(),
            format: chosen["format"].clone(),
            cycle: chosen["cycle"].clone(),
            ..SearchQuery::default()
        };
        // The second time the counts come from memory.
        for _ in 0..2 {
            let page = ask(&home.backend, query.clone()).await.expect("a page");
            assert_eq!(page.total, records.iter().filter(|r| passes(r, "")).count() as u64, "{query:?}");
            for facet in chosen.keys() {
                let mut expected: BTreeMap<String, u64> = BTreeMap::new();
                for record in records.iter().filter(|record| passes(record, facet)) {
                    for value in values(record, facet) {
                        *expected.entry(value).or_default() += 1;
                    }
                }
                for value in &chosen[facet] {
                    expected.entry(value.clone()).or_default();
                }
                // A publisher's value is its id; its label is its name.
                let counted: BTreeMap<String, u64> = page.facets[*facet]
                    .iter()
                    .map(|v| (if *facet == "publisher" { v.label.clone() } else { v.value.clone() }, v.count))
                    .collect();
                let given: BTreeMap<String, u64> = counted
                    .into_iter()
                    .filter(|(value, _)| *facet != "region" || expected.contains_key(value))
                    .collect();
                assert_eq!(given, expected, "{facet} of {query:?}");
            }
        }
    }
}

#[tokio::test]
async fn paging_meets_everything_once_in_every_order() {
    let records: Vec<Record> = (0..700).map(generated).collect();
    let home = portal(&records).await;
    for sort in [Sort::Relevance, Sort::Newest, Sort::Used, Sort::Id] {
        for (q, total) in [("", 700), ("基本信息", 140)] {
            let query =
                SearchQuery { q: q.to_owned(), sort: Some(sort), limit: Some(37), ..SearchQuery::default() };
            let pages = pages(&home.backend, query, async |_| {}).await;
            let ids = ids(&pages);
            assert!(pages.iter().all(|page| page.total == total && !page.changed), "{sort:?} {q}");
            assert_eq!(ids.len() as u64, total, "{sort:?} {q}");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{sort:?} {q}");
            let items: Vec<_> = pages.iter().flat_map(|page| &page.items).collect();
            match sort {
                Sort::Newest => {
                    let dates: Vec<_> = items.iter().map(|item| item.updated_at.clone()).collect();
                    assert!(dates.is_sorted_by(|a, b| a >= b));
                }
                Sort::Id => assert!(ids.is_sorted()),
                Sort::Relevance | Sort::Used => {}
            }
        }
    }
    let query = SearchQuery { limit: Some(5), ..SearchQuery::default() };
    let cursor = ask(&home.backend, query).await.expect("a page").next;
    let other = SearchQuery { q: "医院".to_owned(), cursor, ..SearchQuery::default() };
    assert_eq!(ask(&home.backend, other).await.expect_err("another query").code(), Code::InvalidCursor);
}

#[tokio::test]
async fn paging_by_id_meets_each_old_id_once_during_an_import() {
    let home = portal(&(0..400).map(generated).collect::<Vec<_>>()).await;
    let old: BTreeSet<String> = ids(&pages(
        &home.backend,
        SearchQuery { sort: Some(Sort::Id), limit: Some(100), ..SearchQuery::default() },
        async |_| {},
    )
    .await)
    .into_iter()
    .collect();
    let query = SearchQuery { sort: Some(Sort::Id), limit: Some(29), ..SearchQuery::default() };
    let during = pages(&home.backend, query, async |page| {
        let more: Vec<Record> = (0..20).map(|n| generated(page * 1_000 + n)).collect();
        put(&home.backend, State::Published, &more).await;
        search::catch_up(&home.backend).await.expect("an index");
    })
    .await;
    let met = ids(&during);
    assert_eq!(met.iter().collect::<BTreeSet<_>>().len(), met.len(), "nothing twice");
    assert!(old.iter().all(|id| met.contains(id)), "every old one");
    assert!(during.last().is_some_and(|page| page.changed));
}

#[tokio::test]
async fn paging_by_relevance_never_repeats() {
    let home = portal(&(0..600).map(generated).collect::<Vec<_>>()).await;
    let query = SearchQuery { q: "停车场".to_owned(), limit: Some(7), ..SearchQuery::default() };
    let before = ids(&pages(&home.backend, query.clone(), async |_| {}).await);
    let change = async |page: usize| {
        let more: Vec<Record> = (0..9).map(|n| record(&format!("m{page}-{n}"), "停车场")).collect();
        put(&home.backend, State::Published, &more).await;
        search::catch_up(&home.backend).await.expect("an index");
    };
    // The edition of the first page is held: the result is that of the first page's moment.
    let during = pages(&home.backend, query.clone(), change).await;
    assert_eq!(ids(&during), before);
    assert!(during[1..].iter().all(|page| page.changed));

    // Another process does not hold it: what was shown is left out, and too deep a page is stale.
    let first = ask(&home.backend, query.clone()).await.expect("a page");
    change(100).await;
    let other = Backend::open(home.backend.config.clone()).await.expect("the same data");
    let mut next = SearchQuery { cursor: first.next.clone(), ..query.clone() };
    let mut met: Vec<String> = first.items.iter().map(|item| item.id.clone()).collect();
    while met.len() < 90 {
        let page = ask(&other, next.clone()).await.expect("a page");
        assert!(page.changed || met.len() > 7);
        met.extend(page.items.iter().map(|item| item.id.clone()));
        next.cursor = page.next;
    }
    assert_eq!(met.iter().collect::<BTreeSet<_>>().len(), met.len(), "nothing twice");
    let mut deep = SearchQuery { limit: Some(60), ..query };
    for _ in 0..2 {
        deep.cursor = ask(&home.backend, deep.clone()).await.expect("a page").next;
    }
    change(200).await;
    let late = Backend::open(home.backend.config.clone()).await.expect("the same data");
    if deep.cursor.is_some() {
        assert_eq!(ask(&late, deep).await.expect_err("too deep").code(), Code::StaleCursor);
    }
}

#[tokio::test]
async fn suggestions_complete_titles() {
    let home = portal(&[
        record("a", "青岛市停车场基本信息"),
        record("b", "停车场实时泊位"),
        record("c", "停车场实时泊位"),
        record("d", "Bus stops of Qingdao"),
        record("e", "Bus cities"),
        record("f", "医院"),
    ])
    .await;
    for (typed, expected) in [
        ("停车", vec!["停车场实时泊位", "青岛市停车场基本信息"]),
        ("停車場", vec!["停车场实时泊位", "青岛市停车场基本信息"]),
        ("青岛 停车", vec!["青岛市停车场基本信息"]),
        ("bus st", vec!["Bus stops of Qingdao"]),
        ("Qing", vec!["Bus stops of Qingdao"]),
        ("bus citi", vec!["Bus cities"]),
        ("", vec![]),
        ("zzz", vec![]),
    ] {
        let found = search::suggest(&home.backend, typed, Language::Zh).await.expect("suggestions");
        let found: Vec<&str> = found.items.iter().map(|item| item.text.as_str()).collect();
        assert_eq!(found, expected, "{typed}");
    }
}

#[tokio::test]
async fn the_api_answers_over_http() {
    let home = portal(&(0..60).map(generated).collect::<Vec<_>>()).await;
    let (router, document) = search::routes::routes().split_for_parts();
    assert!(document.paths.paths.contains_key("/api/datasets"));
    let router = router.with_state(home.backend.clone());
    for (target, status) in [
        ("/api/datasets?q=%E5%81%9C%E8%BD%A6%E5%9C%BA&theme=01&theme=02&sort=newest&limit=3", 200),
        ("/api/datasets", 200),
        ("/api/suggest?q=%E5%B8%82%E5%8D%97", 200),
        ("/api/datasets?limit=1000", 400),
        ("/api/datasets?sort=best", 400),
        ("/api/datasets?cursor=%F0%9F%9A%97", 400),
    ] {
        let request = axum::http::Request::get(target).body(axum::body::Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("a response");
        assert_eq!(response.status(), status, "{target}");
        if status == 200 {
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
            let answer: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
            assert!(answer["items"].is_array(), "{target}");
        }
    }
}
