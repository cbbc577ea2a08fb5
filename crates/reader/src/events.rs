//! What happened, is planned, or is said to have happened: who did what to whom, when, where, and how sure it is.
//!
//! Every verb and event noun stands in the layer. The main event of a sentence also gets a CAMEO code and its parties,
//! where the tables know them: [`names`] and [`actors`] find who acts, [`predicate`] what is done, [`parties`] to whom,
//! [`walk`] which predicate of a sentence is its news, [`mode`] whether it is told as fact. An event without a code
//! makes no claim about parties. Nothing here decides whether a source is right: the event points to the attribution it
//! rests on, and `factuality` follows the words.

mod actors;
mod anchors;
mod antecedents;
mod aside;
mod clause;
mod digits;
pub mod factuality;
mod mode;
mod names;
mod objects;
mod parties;
mod predicate;
mod setting;
mod verdict;
mod walk;

use std::collections::{BTreeMap, HashMap};

use reportedly_knowledge::predicates::plover;
use reportedly_report::{Attribution, Entity, Event, EventId, Place, Timex};

use crate::Context;
use actors::{Actors, Code};
use factuality::Judge;
use mode::modality;
use setting::Setting;
use walk::{Coded, Told, Walk};

/// The events of a report in order of their anchors.
pub fn read(
    cx: &Context<'_>,
    entities: &[Entity],
    times: &[Timex],
    places: &[Place],
    attributions: &[Attribution],
) -> Vec<Event> {
    let doc = cx.doc;
    let actors = Actors::new(doc, entities);
    let mut walk = Walk::new(&actors);
    doc.sentences().for_each(|sentence| walk.sentence(sentence));
    let mut coded: BTreeMap<usize, Vec<Coded>> = BTreeMap::new();
    for found in walk.found {
        coded.entry(found.anchor).or_default().push(found);
    }
    let typed: HashMap<usize, Told> = walk.told.into_iter().map(|told| (told.anchor, told)).collect();
    for anchor in anchors::uncoded(doc) {
        coded.entry(anchor).or_default();
    }
    let setting = Setting::new(doc, times, places, attributions);
    let mut judge = Judge::new(doc);
    let mut events = Vec::new();
    for (anchor, coded) in coded {
        let told = coded.first().map_or_else(|| modality(doc, anchor), |coded| coded.modality);
        let attribution = setting.attribution(anchor);
        let learned = judge.happened(anchor, told);
        let verdict = verdict::judge(doc, anchor, told, attribution, learned, !coded.is_empty());
        let known = typed.get(&anchor);
        let party = |code: Option<Code>| code.map(|code| code.to_string());
        let plain = Event {
            id: EventId(0),
            anchor: doc.span(anchor),
            code: None,
            plover: known.and_then(|told| plover(told.base)).map(named),
            source: known.and_then(|told| party(told.pair.0)),
            target: known.and_then(|told| party(told.pair.1)),
            time: setting.time(anchor),
            place: setting.place(anchor),
            factuality: verdict.factuality,
            happened: verdict.happened,
            status: verdict.status,
            attribution: attribution.map(|attribution| attribution.id),
            rule: anchors::rule(doc, anchor).into(),
            confidence: None,
        };
        if coded.is_empty() {
            events.push(plain);
            continue;
        }
        for found in &coded {
            for (source, target) in &found.pairs {
                events.push(Event {
                    code: Some(found.code.clone()),
                    plover: plover(found.base).map(named),
                    source: party(*source),
                    target: party(*target),
                    rule: found.rule.into(),
                    confidence: Some(confidence(found)),
                    ..plain.clone()
                });
            }
        }
    }
    for (index, event) in events.iter_mut().enumerate() {
        event.id = EventId(index as u32 + 1);
    }
    events
}

/// "CONSULT/visit".
fn named((event, mode): (&str, &str)) -> String {
    if mode.is_empty() { event.to_owned() } else { format!("{event}/{mode}") }
}

/// How sure code and parties are: the share of such events that were right in trials, by how they were found.
fn confidence(found: &Coded) -> f32 {
    let both = found.pairs.iter().all(|(source, target)| source.is_some() && target.is_some());
    let found = match found.rule {
        "events.idiom" | "events.operator" | "events.must" => 0.8,
        "events.verb" | "events.say" => 0.75,
        _ => 0.65,
    };
    if both { found } else { found - 0.25 }
}
