//! The update promise: when the next data is due, and whether it is overdue (DOMAIN §5.4; the grace is a decision of
//! ours, not law).

use time::{Date, Duration, Month, OffsetDateTime, Time, format_description::well_known::Rfc3339};

use crate::clock::Moment;

/// When the next data is due and from when on it is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// The first moment at which new data is due.
    pub due: Moment,
    /// The first moment at which the promise is broken.
    pub overdue: Moment,
}

/// The promise of cycle `code` after data of `updated`; `None` for cycles without a date.
pub fn promise(code: &str, updated: Moment) -> Option<Promise> {
    let at = updated.utc();
    let hours = |due: i64, overdue: i64| {
        Some(Promise { due: updated.plus_seconds(due * 3600), overdue: updated.plus_seconds(overdue * 3600) })
    };
    // (months in the period, days after its end at which the data is due, and overdue)
    let (months, due, overdue) = match code {
        "1" => return hours(1, 24),
        "2" => return hours(24, 72),
        "3" => return hours(7 * 24, 14 * 24),
        "4" => (1, 10, 20),
        "5" => (3, 20, 40),
        "6" => (6, 30, 60),
        "7" => (12, 90, 150),
        _ => return None,
    };
    // The data of the next period is due some days after that period has ended.
    let end = period_end(at.date(), months, 2)?;
    let moment = |days| Some(of_date(end.checked_add(Duration::days(days))?));
    Some(Promise { due: moment(due)?, overdue: moment(overdue)? })
}

/// The first day after the `count`-th period of `months` months, counted from the one that holds `date`.
fn period_end(date: Date, months: i32, count: i32) -> Option<Date> {
    let month = i32::from(u8::from(date.month())) - 1;
    let after = date.year() * 12 + month / months * months + months * count;
    let month = Month::try_from(u8::try_from(after.rem_euclid(12) + 1).ok()?).ok()?;
    Date::from_calendar_date(after.div_euclid(12), month, 1).ok()
}

fn of_date(date: Date) -> Moment {
    let at = OffsetDateTime::new_utc(date, Time::MIDNIGHT);
    Moment(i64::try_from(at.unix_timestamp_nanos() / 1000).unwrap_or_default())
}

/// The moment of a partial date (`2024`, `2024-06`, `2024-06-01`: its beginning) or of an RFC 3339 time.
pub fn moment(text: &str) -> Option<Moment> {
    if text.len() > 10 {
        let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        return i64::try_from(at.unix_timestamp_nanos() / 1000).ok().map(Moment);
    }
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map_or(Some(1), |m| m.parse().ok())?;
    let day = parts.next().map_or(Some(1), |d| d.parse().ok())?;
    Some(of_date(Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(code: &str, updated: &str) -> (String, String) {
        let promise = promise(code, moment(updated).expect("a date")).expect("a promise");
        (promise.due.rfc3339()[..10].to_owned(), promise.overdue.rfc3339()[..10].to_owned())
    }

    #[test]
    fn monthly_data_is_due_after_the_end_of_the_next_month() {
        assert_eq!(due("4", "2024-01-15"), ("2024-03-11".to_owned(), "2024-03-21".to_owned()));
        assert_eq!(due("4", "2023-12-31"), ("2024-02-11".to_owned(), "2024-02-21".to_owned()));
    }

    #[test]
    fn longer_cycles_count_whole_periods() {
        assert_eq!(due("5", "2024-02-01").0, "2024-07-21");
        assert_eq!(due("6", "2024-02-01").0, "2025-01-31");
        assert_eq!(due("7", "2024-02-01"), ("2026-04-01".to_owned(), "2026-05-31".to_owned()));
        assert_eq!(due("2", "2024-02-28").1, "2024-03-02");
    }

    #[test]
    fn no_promise_without_a_cycle() {
        for code in ["8", "9", "x"] {
            assert_eq!(promise(code, Moment(0)), None);
        }
    }

    #[test]
    fn partial_dates_are_read() {
        assert_eq!(moment("2024").map(|m| m.rfc3339()).as_deref(), Some("2024-01-01T00:00:00Z"));
        assert_eq!(moment("2024-06"), moment("2024-06-01"));
        assert_eq!(moment("2024-13"), None);
        assert_eq!(moment("2024-02-30"), None);
        assert_eq!(moment("2024-06-01T08:00:00+08:00"), moment("2024-06-01"));
    }
}
