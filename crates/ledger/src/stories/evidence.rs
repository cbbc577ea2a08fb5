//! How well a report fits a story: few features, weighed by a model that was learned.
//!
//! Eight numbers are too few to learn a collection by heart: learned on one half of the topics, the model holds on the other.

use super::story::Story;
use super::terms::{KINDS, Terms};
use crate::Moment;

/// How many features there are.
pub const FEATURES: usize = 8;

/// Below this likeness over all terms a story is out of the question.
const LEAST: f32 = 0.03;

/// Beyond this many reports the size of a story says nothing more; the sets learned from have no larger ones.
const LARGE: u32 = 12;

/// How much each kind of term weighs in the likeness over all terms.
const KIND_WEIGHTS: [f32; KINDS] = [1.0, 0.8, 0.6, 0.5];

/// Learned by `examples/learn_stories.rs`, where the sets are named.
const MODEL: [f32; FEATURES] = [3.83, 5.95, 1.40, 4.59, 3.87, -0.69, -0.05, -1.26];
const BIAS: f32 = -4.50;

/// What speaks for a report belonging to a story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Cosines of words, names, pairs of names and numbers; the cosine of all together; the logarithm of the days since
    /// the story's last report, and those days up to sixty in months; the logarithm of the number of its reports up to a dozen.
    pub features: [f32; FEATURES],
}

impl Evidence {
    /// Weighs a report, or a story taken as one, against a story; none if they have next to nothing in common.
    pub fn of(terms: &Terms, published: Option<Moment>, story: &Story) -> Option<Self> {
        let dots = dots(terms, story);
        let mut features = [0.0; FEATURES];
        let (mut dot, mut mine, mut theirs) = (0.0, 0.0, 0.0);
        for kind in 0..KINDS {
            features[kind] = cosine(dots[kind], terms.norms[kind], story.norms[kind]);
            let weight = KIND_WEIGHTS[kind] * KIND_WEIGHTS[kind];
            dot += weight * dots[kind];
            mine += weight * terms.norms[kind] * terms.norms[kind];
            theirs += weight * story.norms[kind] * story.norms[kind];
        }
        let all = cosine(dot, mine.sqrt(), theirs.sqrt());
        if all < LEAST {
            return None;
        }
        let days = match (published, story.last) {
            (Some(published), Some(last)) => published.day.saturating_sub(last.day).max(0) as f32,
            _ => 0.0,
        };
        features[4] = all;
        features[5] = days.ln_1p();
        features[6] = days.min(60.0) / 30.0;
        features[7] = (story.reports.clamp(1, LARGE) as f32).ln();
        Some(Self { features })
    }

    /// The logarithm of the odds that the report belongs to the story.
    pub fn log_odds(&self) -> f32 {
        self.features.iter().zip(MODEL).map(|(feature, weight)| feature * weight).sum::<f32>() + BIAS
    }
}

fn cosine(dot: f32, one: f32, two: f32) -> f32 {
    if one > 0.0 && two > 0.0 { dot / (one * two) } else { 0.0 }
}

/// The products of the two by kind. The shorter one is looked up in the longer one.
fn dots(terms: &Terms, story: &Story) -> [f32; KINDS] {
    let (few, many) = if terms.weighted.len() < story.terms.len() {
        (&terms.weighted, &story.terms)
    } else {
        (&story.terms, &terms.weighted)
    };
    let mut dots = [0.0; KINDS];
    let mut rest = &many[..];
    for (term, weight) in few {
        let at = rest.partition_point(|(other, _)| other < term);
        rest = &rest[at..];
        if let Some((_, theirs)) = rest.first().filter(|(other, _)| other == term) {
            dots[term.kind()] += weight * theirs;
        }
    }
    dots
}
