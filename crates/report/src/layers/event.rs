//! Events, coded after PLOVER and CAMEO.

use serde::{Deserialize, Serialize};

use crate::{AttributionId, EventId, Rule, Span};

/// A happening that the report tells of, plans, doubts or denies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// Id within the reading.
    pub id: EventId,
    /// The word that tells of it.
    pub anchor: Span,
    /// CAMEO code, `042`; none when the predicate has no code.
    pub code: Option<String>,
    /// PLOVER type and mode, `CONSULT/visit`.
    pub plover: Option<String>,
    /// Acting party: ISO 3166 alpha-3 and CAMEO sector, `PRKGOV`.
    pub source: Option<String>,
    /// Party acted upon.
    pub target: Option<String>,
    /// TIMEX3 value of when.
    pub time: Option<String>,
    /// Name of where.
    pub place: Option<String>,
    /// How far the text commits itself, −3 to +3 (FactBank).
    pub factuality: f32,
    /// Whether it has taken place, −3 to +3; a future event is negative.
    pub happened: f32,
    /// The same in a word.
    pub status: Status,
    /// The attribution it rests on.
    pub attribution: Option<AttributionId>,
    /// What made it.
    pub rule: Rule,
    /// How sure the code and parties are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// Whether an event took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Status {
    Occurred,
    Ongoing,
    Planned,
    Possible,
    Conditional,
    Denied,
    NotOccurred,
    Unknown,
}
