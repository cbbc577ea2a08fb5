//! Where sentences start: what is known before the parser, and what it found.
//!
//! The layout decides first: every block starts a sentence, white space never does, and the name after "Mr." goes on.
//! Then a small classifier that sees marks, gaps and the classes of words decides what it is sure of; the parser
//! decides the rest.

pub mod marks;

use std::sync::LazyLock;

use reportedly_knowledge::abbreviations::{Abbreviation, abbreviation};
use reportedly_language::{Start, Tokens};
use reportedly_report::{Block, Sentence};

use crate::Context;
use crate::learned::Net;
use marks::Marks;

/// From this probability on the classifier presets a start; below its complement it forbids one.
const SURE: f32 = 0.7;

static SHIPPED: LazyLock<Net> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../data/models/sentences.bin");
    Net::from_bytes(bytes).expect("the weights under data/models are of this version: train them anew")
});

/// What is known of sentence starts before the parser, one a token.
pub fn starts(tokens: &Tokens<'_>, blocks: &[Block]) -> Vec<Start> {
    starts_with(tokens, blocks, Some(&SHIPPED))
}

/// The same by another classifier than the one compiled in, or by the layout alone.
pub fn starts_with(tokens: &Tokens<'_>, blocks: &[Block], net: Option<&Net>) -> Vec<Start> {
    let mut starts = vec![Start::Free; tokens.len()];
    if let Some(net) = net {
        let mut scores = [0.0; 2];
        Marks::of_tokens(tokens).each(|token, features| {
            net.predict(features, &[], &mut scores);
            starts[token] = match scores[1] {
                likely if likely >= SURE => Start::Starts,
                unlikely if unlikely <= 1.0 - SURE => Start::Inside,
                _ => Start::Free,
            };
        });
    }
    for (i, start) in starts.iter_mut().enumerate() {
        if tokens.is_space(i) || i >= 1 && follows_title(tokens, i) {
            *start = Start::Inside;
        }
    }
    mark_blocks(tokens, blocks, &mut starts);
    starts
}

/// The first token of every block starts a sentence; the dash between a dateline and its paragraph does not.
fn mark_blocks(tokens: &Tokens<'_>, blocks: &[Block], starts: &mut [Start]) {
    let mut i = 0;
    for block in blocks {
        while i < tokens.len() && (tokens.span(i).start < block.span.start || tokens.is_space(i)) {
            i += 1;
        }
        // A token that reaches over the dash into the block belongs to the dateline.
        if i < tokens.len() && tokens.span(i).start < block.span.end {
            starts[i] = Start::Starts;
            while i < tokens.len() && tokens.span(i).start < block.span.end {
                i += 1;
            }
            let dashes =
                (i..tokens.len()).take_while(|&at| tokens.text(at).trim().chars().all(|c| !c.is_alphanumeric()));
            dashes.take(3).for_each(|at| starts[at] = Start::Inside);
        }
    }
}

/// Whether the token before `i` is a title that wants a name: "Mr.", or "MM" and its stop.
fn follows_title(tokens: &Tokens<'_>, i: usize) -> bool {
    let glued = |at: usize| tokens.span(at - 1).end == tokens.span(at).start;
    let word = match tokens.text(i - 1) {
        "." if i >= 2 && glued(i - 1) => tokens.text(i - 2),
        word if word.len() <= 8 && word.ends_with('.') => &word[..word.len() - 1],
        _ => return false,
    };
    let named = tokens.text(i).starts_with(char::is_uppercase) && word.starts_with(char::is_uppercase);
    named && word.len() <= 8 && abbreviation(&word.to_lowercase()) == Some(Abbreviation::Title)
}

/// The sentences, white space around them left out.
pub fn read(cx: &Context<'_>) -> Vec<Sentence> {
    let text = cx.doc.source();
    let spans = cx.doc.sentences().map(|tokens| cx.doc.span_of(tokens).trimmed(text));
    spans.filter(|span| !span.is_empty()).map(|span| Sentence { span, rule: "sentences.parser".into() }).collect()
}
