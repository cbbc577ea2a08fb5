//! What the words in and around a name say of it.

use std::ops::Range;

use reportedly_knowledge::countries::{self, Senses};
use reportedly_knowledge::names::{self, Names};
use reportedly_knowledge::organizations::{self, Organization, OrganizationKind};
use reportedly_knowledge::titles::{LONGEST, Title, TitleKind, title};
use reportedly_language::{Doc, Pos};

/// The characters of some tokens as they stand, line breaks made spaces.
pub fn phrase(doc: &Doc<'_>, tokens: Range<usize>) -> String {
    let text = doc.span_of(tokens).of(doc.source());
    if text.contains(['\n', '\r', '\t']) || text.contains("  ") {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// The token of a span that all others of it hang on: the first whose head lies outside.
pub fn head_of(doc: &Doc<'_>, tokens: Range<usize>) -> usize {
    let outside = |&i: &usize| !tokens.contains(&doc.head(i)) || doc.is_root(i);
    let last_outside = tokens.clone().rev().find(|i| outside(i) && doc.pos(*i) != Pos::Punct);
    last_outside.unwrap_or(tokens.end - 1)
}

/// What tables and neighbours say of a candidate.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The name as it stands.
    pub text: String,
    /// The token the others hang on.
    pub head: usize,
    /// The country it may name, in any sense.
    pub country: Senses,
    /// The organization of the table it may name.
    pub organization: Option<&'static Organization>,
    /// The kind of organization that a noun beside it calls it: "the agency X", "the X newspaper".
    pub called: Option<OrganizationKind>,
    /// The title right before it.
    pub title: Option<Title>,
    /// Whether a noun in apposition to it calls it a person: "X, professor at Y".
    pub personal: bool,
    /// What its last word tells.
    pub last_word: &'static [Names],
}

impl Evidence {
    /// Gathers what is known of a span of tokens.
    pub fn gather(doc: &Doc<'_>, tokens: &Range<usize>) -> Self {
        let text = phrase(doc, tokens.clone());
        let head = head_of(doc, tokens.clone());
        let called = called(doc, tokens, head);
        let last = tokens.end - 1;
        let last_word = if tokens.len() > 1 { names::word(doc.lower(last)) } else { &[] };
        Self {
            head,
            country: countries::find(&text),
            organization: organizations::find(&text),
            called: called.and_then(organization_kind),
            title: title_before(doc, tokens.start).map(|(_, title)| title),
            personal: is_apposed_person(doc, tokens, head),
            last_word,
            text,
        }
    }

    /// Whether the last word is one of organizations ("Ministry", "Bank") and not rather of places.
    pub fn ends_as_organization(&self) -> bool {
        matches!(self.last_word.first(), Some(Names::Organization(_)))
    }
}

fn organization_kind(senses: &'static [Names]) -> Option<OrganizationKind> {
    match senses.first() {
        Some(Names::Organization(kind)) => Some(*kind),
        _ => None,
    }
}

/// The noun that says what the name is: right before it ("agency X", "town of X"), right after it ("the X agency"),
/// or joined by apposition ("X, a newspaper").
fn called(doc: &Doc<'_>, tokens: &Range<usize>, head: usize) -> Option<&'static [Names]> {
    let noun = |i: usize| {
        let senses = (doc.pos(i) == Pos::Noun).then(|| names::word(doc.lemma(i)));
        senses.filter(|senses| !senses.is_empty())
    };
    if let Some(before) = tokens.start.checked_sub(1) {
        let of = doc.lower(before) == "of" && before > 0;
        if let Some(senses) = noun(before) {
            return Some(senses);
        }
        if of && let Some(senses) = noun(before - 1).filter(|senses| senses.contains(&Names::Place)) {
            return Some(&senses[..1]).filter(|senses| senses[0] == Names::Place);
        }
    }
    let governor = doc.head(head);
    let modifies = governor == tokens.end && matches!(doc.dep(head), "compound" | "nmod" | "amod");
    if modifies && let Some(senses) = noun(governor) {
        return Some(senses).filter(|senses| senses.first() != Some(&Names::Place));
    }
    let apposed = doc.dep(head) == "appos" && !tokens.contains(&governor);
    if apposed && let Some(senses) = noun(governor) {
        return Some(senses);
    }
    doc.children(head).filter(|&child| doc.dep(child) == "appos" && child >= tokens.end).find_map(noun)
}

/// Whether a post or trade stands in apposition after the name.
fn is_apposed_person(doc: &Doc<'_>, tokens: &Range<usize>, head: usize) -> bool {
    let personal = |i: usize| {
        let kind = (doc.pos(i) == Pos::Noun).then(|| title(doc.lower(i))).flatten().map(|title| title.kind);
        kind.is_some_and(|kind| kind != TitleKind::Group)
    };
    let apposed = doc.children(head).any(|child| doc.dep(child) == "appos" && child >= tokens.end && personal(child));
    apposed || follows_comma(doc, tokens.end, personal)
}

/// "X, a senior researcher at": after a comma a post, at most three words before it, and what it is held in.
fn follows_comma(doc: &Doc<'_>, end: usize, personal: impl Fn(usize) -> bool) -> bool {
    if end >= doc.len() || doc.text(end) != "," {
        return false;
    }
    let modifies = |i: &usize| matches!(doc.pos(*i), Pos::Det | Pos::Adj) || doc.pos(*i) == Pos::Noun && !personal(*i);
    let noun = end + 1 + (end + 1..doc.len()).take(3).take_while(modifies).count();
    noun + 1 < doc.len() && personal(noun) && matches!(doc.lower(noun + 1), "at" | "of" | "for" | "with" | "in" | ",")
}

/// The longest title that ends right before token `end`, and where it begins.
pub fn title_before(doc: &Doc<'_>, end: usize) -> Option<(usize, Title)> {
    let mut phrase = String::new();
    let mut longest = None;
    for start in (end.saturating_sub(LONGEST + 1)..end).rev() {
        if doc.is_space(start) || matches!(doc.text(start), "," | ";" | ":" | "(" | ")" | "\"" | "“" | "”") {
            break;
        }
        let lower = doc.lower(start);
        let glue = phrase.is_empty() || lower == "-" || phrase.starts_with('-');
        phrase = if glue { format!("{lower}{phrase}") } else { format!("{lower} {phrase}") };
        if let Some(title) = title(&phrase) {
            let is_noun = doc.pos(start) != Pos::Verb && doc.pos(start) != Pos::Adv;
            let is_first = longest.is_none();
            // "private", "general" and "major" are adjectives more often than ranks.
            if is_noun && !(is_first && doc.pos(end - 1) == Pos::Adj && title.kind == TitleKind::Office) {
                longest = Some((start, title));
            }
        }
    }
    longest
}
