//! One module a command.

pub mod cite;
pub mod compare;
pub mod conflicts;
pub mod evaluate;
pub mod explain;
pub mod grade;
pub mod ingest;
pub mod manual;
pub mod model;
pub mod problems;
pub mod read;
mod reading;
pub mod search;
pub mod source;
pub mod sources;
pub mod sql;
pub mod stories;
pub mod story;
pub mod timeline;
pub mod tokens;

use std::num::NonZeroU32;

use reportedly_ledger::store::{Fault, Shelf};

use crate::args::LedgerChoice;
use crate::trouble::{Code, Trouble};

/// Puts a question to a ledger.
fn asked<A>(ledger: &LedgerChoice, question: impl FnOnce(&Shelf) -> Result<A, Fault>) -> Result<A, Trouble> {
    let file = &ledger.ledger;
    Shelf::open(file).and_then(|shelf| question(&shelf)).map_err(|fault| Trouble::of_ledger(file, &fault))
}

/// An address that the ledger does not have; `listing` is the command that lists those it has.
fn no_such(what: &str, address: &str, listing: &str) -> Trouble {
    let remedy = format!("check the address and the ledger; `reportedly {listing}` tells addresses");
    Trouble::new(Code::NoAddress, "", format!("no {what} {address:?}"), remedy)
}

/// Cuts a listing to its limit, and says whether there is more.
fn cut<A>(rows: &mut Vec<A>, limit: NonZeroU32) -> bool {
    let limit = limit.get() as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    more
}

/// The clock, for what is written down.
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
