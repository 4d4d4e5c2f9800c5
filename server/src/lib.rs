//! The backend of the portal. The rooms, in the order in which they may depend on each other, lowest first:
//!
//! - [`jobs`], [`audit`]: work beside the requests; the record of who did what
//! - [`files`]: stored bytes
//! - [`catalogue`]: datasets and organisations
//! - [`search`]: finding them
//! - [`interop`]: other systems' shapes, in and out
//! - [`admin`]: the demonstration and the operator's commands
//! - [`http`]: the door
//!
//! Below them all: [`backend`], [`config`], [`db`], [`clock`], [`error`].

pub mod audit;
pub mod backend;
pub mod catalogue;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod files;
pub mod interop;
pub mod jobs;
pub mod search;
