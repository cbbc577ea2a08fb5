//! Checks of a report against arithmetic, the calendar and the map.

use serde::Serialize;

use crate::{Rule, Span};

/// One check, with its arithmetic in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// What was checked.
    pub kind: CheckKind,
    /// The words it rests on.
    pub spans: Vec<Span>,
    /// What came of it.
    pub verdict: Verdict,
    /// The arithmetic in words.
    pub detail: String,
    /// What made it.
    pub rule: Rule,
}

/// What a check tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckKind {
    /// A distance between named places against the great circle.
    Distance,
    /// Time and speed against a distance.
    Travel,
    /// Sums and shares.
    Arithmetic,
    /// A weekday against its date.
    Date,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Within a tenth.
    Agrees,
    /// A reading exists in which it holds.
    Possible,
    /// No reading can hold.
    Disagrees,
}
