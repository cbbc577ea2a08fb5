//! Many models teach one: what they say on average of cases they have not seen (distillation, Hinton, Vinyals and Dean
//! 2015).
//!
//! One training differs from the next by its random numbers, and annotators differ from one another. The mean of many
//! trainings is better than each of them; a model that learns the mean is nearly as good, and no larger than one.

use crate::{Aim, Dataset, Settings, Target, Trained, fit_towards, side_by_side};

/// How teachers are made, and how much they are believed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Teachers {
    /// How often all cases are dealt out anew.
    pub rounds: u32,
    /// Parts of each round: every case is judged by a model of the other parts.
    pub folds: u32,
    /// The share of the teachers' word in what is learned; the rest is the plain target.
    pub share: f32,
}

impl Default for Teachers {
    fn default() -> Self {
        Self { rounds: 3, folds: 4, share: 0.6 }
    }
}

/// Some of the units of a data set.
pub type Units = fn(u32) -> bool;

/// For each choice of units a model of them, taught by teachers of the same units only.
///
/// # Panics
/// If there is no case to learn from, or the targets are no classes.
pub fn taught(
    data: &Dataset,
    settings: &Settings,
    teachers: &Teachers,
    among: Option<&[u32]>,
    choices: &[Units],
) -> Vec<Trained> {
    let lessons = |choice: usize| {
        let rounds = (0..teachers.rounds).flat_map(move |round| (0..teachers.folds).map(move |fold| (round, fold)));
        rounds.map(move |(round, fold)| (choice, round, fold))
    };
    let work: Vec<(usize, u32, u32)> = (0..choices.len()).flat_map(lessons).collect();
    let said = side_by_side(work, |(choice, round, fold)| {
        let settings = Settings { seed: settings.seed + u64::from(round), ..settings.clone() };
        let apart = |unit: u32| part(unit, round, teachers.folds) == fold;
        let chosen = choices[choice];
        let aim = Aim { among, chances: None };
        let teacher = fit_towards(data, &settings, aim, |unit| chosen(unit) && !apart(unit));
        (choice, teacher.chances(data, |unit| chosen(unit) && apart(unit)))
    });
    let outputs = data.outputs();
    let targets: Vec<Vec<f32>> = (0..choices.len())
        .map(|choice| {
            let mut target = plain(data, 1.0 - teachers.share);
            let weight = teachers.share / teachers.rounds.max(1) as f32;
            for (case, chances) in said.iter().filter(|(of, _)| *of == choice).flat_map(|(_, said)| said) {
                let row = &mut target[case * outputs..(case + 1) * outputs];
                row.iter_mut().zip(chances).for_each(|(target, chance)| *target += weight * chance);
            }
            target
        })
        .collect();
    drop(said);
    side_by_side((0..choices.len()).collect(), |choice| {
        let aim = Aim { among, chances: Some(&targets[choice]) };
        fit_towards(data, settings, aim, choices[choice])
    })
}

/// The part of a unit in a round: each round deals the units out in another order.
fn part(unit: u32, round: u32, folds: u32) -> u32 {
    let mixed = (u64::from(unit) << 8 | u64::from(round)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed >> 32) % u64::from(folds)) as u32
}

/// The plain targets as chances, weighed.
fn plain(data: &Dataset, weight: f32) -> Vec<f32> {
    let mut rows = vec![0.0; data.len() * data.outputs()];
    for case in 0..data.len() {
        match data.target(case) {
            Target::Class(class) => rows[case * data.outputs() + class] = weight,
            Target::Values(_) | Target::Chances(_) => panic!("teachers judge classes"),
        }
    }
    rows
}

impl Trained {
    /// What the model says of the cases of some units.
    fn chances(&self, data: &Dataset, keep: impl Fn(u32) -> bool) -> Vec<(usize, Vec<f32>)> {
        let net = self.net();
        let mut sum = net.start();
        let cases = (0..data.len()).filter(|&case| keep(data.unit(case)));
        let say = |case: usize| {
            let mut scores = vec![0.0; net.outputs()];
            net.restart(&mut sum);
            net.add_keys(data.keys(case), &mut sum);
            data.dense(case).for_each(|(slot, row)| net.add_dense(slot, row, &mut sum));
            net.finish(&mut sum, &mut scores);
            (case, scores)
        };
        cases.map(say).collect()
    }
}
