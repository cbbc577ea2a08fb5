//! The runs of three words of a text, as sorted hashes.

use crate::hashing::{folded, join};
use crate::kept::Keep;
use crate::words::words;

/// Words taken of a text at most; a longer one is judged by its start.
const WORDS: usize = 20_000;

/// The distinct runs of three words.
#[derive(Clone, Debug, Default)]
pub struct Shingles(Box<[u64]>);

impl Shingles {
    /// The runs of a text, without regard to case and marks.
    pub fn of(text: &str) -> Self {
        let (mut before, mut last) = (None, None);
        let mut hashes = Vec::new();
        for word in words(text).take(WORDS) {
            let word = folded(word.text);
            if let (Some(before), Some(last)) = (before, last) {
                hashes.push(join(join(before, last), word));
            }
            (before, last) = (last, Some(word));
        }
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes.into_boxed_slice())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, in order of their hashes.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().copied()
    }

    /// Those that stand in both.
    pub fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = u64> + 'a {
        let mut theirs = &other.0[..];
        self.iter().filter(move |mine| {
            let before = theirs.iter().take_while(|their| *their < mine).count();
            theirs = &theirs[before..];
            theirs.first() == Some(mine)
        })
    }
}

impl Keep for Shingles {
    fn keep(&self, out: &mut Vec<u8>) {
        self.0.keep(out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        Keep::back(from).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_make_no_difference() {
        let one = Shingles::of("The ferry left, late on Friday.");
        let two = Shingles::of("the FERRY left late on friday");
        assert_eq!(one.len(), 4);
        assert_eq!(one.common(&two).count(), 4);
        assert_eq!(Shingles::of("two words").len(), 0);
    }

    #[test]
    fn repeated_runs_count_once() {
        assert_eq!(Shingles::of("one two three one two three").len(), 3);
    }
}
