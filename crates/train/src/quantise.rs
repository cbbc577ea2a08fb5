//! From floating-point weights to bytes, and which rows are worth their bytes.

use reportedly_reader::learned::{Net, Parts};

use crate::Trained;

impl Trained {
    /// The compact model, in at most `budget` bytes where there is one.
    ///
    /// Rows that can move a score least are left out: the order is by length of the row, then by key.
    pub fn parts(&self, budget: Option<usize>) -> Parts {
        let mut order: Vec<usize> = (0..self.keys.len()).filter(|&row| self.length(row) > 0.0).collect();
        order.sort_by(|&a, &b| self.length(b).total_cmp(&self.length(a)).then(a.cmp(&b)));
        loop {
            let parts = self.compact(&order);
            let bytes = parts.write().len();
            match budget {
                Some(budget) if bytes > budget && !order.is_empty() => {
                    // A row costs a byte a weight, one for its scale and at most five for its key.
                    let excess = (bytes - budget).div_ceil(self.width() + 6);
                    order.truncate(order.len().saturating_sub(excess));
                }
                _ => return parts,
            }
        }
    }

    /// These rows and all else, in bytes.
    fn compact(&self, rows: &[usize]) -> Parts {
        let mut chosen = rows.to_vec();
        chosen.sort_unstable();
        let mut scales = Vec::with_capacity(chosen.len());
        let mut weights = Vec::with_capacity(chosen.len() * self.width());
        for &row in &chosen {
            let row = self.row(row);
            let most = row.iter().fold(0.0f32, |most, weight| most.max(weight.abs()));
            let scale = Parts::scale_for(most);
            scales.push(scale);
            weights.extend(row.iter().map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8));
        }
        Parts {
            kind: self.kind,
            hidden: self.hidden,
            outputs: self.outputs,
            slots: self.slots,
            slot_width: self.slot_width,
            bias: self.bias.values.clone(),
            dense: self.dense.values.clone(),
            output: self.output.values.clone(),
            output_bias: self.output_bias.values.clone(),
            keys: chosen.iter().map(|&row| self.keys[row]).collect(),
            scales,
            weights: weights.into(),
        }
    }

    /// The features that a model within a budget keeps, sorted.
    pub fn best_features(&self, budget: usize) -> Vec<u32> {
        self.parts(Some(budget)).keys
    }

    /// A net with all rows, to predict with while training.
    pub fn net(&self) -> Net {
        Net::new(self.parts(None))
    }

    /// Number of features learned.
    pub fn features(&self) -> usize {
        self.keys.len()
    }

    /// In how many cases each learned feature was seen, in the order of the keys.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    fn width(&self) -> usize {
        if self.hidden == 0 { self.outputs } else { self.hidden }
    }

    fn row(&self, row: usize) -> &[f32] {
        &self.rows.values[row * self.width()..(row + 1) * self.width()]
    }

    fn length(&self, row: usize) -> f32 {
        self.row(row).iter().map(|weight| weight * weight).sum()
    }
}
