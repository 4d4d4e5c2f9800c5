//! Every word shown, one folder per language. The fields of the structs in [`words`] are the keys, so the compiler
//! compares the languages; codes of the API have one match per language, which a test walks through.
//!
//! Words are grouped by subject, so that the browser half carries only those of its islands.

mod en;
pub mod format;
pub mod words;
mod zh;

use serde::{Deserialize, Serialize};

use crate::portal::catalogue::{DistributionKind, OpenType};
use words::{
    DatasetWords, DeveloperWords, HelpWords, IslandWords, Licence, ListWords, SearchWords, SiteWords,
    parts::{DesignWords, PartWords, StatisticsWords},
};

/// A language of the portal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// 简体中文, at `/…`.
    #[default]
    Zh,
    /// English, at `/en/…`.
    En,
}

impl Language {
    /// Both, Chinese first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// What stands before the path of every page.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Zh => "",
            Self::En => "/en",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// The address of a page in this language; `path` is the Chinese one and may carry a query.
    pub fn href(self, path: &str) -> String {
        match self {
            Self::Zh => path.to_owned(),
            Self::En if path == "/" => "/en".to_owned(),
            Self::En => format!("/en{path}"),
        }
    }

    /// The path without its language; the inverse of [`Language::href`].
    pub fn bare(path: &str) -> &str {
        match path.strip_prefix("/en") {
            Some("") => "/",
            Some(rest) if rest.starts_with('/') => rest,
            Some(_) | None => path,
        }
    }

    /// The language of a page's path.
    pub fn of_path(path: &str) -> Self {
        if path == "/en" || path.starts_with("/en/") { Self::En } else { Self::Zh }
    }

    /// The language that `Accept-Language` asks for first; Chinese unless it is English.
    pub fn of_header(header: Option<&str>) -> Self {
        let first = header.and_then(|h| h.split(',').next()).unwrap_or_default().trim();
        if first.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("en")) { Self::En } else { Self::Zh }
    }
}

/// The words of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemWords {
    /// What is wrong.
    pub title: &'static str,
    /// What to do.
    pub detail: &'static str,
}

/// The words of the problem `code`; those of `unexpected` when the code is not known.
pub fn problem(language: Language, code: &str) -> ProblemWords {
    let find = match language {
        Language::Zh => zh::problems::problem,
        Language::En => en::problems::problem,
    };
    let (title, detail) = find(code);
    ProblemWords { title, detail }
}

/// What a field is refused for; the code itself when it has no words.
pub fn field_problem(language: Language, code: &str) -> String {
    match language {
        Language::Zh => zh::problems::field(code),
        Language::En => en::problems::field(code),
    }
    .map_or_else(|| code.to_owned(), str::to_owned)
}

/// The words around every page.
pub fn site(language: Language) -> &'static SiteWords {
    match language {
        Language::Zh => &zh::site::SITE,
        Language::En => &en::site::SITE,
    }
}

/// The words of the home page and of the lists of organisations and themes, and of the selection.
pub fn lists(language: Language) -> &'static ListWords {
    match language {
        Language::Zh => &zh::site::LISTS,
        Language::En => &en::site::LISTS,
    }
}

/// The words of the islands.
pub fn islands(language: Language) -> &'static IslandWords {
    match language {
        Language::Zh => &zh::islands::ISLANDS,
        Language::En => &en::islands::ISLANDS,
    }
}

/// The words of the search page.
pub fn search(language: Language) -> &'static SearchWords {
    match language {
        Language::Zh => &zh::search::SEARCH,
        Language::En => &en::search::SEARCH,
    }
}

/// What parts say whichever page they stand on.
pub fn parts(language: Language) -> &'static PartWords {
    match language {
        Language::Zh => &zh::parts::PARTS,
        Language::En => &en::parts::PARTS,
    }
}

/// The words of the page of figures.
pub fn statistics(language: Language) -> &'static StatisticsWords {
    match language {
        Language::Zh => &zh::parts::STATISTICS,
        Language::En => &en::parts::STATISTICS,
    }
}

/// The words of the page that shows every part.
pub fn design(language: Language) -> &'static DesignWords {
    match language {
        Language::Zh => &zh::parts::DESIGN,
        Language::En => &en::parts::DESIGN,
    }
}

/// The words of a dataset's page.
pub fn dataset(language: Language) -> &'static DatasetWords {
    match language {
        Language::Zh => &zh::dataset::DATASET,
        Language::En => &en::dataset::DATASET,
    }
}

/// The words of the developers' page.
pub fn developers(language: Language) -> &'static DeveloperWords {
    match language {
        Language::Zh => &zh::developers::DEVELOPERS,
        Language::En => &en::developers::DEVELOPERS,
    }
}

/// The words of the help page.
pub fn help(language: Language) -> &'static HelpWords {
    match language {
        Language::Zh => &zh::help::HELP,
        Language::En => &en::help::HELP,
    }
}

/// The name of an open type; `None` is "not stated".
pub fn open_type(language: Language, open_type: Option<OpenType>) -> &'static str {
    match language {
        Language::Zh => zh::labels::open_type(open_type),
        Language::En => en::labels::open_type(open_type),
    }
}

/// What an open type means for the visitor.
pub fn open_type_meaning(language: Language, open_type: Option<OpenType>) -> &'static str {
    match language {
        Language::Zh => zh::labels::open_type_meaning(open_type),
        Language::En => en::labels::open_type_meaning(open_type),
    }
}

/// The name of a kind of distribution.
pub fn distribution(language: Language, kind: DistributionKind) -> &'static str {
    match language {
        Language::Zh => zh::labels::distribution(kind),
        Language::En => en::labels::distribution(kind),
    }
}

/// What a record lacks, in words; the code itself when it has none.
pub fn defect(language: Language, code: &str) -> String {
    match language {
        Language::Zh => zh::labels::defect(code),
        Language::En => en::labels::defect(code),
    }
    .map_or_else(|| code.to_owned(), str::to_owned)
}

/// The name of a data type (DOMAIN §5.8); the code itself when it has none.
pub fn data_type(language: Language, code: &str) -> String {
    match language {
        Language::Zh => zh::labels::data_type(code),
        Language::En => en::labels::data_type(code),
    }
    .map_or_else(|| code.to_owned(), str::to_owned)
}

/// The name of a mode of delivery; the code itself when it has none.
pub fn mode(language: Language, code: &str) -> String {
    match language {
        Language::Zh => zh::labels::mode(code),
        Language::En => en::labels::mode(code),
    }
    .map_or_else(|| code.to_owned(), str::to_owned)
}

/// How another dataset is related.
pub fn relation(language: Language, code: &str) -> &'static str {
    match language {
        Language::Zh => zh::labels::relation(code),
        Language::En => en::labels::relation(code),
    }
}

/// What a security level means (DOMAIN §5.3).
pub fn level(language: Language, level: u8) -> &'static str {
    match language {
        Language::Zh => zh::labels::level(level),
        Language::En => en::labels::level(level),
    }
}

/// The plain words of a licence (DOMAIN §5.13); `None` when it is not one of ours.
pub fn licence(language: Language, code: &str) -> Option<&'static Licence> {
    match language {
        Language::Zh => zh::licences::licence(code),
        Language::En => en::licences::licence(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_change_language_and_back() {
        for path in ["/", "/datasets", "/datasets?q=en", "/entrance"] {
            assert_eq!(Language::Zh.href(path), path);
            assert_eq!(Language::bare(&Language::En.href(path)), path);
            assert_eq!(Language::of_path(&Language::En.href(path)), Language::En);
        }
        assert_eq!(Language::of_path("/entrance"), Language::Zh);
        assert_eq!(Language::bare("/entrance"), "/entrance");
    }

    #[test]
    fn an_unknown_code_has_words_too() {
        for language in Language::ALL {
            assert!(!problem(language, "no_such_code").title.is_empty());
            assert_ne!(problem(language, "not_found"), problem(language, "no_such_code"));
        }
    }

    #[test]
    fn both_languages_know_the_same_codes() {
        for code in ["QD-OPEN-1.0", "CC-BY-4.0", "ODC-BY-1.0", "QD-COND-AGREEMENT", "THIRD-PARTY", "other"] {
            assert_eq!(
                licence(Language::Zh, code).is_some(),
                licence(Language::En, code).is_some(),
                "{code}"
            );
        }
        for code in ["C", "N", "I", "Y", "D", "T", "L", "M", "G"] {
            for language in Language::ALL {
                assert_ne!(data_type(language, code), code);
            }
        }
    }
}
