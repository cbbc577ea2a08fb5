//! What a temporal expression says, before it is held against any calendar.

use jiff::civil::Date;
use reportedly_knowledge::calendar::{NamedDay, Unit};

/// The year that an expression names, leaves open, or counts from publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearRef {
    Stated(i16),
    /// "of last year": −1.
    Shifted(i8),
    Open,
}

/// Where an expression points from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// "ago", "last": the day of publication.
    Publication,
    /// "earlier", "previous": a time that the report named before.
    Earlier,
}

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    Number(f64),
    /// "several", or a bare plural.
    Vague,
}

/// The core of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Expression {
    /// Month, with a day or not.
    Date {
        year: YearRef,
        month: i8,
        day: Option<i8>,
    },
    /// A numeric date whose order of day and month is open.
    Unordered {
        year: i16,
        a: i8,
        b: i8,
    },
    /// A weekday; shifted by "last", "this", "next".
    Weekday {
        weekday: i8,
        shift: Option<i8>,
    },
    /// "last May".
    Month {
        month: i8,
        shift: i8,
    },
    /// Days from publication: "yesterday".
    Day(i32),
    Year {
        year: i16,
    },
    /// The first three digits of its years.
    Decade(i16),
    /// The first two digits of its years.
    Century(i8),
    Season {
        season: &'static str,
        year: YearRef,
        shift: Option<i8>,
    },
    Quarter {
        quarter: i8,
        year: YearRef,
    },
    Half {
        half: i8,
        year: YearRef,
    },
    /// The unit of time around a day, shifted: "last week", "this year", "the previous month".
    Around {
        unit: Unit,
        shift: i8,
        from: From,
    },
    /// "two weeks ago", "a day earlier": back when negative.
    Offset {
        unit: Unit,
        amount: f64,
        back: bool,
        from: From,
    },
    /// "the same day", "that year", "the day".
    Same {
        unit: Unit,
        years: i8,
    },
    /// "the same period last year": of the grain last spoken of.
    SamePeriod {
        years: i8,
    },
    Duration {
        unit: Unit,
        amount: Amount,
    },
    /// TIMEX3 value of a repetition.
    Set(&'static str),
    /// "every two weeks".
    Every {
        unit: Unit,
        amount: f64,
    },
    /// "every Monday".
    EveryWeekday(i8),
    /// `PRESENT_REF` and the like.
    Vague(&'static str),
    Named {
        day: NamedDay,
        year: YearRef,
    },
    Exactly(Date),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    pub hour: i8,
    pub minute: i8,
    /// ISO offset, empty where a zone is named whose offset changes or is unknown.
    pub zone: Option<&'static str>,
}

/// Where within the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    Day,
    /// TIMEX3 part of day: `EV`.
    Part(&'static str),
    Clock(Clock),
}

/// A temporal expression found in a text, by lexemes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub start: usize,
    pub end: usize,
    pub expression: Expression,
    pub within: Within,
    pub rule: &'static str,
}

impl Found {
    pub fn new(start: usize, end: usize, expression: Expression, rule: &'static str) -> Self {
        Self { start, end, expression, within: Within::Day, rule }
    }
}
