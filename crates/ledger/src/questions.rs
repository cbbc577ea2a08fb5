//! Answers over many reports: typed, serialisable, the same for the command line, pages and exports.
//!
//! Some are made from a pile of reports that was just weighed ([`Comparison`]), the others are asked of a ledger opened
//! to be asked ([`Shelf`](crate::store::Shelf)). An answer says nothing that the readers and the
//! [weighing](crate::claims::weigh) did not find. It puts words where findings have places: every quotation is an exact
//! slice of its report and counts code points, every claim names its chain in order, every group says in how many reports
//! it stands and on how many origins it rests.

mod comparison;
mod contested;
mod disputes;
mod evidence;
mod grades;
mod grounds;
mod pile;
mod said;
mod search;
mod source;
mod stories;
mod timeline;

pub use comparison::{Comparison, Drift, Given, Mouth, Pair, Point, ReportLine, Stance, Way, Wording};
pub use contested::{Contested, contested};
pub use disputes::{Dispute, Party};
pub use evidence::{Evidence, evidence};
pub use grades::{Grade, all_grades, grades};
pub use grounds::{Grounds, Step, grounds};
pub use pile::{Copy, Pile};
pub use said::{Said, claim, claims_of};
pub use search::{Hit, Search, search};
pub use source::{Count, Named, Source, source};
pub use stories::{Order, Story, stories, story, story_number};
pub use timeline::{Entry, Moment, timeline};
