//! Addresses read through, so that servers are asked only for what has changed since.

use rusqlite::Connection;

use super::fault::Fault;

/// Which version of what stands at an address was read last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// The address, as it was asked for.
    pub address: String,
    /// What its server calls the version.
    pub tag: Option<String>,
    /// Since when it stands there, in the words of its server.
    pub modified: Option<String>,
}

/// Keeps a visit in place of an earlier one.
pub fn keep(ledger: &Connection, visit: &Visit, now: &str) -> Result<(), Fault> {
    let mut keep = ledger.prepare_cached(
        "INSERT INTO visit (address, tag, modified, last_seen) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (address) DO UPDATE SET tag = excluded.tag, modified = excluded.modified, last_seen = excluded.last_seen",
    )?;
    keep.execute((&visit.address, &visit.tag, &visit.modified, now))?;
    Ok(())
}

/// All visits, by address.
pub fn all(ledger: &Connection) -> Result<Vec<Visit>, Fault> {
    let mut visits = ledger.prepare("SELECT address, tag, modified FROM visit ORDER BY address")?;
    let visit = |row: &rusqlite::Row<'_>| Ok(Visit { address: row.get(0)?, tag: row.get(1)?, modified: row.get(2)? });
    Ok(visits.query_map([], visit)?.collect::<Result<_, _>>()?)
}
