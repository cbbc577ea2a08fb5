//! Which words tell of a happening, code or none: verbs that are not auxiliaries, and event nouns.

use reportedly_knowledge::event_nouns;
use reportedly_language::{Doc, Pos};

use super::clause::has;

/// The words of a document that tell of something, in order.
pub fn uncoded<'a>(doc: &'a Doc<'_>) -> impl Iterator<Item = usize> + 'a {
    (0..doc.len()).filter(|&i| tells(doc, i))
}

/// The rule that makes a word an event.
pub fn rule(doc: &Doc<'_>, i: usize) -> &'static str {
    match doc.pos(i) {
        Pos::Verb => "events.any_verb",
        Pos::Aux => "events.state",
        _ => "events.any_noun",
    }
}

fn tells(doc: &Doc<'_>, i: usize) -> bool {
    match doc.pos(i) {
        Pos::Verb => !matches!(doc.dep(i), "aux" | "auxpass"),
        Pos::Aux => {
            !matches!(doc.dep(i), "aux" | "auxpass") && has(doc, i, &["nsubj", "attr", "acomp", "prep", "expl"])
        }
        Pos::Noun => event_nouns::is_event(doc.lemma(i)),
        Pos::Propn => doc.ent(i) != "PERSON" && event_nouns::is_listed(doc.lower(i)),
        _ => false,
    }
}
