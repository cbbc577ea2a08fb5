//! Products of rows with the constant weights of a layer, and the few other loops that take time.
//!
//! Weights are laid out once, when a model is loaded, in panels of three groups of 16 columns, so that a panel's
//! results stay in registers and the maximum of three maxout pieces is taken there. Every result is a sum in the order
//! of its inputs: a row's values do not depend on the rows beside it, so that rows computed earlier can be kept.
//!
//! Crates for matrix products lay out the weights again for each product, know no maxout, and promise no order of sums.
//! On a window layer (4,096 rows, AVX-512) `matrixmultiply` 0.3 did 136 GFLOP a second of processor time and `gemm` 0.18
//! did 101, both without bias and maxout; this does 129 with them.
//!
//! The loops are plain Rust, compiled several times for different vector units; the one to run is chosen at run time.
//! That choice is the only unsafe code of the crate.

/// Columns side by side in a panel, and how many such groups.
const LANES: usize = 16;
const GROUPS: usize = 3;

type Panel = [[f32; LANES]; GROUPS];

/// The weights of a layer, in panels.
#[derive(Debug)]
pub struct Weights {
    inputs: usize,
    outputs: usize,
    /// Whether the groups of a panel are pieces whose largest value counts.
    maxout: bool,
    /// `inputs` rows for each panel.
    panels: Vec<Panel>,
    bias: Vec<Panel>,
}

impl Weights {
    /// A layer that gives `outputs` sums: `weight(o, i)` times input `i`, plus `bias(o)`.
    pub fn linear(
        inputs: usize,
        outputs: usize,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        let column = |panel: usize, group: usize, lane: usize| {
            let output = (panel * GROUPS + group) * LANES + lane;
            (output < outputs).then_some(output)
        };
        let panels = outputs.div_ceil(LANES * GROUPS);
        Self {
            inputs,
            outputs,
            maxout: false,
            panels: fill(panels, inputs, |p, g, l, i| column(p, g, l).map_or(0.0, |o| weight(o, i))),
            bias: fill(panels, 1, |p, g, l, _| column(p, g, l).map_or(0.0, &bias)),
        }
    }

    /// A layer that gives the largest of up to three pieces for each output: `weight(o, p, i)`, `bias(o, p)`.
    pub fn maxout(
        (inputs, outputs, pieces): (usize, usize, usize),
        weight: impl Fn(usize, usize, usize) -> f32,
        bias: impl Fn(usize, usize) -> f32,
    ) -> Self {
        // Where there are fewer pieces, the last one stands in again, which changes no maximum.
        let piece = |group: usize| group.min(pieces - 1);
        let output = |panel: usize, lane: usize| Some(panel * LANES + lane).filter(|&output| output < outputs);
        let panels = outputs.div_ceil(LANES);
        Self {
            inputs,
            outputs,
            maxout: true,
            panels: fill(panels, inputs, |p, g, l, i| output(p, l).map_or(0.0, |o| weight(o, piece(g), i))),
            bias: fill(panels, 1, |p, g, l, _| output(p, l).map_or(0.0, |o| bias(o, piece(g)))),
        }
    }

    /// Numbers in a row.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Number of results a row.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The layer's results for `rows` rows of `x`, of which each starts `stride` numbers after the one before.
    pub fn apply(&self, x: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
        product(self, x, stride, rows, out);
    }
}

fn fill(panels: usize, inputs: usize, value: impl Fn(usize, usize, usize, usize) -> f32) -> Vec<Panel> {
    let mut all = Vec::with_capacity(panels * inputs);
    for panel in 0..panels {
        for input in 0..inputs {
            all.push(std::array::from_fn(|group| std::array::from_fn(|lane| value(panel, group, lane, input))));
        }
    }
    all
}

/// Compiles a loop for AVX-512, for AVX2 and for any processor, and runs the best one there is.
macro_rules! kernel {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),*) = $body:ident) => {
        $(#[$doc])*
        #[allow(unsafe_code, reason = "the features are checked for right before")]
        $vis fn $name($($arg: $ty),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma")]
                fn avx512($($arg: $ty),*) {
                    $body::<true>($($arg),*);
                }
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $ty),*) {
                    $body::<true>($($arg),*);
                }
                match level() {
                    // SAFETY: this processor has all the features of the function.
                    2 => return unsafe { avx512($($arg),*) },
                    // SAFETY: likewise.
                    1 => return unsafe { avx2($($arg),*) },
                    _ => {}
                }
            }
            $body::<false>($($arg),*);
        }
    };
}

/// How wide the vector unit is: 2 for AVX-512, 1 for AVX2, 0 otherwise.
#[cfg(target_arch = "x86_64")]
fn level() -> u8 {
    use std::sync::LazyLock;
    static LEVEL: LazyLock<u8> = LazyLock::new(|| {
        let has_avx512 = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl");
        let has_fma = is_x86_feature_detected!("fma");
        u8::from(has_fma && is_x86_feature_detected!("avx2")) + u8::from(has_fma && has_avx512)
    });
    #[cfg(test)]
    return (*LEVEL).min(tests::MOST.get());
    #[cfg(not(test))]
    *LEVEL
}

/// The layer's results, by the widest kernel that this processor has.
#[allow(unsafe_code, reason = "the features are checked for right before")]
fn product(weights: &Weights, x: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma")]
        #[inline(never)]
        fn avx512(x: &[[f32; 6]], panel: &[Panel], out: &mut [Panel; 6]) {
            sum_panel::<6, LANES, 0, true>(x, panel, out);
        }
        // There are half as many registers, of half the width: half the lanes of four rows fill them.
        #[target_feature(enable = "avx2,fma")]
        #[inline(never)]
        fn avx2<const FROM: usize>(x: &[[f32; 4]], panel: &[Panel], out: &mut [Panel; 4]) {
            let mut half = [[[0.0; LANES / 2]; GROUPS]; 4];
            sum_panel::<4, { LANES / 2 }, FROM, true>(x, panel, &mut half);
            for (out, half) in out.as_flattened_mut().iter_mut().zip(half.as_flattened()) {
                out[FROM..FROM + LANES / 2].copy_from_slice(half);
            }
        }
        match level() {
            // SAFETY: this processor has all the features of the function.
            2 => return multiply(weights, x, stride, rows, out, |x, panel, out| unsafe { avx512(x, panel, out) }),
            1 => {
                return multiply(weights, x, stride, rows, out, |x, panel, out| {
                    // SAFETY: likewise.
                    unsafe { avx2::<0>(x, panel, out) };
                    // SAFETY: likewise.
                    unsafe { avx2::<{ LANES / 2 }>(x, panel, out) };
                });
            }
            _ => {}
        }
    }
    #[inline(never)]
    fn any(x: &[[f32; 1]], panel: &[Panel], out: &mut [Panel; 1]) {
        sum_panel::<1, LANES, 0, false>(x, panel, out);
    }
    multiply(weights, x, stride, rows, out, any);
}

kernel! {
    /// Adds the bias; for a maxout the largest pieces come into the first group.
    fn finish(sums: &mut [Panel], bias: &Panel, maxout: bool) = finish_body
}

kernel! {
    /// Normalises each row to mean 0 and variance 1, times `gain` plus `bias`.
    pub fn normalize(rows: &mut [f32], gain: &[f32], bias: &[f32]) = normalize_body
}

kernel! {
    /// Adds the normalised rows of `y` to those of `x`.
    pub fn add_normalized(y: &mut [f32], x: &mut [f32], gain: &[f32], bias: &[f32]) = add_normalized_body
}

kernel! {
    /// For each output the largest of three pieces, each the sum of four terms.
    pub fn largest_sum(left: &[f32], middle: &[f32], right: &[f32], bias: &[f32], out: &mut [f32]) = largest_sum_body
}

kernel! {
    /// Sums up the features of a state, takes the larger of two pieces, and scores all classes by it.
    pub fn score(features: &[&[f32]], bias: &[f32], upper: &[[f32; LANES]], scores: &mut [[f32; LANES]]) = score_body
}

#[inline(always)]
fn multiply_add<const FMA: bool>(a: f32, b: f32, sum: f32) -> f32 {
    if FMA { a.mul_add(b, sum) } else { a * b + sum }
}

/// Rows that all panels go over before the next rows: they stay in the nearest cache meanwhile.
const TOGETHER: usize = 96;

/// Goes through blocks of rows and panels; `sum` does one of each.
fn multiply<const ROWS: usize>(
    weights: &Weights,
    x: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [f32],
    sum: impl Fn(&[[f32; ROWS]], &[Panel], &mut [Panel; ROWS]),
) {
    let Weights { inputs, outputs, maxout, .. } = *weights;
    let columns = if maxout { LANES } else { LANES * GROUPS };
    let mut sums = [[[0.0; LANES]; GROUPS]; ROWS];
    // The rows of a block lie side by side, so that the kernel reads them in order.
    if inputs == 0 {
        return;
    }
    let mut blocks = vec![[0.0; ROWS]; inputs * TOGETHER.div_ceil(ROWS)];
    for first in (0..rows).step_by(TOGETHER) {
        let last = rows.min(first + TOGETHER);
        for (row, block) in (first..last).step_by(ROWS).zip(blocks.chunks_exact_mut(inputs)) {
            // Past the last row, that one stands in.
            let x: [&[f32]; ROWS] = std::array::from_fn(|i| &x[(row + i).min(last - 1) * stride..][..inputs]);
            for (input, to) in block.iter_mut().enumerate() {
                for lane in 0..ROWS {
                    to[lane] = x[lane][input];
                }
            }
        }
        for (index, (panel, bias)) in weights.panels.chunks_exact(inputs).zip(&weights.bias).enumerate() {
            let column = index * columns;
            let count = columns.min(outputs - column);
            for (row, block) in (first..last).step_by(ROWS).zip(blocks.chunks_exact(inputs)) {
                sum(block, panel, &mut sums);
                finish(&mut sums, bias, maxout);
                for (row, sums) in (row..last).zip(&sums) {
                    out[row * outputs + column..][..count].copy_from_slice(&sums.as_flattened()[..count]);
                }
            }
        }
    }
}

/// Some rows times some lanes of a panel.
///
/// The sums are kept in an array of their own that is copied out once, in a function of its own: then, and only then,
/// the compiler keeps them in registers, which makes the loop some fifty times as fast.
#[inline(always)]
fn sum_panel<const ROWS: usize, const WIDTH: usize, const FROM: usize, const FMA: bool>(
    x: &[[f32; ROWS]],
    panel: &[Panel],
    out: &mut [[[f32; WIDTH]; GROUPS]; ROWS],
) {
    let mut sums = [[[0.0; WIDTH]; GROUPS]; ROWS];
    for (x, weights) in x.iter().zip(panel) {
        for row in 0..ROWS {
            for group in 0..GROUPS {
                for lane in 0..WIDTH {
                    sums[row][group][lane] =
                        multiply_add::<FMA>(x[row], weights[group][FROM + lane], sums[row][group][lane]);
                }
            }
        }
    }
    *out = sums;
}

#[inline(always)]
fn finish_body<const FMA: bool>(sums: &mut [Panel], bias: &Panel, maxout: bool) {
    for sums in sums {
        for group in 0..GROUPS {
            for lane in 0..LANES {
                sums[group][lane] += bias[group][lane];
            }
        }
        if maxout {
            let [a, b, c] = sums;
            for lane in 0..LANES {
                a[lane] = larger(larger(a[lane], b[lane]), c[lane]);
            }
        }
    }
}

#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
fn normalize_body<const FMA: bool>(rows: &mut [f32], gain: &[f32], bias: &[f32]) {
    for row in rows.chunks_exact_mut(gain.len()) {
        let n = row.len() as f32;
        let mean = sum::<FMA>(row, |x| x) / n;
        let variance = sum::<FMA>(row, |x| (x - mean) * (x - mean)) / n;
        let scale = 1.0 / (variance + 1e-8).sqrt();
        for ((x, gain), bias) in row.iter_mut().zip(gain).zip(bias) {
            *x = (*x - mean) * scale * gain + bias;
        }
    }
}

#[inline(always)]
fn add_normalized_body<const FMA: bool>(y: &mut [f32], x: &mut [f32], gain: &[f32], bias: &[f32]) {
    normalize_body::<FMA>(y, gain, bias);
    for (x, y) in x.iter_mut().zip(y) {
        *x += *y;
    }
}

#[inline(always)]
fn sum<const FMA: bool>(row: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = row.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for chunk in chunks {
        for lane in 0..LANES {
            sums[lane] += term(chunk[lane]);
        }
    }
    for width in [8, 4, 2, 1] {
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
    }
    rest.iter().fold(sums[0], |sum, &x| sum + term(x))
}

#[inline(always)]
fn largest_sum_body<const FMA: bool>(left: &[f32], middle: &[f32], right: &[f32], bias: &[f32], out: &mut [f32]) {
    let n = out.len();
    let mut sums = [left, middle, right, bias].map(|terms| terms.chunks_exact(n));
    for piece in 0..GROUPS {
        let [Some(left), Some(middle), Some(right), Some(bias)] = sums.each_mut().map(Iterator::next) else { return };
        for (i, out) in out.iter_mut().enumerate() {
            let sum = left[i] + middle[i] + right[i] + bias[i];
            *out = if piece == 0 { sum } else { larger(*out, sum) };
        }
    }
}

/// Most features that one piece of a hidden layer may have.
pub const MAX_HIDDEN: usize = 128;

#[inline(always)]
fn score_body<const FMA: bool>(features: &[&[f32]], bias: &[f32], upper: &[[f32; LANES]], scores: &mut [[f32; LANES]]) {
    let mut sums = [0.0; 2 * MAX_HIDDEN];
    let sums = &mut sums[..bias.len()];
    for feature in features {
        for (sum, feature) in sums.iter_mut().zip(*feature) {
            *sum += feature;
        }
    }
    for (sum, bias) in sums.iter_mut().zip(bias) {
        *sum += bias;
    }
    let (hidden, other) = sums.split_at_mut(bias.len() / 2);
    for (a, b) in hidden.iter_mut().zip(other) {
        *a = larger(*a, *b);
    }
    // Each group of classes has its weights for all hidden values in a row, then its bias.
    for (scores, upper) in scores.iter_mut().zip(upper.chunks_exact(hidden.len() + 1)) {
        let (bias, weights) = upper.split_last().unwrap_or((&[0.0; LANES], &[]));
        let mut sums = [0.0; LANES];
        for (&x, weights) in hidden.iter().zip(weights) {
            for lane in 0..LANES {
                sums[lane] = multiply_add::<FMA>(x, weights[lane], sums[lane]);
            }
        }
        for lane in 0..LANES {
            scores[lane] = sums[lane] + bias[lane];
        }
    }
}

/// Weights and bias of classes as [`score`] reads them.
pub fn upper(
    hidden: usize,
    classes: usize,
    weight: impl Fn(usize, usize) -> f32,
    bias: impl Fn(usize) -> f32,
) -> Vec<[f32; LANES]> {
    let class = |group: usize, lane: usize| Some(group * LANES + lane).filter(|&class| class < classes);
    let mut upper = Vec::new();
    for group in 0..classes.div_ceil(LANES) {
        for input in 0..hidden {
            upper.push(std::array::from_fn(|lane| class(group, lane).map_or(0.0, |class| weight(class, input))));
        }
        upper.push(std::array::from_fn(|lane| class(group, lane).map_or(0.0, &bias)));
    }
    upper
}

/// Scores of one state, [`LANES`] classes together.
pub fn score_buffer(classes: usize) -> Vec<[f32; LANES]> {
    vec![[0.0; LANES]; classes.div_ceil(LANES)]
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// The widest vector unit that a test wants used.
        pub static MOST: Cell<u8> = const { Cell::new(2) };
    }

    fn value(i: usize) -> f32 {
        (i * 7919 % 101) as f32 / 50.0 - 1.0
    }

    #[test]
    fn agrees_with_the_definition_at_every_width() {
        for most in 0..=2 {
            MOST.set(most);
            agrees_with_the_definition();
        }
    }

    fn agrees_with_the_definition() {
        let (inputs, outputs) = (35, 50);
        let weights = Weights::linear(inputs, outputs, |o, i| value(o * inputs + i), value);
        let pieces =
            Weights::maxout((inputs, outputs, 2), |o, p, i| value((o * 2 + p) * inputs + i), |o, p| value(o + p));
        for rows in [1, 2, 6, 7, 50, 101] {
            let x: Vec<f32> = (0..rows * inputs + 3).map(value).collect();
            let (mut sums, mut largest) = (vec![0.0; rows * outputs], vec![0.0; rows * outputs]);
            weights.apply(&x, inputs, rows, &mut sums);
            pieces.apply(&x, inputs, rows, &mut largest);
            for row in 0..rows {
                for o in 0..outputs {
                    let dot = |w: usize| (0..inputs).map(|i| x[row * inputs + i] * value(w * inputs + i)).sum::<f32>();
                    assert!((sums[row * outputs + o] - dot(o) - value(o)).abs() < 1e-4);
                    let most = (dot(o * 2) + value(o)).max(dot(o * 2 + 1) + value(o + 1));
                    assert!((largest[row * outputs + o] - most).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn scores_and_normalises_the_same_at_every_width() {
        let upper = upper(64, 21, |class, i| value(class * 64 + i), value);
        let features: Vec<f32> = (0..256).map(value).collect();
        let answers: Vec<(Vec<f32>, Vec<f32>)> = (0..=2)
            .map(|most| {
                MOST.set(most);
                let mut scores = score_buffer(21);
                score(&[&features[..128], &features[128..]], &features[64..192], &upper, &mut scores);
                let mut rows: Vec<f32> = (0..96 * 3).map(value).collect();
                normalize(&mut rows, &features[..96], &features[96..192]);
                (scores.as_flattened()[..21].to_vec(), rows)
            })
            .collect();
        let close = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-4);
        for other in &answers[1..] {
            assert!(close(&answers[0].0, &other.0) && close(&answers[0].1, &other.1));
        }
        let piece = |at: usize| features[at] + features[128 + at] + features[64 + at];
        let hidden: Vec<f32> = (0..64).map(|i| piece(i).max(piece(64 + i))).collect();
        let expected: Vec<f32> =
            (0..21).map(|c| (0..64).map(|i| hidden[i] * value(c * 64 + i)).sum::<f32>() + value(c)).collect();
        assert!(close(&answers[0].0, &expected));
    }

    #[test]
    fn a_row_does_not_depend_on_its_neighbours() {
        let weights = Weights::linear(96, 70, |o, i| value(o + 3 * i), value);
        let x: Vec<f32> = (0..96 * 20).map(|i| value(i * i)).collect();
        let mut all = vec![0.0; 70 * 20];
        weights.apply(&x, 96, 20, &mut all);
        for row in 0..20 {
            let mut one = vec![0.0; 70];
            weights.apply(&x[row * 96..], 96, 1, &mut one);
            assert_eq!(one, all[row * 70..][..70]);
        }
    }
}
