//! What a request asks of a file: its conditions and its range (RFC 9110 §13, §14). Pure.

use std::{
    ops::Range,
    time::{Duration, SystemTime},
};

use axum::http::{HeaderMap, HeaderName, Method, header};

use crate::clock::Moment;

/// What the answer to a request is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 200 with everything.
    Whole,
    /// 206 with these bytes.
    Part(Range<u64>),
    /// 304: the visitor has it.
    NotModified,
    /// 412: it is not what the visitor thinks.
    PreconditionFailed,
    /// 416: it has no such bytes.
    NotSatisfiable,
}

/// What the conditions of a request are compared with.
#[derive(Debug, Clone)]
pub struct Validators {
    /// The strong entity tag with its quotation marks.
    pub etag: String,
    /// When the bytes were last changed, to the second.
    pub modified: SystemTime,
}

impl Validators {
    /// The validators of a file.
    pub fn new(sha256: &str, modified: Moment) -> Self {
        let seconds = u64::try_from(modified.0 / 1_000_000).unwrap_or_default();
        Self {
            etag: format!("\"{sha256}\""),
            modified: SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
        }
    }
}

/// Decides the answer, in the order of RFC 9110 §13.2.2.
pub fn answer(method: &Method, headers: &HeaderMap, validators: &Validators, size: u64) -> Answer {
    let tags = |name| {
        let tags: Vec<&str> =
            texts(headers, name).flat_map(|value| value.split(',')).map(str::trim).collect();
        (!tags.is_empty()).then_some(tags)
    };
    let date = |name| texts(headers, name).next().and_then(|value| httpdate::parse_http_date(value).ok());
    let lists = |tags: &[&str], strong: bool| {
        tags.iter().any(|tag| {
            let tag = if strong { tag } else { tag.strip_prefix("W/").unwrap_or(tag) };
            tag == "*" || tag == validators.etag
        })
    };
    if let Some(tags) = tags(header::IF_MATCH) {
        if !lists(&tags, true) {
            return Answer::PreconditionFailed;
        }
    } else if date(header::IF_UNMODIFIED_SINCE).is_some_and(|date| validators.modified > date) {
        return Answer::PreconditionFailed;
    }
    if let Some(tags) = tags(header::IF_NONE_MATCH) {
        if lists(&tags, false) {
            return Answer::NotModified;
        }
    } else if date(header::IF_MODIFIED_SINCE).is_some_and(|date| validators.modified <= date) {
        return Answer::NotModified;
    }
    // A range means something with GET alone; HEAD describes the whole.
    let same = texts(headers, header::IF_RANGE).next().is_none_or(|value| {
        value.trim() == validators.etag
            || httpdate::parse_http_date(value).is_ok_and(|d| d == validators.modified)
    });
    match texts(headers, header::RANGE).next() {
        Some(value) if method == Method::GET && same => range(value, size),
        Some(_) | None => Answer::Whole,
    }
}

/// One range in bytes; several, or what is not understood, ask for the whole.
fn range(value: &str, size: u64) -> Answer {
    let Some(spec) = value.split_once('=').filter(|(unit, _)| unit.trim().eq_ignore_ascii_case("bytes"))
    else {
        return Answer::Whole;
    };
    // A list may have empty members; with one range left, it is one range.
    let mut specs = spec.1.split(',').map(str::trim).filter(|spec| !spec.is_empty());
    let (Some(spec), None) = (specs.next(), specs.next()) else { return Answer::Whole };
    let Some((first, last)) = spec.split_once('-') else { return Answer::Whole };
    match (number(first), number(last)) {
        (Some(first), end) if end.is_some() || last.is_empty() => {
            let last = end.unwrap_or(u64::MAX);
            if last < first {
                Answer::Whole
            } else if first >= size {
                Answer::NotSatisfiable
            } else {
                Answer::Part(first..last.saturating_add(1).min(size))
            }
        }
        (None, Some(0)) if first.is_empty() => Answer::NotSatisfiable,
        (None, Some(_)) if first.is_empty() && size == 0 => Answer::Whole,
        (None, Some(suffix)) if first.is_empty() => Answer::Part(size.saturating_sub(suffix)..size),
        (Some(_) | None, Some(_) | None) => Answer::Whole,
    }
}

/// Digits alone; a number beyond all files is the largest.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

fn texts(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_rfc_9110_says() {
        for (value, size, expected) in [
            ("bytes=0-0", 10, Answer::Part(0..1)),
            ("bytes=2-", 10, Answer::Part(2..10)),
            ("Bytes=2-99999999999999999999999", 10, Answer::Part(2..10)),
            ("bytes=-3", 10, Answer::Part(7..10)),
            ("bytes=-30", 10, Answer::Part(0..10)),
            ("bytes=9-9,", 10, Answer::Part(9..10)),
            ("bytes=10-", 10, Answer::NotSatisfiable),
            ("bytes=99999999999999999999999-", 10, Answer::NotSatisfiable),
            ("bytes=-0", 10, Answer::NotSatisfiable),
            ("bytes=0-", 0, Answer::NotSatisfiable),
            ("bytes=-5", 0, Answer::Whole),
            ("bytes=0-1,4-5", 10, Answer::Whole),
            ("bytes=5-2", 10, Answer::Whole),
            ("bytes=-", 10, Answer::Whole),
            ("bytes=a-b", 10, Answer::Whole),
            ("bytes=1--", 10, Answer::Whole),
            ("bytes=1-b", 10, Answer::Whole),
            ("bytes=+1-2", 10, Answer::Whole),
            ("lines=0-1", 10, Answer::Whole),
            ("bytes", 10, Answer::Whole),
        ] {
            assert_eq!(range(value, size), expected, "{value} of {size}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_range_leaves_the_file(value in "bytes=[0-9,-]{0,24}|.{0,30}", size in 0_u64..100) {
            if let Answer::Part(part) = range(&value, size) {
                assert!(part.start < part.end && part.end <= size);
            }
        }
    }
}
