//! Finds temporal expressions: from lexemes to [`Expression`]s.
//!
//! One pass from the left; at every lexeme that can begin an expression the rules are tried and the longest match
//! wins. Nothing here knows a date: what an expression means is the resolver's.

use reportedly_knowledge::calendar::{Sense, Unit, When, named_days, vague};
use reportedly_language::{Doc, Pos};

use super::expression::{Expression, Found, From, Within, YearRef};
use crate::lexemes::{Ending, Lexemes, with_lower};

mod amounts;
mod clocks;
mod dates;
mod periods;

/// What the rules look at.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a, 'd> {
    pub doc: &'a Doc<'d>,
    pub lex: &'a Lexemes<'d>,
}

/// What a rule reads at some lexeme: the meaning, and past its last lexeme.
type Read<T> = Option<(T, usize)>;

/// All expressions of a report in order; they do not overlap.
pub(super) fn find(doc: &Doc<'_>, lex: &Lexemes<'_>) -> Vec<Found> {
    let grammar = Grammar { doc, lex };
    let mut found: Vec<Found> = Vec::new();
    let mut i = 0;
    while i < lex.len() {
        i = match grammar.at(i, found.last()) {
            Some(next) => {
                let end = next.end;
                found.push(next);
                found.extend(grammar.range_end(&next));
                found.last().map_or(end, |last| last.end)
            }
            None => i + 1,
        };
    }
    found
}

impl<'d> Grammar<'_, 'd> {
    /// The longest expression that begins at lexeme `i`.
    fn at(&self, i: usize, before: Option<&Found>) -> Option<Found> {
        if !self.may_begin(i) {
            return None;
        }
        let candidates = [
            self.day_and_clock(i),
            self.clock_and_day(i),
            self.edge(i),
            self.period(i),
            self.amount(i),
            self.repetition(i),
            self.vague(i),
            self.day_part(i),
            self.decade(i, before),
        ];
        // Of equally long ones the first rule wins.
        candidates.into_iter().flatten().rev().max_by_key(|found| found.end)
    }

    /// A cheap first look: digits, a word of the calendar, or a word that opens a phrase.
    fn may_begin(&self, i: usize) -> bool {
        let Some(lexeme) = self.lex.get(i) else { return false };
        if !lexeme.senses.is_empty() || self.lex.digits(i).is_some() || self.lex.numeral(i).is_some() {
            return true;
        }
        let opens = |lower: &str| {
            matches!(lower, "the" | "a" | "an" | "that" | "once" | "twice" | "fy" | "q" | "h")
                || vague().opens(lower)
                || named_days().opens(lower)
        };
        with_lower(lexeme.text, opens).unwrap_or(false) || self.lex.is_mark(i, "'’‘")
    }

    pub fn weekday(&self, i: usize) -> Option<i8> {
        if !self.lex.is_capital(i) {
            return None;
        }
        self.lex.sense(i, |sense| match sense {
            Sense::Weekday(day) => Some(day),
            _ => None,
        })
    }

    /// A weekday, or its short form before a date.
    fn weekday_before_date(&self, i: usize) -> Read<i8> {
        if let Some(day) = self.weekday(i) {
            return Some((day, i + 1));
        }
        let day = self.lex.sense(i, |sense| match sense {
            Sense::WeekdayShort(day) => Some(day),
            _ => None,
        })?;
        let end = if self.lex.is_mark(i + 1, ".") { i + 2 } else { i + 1 };
        self.lex.is_capital(i).then_some((day, end))
    }

    /// A month whose name cannot be taken for another word where it stands.
    pub fn month(&self, i: usize) -> Read<i8> {
        if !self.lex.is_capital(i) {
            return None;
        }
        let near_number = |end: usize| {
            self.is_day_or_year(end) || (i > 0 && self.is_day_or_year(i - 1)) || self.lex.is_any(end, &["of"])
        };
        let month = self.lex.sense(i, |sense| match sense {
            Sense::Month(month) => Some((month, i + 1)),
            Sense::MonthShort(month) => {
                let end = if self.lex.is_mark(i + 1, ".") { i + 2 } else { i + 1 };
                (near_number(end) || self.lex.text(i).is_some_and(|text| text.ends_with('.'))).then_some((month, end))
            }
            Sense::MonthVerb(month) => {
                let follows = self.lex.after_any(
                    i,
                    &["in", "since", "until", "by", "of", "last", "next", "this", "early", "late", "mid", "from", "to"],
                );
                (near_number(i + 1) || (follows && self.pos(i) == Pos::Propn)).then_some((month, i + 1))
            }
            _ => None,
        });
        // "April", "May" and "August" are also given names.
        month.filter(|_| self.ent(i) != "PERSON")
    }

    fn is_day_or_year(&self, i: usize) -> bool {
        self.lex.digits(i).is_some_and(|digits| {
            (1..=2).contains(&digits.plain) && (1.0..=31.0).contains(&digits.value)
                || digits.plain == 4 && (1000.0..2200.0).contains(&digits.value)
        })
    }

    /// A day of the month.
    fn day_number(&self, i: usize) -> Option<i8> {
        let digits = self.lex.digits(i)?;
        let fits = digits.plain <= 2 && (1.0..=31.0).contains(&digits.value) && digits.value.fract() == 0.0;
        (fits && digits.plain > 0 && digits.ending != Ending::Plural).then_some(digits.value as i8)
    }

    /// A year in four digits.
    fn year_number(&self, i: usize) -> Option<i16> {
        let (value, plain) = self.lex.whole(i)?;
        (plain == 4 && (1000..2200).contains(&value)).then_some(value as i16)
    }

    fn part(&self, i: usize) -> Option<&'static str> {
        self.lex.sense(i, |sense| match sense {
            Sense::Part(part) => Some(part),
            _ => None,
        })
    }

    fn shift(&self, i: usize) -> Option<i8> {
        self.lex.sense(i, |sense| match sense {
            Sense::Shift(shift) => Some(shift),
            _ => None,
        })
    }

    fn ordinal(&self, i: usize) -> Option<i8> {
        let word = self.lex.sense(i, |sense| match sense {
            Sense::Ordinal(ordinal) => Some(ordinal),
            _ => None,
        });
        word.or_else(|| {
            let digits = self.lex.digits(i).filter(|digits| digits.ending == Ending::Ordinal)?;
            (digits.value <= 99.0).then_some(digits.value as i8)
        })
    }

    /// A unit of time and whether it is plural.
    fn unit(&self, i: usize) -> Option<(Unit, bool)> {
        self.lex.sense(i, |sense| match sense {
            Sense::Unit(unit) => Some((unit, false)),
            Sense::Units(unit) => Some((unit, true)),
            _ => None,
        })
    }

    fn has(&self, i: usize, wanted: Sense) -> bool {
        self.lex.sense(i, |sense| (sense == wanted).then_some(())).is_some()
    }

    fn pos(&self, i: usize) -> Pos {
        self.doc.pos(self.lex.token(i))
    }

    fn ent(&self, i: usize) -> &str {
        self.doc.ent(self.lex.token(i))
    }

    /// A vague phrase: "currently", "in the coming days".
    fn vague(&self, i: usize) -> Option<Found> {
        let first = self.lex.text(i)?;
        let find = |lower: &str| vague().find(lower, |k| self.lex.text(i + k)).map(|(vague, len)| (*vague, i + len));
        let (vague, end) = with_lower(first, find).flatten()?;
        let fits = match vague.when {
            When::Always => !self.counts_on(end),
            When::Adjective => self.pos(i) == Pos::Adj,
        };
        let inside = self.lex.is_dash(end) && self.lex.is_glued(end);
        (fits && !inside).then(|| Found::new(i, end, Expression::Vague(vague.value), "times.vague"))
    }

    /// Whether what follows makes "the past" or "the present" part of a longer phrase ("the past nine days").
    fn counts_on(&self, end: usize) -> bool {
        let bare = self.lex.is_any(end - 1, &["past", "present", "future", "moment"]);
        bare && self.lex.get(end).is_some_and(|next| {
            matches!(self.pos(end), Pos::Noun | Pos::Num | Pos::Adj | Pos::Propn)
                && self.doc.head(self.lex.token(end - 1)) >= next.token as usize
        })
    }

    /// A part of a day by itself: "overnight", "in the morning".
    fn day_part(&self, i: usize) -> Option<Found> {
        let article = usize::from(self.lex.is(i, "the"));
        let part = self.part(i + article)?;
        let end = i + article + 1;
        let plural = self.lex.text(i + article).is_some_and(|text| text.ends_with('s'));
        let led = ["in", "during", "over", "through", "into", "until", "by", "on"];
        let stands = if article == 1 {
            self.lex.after_any(i, &led)
        } else {
            self.lex.is(i, "overnight") || self.doc.dep(self.lex.token(i)) == "compound"
        };
        let found = Found::new(i, end, Expression::Same { unit: Unit::Day, years: 0 }, "times.part_of_day");
        (stands && !plural && self.ent(i + article) != "ORG").then_some(Found { within: Within::Part(part), ..found })
    }

    /// The year that follows at `i`: "2009", "of 2009", "of last year", "this year".
    fn year_ref(&self, i: usize) -> Read<YearRef> {
        let of = usize::from(self.lex.is(i, "of"));
        let comma = usize::from(of == 0 && self.lex.is_mark(i, ",") && self.year_number(i + 1).is_some());
        let at = i + of + comma;
        let the = usize::from(of == 1 && self.lex.is(at, "the"));
        if let Some(year) = self.year_number(at) {
            return Some((YearRef::Stated(year), at + 1));
        }
        if the == 1 && self.unit(at + 1) == Some((Unit::Year, false)) {
            return Some((YearRef::Shifted(0), at + 2));
        }
        let shift = self.shift(at + the).filter(|shift| shift.abs() <= 1)?;
        let year = self.unit(at + the + 1) == Some((Unit::Year, false));
        year.then_some((YearRef::Shifted(shift), at + the + 2))
    }

    /// "early June", "the end of this year", "mid-2011", "later this week".
    fn edge(&self, i: usize) -> Option<Found> {
        let article = usize::from(self.lex.is(i, "the") && self.edge_word(i + 1));
        let first = i + article;
        if self.has(first, Sense::PartOf) {
            return self.later_in(first);
        }
        if !self.edge_word(first) {
            return None;
        }
        let mut at = first + 1;
        at += usize::from(self.lex.is_dash(at));
        at += usize::from(self.lex.is(at, "part") || self.lex.is(at, "days"));
        let of = self.lex.is(at, "of");
        at += usize::from(of);
        let inner = if of { self.around_article(at) } else { None };
        // "the end of the day Saturday" is Saturday.
        let inner = inner.map(|inner| self.day_and_clock(inner.end).unwrap_or(inner));
        let inner = inner.or_else(|| self.inside_edge(at))?;
        Some(Found { start: i, rule: "times.edge", ..inner })
    }

    fn edge_word(&self, i: usize) -> bool {
        self.lex.sense(i, |sense| matches!(sense, Sense::Edge(_)).then_some(())).is_some()
    }

    fn inside_edge(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.lex.is(i, "the"));
        let year = || {
            let (year, plain) = (self.year_number(i)?, i + 1);
            Some(Found::new(i, plain, Expression::Year { year }, "times.edge"))
        };
        let candidates = [self.day_and_clock(i), self.period(i), self.decade_at(i + the), self.decade_at(i), year()];
        candidates.into_iter().flatten().max_by_key(|found| found.end)
    }

    /// "the year" after "the end of": the one around the day of publication, or the day that is spoken of.
    fn around_article(&self, i: usize) -> Option<Found> {
        if !self.lex.is(i, "the") {
            return None;
        }
        let (unit, plural) = self.unit(i + 1)?;
        if plural || unit < Unit::Day || self.lex.is_dash(i + 2) {
            return None;
        }
        let around = Expression::Around { unit, shift: 0, from: From::Publication };
        let expression = if unit == Unit::Day { Expression::Same { unit, years: 0 } } else { around };
        Some(Found::new(i, i + 2, expression, "times.edge"))
    }

    /// "earlier today", "later this week", "later in the day".
    fn later_in(&self, i: usize) -> Option<Found> {
        if self.lex.is(i + 1, "in") && self.lex.is(i + 2, "the") {
            let inner = self.around_article(i + 2)?;
            return Some(Found { start: i + 2, ..inner });
        }
        let inner = self.day_and_clock(i + 1).or_else(|| self.period(i + 1))?;
        let near = matches!(
            inner.expression,
            Expression::Day(0) | Expression::Around { shift: 0, .. } | Expression::Weekday { .. }
        );
        near.then_some(Found { start: i, ..inner })
    }
}
