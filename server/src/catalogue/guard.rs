//! The one guard for opening: what may be seen and delivered, and what may be published.
//!
//! Form, import, API, publication, index, sitemap and delivery all ask here; nothing reaches bytes, titles, counts
//! or suggestions by another way. The rules are DOMAIN §5.3: level 1 opens either way, levels 2 and 3 only on
//! conditions, level 4 never; important and core data never open.

use super::{
    grant::Grant,
    metadata::{Metadata, OpenType, State},
};

/// What the guard needs to know of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// 开放类型; `None` when not known.
    pub open_type: Option<OpenType>,
    /// 安全级别; `None` when not known.
    pub level: Option<u8>,
    /// 重要数据 or 核心数据.
    pub important: bool,
    /// Where it stands.
    pub state: State,
}

impl Facts {
    /// The facts of a dataset with the given metadata in the given state.
    pub fn of(metadata: &Metadata, state: State) -> Self {
        Self {
            open_type: metadata.open_type,
            level: metadata.level,
            important: metadata.important || metadata.core,
            state,
        }
    }
}

/// Who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visitor {
    /// Anybody, without signing in.
    Guest,
}

/// What a visitor may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// May know that it exists and read its metadata and data items.
    pub metadata: bool,
    /// May receive its bytes.
    pub delivery: bool,
}

impl Sight {
    const NOTHING: Self = Self { metadata: false, delivery: false };
}

/// What `visitor`, holding `grant`, may have of a dataset with these facts.
pub fn sight(facts: Facts, visitor: &Visitor, grant: Option<&Grant>) -> Sight {
    match facts.state {
        State::Published => {}
        State::Draft | State::InReview | State::Returned | State::Frozen | State::Withdrawn => {
            match visitor {
                Visitor::Guest => return Sight::NOTHING,
            }
        }
    }
    if facts.important || facts.level.is_some_and(|level| !(1..=3).contains(&level)) {
        return Sight::NOTHING;
    }
    match (facts.open_type, facts.level) {
        (Some(OpenType::NotOpen), _) => Sight::NOTHING,
        (Some(OpenType::Unconditional), Some(1)) => Sight { metadata: true, delivery: true },
        // Level 2 or 3 marked unconditional is a contradiction: the stricter reading holds.
        (Some(OpenType::Unconditional), Some(_) | None) => Sight { metadata: true, delivery: false },
        (Some(OpenType::Conditional), level) => {
            Sight { metadata: true, delivery: level.is_some() && grant.is_some() }
        }
        (None, _) => Sight { metadata: true, delivery: false },
    }
}

/// Whether the address of a withdrawn dataset says so (410) rather than nothing (404): only where the public knew it.
pub fn tombstone(facts: Facts, once_published: bool) -> bool {
    let published = Facts { state: State::Published, ..facts };
    facts.state == State::Withdrawn && once_published && sight(published, &Visitor::Guest, None).metadata
}

/// Why a dataset may not be published: field and problem.
pub fn refusals(metadata: &Metadata) -> Vec<(&'static str, &'static str)> {
    let mut refusals = Vec::new();
    if metadata.title.trim().is_empty() {
        refusals.push(("title", "required"));
    }
    match metadata.level {
        None => refusals.push(("level", "required")),
        Some(level) if !(1..=4).contains(&level) => refusals.push(("level", "invalid")),
        Some(_) => {}
    }
    match metadata.open_type {
        None => refusals.push(("open_type", "required")),
        Some(OpenType::Unconditional) => {
            if metadata.level.is_some_and(|level| level != 1) {
                refusals.push(("open_type", "level_forbids_unconditional"));
            }
        }
        Some(OpenType::Conditional) => {
            if metadata.level.is_some_and(|level| level > 3) {
                refusals.push(("open_type", "level_forbids_opening"));
            }
            if metadata.conditions.as_ref().is_none_or(|c| *c == super::metadata::Conditions::default()) {
                refusals.push(("conditions", "required"));
            }
        }
        Some(OpenType::NotOpen) => match &metadata.not_open_basis {
            None => refusals.push(("not_open_basis", "required")),
            Some(basis) if basis.law.trim().is_empty() || !is_law(&basis.law) => {
                refusals.push(("not_open_basis", "not_a_law"));
            }
            Some(_) => {}
        },
    }
    if (metadata.important || metadata.core) && metadata.open_type != Some(OpenType::NotOpen) {
        refusals.push(("open_type", "important_data_stays_closed"));
    }
    refusals
}

/// Whether the name is that of a law or an administrative regulation, and not of a rule inside the house.
fn is_law(name: &str) -> bool {
    !name.contains("内部")
        && ["法", "条例", "法典", "决定"].iter().any(|end| name.trim_end_matches('》').ends_with(end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::metadata::{Conditions, LegalBasis};

    fn open_types() -> impl Strategy<Value = Option<OpenType>> {
        prop_oneof![
            Just(None),
            Just(Some(OpenType::Unconditional)),
            Just(Some(OpenType::Conditional)),
            Just(Some(OpenType::NotOpen)),
        ]
    }

    prop_compose! {
        fn facts()(
            open_type in open_types(),
            level in proptest::option::of(0u8..=5),
            important in any::<bool>(),
            state in proptest::sample::select(State::ALL.to_vec()),
        ) -> Facts {
            Facts { open_type, level, important, state }
        }
    }

    proptest! {
        #[test]
        fn bytes_without_a_grant_are_unconditional_level_1_and_published(facts in facts()) {
            let sight = sight(facts, &Visitor::Guest, None);
            prop_assert_eq!(
                sight.delivery,
                facts.open_type == Some(OpenType::Unconditional)
                    && facts.level == Some(1)
                    && !facts.important
                    && facts.state == State::Published
            );
        }

        #[test]
        fn nothing_is_seen_of_what_is_closed(facts in facts()) {
            let sight = sight(facts, &Visitor::Guest, Some(&Grant::for_tests()));
            if facts.important
                || facts.level == Some(4)
                || facts.open_type == Some(OpenType::NotOpen)
                || facts.state != State::Published
            {
                prop_assert_eq!(sight, Sight::NOTHING);
            }
        }

        #[test]
        fn bytes_are_never_seen_where_metadata_is_not(facts in facts(), granted in any::<bool>()) {
            let grant = Grant::for_tests();
            let sight = sight(facts, &Visitor::Guest, granted.then_some(&grant));
            prop_assert!(sight.metadata || !sight.delivery);
        }

        #[test]
        fn what_may_be_published_agrees_with_what_may_be_delivered(facts in facts()) {
            let metadata = Metadata {
                title: "标题".to_owned(),
                level: facts.level,
                open_type: facts.open_type,
                important: facts.important,
                conditions: Some(Conditions { text: Some("须申请".to_owned()), ..Conditions::default() }),
                not_open_basis: Some(LegalBasis {
                    reason: "N5".to_owned(),
                    law: "《中华人民共和国个人信息保护法》".to_owned(),
                    article: "13".to_owned(),
                }),
                ..Metadata::default()
            };
            let published = Facts { state: State::Published, ..facts };
            if refusals(&metadata).is_empty() && facts.open_type == Some(OpenType::Unconditional) {
                prop_assert!(sight(published, &Visitor::Guest, None).delivery);
            }
        }
    }

    fn refused(metadata: &Metadata, field: &str) -> bool {
        refusals(metadata).iter().any(|(name, _)| *name == field)
    }

    #[test]
    fn case_23_level_3_is_never_unconditional() {
        for level in 2..=4 {
            let metadata = Metadata {
                title: "标题".to_owned(),
                level: Some(level),
                open_type: Some(OpenType::Unconditional),
                ..Metadata::default()
            };
            assert!(refused(&metadata, "open_type"));
        }
    }

    #[test]
    fn case_24_important_data_is_never_open() {
        let metadata = Metadata {
            title: "标题".to_owned(),
            level: Some(1),
            open_type: Some(OpenType::Unconditional),
            core: true,
            ..Metadata::default()
        };
        assert!(refused(&metadata, "open_type"));
    }

    #[test]
    fn case_25_not_open_needs_a_law() {
        let mut metadata = Metadata {
            title: "标题".to_owned(),
            level: Some(4),
            open_type: Some(OpenType::NotOpen),
            ..Metadata::default()
        };
        assert!(refused(&metadata, "not_open_basis"));
        let basis = |law: &str| {
            Some(LegalBasis { reason: "N5".to_owned(), law: law.to_owned(), article: "1".to_owned() })
        };
        metadata.not_open_basis = basis("内部规定");
        assert!(refused(&metadata, "not_open_basis"));
        metadata.not_open_basis = basis("中华人民共和国个人信息保护法");
        assert!(!refused(&metadata, "not_open_basis"));
    }

    #[test]
    fn case_26_conditional_needs_conditions() {
        let metadata = Metadata {
            title: "标题".to_owned(),
            level: Some(2),
            open_type: Some(OpenType::Conditional),
            ..Metadata::default()
        };
        assert!(refused(&metadata, "conditions"));
    }
}
