//! Every word shown, one file per language. The fields of [`Words`] are the keys, so the compiler compares them.

mod en;
mod zh;

use serde::{Deserialize, Serialize};

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

/// The words of the problem `code`.
pub fn problem(language: Language, code: &str) -> ProblemWords {
    let find = match language {
        Language::Zh => zh::problem,
        Language::En => en::problem,
    };
    let (title, detail) = find(code);
    ProblemWords { title, detail }
}
