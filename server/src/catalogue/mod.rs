//! Datasets and organisations: what there is, who may see it, and every change to it.
//!
//! The catalogue never writes the index or the page cache: it appends to the change feed, which they follow.

mod cite;
pub mod codes;
mod counters;
mod cycle;
mod delivery;
mod documents;
mod examine;
pub mod grant;
pub mod guard;
mod kept;
pub mod metadata;
mod organisations;
mod record;
pub mod routes;
mod send;
mod sitemap;
mod statistics;
mod store;
mod view;

pub use cite::Cited;
pub use counters::{Counted, Counters};
pub use cycle::moment;
pub use delivery::{Deliverable, deliverable, deliverables};
pub use documents::{Change, Document, Listed, changes_after, documents, ids_after, last_change};
pub use examine::disagreeing_with_guard;
pub use kept::{Kept, statistics};
pub use organisations::{organisation, organisation_titles, organisations};
pub use record::{
    NewDistribution, Outcome, Publisher, Record, id_of_source, id_of_source_in, known, put, put_organisation,
};
pub use send::{send_file, send_selection};
pub use sitemap::{sitemap_entries, sitemap_parts};
pub use view::{cited, view};
