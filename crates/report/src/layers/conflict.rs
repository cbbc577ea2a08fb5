//! Conflicts inside one report.

use serde::{Deserialize, Serialize};

use crate::span::StartEnd;
use crate::{AttributionId, EventId, Rule, Span};

/// Two stretches of a report that cannot both hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// On which point.
    pub facet: Facet,
    /// One side, the earlier in the text.
    pub a: Side,
    /// The other.
    pub b: Side,
    /// The event they disagree about.
    pub about: Option<EventId>,
    /// What made it.
    pub rule: Rule,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The words.
    #[serde(flatten, with = "StartEnd")]
    pub span: Span,
    /// Who stands behind them; none for the report itself.
    pub attribution: Option<AttributionId>,
}

/// The point of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Facet {
    Time,
    Place,
    Quantity,
    Polarity,
    Actor,
    Cause,
    Other,
}
