//! The small parts that work in the browser.

use crate::text::words::IslandWords;

pub static ISLANDS: IslandWords = IslandWords {
    suggestions: "Suggestions",
    suggestion_count: |n| match n {
        0 => String::new(),
        1 => "1 suggestion; use the arrow keys".to_owned(),
        n => format!("{n} suggestions; use the arrow keys"),
    },
    copy: "Copy",
    copied: "Copied",
    copy_failed: "Please copy by hand",
    selected: |n| if n == 1 { "1 dataset selected".to_owned() } else { format!("{n} datasets selected") },
    view_selection: "View",
    clear: "Clear",
    selection: "Your selection",
    select: |title| format!("Select “{title}”"),
    selection_full: "At most 50 datasets can be selected",
    text_size: "Size of type",
    text_sizes: ["Standard type", "Large type", "Largest type"],
    text_glyph: "A",
};
