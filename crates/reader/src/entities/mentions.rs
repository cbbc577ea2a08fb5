//! Mentions that are no names: pronouns, and descriptions such as "the Russian president".

use std::ops::Range;

use reportedly_knowledge::names::{self, Names};
use reportedly_knowledge::titles::{Sex, TitleKind, title};
use reportedly_language::{Doc, Pos};
use reportedly_report::Role;

use super::roles;

/// The classes of personal pronouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Person {
    He,
    She,
    It,
    They,
    I,
    We,
    You,
}

/// A mention by pronoun or description.
#[derive(Clone, Debug)]
pub struct Described {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its head.
    pub head: usize,
    /// What it is.
    pub what: What,
}

/// Pronoun or description.
#[derive(Clone, Debug)]
pub enum What {
    /// A pronoun of a class; reflexives and possessives among them.
    Pronoun(Person),
    /// A noun phrase about a person or body.
    Nominal(Nominal),
}

/// A noun phrase that may stand in for a name.
#[derive(Clone, Debug)]
pub struct Nominal {
    /// Whether its head speaks of a person, else of a body or place.
    pub of_person: bool,
    /// The office it names, with its country.
    pub role: Option<Role>,
    /// "the", "this", or a possessor stands before it.
    pub definite: bool,
    /// The possessive pronoun at its front: "his spokesperson".
    pub possessor: Option<usize>,
    /// More than one is meant.
    pub plural: bool,
    /// Male or female, where the noun tells.
    pub sex: Option<Sex>,
}

/// The class of a pronoun, by its lower-case form.
pub fn pronoun(word: &str) -> Option<Person> {
    Some(match word {
        "he" | "him" | "his" | "himself" => Person::He,
        "she" | "her" | "hers" | "herself" => Person::She,
        "it" | "its" | "itself" => Person::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Person::They,
        "i" | "me" | "my" | "mine" | "myself" => Person::I,
        "we" | "us" | "our" | "ours" | "ourselves" => Person::We,
        "you" | "your" | "yours" | "yourself" | "yourselves" => Person::You,
        _ => return None,
    })
}

/// The mentions of a document that are no names, in order of their heads. `named` says which tokens lie in a name.
pub fn described(doc: &Doc<'_>, named: &[bool]) -> Vec<Described> {
    (0..doc.len()).filter(|&i| !named[i]).filter_map(|i| pronoun_at(doc, i).or_else(|| nominal_at(doc, i))).collect()
}

fn pronoun_at(doc: &Doc<'_>, i: usize) -> Option<Described> {
    if !matches!(doc.tag(i), "PRP" | "PRP$") || doc.dep(i) == "expl" {
        return None;
    }
    // "US" in capitals is a country, "'s" of "let's" speaks to the reader.
    if doc.text(i) == "US" {
        return None;
    }
    let person = pronoun(doc.lower(i))?;
    Some(Described { tokens: i..i + 1, head: i, what: What::Pronoun(person) })
}

fn nominal_at(doc: &Doc<'_>, i: usize) -> Option<Described> {
    let lower_title = || doc.pos(i) == Pos::Propn && title(doc.lower(i)).is_some();
    if !(doc.pos(i) == Pos::Noun || lower_title()) || matches!(doc.dep(i), "compound" | "amod" | "nmod") {
        return None;
    }
    let word = title(doc.lower(i)).or_else(|| title(doc.lemma(i)));
    let body = matches!(names::word(doc.lemma(i)).first(), Some(Names::Organization(_) | Names::Place));
    if word.is_none() && !body {
        return None;
    }
    let plural = matches!(doc.tag(i), "NNS" | "NNPS");
    let tokens = roles::left_modifiers(doc, i);
    let first = tokens.start;
    let possessor = tokens.clone().find(|&t| doc.tag(t) == "PRP$" && doc.head(t) == i);
    let genitive = tokens.clone().any(|t| doc.tag(t) == "POS");
    let definite = matches!(doc.lower(first), "the" | "this" | "that" | "these" | "those" | "both")
        || possessor.is_some()
        || genitive;
    let office = word.is_some_and(|word| matches!(word.kind, TitleKind::Office | TitleKind::Role));
    let role = if office && !plural { roles::at_noun(doc, i).map(|(_, role)| role) } else { None };
    Some(Described {
        tokens,
        head: i,
        what: What::Nominal(Nominal {
            of_person: word.is_some(),
            sex: word.and_then(|word| word.sex).or_else(|| role.as_ref().and_then(|role| roles::sex(&role.title))),
            role,
            definite,
            possessor,
            plural: plural || word.is_some_and(|word| word.kind == TitleKind::Group),
        }),
    })
}
