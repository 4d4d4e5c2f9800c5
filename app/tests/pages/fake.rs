//! A door with made-up answers behind it.

use std::{collections::BTreeMap, sync::Arc};

use app::portal::{
    Answer, Door, Label, Page, Portal, Problem, Question, Reply,
    catalogue::{
        Act, Conditions, Contact, DataItem, Dataset, DatasetItem, DayCount, Distribution, DistributionKind,
        MonthCount, OpenType, Organisation, OrganisationRef, Related, Source, Statistics, Theme, VersionItem,
    },
    files::File,
    search::{
        Advice, FacetValue, Highlight, PopularSearch, SearchPage, Similar, SimilarItem, Span, SuggestedFilter,
    },
};
use app::text::Language;
use serde::Serialize;

/// A portal where the door answers as told below; with `fails`, it answers nothing.
pub fn portal(language: Language, fails: bool) -> Portal {
    Portal::new(Arc::new(Fake { fails }), language)
}

struct Fake {
    fails: bool,
}

impl Door for Fake {
    fn ask(&self, question: Question) -> Answer {
        let reply =
            if self.fails { Reply { status: 0, body: String::new() } } else { reply(&question.target) };
        Box::pin(async move { reply })
    }
}

fn reply(target: &str) -> Reply {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    match path {
        "/api/statistics" => ok(&statistics()),
        "/api/themes" => ok(&page(themes())),
        "/api/popular" => ok(&page(["停车场", "学区划分"].map(|q| PopularSearch { q: q.to_owned() }).into())),
        "/api/organisations" => ok(&Page { next: Some("onwards".into()), ..page(organisations()) }),
        "/api/organisations/o1" => ok(&organisations()[0]),
        "/api/datasets" if query.contains("q=nothing") => {
            ok(&SearchPage { items: vec![], total: 0, ..found() })
        }
        "/api/datasets" if query.contains("q=told") => ok(&SearchPage {
            corrected: true,
            relaxed: true,
            advice: Some(Advice::PersonalInformation),
            ..found()
        }),
        "/api/datasets" if query.contains("cursor=broken") => no(Problem::new(400, "invalid_cursor")),
        "/api/datasets" => ok(&found()),
        "/api/datasets/open" | "/api/datasets/3070200101%2F000123" => ok(&open()),
        "/api/datasets/conditional" => ok(&conditional()),
        "/api/datasets/imported" => ok(&imported()),
        "/api/datasets/withdrawn" => no(Problem::new(410, "gone")),
        "/api/datasets/unreadable" => Reply { status: 200, body: "{".into() },
        _ => no(Problem { reference: Some("ref-1".into()), ..Problem::new(404, "not_found") }),
    }
}

fn ok(value: &impl Serialize) -> Reply {
    Reply { status: 200, body: serde_json::to_string(value).expect("as the test has made it") }
}

fn no(problem: Problem) -> Reply {
    Reply { status: problem.status, body: serde_json::to_string(&problem).expect("as the test has made it") }
}

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { total: items.len() as u64, items, next: None }
}

fn label(code: &str, label: &str) -> Label {
    Label { code: code.into(), label: label.into() }
}

fn statistics() -> Statistics {
    Statistics {
        datasets: 49_922,
        unconditional: 31_000,
        conditional: 2_310,
        organisations: 1_763,
        files: 412,
        rows: 1_680_000_000,
        byte_size: 9_876_543_210,
        downloads: 234_567,
        months: (0..24_u64)
            .map(|n| MonthCount {
                month: format!("{}-{:02}", 2024 + n.div_ceil(12), (n + 11) % 12 + 1),
                updated: 40 + n * 7919 % 311 * (n + 2) / 9,
            })
            .collect(),
        days: (1..=30_u64)
            .map(|n| DayCount {
                day: format!("2026-11-{n:02}"),
                downloads: 20 + n * 7919 % 97,
                views: 400 + n * 6007 % 811,
            })
            .collect(),
        as_of: "2026-11-22T05:30:00Z".into(),
    }
}

fn themes() -> Vec<Theme> {
    let names = [
        "经济建设",
        "资源环境",
        "教育科技",
        "道路交通",
        "社会发展",
        "公共安全",
        "文化休闲",
        "卫生健康",
        "民生服务",
        "机构团体",
        "城市建设",
        "信用服务",
        "财税金融",
        "社保就业",
        "农业农村",
        "海洋经济",
        "市场监管",
        "气象服务",
        "法律服务",
    ];
    let theme = |(place, name): (usize, &&str)| Theme {
        code: format!("{:02}", place + 1),
        label: (*name).into(),
        datasets: 4_321 / (place as u64 + 1),
    };
    names.iter().enumerate().map(theme).collect()
}

fn organisations() -> Vec<Organisation> {
    let names = ["青岛市城市管理局", "青岛市卫生健康委员会", "青岛市生态环境局", "青岛地铁集团有限公司"];
    let organisation = |(place, name): (usize, &&str)| Organisation {
        id: format!("o{}", place + 1),
        title: (*name).into(),
        kind: Some(label("state", "国家机关")),
        region: Some(label("370200", "青岛市")),
        uscc: Some("123702000000000191".into()),
        datasets: 132 - place as u64,
    };
    names.iter().enumerate().map(organisation).collect()
}

fn item(id: &str, title: &str) -> DatasetItem {
    DatasetItem {
        id: id.into(),
        code: Some("3070200101/000123".into()),
        title: title.into(),
        summary:
            "全市公共停车场的名称、位置、泊位数量、开放时间、收费标准和管理单位,每月由城市管理部门核对更新。"
                .into(),
        publisher: OrganisationRef { id: "o1".into(), title: "青岛市城市管理局".into() },
        themes: vec![label("04", "道路交通"), label("11", "城市建设")],
        open_type: Some(OpenType::Unconditional),
        level: Some(1),
        formats: vec!["CSV".into(), "XLSX".into(), "JSON".into()],
        regions: vec![label("370200", "青岛市")],
        cycle: Some(label("4", "每月")),
        updated_at: Some("2024-06-01".into()),
        source: None,
        downloadable: true,
        overdue: false,
        demo: true,
        downloads: 1_204,
        highlight: None,
        similar: None,
    }
}

fn outside(id: &str) -> DatasetItem {
    DatasetItem {
        open_type: None,
        level: None,
        source: Some(Source {
            title: "青岛公共数据开放网".into(),
            url: Some("https://data.qingdao.gov.cn/catalog/1".into()),
        }),
        downloadable: false,
        demo: false,
        overdue: true,
        downloads: 0,
        updated_at: Some("2019".into()),
        ..item(id, "公共厕所<script>alert(1)</script>信息")
    }
}

fn found() -> SearchPage {
    let span = |text: &str, hit| Span { text: text.into(), hit };
    let lit = DatasetItem {
        highlight: Some(Highlight {
            title: vec![span("青岛市公共", false), span("停车场", true), span("基本信息", false)],
            summary: vec![
                span("全市公共", false),
                span("停车场", true),
                span("的名称、位置、泊位数量", false),
            ],
        }),
        similar: Some(Similar {
            count: 2,
            items: ["徐州市", "泰州市"]
                .map(|city| SimilarItem {
                    id: format!("similar-{city}"),
                    title: format!("{city}公共停车场基本信息"),
                    publisher: format!("{city}城市管理局"),
                    source: Some(format!("{city}公共数据开放平台")),
                })
                .into(),
        }),
        ..item("open", "青岛市公共停车场基本信息")
    };
    let waiting = DatasetItem {
        open_type: Some(OpenType::Conditional),
        level: Some(2),
        downloadable: false,
        formats: vec!["API".into()],
        updated_at: None,
        ..item("conditional", "青岛市停车场实时空余泊位")
    };
    let value =
        |value: &str, label: &str, count| FacetValue { value: value.into(), label: label.into(), count };
    let regions: Vec<_> =
        (0..14).map(|n| value(&format!("3702{n:02}"), &format!("第 {} 区", n + 1), 90 - n)).collect();
    SearchPage {
        items: vec![lit, waiting, outside("imported")],
        total: 1_203,
        next: Some("next/1+2=".into()),
        facets: BTreeMap::from([
            ("theme".into(), vec![value("04", "道路交通", 120), value("11", "城市建设", 64)]),
            ("publisher".into(), vec![value("o1", "青岛市城市管理局", 90)]),
            (
                "open_type".into(),
                vec![value("unconditional", "无条件开放", 812), value("unknown", "未注明", 300)],
            ),
            ("format".into(), vec![value("CSV", "CSV", 700), value("XLSX", "XLSX", 500)]),
            ("region".into(), regions),
            ("cycle".into(), vec![value("4", "每月", 90)]),
        ]),
        did_you_mean: Some("停车场".into()),
        corrected: false,
        relaxed: false,
        suggested: vec![SuggestedFilter {
            facet: "region".into(),
            value: "370211".into(),
            label: "黄岛区".into(),
        }],
        advice: None,
        changed: true,
    }
}

fn file(id: &str, format: &str, byte_size: u64) -> File {
    File {
        id: id.into(),
        name: format!("青岛市公共停车场基本信息-2024.06.{}", format.to_lowercase()),
        format: format.into(),
        byte_size,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        rows: Some(1_204),
        modified_at: "2024-05-31T16:20:00Z".into(),
        url: format!("/api/datasets/open/files/{id}"),
    }
}

fn open() -> Dataset {
    let files = vec![file("f1", "CSV", 182_344), file("f2", "XLSX", 96_012), file("f3", "JSON", 1_402_118)];
    Dataset {
        item: item("open", "青岛市公共停车场基本信息"),
        slug: Some("parking-lots".into()),
        description: "全市公共停车场的名称、位置、泊位数量、开放时间、收费标准和管理单位。\n\n每月由城市管理部门核对更新。".into(),
        keywords: vec!["停车场".into(), "泊位".into(), "停车收费".into()],
        publisher_uscc: Some("123702000000000191".into()),
        industry: Some(label("G", "交通运输、仓储和邮政业")),
        resource_class: Some(label("3", "部门")),
        temporal_start: Some("2020-01".into()),
        temporal_end: None,
        share_type: Some(label("1", "无条件共享")),
        conditions: None,
        personal_information: Some(label("none", "不含个人信息")),
        issued_at: Some("2020-03-02T02:00:00Z".into()),
        modified_at: "2024-06-01T01:02:03Z".into(),
        next_due: Some("2024-07-10".into()),
        licence: Some(label("QD-OPEN-1.0", "青岛市公共数据开放利用许可（无条件）")),
        citation: "青岛市城市管理局. 青岛市公共停车场基本信息[DS/OL]. 2024.06. 青岛公共数据开放网, 2024-06-01.".into(),
        contact: Some(Contact {
            unit: "青岛市城市管理局信息中心".into(),
            phone: Some("0532-8160 8725".into()),
            email: Some("data@example.gov.cn".into()),
        }),
        related: vec![Related { id: "conditional".into(), title: "停车场实时空余泊位".into(), relation: "series".into() }],
        version: Some("2024.06".into()),
        version_notes: Some("新增 12 处停车场".into()),
        versions: vec![
            VersionItem {
                id: "v2".into(),
                name: "2024.06".into(),
                notes: Some("新增 12 处停车场".into()),
                created_at: "2024-05-31T16:20:00Z".into(),
                superseded: false,
                files: files.clone(),
            },
            VersionItem {
                id: "v1".into(),
                name: "2024.05".into(),
                notes: None,
                created_at: "2024-05-01T00:00:00Z".into(),
                superseded: true,
                files: vec![file("f0", "CSV", 181_000)],
            },
        ],
        state: "published".into(),
        caveats: Some("坐标系为 GCJ-02,与 CGCS2000 有数百米偏差。".into()),
        crs: Some("GCJ-02".into()),
        row_count: Some(1_204),
        byte_size: Some(1_680_474),
        views: 8_765,
        data_items: data_items(),
        distributions: vec![],
        files,
        defects: vec![],
        external_ids: vec!["odweb:80866".into()],
        allowed: vec![Act::Download],
    }
}

fn data_items() -> Vec<DataItem> {
    let item = |name: &str, name_en: &str, data_type: &str| DataItem {
        name: name.into(),
        name_en: Some(name_en.into()),
        data_type: Some(data_type.into()),
        definition: Some("备案登记的名称".into()),
        example: Some("五四广场地下停车场".into()),
        ..DataItem::default()
    };
    vec![
        DataItem { key: true, required: true, length: Some(32), ..item("停车场编号", "lot_id", "C") },
        DataItem { length: Some(100), ..item("停车场名称", "lot_name", "C") },
        DataItem { unit: Some("个".into()), ..item("泊位数", "spaces", "I") },
    ]
}

fn conditional() -> Dataset {
    Dataset {
        item: DatasetItem {
            open_type: Some(OpenType::Conditional),
            level: Some(2),
            downloadable: false,
            ..item("conditional", "青岛市停车场实时空余泊位")
        },
        conditions: Some(Conditions {
            subjects: vec![label("L1", "企业法人"), label("L8", "高等院校")],
            security: Some("网络安全等级保护二级以上".into()),
            purposes: vec!["停车诱导".into(), "科学研究".into()],
            modes: vec!["api".into(), "sandbox".into()],
            max_term_months: Some(12),
            text: Some("调用频率每分钟不超过 60 次。".into()),
        }),
        licence: Some(label("QD-COND-AGREEMENT", "有条件开放数据利用协议")),
        files: vec![],
        versions: vec![],
        distributions: vec![Distribution {
            id: "d1".into(),
            kind: DistributionKind::Api,
            title: "实时泊位接口".into(),
            format: Some("API".into()),
            url: None,
            byte_size: None,
            state: "ok".into(),
        }],
        allowed: vec![Act::Apply],
        state: "frozen".into(),
        ..open()
    }
}

fn imported() -> Dataset {
    let link = |title: &str, url: Option<&str>| Distribution {
        id: "d2".into(),
        kind: DistributionKind::External,
        title: title.into(),
        format: Some("XLS".into()),
        url: url.map(str::to_owned),
        byte_size: None,
        state: "ok".into(),
    };
    Dataset {
        item: outside("imported"),
        description: String::new(),
        licence: None,
        files: vec![],
        versions: vec![],
        data_items: vec![],
        contact: None,
        related: vec![],
        caveats: None,
        distributions: vec![
            link("原始记录", Some("https://data.qingdao.gov.cn/catalog/1?x=<y>")),
            link("坏链接", Some("javascript:alert(1)")),
            link("没有地址", None),
        ],
        defects: vec!["missing_description".into(), "unmapped_cycle".into(), "a_new_code".into()],
        allowed: vec![Act::VisitSource],
        ..open()
    }
}
