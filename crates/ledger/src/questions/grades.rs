//! What persons think of sources and claims, apart from what the machine found: the Admiralty scales.

use serde::Serialize;

use crate::store::{Fault, Shelf};

/// A grade that a person gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grade {
    /// The name of a source, or the stable address of a claim.
    pub subject: String,
    /// `reliability` of a source, `credibility` of a claim.
    pub scale: String,
    /// A to F for reliability, 1 to 6 for credibility.
    pub grade: String,
    /// Who gave it.
    pub person: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// When.
    pub given: String,
    #[serde(skip)]
    pub(super) number: i64,
}

/// The grades of a source or claim, the earliest first.
///
/// # Errors
/// If the ledger cannot be read.
pub fn grades(shelf: &Shelf, subject: &str) -> Result<Vec<Grade>, Fault> {
    select(shelf, " WHERE subject = ?1 COLLATE NOCASE", [subject])
}

/// All grades, the earliest first.
///
/// # Errors
/// If the ledger cannot be read.
pub fn all_grades(shelf: &Shelf) -> Result<Vec<Grade>, Fault> {
    select(shelf, "", [])
}

fn select(shelf: &Shelf, which: &str, given: impl rusqlite::Params) -> Result<Vec<Grade>, Fault> {
    let sql = format!("SELECT subject, scale, grade, person, note, given, number FROM grade{which} ORDER BY number");
    let mut grades = shelf.connection().prepare_cached(&sql)?;
    let rows = grades.query_map(given, |row| {
        Ok(Grade {
            subject: row.get(0)?,
            scale: row.get(1)?,
            grade: row.get(2)?,
            person: row.get(3)?,
            note: row.get(4)?,
            given: row.get(5)?,
            number: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
