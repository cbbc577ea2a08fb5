//! Temporal expressions, after TIMEX3 (ISO-TimeML; Pustejovsky et al. 2010).

use serde::{Deserialize, Serialize};

use crate::span::StartEnd;
use crate::{Rule, Span};

/// A temporal expression with its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timex {
    /// The words.
    #[serde(flatten, with = "StartEnd")]
    pub span: Span,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeType,
    /// TIMEX3 value, as precise as the text: `2023-09-12`, `2023-W37`, `PT20H`, `FUTURE_REF`, `XXXX-05`.
    pub value: String,
    /// First day or moment (ISO 8601) of the half-open interval that the words allow.
    pub from: Option<String>,
    /// The day or moment just past it.
    pub to: Option<String>,
    /// What the value rests on.
    pub basis: Basis,
    /// What made it.
    pub rule: Rule,
}

/// The TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "terms of TIMEX3")]
pub enum TimeType {
    Date,
    Time,
    Duration,
    Set,
}

/// What the value of a time rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The words alone.
    Stated,
    /// The date of publication.
    Publication,
    /// An earlier time of the report, or the tense of the clause.
    Context,
}
