//! Places as people write them.

use crate::catalogue::codes::Value;

/// Names of Qingdao that are not in the code list (DOMAIN §5.7), longest first where one holds another.
const ALIASES: &[(&str, &str)] = &[
    ("青岛西海岸新区", "370211"),
    ("西海岸新区", "370211"),
    ("西海岸", "370211"),
    ("黄岛区", "370211"),
    ("黄岛", "370211"),
    ("胶南市", "370211"),
    ("胶南", "370211"),
    ("青岛开发区", "370211"),
    ("青岛高新区", "3702G1"),
    ("红岛", "3702G1"),
    ("青岛保税区", "3702B1"),
    ("上合示范区", "3702S1"),
    ("四方区", "370203"),
    ("即墨市", "370215"),
    ("即墨", "370215"),
    ("胶州", "370281"),
    ("平度", "370283"),
    ("莱西", "370285"),
    ("崂山", "370212"),
    ("城阳", "370214"),
    ("李沧", "370213"),
];

/// Codes that are no longer in force, and their successors.
const RETIRED: &[(&str, &str)] = &[("370205", "370203"), ("370282", "370215"), ("370284", "370211")];

/// The region code of a name or a code: 青岛市黄岛区, 西海岸新区, 胶南市 and 370284 are all 370211.
pub fn region(regions: &[Value], raw: &str) -> Option<String> {
    let name: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    if name.len() == 6 && name.is_ascii() {
        let code = name.to_ascii_uppercase();
        let code = RETIRED.iter().find(|(old, _)| *old == code).map_or(code, |(_, new)| (*new).to_owned());
        return regions.iter().find(|value| value.code == code).map(|value| value.code.clone());
    }
    let alias =
        |name: &str| ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, code)| (*code).to_owned());
    let listed = |name: &str| {
        let mut found = regions.iter().filter(|value| value.zh == name);
        // A name borne by two places names neither.
        found.next().filter(|_| found.next().is_none()).map(|value| value.code.clone())
    };
    if let Some(code) = alias(&name).or_else(|| listed(&name)) {
        return Some(code);
    }
    // 山东省青岛市黄岛区: the last place counts.
    let mut rest = name.as_str();
    while let Some((_, after)) = rest.split_once(['省', '市']).filter(|(_, after)| !after.is_empty()) {
        if let Some(code) = alias(after).or_else(|| listed(after)) {
            return Some(code);
        }
        rest = after;
    }
    None
}
