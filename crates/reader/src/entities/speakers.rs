//! Whose words a quotation is, as far as the tree tells: enough to know who "I" is in it.
//!
//! Attributions say it in full and come later; here only the subject of the verb that takes the quotation is asked.

use reportedly_language::{Doc, Pos};
use reportedly_report::{Block, BlockRole};

use crate::quotes::Quotes;

/// How far from a quotation its verb of saying may stand, in tokens.
const REACH: usize = 14;

/// For each quotation, the token that is the subject of its verb of saying.
pub fn subjects(doc: &Doc<'_>, quotes: &Quotes, blocks: &[Block]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = Vec::with_capacity(quotes.all().len());
    for (number, quote) in quotes.all().iter().enumerate() {
        let speech = quotes.speech(number);
        let known = if speech < number { found[speech] } else { None };
        let subject = known.or_else(|| subject(doc, quotes, number, blocks));
        found.push(subject);
        // The last paragraph of a long speech often names who spoke the first.
        if let Some(before) = quote.continues.filter(|&before| found[before].is_none()) {
            found[before] = subject;
        }
    }
    found
}

fn subject(doc: &Doc<'_>, quotes: &Quotes, number: usize, blocks: &[Block]) -> Option<usize> {
    let quote = quotes.get(number);
    let inside = quote.tokens.clone();
    if inside.len() < 4 {
        return None;
    }
    // The verb that governs a word of the quotation from outside.
    let governor = inside.clone().find_map(|i| {
        let head = doc.head(i);
        let governs =
            !inside.contains(&head) && matches!(doc.dep(i), "ccomp" | "dobj" | "xcomp" | "parataxis" | "advcl");
        (governs && doc.pos(head) == Pos::Verb).then_some(head)
    });
    if let Some(subject) = governor.and_then(|verb| subject_of(doc, verb)).filter(|i| !inside.contains(i)) {
        return Some(subject);
    }
    let paragraph =
        blocks.iter().find(|block| block.role == BlockRole::Paragraph && block.span.overlaps(quote.span))?;
    let within = doc.tokens_in(paragraph.span);
    let after = inside.end..(inside.end + REACH).min(within.end).max(inside.end);
    let before = inside.start.saturating_sub(REACH).max(within.start)..inside.start;
    let verb = |i: &usize| doc.pos(*i) == Pos::Verb && !quotes.is_quoted(*i);
    let mut verbs = after.filter(verb).take(1).chain(before.rev().filter(verb).take(1));
    verbs.find_map(|verb| subject_of(doc, verb)).filter(|i| !quotes.is_quoted(*i))
}

/// The subject of a verb, its own or, in a chain of verbs, that of the verb above.
fn subject_of(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let own = |verb: usize| doc.children(verb).find(|&c| matches!(doc.dep(c), "nsubj" | "nsubjpass"));
    own(verb).or_else(|| matches!(doc.dep(verb), "conj" | "xcomp" | "advcl").then(|| own(doc.head(verb))).flatten())
}
