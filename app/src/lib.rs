//! The portal as people see it.
//!
//! - [`portal`]: the contract with the backend, without Leptos
//! - [`text`]: every word shown

pub mod portal;
pub mod text;
