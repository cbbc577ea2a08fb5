//! Words around a capital by which one that acts is told from one on the map.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// What a word says beside a capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// With an adjective of a country it names its government: "administration".
    Body,
    /// A verb whose object or goal is a place.
    Motion,
    /// A preposition that stands before places.
    At,
    /// A preposition that stands before those who act.
    Party,
    /// A prefix that takes sides: "anti".
    Stance,
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let kind = |name: &str| match name {
        "body" => Word::Body,
        "motion" => Word::Motion,
        "at" => Word::At,
        "stance" => Word::Stance,
        _ => Word::Party,
    };
    rows(include_str!("../../../data/governments.tsv")).map(|row| (row.get(0), kind(row.get(1)))).collect()
});

/// What a word, in lower case, says beside a capital.
pub fn word(word: &str) -> Option<Word> {
    WORDS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_motion_from_dealing() {
        assert_eq!(
            (word("visit"), word("with"), word("near")),
            (Some(Word::Motion), Some(Word::Party), Some(Word::At))
        );
        assert_eq!(word("government"), Some(Word::Body));
    }
}
