//! Help.

use crate::text::words::{HelpWords, Section};

pub static HELP: HelpWords = HelpWords {
    title: "Help",
    lead: "How to find, read and use the data on this portal.",
    sections: &[
        Section {
            id: "search",
            title: "Searching",
            paragraphs: &[
                "Type words into the search box; there is no special syntax. Traditional characters and full-width \
                 letters are converted. Quotation marks look for exactly that text; a catalogue code leads straight \
                 to its dataset.",
                "The number behind a filter says how many datasets you would get by choosing it, the other filters \
                 being equal. Several values of one filter mean any of them; several filters mean all of them.",
            ],
        },
        Section {
            id: "open-types",
            title: "Open types",
            paragraphs: &[
                "Unconditionally open (无条件开放): anybody may download and use it at once: no sign-in, no \
                 application, no fee.",
                "Conditionally open (有条件开放): anybody can read the record; using the data needs an approved \
                 application and an agreement. There is no fee. Applying online comes with a later version.",
                "Open type not stated: the original record does not say. Only the record is public here.",
                "Data that may not be opened (state secrets, trade secrets, personal privacy) never appears here.",
            ],
        },
        Section {
            id: "personal-information",
            title: "Personal information",
            paragraphs: &[
                "The portal does not open information by which a person can be recognised, such as identity numbers, \
                 telephone numbers, addresses, medical records, a person's social insurance or property. Data about \
                 people is only opened as totals or masked, such as the population by district.",
                "For your own records, please use the service of the authority that keeps them, with your identity.",
                "If you see personal information in a dataset that should not be public, please tell its publisher at \
                 once by the contact on the dataset's page, or this portal by the contact at the foot of the page.",
            ],
        },
        Section {
            id: "external",
            title: "External sources and demo data",
            paragraphs: &[
                "Records marked “External source” come from other portals; their links lead to the original site. \
                 The note on gaps says what the original record lacks.",
                "Datasets marked “Demo data” are fictional and only show what the portal can do.",
            ],
        },
        Section {
            id: "downloads",
            title: "Downloads and checksums",
            paragraphs: &[
                "Every file has a permanent address; downloads can be resumed and run in parallel. An update makes a \
                 new version; the addresses of old files stay.",
                "The SHA-256 on the page proves that a file is whole: compute it after downloading and compare.",
                "Tick several datasets in the search results to download them in one archive.",
            ],
        },
        Section {
            id: "updates",
            title: "Update cycles",
            paragraphs: &[
                "Every dataset states its promised update cycle, its last update and when the next is due. When the \
                 grace period has passed without an update, it is marked “Update overdue”.",
            ],
        },
    ],
    licences: "Licences in plain words",
};
