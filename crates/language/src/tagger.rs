//! The tagger: one layer over the shared rows.

use crate::error::Fault;
use crate::matrix::Weights;
use crate::model::Model;

/// Gives each token a tag.
#[derive(Debug)]
pub struct Tagger {
    weights: Weights,
}

impl Tagger {
    /// Reads a tagger with so many labels whose tokens have rows of `width`.
    pub fn read(model: &Model<'_>, width: usize, labels: usize) -> Result<Self, Fault> {
        let nodes = model.nodes()?;
        let softmax = nodes.iter().find(|node| node.name == "softmax").ok_or("there is no softmax node")?;
        let ([outputs, inputs], weights) = softmax.param_of("W")?;
        let bias = softmax.param("b")?.data;
        if [outputs, inputs, bias.len()] != [labels, width, labels] || labels == 0 {
            return Err(format!("the layer does not fit {labels} labels and rows of {width}"));
        }
        Ok(Self { weights: Weights::linear(inputs, outputs, |o, i| weights[o * inputs + i], |o| bias[o]) })
    }

    /// The tag of each row, the first of equals.
    pub fn tags(&self, rows: &[f32], width: usize) -> Vec<u16> {
        let labels = self.weights.outputs();
        let mut tags = Vec::with_capacity(rows.len() / width);
        let mut scores = Vec::new();
        for rows in rows.chunks(1024 * width) {
            let count = rows.len() / width;
            scores.resize(count * labels, 0.0);
            self.weights.apply(rows, width, count, &mut scores);
            for scores in scores[..count * labels].chunks_exact(labels) {
                let mut best = 0;
                for (label, score) in scores.iter().enumerate() {
                    if *score > scores[best] {
                        best = label;
                    }
                }
                tags.push(best as u16);
            }
        }
        tags
    }
}
