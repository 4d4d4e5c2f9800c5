//! The operator's commands: the demonstration and the doctor. The admin room never serves a request.

pub mod demo;
pub mod doctor;
mod store;

pub use demo::{Summary, demo};
