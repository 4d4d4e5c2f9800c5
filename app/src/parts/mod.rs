//! What pages are made of. Parts take plain data and show it; they ask nothing (the islands among them ask from the
//! browser).

pub mod address;
pub mod badge;
pub mod code;
pub mod copy;
pub mod facet;
pub mod fact;
pub mod file;
pub mod head;
pub mod json_ld;
pub mod layout;
pub mod licence;
pub mod paging;
pub mod result;
pub mod search_box;
pub mod search_form;
pub mod selection;
pub mod when;
