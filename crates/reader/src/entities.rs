//! Who and what a report speaks of, joined within it.
//!
//! Names come first: spans, then types, then clusters, whatever their order. Capitals that act become governments.
//! Then pronouns and descriptions are given to the entities so far, from left to right. A name mention covers the name
//! alone, so that "President Ana Example" is the name "Ana Example" and the role "president". An entity without a name
//! is not listed, and nothing is known of it but what the report or a table says.

pub mod candidates;
pub mod coreference;
pub mod evidence;
mod governments;
mod joining;
pub mod mentions;
pub mod models;
pub mod naming;
pub mod ranking;
mod roles;
mod speakers;
pub mod threads;
mod typing;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use reportedly_knowledge::countries::Sense;
use reportedly_knowledge::fold::fold;
use reportedly_report::{BlockRole, Entity, EntityId, EntityType, Mention, MentionForm};

use crate::Context;
use crate::learned::Features;
use coreference::{Choose, Step};
use evidence::Evidence;
use joining::Name;
use mentions::{Described, What};
use models::Models;
use naming::{Domain, Surroundings};
use ranking::Scene;
use threads::{Reference, Thread};

/// The entities of a report, in order of first mention.
pub fn read(cx: &Context<'_>) -> Vec<Entity> {
    read_with(cx, Models::shipped())
}

/// The same by other models than the ones compiled in.
pub fn read_with(cx: &Context<'_>, models: &Models) -> Vec<Entity> {
    let mut choose = coreference::by_rankers(models);
    entities(cx, walk(cx, models, &mut choose))
}

/// Goes through a report with `choose` in the rankers' place: what training needs.
pub fn walk(cx: &Context<'_>, models: &Models, choose: &mut Choose<'_>) -> Vec<Thread> {
    let names = names(cx, models);
    let clusters = joining::join(&names);
    let mut threads: Vec<Thread> = Vec::with_capacity(clusters.len());
    let mut thread_of = vec![0; names.len()];
    for cluster in &clusters {
        cluster.names.iter().for_each(|&name| thread_of[name] = threads.len());
        threads.push(thread(cx, &names, cluster));
    }
    let mut named: Vec<(usize, Reference)> = thread_of.into_iter().zip(names.iter().map(reference)).collect();
    let governments = governments(cx, &mut threads);
    let described = described(cx, &names, &governments);
    named.extend(governments);
    named.sort_by_key(|(_, reference)| reference.tokens.start);
    let speakers = speakers::subjects(cx.doc, cx.quotes, cx.blocks);
    let steps = steps(cx, &named, &described, &speakers);
    let mut scene = Scene::new(cx, &speakers, &threads, &named);
    coreference::resolve(&mut scene, cx.doc, &steps, &mut threads, choose);
    threads
}

/// All mentions in reading order; one who is named as the speaker after his words comes before them.
fn steps<'m>(
    cx: &Context<'_>,
    named: &'m [(usize, Reference)],
    described: &'m [Described],
    speakers: &[Option<usize>],
) -> Vec<Step<'m>> {
    let mut order: Vec<usize> = (0..cx.doc.len()).collect();
    for (quote, &subject) in cx.quotes.all().iter().zip(speakers) {
        if let Some(subject) = subject {
            order[subject] = order[subject].min(quote.tokens.start);
        }
    }
    let mut steps: Vec<Step<'_>> = named.iter().map(|(thread, reference)| Step::Name(*thread, reference)).collect();
    steps.extend(described.iter().map(Step::Described));
    steps.sort_by_key(|step| match step {
        Step::Name(_, reference) => (reference.head, 0),
        Step::Described(described) => (order[described.head], 1),
    });
    steps
}

/// The names of the report in order, each with its type.
fn names(cx: &Context<'_>, models: &Models) -> Vec<Name> {
    let doc = cx.doc;
    let candidates = candidates::candidates(doc);
    let evidence: Vec<Evidence> = candidates.iter().map(|c| Evidence::gather(doc, &c.tokens)).collect();
    let around = models.names.as_ref().map(|net| (net, Surroundings::new(doc, &candidates, &evidence)));
    let mut features = Features::default();
    let mut scores = [0.0; 4];
    let mut decisions: Vec<Option<typing::Decision>> = Vec::with_capacity(candidates.len());
    for (candidate, evidence) in candidates.iter().zip(&evidence) {
        let learned = around.as_ref().map(|(net, around)| {
            features.clear();
            naming::describe(doc, candidate, evidence, around, Domain::Names, &mut features);
            net.predict(&features, &[], &mut scores);
            &scores
        });
        decisions.push(typing::decide(doc, candidate, evidence, learned));
    }
    typing::spread(&evidence, &mut decisions);
    typing::adopt_initials(&evidence, &mut decisions);
    typing::adopt_short_names(&evidence, &mut decisions);
    let decided = candidates.iter().zip(&evidence).zip(decisions);
    let mut names: Vec<Name> = decided
        .filter_map(|((candidate, evidence), decision)| {
            let (kind, rule) = decision?;
            Some(Name::new(candidate.tokens.clone(), kind, rule, evidence))
        })
        .collect();
    widen_bodies(cx, &mut names);
    names.dedup_by(|next, name| next.tokens.start < name.tokens.end);
    mark_governments(cx, &mut names);
    names
}

/// A nationality or country at the front of a body named in full elsewhere is that body, whatever the case of its other
/// words: "Indonesian navy" beside "Indonesian Navy".
fn widen_bodies(cx: &Context<'_>, names: &mut [Name]) {
    let several = |name: &&Name| name.kind == EntityType::Organization && name.words.len() > 1;
    let bodies: HashMap<Vec<String>, Name> =
        names.iter().filter(several).map(|name| (name.words.clone(), name.clone())).collect();
    let lengths: BTreeSet<usize> = bodies.keys().map(Vec::len).filter(|&length| length <= 5).collect();
    for name in names.iter_mut().filter(|name| matches!(name.kind, EntityType::Nationality | EntityType::Place)) {
        for length in lengths.iter().rev().filter(|&&length| length > name.words.len()) {
            let end = name.tokens.end + length - name.words.len();
            if end > cx.doc.len() {
                continue;
            }
            let mut words = name.words.clone();
            words.extend((name.tokens.end..end).map(|i| fold(cx.doc.text(i)).into_owned()));
            if let Some(body) = bodies.get(&words) {
                name.tokens.end = end;
                name.head = end - 1;
                name.kind = EntityType::Organization;
                name.rule = "entities.same_words";
                name.words = words;
                name.key.clone_from(&body.key);
                name.country = body.country;
                name.text = evidence::phrase(cx.doc, name.tokens.clone());
                break;
            }
        }
    }
}

/// Turns capitals that act, and seats of power, into their governments.
///
/// A capital that acts somewhere in the report is taken to act wherever the words leave it open.
fn mark_governments(cx: &Context<'_>, names: &mut [Name]) {
    let seat = |name: &Name| {
        let may_act = matches!(name.kind, EntityType::Place | EntityType::Organization);
        may_act.then(|| governments::seat(&name.text)).flatten()
    };
    let seats: Vec<_> = names.iter().map(seat).collect();
    let acting: Vec<i32> = names
        .iter()
        .zip(&seats)
        .map(|(name, seat)| match seat {
            Some((_, Sense::Seat)) => 2,
            Some(_) if in_dateline(cx, name) => -1,
            Some(_) => governments::acts(cx.doc, &name.tokens, name.head),
            None => -1,
        })
        .collect();
    let mut actors: Vec<&str> = Vec::new();
    for (seat, &acts) in seats.iter().zip(&acting) {
        if let (Some((country, _)), true) = (seat, acts >= 1) {
            actors.push(country.alpha2);
        }
    }
    for ((name, seat), acts) in names.iter_mut().zip(&seats).zip(acting) {
        let Some((country, _)) = seat else { continue };
        if acts >= 1 || acts == 0 && actors.contains(&country.alpha2) {
            name.government = Some(country);
            name.kind = EntityType::Organization;
            name.rule = "entities.government";
            name.country = Some(country.alpha2);
        }
    }
}

fn in_dateline(cx: &Context<'_>, name: &Name) -> bool {
    let span = cx.doc.span_of(name.tokens.clone());
    cx.blocks.iter().take(12).any(|block| block.role == BlockRole::Dateline && block.span.contains(span))
}

/// The thread of a cluster, with all that its names tell, and no mention yet.
fn thread(cx: &Context<'_>, names: &[Name], cluster: &joining::Cluster) -> Thread {
    let first = &names[cluster.names[0]];
    let mut thread = Thread::new(cluster.kind, first.rule);
    let fullest = cluster.names.iter().rev().map(|&n| &names[n]).max_by_key(|name| (name.words.len(), name.text.len()));
    thread.name = fullest.map_or_else(String::new, |name| name.text.clone());
    if cluster.kind == EntityType::Place && first.country.is_some() {
        thread.name = usual(names, cluster);
    }
    thread.words = fullest.map_or_else(Vec::new, |name| name.words.clone());
    thread.sex = cluster.sex;
    thread.country = cluster.names.iter().find_map(|&n| names[n].country).map(str::to_owned);
    if let Some(government) = first.government {
        thread.name = government.government.to_owned();
    }
    if cluster.kind == EntityType::Person {
        for &n in &cluster.names {
            let tokens = &names[n].tokens;
            for (_, role) in roles::before(cx.doc, tokens).into_iter().chain(roles::after(cx.doc, tokens)) {
                thread.sex = thread.sex.or_else(|| roles::sex(&role.title));
                let country = role.of.as_ref().filter(|of| of.len() == 2);
                let country = country.cloned().or_else(|| {
                    let body = reportedly_knowledge::organizations::find(role.of.as_deref()?)?;
                    body.country.map(str::to_owned)
                });
                thread.country = thread.country.take().or(country);
                thread.take_role(&role);
            }
        }
    }
    thread
}

/// A country's own name where the report uses it, else the form that it uses most, the earliest among equals.
fn usual(names: &[Name], cluster: &joining::Cluster) -> String {
    let own = |&&n: &&usize| names[n].key.strip_prefix("country ") == Some(names[n].text.as_str());
    if let Some(&n) = cluster.names.iter().find(own) {
        return names[n].text.clone();
    }
    let count = |text: &str| cluster.names.iter().filter(|&&n| names[n].text == text).count();
    let texts = cluster.names.iter().rev().take(200).map(|&n| names[n].text.as_str());
    texts.max_by_key(|text| count(text)).unwrap_or_default().to_owned()
}

fn reference(name: &Name) -> Reference {
    Reference {
        tokens: name.tokens.clone(),
        head: name.head,
        form: MentionForm::Name,
        metonym: name.government.is_some(),
    }
}

/// Governments named as such, "the Russian government", each with its thread.
fn governments(cx: &Context<'_>, threads: &mut Vec<Thread>) -> Vec<(usize, Reference)> {
    let mut found = Vec::new();
    let organizations = threads.iter().enumerate().filter(|(_, thread)| thread.kind == EntityType::Organization);
    let mut known: HashMap<String, usize> =
        organizations.rev().map(|(index, thread)| (thread.name.clone(), index)).collect();
    for noun in 0..cx.doc.len() {
        let Some((tokens, country)) = governments::named(cx.doc, noun) else { continue };
        let thread = *known.entry(country.government.to_owned()).or_insert_with(|| {
            let mut thread = Thread::new(EntityType::Organization, "entities.named_government");
            thread.name = country.government.to_owned();
            thread.country = Some(country.alpha2.to_owned());
            threads.push(thread);
            threads.len() - 1
        });
        found.push((thread, Reference { tokens, head: noun, form: MentionForm::Nominal, metonym: false }));
    }
    found
}

/// Pronouns and descriptions that are no part of a name, and governments named as such.
fn described(cx: &Context<'_>, names: &[Name], governments: &[(usize, Reference)]) -> Vec<Described> {
    let mut named = vec![false; cx.doc.len()];
    names.iter().filter(|name| name.kind != EntityType::Nationality).for_each(|name| {
        named[name.tokens.clone()].fill(true);
    });
    governments.iter().for_each(|(_, reference)| named[reference.head] = true);
    let all = mentions::described(cx.doc, &named);
    all.into_iter().filter(|mention| !matches!(&mention.what, What::Nominal(n) if n.plural && !n.of_person)).collect()
}

/// The printed form: named entities in order of first mention.
fn entities(cx: &Context<'_>, threads: Vec<Thread>) -> Vec<Entity> {
    let mut threads: Vec<Thread> =
        threads.into_iter().filter(|thread| thread.is_named() && !thread.references.is_empty()).collect();
    threads.iter_mut().for_each(|thread| thread.references.sort_by_key(|reference| reference.tokens.start));
    threads.sort_by_key(|thread| thread.references[0].tokens.start);
    let span = |tokens: &Range<usize>| cx.doc.span_of(tokens.clone()).trimmed(cx.doc.source());
    let entity = |(number, thread): (usize, Thread)| Entity {
        id: EntityId(number as u32 + 1),
        kind: thread.kind,
        name: thread.name,
        country: thread.country,
        roles: thread.roles,
        mentions: thread
            .references
            .iter()
            .map(|r| Mention { span: span(&r.tokens), form: r.form, metonym: r.metonym })
            .collect(),
        rule: thread.rule.into(),
        confidence: thread.confidence,
    };
    threads.into_iter().enumerate().map(entity).collect()
}
