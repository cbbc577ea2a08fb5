//! Statements of one report that cannot both hold.

use reportedly_report::{Attribution, Conflict, Event, Quantity, Timex};

use crate::Context;

/// The conflicts inside a report.
pub fn read(
    _cx: &Context<'_>,
    _times: &[Timex],
    _quantities: &[Quantity],
    _attributions: &[Attribution],
    _events: &[Event],
) -> Vec<Conflict> {
    Vec::new()
}
