//! What stands around every page, and the home page, organisations, themes and the selection.

use crate::text::words::{ListWords, SiteWords};

pub static SITE: SiteWords = SiteWords {
    skip: "Skip to content",
    main_navigation: "Main",
    home: "Home",
    datasets: "Data",
    organisations: "Organisations",
    themes: "Themes",
    statistics: "Statistics",
    developers: "Developers",
    help: "Help",
    other_language: "中文",
    use_data: "Use the data",
    about: "About",
    contact: "Contact",
    related_sites: "Related sites",
    site_id: |id| format!("Site identifier: {id}"),
    footer_note: "Data is provided by, and is the responsibility of, each publishing department. \
                  Unconditionally open data needs no sign-in.",
    api_document: "API description (OpenAPI)",
    go_home: "Go to the home page",
    go_search: "Search the data",
    popular: "Popular searches",
    quote: |reference| format!("When asking for help, please quote: {reference}"),
    status: |status| format!("Status {status}"),
    breadcrumb: "You are here",
    demo: "Demo data",
    demo_banner: "This is demo data: its content is fictional and only shows what the portal can do. \
                  Do not use it for anything real.",
    external: "External source",
    overdue: "Update overdue",
    level: |level| format!("Level {level}"),
    part_failed: "This part cannot be shown at the moment. Please reload the page later.",
    first_page: "Back to the first page",
    next_page: "Next page",
    pages: "Pages",
    about_portal: |name, city| {
        format!(
            "{name}: find, understand and download the open data of {city}. Unconditionally open data needs no sign-in."
        )
    },
    subscribe: "Follow updates",
    subscribe_help: "Atom feed: open it in a feed reader to learn of new and changed datasets",
    feed_title: "New and changed datasets",
    feed_title_for: |what| format!("New and changed datasets: {what}"),
    share_image: |name| format!("The mark of {name}"),
    contents: "On this page",
};

pub static LISTS: ListWords = ListWords {
    hero_title: |city| format!("Open data of {city}: easy to find, read and use"),
    hero_lead: "Type what you are looking for: a place, a service or a department. Most records are in Chinese.",
    hero_examples: "Try",
    skyline: "Datasets updated by month",
    in_figures: "The portal at a glance",
    examples: &["停车场", "医院", "空气质量", "公交线路", "学校"],
    count_datasets: "datasets",
    count_organisations: "publishers",
    count_files: "files to download",
    count_rows: "rows",
    count_downloads: "downloads",
    counted_at: |when| format!("Counted {when}"),
    statistics: "The portal in figures",
    themes_title: "Browse by theme",
    themes_lead: "Every dataset belongs to one or more themes. Choose one to see all its datasets.",
    newest_title: "Recently updated",
    most_used_title: "Most downloaded",
    see_all: "See all",
    uses_title: "Downloads in the last 30 days",
    nothing_yet: "There is no data on this portal yet.",
    nothing_used: "Nothing has been downloaded yet.",
    datasets_of: |n| if n == "1" { "1 dataset".to_owned() } else { format!("{n} datasets") },
    organisations_title: "Organisations",
    organisations_lead: "The departments and bodies that publish data, those with most datasets first.",
    organisations_search: "Find an organisation by name",
    organisations_found: |n| {
        if n == "1" { "1 organisation".to_owned() } else { format!("{n} organisations") }
    },
    organisations_none: "No organisation has such a name. Try a shorter word, such as 交通 or 教育.",
    search_button: "Search",
    region: "Region",
    kind: "Type of organisation",
    uscc: "Unified social credit code",
    organisation_datasets: "Datasets of this organisation",
    organisation_search: "Search and filter within this organisation",
    organisation_about: |name, n, portal| {
        format!(
            "Datasets published by {name} on {portal}: {n}. Read the records, download the data, follow updates."
        )
    },
    selection_title: "Your selection",
    selection_lead: "Download the files of several datasets in one archive.",
    selection_empty: "No datasets selected yet",
    selection_empty_help: "Tick downloadable datasets in the search results, then come back to download them together.",
    selection_download: "Download as ZIP",
    selection_sum: |datasets, files, bytes| format!("{datasets} dataset(s), {files} file(s), about {bytes}"),
    selection_nothing: "None of the selected datasets has files to download here.",
    selection_inside: "The archive holds all files, a list of checksums and a datapackage.json. It is streamed, \
                       so its size does not matter.",
    selection_too_many: |most| {
        format!("At most {most} datasets fit in one archive; the others are not listed.")
    },
    selection_missing: "This dataset was not found; it may have been withdrawn.",
    remove: "Remove",
    remove_one: |title| format!("Remove “{title}”"),
};
