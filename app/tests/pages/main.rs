//! Every page renders in both languages, with the right status, for a strict content security policy; nothing panics.
//! The pages are left in the target's `tmp/pages`, to be looked at.

mod fake;

use std::{fs, path::Path};

use app::{
    ask::{PageStatus, PublicUrl, SiteInfo, SiteLink},
    shell,
    text::Language,
};
use futures::StreamExt;
use leptos::{config::LeptosOptions, prelude::*};
use leptos_integration_utils::build_response;
use leptos_router::location::RequestUrl;

/// What a page came to.
struct Rendered {
    html: String,
    status: u16,
    location: Option<String>,
}

async fn render(path: &str, fails: bool) -> Rendered {
    render_as(path, fails, true).await
}

async fn render_as(path: &str, fails: bool, development: bool) -> Rendered {
    let _ = any_spawner::Executor::init_tokio();
    let options = LeptosOptions::builder().output_name("portal").build();
    let status = PageStatus::default();
    let context = {
        let (status, url) = (status.clone(), RequestUrl::new(path));
        let portal =
            fake::portal(Language::of_path(path.split('?').next().expect("as the test has made it")), fails);
        move || {
            provide_context(url);
            provide_context(portal);
            provide_context(status);
            provide_context(PublicUrl("https://data.example.gov.cn".into()));
            provide_context(SiteInfo {
                name_zh: "青岛公共数据开放网".into(),
                name_en: "Qingdao Open Data".into(),
                city_zh: "青岛".into(),
                city_en: "Qingdao".into(),
                contact: Some("0532-81608725".into()),
                icp: Some("鲁ICP备00000000号".into()),
                police: Some("鲁公网安备 37020202000001号".into()),
                site_id: Some("3702000000".into()),
                links: vec![SiteLink {
                    title: "山东公共数据开放网".into(),
                    url: "https://data.sd.gov.cn/".into(),
                }],
                development,
            });
        }
    };
    let (owner, stream) = build_response(
        move || shell(options),
        context,
        |app, chunks, _| {
            Box::pin(async move {
                let body = app.to_html_stream_in_order().collect::<String>().await;
                let body = futures::stream::once(async move { body }).chain(chunks());
                Box::pin(body) as leptos_integration_utils::PinnedStream<String>
            })
        },
        false,
    );
    let html = stream.await.collect::<String>().await;
    // As the server does it.
    let html = html.replacen("</head>", &format!("{}</head>", status.head()), 1);
    owner.unset_with_forced_cleanup();
    Rendered { html, status: status.code(), location: status.location() }
}

const PAGES: [(&str, u16); 20] = [
    ("/", 200),
    ("/datasets", 200),
    ("/datasets?q=%E5%81%9C%E8%BD%A6&theme=04&region=370203&sort=used&colour=red", 200),
    ("/datasets?q=nothing&theme=04", 200),
    ("/datasets?q=told", 200),
    ("/datasets?sort=colour", 400),
    ("/datasets?cursor=broken", 400),
    ("/datasets/open", 200),
    ("/datasets/conditional", 200),
    ("/datasets/imported", 200),
    ("/datasets/withdrawn", 410),
    ("/organisations", 200),
    ("/organisations/o1", 200),
    ("/themes", 200),
    ("/statistics", 200),
    ("/design", 200),
    ("/no-such-page", 404),
    ("/developers", 200),
    ("/help", 200),
    ("/selection?dataset=open&dataset=imported&dataset=missing&dataset=open", 200),
];

#[tokio::test]
async fn every_page_renders_in_both_languages() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).expect("as the test has made it");
    for language in Language::ALL {
        for (path, status) in PAGES {
            let path = language.href(path);
            let page = render(&path, false).await;
            let name = path.replace(['/', '?', '&', '=', '%'], "_");
            fs::write(folder.join(format!("{name}.html")), &page.html).expect("as the test has made it");
            assert_eq!(page.status, status, "{path}");
            assert_eq!(page.location, None, "{path}");
            sound(&path, language, &page.html);
        }
    }
}

/// What must be so on every page.
fn sound(path: &str, language: Language, html: &str) {
    let has = |what: &str| assert!(html.contains(what), "{path} has {what}");
    let hasnt = |what: &str| assert!(!html.contains(what), "{path} has no {what}");
    has(&format!("<html lang=\"{}\"", language.tag()));
    has("<h1");
    has("rel=\"canonical\"");
    has("hreflang=\"zh-CN\"");
    has("hreflang=\"en\"");
    has("hreflang=\"x-default\"");
    has("<meta name=\"description\" content=\"");
    has("<meta name=\"viewport\"");
    has("<meta property=\"og:title\"");
    has("https://data.example.gov.cn/social.png");
    has("rel=\"search\"");
    assert_eq!(html.matches("rel=\"canonical\"").count(), 1, "{path}");
    hasnt(" style=");
    hasnt(" onclick=");
    hasnt("<template");
    hasnt("<script>alert");
    hasnt("href=\"javascript:");
    hasnt("src=\"http");
    let head = html.split("</head>").next().expect("as the test has made it");
    assert_eq!(head.matches("<title>").count(), 1, "{path}");
    assert_eq!(html.matches("<h1").count(), 1, "{path}");
    let title = html
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next())
        .expect("as the test has made it");
    assert!(
        title.contains(if language == Language::Zh {
            "青岛公共数据开放网"
        } else {
            "Qingdao Open Data"
        }),
        "{title}"
    );
    let mut ids: Vec<_> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    ids.sort_unstable();
    let repeated: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(repeated.is_empty(), "{path} repeats ids: {repeated:?}");
    let props: usize = html.split("data-props=\"").skip(1).filter_map(|rest| rest.find('"')).sum();
    assert!(props < 8_000, "{path} gives its islands {props} bytes of props");
}

#[tokio::test]
async fn what_is_not_there_says_so() {
    for path in
        ["/no-such-page", "/en/no-such-page", "/datasets/nowhere", "/en/organisations/nobody", "/entrance"]
    {
        let page = render(path, false).await;
        assert_eq!(page.status, 404, "{path}");
        sound(path, Language::of_path(path), &page.html);
    }
    assert_eq!(render("/datasets/unreadable", false).await.status, 502);
}

#[tokio::test]
async fn the_page_of_all_parts_is_for_those_who_build() {
    assert_eq!(render_as("/design", false, false).await.status, 404);
    let page = render_as("/design", false, true).await;
    assert_eq!(page.status, 200);
    assert!(page.html.contains("noindex"));
    assert!(!render("/", false).await.html.contains("/design"));
}

#[tokio::test]
async fn charts_have_their_figures_in_words() {
    for path in ["/", "/statistics"] {
        let html = render(path, false).await.html;
        for part in [
            "role=\"img\"",
            "<desc",
            "2026 年 10 月",
            "<summary>查看数据表</summary>",
            "href=\"/datasets?open_type=unconditional\"",
        ] {
            assert!(html.contains(part), "{path} has {part}");
        }
    }
    let statistics = render("/statistics", false).await.html;
    for part in [
        "1,680,000,000",
        "16.8 亿",
        "9.8 GB",
        "道路交通",
        "href=\"/datasets?region=370200\"",
        "/api/statistics",
    ] {
        assert!(statistics.contains(part), "{part}");
    }
}

#[tokio::test]
async fn the_foot_tells_who_is_responsible() {
    let html = render("/", false).await.html;
    for part in [
        "鲁ICP备00000000号",
        "code=37020202000001",
        "网站标识码：3702000000",
        "https://data.sd.gov.cn/",
        "0532-81608725",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[tokio::test]
async fn search_tells_how_it_took_the_words() {
    let plain = render("/datasets?q=%E5%81%9C", false).await.html;
    for part in [
        "另有 2 个相近的数据集",
        "徐州市公共停车场基本信息",
        "来自 徐州市公共数据开放平台",
        "您是不是要找",
        "只看黄岛区的数据",
        "href=\"/datasets?q=%E5%81%9C&amp;region=370211\"",
        "href=\"/datasets?q=%E5%81%9C&amp;group=false\"",
    ] {
        assert!(plain.contains(part), "{part}");
    }
    let chosen = render("/datasets?q=%E5%81%9C&region=370211&group=false", false).await.html;
    assert!(!chosen.contains("只看黄岛区的数据"), "what is chosen is not suggested");
    assert!(chosen.contains("合并相近标题"));
    let told = render("/datasets?q=told", false).await.html;
    for part in [
        "没有找到“told”，以下是“停车场”的结果",
        "以下含有其中大部分词语",
        "个人信息不会开放",
        "href=\"/help#personal-information\"",
    ] {
        assert!(told.contains(part), "{part}");
    }
    let none = render("/datasets?q=nothing", false).await.html;
    for part in ["大家在搜", "学区划分", "0532-81608725", "href=\"/datasets?theme=04\""] {
        assert!(none.contains(part), "{part}");
    }
    assert!(render("/help", false).await.html.contains("id=\"personal-information\""));
}

#[tokio::test]
async fn an_alias_leads_to_the_dataset_itself() {
    let page = render("/en/datasets/3070200101%2F000123", false).await;
    assert_eq!((page.status, page.location.as_deref()), (308, Some("/en/datasets/open")));
}

#[tokio::test]
async fn a_portal_that_does_not_answer_still_has_a_page() {
    for (path, status) in
        [("/datasets", 503), ("/datasets/open", 503), ("/themes", 503), ("/developers", 200)]
    {
        let page = render(path, true).await;
        assert_eq!(page.status, status, "{path}");
        sound(path, Language::Zh, &page.html);
    }
    let home = render("/", true).await.html;
    assert!(home.contains("role=\"search\""), "the front page still searches");
}

#[tokio::test]
async fn a_dataset_page_says_everything() {
    let html = render("/datasets/open", false).await.html;
    for part in [
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "182,344 字节",
        "2024 年 6 月 1 日",
        "href=\"/api/datasets/open/files/f1\"",
        "href=\"/api/datasets/open/files/f0\"",
        "curl -C - -OJ 'https://data.example.gov.cn/api/datasets/open/files/f1'",
        "3070200101/000123",
        "lot_name",
        "GCJ-02",
        "[DS/OL]",
        "@misc{dataset-open,",
        "href=\"/api/datasets/open/citation?format=ris\"",
        "\"@type\":\"Dataset\"",
        "\"@type\":\"BreadcrumbList\"",
        "演示数据",
        "可以",
        "禁止",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let imported = render("/datasets/imported", false).await.html;
    for part in
        ["外部来源", "data.qingdao.gov.cn", "未注明许可", "缺少摘要", "a_new_code", "nofollow ugc external"]
    {
        assert!(imported.contains(part), "{part}");
    }
    let conditional = render("/datasets/conditional", false).await.html;
    assert!(!conditional.contains("/files/"), "a conditional dataset offers no file");
    assert!(conditional.contains("高等院校"));
}

#[tokio::test]
async fn search_without_javascript_is_links_and_forms() {
    let html = render("/datasets?q=%E5%81%9C&theme=04&region=370203", false).await.html;
    for part in [
        "<mark>停车场</mark>",
        "href=\"/datasets?q=%E5%81%9C&amp;theme=04&amp;format=CSV&amp;region=370203\"",
        "href=\"/datasets?q=%E5%81%9C&amp;region=370203\"",
        "cursor=next%2F1%2B2%3D",
        "name=\"theme\" value=\"04\"",
        "aria-current=\"true\"",
        "form=\"pick\"",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(html.contains("noindex"));
    // The feed of what was looked for, in the head and on the page.
    let feed = "href=\"/feeds/datasets.atom?q=%E5%81%9C&amp;theme=04&amp;region=370203\"";
    assert_eq!(html.matches(feed).count(), 2);
    let theme = render("/datasets?theme=04", false).await.html;
    assert!(!theme.contains("noindex") && theme.contains("<h1 class=\"unseen\">道路交通</h1>"));
    assert!(theme.contains("rel=\"canonical\" href=\"https://data.example.gov.cn/datasets?theme=04\""));
}
