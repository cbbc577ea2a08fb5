//! The types of a reading: a [`Report`], the [layers](layers) read from it, and their JSON form `reportedly/1`.
//!
//! Inside the house every [`Span`] counts bytes of the report's text.
//! The printed form counts Unicode code points; [`contract`] is the one place that converts.
//! This crate knows nothing of models, files or storage.

pub mod contract;
mod ids;
pub mod layers;
mod meta;
mod reading;
mod span;

pub use contract::Contract;
pub use ids::{AttributionId, EntityId, EventId};
pub use layers::*;
pub use meta::{Fact, Meta, Published, PublishedError, Stated};
pub use reading::{Reading, Report};
pub use span::{CodePoints, Span};

/// The stable id of the rule or model that made an item, as `times.weekday`.
pub type Rule = std::borrow::Cow<'static, str>;

/// The schema name that every printed reading carries.
pub const SCHEMA: &str = "reportedly/1";

/// The JSON Schema (draft 2020-12) of the printed form.
pub const JSON_SCHEMA: &str = include_str!("../schema/reportedly-1.schema.json");
