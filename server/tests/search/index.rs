//! The index: what must not be in it, how it follows, and how it recovers.

#![expect(clippy::disallowed_methods, reason = "a test looks at the machine itself")]

use super::*;

/// DOMAIN §7 case 43.
#[tokio::test]
async fn nothing_hidden_leaks() {
    let home = portal(&[record("a", "停车场")]).await;
    let backend = &home.backend;
    let hidden: Vec<(State, Record)> = [
        (State::Draft, "草稿麒麟"),
        (State::InReview, "待审麒麟"),
        (State::Returned, "退回麒麟"),
        (State::Frozen, "冻结麒麟"),
        (State::Withdrawn, "下线麒麟"),
        (State::Published, "不予开放麒麟"),
        (State::Published, "重要数据麒麟"),
        (State::Published, "四级麒麟"),
    ]
    .map(|(state, title)| {
        let mut record = described(title, title, "独角兽 qilin");
        record.publisher.title = format!("{title}局");
        record.metadata.keywords = vec!["独角兽".to_owned()];
        record.metadata.themes = vec!["secret".to_owned()];
        match title {
            "不予开放麒麟" => record.metadata.open_type = Some(OpenType::NotOpen),
            "重要数据麒麟" => record.metadata.important = true,
            "四级麒麟" => record.metadata.level = Some(4),
            _ => {}
        }
        (state, record)
    })
    .into();
    for (state, record) in &hidden {
        put(backend, *state, std::slice::from_ref(record)).await;
    }
    // One that was public for a while.
    let mut changing = described("b", "麒麟名录", "独角兽");
    put(backend, State::Published, &[changing.clone()]).await;
    search::catch_up(backend).await.expect("an index");
    assert_eq!(titles(backend, "麒麟").await, ["麒麟名录"]);
    changing.metadata.open_type = Some(OpenType::NotOpen);
    put(backend, State::Published, &[changing]).await;
    search::catch_up(backend).await.expect("an index");
    for rebuilt in [false, true] {
        if rebuilt {
            assert_eq!(search::reindex(backend).await.expect("an index"), search::Reindexed::Done);
        }
        for q in ["麒麟", "独角兽", "qilin", "草稿麒麟", "\"麒麟\"", "不予开放", ""] {
            let page = ask(backend, SearchQuery { q: q.to_owned(), ..SearchQuery::default() })
                .await
                .expect("a page");
            assert!(page.items.iter().all(|item| item.title == "停车场"), "{q}");
            assert_eq!(page.total, u64::from(q.is_empty()), "{q}");
            let shown = serde_json::to_string(&page).expect("JSON");
            assert!(!shown.contains("麒麟") && !shown.contains("secret"), "{q}: {shown}");
            let suggested = search::suggest(backend, q, Language::Zh).await.expect("suggestions");
            assert!(suggested.items.is_empty(), "{q}");
        }
        let terms = terms(home.folder.path());
        assert!(terms.iter().any(|term| term == "停车场"));
        for word in ["麒麟", "独角", "qilin", "secret", "草稿"] {
            let holds = |term: &&String| term.contains(word);
            assert_eq!(terms.iter().find(holds), None, "a dictionary knows {word} (rebuilt: {rebuilt})");
        }
    }
}

/// Every term and every facet value in the dictionaries of the index.
fn terms(data: &std::path::Path) -> Vec<String> {
    let index = data.join("index");
    let name = std::fs::read_to_string(index.join("current")).expect("a pointer");
    let index = tantivy::Index::open_in_dir(index.join(name)).expect("an index");
    let searcher = index.reader().expect("a reader").searcher();
    let mut terms = Vec::new();
    for segment in searcher.segment_readers() {
        for (field, entry) in index.schema().fields().filter(|(_, entry)| entry.is_indexed()) {
            let inverted = segment.inverted_index(field).expect("a field");
            let mut stream = inverted.terms().stream().expect("terms");
            while stream.advance() {
                terms.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
            if let Ok(Some(column)) = segment.fast_fields().str(entry.name()) {
                for number in 0..column.num_terms() as u64 {
                    let mut value = String::new();
                    column.ord_to_str(number, &mut value).expect("a value");
                    terms.push(value);
                }
            }
        }
    }
    terms
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_found_within_a_second() {
    let home = portal(&(0..300).map(generated).collect::<Vec<_>>()).await;
    let stop = CancellationToken::new();
    let follower = tokio::spawn(search::run(home.backend.clone(), stop.clone()));
    let mut changes = home.backend.search.changes();
    for n in 0..3 {
        let title = format!("獨一無二{n}");
        let start = Instant::now();
        put(&home.backend, State::Published, &[record(&title, &title)]).await;
        while titles(&home.backend, &format!("\"独一无二{n}\"")).await.is_empty() {
            let _ = tokio::time::timeout(Duration::from_millis(100), changes.changed()).await;
            assert!(start.elapsed() < Duration::from_secs(5), "never found");
        }
        println!("published and found within {:?}", start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    }
    // A rebuild asked for from outside is done by the follower, and questions are answered meanwhile.
    assert_eq!(search::reindex(&home.backend).await.expect("a wish"), search::Reindexed::Requested);
    let current = || std::fs::read_to_string(home.folder.path().join("index/current")).expect("a pointer");
    let before = current();
    let start = Instant::now();
    while current() == before {
        assert_eq!(ask(&home.backend, SearchQuery::default()).await.expect("an answer").total, 303);
        assert!(start.elapsed() < Duration::from_secs(20), "never rebuilt");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.cancel();
    follower.await.expect("the follower ends");
    assert_eq!(ask(&home.backend, SearchQuery::default()).await.expect("an answer").total, 303);
}

/// DOMAIN §7 cases 45 and 46.
#[tokio::test]
async fn a_broken_index_is_built_again() {
    let home = portal(&(0..120).map(generated).collect::<Vec<_>>()).await;
    let index = home.folder.path().join("index");
    let segment = |end: &str| -> std::path::PathBuf {
        let build = index.join(std::fs::read_to_string(index.join("current")).expect("a pointer"));
        std::fs::read_dir(build)
            .expect("a build")
            .map(|entry| entry.expect("an entry").path())
            .find(|path| path.to_string_lossy().ends_with(end))
            .expect("a file of a segment")
    };
    let breaks: [(&str, &dyn Fn()); 7] = [
        ("a segment is gone", &|| std::fs::remove_file(segment(".idx")).expect("remove")),
        ("a segment is damaged", &|| {
            let path = segment(".store");
            let mut bytes = std::fs::read(&path).expect("read");
            bytes[20] ^= 1;
            std::fs::remove_file(&path).expect("remove");
            std::fs::write(&path, bytes).expect("write");
        }),
        ("the list of segments is gone", &|| std::fs::remove_file(segment("meta.json")).expect("remove")),
        ("the pointer is empty", &|| std::fs::write(index.join("current"), "").expect("write")),
        ("the index is gone", &|| std::fs::remove_dir_all(&index).expect("remove")),
        ("a killed rebuild left its folder", &|| std::fs::create_dir(index.join("half")).expect("create")),
        ("a killed commit left its files", &|| {
            let whole = segment(".idx");
            std::fs::write(whole.with_file_name("0123456789abcdef0123456789abcdef.idx"), "half")
                .expect("write");
            std::fs::write(whole.with_file_name(".tantivy-writer.lock"), "").expect("write");
        }),
    ];
    for (what, break_it) in breaks {
        break_it();
        let again =
            Backend::open(home.backend.config.clone()).await.unwrap_or_else(|e| panic!("{what}: {e}"));
        search::catch_up(&again).await.unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(ask(&again, SearchQuery::default()).await.expect(what).total, 120, "{what}");
        let builds = std::fs::read_dir(&index)
            .expect("the index")
            .filter(|e| e.as_ref().expect("entry").path().is_dir());
        assert_eq!(builds.count(), 1, "{what}");
    }
}

/// Not a benchmark: it prints what it took, so that a slow change is seen.
#[tokio::test]
#[ignore = "takes a while; run it by name"]
async fn twenty_thousand() {
    let home = common::home().await;
    put(&home.backend, State::Published, &(0..20_000).map(generated).collect::<Vec<_>>()).await;
    let start = Instant::now();
    search::catch_up(&home.backend).await.expect("an index");
    println!("20,000 indexed in {:?}", start.elapsed());
    for q in ["", "停车场", "市南区停车场名录", "哪里能停车", "asdfgh"] {
        for again in ["first", "again"] {
            let start = Instant::now();
            let total = ask(&home.backend, SearchQuery { q: q.to_owned(), ..SearchQuery::default() })
                .await
                .expect("a page")
                .total;
            println!("{q:?} {again}: {total} in {:?}", start.elapsed());
        }
    }
}

#[tokio::test]
async fn a_renamed_organisation_is_found_by_its_new_name() {
    let home = portal(&[record("a", "停车场"), record("b", "医院")]).await;
    let mut tx = home.backend.db.write().await.expect("a transaction");
    for statement in [
        "update organisation set title = '市教育和体育局'",
        "insert into change (seq, kind, id, at) \
         select (select max(seq) + 1 from change), 'organisation', id, 0 from organisation",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.expect("a statement");
    }
    tx.commit().await.expect("commit");
    search::catch_up(&home.backend).await.expect("an index");
    assert_eq!(titles(&home.backend, "\"教育和体育局\"").await.len(), 2);
    let page = ask(&home.backend, SearchQuery::default()).await.expect("a page");
    assert_eq!(page.facets["publisher"][0].label, "市教育和体育局");
    assert_eq!(page.items[0].publisher.title, "市教育和体育局");
}
