//! What the parser and the entity recogniser share: a network that scores the actions of a state.

use crate::error::Fault;
use crate::matrix::{self, MAX_HIDDEN, Weights};
use crate::model::Model;
use crate::msgpack;

/// Scores actions by the rows of a few tokens, each in its slot.
#[derive(Debug)]
pub struct Scorer {
    /// From a token's row to its hidden row.
    lower: Weights,
    /// From a hidden row to its share in each slot; the two pieces lie one after the other.
    features: Weights,
    /// The share of a missing token.
    padding: Vec<f32>,
    bias: Vec<f32>,
    upper: Vec<[f32; 16]>,
    slots: usize,
    hidden: usize,
    classes: usize,
}

/// The shares of some tokens in a row.
#[derive(Debug, Default)]
pub struct Features {
    hidden: Vec<f32>,
    shares: Vec<f32>,
    /// The tokens whose shares are there.
    pub tokens: std::ops::Range<usize>,
}

/// Room for the scores of a state.
pub type Scores = Vec<[f32; 16]>;

impl Scorer {
    /// Finds the layers in a model whose tokens have rows of `width`.
    pub fn read(model: &Model<'_>, width: usize, slots: usize, classes: usize) -> Result<Self, Fault> {
        let nodes = model.nodes()?;
        let root = nodes.first().ok_or("the model has no nodes")?;
        let upper = root.reference("upper").and_then(|index| nodes.get(index));
        let upper = upper.filter(|node| node.name == "linear").ok_or("the model has no upper layer")?;
        let lower = nodes
            .iter()
            .find(|node| node.name == "linear" && node.param("W").is_ok_and(|w| w.shape.get(1) == Some(&width)));
        let lower = lower.ok_or("the model has no lower layer")?;
        let affine =
            nodes.iter().find(|node| node.name == "precomputable_affine").ok_or("the model has no features")?;

        let ([found_slots, hidden, pieces, inputs], shares) = affine.param_of("W")?;
        let (bias, padding) = (affine.param("b")?.data, affine.param("pad")?.data);
        let ([outputs, _], lower_weights) = lower.param_of("W")?;
        let lower_bias = lower.param("b")?.data;
        let ([found_classes, upper_inputs], upper_weights) = upper.param_of("W")?;
        let upper_bias = upper.param("b")?.data;
        let sizes = [found_slots, pieces, outputs, lower_bias.len(), upper_inputs, found_classes, upper_bias.len()];
        if sizes != [slots, 2, inputs, inputs, hidden, classes, classes]
            || bias.len() != hidden * 2
            || padding.len() != slots * hidden * 2
            || hidden > MAX_HIDDEN
        {
            return Err(format!("the layers of the model do not fit each other or the {classes} moves"));
        }
        let split = |column: usize| {
            let (slot, piece, o) = (column / (2 * hidden), column / hidden % 2, column % hidden);
            (slot * hidden + o) * 2 + piece
        };
        let columns = slots * 2 * hidden;
        Ok(Self {
            lower: Weights::linear(width, inputs, |o, i| lower_weights[o * width + i], |o| lower_bias[o]),
            features: Weights::linear(inputs, columns, |o, i| shares[split(o) * inputs + i], |_| 0.0),
            padding: (0..columns).map(|column| padding[split(column)]).collect(),
            bias: (0..2 * hidden).map(|column| bias[split(column)]).collect(),
            upper: matrix::upper(hidden, classes, |o, i| upper_weights[o * hidden + i], |o| upper_bias[o]),
            slots,
            hidden,
            classes,
        })
    }

    /// Room for the scores of a state.
    pub fn scores(&self) -> Scores {
        matrix::score_buffer(self.classes)
    }

    /// Computes the shares of some tokens, given the rows of all.
    pub fn prepare(&self, rows: &[f32], width: usize, tokens: std::ops::Range<usize>, features: &mut Features) {
        let count = tokens.len();
        features.hidden.resize(count * self.lower.outputs(), 0.0);
        features.shares.resize(count * self.features.outputs(), 0.0);
        self.lower.apply(&rows[tokens.start * width..], width, count, &mut features.hidden);
        self.features.apply(&features.hidden, self.lower.outputs(), count, &mut features.shares);
        features.tokens = tokens;
    }

    /// The share of a token, or of none, in a slot.
    pub fn share<'f>(&'f self, features: &'f Features, slot: usize, token: Option<usize>) -> &'f [f32] {
        let size = 2 * self.hidden;
        let token = token.and_then(|token| token.checked_sub(features.tokens.start));
        let shares = token.map_or(&self.padding[..], |token| &features.shares[token * self.slots * size..]);
        &shares[slot * size..][..size]
    }

    /// Scores all classes by the shares of a state's tokens.
    pub fn score(&self, shares: &[&[f32]], scores: &mut Scores) {
        matrix::score(shares, &self.bias, &self.upper, scores);
    }
}

/// The classes of a transition system in order: an action's number and a label.
pub type Moves = Vec<(usize, String)>;

/// Reads a `moves` file.
pub fn read_moves(bytes: &[u8]) -> Result<Moves, Fault> {
    let root = msgpack::read(bytes)?;
    let json: serde_json::Value =
        serde_json::from_str(root.field("moves")?.str()?).map_err(|error| format!("the moves: {error}"))?;
    let mut moves = Vec::new();
    let mut actions: Vec<_> = json.as_object().ok_or("the moves are no object")?.iter().collect();
    actions.sort_unstable_by_key(|(action, _)| *action);
    for (action, labels) in actions {
        let action = action.parse().map_err(|_| format!("\"{action}\" is no action"))?;
        let labels = labels.as_object().ok_or("the labels of an action are no object")?;
        let mut labels: Vec<_> = labels.iter().map(|(label, count)| (count.as_i64().unwrap_or(0), label)).collect();
        labels.sort_unstable();
        moves.extend(labels.into_iter().rev().map(|(_, label)| (action, label.clone())));
    }
    Ok(moves)
}

/// The best of some classes; the first of equals wins.
pub fn best(scores: &Scores, classes: impl Iterator<Item = usize>) -> Option<usize> {
    let scores = scores.as_flattened();
    let mut best: Option<usize> = None;
    for class in classes {
        if best.is_none_or(|best| scores[class] > scores[best]) {
            best = Some(class);
        }
    }
    best
}
