//! Turns tokens into rows of numbers: hashed embeddings, a mixer, and layers that look one token to either side.
//!
//! What depends on the word type alone is computed once for a type: the mixer, and the three parts of the first
//! layer's sums. The result is the same to the last bit, as every product sums up in a fixed order.

use std::ops::Range;

use crate::error::Fault;
use crate::kept::Kept;
use crate::lexeme::{Column, Lexeme};
use crate::matrix::{self, Weights};
use crate::model::{Model, Node};
use crate::strings::four_rows;
use crate::vectors::Vectors;

/// A network from word types in order to one row for each token.
#[derive(Debug)]
pub struct Tok2Vec {
    width: usize,
    tables: Vec<Table>,
    /// Projects a static vector.
    vectors: Option<Weights>,
    mixer: Layer,
    /// The first layer's weights for the token before, the token itself and the one after: sums by piece.
    first: Weights,
    first_bias: Vec<f32>,
    first_norm: Norm,
    /// The other layers.
    layers: Vec<Layer>,
    /// For a word type: the mixer's row, then the first layer's three sums.
    kept: Kept,
}

/// Gain and bias of a normalisation.
type Norm = (Vec<f32>, Vec<f32>);

/// An embedding table.
#[derive(Debug)]
struct Table {
    column: Column,
    seed: u32,
    rows: usize,
    data: Vec<f32>,
}

/// Maxout, then normalisation.
#[derive(Debug)]
struct Layer {
    weights: Weights,
    gain: Vec<f32>,
    bias: Vec<f32>,
}

/// Pieces of a maxout; fewer are filled up.
const PIECES: usize = 3;

/// Word types of which the rows are kept: 40 MB where rows have 96 numbers.
const KEPT: usize = 10_000;

/// Tokens whose rows are computed together; bounds the memory for texts of any length.
const TOGETHER: usize = 4096;

/// The type of the rows before and after a document.
const PADDING: u32 = 0;

/// Rows that go through the layers together.
struct Pass<'p> {
    types: &'p [Lexeme],
    vectors: Option<&'p Vectors>,
    /// For each row one more than the index of its type, or [`PADDING`].
    rows: Vec<u32>,
    /// The rows whose results are asked for; those between are there because these depend on them.
    stretches: Vec<Range<usize>>,
}

impl<'p> Pass<'p> {
    /// Adds the rows of some tokens of a document, with as many to either side as their results depend on.
    fn lay_out(&mut self, doc: &[u32], tokens: Range<usize>, depth: usize) {
        let rows = &mut self.rows;
        let before = tokens.start.min(depth);
        // The padding between two documents serves both: no row reaches across all of it.
        let there = rows.iter().rev().take(depth).take_while(|&&row| row == PADDING).count();
        rows.extend(std::iter::repeat_n(PADDING, (depth - before).saturating_sub(there)));
        rows.extend(doc[tokens.start - before..tokens.start].iter().map(|&kind| kind + 1));
        let start = rows.len();
        rows.extend(doc[tokens.clone()].iter().map(|&kind| kind + 1));
        self.stretches.push(start..rows.len());
        let after = (doc.len() - tokens.end).min(depth);
        rows.extend(doc[tokens.end..tokens.end + after].iter().map(|&kind| kind + 1));
        rows.extend(std::iter::repeat_n(PADDING, depth - after));
    }

    /// Numbers the types of the rows anew, so that only those that occur count; gives them in order.
    fn number(&mut self) -> Vec<&'p Lexeme> {
        let mut numbers = vec![0; self.types.len() + 1];
        let mut found = Vec::new();
        for row in self.rows.iter_mut().filter(|row| **row != PADDING) {
            let number = &mut numbers[*row as usize];
            if *number == 0 {
                found.push(&self.types[*row as usize - 1]);
                *number = found.len() as u32;
            }
            *row = *number;
        }
        found
    }
}

impl Tok2Vec {
    /// Finds the parts of the network among the nodes of a model.
    pub fn read(model: &Model<'_>) -> Result<Self, Fault> {
        let nodes = model.nodes()?;
        let named = |name: &'static str| nodes.iter().copied().filter(move |node| node.name == name);
        let columns = named("extract_features").next().ok_or("there is no extract_features node")?.attr("columns")?;
        let columns: Result<Vec<Column>, Fault> = columns.items().iter().map(parse_column).collect();
        let columns = columns?;
        let tables: Result<Vec<Table>, Fault> = named("hashembed").map(|node| Table::read(node, &columns)).collect();
        let tables = tables?;
        let width = tables.first().map(|table| table.data.len() / table.rows).ok_or("there is no hashembed node")?;
        if tables.iter().any(|table| table.data.len() != table.rows * width) {
            return Err("the embedding tables differ in width".into());
        }
        if named("expand_window").any(|node| node.attr_int("window_size") != Ok(1)) {
            return Err("only layers that see one token to either side are known".into());
        }
        let vectors = named("static_vectors").next().map(|node| -> Result<_, Fault> {
            let ([outputs, inputs], weights) = node.param_of("W")?;
            let weights = Weights::linear(inputs, outputs, |o, i| weights[o * inputs + i], |_| 0.0);
            Ok(weights)
        });
        let vectors = vectors.transpose()?;
        let mixed = width * tables.len() + vectors.as_ref().map_or(0, Weights::outputs);
        let mut layers = named("maxout").zip(named("layernorm"));
        let mixer = layers.next().ok_or("there is no maxout node")?;
        let mixer = Layer::read(mixer, mixed, width)?;
        let first = layers.next().ok_or("there is no window layer")?;
        let (first, first_bias, first_norm) = split_first(first, width)?;
        let layers: Result<Vec<Layer>, Fault> = layers.map(|layer| Layer::read(layer, 3 * width, width)).collect();
        let kept = Kept::new(width + first.outputs(), KEPT);
        Ok(Self { width, tables, vectors, mixer, first, first_bias, first_norm, layers: layers?, kept })
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Numbers in the static vectors it needs, if it needs any.
    pub fn vector_width(&self) -> Option<usize> {
        self.vectors.as_ref().map(Weights::inputs)
    }

    /// Layers, and so tokens to either side that a row depends on.
    fn depth(&self) -> usize {
        self.layers.len() + 1
    }

    /// The rows of some documents, each given as the types of its tokens (indices into `types`), one after the other.
    pub fn rows(&self, types: &[Lexeme], vectors: Option<&Vectors>, docs: &[&[u32]]) -> Vec<f32> {
        let mut out = Vec::with_capacity(docs.iter().map(|doc| doc.len()).sum::<usize>() * self.width);
        let mut pass = Pass { types, vectors, rows: Vec::new(), stretches: Vec::new() };
        for doc in docs {
            for start in (0..doc.len()).step_by(TOGETHER) {
                let end = doc.len().min(start + TOGETHER);
                pass.lay_out(doc, start..end, self.depth());
                if pass.rows.len() >= TOGETHER {
                    self.encode(&mut pass, &mut out);
                }
            }
        }
        self.encode(&mut pass, &mut out);
        out
    }

    /// A row for the padding, which is zero, and one for each type: the mixer's, then the first layer's three sums.
    fn of_types(&self, types: &[&Lexeme], vectors: Option<&Vectors>) -> Vec<f32> {
        let each = self.width + self.first.outputs();
        let mut rows = Vec::with_capacity(each * (types.len() + 1));
        rows.resize(each, 0.0);
        let missing = self.kept.copy(types.iter().map(|kind| kind.key), &mut rows);
        let lexemes: Vec<&Lexeme> = missing.iter().map(|&index| types[index]).collect();
        let mixed = self.mix(&lexemes, vectors);
        let mut sums = vec![0.0; self.first.outputs() * missing.len()];
        self.first.apply(&mixed, self.width, missing.len(), &mut sums);
        let parts = mixed.chunks_exact(self.width).zip(sums.chunks_exact(self.first.outputs()));
        for (&index, (mixed, sums)) in missing.iter().zip(parts) {
            let row = &mut rows[(index + 1) * each..][..each];
            row[..self.width].copy_from_slice(mixed);
            row[self.width..].copy_from_slice(sums);
        }
        self.kept.keep(missing.iter().map(|&index| (types[index].key, &rows[(index + 1) * each..][..each])));
        rows
    }

    /// The mixer's rows of some types.
    fn mix(&self, types: &[&Lexeme], vectors: Option<&Vectors>) -> Vec<f32> {
        let (width, count) = (self.width, types.len());
        let embedded = width * self.tables.len();
        let projected = self.vectors.as_ref().map_or(0, Weights::outputs);
        let stride = embedded + projected;
        let mut inputs = vec![0.0; stride * count];
        for (kind, row) in types.iter().zip(inputs.chunks_exact_mut(stride)) {
            for (table, out) in self.tables.iter().zip(row.chunks_exact_mut(width)) {
                table.embed(kind.feature(table.column), out);
            }
        }
        if let (Some(weights), Some(vectors)) = (&self.vectors, vectors) {
            let mut rows = vec![0.0; vectors.width() * count];
            for (kind, row) in types.iter().zip(rows.chunks_exact_mut(vectors.width())) {
                vectors.copy(kind.orth, row);
            }
            let mut out = vec![0.0; projected * count];
            weights.apply(&rows, vectors.width(), count, &mut out);
            for (from, to) in out.chunks_exact(projected).zip(inputs.chunks_exact_mut(stride)) {
                to[embedded..].copy_from_slice(from);
            }
        }
        let mut mixed = vec![0.0; width * count];
        self.mixer.weights.apply(&inputs, stride, count, &mut mixed);
        matrix::normalize(&mut mixed, &self.mixer.gain, &self.mixer.bias);
        mixed
    }

    /// Takes the rows of a pass through the layers, and empties it.
    fn encode(&self, pass: &mut Pass<'_>, out: &mut Vec<f32>) {
        let width = self.width;
        let lexemes = pass.number();
        let of_types = self.of_types(&lexemes, pass.vectors);
        let types = &pass.rows[..];
        let part = PIECES * width;
        let each = width + 3 * part;
        // A row of zeros on either side of all is what the first and the last row see beyond them.
        let mut x = vec![0.0; width * (types.len() + 2)];
        let mut y = vec![0.0; width * types.len()];
        let sum = |index: Option<usize>, which: usize| {
            let kind = index.and_then(|index| types.get(index)).map_or(PADDING, |&kind| kind) as usize;
            &of_types[kind * each + width + which * part..][..part]
        };
        for (i, (&kind, y)) in types.iter().zip(y.chunks_exact_mut(width)).enumerate() {
            x[(i + 1) * width..][..width].copy_from_slice(&of_types[kind as usize * each..][..width]);
            let (left, middle, right) = (sum(i.checked_sub(1), 0), sum(Some(i), 1), sum(Some(i + 1), 2));
            matrix::largest_sum(left, middle, right, &self.first_bias, y);
        }
        let inner = width..width * (types.len() + 1);
        matrix::add_normalized(&mut y, &mut x[inner.clone()], &self.first_norm.0, &self.first_norm.1);
        for layer in &self.layers {
            layer.weights.apply(&x, width, types.len(), &mut y);
            matrix::add_normalized(&mut y, &mut x[inner.clone()], &layer.gain, &layer.bias);
        }
        for stretch in &pass.stretches {
            out.extend_from_slice(&x[(stretch.start + 1) * width..(stretch.end + 1) * width]);
        }
        pass.rows.clear();
        pass.stretches.clear();
    }
}

fn parse_column(value: &crate::msgpack::Value<'_>) -> Result<Column, Fault> {
    let name = value.str()?;
    Column::parse(name).ok_or_else(|| format!("feature {name} is not known"))
}

/// The first window layer, with its weights split by the token they are for; sums are laid out by token and piece.
fn split_first((maxout, norm): (Node<'_, '_>, Node<'_, '_>), width: usize) -> Result<(Weights, Vec<f32>, Norm), Fault> {
    let ([outputs, pieces, inputs], weights) = maxout.param_of("W")?;
    let (_, bias) = maxout.param_of::<2>("b")?;
    check(&[outputs, inputs, bias.len()], &[width, 3 * width, outputs * pieces], pieces)?;
    let piece = |p: usize| p.min(pieces - 1);
    let weight = |column: usize, i: usize| {
        let (token, p, o) = (column / (PIECES * width), column / width % PIECES, column % width);
        weights[(o * pieces + piece(p)) * inputs + token * width + i]
    };
    let first = Weights::linear(width, 3 * PIECES * width, weight, |_| 0.0);
    let bias = (0..PIECES * width).map(|column| bias[column % width * pieces + piece(column / width)]).collect();
    Ok((first, bias, read_norm(norm, width)?))
}

fn read_norm(node: Node<'_, '_>, width: usize) -> Result<Norm, Fault> {
    let (gain, bias) = (node.param("G")?.data, node.param("b")?.data);
    check(&[gain.len(), bias.len()], &[width, width], 1)?;
    Ok((gain, bias))
}

fn check(found: &[usize], expected: &[usize], pieces: usize) -> Result<(), Fault> {
    if found == expected && (1..=PIECES).contains(&pieces) {
        return Ok(());
    }
    Err(format!("a layer has sizes {found:?} with {pieces} pieces where {expected:?} with 1 to {PIECES} are known"))
}

impl Layer {
    fn read((maxout, norm): (Node<'_, '_>, Node<'_, '_>), inputs: usize, width: usize) -> Result<Self, Fault> {
        let ([outputs, pieces, found], weights) = maxout.param_of("W")?;
        let (_, bias) = maxout.param_of::<2>("b")?;
        check(&[outputs, found, bias.len()], &[width, inputs, outputs * pieces], pieces)?;
        let weight = |o: usize, p: usize, i: usize| weights[(o * pieces + p) * inputs + i];
        let weights = Weights::maxout((inputs, outputs, pieces), weight, |o, p| bias[o * pieces + p]);
        let (gain, bias) = read_norm(norm, width)?;
        Ok(Self { weights, gain, bias })
    }
}

impl Table {
    fn read(node: Node<'_, '_>, columns: &[Column]) -> Result<Self, Fault> {
        let ([rows, width], data) = node.param_of("E")?;
        let column = columns.get(node.attr_int("column")?).ok_or("an embedding has no column")?;
        if rows == 0 || width == 0 {
            return Err("an embedding table is empty".into());
        }
        Ok(Self { column: *column, seed: node.attr_int("seed")? as u32, rows, data })
    }

    /// The sum of the four rows of a key.
    fn embed(&self, key: u64, out: &mut [f32]) {
        let width = out.len();
        let row = |row: u32| &self.data[(row as usize % self.rows) * width..][..width];
        let [a, b, c, d] = four_rows(key, self.seed).map(row);
        for (i, out) in out.iter_mut().enumerate() {
            *out = a[i] + b[i] + c[i] + d[i];
        }
    }
}
