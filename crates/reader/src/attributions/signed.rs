//! Words that are signed instead of told: `“…” — Anna Weber`, and the labels of an interview, `WEBER: …`; and speech
//! that goes on over several paragraphs, each of which repeats the opening mark.
//!
//! No verb and no tree is needed here, only marks, dashes, colons and capitals.

use std::collections::HashMap;

use reportedly_language::Pos;
use reportedly_report::Form;

use super::decode::Spans;
use super::found::Found;
use super::rules::{make, sort};
use super::scene::Scene;
use crate::quotes::{Quotes, Style};

/// The rule of `“…” — Anna Weber`.
pub const SIGNATURE: &str = "attributions.signature";
/// The rule of `WEBER: …`.
pub const LABEL: &str = "attributions.label";
/// A name that signs or labels has no more words than this.
const LONGEST_NAME: usize = 6;
/// Paragraphs of an interview begin with the same label at least so often.
const LEAST_LABELS: usize = 2;

/// Adds signed and labelled words, and carries speech on into the paragraphs that continue it.
pub fn complete(scene: &Scene<'_>, quotes: &Quotes, found: &mut Vec<Found>) {
    let mut told = vec![false; scene.len()];
    found.iter().flat_map(|found| &found.spans.content).for_each(|&t| told[t] = true);
    let told_share = |tokens: &[usize]| {
        let words = tokens.iter().filter(|&&t| scene.word[t]);
        let (all, known) = words.fold((0, 0), |(all, known), &t| (all + 1, known + usize::from(told[t])));
        known * 2 >= all
    };
    let labels = labels(scene);
    let mut new = Vec::new();
    for (at, paragraph) in scene.paragraphs.iter().enumerate() {
        let signed = signature(scene, paragraph.clone()).map(|spans| (spans, SIGNATURE));
        let labelled = || labels.get(&at).map(|&colon| (label(paragraph.clone(), colon), LABEL));
        let Some((spans, rule)) = signed.or_else(labelled) else { continue };
        let root = spans.cue[0];
        let old = found.iter_mut().find(|found| found.root == root);
        if old.is_none() && told_share(&spans.content) {
            continue;
        }
        let Some(made) = make(scene, root, spans, rule) else { continue };
        let made = Found { form: Form::Quote, ..made };
        match old {
            Some(old) => *old = Found { within: old.within, ..made },
            None => new.push(made),
        }
    }
    found.extend(new);
    continue_speech(scene, quotes, found);
    sort(found);
}

/// A paragraph that is a quotation, a dash and a name.
fn signature(scene: &Scene<'_>, paragraph: std::ops::Range<usize>) -> Option<Spans> {
    let doc = scene.doc;
    let dash = paragraph.clone().rev().take(LONGEST_NAME + 4).find(|&t| is_dash(doc.text(t)))?;
    let name: Vec<usize> = (dash + 1..paragraph.end).filter(|&t| !doc.is_space(t)).collect();
    let quoted = paragraph.start..dash;
    let is_quotation = scene.quote[quoted.start] > 0 && quoted.clone().filter(|&t| scene.word[t]).count() > 2;
    let whole = quoted.clone().rev().find(|&t| scene.word[t]).is_some_and(|t| scene.quote[t] > 0);
    let is_name = is_name(scene, &name) && name.iter().all(|&t| scene.quote[t] == 0);
    (is_quotation && whole && is_name).then(|| Spans {
        source: name,
        cue: vec![dash],
        content: quoted.filter(|&t| !doc.is_space(t)).collect(),
    })
}

fn is_dash(text: &str) -> bool {
    matches!(text, "—" | "―" | "–" | "-" | "--")
}

/// Few words, the first and last in capitals.
fn is_name(scene: &Scene<'_>, tokens: &[usize]) -> bool {
    let capital = |t: &usize| scene.doc.text(*t).starts_with(char::is_uppercase);
    let words: Vec<usize> = tokens.iter().copied().filter(|&t| scene.word[t]).collect();
    (1..=LONGEST_NAME).contains(&words.len()) && words.first().is_some_and(capital) && words.last().is_some_and(capital)
}

/// The colons of labelled paragraphs by paragraph: labels that open at least two of them.
fn labels(scene: &Scene<'_>) -> HashMap<usize, usize> {
    let colon = |at: usize| {
        let paragraph = scene.paragraphs[at].clone();
        let colon = paragraph.clone().take(LONGEST_NAME).find(|&t| scene.doc.text(t) == ":")?;
        let name: Vec<usize> = (paragraph.start..colon).collect();
        let named = name.iter().all(|&t| scene.doc.pos(t) != Pos::Verb && !scene.mark[t]);
        (named && is_name(scene, &name) && colon + 1 < paragraph.end).then_some(colon)
    };
    let text = |at: usize, colon: usize| scene.doc.span_of(scene.paragraphs[at].start..colon).of(scene.doc.source());
    let all: Vec<(usize, usize)> =
        (0..scene.paragraphs.len()).filter_map(|at| colon(at).map(|colon| (at, colon))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for &(at, colon) in &all {
        *counts.entry(text(at, colon)).or_default() += 1;
    }
    all.into_iter().filter(|&(at, colon)| counts[text(at, colon)] >= LEAST_LABELS).collect()
}

fn label(paragraph: std::ops::Range<usize>, colon: usize) -> Spans {
    Spans {
        source: (paragraph.start..colon).collect(),
        cue: vec![colon],
        content: (colon + 1..paragraph.end).collect(),
    }
}

/// Speech left open at the end of its paragraph goes on in the next ones that repeat its mark, unless they are told
/// anew.
fn continue_speech(scene: &Scene<'_>, quotes: &Quotes, found: &mut [Found]) {
    let mut teller: HashMap<usize, usize> = HashMap::new();
    for (at, found) in found.iter().enumerate().filter(|(_, found)| found.within.is_none()) {
        for number in found.spans.content.iter().filter_map(|&t| quotes.at(t)) {
            teller.entry(number).or_insert(at);
        }
    }
    for (number, quote) in quotes.all().iter().enumerate() {
        let before = quote.continues.and_then(|before| teller.get(&before).copied());
        let Some(at) = before.filter(|_| !teller.contains_key(&number) && quote.style != Style::Dash) else { continue };
        teller.insert(number, at);
        let content = &mut found[at].spans.content;
        content.extend(quote.tokens.clone().filter(|&t| !scene.doc.is_space(t)));
        content.sort_unstable();
        content.dedup();
    }
}
