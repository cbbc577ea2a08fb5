//! What the ledger remembers of addresses, between its file and whoever asks servers.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use reportedly_ledger::store::Visit;

use crate::input::address::{Version, Visits};

/// Visits read through in this run.
type Read = Arc<Mutex<Vec<Visit>>>;

/// The visits of earlier runs and of this one.
#[derive(Debug)]
pub struct Remembered {
    known: HashMap<String, Version>,
    /// Those of this run.
    pub read: Read,
}

impl Remembered {
    /// Those of earlier runs.
    pub fn of(visits: Vec<Visit>) -> Self {
        let version = |visit: Visit| (visit.address, Version { tag: visit.tag, modified: visit.modified });
        Self { known: visits.into_iter().map(version).collect(), read: Read::default() }
    }
}

impl Visits for Remembered {
    fn last(&self, address: &str) -> Option<Version> {
        self.known.get(address).cloned()
    }

    fn read(&mut self, address: &str, version: Version) {
        let Version { tag, modified } = version;
        let visit = Visit { address: address.to_owned(), tag, modified };
        self.read.lock().unwrap_or_else(PoisonError::into_inner).push(visit);
    }
}

/// The visits of this run that gave all their documents, by the places of those that are bad.
pub fn visited(read: &Read, bad: &BTreeSet<String>) -> Vec<Visit> {
    let mut visits = std::mem::take(&mut *read.lock().unwrap_or_else(PoisonError::into_inner));
    let is_bad = |address: &str| bad.range(address.to_owned()..).next().is_some_and(|place| place.starts_with(address));
    visits.retain(|visit| !is_bad(&visit.address));
    visits
}
