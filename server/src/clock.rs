//! Time and chance, as values that are handed around: tests fix both.

use std::sync::{
    Mutex,
    atomic::{AtomicI64, Ordering},
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// A moment in microseconds since 1970 UTC, as the database keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// RFC 3339 in UTC with seconds, such as `2024-06-01T08:00:00Z`.
    pub fn rfc3339(self) -> String {
        self.utc().replace_nanosecond(0).ok().and_then(|t| t.format(&Rfc3339).ok()).unwrap_or_default()
    }

    /// The same moment as a calendar value.
    pub fn utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// The calendar day in Asia/Shanghai, such as `2024-06-01`.
    pub fn shanghai_day(self) -> String {
        // China has kept one offset and no summer time since 1991.
        let offset = UtcOffset::from_hms(8, 0, 0).unwrap_or(UtcOffset::UTC);
        self.utc().to_offset(offset).date().to_string()
    }

    /// This moment, `seconds` later.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }
}

/// What time it is.
#[derive(Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// One that stands still until it is moved, in microseconds.
    Fixed(AtomicI64),
}

impl Clock {
    /// A clock that stands at the given moment.
    pub fn fixed(at: Moment) -> Self {
        Self::Fixed(AtomicI64::new(at.0))
    }

    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that looks at the machine's clock")]
    pub fn now(&self) -> Moment {
        match self {
            Self::System => {
                let now = OffsetDateTime::now_utc().unix_timestamp_nanos() / 1000;
                Moment(i64::try_from(now).unwrap_or(i64::MAX))
            }
            Self::Fixed(at) => Moment(at.load(Ordering::Relaxed)),
        }
    }
}

/// New ids: UUIDv7 text, in the order of their making.
#[derive(Debug)]
pub struct Ids(Mutex<StdRng>);

impl Ids {
    /// Ids that nobody can foretell.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that draws on the machine's chance")]
    pub fn random() -> Self {
        Self(Mutex::new(StdRng::from_rng(&mut rand::rng())))
    }

    /// The same ids each time, for tests and the demo.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// A new id made at `now`.
    pub fn next(&self, now: Moment) -> String {
        let mut bytes = [0; 10];
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut bytes);
        let millis = u64::try_from(now.0 / 1000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().to_string()
    }
}
