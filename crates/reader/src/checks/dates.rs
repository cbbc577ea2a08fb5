//! Weekdays against their dates, and days that no month has.

use jiff::civil::{Date, Weekday};
use reportedly_knowledge::calendar::{Sense, senses};
use reportedly_report::{BlockRole, Check, CheckKind, Timex, Verdict};

use super::check;
use crate::Context;
use crate::lexemes::with_lower;

/// Checks every full date; a date line that is right is not worth a word.
pub(super) fn read(cx: &Context<'_>, times: &[Timex], checks: &mut Vec<Check>) {
    let text = cx.doc.source();
    for time in times {
        let Some(day) = time.value.get(..10).filter(|_| time.value.len() == 10 || time.value.as_bytes()[10] == b'T')
        else {
            continue;
        };
        let words = time.span.of(text);
        let found = match day.parse::<Date>() {
            Ok(day) => weekday_of(words).and_then(|weekday| on_weekday(words, day, weekday)),
            Err(_) => impossible(day),
        };
        let Some((verdict, detail)) = found else { continue };
        let dateline =
            cx.blocks.iter().any(|block| block.role == BlockRole::Dateline && block.span.contains(time.span));
        if verdict == Verdict::Agrees && dateline {
            continue;
        }
        checks.push(check(CheckKind::Date, vec![time.span], verdict, detail, "checks.weekday"));
    }
}

/// The weekday that stands beside a date.
fn weekday_of(words: &str) -> Option<Weekday> {
    // A weekday alone was resolved from itself; only one beside a day can be wrong.
    words.bytes().any(|b| b.is_ascii_digit()).then_some(())?;
    let first = words.split(|c: char| !(c.is_alphanumeric() || c == '.')).next()?;
    let senses = with_lower(first, senses)?;
    senses.iter().find_map(|sense| match sense {
        Sense::Weekday(day) | Sense::WeekdayShort(day) => Weekday::from_monday_one_offset(*day).ok(),
        _ => None,
    })
}

fn on_weekday(words: &str, day: Date, weekday: Weekday) -> Option<(Verdict, String)> {
    if is_clock_only(words) {
        return None;
    }
    let real = day.weekday();
    if real == weekday {
        return Some((Verdict::Agrees, format!("{day} is a {}", name(real))));
    }
    let stated_year = words.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    let neighbour = [-1, 1].into_iter().find_map(|shift| {
        let other = Date::new(day.year() + shift, day.month(), day.day()).ok()?;
        (!stated_year && other.weekday() == weekday).then_some(other)
    });
    Some(match neighbour {
        Some(other) => (Verdict::Possible, format!("{day} is a {}; {other} is a {}", name(real), name(weekday))),
        None => (Verdict::Disagrees, format!("{day} is a {}, not a {}", name(real), name(weekday))),
    })
}

/// "Monday at 10 a.m." has digits but no date beside its weekday.
fn is_clock_only(words: &str) -> bool {
    let month = |word: &str| {
        with_lower(word, senses).is_some_and(|senses| {
            senses.iter().any(|sense| matches!(sense, Sense::Month(_) | Sense::MonthShort(_) | Sense::MonthVerb(_)))
        })
    };
    !words.split(|c: char| !c.is_alphabetic()).any(month)
}

/// A day past the end of its month: "2023-06-31", "XXXX-02-30".
fn impossible(day: &str) -> Option<(Verdict, String)> {
    let (year, rest) = day.split_once('-')?;
    let (month, of_month) = rest.split_once('-')?;
    let (month, of_month): (i8, i8) = (month.parse().ok()?, of_month.parse().ok()?);
    // A leap year allows the most.
    let first = Date::new(year.parse().unwrap_or(2024), month, 1).ok()?;
    let last = first.days_in_month();
    (of_month > last).then(|| (Verdict::Disagrees, format!("month {month} has {last} days, not {of_month}")))
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekdays_beside_a_date_are_held_against_it() {
        let verdict = |words, day| on_weekday(words, day, weekday_of(words).unwrap()).map(|(verdict, _)| verdict);
        assert_eq!(verdict("Tuesday, Sept. 12, 2023", date(2023, 9, 12)), Some(Verdict::Agrees));
        assert_eq!(verdict("Monday, 12 September 2023", date(2023, 9, 12)), Some(Verdict::Disagrees));
        assert_eq!(verdict("Monday, 12 September", date(2023, 9, 12)), Some(Verdict::Possible), "so it was in 2022");
        assert_eq!(verdict("Sunday, 12 September", date(2023, 9, 12)), Some(Verdict::Disagrees));
        assert_eq!(verdict("Monday at 10 a.m.", date(2023, 9, 12)), None);
        assert_eq!(weekday_of("Tuesday"), None);
    }

    #[test]
    fn months_end() {
        assert_eq!(impossible("2023-06-31").map(|(verdict, _)| verdict), Some(Verdict::Disagrees));
        assert_eq!(impossible("XXXX-02-29"), None);
        assert_eq!(impossible("2023-XX-XX"), None);
    }
}
