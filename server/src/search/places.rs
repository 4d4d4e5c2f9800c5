//! Regions as people name them: 青岛 for 青岛市, 黔东南 for 黔东南苗族侗族自治州. Names that nobody could guess from the
//! code list (西海岸 for 黄岛区) stand in `synonyms.txt`.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::tokenizer::{is_tagged_as_place, longest_words};
use crate::catalogue::codes::{self, Codes};

/// What may stand at the end of a region's name and be left out.
const ENDS: [&str; 11] =
    ["特别行政区", "自治区", "自治州", "地区", "新区", "省", "市", "区", "县", "盟", "州"];
/// Names of peoples in the names of autonomous regions.
const PEOPLES: [&str; 23] = [
    "壮族",
    "回族",
    "维吾尔",
    "藏族",
    "羌族",
    "苗族",
    "侗族",
    "布依族",
    "土家族",
    "彝族",
    "傣族",
    "景颇族",
    "傈僳族",
    "白族",
    "哈尼族",
    "蒙古族",
    "哈萨克",
    "朝鲜族",
    "柯尔克孜",
    "黎族",
    "僳僳族",
    "各族",
    "满族",
];
/// Region codes by the names that people use, in pieces.
#[derive(Debug, Default)]
pub struct Places {
    codes: HashMap<Vec<String>, String>,
    /// The code one level up.
    around: HashMap<String, String>,
}

impl Places {
    /// The names of the regions of the code list.
    pub fn of(codes: &Codes) -> Self {
        let mut places = Self::default();
        for region in codes.list("region") {
            if let Some(around) = &region.parent {
                places.around.insert(region.code.clone(), around.clone());
            }
            for name in names(&region.zh) {
                places.add(&name, &region.code);
            }
            places.add(region.en.split(" (").next().unwrap_or_default(), &region.code);
        }
        places
    }

    fn add(&mut self, name: &str, code: &str) {
        let pieces: Vec<String> = longest_words(name).into_iter().map(|piece| piece.text).collect();
        if !pieces.is_empty() {
            // Of two regions of one name the one higher up, which comes first, has it.
            self.codes.entry(pieces).or_insert_with(|| code.to_owned());
        }
    }

    /// The region around a region.
    pub fn around(&self, code: &str) -> Option<&str> {
        self.around.get(code).map(String::as_str)
    }

    /// The region that a row of pieces names.
    pub fn code(&self, words: &[&str]) -> Option<&str> {
        let key: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        self.codes.get(&key).map(String::as_str)
    }
}

/// A region's name, what is in its brackets, and each without its end.
fn names(full: &str) -> Vec<String> {
    let (name, inside) = full.split_once('(').unwrap_or((full, ""));
    let inside = inside.trim_end_matches(')');
    let mut names = Vec::new();
    for name in [name, inside] {
        if name.is_empty() || name.starts_with('已') {
            continue;
        }
        names.push(name.to_owned());
        names.extend(short(name));
    }
    names
}

/// The name without its end, if two characters are left.
pub fn short(name: &str) -> Option<String> {
    let end = ENDS.iter().find(|end| name.ends_with(**end))?;
    let mut rest = name.strip_suffix(*end)?;
    while let Some(people) = PEOPLES.iter().find(|people| rest.ends_with(**people)) {
        rest = rest.strip_suffix(*people)?;
    }
    (rest.chars().count() >= 2).then(|| rest.to_owned())
}

/// Whether the word is the name of a place: of the code list, of the dictionary, or of a zone that every city has.
pub fn is_place_name(word: &str) -> bool {
    // Names of kinds of places that the dictionary marks as names.
    const KINDS: [&str; 8] = ["小区", "社区", "园区", "景区", "城区", "辖区", "市区", "全市"];
    static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let regions = codes::shipped("region").iter().flat_map(|region| {
            let name = region.zh.split('(').next().unwrap_or_default();
            [Some(name.to_owned()), short(name)]
        });
        regions.flatten().collect()
    });
    // Zones that every city has.
    const ZONES: [&str; 6] = ["高新区", "开发区", "经开区", "经济开发区", "保税区", "新区"];
    if ZONES.contains(&word) {
        return true;
    }
    if KINDS.contains(&word) || word.chars().count() < 2 {
        return false;
    }
    NAMES.contains(word) || is_tagged_as_place(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_short_names() {
        for (full, shortened) in [
            ("青岛市", Some("青岛")),
            ("黔东南苗族侗族自治州", Some("黔东南")),
            ("广西壮族自治区", Some("广西")),
            ("内蒙古自治区", Some("内蒙古")),
            ("赵县", None),
            ("青岛", None),
        ] {
            assert_eq!(short(full).as_deref(), shortened, "{full}");
        }
        assert_eq!(names("黄岛区(青岛西海岸新区)"), ["黄岛区", "黄岛", "青岛西海岸新区", "青岛西海岸"]);
        assert_eq!(names("胶南市(已并入黄岛区)"), ["胶南市", "胶南"]);
    }
}
