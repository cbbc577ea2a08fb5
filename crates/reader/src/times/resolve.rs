//! What an expression means on the calendar: TIMEX3 type and value, interval and basis.
//!
//! Pure: the day of publication, the times named before and the tense of the clause come in, a value goes out. Without
//! a day of publication a relative time keeps a partial value (`XXXX-09-12`); nothing is made up.

use jiff::ToSpan;
use jiff::civil::Date;
use reportedly_knowledge::calendar::{NamedDay, Unit};
use reportedly_report::{Basis, TimeType};

use super::calendar::{Stretch, moved, named, weekday};
use super::expression::{Amount, Clock, Expression, From, Within, YearRef};
use super::tense::Tense;

/// Where an expression stands in time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anchor {
    /// The day of publication.
    pub publication: Option<Date>,
    /// The time spoken of before.
    pub spoken: Spoken,
    /// The tense of the clause.
    pub tense: Tense,
    /// The year of a date joined to this one: "January and March 2004".
    pub joined_year: Option<i16>,
}

/// The latest times that the report named, each at its grain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub day: Option<Date>,
    pub month: Option<Date>,
    pub year: Option<Date>,
    /// The grain of the latest month or longer.
    pub grain: Option<Unit>,
}

impl Spoken {
    /// Remembers a time.
    pub fn remember(&mut self, stretch: Stretch) {
        let Some((first, _)) = stretch.interval() else { return };
        self.grain = match stretch {
            Stretch::Month(..) => Some(Unit::Month),
            Stretch::Quarter(..) => Some(Unit::Quarter),
            Stretch::Half(..) => Some(Unit::Half),
            Stretch::Year(_) => Some(Unit::Year),
            _ => self.grain,
        };
        match stretch {
            Stretch::Day(_) => (self.day, self.month, self.year) = (Some(first), Some(first), Some(first)),
            Stretch::Week(_) | Stretch::Weekend(_) => (self.month, self.year) = (Some(first), Some(first)),
            Stretch::Month(..) | Stretch::Quarter(..) | Stretch::Half(..) => {
                (self.month, self.year) = (Some(first), Some(first));
            }
            Stretch::Year(_) => self.year = Some(first),
            _ => {}
        }
    }

    fn at(&self, unit: Unit) -> Option<Date> {
        match unit {
            Unit::Month | Unit::Quarter | Unit::Half => self.month,
            Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => self.year,
            _ => self.day,
        }
    }
}

/// What an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resolved {
    pub kind: TimeType,
    pub value: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub basis: Basis,
    /// The stretch of the calendar, for times that lean on this one.
    pub stretch: Option<Stretch>,
}

/// A place on the calendar: a stretch, or as much of its value as is known.
enum Place {
    Known(Stretch, Basis),
    Partial(String),
}

/// Resolves one expression.
pub(crate) fn resolve(expression: Expression, within: Within, anchor: &Anchor) -> Resolved {
    let plain =
        |kind, value: String| Resolved { kind, value, from: None, to: None, basis: Basis::Stated, stretch: None };
    match expression {
        Expression::Duration { unit, amount } => plain(TimeType::Duration, period(unit, amount)),
        Expression::Offset { unit: unit @ (Unit::Second | Unit::Minute | Unit::Hour), amount, .. } => {
            plain(TimeType::Duration, period(unit, Amount::Number(amount)))
        }
        Expression::Set(value) => plain(TimeType::Set, value.to_owned()),
        Expression::Every { unit, amount } => plain(TimeType::Set, period(unit, Amount::Number(amount))),
        Expression::EveryWeekday(day) => plain(TimeType::Set, format!("XXXX-WXX-{day}")),
        Expression::Vague(value) => {
            let basis = if anchor.publication.is_some() { Basis::Publication } else { Basis::Stated };
            Resolved { basis, ..plain(TimeType::Date, value.to_owned()) }
        }
        _ => on_calendar(expression, within, anchor),
    }
}

fn on_calendar(expression: Expression, within: Within, anchor: &Anchor) -> Resolved {
    let (value, stretch, basis) = match place(expression, anchor) {
        Place::Known(stretch, basis) => (stretch.value(), Some(stretch), basis),
        Place::Partial(value) => (value, None, Basis::Stated),
    };
    let day = match stretch {
        Some(Stretch::Day(day)) => Some(day),
        _ => None,
    };
    let (kind, value, interval) = match within {
        Within::Day => {
            let days = stretch.and_then(Stretch::interval);
            (TimeType::Date, value, days.map(|(from, to)| (from.to_string(), to.to_string())))
        }
        Within::Part(part) => (TimeType::Time, format!("{value}T{part}"), day.and_then(|day| part_interval(day, part))),
        Within::Clock(clock) => {
            let zone = if clock.zone == Some("Z") { "Z" } else { "" };
            let value = format!("{value}T{:02}:{:02}{zone}", clock.hour, clock.minute);
            (TimeType::Time, value, day.and_then(|day| clock_interval(day, clock)))
        }
    };
    let (from, to) = interval.unzip();
    Resolved { kind, value, from, to, basis, stretch }
}

fn place(expression: Expression, anchor: &Anchor) -> Place {
    let stated = |stretch| Place::Known(stretch, Basis::Stated);
    match expression {
        Expression::Date { year, month, day } => date(year, month, day, anchor),
        Expression::Unordered { year, a, b } => unordered(year, a, b, anchor),
        Expression::Weekday { weekday, shift } => on_weekday(weekday, shift, anchor),
        Expression::Month { month, shift } => shifted_month(month, shift, anchor),
        Expression::Day(days) => {
            from_publication(anchor, "XXXX-XX-XX", |day| day.checked_add(days.days()).ok().map(Stretch::Day))
        }
        Expression::Year { year } => stated(Stretch::Year(year)),
        Expression::Decade(decade) => stated(Stretch::Decade(decade)),
        Expression::Century(century) => stated(Stretch::Century(i16::from(century))),
        Expression::Season { season, year, shift } => on_season(season, year, shift, anchor),
        Expression::Quarter { quarter, year } => part_of_year(quarter, 3, year, anchor),
        Expression::Half { half, year } => part_of_year(half, 6, year, anchor),
        Expression::Around { unit, shift, from } => around(unit, shift, from, anchor),
        Expression::Offset { unit, amount, back, from } => offset(unit, amount, back, from, anchor),
        Expression::Same { unit, years } => same(unit, years, anchor),
        Expression::SamePeriod { years } => same(anchor.spoken.grain.unwrap_or(Unit::Month), years, anchor),
        Expression::Named { day, year } => named_day(day, year, anchor),
        Expression::Exactly(day) => stated(Stretch::Day(day)),
        Expression::Duration { .. }
        | Expression::Set(_)
        | Expression::Every { .. }
        | Expression::EveryWeekday(_)
        | Expression::Vague(_) => Place::Partial(String::new()),
    }
}

/// What `find` makes of the day of publication, or the partial value.
fn from_publication(anchor: &Anchor, partial: &str, find: impl Fn(Date) -> Option<Stretch>) -> Place {
    match anchor.publication.and_then(find) {
        Some(stretch) => Place::Known(stretch, Basis::Publication),
        None => Place::Partial(partial.to_owned()),
    }
}

/// The year that is meant, where it is more than a guess.
fn year_of(year: YearRef, anchor: &Anchor) -> Option<(i16, Basis)> {
    match year {
        YearRef::Stated(year) => Some((year, Basis::Stated)),
        YearRef::Shifted(shift) => Some((anchor.publication?.year() + i16::from(shift), Basis::Publication)),
        YearRef::Open => Some((anchor.joined_year?, Basis::Context)),
    }
}

fn date(year: YearRef, month: i8, day: Option<i8>, anchor: &Anchor) -> Place {
    let stretch = |year: i16| match day {
        Some(day) => Date::new(year, month, day).ok().map(Stretch::Day),
        None => Some(Stretch::Month(year, month)),
    };
    let partial = |year: &str| match day {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    };
    if let Some((year, basis)) = year_of(year, anchor) {
        let known = stretch(year).map(|stretch| Place::Known(stretch, basis));
        return known.unwrap_or_else(|| Place::Partial(partial(&format!("{year:04}"))));
    }
    let chosen = anchor.publication.and_then(|today| {
        let whole_month = |stretch: &Stretch| match stretch {
            Stretch::Day(day) => Some(*day),
            // The month of publication counts as today.
            Stretch::Month(year, month) if (*year, *month) == (today.year(), today.month()) => Some(today),
            other => other.interval().map(|(from, _)| from),
        };
        nearest(today, anchor.tense, (-1..=1).filter_map(|shift| stretch(today.year() + shift)), whole_month)
    });
    match chosen {
        Some((stretch, basis)) => Place::Known(stretch, basis),
        None => Place::Partial(partial("XXXX")),
    }
}

/// Days past which a date on the side that the tense points to gives way to a near one on the other side.
const FAR: i32 = 240;
const NEAR: i32 = 75;

/// Chooses among the same day of several years: by tense, else the nearest.
fn nearest(
    today: Date,
    tense: Tense,
    candidates: impl Iterator<Item = Stretch>,
    at: impl Fn(&Stretch) -> Option<Date>,
) -> Option<(Stretch, Basis)> {
    let mut before: Option<(i32, Stretch)> = None;
    let mut after: Option<(i32, Stretch)> = None;
    for stretch in candidates {
        let days = days_between(today, at(&stretch)?);
        if days <= 0 && before.is_none_or(|(best, _)| -days < best) {
            before = Some((-days, stretch));
        }
        if days >= 0 && after.is_none_or(|(best, _)| days < best) {
            after = Some((days, stretch));
        }
    }
    let ((back, past), (ahead, future)) = match (before, after) {
        (Some(before), Some(after)) => (before, after),
        (Some((_, only)), None) | (None, Some((_, only))) => return Some((only, Basis::Publication)),
        (None, None) => return None,
    };
    let is_day = matches!(past, Stretch::Day(_));
    Some(match tense {
        Tense::Past if is_day && back > FAR && ahead < NEAR => (future, Basis::Publication),
        Tense::Future if is_day && ahead > FAR && back < NEAR => (past, Basis::Publication),
        Tense::Past => (past, Basis::Context),
        Tense::Future => (future, Basis::Context),
        Tense::Open if back <= ahead => (past, Basis::Publication),
        Tense::Open => (future, Basis::Publication),
    })
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// "03/04/2010": the order that falls near publication, else only the year.
fn unordered(year: i16, a: i8, b: i8, anchor: &Anchor) -> Place {
    let near = |month, day| {
        let day = Date::new(year, month, day).ok()?;
        anchor.publication.filter(|today| days_between(*today, day).abs() <= 31).map(|_| day)
    };
    match (near(a, b), near(b, a)) {
        (Some(day), None) | (None, Some(day)) => Place::Known(Stretch::Day(day), Basis::Publication),
        _ => Place::Partial(format!("{year:04}-XX-XX")),
    }
}

/// A weekday: that of publication means that day; else by tense, else the one before.
fn on_weekday(number: i8, shift: Option<i8>, anchor: &Anchor) -> Place {
    let partial = || Place::Partial(format!("XXXX-WXX-{number}"));
    let (Some(today), Some(wanted)) = (anchor.publication, weekday(number)) else { return partial() };
    let ahead = i32::from(today.weekday().until(wanted));
    let back = i32::from(today.weekday().since(wanted));
    let (days, basis) = match (shift, anchor.tense) {
        (Some(-1), _) => (if back == 0 { -7 } else { -back }, Basis::Publication),
        (Some(1), _) => (if ahead == 0 { 7 } else { ahead }, Basis::Publication),
        _ if ahead == 0 => (0, Basis::Publication),
        (Some(_), Tense::Past) | (None, Tense::Past) => (-back, Basis::Context),
        (Some(_), _) => (ahead, Basis::Publication),
        (None, Tense::Future) => (ahead, Basis::Context),
        (None, Tense::Open) => (-back, Basis::Publication),
    };
    match today.checked_add(days.days()) {
        Ok(day) => Place::Known(Stretch::Day(day), basis),
        Err(_) => partial(),
    }
}

/// "last May", "this December".
fn shifted_month(month: i8, shift: i8, anchor: &Anchor) -> Place {
    from_publication(anchor, &format!("XXXX-{month:02}"), |today| {
        let year = match shift {
            -1 if month >= today.month() => today.year() - 1,
            1 if month <= today.month() => today.year() + 1,
            _ => today.year(),
        };
        Some(Stretch::Month(year, month))
    })
}

/// First month of each season, in the north, where most reports are written.
fn season_month(season: &str) -> i8 {
    match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

fn on_season(season: &'static str, year: YearRef, shift: Option<i8>, anchor: &Anchor) -> Place {
    if let Some((year, basis)) = year_of(year, anchor) {
        return Place::Known(Stretch::Season(year, season), basis);
    }
    from_publication(anchor, &format!("XXXX-{season}"), |today| {
        let first = season_month(season);
        // Months since the season began, in the year that it began.
        let since = (i16::from(today.month()) - i16::from(first)).rem_euclid(12);
        let running = today.year() - i16::from(today.month() < first);
        let year = match (shift, anchor.tense) {
            (Some(-1), _) if since < 3 => running - 1,
            (Some(-1), _) => running,
            (Some(1), _) => running + 1,
            _ if since < 3 => running,
            (_, Tense::Past) => running,
            (_, Tense::Future) => running + 1,
            _ if since < 8 => running,
            _ => running + 1,
        };
        Some(Stretch::Season(year, season))
    })
}

/// A quarter or half: in the stated year, else the last that is over, or the next by tense.
fn part_of_year(which: i8, months: i8, year: YearRef, anchor: &Anchor) -> Place {
    let stretch = |year| if months == 3 { Stretch::Quarter(year, which) } else { Stretch::Half(year, which) };
    if let Some((year, basis)) = year_of(year, anchor) {
        return Place::Known(stretch(year), basis);
    }
    let letter = if months == 3 { 'Q' } else { 'H' };
    from_publication(anchor, &format!("XXXX-{letter}{which}"), |today| {
        let now = (today.month() - 1) / months + 1;
        let year = match anchor.tense {
            Tense::Future if which < now => today.year() + 1,
            Tense::Future => today.year(),
            _ if which >= now => today.year() - 1,
            _ => today.year(),
        };
        Some(stretch(year))
    })
}

/// The day that "earlier", "previous" and "the same" point from, and what it rests on.
fn leaning(unit: Unit, from: From, anchor: &Anchor) -> Option<(Date, Basis)> {
    let spoken = match from {
        From::Earlier => anchor.spoken.at(unit).map(|day| (day, Basis::Context)),
        From::Publication => None,
    };
    spoken.or_else(|| anchor.publication.map(|day| (day, Basis::Publication)))
}

fn around(unit: Unit, shift: i8, from: From, anchor: &Anchor) -> Place {
    let found = leaning(unit, from, anchor).and_then(|(day, basis)| {
        let shift = if unit == Unit::Weekend { weekend_shift(day, shift, anchor.tense) } else { i32::from(shift) };
        Some(Place::Known(Stretch::around(unit, moved(day, unit, shift)?)?, basis))
    });
    found.unwrap_or_else(|| Place::Partial(unknown(unit).to_owned()))
}

/// Weeks from the week of publication to the weekend that is meant.
fn weekend_shift(today: Date, shift: i8, tense: Tense) -> i32 {
    let day = today.weekday().to_monday_one_offset();
    match (shift, tense) {
        (0, Tense::Past) if day <= 5 => -1,
        (0, Tense::Open) if day <= 3 => -1,
        (shift, _) => i32::from(shift),
    }
}

fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Half => "XXXX-HX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
        _ => "XXXX-XX-XX",
    }
}

/// "two years ago": as precise as its unit; "a week ago" is a day.
fn offset(unit: Unit, amount: f64, back: bool, from: From, anchor: &Anchor) -> Place {
    let signed = |amount: f64| if back { -(amount as i32) } else { amount as i32 };
    let found = leaning(unit, from, anchor).and_then(|(day, basis)| {
        let day = if amount.fract() != 0.0 && unit >= Unit::Year {
            moved(day, Unit::Month, signed((amount * 12.0 * years_in(unit)).round()))?
        } else {
            moved(day, unit, signed(amount.max(1.0)))?
        };
        let grain = if unit == Unit::Week && amount == 1.0 { Unit::Day } else { unit };
        Some(Place::Known(Stretch::around(grain, day)?, basis))
    });
    found.unwrap_or_else(|| Place::Partial(unknown(unit).to_owned()))
}

fn years_in(unit: Unit) -> f64 {
    match unit {
        Unit::Decade => 10.0,
        Unit::Century => 100.0,
        Unit::Millennium => 1000.0,
        _ => 1.0,
    }
}

fn same(unit: Unit, years: i8, anchor: &Anchor) -> Place {
    let found = leaning(unit, From::Earlier, anchor).and_then(|(day, basis)| {
        Some(Place::Known(Stretch::around(unit, moved(day, Unit::Year, i32::from(years))?)?, basis))
    });
    found.unwrap_or_else(|| Place::Partial(unknown(unit).to_owned()))
}

fn named_day(day: NamedDay, year: YearRef, anchor: &Anchor) -> Place {
    if let NamedDay::Once(..) = day {
        return named(day, 0)
            .map_or(Place::Partial(String::new()), |day| Place::Known(Stretch::Day(day), Basis::Stated));
    }
    if let Some((year, basis)) = year_of(year, anchor) {
        let partial = Place::Partial(format!("{year:04}"));
        return named(day, year).map_or(partial, |day| Place::Known(Stretch::Day(day), basis));
    }
    let chosen = anchor.publication.and_then(|today| {
        let candidates = (-1..=1).filter_map(|shift| named(day, today.year() + shift)).map(Stretch::Day);
        nearest(today, anchor.tense, candidates, |stretch| stretch.interval().map(|(from, _)| from))
    });
    match (chosen, day) {
        (Some((stretch, basis)), _) => Place::Known(stretch, basis),
        (None, NamedDay::Fixed(month, day)) => Place::Partial(format!("XXXX-{month:02}-{day:02}")),
        (None, _) => Place::Partial("XXXX-XX-XX".to_owned()),
    }
}

/// The ISO 8601 period of an amount: `P2Y`, `PT20H`, `PXY`.
fn period(unit: Unit, amount: Amount) -> String {
    let (mark, each) = match unit {
        Unit::Second => ("TS", 1.0),
        Unit::Minute => ("TM", 1.0),
        Unit::Hour => ("TH", 1.0),
        Unit::Day => ("D", 1.0),
        Unit::Weekend => ("WE", 1.0),
        Unit::Week => ("W", 1.0),
        Unit::Fortnight => ("W", 2.0),
        Unit::Month => ("M", 1.0),
        Unit::Quarter => ("Q", 1.0),
        Unit::Half => ("M", 6.0),
        Unit::Year => ("Y", 1.0),
        Unit::Decade => ("Y", 10.0),
        Unit::Century => ("Y", 100.0),
        Unit::Millennium => ("Y", 1000.0),
    };
    let (mark, number) = match (amount, unit) {
        (Amount::Vague, _) => (mark, "X".to_owned()),
        (Amount::Number(0.5), Unit::Hour) => ("TM", "30".to_owned()),
        (Amount::Number(0.5), Unit::Day) => ("TH", "12".to_owned()),
        (Amount::Number(0.5), Unit::Year) => ("M", "6".to_owned()),
        (Amount::Number(amount), _) => (mark, (amount * each).to_string()),
    };
    match mark.strip_prefix('T') {
        Some(mark) => format!("PT{number}{mark}"),
        None => format!("P{number}{mark}"),
    }
}

/// The hours of each part of the day, as wide as news use the words; night runs into the next day.
fn part_interval(day: Date, part: &str) -> Option<(String, String)> {
    let (from, to) = match part {
        "MO" => (4, 12),
        "MI" => (11, 14),
        "AF" => (12, 18),
        "EV" => (18, 24),
        "NI" => (18, 30),
        "DT" => (6, 18),
        _ => return None,
    };
    Some((moment(day, from, 0)?, moment(day, to, 0)?))
}

fn clock_interval(day: Date, clock: Clock) -> Option<(String, String)> {
    let (hour, minute) = (i32::from(clock.hour), i32::from(clock.minute));
    let (next_hour, next_minute) = if minute == 59 { (hour + 1, 0) } else { (hour, minute + 1) };
    let zoned = |text: String| text + clock.zone.unwrap_or_default();
    Some((zoned(moment(day, hour, minute)?), zoned(moment(day, next_hour, next_minute)?)))
}

fn moment(day: Date, hour: i32, minute: i32) -> Option<String> {
    let day = day.checked_add((hour / 24).days()).ok()?;
    Some(format!("{day}T{:02}:{minute:02}", hour % 24))
}

#[cfg(test)]
mod tests;
