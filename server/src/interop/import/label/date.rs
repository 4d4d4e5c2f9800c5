//! Dates as portals write them.

use time::{Date, Month, OffsetDateTime, UtcOffset};

/// A partial date (`2024`, `2024-06`, `2024-06-01`) or an RFC 3339 time in Asia/Shanghai; `None` when it is none.
///
/// Takes `2023-6-1`, `2023/06/01`, `20230601`, `2023.1`, `2023年6月1日`, `二〇二四年一月`, `民国113年`, times after
/// the date, and milliseconds or seconds since 1970.
pub fn date(raw: &str) -> Option<String> {
    let text: String = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    match (digits, text.len()) {
        (true, 13) => return epoch(text.parse::<i64>().ok()? / 1000),
        (true, 10) => return epoch(text.parse().ok()?),
        (true, 8) => return calendar(&[&text[..4], &text[4..6], &text[6..]]),
        (true, 6) => return calendar(&[&text[..4], &text[4..]]),
        _ => {}
    }
    let text = western(&text);
    let (day, clock) = match text.split_once([' ', 'T']) {
        Some((day, clock)) if day.contains(['-', '/', '.', '年']) => (day, Some(clock.trim())),
        _ => (text.as_str(), None),
    };
    let day = day.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = day.split(['-', '/', '.', '年', '月']).filter(|part| !part.is_empty()).collect();
    let day = calendar(&parts)?;
    match clock.filter(|clock| !clock.is_empty()) {
        Some(clock) if parts.len() == 3 => with_time(&day, clock),
        Some(_) => None,
        None => Some(day),
    }
}

fn calendar(parts: &[&str]) -> Option<String> {
    if parts.iter().any(|part| !part.bytes().all(|b| b.is_ascii_digit()) || part.len() > 4) {
        return None;
    }
    let number = |i: usize| parts.get(i).map(|part| part.parse::<u8>()).transpose().ok();
    let year: i32 = parts.first().filter(|year| year.len() == 4)?.parse().ok()?;
    if !(1800..=2100).contains(&year) || parts.len() > 3 {
        return None;
    }
    match (number(1)?, number(2)?) {
        (None, _) => Some(format!("{year}")),
        (Some(month @ 1..=12), None) => Some(format!("{year}-{month:02}")),
        (Some(month), Some(day)) => {
            Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        (Some(_), None) => None,
    }
}

/// A date with its time of day; midnight is how portals write no time.
fn with_time(day: &str, clock: &str) -> Option<String> {
    let (clock, zone) = match clock.find(['Z', '+', '-']) {
        Some(at) => clock.split_at(at),
        None => (clock, ""),
    };
    let clock = clock.trim().split('.').next()?;
    let mut parts = clock.split(':');
    let mut next = |limit: u8| {
        let number: u8 = parts.next().unwrap_or("0").parse().ok()?;
        (number < limit).then_some(number)
    };
    let (hour, minute, second) = (next(24)?, next(60)?, next(60)?);
    let zone = match zone {
        "" if (hour, minute, second) == (0, 0, 0) => return Some(day.to_owned()),
        "" | "+0800" | "+08:00" => "+08:00",
        "Z" | "+0000" | "+00:00" => "Z",
        other if other.len() == 6 && other.as_bytes()[3] == b':' => other,
        _ => return None,
    };
    Some(format!("{day}T{hour:02}:{minute:02}:{second:02}{zone}"))
}

fn epoch(seconds: i64) -> Option<String> {
    let at = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let at = at.to_offset(UtcOffset::from_hms(8, 0, 0).ok()?);
    if !(1980..=2100).contains(&at.year()) {
        return None;
    }
    with_time(&at.date().to_string(), &format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()))
}

/// The same date in Arabic numerals and Western years.
fn western(text: &str) -> String {
    let folded: String = text
        .chars()
        .map(|c| match "〇一二三四五六七八九".chars().position(|d| d == c) {
            Some(d) => char::from(b'0' + u8::try_from(d).unwrap_or_default()),
            None if c == '零' => '0',
            None => c,
        })
        .collect();
    let folded = tens(&folded);
    match folded.strip_prefix("民国").and_then(|rest| rest.split_once('年')) {
        Some((year, rest)) => match year.trim().parse::<i32>() {
            Ok(year) => format!("{}年{rest}", year + 1911),
            Err(_) => folded,
        },
        None => folded,
    }
}

/// 十, 十2, 2十, 2十1 as 10, 12, 20, 21.
fn tens(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(char::is_ascii_digit);
    let mut out = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        match (*c, digit(i.checked_sub(1)), digit(Some(i + 1))) {
            ('十', true, true) => {}
            ('十', true, false) => out.push('0'),
            ('十', false, true) => out.push('1'),
            ('十', false, false) => out.push_str("10"),
            (c, _, _) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_come_in_many_shapes() {
        for (raw, read) in [
            ("2023-6-1", "2023-06-01"),
            ("2023-06-01 12:00:00", "2023-06-01T12:00:00+08:00"),
            ("2023-06-01 00:00:00", "2023-06-01"),
            ("2023-06-01T12:00:00.123Z", "2023-06-01T12:00:00Z"),
            ("2023-06-01\n", "2023-06-01"),
            ("2023/6/1", "2023-06-01"),
            ("20230601", "2023-06-01"),
            ("202306", "2023-06"),
            ("1685592000000", "2023-06-01T12:00:00+08:00"),
            ("2024.1", "2024-01"),
            ("2024年1月5日", "2024-01-05"),
            ("二〇二四年一月", "2024-01"),
            ("二〇二四年十二月二十一日", "2024-12-21"),
            ("民国113年", "2024"),
            ("2024", "2024"),
        ] {
            assert_eq!(date(raw).as_deref(), Some(read), "{raw}");
        }
        for raw in
            ["2024-13-01", "2024/2/30", "暂无", "", "99", "2023-06-01 25:00:00", "1.2.3.4", "0000-00-00"]
        {
            assert_eq!(date(raw), None, "{raw}");
        }
    }
}
