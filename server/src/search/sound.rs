//! How text sounds: Mandarin syllables without tones, and the first letters of words.
//!
//! A title is indexed by every two neighbouring syllables, with each reading that its characters have, so that typed
//! pinyin and characters of the same sound find it. A query is read once: where typed letters can be parted in more
//! than one way (`xian`: 先 or 西安), the parting whose pairs the index knows best is taken.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use pinyin::{ToPinyin, ToPinyinMulti};

use super::{
    fold::{folded, is_cjk},
    tokenizer::Piece,
};

/// How many syllables of a text are looked at.
const SYLLABLES: usize = 120;
/// How many readings of a character count: the common ones come first.
const READINGS: usize = 3;
/// How many letters a stretch may have that is no syllable (`gdp`).
const STRANGE: usize = 5;
/// What a stretch that is no syllable costs, in the logarithms that partings are compared by.
const STRANGE_COST: f32 = 8.0;

/// Every syllable that a common character has.
static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    ('\u{4e00}'..='\u{9fa5}')
        .filter_map(|char| Some(char.to_pinyin()?.plain()))
        .filter(|syllable| syllable.bytes().all(|b| b.is_ascii_lowercase()))
        .filter(|syllable| syllable.contains(['a', 'e', 'i', 'o', 'u']))
        .collect()
});

/// A place in a text: the ways it may sound, the usual one first; letters and figures sound as they are.
type Place = Cow<'static, [String]>;

/// The usual readings of a character, without tones, `ü` as `v`; empty for what is no Chinese character.
pub fn readings(char: char) -> &'static [String] {
    // Nearly all of a text is in this range; each reading is made once.
    static COMMON: LazyLock<Vec<Vec<String>>> =
        LazyLock::new(|| ('\u{3400}'..='\u{9fff}').map(readings_of).collect());
    let place = (char as usize).wrapping_sub(0x3400);
    COMMON.get(place).map(Vec::as_slice).unwrap_or_default()
}

fn readings_of(char: char) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    let usual = char.to_pinyin().map(|pinyin| pinyin.plain());
    let others = char.to_pinyin_multi().into_iter().flatten().map(|pinyin| pinyin.plain());
    for reading in usual.into_iter().chain(others) {
        let reading = reading.replace('ü', "v");
        if !readings.contains(&reading) && reading.is_ascii() {
            readings.push(reading);
        }
    }
    readings.truncate(READINGS);
    readings
}

/// Stretches of a folded text: one Chinese character, a row of letters, or a row of figures; all else is left out.
fn stretches(text: &str) -> Vec<String> {
    let mut stretches: Vec<String> = Vec::new();
    let mut last = ' ';
    for char in folded(text).chars() {
        let goes_on = char.is_ascii_alphabetic() && last.is_ascii_alphabetic()
            || char.is_ascii_digit() && last.is_ascii_digit();
        match stretches.last_mut() {
            Some(stretch) if goes_on => stretch.push(char),
            _ if is_cjk(char) || char.is_ascii_alphanumeric() => stretches.push(char.to_string()),
            _ => {}
        }
        last = char;
    }
    stretches.truncate(SYLLABLES);
    stretches
}

fn places(text: &str) -> Vec<Place> {
    let sound = |stretch: String| match stretch.chars().next() {
        Some(char) if is_cjk(char) => Cow::Borrowed(readings(char)),
        _ => Cow::Owned(vec![stretch]),
    };
    stretches(text).into_iter().map(sound).filter(|place| !place.is_empty()).collect()
}

/// What the index keeps of the sound of a text: every pair of neighbours, or the one syllable that it has.
pub fn pairs(text: &str) -> HashSet<String> {
    pairs_of(&places(text))
}

fn pairs_of(places: &[Place]) -> HashSet<String> {
    if let [only] = places {
        return only.iter().cloned().collect();
    }
    let mut pairs = HashSet::new();
    for (left, right) in places.iter().zip(places.iter().skip(1)) {
        for left in left.iter() {
            pairs.extend(right.iter().map(|right| pair(left, right)));
        }
    }
    pairs
}

fn pair(left: &str, right: &str) -> String {
    format!("{left}'{right}")
}

/// How a query sounds: for each two neighbours the ways that the pair may be read, one of which must be there.
///
/// `known` says in how many titles a pair is; it decides where typed letters are parted.
pub fn heard(text: &str, known: &mut dyn FnMut(&str) -> u64) -> Vec<Vec<String>> {
    let mut places: Vec<Place> = Vec::new();
    for stretch in stretches(text) {
        match stretch.chars().next() {
            Some(char) if is_cjk(char) => places.push(Cow::Borrowed(readings(char))),
            Some(char) if char.is_ascii_alphabetic() => {
                let before = places.last().and_then(|place| place.first()).cloned();
                places.extend(
                    part(&stretch, before.as_deref(), known).into_iter().map(|s| Cow::Owned(vec![s])),
                );
            }
            _ => places.push(Cow::Owned(vec![stretch])),
        }
    }
    places.retain(|place| !place.is_empty());
    places.truncate(SYLLABLES);
    match places.as_slice() {
        [] => Vec::new(),
        [only] => vec![only.to_vec()],
        places => places
            .windows(2)
            .map(|two| {
                let mut ways: Vec<String> = pairs_of(two).into_iter().collect();
                ways.sort();
                ways
            })
            .collect(),
    }
}

/// A parting of letters up to some place.
#[derive(Clone)]
struct Parting {
    cost: f32,
    /// Where its last part begins, and the part before that.
    from: usize,
    before: usize,
}

/// Parts typed letters into syllables so that the pairs are as well known as can be.
fn part(letters: &str, before: Option<&str>, known: &mut dyn FnMut(&str) -> u64) -> Vec<String> {
    let mut memory: HashMap<String, f32> = HashMap::new();
    let mut cost = |left: &str, right: &str| -> f32 {
        let pair = pair(left, right);
        #[expect(clippy::cast_precision_loss, reason = "a cost needs no precision")]
        *memory.entry(pair).or_insert_with_key(|pair| 14.0 - ((known(pair) as f32) + 0.05).ln())
    };
    let part = |from: usize, to: usize| letters.get(from..to).unwrap_or_default();
    // For each end, the best parting for each beginning of its last part.
    let mut ends: Vec<Vec<Parting>> = vec![Vec::new(); letters.len() + 1];
    for from in 0..letters.len() {
        if from > 0 && ends.get(from).is_none_or(Vec::is_empty) {
            continue;
        }
        let mut parts: Vec<(usize, f32)> = (1..=6)
            .map(|length| from + length)
            .filter(|to| *to <= letters.len() && KNOWN.contains(part(from, *to)))
            .map(|to| (to, 0.0))
            .collect();
        if parts.is_empty() {
            parts = (1..=STRANGE)
                .map(|length| from + length)
                .filter(|to| *to <= letters.len())
                .map(|to| (to, STRANGE_COST))
                .collect();
        }
        for (to, extra) in parts {
            let here = part(from, to);
            let best = if from == 0 {
                let cost = before.map_or(0.0, |before| cost(before, here));
                Some(Parting { cost, from, before: 0 })
            } else {
                let so_far = ends.get(from).cloned().unwrap_or_default();
                so_far
                    .iter()
                    .map(|one| Parting {
                        cost: one.cost + cost(part(one.from, from), here),
                        from,
                        before: one.from,
                    })
                    .min_by(|a, b| a.cost.total_cmp(&b.cost))
            };
            if let (Some(mut best), Some(end)) = (best, ends.get_mut(to)) {
                best.cost += extra;
                end.push(best);
            }
        }
    }
    let mut parts = Vec::new();
    let mut to = letters.len();
    let mut from = ends.get(to).and_then(|end| end.iter().min_by(|a, b| a.cost.total_cmp(&b.cost)));
    if from.is_none() {
        return vec![letters.to_owned()];
    }
    while let Some(last) = from {
        parts.push(part(last.from, to).to_owned());
        to = last.from;
        from = (to > 0).then(|| ends.get(to)?.iter().find(|one| one.from == last.before)).flatten();
    }
    parts.reverse();
    parts
}

/// Whether the letters can be read as Mandarin from end to end.
pub fn is_pinyin(letters: &str) -> bool {
    let mut reachable = vec![false; letters.len() + 1];
    if let Some(first) = reachable.first_mut() {
        *first = true;
    }
    for from in 0..letters.len() {
        if !reachable.get(from).copied().unwrap_or_default() {
            continue;
        }
        for to in from + 1..=(from + 6).min(letters.len()) {
            if letters.get(from..to).is_some_and(|part| KNOWN.contains(part))
                && let Some(place) = reachable.get_mut(to)
            {
                *place = true;
            }
        }
    }
    !letters.is_empty() && reachable.last().copied().unwrap_or_default()
}

/// The first letters of words: of each word, and of each two and three that follow one another; at most eight.
pub fn initials(words: &[Piece]) -> HashSet<String> {
    const LONGEST: usize = 8;
    let each: Vec<Vec<String>> = words.iter().map(initials_of).collect();
    let mut all = HashSet::new();
    for at in 0..each.len() {
        let mut rows = vec![String::new()];
        for letters in each.iter().skip(at).take(3) {
            rows = rows
                .iter()
                .flat_map(|row| letters.iter().map(move |letters| format!("{row}{letters}")))
                .filter(|row| row.len() <= LONGEST)
                .take(4)
                .collect();
            all.extend(rows.iter().filter(|row| row.len() >= 2).cloned());
        }
    }
    all
}

/// The first letters of one word, with the second reading of a character where it begins differently.
fn initials_of(word: &Piece) -> Vec<String> {
    if !word.cjk {
        return word
            .text
            .chars()
            .next()
            .filter(char::is_ascii_alphanumeric)
            .map(String::from)
            .into_iter()
            .collect();
    }
    let mut rows = vec![String::new()];
    for char in word.text.chars() {
        let mut letters: Vec<char> = readings(char).iter().take(2).filter_map(|r| r.chars().next()).collect();
        letters.dedup();
        rows = rows
            .iter()
            .flat_map(|row| letters.iter().map(move |letter| format!("{row}{letter}")))
            .take(4)
            .collect();
    }
    rows
}

/// The part of `title` that sounds like `text`, when there is one.
pub fn same_sound(text: &str, title: &str) -> Option<String> {
    let chars: Vec<char> = title.chars().collect();
    let wanted: Vec<Place> = places(text);
    let fits = |from: usize| -> Option<usize> {
        let mut at = from;
        for place in &wanted {
            let char = chars.get(at)?;
            let sounds = match folded(&char.to_string()).chars().next() {
                Some(char) if is_cjk(char) => Cow::Borrowed(readings(char)),
                Some(char) => Cow::Owned(vec![char.to_string()]),
                None => return None,
            };
            place.iter().any(|reading| sounds.contains(reading)).then_some(())?;
            at += 1;
        }
        Some(at)
    };
    let (from, to) = (0..chars.len()).find_map(|from| Some((from, fits(from)?)))?;
    (!wanted.is_empty()).then(|| chars.get(from..to).map(|part| part.iter().collect()))?
}

/// The part of `title` that typed pinyin spells, when there is one.
pub fn spelled(letters: &str, title: &str) -> Option<String> {
    let chars: Vec<char> = title.chars().collect();
    (0..chars.len()).find_map(|from| {
        let mut rests: Vec<&str> = vec![letters];
        for to in from..chars.len() {
            let char = chars.get(to)?;
            let sounds = match folded(&char.to_string()).chars().next() {
                Some(char) if is_cjk(char) => Cow::Borrowed(readings(char)),
                Some(char) => Cow::Owned(vec![char.to_string()]),
                None => Cow::Borrowed(&[] as &[String]),
            };
            rests = rests
                .iter()
                .flat_map(|rest| sounds.iter().filter_map(move |sound| rest.strip_prefix(sound.as_str())))
                .collect();
            if rests.iter().any(|rest| rest.is_empty()) {
                return chars.get(from..=to).map(|part| part.iter().collect());
            }
            if rests.is_empty() {
                return None;
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::tokenizer::longest_words, *};

    fn parted(letters: &str, known: &[&str]) -> String {
        part(letters, None, &mut |pair| if known.contains(&pair) { 100 } else { 0 }).join(" ")
    }

    #[test]
    fn characters_have_their_common_readings() {
        assert_eq!(readings('停'), ["ting"]);
        assert!(readings('行').starts_with(&["xing".to_owned(), "hang".to_owned()]), "{:?}", readings('行'));
        assert_eq!(readings('绿').first().map(String::as_str), Some("lv"));
        assert!(readings('a').is_empty());
    }

    #[test]
    fn pairs_take_every_reading_and_leave_signs_out() {
        let pairs = pairs("银_行2024");
        for pair in ["yin'hang", "yin'xing", "hang'2024"] {
            assert!(pairs.contains(pair), "{pair} in {pairs:?}");
        }
    }

    #[test]
    fn letters_are_parted_as_the_index_knows_them() {
        assert_eq!(parted("tingchechang", &["ting'che", "che'chang"]), "ting che chang");
        assert_eq!(parted("fangan", &["fang'an"]), "fang an");
        assert_eq!(parted("fangan", &["fan'gan"]), "fan gan");
        assert_eq!(parted("gdptongji", &["gdp'tong", "tong'ji"]), "gdp tong ji");
        assert_eq!(parted("bcd", &[]).replace(' ', ""), "bcd");
        assert!(is_pinyin("tingchechang") && !is_pinyin("parking") && !is_pinyin("gjj") && !is_pinyin(""));
    }

    #[test]
    fn words_have_first_letters() {
        let initials = initials(&longest_words("住房公积金缴存统计"));
        for letters in ["zfgjj", "jc", "jctj", "tj"] {
            assert!(initials.contains(letters), "{letters} in {initials:?}");
        }
    }

    #[test]
    fn what_was_meant_is_read_from_a_title() {
        assert_eq!(same_sound("亭车场", "青岛市公共停车场基本信息").as_deref(), Some("停车场"));
        assert_eq!(same_sound("庭院", "青岛市公共停车场"), None);
        assert_eq!(spelled("tingchechang", "青岛市公共停车场基本信息").as_deref(), Some("停车场"));
        assert_eq!(spelled("tingchechan", "青岛市公共停车场基本信息"), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_heard(text in "\\PC{0,60}") {
            let heard = heard(&text, &mut |_| 1);
            prop_assert!(heard.iter().all(|ways| !ways.is_empty()));
            let _ = (pairs(&text), same_sound(&text, &text), spelled(&text, &text));
        }

        #[test]
        fn what_is_written_is_heard(text in "[\u{4e00}-\u{4fff}0-9]{2,20}") {
            let kept = pairs(&text);
            prop_assert!(heard(&text, &mut |_| 1).iter().all(|ways| ways.iter().any(|way| kept.contains(way))));
        }
    }
}
