//! Claims across reports: what each report says on whose word, and what a pile of them agrees and disagrees on.
//!
//! [`account`] turns a reading into rows that stand alone; [`weigh`] holds the rows of many reports against each other.
//! Between the two nothing of the reading is needed, so accounts can be stored and weighed again whenever a report comes
//! in. Everything found carries the id of the rule that found it and a line of words that says why; nothing is found
//! that the spans do not show.

mod account;
mod drift;
mod facets;
mod likeness;
mod rows;
mod scene;
mod sources;
mod tree;
mod values;
mod voices;
mod weigh;

pub use account::account;
pub use likeness::{FEATURES, NAMES, pairs};
pub use rows::*;
pub use weigh::weigh;
