//! A visitor's words, taken apart. They are plain text: no sign in them has a meaning but the quotation mark.

use std::collections::HashSet;

use super::{
    fold::folded,
    places::Places,
    schema::{bare, exact},
    synonyms::{LONGEST, Meaning, Synonyms},
    tokenizer::{Piece, bigrams, longest_words},
};

/// How many characters of a query are looked at.
pub const LOOKED_AT: usize = 200;
/// How many words of it, those in quotation marks aside.
const WORDS: usize = 40;

/// Words that ask rather than name; they are left out unless there is nothing else.
const ASKING: &str = "的 了 吗 呢 吧 啊 在 有 是 我 想 要 请问 如何 怎么 怎样 怎么样 什么 什么时候 哪 哪里 哪儿 哪些 哪个 能 能不能 不能 可以 多少 几 几个 \
     和 与 及 或 查 查询 找 为什么 有没有 是否 会 a an the of in and or for to on at i where how what when which can do doe \
     are my with by from";

/// Words that ask for what is never opened (DOMAIN §8, row 31).
const PERSONAL: [&str; 12] = [
    "身份证",
    "手机号",
    "银行卡号",
    "个人信息",
    "家庭住址",
    "户口本",
    "病历",
    "社保卡号",
    "护照号",
    "id number",
    "id card",
    "personal information",
];

/// What the words of a query are held against.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Words that mean the same.
    pub synonyms: Synonyms,
    /// Regions by name.
    pub places: Places,
    /// The formats that datasets may have, in capitals.
    pub formats: HashSet<String>,
}

/// One thing that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slot {
    /// The words as they were written; all of them.
    pub words: Vec<String>,
    /// What they may mean instead; all words of one.
    pub others: Vec<Vec<String>>,
    /// The region that they name.
    pub region: Option<String>,
    /// The format that they name.
    pub format: Option<String>,
}

/// A visitor's words, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The whole, folded, for codes and ids.
    pub whole: String,
    /// The letters and figures of the whole, for titles.
    pub bare: String,
    /// What stands outside quotes.
    pub free: String,
    /// Quoted pieces.
    pub phrases: Vec<String>,
    /// What is asked for outside quotes.
    pub slots: Vec<Slot>,
    /// The bigrams outside quotes.
    pub bigrams: Vec<String>,
    /// Whether personal data is asked for.
    pub personal: bool,
}

impl Asked {
    /// Takes the first 200 characters apart.
    pub fn of(text: &str, lexicon: &Lexicon) -> Self {
        let text: String = text.trim().chars().take(LOOKED_AT).collect();
        let (free, phrases) = quoted(&text);
        let asking: HashSet<&str> = ASKING.split_whitespace().collect();
        let pieces = longest_words(&free);
        let naming: Vec<Piece> =
            pieces.iter().filter(|piece| !asking.contains(piece.text.as_str())).cloned().collect();
        let mut slots = slots(if naming.is_empty() { &pieces } else { &naming }, lexicon);
        let mut seen = HashSet::new();
        slots.retain(|slot| seen.insert(slot.words.clone()));
        slots.truncate(WORDS);
        let lower = folded(&text);
        Self {
            whole: exact(&text),
            bare: bare(&text),
            personal: PERSONAL.iter().any(|word| lower.contains(word)),
            bigrams: distinct(bigrams(&free, false).into_iter().map(|piece| piece.text)),
            free,
            phrases,
            slots,
        }
    }

    /// Whether it asks for nothing in particular: there was no text.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }

    /// The regions that it names.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().filter_map(|slot| slot.region.as_deref())
    }

    /// Every word that a text may have been found by.
    pub fn words(&self) -> impl Iterator<Item = &String> {
        self.slots.iter().flat_map(|slot| slot.words.iter().chain(slot.others.iter().flatten()))
    }

    /// The same without the words that name a region; nothing when they are all.
    pub fn without_regions(&self, lexicon: &Lexicon) -> Self {
        let rest: Vec<String> =
            self.slots.iter().filter(|slot| slot.region.is_none()).map(|slot| slot.words.join(" ")).collect();
        Self::of(&rest.join(" "), lexicon)
    }
}

fn slots(pieces: &[Piece], lexicon: &Lexicon) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut rest = pieces;
    while !rest.is_empty() {
        let known = (1..=LONGEST.min(rest.len())).rev().find_map(|length| {
            let run = rest.get(..length)?;
            named(run, lexicon).map(|slot| (slot, length))
        });
        let (slot, length) = known.unwrap_or_else(|| (plain(rest, lexicon), 1));
        slots.push(slot);
        rest = rest.get(length..).unwrap_or_default();
    }
    slots
}

/// The slot of a row of pieces that the lexicon knows as one.
fn named(run: &[Piece], lexicon: &Lexicon) -> Option<Slot> {
    let texts: Vec<&str> = run.iter().map(|piece| piece.text.as_str()).collect();
    let meanings = lexicon.synonyms.of(run);
    let place = lexicon.places.code(&texts).map(str::to_owned);
    let format = match texts.as_slice() {
        [one] => Some(one.to_uppercase()).filter(|format| lexicon.formats.contains(format)),
        _ => None,
    };
    if meanings.is_none() && place.is_none() && format.is_none() {
        return None;
    }
    let mut slot = Slot {
        words: texts.iter().map(|text| (*text).to_owned()).collect(),
        region: place,
        format,
        ..Slot::default()
    };
    for meaning in meanings.unwrap_or_default() {
        match meaning {
            Meaning::Words(words) => slot.others.push(words.clone()),
            Meaning::Region(code) => slot.region = Some(code.clone()),
        }
    }
    Some(slot)
}

/// The slot of the first piece, by itself.
fn plain(pieces: &[Piece], lexicon: &Lexicon) -> Slot {
    let Some(first) = pieces.first() else { return Slot::default() };
    Slot { words: vec![first.text.clone()], others: lexicon.synonyms.within(first), ..Slot::default() }
}

/// Parts quoted pieces from the rest; a quotation mark without its fellow is plain text.
fn quoted(text: &str) -> (String, Vec<String>) {
    let mut free = String::new();
    let mut phrases = Vec::new();
    let mut rest = text;
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| matches!(c, '"' | '“' | '「' | '＂')) {
        let close: &[char] = match open {
            '“' => &['”', '“', '"'],
            '「' => &['」'],
            _ => &['"', '＂', '”'],
        };
        let (before, after) = rest.split_at(at);
        let after = after.get(open.len_utf8()..).unwrap_or_default();
        free.push_str(before);
        free.push(' ');
        let Some((inside, beyond)) = after.split_once(close) else {
            rest = after;
            break;
        };
        if inside.chars().any(char::is_alphanumeric) {
            phrases.push(inside.to_owned());
        }
        rest = beyond;
    }
    free.push_str(rest);
    (free, phrases)
}

fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let asked = Asked::of(text, &Lexicon::default());
        asked.slots.into_iter().flat_map(|slot| slot.words).collect()
    }

    #[test]
    fn quotes_part_phrases_from_words() {
        for (text, free, phrases) in [
            ("停车场 \"学区 划分\" 公交", "停车场   公交", vec!["学区 划分"]),
            ("“公租房”", " ", vec!["公租房"]),
            ("青岛\"市", "青岛 市", vec![]),
            ("\"\"", " ", vec![]),
            ("「医院」名录", " 名录", vec!["医院"]),
        ] {
            let (left, quoted) = quoted(text);
            assert_eq!(
                (left.as_str(), quoted),
                (free, phrases.into_iter().map(str::to_owned).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn words_that_ask_are_left_out() {
        assert_eq!(words("哪里能停车"), ["停车"]);
        assert_eq!(words("什么"), ["什么"]);
        assert_eq!(words("title:( AND OR %%%"), ["titl"]);
    }

    #[test]
    fn only_the_beginning_is_looked_at() {
        let asked = |text: &str| Asked::of(text, &Lexicon::default());
        assert_eq!(asked(&"停车场".repeat(700)).whole.chars().count(), LOOKED_AT);
        assert!(asked("  ").is_empty());
        assert!(!asked("%%%").is_empty());
    }

    #[test]
    fn what_the_lexicon_knows_is_one_slot() {
        let lexicon = Lexicon {
            synonyms: Synonyms::read("bus stop -> 公交站点\n西海岸 -> @370211").expect("two lines"),
            formats: HashSet::from(["CSV".to_owned()]),
            ..Lexicon::default()
        };
        let asked = Asked::of("bus stops 西海岸 csv 充电站", &lexicon);
        let [bus, coast, csv, station] = asked.slots.as_slice() else { panic!("{:?}", asked.slots) };
        assert_eq!((bus.words.len(), bus.others.as_slice()), (2, [vec!["公交站点".to_owned()]].as_slice()));
        assert_eq!(coast.region.as_deref(), Some("370211"));
        assert_eq!(csv.format.as_deref(), Some("CSV"));
        assert_eq!(station.words, ["充电站"]);
        assert_eq!(asked.without_regions(&lexicon).slots.len(), 3);
        assert!(Asked::of("查身份证号", &lexicon).personal);
    }
}
