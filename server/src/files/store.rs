//! The SQL of the files room; private to the room.

use serde_json::json;
use sqlx::{Row, any::AnyRow};

use super::{Form, Stored, codec::Digest};
use crate::{
    audit::{self, Act, Actor},
    backend::Backend,
    clock::Moment,
    db::Tx,
    error::{Error, Result},
};

/// What the database knows of an object.
#[derive(Debug)]
pub struct ObjectRow {
    pub stored: Stored,
    pub digests: Vec<Digest>,
    pub damaged: bool,
}

/// What was there when an object came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Nothing; the row has been made, and waits for its commit.
    Nothing,
    /// A damaged object.
    Damaged,
    /// The same object.
    Same,
}

pub async fn find(backend: &Backend, stored: &Stored) -> Result<Option<ObjectRow>> {
    sqlx::query(
        "select sha256, form, byte_size, block_digests, state from object where sha256 = $1 and form = $2",
    )
    .bind(&stored.sha256)
    .bind(stored.form.name())
    .fetch_optional(backend.db.read())
    .await?
    .map(|row| object(&row))
    .transpose()
}

/// At most `limit` objects after the given one, in the order of their names.
pub async fn after(backend: &Backend, last: Option<&Stored>, limit: i64) -> Result<Vec<ObjectRow>> {
    let (sha256, form) = last.map_or(("", ""), |last| (last.sha256.as_str(), last.form.name()));
    sqlx::query(
        "select sha256, form, byte_size, block_digests, state from object \
         where sha256 > $1 or (sha256 = $1 and form > $2) order by sha256, form limit $3",
    )
    .bind(sha256)
    .bind(form)
    .bind(limit)
    .fetch_all(backend.db.read())
    .await?
    .iter()
    .map(object)
    .collect()
}

/// Takes the object's row for this transaction, making it when there is none; a second writer of the same object
/// waits here until the first has committed, on either database.
pub async fn claim(tx: &mut Tx, stored: &Stored, now: Moment) -> Result<Before> {
    let state: String = sqlx::query(
        "insert into object (sha256, form, byte_size, block_digests, state, created_at, checked_at) \
         values ($1, $2, $3, '', 'coming', $4, $4) \
         on conflict (sha256, form) do update set checked_at = object.checked_at returning state",
    )
    .bind(&stored.sha256)
    .bind(stored.form.name())
    .bind(i64::try_from(stored.byte_size).unwrap_or(i64::MAX))
    .bind(now.0)
    .fetch_one(&mut **tx)
    .await?
    .try_get("state")?;
    match state.as_str() {
        "coming" => Ok(Before::Nothing),
        "damaged" => Ok(Before::Damaged),
        "ok" => Ok(Before::Same),
        other => Err(Error::other(format!("object {} is in the unknown state {other}", stored.sha256))),
    }
}

/// Writes the digests of the claimed object: from the commit on it is there and whole.
pub async fn settle(tx: &mut Tx, stored: &Stored, digests: &[Digest], now: Moment) -> Result<()> {
    sqlx::query(
        "update object set block_digests = $3, state = 'ok', checked_at = $4 where sha256 = $1 and form = $2",
    )
    .bind(&stored.sha256)
    .bind(stored.form.name())
    .bind(hex::encode(digests.concat()))
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Marks the object as damaged or as whole again, and says so in the audit log when that is news.
pub async fn mark(backend: &Backend, stored: &Stored, damaged: bool) -> Result<()> {
    let now = backend.clock.now();
    let (state, action) = if damaged { ("damaged", "object.damaged") } else { ("ok", "object.healed") };
    let mut tx = backend.db.write().await?;
    let changed = sqlx::query(
        "update object set state = $3, checked_at = $4 where sha256 = $1 and form = $2 and state <> $3",
    )
    .bind(&stored.sha256)
    .bind(stored.form.name())
    .bind(state)
    .bind(now.0)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if changed > 0 {
        audit_mark(backend, &mut tx, stored, action).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The audit event of an object that was found damaged or made whole.
pub async fn audit_mark(backend: &Backend, tx: &mut Tx, stored: &Stored, action: &str) -> Result<()> {
    let detail = json!({ "form": stored.form.name(), "byte_size": stored.byte_size });
    let act = Act { action, kind: "object", id: &stored.sha256, detail };
    audit::append(backend, tx, &Actor::command("files"), act).await
}

/// Notes that the object was read through.
pub async fn checked(backend: &Backend, stored: &Stored) -> Result<()> {
    let mut tx = backend.db.write().await?;
    sqlx::query("update object set checked_at = $3 where sha256 = $1 and form = $2")
        .bind(&stored.sha256)
        .bind(stored.form.name())
        .bind(backend.clock.now().0)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

fn object(row: &AnyRow) -> Result<ObjectRow> {
    let sha256: String = row.try_get("sha256")?;
    let unreadable = || Error::other(format!("the row of object {sha256} is not readable"));
    let form = Form::of_name(&row.try_get::<String, _>("form")?).ok_or_else(unreadable)?;
    let byte_size = u64::try_from(row.try_get::<i64, _>("byte_size")?).map_err(|_| unreadable())?;
    let digests = hex::decode(row.try_get::<String, _>("block_digests")?).map_err(|_| unreadable())?;
    let (digests, []) = digests.as_chunks::<32>() else { return Err(unreadable()) };
    let digests = digests.to_vec();
    let damaged = row.try_get::<String, _>("state")? != "ok";
    Ok(ObjectRow { stored: Stored { sha256: sha256.clone(), form, byte_size }, digests, damaged })
}
