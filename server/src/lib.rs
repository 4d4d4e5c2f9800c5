//! The backend of the portal. The rooms, in the order in which they may depend on each other, lowest first:
//!
//! - [`audit`]: the record of who did what
//! - [`files`]: stored bytes
//! - [`catalogue`]: datasets and organisations
//! - [`search`]: finding them
//! - [`interop`]: other systems' shapes, in and out
//! - [`admin`]: the demonstration and the operator's commands
//! - [`jobs`]: work beside the requests
//! - [`http`]: the door
//!
//! Below them all: [`backend`], [`config`], [`db`], [`clock`], [`error`].

pub mod admin;
pub mod audit;
pub mod backend;
pub mod catalogue;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod files;
pub mod http;
pub mod interop;
pub mod jobs;
pub mod search;
