//! The layers of a reading, in the order they are read.
//!
//! Every item carries its span and the [`Rule`] that made it; a guess also carries a `confidence` in `[0, 1]`.

mod attribution;
mod check;
mod conflict;
mod entity;
mod event;
mod place;
mod quantity;
mod structure;
mod time;

pub use attribution::{Attribution, Certainty, Form, Kind, Link, SourceKind};
pub use check::{Check, CheckKind, Verdict};
pub use conflict::{Conflict, Facet, Side};
pub use entity::{Entity, EntityType, Mention, MentionForm, Role};
pub use event::{Event, Status};
pub use place::Place;
pub use quantity::{Bound, Quantity};
pub use structure::{Block, BlockRole, Sentence, TokenRow};
pub use time::{Basis, TimeType, Timex};
