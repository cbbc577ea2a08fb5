//! The learned stages one after the other: chances of cues, spans around the likely ones, and a verdict on each.

use reportedly_report::Form;

use super::decode::{Chances, Spans, decode};
use super::scene::Scene;
use super::spans::{Around, Label};
use super::{cues, forms, verify};
use crate::learned::{Features, Net};

/// What may be an attribution.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Root of the cue.
    pub cue: usize,
    /// How likely it is one.
    pub chance: f32,
    /// What it governs; the content is not empty.
    pub spans: Spans,
    /// Form of the content.
    pub form: Form,
    /// Mean chance of the content tokens.
    pub content_chance: f32,
    /// Mean chance of the source tokens, or the best of any token without a source.
    pub source_chance: f32,
    /// Chance of content left outside, as a share of the content.
    pub content_left: f32,
    /// Chance of source left outside, as a share of the source.
    pub source_left: f32,
    /// How likely the likeliest cue is whose content holds this one.
    pub holder: Option<f32>,
    /// How likely the whole is right.
    pub verdict: f32,
}

/// How likely each token is the root of a cue.
pub fn cue_chances(net: &Net, scene: &Scene<'_>) -> Vec<f32> {
    let mut features = Features::default();
    let mut scores = [0.0; 2];
    let mut sum = net.start();
    let mut chances = vec![0.0; scene.len()];
    for (i, chance) in chances.iter_mut().enumerate() {
        if cues::is_candidate(scene, i) {
            cues::describe(scene, i, &mut features);
            net.restart(&mut sum);
            net.add_features(&features, &mut sum);
            net.finish(&mut sum, &mut scores);
            *chance = scores[1];
        }
    }
    chances
}

/// The candidates around all cues that are likelier than `least`, in order of their cues, without verdicts.
pub fn candidates(net: &Net, scene: &Scene<'_>, cue_chance: &[f32], least: f32) -> Vec<Candidate> {
    let mut features = Features::default();
    let mut sum = net.start();
    let mut found = Vec::new();
    for cue in (0..scene.len()).filter(|&i| cue_chance[i] > least && scene.sentence_of(i).is_some()) {
        let around = Around::new(scene, cue_chance, cue);
        let mut chances = Chances { window: around.window.clone(), rows: Vec::with_capacity(around.window.len()) };
        for t in around.window.clone() {
            around.describe(t, &mut features);
            net.restart(&mut sum);
            net.add_features(&features, &mut sum);
            let mut row = [0.0; 4];
            net.finish(&mut sum, &mut row);
            chances.rows.push(row);
        }
        let spans = decode(scene, cue, around.sentence.clone(), &chances);
        if !spans.content.is_empty() {
            found.push(candidate(scene, cue, cue_chance[cue], spans, &chances));
        }
    }
    find_holders(&mut found);
    found
}

fn candidate(scene: &Scene<'_>, cue: usize, chance: f32, spans: Spans, chances: &Chances) -> Candidate {
    let inside = |tokens: &[usize], label: Label| tokens.iter().map(|&t| chances.of(t, label)).sum::<f32>();
    let all = |label: Label| chances.window.clone().map(|t| chances.of(t, label)).sum::<f32>();
    let most = |label: Label| chances.window.clone().map(|t| chances.of(t, label)).fold(0.0, f32::max);
    let (content, source) = (inside(&spans.content, Label::Content), inside(&spans.source, Label::Source));
    let sources = spans.source.len() as f32;
    let contents = spans.content.len() as f32;
    Candidate {
        cue,
        chance,
        form: forms::form(scene, &spans.content),
        content_chance: content / contents,
        source_chance: if spans.source.is_empty() { most(Label::Source) } else { source / sources },
        content_left: (all(Label::Content) - content) / contents,
        source_left: (all(Label::Source) - source) / sources.max(1.0),
        holder: None,
        verdict: 0.0,
        spans,
    }
}

fn find_holders(candidates: &mut [Candidate]) {
    let holders: Vec<Option<f32>> = (0..candidates.len())
        .map(|at| {
            let holds = |other: &usize| candidates[*other].spans.content.binary_search(&candidates[at].cue).is_ok();
            let outer = near(at, candidates.len()).filter(|&other| other != at).filter(holds);
            outer.map(|other| candidates[other].chance).reduce(f32::max)
        })
        .collect();
    candidates.iter_mut().zip(holders).for_each(|(candidate, holder)| candidate.holder = holder);
}

/// The candidates close enough to one to share words with it.
pub(super) fn near(at: usize, all: usize) -> std::ops::Range<usize> {
    const NEAR: usize = 40;
    at.saturating_sub(NEAR)..(at + NEAR + 1).min(all)
}

/// Gives every candidate its verdict.
pub fn judge(net: &Net, scene: &Scene<'_>, candidates: &mut [Candidate]) {
    let mut features = Features::default();
    let mut scores = [0.0; 2];
    for at in 0..candidates.len() {
        verify::describe(scene, candidates, at, &mut features);
        net.predict(&features, &[], &mut scores);
        candidates[at].verdict = scores[1];
    }
}
