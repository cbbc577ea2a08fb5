//! What verbs and nouns mean as political events, in CAMEO codes.
//!
//! Three roads lead to a code: the verb alone (`verbs.tsv`), verb and noun as an idiom (`idioms.tsv`), and an operator
//! on a class of object (`operators.tsv` × `classes.tsv` → `matrix.tsv`: *lift* + *sanctions*). Nouns name events by
//! themselves (`nouns.tsv`) or by what they do with the noun after "of" (`noun_operators.tsv`). All words stand in their
//! dictionary form and in lower case. How a report puts them together is not decided here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table;

/// How a predicate takes its parties and its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trait {
    /// Nothing special.
    #[default]
    Plain,
    /// It says something; the event is in what is said.
    Say,
    /// It asks for something.
    Ask,
    /// It demands something.
    Demand,
    /// It promises something.
    Promise,
    /// It threatens something.
    Threat,
    /// It rejects something.
    Reject,
    /// It denies something.
    Deny,
    /// It lets something happen.
    Allow,
    /// Its subjects act on each other.
    Reciprocal,
}

/// A CAMEO code with its trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// CAMEO code, "190".
    pub code: &'static str,
    /// How it takes its parties.
    pub kind: Trait,
    /// Counts only between parties that it names itself.
    pub weak: bool,
}

type Pairs<T> = HashMap<&'static str, HashMap<&'static str, T>>;

#[derive(Default)]
struct Table {
    verbs: Pairs<Meaning>,
    nouns: Pairs<Meaning>,
    idioms: Pairs<&'static str>,
    operators: Pairs<Vec<&'static str>>,
    classes: Pairs<Vec<&'static str>>,
    noun_operators: HashMap<&'static str, &'static str>,
    matrix: Pairs<&'static str>,
    plover: HashMap<&'static str, (&'static str, &'static str)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::load);

/// A verb, with its particle or "".
pub fn verb(lemma: &str, particle: &str) -> Option<Meaning> {
    TABLE.verbs.get(lemma)?.get(particle).copied()
}

/// Whether a verb says something.
pub fn says(lemma: &str) -> bool {
    verb(lemma, "").is_some_and(|meaning| meaning.kind == Trait::Say)
}

/// An event noun, with the word before it or "".
pub fn noun(lemma: &str, before: &str) -> Option<Meaning> {
    TABLE.nouns.get(lemma)?.get(before).copied()
}

/// A verb and a noun that mean one thing together.
pub fn idiom(verb: &str, noun: &str) -> Option<&'static str> {
    TABLE.idioms.get(verb)?.get(noun).copied()
}

/// The operators of a verb, with its particle or "".
pub fn operators(lemma: &str, particle: &str) -> &'static [&'static str] {
    TABLE.operators.get(lemma).and_then(|with| with.get(particle)).map_or(&[], Vec::as_slice)
}

/// The classes of an object noun, with the word before it or "".
pub fn classes(lemma: &str, before: &str) -> &'static [&'static str] {
    TABLE.classes.get(lemma).and_then(|with| with.get(before)).map_or(&[], Vec::as_slice)
}

/// The operator of a noun that acts on the noun after "of".
pub fn noun_operator(lemma: &str) -> Option<&'static str> {
    TABLE.noun_operators.get(lemma).copied()
}

/// What an operator on a class amounts to.
pub fn matrix(class: &str, operator: &str) -> Option<&'static str> {
    TABLE.matrix.get(class)?.get(operator).copied()
}

/// PLOVER type and mode of a CAMEO code, the mode "" where there is none; of the longest known head of the code.
pub fn plover(code: &str) -> Option<(&'static str, &'static str)> {
    (2..=code.len()).rev().find_map(|end| TABLE.plover.get(code.get(..end)?).copied())
}

impl Table {
    fn load() -> Self {
        let mut table = Self::default();
        for row in table::rows(include_str!("../../../data/events/verbs.tsv")) {
            let (verb, particle) = row.get(0).split_once(' ').unwrap_or((row.get(0), ""));
            table.verbs.entry(verb).or_default().insert(particle, meaning(row));
        }
        for row in table::rows(include_str!("../../../data/events/nouns.tsv")) {
            let (before, noun) = row.get(0).rsplit_once(' ').unwrap_or(("", row.get(0)));
            table.nouns.entry(noun).or_default().insert(before, meaning(row));
        }
        for row in table::rows(include_str!("../../../data/events/idioms.tsv")) {
            let (verb, noun) = row.get(0).split_once(' ').unwrap_or((row.get(0), ""));
            table.idioms.entry(verb).or_default().insert(noun, row.get(1));
        }
        for row in table::rows(include_str!("../../../data/events/operators.tsv")) {
            let (verb, particle) = row.get(0).split_once(' ').unwrap_or((row.get(0), ""));
            table.operators.entry(verb).or_default().entry(particle).or_default().push(row.get(1));
        }
        for row in table::rows(include_str!("../../../data/events/classes.tsv")) {
            let (before, noun) = row.get(0).rsplit_once(' ').unwrap_or(("", row.get(0)));
            table.classes.entry(noun).or_default().entry(before).or_default().push(row.get(1));
        }
        for row in table::rows(include_str!("../../../data/events/noun_operators.tsv")) {
            table.noun_operators.insert(row.get(0), row.get(1));
        }
        for row in table::rows(include_str!("../../../data/events/matrix.tsv")) {
            table.matrix.entry(row.get(0)).or_default().insert(row.get(1), row.get(2));
        }
        for row in table::rows(include_str!("../../../data/events/plover.tsv")) {
            table.plover.insert(row.get(0), (row.get(1), row.get(2)));
        }
        table
    }
}

fn meaning(row: table::Row<'static>) -> Meaning {
    let kind = match row.get(2) {
        "SAY" => Trait::Say,
        "ASK" => Trait::Ask,
        "DEMAND" => Trait::Demand,
        "PROMISE" => Trait::Promise,
        "THREAT" => Trait::Threat,
        "REJECT" => Trait::Reject,
        "DENY" => Trait::Deny,
        "ALLOW" => Trait::Allow,
        "RECIP" => Trait::Reciprocal,
        _ => Trait::Plain,
    };
    Meaning { code: row.get(1), kind, weak: row.get(3) == "weak" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_code(code: &str) -> bool {
        (2..=4).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_digit())
            && ("01".."21").contains(&&code[..2])
    }

    #[test]
    fn every_code_is_a_code() {
        let verbs = TABLE
            .verbs
            .iter()
            .chain(&TABLE.nouns)
            .flat_map(|(word, with)| with.iter().map(move |(more, meaning)| (*word, *more, meaning.code)));
        let pairs = TABLE.idioms.iter().chain(&TABLE.matrix);
        let pairs = pairs.flat_map(|(word, with)| with.iter().map(move |(more, code)| (*word, *more, *code)));
        for (word, more, code) in verbs.chain(pairs) {
            assert!(is_code(code), "{word} {more}: {code}");
        }
    }

    #[test]
    fn every_class_and_operator_meets_the_matrix() {
        let classes = TABLE.classes.values().flat_map(HashMap::values).flatten();
        classes.for_each(|class| assert!(TABLE.matrix.contains_key(class), "{class}"));
        let known: Vec<&str> = TABLE.matrix.values().flat_map(|with| with.keys().copied()).collect();
        let operators =
            TABLE.operators.values().flat_map(HashMap::values).flatten().chain(TABLE.noun_operators.values());
        operators.for_each(|operator| assert!(known.contains(operator), "{operator}"));
    }

    #[test]
    fn words_have_their_meaning() {
        assert_eq!(verb("attack", "").unwrap().code, "180");
        assert!(says("say") && !says("attack"));
        assert_eq!(matrix(classes("sanction", "")[0], "STOP"), Some("085"));
        assert_eq!(idiom("declare", "war"), Some("138"));
        assert_eq!(plover("042"), Some(("CONSULT", "visit")));
        assert_eq!(plover("0429"), Some(("CONSULT", "visit")));
    }
}
