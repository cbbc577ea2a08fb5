//! Places.

use serde::Serialize;

use crate::span::StartEnd;
use crate::{EntityId, Rule, Span};

/// A place name, where it lies, and whether it is meant as a place at all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The words.
    #[serde(flatten, with = "StartEnd")]
    pub span: Span,
    /// Its name in the gazetteer, else as the report writes it.
    pub name: String,
    /// Whether the place itself is meant; false for "Washington said".
    pub literal: bool,
    /// Degrees north (WGS 84); none without a gazetteer entry.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-2 code of the country it lies in.
    pub country: Option<String>,
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// The entity whose mention it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityId>,
    /// What made it.
    pub rule: Rule,
    /// How sure the choice among places of that name is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}
