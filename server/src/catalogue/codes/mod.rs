//! Code lists (DOMAIN §5). The lists shipped with the portal are put into the table at every start, where a value
//! that is there already stays as it is; what the portal shows is read from the table.

mod lists;

use std::collections::HashMap;

use app::{portal::Label, text::Language};
use sqlx::Row;

use crate::{db::Db, error::Result};

/// A value of a code list as it is shipped.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// The code.
    pub code: &'static str,
    /// 名称.
    pub zh: &'static str,
    /// The English name.
    pub en: &'static str,
    /// The code one level up; empty for none.
    pub parent: &'static str,
}

/// A list as it is shipped; empty for a name that is none.
pub fn shipped(list: &str) -> &'static [Shipped] {
    lists::ALL.iter().find(|(name, _)| *name == list).map(|(_, values)| *values).unwrap_or_default()
}

/// A value of a code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The code.
    pub code: String,
    /// 名称.
    pub zh: String,
    /// The English name.
    pub en: String,
    /// The code one level up.
    pub parent: Option<String>,
}

/// All code lists, in memory.
#[derive(Debug, Default)]
pub struct Codes {
    lists: HashMap<String, Vec<Value>>,
    places: HashMap<(String, String), usize>,
}

impl Codes {
    /// Puts the shipped lists into the table and reads all of it.
    pub async fn load(db: &Db) -> Result<Self> {
        let mut tx = db.write().await?;
        let known: i64 =
            sqlx::query("select count(*) as n from code_list").fetch_one(&mut *tx).await?.try_get("n")?;
        let shipped: usize = lists::ALL.iter().map(|(_, values)| values.len()).sum();
        if usize::try_from(known).unwrap_or_default() < shipped {
            for (list, values) in lists::ALL {
                for (ordinal, value) in (0i64..).zip(values.iter()) {
                    sqlx::query(
                        "insert into code_list (list, code, name_zh, name_en, ordinal, parent) \
                         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
                    )
                    .bind(*list)
                    .bind(value.code)
                    .bind(value.zh)
                    .bind(value.en)
                    .bind(ordinal)
                    .bind((!value.parent.is_empty()).then_some(value.parent))
                    .execute(&mut *tx)
                    .await?;
                }
            }
        }
        tx.commit().await?;
        let rows = sqlx::query(
            "select list, code, name_zh, name_en, parent from code_list order by list, ordinal, code",
        )
        .fetch_all(db.read())
        .await?;
        let mut codes = Self::default();
        for row in rows {
            let list: String = row.try_get("list")?;
            let value = Value {
                code: row.try_get("code")?,
                zh: row.try_get("name_zh")?,
                en: row.try_get("name_en")?,
                parent: row.try_get("parent")?,
            };
            let values = codes.lists.entry(list.clone()).or_default();
            codes.places.insert((list, value.code.clone()), values.len());
            values.push(value);
        }
        Ok(codes)
    }

    /// The values of a list, in order.
    pub fn list(&self, list: &str) -> &[Value] {
        self.lists.get(list).map(Vec::as_slice).unwrap_or_default()
    }

    /// The value of a code.
    pub fn value(&self, list: &str, code: &str) -> Option<&Value> {
        let place = self.places.get(&(list.to_owned(), code.to_owned()))?;
        self.list(list).get(*place)
    }

    /// A code with its name; the code itself where the list does not have it.
    pub fn label(&self, list: &str, code: &str, language: Language) -> Label {
        let label = self.value(list, code).map_or(code, |value| match language {
            Language::Zh => &value.zh,
            Language::En => &value.en,
        });
        Label { code: code.to_owned(), label: label.to_owned() }
    }

    /// A code and everything above it, nearest first.
    pub fn with_ancestors(&self, list: &str, code: &str) -> Vec<String> {
        let mut chain = vec![code.to_owned()];
        while let Some(parent) = chain.last().and_then(|code| self.value(list, code)?.parent.clone()) {
            if chain.contains(&parent) {
                break;
            }
            chain.push(parent);
        }
        chain
    }
}
