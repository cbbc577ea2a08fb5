//! Words of the calendar and the clock, phrases that point to now, then and soon, and named days.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::phrases::Phrases;
use crate::table::rows;

/// A stretch of time that words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    fn parse(name: &str) -> Self {
        match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "weekend" => Unit::Weekend,
            "week" => Unit::Week,
            "fortnight" => Unit::Fortnight,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "half" => Unit::Half,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            "millennium" => Unit::Millennium,
            other => panic!("data/times/words.tsv: unknown unit {other:?}"),
        }
    }
}

/// Where in a stretch of time something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Edge {
    Start,
    Mid,
    End,
}

/// One meaning of a word of the calendar. Weekdays count from 1, Monday.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names say it; the table's header explains them")]
pub enum Sense {
    Weekday(i8),
    WeekdayShort(i8),
    Weekdays(i8),
    Month(i8),
    MonthShort(i8),
    /// A month whose name is also another word: "may", "march".
    MonthVerb(i8),
    /// TIMEX3 part of day: `MO`.
    Part(&'static str),
    Unit(Unit),
    Units(Unit),
    /// −1 last, 0 this, 1 next; −2 previous, 2 following.
    Shift(i8),
    /// Days from publication.
    Day(i8),
    Tonight,
    /// −1: the final one.
    Ordinal(i8),
    Season(&'static str),
    /// A season whose name is also another word: "fall".
    SeasonVerb(&'static str),
    Edge(Edge),
    /// "earlier today", "later this week".
    PartOf,
    Set(&'static str),
    Ago,
    Earlier,
    Later,
    Every,
    /// "p.m.": true after noon.
    Meridian(bool),
    Clock(i8),
    /// ISO offset, empty where it is not kept.
    Zone(&'static str),
    /// A vague amount: "several".
    Some,
    /// Stands between number and unit: "consecutive".
    Filler,
    Fiscal,
    Age,
    EventDay(&'static str),
}

static WORDS: LazyLock<HashMap<&'static str, Vec<Sense>>> = LazyLock::new(|| {
    let mut words: HashMap<_, Vec<Sense>> = HashMap::new();
    for row in rows(include_str!("../../../data/times/words.tsv")) {
        words.entry(row.get(0)).or_default().push(sense(row.get(1), row.get(2)));
    }
    words
});

fn sense(name: &str, value: &'static str) -> Sense {
    let number = || value.parse().unwrap_or_else(|_| panic!("data/times/words.tsv: {name}: {value:?} is no number"));
    match name {
        "weekday" => Sense::Weekday(number()),
        "weekday-short" => Sense::WeekdayShort(number()),
        "weekdays" => Sense::Weekdays(number()),
        "month" => Sense::Month(number()),
        "month-short" => Sense::MonthShort(number()),
        "month-verb" => Sense::MonthVerb(number()),
        "part" => Sense::Part(value),
        "unit" => Sense::Unit(Unit::parse(value)),
        "units" => Sense::Units(Unit::parse(value)),
        "shift" => Sense::Shift(number()),
        "day" => Sense::Day(number()),
        "tonight" => Sense::Tonight,
        "ordinal" => Sense::Ordinal(number()),
        "season" => Sense::Season(value),
        "season-verb" => Sense::SeasonVerb(value),
        "edge" => Sense::Edge(match value {
            "start" => Edge::Start,
            "mid" => Edge::Mid,
            _ => Edge::End,
        }),
        "part-of" => Sense::PartOf,
        "set" => Sense::Set(value),
        "ago" => Sense::Ago,
        "earlier" => Sense::Earlier,
        "later" => Sense::Later,
        "every" => Sense::Every,
        "meridian" => Sense::Meridian(value == "pm"),
        "clock" => Sense::Clock(number()),
        "zone" => Sense::Zone(value),
        "some" => Sense::Some,
        "filler" => Sense::Filler,
        "fiscal" => Sense::Fiscal,
        "age" => Sense::Age,
        "event-day" => Sense::EventDay(value),
        other => panic!("data/times/words.tsv: unknown sense {other:?}"),
    }
}

/// What a word in lower case can mean in the calendar.
pub fn senses(lower: &str) -> &'static [Sense] {
    WORDS.get(lower).map_or(&[], Vec::as_slice)
}

/// When a vague phrase stands for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Wherever it stands.
    Always,
    /// Only as an adjective.
    Adjective,
}

/// A phrase that points to now, then or soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vague {
    /// `PRESENT_REF`, `PAST_REF` or `FUTURE_REF`.
    pub value: &'static str,
    /// Its condition.
    pub when: When,
}

static VAGUE: LazyLock<Phrases<Vague>> = LazyLock::new(|| {
    Phrases::new(rows(include_str!("../../../data/times/phrases.tsv")).map(|row| {
        let when = if row.get(3) == "adj" { When::Adjective } else { When::Always };
        (row.get(0), Vague { value: row.get(1), when })
    }))
});

/// The phrases that point to now, then or soon.
pub fn vague() -> &'static Phrases<Vague> {
    &VAGUE
}

/// How a named day is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedDay {
    /// Month and day of any year.
    Fixed(i8, i8),
    /// Days from Western Easter.
    Easter(i16),
    /// Month, which one (−1 the last), weekday from 1, Monday.
    Nth(i8, i8, i8),
    /// One day of history: year, month, day.
    Once(i16, i8, i8),
}

static DAYS: LazyLock<Phrases<NamedDay>> = LazyLock::new(|| {
    Phrases::new(rows(include_str!("../../../data/times/days.tsv")).map(|row| (row.get(0), named_day(row.get(1)))))
});

fn named_day(rule: &str) -> NamedDay {
    let fail = || -> ! { panic!("data/times/days.tsv: unknown rule {rule:?}") };
    if let Some(days) = rule.strip_prefix("easter") {
        return NamedDay::Easter(days.parse().unwrap_or_else(|_| fail()));
    }
    let numbers = |mark: char| rule.split(mark).map(|part| part.parse::<i16>().unwrap_or_else(|_| fail())).collect();
    let parts: Vec<i16> = if rule.contains('/') { numbers('/') } else { numbers('-') };
    match parts[..] {
        [month, day] => NamedDay::Fixed(month as i8, day as i8),
        [month, nth, weekday] if rule.contains('/') => NamedDay::Nth(month as i8, nth as i8, weekday as i8),
        [year, month, day] => NamedDay::Once(year, month as i8, day as i8),
        _ => fail(),
    }
}

/// The named days.
pub fn named_days() -> &'static Phrases<NamedDay> {
    &DAYS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::pieces;

    #[test]
    fn every_row_is_read() {
        assert!(WORDS.len() > 200);
        assert!(senses("second").contains(&Sense::Unit(Unit::Second)));
        assert!(senses("second").contains(&Sense::Ordinal(2)));
        assert_eq!(senses("wendsday"), []);
    }

    #[test]
    fn finds_vague_phrases_and_named_days() {
        let text: Vec<_> = pieces("the coming days and New Year’s Eve").collect();
        assert_eq!(vague().find("the", |k| text.get(k).copied()).map(|(v, n)| (v.value, n)), Some(("FUTURE_REF", 3)));
        let eve: Vec<_> = pieces("new year’s eve").collect();
        assert_eq!(named_days().find("new", |k| eve.get(k).copied()), Some((&NamedDay::Fixed(12, 31), 5)));
    }
}
