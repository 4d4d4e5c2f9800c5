//! The parts of pages, the page of figures, and the page of all parts.

use crate::text::words::parts::{DesignWords, Figure, PartWords, StatisticsWords};

pub static PARTS: PartWords = PartWords {
    optional: " (optional)",
    choose: "Please choose",
    errors: |n| {
        if n == 1 {
            "There is 1 thing to correct".to_owned()
        } else {
            format!("There are {n} things to correct")
        }
    },
    wrong: "Error: ",
    waiting: "Loading",
    close: "Close",
    cancel: "Cancel",
    step_done: "Done",
    step_now: "In progress",
    step_coming: "Not yet begun",
    chart_table: "See the figures as a table",
    chart_empty: "Nothing was recorded in this time.",
    chart_summary: |total, name, most| format!("{total} in all; the most in {name}: {most}."),
    percent: |n| format!("{n}%"),
    drawn: "Drawn",
};

pub static STATISTICS: StatisticsWords = StatisticsWords {
    title: "Statistics",
    lead: "How much data there is, how it is kept up, and how it is used. Every figure says how it is counted; \
           all of them come from the database.",
    totals: "In all",
    datasets: Figure {
        name: "Datasets",
        meaning: "Those whose record anybody can read; drafts, withdrawn and closed ones are left out.",
    },
    unconditional: Figure {
        name: "Unconditionally open",
        meaning: "Anybody may download and use them at once.",
    },
    conditional: Figure { name: "Conditionally open", meaning: "Using them needs an approved application." },
    organisations: Figure {
        name: "Publishers",
        meaning: "Departments and bodies with at least one public dataset.",
    },
    files: Figure {
        name: "Files to download",
        meaning: "Files of current versions that anybody can download here; older versions and outside links are left out.",
    },
    rows: Figure {
        name: "Rows",
        meaning: "Of the tables in these files; a table in several formats counts once.",
    },
    byte_size: Figure {
        name: "Size of the files",
        meaning: "All these files together; 1 GB is a billion bytes.",
    },
    downloads: Figure {
        name: "Downloads",
        meaning: "How often files were downloaded. A resumed download counts once; an archive counts once for each dataset.",
    },
    over_time: "Updates and use",
    months: Figure {
        name: "Datasets updated by month",
        meaning: "By the month of the latest update, over the last 24 months; dates without a month are left out.",
    },
    day_downloads: Figure {
        name: "Downloads by day",
        meaning: "Over the last 30 days, in China Standard Time.",
    },
    day_views: Figure {
        name: "Views by day",
        meaning: "How often pages of datasets were opened in the last 30 days.",
    },
    month: "Month",
    day: "Day",
    made_of: "What there is",
    themes: Figure {
        name: "By theme",
        meaning: "A dataset may belong to several themes, so the sum can exceed the total.",
    },
    open_types: Figure {
        name: "By open type",
        meaning: "“Not stated”: imported from elsewhere, where it was not stated.",
    },
    formats: Figure { name: "By format", meaning: "A dataset may come in several formats." },
    regions: Figure { name: "By region", meaning: "A region includes the datasets of its parts." },
    cycles: Figure {
        name: "By update cycle",
        meaning: "As promised by the publisher; not what was in fact done.",
    },
    publishers: Figure {
        name: "Publishers with most datasets",
        meaning: "By the number of public datasets.",
    },
    count: "Datasets",
    times: "Times",
    most: |n| format!("Only the {n} most frequent are listed."),
    all_figures: "All statistics",
    how: "How it is counted",
    how_lines: &[
        "Only datasets that anybody can see are counted. When one is withdrawn, its updates, downloads and views no longer count.",
        "Figures are counted anew whenever the catalogue changes, and each hour otherwise; the page says when.",
        "Downloads and views are recorded by dataset and day, never by person.",
    ],
    as_json: "Read these figures as JSON",
};

pub static DESIGN: DesignWords = DesignWords {
    title: "All parts",
    lead: "Every part in every state, for building and checking; only there in development.",
    colours: "Colours",
    type_scale: "Type",
    sample: "Sea wind over the red roofs",
    icons: "Icons",
    buttons: "Buttons",
    button: "Main action",
    quiet_button: "Other action",
    danger_button: "Cannot be undone",
    disabled_button: "Not available",
    badges: "Badges",
    notices: "Notices",
    notice_title: "What matters first",
    notice_text: "Then a sentence or two on why, and what to do next.",
    fields: "Fields",
    fields_wrong: "Fields with errors",
    name: "Name of the organisation",
    name_hint: "As on its certificate of registration.",
    name_wrong: "Enter the name of the organisation",
    reason: "Purpose",
    reason_hint: "What it is for and how it will be used, in at most 500 characters.",
    reason_wrong: "The purpose needs at least 20 more characters",
    kind: "Type of applicant",
    kinds: &[("L1", "Company"), ("L8", "University"), ("L9", "Research institute")],
    kind_wrong: "Choose the type of applicant",
    way: "Way of delivery",
    way_wrong: "Choose at least one way of delivery",
    ways: &[
        ("api", "By interface", "Suits data that changes all the time."),
        ("file", "As files", ""),
        ("sandbox", "In the sandbox", "Usable, not visible: the data does not leave the portal."),
    ],
    agree: "I have read the agreement and accept it",
    agree_wrong: "Read the agreement, then tick the box",
    day: "To be used until",
    day_hint: "For example 2026-12-31.",
    day_wrong: "The day must be later than today",
    file: "Proof",
    file_hint: "A PDF or an image of at most 10 MB.",
    file_wrong: "The file is larger than 10 MB; choose a smaller one",
    send: "Send",
    tables: "Tables",
    table: "Recent applications",
    table_head: ["Number", "Dataset", "Sent", "Working days"],
    table_rows: &[
        ["SQ-2026-0312", "Free spaces of car parks", "2026-11-03", "12"],
        ["SQ-2026-0298", "Occupancy of hospital beds", "2026-10-27", "8"],
        ["SQ-2026-0275", "Positions of buses", "2026-10-15", "20"],
    ],
    charts: "Charts",
    timeline: "Timeline",
    steps: &[
        ("Application sent", "3 November 2026"),
        ("Accepted for review", "4 November 2026"),
        ("Review by the publisher", "expected by 18 November 2026"),
        ("Agreement", ""),
    ],
    states: "When there is nothing to show",
    empty_title: "No applications yet",
    empty_text: "Those you send are listed here, with how far they have got.",
    failed_title: "This part cannot be shown at the moment",
    failed_text: "The fault was recorded. Please reload the page later.",
    forbidden_title: "You may not see this",
    forbidden_text: "If it is an application of your organisation, sign in with its account.",
    dialog: "Dialog",
    dialog_open: "What is this?",
    dialog_title: "What a sandbox is",
    dialog_text: "The data stays on the portal; programs run inside, and results are checked before they leave. \
                  Press Esc or click outside to close.",
    confirm: "Confirmation",
    confirm_lead: "What cannot be undone has a page of its own for confirming, and needs no script.",
    confirm_title: "Withdraw this application?",
    confirm_text: "The review ends. You can send it again later.",
    disclosure: "Disclosure",
    disclosure_summary: "Why is there a review?",
    disclosure_text: "Data of this kind asks for care or skill in handling, so its publisher reviews each application.",
    going_on: "Paging",
    lists: "List of datasets",
};
