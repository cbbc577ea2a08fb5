//! Number words.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// What a number word does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Numeral {
    /// A number by itself: "seven".
    One(f64),
    /// Takes a one after it: "twenty".
    Ten(f64),
    /// Multiplies what stands before it: "million".
    Scale(f64),
    /// A scale written right after digits: the "m" of "4.5m".
    Suffix(f64),
    /// A fraction: "half", "third".
    Part(f64),
    /// A fraction that takes a number: "thirds".
    Parts(f64),
}

static WORDS: LazyLock<HashMap<&'static str, Numeral>> = LazyLock::new(|| {
    let table = rows(include_str!("../../../data/quantities/numbers.tsv"));
    table.filter_map(|row| Some((row.get(0), numeral(row.get(2), row.get(1))?))).collect()
});

fn numeral(kind: &str, value: &str) -> Option<Numeral> {
    let value = value.parse().unwrap_or_else(|_| panic!("data/quantities/numbers.tsv: {value:?} is no number"));
    Some(match kind {
        "one" => Numeral::One(value),
        "ten" => Numeral::Ten(value),
        "scale" => Numeral::Scale(value),
        "suffix" => Numeral::Suffix(value),
        "part" => Numeral::Part(value),
        "parts" => Numeral::Parts(value),
        other => panic!("data/quantities/numbers.tsv: unknown kind {other:?}"),
    })
}

/// What a word in lower case does as a number.
pub fn numeral_of(lower: &str) -> Option<Numeral> {
    WORDS.get(lower).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        assert_eq!(numeral_of("million"), Some(Numeral::Scale(1e6)));
        assert_eq!(numeral_of("thirteen"), Some(Numeral::One(13.0)));
        assert_eq!(numeral_of("many"), None);
    }
}
