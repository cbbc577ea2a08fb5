//! Pronouns and descriptions joined to the entities they speak of, from left to right.
//!
//! Every mention looks back at the entities so far and goes to the best that fits, or begins one of its own. An office
//! stated once ("Russian President Vladimir Putin") is remembered: "the Russian president" is him, whatever the ranker
//! would say; a description in apposition to a name is its bearer.

use reportedly_knowledge::titles::Sex;
use reportedly_language::Doc;
use reportedly_report::{EntityType, MentionForm};

use super::mentions::{Described, Nominal, Person, What};
use super::models::Models;
use super::ranking::{Scene, Sort, sex_of};
use super::roles::same_post;
use super::threads::{Reference, Thread};
use crate::learned::Features;

/// The least probability with which a mention is joined, for each sort.
const LEAST: [f32; 5] = [0.02, 0.5, 0.5, 0.1, 0.45];

/// A mention in reading order: a name with its thread, or a description still to be joined.
#[derive(Clone, Copy, Debug)]
pub enum Step<'m> {
    /// A name of the thread.
    Name(usize, &'m Reference),
    /// A pronoun or description.
    Described(&'m Described),
}

/// What chooses among candidates: the place of the best in the list, or none.
pub type Choose<'c> = dyn FnMut(&Scene<'_>, &[Thread], &Described, &[usize]) -> Option<usize> + 'c;

/// Takes the steps in order and gives every mention a thread.
pub fn resolve(
    scene: &mut Scene<'_>,
    doc: &Doc<'_>,
    steps: &[Step<'_>],
    threads: &mut Vec<Thread>,
    choose: &mut Choose<'_>,
) {
    for step in steps {
        match step {
            Step::Name(thread, reference) => {
                threads[*thread].references.push((*reference).clone());
                scene.told.push(*thread as u32);
            }
            Step::Described(described) => {
                let stated = match &described.what {
                    What::Nominal(nominal) => of_office(scene, doc, threads, described, nominal),
                    What::Pronoun(Person::He | Person::She) => {
                        ahead(scene, doc, threads, described.head, sex_of(described))
                    }
                    What::Pronoun(Person::It) => told_of_itself(scene, doc, threads, described),
                    What::Pronoun(_) => None,
                };
                let target = stated.or_else(|| {
                    let candidates = scene.candidates(threads, described);
                    let chosen =
                        if candidates.is_empty() { None } else { choose(scene, threads, described, &candidates) };
                    chosen.map(|at| candidates[at])
                });
                let target = target.unwrap_or_else(|| begin(described, threads));
                give(scene, described, target, threads);
            }
        }
    }
}

/// "The ministry said it would answer", and "…, it added": a body that speaks of itself, or goes on speaking.
fn told_of_itself(scene: &Scene<'_>, doc: &Doc<'_>, threads: &[Thread], described: &Described) -> Option<usize> {
    let at = described.head;
    let acts = doc.dep(at) == "nsubj" && !matches!(doc.lemma(doc.head(at)), "be" | "seem" | "appear" | "rain" | "snow");
    if !acts {
        return None;
    }
    let speaks = scene.is_speaker(at);
    let candidates = scene.candidates(threads, described);
    candidates.into_iter().take(8).find(|&candidate| {
        let last = threads[candidate].last();
        let spoke = || last.is_some_and(|last| scene.is_speaker(last.head) || doc.dep(last.head) == "nsubj");
        threads[candidate].is_named() && (scene.is_told_by(threads, described, candidate) || speaks && spoke())
    })
}

/// "Discussing his plan, the minister, Ana Example, said": a pronoun in a clause before the main verb of its sentence
/// speaks of that verb's subject, if it is a person named only there.
fn ahead(scene: &Scene<'_>, doc: &Doc<'_>, threads: &[Thread], at: usize, sex: Option<Sex>) -> Option<usize> {
    let clause = doc.ancestors(at).take(8).find(|&verb| doc.dep(verb) == "advcl")?;
    let main = doc.head(clause);
    let subject = doc.child(main, "nsubj").filter(|&subject| clause < main && subject > clause)?;
    let holder = |i: usize| scene.thread_of(i).filter(|&thread| threads[thread].kind == EntityType::Person);
    let below = || doc.children(subject).filter(|&child| doc.dep(child) == "appos").find_map(holder);
    let thread = holder(subject).or_else(below)?;
    let sexes = threads[thread].sex.is_none() || threads[thread].sex == sex;
    (sexes && threads[thread].last().is_none()).then_some(thread)
}

/// The choice by learned rankers: the best candidate, if it is likely enough.
pub fn by_rankers<'m>(
    models: &'m Models,
) -> impl FnMut(&Scene<'_>, &[Thread], &Described, &[usize]) -> Option<usize> + 'm {
    let mut features = Features::default();
    let mut scores = [0.0; 2];
    move |scene, threads, described, candidates| {
        let sort = Sort::of(described) as usize;
        let net = models.rankers[sort].as_ref()?;
        let mut best: Option<(f32, usize)> = None;
        for at in 0..candidates.len() {
            features.clear();
            scene.describe(threads, described, candidates, at, &mut features);
            net.predict(&features, &[], &mut scores);
            if sort == Sort::Third as usize && scene.is_told_by(threads, described, candidates[at]) {
                scores[1] = raised(scores[1]);
            }
            if scores[1] >= LEAST[sort] && best.is_none_or(|(known, _)| scores[1] > known) {
                best = Some((scores[1], at));
            }
        }
        best.map(|(_, at)| at)
    }
}

/// The probability with its odds raised by e².
fn raised(probability: f32) -> f32 {
    let odds = probability * std::f32::consts::E.powi(2);
    odds / (odds + 1.0 - probability)
}

/// A new entity without a name.
fn begin(described: &Described, threads: &mut Vec<Thread>) -> usize {
    let kind = match &described.what {
        What::Nominal(nominal) if !nominal.of_person => EntityType::Organization,
        What::Pronoun(Person::It) => EntityType::Other,
        _ => EntityType::Person,
    };
    let mut thread = Thread::new(kind, "entities.described");
    thread.plural = match &described.what {
        What::Nominal(nominal) => nominal.plural,
        What::Pronoun(person) => {
            matches!(person, Person::They | Person::We)
        }
    };
    threads.push(thread);
    threads.len() - 1
}

fn give(scene: &mut Scene<'_>, described: &Described, target: usize, threads: &mut [Thread]) {
    let form = match described.what {
        What::Pronoun(_) => MentionForm::Pronoun,
        What::Nominal(_) => MentionForm::Nominal,
    };
    let thread = &mut threads[target];
    if thread.kind == EntityType::Person {
        thread.sex = thread.sex.or_else(|| sex_of(described));
    }
    if let What::Nominal(Nominal { role: Some(role), plural: false, .. }) = &described.what
        && thread.kind == EntityType::Person
    {
        thread.take_role(role);
    }
    scene.thread_at[described.head] = Some(target as u32);
    scene.told.push(target as u32);
    let tokens = described.tokens.clone();
    thread.references.push(Reference { tokens, head: described.head, form, metonym: false });
}

/// "The Russian president": the person whose office covers the words, the latest of them; an apposition to a name is his.
fn of_office(
    scene: &Scene<'_>,
    doc: &Doc<'_>,
    threads: &[Thread],
    described: &Described,
    nominal: &Nominal,
) -> Option<usize> {
    let head = described.head;
    if !nominal.of_person || nominal.plural {
        return None;
    }
    let above = (doc.dep(head) == "appos").then(|| doc.head(head));
    let below = doc.children(head).filter(|&child| doc.dep(child) == "appos");
    let bearer = above.into_iter().chain(below).filter_map(|token| scene.thread_of(token));
    let person =
        |at: &usize| threads[*at].kind == EntityType::Person && !threads[*at].plural && threads[*at].is_named();
    if let Some(bearer) = bearer.into_iter().find(person) {
        return Some(bearer);
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
    scene.recent().find(|&at| holds(&threads[at]))
}
