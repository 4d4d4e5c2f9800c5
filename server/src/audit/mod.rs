//! The record of who did what. Every write verb appends to it within its own transaction.

use serde_json::Value;
use sqlx::Row;

use crate::{
    backend::Backend,
    db::{self, Tx},
    error::Result,
};

/// Who acts: a person's or a command's name, and the role it acts in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// A person's id, or `system:` and the name of a command.
    pub name: String,
    /// A role of DOMAIN §2.1, or `system`.
    pub role: String,
}

impl Actor {
    /// A command that somebody with access to the machine started.
    pub fn command(name: &str) -> Self {
        Self { name: format!("system:{name}"), role: "system".to_owned() }
    }
}

/// What was done to what.
#[derive(Debug, Clone)]
pub struct Act<'a> {
    /// The verb, such as `dataset.publish`.
    pub action: &'a str,
    /// The kind of thing: dataset, organisation, object, …
    pub kind: &'a str,
    /// Its id.
    pub id: &'a str,
    /// Facts about it; no personal data.
    pub detail: Value,
}

/// Appends one event.
pub async fn append(backend: &Backend, tx: &mut Tx, actor: &Actor, act: Act<'_>) -> Result<()> {
    db::in_order(backend.db.engine(), tx).await?;
    let seq: i64 = sqlx::query("select coalesce(max(seq), 0) + 1 as next from audit_event")
        .fetch_one(&mut **tx)
        .await?
        .try_get("next")?;
    sqlx::query(
        "insert into audit_event (seq, at, actor, role, action, kind, object_id, detail) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(seq)
    .bind(backend.clock.now().0)
    .bind(&actor.name)
    .bind(&actor.role)
    .bind(act.action)
    .bind(act.kind)
    .bind(act.id)
    .bind(act.detail.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
