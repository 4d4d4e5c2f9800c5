//! Other systems' shapes, in and out.

pub mod import;
