//! Conflicts told whole: every side once, with everybody who takes it, instead of each pair by itself.

use std::collections::{BTreeMap, BTreeSet};

use reportedly_report::Facet;
use serde::Serialize;

use crate::claims::{Finding, Side};

use super::comparison::Stance;
use super::pile::Shelf;

/// A point on which claims cannot all hold.
#[derive(Clone, Debug, Serialize)]
pub struct Dispute {
    /// On which point.
    pub facet: Facet,
    /// What is asked.
    pub asked: String,
    /// The sides, each with everybody who takes it.
    pub sides: Vec<Party>,
    /// What found it.
    pub rule: String,
    /// Why, in one line.
    pub why: String,
}

/// One side of a dispute.
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    /// In the words of the first report.
    pub answer: String,
    /// In how many reports.
    pub reports: usize,
    /// On how many known origins.
    pub origins: usize,
    /// Who takes it.
    pub stances: Vec<Stance>,
}

type Place = (usize, usize, Option<usize>);

fn place(side: &Side) -> Place {
    (side.account, side.claim, side.value)
}

/// The disputes, each with the slots whose answers it holds against each other.
pub(super) fn disputes(shelf: &Shelf<'_>) -> Vec<(Dispute, BTreeSet<usize>)> {
    let findings = shelf.pile.findings;
    let mut answered: BTreeMap<Place, (usize, usize)> = BTreeMap::new();
    for (at, slot) in findings.slots.iter().enumerate() {
        for (answer, given) in slot.answers.iter().enumerate() {
            given.given.iter().for_each(|side| {
                answered.entry(place(side)).or_insert((at, answer));
            });
        }
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    for finding in &findings.conflicts {
        let slot = |side: &Side| answered.get(&place(side)).map(|(slot, _)| *slot);
        let slots: BTreeSet<usize> = [slot(&finding.a), slot(&finding.b)].into_iter().flatten().collect();
        match groups.iter_mut().find(|group| group.takes(finding, &slots)) {
            Some(group) => group.add(finding, slots),
            None => groups.push(Group::new(finding, slots)),
        }
    }
    groups.into_iter().map(|group| group.told(shelf, &answered)).collect()
}

/// Pairs about one point.
struct Group<'a> {
    first: &'a Finding,
    slots: BTreeSet<usize>,
    sides: Vec<&'a Side>,
}

impl<'a> Group<'a> {
    fn new(finding: &'a Finding, slots: BTreeSet<usize>) -> Self {
        Self { first: finding, slots, sides: vec![&finding.a, &finding.b] }
    }

    fn takes(&self, finding: &Finding, slots: &BTreeSet<usize>) -> bool {
        let shares = |side: &Side| self.sides.iter().any(|mine| place(mine) == place(side));
        self.first.facet == finding.facet
            && (self.slots.intersection(slots).next().is_some() || shares(&finding.a) || shares(&finding.b))
    }

    fn add(&mut self, finding: &'a Finding, slots: BTreeSet<usize>) {
        self.slots.extend(slots);
        for side in [&finding.a, &finding.b] {
            if !self.sides.iter().any(|mine| place(mine) == place(side)) {
                self.sides.push(side);
            }
        }
    }

    fn told(self, shelf: &Shelf<'_>, answered: &BTreeMap<Place, (usize, usize)>) -> (Dispute, BTreeSet<usize>) {
        let findings = shelf.pile.findings;
        let mut parties: Vec<(Key, Vec<&Side>)> = Vec::new();
        for &side in &self.sides {
            let key = key(shelf, side, answered);
            let with: Vec<&Side> = match key {
                Key::Answer(slot, answer) => findings.slots[slot].answers[answer].given.iter().collect(),
                _ => vec![side],
            };
            match parties.iter_mut().find(|(other, _)| *other == key) {
                Some((_, sides)) => with.into_iter().for_each(|side| {
                    if !sides.iter().any(|mine| place(mine) == place(side)) {
                        sides.push(side);
                    }
                }),
                None => parties.push((key, with)),
            }
        }
        let asked = self.slots.first().map(|slot| findings.slots[*slot].asked.clone());
        let sides = parties.into_iter().map(|(_, mut sides)| {
            sides.sort_by_key(|side| place(side));
            party(shelf, &sides)
        });
        let dispute = Dispute {
            facet: self.first.facet,
            asked: asked.unwrap_or_else(|| shelf.claim(&self.first.a).predicate.clone()),
            sides: sides.collect(),
            rule: self.first.rule.to_string(),
            why: self.first.why.clone(),
        };
        (dispute, self.slots)
    }
}

/// What makes two sides one: the answer they give, else what their values come to, else their words.
#[derive(PartialEq)]
enum Key {
    Answer(usize, usize),
    Value(Option<u64>, Option<u64>, Option<String>, Option<String>),
    Words(String),
}

fn key(shelf: &Shelf<'_>, side: &Side, answered: &BTreeMap<Place, (usize, usize)>) -> Key {
    if let Some(&(slot, answer)) = answered.get(&place(side)) {
        return Key::Answer(slot, answer);
    }
    match side.value.and_then(|value| shelf.claim(side).values.get(value)) {
        Some(value) => {
            let bits = |end: Option<f64>| end.map(f64::to_bits);
            Key::Value(bits(value.from), bits(value.to), value.unit.clone(), value.place.clone())
        }
        None => Key::Words(side.text.to_lowercase()),
    }
}

fn party(shelf: &Shelf<'_>, sides: &[&Side]) -> Party {
    let reports: BTreeSet<usize> = sides.iter().map(|side| side.account).collect();
    let origins: BTreeSet<usize> = sides.iter().flat_map(|side| side.sources.iter().copied()).collect();
    let first = sides.first();
    Party {
        answer: first.map(|side| shelf.words(side.account, side.span)).unwrap_or_default(),
        reports: reports.len(),
        origins: origins.len(),
        stances: sides.iter().map(|side| shelf.stance(side)).collect(),
    }
}
