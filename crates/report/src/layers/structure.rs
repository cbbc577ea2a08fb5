//! Blocks, sentences and tokens.

use serde::Serialize;

use crate::span::StartEnd;
use crate::{Rule, Span};

/// A part of the report: a line or paragraph and what it is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    /// The block without the white space around it.
    pub span: Span,
    /// What the block is for.
    pub role: BlockRole,
    /// What made it.
    pub rule: Rule,
}

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockRole {
    /// The headline.
    Title,
    /// A heading inside the report.
    Heading,
    /// Running text.
    Paragraph,
    /// Left over from the page: sharing lines, source lists, "To see in video".
    Boilerplate,
    /// The city and date that open a report, or its date line.
    Dateline,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sentence {
    /// The sentence without the white space around it.
    #[serde(flatten, with = "StartEnd")]
    pub span: Span,
    /// What made it.
    pub rule: Rule,
}

/// A token as printed when tokens are asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TokenRow {
    /// Where it stands.
    #[serde(flatten, with = "StartEnd")]
    pub span: Span,
    /// Its characters.
    pub text: String,
    /// Its dictionary form.
    pub lemma: String,
    /// Fine part of speech (Penn Treebank for English).
    pub tag: String,
    /// Universal part of speech.
    pub pos: String,
    /// Index of its head among the report's tokens; a root's is its own.
    pub head: u32,
    /// Relation to the head, in the model's own scheme.
    pub dep: String,
    /// Named-entity label with `B-` or `I-`, or nothing.
    pub ent: Option<String>,
}
