//! The ledger's file: one SQLite database with the reports, what was read from them, and what they come to.
//!
//! One process adds reports ([`Ledger`]); any number ask ([`Shelf`]). What is stored is whole at every moment: reports
//! go in by transactions with all that follows from them, so a run that is killed is gone on with by running it again,
//! and ends in the ledger that an unbroken run would have made. A ledger is never made by asking, and a file that is
//! something else is never touched. This module knows no readers, no formats and no clock.

mod asked;
mod entry;
mod fault;
mod grades;
mod identity;
mod links;
mod lock;
mod opening;
mod packed;
mod problems;
mod recall;
mod rows;
mod shelf;
mod versions;
mod visits;
mod weighing;
mod writer;

pub use asked::{Answer, Cell};
pub use entry::Entry;
pub use fault::Fault;
pub use grades::{Graded, keep_grade, take_back_grades};
pub use identity::{Found, Identity};
pub use opening::VERSION;
pub use problems::{Bad, Problem};
pub use shelf::{ReportRow, Shelf, StoryRow, Weighed};
pub use visits::Visit;
pub use writer::{Delivered, Delivery, Ledger, Tally};

#[cfg(test)]
mod tests;
