//! Place names, where they lie, and whether the place is meant.

use reportedly_report::{Entity, Place};

use crate::Context;

/// The places of a report in order.
pub fn read(_cx: &Context<'_>, _entities: &[Entity]) -> Vec<Place> {
    Vec::new()
}
