//! Which nouns tell of a happening: "sale", "collapse", "negotiation".
//!
//! The table `data/events/happenings.tsv` holds the plain ones, the tables of political event nouns theirs, and most
//! nouns in -tion, -sion, -ment, -ing and the like are made from verbs; those that are not are listed as exceptions.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::{predicates, table};

static TABLE: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for row in table::rows(include_str!("../../../data/events/happenings.tsv")) {
        words.extend(row.list(1).map(|word| (word, row.get(0) == "happening")));
    }
    words
});

const ENDINGS: [&str; 9] = ["tion", "sion", "ment", "ing", "ance", "ence", "sure", "xion", "wal"];

/// Whether a noun stands in the table as a happening: names of events are asked so ("Peace *Conference*").
pub fn is_listed(lemma: &str) -> bool {
    TABLE.get(lemma).copied().unwrap_or(false)
}

/// Whether a noun, in its dictionary form, tells of a happening.
pub fn is_event(lemma: &str) -> bool {
    if let Some(&listed) = TABLE.get(lemma) {
        return listed;
    }
    predicates::noun(lemma, "").is_some()
        || (lemma.len() > 6 && !lemma.contains('-') && ENDINGS.iter().any(|ending| lemma.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::is_event;

    #[test]
    fn tells_happenings_from_things() {
        for noun in ["sale", "collapse", "negotiation", "bombing", "arrest", "landing"] {
            assert!(is_event(noun), "{noun}");
        }
        for noun in ["government", "building", "nation", "table", "apartment", "evening", "king"] {
            assert!(!is_event(noun), "{noun}");
        }
    }
}
