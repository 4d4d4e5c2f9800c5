//! Licences in plain words.

use crate::text::words::Licence;

static OPEN: Licence = Licence {
    name: "Public open data licence (unconditional)",
    may: &[
        "use, copy and share it free of charge",
        "use it for any lawful purpose, commercial ones included",
        "process, combine and publish it again",
    ],
    must: &["name the source: “Data source: department, portal, date of access”"],
    must_not: &["suggest that an authority endorses you", "try to identify persons in the data"],
    url: None,
};

static CC_BY: Licence = Licence {
    name: "Creative Commons Attribution 4.0 International (CC BY 4.0)",
    may: &[
        "copy and share it",
        "change it and build on it",
        "use it for any purpose, commercial ones included",
    ],
    must: &["name the author and the source", "link to the licence", "say whether you changed anything"],
    must_not: &["add legal or technical restrictions that keep others from doing the same"],
    url: Some("https://creativecommons.org/licenses/by/4.0/"),
};

static ODC_BY: Licence = Licence {
    name: "Open Data Commons Attribution License (ODC-BY 1.0)",
    may: &["copy, share and use the database", "make works from it", "change and adapt it"],
    must: &["name the source when you use it publicly", "keep the notices that come with the database"],
    must_not: &["remove or alter these notices"],
    url: Some("https://opendatacommons.org/licenses/by/1-0/"),
};

static AGREEMENT: Licence = Licence {
    name: "Agreement on the use of conditionally open data",
    may: &["use it within the approved scenario, scope and term"],
    must: &[
        "apply, be approved and sign the agreement first",
        "keep the agreed safeguards",
        "report how it was used and to what effect",
    ],
    must_not: &["use it for anything else", "pass on the raw data", "try to identify persons in the data"],
    url: None,
};

static THIRD_PARTY: Licence = Licence {
    name: "Third-party licence",
    may: &["use it on the terms stated at its source"],
    must: &["read these terms first"],
    must_not: &["assume that it is free to use"],
    url: None,
};

pub fn licence(code: &str) -> Option<&'static Licence> {
    match code {
        "QD-OPEN-1.0" => Some(&OPEN),
        "CC-BY-4.0" => Some(&CC_BY),
        "ODC-BY-1.0" => Some(&ODC_BY),
        "QD-COND-AGREEMENT" => Some(&AGREEMENT),
        "THIRD-PARTY" => Some(&THIRD_PARTY),
        _ => None,
    }
}
