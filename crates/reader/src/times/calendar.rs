//! Stretches of the civil calendar: their TIMEX3 values and half-open intervals.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use reportedly_knowledge::calendar::{NamedDay, Unit};

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stretch {
    Day(Date),
    /// Any day of the ISO week.
    Week(Date),
    Weekend(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Year(i16),
    Decade(i16),
    Century(i16),
    Season(i16, &'static str),
}

impl Stretch {
    /// The stretch of a unit around a day; none for units below a day.
    pub fn around(unit: Unit, day: Date) -> Option<Self> {
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Millennium => return None,
            Unit::Day => Self::Day(day),
            Unit::Week | Unit::Fortnight => Self::Week(day),
            Unit::Weekend => Self::Weekend(day),
            Unit::Month => Self::Month(day.year(), day.month()),
            Unit::Quarter => Self::Quarter(day.year(), (day.month() - 1) / 3 + 1),
            Unit::Half => Self::Half(day.year(), (day.month() - 1) / 6 + 1),
            Unit::Year => Self::Year(day.year()),
            Unit::Decade => Self::Decade(day.year() / 10),
            Unit::Century => Self::Century(day.year() / 100),
        })
    }

    /// TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Week(day) => week(day),
            Self::Weekend(day) => format!("{}-WE", week(day)),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Year(year) => format!("{year:04}"),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Century(century) => format!("{century:02}"),
            Self::Season(year, season) => format!("{year:04}-{season}"),
        }
    }

    /// First day, and the day past the last. A season has none: it depends on where.
    pub fn interval(self) -> Option<(Date, Date)> {
        let years = |from: i16, count: i16| Some((first_of(from, 1)?, first_of(from + count, 1)?));
        let months = |year: i16, month: i8, count: i32| {
            let from = first_of(year, month)?;
            Some((from, from.checked_add(count.months()).ok()?))
        };
        let days = |from: Date, count: i32| Some((from, from.checked_add(count.days()).ok()?));
        match self {
            Self::Day(day) => days(day, 1),
            Self::Week(day) => days(monday(day)?, 7),
            Self::Weekend(day) => days(monday(day)?.checked_add(5.days()).ok()?, 2),
            Self::Month(year, month) => months(year, month, 1),
            Self::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Self::Half(year, half) => months(year, half * 6 - 5, 6),
            Self::Year(year) => years(year, 1),
            Self::Decade(decade) => years(decade * 10, 10),
            Self::Century(century) => years(century * 100, 100),
            Self::Season(..) => None,
        }
    }
}

fn first_of(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok()
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

fn week(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The day `amount` units away; years and months keep the day of the month where they can.
pub(crate) fn moved(day: Date, unit: Unit, amount: i32) -> Option<Date> {
    // A span refuses what no calendar holds; "nine million days ago" has no date.
    if amount.abs() > 200_000 {
        return None;
    }
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return None,
        Unit::Day => amount.checked_mul(1)?.days(),
        Unit::Week | Unit::Weekend => amount.checked_mul(7)?.days(),
        Unit::Fortnight => amount.checked_mul(14)?.days(),
        Unit::Month => amount.months(),
        Unit::Quarter if amount.abs() < 60_000 => (amount * 3).months(),
        Unit::Half if amount.abs() < 30_000 => (amount * 6).months(),
        Unit::Quarter | Unit::Half => return None,
        Unit::Year => return moved_years(day, amount),
        Unit::Decade => return moved_years(day, amount.checked_mul(10)?),
        Unit::Century => return moved_years(day, amount.checked_mul(100)?),
        Unit::Millennium => return moved_years(day, amount.checked_mul(1000)?),
    };
    day.checked_add(span).ok()
}

fn moved_years(day: Date, years: i32) -> Option<Date> {
    if years.abs() > 9000 { None } else { day.checked_add(years.years()).ok() }
}

/// Weekday from 1, Monday.
pub(crate) fn weekday(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

/// The named day in a year.
pub(crate) fn named(day: NamedDay, year: i16) -> Option<Date> {
    match day {
        NamedDay::Fixed(month, day) => Date::new(year, month, day).ok(),
        NamedDay::Easter(days) => easter(year)?.checked_add(i32::from(days).days()).ok(),
        NamedDay::Nth(month, nth, day) => first_of(year, month)?.nth_weekday_of_month(nth, weekday(day)?).ok(),
        NamedDay::Once(year, month, day) => Date::new(year, month, day).ok(),
    }
}

/// Western Easter, by the arithmetic of New Scientist, 30 March 1961.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let m = (a + 11 * h) / 319;
    let r = (2 * (b % 4) + 2 * (c / 4) - c % 4 - h + m + 32) % 7;
    let n = (h - m + r + 90) / 25;
    let p = (h - m + r + n + 19) % 32;
    Date::new(year as i16, n as i8, p as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn finds_easter() {
        for day in [date(1999, 4, 4), date(2008, 3, 23), date(2019, 4, 21), date(2024, 3, 31), date(2038, 4, 25)] {
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn finds_named_days() {
        assert_eq!(named(NamedDay::Nth(11, 4, 4), 2023), Some(date(2023, 11, 23)));
        assert_eq!(named(NamedDay::Nth(5, -1, 1), 2023), Some(date(2023, 5, 29)));
        assert_eq!(named(NamedDay::Easter(-2), 2023), Some(date(2023, 4, 7)));
        assert_eq!(named(NamedDay::Fixed(2, 30), 2023), None);
    }

    #[test]
    fn weeks_follow_iso_over_the_new_year() {
        let week = Stretch::Week(date(2021, 1, 2));
        assert_eq!(week.value(), "2020-W53");
        assert_eq!(week.interval(), Some((date(2020, 12, 28), date(2021, 1, 4))));
        assert_eq!(Stretch::Weekend(date(2023, 9, 12)).value(), "2023-W37-WE");
        assert_eq!(Stretch::Quarter(2009, 4).interval(), Some((date(2009, 10, 1), date(2010, 1, 1))));
    }

    #[test]
    fn months_keep_the_day_where_they_can() {
        assert_eq!(moved(date(2023, 3, 31), Unit::Month, -1), Some(date(2023, 2, 28)));
        let units = [Unit::Day, Unit::Week, Unit::Fortnight, Unit::Month, Unit::Quarter, Unit::Half, Unit::Year];
        for unit in units.into_iter().chain([Unit::Decade, Unit::Century, Unit::Millennium]) {
            for amount in [9_999_999, -9_999_999, 199_999, -199_999, i32::MAX, -i32::MAX] {
                let far = moved(date(2023, 3, 31), unit, amount);
                assert!(far.is_none() || unit <= Unit::Fortnight, "{unit:?} {amount} is off every calendar");
            }
        }
        assert_eq!(moved(date(2023, 3, 31), Unit::Week, 9_999_999), None);
        assert_eq!(moved(date(2023, 3, 31), Unit::Century, -99), None);
    }
}
