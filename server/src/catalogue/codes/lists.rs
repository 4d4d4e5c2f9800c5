//! The code lists that the portal ships with.

use super::Shipped;

const fn value(code: &'static str, zh: &'static str, en: &'static str) -> Shipped {
    Shipped { code, zh, en, parent: "" }
}

/// Every list by its name.
pub(super) const ALL: &[(&str, &[Shipped])] = &[("theme", THEMES)];

/// 数据领域 (DOMAIN §5.5). The number 19 and two of the names are attested; the rest is a proposal and can be edited.
const THEMES: &[Shipped] = &[value("01", "经济建设", "Economy")];
