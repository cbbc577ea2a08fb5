//! Entities and their mentions.

use serde::{Deserialize, Serialize};

use crate::span::StartEnd;
use crate::{EntityId, Rule, Span};

/// Someone or something the report speaks of, with all the places where it does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entity {
    /// Id within the reading.
    pub id: EntityId,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// The fullest name the report gives; for a government "Russian government".
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its country, when the report or a table says so.
    pub country: Option<String>,
    /// Offices and posts the report gives it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Where the report speaks of it, in order.
    pub mentions: Vec<Mention>,
    /// What made it.
    pub rule: Rule,
    /// How sure the joining is, where it is a guess.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EntityType {
    Person,
    Organization,
    Place,
    Nationality,
    Event,
    Product,
    Work,
    Other,
}

/// An office or post: "leader" of "KP".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Role {
    /// The title in lower case, without a country: "president".
    pub title: String,
    /// The country (alpha-2) or body it is held in.
    pub of: Option<String>,
}

/// One place where the report speaks of an entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mention {
    /// The words.
    #[serde(flatten, with = "StartEnd")]
    pub span: Span,
    /// By name, by description or by pronoun.
    pub form: MentionForm,
    /// A capital or palace that stands for its government.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub metonym: bool,
}

/// How a mention speaks of its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionForm {
    /// "Mr. Kim".
    Name,
    /// "the North Korean leader".
    Nominal,
    /// "he".
    Pronoun,
}
