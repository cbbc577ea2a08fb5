//! Who said what, on whose word, and how sure.
//!
//! Learned stages find source, cue and content: [`cues`] names the roots of cues, [`spans`] and [`decode`] what each
//! governs, [`verify`] judges the whole, [`nest`] keeps the good ones and puts them inside one another. Tables and
//! rules then say who the source is, how sure the words are, and through whom they came.

mod beside;
pub mod candidates;
mod certainty;
pub mod cues;
pub mod decode;
pub mod forms;
mod found;
mod mend;
pub mod nest;
mod quoted;
mod relays;
mod rules;
pub mod scene;
mod signed;
mod sources;
pub mod spans;
pub mod verify;

use std::sync::LazyLock;

use reportedly_knowledge::cues::{CueSense, cue};
use reportedly_report::{Attribution, AttributionId, Entity, Kind, Link, SourceKind, Span};

use crate::Context;
use crate::learned::Net;
use candidates::{Candidate, candidates, cue_chances, judge};
use certainty::certainty;
use found::Found;
use nest::{Bars, Kept, nest};
use scene::Scene;
use sources::{Cast, Source};

/// The three learned stages.
#[derive(Debug)]
pub struct Stages {
    /// Which tokens are roots of cues.
    pub cue: Net,
    /// What a cue governs.
    pub span: Net,
    /// Whether the whole would stand.
    pub verdict: Net,
}

/// Cues likelier than this are followed up.
pub const LEAST_CUE: f32 = 0.15;
/// Cues within quotation marks, read without the marks, likelier than this.
pub const LEAST_QUOTED_CUE: f32 = 0.3;

impl Stages {
    /// The candidates of a document, and those within its quotation marks read as if the marks were not there.
    pub fn candidates(&self, scene: &Scene<'_>) -> (Vec<Candidate>, Vec<Candidate>) {
        let chances = cue_chances(&self.cue, scene);
        let mut marked = candidates(&self.span, scene, &chances, LEAST_CUE);
        judge(&self.verdict, scene, &mut marked);
        if !scene.mark.contains(&true) {
            return (marked, Vec::new());
        }
        let plain = scene.without_marks();
        let mut chances = cue_chances(&self.cue, &plain);
        chances.iter_mut().zip(&scene.quote).filter(|(_, quote)| **quote == 0).for_each(|(chance, _)| *chance = 0.0);
        let unmarked = candidates(&self.span, &plain, &chances, LEAST_QUOTED_CUE);
        (marked, unmarked)
    }
}

static STAGES: LazyLock<Stages> = LazyLock::new(|| {
    let net = |bytes: &'static [u8]| Net::from_bytes(bytes).expect("the models of the repository are whole");
    Stages {
        cue: net(include_bytes!("../../../data/models/attributions.cues.bin")),
        span: net(include_bytes!("../../../data/models/attributions.spans.bin")),
        verdict: net(include_bytes!("../../../data/models/attributions.verdicts.bin")),
    }
});

/// The attributions of a report in order of their cues.
pub fn read(cx: &Context<'_>, entities: &[Entity]) -> Vec<Attribution> {
    let scene = Scene::new(cx.doc, cx.blocks, cx.quotes);
    let cast = Cast::new(cx.doc, entities);
    let mut found = find(&scene);
    mend::mend(&scene, &mut found);
    quoted::complete(&scene, &mut found);
    rules::complete(&scene, &cast, &mut found);
    mend::part_conjoined_cues(&scene, &mut found);
    signed::complete(&scene, cx.quotes, &mut found);
    beside::complete(&scene, cx.quotes, &mut found);
    let mut sources: Vec<Option<Source>> = found.iter().map(|found| cast.read(&found.spans.source)).collect();
    carry_on(&scene, &found, &mut sources);
    let build = |at: usize| {
        let (found, source) = (&found[at], sources[at].as_ref());
        let pieces = |tokens: &[usize]| pieces(cx, tokens);
        Attribution {
            id: AttributionId(at as u32 + 1),
            source: pieces(&found.spans.source),
            cue: pieces(&found.spans.cue),
            content: pieces(&found.spans.content),
            kind: kind(cx, &scene, found),
            form: found.form,
            source_kind: source.map_or(SourceKind::Unnamed, |source| source.kind),
            source_entity: source.and_then(|source| cast.entity(source)).map(|entity| entity.id),
            chain: source.map_or_else(Vec::new, |source| chain(&scene, &cast, found, source)),
            certainty: certainty(&scene, found),
            within: found.within.map(|outer| AttributionId(outer as u32 + 1)),
            rule: found.rule.clone(),
            confidence: found.confidence,
        }
    };
    let mut attributions: Vec<Attribution> = (0..found.len()).map(build).collect();
    extend_inner_chains(&scene, &found, &mut attributions);
    attributions
}

/// "It added": a pronoun that no entity claims speaks for the last source of its sort, in this paragraph or the last.
fn carry_on(scene: &Scene<'_>, found: &[Found], sources: &mut [Option<Source>]) {
    let pronoun = |source: &Source| match scene.doc.lower(source.head) {
        "he" | "she" => Some(true),
        "it" => Some(false),
        _ => None,
    };
    for at in 1..sources.len() {
        let Some(source) = sources[at].as_ref().filter(|source| source.entity.is_none()) else { continue };
        let Some(person) = pronoun(source) else { continue };
        let paragraph = |at: usize| scene.paragraph_of(found[at].root).unwrap_or(0);
        let near = (0..at).rev().take_while(|&before| paragraph(before) + 1 >= paragraph(at));
        let known = |before: &&Source| before.entity.is_some() || pronoun(before).is_none();
        let sort = |before: &&Source| match before.kind {
            SourceKind::Person => person,
            SourceKind::Office | SourceKind::Group | SourceKind::Experts => {
                person && matches!(scene.doc.tag(before.head), "NN" | "NNP")
            }
            _ => !person,
        };
        let last = near.filter_map(|before| sources[before].as_ref()).filter(known).find(sort);
        if let Some(last) = last.cloned() {
            sources[at] = Some(Source { head: source.head, ..last });
        }
    }
}

/// What stages and rules find, in order of the cues.
fn find(scene: &Scene<'_>) -> Vec<Found> {
    let (marked, unmarked) = STAGES.candidates(scene);
    let kept = nest(marked, unmarked, scene.len(), Bars::default());
    let is_cue = |t: usize| kept.binary_search_by_key(&t, |kept| kept.candidate.cue).is_ok();
    let tells_nothing = |kept: &Kept| {
        let (cue, form) = (kept.candidate.cue, kept.candidate.form);
        relays::is_mere_relay(scene, cue, form, is_cue)
            || (kept.candidate.spans.source.is_empty() && rules::is_unasked(scene, cue))
            || relays::is_part_of_quoting(scene, cue, is_cue)
    };
    let left: Vec<bool> = kept.iter().map(tells_nothing).collect();
    let kept = without(kept, &left);
    let found = |kept: Kept| Found {
        root: kept.candidate.cue,
        confidence: Some(if kept.within.is_some() { kept.candidate.chance } else { kept.candidate.verdict }),
        spans: kept.candidate.spans,
        relay: Vec::new(),
        form: kept.candidate.form,
        within: kept.within,
        rule: "attributions.learned".into(),
    };
    kept.into_iter().map(found).collect()
}

/// Leaves those out that are marked so; what stood within them stands within what held them.
fn without(kept: Vec<Kept>, left: &[bool]) -> Vec<Kept> {
    let place: Vec<usize> =
        left.iter().scan(0, |next, &left| Some(std::mem::replace(next, *next + usize::from(!left)))).collect();
    let outer: Vec<Option<usize>> = kept.iter().map(|kept| kept.within).collect();
    let stays = |at: usize| std::iter::successors(outer[at], |&up| outer[up]).find(|&up| !left[up]).map(|up| place[up]);
    let within: Vec<Option<usize>> = (0..kept.len()).map(stays).collect();
    let numbered = kept.into_iter().zip(within).zip(left).filter(|(_, left)| !**left);
    numbered.map(|((kept, within), _)| Kept { within, ..kept }).collect()
}

fn chain(scene: &Scene<'_>, cast: &Cast<'_>, found: &Found, source: &Source) -> Vec<Link> {
    let route = relays::route(scene, cast, found, source);
    let passed_on = route.speaker.is_some().then_some(source);
    let speaker = route.speaker.as_ref().unwrap_or(source);
    let relay = cast.read(&found.relay);
    let links = std::iter::once(speaker).chain(passed_on).chain(&route.relays).chain(&relay);
    links.map(|source| cast.link(source)).collect()
}

/// What somebody says within another's words came through that other too; a wish or plan is the wisher's alone.
fn extend_inner_chains(scene: &Scene<'_>, found: &[Found], attributions: &mut [Attribution]) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(found[at].spans.content.len()));
    for at in order {
        let Some(outer) = found[at].within.map(|outer| attributions[outer].chain.clone()) else { continue };
        let sense = cue(&scene.doc.lemma(found[at].root).to_lowercase());
        if attributions[at].chain.is_empty() || sense == Some(CueSense::Intend) {
            continue;
        }
        let new: Vec<Link> = outer.into_iter().filter(|link| !attributions[at].chain.contains(link)).collect();
        attributions[at].chain.extend(new);
    }
}

/// Tokens as stretches of the text, white space between neighbours included.
fn pieces(cx: &Context<'_>, tokens: &[usize]) -> Vec<Span> {
    let whole = |piece: &[usize]| cx.doc.span_of(piece[0]..piece[piece.len() - 1] + 1).trimmed(cx.doc.source());
    let pieces = tokens.chunk_by(|a, b| b - a == 1).filter(|piece| !piece.is_empty()).map(whole);
    pieces.filter(|span| !span.is_empty()).collect()
}

/// By marks: a mark that holds the cue as well says nothing of the content. Labelled speech needs no marks.
fn kind(cx: &Context<'_>, scene: &Scene<'_>, found: &Found) -> Kind {
    if found.rule == signed::LABEL {
        return Kind::Direct;
    }
    let own = |number: usize| !cx.quotes.get(number).tokens.contains(&found.root);
    let is_quoted = |t: usize| {
        let mut marks = std::iter::successors(cx.quotes.innermost(t), |&number| cx.quotes.get(number).parent);
        marks.any(own)
    };
    let letters = |t: usize| cx.doc.text(t).chars().filter(|c| c.is_alphanumeric()).count();
    let (mut all, mut quoted) = (0, 0);
    for &t in found.spans.content.iter().filter(|&&t| scene.word[t]) {
        all += letters(t);
        quoted += if is_quoted(t) { letters(t) } else { 0 };
    }
    match quoted {
        0 => Kind::Indirect,
        _ if quoted * 20 >= all * 19 => Kind::Direct,
        _ => Kind::Mixed,
    }
}
