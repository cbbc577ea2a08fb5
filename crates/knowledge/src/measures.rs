//! Units of measure, money, and the words that bound a number.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::phrases::Phrases;
use crate::table::{Row, rows};

/// How words bound a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Limit {
    About,
    AtLeast,
    AtMost,
}

/// On which side of its number a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Place {
    Before,
    After,
}

/// Words that bound a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounding {
    /// What they say of it.
    pub limit: Limit,
    /// Where they stand.
    pub place: Place,
    /// Whether the word is a preposition too: "over".
    pub preposition: bool,
}

/// A unit of measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// As printed: `km/h`.
    pub symbol: &'static str,
    /// What it measures: `speed`.
    pub dimension: &'static str,
    /// How many of the dimension's base unit (km, km2, m3, t, km/h, h) it is; 0 where nobody converts it.
    pub factor: f64,
    /// A short form, which counts only right after a number.
    pub strict: bool,
}

/// A sign or word of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 code.
    pub code: &'static str,
}

static BOUNDS: [LazyLock<Phrases<Bounding>>; 2] =
    [LazyLock::new(|| bounds_at(Place::Before)), LazyLock::new(|| bounds_at(Place::After))];

fn bounds_at(place: Place) -> Phrases<Bounding> {
    Phrases::new(rows(include_str!("../../../data/quantities/bounds.tsv")).filter_map(move |row| {
        let limit = match row.get(1) {
            "about" => Limit::About,
            "at least" => Limit::AtLeast,
            "at most" => Limit::AtMost,
            other => panic!("data/quantities/bounds.tsv: unknown bound {other:?}"),
        };
        let stands = if row.get(2) == "after" { Place::After } else { Place::Before };
        (stands == place).then_some((row.get(0), Bounding { limit, place, preposition: row.get(3) == "prep" }))
    }))
}

/// Words that bound the number after them.
pub fn bounds() -> &'static Phrases<Bounding> {
    &BOUNDS[0]
}

/// Words that bound the number before them.
pub fn bounds_after() -> &'static Phrases<Bounding> {
    &BOUNDS[1]
}

static UNITS: LazyLock<Phrases<Measure>> =
    LazyLock::new(|| Phrases::new(rows(include_str!("../../../data/quantities/units.tsv")).map(measure)));

fn measure(row: Row<'static>) -> (&'static str, Measure) {
    let factor = match row.get(3) {
        "" => 0.0,
        factor => factor.parse().unwrap_or_else(|_| panic!("data/quantities/units.tsv: {factor:?} is no number")),
    };
    let strict = row.get(4) == "strict";
    (row.get(0), Measure { symbol: row.get(1), dimension: row.get(2), factor, strict })
}

static SYMBOLS: LazyLock<HashMap<&'static str, Measure>> = LazyLock::new(|| {
    let table = rows(include_str!("../../../data/quantities/units.tsv"));
    table.map(measure).map(|(_, measure)| (measure.symbol, measure)).collect()
});

/// The unit that a symbol prints.
pub fn by_symbol(symbol: &str) -> Option<Measure> {
    SYMBOLS.get(symbol).copied()
}

/// The units of measure.
pub fn units() -> &'static Phrases<Measure> {
    &UNITS
}

static MONEY: [LazyLock<Phrases<Currency>>; 2] =
    [LazyLock::new(|| money_at("before")), LazyLock::new(|| money_at("after"))];

fn money_at(place: &'static str) -> Phrases<Currency> {
    let table = rows(include_str!("../../../data/quantities/money.tsv")).filter(move |row| row.get(2) == place);
    Phrases::new(table.map(|row| (row.get(0), Currency { code: row.get(1) })))
}

/// Signs of money that stand before a number.
pub fn money_before() -> &'static Phrases<Currency> {
    &MONEY[0]
}

/// Words of money that stand after a number.
pub fn money_after() -> &'static Phrases<Currency> {
    &MONEY[1]
}

/// What a noun or verb says of a number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// A noun counted without a plural form: "aircraft".
    Plural,
    /// A noun too vague to count: "two things".
    Vague,
    /// A bare number beside it counts this: "12 dead".
    Of(&'static str),
    /// The noun is the one counted before: "200 more".
    Again,
}

static COUNTING: LazyLock<HashMap<&'static str, Counting>> = LazyLock::new(|| {
    let row = |row: Row<'static>| {
        let counting = match row.get(1) {
            "plural" => Counting::Plural,
            "vague" => Counting::Vague,
            "people" => Counting::Of(row.get(2)),
            "again" => Counting::Again,
            other => panic!("data/quantities/counted.tsv: unknown role {other:?}"),
        };
        (row.get(0), counting)
    };
    rows(include_str!("../../../data/quantities/counted.tsv")).map(row).collect()
});

static PEOPLE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../../data/quantities/people.tsv")).map(|row| row.get(0)).collect());

/// Whether a noun, in lower case and the singular, counts people.
pub fn is_people(noun: &str) -> bool {
    PEOPLE.contains(noun)
}

/// What a lemma in lower case says of a number beside it.
pub fn counting(lemma: &str) -> Option<Counting> {
    COUNTING.get(lemma).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find<'p, T>(phrases: &'p Phrases<T>, words: &[&str]) -> Option<(&'p T, usize)> {
        phrases.find(words[0], |k| words.get(k).copied())
    }

    #[test]
    fn every_table_is_read() {
        assert_eq!(find(bounds(), &["more", "than", "ten"]).map(|(b, n)| (b.limit, n)), Some((Limit::AtLeast, 2)));
        assert_eq!(find(bounds_after(), &["or", "so"]).map(|(b, n)| (b.limit, n)), Some((Limit::About, 2)));
        assert_eq!(find(units(), &["km", "/", "h"]).map(|(u, n)| (u.symbol, n)), Some(("km/h", 3)));
        assert_eq!(find(money_before(), &["us", "$"]).map(|(m, n)| (m.code, n)), Some(("USD", 2)));
        assert_eq!(by_symbol("nmi").map(|unit| unit.dimension), Some("length"));
        assert!(is_people("migrant") && !is_people("ship"));
        assert_eq!(counting("aircraft"), Some(Counting::Plural));
        assert_eq!(find(money_after(), &["roubles"]).map(|(m, n)| (m.code, n)), Some(("RUB", 1)));
    }
}
