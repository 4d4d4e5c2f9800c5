//! Stories across rooms, told as an island or a page tells them: through `Portal`.

mod common;

use app::{
    portal::{
        catalogue::{OpenType, OrganisationsQuery},
        search::{SearchQuery, Sort},
    },
    text::Language,
};
use common::{hosted, record};
use server::{
    catalogue::{guard::Visitor, metadata::State},
    files::Form,
    http,
};

#[tokio::test]
async fn a_newcomer_finds_reads_and_downloads() {
    let home = common::home().await;
    let mut parking = record("parking", "青岛市公共停车场基本信息");
    parking.metadata.themes = vec!["04".to_owned()];
    parking.metadata.regions = vec!["370202".to_owned()];
    parking.metadata.cycle = Some("4".to_owned());
    parking.metadata.data_updated_at = Some("2020-01".to_owned());
    parking.distributions.push(hosted(&home, "停车场.csv", b"name,bays\nA,3\n", Form::Plain).await);
    home.put(&[parking, record("schools", "青岛市中小学校名录")], State::Published).await;
    let portal = http::portal(http::api(home.backend.clone()), Visitor::Guest, Language::Zh);

    let found = portal
        .datasets(&SearchQuery { q: "停車場".to_owned(), ..SearchQuery::default() })
        .await
        .expect("an answer");
    assert_eq!(found.total, 1);
    let item = &found.items[0];
    assert_eq!(item.open_type, Some(OpenType::Unconditional));
    assert_eq!(item.themes[0].label, "道路交通");
    assert!(item.overdue && item.downloadable);
    let marked: String = item
        .highlight
        .as_ref()
        .expect("a highlight")
        .title
        .iter()
        .filter(|span| span.hit)
        .map(|span| span.text.as_str())
        .collect();
    assert_eq!(marked, "停车场");

    // The province includes its cities and districts.
    let region = SearchQuery { region: vec!["370000".to_owned()], ..SearchQuery::default() };
    assert_eq!(portal.datasets(&region).await.expect("an answer").total, 1);

    let dataset = portal.dataset(&item.id).await.expect("the dataset");
    assert_eq!(dataset.item.cycle.as_ref().map(|cycle| cycle.label.as_str()), Some("每月"));
    assert_eq!(dataset.next_due.as_deref(), Some("2020-03-11"));
    assert_eq!(dataset.files.len(), 1);
    let file = home.get(&dataset.files[0].url).await;
    assert_eq!(file.body, b"name,bays\nA,3\n");

    let organisations = portal.organisations(&OrganisationsQuery::default()).await.expect("an answer");
    assert_eq!((organisations.total, organisations.items[0].datasets), (1, 2));
    let themes = portal.themes().await.expect("an answer");
    assert_eq!(themes.items.iter().find(|theme| theme.code == "04").map(|theme| theme.datasets), Some(1));
    assert_eq!(portal.statistics().await.expect("figures").files, 1);
    let problem = portal.dataset("unknown").await.expect_err("nothing");
    assert_eq!((problem.status, problem.code.as_str()), (404, "not_found"));
}

#[tokio::test]
async fn organisations_are_paged_without_loss() {
    let home = common::home().await;
    let records: Vec<_> = (0..23)
        .map(|n| {
            let mut record = record(&format!("r{n}"), &format!("目录{n}"));
            record.publisher.title = format!("第{n}局");
            record
        })
        .collect();
    home.put(&records, State::Published).await;
    let portal = http::portal(http::api(home.backend.clone()), Visitor::Guest, Language::En);
    let mut query = OrganisationsQuery { limit: Some(5), ..OrganisationsQuery::default() };
    let mut met = std::collections::HashSet::new();
    loop {
        let page = portal.organisations(&query).await.expect("a page");
        assert_eq!(page.total, 23);
        for organisation in page.items {
            assert!(met.insert(organisation.id));
        }
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(met.len(), 23);
    let id = SearchQuery { sort: Some(Sort::Id), limit: Some(100), ..SearchQuery::default() };
    assert_eq!(portal.datasets(&id).await.expect("all").items.len(), 23);
}
