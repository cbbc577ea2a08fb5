//! Which words mean nearly the same, which are opposites, and which name persons; for words that no list of ours knows.
//!
//! Derived from WordNet 3.0 (see `scripts/lexicon`). A word has several senses and nothing here chooses between them, so
//! every answer says what two words may mean, not what they do mean in a text. The first look-up loads the tables.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::table::rows;

/// How near two words are, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nearness {
    /// One word, or two of which one derives from the other: "depart", "departure".
    Same,
    /// Two words for one kind: "resign", "step down".
    Synonym,
    /// One is a kind of the other: "murder", "kill".
    Kind,
    /// Two kinds of one kind: "sprint", "jog".
    Sibling,
}

#[derive(Default)]
struct Word {
    /// By part of speech, most used first; senses of several parts of speech in order of the table.
    kinds: Vec<u32>,
    family: Vec<&'static str>,
}

#[derive(Default)]
struct Kind {
    above: Vec<u32>,
    opposed: Vec<u32>,
    is_person: bool,
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Word> = HashMap::new();
    for row in rows(include_str!("../../../data/lexicon/words.tsv")) {
        let word = words.entry(row.get(0)).or_default();
        word.kinds.extend(numbers(row.get(2)));
        word.family.extend(row.list(3));
    }
    words
});

static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let mut kinds = Vec::new();
    for row in rows(include_str!("../../../data/lexicon/kinds.tsv")) {
        let number = numbers(row.get(0)).next().expect("data/lexicon/kinds.tsv: every row has a number") as usize;
        kinds.resize_with(kinds.len().max(number + 1), Kind::default);
        kinds[number] = Kind {
            above: numbers(row.get(1)).collect(),
            opposed: numbers(row.get(2)).collect(),
            is_person: row.get(3) == "person",
        };
    }
    kinds
});

fn numbers(column: &'static str) -> impl Iterator<Item = u32> {
    column.split_whitespace().map(|number| number.parse().expect("data/lexicon: a number"))
}

fn kind(number: u32) -> Option<&'static Kind> {
    KINDS.get(number as usize)
}

/// How many kinds above a kind are worth sharing: what lies higher is shared by half the language.
const SIBLINGS: usize = 3;

/// How near two words may be, both in lower case and without endings; nothing where no sense of one is near the other.
pub fn nearness(one: &str, two: &str) -> Option<Nearness> {
    if one == two {
        return Some(Nearness::Same);
    }
    let ours = are_synonyms(one, two).then_some(Nearness::Synonym);
    let (Some(first), Some(second)) = (WORDS.get(one), WORDS.get(two)) else { return ours };
    let derives = |word: &Word, from: &str| word.family.contains(&from);
    if derives(first, two) || derives(second, one) {
        return Some(Nearness::Same);
    }
    if ours.is_some() || shares(&first.kinds, &second.kinds) || through_family(first, second) {
        return Some(Nearness::Synonym);
    }
    let over = |kinds: &[u32]| -> Vec<u32> {
        kinds.iter().filter_map(|it| kind(*it)).flat_map(|it| it.above.iter().copied()).collect()
    };
    let usual = |word: &Word| -> Vec<u32> { word.kinds.iter().take(SIBLINGS).copied().collect() };
    // A noun made from a verb stands where the verb stands: "postponement" is a kind of "delay".
    let kin = |word: &Word| -> Vec<u32> {
        let family = word.family.iter().filter_map(|it| WORDS.get(it)).flat_map(|it| it.kinds.iter().take(2));
        word.kinds.iter().take(SIBLINGS).chain(family).copied().collect()
    };
    let (of_first, of_second) = (kin(first), kin(second));
    if shares(&over(&of_first), &of_second) || shares(&of_first, &over(&of_second)) {
        return Some(Nearness::Kind);
    }
    let (over_first, over_second) = (over(&usual(first)), over(&usual(second)));
    shares(&over_first, &over_second).then_some(Nearness::Sibling)
}

/// Whether a word that one derives from is a synonym of the other: "postponement" and "put off".
fn through_family(first: &Word, second: &Word) -> bool {
    let kin = |word: &Word, other: &Word| {
        word.family.iter().filter_map(|it| WORDS.get(it)).any(|it| shares(&it.kinds, &other.kinds))
    };
    kin(first, second) || kin(second, first)
}

fn shares(some: &[u32], others: &[u32]) -> bool {
    some.iter().any(|number| others.contains(number))
}

static SYNONYMS: LazyLock<HashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
    let mut synonyms: HashMap<&'static str, Vec<u16>> = HashMap::new();
    for (number, row) in (0..).zip(rows(include_str!("../../../data/lexicon/synonyms.tsv"))) {
        row.list(0).for_each(|word| synonyms.entry(word).or_default().push(number));
    }
    synonyms
});

/// Whether our own table joins two words.
fn are_synonyms(one: &str, two: &str) -> bool {
    let Some(others) = SYNONYMS.get(two) else { return false };
    SYNONYMS.get(one).is_some_and(|rows| rows.iter().any(|row| others.contains(row)))
}

static OPPOSITES: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let table = rows(include_str!("../../../data/lexicon/opposites.tsv"));
    table
        .flat_map(|row| {
            let others: Vec<&str> = row.list(1).collect();
            let pairs = row.list(0).flat_map(move |one| others.clone().into_iter().map(move |two| (one, two)));
            pairs.flat_map(|(one, two)| [(one, two), (two, one)]).collect::<Vec<_>>()
        })
        .collect()
});

/// Whether two words may be opposites: "open" and "closed", "voluntary" and "compulsory".
pub fn are_opposed(one: &str, two: &str) -> bool {
    if OPPOSITES.contains(&(one, two)) {
        return true;
    }
    let (Some(first), Some(second)) = (WORDS.get(one), WORDS.get(two)) else { return false };
    let opposed = |some: &Word, others: &Word| {
        some.kinds.iter().filter_map(|it| kind(*it)).any(|it| {
            // Adjectives round one head are opposed to all round the other.
            it.opposed.iter().any(|opposite| {
                others.kinds.contains(opposite) || others.kinds.iter().any(|other| is_round(*other, *opposite))
            })
        })
    };
    opposed(first, second) || opposed(second, first)
}

fn is_round(adjective: u32, head: u32) -> bool {
    kind(adjective).is_some_and(|it| !it.opposed.is_empty() && it.above.contains(&head))
}

/// Whether a word has opposites at all.
pub fn has_opposite(word: &str) -> bool {
    static OPPOSED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| OPPOSITES.iter().map(|(one, _)| *one).collect());
    let of_kinds = |word: &Word| word.kinds.iter().filter_map(|it| kind(*it)).any(|it| !it.opposed.is_empty());
    OPPOSED.contains(word) || WORDS.get(word).is_some_and(of_kinds)
}

/// Whether a noun names persons in its usual senses: "plumber", "pupil".
pub fn is_person(noun: &str) -> bool {
    WORDS.get(noun).is_some_and(|word| word.kinds.iter().take(2).filter_map(|it| kind(*it)).any(|it| it.is_person))
}

/// Whether the lexicon has the word.
pub fn knows(word: &str) -> bool {
    WORDS.contains_key(word) || SYNONYMS.contains_key(word)
}

/// The numbers of the kinds a word may name and of those right above them: words that are near share one.
pub fn kinds(word: &str) -> Vec<u32> {
    let own = SYNONYMS.get(word).map(Vec::as_slice).unwrap_or_default();
    let own = own.iter().map(|row| u32::MAX - u32::from(*row));
    let Some(word) = WORDS.get(word) else { return own.collect() };
    let family = word.family.iter().filter_map(|it| WORDS.get(it)).flat_map(|it| it.kinds.iter().take(SIBLINGS));
    let mut found: Vec<u32> = word.kinds.iter().chain(family).copied().collect();
    let above = word.kinds.iter().take(SIBLINGS).filter_map(|it| kind(*it)).flat_map(|it| it.above.iter().copied());
    found.extend(above);
    found.extend(own);
    found.sort_unstable();
    found.dedup();
    found
}

static FORMS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../../../data/lexicon/forms.tsv")).map(|row| (row.get(0), row.get(1))).collect()
});

/// The word that a form in lower case may belong to, where nothing else is known of the text around it.
pub fn lemma(form: &str) -> String {
    if let Some(word) = FORMS.get(form) {
        return (*word).to_owned();
    }
    let rest = |ending: &str| form.strip_suffix(ending).filter(|rest| rest.len() >= 2);
    let doubled = |rest: &str| {
        let mut letters = rest.chars().rev();
        let last = letters.next()?;
        (letters.next() == Some(last)).then(|| rest[..rest.len() - last.len_utf8()].to_owned())
    };
    let mut candidates = Vec::new();
    for ending in ["ing", "ed"] {
        if let Some(rest) = rest(ending) {
            candidates.extend([format!("{rest}e"), rest.to_owned()]);
            candidates.extend(doubled(rest));
        }
    }
    candidates.extend(rest("ies").map(|rest| format!("{rest}y")));
    candidates.extend(rest("ied").map(|rest| format!("{rest}y")));
    candidates.extend(rest("s").map(str::to_owned));
    candidates.extend(rest("es").map(str::to_owned));
    candidates.into_iter().find(|candidate| knows(candidate)).unwrap_or_else(|| form.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_near_by_derivation_synonymy_and_kind() {
        for (one, two, near) in [
            ("depart", "departure", Some(Nearness::Same)),
            ("resign", "step down", Some(Nearness::Synonym)),
            ("collapse", "give way", Some(Nearness::Synonym)),
            ("murder", "kill", Some(Nearness::Kind)),
            ("resign", "derail", None),
            ("xyzzy", "kill", None),
        ] {
            assert_eq!(nearness(one, two), near, "{one} {two}");
            assert_eq!(nearness(two, one), near, "{two} {one}");
        }
    }

    #[test]
    fn opposites_hold_both_ways_and_persons_are_told() {
        for (one, two, opposed) in [
            ("open", "closed", true),
            ("voluntary", "compulsory", true),
            ("acquit", "convict", true),
            ("solvent", "insolvent", true),
            ("guilty", "innocent", true),
            ("open", "solvent", false),
        ] {
            assert_eq!(are_opposed(one, two), opposed, "{one} {two}");
            assert_eq!(are_opposed(two, one), opposed, "{two} {one}");
        }
        for (form, word) in
            [("flooded", "flood"), ("died", "die"), ("cities", "city"), ("left", "leave"), ("Xyz", "Xyz")]
        {
            assert_eq!(lemma(form), word);
        }
        assert!(is_person("plumber") && is_person("pupil") && !is_person("bridge"));
    }
}
