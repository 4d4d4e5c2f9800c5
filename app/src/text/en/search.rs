//! Finding data.

use crate::text::words::SearchWords;

pub static SEARCH: SearchWords = SearchWords {
    title: "Search the data",
    title_for: |q| format!("Search for “{q}”"),
    about: |n| {
        format!("Search all {n} datasets, and filter them by theme, publisher, open type, format and region.")
    },
    about_for: |what, n, portal| {
        format!("Datasets on {portal} about “{what}”: {n}. Filter, download and follow them.")
    },
    label: "Search datasets",
    placeholder: "Dataset, department, keyword or catalogue code",
    button: "Search",
    found: |n| if n == "1" { "1 dataset".to_owned() } else { format!("{n} datasets") },
    sort: "Sort by",
    sort_relevance: "Relevance",
    sort_newest: "Recently updated",
    sort_used: "Most downloaded",
    filters: "Filters",
    chosen: "Chosen filters",
    remove: |label| format!("Remove filter: {label}"),
    remove_all: "Remove all filters",
    theme: "Theme",
    publisher: "Publisher",
    open_type: "Open type",
    format: "Format",
    region: "Region",
    cycle: "Update cycle",
    more: |n| format!("{n} more"),
    did_you_mean: "Did you mean",
    corrected: |asked, meant| {
        format!("Nothing was found for “{asked}”; these are the results for “{meant}”.")
    },
    relaxed: "No dataset has all these words; these have most of them.",
    suggested: "Narrow it down",
    only: |label| format!("Only data of {label}"),
    personal_title: "Personal information is never opened",
    personal_text: "This looks like a search for information about a person. The portal only has public data that \
                    touches nobody's privacy; for your own records, please use the service of the authority that keeps them.",
    personal_more: "How personal information is protected",
    similar: |n| if n == "1" { "1 similar dataset".to_owned() } else { format!("{n} similar datasets") },
    one_by_one: "List them one by one",
    together: "Put similar titles together",
    none_popular: "Popular searches",
    none_tell: "Is something missing?",
    none_tell_text: |contact| format!("Please tell us which data you need: {contact}."),
    changed: "The catalogue changed while you were paging. What follows is in the new order; nothing is repeated.",
    none_title: "No dataset fits these filters",
    none_title_for: |q| format!("No dataset was found for “{q}”"),
    none_advice: &[
        "Check the spelling. Most records are in Chinese, so a Chinese word finds more.",
        "Try a shorter or more common word.",
        "The name of a department or a catalogue code works too.",
    ],
    none_without_filters: "Search again without filters",
    none_themes: "Or start from a theme",
    results: "Results",
    updated: |date| format!("Updated {date}"),
    no_date: "Date of update not stated",
    downloads: |n| if n == "1" { "1 download".to_owned() } else { format!("{n} downloads") },
    from: |source| format!("From {source}"),
    no_summary: "This record has no summary.",
    pick: "Download the ticked ones together",
    pick_hint: "Tick downloadable datasets to download them in one archive",
};
