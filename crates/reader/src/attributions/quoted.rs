//! "Ana Weber was quoted as saying by Example News": the one quoted speaks, whoever quotes passes it on.
//!
//! Verb, "as" and "saying" leave no doubt, but the passive turns speaker and teller round, so that what was learned from
//! active verbs misses it or takes the newsroom for the speaker.

use super::decode::Spans;
use super::found::Found;
use super::rules::{make, sort};
use super::scene::{Scene, deps};

/// The rule of "was quoted as saying".
pub const QUOTED: &str = "attributions.quoted";
/// Words between "quoted" and "saying", a newsroom's name among them.
const REACH: usize = 12;

/// Adds the passive quotings, in place of what was found at the same words; the result is in order of the cues.
pub fn complete(scene: &Scene<'_>, found: &mut Vec<Found>) {
    let quotings = (0..scene.len()).filter(|&t| scene.doc.tag(t) == "VBN" && scene.quote[t] == 0);
    let quotings = quotings.filter(|&t| matches!(scene.doc.lemma(t), "quote" | "cite"));
    let new: Vec<(usize, Found)> = quotings.filter_map(|t| passive(scene, t)).collect();
    if new.is_empty() {
        return;
    }
    for (saying, new) in new {
        let holds = |outer: &&Found| outer.spans.content.binary_search(&new.root).is_ok();
        match found.iter().position(|old| old.root == new.root || old.root == saying) {
            Some(at) => found[at] = Found { within: found[at].within, ..new },
            None => {
                let outer = found.iter().enumerate().filter(|(_, outer)| holds(outer));
                let within = outer.min_by_key(|(_, outer)| outer.spans.content.len()).map(|(at, _)| at);
                found.push(Found { within, ..new });
            }
        }
    }
    sort(found);
}

/// A passive quoting and its "saying".
fn passive(scene: &Scene<'_>, t: usize) -> Option<(usize, Found)> {
    let doc = scene.doc;
    let sentence = scene.sentence(t);
    let says = |at: &usize| matches!(doc.lower(*at), "saying" | "telling" | "stating") && doc.lower(*at - 1) == "as";
    let saying = (t + 2..sentence.end.min(t + REACH)).find(says)?;
    let child = |dep: u32| doc.children(t).find(|&child| child < t && scene.dep(child) == dep);
    let (subject, auxiliary) = (child(deps::NSUBJPASS)?, child(deps::AUXPASS)?);
    let source: Vec<usize> =
        (doc.subtree(subject).start.max(sentence.start)..doc.subtree(subject).end.min(t)).collect();
    let by = doc.children(saying).find(|&at| at > saying && doc.lower(at) == "by" && doc.child(at, "pobj").is_some());
    let relay: Vec<usize> = by.map_or_else(Vec::new, |by| (by + 1..doc.subtree(by).end.min(sentence.end)).collect());
    let behind = relay.last().map_or(saying, |&last| last) + 1..sentence.end;
    let before = before(scene, sentence.start, *source.first()?);
    let tells =
        |content: &[usize]| content.iter().any(|&t| scene.is_verbal(t) || (scene.quote[t] > 0 && scene.word[t]));
    let content = [behind, before].into_iter().map(|range| words(scene, range)).find(|content| tells(content))?;
    let spans = Spans { source, cue: vec![auxiliary, t, saying - 1, saying], content };
    Some((saying, Found { relay, ..make(scene, t, spans, QUOTED)? }))
}

/// What stands before the speaker, back to where its quotation began.
fn before(scene: &Scene<'_>, start: usize, end: usize) -> std::ops::Range<usize> {
    let last = (start..end).rev().find(|&t| scene.word[t] || scene.mark[t]);
    let quotation = last.map_or(0, |last| scene.quote[last]);
    let paragraph = scene.paragraph(end).start;
    let first = (paragraph..start).rev().take_while(|&t| quotation > 0 && scene.quote[t] == quotation).last();
    first.unwrap_or(start)..end
}

/// Tokens without white space and without loose marks at the edges.
fn words(scene: &Scene<'_>, range: std::ops::Range<usize>) -> Vec<usize> {
    let kept = |t: &usize| scene.word[*t] || scene.mark[*t];
    let (first, last) = (range.clone().find(kept), range.clone().rev().find(kept));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    (first..=last).filter(|&t| !scene.doc.is_space(t)).collect()
}
