//! The SQL of the operator's commands; private to the room.

use sqlx::Row;

use crate::{backend::Backend, catalogue::metadata::Origin, db::Tx, error::Result};

/// Adds a person who has this name and role nowhere yet; says whether one was added.
pub async fn ensure_person(
    backend: &Backend,
    tx: &mut Tx,
    (name, role): (&str, &str),
    organisation_id: Option<&str>,
) -> Result<bool> {
    let known: i64 =
        sqlx::query("select count(*) as n from person where name = $1 and role = $2 and origin = $3")
            .bind(name)
            .bind(role)
            .bind(Origin::Demo.name())
            .fetch_one(&mut **tx)
            .await?
            .try_get("n")?;
    if known > 0 {
        return Ok(false);
    }
    let now = backend.clock.now();
    sqlx::query(
        "insert into person (id, name, role, organisation_id, origin, created_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(backend.ids.next(now))
    .bind(name)
    .bind(role)
    .bind(organisation_id)
    .bind(Origin::Demo.name())
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    Ok(true)
}
