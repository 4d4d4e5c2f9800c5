//! What the index keeps of a document, field by field.

use std::collections::{BTreeSet, HashMap};

use tantivy::{
    Index, TantivyDocument,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
        TextOptions,
    },
};
use uuid::Uuid;

use super::{
    fold::{folded, folded_line},
    group::group,
    ranked::Rank,
    sound,
    tokenizer::{self, Cut, Cutter, longest_words, words},
};
use crate::{
    catalogue::{Document, codes::Codes, metadata::OpenType},
    error::{Error, Result},
};

/// Raised with every change of the fields or of how text is cut: an index of another version is built again.
pub const VERSION: u32 = 2;

/// How much of a description is kept for highlights, in characters.
const KEPT: usize = 4_000;

/// A group of values by which results are narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// 领域.
    Theme,
    /// 部门.
    Publisher,
    /// 开放类型.
    OpenType,
    /// 格式.
    Format,
    /// 地区, with everything above it.
    Region,
    /// 更新周期.
    Cycle,
}

impl Facet {
    /// Every facet, in the order of the arrays that hold one thing for each.
    pub const ALL: [Self; 6] =
        [Self::Theme, Self::Publisher, Self::OpenType, Self::Format, Self::Region, Self::Cycle];

    /// The name in the API, and of its field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Publisher => "publisher",
            Self::OpenType => "open_type",
            Self::Format => "format",
            Self::Region => "region",
            Self::Cycle => "cycle",
        }
    }
}

/// The name of the field of update times.
pub const UPDATED_AT: &str = "updated_at";
/// The name of the field of download counts.
pub const DOWNLOADS: &str = "downloads";
/// The name of the field of what near-equal titles share.
pub const GROUP: &str = "group";
/// The name of the field of the titles' lengths.
pub const TITLE_LENGTH: &str = "title_length";
/// The names of the two halves of the id.
pub const ID: [&str; 2] = ["id_high", "id_low"];

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The id, exact.
    pub id: Field,
    /// The id as two numbers, for ordering.
    pub id_halves: [Field; 2],
    /// 目录代码, folded, exact.
    pub code: Field,
    /// The letters of the whole title, exact.
    pub title_exact: Field,
    /// Words of every field, each with the best [`Rank`] it has, kept as a frequency.
    pub words: Field,
    /// Characters and bigrams of the title.
    pub title_net: Field,
    /// Bigrams of all but the title.
    pub net: Field,
    /// Pairs of syllables of the title, the keywords and the publisher's name.
    pub sound: Field,
    /// First letters of the words of the title and the keywords.
    pub initials: Field,
    /// The codes of the regions that the record itself names.
    pub own_region: Field,
    /// One field for each of [`Facet::ALL`].
    pub facets: [Field; 6],
    /// What titles that are nearly the same share.
    pub group: Field,
    /// The characters of the title.
    pub title_length: Field,
    /// When the data was updated.
    pub updated_at: Field,
    /// How often it was downloaded.
    pub downloads: Field,
    /// JSON of `catalogue::Listed`.
    pub listed: Field,
    /// The description for highlights.
    pub text: Field,
}

fn text(cut: &str, option: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(cut).set_index_option(option).set_fieldnorms(false),
    )
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = NumericOptions::default().set_fast();
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        id_halves: ID.map(|name| builder.add_u64_field(name, FAST)),
        code: builder.add_text_field("code", STRING),
        title_exact: builder.add_text_field("title_exact", STRING),
        words: builder.add_text_field("words", text("ranked", IndexRecordOption::WithFreqs)),
        title_net: builder
            .add_text_field("title_net", text("singles", IndexRecordOption::WithFreqsAndPositions)),
        net: builder.add_text_field("net", text("bigrams", IndexRecordOption::WithFreqsAndPositions)),
        sound: builder.add_text_field("sound", text("given", IndexRecordOption::Basic)),
        initials: builder.add_text_field("initials", text("given", IndexRecordOption::Basic)),
        own_region: builder.add_text_field("own_region", STRING),
        facets: Facet::ALL.map(|facet| {
            let options = STRING.set_fast("raw");
            builder.add_text_field(facet.name(), options)
        }),
        group: builder.add_u64_field(GROUP, number.clone()),
        title_length: builder.add_u64_field(TITLE_LENGTH, number.clone()),
        updated_at: builder.add_i64_field(UPDATED_AT, number.clone() | INDEXED),
        downloads: builder.add_u64_field(DOWNLOADS, number),
        listed: builder.add_text_field("listed", STORED),
        text: builder.add_text_field("text", STORED),
    };
    (builder.build(), fields)
}

/// Makes our ways of cutting known to an index.
pub fn register_tokenizers(index: &Index) {
    for (name, cut) in
        [("bigrams", Cut::Bigrams), ("singles", Cut::Singles), ("ranked", Cut::Ranked), ("given", Cut::Given)]
    {
        index.tokenizers().register(name, Cutter(cut));
    }
}

/// The id as two numbers that order as its text does.
pub fn halves(id: &str) -> Result<[u64; 2]> {
    let id = Uuid::try_parse(id).map_err(|e| Error::other(format!("the id {id} is not a UUID: {e}")))?;
    let (high, low) = id.as_u64_pair();
    Ok([high, low])
}

/// What is put into the index for a document that a guest may see.
pub fn document(fields: &Fields, codes: &Codes, document: &Document) -> Result<TantivyDocument> {
    let listed = &document.listed;
    let mut doc = TantivyDocument::default();
    doc.add_text(fields.id, &listed.id);
    for (field, half) in fields.id_halves.iter().zip(halves(&listed.id)?) {
        doc.add_u64(*field, half);
    }
    if let Some(code) = &listed.code {
        doc.add_text(fields.code, exact(code));
    }
    doc.add_text(fields.title_exact, bare(&listed.title));
    doc.add_text(fields.words, ranked_words(document));
    doc.add_text(fields.title_net, &listed.title);
    doc.add_text(fields.net, &listed.organisation_title);
    for text in document.keywords.iter().chain(&document.data_items) {
        doc.add_text(fields.net, text);
    }
    doc.add_text(fields.net, &document.description);
    let named = || std::iter::once(&listed.title).chain(&document.keywords);
    let sounds: BTreeSet<String> =
        named().chain([&listed.organisation_title]).flat_map(|text| sound::pairs(text)).collect();
    doc.add_text(fields.sound, tokenizer::given(sounds));
    let initials: BTreeSet<String> = named().flat_map(|text| sound::initials(&longest_words(text))).collect();
    doc.add_text(fields.initials, tokenizer::given(initials));
    for region in &listed.regions {
        doc.add_text(fields.own_region, region);
    }
    for (field, values) in fields.facets.iter().zip(Facet::ALL.map(|facet| values(facet, codes, document))) {
        for value in values {
            doc.add_text(*field, value);
        }
    }
    doc.add_u64(fields.group, group(&listed.title));
    doc.add_u64(fields.title_length, bare(&listed.title).chars().count() as u64);
    doc.add_i64(fields.updated_at, document.updated_at);
    doc.add_u64(fields.downloads, listed.downloads);
    doc.add_text(fields.listed, serde_json::to_string(listed)?);
    doc.add_text(fields.text, document.description.chars().take(KEPT).collect::<String>());
    Ok(doc)
}

/// Text that is found as a whole only, at most 300 characters of it.
pub fn exact(text: &str) -> String {
    folded_line(text).chars().take(300).collect()
}

/// The letters and figures of a text, at most 300: titles that differ in signs and spaces only are the same.
pub fn bare(text: &str) -> String {
    folded(text).chars().filter(|char| char.is_alphanumeric()).take(300).collect()
}

/// Every word of a document with the best field it stands in.
fn ranked_words(document: &Document) -> String {
    let mut ranks: HashMap<String, Rank> = HashMap::new();
    let mut put = |text: &str, rank: Rank| {
        for word in words(text) {
            // Latin words are found by their stems; as they are written they help to put slips right.
            let written = text.get(word.from..word.to).filter(|_| !word.cjk).map(folded);
            for text in std::iter::once(word.text).chain(written) {
                let known = ranks.entry(text).or_insert(rank);
                *known = rank.max(*known);
            }
        }
    };
    put(&document.listed.title, Rank::Title);
    for keyword in &document.keywords {
        put(keyword, Rank::Keywords);
    }
    put(&document.listed.organisation_title, Rank::Publisher);
    for item in &document.data_items {
        put(item, Rank::Items);
    }
    put(&document.description, Rank::Description);
    tokenizer::ranked(ranks)
}

/// The values of a facet, each once.
fn values(facet: Facet, codes: &Codes, document: &Document) -> Vec<String> {
    let listed = &document.listed;
    let mut values = match facet {
        Facet::Theme => listed.themes.clone(),
        Facet::Publisher => vec![listed.organisation_id.clone()],
        Facet::OpenType => vec![open_type(listed.open_type).to_owned()],
        Facet::Format => listed.formats.clone(),
        Facet::Region => {
            listed.regions.iter().flat_map(|region| codes.with_ancestors("region", region)).collect()
        }
        Facet::Cycle => listed.cycle.iter().cloned().collect(),
    };
    values.sort();
    values.dedup();
    values
}

fn open_type(open_type: Option<OpenType>) -> &'static str {
    open_type.map_or("unknown", OpenType::name)
}
