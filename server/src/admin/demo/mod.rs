//! The demonstration: the reference datasets of DOMAIN Annex A with fictional content, and every state that a page
//! can show.
//!
//! What it puts in depends on nothing but the files beside this one; only ids, and the dates that say how fresh the
//! data is, depend on the backend.

mod chance;
mod column;
mod definition;
mod describe;
pub mod identifier;
mod table;
mod words;
mod write;

use app::portal::catalogue::DistributionKind;
use bytes::Bytes;
use futures::stream;
use serde::Serialize;
use serde_json::json;

use self::{
    definition::{Definition, House},
    table::{Listing, Table},
};
use super::store;
use crate::{
    audit::{self, Act, Actor},
    backend::Backend,
    catalogue::{
        self, NewDistribution, Publisher, Record,
        metadata::{OpenType, Origin, Relation, State},
    },
    db::Tx,
    error::Result,
    files::{self, Form},
};

/// Datasets put in by one transaction.
const BATCH: usize = 20;

const REASON: &str = "演示数据";

/// What a run has added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Datasets.
    pub datasets: u64,
    /// Hosted files, those of older versions included.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Organisations.
    pub organisations: u64,
    /// Persons.
    pub persons: u64,
}

/// A dataset whose files are stored and that waits for its transaction.
struct Prepared<'a> {
    definition: &'a Definition,
    table: Table,
    /// The distributions of its versions, oldest first.
    versions: Vec<(&'static str, Vec<NewDistribution>)>,
}

/// Puts the demonstration into the portal; what is there already stays as it is. `progress` hears how many datasets of
/// how many are done.
pub async fn demo(backend: &Backend, progress: impl Fn(u64, u64)) -> Result<Summary> {
    let (house, definitions) = definition::read()?;
    let listing = listing(backend, &house, &definitions)?;
    let mut summary = Summary::default();
    people(backend, &house, &mut summary).await?;
    let (mut done, total) = (0, u64::try_from(definitions.len()).unwrap_or_default());
    progress(done, total);
    for batch in definitions.chunks(BATCH) {
        // Files come before the transaction: storing one writes on its own.
        let mut prepared = Vec::with_capacity(batch.len());
        for definition in batch {
            if catalogue::id_of_source(backend, &source_key(&definition.id)).await?.is_none() {
                prepared.push(prepare(backend, &house, definition, &listing).await?);
            }
            done += 1;
            progress(done, total);
        }
        put_batch(backend, &house, &prepared, &mut summary).await?;
    }
    Ok(summary)
}

fn source_key(id: &str) -> String {
    format!("demo:{id}")
}

/// Organisations and persons, in one transaction of their own.
async fn people(backend: &Backend, house: &House, summary: &mut Summary) -> Result<()> {
    let mut tx = backend.db.write().await?;
    for name in house.organisation.keys() {
        let publisher = publisher(house, name)?;
        let (_, made) = catalogue::put_organisation(backend, &mut tx, Origin::Demo, &publisher).await?;
        summary.organisations += u64::from(made);
    }
    for person in &house.person {
        let organisation = match &person.organisation {
            Some(name) => {
                let publisher = publisher(house, name)?;
                Some(catalogue::put_organisation(backend, &mut tx, Origin::Demo, &publisher).await?.0)
            }
            None => None,
        };
        let who = (person.name.as_str(), person.role.as_str());
        summary.persons +=
            u64::from(store::ensure_person(backend, &mut tx, who, organisation.as_deref()).await?);
    }
    if summary.organisations + summary.persons > 0 {
        let counts = json!({ "organisations": summary.organisations, "persons": summary.persons });
        record_run(backend, &mut tx, "organisation", counts).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn record_run(backend: &Backend, tx: &mut Tx, kind: &str, detail: serde_json::Value) -> Result<()> {
    let act = Act { action: "demo.run", kind, id: "demo", detail };
    audit::append(backend, tx, &Actor::command("demo"), act).await
}

fn publisher(house: &House, name: &str) -> Result<Publisher> {
    let organisation = house.organisation(name)?;
    Ok(Publisher {
        title: organisation.title.clone(),
        region: organisation.region.clone(),
        kind: organisation.kind.clone(),
        uscc: Some(identifier::uscc(&organisation.register, &organisation.region, organisation.number)),
    })
}

/// Makes the table of a dataset and stores its files.
async fn prepare<'a>(
    backend: &Backend,
    house: &House,
    definition: &'a Definition,
    listing: &[Listing],
) -> Result<Prepared<'a>> {
    let columns = definition.columns(house)?;
    // Where nothing is delivered the table only lends its first row as example.
    let rows = definition.rows.max(1);
    let mut versions = Vec::new();
    if definition.superseded {
        let older = table::make(&format!("{}/2023", definition.id), columns.clone(), rows * 4 / 5, listing);
        versions.push(("2023", distributions(backend, definition, &older).await?));
    }
    let table = table::make(&definition.id, columns, rows, listing);
    versions.push(("2024", distributions(backend, definition, &table).await?));
    Ok(Prepared { definition, table, versions })
}

/// The ways to the data: open files for an unconditional dataset, sealed ones and the interface for a conditional one,
/// none for one that is not open.
async fn distributions(
    backend: &Backend,
    definition: &Definition,
    table: &Table,
) -> Result<Vec<NewDistribution>> {
    let mut distributions = Vec::new();
    let title = format!("演示_{}", definition.title);
    let (form, written) = match definition.open {
        OpenType::Unconditional if definition.level == 1 => (Form::Plain, written(definition, table)?),
        OpenType::Conditional if definition.sealed => {
            (Form::Sealed, vec![("CSV", "csv", write::csv(table)?)])
        }
        OpenType::Unconditional | OpenType::Conditional | OpenType::NotOpen => (Form::Sealed, vec![]),
    };
    for (format, extension, bytes) in written {
        let stored = files::put(backend, form, stream::iter([Ok(Bytes::from(bytes))])).await?;
        distributions.push(NewDistribution {
            kind: DistributionKind::Hosted,
            title: format!("{title}.{extension}"),
            format: Some(format.to_owned()),
            url: None,
            stored: Some(stored),
            rows: u64::try_from(table.rows.len()).ok(),
        });
    }
    if definition.api {
        distributions.push(NewDistribution {
            kind: DistributionKind::Api,
            title: format!("{}接口", definition.title),
            format: Some("API".to_owned()),
            url: None,
            stored: None,
            rows: None,
        });
    }
    Ok(distributions)
}

fn written(definition: &Definition, table: &Table) -> Result<Vec<(&'static str, &'static str, Vec<u8>)>> {
    let mut written = vec![
        ("CSV", "csv", write::csv(table)?),
        ("XLSX", "xlsx", write::xlsx(table)?),
        ("JSON", "json", write::json(table)?),
        ("XML", "xml", write::xml(&definition.title, table)),
    ];
    if definition.geojson
        && let Some(bytes) = write::geojson(table)?
    {
        written.push(("GEOJSON", "geojson", bytes));
    }
    Ok(written)
}

/// Puts prepared datasets into the catalogue, with one audit event.
async fn put_batch(
    backend: &Backend,
    house: &House,
    prepared: &[Prepared<'_>],
    summary: &mut Summary,
) -> Result<()> {
    if prepared.is_empty() {
        return Ok(());
    }
    let actor = Actor::command("demo");
    let mut tx = backend.db.write().await?;
    for dataset in prepared {
        let definition = dataset.definition;
        let state = definition.state()?;
        let mut record = record(backend, &mut tx, house, dataset).await?;
        for (name, distributions) in &dataset.versions {
            record.version = (*name).to_owned();
            record.distributions.clone_from(distributions);
            let by = (actor.name.as_str(), REASON);
            catalogue::put(backend, &mut tx, by, (Origin::Demo, state), &record).await?;
            for stored in distributions.iter().filter_map(|distribution| distribution.stored.as_ref()) {
                summary.files += 1;
                summary.bytes += stored.byte_size;
            }
        }
        summary.datasets += 1;
    }
    record_run(backend, &mut tx, "dataset", json!({ "datasets": prepared.len() })).await?;
    tx.commit().await?;
    Ok(())
}

/// The record of a dataset, still without distributions.
async fn record(backend: &Backend, tx: &mut Tx, house: &House, dataset: &Prepared<'_>) -> Result<Record> {
    let definition = dataset.definition;
    let mut related = Vec::new();
    for other in &definition.related {
        if let Some(dataset_id) = catalogue::id_of_source_in(tx, &source_key(other)).await? {
            related.push(Relation { dataset_id, relation: "related".to_owned() });
        }
    }
    let now = backend.clock.now();
    Ok(Record {
        source_key: source_key(&definition.id),
        code: Some(code(house, definition)?),
        slug: Some(definition.slug.clone()),
        aliases: vec![],
        publisher: publisher(house, &definition.publisher)?,
        metadata: describe::metadata(house, definition, &dataset.table, related, now)?,
        defects: vec![],
        version: String::new(),
        distributions: vec![],
    })
}

/// 目录代码, with the digits of the dataset's id as 顺序码; those of the states follow from 101 on.
fn code(house: &House, definition: &Definition) -> Result<String> {
    let (letter, digits) = definition.id.split_at(1);
    let ordinal = digits.parse::<usize>().unwrap_or_default() + if letter == "D" { 0 } else { 100 };
    let department = house.organisation(&definition.publisher)?.number;
    Ok(identifier::catalogue_code(&definition.class, department, &definition.theme, ordinal))
}

/// The open list (开放清单): every dataset that anybody may see, as the table of D97 has it.
fn listing(backend: &Backend, house: &House, definitions: &[Definition]) -> Result<Vec<Listing>> {
    let mut listing = Vec::new();
    for definition in definitions {
        let open = match definition.open {
            OpenType::Unconditional => "无条件开放",
            OpenType::Conditional => "有条件开放",
            OpenType::NotOpen => continue,
        };
        if definition.state()? != State::Published {
            continue;
        }
        let label = |list: &str, code: &str| backend.codes.label(list, code, app::text::Language::Zh).label;
        listing.push(vec![
            ("code", code(house, definition)?),
            ("title", definition.title.clone()),
            ("publisher", house.organisation(&definition.publisher)?.title.clone()),
            ("theme", label("theme", &definition.theme)),
            ("open_type", open.to_owned()),
            ("level", definition.level.to_string()),
            ("cycle", label("cycle", &definition.cycle)),
            ("slug", definition.slug.clone()),
        ]);
    }
    Ok(listing)
}
