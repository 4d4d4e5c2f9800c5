//! The right to receive a conditional dataset. Made by `application`; until that room stands, nobody holds one.

/// Proof that an application for a dataset was approved and is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    dataset_id: String,
}

impl Grant {
    /// The dataset that it is for.
    pub fn dataset_id(&self) -> &str {
        &self.dataset_id
    }

    /// A grant for tests of the guard.
    #[cfg(test)]
    pub(crate) fn for_tests() -> Self {
        Self { dataset_id: "0".to_owned() }
    }
}
