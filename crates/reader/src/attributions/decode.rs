//! From the chances of single tokens to spans: one best labelling of the cue's sentence, whole quotations elsewhere.

use std::ops::Range;

use super::scene::Scene;
use super::spans::Label;

/// What a cue was found to govern: tokens in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spans {
    /// The source; no more than one piece.
    pub source: Vec<usize>,
    /// The cue, its root among them.
    pub cue: Vec<usize>,
    /// The content, in one or more pieces.
    pub content: Vec<usize>,
}

/// The chances of the labels of each token of a window.
#[derive(Clone, Debug, Default)]
pub struct Chances {
    /// The tokens.
    pub window: Range<usize>,
    /// One row a token, by [`Label`].
    pub rows: Vec<[f32; 4]>,
}

impl Chances {
    /// The chance of a label for a token of the window.
    pub fn of(&self, token: usize, label: Label) -> f32 {
        self.rows[token - self.window.start][label as usize]
    }
}

/// What it costs to begin or end a content.
const CONTENT_EDGE: f32 = 0.7;
/// What any other change of label costs, as a share of that.
const OTHER_EDGE: f32 = 0.1;
/// A content piece must weigh at least so much in all.
const LEAST_PIECE: f32 = 0.8;

/// The best spans for a cue.
pub fn decode(scene: &Scene<'_>, cue: usize, sentence: Range<usize>, chances: &Chances) -> Spans {
    let mut labels = vec![Label::None; chances.window.len()];
    let start = chances.window.start;
    for (t, label) in sentence.clone().zip(label_sentence(scene, cue, sentence.clone(), chances)) {
        labels[t - start] = label;
    }
    let own = |t: &usize| labels[*t - start] == Label::Content;
    let told_plainly = sentence.clone().any(|t| own(&t)) && !sentence.clone().filter(own).any(|t| scene.quote[t] > 0);
    let around = [start..sentence.start, sentence.end..chances.window.end];
    // What is told without marks ends with its sentence; a quotation goes on to the next one.
    for range in around.into_iter().filter(|_| !told_plainly) {
        for unit in units(scene, range) {
            let words = unit.clone().filter(|&t| scene.word[t]);
            let (count, sum) = words.fold((0, 0.0), |(count, sum), t| (count + 1, sum + chances.of(t, Label::Content)));
            if count > 0 && sum > 0.5 * count as f32 {
                unit.for_each(|t| labels[t - start] = Label::Content);
            }
        }
    }
    let of = |label: Label| chances.window.clone().filter(|&t| labels[t - start] == label).collect::<Vec<_>>();
    Spans {
        source: heaviest_piece(of(Label::Source), chances),
        cue: of(Label::Cue),
        content: solid_pieces(scene, of(Label::Content), chances),
    }
}

/// Viterbi over the sentence, with a price on every change of label.
fn label_sentence(scene: &Scene<'_>, cue: usize, sentence: Range<usize>, chances: &Chances) -> Vec<Label> {
    const LABELS: [Label; 4] = [Label::None, Label::Source, Label::Cue, Label::Content];
    let emission = |t: usize| {
        if t == cue {
            return [-20.0, -20.0, 0.0, -20.0];
        }
        chances.rows[t - chances.window.start].map(|chance| (chance + 1e-6).ln())
    };
    let mut best = emission(sentence.start);
    let mut back: Vec<[u8; 4]> = Vec::with_capacity(sentence.len());
    for t in sentence.start + 1..sentence.end {
        let edge = CONTENT_EDGE * edge_price(scene, t);
        let mut next = [f32::NEG_INFINITY; 4];
        let mut from = [0u8; 4];
        for to in 0..4 {
            for (before, &so_far) in best.iter().enumerate() {
                let price = match (before, to) {
                    (a, b) if a == b => 0.0,
                    (0, 3) | (3, 0) => edge,
                    _ => edge * OTHER_EDGE,
                };
                let score = so_far - price;
                if score > next[to] {
                    next[to] = score;
                    from[to] = before as u8;
                }
            }
        }
        let emitted = emission(t);
        best = [0, 1, 2, 3].map(|label: usize| next[label] + emitted[label]);
        back.push(from);
    }
    let mut at = (0..4).fold(0, |most, label| if best[label] > best[most] { label } else { most });
    let mut labels = vec![LABELS[at]; sentence.len()];
    for (i, from) in back.iter().enumerate().rev() {
        at = from[at] as usize;
        labels[i] = LABELS[at];
    }
    labels
}

/// Punctuation and quotation marks are natural borders.
fn edge_price(scene: &Scene<'_>, t: usize) -> f32 {
    let is_stop = |t: usize| matches!(scene.doc.text(t), "," | "." | ";" | ":" | "—" | "–" | "-" | "?" | "!");
    if scene.mark[t] || scene.mark[t - 1] {
        0.5
    } else if is_stop(t) || is_stop(t - 1) {
        0.6
    } else {
        1.0
    }
}

/// Runs of tokens of one sentence with the same quotation.
fn units(scene: &Scene<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut units: Vec<Range<usize>> = Vec::new();
    let key = |t: usize| (scene.sentence_of(t), scene.quote[t]);
    for t in range {
        match units.last_mut() {
            Some(unit) if key(unit.start) == key(t) => unit.end = t + 1,
            _ => units.push(t..t + 1),
        }
    }
    units
}

/// The piece of a source that weighs most, gaps of one token closed.
fn heaviest_piece(tokens: Vec<usize>, chances: &Chances) -> Vec<usize> {
    let mut best: Option<(f32, Range<usize>)> = None;
    for piece in tokens.chunk_by(|a, b| b - a <= 2) {
        let weight: f32 = piece.iter().map(|&t| chances.of(t, Label::Source)).sum();
        if best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, piece[0]..piece[piece.len() - 1] + 1));
        }
    }
    best.map(|(_, piece)| piece.collect()).unwrap_or_default()
}

/// The content without crumbs, gaps of lone punctuation closed.
fn solid_pieces(scene: &Scene<'_>, tokens: Vec<usize>, chances: &Chances) -> Vec<usize> {
    let mut closed: Vec<usize> = Vec::with_capacity(tokens.len());
    for t in tokens {
        if t >= 2 && closed.last() == Some(&(t - 2)) && !scene.word[t - 1] {
            closed.push(t - 1);
        }
        closed.push(t);
    }
    let weight = |piece: &[usize]| piece.iter().map(|&t| chances.of(t, Label::Content)).sum::<f32>();
    let solid: Vec<usize> =
        closed.chunk_by(|a, b| b - a == 1).filter(|piece| weight(piece) >= LEAST_PIECE).flatten().copied().collect();
    if solid.is_empty() { closed } else { solid }
}
