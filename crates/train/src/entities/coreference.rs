//! Training pairs of the rankers: a mention that reading finds, and each entity it may speak of.
//!
//! Reading goes through a document with the gold's decisions in the rankers' place, so that the pairs are those that
//! reading will meet.

use reportedly_language::Doc;
use reportedly_reader::entities::mentions::Described;
use reportedly_reader::entities::models::{Models, RANKERS};
use reportedly_reader::entities::ranking::{Scene, Sort};
use reportedly_reader::entities::threads::Thread;
use reportedly_reader::entities::walk;
use reportedly_reader::learned::Features;

use super::gold::Case;
use crate::{Dataset, Settings, Target};

/// The files of the rankers.
pub const NAMES: [&str; RANKERS] = ["third", "it", "they", "first", "nominal"];

/// The weights of one ranker may take this many bytes.
pub const BUDGET: usize = 60_000;

/// Candidates beyond this rank are learned from only if they have a name.
const NEAREST: usize = 12;

/// How the rankers are learned.
pub fn settings() -> Settings {
    Settings {
        hidden: 0,
        epochs: 10,
        rate: 0.1,
        batch: 16,
        feature_dropout: 0.2,
        unit_dropout: 0.0,
        l2: 0.1,
        l1: 0.0,
        min_count: 2,
        snapshots: 1,
        seed: 11,
    }
}

/// The pairs of all documents whose entities are marked, a set for each ranker; a unit is a document.
pub fn datasets(cases: &[Case], models: &[Models]) -> Vec<Dataset> {
    let mut sets: Vec<Dataset> = (0..RANKERS).map(|_| Dataset::new(0, 0)).collect();
    for (unit, case) in cases.iter().enumerate().filter(|(_, case)| case.has("coref")) {
        let gold: Vec<Option<usize>> = (0..case.doc.len()).map(|token| entity_at(case, &case.doc, token)).collect();
        let mut of_thread: Vec<Option<usize>> = Vec::new();
        let mut features = Features::default();
        let mut choose = |scene: &Scene<'_>, threads: &[Thread], described: &Described, candidates: &[usize]| {
            if of_thread.is_empty() {
                of_thread = named(scene, threads.len(), &gold);
            }
            for thread in &threads[of_thread.len()..] {
                of_thread.push(thread.references.first().and_then(|reference| gold[reference.head]));
            }
            let wanted = gold[described.head];
            let set = &mut sets[Sort::of(described) as usize];
            let mut right = None;
            for (rank, &candidate) in candidates.iter().enumerate() {
                let same = wanted.is_some() && of_thread[candidate] == wanted;
                if same && right.is_none() {
                    right = Some(rank);
                }
                if same || rank < NEAREST || threads[candidate].is_named() {
                    features.clear();
                    scene.describe(threads, described, candidates, rank, &mut features);
                    set.push(&features, &[], Target::Class(usize::from(same)), 1.0, unit as u32);
                }
            }
            right
        };
        walk(&case.context(), &models[case.fold as usize], &mut choose);
    }
    sets
}

/// The gold entity of each thread that has a name: that of most of its names.
fn named(scene: &Scene<'_>, threads: usize, gold: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut votes: Vec<Vec<usize>> = vec![Vec::new(); threads];
    for (token, entity) in gold.iter().enumerate() {
        if let (Some(thread), Some(entity)) = (scene.thread_of(token), entity)
            && let Some(votes) = votes.get_mut(thread)
        {
            votes.push(*entity);
        }
    }
    let most = |votes: Vec<usize>| {
        let count = |entity: usize| votes.iter().filter(|&&vote| vote == entity).count();
        votes.iter().rev().copied().max_by_key(|&entity| count(entity))
    };
    votes.into_iter().map(most).collect()
}

/// The gold entity whose mention has its head at a token, the shortest such mention.
fn entity_at(case: &Case, doc: &Doc<'_>, token: usize) -> Option<usize> {
    let span = doc.span(token);
    let at = case.mentions.iter().filter(|mention| mention.head.overlaps(span) && mention.span.overlaps(span));
    at.min_by_key(|mention| mention.span.len()).map(|mention| mention.entity)
}
