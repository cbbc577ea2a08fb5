//! What the name classifier looks at: the words of a candidate, the words beside it, the tables, the whole report.
//!
//! The classifier chooses between person, organization, place and none of these. It is learned from names that people
//! marked; corpora that mark names by another convention come in as another domain, so that what they teach about
//! words is shared and what they teach about their convention is not.

use std::collections::HashMap;
use std::ops::Range;

use reportedly_knowledge::countries::Sense;
use reportedly_knowledge::fold::fold;
use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_knowledge::names::{self, Names};
use reportedly_knowledge::titles::title;
use reportedly_language::Doc;

use super::candidates::{Candidate, Label};
use super::evidence::Evidence;
use crate::learned::{Features, symbol, symbol_lower};

/// The classes of the classifier, in the order of its scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Class {
    Person,
    Organization,
    Place,
    None,
}

/// Where a training example comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Names alone, as reading wants them.
    Names,
    /// Other corpora.
    Mentions,
}

/// What a whole report says of its candidates.
#[derive(Debug)]
pub struct Surroundings {
    /// Labels of the same string: person, organization, place, other, none.
    same: HashMap<String, [u16; 5]>,
    /// Labels of longer candidates with this last word.
    ends: HashMap<String, [u16; 5]>,
    /// Initials of longer candidates.
    initials: HashMap<String, u16>,
    /// How often a word stands in lower case.
    lower: HashMap<u32, u16>,
    places: Gazetteer,
}

fn slot(label: Label) -> usize {
    match label {
        Label::Person => 0,
        Label::Org => 1,
        Label::Gpe | Label::Loc | Label::Fac => 2,
        Label::None => 4,
        _ => 3,
    }
}

impl Surroundings {
    /// Looks over all candidates of a report.
    pub fn new(doc: &Doc<'_>, candidates: &[Candidate], evidence: &[Evidence]) -> Self {
        let mut this = Self {
            same: HashMap::new(),
            ends: HashMap::new(),
            initials: HashMap::new(),
            lower: HashMap::new(),
            places: Gazetteer::compiled_in(),
        };
        for (candidate, evidence) in candidates.iter().zip(evidence) {
            this.same.entry(fold(&evidence.text).into_owned()).or_default()[slot(candidate.label)] += 1;
            if candidate.tokens.len() > 1 {
                let last = fold(doc.text(candidate.tokens.end - 1)).into_owned();
                this.ends.entry(last).or_default()[slot(candidate.label)] += 1;
                let initials: String = evidence.text.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
                let capitals: String = initials.chars().filter(|c| c.is_uppercase()).collect();
                *this.initials.entry(capitals).or_default() += 1;
            }
        }
        for i in 0..doc.len() {
            let text = doc.text(i);
            if text.starts_with(char::is_lowercase) {
                let count = this.lower.entry(symbol(text)).or_default();
                *count = count.saturating_add(1);
            }
        }
        this
    }
}

/// Families of features, numbered once and for all: the weights hang on the numbers.
#[derive(Clone, Copy)]
enum Field {
    Label = 1,
    Length,
    Shape,
    FirstShape,
    First,
    Last,
    Only,
    Suffix,
    Previous,
    PreviousTag,
    Next,
    NextTag,
    Relation,
    HeadLemma,
    HeadLemmaLabel,
    Title,
    Preposition,
    Subject,
    Called,
    CalledNoun,
    Acronym,
    AcronymContext,
    Of,
    Capitals,
    Country,
    Gazetteer,
    FirstName,
    Surname,
    Organization,
    LastWord,
    InnerWord,
    SameLabels,
    EndLabels,
    LowerElsewhere,
    Opens,
    Quoted,
    Tag,
    Honorific,
    Word,
    Determiner,
    AloneInBlock,
    PreviousLabel,
    NextNext,
}

/// Takes features, and crosses them with the model's label and, where conventions differ, with the domain.
struct Sink<'f> {
    features: &'f mut Features,
    label: u32,
    domain: u32,
}

impl Sink<'_> {
    fn add(&mut self, field: Field, value: u32, differs: bool) {
        self.features.add(field as u32, [value]);
        self.features.add(field as u32, [value, self.label, 100]);
        if differs {
            self.features.add(field as u32, [value, self.label, 200 + self.domain]);
        }
    }

    fn cross<const N: usize>(&mut self, field: Field, values: [u32; N]) {
        self.features.add(field as u32, values);
    }
}

/// Describes a candidate by features.
pub fn describe(
    doc: &Doc<'_>,
    candidate: &Candidate,
    evidence: &Evidence,
    around: &Surroundings,
    domain: Domain,
    features: &mut Features,
) {
    let Range { start, end } = candidate.tokens;
    let label = candidate.label as u32;
    let mut to = Sink { features, label, domain: domain as u32 };
    let length = (end - start).min(5) as u32;
    let alone = length == 1;
    to.add(Field::Label, 0, true);
    to.add(Field::Length, length, false);
    to.add(Field::Shape, shape(&evidence.text), false);
    to.add(Field::FirstShape, shape(doc.text(start)), false);
    to.add(Field::First, symbol_lower(doc.text(start)), false);
    to.add(Field::Last, symbol_lower(doc.text(end - 1)), false);
    if alone {
        to.add(Field::Only, symbol(doc.text(start)), false);
    }
    to.add(Field::Suffix, symbol(suffix(doc.lower(end - 1))), false);
    (start..end).for_each(|i| to.add(Field::Word, symbol_lower(doc.text(i)), false));

    let previous = start.checked_sub(1);
    let lower = |i: Option<usize>| i.map_or(1, |i| symbol_lower(doc.text(i)));
    let tag = |i: Option<usize>| i.map_or(1, |i| symbol(doc.tag(i)));
    let next = (end < doc.len()).then_some(end);
    to.add(Field::Previous, lower(previous), false);
    to.add(Field::PreviousTag, tag(previous), false);
    to.add(Field::PreviousLabel, previous.map_or(1, |i| symbol(doc.ent(i))), false);
    to.add(Field::Next, lower(next), false);
    to.add(Field::NextTag, tag(next), false);
    to.add(Field::NextNext, lower((end + 1 < doc.len()).then_some(end + 1)), false);

    let head = evidence.head;
    let governor = doc.head(head);
    let relation = symbol(doc.dep(head));
    to.add(Field::Relation, relation, false);
    to.add(Field::Tag, symbol(doc.tag(head)), false);
    to.cross(Field::HeadLemma, [symbol_lower(doc.lemma(governor)), relation]);
    to.cross(Field::HeadLemmaLabel, [symbol_lower(doc.lemma(governor)), label]);

    let title_kind = evidence.title.map_or(0, |title| 1 + title.kind as u32);
    to.add(Field::Title, title_kind, false);
    to.add(Field::Honorific, u32::from(candidate.honorific), false);
    if let Some(i) = previous {
        let word = doc.lower(i);
        let known = ["the", "in", "at", "near", "from", "to", "of", "by", "with", "for", "on"].contains(&word);
        to.add(Field::Preposition, if known { symbol(word) } else { 0 }, false);
        let article = start.checked_sub(2).filter(|_| word == "the").map_or(0, |i| symbol_lower(doc.text(i)));
        to.add(Field::Determiner, article, false);
    }
    let senses = senses(evidence);
    let subject = doc.dep(head) == "nsubj";
    if subject {
        to.add(Field::Subject, symbol_lower(doc.lemma(governor)), false);
        to.cross(Field::Subject, [1, senses]);
    }
    to.add(Field::Called, evidence.called.map_or(0, |kind| 1 + kind as u32), true);
    apposed(doc, &candidate.tokens, head)
        .for_each(|noun| to.add(Field::CalledNoun, symbol_lower(doc.lemma(noun)), false));

    if alone && is_acronym(&evidence.text) {
        let known = around.initials.get(&evidence.text.replace('.', "")).map_or(0, |&n| 1 + u32::from(n > 1));
        let bracketed = previous.is_some_and(|i| doc.text(i) == "(");
        let the = previous.is_some_and(|i| doc.lower(i) == "the");
        let context = u32::from(bracketed) * 2 + u32::from(the);
        let letters = evidence.text.chars().count().min(6) as u32;
        to.cross(Field::Acronym, [known, letters]);
        to.cross(Field::AcronymContext, [context, letters]);
        to.cross(Field::AcronymContext, [context, tag(next), 1]);
        to.cross(Field::AcronymContext, [context, label, known]);
        to.add(Field::Acronym, known, true);
    }
    to.add(Field::Of, u32::from((start..end).any(|i| doc.lower(i) == "of")), false);
    to.add(Field::Capitals, u32::from(!evidence.text.contains(char::is_lowercase)), false);
    to.add(Field::Country, senses, true);
    to.add(Field::Gazetteer, gazetteer(around, evidence), true);
    to.add(Field::FirstName, first_name(doc.text(start)), true);
    if !alone {
        to.add(Field::Surname, surname(doc.text(end - 1)), true);
        to.cross(Field::FirstName, [first_name(doc.text(start)), surname(doc.text(end - 1)), 7]);
    }
    to.add(Field::Organization, evidence.organization.map_or(0, |known| 1 + known.kind as u32), true);
    kinds(names::word(doc.lower(end - 1)))
        .for_each(|kind| to.add(Field::LastWord, kind + 100 * u32::from(alone), true));
    (start..end - 1)
        .for_each(|i| kinds(names::word(doc.lower(i))).for_each(|kind| to.add(Field::InnerWord, kind, false)));
    if let Some(title) = title(doc.lower(start)) {
        to.add(Field::InnerWord, 50 + title.kind as u32, false);
    }
    let same = around.same.get(fold(&evidence.text).as_ref());
    votes(same, candidate.label).for_each(|vote| to.add(Field::SameLabels, vote, false));
    let last = fold(doc.text(end - 1));
    votes(around.ends.get(last.as_ref()).filter(|_| alone), Label::None)
        .for_each(|vote| to.add(Field::EndLabels, vote, true));
    let elsewhere = around.lower.get(&symbol(doc.lower(start))).copied().unwrap_or(0).min(2);
    to.add(Field::LowerElsewhere, u32::from(elsewhere), false);
    let sentence = doc.sentence(doc.sentence_of(start));
    to.add(Field::Opens, u32::from(sentence.start == start), false);
    let alone_in_sentence = sentence.len() <= end - start + 1;
    to.add(Field::AloneInBlock, u32::from(alone_in_sentence), false);
    to.add(Field::Quoted, u32::from(previous.is_some_and(|i| doc.text(i).starts_with(['"', '“', '\'', '‘']))), false);
}

/// Nouns that say what the name is: beside it, or in apposition.
fn apposed<'d>(doc: &'d Doc<'_>, tokens: &Range<usize>, head: usize) -> impl Iterator<Item = usize> + 'd {
    let governor = doc.head(head);
    let inside = tokens.contains(&governor);
    let own = matches!(doc.dep(head), "appos" | "compound" | "attr").then_some(governor).filter(|_| !inside);
    let end = tokens.end;
    let below = doc.children(head).filter(move |&child| doc.dep(child) == "appos" && child >= end);
    own.into_iter().chain(below)
}

fn senses(evidence: &Evidence) -> u32 {
    let order = [Sense::Name, Sense::Capital, Sense::Seat, Sense::Adjective, Sense::People];
    order.iter().enumerate().map(|(bit, &sense)| u32::from(evidence.country.get(sense).is_some()) << bit).sum()
}

fn gazetteer(around: &Surroundings, evidence: &Evidence) -> u32 {
    let found = around.places.find(&evidence.text);
    found.first().map_or(0, |place| 1 + place.kind as u32)
}

fn first_name(word: &str) -> u32 {
    match names::first_name(word) {
        None => 0,
        Some(None) => 1,
        Some(Some(sex)) => 2 + sex as u32,
    }
}

fn surname(word: &str) -> u32 {
    names::surname(word).map_or(0, |rare| 1 + u32::from(rare))
}

fn kinds(senses: &'static [Names]) -> impl Iterator<Item = u32> {
    senses.iter().map(|sense| match sense {
        Names::Organization(kind) => 10 + *kind as u32,
        Names::Place => 1,
        Names::Event => 2,
        Names::None => 3,
    })
}

/// Which labels others of the same string have, the candidate's own left out once.
fn votes(found: Option<&[u16; 5]>, own: Label) -> impl Iterator<Item = u32> {
    let found = found.copied().unwrap_or_default();
    (0..5u32).filter(move |&at| {
        let own = u16::from(own != Label::None && slot(own) == at as usize);
        found[at as usize] > own
    })
}

fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (2..=8).contains(&letters) && !text.contains(char::is_lowercase)
}

fn suffix(word: &str) -> &str {
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    &word[start..]
}

/// Runs of capitals, small letters, digits and other marks, each written once: "McDonald's 2" is one number.
fn shape(text: &str) -> u32 {
    let mut shape = String::new();
    for c in text.chars().take(24) {
        let class = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_lowercase() => 'x',
            _ if c.is_numeric() => 'd',
            _ if c.is_whitespace() => ' ',
            _ if c.is_alphabetic() => 'a',
            _ => c,
        };
        if shape.chars().rev().take(2).filter(|&last| last == class).count() < 2 {
            shape.push(class);
        }
    }
    symbol(&shape)
}
