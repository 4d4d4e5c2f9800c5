//! The door.

pub mod input;
