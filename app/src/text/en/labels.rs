//! The names of codes.

use crate::portal::catalogue::{DistributionKind, OpenType};

pub fn open_type(open_type: Option<OpenType>) -> &'static str {
    match open_type {
        Some(OpenType::Unconditional) => "Unconditionally open",
        Some(OpenType::Conditional) => "Conditionally open",
        None => "Open type not stated",
    }
}

pub fn open_type_meaning(open_type: Option<OpenType>) -> &'static str {
    match open_type {
        Some(OpenType::Unconditional) => {
            "Anybody may download and use it at once: no sign-in, no application, no fee."
        }
        Some(OpenType::Conditional) => {
            "The data asks for care or skill in handling, or must be fetched continuously. Anybody can read the \
             record; using the data needs an approved application. There is no fee."
        }
        None => {
            "The original record does not say how open the data is. Only the record is public here; for the data, \
             ask the publisher or visit the source."
        }
    }
}

pub fn distribution(kind: DistributionKind) -> &'static str {
    match kind {
        DistributionKind::Hosted => "File on this portal",
        DistributionKind::External => "External source",
        DistributionKind::Api => "Interface",
    }
}

pub fn defect(code: &str) -> Option<&'static str> {
    Some(match code {
        "missing_description" => "no description",
        "description_repeats_title" | "description_equals_title" => "the description only repeats the title",
        "missing_theme" => "no theme",
        "theme_not_mapped" | "unmapped_theme" => "its theme has no counterpart here",
        "industry_not_mapped" => "its industry has no counterpart in the national standard",
        "missing_open_type" => "no open type",
        "open_type_not_mapped" | "unmapped_open_type" => "its open type could not be recognised",
        "share_type_not_mapped" => "its sharing type could not be recognised",
        "licence_not_mapped" => "its licence could not be recognised",
        "missing_level" => "no security level",
        "missing_cycle" => "no update cycle",
        "cycle_not_mapped" | "unmapped_cycle" => "its update cycle could not be recognised",
        "missing_date" => "no date of update",
        "bad_date" => "a date could not be read",
        "format_not_mapped" | "unmapped_format" => "a format could not be recognised",
        "missing_format" => "no format",
        "missing_keywords" => "no keywords",
        "missing_source_url" => "no address of its source",
        "bad_source_url" => "the address of its source cannot be opened",
        "source_url_of_another" => "the address of its source is that of another dataset",
        "bad_resource_url" => "an address of its data cannot be opened",
        "missing_file" => "a file that it names is missing",
        "file_renamed" => "a file had to be renamed",
        "encoding_not_utf8" => "a file is not in UTF-8",
        "irregular_rows" => "some rows of a file have more or fewer columns than others",
        "region_not_mapped" | "unknown_region" => "its region could not be recognised",
        "markup_removed" => "markup was removed from its text",
        "control_characters_removed" => "control characters were removed from its text",
        "text_cut" => "its text was too long and has been cut",
        _ => return None,
    })
}

pub fn data_type(code: &str) -> Option<&'static str> {
    Some(match code {
        "C" => "text",
        "N" => "number",
        "I" => "whole number",
        "Y" => "money",
        "D" => "date",
        "T" => "date and time",
        "L" => "yes or no",
        "M" => "long text",
        "G" => "geometry",
        _ => return None,
    })
}

pub fn mode(code: &str) -> Option<&'static str> {
    Some(match code {
        "api" => "by interface",
        "file" => "as files",
        "sandbox" => "in the sandbox (usable, not visible)",
        "verify" => "by verification service",
        _ => return None,
    })
}

pub fn relation(code: &str) -> &'static str {
    match code {
        "previous" => "Previous version",
        "series" => "Same series",
        "code_table" => "Code table",
        _ => "Related",
    }
}

pub fn level(level: u8) -> &'static str {
    match level {
        1 => "free to use",
        2 => "slight impact possible; usable on conditions",
        3 => "some impact; usable with safeguards",
        _ => "not public",
    }
}
