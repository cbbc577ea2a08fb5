//! Dates as feeds write them, to ISO 8601 with the zone kept: RFC 822 and its many near misses, and W3CDTF.
//!
//! Words and figures are taken in any order that leaves one meaning. What has none, or two, is no date.

use reportedly_report::Published;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Hours from UTC of the zones that RFC 822 names.
const ZONES: [(&str, i8); 12] = [
    ("GMT", 0),
    ("UTC", 0),
    ("UT", 0),
    ("Z", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

/// The date that the words state.
pub fn published(stated: &str) -> Option<Published> {
    let stated = stated.trim();
    if stated.len() > 80 {
        return None;
    }
    Published::parse(stated).ok().or_else(|| Published::parse(&with_words(stated)?).ok())
}

/// "Tue, 12 Sep 2023 10:00 +0200" as ISO 8601.
fn with_words(stated: &str) -> Option<String> {
    let (mut day, mut month, mut year, mut time, mut zone) = (None, None, None, None, None);
    let words = stated.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    for word in words.flat_map(parts) {
        if word.contains(':') {
            time = time.or(clock(word));
        } else if word.starts_with(['+', '-']) {
            zone = zone.or(offset(word));
        } else if let Ok(number) = word.trim_end_matches(['.', 't', 'h', 's', 'n', 'r', 'd']).parse::<u16>() {
            match word.len() {
                4 => year = year.or(Some(number)),
                _ if day.is_none() => day = Some(number),
                // Two figures: RFC 2822 says which century.
                _ => year = year.or((number < 100).then(|| if number < 50 { 2000 + number } else { 1900 + number })),
            }
        } else if let Some(named) = month_of(word) {
            month = month.or(Some(named));
        } else if let Some((_, hours)) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
            zone = zone.or(Some((i16::from(*hours)) * 60));
        }
    }
    let day = format!("{:04}-{:02}-{:02}", year?, month?, day?);
    let Some((hour, minute, second)) = time else { return Some(day) };
    let zone = zone.map_or(String::new(), |minutes| {
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    });
    Some(format!("{day}T{hour:02}:{minute:02}:{second:02}{zone}"))
}

/// "12-Sep-2023" and "Sep.12" fall into their parts; a zone keeps its sign.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let joined = word.contains(char::is_alphabetic) && word.contains('-');
    word.split(move |c| joined && c == '-').filter(|part| !part.is_empty())
}

fn month_of(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let short = if word == "sept" { "sep" } else { &word };
    (short.len() >= 3).then(|| MONTHS.iter().position(|month| month.starts_with(short)).map(|at| at + 1)).flatten()
}

fn clock(word: &str) -> Option<(u8, u8, u8)> {
    let mut figures = word.split(':').map(|part| part.split('.').next().unwrap_or("").parse::<u8>().ok());
    let (hour, minute) = (figures.next()??, figures.next()??);
    let second = figures.next().map_or(Some(0), |second| second)?;
    (hour < 24 && minute < 60 && second < 61).then_some((hour, minute, second.min(59)))
}

fn offset(word: &str) -> Option<i16> {
    let (sign, figures) = (if word.starts_with('-') { -1 } else { 1 }, word[1..].replace(':', ""));
    let number: i16 = figures.parse().ok().filter(|_| figures.len() == 4)?;
    (number / 100 < 24 && number % 100 < 60).then_some(sign * (number / 100 * 60 + number % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_feeds_write() {
        for (stated, iso) in [
            ("Thu, 02 May 2024 07:30:05 +0200", "2024-05-02T07:30:05+02:00"),
            ("2 May 2024 07:30 EST", "2024-05-02T07:30:00-05:00"),
            ("Thu, 2 May 24 07:30:00 GMT", "2024-05-02T07:30:00+00:00"),
            ("Thursday, May 2nd, 2024", "2024-05-02"),
            ("02-Sept-2024 07:30:00 Z", "2024-09-02T07:30:00+00:00"),
            ("2024-05-02T07:30:00-03:30", "2024-05-02T07:30:00-03:30"),
            ("Thu, 02 May 2024 07:30:00 -0930", "2024-05-02T07:30:00-09:30"),
            ("Thu, 02 May 2024 07:30:00", "2024-05-02T07:30:00"),
        ] {
            assert_eq!(published(stated).as_ref().map(Published::as_str), Some(iso), "{stated}");
        }
        for none in ["", "soon", "Thu, 32 Foo 20243", "31 Feb 2024", "May 2024", "07:30", "é".repeat(50).as_str()] {
            assert_eq!(published(none), None, "{none}");
        }
    }
}
