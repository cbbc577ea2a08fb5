//! What the makers of web pages call their parts, and the words by which a block shows that it is no article's text.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use crate::table;

/// Kinds of class words, in the order of the table: a set of them is a mask of these bits.
pub const CUES: usize = 25;
/// Kinds of phrases, in the order of the table.
pub const PHRASES: usize = 10;
/// Words of the longest phrase.
const LONGEST: usize = 5;

static CLASS_WORDS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (bit, row) in table::rows(include_str!("../../../data/pages/class_words.tsv")).enumerate() {
        row.list(1).for_each(|word| *words.entry(word).or_default() |= 1 << bit);
    }
    words
});

static PHRASE_KINDS: LazyLock<HashMap<u64, u16>> = LazyLock::new(|| {
    let mut phrases = HashMap::new();
    for (kind, row) in table::rows(include_str!("../../../data/pages/phrases.tsv")).enumerate() {
        for phrase in row.list(1) {
            let words: Vec<u64> = words(phrase).collect();
            *phrases.entry(joined(&words)).or_default() |= 1 << kind;
        }
    }
    phrases
});

/// The mask of one kind of class words; none where the table does not have it.
pub fn cue(name: &str) -> u32 {
    let mut kinds = table::rows(include_str!("../../../data/pages/class_words.tsv"));
    kinds.position(|row| row.get(0) == name).map_or(0, |bit| 1 << bit)
}

/// The kinds of words in a class, an id or a role; words end at separators and before capitals, and the whole of a part
/// between separators is a word too.
pub fn cues(names: &str) -> u32 {
    let mut cues = 0;
    let mut lower = String::new();
    let mut look = |part: &str| {
        lower.clear();
        lower.extend(part.chars().map(|c| c.to_ascii_lowercase()));
        cues |= CLASS_WORDS.get(lower.as_str()).copied().unwrap_or(0);
    };
    for part in names.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        look(part);
        let mut start = 0;
        let bytes = part.as_bytes();
        for at in 1..bytes.len() {
            let turns = bytes[at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase();
            if turns || bytes[at].is_ascii_digit() != bytes[at - 1].is_ascii_digit() {
                look(&part[start..at]);
                start = at;
            }
        }
        if start > 0 {
            look(&part[start..]);
        }
    }
    cues
}

/// How many phrases of each kind stand in a text.
pub fn phrases(text: &str) -> [u16; PHRASES] {
    let mut counts = [0u16; PHRASES];
    let mut last: Vec<u64> = Vec::with_capacity(LONGEST);
    for word in words(text) {
        if last.len() == LONGEST {
            last.remove(0);
        }
        last.push(word);
        for start in 0..last.len() {
            let kinds = PHRASE_KINDS.get(&joined(&last[start..])).copied().unwrap_or(0);
            for (kind, count) in counts.iter_mut().enumerate() {
                *count = count.saturating_add(kinds >> kind & 1);
            }
        }
    }
    counts
}

/// The words of a text in lower case, as numbers; apostrophes fall, a copyright mark is a word.
fn words(text: &str) -> impl Iterator<Item = u64> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '©')));
    parts.filter(|part| part.chars().any(|c| !matches!(c, '\'' | '’'))).map(|part| {
        let mut hash = DefaultHasher::new();
        for c in part.chars().filter(|c| !matches!(c, '\'' | '’')).flat_map(char::to_lowercase) {
            c.hash(&mut hash);
        }
        hash.finish()
    })
}

fn joined(words: &[u64]) -> u64 {
    let mut hash = DefaultHasher::new();
    words.hash(&mut hash);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(table: &str) -> Vec<&str> {
        table::rows(table).map(|row| row.get(0)).collect()
    }

    #[test]
    fn the_tables_have_the_kinds_that_were_learned() {
        let cues = kinds(include_str!("../../../data/pages/class_words.tsv"));
        assert_eq!((cues.len(), cues[0], cues[CUES - 1]), (CUES, "article", "search"));
        assert_eq!(kinds(include_str!("../../../data/pages/phrases.tsv")).len(), PHRASES);
    }

    #[test]
    fn class_words_end_at_separators_and_capitals() {
        assert_eq!(cues("story-body"), cues("storyBody") | cues("storybody"));
        assert_eq!(cues("css-1x2y3z zz"), 0);
        assert_ne!(cues("js_Newsletter2"), 0);
    }

    #[test]
    fn phrases_stand_on_word_boundaries() {
        assert_eq!(phrases("Sign up for our Newsletter."), phrases("newsletter; SIGN UP"));
        assert_eq!(phrases("The designer signed upper floors"), [0; PHRASES]);
        assert_eq!(phrases("DON’T MISS"), phrases("don't miss"));
    }
}
