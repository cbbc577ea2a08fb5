//! Who said what, on whose word, and how sure.

use reportedly_report::{Attribution, Entity};

use crate::Context;

/// The attributions of a report in order of their cues.
pub fn read(_cx: &Context<'_>, _entities: &[Entity]) -> Vec<Attribution> {
    Vec::new()
}
