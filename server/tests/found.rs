//! Being found: feeds, the browser's search box, the site map, what machines read of a page; and what makes pages quick.

mod common;

use axum::http::HeaderMap;
use common::{hosted, record};
use server::{
    catalogue::{
        Record,
        metadata::{LegalBasis, OpenType, State},
    },
    clock::{Clock, Moment},
    files::Form,
};

const FEED: &str = "/feeds/datasets.atom";

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// The record as it must not be seen any more.
fn closed(mut record: Record) -> Record {
    record.metadata.level = Some(4);
    record
}

fn vary(headers: &HeaderMap) -> String {
    headers.get_all("vary").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",")
}

/// Every tag of the document is closed in its turn, and every reference is one of XML's own.
fn well_formed(text: &str) {
    let mut open = Vec::new();
    for tag in between(text, "<", ">") {
        match tag.chars().next() {
            Some('?') => {}
            Some('/') => assert_eq!(open.pop(), Some(&tag[1..]), "{text}"),
            _ if tag.ends_with('/') => {}
            _ => open.push(tag.split(' ').next().expect("a name")),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for reference in between(text, "&", ";") {
        assert!(["amp", "lt", "gt", "quot", "#39"].contains(&reference), "{reference}");
    }
}

#[tokio::test]
async fn a_feed_has_the_newest_first_and_leads_on() {
    let home = common::home().await;
    let mut records: Vec<_> = (1..=60)
        .map(|n| {
            let mut record = record(&format!("n{n}"), &format!("学校名录 {n}"));
            record.metadata.data_updated_at = Some(format!("2024-{:02}-{:02}", n / 28 + 1, n % 28 + 1));
            record.metadata.themes = vec![if n % 2 == 0 { "04" } else { "06" }.to_owned()];
            record
        })
        .collect();
    records[0].metadata.title = "停车</title>&<b>'\"\u{b}".to_owned();
    records[0].metadata.data_updated_at = Some("2025".to_owned());
    let ids = home.put(&records, State::Published).await;
    let first = home.get(FEED).await;
    assert_eq!((first.status, first.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
    well_formed(first.text());
    let entries = between(first.text(), "<id>urn:uuid:", "</id>");
    assert_eq!((entries.len(), entries[0]), (50, ids[0].as_str()));
    assert!(first.text().contains("<title>停车&lt;/title&gt;&amp;&lt;b&gt;&#39;&quot;</title>"));
    let dates = between(first.text(), "<updated>", "</updated>");
    assert_eq!(dates[0], dates[1], "the feed is as new as its newest");
    assert!(dates[1..].is_sorted_by(|a, b| a >= b), "{dates:?}");
    assert!(dates.iter().all(|date| date.len() == 20 && date.ends_with('Z')), "{dates:?}");
    let next = between(first.text(), "<link rel=\"next\" type=\"application/atom+xml\" href=\"", "\"");
    let next =
        next[0].strip_prefix("http://127.0.0.1:3000").expect("the portal's address").replace("&amp;", "&");
    let second = home.get(&next).await;
    well_formed(second.text());
    let others = between(second.text(), "<id>urn:uuid:", "</id>");
    assert_eq!(others.len(), 10);
    assert!(others.iter().all(|id| !entries.contains(id)));
    assert!(!second.text().contains("rel=\"next\""));
    // Another order, a long page and unknown parameters change nothing.
    let same = home.get("/feeds/datasets.atom?sort=used&limit=100&utm_source=x").await;
    assert_eq!(between(same.text(), "<id>urn:uuid:", "</id>"), entries);
    let theme = home.get("/feeds/datasets.atom?theme=04").await;
    let terms = between(theme.text(), "/themes\" term=\"", "\"");
    assert!(terms.len() == 30 && terms.iter().all(|term| *term == "04"), "{terms:?}");
    let english = home.get("/en/feeds/datasets.atom?theme=04").await;
    assert!(
        english.text().contains("xml:lang=\"en\"")
            && english.text().contains("href=\"http://127.0.0.1:3000/en/datasets/")
    );
    let nothing = home.get(&format!("/feeds/datasets.atom?q={}", encoded("qqxxzzyy"))).await;
    well_formed(nothing.text());
    assert_eq!(nothing.status, 200);
    assert_eq!(home.get("/feeds/datasets.atom?cursor=broken").await.status, 400);
    assert_eq!(home.get("/feeds/datasets.atom?limit=0").await.status, 400);
}

#[tokio::test]
async fn a_feed_is_sent_again_only_when_it_changed() {
    let home = common::home_at(Clock::fixed(Moment(1_718_000_000_000_000))).await;
    let ids = home.put(&[record("a", "学校名录"), record("b", "医院名录")], State::Published).await;
    let first = home.get(FEED).await;
    assert_eq!(first.header("last-modified"), "", "this second may have further changes");
    let Clock::Fixed(at) = &home.backend.clock else { panic!("a fixed clock") };
    at.fetch_add(10_000_000, std::sync::atomic::Ordering::Relaxed);
    let later = home.get(FEED).await;
    assert_eq!(later.header("etag"), first.header("etag"));
    assert_eq!(later.header("last-modified"), "Mon, 10 Jun 2024 06:13:20 GMT");
    let known = home.ask("GET", FEED, &[("if-none-match", first.header("etag"))]).await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    let dated = home.ask("GET", FEED, &[("if-modified-since", later.header("last-modified"))]).await;
    assert_eq!(dated.status, 304);
    // One fewer is another document, whichever way it is asked.
    home.put(&[closed(record("a", "学校名录"))], State::Published).await;
    for header in
        [("if-none-match", first.header("etag")), ("if-modified-since", later.header("last-modified"))]
    {
        let answer = home.ask("GET", FEED, &[header]).await;
        assert_eq!(answer.status, 200, "{header:?}");
        assert!(!answer.text().contains(&ids[0]) && answer.text().contains(&ids[1]));
    }
}

#[tokio::test]
async fn nothing_of_what_is_closed_is_told_to_machines_case_43() {
    let home = common::home().await;
    let secret = "绝密航线";
    let mut kinds: Vec<_> = State::ALL
        .into_iter()
        .filter(|state| *state != State::Published)
        .map(|state| (record(&format!("state:{}", state.name()), secret), state))
        .collect();
    let mut not_open = record("not-open", secret);
    not_open.metadata.open_type = Some(OpenType::NotOpen);
    not_open.metadata.level = Some(4);
    not_open.metadata.not_open_basis = Some(LegalBasis {
        reason: "N1".to_owned(),
        law: "《中华人民共和国保守国家秘密法》".to_owned(),
        article: "13".to_owned(),
    });
    kinds.push((not_open, State::Published));
    let mut ids = Vec::new();
    for (mut record, state) in kinds {
        record.publisher.title = "隐秘局".to_owned();
        record.metadata.themes = vec!["06".to_owned()];
        ids.extend(home.put(&[record], state).await);
    }
    home.put(&[record("open", "公开航线")], State::Published).await;
    let asked = encoded("航线");
    let everywhere = [
        FEED.to_owned(),
        format!("{FEED}?q={asked}"),
        format!("/en{FEED}?q={asked}"),
        format!("{FEED}?theme=06"),
        format!("{FEED}?limit=1"),
        format!("/api/suggest/opensearch?q={}", encoded("航")),
        "/sitemaps/pages.xml".to_owned(),
        "/sitemaps/organisations.xml".to_owned(),
        "/robots.txt".to_owned(),
        "/".to_owned(),
        format!("/datasets?q={asked}"),
        "/datasets?theme=06".to_owned(),
    ];
    for target in everywhere {
        let answer = home.get(&target).await;
        assert_eq!(answer.status, 200, "{target}");
        assert!(!answer.text().contains("绝密") && !answer.text().contains("隐秘"), "{target}");
        assert!(ids.iter().all(|id| !answer.text().contains(id.as_str())), "{target}");
    }
    assert_eq!(between(home.get(FEED).await.text(), "<id>urn:uuid:", "</id>").len(), 1);
    for id in &ids {
        let answer = home.get(&format!("/api/datasets/{id}/citation?format=bibtex")).await;
        assert!([404, 410].contains(&answer.status) && !answer.text().contains(secret));
    }
}

#[tokio::test]
async fn the_browsers_search_box_knows_the_portal() {
    let home = common::home().await;
    home.put(&[record("a", "学校名录"), record("b", "学校\"食堂\"")], State::Published).await;
    for (path, language, page) in [
        ("/opensearch.xml", "zh-CN", "http://127.0.0.1:3000/datasets?q={searchTerms}"),
        ("/en/opensearch.xml", "en", "http://127.0.0.1:3000/en/datasets?q={searchTerms}"),
    ] {
        let answer = home.get(path).await;
        assert!(answer.header("content-type").starts_with("application/opensearchdescription+xml"));
        well_formed(answer.text());
        assert!(answer.text().contains(&format!("<Language>{language}</Language>")));
        assert!(answer.text().contains(page), "{page}");
        let name = between(answer.text(), "<ShortName>", "</ShortName>")[0];
        assert!((1..=16).contains(&name.chars().count()), "{name}");
    }
    let typed = home.get(&format!("/api/suggest/opensearch?q={}", encoded("学校"))).await;
    assert_eq!(typed.header("content-type"), "application/x-suggestions+json");
    assert_eq!(typed.json()[0], "学校");
    assert_eq!(typed.json()[1].as_array().map(Vec::len), Some(2));
    assert_eq!(home.get("/api/suggest/opensearch").await.json(), serde_json::json!(["", []]));
}

#[tokio::test]
async fn the_site_map_and_robots_agree() {
    let home = common::home().await;
    let mut open = record("open", "学校名录");
    open.metadata.themes = vec!["06".to_owned()];
    let id = &home.put(&[open], State::Published).await[0];
    let index = home.get("/sitemap.xml").await;
    well_formed(index.text());
    let robots = home.get("/robots.txt").await;
    let rules: Vec<_> = robots.text().lines().filter_map(|line| line.split_once(": /")).collect();
    let mut all = Vec::new();
    for part in between(index.text(), "<loc>http://127.0.0.1:3000", "</loc>") {
        let part = home.get(part).await;
        well_formed(part.text());
        all.extend(between(part.text(), "href=\"http://127.0.0.1:3000", "\"").into_iter().map(str::to_owned));
    }
    for path in
        ["/", "/en", "/help", "/datasets?theme=06", "/en/datasets?theme=06", &format!("/en/datasets/{id}")]
    {
        assert!(all.iter().any(|listed| listed == path), "{path} is missing in {all:?}");
    }
    assert!(all.iter().any(|path| path.starts_with("/organisations/")));
    assert!(!all.iter().any(|path| path == "/datasets?theme=04"), "a theme without datasets");
    for path in &all {
        let page = home.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text().contains("noindex"), "{path}");
        assert!(
            page.text().contains(&format!("<link rel=\"canonical\" href=\"http://127.0.0.1:3000{path}\">")),
            "{path}"
        );
        // The longest rule counts; `$` ends the address.
        let fits = |rule: &str| match rule.strip_suffix('$') {
            Some(whole) => path[1..] == *whole,
            None => path[1..].starts_with(rule),
        };
        let verdict = rules.iter().filter(|(_, rule)| fits(rule)).max_by_key(|(_, rule)| rule.len());
        assert_eq!(verdict.map(|(kind, _)| *kind), Some("Allow"), "{path}");
    }
    assert!(robots.text().contains("Disallow: /datasets?\n") && !robots.text().contains("Disallow: /pkg"));
}

#[tokio::test]
async fn a_dataset_page_tells_machines_what_it_shows() {
    let home = common::home().await;
    let mut open = record("open", "学校</script><script>alert(1)</script>名录");
    open.metadata.licence = Some("CC-BY-4.0".to_owned());
    open.metadata.temporal_start = Some("2020".to_owned());
    open.distributions.push(hosted(&home, "学校.csv", b"a\n1\n", Form::Plain).await);
    let id = &home.put(&[open], State::Published).await[0];
    let page = home.get(&format!("/datasets/{id}")).await;
    assert!(!page.text().contains("<script>alert"));
    let graphs = between(page.text(), "<script type=\"application/ld+json\">", "</script>");
    let read: serde_json::Value = serde_json::from_str(graphs[0]).expect("JSON");
    let dataset = &read["@graph"][0];
    assert_eq!(dataset["@type"], "Dataset");
    assert_eq!(dataset["name"], "学校</script><script>alert(1)</script>名录");
    assert_eq!(dataset["license"], "https://creativecommons.org/licenses/by/4.0/deed.zh-hans");
    assert_eq!(dataset["temporalCoverage"], "2020/..");
    assert!(dataset["description"].as_str().is_some_and(|text| text.chars().count() >= 50));
    let file = &dataset["distribution"][0];
    let url = file["contentUrl"]
        .as_str()
        .and_then(|url| url.strip_prefix("http://127.0.0.1:3000"))
        .expect("an address");
    assert_eq!(home.get(url).await.body, b"a\n1\n");
    assert_eq!(file["encodingFormat"], "text/csv");
    assert_eq!(file["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(read["@graph"][1]["itemListElement"].as_array().map(Vec::len), Some(4));
    // What is no script needs no leave, and gets none.
    let policy = page.header("content-security-policy");
    let scripts = page.text().matches("<script").count() - page.text().matches(" src=").count();
    assert!(policy.matches("sha256-").count() < scripts, "{policy}");
    for target in ["/", "/en"] {
        let page = home.get(target).await;
        let graphs = between(page.text(), "<script type=\"application/ld+json\">", "</script>");
        let read: serde_json::Value = serde_json::from_str(graphs[0]).expect("JSON");
        let kinds: Vec<_> =
            read["@graph"].as_array().expect("a list").iter().map(|one| &one["@type"]).collect();
        assert_eq!(kinds, ["WebSite", "DataCatalog"], "{target}");
        assert!(
            page.text().contains("type=\"application/atom+xml\"") && page.text().contains("/opensearch.xml")
        );
    }
}

#[tokio::test]
async fn a_dataset_is_cited_in_three_ways() {
    let home = common::home_at(Clock::fixed(Moment(1_718_000_000_000_000))).await;
    let mut open = record("open", "名录}\n, note = {x");
    open.metadata.data_updated_at = Some("2024-06-01".to_owned());
    open.code = Some("3070200101/000123".to_owned());
    let id = &home.put(&[open], State::Published).await[0];
    let cite = async |name: &str, form: &str| home.get(&format!("/api/datasets/{name}/citation{form}")).await;
    let text = cite(id, "").await;
    assert_eq!(
        text.text(),
        format!(
            "青岛市教育局. 名录}} , note = {{x[DS/OL]. 1. 青岛市: 青岛公共数据开放网, 2024(2024-06-01)[2024-06-10]. \
             http://127.0.0.1:3000/datasets/{id}.\n"
        )
    );
    assert_eq!(cite("3070200101%2F000123", "?format=gbt7714").await.text(), text.text());
    let dataset = home.get(&format!("/api/datasets/{id}")).await.json();
    assert_eq!(dataset["citation"], text.text().trim_end());
    let entry = cite(id, "?format=bibtex").await;
    assert_eq!(entry.text(), dataset["bibtex"]);
    assert_eq!(entry.header("content-disposition"), format!("attachment; filename=\"{id}.bib\""));
    assert!(cite(id, "?format=ris").await.text().starts_with("TY  - DATA\r\n"));
    let wrong = cite(id, "?format=apa").await;
    assert_eq!((wrong.status, wrong.json()["fields"][0]["name"].as_str()), (400, Some("format")));
    assert_eq!(cite("unknown", "").await.status, 404);
}

#[tokio::test]
async fn a_kept_page_says_so_and_is_the_same() {
    let home = common::home().await;
    let id = &home.put(&[record("open", "学校名录")], State::Published).await[0];
    let path = format!("/datasets/{id}");
    let first = home.ask("GET", &path, &[("accept-encoding", "zstd")]).await;
    let again = home.ask("GET", &path, &[("accept-encoding", "zstd")]).await;
    let timing = first.header("server-timing");
    assert!(timing.starts_with("cache;desc=miss, render;dur="), "{timing}");
    assert!(timing.contains(&format!("ask;desc=\"/api/datasets/{id}\";dur=")), "{timing}");
    assert_eq!(again.header("server-timing"), "cache;desc=hit");
    assert!(first.body == again.body);
    for name in ["etag", "content-security-policy", "content-encoding", "link", "speculation-rules"] {
        assert_eq!(first.header(name), again.header(name), "{name}");
    }
    let plain = home.get(&path).await;
    assert_eq!((first.header("content-encoding"), plain.header("content-encoding")), ("zstd", ""));
    assert!(zstd::decode_all(&*first.body).expect("zstd") == plain.body);
    for page in [&first, &plain] {
        assert!(vary(&page.headers).contains("accept-encoding"));
        assert_eq!(page.header("cache-control"), "public, max-age=0, must-revalidate");
    }
    // A page with an unknown parameter is not kept.
    for _ in 0..2 {
        let page = home.get(&format!("{path}?utm_source=x")).await;
        assert!(page.header("server-timing").starts_with("cache;desc=miss"));
    }
    // What is closed is gone at once.
    home.put(&[closed(record("open", "学校名录"))], State::Published).await;
    assert_eq!(home.ask("GET", &path, &[("accept-encoding", "zstd")]).await.status, 404);
    home.put(&[record("open", "学校名录")], State::Published).await;
    // A look is counted once for each visitor, kept or not; a browser that looks ahead is none.
    home.ask("GET", &path, &[("sec-purpose", "prefetch")]).await;
    home.backend.counters.flush(&home.backend).await.expect("counted");
    assert_eq!(home.get(&format!("/api/datasets/{id}")).await.json()["views"], 5);
}

#[tokio::test]
async fn a_page_names_what_it_loads_under_the_digest_of_the_build() {
    let home = common::home().await;
    home.put(&[], State::Published).await;
    let page = home.get("/").await;
    let link = page.header("link");
    let style = between(link, "</", ">")[0];
    let folder = style.strip_suffix("/portal.css").expect("the style first");
    assert!(folder.starts_with("pkg/") && folder.len() == 20, "{folder}");
    for name in ["portal.css", "portal.js", "portal.wasm"] {
        assert!(page.text().contains(&format!("\"/{folder}/{name}\"")), "{name}");
    }
    assert!(
        link.contains("; rel=preload; as=style") && link.contains("/portal.js>; rel=modulepreload"),
        "{link}"
    );
    // The site folder may be empty here; what is in it is the same at every address.
    let (dated, plain) = (home.get(&format!("/{style}")).await, home.get("/pkg/portal.css").await);
    let other = home.get("/pkg/0123456789abcdef/portal.css").await;
    assert_eq!((dated.status, other.status), (plain.status, plain.status));
    assert!(dated.body == plain.body && other.body == plain.body);
    if plain.status == 200 {
        assert_eq!(dated.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!((plain.header("cache-control"), other.header("cache-control")), ("no-cache", "no-cache"));
        let packed = home.ask("GET", &format!("/{style}"), &[("accept-encoding", "gzip, br")]).await;
        assert_eq!(packed.header("content-encoding"), "br");
        assert!(
            packed.body.len() < plain.body.len() / 2 && vary(&packed.headers).contains("accept-encoding")
        );
    }
    let rules = home.get("/speculation.json").await;
    assert_eq!(rules.header("content-type"), "application/speculationrules+json");
    assert_eq!(page.header("speculation-rules"), "\"/speculation.json\"");
    assert!(rules.json()["prefetch"][0]["where"]["and"].is_array());
}
