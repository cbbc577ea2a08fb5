//! The clause as event reading sees it: voice, subjects, objects, particles, negation.

use reportedly_knowledge::event_words::{List, is};
use reportedly_language::{Doc, Pos};

/// How far a walk up a tree goes: deeper trees are not sentences.
pub const DEPTH: usize = 7;

/// Children in text order, the first few hundred: a word with more of them heads no clause.
pub fn children<'a>(doc: &'a Doc<'_>, i: usize) -> impl Iterator<Item = usize> + 'a {
    const MOST: usize = 200;
    doc.children(i).take(MOST)
}

/// Children with one of some relations, in text order.
pub fn kids<'a>(doc: &'a Doc<'_>, i: usize, deps: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
    children(doc, i).filter(move |&child| deps.contains(&doc.dep(child)))
}

/// Whether a child with one of some relations is there.
pub fn has(doc: &Doc<'_>, i: usize, deps: &[&str]) -> bool {
    kids(doc, i, deps).next().is_some()
}

/// VERB or AUX.
pub fn is_verb(doc: &Doc<'_>, i: usize) -> bool {
    matches!(doc.pos(i), Pos::Verb | Pos::Aux)
}

/// NOUN or PROPN.
pub fn is_noun(doc: &Doc<'_>, i: usize) -> bool {
    matches!(doc.pos(i), Pos::Noun | Pos::Propn)
}

/// Whether the grammatical subject of a verb is acted upon.
pub fn passive(doc: &Doc<'_>, verb: usize) -> bool {
    if is(doc.lemma(verb), List::Statal) && !has(doc, verb, &["agent"]) {
        return false;
    }
    if has(doc, verb, &["nsubjpass", "auxpass"]) {
        return true;
    }
    if doc.tag(verb) != "VBN" || has(doc, verb, &["nsubj"]) {
        return false;
    }
    match doc.dep(verb) {
        "acl" | "relcl" => !has(doc, verb, &["dobj"]),
        "conj" => !has(doc, verb, &["dobj"]) && !doc.is_root(verb) && passive(doc, doc.head(verb)),
        _ => false,
    }
}

/// The grammatical subjects of a verb, whatever its voice, also those it borrows from a higher clause.
pub fn subjects(doc: &Doc<'_>, verb: usize) -> Vec<usize> {
    subjects_within(doc, verb, DEPTH)
}

fn subjects_within(doc: &Doc<'_>, verb: usize, depth: usize) -> Vec<usize> {
    let own: Vec<usize> = kids(doc, verb, &["nsubj", "nsubjpass", "csubj"]).collect();
    if !own.is_empty() || depth == 0 || doc.is_root(verb) {
        return own;
    }
    let head = doc.head(verb);
    match doc.dep(verb) {
        "conj" => subjects_within(doc, head, depth - 1),
        "xcomp" | "ccomp" if is(doc.lemma(head), List::ObjectControl) => {
            let objects = controlled(doc, head);
            if objects.is_empty() { borrowed(doc, head, depth) } else { objects }
        }
        "xcomp" | "ccomp" | "advcl" => borrowed(doc, head, depth),
        "acl" => {
            if matches!(doc.tag(verb), "VBG" | "VBN") {
                return vec![head];
            }
            let owners: Vec<usize> = kids(doc, head, &["poss"]).collect();
            if owners.is_empty() && matches!(doc.dep(head), "dobj" | "attr" | "nsubjpass") {
                return subjects_within(doc, doc.head(head), depth - 1);
            }
            owners
        }
        "relcl" => vec![head],
        "pcomp" => gerund_subjects(doc, head, depth),
        _ => Vec::new(),
    }
}

fn borrowed(doc: &Doc<'_>, head: usize, depth: usize) -> Vec<usize> {
    if is_verb(doc, head) { subjects_within(doc, head, depth - 1) } else { Vec::new() }
}

/// Whom "urge", "force", "allow" make the subject of their complement.
fn controlled(doc: &Doc<'_>, verb: usize) -> Vec<usize> {
    for deps in [&["dobj", "dative"][..], &["nsubjpass"]] {
        let objects: Vec<usize> = kids(doc, verb, deps).filter(|&o| doc.pos(o) != Pos::Adp).collect();
        if !objects.is_empty() {
            return objects;
        }
    }
    let asked = |&p: &usize| matches!(doc.lower(p), "on" | "upon" | "to" | "with" | "for");
    kids(doc, verb, &["prep", "dative"]).filter(asked).flat_map(|p| kids(doc, p, &["pobj"])).collect()
}

/// The subject of a gerund after a preposition: "accused X of bombing", "after bombing".
fn gerund_subjects(doc: &Doc<'_>, preposition: usize, depth: usize) -> Vec<usize> {
    let governor = doc.head(preposition);
    if is_verb(doc, governor) {
        if is(doc.lemma(governor), List::Blame) {
            let blamed: Vec<usize> = kids(doc, governor, &["dobj"]).collect();
            return if blamed.is_empty() { kids(doc, governor, &["nsubjpass"]).collect() } else { blamed };
        }
        return subjects_within(doc, governor, depth - 1);
    }
    if !is_noun(doc, governor) {
        return Vec::new();
    }
    let owners: Vec<usize> = kids(doc, governor, &["poss"]).collect();
    match doc.dep(governor) {
        _ if !owners.is_empty() => owners,
        "dobj" => subjects_within(doc, doc.head(governor), depth - 1),
        "pobj" => subjects_within(doc, doc.head(doc.head(governor)), depth - 1),
        _ => vec![governor],
    }
}

/// Objects of a word's prepositions; `which` says which of them, all where it is empty.
pub fn prepositional(doc: &Doc<'_>, i: usize, which: &[&str]) -> Vec<usize> {
    let mut found = Vec::new();
    for p in kids(doc, i, &["prep", "agent", "dative"]) {
        if which.is_empty() || which.contains(&doc.lower(p)) {
            found.extend(kids(doc, p, &["pobj"]));
            found.extend(kids(doc, p, &["prep"]).flat_map(|q| kids(doc, q, &["pobj"])));
        }
    }
    found
}

/// The words that may be a particle of the verb: "pull *out*", "call *for*", "declare *war*".
pub fn particles<'a>(doc: &'a Doc<'_>, verb: usize) -> Vec<&'a str> {
    let mut found: Vec<&str> = kids(doc, verb, &["prt"]).map(|p| doc.lower(p)).collect();
    let near = |p: usize| (p > verb && p - verb <= 3) || matches!(doc.lower(p), "out" | "away" | "off");
    found.extend(kids(doc, verb, &["prep", "advmod", "dative"]).filter(|&p| near(p)).map(|p| doc.lower(p)));
    let called_for = kids(doc, verb, &["advcl", "ccomp", "xcomp"])
        .any(|c| c > verb && kids(doc, c, &["mark"]).any(|mark| doc.lower(mark) == "for"));
    if called_for {
        found.push("for");
    }
    let next = kids(doc, verb, &["acomp", "oprd", "ccomp", "xcomp", "dobj"]).filter(|&p| p == verb + 1);
    found.extend(next.map(|p| doc.lower(p)));
    found
}

/// Whether a verb is negated.
pub fn negated(doc: &Doc<'_>, verb: usize) -> bool {
    children(doc, verb).any(|child| match doc.dep(child) {
        "neg" => true,
        "advmod" | "preconj" if is(doc.lower(child), List::Not) => true,
        "advmod" if doc.lower(child) == "longer" => children(doc, child).any(|no| doc.lower(no) == "no"),
        "prep" => kids(doc, child, &["pobj"]).any(|o| is(doc.lemma(o), List::NoTime) && without(doc, o)),
        _ => false,
    })
}

/// Whether a noun has "no".
pub fn without(doc: &Doc<'_>, noun: usize) -> bool {
    children(doc, noun).any(|d| {
        matches!(doc.lower(d), "no" | "neither" | "zero") && matches!(doc.dep(d), "det" | "nummod" | "preconj")
    })
}

/// Relations that keep a word within the noun phrase of its head.
pub fn modifies(doc: &Doc<'_>, mut i: usize, head: usize) -> bool {
    const LEFT: [&str; 15] = [
        "amod", "compound", "nmod", "poss", "det", "npadvmod", "nummod", "conj", "cc", "case", "advmod", "quantmod",
        "punct", "appos", "neg",
    ];
    for _ in 0..12 {
        if i == head {
            return true;
        }
        if !LEFT.contains(&doc.dep(i)) || doc.is_root(i) {
            return false;
        }
        i = doc.head(i);
    }
    false
}

/// The words before a head that modify it.
pub fn left<'a>(doc: &'a Doc<'_>, head: usize) -> impl Iterator<Item = usize> + 'a {
    let start = doc.subtree(head).start.max(head.saturating_sub(40));
    (start..head).filter(move |&i| modifies(doc, i, head))
}
