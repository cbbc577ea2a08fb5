//! Where a text names a country, a people, a group or a body that may act.
//!
//! Longest match over the characters, so that hyphens and apostrophes may be tokens of their own. Only capitalised words
//! begin a name, but for those the tables write small. "pro-Iranian" and "non-EU" name nobody.

use reportedly_knowledge::actors::{self, ActorName, NameKind};
use reportedly_knowledge::event_words::{List, is};
use reportedly_knowledge::fold::fold;
use reportedly_language::{Doc, Pos};

use super::clause::{has, kids};

/// A name and the tokens it covers.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// First token.
    pub start: usize,
    /// Past the last token.
    pub end: usize,
    /// Whom it names.
    pub name: &'static ActorName,
}

/// The names of a document.
#[derive(Debug, Default)]
pub struct Names {
    list: Vec<Named>,
    /// For each token, one more than the index of its name; 0 for none.
    at: Vec<u32>,
}

/// The most tokens that a name has.
const LONGEST: usize = 9;

impl Names {
    /// Finds the names of a document.
    pub fn read(doc: &Doc<'_>) -> Self {
        let mut names = Self { list: Vec::new(), at: vec![0; doc.len()] };
        let mut i = 0;
        while i < doc.len() {
            match named(doc, i) {
                Some(found) => {
                    if !prefixed(doc, i) {
                        names.list.push(found);
                        names.at[found.start..found.end].fill(names.list.len() as u32);
                    }
                    i = found.end;
                }
                None => i += 1,
            }
        }
        names.koreas(doc);
        names
    }

    /// "The South" and, where both are named, "the south" in a report that names Korea.
    fn koreas(&mut self, doc: &Doc<'_>) {
        if !self.list.iter().any(|named| matches!(named.name.code, "KOR" | "PRK")) {
            return;
        }
        let names = |code| self.list.iter().any(|named| named.name.code == code);
        let both = names("KOR") && names("PRK");
        let proper = |i: usize| i < doc.len() && doc.pos(i) == Pos::Propn && !is_joined(doc, i);
        for i in (0..doc.len()).filter(|&i| self.at[i] == 0 && !proper(i + 1)) {
            let half = match doc.text(i) {
                "North" => "north korea",
                "South" => "south korea",
                "north" if both && is_side(doc, i) => "north korea",
                "south" if both && is_side(doc, i) => "south korea",
                _ => continue,
            };
            if let Some(name) = actors::name(half) {
                self.list.push(Named { start: i, end: i + 1, name });
            }
        }
        self.list.sort_unstable_by_key(|named| named.start);
        for (index, named) in self.list.iter().enumerate() {
            self.at[named.start..named.end].fill(index as u32 + 1);
        }
    }

    /// The name that covers a token.
    pub fn at(&self, i: usize) -> Option<&Named> {
        (self.at[i] as usize).checked_sub(1).map(|index| &self.list[index])
    }

    /// The code of the name that covers a token.
    pub fn code(&self, i: usize) -> Option<&'static str> {
        self.at(i).map(|named| named.name.code)
    }

    /// The names that start within some tokens, in order.
    pub fn within(&self, tokens: std::ops::Range<usize>) -> &[Named] {
        let start = self.list.partition_point(|named| named.start < tokens.start);
        let end = self.list.partition_point(|named| named.start < tokens.end);
        &self.list[start..end]
    }
}

fn named(doc: &Doc<'_>, start: usize) -> Option<Named> {
    let text = doc.text(start);
    let small = !text.starts_with(|letter: char| letter.is_uppercase()) && !matches!(text, "al" | "al-" | "bin");
    let word = fold(text);
    let longest = actors::longest(actors::first_word(&word));
    if longest == 0 {
        return None;
    }
    let from = doc.span(start).start as usize;
    let mut ends: Vec<usize> = Vec::with_capacity(LONGEST);
    for end in start + 1..=doc.len().min(start + LONGEST) {
        // Diacritics fold to fewer bytes.
        if doc.span(end - 1).end as usize - from > longest + 8 || doc.is_space(end - 1) {
            break;
        }
        ends.push(end);
    }
    ends.into_iter().rev().find_map(|end| {
        let folded = fold(&doc.source()[from..doc.span(end - 1).end as usize]);
        let name = actors::name(&folded).or_else(|| plural(&folded))?;
        (fits(doc, start, end, name) && (name.common || !small)).then_some(Named { start, end, name })
    })
}

/// "the north" by itself, no part of a country.
fn is_side(doc: &Doc<'_>, i: usize) -> bool {
    doc.pos(i).is_nominal()
        && matches!(doc.dep(i), "nsubj" | "nsubjpass" | "pobj" | "dobj" | "poss")
        && has(doc, i, &["det"])
        && !kids(doc, i, &["prep"]).any(|of| doc.lower(of) == "of")
}

/// Whether a word begins a name of its own rather than going on with the one before.
fn is_joined(doc: &Doc<'_>, i: usize) -> bool {
    doc.name_at(i).is_some_and(|name| name.start as usize == i)
}

/// "Sandinistas": a people or group in the plural.
fn plural(folded: &str) -> Option<&'static ActorName> {
    let singular = folded.strip_suffix('s').filter(|rest| rest.len() > 3)?;
    actors::name(singular).filter(|name| name.kind == NameKind::Demonym)
}

/// Whether the words may be this name where they stand.
fn fits(doc: &Doc<'_>, start: usize, end: usize, name: &ActorName) -> bool {
    if end > start + 1 {
        return true;
    }
    let proper = doc.pos(start) == Pos::Propn;
    let label = doc.ent(start);
    if name.capitals && doc.text(start).chars().any(char::is_lowercase) {
        return false;
    }
    match name.kind {
        NameKind::Capital => proper && !matches!(label, "PERSON" | "DATE" | "ORDINAL"),
        NameKind::Place => label != "PERSON",
        NameKind::Body | NameKind::Institution | NameKind::Group => proper || !label.is_empty() || name.capitals,
        NameKind::Demonym => true,
    }
}

/// "pro-Russian", "anti-Taliban", "ex-Soviet".
fn prefixed(doc: &Doc<'_>, i: usize) -> bool {
    i > 1 && doc.text(i - 1) == "-" && is(doc.lower(i - 2), List::Prefix)
}
