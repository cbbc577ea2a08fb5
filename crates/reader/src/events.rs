//! What happened, is planned, or is said to have happened.

use reportedly_report::{Attribution, Entity, Event, Place, Timex};

use crate::Context;

/// The events of a report in order of their anchors.
pub fn read(
    _cx: &Context<'_>,
    _entities: &[Entity],
    _times: &[Timex],
    _places: &[Place],
    _attributions: &[Attribution],
) -> Vec<Event> {
    Vec::new()
}
