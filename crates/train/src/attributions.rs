//! Learns the three stages of the attributions: cue classifier, span tagger, verifier.
//!
//! Each stage is trained on what the one before it says of documents it has not seen (two-fold jackknife), for that is
//! what it will meet when it reads.

mod gold;

use reportedly_reader::attributions::candidates::{Candidate, candidates, cue_chances};
use reportedly_reader::attributions::scene::Scene;
use reportedly_reader::attributions::spans::{Around, Label};
use reportedly_reader::attributions::{LEAST_CUE, Stages, cues, verify};
use reportedly_reader::learned::{Features, Net};

use crate::ensemble::{Units, taught};
use crate::{Dataset, Settings, Target, Teachers, Trained, fit, side_by_side};

pub use gold::{Gold, GoldDocument};

/// Bytes each model may take.
#[derive(Clone, Copy, Debug)]
pub struct Budgets {
    /// The cue classifier.
    pub cue: usize,
    /// The span tagger.
    pub span: usize,
    /// The verifier.
    pub verdict: usize,
}

/// How each stage is learned.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The cue classifier.
    pub cue: Settings,
    /// The span tagger.
    pub span: Settings,
    /// The verifier.
    pub verdict: Settings,
    /// Who teaches each model.
    pub teachers: Teachers,
    /// Bytes for each.
    pub budgets: Option<Budgets>,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            cue: Settings { hidden: 16, epochs: 4, rate: 0.05, min_count: 6, snapshots: 8, ..Settings::default() },
            span: Settings {
                hidden: 32,
                epochs: 4,
                rate: 0.03,
                batch: 64,
                min_count: 8,
                snapshots: 8,
                ..Settings::default()
            },
            verdict: Settings {
                hidden: 16,
                epochs: 5,
                rate: 0.03,
                min_count: 2,
                feature_dropout: 0.3,
                snapshots: 8,
                ..Settings::default()
            },
            teachers: Teachers::default(),
            budgets: Some(Budgets { cue: 1_200_000, span: 1_650_000, verdict: 130_000 }),
        }
    }
}

/// A document to learn from.
#[derive(Debug)]
pub struct Lesson<'a> {
    /// What the stages see.
    pub scene: Scene<'a>,
    /// What is right.
    pub gold: GoldDocument,
}

/// Learns all three stages; gives the bytes of each model.
pub fn learn(lessons: &[Lesson<'_>], recipe: &Recipe, log: &(dyn Fn(&str) + Sync)) -> [Vec<u8>; 3] {
    let data = cue_cases(lessons);
    log(&format!("{} cue cases", data.len()));
    let cue_fits = three_fits(&data, &recipe.cue, &recipe.teachers, recipe.budgets.map(|budgets| budgets.cue));
    drop(data);
    log(&format!("cue classifier: {} features, loss {:.4}", cue_fits[2].features(), cue_fits[2].loss));
    let nets = [cue_fits[0].net(), cue_fits[1].net()];
    let chances: Vec<Vec<f32>> =
        lessons.iter().enumerate().map(|(at, lesson)| cue_chances(&nets[at % 2], &lesson.scene)).collect();
    let data = span_cases(lessons, &chances);
    log(&format!("{} span cases", data.len()));
    let span_fits = three_fits(&data, &recipe.span, &recipe.teachers, recipe.budgets.map(|budgets| budgets.span));
    drop(data);
    log(&format!("span tagger: {} features, loss {:.4}", span_fits[2].features(), span_fits[2].loss));
    let nets = [span_fits[0].net(), span_fits[1].net()];
    let data = verdict_cases(lessons, &chances, &nets);
    log(&format!("{} verdict cases", data.len()));
    let all: [Units; 1] = [|_| true];
    let verdict = taught(&data, &recipe.verdict, &recipe.teachers, None, &all).remove(0);
    log(&format!("verifier: {} features, loss {:.4}", verdict.features(), verdict.loss));
    let budgets = recipe.budgets;
    let bytes = |trained: &Trained, budget: Option<usize>| trained.parts(budget).write();
    [
        bytes(&cue_fits[2], budgets.map(|budgets| budgets.cue)),
        bytes(&span_fits[2], budgets.map(|budgets| budgets.span)),
        bytes(&verdict, budgets.map(|budgets| budgets.verdict)),
    ]
}

/// A model of each half of the documents, and one of them all; first the features that fit the budget are chosen.
fn three_fits(data: &Dataset, settings: &Settings, teachers: &Teachers, budget: Option<usize>) -> Vec<Trained> {
    let chosen = budget.map(|budget| fit(data, settings, |_| true).best_features(budget));
    let halves: [Units; 3] = [|unit| unit % 2 != 0, |unit| unit % 2 != 1, |_| true];
    taught(data, settings, teachers, chosen.as_deref(), &halves)
}

/// The stages from the bytes of their models.
///
/// # Panics
/// If the bytes are not those of [`learn`].
pub fn stages(models: [Vec<u8>; 3]) -> Stages {
    let [cue, span, verdict] = models.map(|bytes| Net::from_bytes(bytes.leak()).expect("just written"));
    Stages { cue, span, verdict }
}

/// Tokens as roots of cues. What stands within a content is no example against: only outermost attributions are marked.
fn cue_cases(lessons: &[Lesson<'_>]) -> Dataset {
    let mut data = Dataset::new(0, 0);
    let mut features = Features::default();
    for (unit, lesson) in lessons.iter().enumerate() {
        let scene = &lesson.scene;
        for i in (0..scene.len()).filter(|&i| cues::is_candidate(scene, i)) {
            let is_root = lesson.gold.root_at(i).is_some();
            if is_root || !lesson.gold.is_silent(i) {
                cues::describe(scene, i, &mut features);
                data.push(&features, &[], Target::Class(usize::from(is_root)), 1.0, unit as u32);
            }
        }
    }
    data
}

/// The tokens around each right cue.
fn span_cases(lessons: &[Lesson<'_>], chances: &[Vec<f32>]) -> Dataset {
    let mut data = Dataset::new(0, 0);
    let mut features = Features::default();
    for (unit, (lesson, chances)) in lessons.iter().zip(chances).enumerate() {
        for (cue, gold) in lesson.gold.roots() {
            let around = Around::new(&lesson.scene, chances, cue);
            for t in around.window.clone() {
                around.describe(t, &mut features);
                let has = |tokens: &[usize]| tokens.binary_search(&t).is_ok();
                let label = if has(&gold.content) {
                    Label::Content
                } else if has(&gold.source) {
                    Label::Source
                } else if has(&gold.cue) {
                    Label::Cue
                } else {
                    Label::None
                };
                data.push(&features, &[], Target::Class(label as usize), 1.0, unit as u32);
            }
            data.end_group();
        }
    }
    data
}

/// Candidates of nets that have not seen their documents, right or wrong.
fn verdict_cases(lessons: &[Lesson<'_>], chances: &[Vec<f32>], nets: &[Net; 2]) -> Dataset {
    let units: Vec<usize> = (0..lessons.len()).collect();
    let found: Vec<Vec<Candidate>> =
        side_by_side(units, |unit| candidates(&nets[unit % 2], &lessons[unit].scene, &chances[unit], LEAST_CUE));
    let mut data = Dataset::new(0, 0);
    let mut features = Features::default();
    for (unit, (lesson, found)) in lessons.iter().zip(&found).enumerate() {
        let verdicts = lesson.gold.verdicts(&lesson.scene, found);
        for (at, verdict) in verdicts.iter().enumerate() {
            if let Some(right) = verdict {
                verify::describe(&lesson.scene, found, at, &mut features);
                data.push(&features, &[], Target::Class(usize::from(*right)), 1.0, unit as u32);
            }
        }
    }
    data
}
