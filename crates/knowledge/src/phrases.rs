//! Phrases of several words, found piece by piece.
//!
//! A piece is a run of letters, a run of digits or a single mark: "new year's" is `new`, `year`, `'`, `s`. Readers cut
//! their words the same way, so that a phrase is found whatever a tokenizer makes of its hyphens and stops.

use std::collections::HashMap;

/// Phrases by their first piece, the longest first.
#[derive(Debug)]
pub struct Phrases<T> {
    by_first: HashMap<&'static str, Vec<(Vec<&'static str>, T)>>,
}

impl<T> Phrases<T> {
    /// Collects phrases in lower case.
    pub fn new(entries: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut by_first: HashMap<&'static str, Vec<(Vec<&'static str>, T)>> = HashMap::new();
        for (phrase, value) in entries {
            let mut pieces = pieces(phrase);
            if let Some(first) = pieces.next() {
                by_first.entry(first).or_default().push((pieces.collect(), value));
            }
        }
        for found in by_first.values_mut() {
            found.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Self { by_first }
    }

    /// Whether some phrase begins with this piece, in lower case.
    pub fn opens(&self, first: &str) -> bool {
        self.by_first.contains_key(first)
    }

    /// The longest phrase that begins with `first` and goes on with what `next(1)`, `next(2)` … give: its value and
    /// its number of pieces. Comparison ignores ASCII case after the first piece, which must be in lower case.
    pub fn find<'s>(&self, first: &str, next: impl Fn(usize) -> Option<&'s str>) -> Option<(&T, usize)> {
        let found = self.by_first.get(first)?;
        found.iter().find_map(|(rest, value)| {
            let same = |(k, piece): (usize, &&str)| next(k + 1).is_some_and(|text| text.eq_ignore_ascii_case(piece));
            rest.iter().enumerate().all(same).then_some((value, rest.len() + 1))
        })
    }
}

/// Cuts a text into its pieces; white space divides and is dropped.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let same = |c: char| match first {
            f if f.is_alphabetic() => c.is_alphabetic(),
            f if f.is_ascii_digit() => c.is_ascii_digit(),
            _ => false,
        };
        let end = rest[first.len_utf8()..].find(|c| !same(c)).map_or(rest.len(), |at| at + first.len_utf8());
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_letters_digits_and_marks() {
        assert_eq!(pieces("new year's 12km/h").collect::<Vec<_>>(), ["new", "year", "'", "s", "12", "km", "/", "h"]);
        assert_eq!(pieces("  ").count(), 0);
        assert_eq!(pieces("°é1").collect::<Vec<_>>(), ["°", "é", "1"]);
    }

    #[test]
    fn prefers_the_longest() {
        let phrases = Phrases::new([("may day", 1), ("may", 2), ("may day parade", 3)].into_iter());
        let text = ["may", "Day", "off"];
        assert_eq!(phrases.find("may", |k| text.get(k).copied()), Some((&1, 2)));
        assert_eq!(phrases.find("june", |_| None), None);
    }
}
