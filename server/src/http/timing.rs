//! What took how long, for the header `Server-Timing` of a page.

use std::{
    fmt::Write,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The header.
pub const HEADER: HeaderName = HeaderName::from_static("server-timing");
/// More of it is left out.
const LONGEST: usize = 2_000;

/// The times of one page's questions; clones are one.
#[derive(Debug, Clone, Default)]
pub struct Timings(Arc<Mutex<String>>);

impl Timings {
    /// Notes a question to `path`, and what its answer says of itself.
    pub fn asked(&self, path: &str, took: Duration, answer: &HeaderMap) {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let said = answer.get_all(HEADER).iter().filter_map(|value| value.to_str().ok());
        let own = format!("ask;desc=\"{}\";dur={}", path.replace(['"', '\\'], ""), millis(took));
        for value in std::iter::once(own.as_str()).chain(said) {
            if written.len() + value.len() < LONGEST {
                let _ = write!(written, ", {value}");
            }
        }
    }

    /// The value of the header for a page that took so long; empty when it cannot be written.
    pub fn value(&self, took: Duration) -> HeaderValue {
        let written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        HeaderValue::from_str(&format!("cache;desc=miss, render;dur={}{written}", millis(took)))
            .unwrap_or(HeaderValue::from_static("cache;desc=miss"))
    }
}

/// Milliseconds with three decimals.
fn millis(took: Duration) -> String {
    format!("{}.{:03}", took.as_millis(), took.as_micros() % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_told_with_what_they_say_of_themselves() {
        let timings = Timings::default();
        let mut answer = HeaderMap::new();
        answer.append(HEADER, HeaderValue::from_static("search;dur=1.5, facets;dur=0.2"));
        timings.clone().asked("/api/\"datasets", Duration::from_micros(2_040), &answer);
        assert_eq!(
            timings.value(Duration::from_micros(10_000)),
            "cache;desc=miss, render;dur=10.000, ask;desc=\"/api/datasets\";dur=2.040, search;dur=1.5, facets;dur=0.2"
        );
        for _ in 0..1_000 {
            timings.asked("/api/datasets", Duration::ZERO, &answer);
        }
        assert!(timings.value(Duration::ZERO).len() < LONGEST + 100);
    }
}
