//! Capitals and palaces that act for their government, and governments named as such.
//!
//! "Moscow did not specify" and "the Russian government" speak of one organization. A country that acts under its own
//! name stays a place.

use std::ops::Range;

use reportedly_knowledge::countries::{self, Country, Sense};
use reportedly_knowledge::governments::{Word, word};
use reportedly_knowledge::names::{self, Names};
use reportedly_knowledge::organizations;
use reportedly_language::{Doc, Pos};

/// The country whose capital or seat of power a name is. A ministry that is known as a body of its own is no seat.
pub fn seat(name: &str) -> Option<(&'static Country, Sense)> {
    let senses = countries::find(name);
    let palace = senses.get(Sense::Seat).is_some() && organizations::find(name).is_none();
    let sense = if palace { Sense::Seat } else { Sense::Capital };
    let country = senses.get(sense).filter(|country| !country.government.is_empty())?;
    // City states act as countries do.
    (senses.get(Sense::Name).is_none()).then_some((country, sense))
}

/// How surely the words around a capital say that its government is meant: 2 surely, 1 perhaps, 0 no, −1 surely not.
pub fn acts(doc: &Doc<'_>, name: &Range<usize>, head: usize) -> i32 {
    let governor = doc.head(head);
    let next = name.end;
    // "Paris, France" and "Washington, D.C." are on the map.
    if next + 1 < doc.len() && doc.text(next) == "," && matches!(doc.ent(next + 1), "GPE" | "LOC") {
        return -1;
    }
    if name.start >= 2 && doc.text(name.start - 1) == "-" && word(doc.lower(name.start - 2)) == Some(Word::Stance) {
        return 2;
    }
    // A finite verb right after it is its own, even where the tree went astray.
    let finite = next < doc.len() && matches!(doc.tag(next), "VBZ" | "VBD" | "MD") && doc.lemma(next) != "be";
    if finite && !matches!(doc.dep(head), "nsubj" | "nsubjpass") && !is_object(doc, head) {
        return 1;
    }
    match doc.dep(head) {
        "nsubj" if doc.lemma(governor) != "be" && doc.pos(governor) == Pos::Verb => 2,
        "nsubj" => 1,
        "nsubjpass" => 1,
        "agent" => 2,
        "poss" => possessed(doc, governor),
        "dobj" if is_travel(doc.lemma(governor)) => -1,
        "dobj" => 1,
        "conj" if governor < head => acts(doc, &(governor..governor + 1), governor).min(1),
        "pobj" => prepositional(doc, governor),
        "compound" | "nmod" | "amod" => 0,
        _ => 0,
    }
}

/// Whether a token stands right after the preposition or verb that governs it.
fn is_object(doc: &Doc<'_>, head: usize) -> bool {
    matches!(doc.dep(head), "pobj" | "dobj")
}

fn possessed(doc: &Doc<'_>, noun: usize) -> i32 {
    let named = doc.pos(noun) == Pos::Propn;
    if named || names::word(doc.lemma(noun)).contains(&Names::Place) { -1 } else { 0 }
}

fn prepositional(doc: &Doc<'_>, preposition: usize) -> i32 {
    let above = doc.head(preposition);
    match doc.lower(preposition) {
        "by" if doc.dep(preposition) == "agent" => 2,
        "by" if doc.pos(above) == Pos::Noun => 2,
        "for" if doc.sentence(doc.sentence_of(preposition)).start == preposition => 2,
        "from" if doc.pos(above) == Pos::Noun => 1,
        "to" if doc.pos(above) == Pos::Verb && !is_travel(doc.lemma(above)) => 1,
        other => match word(other) {
            Some(Word::Party) => 1,
            Some(Word::At) => -1,
            _ => 0,
        },
    }
}

fn is_travel(lemma: &str) -> bool {
    word(lemma) == Some(Word::Motion)
}

/// A government named as such, "the Russian government": the tokens from the adjective on, and its country.
pub fn named(doc: &Doc<'_>, noun: usize) -> Option<(Range<usize>, &'static Country)> {
    if noun == 0 || word(doc.lower(noun)) != Some(Word::Body) {
        return None;
    }
    let first = if noun >= 2 && doc.head(noun - 2) == noun { noun - 2 } else { noun - 1 };
    (first..noun).find_map(|start| {
        let words = doc.span_of(start..noun).of(doc.source());
        let country = countries::find(words).get(Sense::Adjective)?;
        (!country.government.is_empty()).then_some((start..noun + 1, country))
    })
}
