//! Quotations told by their place alone: `"…," shouted Ana Weber`, `"…," the mayor told reporters`.
//!
//! Words in another language, or a cry of one word, leave the tree without a verb that governs the quotation. Marks, a
//! comma and a word of speech next to them still say who spoke. The rule takes no quotation that is told already, no
//! title and no single word in scare quotes: the words in the marks must end as speech does.

use reportedly_knowledge::cues::is_speaking;
use reportedly_language::Pos;
use reportedly_report::Form;

use super::decode::Spans;
use super::found::Found;
use super::rules::{make, sort};
use super::scene::Scene;
use crate::quotes::{Quote, Quotes, Style};

/// The rule of `"…," shouted Ana Weber`.
pub const BESIDE: &str = "attributions.beside";
/// A speaker has no more words than this.
const LONGEST_SPEAKER: usize = 8;

/// Adds the quotations that nobody was found to have said; the result is in order of the cues.
pub fn complete(scene: &Scene<'_>, quotes: &Quotes, found: &mut Vec<Found>) {
    let (mut told, mut cues) = (vec![false; scene.len()], vec![false; scene.len()]);
    for found in found.iter() {
        found.spans.content.iter().for_each(|&t| told[t] = true);
        found.spans.cue.iter().for_each(|&t| cues[t] = true);
    }
    let new: Vec<Found> = quotes
        .all()
        .iter()
        .filter(|quote| quote.parent.is_none() && quote.closed && quote.style != Style::Dash)
        .filter(|quote| !quote.tokens.is_empty() && !quote.tokens.clone().any(|t| told[t] && scene.word[t]))
        .filter_map(|quote| behind(scene, quote).or_else(|| before(scene, quote)))
        .filter(|spans| !spans.cue.iter().chain(&spans.source).any(|&t| cues[t] || told[t]))
        .filter_map(|spans| make(scene, spans.cue[0], spans, BESIDE))
        .map(|made| Found { form: Form::Quote, ..made })
        .collect();
    if !new.is_empty() {
        found.extend(new);
        sort(found);
    }
}

/// The verb and the speaker behind a quotation, in either order.
fn behind(scene: &Scene<'_>, quote: &Quote) -> Option<Spans> {
    let paragraph = scene.paragraph(quote.tokens.start);
    let end = quote.tokens.end.min(paragraph.end);
    let comma = (end < paragraph.end && scene.doc.text(end) == ",") || last_sign(scene, quote) == Some(",");
    let at = end + usize::from(end < paragraph.end && scene.doc.text(end) == ",");
    let ends = comma || matches!(last_sign(scene, quote), Some("!" | "?" | "…" | "..." | "—" | "–"));
    if !ends || at >= paragraph.end || scene.quote[at] > 0 {
        return None;
    }
    if is_verb(scene, at) {
        let source = speaker(scene, at + 1, paragraph.end)?;
        return Some(spans(quote, at, source));
    }
    // A capital behind "!" may begin a new sentence, which tells of something else.
    let goes_on = comma || scene.doc.text(at).starts_with(char::is_lowercase);
    let source = speaker(scene, at, paragraph.end).filter(|_| goes_on)?;
    let verb = source[source.len() - 1] + 1;
    (verb < paragraph.end && is_verb(scene, verb)).then(|| spans(quote, verb, source))
}

/// The speaker and the verb before a quotation, with a comma or a colon between.
fn before(scene: &Scene<'_>, quote: &Quote) -> Option<Spans> {
    let start = quote.tokens.start;
    let sentence = scene.sentence(start.checked_sub(1)?);
    let parted = matches!(scene.doc.text(start - 1), "," | ":");
    let verb = start.checked_sub(2).filter(|&t| parted && sentence.contains(&t) && is_verb(scene, t))?;
    let source = speaker(scene, sentence.start, verb)?;
    (source[source.len() - 1] + 1 == verb).then(|| spans(quote, verb, source))
}

fn spans(quote: &Quote, verb: usize, source: Vec<usize>) -> Spans {
    Spans { source, cue: vec![verb], content: quote.tokens.clone().collect() }
}

fn is_verb(scene: &Scene<'_>, t: usize) -> bool {
    scene.quote[t] == 0 && is_speaking(scene.doc.lower(t))
}

/// The last sign of a quotation before its closing mark.
fn last_sign<'d>(scene: &'d Scene<'_>, quote: &Quote) -> Option<&'d str> {
    let last = quote.tokens.clone().rev().find(|&t| !scene.mark[t] && !scene.doc.is_space(t))?;
    Some(scene.doc.text(last))
}

/// The name or noun phrase that begins at a token: somebody, by a capital, an article with a noun, or a pronoun.
fn speaker(scene: &Scene<'_>, start: usize, end: usize) -> Option<Vec<usize>> {
    let doc = scene.doc;
    let pronoun = |t: usize| matches!(doc.lower(t), "he" | "she" | "they" | "it" | "i" | "we");
    let (first, end) = (start, end.min(start + LONGEST_SPEAKER));
    if first >= end || scene.quote[first] > 0 {
        return None;
    }
    if pronoun(first) {
        return Some(vec![first]);
    }
    let opens = matches!(doc.lower(first), "the" | "a" | "an" | "one" | "his" | "her" | "their")
        || doc.text(first).starts_with(char::is_uppercase);
    let part = |&t: &usize| {
        // A second article begins another phrase: "a song the band wrote".
        let nominal = doc.pos(t).is_nominal()
            || matches!(doc.pos(t), Pos::Adj | Pos::Num)
            || (doc.pos(t) == Pos::Det && t == first);
        let named = doc.text(t).starts_with(char::is_uppercase) || matches!(doc.lower(t), "'s" | "’s");
        scene.quote[t] == 0 && scene.word[t] && !pronoun(t) && !is_speaking(doc.lower(t)) && (nominal || named)
    };
    let tokens: Vec<usize> = (first..end).take_while(part).collect();
    let last = *tokens.last().filter(|_| opens)?;
    let is_somebody = doc.pos(last).is_nominal() || doc.text(last).starts_with(char::is_uppercase);
    is_somebody.then_some(tokens)
}
