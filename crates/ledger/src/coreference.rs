//! Which mentions of happenings, in all reports of a story, mean one happening.
//!
//! Two mentions are held against each other by how near their words are, by who did what to whom, and by what else their
//! sentences speak of; a small learned model weighs that ([`Evidence`]). Then the likeliest are joined, and groups of mentions
//! after them, as long as they are likely on average. Mentions of different stories are never joined, so the work grows
//! with the size of a story and not with the number of stories.

mod evidence;
mod groups;
mod mention;

use std::collections::BTreeMap;

pub use evidence::{Evidence, FEATURES, Model, NAMES};
pub use mention::{Mention, mention};

use evidence::Scene;

/// Mentions of one story held against each other; the later ones of a larger story stay by themselves.
const MENTIONS: usize = 2_000;
/// The least likelihood, on average over all pairs, at which two groups of mentions are one happening.
const ONE: f32 = 0.45;

/// The chain that each mention belongs to; mentions with the same number mean one happening. Chains are numbered in order of their
/// first mention.
pub fn chains(mentions: &[Mention], model: &Model) -> Vec<usize> {
    let mut firsts: Vec<usize> = (0..mentions.len()).collect();
    for story in by_story(mentions).into_values() {
        let scene = Scene::of(story.iter().map(|at| &mentions[*at]).collect());
        let likely = |one: usize, two: usize| model.likelihood(&scene.evidence(one, two));
        for group in groups::groups(story.len(), ONE, likely) {
            let first = group.iter().map(|member| story[*member]).min().unwrap_or_default();
            group.iter().for_each(|member| firsts[story[*member]] = first);
        }
    }
    let mut numbers = BTreeMap::new();
    firsts
        .into_iter()
        .map(|first| {
            let next = numbers.len();
            *numbers.entry(first).or_insert(next)
        })
        .collect()
}

/// The evidence for every pair of mentions of one story, by their places in the list: what the model is learned from.
pub fn pairs(mentions: &[Mention]) -> Vec<(usize, usize, Evidence)> {
    let mut pairs = Vec::new();
    for story in by_story(mentions).into_values() {
        let scene = Scene::of(story.iter().map(|at| &mentions[*at]).collect());
        for one in 0..story.len() {
            pairs.extend((0..one).map(|two| (story[one], story[two], scene.evidence(one, two))));
        }
    }
    pairs
}

fn by_story(mentions: &[Mention]) -> BTreeMap<u32, Vec<usize>> {
    let mut stories: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, mention) in mentions.iter().enumerate() {
        let story = stories.entry(mention.story).or_default();
        if story.len() < MENTIONS {
            story.push(at);
        }
    }
    stories
}

#[cfg(test)]
mod tests;
