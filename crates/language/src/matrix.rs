//! Products of rows with the constant weights of a layer, and the few other loops that take time.
//!
//! The products are the `matrixmultiply` crate's, which chooses the kernel of the processor at run time. A row's
//! values must not depend on the rows beside it, so that rows computed earlier can be kept; a test holds the crate to
//! that. The other loops are plain Rust, compiled several times for different vector units.
//!
//! The call of the crate and the choice of the loop are the only unsafe code of the crate.

/// Columns that the loops take together.
const LANES: usize = 16;

/// Pieces of the maxout layers that the window sums serve.
const PIECES: usize = 3;

/// Rows of a product that are computed together: their sums stay in the nearer caches.
const TOGETHER: usize = 192;

/// The weights of a layer.
#[derive(Debug)]
pub struct Weights {
    inputs: usize,
    outputs: usize,
    /// Pieces of which the largest counts; 1 for a plain sum.
    pieces: usize,
    /// For each input a row of `pieces` stripes of `outputs` columns.
    columns: Vec<f32>,
    /// Stripes like the rows of `columns`.
    bias: Vec<f32>,
}

impl Weights {
    /// A layer that gives `outputs` sums: `weight(o, i)` times input `i`, plus `bias(o)`.
    pub fn linear(
        inputs: usize,
        outputs: usize,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        Self::maxout((inputs, outputs, 1), |o, _, i| weight(o, i), |o, _| bias(o))
    }

    /// A layer that gives the largest of some pieces for each output: `weight(o, p, i)`, `bias(o, p)`.
    pub fn maxout(
        (inputs, outputs, pieces): (usize, usize, usize),
        weight: impl Fn(usize, usize, usize) -> f32,
        bias: impl Fn(usize, usize) -> f32,
    ) -> Self {
        let stripes = || (0..pieces).flat_map(|piece| (0..outputs).map(move |output| (output, piece)));
        let row = |input: usize| stripes().map(move |(output, piece)| (output, piece, input));
        Self {
            inputs,
            outputs,
            pieces,
            columns: (0..inputs).flat_map(row).map(|(output, piece, input)| weight(output, piece, input)).collect(),
            bias: stripes().map(|(output, piece)| bias(output, piece)).collect(),
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
        let width = self.bias.len();
        let mut sums = vec![0.0; rows.min(TOGETHER) * width];
        for first in (0..rows).step_by(TOGETHER) {
            let rows = (rows - first).min(TOGETHER);
            let sums = &mut sums[..rows * width];
            self.multiply(&x[first * stride..], stride, rows, sums);
            let out = &mut out[first * self.outputs..][..rows * self.outputs];
            finish(sums, &self.bias, self.pieces, out);
        }
    }

    /// `rows` rows of `x` times the columns.
    #[allow(unsafe_code, reason = "the crate takes pointers; the lengths are checked for right before")]
    fn multiply(&self, x: &[f32], stride: usize, rows: usize, sums: &mut [f32]) {
        let width = self.bias.len();
        if rows == 0 || width == 0 || self.inputs == 0 {
            return sums.fill(0.0);
        }
        assert!(x.len() >= (rows - 1) * stride + self.inputs);
        assert!(self.columns.len() == self.inputs * width && sums.len() == rows * width);
        let step = |step: usize| isize::try_from(step).expect("a slice's length fits");
        let (x, columns, sums) = (x.as_ptr(), self.columns.as_ptr(), sums.as_mut_ptr());
        let (inputs, stride, across) = (self.inputs, step(stride), step(width));
        // SAFETY: the asserts above say that the last element of each matrix lies within its slice; `sums` is borrowed
        // mutably and overlaps neither.
        unsafe {
            matrixmultiply::sgemm(rows, inputs, width, 1.0, x, stride, 1, columns, across, 1, 0.0, sums, across, 1);
        }
    }
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

kernel! {
    /// Adds the bias to each row of sums, and takes the largest of the pieces.
    fn finish(sums: &[f32], bias: &[f32], pieces: usize, out: &mut [f32]) = finish_body
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

#[inline(always)]
fn finish_body<const FMA: bool>(sums: &[f32], bias: &[f32], pieces: usize, out: &mut [f32]) {
    let outputs = bias.len() / pieces.max(1);
    if outputs == 0 {
        return;
    }
    for (sums, out) in sums.chunks_exact(bias.len()).zip(out.chunks_exact_mut(outputs)) {
        for ((out, sum), bias) in out.iter_mut().zip(sums).zip(bias) {
            *out = sum + bias;
        }
        for (sums, bias) in sums.chunks_exact(outputs).zip(bias.chunks_exact(outputs)).skip(1) {
            for ((out, sum), bias) in out.iter_mut().zip(sums).zip(bias) {
                *out = larger(*out, sum + bias);
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
    for piece in 0..PIECES {
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
