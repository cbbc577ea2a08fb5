//! Temporal expressions and their values.

use reportedly_report::Timex;

use crate::Context;

/// The times of a report in order.
pub fn read(_cx: &Context<'_>) -> Vec<Timex> {
    Vec::new()
}
