//! Where a query was found in a text: pieces of the original, marked.

use std::ops::Range;

use app::portal::search::{Highlight, Span};
use unicode_normalization::char::is_combining_mark;

use super::{
    asked::Asked,
    fold::{fold, folded_line, is_cjk},
    tokenizer::bigrams,
};

/// How much of a description is shown, in characters.
const WINDOW: usize = 120;
/// How much of it stands before the first mark.
const LEAD: usize = 20;

/// The title and the best piece of the description, marked.
pub fn highlight(asked: &Asked, title: &str, description: &str) -> Highlight {
    let needles = Needles::of(asked);
    let marks = needles.find(description);
    let (window, cut) = window(description, &marks);
    let mut summary = spans(description, window, &marks);
    if cut.0 {
        summary.insert(0, Span { text: "…".to_owned(), hit: false });
    }
    if cut.1 {
        summary.push(Span { text: "…".to_owned(), hit: false });
    }
    Highlight { title: spans(title, 0..title.len(), &needles.find(title)), summary }
}

/// What to look for.
struct Needles<'a> {
    asked: &'a Asked,
    /// Chinese words and quoted pieces.
    texts: Vec<Vec<char>>,
    /// Bigrams, for a text that has none of the words.
    net: Vec<Vec<char>>,
}

impl<'a> Needles<'a> {
    fn of(asked: &'a Asked) -> Self {
        let chinese = |text: &&String| text.chars().all(is_cjk);
        let chars = |text: &String| text.chars().collect::<Vec<char>>();
        let mut texts: Vec<Vec<char>> = asked.words().filter(chinese).map(chars).collect();
        // A single character of a word that means the same is anywhere; one that was asked for by itself is meant.
        let asked_for = |text: &Vec<char>| {
            asked.slots.iter().any(|slot| slot.words.iter().map(chars).any(|word| word == *text))
        };
        texts.retain(|text| text.len() > 1 || asked_for(text));
        texts.extend(asked.phrases.iter().map(|phrase| folded_line(phrase).chars().collect()));
        texts.retain(|text: &Vec<char>| !text.is_empty());
        let net = asked.bigrams.iter().filter(chinese).map(chars).collect();
        Self { asked, texts, net }
    }

    /// The marked parts of `text` in bytes, in order, apart from each other.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut marks: Vec<Range<usize>> = bigrams(text, false)
            .into_iter()
            .filter(|piece| !piece.cjk && self.asked.words().any(|word| *word == piece.text))
            .map(|piece| piece.from..piece.to)
            .collect();
        marks.extend(occurrences(text, &self.texts));
        if marks.is_empty() {
            marks = occurrences(text, &self.net);
        }
        merged(text, marks)
    }
}

fn occurrences(text: &str, needles: &[Vec<char>]) -> Vec<Range<usize>> {
    if needles.is_empty() {
        return Vec::new();
    }
    let chars = fold(text);
    let mut found = Vec::new();
    for at in 0..chars.len() {
        let rest = chars.get(at..).unwrap_or_default();
        for needle in needles {
            let here = rest.get(..needle.len()).unwrap_or_default();
            if let (Some(first), Some(last)) = (here.first(), here.last())
                && here.iter().map(|c| c.char).eq(needle.iter().copied())
            {
                found.push(first.from..last.to);
            }
        }
    }
    found
}

/// Joins what touches, and takes marks that belong to a letter with it.
fn merged(text: &str, mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mut mark in marks {
        mark.end = after_marks(text, mark.end);
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged
}

/// The first byte from `at` on that does not belong to the letter before it.
fn after_marks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let more = rest
        .char_indices()
        .find(|(_, char)| !is_combining_mark(*char) && !matches!(char, '\u{200d}' | '\u{fe00}'..='\u{fe0f}'));
    at + more.map_or(rest.len(), |(offset, _)| offset)
}

/// The part of `text` to show, and whether something was cut off before and after.
fn window(text: &str, marks: &[Range<usize>]) -> (Range<usize>, (bool, bool)) {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    if starts.len() <= WINDOW {
        return (0..text.len(), (false, false));
    }
    let char_of = |byte: usize| starts.partition_point(|start| *start < byte);
    let latest = starts.len() - WINDOW;
    let marked_from = |first: usize| -> usize {
        marks
            .iter()
            .map(|mark| (char_of(mark.start).max(first), char_of(mark.end).min(first + WINDOW)))
            .map(|(from, to)| to.saturating_sub(from))
            .sum()
    };
    let mut best = (0, marked_from(0));
    for mark in marks.iter().take(50) {
        let first = char_of(mark.start).saturating_sub(LEAD).min(latest);
        let marked = marked_from(first);
        if marked > best.1 {
            best = (first, marked);
        }
    }
    let byte = |char: usize| starts.get(char).map_or(text.len(), |at| after_marks(text, *at));
    let from = if best.0 == 0 { 0 } else { byte(best.0) };
    let to = byte(best.0 + WINDOW);
    (from..to, (from > 0, to < text.len()))
}

fn spans(text: &str, window: Range<usize>, marks: &[Range<usize>]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut push = |range: Range<usize>, hit: bool| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            spans.push(Span { text: text.to_owned(), hit });
        }
    };
    let mut at = window.start;
    for mark in marks {
        let (from, to) = (mark.start.max(at), mark.end.min(window.end));
        if from >= to {
            continue;
        }
        push(at..from, false);
        push(from..to, true);
        at = to;
    }
    push(at..window.end, false);
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::asked::Lexicon, *};

    fn marked(query: &str, text: &str) -> String {
        let highlight = highlight(&Asked::of(query, &Lexicon::default()), text, "");
        highlight.title.iter().map(|s| if s.hit { format!("[{}]", s.text) } else { s.text.clone() }).collect()
    }

    #[test]
    fn marks_stand_in_the_original() {
        for (query, text, expected) in [
            ("醫院", "青島市醫院名錄", "青島市[醫院]名錄"),
            ("PM2.5", "环境ＰＭ２．５监测", "环境[ＰＭ２．５]监测"),
            ("school", "Schools of Qingdao", "[Schools] of Qingdao"),
            ("\"共数据\"", "公共数据", "公[共数据]"),
            ("停车厂", "停车场", "[停车]场"),
            ("cafe", "cafe\u{301} list", "[cafe\u{301}] list"),
            ("医院", "<b>医院</b>", "<b>[医院]</b>"),
        ] {
            assert_eq!(marked(query, text), expected);
        }
    }

    #[test]
    fn the_window_holds_the_marks() {
        let text = format!("{}停车场{}", "甲".repeat(300), "乙".repeat(300));
        let summary = highlight(&Asked::of("停车场", &Lexicon::default()), "", &text).summary;
        assert!(summary.iter().any(|span| span.hit && span.text == "停车场"));
        let count: usize = summary.iter().map(|span| span.text.chars().count()).sum();
        assert_eq!(count, WINDOW + 2);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_broken(query in "\\PC{0,20}", text in "\\PC{0,300}") {
            let highlight = highlight(&Asked::of(&query, &Lexicon::default()), &text, &text);
            let whole: String = highlight.title.iter().map(|span| span.text.as_str()).collect();
            prop_assert_eq!(&whole, &text);
            let part: String = highlight.summary.iter().map(|span| span.text.as_str()).collect();
            prop_assert!(text.contains(part.trim_matches('…')) || text.contains('…'));
        }
    }
}
