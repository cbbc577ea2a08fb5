//! What a report says of its own origin, and what speaks for it where no words are shared.
//!
//! A translation shares no runs of words with its original. It is looked for only where the report says that it is one
//! and names the outlet; then names and numbers, which mostly stay what they are in another language, tell which of the
//! outlet's reports it is. Without such words nothing is guessed.

use reportedly_knowledge::declarations::{self, Declared};

use crate::hashing::{folded, join};
use crate::kept::Keep;
use crate::words::words;

/// Bytes at either end of a text in which a report speaks of itself.
const EDGE: usize = 600;
/// Words after a declaration among which the outlet's name is looked for, and words of such a name at most.
const AFTER: usize = 9;
const NAME: usize = 5;
/// Names and numbers remembered of a report.
const FACTS: usize = 256;
/// The fewest that two reports must share, and the least share of the smaller set.
const SHARED: usize = 4;
const SHARE: f32 = 0.5;
/// Names and numbers alone make nobody surer than this.
const SURE: f32 = 0.6;

/// A declaration: what the report is, and the outlets it may name.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    pub what: Declared,
    /// The hashes of all runs of words that may be the name.
    pub names: Box<[u64]>,
}

impl Declaration {
    /// What a text says of itself at its start or at its end.
    pub fn of(text: &str) -> Option<Self> {
        let start = &text[..text.floor_char_boundary(EDGE)];
        let end = &text[text.floor_char_boundary(text.len().saturating_sub(EDGE))..];
        in_edge(start).or_else(|| in_edge(end))
    }
}

fn in_edge(edge: &str) -> Option<Declaration> {
    let lower = edge.to_ascii_lowercase();
    let (at, (what, length)) =
        words(&lower).find_map(|word| Some((word.start, declarations::declared_by(&lower[word.start..])?)))?;
    let line = edge[at + length..].lines().next().unwrap_or_default();
    let after: Vec<u64> = words(line).take(AFTER).map(|word| folded(word.text)).collect();
    let runs = (0..after.len()).flat_map(|from| (1..=NAME.min(after.len() - from)).map(move |many| from..from + many));
    Some(Declaration { what, names: runs.filter_map(|run| hash(&after[run])).collect() })
}

/// The name of an outlet as declarations give it: without regard to case, marks and a leading article.
pub fn outlet_name(outlet: &str) -> Option<u64> {
    let article = folded("the");
    let words: Vec<u64> = words(outlet).map(|word| folded(word.text)).collect();
    hash(words.strip_prefix(&[article]).filter(|rest| !rest.is_empty()).unwrap_or(&words))
}

fn hash(words: &[u64]) -> Option<u64> {
    words.iter().copied().reduce(join)
}

/// The names and numbers of a text, by their letters and digits, in order.
pub fn facts(text: &str) -> Box<[u64]> {
    let fact = |word: crate::words::Word<'_>| {
        if word.text.starts_with(|first: char| first.is_ascii_digit()) {
            let digits: String = word.text.chars().filter(char::is_ascii_digit).collect();
            return (digits.len() > 1).then(|| folded(&digits));
        }
        (!word.starts && word.text.starts_with(char::is_uppercase)).then(|| folded(word.text))
    };
    let mut facts: Vec<u64> = words(text).take(20_000).filter_map(fact).collect();
    facts.sort_unstable();
    facts.dedup();
    facts.truncate(FACTS);
    facts.into()
}

/// How sure the names and numbers of two texts make it that one is the other's translation; nothing where they do not.
pub fn sureness(one: &[u64], two: &[u64]) -> Option<f32> {
    let shared = one.iter().filter(|fact| two.binary_search(fact).is_ok()).count();
    let share = shared as f32 / one.len().min(two.len()).max(1) as f32;
    (shared >= SHARED && share >= SHARE).then_some(share * SURE)
}

impl Keep for Declaration {
    fn keep(&self, out: &mut Vec<u8>) {
        u32::from(self.what == Declared::Translation).keep(out);
        self.names.keep(out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        let what = if u32::back(from)? == 1 { Declared::Translation } else { Declared::Copy };
        Some(Self { what, names: Keep::back(from)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outlet_is_found_among_the_words_after() {
        let names = |text: &str| Declaration::of(text).map(|declaration| declaration.names).unwrap_or_default();
        let gull = outlet_name("The Harbour Gull").unwrap();
        assert!(names("Rain fell.\n\nThis report was first published in the Harbour Gull on Monday.").contains(&gull));
        assert!(names("(Translated from the Norwegian report of Harbour Gull.) Rain fell.").contains(&gull));
        assert!(!names("Translated from Latin.\nHarbour Gull flew.").contains(&gull), "another line");
        assert_eq!(Declaration::of("Nothing is said here about the Harbour Gull."), None);
        assert_eq!(Declaration::of(""), None);
        assert_eq!(outlet_name("The"), outlet_name("the"));
    }

    #[test]
    fn numbers_are_their_digits_whatever_parts_them() {
        assert_eq!(
            facts("about 1,400 people"),
            facts("rund 1.400 Leute")[..]
                .iter()
                .copied()
                .filter(|fact| *fact == folded("1400"))
                .collect::<Box<[u64]>>()
        );
    }
}
