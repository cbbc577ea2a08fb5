//! What an object is a case of, and what a noun tells of by itself.

use reportedly_knowledge::event_words::{List, is};
use reportedly_knowledge::predicates::{self, Meaning, Trait};
use reportedly_language::Doc;

use super::clause::{children, kids, prepositional};

/// The words right before a noun that belong to its name: "*military* aid".
fn before<'a>(doc: &'a Doc<'_>, noun: usize) -> impl Iterator<Item = usize> + 'a {
    children(doc, noun).filter(move |&child| child < noun && matches!(doc.dep(child), "compound" | "amod"))
}

/// The nouns after "of".
fn of<'a>(doc: &'a Doc<'_>, noun: usize) -> impl Iterator<Item = usize> + 'a {
    kids(doc, noun, &["prep"]).filter(|&p| doc.lower(p) == "of").flat_map(|p| kids(doc, p, &["pobj"]))
}

/// The classes of an object, the most telling first.
pub fn classes(doc: &Doc<'_>, noun: usize) -> Vec<&'static str> {
    classes_within(doc, noun, 4)
}

fn classes_within(doc: &Doc<'_>, noun: usize, depth: usize) -> Vec<&'static str> {
    let lemma = doc.lemma(noun);
    let mut found = Vec::new();
    for word in before(doc, noun) {
        found.extend(predicates::classes(lemma, doc.lower(word)));
    }
    if lemma == "state" && of(doc, noun).any(|o| matches!(doc.lemma(o), "emergency" | "siege" | "alert")) {
        found.push("EMERGENCY");
    }
    if is(lemma, List::Framed) {
        let words: Vec<usize> = before(doc, noun).collect();
        for &word in words.iter().rev() {
            found.extend(predicates::classes(doc.lemma(word), ""));
        }
        if depth > 0 {
            of(doc, noun).for_each(|o| found.extend(classes_within(doc, o, depth - 1)));
        }
    }
    found.extend(predicates::classes(lemma, ""));
    if depth > 0 && (is(lemma, List::Quantity) || found.is_empty()) {
        of(doc, noun).for_each(|o| found.extend(classes_within(doc, o, depth - 1)));
    }
    if found.is_empty() {
        for child in children(doc, noun) {
            match doc.dep(child) {
                "compound" => found.extend(predicates::classes(doc.lemma(child), "")),
                "conj" if depth > 0 => found.extend(classes_within(doc, child, depth - 1)),
                _ => continue,
            }
            if !found.is_empty() {
                break;
            }
        }
    }
    found
}

/// What a noun tells of by itself: "lifting of sanctions", "air strike", "invasion".
pub fn nominal(doc: &Doc<'_>, noun: usize) -> Option<Meaning> {
    let lemma = doc.lemma(noun).to_lowercase();
    if let Some(operator) = predicates::noun_operator(&lemma) {
        let objects = prepositional(doc, noun, &["of", "in", "on", "to", "for"]);
        let of_object = objects.iter().flat_map(|&o| classes(doc, o));
        let compounds = kids(doc, noun, &["compound"]).flat_map(|c| predicates::classes(doc.lemma(c), "")).copied();
        if let Some(code) = of_object.chain(compounds).find_map(|class| predicates::matrix(class, operator)) {
            return Some(Meaning { code, kind: Trait::Plain, weak: false });
        }
    }
    before(doc, noun)
        .find_map(|word| predicates::noun(&lemma, doc.lower(word)))
        .or_else(|| predicates::noun(&lemma, ""))
}

/// As [`nominal`], weak nouns left out: for nouns that stand as bare objects.
pub fn strong_nominal(doc: &Doc<'_>, noun: usize) -> Option<Meaning> {
    nominal(doc, noun).filter(|meaning| !meaning.weak)
}
