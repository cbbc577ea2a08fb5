//! Spans that may be names: the model's own, mended, and runs of proper nouns it passed over.

use std::ops::Range;

use reportedly_knowledge::titles::{TitleKind, is_honorific, title};
use reportedly_language::{Doc, Pos};

/// What the model calls a name, where it calls it one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "labels of OntoNotes")]
pub enum Label {
    None,
    Person,
    Org,
    Gpe,
    Loc,
    Fac,
    Norp,
    Event,
    Product,
    Work,
}

impl Label {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "PERSON" => Self::Person,
            "ORG" => Self::Org,
            "GPE" => Self::Gpe,
            "LOC" => Self::Loc,
            "FAC" => Self::Fac,
            "NORP" => Self::Norp,
            "EVENT" => Self::Event,
            "PRODUCT" => Self::Product,
            "WORK_OF_ART" | "LAW" => Self::Work,
            _ => return None,
        })
    }

    /// Whether the label is one of places.
    pub fn is_place(self) -> bool {
        matches!(self, Self::Gpe | Self::Loc | Self::Fac)
    }
}

/// A span that may be a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its tokens: never empty, no white space or article at either end.
    pub tokens: Range<usize>,
    /// What the model says.
    pub label: Label,
    /// Whether an honorific was before the name.
    pub honorific: bool,
}

/// All candidates of a document in order, none overlapping.
pub fn candidates(doc: &Doc<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < doc.len() {
        if let Some(name) = doc.name_at(at) {
            let (start, end) = (name.start as usize, name.end as usize);
            if let Some(label) = Label::parse(doc.name_label(name)) {
                mend(doc, start..end, label, &mut found);
            }
            at = end.max(at + 1);
        } else if is_proper(doc, at) {
            let run = (at..doc.len()).take_while(|&i| doc.name_at(i).is_none() && is_proper(doc, i)).count();
            mend(doc, at..at + run, Label::None, &mut found);
            at += run;
        } else {
            at += 1;
        }
    }
    found
}

fn is_proper(doc: &Doc<'_>, i: usize) -> bool {
    let text = doc.text(i);
    matches!(doc.tag(i), "NNP" | "NNPS") && text.contains(char::is_alphabetic) || has_arabic_article(text)
}

/// "al-Sadr", "an-Nahar": small letters, a hyphen, a capital.
fn has_arabic_article(text: &str) -> bool {
    let Some((article, rest)) = text.split_once('-') else { return false };
    article.len() == 2 && article.starts_with(['a', 'e']) && rest.starts_with(char::is_uppercase)
}

/// Cuts a span at line breaks, and a person at "and"; trims each part.
fn mend(doc: &Doc<'_>, tokens: Range<usize>, label: Label, found: &mut Vec<Candidate>) {
    let divides = |i: usize| {
        doc.is_space(i) && doc.text(i).contains('\n')
            || matches!(doc.text(i), "(" | "[" | "<" | "|")
            || label == Label::Person && matches!(doc.lower(i), "and" | "/" | "&")
    };
    let mut start = tokens.start;
    for i in tokens.start..=tokens.end {
        if i == tokens.end || divides(i) {
            found.extend(trim(doc, start..i, label));
            start = i + 1;
        }
    }
}

fn trim(doc: &Doc<'_>, mut tokens: Range<usize>, label: Label) -> Option<Candidate> {
    let mut honorific = false;
    while !tokens.is_empty() {
        let first = tokens.start;
        let more = tokens.len() > 1;
        if is_honorific(doc.lower(first)) && more {
            honorific = true;
        } else if !(is_wrapping(doc, first) || more && leads_in(doc, first, label)) {
            break;
        }
        tokens.start += 1;
    }
    while !tokens.is_empty() {
        let last = tokens.end - 1;
        let trails =
            matches!(doc.tag(last), "POS" | "IN" | "TO" | "CC" | "DT" | "WDT" | "WP" | "MD") && tokens.len() > 1;
        let role = || title(doc.lower(last)).is_some_and(|title| title.kind == TitleKind::Role);
        let holder = label == Label::Org && tokens.len() > 1 && doc.tag(last).starts_with("NN") && role();
        if !(is_wrapping(doc, last) || trails || holder || matches!(doc.lower(last), "'s" | "’s")) {
            break;
        }
        tokens.end -= 1;
    }
    if tokens.is_empty() || !doc.span_of(tokens.clone()).of(doc.source()).contains(char::is_alphanumeric) {
        return None;
    }
    let before = tokens.start.checked_sub(1);
    honorific |= before.is_some_and(|i| names_follow(doc, i));
    // A lone title or honorific is no name.
    if tokens.len() == 1 && is_honorific(doc.lower(tokens.start)) {
        return None;
    }
    Some(Candidate { tokens, label, honorific })
}

/// "Mr.", "Mr", and the stop of "MM.".
fn names_follow(doc: &Doc<'_>, i: usize) -> bool {
    let at = if doc.text(i) == "." && i > 0 && doc.span(i).start == doc.span(i - 1).end { i - 1 } else { i };
    is_honorific(doc.lower(at)) && doc.text(at).starts_with(char::is_uppercase)
}

/// Marks, white space and articles at the edge of a span.
fn is_wrapping(doc: &Doc<'_>, i: usize) -> bool {
    let text = doc.text(i);
    doc.is_space(i)
        || !text.contains(char::is_alphanumeric)
        || doc.pos(i) == Pos::Det && matches!(doc.lower(i), "the" | "a" | "an" | "this" | "that" | "these" | "those")
        || matches!(doc.lower(i), "the" | "an")
        || doc.tag(i) == "PRP$"
}

/// Words that the model takes into a name at its left: an office before a person, a verb or preposition that opens a
/// sentence, "-ing" before a place.
fn leads_in(doc: &Doc<'_>, i: usize, label: Label) -> bool {
    let opens = doc.sentence(doc.sentence_of(i)).start == i;
    let tag = doc.tag(i);
    let is_title = || title(doc.lower(i)).is_some_and(|title| title.kind != TitleKind::Group);
    let stance =
        i + 1 < doc.len() && (doc.text(i) == "-" || doc.text(i + 1) == "-" && matches!(doc.lower(i), "anti" | "pro"));
    stance
        || label == Label::Person && is_title() && doc.tag(i + 1).starts_with("NNP")
        || opens && (tag.starts_with("VB") || tag == "IN")
        || label.is_place()
            && opens
            && doc.lower(i).ends_with("ing")
            && doc.tag(i + 1).starts_with("NNP")
            && tag != "NNP"
}
