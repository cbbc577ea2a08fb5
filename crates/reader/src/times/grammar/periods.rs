//! Weeks, months, quarters, seasons, years and centuries, counted from now or named.

use reportedly_knowledge::calendar::{Sense, Unit};
use reportedly_language::Pos;

use super::super::expression::{Amount, Expression, Found, From, Within, YearRef};
use super::{Grammar, Read};
use crate::numerals::number;

impl Grammar<'_, '_> {
    /// A stretch of time that is neither a date nor an amount.
    pub(super) fn period(&self, i: usize) -> Option<Found> {
        let rules = [
            self.same(i),
            self.shifted(i),
            self.quarter(i),
            self.season(i),
            self.century(i),
            self.weekend(i),
            self.consecutive_day(i),
        ];
        rules.into_iter().flatten().rev().max_by_key(|found| found.end)
    }

    /// "last year", "the next six months", "this spring", "last Monday", "the previous day".
    fn shifted(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.lex.is(i, "the"));
        let at = i + the;
        let shift = self.shift(at)?;
        // "this past Sunday", "this coming week"
        let (shift, at) = match self.shift(at + 1) {
            Some(second) if shift == 0 => (second, at + 2),
            _ => (shift, at + 1),
        };
        let publication = shift.abs() <= 1;
        if publication {
            let near = self.weekday(at).map(|weekday| {
                let shift = Some(shift);
                Found::new(i, at + 1, Expression::Weekday { weekday, shift }, "times.weekday")
            });
            if let Some(day) = near {
                let part = self.part(at + 1);
                let end = at + 1 + usize::from(part.is_some());
                return Some(Found { end, within: part.map_or(Within::Day, Within::Part), ..day });
            }
            if let Some((month, end)) = self.month(at) {
                return Some(Found::new(i, end, Expression::Month { month, shift }, "times.shifted"));
            }
            if let Some(season) = self.season_name(at) {
                let year = YearRef::Open;
                let expression = Expression::Season { season, year, shift: Some(shift) };
                return Some(Found::new(i, at + 1, expression, "times.season"));
            }
        }
        if let Some(found) = self.counted(i, at) {
            return Some(found);
        }
        let at = at + usize::from(self.has(at, Sense::Fiscal) || self.lex.is(at, "calendar"));
        let (unit, plural) = self.unit(at)?;
        if plural || unit < Unit::Day || self.lex.is_dash(at + 1) && self.lex.is_glued(at + 1) {
            return None;
        }
        self.around(i, at, shift, unit)
    }

    fn around(&self, i: usize, at: usize, shift: i8, unit: Unit) -> Option<Found> {
        let past = self.lex.is(at - 1, "past");
        let found = |expression, rule| Some(Found::new(i, at + 1, expression, rule));
        match (shift, unit) {
            // "the past year" is a length; "the last year" too, but news mean the year before.
            (-1, Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Quarter) if past => {
                found(Expression::Duration { unit, amount: Amount::Number(1.0) }, "times.duration")
            }
            (-1, Unit::Decade) => found(Expression::Duration { unit, amount: Amount::Number(1.0) }, "times.duration"),
            // "the last day of the summit" is not yesterday.
            (-1, Unit::Day) => None,
            (0, Unit::Day) => found(Expression::Same { unit, years: 0 }, "times.same"),
            (1, Unit::Day) => found(Expression::Around { unit, shift: 1, from: From::Earlier }, "times.anaphoric"),
            (-1..=1, _) => found(Expression::Around { unit, shift, from: From::Publication }, "times.shifted"),
            _ => {
                let shift = shift.signum();
                let after = self.pos(at) == Pos::Noun && self.lex.is(at + 1, "of");
                (!after).then(|| {
                    let expression = Expression::Around { unit, shift, from: From::Earlier };
                    Found::new(i, at + 1, expression, "times.anaphoric")
                })
            }
        }
    }

    /// The "nine days" of "the past nine days": a length.
    fn counted(&self, i: usize, at: usize) -> Option<Found> {
        let (amount, next) = match number(self.lex, at) {
            Some(number) => (Amount::Number(number.value), number.end),
            None if self.has(at, Sense::Some) => (Amount::Vague, at + 1),
            None => return None,
        };
        let next = next + usize::from(self.has(next, Sense::Filler));
        let (unit, _) = self.unit(next)?;
        Some(Found::new(i, next + 1, Expression::Duration { unit, amount }, "times.duration"))
    }

    /// "the same day", "that year", "the same month a year ago", "the day".
    fn same(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.lex.is(i, "the"));
        let same = i + the;
        if self.lex.is(same, "same") {
            let back = self.years_back(same + 2);
            if self.lex.is_any(same + 1, &["period", "time"]) {
                let (years, end) = back?;
                return Some(Found::new(i, end, Expression::SamePeriod { years }, "times.same"));
            }
            let (unit, _) = self.unit(same + 1)?;
            let (years, end) = back.unwrap_or((0, same + 2));
            return Some(Found::new(i, end, Expression::Same { unit, years }, "times.same"));
        }
        if self.lex.is_any(i, &["that", "this"]) && self.lex.is(i + 1, "time") {
            let (years, end) = self.years_back(i + 2)?;
            return Some(Found::new(i, end, Expression::SamePeriod { years }, "times.same"));
        }
        if self.lex.is(i, "that") {
            if let Some(part) = self.part(i + 1) {
                let found = Found::new(i, i + 2, Expression::Same { unit: Unit::Day, years: 0 }, "times.same");
                return Some(Found { within: Within::Part(part), ..found });
            }
            let (unit, plural) = self.unit(i + 1).filter(|(unit, _)| *unit >= Unit::Day)?;
            let determiner = self.doc.dep(self.lex.token(i)) == "det";
            return (determiner && !plural)
                .then(|| Found::new(i, i + 2, Expression::Same { unit, years: 0 }, "times.same"));
        }
        let the_day = the == 1
            && self.lex.is(same, "day")
            && !self.lex.is_any(same + 1, &["after", "before", "of", "that", "when"]);
        let spoken_of =
            self.lex.after_any(i, &["in", "of", "end", "ended", "ends", "ending", "during", "on", "throughout"]);
        (the_day && spoken_of && !self.lex.is_dash(same + 1))
            .then(|| Found::new(i, same + 1, Expression::Same { unit: Unit::Day, years: 0 }, "times.same"))
    }

    /// "last year", "a year ago", "a year earlier", "in 2019" after "the same month".
    fn years_back(&self, i: usize) -> Read<i8> {
        let at = i + usize::from(self.lex.is_any(i, &["of", "in"]));
        let year = |k: usize| self.unit(k) == Some((Unit::Year, false));
        if self.shift(at) == Some(-1) && year(at + 1) {
            return Some((-1, at + 2));
        }
        let the = at + usize::from(self.lex.is(at, "the"));
        if self.shift(the) == Some(-2) && year(the + 1) {
            return Some((-1, the + 2));
        }
        let number = number(self.lex, at);
        let (count, end) = match number {
            Some(number) if number.value < 100.0 => (number.value as i8, number.end),
            None if self.lex.is_any(at, &["a", "one"]) => (1, at + 1),
            _ => return None,
        };
        let back = self.has(end + 1, Sense::Ago) || self.has(end + 1, Sense::Earlier);
        (self.unit(end).is_some_and(|(unit, _)| unit == Unit::Year) && back).then_some((-count, end + 2))
    }

    /// "the third quarter of this year", "Q3 2009", "the first half of 2010".
    fn quarter(&self, i: usize) -> Option<Found> {
        for (letter, most) in [("Q", 4), ("H", 2)] {
            if self.lex.is(i, letter) && self.lex.is_glued(i + 1) {
                let (which, _) = self.lex.whole(i + 1).filter(|(which, _)| (1..=most).contains(which))?;
                let year = self.year_ref(i + 2);
                if most == 2 && year.is_none() {
                    return None;
                }
                let (year, end) = year.unwrap_or((YearRef::Open, i + 2));
                return Some(self.part_of_year(i, end, which as i8, most == 2, year));
            }
        }
        let the = usize::from(self.lex.is(i, "the"));
        let fiscal = usize::from(self.has(i + the, Sense::Fiscal));
        let at = i + the + fiscal;
        let ordinal = self.ordinal(at)?;
        let dash = usize::from(self.lex.is_dash(at + 1));
        let unit_at = at + 1 + dash;
        let unit_at = unit_at + usize::from(self.has(unit_at, Sense::Fiscal));
        let (unit, plural) = self.unit(unit_at)?;
        let half = match unit {
            Unit::Quarter => false,
            Unit::Half => true,
            _ => return None,
        };
        let which = match (ordinal, half) {
            (-1, true) => 2,
            (-1, false) => 4,
            (1..=2, _) | (3..=4, false) => ordinal,
            _ => return None,
        };
        let fiscal_year = unit_at + 1 + self.skip_of_fiscal(unit_at + 1);
        let year = self.year_ref(fiscal_year).or_else(|| self.year_ref(unit_at + 1));
        if plural || (half && year.is_none()) {
            return None;
        }
        let (year, end) = year.unwrap_or((YearRef::Open, unit_at + 1));
        Some(self.part_of_year(i, end, which, half, year))
    }

    /// "of fiscal" and "of fiscal year" before a year.
    fn skip_of_fiscal(&self, i: usize) -> usize {
        let of = usize::from(self.lex.is(i, "of"));
        let the = usize::from(self.lex.is(i + of, "the"));
        if !self.has(i + of + the, Sense::Fiscal) {
            return 0;
        }
        of + the + 1 + usize::from(self.lex.is(i + of + the + 1, "year"))
    }

    fn part_of_year(&self, start: usize, end: usize, which: i8, half: bool, year: YearRef) -> Found {
        let expression =
            if half { Expression::Half { half: which, year } } else { Expression::Quarter { quarter: which, year } };
        Found::new(start, end, expression, if half { "times.half" } else { "times.quarter" })
    }

    fn season_name(&self, i: usize) -> Option<&'static str> {
        self.lex.sense(i, |sense| match sense {
            Sense::Season(season) | Sense::SeasonVerb(season) => Some(season),
            _ => None,
        })
    }

    /// "summer 2012", "the spring of last year", "in autumn".
    fn season(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.lex.is(i, "the"));
        let at = i + the;
        let season = self.season_name(at)?;
        let word = self.lex.sense(at, |sense| matches!(sense, Sense::SeasonVerb(_)).then_some(())).is_some();
        let (year, end) = match self.year_ref(at + 1) {
            Some((year, end)) => (year, end),
            None => {
                let led = self.lex.after_any(i, &["in", "during", "since", "until", "by", "this", "late", "early"]);
                let noun = matches!(self.pos(at), Pos::Noun | Pos::Propn);
                let head = self.doc.dep(self.lex.token(at)) == "pobj";
                let of = self.lex.is(at + 1, "of") || self.lex.is(at + 1, "in");
                if !(led && noun && head) || (word && of) {
                    return None;
                }
                (YearRef::Open, at + 1)
            }
        };
        Some(Found::new(i, end, Expression::Season { season, year, shift: None }, "times.season"))
    }

    /// "the 19th century".
    fn century(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.lex.is(i, "the"));
        let ordinal = self.ordinal(i + the).filter(|ordinal| (1..=30).contains(ordinal))?;
        let at = i + the + 1;
        let at = at + usize::from(self.lex.is_dash(at));
        let century = matches!(self.unit(at), Some((Unit::Century, _)));
        century.then(|| Found::new(i, at + 1, Expression::Century(ordinal - 1), "times.century"))
    }

    /// "the weekend", "over the weekend".
    fn weekend(&self, i: usize) -> Option<Found> {
        let weekend = self.lex.is(i, "the") && self.unit(i + 1) == Some((Unit::Weekend, false));
        let expression = Expression::Around { unit: Unit::Weekend, shift: 0, from: From::Publication };
        weekend.then(|| Found::new(i, i + 2, expression, "times.weekend"))
    }

    /// "for a second consecutive day": the day of publication.
    fn consecutive_day(&self, i: usize) -> Option<Found> {
        let article = usize::from(self.lex.is_any(i, &["a", "the"]));
        self.ordinal(i + article)?;
        let straight = self.lex.is_any(i + article + 1, &["consecutive", "straight", "successive"]);
        let day = self.unit(i + article + 2) == Some((Unit::Day, false));
        (straight && day).then(|| Found::new(i, i + article + 3, Expression::Day(0), "times.consecutive"))
    }
}
