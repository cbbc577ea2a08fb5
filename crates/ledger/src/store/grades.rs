//! Grades that persons give, kept apart from what the machine found; a grade is never overwritten, a later one stands
//! beside it until it is taken back.

use std::path::Path;

use rusqlite::params;

use super::fault::Fault;
use super::opening::{Purpose, open};

/// A grade to be kept.
#[derive(Clone, Debug)]
pub struct Graded<'a> {
    /// The name of a source, or the stable address of a claim.
    pub subject: &'a str,
    /// `reliability` or `credibility`.
    pub scale: &'a str,
    /// A to F, or 1 to 6.
    pub grade: &'a str,
    /// Who gives it.
    pub person: Option<&'a str>,
    /// Why.
    pub note: Option<&'a str>,
}

/// Keeps a grade. It needs no turn at adding reports: one small transaction, between those of an ingest.
///
/// # Errors
/// If the ledger is not there or cannot be written.
pub fn keep_grade(path: &Path, grade: &Graded<'_>, now: &str) -> Result<(), Fault> {
    let ledger = open(path, Purpose::Writing)?;
    let Graded { subject, scale, grade, person, note } = grade;
    ledger.execute(
        "INSERT INTO grade (subject, scale, grade, person, note, given) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![subject, scale, grade, person, note, now],
    )?;
    Ok(())
}

/// Takes back all grades of a source or claim, or those of one person, and says how many there were.
///
/// # Errors
/// If the ledger is not there or cannot be written.
pub fn take_back_grades(path: &Path, subject: &str, person: Option<&str>) -> Result<usize, Fault> {
    let ledger = open(path, Purpose::Writing)?;
    let sql = "DELETE FROM grade WHERE subject = ?1 COLLATE NOCASE AND (?2 IS NULL OR person = ?2)";
    Ok(ledger.execute(sql, params![subject, person])?)
}
