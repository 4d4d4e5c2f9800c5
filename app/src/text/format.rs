//! Numbers, sizes and dates as people write them.

use super::Language;

/// Shanghai is eight hours ahead of UTC all year round.
const SHANGHAI_HOURS: u32 = 8;

/// A whole number with its thousands separated.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number that a newspaper would print: `1.68 亿`, `168 million`; whole below ten thousand.
pub fn large(language: Language, n: u64) -> String {
    let steps: &[(u64, &str)] = match language {
        Language::Zh => &[(100_000_000, " 亿"), (10_000, " 万")],
        Language::En => &[(1_000_000_000, " billion"), (1_000_000, " million")],
    };
    for (unit, name) in steps {
        if n >= *unit * 10 || (n >= *unit && language == Language::Zh && *unit > 10_000) {
            return format!("{}{name}", tenths(n, *unit));
        }
    }
    number(n)
}

/// `n / unit` with at most one decimal, rounded down so that it never says too much.
fn tenths(n: u64, unit: u64) -> String {
    let whole = n / unit;
    let tenth = (n % unit) * 10 / unit;
    if tenth == 0 || whole >= 1000 { number(whole) } else { format!("{}.{tenth}", number(whole)) }
}

/// A size: `1.2 MB` (powers of 1,000, as download managers show it).
pub fn bytes(n: u64) -> String {
    const UNITS: [(u64, &str); 4] =
        [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")];
    for (unit, name) in UNITS {
        if n >= unit {
            return format!("{} {name}", tenths(n, unit));
        }
    }
    format!("{n} B")
}

/// A moment or partial date, taken apart; months and days count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Parts {
    year: u32,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<(u32, u32)>,
}

fn parse(raw: &str) -> Option<Parts> {
    let (date, time) = raw.split_once(['T', ' ']).map_or((raw, None), |(d, t)| (d, Some(t)));
    let mut fields = date.split('-');
    let year = fields.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month = fields.next().map(str::parse).transpose().ok()?;
    let day = fields.next().map(str::parse).transpose().ok()?;
    let fits = |value: Option<u32>, most: u32| value.is_none_or(|v| (1..=most).contains(&v));
    if fields.next().is_some() || !fits(month, 12) || !fits(day, 31) {
        return None;
    }
    let parts = Parts { year, month, day, time: None };
    match (time, month, day) {
        (Some(time), Some(month), Some(day)) => Some(shanghai(parts, (month, day), time)),
        _ => Some(parts),
    }
}

/// The clock of Shanghai, when the time is UTC; otherwise the time as it was written.
fn shanghai(parts: Parts, (month, day): (u32, u32), time: &str) -> Parts {
    let number = |from: usize| time.get(from..from + 2).and_then(|t| t.parse::<u32>().ok());
    let (Some(hour), Some(minute)) = (number(0), number(3)) else {
        return parts;
    };
    if !(time.ends_with('Z') || time.ends_with("+00:00")) {
        return Parts { time: Some((hour, minute)), ..parts };
    }
    let hour = hour + SHANGHAI_HOURS;
    let (mut year, mut month, mut day) = (parts.year, month, day + hour / 24);
    if day > days(year, month) {
        day = 1;
        month += 1;
    }
    if month > 12 {
        month = 1;
        year += 1;
    }
    Parts { year, month: Some(month), day: Some(day), time: Some((hour % 24, minute)) }
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The day in Shanghai of a date, a month, a year or an RFC 3339 moment; the text itself when it is none.
pub fn date(language: Language, raw: &str) -> String {
    parse(raw).map_or_else(|| raw.to_owned(), |parts| day(language, parts))
}

/// The day and the time in Shanghai; the day alone when there is no time.
pub fn moment(language: Language, raw: &str) -> String {
    let Some(parts) = parse(raw) else { return raw.to_owned() };
    let date = day(language, parts);
    match (parts.time, language) {
        (Some((hour, minute)), Language::Zh) => format!("{date} {hour:02}:{minute:02}"),
        (Some((hour, minute)), Language::En) => format!("{date}, {hour:02}:{minute:02} (UTC+8)"),
        (None, _) => date,
    }
}

/// A month with its year, or a day without it, in a few signs; the text itself when it is neither.
pub fn short(language: Language, raw: &str) -> String {
    let abbreviated =
        |month: u32| MONTHS.get(month as usize - 1).and_then(|name| name.get(..3)).unwrap_or_default();
    match (parse(raw), language) {
        (Some(Parts { month: Some(month), day: Some(day), .. }), Language::Zh) => {
            format!("{month} 月 {day} 日")
        }
        (Some(Parts { month: Some(month), day: Some(day), .. }), Language::En) => {
            format!("{day} {}", abbreviated(month))
        }
        (Some(Parts { year, month: Some(month), .. }), Language::Zh) => format!("{year} 年 {month} 月"),
        (Some(Parts { year, month: Some(month), .. }), Language::En) => {
            format!("{} {year}", abbreviated(month))
        }
        (Some(_) | None, _) => raw.to_owned(),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn day(language: Language, parts: Parts) -> String {
    let Parts { year, month, day, .. } = parts;
    match language {
        Language::Zh => match (month, day) {
            (None, _) => format!("{year} 年"),
            (Some(month), None) => format!("{year} 年 {month} 月"),
            (Some(month), Some(day)) => format!("{year} 年 {month} 月 {day} 日"),
        },
        Language::En => {
            let name = month.and_then(|m| MONTHS.get(m as usize - 1));
            match (name, day) {
                (None, _) => year.to_string(),
                (Some(month), None) => format!("{month} {year}"),
                (Some(month), Some(day)) => format!("{day} {month} {year}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(49_922), "49,922");
        assert_eq!(number(1_680_000_000), "1,680,000,000");
        assert_eq!(large(Language::Zh, 1_680_000_000), "16.8 亿");
        assert_eq!(large(Language::Zh, 49_922), "49,922");
        assert_eq!(large(Language::Zh, 234_567), "23.4 万");
        assert_eq!(large(Language::En, 234_567), "234,567");
        assert_eq!(large(Language::En, 16_800_000), "16.8 million");
    }

    #[test]
    fn sizes() {
        assert_eq!(bytes(0), "0 B");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1_000), "1 KB");
        assert_eq!(bytes(1_250_000), "1.2 MB");
    }

    #[test]
    fn dates_keep_their_precision() {
        assert_eq!(date(Language::Zh, "2024"), "2024 年");
        assert_eq!(date(Language::Zh, "2024-06"), "2024 年 6 月");
        assert_eq!(date(Language::Zh, "2024-06-01"), "2024 年 6 月 1 日");
        assert_eq!(date(Language::En, "2024-06-01"), "1 June 2024");
        assert_eq!(date(Language::En, "2024-06"), "June 2024");
        assert_eq!(date(Language::En, "soon"), "soon");
        assert_eq!(date(Language::En, "2024-13-01"), "2024-13-01");
    }

    #[test]
    fn short_dates_stand_under_charts() {
        assert_eq!(short(Language::Zh, "2024-06"), "2024 年 6 月");
        assert_eq!(short(Language::En, "2024-06"), "Jun 2024");
        assert_eq!(short(Language::Zh, "2024-06-01"), "6 月 1 日");
        assert_eq!(short(Language::En, "2024-06-01"), "1 Jun");
        assert_eq!(short(Language::En, "2024"), "2024");
    }

    #[test]
    fn moments_are_told_by_the_clock_of_shanghai() {
        assert_eq!(date(Language::Zh, "2023-12-31T16:00:00Z"), "2024 年 1 月 1 日");
        assert_eq!(date(Language::Zh, "2024-02-28T20:00:00.123456Z"), "2024 年 2 月 29 日");
        assert_eq!(moment(Language::En, "2024-06-01T00:05:00+00:00"), "1 June 2024, 08:05 (UTC+8)");
        assert_eq!(moment(Language::Zh, "2024-06-01T09:05:00+08:00"), "2024 年 6 月 1 日 09:05");
    }
}
