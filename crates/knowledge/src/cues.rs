//! Words of attribution, hedges, and nouns for sources.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::table::rows;

/// What a cue does to its content besides attributing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CueSense {
    /// Says it, flat.
    Say,
    /// Gives or names something; to refuse that is to refuse to say.
    Give,
    /// Refuses.
    Refuse,
    /// Says that it is not so.
    Deny,
    /// Asks.
    Ask,
    /// Asks for an act.
    Appeal,
    /// Holds it probable.
    Expect,
    /// Holds it possible.
    Fear,
    /// Plans or wishes it.
    Intend,
}

/// How much certainty a hedge leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// "could".
    Possible,
    /// "likely".
    Probable,
}

/// How a hedge stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HedgeSort {
    /// "may".
    Auxiliary,
    /// "perhaps".
    Adverb,
    /// "is likely to", "seems".
    Predicate,
    /// "reportedly": an attribution to nobody named.
    Report,
}

/// What a noun says of the source it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of the printed form")]
pub enum SourceWord {
    Experts,
    Document,
    Media,
    Agency,
    Outlet,
    Government,
    Office,
    Organization,
    Group,
    Unnamed,
}

static CUES: LazyLock<HashMap<&'static str, CueSense>> = LazyLock::new(|| {
    let sense = |name: &str| {
        Some(match name {
            "say" => CueSense::Say,
            "give" => CueSense::Give,
            "refuse" => CueSense::Refuse,
            "deny" => CueSense::Deny,
            "ask" => CueSense::Ask,
            "appeal" => CueSense::Appeal,
            "expect" => CueSense::Expect,
            "fear" => CueSense::Fear,
            "intend" => CueSense::Intend,
            _ => return None,
        })
    };
    rows(include_str!("../../../data/cues.tsv")).filter_map(|row| Some((row.get(0), sense(row.get(1))?))).collect()
});

static HEDGES: LazyLock<HashMap<&'static str, Vec<(HedgeSort, Grade)>>> = LazyLock::new(|| {
    let mut hedges: HashMap<&'static str, Vec<(HedgeSort, Grade)>> = HashMap::new();
    for row in rows(include_str!("../../../data/hedges.tsv")) {
        let grade = if row.get(1) == "possible" { Grade::Possible } else { Grade::Probable };
        let sort = match row.get(2) {
            "auxiliary" => HedgeSort::Auxiliary,
            "adverb" => HedgeSort::Adverb,
            "report" => HedgeSort::Report,
            _ => HedgeSort::Predicate,
        };
        hedges.entry(row.get(0)).or_default().push((sort, grade));
    }
    hedges
});

static SOURCE_WORDS: LazyLock<HashMap<&'static str, SourceWord>> = LazyLock::new(|| {
    let kind = |name: &str| {
        Some(match name {
            "experts" => SourceWord::Experts,
            "document" => SourceWord::Document,
            "media" => SourceWord::Media,
            "agency" => SourceWord::Agency,
            "outlet" => SourceWord::Outlet,
            "government" => SourceWord::Government,
            "office" => SourceWord::Office,
            "organization" => SourceWord::Organization,
            "group" => SourceWord::Group,
            "unnamed" => SourceWord::Unnamed,
            _ => return None,
        })
    };
    rows(include_str!("../../../data/source_words.tsv"))
        .filter_map(|row| Some((row.get(0), kind(row.get(1))?)))
        .collect()
});

static SPEAKING: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../../data/speaking_words.tsv")).map(|row| row.get(0)).collect());

/// Whether a word, as it stands in lower case, tells beside a quotation that somebody spoke it.
pub fn is_speaking(word: &str) -> bool {
    SPEAKING.contains(word)
}

/// What a cue word does, by its lemma in lower case; none for plain words of saying and unknown ones.
pub fn cue(lemma: &str) -> Option<CueSense> {
    CUES.get(lemma).copied()
}

/// The grade of a hedge of a sort, by its lemma in lower case.
pub fn hedge(lemma: &str, sort: HedgeSort) -> Option<Grade> {
    HEDGES.get(lemma)?.iter().find(|(found, _)| *found == sort).map(|(_, grade)| *grade)
}

/// What a noun says of a source, by its lemma in lower case.
pub fn source_word(lemma: &str) -> Option<SourceWord> {
    SOURCE_WORDS.get(lemma).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let count = |table: &'static str| rows(table).count();
        assert_eq!(CUES.len(), count(include_str!("../../../data/cues.tsv")));
        assert_eq!(HEDGES.values().map(Vec::len).sum::<usize>(), count(include_str!("../../../data/hedges.tsv")));
        assert_eq!(SPEAKING.len(), count(include_str!("../../../data/speaking_words.tsv")));
        assert_eq!(SOURCE_WORDS.len(), count(include_str!("../../../data/source_words.tsv")));
    }

    #[test]
    fn a_word_may_hedge_in_two_ways() {
        assert_eq!(hedge("likely", HedgeSort::Adverb), Some(Grade::Probable));
        assert_eq!(hedge("likely", HedgeSort::Predicate), Some(Grade::Probable));
        assert_eq!(hedge("could", HedgeSort::Adverb), None);
        assert!(Grade::Possible < Grade::Probable);
    }
}
