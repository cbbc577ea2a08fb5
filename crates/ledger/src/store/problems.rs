//! Documents that could not be taken: kept with place and words until the same place gives a report.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::Serialize;

use super::fault::Fault;

/// A document that could not be taken, or not whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bad {
    /// The code of the trouble.
    pub code: String,
    /// What is wrong.
    pub words: String,
    /// The file, folder or address it came from, as it can be given again from anywhere.
    pub input: String,
    /// The form that the input was said to have.
    pub form: Option<String>,
    /// The date that reports without one were said to have.
    pub published: Option<String>,
}

/// A problem that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where the document stands.
    pub place: String,
    /// The code of the trouble, which `reportedly explain` knows.
    pub code: String,
    /// What is wrong.
    pub words: String,
    /// What it came from.
    pub input: String,
    /// The form that the input was said to have.
    pub form: Option<String>,
    /// The date that reports without one were said to have.
    pub published: Option<String>,
    /// When it was first seen.
    pub first_seen: String,
    /// When it was last seen.
    pub last_seen: String,
}

/// Keeps a problem, or what is known anew of one.
pub fn keep(ledger: &Connection, place: &str, bad: &Bad, now: &str) -> Result<(), Fault> {
    let mut keep = ledger.prepare_cached(
        "INSERT INTO problem (place, code, words, input, form, published, first_seen, last_seen) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7) ON CONFLICT (place) DO UPDATE SET code = excluded.code, \
         words = excluded.words, input = excluded.input, form = excluded.form, published = excluded.published, \
         last_seen = excluded.last_seen",
    )?;
    keep.execute((place, &bad.code, &bad.words, &bad.input, &bad.form, &bad.published, now))?;
    Ok(())
}

/// The place has given a report.
pub fn solved(ledger: &Connection, place: &str) -> Result<(), Fault> {
    ledger.prepare_cached("DELETE FROM problem WHERE place = ?1")?.execute([place])?;
    Ok(())
}

/// The input was read through, and problems were met again at some places only.
pub fn forget(ledger: &Connection, input: &str, still: &BTreeSet<String>) -> Result<(), Fault> {
    let mut places = ledger.prepare_cached("SELECT place FROM problem WHERE input = ?1")?;
    let places: Vec<String> = places.query_map([input], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for place in places.iter().filter(|place| !still.contains(*place)) {
        solved(ledger, place)?;
    }
    Ok(())
}

/// All problems, in the order in which they were first met.
pub fn all(ledger: &Connection) -> Result<Vec<Problem>, Fault> {
    let mut all = ledger.prepare_cached(
        "SELECT place, code, words, input, form, published, first_seen, last_seen FROM problem ORDER BY number",
    )?;
    let rows = all.query_map([], |row| {
        Ok(Problem {
            place: row.get(0)?,
            code: row.get(1)?,
            words: row.get(2)?,
            input: row.get(3)?,
            form: row.get(4)?,
            published: row.get(5)?,
            first_seen: row.get(6)?,
            last_seen: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
