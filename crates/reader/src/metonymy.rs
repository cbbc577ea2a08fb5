//! Whether a place name means the place, or who acts there: "in Moscow" and "Moscow said".
//!
//! A small net looks at the words around the name, at what it hangs on, and at the model's own vectors of the name, its
//! neighbour and its governor. It learned from sentences of which annotators say whether the place is meant
//! (`reportedly-train metonymy`). What kind of metonymy it is, is not said.

use std::ops::Range;
use std::sync::LazyLock;

use reportedly_knowledge::countries::{self, Sense};
use reportedly_language::Doc;

use crate::learned::{Features, Net, symbol};

static NET: LazyLock<Option<Net>> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../data/models/metonymy.bin");
    Net::from_bytes(bytes).ok()
});

/// Dense rows a case has: the name's head, the word it hangs on, and the words at either side.
pub const SLOTS: usize = 4;

/// How far the window reaches on either side.
const WINDOW: usize = 3;

/// The probability that the place itself is meant by the name in these tokens.
pub fn literal(doc: &Doc<'_>, tokens: Range<usize>) -> f32 {
    if tokens.is_empty() || tokens.end > doc.len() {
        return 1.0;
    }
    let by_rule = || if literal_by_rule(doc, &tokens) { 0.7 } else { 0.3 };
    let Some(net) = NET.as_ref().filter(|net| net.outputs() == 2) else { return by_rule() };
    let mut scores = [0.0; 2];
    net.predict(&features(doc, &tokens), &rows(doc, &tokens), &mut scores);
    scores[1]
}

/// Whether the place itself is meant by the name in these tokens.
pub fn is_literal(doc: &Doc<'_>, tokens: Range<usize>) -> bool {
    literal(doc, tokens) >= 0.5
}

/// The token of a name that hangs on something outside it.
fn head_of(doc: &Doc<'_>, tokens: &Range<usize>) -> usize {
    let outside = |&i: &usize| doc.is_root(i) || !tokens.contains(&doc.head(i));
    tokens.clone().find(outside).unwrap_or(tokens.start)
}

/// The name that a coordinated name is coordinated with, as "France" for "Spain" in "France and Spain".
fn first_conjunct(doc: &Doc<'_>, head: usize) -> usize {
    let mut at = head;
    for _ in 0..8 {
        if !matches!(doc.dep(at), "conj" | "appos") || doc.is_root(at) {
            break;
        }
        at = doc.head(at);
    }
    at
}

/// What the relation of the name to its governor says by itself; the net starts from it.
fn literal_by_rule(doc: &Doc<'_>, tokens: &Range<usize>) -> bool {
    let head = first_conjunct(doc, head_of(doc, tokens));
    match doc.dep(head) {
        "pobj" => !matches!(doc.lower(doc.head(head)), "by" | "with" | "against" | "between" | "upon"),
        "nsubj" | "nsubjpass" | "agent" | "dobj" | "iobj" | "dative" | "poss" | "compound" | "nmod" | "amod" => false,
        _ => true,
    }
}

/// The dense rows of a case.
pub fn rows<'d>(doc: &'d Doc<'_>, tokens: &Range<usize>) -> [&'d [f32]; SLOTS] {
    let head = head_of(doc, tokens);
    let above = doc.head(first_conjunct(doc, head));
    let row = |i: Option<usize>| i.filter(|&i| i < doc.len()).map_or(&[][..], |i| doc.vector(i));
    [row(Some(head)), row(Some(above)), row(tokens.start.checked_sub(1)), row(Some(tokens.end))]
}

/// The sparse features of a case.
pub fn features(doc: &Doc<'_>, tokens: &Range<usize>) -> Features {
    let mut features = Features::default();
    window(doc, tokens, &mut features);
    governor(doc, tokens, &mut features);
    let text = doc.span_of(tokens.clone()).of(doc.source());
    let senses = countries::find(text);
    let sense = if senses.get(Sense::Name).is_some() {
        1
    } else if senses.get(Sense::Capital).is_some() {
        2
    } else {
        0
    };
    features.add(40, [sense]);
    features.add(41, [tokens.len().min(3) as u32]);
    features.add(42, [u32::from(literal_by_rule(doc, tokens))]);
    features.add(43, [u32::from(literal_by_rule(doc, tokens)), sense]);
    features
}

fn window(doc: &Doc<'_>, tokens: &Range<usize>, features: &mut Features) {
    let sentence = doc.sentence(doc.sentence_of(tokens.start));
    for distance in 1..=WINDOW {
        let before = tokens.start.checked_sub(distance).filter(|i| sentence.contains(i));
        let behind = Some(tokens.end + distance - 1).filter(|i| sentence.contains(i) && *i < doc.len());
        for (side, at) in [(0, before), (1, behind)] {
            let field = 2 * distance as u32 + side;
            let Some(at) = at else {
                features.add(field, [0]);
                continue;
            };
            features.add(field, [symbol(doc.lemma(at))]);
            features.add(10 + field, [symbol(doc.tag(at))]);
            features.add(44 + side, [symbol(doc.lemma(at))]);
        }
    }
    let around = |at: Option<usize>| at.filter(|&at| at < doc.len()).map_or(0, |at| symbol(doc.lower(at)));
    let before = tokens.start.checked_sub(1);
    features.add(46, [around(before), around(Some(tokens.end))]);
    features.add(47, [around(before), around(tokens.start.checked_sub(2))]);
    features.add(48, [around(Some(tokens.end)), around(Some(tokens.end + 1))]);
}

fn governor(doc: &Doc<'_>, tokens: &Range<usize>, features: &mut Features) {
    let own = head_of(doc, tokens);
    let head = first_conjunct(doc, own);
    let (dep, above) = (symbol(doc.dep(head)), doc.head(head));
    features.add(20, [dep]);
    features.add(21, [dep, symbol(doc.lemma(above))]);
    features.add(22, [dep, symbol(doc.tag(above))]);
    features.add(23, [dep, symbol(doc.dep(above))]);
    features.add(24, [symbol(doc.dep(own)), symbol(doc.ent(own))]);
    features.add(25, [dep, symbol(doc.ent(above))]);
    let higher = doc.head(above);
    features.add(26, [dep, symbol(doc.lemma(above)), symbol(doc.lemma(higher))]);
    features.add(27, [dep, symbol(doc.lemma(higher))]);
    features.add(28, [dep, symbol(doc.tag(higher))]);
    for child in doc.children(own).take(8) {
        features.add(29, [symbol(doc.dep(child))]);
        features.add(30, [symbol(doc.dep(child)), symbol(doc.lemma(child))]);
    }
    for sibling in doc.children(above).filter(|&sibling| sibling != head).take(8) {
        features.add(31, [dep, symbol(doc.dep(sibling))]);
        features.add(32, [dep, symbol(doc.lemma(sibling))]);
    }
}
