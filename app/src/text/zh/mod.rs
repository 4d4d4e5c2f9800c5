//! 简体中文.

pub mod dataset;
pub mod developers;
pub mod help;
pub mod islands;
pub mod labels;
pub mod licences;
pub mod parts;
pub mod problems;
pub mod search;
pub mod site;
