//! What the rankers look at: one mention beside one entity that it may speak of.
//!
//! Distance, grammar and salience, agreement, quotations and their speakers, and for descriptions the words. There is
//! one ranker for each sort of mention; all numbers are put in classes, so that a ranker is a sum of weights.

use std::collections::HashMap;

use reportedly_knowledge::titles::Sex;
use reportedly_language::Doc;
use reportedly_report::{BlockRole, EntityType, MentionForm};

use super::mentions::{Described, Nominal, Person, What};
use super::roles::same_post;
use super::threads::{Reference, Thread};
use crate::Context;
use crate::learned::{Features, symbol, symbol_lower};

/// The sorts of mentions, each with a ranker of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// "he", "she".
    Third,
    /// "it".
    It,
    /// "they".
    They,
    /// "I", "we", "you".
    First,
    /// "the minister".
    Nominal,
}

impl Sort {
    /// The sort of a mention.
    pub fn of(described: &Described) -> Self {
        match &described.what {
            What::Pronoun(Person::He | Person::She) => Self::Third,
            What::Pronoun(Person::It) => Self::It,
            What::Pronoun(Person::They) => Self::They,
            What::Pronoun(_) => Self::First,
            What::Nominal(_) => Self::Nominal,
        }
    }

    /// How many sentences back an entity may have been mentioned last.
    fn window(self) -> usize {
        match self {
            Self::Third | Self::It | Self::They => 8,
            Self::First | Self::Nominal => 60,
        }
    }
}

/// This many mentions back are looked at.
const MEMORY: usize = 1500;

/// At most this many entities are compared.
const MOST: usize = 40;

/// What is known of the whole report before mentions are joined.
#[derive(Debug)]
pub struct Scene<'a> {
    cx: &'a Context<'a>,
    /// For each quotation, the token of its speaker.
    speakers: &'a [Option<usize>],
    /// The tokens that are speakers of quotations.
    speaks: Vec<bool>,
    /// The threads in the order of their mentions so far, one for each mention.
    pub(super) told: Vec<u32>,
    /// The thread of each token that a name or joined mention covers.
    pub(super) thread_at: Vec<Option<u32>>,
    /// For each token the number of its block, and whether that block ends as a question.
    block_at: Vec<u32>,
    questions: Vec<bool>,
    interview: bool,
    /// The person named most, and the person named first.
    most_named: Option<usize>,
    first_named: Option<usize>,
}

impl<'a> Scene<'a> {
    /// Looks over a report. `names` gives for each name its thread and head, in order.
    pub fn new(
        cx: &'a Context<'a>,
        speakers: &'a [Option<usize>],
        threads: &[Thread],
        names: &[(usize, Reference)],
    ) -> Self {
        let doc = cx.doc;
        let mut thread_at = vec![None; doc.len()];
        let mut counts = vec![0usize; threads.len()];
        let mut first_named = None;
        for (thread, reference) in names {
            reference.tokens.clone().for_each(|i| thread_at[i] = Some(*thread as u32));
            if threads[*thread].kind == EntityType::Person {
                counts[*thread] += 1;
                first_named = first_named.or(Some(*thread));
            }
        }
        let most_named = (0..counts.len()).rev().max_by_key(|&t| counts[t]).filter(|&t| counts[t] > 0);
        let (block_at, questions) = paragraphs(cx);
        let interview = is_interview(cx, &questions);
        let mut speaks = vec![false; doc.len()];
        speakers.iter().flatten().for_each(|&subject| speaks[subject] = true);
        let told = Vec::new();
        Self { cx, speakers, speaks, told, thread_at, block_at, questions, interview, most_named, first_named }
    }

    /// The thread of a name or joined mention that covers a token.
    pub fn thread_of(&self, token: usize) -> Option<usize> {
        self.thread_at[token].map(|thread| thread as usize)
    }

    /// The threads of the latest mentions, the last first; one with several mentions comes several times.
    pub fn recent(&self) -> impl Iterator<Item = usize> + '_ {
        self.told.iter().rev().take(MEMORY).map(|&thread| thread as usize)
    }

    /// Whether a token is the subject that some quotation hangs on.
    pub fn is_speaker(&self, token: usize) -> bool {
        self.speaks[token]
    }

    /// The thread of the speaker of the quotation that holds a token.
    pub fn speaker(&self, token: usize) -> Option<usize> {
        let quote = self.cx.quotes.at(token)?;
        let subject = self.speakers[quote]?;
        self.thread_of(subject)
    }

    /// The entities that a mention may speak of: the nearest first.
    pub fn candidates(&self, threads: &[Thread], described: &Described) -> Vec<usize> {
        let doc = self.cx.doc;
        let sort = Sort::of(described);
        let sentence = doc.sentence_of(described.head);
        let speaker = if sort == Sort::First { self.speaker(described.head) } else { None };
        let mut near: Vec<usize> = Vec::new();
        for index in self.recent() {
            let back = threads[index].last().map_or(0, |last| sentence.saturating_sub(doc.sentence_of(last.head)));
            if near.len() == MOST || back > sort.window() {
                break;
            }
            if !near.contains(&index) && agrees(&threads[index], described) {
                near.push(index);
            }
        }
        let lead = self.most_named.filter(|&lead| sort == Sort::First && threads[lead].last().is_some());
        for extra in lead.into_iter().chain(speaker) {
            if !near.contains(&extra) && agrees(&threads[extra], described) {
                near.push(extra);
            }
        }
        near
    }

    /// Whether a pronoun stands in a clause that the last mention of an entity says or thinks: "The minister said he …".
    pub fn is_told_by(&self, threads: &[Thread], described: &Described, candidate: usize) -> bool {
        let doc = self.cx.doc;
        let Some(last) = threads[candidate].last() else { return false };
        let clause = doc.ancestors(described.head).take(6).find(|&verb| doc.dep(verb) == "ccomp");
        clause.is_some_and(|clause| doc.head(last.head) == doc.head(clause) && doc.dep(last.head) == "nsubj")
    }

    /// Describes the pair of a mention and the `rank`-th of its candidates.
    pub fn describe(
        &self,
        threads: &[Thread],
        described: &Described,
        candidates: &[usize],
        rank: usize,
        features: &mut Features,
    ) {
        let thread = &threads[candidates[rank]];
        let class = match &described.what {
            What::Pronoun(person) => *person as u32,
            What::Nominal(nominal) => 10 + u32::from(nominal.plural),
        };
        let mut to = Pair { features, class };
        self.distance(thread, described, &mut to);
        self.salience(threads, described, candidates, rank, &mut to);
        self.agreement(thread, described, &mut to);
        self.speech(candidates[rank], thread, described, &mut to);
        if let What::Nominal(nominal) = &described.what {
            self.words(thread, described, nominal, &mut to);
        }
    }

    fn distance(&self, thread: &Thread, described: &Described, to: &mut Pair<'_>) {
        let doc = self.cx.doc;
        let at = described.head;
        let Some(last) = thread.last() else {
            to.add(Field::Sentences, [99]);
            return;
        };
        let back = sentences_back(doc, last.head, at);
        let (role, form) = (grammar(doc, at), last.form as u32);
        to.add(Field::Sentences, [back]);
        to.add(Field::Tokens, [log(at.abs_diff(last.head))]);
        to.add(Field::Roles, [grammar(doc, last.head), role]);
        to.add(Field::RolesNear, [grammar(doc, last.head), role, back.min(2)]);
        to.add(Field::Form, [form, back]);
        to.add(Field::FormRole, [form, grammar(doc, last.head), back.min(3)]);
        to.add(Field::Paragraph, [self.block_at[at].abs_diff(self.block_at[last.head]).min(4), back.min(1)]);
        to.add(Field::Bound, [binding(doc, last.head, at)]);
        to.add(Field::Quoted, [self.quoted(last.head, at), back.min(2)]);
        let first = doc.sentence(doc.sentence_of(last.head)).take(6).any(|i| last.tokens.contains(&i));
        to.add(Field::Opens, [u32::from(first), back.min(2)]);
        let before: Vec<&Reference> = thread.references.iter().rev().take(4).collect();
        let subject = before.iter().find(|r| grammar(doc, r.head) == 1).map(|r| sentences_back(doc, r.head, at));
        to.add(Field::Subject, [subject.unwrap_or(98)]);
        let governs = doc.ancestors(at).take(12).any(|verb| {
            before.iter().any(|r| doc.head(r.head) == verb && doc.dep(r.head).starts_with("nsubj") && r.head != at)
        });
        to.add(Field::Governs, [u32::from(governs), role]);
    }

    fn salience(
        &self,
        threads: &[Thread],
        described: &Described,
        candidates: &[usize],
        rank: usize,
        to: &mut Pair<'_>,
    ) {
        let index = candidates[rank];
        let thread = &threads[index];
        let doc = self.cx.doc;
        let near = thread.last().map_or(99, |last| sentences_back(doc, last.head, described.head));
        let alike = candidates[..rank].iter().filter(|&&c| threads[c].kind == thread.kind).count();
        let named = candidates[..rank].iter().filter(|&&c| threads[c].is_named()).count();
        to.add(Field::Rank, [rank.min(8) as u32]);
        to.add(Field::RankAlike, [alike.min(6) as u32, near.min(3)]);
        to.add(Field::RankNamed, [named.min(6) as u32, u32::from(thread.is_named())]);
        let size = thread.references.len();
        let all: usize = candidates.iter().map(|&c| threads[c].references.len()).sum();
        to.add(Field::Size, [log(size)]);
        to.add(Field::Share, [(size * 8 / all.max(1)) as u32]);
        to.add(Field::Only, [u32::from(candidates.len() == 1), near.min(3)]);
        let (most, first) = (self.most_named == Some(index), self.first_named == Some(index));
        to.add(Field::Lead, [u32::from(most), u32::from(first)]);
        to.add(Field::LeadNear, [u32::from(most), near.min(4)]);
    }

    fn agreement(&self, thread: &Thread, described: &Described, to: &mut Pair<'_>) {
        let wanted = sex_of(described).map_or(0, |sex| 1 + sex as u32);
        let sex = thread.sex.map_or(0, |sex| 1 + sex as u32);
        to.add(Field::Sex, [sex, wanted]);
        to.add(Field::Kind, [thread.kind as u32, u32::from(thread.is_named())]);
        to.add(Field::Plural, [u32::from(thread.plural)]);
        let mut classes = 0u32;
        let mut last = 9;
        for reference in thread.references.iter().rev().filter(|r| r.form == MentionForm::Pronoun).take(12) {
            if let Some(person) = super::mentions::pronoun(self.cx.doc.lower(reference.head)) {
                classes |= 1 << person as u32;
                if last == 9 {
                    last = person as u32;
                }
            }
        }
        to.add(Field::Pronouns, [classes]);
        to.add(Field::LastPronoun, [last]);
    }

    fn speech(&self, index: usize, thread: &Thread, described: &Described, to: &mut Pair<'_>) {
        let at = described.head;
        let quoted = self.cx.quotes.at(at);
        let speaker = self.speaker(at);
        let known = u32::from(speaker.is_some());
        let is_speaker = u32::from(speaker == Some(index));
        to.add(Field::Speaker, [u32::from(quoted.is_some()), known, is_speaker]);
        if !matches!(described.what, What::Pronoun(_)) {
            return;
        }
        let question = u32::from(self.questions.get(self.block_at[at] as usize).copied().unwrap_or(false));
        let lead = u32::from(self.most_named == Some(index)) * 2 + u32::from(self.first_named == Some(index));
        let interview = u32::from(self.interview);
        to.add(Field::Interview, [interview, question, lead, u32::from(quoted.is_some())]);
        let person = u32::from(thread.kind == EntityType::Person);
        to.add(Field::InterviewKind, [interview, question, person, u32::from(thread.is_named())]);
        if let (Some(last), Some(_)) = (thread.last(), quoted) {
            let same = self.cx.quotes.at(last.head) == quoted;
            to.add(Field::SameSpeech, [u32::from(same), last.form as u32]);
        }
    }

    fn words(&self, thread: &Thread, described: &Described, nominal: &Nominal, to: &mut Pair<'_>) {
        let doc = self.cx.doc;
        let lemma = doc.lemma(described.head);
        let word = symbol_lower(lemma);
        let known = thread.references.iter().rev().take(30).filter(|r| r.form == MentionForm::Nominal);
        let same_noun = known.filter(|r| doc.lemma(r.head) == lemma).count().min(2) as u32;
        let in_name = u32::from(thread.words.iter().any(|name| name == lemma));
        to.add(Field::SameNoun, [same_noun, u32::from(nominal.definite)]);
        to.add(Field::InName, [in_name, u32::from(nominal.definite)]);
        to.add(Field::NounKind, [word, thread.kind as u32]);
        to.add(
            Field::Definite,
            [u32::from(nominal.definite), u32::from(nominal.possessor.is_some()), u32::from(thread.is_named())],
        );
        let office = nominal.role.as_ref().map_or(9, |role| {
            let same = thread.roles.iter().filter(|held| same_post(&held.title, &role.title));
            same.map(|held| match (&held.of, &role.of) {
                (Some(a), Some(b)) if a == b => 3,
                (Some(_), Some(_)) => 1,
                _ => 2,
            })
            .max()
            .unwrap_or(0)
        });
        to.add(Field::Office, [office, u32::from(nominal.definite)]);
        let modifiers = described.tokens.len().min(4) as u32;
        to.add(Field::Modifiers, [modifiers, same_noun]);
        let apposed = thread.references.iter().rev().take(4).any(|r| is_apposed(doc, r, described.head));
        let copula = thread.references.iter().rev().take(4).any(|r| is_predicate(doc, r, described.head));
        to.add(Field::Apposed, [u32::from(apposed), u32::from(copula)]);
        let relation = symbol(doc.dep(described.head));
        to.add(Field::Relation, [relation, u32::from(apposed)]);
    }

    /// Whether mention and pronoun stand in the same quotation, in different ones, one in and one out, or neither.
    fn quoted(&self, last: usize, at: usize) -> u32 {
        match (self.cx.quotes.at(last), self.cx.quotes.at(at)) {
            (None, None) => 0,
            (Some(a), Some(b)) if a == b => 1,
            (Some(_), Some(_)) => 2,
            (Some(_), None) => 3,
            (None, Some(_)) => 4,
        }
    }
}

/// Families of features, numbered once and for all: the weights hang on the numbers.
#[derive(Clone, Copy)]
enum Field {
    Sentences = 1,
    Tokens,
    Roles,
    RolesNear,
    Form,
    FormRole,
    Paragraph,
    Bound,
    Quoted,
    Opens,
    Subject,
    Governs,
    Rank,
    RankAlike,
    RankNamed,
    Size,
    Share,
    Only,
    Lead,
    LeadNear,
    Sex,
    Kind,
    Plural,
    Pronouns,
    LastPronoun,
    Speaker,
    Interview,
    InterviewKind,
    SameSpeech,
    SameNoun,
    InName,
    NounKind,
    Definite,
    Office,
    Modifiers,
    Apposed,
    Relation,
}

/// Takes features of a pair, each alone and with the class of the pronoun.
struct Pair<'f> {
    features: &'f mut Features,
    class: u32,
}

impl Pair<'_> {
    fn add<const N: usize>(&mut self, field: Field, values: [u32; N]) {
        self.features.add(field as u32, values);
        self.features.add(1000 + 100 * self.class + field as u32, values);
    }
}

/// Whether a mention may speak of an entity at all: person or not, one or several, male or female.
fn agrees(thread: &Thread, described: &Described) -> bool {
    let person = thread.kind == EntityType::Person;
    let sexes = match (thread.sex, sex_of(described)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    match &described.what {
        What::Pronoun(Person::He | Person::She | Person::I) => person && !thread.plural && sexes,
        What::Pronoun(Person::You | Person::We) => {
            matches!(thread.kind, EntityType::Person | EntityType::Organization | EntityType::Place)
        }
        What::Pronoun(Person::It) => {
            matches!(thread.kind, EntityType::Organization | EntityType::Place) && !thread.plural
        }
        What::Pronoun(Person::They) => {
            matches!(thread.kind, EntityType::Person | EntityType::Organization | EntityType::Place)
        }
        What::Nominal(nominal) if nominal.of_person => person && thread.plural == nominal.plural && sexes,
        What::Nominal(_) => matches!(thread.kind, EntityType::Organization | EntityType::Place),
    }
}

/// The sex that a mention tells.
pub fn sex_of(described: &Described) -> Option<Sex> {
    match &described.what {
        What::Pronoun(Person::He) => Some(Sex::Male),
        What::Pronoun(Person::She) => Some(Sex::Female),
        What::Pronoun(_) => None,
        What::Nominal(nominal) => nominal.sex,
    }
}

/// Whether a description stands in apposition to a mention.
fn is_apposed(doc: &Doc<'_>, reference: &Reference, noun: usize) -> bool {
    doc.dep(noun) == "appos" && reference.tokens.contains(&doc.head(noun))
        || doc.dep(reference.head) == "appos" && doc.head(reference.head) == noun
}

fn is_predicate(doc: &Doc<'_>, reference: &Reference, noun: usize) -> bool {
    doc.dep(noun) == "attr" && doc.head(reference.head) == doc.head(noun) && doc.dep(reference.head) == "nsubj"
}

/// Subject 1, object 2, possessor 3, after a preposition 4, else 0.
fn grammar(doc: &Doc<'_>, i: usize) -> u32 {
    match doc.dep(i) {
        "nsubj" | "nsubjpass" => 1,
        "dobj" | "dative" => 2,
        "poss" => 3,
        "pobj" | "agent" => 4,
        "appos" => 5,
        "compound" | "nmod" => 6,
        _ => 0,
    }
}

fn sentences_back(doc: &Doc<'_>, from: usize, to: usize) -> u32 {
    let back = doc.sentence_of(to).saturating_sub(doc.sentence_of(from));
    match back {
        0..=4 => back as u32,
        5..=6 => 5,
        7..=8 => 6,
        9..=20 => 7,
        _ => 8,
    }
}

fn log(n: usize) -> u32 {
    (n + 1).ilog2().min(10)
}

/// 1: object of a verb whose subject the mention is; 2: the same, reflexive; 3: possessor in its clause; 0 else.
fn binding(doc: &Doc<'_>, mention: usize, pronoun: usize) -> u32 {
    let mut verb = doc.head(pronoun);
    if matches!(doc.dep(verb), "prep" | "dobj" | "pobj") && doc.tag(pronoun) == "PRP$" || doc.dep(verb) == "prep" {
        verb = doc.head(verb);
    }
    for _ in 0..4 {
        if doc.head(mention) == verb && mention != pronoun {
            let reflexive = doc.lower(pronoun).ends_with("self") || doc.lower(pronoun).ends_with("selves");
            return match (reflexive, doc.tag(pronoun)) {
                (true, _) => 2,
                (_, "PRP$") => 3,
                _ => 1,
            };
        }
        if doc.dep(verb) != "xcomp" {
            return 0;
        }
        verb = doc.head(verb);
    }
    0
}

/// For each token its block, and which blocks end as questions.
fn paragraphs(cx: &Context<'_>) -> (Vec<u32>, Vec<bool>) {
    let mut at = 0u32;
    let mut block_at = Vec::with_capacity(cx.doc.len());
    for i in 0..cx.doc.len() {
        let start = cx.doc.span(i).start;
        while (at as usize + 1) < cx.blocks.len() && cx.blocks[at as usize].span.end <= start {
            at += 1;
        }
        block_at.push(at);
    }
    let ends = |text: &str| text.trim_end_matches(['"', '”', '\'', '’', ')', ' ']).ends_with('?');
    let questions = cx.blocks.iter().map(|block| ends(block.span.of(&cx.report.text))).collect();
    (block_at, questions)
}

/// Whether the report is an interview: several questions, and "I" outside quotations.
fn is_interview(cx: &Context<'_>, questions: &[bool]) -> bool {
    let doc = cx.doc;
    let mut counts: HashMap<bool, usize> = HashMap::new();
    for i in (0..doc.len()).filter(|&i| !cx.quotes.is_quoted(i)) {
        match super::mentions::pronoun(doc.lower(i)) {
            Some(Person::I) => *counts.entry(true).or_default() += 1,
            Some(Person::He | Person::She) => *counts.entry(false).or_default() += 1,
            _ => {}
        }
    }
    let first = counts.get(&true).copied().unwrap_or(0);
    let third = counts.get(&false).copied().unwrap_or(0);
    let paragraphs = cx.blocks.iter().zip(questions).filter(|(block, _)| block.role == BlockRole::Paragraph);
    first >= 4 && paragraphs.filter(|(_, asks)| **asks).count() >= 3 && first * 2 > third
}
