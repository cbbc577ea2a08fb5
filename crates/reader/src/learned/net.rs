//! The net: feature rows and dense rows into a hidden layer, and from there to a few scores.

use super::features::Features;
use super::format::{FormatError, Parts};

/// What the scores of a net are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Probabilities that add up to one.
    Softmax,
    /// Plain numbers.
    Plain,
}

/// A trained model. Cheap to share; computes in the caller's buffers.
#[derive(Debug)]
pub struct Net {
    parts: Parts,
    /// Where the keys that begin with some bits start among the sorted keys.
    directory: Vec<u32>,
    shift: u32,
}

impl Net {
    /// Reads the compact form.
    ///
    /// # Errors
    /// If the bytes are not of this form, or of another version of it.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, FormatError> {
        Ok(Self::new(Parts::read(bytes)?))
    }

    /// A net over parts that were read or just trained.
    pub fn new(parts: Parts) -> Self {
        // About two keys a bucket: few enough to scan, and the directory stays smaller than the keys.
        let bits = (parts.keys.len().max(2) / 2).ilog2().clamp(1, 20);
        let shift = 32 - bits;
        let mut directory = Vec::with_capacity((1 << bits) + 1);
        let mut at = 0;
        for bucket in 0..1u64 << bits {
            while at < parts.keys.len() && u64::from(parts.keys[at]) >> shift < bucket {
                at += 1;
            }
            directory.push(at as u32);
        }
        directory.push(parts.keys.len() as u32);
        Self { parts, directory, shift }
    }

    /// Number of scores.
    pub fn outputs(&self) -> usize {
        self.parts.outputs
    }

    /// Length of the vector that features and dense rows are added up in: the hidden units, or the scores of a net
    /// without any.
    pub fn width(&self) -> usize {
        self.parts.width()
    }

    /// The scores of one case, in one step.
    ///
    /// `dense` holds a row for each slot of the model; an empty row stands for none.
    pub fn predict(&self, features: &Features, dense: &[&[f32]], scores: &mut [f32]) {
        let mut sum = self.start();
        self.add_features(features, &mut sum);
        for (slot, row) in dense.iter().enumerate() {
            self.add_dense(slot, row, &mut sum);
        }
        self.finish(&mut sum, scores);
    }

    /// A fresh sum: the biases.
    pub fn start(&self) -> Vec<f32> {
        self.parts.bias.clone()
    }

    /// Sets an old sum back to the biases.
    pub fn restart(&self, sum: &mut Vec<f32>) {
        sum.clone_from(&self.parts.bias);
    }

    /// Adds the rows of features.
    pub fn add_features(&self, features: &Features, sum: &mut [f32]) {
        self.add_keys(features.keys(), sum);
    }

    /// Adds the rows of features given by their keys.
    pub fn add_keys(&self, keys: &[u32], sum: &mut [f32]) {
        let width = self.width();
        for &key in keys {
            if let Some(row) = self.row(key) {
                let scale = self.parts.scales[row];
                let weights = &self.parts.weights[row * width..(row + 1) * width];
                for (sum, &weight) in sum.iter_mut().zip(weights) {
                    *sum += scale * f32::from(weight as i8);
                }
            }
        }
    }

    /// Adds a dense row through the matrix of its slot; an empty row adds nothing.
    pub fn add_dense(&self, slot: usize, row: &[f32], sum: &mut [f32]) {
        let width = self.width();
        if slot >= self.parts.slots || row.is_empty() {
            return;
        }
        let matrix = &self.parts.dense[slot * self.parts.slot_width * width..];
        for (&value, weights) in row.iter().zip(matrix.chunks_exact(width)).take(self.parts.slot_width) {
            for (sum, &weight) in sum.iter_mut().zip(weights) {
                *sum += value * weight;
            }
        }
    }

    /// Turns a finished sum into scores; the sum is used up.
    pub fn finish(&self, sum: &mut [f32], scores: &mut [f32]) {
        if self.parts.hidden == 0 {
            scores.copy_from_slice(sum);
        } else {
            sum.iter_mut().for_each(|unit| *unit = unit.max(0.0));
            let rows = self.parts.output.chunks_exact(self.parts.hidden);
            for ((score, weights), bias) in scores.iter_mut().zip(rows).zip(&self.parts.output_bias) {
                *score = bias + sum.iter().zip(weights).map(|(unit, weight)| unit * weight).sum::<f32>();
            }
        }
        if self.parts.kind == Output::Softmax {
            softmax(scores);
        }
    }

    fn row(&self, key: u32) -> Option<usize> {
        let bucket = (key >> self.shift) as usize;
        let (start, end) = (self.directory[bucket] as usize, self.directory[bucket + 1] as usize);
        self.parts.keys[start..end].iter().position(|&known| known == key).map(|at| start + at)
    }
}

/// Scores to probabilities, in place.
fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let total: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= total);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(values: &[u32]) -> Features {
        let mut features = Features::default();
        values.iter().for_each(|&value| features.add(0, [value]));
        features
    }

    /// Three known features and one dense slot of two numbers, two hidden units, two classes.
    fn parts() -> Parts {
        let mut keys: Vec<u32> = features(&[1, 2, 3]).keys().to_vec();
        keys.sort_unstable();
        Parts {
            kind: Output::Softmax,
            hidden: 2,
            outputs: 2,
            slots: 1,
            slot_width: 2,
            bias: vec![0.5, -1.0],
            dense: vec![1.0, 0.0, 0.0, 1.0],
            output: vec![1.0, 0.0, 0.0, 1.0],
            output_bias: vec![0.0, 0.25],
            keys,
            scales: vec![0.5; 3],
            weights: vec![2, 254, 2, 254, 2, 254].into(),
        }
    }

    #[test]
    fn sums_known_features_and_dense_rows() {
        let net = Net::new(parts());
        let mut sum = net.start();
        net.add_features(&features(&[1, 3, 77]), &mut sum);
        assert_eq!(sum, [2.5, -3.0]);
        net.add_dense(0, &[0.5, 4.0], &mut sum);
        assert_eq!(sum, [3.0, 1.0]);
        let mut scores = [0.0; 2];
        net.finish(&mut sum, &mut scores);
        let expected = 1.0 / (1.0 + (1.25f32 - 3.0).exp());
        assert!((scores[0] - expected).abs() < 1e-6 && (scores[0] + scores[1] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_net_without_hidden_layer_is_linear() {
        let net = Net::new(Parts { kind: Output::Plain, hidden: 0, output: vec![], output_bias: vec![], ..parts() });
        let mut scores = [0.0; 2];
        net.predict(&features(&[2]), &[&[]], &mut scores);
        assert_eq!(scores, [1.5, -2.0]);
    }

    #[test]
    fn finds_every_key_of_a_large_table() {
        let mut keys: Vec<u32> = features(&(0..5000).collect::<Vec<_>>()).keys().to_vec();
        keys.sort_unstable();
        keys.dedup();
        let n = keys.len();
        let known = keys.clone();
        let net = Net::new(Parts { keys, scales: vec![1.0; n], weights: vec![0; 2 * n].into(), ..parts() });
        assert!(known.iter().enumerate().all(|(row, &key)| net.row(key) == Some(row)));
        assert!((0..u32::MAX).step_by(7_000_003).all(|key| net.row(key).is_none() || known.contains(&key)));
    }
}
