//! Place names, where they lie, and whether the place is meant.
//!
//! [`mentions`] finds the names, [`choose`] picks one place for each name of the report, [`home`] says where the outlet
//! is at home, and [`metonymy`](crate::metonymy) tells "in Moscow" from "Moscow said". A name without an entry in the
//! gazetteer has no coordinates. A place whose country the report itself decides against all others has a low
//! confidence, not a different name.

pub mod choose;
mod home;
pub mod mentions;

use std::collections::HashMap;

use reportedly_knowledge::countries;
use reportedly_knowledge::gazetteer::{Candidate, PlaceKind, key};
use reportedly_language::Doc;
use reportedly_report::{Entity, Place, Span};

use crate::{Context, metonymy};
use choose::{Demonym, Name, WEIGHTS, Weights};
use mentions::{Mention, Via};

/// The places of a report in order.
pub fn read(cx: &Context<'_>, entities: &[Entity]) -> Vec<Place> {
    read_with(cx, entities, &WEIGHTS)
}

/// The places of a report, chosen with other weights.
pub fn read_with(cx: &Context<'_>, entities: &[Entity], weights: &[Weights; 2]) -> Vec<Place> {
    let scene = Scene::new(cx);
    let shares = choose::choose(&scene.names, &scene.demonyms, weights);
    let placed = scene.mentions.iter().zip(&scene.of).map(|(mention, of)| {
        let chosen = of.and_then(|name| settle(mention, &scene.mentions, &scene.names[name], &shares[name]));
        place(cx, mention, chosen)
    });
    let mut places: Vec<Place> = placed.collect();
    metonyms(entities, &mut places);
    places
}

/// A capital or palace that the entities take for its government is not meant as a place.
fn metonyms(entities: &[Entity], places: &mut [Place]) {
    let mentions = entities.iter().flat_map(|entity| &entity.mentions);
    let mut spans: Vec<Span> = mentions.filter(|mention| mention.metonym).map(|mention| mention.span).collect();
    spans.sort_unstable_by_key(|span| span.start);
    for place in places {
        let near = spans.partition_point(|span| span.end <= place.span.start);
        place.literal &= !spans.get(near).is_some_and(|span| span.overlaps(place.span));
    }
}

/// All that the choice of places looks at.
#[derive(Debug)]
pub struct Scene {
    /// The mentions in order.
    pub mentions: Vec<Mention>,
    /// Their distinct names, and the outlet's.
    pub names: Vec<Name>,
    /// The name of each mention; none for one that nothing is known of.
    pub of: Vec<Option<usize>>,
    /// Adjectives and peoples.
    pub demonyms: Vec<Demonym>,
}

impl Scene {
    /// Finds the mentions of a report and everything their names may mean.
    pub fn new(cx: &Context<'_>) -> Self {
        let mentions = mentions::find(cx.doc, cx.gazetteer);
        let (mut names, of) = names(&mentions);
        if let Some((home, name)) = home::name(cx.report, cx.gazetteer) {
            let same = mentions.iter().zip(&of).find(|(mention, _)| key(&mention.name) == home);
            match same.and_then(|(_, of)| *of) {
                Some(same) => names[same].home = true,
                None => names.push(name),
            }
        }
        names.iter_mut().for_each(choose::shorten);
        let mut demonyms = demonyms(cx.doc);
        demonyms.extend(home::country(cx.report));
        Self { mentions, names, of, demonyms }
    }
}

/// The distinct names of the mentions, and which of them each mention has; none for a name that nothing is known of.
fn names(mentions: &[Mention]) -> (Vec<Name>, Vec<Option<usize>>) {
    let mut names: Vec<Name> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut of = Vec::with_capacity(mentions.len());
    for (at, mention) in mentions.iter().enumerate() {
        if mention.candidates.is_empty() {
            of.push(None);
            continue;
        }
        let name = *index.entry(key(&mention.name)).or_insert_with(|| {
            let contained = vec![0; mention.candidates.len()];
            names.push(Name { candidates: mention.candidates.clone(), contained, ..Name::default() });
            names.len() - 1
        });
        of.push(Some(name));
        let name = &mut names[name];
        name.count += 1;
        name.hints.extend(mention.hint);
        let follows = at > 0 && mentions[at - 1].container == Some(at);
        if follows
            && name
                .candidates
                .iter()
                .any(|candidate| mentions[at - 1].candidates.iter().any(|inner| lies_in(inner, candidate)))
        {
            name.behind += 1;
        }
        if let Some(container) = mention.container.map(|container| &mentions[container]) {
            for (candidate, contained) in name.candidates.iter().zip(&mut name.contained) {
                if self::contained(candidate, mention, container) {
                    *contained += 1;
                }
            }
        }
    }
    (names, of)
}

/// Whether one place is part of another by its country or first-level region.
fn lies_in(inner: &Candidate, outer: &Candidate) -> bool {
    if inner.kind <= outer.kind || inner.country != outer.country || inner.country.is_empty() {
        return false;
    }
    match outer.kind {
        PlaceKind::Country => true,
        PlaceKind::Region => inner.region == outer.region && inner.region != 0,
        PlaceKind::Part => inner.region != 0,
        _ => false,
    }
}

/// Whether `outer`, behind the comma, may say where a name lies: "Lebanon, Ohio", but not "China, Mexico and Peru".
fn may_contain(inner: &[Candidate], outer: &Candidate) -> bool {
    let large = |candidate: &&Candidate| {
        candidate.kind < PlaceKind::District && !candidate.alias && candidate.geonameid.is_some()
    };
    match outer.kind {
        PlaceKind::Country | PlaceKind::Part => !inner.iter().any(|candidate| candidate.kind < PlaceKind::Region),
        PlaceKind::Region => !inner.iter().filter(large).any(|candidate| {
            candidate.kind == PlaceKind::Region
                && candidate.country == outer.country
                && candidate.region != outer.region
        }),
        _ => false,
    }
}

/// Whether a candidate of a mention lies in what follows it.
fn contained(candidate: &Candidate, mention: &Mention, outer: &Mention) -> bool {
    outer.candidates.iter().any(|place| lies_in(candidate, place) && may_contain(&mention.candidates, place))
}

/// Adjectives and peoples, as evidence for countries.
fn demonyms(doc: &Doc<'_>) -> Vec<Demonym> {
    let mut demonyms: Vec<Demonym> = Vec::new();
    for name in doc.names().iter().filter(|name| doc.name_label(name) == "NORP") {
        let form = doc.span_of(name.start as usize..name.end as usize).of(doc.source());
        let Some(country) = countries::by_demonym(form) else { continue };
        match demonyms.iter_mut().find(|demonym| demonym.country == country.alpha2) {
            Some(demonym) => demonym.count += 1,
            None => demonyms.push(Demonym { country: country.alpha2, count: 1 }),
        }
    }
    demonyms
}

/// The place of one mention: what stands behind its comma decides before the sense of the report.
fn settle<'n>(mention: &Mention, all: &[Mention], name: &'n Name, shares: &[f32]) -> Option<(&'n Candidate, f32)> {
    let best = |allowed: &dyn Fn(&Candidate) -> bool| {
        choose::best(name, shares, allowed).map(|(index, share)| (&name.candidates[index], share))
    };
    let container = mention.container.map(|container| &all[container]);
    let inside = container.and_then(|outer| best(&|candidate| contained(candidate, mention, outer)));
    inside.or_else(|| best(&|_| true))
}

fn place(cx: &Context<'_>, mention: &Mention, chosen: Option<(&Candidate, f32)>) -> Place {
    let span = cx.doc.span_of(mention.tokens.clone());
    let literal = mention.via != Via::Embedded && metonymy::is_literal(cx.doc, mention.tokens.clone());
    let rule = match mention.via {
        Via::Named => "places.named",
        Via::Embedded => "places.embedded",
        Via::Known => "places.known",
    };
    Place {
        span,
        name: chosen
            .map_or_else(|| span.of(cx.doc.source()).to_owned(), |(candidate, _)| candidate.name.clone().into_owned()),
        literal,
        lat: chosen.map(|(candidate, _)| candidate.lat),
        lon: chosen.map(|(candidate, _)| candidate.lon),
        country: chosen
            .map(|(candidate, _)| candidate.country.clone().into_owned())
            .filter(|country| !country.is_empty()),
        geonameid: chosen.and_then(|(candidate, _)| candidate.geonameid),
        entity: None,
        rule: rule.into(),
        confidence: chosen.map(|(_, share)| share),
    }
}
