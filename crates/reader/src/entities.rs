//! Who and what a report speaks of, joined within it.

use reportedly_report::Entity;

use crate::Context;

/// The entities of a report, in order of first mention.
pub fn read(_cx: &Context<'_>) -> Vec<Entity> {
    Vec::new()
}
