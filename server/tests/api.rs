//! The API through the whole door.

#![expect(clippy::disallowed_methods, reason = "a test looks at the machine itself")]

mod common;

use common::{hosted, record};
use server::{
    catalogue::metadata::{Conditions, LegalBasis, OpenType, State},
    error::Code,
    files::Form,
};

#[tokio::test]
async fn every_refusal_is_a_problem_document_in_the_visitors_language() {
    let home = common::home().await;
    let asked = [
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/nothing/here", 404, "not_found"),
        ("GET", "/api/datasets/unknown", 404, "not_found"),
        ("GET", "/api/datasets/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404, "not_found"),
        ("GET", "/api/datasets/x/files/../../etc/passwd", 404, "not_found"),
        ("GET", "/api/datasets/%FF", 404, "not_found"),
        ("GET", "/api/organisations/unknown", 404, "not_found"),
        ("DELETE", "/api/datasets", 405, "method_not_allowed"),
        ("GET", "/api/datasets?limit=0", 400, "invalid_parameter"),
        ("GET", "/api/datasets?limit=many", 400, "invalid_parameter"),
        ("GET", "/api/datasets?sort=sideways", 400, "invalid_parameter"),
        ("GET", "/api/datasets?cursor=broken", 400, "invalid_cursor"),
        ("GET", "/api/organisations?cursor=broken", 400, "invalid_cursor"),
        ("GET", "/api/organisations?limit=1000", 400, "invalid_parameter"),
        ("GET", "/api/selection.zip", 422, "empty_selection"),
        ("GET", "/api/selection.zip?dataset=unknown", 422, "empty_selection"),
        ("POST", "/datasets", 405, "method_not_allowed"),
    ];
    for (method, target, status, code) in asked {
        for (tag, language) in [("zh-CN", "zh-CN"), ("en-GB,en;q=0.9", "en")] {
            let answer = home.ask(method, target, &[("accept-language", tag)]).await;
            assert_eq!(answer.status, status, "{method} {target}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {target}");
            assert_eq!(answer.header("content-language"), language);
            let problem = answer.json();
            assert_eq!(problem["code"], code, "{method} {target}");
            assert_eq!(problem["status"], status);
            let title = problem["title"].as_str().expect("a title");
            assert!(!title.is_empty() && title != code, "{code} has words");
            assert_eq!(title.is_ascii(), language == "en", "{title}");
        }
    }
    let named = home.get("/api/datasets?limit=many").await.json();
    assert_eq!(named["fields"][0]["name"], "limit");
    let long = format!("/api/datasets?q={}", "长".repeat(20_000));
    assert_eq!(home.get(&long).await.json()["code"], "query_too_long");
}

#[tokio::test]
async fn every_code_has_its_words_in_every_language() {
    for code in Code::ALL {
        for language in [app::text::Language::Zh, app::text::Language::En] {
            let words = app::text::problem(language, code.name());
            let unknown = app::text::problem(language, "no such code");
            assert!(!words.title.is_empty() && !words.detail.is_empty(), "{code:?}");
            assert!(words != unknown, "{code:?} has words of its own");
        }
    }
}

#[tokio::test]
async fn nothing_of_what_is_closed_leaks_case_43() {
    let home = common::home().await;
    let secret = "绝密航线";
    let mut kinds = Vec::new();
    for state in State::ALL {
        kinds.push((record(&format!("state:{}", state.name()), secret), state));
    }
    kinds.retain(|(_, state)| *state != State::Published);
    let mut not_open = record("not-open", secret);
    not_open.metadata.open_type = Some(OpenType::NotOpen);
    not_open.metadata.level = Some(4);
    not_open.metadata.not_open_basis = Some(LegalBasis {
        reason: "N1".to_owned(),
        law: "《中华人民共和国保守国家秘密法》".to_owned(),
        article: "13".to_owned(),
    });
    let mut important = record("important", secret);
    important.metadata.important = true;
    let mut level_4 = record("level-4", secret);
    level_4.metadata.level = Some(4);
    kinds.extend([not_open, important, level_4].map(|record| (record, State::Published)));
    let mut ids = Vec::new();
    for (mut record, state) in kinds {
        record.publisher.title = "隐秘局".to_owned();
        record.metadata.themes = vec!["06".to_owned()];
        record.distributions.push(hosted(&home, "秘.csv", b"a,b\n1,2\n", Form::Plain).await);
        ids.extend(home.put(&[record], state).await.into_iter().map(|id| (id, state)));
    }
    home.put(&[record("open", "公开航线")], State::Published).await;
    for (id, state) in &ids {
        let expected = if *state == State::Withdrawn { 410 } else { 404 };
        for target in [format!("/api/datasets/{id}"), format!("/datasets/{id}"), format!("/en/datasets/{id}")]
        {
            let answer = home.get(&target).await;
            assert_eq!(answer.status, expected, "{target}");
            assert!(!answer.text().contains(secret), "{target}");
        }
    }
    let everywhere = [
        "/api/datasets",
        "/api/datasets?q=绝密航线",
        "/api/datasets?q=绝密",
        "/api/datasets?q=隐秘局",
        "/api/datasets?sort=id",
        "/api/suggest?q=绝密",
        "/api/suggest?q=航线",
        "/api/organisations",
        "/api/statistics",
        "/api/themes",
        "/sitemap.xml",
        "/feeds/datasets.atom",
        "/feeds/datasets.atom?q=航线",
        "/datasets?q=航线",
        "/organisations",
        "/",
    ];
    for target in everywhere {
        let answer = home.get(&encoded(target)).await;
        assert_eq!(answer.status, 200, "{target}");
        // What was asked is said again; the rest is the portal's.
        let text = answer.text().replace("q=绝密航线", "");
        if !target.contains('绝') && !target.contains('隐') {
            assert!(!text.contains(secret) && !text.contains("隐秘局"), "{target}");
        }
        for (id, _) in &ids {
            assert!(!text.contains(id.as_str()), "{target}");
        }
    }
    let found = home.get(&encoded("/api/datasets?q=航线")).await.json();
    assert_eq!(found["total"], 1);
    assert_eq!(found["facets"]["theme"].as_array().map_or(0, Vec::len), 0);
    assert_eq!(
        home.get(&encoded("/api/suggest?q=绝密")).await.json()["items"].as_array().map(Vec::len),
        Some(0)
    );
    let sitemap = home.get("/sitemap.xml").await;
    // The first two parts are the pages and the organisations.
    let part = sitemap.text().split("/sitemaps/").nth(3).and_then(|t| t.split('<').next()).expect("a part");
    let part = home.get(&format!("/sitemaps/{part}")).await;
    assert_eq!(part.text().matches("<loc>").count(), 1);
}

fn encoded(target: &str) -> String {
    target.chars().map(|c| if c.is_ascii() { c.to_string() } else { percent(c) }).collect()
}

fn percent(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|b| format!("%{b:02X}")).collect()
}

#[tokio::test]
async fn conditional_files_have_no_address() {
    let home = common::home().await;
    let mut conditional = record("conditional", "实时泊位");
    conditional.metadata.open_type = Some(OpenType::Conditional);
    conditional.metadata.level = Some(2);
    conditional.metadata.conditions =
        Some(Conditions { text: Some("须经申请".to_owned()), ..Conditions::default() });
    conditional.distributions.push(hosted(&home, "泊位.csv", b"secret,row\n", Form::Sealed).await);
    let id = &home.put(&[conditional], State::Published).await[0];
    let dataset = home.get(&format!("/api/datasets/{id}")).await.json();
    assert_eq!(dataset["open_type"], "conditional");
    assert_eq!(dataset["files"].as_array().map(Vec::len), Some(0));
    let distribution = &dataset["distributions"][0];
    assert_eq!(distribution["kind"], "hosted");
    assert!(distribution["url"].is_null());
    let file = distribution["id"].as_str().expect("an id");
    for method in ["GET", "HEAD"] {
        let answer = home.ask(method, &format!("/api/datasets/{id}/files/{file}"), &[]).await;
        assert_eq!(answer.status, 404);
        assert!(!answer.body.windows(6).any(|w| w == b"secret"));
    }
    assert_eq!(home.get(&format!("/api/selection.zip?dataset={id}")).await.status, 422);
}

#[tokio::test]
async fn a_file_is_downloaded_whole_in_parts_and_counted_once() {
    let home = common::home().await;
    let bytes: Vec<u8> = (0..3_000_000u32).map(|n| u8::try_from(n % 251).expect("small")).collect();
    let mut open = record("open", "学校名录");
    open.distributions.push(hosted(&home, "学校 名录.csv", &bytes, Form::Plain).await);
    let id = &home.put(&[open], State::Published).await[0];
    let dataset = home.get(&format!("/api/datasets/{id}")).await.json();
    let url = dataset["files"][0]["url"].as_str().expect("an address").to_owned();
    let whole = home.get(&url).await;
    assert_eq!(whole.status, 200);
    assert!(whole.body == bytes);
    assert!(whole.header("content-disposition").contains("filename*=UTF-8''"));
    assert_eq!(
        whole.header("etag"),
        format!("\"{}\"", dataset["files"][0]["sha256"].as_str().expect("a digest"))
    );
    assert!(whole.header("repr-digest").starts_with("sha-256=:"));
    assert_eq!(whole.header("content-encoding"), "");
    let part =
        home.ask("GET", &url, &[("range", "bytes=1048570-1048590"), ("accept-encoding", "br, gzip")]).await;
    assert_eq!(part.status, 206);
    assert!(part.body == bytes[1_048_570..=1_048_590]);
    let beyond = home.ask("GET", &url, &[("range", "bytes=9000000-")]).await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */3000000"));
    assert_eq!(beyond.json()["code"], "range_not_satisfiable");
    let known = home.ask("GET", &url, &[("if-none-match", whole.header("etag"))]).await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    let head = home.ask("HEAD", &url, &[]).await;
    assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, "3000000"));
    home.backend.counters.flush(&home.backend).await.expect("counted");
    assert_eq!(home.get(&format!("/api/datasets/{id}")).await.json()["downloads"], 1);
}

#[tokio::test]
async fn a_dataset_answers_to_all_its_names() {
    let home = common::home().await;
    let mut named = record("named", "停车场");
    named.code = Some("3070200101/000123".to_owned());
    named.slug = Some("parking-lots".to_owned());
    named.aliases = vec!["odweb:80866".to_owned()];
    let id = &home.put(&[named], State::Published).await[0];
    for name in [id.as_str(), "3070200101%2F000123", "parking-lots", "odweb:80866"] {
        let dataset = home.get(&format!("/api/datasets/{name}")).await.json();
        assert_eq!(dataset["id"], id.as_str(), "{name}");
    }
    let page = home.get("/datasets/parking-lots").await;
    assert_eq!((page.status, page.header("location")), (308, format!("/datasets/{id}").as_str()));
    for hostile in ["//evil.example/", "/\\evil.example/", "/\\/evil.example//"] {
        let slash = home.get(hostile).await;
        assert_eq!((slash.status, slash.header("location")), (308, "/evil.example"), "{hostile}");
    }
}

#[tokio::test]
async fn pages_carry_a_strict_policy_and_are_kept() {
    let home = common::home().await;
    home.put(&[record("open", "学校名录")], State::Published).await;
    for target in ["/", "/en", "/datasets", "/organisations", "/themes", "/developers", "/en/developers"] {
        let page = home.get(target).await;
        assert_eq!(page.status, 200, "{target}");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("'sha256-"), "{target}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{target}");
        assert!(!page.text().contains("<template"), "{target} hides nothing");
        assert!(!page.text().contains(" style=\""), "{target} has no inline style");
        let again = home.ask("GET", target, &[("if-none-match", page.header("etag"))]).await;
        assert_eq!(again.status, 304, "{target}");
    }
    let missing = home.get("/no/such/page").await;
    assert_eq!(missing.status, 404);
    assert!(missing.header("content-type").starts_with("text/html"));
    let packed = home.ask("GET", "/", &[("accept-encoding", "br")]).await;
    assert_eq!(packed.header("content-encoding"), "br");
}

#[tokio::test]
async fn no_address_takes_a_nul_to_the_database() {
    let home = common::home().await;
    home.put(&[record("open", "学校名录")], State::Published).await;
    for (target, status) in [
        ("/api/datasets/%00", 404),
        ("/datasets/%00", 404),
        ("/en/datasets/a%00", 404),
        ("/api/datasets/x/files/%00", 404),
        ("/api/datasets/%00/files/x", 404),
        ("/api/organisations/%00", 404),
        ("/organisations/%00", 404),
        ("/api/organisations?q=a%00b", 200),
        ("/organisations?q=%00", 200),
        ("/api/datasets?q=%00", 200),
        ("/api/organisations?cursor=1~%00", 200),
        ("/sitemaps/%00.xml", 404),
        ("/sitemaps/x.xml", 404),
        ("/api/selection.zip?dataset=%00", 422),
        ("/selection?dataset=%00", 200),
    ] {
        assert_eq!(home.get(target).await.status, status, "{target}");
    }
}

#[tokio::test]
async fn caches_on_the_way_are_told_the_truth() {
    let home = common::home().await;
    home.put(&[record("open", "学校名录")], State::Published).await;
    for target in ["/api/themes", "/api/datasets", "/api/organisations", "/api/statistics"] {
        let answer = home.ask("GET", target, &[("accept-language", "en")]).await;
        let vary: Vec<_> = answer.headers.get_all("vary").iter().filter_map(|v| v.to_str().ok()).collect();
        assert!(vary.join(",").contains("accept-language"), "{target}");
        assert_eq!(answer.header("content-language"), "en", "{target}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{target}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{target}");
    }
    for (accepted, sent) in [
        ("br;q=0", ""),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.5", "gzip"),
        ("abracadabra", ""),
        ("gzip, br", "br"),
    ] {
        let page = home.ask("GET", "/themes", &[("accept-encoding", accepted)]).await;
        assert_eq!(page.header("content-encoding"), sent, "{accepted}");
    }
    let page = home.get("/themes").await;
    for known in
        [format!("W/{}", page.header("etag")), format!("\"x\", {}", page.header("etag")), "*".to_owned()]
    {
        assert_eq!(home.ask("GET", "/themes", &[("if-none-match", &known)]).await.status, 304, "{known}");
    }
    let repeated = home.get("/api/datasets?q=a&q=b").await.json();
    assert_eq!(repeated["fields"][0], serde_json::json!({ "name": "q", "code": "repeated" }));
}

#[tokio::test]
async fn only_what_is_fetched_is_counted() {
    let home = common::home().await;
    let mut open = record("open", "=1+2");
    open.distributions.push(hosted(&home, "学校.csv", b"a\n1\n", Form::Plain).await);
    let id = &home.put(&[open], State::Published).await[0];
    let archive = format!("/api/selection.zip?dataset={id}");
    assert_eq!(home.ask("HEAD", &archive, &[]).await.status, 200);
    let spelled = format!("/datasets/%{:02x}{}", id.as_bytes()[0], &id[1..]);
    for target in [format!("/datasets/{id}"), spelled] {
        assert_eq!(home.get(&target).await.status, 200, "{target}");
    }
    home.backend.counters.flush(&home.backend).await.expect("counted");
    let dataset = home.get(&format!("/api/datasets/{id}")).await.json();
    assert_eq!((&dataset["downloads"], &dataset["views"]), (&0.into(), &1.into()));
    let zip = home.get(&archive).await;
    assert_eq!((zip.status, &zip.body[..2]), (200, b"PK".as_slice()));
    // A title is no formula in a spreadsheet.
    assert!(zip.body.windows(6).any(|bytes| bytes == b",'=1+2"));
    home.backend.counters.flush(&home.backend).await.expect("counted");
    assert_eq!(home.get(&format!("/api/datasets/{id}")).await.json()["downloads"], 1);
}

#[tokio::test]
async fn health_is_told_to_whoever_runs_it() {
    let home = common::home().await;
    home.put(&[], State::Published).await;
    for target in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(home.get(target).await.status, 200, "{target}");
    }
}

/// The description of the API is kept as one document: a change of it is a change of the contract.
#[test]
fn the_description_of_the_api_is_as_kept() {
    let made = server::http::openapi().to_pretty_json().expect("JSON") + "\n";
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/openapi.json");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots")).expect("a folder");
        std::fs::write(kept, &made).expect("written");
    }
    let kept = std::fs::read_to_string(kept).expect("the kept description");
    assert!(made == kept, "the description has changed: look at it, then keep it with UPDATE_SNAPSHOTS=1");
    let document: serde_json::Value = serde_json::from_str(&made).expect("JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
}
