//! The catalogue on a real database.

mod common;

use std::sync::atomic::Ordering;

use common::record;
use server::{
    catalogue::{
        self, Counted, Outcome,
        metadata::{Origin, State},
    },
    clock::{Clock, Moment},
};

#[tokio::test]
async fn the_same_record_twice_changes_nothing() {
    let home = common::home().await;
    let backend = &home.backend;
    let mut outcomes = Vec::new();
    for title in ["学校名录", "学校名录", "中小学校名录"] {
        let mut tx = backend.db.write().await.expect("a transaction");
        let (_, outcome) = catalogue::put(
            backend,
            &mut tx,
            ("system:test", "test"),
            (Origin::Imported, State::Published),
            &record("a", title),
        )
        .await
        .expect("put");
        tx.commit().await.expect("commit");
        outcomes.push(outcome);
    }
    assert_eq!(outcomes, [Outcome::Imported, Outcome::Unchanged, Outcome::Changed]);
    let changes = catalogue::changes_after(backend, 0, 100).await.expect("changes");
    assert_eq!(changes.iter().filter(|c| c.kind == "dataset").count(), 2);
    let ids: Vec<String> = changes.iter().filter(|c| c.kind == "dataset").map(|c| c.id.clone()).collect();
    let documents = catalogue::documents(backend, &ids[..1]).await.expect("documents");
    assert!(documents[0].public);
    assert_eq!(documents[0].listed.title, "中小学校名录");
}

/// 2026-12-15, noon in Shanghai.
const NOON: Moment = Moment(1797307200 * 1_000_000);

#[tokio::test]
async fn months_and_days_are_those_of_shanghai_and_of_what_is_public() {
    let home = common::home_at(Clock::fixed(NOON)).await;
    let dated = |key: &str, date: &str| {
        let mut record = record(key, key);
        record.metadata.data_updated_at = Some(date.to_owned());
        record
    };
    // The second is of December in Shanghai; the fourth names no month, the fifth is too old.
    let public = home
        .put(
            &[
                dated("a", "2026-12-03"),
                dated("b", "2026-11-30T17:00:00Z"),
                dated("c", "2026-11"),
                dated("d", "2026"),
                dated("e", "2024-12-31"),
            ],
            State::Published,
        )
        .await;
    let hidden = home.put(&[dated("f", "2026-12-01")], State::Draft).await;
    let (backend, counters) = (&home.backend, &home.backend.counters);
    for (counted, id) in [
        (Counted::Download, &public[0]),
        (Counted::Download, &public[1]),
        (Counted::View, &public[0]),
        (Counted::Download, &hidden[0]),
    ] {
        counters.add(counted, id);
    }
    counters.flush(backend).await.expect("counted");
    let told = catalogue::statistics(backend).await.expect("figures");
    let months: Vec<_> = told.months.iter().map(|m| (m.month.as_str(), m.updated)).collect();
    assert_eq!(months.len(), 24);
    assert_eq!((months[0], months[22], months[23]), (("2025-01", 0), ("2026-11", 1), ("2026-12", 2)));
    assert_eq!(told.months.iter().map(|month| month.updated).sum::<u64>(), 3);
    let last = told.days.last().expect("a day");
    assert_eq!((told.days.len(), told.days[0].day.as_str()), (30, "2026-11-16"));
    assert_eq!((last.day.as_str(), last.downloads, last.views), ("2026-12-15", 2, 1));
    assert_eq!(told.days.iter().map(|day| day.downloads).sum::<u64>(), 2);

    // A look is no change of the catalogue; the figures know of it within the hour.
    counters.add(Counted::View, &public[1]);
    counters.flush(backend).await.expect("counted");
    assert_eq!(catalogue::statistics(backend).await.expect("figures"), told);
    let Clock::Fixed(now) = &backend.clock else { panic!("the clock stands still") };
    now.fetch_add(3_600_000_000, Ordering::Relaxed);
    let later = catalogue::statistics(backend).await.expect("figures");
    assert_eq!(later.days.last().map(|day| day.views), Some(2));
}
