//! Days with a part of the day or a time on the clock.

use reportedly_knowledge::calendar::{Sense, Unit};

use super::super::expression::{Clock, Expression, Found, From, Within};
use super::{Grammar, Read};

impl Grammar<'_, '_> {
    /// A date and what narrows it: "Sunday evening", "Monday at 10 a.m.", "the night of May 5".
    pub(super) fn day_and_clock(&self, i: usize) -> Option<Found> {
        if let Some(found) = self.part_of_day(i) {
            return Some(found);
        }
        let date = self.date(i)?;
        if !is_day(&date.expression) {
            return Some(date);
        }
        let at = date.end;
        let dash = at + usize::from(self.lex.is_dash(at));
        if let Some(part) = self.part(dash).filter(|_| !self.is_ambiguous_part(dash)) {
            return Some(Found { end: dash + 1, within: Within::Part(part), ..date });
        }
        let comma = at + usize::from(self.lex.is_mark(at, ","));
        let lead = comma + usize::from(self.lex.is(comma, "at"));
        if self.lex.is(comma, "in")
            && self.lex.is(comma + 1, "the")
            && let Some(part) = self.part(comma + 2).filter(|_| comma == at)
        {
            return Some(Found { end: comma + 3, within: Within::Part(part), ..date });
        }
        let stroke = usize::from(self.lex.is(at, "T") && self.lex.is_glued(at));
        let lead = if stroke == 1 { at + 1 } else { lead };
        if let Some((clock, end)) = self.clock(lead, lead > comma) {
            return Some(Found { end, within: Within::Clock(clock), ..date });
        }
        Some(date)
    }

    /// "this morning", "last night", "tonight", "the evening of May 5".
    fn part_of_day(&self, i: usize) -> Option<Found> {
        if self.has(i, Sense::Tonight) {
            let found = Found::new(i, i + 1, Expression::Day(0), "times.part_of_day");
            return Some(Found { within: Within::Part("NI"), ..found });
        }
        if let Some(shift) = self.shift(i).filter(|shift| shift.abs() <= 1) {
            let part = self.part(i + 1)?;
            let days = if shift == -1 { -1 } else { i32::from(shift.max(0)) };
            let found = Found::new(i, i + 2, Expression::Day(days), "times.part_of_day");
            return Some(Found { within: Within::Part(part), ..found });
        }
        let the = usize::from(self.lex.is(i, "the"));
        let part = self.part(i + the)?;
        let of = i + the + 1;
        if !self.lex.is_any(of, &["of", "on"]) {
            return None;
        }
        let date = self.date(of + 1).filter(|date| is_day(&date.expression))?;
        Some(Found { start: i, within: Within::Part(part), ..date })
    }

    /// "Sunday night" is the night; "Sunday second" nothing.
    fn is_ambiguous_part(&self, i: usize) -> bool {
        self.lex.is_dash(i + 1) && self.lex.is_glued(i + 1)
    }

    /// "10 a.m. on Tuesday", "16:00 UTC today", "0800 GMT".
    pub(super) fn clock_and_day(&self, i: usize) -> Option<Found> {
        let (clock, end) = self.clock(i, self.lex.after_any(i, &["at", "by", "from", "until", "around", "about"]))?;
        let comma = end + usize::from(self.lex.is_mark(end, ","));
        let on = comma + usize::from(self.lex.is(comma, "on"));
        let day = self.part_of_day(on).or_else(|| self.date(on)).filter(|day| is_day(&day.expression));
        if let Some(day) = day {
            return Some(Found { start: i, within: Within::Clock(clock), rule: "times.clock", ..day });
        }
        // "8 in the morning" needs no meridian.
        let found = Found::new(i, end, Expression::Same { unit: Unit::Day, years: 0 }, "times.clock");
        Some(Found { within: Within::Clock(clock), ..found })
    }

    /// A time on the clock. `led` says that "at" or the like stands before it, which a bare hour and minute need.
    fn clock(&self, i: usize, led: bool) -> Read<Clock> {
        if let Some(hour) = self.lex.sense(i, |sense| match sense {
            Sense::Clock(hour) => Some(hour),
            _ => None,
        }) {
            let (zone, end) = self.zone(i + 1).map_or((None, i + 1), |(zone, end)| (Some(zone), end));
            return Some((Clock { hour, minute: 0, zone }, end));
        }
        let (first, len) = self.lex.whole(i)?;
        let (mut hour, minute, mut end) = match self.minutes(i) {
            Some((minute, end)) if len <= 2 => (first, minute, end),
            _ if len == 4 && self.zone(i + 1).is_some() => (first / 100, first % 100, i + 1),
            _ if len <= 2 => (first, 0, i + 1),
            _ => return None,
        };
        let colon = end > i + 1;
        let mut sure = len == 4 || (colon && self.lex.is_mark(i + 1, ":"));
        if let Some(after_noon) = self.meridian(end) {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if after_noon { 12 } else { 0 };
            end += 1;
            sure = true;
        } else if self.lex.is(end, "o") && self.lex.is_mark(end + 1, "'’") && self.lex.is(end + 2, "clock") {
            end += 3;
            sure = true;
        } else if !colon && len < 4 {
            return None;
        }
        let zone = self.zone(end);
        let goes_on = self.lex.is_mark(end, ":.") && self.lex.is_glued(end + 1) && self.lex.digits(end + 1).is_some();
        if !(sure || led) || hour > 24 || minute > 59 || goes_on {
            return None;
        }
        let (zone, end) = zone.map_or((None, end), |(zone, end)| (Some(zone), end));
        Some((Clock { hour: (hour % 24) as i8, minute: minute as i8, zone }, end))
    }

    /// The ":30" of "10:30".
    fn minutes(&self, i: usize) -> Read<u32> {
        let colon = self.lex.is_mark(i + 1, ":") && self.lex.is_glued(i + 1) && self.lex.is_glued(i + 2);
        let (minute, len) = self.lex.whole(i + 2).filter(|_| colon)?;
        // Seconds are read over: no value keeps them.
        let seconds = self.lex.is_mark(i + 3, ":") && self.lex.whole(i + 4).is_some_and(|(_, len)| len == 2);
        (len == 2).then_some((minute, if seconds { i + 5 } else { i + 3 }))
    }

    fn meridian(&self, i: usize) -> Option<bool> {
        self.lex.sense(i, |sense| match sense {
            Sense::Meridian(after_noon) => Some(after_noon),
            _ => None,
        })
    }

    /// "GMT", "(GMT +8)", "local time", "Eastern time".
    fn zone(&self, i: usize) -> Read<&'static str> {
        let open = usize::from(self.lex.is_mark(i, "("));
        let at = i + open;
        let shut = |end: usize| end + usize::from(open == 1 && self.lex.is_mark(end, ")"));
        let offset = |end: usize| {
            let sign = self.lex.is_mark(end, "+-−") && self.lex.digits(end + 1).is_some();
            if sign { (end + 2, true) } else { (end, false) }
        };
        let named = self.lex.sense(at, |sense| match sense {
            Sense::Zone(zone) => Some(zone),
            _ => None,
        });
        if let Some(zone) = named.filter(|_| self.lex.is_capital(at)) {
            let (end, shifted) = offset(at + 1);
            return Some((if shifted { "" } else { zone }, shut(end)));
        }
        if self.lex.is(at + 1, "time") && self.lex.get(at).is_some_and(|word| !word.text.is_empty()) {
            let known =
                self.lex.is_any(at, &["local", "eastern", "pacific", "central", "mountain"]) || self.lex.is_capital(at);
            return known.then(|| ("", shut(at + 2)));
        }
        None
    }
}

/// Whether an expression is a single day, which can have an evening.
pub(super) fn is_day(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::Date { day: Some(_), .. }
            | Expression::Unordered { .. }
            | Expression::Weekday { .. }
            | Expression::Day(_)
            | Expression::Named { .. }
            | Expression::Exactly(_)
            | Expression::Around { unit: Unit::Day, from: From::Earlier, .. }
    )
}
