//! Small models that readers learn from annotated corpora: sparse binary features into a net of one hidden layer.
//!
//! A layer that learns describes each of its cases (a token, a pair of mentions, a candidate) by a list of
//! [`Features`] and, if it likes, by dense rows such as [`Doc::vector`](reportedly_language::Doc::vector). Training
//! (`crates/train`) and reading share the code that makes these features, so they live in the reader crate.
//!
//! ```
//! use reportedly_reader::learned::{Features, Net, symbol};
//! # fn classify(net: &Net, lemma: &str, vector: &[f32]) {
//! const LEMMA: u32 = 1; // Field numbers belong to the model; give each family of features one of its own.
//! const LEMMA_AND_SIDE: u32 = 2;
//! let mut features = Features::default();
//! features.add(LEMMA, [symbol(lemma)]);
//! features.add(LEMMA_AND_SIDE, [symbol(lemma), 1]);
//! let mut scores = vec![0.0; net.outputs()];
//! net.predict(&features, &[vector], &mut scores); // Probabilities, or plain numbers for a regression.
//! # }
//! ```
//!
//! * [`Symbols`] holds the hashed lemma, form, tag, … of every token of a document, made once.
//! * A [`Net`] is read from the compact form that the trainer writes to `data/models/*.bin`: weights in one byte each,
//!   rows found by 32-bit feature keys. A feature the model does not know weighs nothing. With no hidden layer it is a
//!   multinomial logistic model; with plain outputs a linear regression.
//! * To train: fill a `Dataset` of `reportedly-train`, `fit` it, `quantise` it, and put the bytes beside a text that
//!   says where they come from.
//!
//! All arithmetic runs in one fixed order, so that the same text gives the same scores on any number of threads.

mod features;
mod format;
mod net;
mod symbols;

pub use features::{Features, join, symbol, symbol_lower};
pub use format::{FormatError, Parts};
pub use net::{Net, Output};
pub use symbols::Symbols;
