//! One file per screen. Pages ask, parts show.

pub mod dataset;
pub mod design;
pub mod developers;
pub mod help;
pub mod home;
pub mod organisation;
pub mod organisations;
pub mod problem;
pub mod search;
pub mod selection;
pub mod statistics;
pub mod themes;
