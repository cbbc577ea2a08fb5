//! Pronouns and descriptions joined to the entities they speak of, from left to right.
//!
//! Every mention looks back at the entities so far, at most [`WINDOW`] sentences, and goes to the best that fits, or to
//! none. An office stated once ("Russian President Vladimir Putin") is remembered: "the Russian president" is him.

use reportedly_language::Doc;
use reportedly_report::{EntityType, MentionForm};

use super::mentions::{Described, Nominal, Person, What};
use super::roles::same_post;
use super::threads::{Reference, Thread};
use crate::Context;

/// How many sentences back a pronoun looks.
const WINDOW: usize = 8;

/// A mention in reading order: a name with its thread, or a description still to be joined.
#[derive(Clone, Copy, Debug)]
pub enum Step<'m> {
    /// A name of the thread.
    Name(usize, &'m Reference),
    /// A pronoun or description.
    Described(&'m Described),
}

/// Takes the steps in order of their heads and gives every mention that fits to a thread.
pub fn resolve(cx: &Context<'_>, steps: &[Step<'_>], speakers: &[Option<usize>], threads: &mut Vec<Thread>) {
    for step in steps {
        match step {
            Step::Name(thread, reference) => threads[*thread].references.push((*reference).clone()),
            Step::Described(described) => {
                let target = match &described.what {
                    What::Pronoun(person) => of_pronoun(cx, threads, described, *person, speakers),
                    What::Nominal(nominal) => of_nominal(cx.doc, threads, described, nominal),
                };
                let Some(target) = target else { continue };
                let form = match described.what {
                    What::Pronoun(_) => MentionForm::Pronoun,
                    What::Nominal(_) => MentionForm::Nominal,
                };
                let tokens = described.tokens.clone();
                threads[target].references.push(Reference { tokens, head: described.head, form, metonym: false });
            }
        }
    }
}

fn of_pronoun(
    cx: &Context<'_>,
    threads: &mut [Thread],
    described: &Described,
    person: Person,
    speakers: &[Option<usize>],
) -> Option<usize> {
    let at = described.head;
    match person {
        Person::He | Person::She => third_person(cx, threads, at, person),
        Person::I => {
            let quote = cx.quotes.at(at)?;
            let subject = speakers[quote]?;
            let holder = |thread: &Thread| {
                thread.kind == EntityType::Person
                    && thread.references.iter().rev().take(40).any(|reference| reference.tokens.contains(&subject))
            };
            threads.iter().position(holder)
        }
        _ => None,
    }
}

fn third_person(cx: &Context<'_>, threads: &mut [Thread], at: usize, person: Person) -> Option<usize> {
    use reportedly_knowledge::titles::Sex;
    let doc = cx.doc;
    let sex = if person == Person::He { Sex::Male } else { Sex::Female };
    let sentence = doc.sentence_of(at);
    let mut best: Option<(f32, usize)> = None;
    for (index, thread) in threads.iter().enumerate() {
        let fits = thread.kind == EntityType::Person && !thread.plural && thread.sex.is_none_or(|known| known == sex);
        let Some(last) = thread.last().filter(|_| fits) else { continue };
        let back = sentence - doc.sentence_of(last.head).min(sentence);
        if back > WINDOW || is_bound(doc, last.head, at) {
            continue;
        }
        let mut score = -(back as f32) - (at.saturating_sub(last.head) as f32) * 0.01;
        if doc.dep(last.head).starts_with("nsubj") {
            score += 0.7;
        }
        if thread.sex.is_some() {
            score += 0.5;
        }
        if cx.quotes.at(last.head) != cx.quotes.at(at) {
            score -= 0.4;
        }
        score += (thread.references.len() as f32).ln() * 0.3;
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, index));
        }
    }
    let (_, index) = best?;
    threads[index].sex.get_or_insert(sex);
    Some(index)
}

/// Whether a pronoun cannot speak of a mention: it is the object of a verb whose subject the mention is, be it at the
/// end of a chain ("Ana hopes to meet her").
fn is_bound(doc: &Doc<'_>, mention: usize, pronoun: usize) -> bool {
    if doc.tag(pronoun) != "PRP" || doc.lower(pronoun).ends_with("self") {
        return false;
    }
    let mut verb = doc.head(pronoun);
    if doc.dep(verb) == "prep" {
        verb = doc.head(verb);
    }
    for _ in 0..5 {
        if doc.head(mention) == verb {
            return mention != pronoun;
        }
        let chained =
            matches!(doc.dep(verb), "xcomp") || doc.dep(verb) == "ccomp" && doc.child(verb, "nsubj").is_none();
        if !chained {
            return false;
        }
        verb = doc.head(verb);
    }
    false
}

/// "The Russian president": the person whose office covers the words, the latest of them; an apposition to a name is his.
fn of_nominal(doc: &Doc<'_>, threads: &mut [Thread], described: &Described, nominal: &Nominal) -> Option<usize> {
    let head = described.head;
    if !nominal.of_person || nominal.plural {
        return None;
    }
    let apposed = |reference: &Reference| {
        doc.dep(head) == "appos" && reference.tokens.contains(&doc.head(head))
            || doc.dep(reference.head) == "appos" && doc.head(reference.head) == head
    };
    let near = threads
        .iter()
        .position(|thread| thread.kind == EntityType::Person && thread.references.iter().rev().take(6).any(apposed));
    if near.is_some() {
        return near;
    }
    let role = nominal.role.as_ref().filter(|_| nominal.definite && nominal.possessor.is_none())?;
    let holds = |thread: &Thread| {
        let same = |held: &reportedly_report::Role| {
            same_post(&held.title, &role.title)
                && match (&held.of, &role.of) {
                    (Some(a), Some(b)) => a == b || thread.country.as_ref() == Some(b),
                    (_, None) => true,
                    (None, Some(b)) => thread.country.as_ref() == Some(b),
                }
        };
        let sexes = thread.sex.is_none() || nominal.sex.is_none() || thread.sex == nominal.sex;
        thread.kind == EntityType::Person && sexes && thread.roles.iter().any(same) && thread.last().is_some()
    };
    let candidates = threads.iter().enumerate().filter(|(_, thread)| holds(thread));
    candidates.max_by_key(|(_, thread)| thread.last().map(|last| last.head)).map(|(index, _)| index)
}
