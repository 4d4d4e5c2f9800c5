//! What pages are made of. Parts take plain data and show it; they ask nothing (the islands among them ask from the
//! browser).

pub mod address;
pub mod badge;
pub mod chart;
pub mod code;
pub mod copy;
pub mod dialog;
pub mod facet;
pub mod fact;
pub mod field;
pub mod file;
pub mod head;
pub mod icon;
pub mod json_ld;
pub mod layout;
pub mod licence;
pub mod notice;
pub mod paging;
pub mod popular;
pub mod result;
pub mod search_box;
pub mod search_form;
pub mod selection;
pub mod state;
pub mod table;
pub mod text_size;
pub mod theme;
pub mod timeline;
pub mod when;
