//! Calendar dates, weekdays and years.

use reportedly_knowledge::calendar::{Sense, named_days};
use reportedly_knowledge::measures;
use reportedly_language::Pos;

use super::super::expression::{Expression, Found, YearRef};
use super::Grammar;
use crate::lexemes::{Ending, with_lower};

/// Words that make four digits after them a year.
const LEADS: [&str; 27] = [
    "in", "since", "by", "until", "till", "of", "from", "during", "after", "before", "year", "early", "late", "mid",
    "between", "spring", "summer", "autumn", "fall", "winter", "through", "to", "post", "pre", "around", "circa",
    "for",
];

/// Words that make it a number of something.
const NUMBERED: [&str; 8] = ["no", "no.", "number", "flight", "route", "resolution", "page", "room"];

impl Grammar<'_, '_> {
    /// A day, a month or a year of the calendar that begins at lexeme `i`.
    pub(super) fn date(&self, i: usize) -> Option<Found> {
        let rules = [
            self.numeric(i),
            self.weekday_and_date(i),
            self.month_first(i),
            self.day_first(i),
            self.named_day(i),
            self.relative_day(i),
            self.event_day(i),
            self.plain_year(i),
        ];
        rules.into_iter().flatten().rev().max_by_key(|found| found.end)
    }

    /// "2023-09-12", "12/09/2023", "16.08.2023".
    fn numeric(&self, i: usize) -> Option<Found> {
        let (first, first_len) = self.lex.whole(i)?;
        let mark = self.lex.mark(i + 1).filter(|mark| "-/.–".contains(*mark))?;
        let (second, second_len) = self.lex.whole(i + 2)?;
        let same = self.lex.mark(i + 3) == Some(mark);
        let (third, third_len) = self.lex.whole(i + 4).filter(|_| same)?;
        let glued = (i + 1..i + 5).all(|k| self.lex.is_glued(k));
        let goes_on = self.lex.mark(i + 5) == Some(mark) && self.lex.is_glued(i + 5) && self.lex.is_glued(i + 6);
        if !glued || goes_on || second_len > 2 {
            return None;
        }
        let found = |expression| Some(Found::new(i, i + 5, expression, "times.numeric_date"));
        let fits = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
        let ymd = |year: u32, month: u32, day: u32| {
            let year = YearRef::Stated(year as i16);
            found(Expression::Date { year, month: month as i8, day: Some(day as i8) })
        };
        if first_len == 4 && third_len <= 2 && fits(second, third) && (1000..2200).contains(&first) {
            return ymd(first, second, third);
        }
        if first_len > 2 || third_len != 4 || !(1000..2200).contains(&third) {
            return None;
        }
        match (fits(first, second), fits(second, first)) {
            // With strokes the American order is as common as the other.
            (true, true) if first != second && mark != '.' => {
                found(Expression::Unordered { year: third as i16, a: first as i8, b: second as i8 })
            }
            (_, true) => ymd(third, second, first),
            (true, false) => ymd(third, first, second),
            (false, false) => None,
        }
    }

    /// "Monday, May 18, 2015", "Tuesday the 12th of March", "Friday".
    fn weekday_and_date(&self, i: usize) -> Option<Found> {
        let (weekday, end) = self.weekday_before_date(i)?;
        let comma = end + usize::from(self.lex.is_mark(end, ","));
        let at = comma + usize::from(self.lex.is(comma, "the"));
        let date = self.month_first(at).or_else(|| self.day_first(at));
        if let Some(date) = date.filter(|date| matches!(date.expression, Expression::Date { day: Some(_), .. })) {
            return Some(Found { start: i, ..date });
        }
        self.weekday(i)?;
        let led = self.lex.after_any(i, &["on", "by", "until", "since", "from", "before", "after"]);
        let named = !led && matches!(self.ent(i), "ORG" | "WORK_OF_ART" | "PRODUCT" | "LAW");
        let expression = Expression::Weekday { weekday, shift: None };
        (!named).then(|| Found::new(i, i + 1, expression, "times.weekday"))
    }

    /// "September 12, 2023", "Sept. 12", "September 2023", "September".
    fn month_first(&self, i: usize) -> Option<Found> {
        let (month, end) = self.month(i)?;
        let the = end + usize::from(self.lex.is(end, "the"));
        let date = |end, year, day| Some(Found::new(i, end, Expression::Date { year, month, day }, "times.date"));
        let clock = |k: usize| self.lex.is_mark(k, ":") && self.lex.is_glued(k);
        if let Some(day) = self.day_number(the).filter(|_| !clock(the + 1) && !self.is_counting(the + 1)) {
            let (year, end) = self.year_of_day(the + 1);
            return date(end, year, Some(day));
        }
        let (year, end) = self.year_ref(end).unwrap_or((YearRef::Open, end));
        date(end, year, None)
    }

    /// The year after a day: "2015", "of last year"; "this year" without "of" is a time of its own.
    fn year_of_day(&self, i: usize) -> (YearRef, usize) {
        match self.year_ref(i) {
            Some((YearRef::Shifted(_), _)) if !self.lex.is(i, "of") => (YearRef::Open, i),
            Some(found) => found,
            None => (YearRef::Open, i),
        }
    }

    fn is_counting(&self, i: usize) -> bool {
        self.lex.is_mark(i, "%") || self.lex.is_any(i, &["percent", "per", "million", "billion", "thousand"])
    }

    /// "12 September 2023", "the 12th of September", and the first day of "12-14 September".
    fn day_first(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.lex.is(i, "the"));
        let day = self.day_number(i + the)?;
        let joined = |k: usize| self.lex.is_dash(k) || self.lex.is_any(k, &["and", "to", "or"]);
        let of = |k: usize| k + usize::from(self.lex.is(k, "of"));
        let at = i + the + 1;
        let date =
            |end, year, month| Found::new(i, end, Expression::Date { year, month, day: Some(day) }, "times.date");
        if let Some((month, end)) = self.month(of(at)) {
            let (year, end) = self.year_of_day(end);
            return Some(date(end, year, month));
        }
        // "12-14 September": the month and year are those of the second day.
        if joined(at) && self.day_number(at + 1).is_some_and(|second| second > day) {
            let (month, end) = self.month(of(at + 2))?;
            let year = self.year_ref(end).map_or(YearRef::Open, |(year, _)| year);
            return Some(date(at, year, month));
        }
        None
    }

    /// The second day of "September 12-14" or "May 3 and 5".
    pub(super) fn range_end(&self, first: &Found) -> Option<Found> {
        let Expression::Date { year, month, day: Some(day) } = first.expression else { return None };
        let at = first.end;
        if !(self.lex.is_dash(at) || self.lex.is_any(at, &["and", "to"])) {
            return None;
        }
        let second = self.day_number(at + 1).filter(|&second| second > day)?;
        let goes_on = self.lex.is_mark(at + 2, ":%$")
            || self.lex.numeral(at + 2).is_some()
            || self.month(at + 2).is_some()
            || self.unit(at + 2).is_some();
        let counted = !self.lex.is_dash(at) && self.doc.dep(self.lex.token(at + 1)) == "nummod" && {
            let head = self.doc.head(self.lex.token(at + 1));
            head > self.lex.token(at + 1)
        };
        if goes_on || counted {
            return None;
        }
        let (year, end) = self.year_ref(at + 2).unwrap_or((year, at + 2));
        Some(Found::new(at + 1, end, Expression::Date { year, month, day: Some(second) }, "times.date"))
    }

    /// "Christmas Day", "Easter 2019".
    fn named_day(&self, i: usize) -> Option<Found> {
        let first = self.lex.text(i).filter(|_| self.lex.is_capital(i))?;
        let find = |lower: &str| named_days().find(lower, |k| self.lex.text(i + k)).map(|(day, len)| (*day, i + len));
        let (day, end) = with_lower(first, find).flatten()?;
        if matches!(self.ent(i), "PERSON" | "ORG" | "GPE" | "LOC" | "FAC") {
            return None;
        }
        let (year, end) = self.year_ref(end).unwrap_or((YearRef::Open, end));
        Some(Found::new(i, end, Expression::Named { day, year }, "times.named_day"))
    }

    /// "yesterday", "today", "tomorrow".
    fn relative_day(&self, i: usize) -> Option<Found> {
        let days = self.lex.sense(i, |sense| match sense {
            Sense::Day(days) => Some(i32::from(days)),
            _ => None,
        })?;
        let in_name = self.lex.is_capital(i) && matches!(self.ent(i), "ORG" | "WORK_OF_ART" | "PRODUCT" | "GPE");
        (!in_name).then(|| Found::new(i, i + 1, Expression::Day(days), "times.relative_day"))
    }

    /// "9/11".
    fn event_day(&self, i: usize) -> Option<Found> {
        let day = self.lex.sense(i, |sense| match sense {
            Sense::EventDay(day) => Some(day),
            _ => None,
        })?;
        Some(Found::new(i, i + 1, Expression::Exactly(day.parse().ok()?), "times.named_day"))
    }

    /// "2019", "fiscal 2020", "FY2020".
    fn plain_year(&self, i: usize) -> Option<Found> {
        let prefix = self.fiscal(i);
        let at = i + prefix;
        let year = self.year_number(at)?;
        let before =
            |marks: &str, glued: bool| at > 0 && self.lex.is_mark(at - 1, marks) && (!glued || self.lex.is_glued(at));
        let number = before("$€£¥#", false)
            || before(":/+.*=@_", true)
            || self.lex.after_any(at, &NUMBERED)
            || self.lex.numeral(at + 1).is_some()
            || self.is_counting(at + 1)
            || self.unit(at + 1).is_some_and(|(_, plural)| plural || self.is_age(at, at + 2))
            || (self.lex.is_mark(at + 1, ":/+*=") && self.lex.is_glued(at + 1));
        let fits = prefix > 0 || self.reads_as_year(at, year);
        (!number && fits).then(|| Found::new(i, at + 1, Expression::Year { year }, "times.year"))
    }

    /// How many lexemes of "fiscal year" or "FY" stand before a year.
    fn fiscal(&self, i: usize) -> usize {
        if self.has(i, Sense::Fiscal) {
            1 + usize::from(self.lex.is(i + 1, "year"))
        } else {
            usize::from(self.lex.is(i, "FY"))
        }
    }

    /// Whether four digits are a year and not a count.
    fn reads_as_year(&self, i: usize, year: i16) -> bool {
        let token = self.lex.token(i);
        let head = self.doc.head(token);
        let led = self.lex.after_any(i, &LEADS) || (i > 0 && self.lex.is_dash(i - 1));
        // "the Russell 2000 Index": a round number in a name.
        if year % 50 == 0 && !led && matches!(self.ent(i), "ORG" | "PRODUCT" | "LAW") {
            return false;
        }
        let goes_on = self.lex.text(i + 1).is_some() && !self.lex.is_dash(i + 1);
        let counts = self.doc.dep(token) == "nummod"
            && goes_on
            && head > token
            && self.doc.tag(head) == "NNS"
            && self.doc.pos(head) != Pos::Propn;
        if counts {
            // "the 2008 elections" against "the 2000 refugees": a definite phrase and not a round number.
            let leads = |child: usize| child < token && matches!(self.doc.dep(child), "det" | "poss");
            let indefinite = |child: usize| matches!(self.doc.lower(child), "a" | "an" | "some" | "no");
            let definite = self.doc.children(head).any(|child| leads(child) && !indefinite(child));
            return (1900..2100).contains(&year) && definite && year % 50 != 0;
        }
        let measured = self.lex.text(i + 1).is_some_and(|next| {
            let find = |lower: &str| measures::units().find(lower, |k| self.lex.text(i + 1 + k)).is_some();
            with_lower(next, find).unwrap_or(false)
        });
        let range = if led { 1000..2200 } else { 1700..2100 };
        range.contains(&year) && !measured
    }

    /// "the 1990s", "the '80s", and "80s" after another decade.
    pub(super) fn decade(&self, i: usize, before: Option<&Found>) -> Option<Found> {
        let the = usize::from(self.lex.is(i, "the"));
        let found = self.decade_at(i + the)?;
        let full = self.lex.digits(found.start).is_some_and(|digits| digits.plain == 4);
        let follows = self.lex.after_any(i, &["and", "or", "to", "–", "-"])
            && before.is_some_and(|before| matches!(before.expression, Expression::Decade(_)) && before.end + 1 == i);
        let marked = self.lex.is_mark(i + the, "'’‘");
        let degrees = self.lex.is_any(found.end, &["degrees", "F", "C"]);
        (full || ((the == 1 || follows || marked) && !degrees)).then_some(Found { start: i, ..found })
    }

    /// "1990s", "1930's", "70s", "'80s".
    pub(super) fn decade_at(&self, i: usize) -> Option<Found> {
        let at = i + usize::from(self.lex.is_mark(i, "'’‘"));
        let digits = self.lex.digits(at).filter(|digits| digits.plain > 0)?;
        let possessive = || self.lex.is_mark(at + 1, "'’") && self.lex.is(at + 2, "s") && self.lex.is_glued(at + 2);
        let end = match digits.ending {
            Ending::Plural => at + 1,
            Ending::None if possessive() => at + 3,
            _ => return None,
        };
        let value = digits.value as i16;
        let decade = match digits.plain {
            4 if (1000..2200).contains(&value) && value % 10 == 0 => value / 10,
            2 if (20..=90).contains(&value) && value % 10 == 0 => 190 + value / 10,
            _ => return None,
        };
        Some(Found::new(i, end, Expression::Decade(decade), "times.decade"))
    }
}
