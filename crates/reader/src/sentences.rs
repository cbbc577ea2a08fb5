//! Where sentences start: what is known before the parser, and what it found.

use reportedly_language::{Start, Tokens};
use reportedly_report::{Block, Sentence};

use crate::Context;

/// What the layout says of sentence starts, one a token.
pub fn starts(tokens: &Tokens<'_>, _blocks: &[Block]) -> Vec<Start> {
    vec![Start::Free; tokens.len()]
}

/// The sentences, white space around them left out.
pub fn read(cx: &Context<'_>) -> Vec<Sentence> {
    let text = cx.doc.source();
    let spans = cx.doc.sentences().map(|tokens| cx.doc.span_of(tokens).trimmed(text));
    spans.filter(|span| !span.is_empty()).map(|span| Sentence { span, rule: "sentences.parser".into() }).collect()
}
