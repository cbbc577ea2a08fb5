//! The conflicts of a whole ledger, pair by pair, each with both quotations.

use serde::Serialize;

use super::said::{COLUMNS, Said, TABLES};
use crate::store::{Fault, Shelf};

/// Two claims of one story that cannot both hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contested {
    /// The address of the story.
    pub story: String,
    /// Its headline.
    pub headline: Option<String>,
    /// On which point.
    pub facet: String,
    /// One side.
    pub a: Said,
    /// The words of its value.
    pub a_value: Option<String>,
    /// The other side.
    pub b: Said,
    /// The words of its value.
    pub b_value: Option<String>,
    /// What found it.
    pub rule: String,
    /// Why, in one line.
    pub why: String,
}

/// The conflicts, those of the story with the latest report first.
///
/// # Errors
/// If the ledger cannot be read.
pub fn contested(shelf: &Shelf, at_most: u32) -> Result<Vec<Contested>, Fault> {
    pairs(
        shelf,
        "FROM story CROSS JOIN finding ON finding.story = story.number AND finding.kind = 'conflict' \
         WHERE story.conflicts > 0 AND story.merged_into IS NULL \
         ORDER BY story.last DESC, story.number DESC, finding.place LIMIT ?1",
        at_most.into(),
    )
}

/// The conflicts that a claim is in.
///
/// # Errors
/// If the ledger cannot be read.
pub(super) fn contested_with(shelf: &Shelf, claim: i64) -> Result<Vec<Contested>, Fault> {
    pairs(
        shelf,
        "FROM finding JOIN story ON story.number = finding.story \
         WHERE (finding.a = ?1 OR finding.b = ?1) AND finding.kind = 'conflict' ORDER BY finding.place",
        claim,
    )
}

fn pairs(shelf: &Shelf, from: &str, given: i64) -> Result<Vec<Contested>, Fault> {
    let ledger = shelf.connection();
    let mut found = ledger.prepare_cached(&format!(
        "SELECT story.id, story.title, finding.facet, finding.a, finding.a_value, finding.b, finding.b_value, \
         finding.rule, finding.why {from}"
    ))?;
    let mut rows = found.query([given])?;
    let mut pairs = Vec::new();
    while let Some(row) = rows.next()? {
        let (a, b): (i64, i64) = (row.get(3)?, row.get(5)?);
        pairs.push(Contested {
            story: row.get(0)?,
            headline: row.get(1)?,
            facet: row.get(2)?,
            a: side(shelf, a)?,
            a_value: value(shelf, a, row.get(4)?)?,
            b: side(shelf, b)?,
            b_value: value(shelf, b, row.get(6)?)?,
            rule: row.get(7)?,
            why: row.get(8)?,
        });
    }
    Ok(pairs)
}

fn side(shelf: &Shelf, claim: i64) -> Result<Said, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE claim.number = ?1");
    let mut side = shelf.connection().prepare_cached(&sql)?;
    side.query_row([claim], Said::of)?.with_relays(shelf)
}

fn value(shelf: &Shelf, claim: i64, place: Option<i64>) -> Result<Option<String>, Fault> {
    let Some(place) = place else { return Ok(None) };
    let mut words = shelf.connection().prepare_cached(
        "SELECT substr(body.text, value.start + 1, value.\"end\" - value.start) FROM value \
         JOIN claim ON claim.number = value.claim JOIN body ON body.report = claim.report \
         WHERE value.claim = ?1 AND value.place = ?2",
    )?;
    let mut rows = words.query([claim, place])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}
