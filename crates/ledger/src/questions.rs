//! Answers over a pile of reports: typed, serialisable, the same for the command line, pages and exports.
//!
//! An answer says nothing that [`weigh`](crate::claims::weigh) did not find. It puts words where findings have places:
//! every quotation is an exact slice of its report and counts code points, every claim names its chain in order, every
//! group says in how many reports it stands and on how many origins it rests.

mod comparison;
mod disputes;
mod pile;

pub use comparison::{Comparison, Drift, Given, Mouth, Pair, Point, ReportLine, Stance};
pub use disputes::{Dispute, Party};
pub use pile::{Copy, Pile};
