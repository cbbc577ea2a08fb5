//! Lengths of time, what lies that far off, and repetitions.

use reportedly_knowledge::calendar::{Sense, Unit};
use reportedly_knowledge::measures::{self, Place};

use super::super::expression::{Amount, Expression, Found, From};
use super::Grammar;
use crate::lexemes::with_lower;
use crate::numerals::number;

/// What counts how often: "15 a year", "$5 million a year".
const RATES: [&str; 8] = ["times", "once", "twice", "million", "billion", "percent", "cent", "thousand"];

/// Words before a bare "years" or "a day" that make it a length.
const LENGTHS: [&str; 25] = [
    "for", "in", "within", "over", "after", "than", "takes", "took", "take", "last", "lasted", "lasts", "nearly",
    "almost", "about", "around", "every", "through", "spent", "under", "half", "of", "just", "only", "mere",
];

impl Grammar<'_, '_> {
    /// A length of time, or a time that far off: "at least 20 hours", "two weeks ago", "a day earlier", "decades".
    pub(super) fn amount(&self, i: usize) -> Option<Found> {
        let bounded = self.bound(i);
        let at = bounded.unwrap_or(i);
        let (amount, next) = self.how_many(at)?;
        let dash = usize::from(self.lex.is_dash(next));
        let next = next + dash;
        let filler = usize::from(self.has(next, Sense::Filler) && self.unit(next + 1).is_some());
        let (unit, plural) = self.unit(next + filler)?;
        let end = next + filler + 1;
        if self.is_age(at, end) || (unit == Unit::Half) {
            return None;
        }
        if amount == Amount::Vague && at == next && !self.bare_plural(i, end, plural) {
            return None;
        }
        let article = self.lex.is_any(at, &["a", "an"]) && next == at + 1 && dash == 0;
        if article && plural {
            return None;
        }
        if let Some(found) = self.far_off(i, end, unit, amount) {
            return Some(found);
        }
        if article && bounded.is_none() {
            return self.article(i, end, unit);
        }
        // "a second quarter" and "five-minute" apart, a unit without a plural after a number needs its hyphen.
        let one = matches!(amount, Amount::Number(value) if value <= 1.0);
        let large = matches!(amount, Amount::Number(value) if value > 999.0);
        if !plural && dash == 0 && !one && (unit < Unit::Day || large) {
            return None;
        }
        let long = usize::from(self.lex.is_dash(end) && self.lex.is(end + 1, "long"));
        let end = if long == 1 { end + 2 } else { end };
        Some(Found::new(i, end, Expression::Duration { unit, amount }, "times.duration"))
    }

    /// Past the words of bounding that begin at `i`: "at least", "nearly".
    fn bound(&self, i: usize) -> Option<usize> {
        let first = self.lex.text(i)?;
        let find = |lower: &str| {
            let (bound, len) = measures::bounds().find(lower, |k| self.lex.text(i + k))?;
            (bound.place == Place::Before).then_some(i + len)
        };
        with_lower(first, find).flatten()
    }

    /// The amount at `i`; for a bare plural or a unit made long ("year-long") it takes no words.
    fn how_many(&self, i: usize) -> Option<(Amount, usize)> {
        if let Some(number) = number(self.lex, i).filter(|number| number.value < 1e7) {
            return Some((Amount::Number(number.value), number.end));
        }
        let (unit, plural) = match self.unit(i) {
            Some(unit) => unit,
            None => return self.some_or_article(i),
        };
        let long = self.lex.is_dash(i + 1) && self.lex.is(i + 2, "long");
        match (plural, long) {
            (true, _) => Some((Amount::Vague, i)),
            (false, true) if unit >= Unit::Hour => Some((Amount::Number(1.0), i)),
            _ => None,
        }
    }

    /// "several", "a few", "a couple of", "half an", "a".
    fn some_or_article(&self, i: usize) -> Option<(Amount, usize)> {
        let article = usize::from(self.lex.is_any(i, &["a", "an", "the"]));
        if self.has(i + article, Sense::Some) {
            let of = usize::from(self.lex.is(i + article + 1, "of"));
            return Some((Amount::Vague, i + article + 1 + of));
        }
        if self.lex.is(i + article, "half") {
            let at = i + article + 1;
            let inner = usize::from(self.lex.is_any(at, &["a", "an"]) || self.lex.is_dash(at));
            return (article == 1 || inner == 1).then_some((Amount::Number(0.5), at + inner));
        }
        (article == 1 && !self.lex.is(i, "the")).then_some((Amount::Number(1.0), i + 1))
    }

    /// "11-year-old", "aged 14 years", "33 years of age": ages are no times.
    pub(super) fn is_age(&self, at: usize, end: usize) -> bool {
        let next = end + usize::from(self.lex.is_dash(end));
        self.lex.is_any(next, &["old", "olds", "older", "younger"])
            || (self.lex.is(end, "of") && self.lex.is(end + 1, "age"))
            || self.lex.after_any(at, &["aged", "age", "ages"])
    }

    /// Whether "years" without a number is a length: "for years", "years after", "decades-long".
    fn bare_plural(&self, i: usize, end: usize, plural: bool) -> bool {
        let long = self.lex.is_dash(end) && self.lex.is(end + 1, "long");
        let follows = self.lex.is_any(end, &["after", "before", "ago", "later", "earlier", "since"]);
        let noun = self.doc.dep(self.lex.token(i)) != "compound";
        let unit_of = self.lex.after_any(i, &["working", "business", "office", "opening"]);
        let role = matches!(self.doc.dep(self.lex.token(i)), "npadvmod" | "attr");
        long || (plural && !unit_of && (follows || role || (noun && self.lex.after_any(i, &LENGTHS))))
    }

    /// "two weeks ago", "a day earlier", "three years from now".
    fn far_off(&self, i: usize, end: usize, unit: Unit, amount: Amount) -> Option<Found> {
        let (back, from, past) = if self.has(end, Sense::Ago) {
            (true, From::Publication, end + 1)
        } else if self.lex.is_any(end, &["earlier", "previously", "prior"])
            && !self.lex.is_any(end + 1, &["than", "to"])
        {
            (true, From::Earlier, end + 1)
        } else if self.lex.is(end, "later") && !self.lex.is(end + 1, "than") {
            (false, From::Earlier, end + 1)
        } else if self.lex.is(end, "from") && self.lex.is_any(end + 1, &["now", "today"]) {
            (false, From::Publication, end + 2)
        } else if self.lex.is(end, "before") && self.ends_phrase(end + 1) {
            (true, From::Earlier, end + 1)
        } else {
            return None;
        };
        let expression = match amount {
            Amount::Number(amount) => Expression::Offset { unit, amount, back, from },
            Amount::Vague => Expression::Vague(if back || from == From::Earlier { "PAST_REF" } else { "FUTURE_REF" }),
        };
        Some(Found::new(i, past, expression, "times.offset"))
    }

    fn ends_phrase(&self, i: usize) -> bool {
        self.lex.get(i).is_none() || self.lex.text(i).is_none() || self.lex.is_mark(i, ".,;:!?)”\"")
    }

    /// "a year": how often after a number, else a length.
    fn article(&self, i: usize, end: usize, unit: Unit) -> Option<Found> {
        let before = i.checked_sub(1)?;
        let rate = self.lex.digits(before).is_some()
            || self.lex.is_any(before, &RATES)
            || self.lex.is_mark(before, "%")
            || self.lex.numeral(before).is_some()
            || (self.doc.dep(self.lex.token(end - 1)) == "npadvmod"
                && self.doc.pos(self.doc.head(self.lex.token(end - 1))) == reportedly_language::Pos::Noun);
        if rate && unit >= Unit::Hour {
            let expression = Expression::Every { unit, amount: 1.0 };
            return Some(Found::new(i, end, expression, "times.set"));
        }
        let length = self.lex.after_any(i, &LENGTHS)
            || self.lex.is_any(end, &["after", "before", "since"])
            || self.lex.is_dash(end);
        let ambiguous = matches!(unit, Unit::Second | Unit::Minute | Unit::Day | Unit::Quarter | Unit::Weekend);
        let of = self.lex.is(end, "of") || self.lex.is(end, "when");
        let expression = Expression::Duration { unit, amount: Amount::Number(1.0) };
        let second = unit != Unit::Second || self.lex.after_any(i, &["in", "for", "within"]);
        let stands = unit != Unit::Quarter && !of && second && (length || !ambiguous);
        stands.then(|| Found::new(i, end, expression, "times.duration"))
    }

    /// "annual", "every two weeks", "each Monday", "once a month", "on Mondays".
    pub(super) fn repetition(&self, i: usize) -> Option<Found> {
        let set = self.lex.sense(i, |sense| match sense {
            Sense::Set(value) => Some(value),
            _ => None,
        });
        if let Some(value) = set {
            let named = self.lex.is_capital(i) && matches!(self.ent(i), "ORG" | "WORK_OF_ART" | "PRODUCT");
            return (!named).then(|| Found::new(i, i + 1, Expression::Set(value), "times.set"));
        }
        let days = self.lex.sense(i, |sense| match sense {
            Sense::Weekdays(day) => Some(day),
            _ => None,
        });
        if let Some(day) = days.filter(|_| self.lex.is_capital(i)) {
            return Some(Found::new(i, i + 1, Expression::EveryWeekday(day), "times.set"));
        }
        if !self.has(i, Sense::Every) {
            return None;
        }
        if let Some(day) = self.weekday(i + 1) {
            return Some(Found::new(i, i + 2, Expression::EveryWeekday(day), "times.set"));
        }
        let (amount, at) = match number(self.lex, i + 1) {
            Some(number) => (number.value, number.end),
            None if self.lex.is(i + 1, "other") => (2.0, i + 2),
            None => (1.0, i + 1),
        };
        let (unit, _) = self.unit(at).filter(|(unit, _)| *unit >= Unit::Hour)?;
        if self.lex.is_dash(at + 1) && self.lex.is_glued(at + 1) {
            return None;
        }
        Some(Found::new(i, at + 1, Expression::Every { unit, amount }, "times.set"))
    }
}
