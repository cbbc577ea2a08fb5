//! Counts and measures: a number with its unit, its bound and what it counts.
//!
//! Only what is counted or measured is a quantity: years, dates, ages, ordinals, scores, names with numbers and vague
//! dozens are left out. Lengths of time up to hours are measures too, beside the time they are.

mod counted;
mod measured;

use reportedly_knowledge::calendar::Sense;
use reportedly_knowledge::measures::{self, Limit};
use reportedly_report::{Bound, Quantity, TimeType, Timex};

use crate::Context;
use crate::lexemes::{Ending, Lexemes, with_lower};
use crate::numerals::{Number, number};
use counted::Counter;

/// The quantities of a report in order.
pub fn read(cx: &Context<'_>, times: &[Timex]) -> Vec<Quantity> {
    let lexemes = Lexemes::new(cx.doc);
    let finder = Finder { cx, lex: &lexemes, times };
    let mut counter = Counter::new(cx.doc);
    let mut quantities = Vec::new();
    let mut i = 0;
    while i < lexemes.len() {
        let Some(figure) = finder.figure(i) else {
            i += 1;
            continue;
        };
        i = figure.end.max(i + 1);
        if let Some((quantity, end)) = finder.quantity(&figure, &mut counter) {
            i = i.max(end);
            quantities.push(quantity);
        }
    }
    quantities
}

/// A number or a range of numbers with the words that bound it.
#[derive(Clone, Copy, Debug)]
struct Figure {
    /// First lexeme, bound and sign of money included.
    start: usize,
    /// First lexeme of the number itself.
    first: usize,
    /// Past the last lexeme of the number.
    end: usize,
    value: f64,
    to: Option<f64>,
    bound: Bound,
    /// ISO 4217 code of a sign before the number.
    money: Option<&'static str>,
}

struct Finder<'a, 'd> {
    cx: &'a Context<'a>,
    lex: &'a Lexemes<'d>,
    times: &'a [Timex],
}

impl Finder<'_, '_> {
    /// The number that begins at lexeme `i`, with its range and bound.
    fn figure(&self, i: usize) -> Option<Figure> {
        let first = number(self.lex, i)?;
        if self.lex.is_any(i, &["a", "an"]) && self.is_vague_scale(i + 1) {
            return None;
        }
        if self.is_inside_word(i, first.end) || self.is_dated(i) {
            return None;
        }
        let money = self.money_before(i);
        let mut start = money.map_or(i, |(_, start)| start);
        let code = money.map(|(code, _)| code);
        let first = self.with_suffix(first, code.is_some());
        let between = start > 0 && self.lex.is(start - 1, "between");
        let (to, end) = match self.range(first, between, start) {
            Some((to, end)) => (Some(to), end),
            None => (None, first.end),
        };
        let mut bound = if to.is_some() { Bound::Range } else { Bound::Exact };
        if between && to.is_some() {
            start -= 1;
        } else if let Some((limit, from)) = self.bound_before(start) {
            start = from;
            bound = if to.is_some() { Bound::Range } else { printed(limit) };
        }
        let value = self.scaled_by_range(first, to);
        Some(Figure { start, first: i, end, value, to, bound, money: code })
    }

    /// "4 to 5 million" is four million to five million.
    fn scaled_by_range(&self, first: Number, to: Option<f64>) -> f64 {
        match to {
            Some(to) if first.scale == 1.0 && to >= 1e6 && first.value < 1000.0 => {
                let scale = if to >= 1e9 { 1e9 } else { 1e6 };
                first.value * scale
            }
            _ => first.value,
        }
    }

    /// "a hundred-odd", "a dozen or two" stay; "a score" of nothing else.
    fn is_vague_scale(&self, i: usize) -> bool {
        self.lex.is_any(i, &["hundreds", "thousands", "dozens"])
    }

    /// Digits glued to letters or marks that make them a name or a serial number: "F-16", "A380", "3:2", "10.5.2".
    fn is_inside_word(&self, i: usize, end: usize) -> bool {
        let Some(before) = i.checked_sub(1).filter(|_| self.lex.is_glued(i)) else { return self.is_score(i, end) };
        let letter = self.lex.text(before).is_some_and(|text| text.ends_with(char::is_alphabetic));
        let dashed = self.lex.is_dash(before) && self.lex.is_glued(before) && before > 0 && {
            self.lex.text(before - 1).is_some_and(|text| text.ends_with(char::is_alphabetic))
                && self.lex.numeral(before - 1).is_none()
        };
        let mark = self.lex.is_mark(before, ":/#@_.*=+");
        let code = letter && self.money_before(i).is_none();
        code || dashed || mark || self.is_score(i, end)
    }

    /// "3-2", "1:0" and ratios in general.
    fn is_score(&self, _i: usize, end: usize) -> bool {
        let glued = self.lex.is_glued(end) && self.lex.is_glued(end + 1) && self.lex.digits(end + 1).is_some();
        glued && self.lex.is_mark(end, ":/")
    }

    /// Whether the number belongs to a date or clock; lengths of time may be measures too.
    fn is_dated(&self, i: usize) -> bool {
        let Some(span) = self.lex.get(i).map(|lexeme| lexeme.span) else { return false };
        let k = self.times.partition_point(|time| time.span.end <= span.start);
        self.times.get(k).is_some_and(|time| time.kind != TimeType::Duration && time.span.overlaps(span))
    }

    /// The sign of money that ends right before lexeme `i`, and where it begins.
    fn money_before(&self, i: usize) -> Option<(&'static str, usize)> {
        (1..=4).rev().filter_map(|len| i.checked_sub(len)).find_map(|start| {
            let find = |lower: &str| {
                measures::money_before().find(lower, |k| self.lex.text(start + k)).map(|(m, n)| (m.code, n))
            };
            let (code, len) = with_lower(self.lex.text(start)?, find).flatten()?;
            let letters = self.lex.text(start).is_some_and(|text| text.starts_with(char::is_alphabetic));
            let sign = !letters || self.lex.text(start).is_some_and(|text| text == text.to_uppercase());
            (start + len == i && sign).then_some((code, start))
        })
    }

    /// "4.5m", "20k": a letter glued to the digits.
    fn with_suffix(&self, first: Number, money: bool) -> Number {
        use reportedly_knowledge::numbers::Numeral;
        let Some(Numeral::Suffix(scale)) = self.lex.numeral(first.end) else { return first };
        let thousand = scale == 1e3;
        let paid = money || self.money_after(first.end + 1).is_some();
        if self.lex.is_glued(first.end) && (paid || thousand) {
            Number { value: first.value * scale, end: first.end + 1, scale, plain: 0 }
        } else {
            first
        }
    }

    /// The word of money at lexeme `i`, and past it.
    fn money_after(&self, i: usize) -> Option<(&'static str, usize)> {
        let find =
            |lower: &str| measures::money_after().find(lower, |k| self.lex.text(i + k)).map(|(m, n)| (m.code, n));
        let (code, len) = with_lower(self.lex.text(i)?, find).flatten()?;
        Some((code, i + len))
    }

    /// The second number of "10-15", "10 to 15", "between 10 and 15".
    fn range(&self, first: Number, between: bool, start: usize) -> Option<(f64, usize)> {
        let at = first.end;
        let joins = self.lex.is_dash(at) && self.lex.is_glued(at)
            || (self.lex.is(at, "to") && !(start > 0 && self.lex.is(start - 1, "from")))
            || (between && self.lex.is(at, "and"))
            || (self.lex.is(at, "or") && self.lex.digits(at + 1).is_some());
        if !joins {
            return None;
        }
        let sign = at + 1 + usize::from(self.lex.is_mark(at + 1, "$€£¥"));
        let second = number(self.lex, sign)?;
        let second = self.with_suffix(second, sign > at + 1);
        let fits =
            second.value > first.value && self.lex.digits(sign).is_none_or(|digits| digits.ending == Ending::None);
        // "3-2-1" and "555-1234" are no ranges.
        let goes_on = self.lex.is_dash(second.end) && self.lex.digits(second.end + 1).is_some();
        (fits && !goes_on && second.value < first.value.max(1.0) * 1e7).then_some((second.value, second.end))
    }

    /// The bound that ends right before lexeme `i`, and where it begins.
    fn bound_before(&self, i: usize) -> Option<(Limit, usize)> {
        // The longest first: "no more than" before "more than".
        (1..=5).rev().filter_map(|len| i.checked_sub(len)).find_map(|start| {
            let find = |lower: &str| measures::bounds().find(lower, |k| self.lex.text(start + k)).map(|(b, n)| (*b, n));
            let (bounding, len) = with_lower(self.lex.text(start)?, find).flatten()?;
            let stands = start + len == i && !(bounding.preposition && self.is_preposition(start));
            stands.then_some((bounding.limit, start))
        })
    }

    /// Whether "over" or "about" leads a phrase here instead of bounding the number: "talks over 20 hostages".
    fn is_preposition(&self, i: usize) -> bool {
        let token = self.lex.token(i);
        let doc = self.cx.doc;
        doc.dep(token) == "prep" && doc.pos(doc.head(token)).is_nominal() && doc.head(token) < token
    }

    /// The quantity of a figure and past its last lexeme; none when it neither counts nor measures.
    fn quantity(&self, figure: &Figure, counter: &mut Counter<'_, '_>) -> Option<(Quantity, usize)> {
        let make = |end: usize, unit: Option<&str>, of: Option<String>, rule: &'static str| {
            let (bound, end) = self.bound_after(figure, end);
            let quantity = Quantity {
                span: self.lex.span(figure.start, end),
                value: figure.value,
                to: figure.to,
                unit: unit.map(str::to_owned),
                of,
                bound,
                rule: rule.into(),
            };
            Some((quantity, end))
        };
        if let Some(code) = figure.money {
            return make(figure.end, Some(code), None, "quantities.money");
        }
        let dash = usize::from(self.lex.is_dash(figure.end) && self.lex.is_glued(figure.end));
        if let Some((code, end)) = self.money_after(figure.end + dash).filter(|_| !self.is_ordinary(figure)) {
            return make(end, Some(code), None, "quantities.money");
        }
        if let Some((measure, end)) = self.measure(figure.end + dash, figure, dash == 1) {
            if measure.dimension == "time" && self.is_age(end) {
                return None;
            }
            let of = counter.of_phrase(self.lex.token(end - 1));
            return make(end, Some(measure.symbol), of, "quantities.measure");
        }
        if dash == 1 || self.is_calendar(figure.end) {
            return None;
        }
        let (of, end) = counter.counted(self.lex, figure.start, figure.first, figure.end, figure.value)?;
        make(end, None, Some(of), "quantities.count")
    }

    /// "20 won" the verb, "5 real" the adjective: money by word must be a noun.
    fn is_ordinary(&self, figure: &Figure) -> bool {
        let token = self.lex.get(figure.end).map(|lexeme| lexeme.token as usize);
        token.is_some_and(|token| {
            !self.cx.doc.pos(token).is_nominal() && self.cx.doc.pos(token) != reportedly_language::Pos::Sym
        })
    }

    fn is_age(&self, end: usize) -> bool {
        let next = end + usize::from(self.lex.is_dash(end));
        self.lex.is_any(next, &["old", "olds"])
    }

    fn is_calendar(&self, i: usize) -> bool {
        let filler = usize::from(self.lex.sense(i, |sense| (sense == Sense::Filler).then_some(())).is_some());
        let unit = |k| self.lex.sense(k, |sense| matches!(sense, Sense::Unit(_) | Sense::Units(_)).then_some(()));
        unit(i).or_else(|| unit(i + filler)).is_some()
    }

    /// "20 or more", "a dozen or so".
    fn bound_after(&self, figure: &Figure, end: usize) -> (Bound, usize) {
        let find =
            |lower: &str| measures::bounds_after().find(lower, |k| self.lex.text(end + k)).map(|(b, n)| (b.limit, n));
        let found = self.lex.text(end).and_then(|text| with_lower(text, find).flatten());
        match found {
            Some((limit, len)) if figure.bound == Bound::Exact => (printed(limit), end + len),
            _ => (figure.bound, end),
        }
    }
}

fn printed(limit: Limit) -> Bound {
    match limit {
        Limit::About => Bound::About,
        Limit::AtLeast => Bound::AtLeast,
        Limit::AtMost => Bound::AtMost,
    }
}
