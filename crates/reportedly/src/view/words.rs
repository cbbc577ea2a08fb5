//! The closed lists of the printed form, in words for people.

use reportedly_report::{Certainty, EntityType, Facet, Status};

use super::page::Ink;

/// How sure the words make a content.
pub fn certainty(certainty: Option<Certainty>) -> &'static str {
    match certainty {
        Some(Certainty::Certain) => "stated as certain",
        Some(Certainty::Probable) => "as probable",
        Some(Certainty::Possible) => "as possible",
        Some(Certainty::Negated) => "denied",
        Some(Certainty::Unknown) => "left open",
        None => "asserts nothing: an appeal or an order",
    }
}

/// The ink of a certainty: what is less than certain stands out.
pub fn ink(certainty: Option<Certainty>) -> Ink {
    match certainty {
        Some(Certainty::Certain) => Ink::Sure,
        Some(Certainty::Negated) => Ink::Warning,
        Some(_) => Ink::Unsure,
        None => Ink::Faint,
    }
}

/// On which point a report disagrees with itself.
pub fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Time => "on the time",
        Facet::Place => "on the place",
        Facet::Quantity => "on a quantity",
        Facet::Polarity => "on whether it is so",
        Facet::Actor => "on who did it",
        Facet::Cause => "on the cause",
        Facet::Other => "on another point",
    }
}

/// A point that is measured, as a heading and in rows.
pub fn facet_name(facet: Facet) -> &'static str {
    match facet {
        Facet::Time => "time",
        Facet::Place => "place",
        Facet::Quantity => "quantity",
        Facet::Polarity => "polarity",
        Facet::Actor => "actor",
        Facet::Cause => "cause",
        Facet::Other => "other",
    }
}

/// Whether an event took place.
pub fn status(status: Status) -> (Ink, &'static str) {
    match status {
        Status::Occurred => (Ink::Sure, "occurred"),
        Status::Ongoing => (Ink::Sure, "ongoing"),
        Status::Planned => (Ink::Unsure, "planned"),
        Status::Possible => (Ink::Unsure, "possible"),
        Status::Conditional => (Ink::Unsure, "conditional"),
        Status::Denied => (Ink::Warning, "denied"),
        Status::NotOccurred => (Ink::Warning, "did not occur"),
        Status::Unknown => (Ink::Faint, "unknown"),
    }
}

/// What an entity is.
pub fn type_of(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "person",
        EntityType::Organization => "organization",
        EntityType::Place => "place",
        EntityType::Nationality => "nationality",
        EntityType::Event => "event",
        EntityType::Product => "product",
        EntityType::Work => "work",
        EntityType::Other => "other",
    }
}
