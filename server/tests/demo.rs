//! The demonstration: the same each time, whole, and in every state that a page can show.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use futures::TryStreamExt;
use server::{
    admin,
    backend::{Backend, Shared},
    catalogue::{
        self, Document, guard,
        metadata::{Metadata, OpenType, State},
    },
    clock::{Clock, Moment},
    files::{self, Form},
};
use sqlx::Row;

/// The beginnings of the titles of DOMAIN Annex A.
const ANNEX: &[(&str, &str)] = &[
    ("D01", "青岛市公共停车场基本信息"),
    ("D02", "青岛市停车场实时空余泊位"),
    ("D03", "青岛市医疗机构名录"),
    ("D04", "青岛大学附属医院门诊科室出诊信息"),
    ("D05", "医疗机构检查检验结果互认项目清单"),
    ("D07", "青岛市中小学校名录"),
    ("D08", "义务教育学校招生范围(学区)信息"),
    ("D09", "青岛市幼儿园名录"),
    ("D10", "驻青高校名录"),
    ("D11", "公交线路及站点信息"),
    ("D12", "公交车辆实时到站"),
    ("D13", "地铁线路及车站信息"),
    ("D14", "地铁线网日客流统计"),
    ("D15", "出租汽车企业信息"),
    ("D16", "高速公路收费站信息"),
    ("D17", "环境空气质量监测小时数据"),
    ("D18", "近岸海域水质监测"),
    ("D19", "集中式饮用水水源水质"),
    ("D20", "环境监管重点单位名录"),
    ("D21", "气象站逐日观测数据"),
    ("D22", "海水浴场环境预报"),
    ("D23", "潮汐预报"),
    ("D24", "海洋牧场名录"),
    ("D25", "渔港信息"),
    ("D26", "企业登记基本信息"),
    ("D27", "行政许可信息(双公示)"),
    ("D28", "行政处罚信息(双公示)"),
    ("D29", "经营异常名录"),
    ("D30", "食品安全监督抽检结果"),
    ("D31", "药品零售企业名录"),
    ("D32", "特种设备检验机构"),
    ("D33", "住房公积金缴存统计"),
    ("D34", "新建商品房销售统计"),
    ("D35", "保障性租赁住房项目"),
    ("D36", "公共租赁住房配租公告"),
    ("D37", "供热企业及供热面积"),
    ("D38", "供水水质与计划停水公告"),
    ("D39", "燃气企业及加气站名录"),
    ("D40", "电动汽车公共充电站信息"),
    ("D41", "公共厕所分布"),
    ("D42", "城市易积水点"),
    ("D43", "城市桥梁基本信息"),
    ("D44", "社会保险参保人数统计"),
    ("D45", "基本医保定点医药机构名单"),
    ("D46", "医保药品目录"),
    ("D47", "公共招聘岗位信息"),
    ("D48", "最低工资标准"),
    ("D49", "职业技能培训机构"),
    ("D50", "养老机构名录"),
    ("D51", "婚姻登记机关信息"),
    ("D52", "低保人数统计"),
    ("D53", "社会组织名录"),
    ("D54", "A级旅游景区名录"),
    ("D55", "星级饭店"),
    ("D56", "博物馆图书馆名录"),
    ("D57", "影视拍摄基地及备案作品"),
    ("D58", "体育场馆"),
    ("D59", "文物保护单位"),
    ("D60", "市级财政预决算"),
    ("D61", "地区生产总值分区市"),
    ("D62", "人口普查分街道常住人口"),
    ("D63", "进出口总值"),
    ("D64", "青岛港货物吞吐量"),
    ("D65", "公共资源交易中标结果"),
    ("D66", "政府采购合同公告"),
    ("D67", "建筑工程施工许可"),
    ("D68", "国有土地出让结果"),
    ("D69", "不动产登记网点"),
    ("D70", "农产品批发市场价格"),
    ("D71", "农民专业合作社名录"),
    ("D72", "农作物播种面积"),
    ("D73", "律师事务所名录"),
    ("D74", "公证机构"),
    ("D75", "法律援助机构"),
    ("D76", "12345热线诉求分类统计"),
    ("D77", "政务服务事项目录"),
    ("D78", "政务服务大厅信息"),
    ("D79", "专利授权量"),
    ("D80", "高新技术企业名单"),
    ("D81", "专精特新中小企业名单"),
    ("D82", "工业互联网平台名录"),
    ("D83", "电子证照类型目录"),
    ("D84", "基本医保结算明细(脱敏)"),
    ("D85", "纳税信用A级纳税人"),
    ("D86", "企业用水用电用气月度数据"),
    ("D87", "道路卡口流量统计"),
    ("D89", "应急避难场所"),
    ("D90", "消防救援站"),
    ("D91", "标准地址库"),
    ("D92", "行政区划边界"),
    ("D94", "燃气管网监测数据"),
    ("D95", "婚姻登记信息"),
    ("D96", "常住人口基础信息"),
    ("D97", "青岛市公共数据开放清单"),
    ("D98", "居民电子病历"),
];

/// Every state that a page can show, and the dataset that shows it.
const STATES: &[(&str, State)] = &[
    ("E01", State::Draft),
    ("E02", State::InReview),
    ("E03", State::Returned),
    ("D01", State::Published),
    ("E04", State::Frozen),
    ("E05", State::Withdrawn),
];

/// Each open type with each level that DOMAIN §5.3 allows it, and the dataset that shows it.
const OPENING: &[(&str, OpenType, u8)] = &[
    ("D01", OpenType::Unconditional, 1),
    ("E06", OpenType::Conditional, 1),
    ("D02", OpenType::Conditional, 2),
    ("D84", OpenType::Conditional, 3),
    ("D94", OpenType::NotOpen, 4),
];

const OVERDUE: &[&str] = &["D25", "D32", "D49"];

const SUPERSEDED: &str = "D05";

/// A dataset as it lies in the database.
struct Stored {
    id: String,
    state: State,
    public: bool,
    withdrawn: bool,
    code: String,
    slug: String,
    uscc: String,
    region: String,
    kind: String,
    metadata: Metadata,
    /// Versions by number, each with its hosted files: format, name, sha256, form, rows.
    versions: BTreeMap<i64, Vec<File>>,
}

#[derive(Clone)]
struct File {
    format: String,
    name: String,
    sha256: String,
    form: String,
    byte_size: u64,
    rows: i64,
}

async fn filled() -> (common::Home, admin::Summary) {
    let at = Moment(1_718_000_000_000_000);
    let home = common::home_at(Clock::fixed(at)).await;
    let summary = admin::demo(&home.backend, |_, _| {}).await.expect("the demonstration");
    (home, summary)
}

async fn stored(backend: &Backend) -> BTreeMap<String, Stored> {
    let rows = sqlx::query(
        "select d.id, d.source_key, d.state, d.public, d.withdrawn_at, d.code, d.slug, o.uscc, o.region, o.kind, \
         r.metadata from dataset d join organisation o on o.id = d.organisation_id \
         join revision r on r.id = d.revision_id",
    )
    .fetch_all(backend.db.read())
    .await
    .expect("datasets");
    let mut all = BTreeMap::new();
    for row in rows {
        let key: String = row.get("source_key");
        let dataset = Stored {
            id: row.get("id"),
            state: State::of_name(&row.get::<String, _>("state")).expect("a state"),
            public: row.get::<i64, _>("public") == 1,
            withdrawn: row.get::<Option<i64>, _>("withdrawn_at").is_some(),
            code: row.get("code"),
            slug: row.get("slug"),
            uscc: row.get("uscc"),
            region: row.get("region"),
            kind: row.get("kind"),
            metadata: serde_json::from_str(&row.get::<String, _>("metadata")).expect("metadata"),
            versions: BTreeMap::new(),
        };
        all.insert(key.strip_prefix("demo:").expect("a key of the demonstration").to_owned(), dataset);
    }
    let rows = sqlx::query(
        "select d.source_key, v.number, x.format, x.title, x.sha256, x.form, x.byte_size, x.row_count \
         from distribution x join version v on v.id = x.version_id join dataset d on d.id = x.dataset_id \
         where x.kind = 'hosted' order by d.source_key, v.number, x.ordinal",
    )
    .fetch_all(backend.db.read())
    .await
    .expect("files");
    for row in rows {
        let key: String = row.get("source_key");
        let dataset = all.get_mut(&key[5..]).expect("the dataset of a file");
        dataset.versions.entry(row.get("number")).or_default().push(File {
            format: row.get("format"),
            name: row.get("title"),
            sha256: row.get("sha256"),
            form: row.get("form"),
            byte_size: row.get::<i64, _>("byte_size").try_into().expect("a size"),
            rows: row.get("row_count"),
        });
    }
    all
}

async fn documents(backend: &Backend, all: &BTreeMap<String, Stored>) -> BTreeMap<String, Document> {
    let ids: Vec<String> = all.values().map(|dataset| dataset.id.clone()).collect();
    let documents = catalogue::documents(backend, &ids).await.expect("documents");
    documents.into_iter().map(|document| (document.listed.id.clone(), document)).collect()
}

#[tokio::test]
async fn two_portals_get_the_same_content() {
    let content = |all: BTreeMap<String, Stored>| {
        all.into_iter()
            .map(|(key, mut dataset)| {
                // Ids are the backend's own.
                dataset.metadata.related.clear();
                let digests: Vec<String> =
                    dataset.versions.into_values().flatten().map(|f| f.name + &f.sha256).collect();
                (key, dataset.code, dataset.slug, dataset.uscc, dataset.metadata, digests)
            })
            .collect::<Vec<_>>()
    };
    let (first, summary) = filled().await;
    let (second, again) = filled().await;
    assert_eq!(summary, again);
    assert_eq!(content(stored(&first.backend).await), content(stored(&second.backend).await));
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let (home, summary) = filled().await;
    assert_eq!((summary.datasets, summary.persons), (102, 10));
    let backend = &home.backend;
    let before = catalogue::last_change(backend).await.expect("the last change");
    let again = admin::demo(backend, |_, _| {}).await.expect("the demonstration");
    assert_eq!(again, admin::Summary::default());
    assert_eq!(catalogue::last_change(backend).await.expect("the last change"), before);
    let events: i64 = sqlx::query("select count(*) as n from audit_event where action = 'demo.run'")
        .fetch_one(backend.db.read())
        .await
        .expect("audit")
        .get("n");
    assert_eq!(events, 7);
}

#[tokio::test]
async fn the_annex_is_whole_and_every_state_is_there() {
    let (home, _) = filled().await;
    let backend = &home.backend;
    let all = stored(backend).await;
    let documents = documents(backend, &all).await;
    for (id, title) in ANNEX {
        assert!(all[*id].metadata.title.starts_with(title), "{id} {title}");
    }
    assert_eq!(all.keys().filter(|key| key.starts_with('D')).count(), ANNEX.len());
    for (id, state) in STATES {
        assert_eq!(all[*id].state, *state, "{id}");
        assert_eq!(all[*id].public, *state == State::Published, "{id}");
    }
    assert!(State::ALL.iter().all(|state| STATES.iter().any(|(_, shown)| shown == state)));
    assert!(all.values().all(|dataset| dataset.withdrawn == (dataset.state == State::Withdrawn)));
    for (id, open_type, level) in OPENING {
        let metadata = &all[*id].metadata;
        assert_eq!((metadata.open_type, metadata.level), (Some(*open_type), Some(*level)), "{id}");
    }
    let overdue: Vec<&str> = all
        .iter()
        .filter(|(_, dataset)| {
            let listed = documents[&dataset.id].listed.clone();
            dataset.state == State::Published && listed.item(backend, app::text::Language::Zh, None).overdue
        })
        .map(|(key, _)| key.as_str())
        .collect();
    assert_eq!(overdue, OVERDUE);
    let superseded: Vec<&str> =
        all.iter().filter(|(_, dataset)| dataset.versions.len() > 1).map(|(key, _)| key.as_str()).collect();
    assert_eq!(superseded, [SUPERSEDED]);
    let versions = &all[SUPERSEDED].versions;
    assert_ne!(versions[&1][0].sha256, versions[&2][0].sha256);
}

#[tokio::test]
async fn unconditional_files_agree_and_others_are_sealed_or_absent() {
    let (home, summary) = filled().await;
    let backend = &home.backend;
    let all = stored(backend).await;
    let mut files = 0;
    for (key, dataset) in &all {
        let hosted: Vec<&File> = dataset.versions.values().flatten().collect();
        files += hosted.len();
        match dataset.metadata.open_type.expect("an open type") {
            OpenType::Unconditional => {
                let formats: BTreeSet<&str> = hosted.iter().map(|file| file.format.as_str()).collect();
                for format in ["CSV", "XLSX", "JSON", "XML"] {
                    assert!(formats.contains(format), "{key} {format}");
                }
                let geo = ["D01", "D11", "D40", "D41", "D89", "D92"].contains(&key.as_str());
                assert_eq!(formats.contains("GEOJSON"), geo, "{key}");
                for file in hosted {
                    assert_eq!(file.form, "plain");
                    assert!(file.name.starts_with("演示_"));
                    assert!(file.rows >= 10 && file.rows <= 200, "{key} {}", file.rows);
                    let found = rows_in(&bytes(backend, file).await, &file.format);
                    assert_eq!(found, usize::try_from(file.rows).expect("rows"), "{key} {}", file.name);
                }
            }
            OpenType::Conditional => assert!(hosted.iter().all(|file| file.form == "sealed"), "{key}"),
            OpenType::NotOpen => assert!(hosted.is_empty(), "{key}"),
        }
    }
    for key in ["D84", "D86", "D87", "D91"] {
        assert!(!all[key].versions.is_empty(), "{key}");
    }
    assert_eq!(summary.files, u64::try_from(files).expect("files"));
}

async fn bytes(backend: &Shared, file: &File) -> Vec<u8> {
    let form = Form::of_name(&file.form).expect("a form");
    let stored = files::Stored { sha256: file.sha256.clone(), form, byte_size: file.byte_size };
    let pieces: Vec<Bytes> =
        files::read(backend, &stored).await.expect("an object").try_collect().await.expect("bytes");
    pieces.concat()
}

/// Counts the rows of a file by reading it.
fn rows_in(bytes: &[u8], format: &str) -> usize {
    match format {
        "CSV" => csv::Reader::from_reader(bytes).records().filter(Result::is_ok).count(),
        "JSON" => {
            serde_json::from_slice::<Vec<BTreeMap<String, serde_json::Value>>>(bytes).expect("a list").len()
        }
        "GEOJSON" => {
            let json: serde_json::Value = serde_json::from_slice(bytes).expect("GeoJSON");
            json["features"].as_array().expect("features").len()
        }
        "XML" => std::str::from_utf8(bytes).expect("UTF-8").matches("<row>").count(),
        "XLSX" => {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
            let mut sheet = String::new();
            let mut entry = archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
            std::io::Read::read_to_string(&mut entry, &mut sheet).expect("a sheet");
            // The first row holds the names.
            sheet.matches("<row ").count() - 1
        }
        other => panic!("an unknown format {other}"),
    }
}

#[tokio::test]
async fn nothing_is_shown_of_what_is_not_open() {
    let (home, _) = filled().await;
    let backend = &home.backend;
    let all = stored(backend).await;
    let documents = documents(backend, &all).await;
    for (key, dataset) in &all {
        let document = &documents[&dataset.id];
        let open = dataset.metadata.open_type != Some(OpenType::NotOpen) && dataset.state == State::Published;
        assert_eq!((document.public, dataset.public), (open, open), "{key}");
        assert!(document.listed.demo, "{key}");
        let downloadable = open && dataset.metadata.open_type == Some(OpenType::Unconditional);
        assert_eq!(document.listed.downloadable, downloadable, "{key}");
    }
    let listed = bytes(backend, &all["D97"].versions[&1][0]).await;
    let listed = String::from_utf8(listed).expect("UTF-8");
    for dataset in all.values() {
        assert_eq!(listed.contains(&dataset.metadata.title), dataset.public, "{}", dataset.metadata.title);
    }
}

#[tokio::test]
async fn every_description_is_whole() {
    let (home, _) = filled().await;
    let backend = &home.backend;
    let mut missing = BTreeSet::new();
    let mut known = |list: &str, code: &str| {
        if backend.codes.value(list, code).is_none() {
            missing.insert(format!("{list} {code}"));
        }
    };
    for (key, dataset) in stored(backend).await {
        let metadata = &dataset.metadata;
        if dataset.state == State::Published {
            assert_eq!(guard::refusals(metadata), [], "{key}");
        }
        assert!(metadata.description.chars().count() >= 40, "{key}");
        assert!((3..=8).contains(&metadata.keywords.len()), "{key}");
        assert!((5..=12).contains(&metadata.data_items.len()), "{key}");
        let names: BTreeSet<_> = metadata.data_items.iter().map(|item| &item.name).collect();
        let english: BTreeSet<_> = metadata.data_items.iter().map(|item| &item.name_en).collect();
        assert_eq!(
            (names.len(), english.len()),
            (metadata.data_items.len(), metadata.data_items.len()),
            "{key}"
        );
        for item in &metadata.data_items {
            let texts = [&item.definition, &item.example, &item.data_type];
            assert!(
                texts.iter().all(|text| text.as_deref().is_some_and(|t| !t.is_empty())),
                "{key} {}",
                item.name
            );
        }
        let place = metadata.data_items.iter().any(|item| item.data_type.as_deref() == Some("G"))
            || metadata.data_items.iter().any(|item| item.name == "经度");
        assert_eq!(metadata.crs.is_some(), place, "{key}");
        assert!(metadata.caveats.as_deref().is_some_and(|text| text.starts_with("演示数据")), "{key}");
        assert!(dataset.code.len() == 17 && dataset.code.as_bytes()[10] == b'/', "{key} {}", dataset.code);
        let (body, check) = dataset.uscc.split_at(17);
        assert_eq!(
            admin::demo::identifier::uscc_check(body).map(String::from).as_deref(),
            Some(check),
            "{key}"
        );
        for theme in &metadata.themes {
            known("theme", theme);
        }
        known("region", &dataset.region);
        known("organisation_kind", &dataset.kind);
        let conditions = metadata.conditions.clone().unwrap_or_default();
        for subject in &conditions.subjects {
            known("subject", subject);
        }
        for (list, code) in [
            ("industry", &metadata.industry),
            ("resource_class", &metadata.resource_class),
            ("share_type", &metadata.share_type),
            ("cycle", &metadata.cycle),
            ("personal_information", &metadata.personal_information),
        ] {
            known(list, code.as_deref().expect("a code"));
        }
        for file in dataset.versions.values().flatten() {
            known("format", &file.format);
        }
        if let Some(licence) = &metadata.licence {
            known("licence", licence);
        }
    }
    assert!(missing.is_empty(), "not in the code lists: {missing:?}");
}

#[tokio::test]
async fn there_is_one_person_for_each_role() {
    let (home, summary) = filled().await;
    let rows = sqlx::query("select role, name, origin, organisation_id from person order by role")
        .fetch_all(home.backend.db.read())
        .await
        .expect("persons");
    let roles: Vec<String> = rows.iter().map(|row| row.get("role")).collect();
    assert_eq!(roles, ["A", "B", "C", "DE", "DR", "I", "L", "O", "R", "S"]);
    assert_eq!(summary.persons, 10);
    for row in &rows {
        assert!(row.get::<String, _>("name").starts_with("演示"));
        assert_eq!(row.get::<String, _>("origin"), "demo");
        let linked = row.get::<Option<String>, _>("organisation_id").is_some();
        assert_eq!(linked, row.get::<String, _>("role") != "C");
    }
}
