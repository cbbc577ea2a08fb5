//! Counts and measures.

use serde::{Deserialize, Serialize};

use crate::span::StartEnd;
use crate::{Rule, Span};

/// A number with its unit, bound and what it counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantity {
    /// Bound, number and unit: "at least 20 hours".
    #[serde(flatten, with = "StartEnd")]
    pub span: Span,
    /// The number; the lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// SI or common symbol (`km/h`, `h`, `%`, `m3`), or the ISO 4217 code for money; none for counted things.
    pub unit: Option<String>,
    /// What is counted, as the report says: "shells".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// How the words bound the number.
    pub bound: Bound,
    /// What made it.
    pub rule: Rule,
}

/// How the words bound a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Bound {
    /// No word of bounding.
    #[serde(rename = "exact")]
    Exact,
    /// around, some, roughly
    #[serde(rename = "about")]
    About,
    /// over, more than
    #[serde(rename = "at least")]
    AtLeast,
    /// up to, fewer than
    #[serde(rename = "at most")]
    AtMost,
    /// between … and …
    #[serde(rename = "range")]
    Range,
}
