//! The catalogue on a real database.

mod common;

use common::record;
use server::catalogue::{
    self, Outcome,
    metadata::{Origin, State},
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
