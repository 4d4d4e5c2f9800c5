//! The guide for developers.

use crate::text::words::{DeveloperWords, Endpoint};

pub static DEVELOPERS: DeveloperWords = DeveloperWords {
    title: "For developers",
    lead: "Everything on these pages comes from one public API. Reading the catalogue and downloading \
           unconditionally open files needs no account and no key.",
    document: "The complete machine-readable description:",
    start: "Start here",
    start_lead: "Search for 停车场 (car parks), then read one of the datasets:",
    endpoints: "Addresses",
    path: "Address",
    answers: "Answers",
    list: &[
        Endpoint {
            path: "GET /api/datasets",
            answers: "datasets found, with facet counts, highlights and a cursor",
        },
        Endpoint {
            path: "GET /api/datasets/{id}",
            answers: "everything about one dataset; takes catalogue codes, short names and external ids too",
        },
        Endpoint {
            path: "GET /api/datasets/{id}/files/{file}",
            answers: "the file itself, with Range, ETag, If-Range and HEAD",
        },
        Endpoint {
            path: "GET /api/selection.zip?dataset=…&dataset=…",
            answers: "several datasets in one ZIP with a manifest and a datapackage.json",
        },
        Endpoint {
            path: "GET /api/datasets/{id}/citation?format=",
            answers: "how to cite it: gbt7714, bibtex or ris",
        },
        Endpoint {
            path: "GET /en/feeds/datasets.atom",
            answers: "new and changed datasets (Atom); takes the parameters of a search, such as one publisher or one theme",
        },
        Endpoint { path: "GET /api/organisations", answers: "organisations with public datasets" },
        Endpoint { path: "GET /api/organisations/{id}", answers: "one organisation" },
        Endpoint { path: "GET /api/themes", answers: "themes and how many datasets each has" },
        Endpoint { path: "GET /api/suggest?q=", answers: "suggestions while typing" },
        Endpoint { path: "GET /api/statistics", answers: "the portal in figures" },
    ],
    parameters: "Search parameters",
    parameter: "Parameter",
    meaning: "Meaning",
    parameter_list: &[
        Endpoint { path: "q", answers: "words to find, at most 200 characters" },
        Endpoint { path: "theme", answers: "theme code, such as 04" },
        Endpoint { path: "publisher", answers: "id of an organisation" },
        Endpoint { path: "open_type", answers: "unconditional, conditional or unknown" },
        Endpoint { path: "format", answers: "format, such as CSV" },
        Endpoint { path: "region", answers: "region code (GB/T 2260); a province includes its cities" },
        Endpoint { path: "cycle", answers: "code of an update cycle" },
        Endpoint { path: "sort", answers: "relevance, newest, used or id" },
        Endpoint { path: "limit", answers: "items per page, 1 to 100; 20 unless said" },
        Endpoint { path: "cursor", answers: "next of the page before" },
    ],
    parameters_note: "A parameter may be repeated: any of its values fits; different parameters must all fit.",
    paging: "Paging",
    paging_lead: "A list is items, total and next. Send next back as cursor to get the page after; without next it is the last.",
    paging_note: "Cursors are opaque and belong to one search. There is no last page that you cannot reach.",
    copy_all: "Copy the whole catalogue",
    copy_all_lead: "Page with sort=id: even if the catalogue changes meanwhile, each dataset comes exactly once.",
    downloads: "Downloads that resume",
    downloads_lead: "The address of a file never changes. Go on after an interruption, or use several connections:",
    downloads_check: "Compare with the sha256 that the API gave:",
    selection: "Several datasets at once",
    selection_lead: "All files of several datasets (at most 50) in one stream:",
    errors: "Errors",
    errors_lead: "Errors are application/problem+json (RFC 9457). The code is stable: let programs decide by it. \
                  Title and detail are for people and change with the language.",
    language: "Language",
    language_lead: "The header Accept-Language: en gives the names of codes and errors in English. Data is not translated.",
    limits: "Limits",
    limits_list: &[
        "At most 100 items per page; no limit on all pages together.",
        "A busy portal answers 503 with Retry-After; please wait that long.",
        "Several ranges in one request get the whole file (200); parallel requests of one range each are welcome.",
        "Please name your program and a contact in User-Agent.",
    ],
};
