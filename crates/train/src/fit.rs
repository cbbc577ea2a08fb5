//! Learning: AdaGrad (Duchi, Hazan and Singer 2011) over small batches.

use std::collections::HashMap;
use std::ops::Range;

use reportedly_reader::learned::Output;

use crate::{Dataset, Random, Target};

/// How to learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Hidden units; 0 makes a linear model.
    pub hidden: usize,
    /// How often all cases are seen.
    pub epochs: usize,
    /// The learning rate at first; it falls to a tenth in the last epoch.
    pub rate: f32,
    /// Cases to a step, at least; groups are not divided.
    pub batch: usize,
    /// Share of the features left out, drawn anew for each case.
    pub feature_dropout: f32,
    /// Share of the hidden units left out.
    pub unit_dropout: f32,
    /// Pulls every weight towards 0 by this share of itself.
    pub l2: f32,
    /// Pulls every feature weight towards 0 by this much of the rate, and sets it to 0 once there.
    pub l1: f32,
    /// Features seen in fewer cases are not learned.
    pub min_count: u32,
    /// The result is the mean of the weights at so many points of the last epoch; 1 takes those at its end.
    pub snapshots: usize,
    /// Where the random numbers start.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            hidden: 16,
            epochs: 3,
            rate: 0.05,
            batch: 32,
            feature_dropout: 0.2,
            unit_dropout: 0.2,
            l2: 0.0,
            l1: 0.0,
            min_count: 2,
            snapshots: 1,
            seed: 1,
        }
    }
}

/// Learned weights, not yet made compact.
#[derive(Clone, Debug)]
pub struct Trained {
    pub(crate) kind: Output,
    pub(crate) hidden: usize,
    pub(crate) outputs: usize,
    pub(crate) slots: usize,
    pub(crate) slot_width: usize,
    /// The features, sorted, with the number of cases that have them.
    pub(crate) keys: Vec<u32>,
    pub(crate) counts: Vec<u32>,
    pub(crate) rows: Weights,
    pub(crate) dense: Weights,
    pub(crate) bias: Weights,
    pub(crate) output: Weights,
    pub(crate) output_bias: Weights,
    /// Mean loss of the cases last seen, dropout included.
    pub loss: f64,
}

/// A matrix with its gradient and its sum of squared gradients.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pub(crate) values: Vec<f32>,
    squares: Vec<f32>,
    gradient: Vec<f32>,
    /// Sum of the values at the snapshots.
    sum: Vec<f32>,
}

impl Weights {
    pub(crate) fn new(values: Vec<f32>) -> Self {
        let n = values.len();
        Self { values, squares: vec![1e-6; n], gradient: vec![0.0; n], sum: vec![0.0; n] }
    }

    fn normal(n: usize, deviation: f32, random: &mut Random) -> Self {
        Self::new((0..n).map(|_| random.normal() * deviation).collect())
    }

    /// One step of AdaGrad on some of the weights, which takes their gradient back to 0.
    fn step(&mut self, range: Range<usize>, rate: f32, l2: f32, l1: f32) {
        let values = &mut self.values[range.clone()];
        let squares = &mut self.squares[range.clone()];
        for ((value, square), slope) in values.iter_mut().zip(squares).zip(&mut self.gradient[range]) {
            let gradient = *slope + l2 * *value;
            *square += gradient * gradient;
            let pace = rate / (square.sqrt() + 1e-4);
            *value -= pace * gradient;
            if l1 > 0.0 {
                *value = value.signum() * (value.abs() - pace * l1).max(0.0);
            }
            *slope = 0.0;
        }
    }

    fn snapshot(&mut self) {
        self.sum.iter_mut().zip(&self.values).for_each(|(sum, value)| *sum += value);
    }

    fn take_mean(&mut self, snapshots: usize) {
        self.values.iter_mut().zip(&self.sum).for_each(|(value, sum)| *value = sum / snapshots as f32);
    }

    fn step_all(&mut self, rate: f32, l2: f32) {
        self.step(0..self.values.len(), rate, l2, 0.0);
    }
}

/// Learns from the cases of the units that `keep` names.
///
/// # Panics
/// If there is no case to learn from.
pub fn fit(data: &Dataset, settings: &Settings, keep: impl Fn(u32) -> bool) -> Trained {
    fit_towards(data, settings, Aim::default(), keep)
}

/// What a model is to learn, where it is not every feature and the plain target of each case.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aim<'a> {
    /// The only features to learn, sorted.
    ///
    /// A model cut to its best features and learned again is better than one that is only cut.
    pub among: Option<&'a [u32]>,
    /// How likely each class of each case is, in place of its target: what teachers say of it.
    pub chances: Option<&'a [f32]>,
}

/// Learns as [`fit`] does, towards an aim.
///
/// # Panics
/// If there is no case to learn from.
pub fn fit_towards(data: &Dataset, settings: &Settings, aim: Aim<'_>, keep: impl Fn(u32) -> bool) -> Trained {
    let mut groups = data.groups();
    groups.retain(|group| keep(data.unit(group.start)));
    assert!(!groups.is_empty(), "a model needs cases to learn from");
    let cases: Vec<usize> = groups.iter().cloned().flatten().collect();
    let (keys, counts) = match aim.among {
        Some(keys) => (keys.to_vec(), vec![0; keys.len()]),
        None => vocabulary(data, &cases, settings.min_count),
    };
    let row_of: HashMap<u32, u32> = keys.iter().enumerate().map(|(row, &key)| (key, row as u32)).collect();
    let encoded = Encoded::new(data, &cases, &row_of);
    let mut learner = Learner::new(data, settings, keys, counts);
    let mut order: Vec<usize> = (0..groups.len()).collect();
    for epoch in 0..settings.epochs {
        learner.random.shuffle(&mut order);
        let through = epoch as f32 / settings.epochs.saturating_sub(1).max(1) as f32;
        let last = epoch + 1 == settings.epochs;
        let parts = if last { settings.snapshots.max(1) } else { 1 };
        for part in order.chunks(order.len().div_ceil(parts)) {
            learner.pass(
                data,
                aim.chances,
                &encoded,
                part.iter().map(|&group| groups[group].clone()),
                1.0 - 0.9 * through,
            );
            if last {
                learner.snapshot();
            }
        }
    }
    learner.finish()
}

/// The features that enough cases have, sorted, with their counts.
fn vocabulary(data: &Dataset, cases: &[usize], min_count: u32) -> (Vec<u32>, Vec<u32>) {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for &case in cases {
        for &key in data.keys(case) {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut known: Vec<(u32, u32)> = counts.into_iter().filter(|(_, count)| *count >= min_count).collect();
    known.sort_unstable();
    known.into_iter().unzip()
}

/// The rows of each case's known features.
struct Encoded {
    starts: Vec<usize>,
    rows: Vec<u32>,
}

impl Encoded {
    fn new(data: &Dataset, cases: &[usize], row_of: &HashMap<u32, u32>) -> Self {
        let mut starts = vec![0; data.len() + 1];
        let mut rows = Vec::new();
        let mut at = 0;
        for &case in cases {
            starts[at..=case].fill(rows.len());
            rows.extend(data.keys(case).iter().filter_map(|key| row_of.get(key)));
            at = case + 1;
        }
        starts[at..].fill(rows.len());
        Self { starts, rows }
    }

    fn of(&self, case: usize) -> &[u32] {
        &self.rows[self.starts[case]..self.starts[case + 1]]
    }
}

struct Learner {
    settings: Settings,
    random: Random,
    trained: Trained,
    /// Rows with a gradient, in the order in which they got one.
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    kept: Vec<u32>,
    sum: Vec<f32>,
    mask: Vec<f32>,
    scores: Vec<f32>,
    slope: Vec<f32>,
    snapshots: usize,
}

impl Learner {
    fn new(data: &Dataset, settings: &Settings, keys: Vec<u32>, counts: Vec<u32>) -> Self {
        let mut random = Random::new(settings.seed);
        let (hidden, outputs) = (settings.hidden, data.outputs());
        let width = if hidden == 0 { outputs } else { hidden };
        let inputs = data.slots() * data.slot_width();
        let start = |deviation: f32| if hidden == 0 { 0.0 } else { deviation };
        let spread = |inputs: usize| 1.0 / (inputs.max(1) as f32).sqrt();
        let trained = Trained {
            kind: if data.is_regression() { Output::Plain } else { Output::Softmax },
            hidden,
            outputs,
            slots: data.slots(),
            slot_width: data.slot_width(),
            rows: Weights::normal(keys.len() * width, start(0.05), &mut random),
            dense: Weights::normal(inputs * width, start(0.3 * spread(inputs)), &mut random),
            bias: Weights::new(vec![start(0.1); width]),
            output: Weights::normal(outputs * hidden, spread(hidden), &mut random),
            output_bias: Weights::new(vec![0.0; if hidden == 0 { 0 } else { outputs }]),
            counts,
            loss: 0.0,
            keys,
        };
        Self {
            settings: settings.clone(),
            random,
            touched: Vec::new(),
            is_touched: vec![false; trained.keys.len()],
            trained,
            kept: Vec::new(),
            sum: vec![0.0; width],
            mask: vec![1.0; width],
            scores: vec![0.0; outputs],
            slope: vec![0.0; width],
            snapshots: 0,
        }
    }

    /// The five matrices.
    fn matrices(&mut self) -> [&mut Weights; 5] {
        let Trained { rows, dense, bias, output, output_bias, .. } = &mut self.trained;
        [rows, dense, bias, output, output_bias]
    }

    fn snapshot(&mut self) {
        self.snapshots += 1;
        self.matrices().into_iter().for_each(Weights::snapshot);
    }

    fn finish(mut self) -> Trained {
        let snapshots = self.snapshots;
        if snapshots > 0 {
            self.matrices().into_iter().for_each(|weights| weights.take_mean(snapshots));
        }
        self.trained
    }

    fn pass(
        &mut self,
        data: &Dataset,
        chances: Option<&[f32]>,
        encoded: &Encoded,
        groups: impl Iterator<Item = Range<usize>>,
        pace: f32,
    ) {
        let row = |case: usize| case * data.outputs()..(case + 1) * data.outputs();
        let (mut waiting, mut loss, mut seen) = (0, 0.0, 0usize);
        for group in groups {
            waiting += group.len();
            for case in group.filter(|&case| data.weight(case) != 0.0) {
                self.forward(data, encoded, case);
                let target = chances.map_or_else(|| data.target(case), |all| Target::Chances(&all[row(case)]));
                loss += f64::from(self.compare(target, data.weight(case)));
                seen += 1;
                self.backward(data, case);
            }
            if waiting >= self.settings.batch {
                self.step(pace);
                waiting = 0;
            }
        }
        self.step(pace);
        self.trained.loss = loss / seen.max(1) as f64;
    }

    /// Fills `kept`, `sum`, `mask` and `scores`.
    fn forward(&mut self, data: &Dataset, encoded: &Encoded, case: usize) {
        let width = self.sum.len();
        self.sum.copy_from_slice(&self.trained.bias.values);
        self.kept.clear();
        let dropout = (self.settings.feature_dropout * 65536.0) as u64;
        let mut bits = (0, 0);
        for &row in encoded.of(case) {
            if bits.1 == 0 {
                bits = (self.random.bits(), 4);
            }
            let draw = bits.0 & 0xFFFF;
            bits = (bits.0 >> 16, bits.1 - 1);
            if draw >= dropout {
                self.kept.push(row);
                let weights = &self.trained.rows.values[row as usize * width..][..width];
                self.sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
            }
        }
        for (slot, row) in data.dense(case) {
            let matrix = &self.trained.dense.values[slot * self.trained.slot_width * width..];
            for (&value, weights) in row.iter().zip(matrix.chunks_exact(width)) {
                self.sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += value * weight);
            }
        }
        if self.trained.hidden == 0 {
            self.scores.copy_from_slice(&self.sum);
            return;
        }
        let kept_share = 1.0 - self.settings.unit_dropout;
        for (unit, mask) in self.sum.iter_mut().zip(&mut self.mask) {
            let dropped = self.settings.unit_dropout > 0.0 && self.random.unit() >= kept_share;
            *mask = if dropped || *unit <= 0.0 { 0.0 } else { 1.0 / kept_share };
            *unit *= *mask;
        }
        let rows = self.trained.output.values.chunks_exact(width);
        for ((score, weights), bias) in self.scores.iter_mut().zip(rows).zip(&self.trained.output_bias.values) {
            *score = bias + self.sum.iter().zip(weights).map(|(unit, weight)| unit * weight).sum::<f32>();
        }
    }

    /// Turns the scores into the slope of the loss by each of them; gives the loss.
    fn compare(&mut self, target: Target<'_>, weight: f32) -> f32 {
        let scores = &mut self.scores;
        match target {
            Target::Class(class) => {
                softmax(scores);
                let loss = -(scores[class] + 1e-9).ln();
                scores[class] -= 1.0;
                scores.iter_mut().for_each(|score| *score *= weight);
                loss * weight
            }
            Target::Chances(chances) => {
                softmax(scores);
                let mut loss = 0.0;
                for (score, chance) in scores.iter_mut().zip(chances) {
                    loss -= chance * (*score + 1e-9).ln();
                    *score = weight * (*score - chance);
                }
                loss * weight
            }
            Target::Values(values) => {
                let mut loss = 0.0;
                for (score, value) in scores.iter_mut().zip(values) {
                    let error = *score - value;
                    loss += 0.5 * error * error;
                    *score = weight * error;
                }
                loss * weight
            }
        }
    }

    /// Adds the slopes of one case to the gradients.
    fn backward(&mut self, data: &Dataset, case: usize) {
        if self.scores.iter().map(|slope| slope.abs()).sum::<f32>() < 1e-5 {
            return;
        }
        let width = self.sum.len();
        let trained = &mut self.trained;
        if trained.hidden == 0 {
            self.slope.copy_from_slice(&self.scores);
        } else {
            self.slope.fill(0.0);
            for (score, &by) in self.scores.iter().enumerate() {
                trained.output_bias.gradient[score] += by;
                let weights = &trained.output.values[score * width..][..width];
                let gradient = &mut trained.output.gradient[score * width..][..width];
                for unit in 0..width {
                    gradient[unit] += by * self.sum[unit];
                    self.slope[unit] += by * weights[unit];
                }
            }
            self.slope.iter_mut().zip(&self.mask).for_each(|(slope, mask)| *slope *= mask);
        }
        let add = |gradient: &mut [f32], slope: &[f32], by: f32| {
            gradient.iter_mut().zip(slope).for_each(|(gradient, slope)| *gradient += by * slope);
        };
        add(&mut trained.bias.gradient, &self.slope, 1.0);
        for &row in &self.kept {
            if !self.is_touched[row as usize] {
                self.is_touched[row as usize] = true;
                self.touched.push(row);
            }
            add(&mut trained.rows.gradient[row as usize * width..][..width], &self.slope, 1.0);
        }
        for (slot, row) in data.dense(case) {
            let matrix = &mut trained.dense.gradient[slot * trained.slot_width * width..];
            for (&value, gradient) in row.iter().zip(matrix.chunks_exact_mut(width)) {
                add(gradient, &self.slope, value);
            }
        }
    }

    fn step(&mut self, pace: f32) {
        let Settings { rate, l2, l1, .. } = self.settings;
        let (rate, width) = (rate * pace, self.sum.len());
        self.trained.dense.step_all(rate, l2);
        self.trained.output.step_all(rate, l2);
        self.trained.bias.step_all(rate, 0.0);
        self.trained.output_bias.step_all(rate, 0.0);
        for row in self.touched.drain(..) {
            self.is_touched[row as usize] = false;
            let start = row as usize * width;
            self.trained.rows.step(start..start + width, rate, l2, l1);
        }
    }
}

fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let total: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= total);
}
