//! Through whom the words came: "quoted by", "citing", "told Example News", "in an interview with".
//!
//! A relay is named only where the sentence ties it to the claim. Who merely hears is none: "told supporters".

use reportedly_report::{Form, SourceKind};

use super::found::Found;
use super::scene::{Scene, deps};
use super::sources::{Cast, Source};

/// What a sentence says of how an attribution came.
#[derive(Debug, Default)]
pub struct Route {
    /// Who spoke, where the source of the cue only passes it on: "Example News, citing the ministry, said".
    pub speaker: Option<Source>,
    /// Who passed it on, nearest to the speaker first.
    pub relays: Vec<Source>,
}

/// Whether a cue is only "citing the ministry" or "quoted by Example News" beside the words of saying: a relay, not an
/// attribution of its own. Beside a verb that is itself a cue, citing tells nothing more whatever its content.
pub fn is_mere_relay(scene: &Scene<'_>, cue: usize, form: Form, is_cue: impl Fn(usize) -> bool) -> bool {
    let doc = scene.doc;
    let beside = matches!(scene.dep(cue), deps::ADVCL | deps::ACL | deps::PREP);
    let quotes = matches!(doc.lemma(cue), "quote" | "cite") && beside;
    let says = doc.children(cue).any(|child| doc.lower(child) == "as");
    let only_cites = doc.tag(cue) == "VBG" && (form == Form::Phrase || is_cue(doc.head(cue)));
    quotes && !says && (doc.tag(cue) == "VBN" || only_cites)
}

/// Whether a cue is the "saying" of "quoted the minister as saying", where the quoting is a cue already.
pub fn is_part_of_quoting(scene: &Scene<'_>, cue: usize, is_cue: impl Fn(usize) -> bool) -> bool {
    let doc = scene.doc;
    let says = cue > 0 && matches!(doc.lower(cue), "saying" | "telling" | "stating") && doc.lower(cue - 1) == "as";
    let quotes = |above: usize| matches!(doc.lemma(above), "quote" | "cite") && is_cue(above);
    says && doc.ancestors(cue).take(4).any(quotes)
}

/// Reads the route of an attribution whose source was understood.
pub fn route(scene: &Scene<'_>, cast: &Cast<'_>, found: &Found, source: &Source) -> Route {
    let mut route = Route::default();
    let sentence = scene.sentence(found.root);
    let reach = sentence.start.max(found.root.saturating_sub(80))..sentence.end.min(found.root + 80);
    let inside = |t: usize| found.spans.content.binary_search(&t).is_ok() && !found.spans.cue.contains(&t);
    for t in reach.filter(|&t| !inside(t) && scene.is_verbal(t)) {
        match (scene.doc.lemma(t), scene.doc.tag(t)) {
            ("quote" | "cite", "VBG") if is_newsroom(source) => {
                let party = object(scene, t).map(|at| cast.read_phrase(at)).or_else(|| {
                    let (first, comma) = leading_citation(scene, found.root).filter(|(first, _)| *first == t + 1)?;
                    cast.read(&(first..comma).collect::<Vec<_>>())
                });
                route.speaker = party.or(route.speaker);
            }
            ("quote" | "cite" | "carry" | "publish" | "report" | "release" | "broadcast", "VBN") => {
                add(&mut route, source, agent(scene, t).map(|at| cast.read_phrase(at)));
            }
            ("tell" | "inform", _) if t == found.root => {
                let heard = object(scene, t).or_else(|| child(scene, t, "dative"));
                add(&mut route, source, heard.map(|at| cast.read_phrase(at)));
            }
            _ => {}
        }
    }
    for carrier in carriers(scene, found, inside) {
        add(&mut route, source, Some(cast.read_phrase(carrier)));
    }
    route
}

/// The first word and the comma behind whom a sentence cites at its start, before a cue: "Citing the minister, …".
pub fn leading_citation(scene: &Scene<'_>, cue: usize) -> Option<(usize, usize)> {
    const LONGEST: usize = 15;
    let (doc, start) = (scene.doc, scene.sentence(cue).start);
    let cites = doc.tag(start) == "VBG" && matches!(doc.lemma(start), "cite" | "quote") && scene.quote[start] == 0;
    let comma = (start + 1..cue.min(start + LONGEST)).find(|&t| doc.text(t) == ",").filter(|_| cites)?;
    (comma > start + 1).then_some((start + 1, comma))
}

/// Only newsrooms pass words on.
fn add(route: &mut Route, source: &Source, relay: Option<Source>) {
    let Some(relay) = relay.filter(|relay| is_newsroom(relay) || relay.kind == SourceKind::Media) else { return };
    let known = relay.head == source.head || route.relays.iter().any(|other| other.name == relay.name);
    if !known && relay.name != source.name {
        route.relays.push(relay);
    }
}

fn is_newsroom(source: &Source) -> bool {
    matches!(source.kind, SourceKind::Agency | SourceKind::Outlet)
}

/// Who an interview was with, whom a statement was sent to: "in an interview with", "in remarks to", "speaking to".
fn carriers(scene: &Scene<'_>, found: &Found, inside: impl Fn(usize) -> bool) -> Vec<usize> {
    let doc = scene.doc;
    let mut carriers = Vec::new();
    for preposition in doc.children(found.root).chain(found.spans.cue.iter().copied()) {
        let Some(carried) = doc.child(preposition, "pobj").filter(|&at| !inside(at)) else { continue };
        if scene.dep(preposition) != deps::PREP {
            continue;
        }
        let medium = matches!(
            doc.lemma(carried),
            "interview" | "statement" | "remark" | "comment" | "message" | "letter" | "article" | "email" | "report"
        );
        if medium {
            let onward =
                doc.children(carried).filter(|&child| matches!(doc.lower(child), "with" | "to" | "in" | "on" | "by"));
            carriers.extend(onward.filter_map(|child| doc.child(child, "pobj")));
        } else if matches!(doc.lower(preposition), "to" | "on" | "via") {
            carriers.push(carried);
        }
    }
    carriers
}

fn child(scene: &Scene<'_>, of: usize, dep: &str) -> Option<usize> {
    scene.doc.child(of, dep)
}

fn object(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    child(scene, verb, "dobj")
}

/// The "by" phrase of a participle.
fn agent(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let by = scene.doc.children(verb).find(|&at| scene.doc.lower(at) == "by")?;
    child(scene, by, "pobj")
}
