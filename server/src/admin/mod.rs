//! The operator's commands: at present the demonstration. The admin room never serves a request.

pub mod demo;
mod store;

pub use demo::{Summary, demo};
