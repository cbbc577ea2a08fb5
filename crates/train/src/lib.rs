//! Learns the small models of the readers and the ledger from annotated corpora.
//!
//! The model itself, and the features it looks at, are [`reportedly_reader::learned`]; here is what makes its weights:
//!
//! 1. [`corpus`] reads JSON Lines, gzipped or not.
//! 2. A [`Dataset`] takes one case after another: features, dense rows, what is right, how much it counts, and the
//!    unit it belongs to (its document), so that no unit is ever on both sides of a test.
//! 3. [`fit`] learns by AdaGrad with a falling rate, dropout of features and of units, L1 and L2.
//! 4. [`cross_validate`] says how a model does on units it has not seen; its predictions are also what a second stage
//!    must be trained on (jackknife).
//! 5. [`Trained::parts`] makes bytes of the weights and drops the rows that matter least, down to a budget;
//!    [`Parts::write`](reportedly_reader::learned::Parts::write) gives the file for `data/models`.
//!
//! The same corpus, settings and seed give the same bytes, on any number of threads: one fit is one thread's work, and
//! only whole fits run side by side ([`side_by_side`]), never more than two.

pub mod attributions;
pub mod claims;
pub mod coreference;
pub mod corpus;
mod dataset;
mod ensemble;
pub mod entities;
pub mod factuality;
mod fit;
mod folds;
pub mod metonymy;
pub mod places;
mod quantise;
mod random;

pub use dataset::{Dataset, RowId, Target};
pub use ensemble::Teachers;
pub use fit::{Aim, Settings, Trained, fit, fit_towards};
pub use folds::{cross_validate, side_by_side};
pub use random::Random;
