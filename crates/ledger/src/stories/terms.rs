//! The terms of a report: its words, names, pairs of names and numbers, as hashes with weights.

use crate::hashing::{ShortMap, folded, join};
use crate::kept::Keep;
use crate::words::{Word, words};

/// What kind of term: kinds are compared apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any word, in lower case, without its plural.
    Word,
    /// A word with a capital that is not due to its place.
    Name,
    /// Two names, one after the other.
    Pair,
    /// A number as written.
    Number,
}

/// How many kinds there are.
pub const KINDS: usize = 4;
/// Words taken of a text at most.
const WORDS: usize = 5_000;
/// Bytes at the start of a report that say what it is about.
const LEAD: usize = 400;
/// How much more a term of the lead weighs.
const LEAD_WEIGHT: f32 = 1.5;

/// A term: its kind in the two highest bits, so that sorted terms lie together by kind. Of a million terms one in a thousand
/// shares its thirty bits with another, which is less than one word in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(pub u32);

impl Term {
    /// A term of a kind.
    pub fn new(kind: Kind, hash: u64) -> Self {
        Self((hash >> 34) as u32 | (kind as u32) << 30)
    }

    /// The number of its kind.
    pub fn kind(self) -> usize {
        (self.0 >> 30) as usize
    }
}

impl Keep for Term {
    fn keep(&self, out: &mut Vec<u8>) {
        out.extend(self.0.to_le_bytes());
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        let (term, rest) = from.split_first_chunk()?;
        *from = rest;
        Some(Self(u32::from_le_bytes(*term)))
    }
}

/// The distinct terms of a report in order, each with how often it stands there and whether it stands in the lead; or
/// with a weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// The terms with their weights, in order.
    pub weighted: Vec<(Term, f32)>,
    /// The length of each kind's part.
    pub norms: [f32; KINDS],
}

/// A term as counted in one report.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    times: u32,
    leads: bool,
}

/// The terms of a report with what their place and number in it weigh, before it is known how much each tells.
pub fn counted(title: Option<&str>, text: &str) -> Vec<(Term, f32)> {
    let mut counts: ShortMap<Count> = ShortMap::default();
    let title = title.map(str::trim).filter(|title| !title.is_empty() && !text.trim_start().starts_with(title));
    if let Some(title) = title {
        count(title, &mut counts);
    }
    count(text, &mut counts);
    let weight = |count: Count| (1.0 + (count.times as f32).ln()) * if count.leads { LEAD_WEIGHT } else { 1.0 };
    let mut terms: Vec<_> = counts.into_iter().map(|(term, count)| (Term(term), weight(count))).collect();
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms
}

fn count(text: &str, counts: &mut ShortMap<Count>) {
    let words: Vec<Word<'_>> = words(text).take(WORDS).collect();
    let mut names: Vec<u64> =
        words.iter().filter(|word| !word.starts && is_capitalised(word.text)).map(|word| folded(word.text)).collect();
    names.sort_unstable();
    let mut before: Option<(u64, usize)> = None;
    for word in &words {
        let leads = word.start < LEAD;
        let mut add = |term: Term| {
            let count = counts.entry(term.0).or_default();
            count.times += 1;
            count.leads |= leads;
        };
        if word.text.starts_with(|first: char| first.is_numeric()) {
            add(Term::new(Kind::Number, folded(word.text)));
            before = None;
            continue;
        }
        add(word_term(word.text));
        let own = folded(word.text);
        if !is_capitalised(word.text) || (word.starts && names.binary_search(&own).is_err()) {
            before = None;
            continue;
        }
        let name = folded(singular_owner(word.text));
        add(Term::new(Kind::Name, name));
        if let Some((first, _)) = before.filter(|(_, end)| matches!(&text[*end..word.start], " " | ". ")) {
            add(Term::new(Kind::Pair, join(first, name)));
        }
        before = Some((name, word.start + word.text.len()));
    }
}

/// The term of a word, as the background table writes it.
pub fn word_term(word: &str) -> Term {
    Term::new(Kind::Word, folded(stem(singular_owner(word))))
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(|first: char| first.is_uppercase())
}

/// The word without a possessive ending.
fn singular_owner(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// The word without a plural ending, as far as one letter tells.
fn stem(word: &str) -> &str {
    match word.strip_suffix(['s', 'S']) {
        Some(rest) if rest.len() > 2 && !rest.ends_with(['s', 'S']) => rest,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> [usize; KINDS] {
        let mut kinds = [0; KINDS];
        counted(None, text).iter().for_each(|(term, _)| kinds[term.kind()] += 1);
        kinds
    }

    #[test]
    fn kinds_are_told_apart() {
        // Words: the crew of ferry aurora bay left … ; names: Aurora, Bay; one pair; one number.
        assert_eq!(kinds("The crew of Aurora Bay left at 9."), [7, 2, 1, 1]);
        assert_eq!(kinds(""), [0; KINDS]);
    }

    #[test]
    fn a_capital_at_the_start_counts_where_the_word_is_a_name_elsewhere() {
        assert_eq!(kinds("Moran fled. They saw Moran.")[1], 1);
        assert_eq!(kinds("Nobody fled. They saw nobody.")[1], 0);
    }

    #[test]
    fn plurals_and_owners_are_one_word() {
        assert_eq!(word_term("Ferries"), word_term("ferrie"));
        assert_eq!(word_term("ferry's"), word_term("Ferry"));
        assert_ne!(word_term("glass"), word_term("glas"));
    }

    #[test]
    fn the_lead_and_the_title_weigh_more() {
        let text = format!("{} tailword", "filler ".repeat(100));
        let weight = |terms: &[(Term, f32)], word: &str| {
            terms.iter().find(|(term, _)| *term == word_term(word)).map(|(_, weight)| *weight)
        };
        assert_eq!(weight(&counted(None, &text), "tailword"), Some(1.0));
        let titled = counted(Some("Tailword"), &text);
        assert!(weight(&titled, "tailword") > Some(2.0));
        assert_eq!(counted(Some("Rain"), "Rain fell"), counted(None, "Rain fell"), "the text has the title already");
    }
}
