//! What people mean and do not write, near-equal titles, and what is kept of the asking.

use super::*;

/// What is not written as it was asked: the same sound, first letters, slips, other words for it, a place by its name.
#[tokio::test]
async fn what_was_meant_is_found() {
    let mut xuzhou = record("x", "停车场收费标准");
    xuzhou.metadata.regions = vec!["320300".to_owned()];
    let home = portal(&[
        record("a", "青岛市公共停车场基本信息"),
        record("b", "住房公积金缴存统计"),
        record("c", "幼儿园名录"),
        record("d", "Hospitals and pharmacies"),
        record("e", "银行网点"),
        record("f", "重点企业用水量"),
        xuzhou,
    ])
    .await;
    for (query, first, meant, corrected) in [
        ("tingchechangjiben", "青岛市公共停车场基本信息", Some("停车场基本"), true),
        ("亭车场基本信息", "青岛市公共停车场基本信息", Some("停车场基本信息"), true),
        ("停车扬基本信息", "青岛市公共停车场基本信息", Some("停车场基本信息"), false),
        ("zfgjj", "住房公积金缴存统计", None, false),
        ("gjj", "住房公积金缴存统计", None, false),
        ("yinhang", "银行网点", Some("银行"), true),
        ("幼稚园", "幼儿园名录", None, false),
        ("hosptial", "Hospitals and pharmacies", Some("hospital"), true),
        ("徐州 停车场", "停车场收费标准", None, false),
        ("重点公司用水量", "重点企业用水量", None, false),
    ] {
        let query = SearchQuery { q: query.to_owned(), ..SearchQuery::default() };
        let page = ask(&home.backend, query.clone()).await.expect("a page");
        let found = page.items.first().map_or("", |item| item.title.as_str());
        assert_eq!(
            (found, page.did_you_mean.as_deref(), page.corrected),
            (first, meant, corrected),
            "{}: {page:?}",
            query.q
        );
    }
    let page = ask(&home.backend, SearchQuery { q: "徐州 停车场".into(), ..SearchQuery::default() }).await;
    let page = page.expect("a page");
    let offered: Vec<_> = page.suggested.iter().map(|f| (f.value.as_str(), f.q.as_str(), f.count)).collect();
    assert_eq!(offered, [("320300", "停车场", 1)]);
    for typed in ["tingche", "tingch", "tcc", "停车"] {
        let suggested = search::suggest(&home.backend, typed, Language::Zh).await.expect("suggestions");
        assert!(suggested.items.iter().any(|item| item.text.contains("停车场")), "{typed}: {suggested:?}");
    }
}

#[tokio::test]
async fn near_equal_titles_come_as_one_and_none_is_lost() {
    let cities = ["徐州", "泰州", "南通", "苏州", "镇江"];
    let mut records: Vec<Record> =
        cities.iter().map(|city| record(city, &format!("{city}市停车场信息"))).collect();
    let kinds = ["收费", "泊位", "车流", "投诉", "设备", "人员", "道闸", "监控", "照明", "消防"];
    records.extend(kinds.iter().map(|kind| record(kind, &format!("停车场{kind}统计"))));
    let home = portal(&records).await;
    let query =
        |group| SearchQuery { q: "停车场".into(), limit: Some(4), group, ..SearchQuery::default() };
    let together = pages(&home.backend, query(Some(true)), async |_| {}).await;
    let single = pages(&home.backend, query(None), async |_| {}).await;
    let groups: Vec<_> =
        together.iter().flat_map(|page| &page.items).filter(|i| i.similar.is_some()).collect();
    let named: Vec<String> = groups
        .iter()
        .flat_map(|item| item.similar.iter().flat_map(|similar| &similar.items))
        .map(|item| item.id.clone())
        .collect();
    let mut met = ids(&together);
    met.extend(named);
    let mut all = ids(&single);
    met.sort();
    all.sort();
    assert_eq!(met, all, "each comes once, as an item or beside one");
    assert_eq!(all.len(), records.len());
    let of_cities = groups.iter().find(|item| item.title.ends_with("市停车场信息")).expect("a group");
    assert_eq!(of_cities.similar.as_ref().map(|similar| similar.count), Some(4));
    assert!(single.iter().all(|page| page.items.iter().all(|item| item.similar.is_none())));
}

#[tokio::test]
async fn what_is_looked_for_is_counted_without_a_trace() {
    let home = portal(&[record("a", "停车场信息"), record("b", "医院名录")]).await;
    let backend = &home.backend;
    for (q, times) in [("停车场", 4), ("醫院", 3), ("独角兽", 5), ("370202199001011234", 6), ("公园", 1)]
    {
        let query = serde_html_form::to_string([("q", q)]).expect("a query");
        for _ in 0..times {
            assert_eq!(home.get(&format!("/api/datasets?{query}")).await.status, 200);
        }
        // What a feed reader asks, and what is fetched before it is asked for, nobody looked for.
        let early = [("sec-purpose", "prefetch")];
        assert_eq!(home.get(&format!("/feeds/datasets.atom?{query}")).await.status, 200);
        assert_eq!(home.ask("GET", &format!("/api/datasets?{query}"), &early).await.status, 200);
        // A page without results asks for what is popular, which is then kept for a minute.
        if ["停车场", "醫院"].contains(&q) {
            assert_eq!(home.ask("GET", &format!("/datasets?{query}"), &early).await.status, 200);
        }
    }
    backend.search.asks.flush(backend).await.expect("written");
    let popular = search::popular(backend).await.expect("popular").items;
    assert_eq!(popular.iter().map(|one| one.q.as_str()).collect::<Vec<_>>(), ["停车场", "医院"]);
    let empty = search::searched(backend, 30, 10, true).await.expect("a report");
    let empty: Vec<_> = empty.iter().map(|one| (one.q.as_str(), one.searches, one.found)).collect();
    assert_eq!(empty, [("独角兽", 5, 0), ("公园", 1, 0)]);
    // What was taken away since is named no more.
    let mut hidden = record("a", "停车场信息");
    hidden.metadata.open_type = Some(OpenType::NotOpen);
    put(backend, State::Published, &[hidden]).await;
    search::catch_up(backend).await.expect("an index");
    let popular = search::popular(backend).await.expect("popular").items;
    assert_eq!(popular.iter().map(|one| one.q.as_str()).collect::<Vec<_>>(), ["医院"]);
}
