//! Who copies whom, as rows: first as found on arrival, then as judged with all that came later.
//!
//! A version of a report is no copy of the version before it. What a link changes, it changes in the stories of both
//! ends, which are marked.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::fault::Fault;
use crate::lineage::{Basis, Lineage, Link};

/// A stored link.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    original: i64,
    containment: f64,
    rule: String,
}

impl Kept {
    fn of(link: &Link) -> Self {
        let rule = link.basis.rule().to_owned();
        Self { original: row(link.of), containment: f64::from(link.containment), rule }
    }

    fn strength(&self) -> (bool, f64) {
        (self.rule != Basis::Text.rule(), self.containment)
    }
}

/// The row of a report: lineage counts them from zero, the ledger from one.
fn row(number: u32) -> i64 {
    i64::from(number) + 1
}

/// Keeps a link as found on arrival, unless the copy has a stronger one.
pub fn found(ledger: &Connection, link: &Link) -> Result<(), Fault> {
    let (copy, new) = (row(link.copy), Kept::of(link));
    if are_versions(ledger, copy, new.original)? {
        return Ok(());
    }
    let mut kept = ledger.prepare_cached("SELECT original, containment, rule FROM link WHERE copy = ?1")?;
    let kept =
        kept.query_row([copy], |row| Ok(Kept { original: row.get(0)?, containment: row.get(1)?, rule: row.get(2)? }));
    if kept.optional()?.is_none_or(|kept| new.strength() > kept.strength()) {
        keep(ledger, copy, &new)?;
    }
    Ok(())
}

/// Replaces the links among the reports still held by those judged now.
pub fn settle(ledger: &Connection, lineage: &Lineage) -> Result<(), Fault> {
    let first = row(lineage.first());
    let mut before = stored_since(ledger, first)?;
    for link in lineage.settle() {
        let (copy, new) = (row(link.copy), Kept::of(&link));
        if are_versions(ledger, copy, new.original)? {
            continue;
        }
        match before.remove(&copy) {
            Some(kept) if kept == new => {}
            // The original is forgotten, so this link could not be judged again; only a stronger one takes its place.
            Some(kept) if kept.original < first && kept.strength() >= new.strength() => {}
            _ => keep(ledger, copy, &new)?,
        }
    }
    let mut drop = ledger.prepare_cached("DELETE FROM link WHERE copy = ?1")?;
    for (copy, kept) in before.into_iter().filter(|(_, kept)| kept.original >= first) {
        mark(ledger, copy)?;
        mark(ledger, kept.original)?;
        drop.execute([copy])?;
    }
    Ok(())
}

fn stored_since(ledger: &Connection, first: i64) -> Result<BTreeMap<i64, Kept>, Fault> {
    let mut stored = ledger.prepare_cached("SELECT copy, original, containment, rule FROM link WHERE copy >= ?1")?;
    let rows = stored.query_map([first], |row| {
        Ok((row.get(0)?, Kept { original: row.get(1)?, containment: row.get(2)?, rule: row.get(3)? }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn keep(ledger: &Connection, copy: i64, link: &Kept) -> Result<(), Fault> {
    let mut keep = ledger.prepare_cached(
        "INSERT INTO link (copy, original, containment, rule) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (copy) DO UPDATE \
         SET original = excluded.original, containment = excluded.containment, rule = excluded.rule",
    )?;
    keep.execute((copy, link.original, link.containment, &link.rule))?;
    mark(ledger, copy)?;
    mark(ledger, link.original)
}

fn mark(ledger: &Connection, report: i64) -> Result<(), Fault> {
    let sql = "UPDATE story SET marked = 1 WHERE number = (SELECT story FROM report WHERE number = ?1)";
    ledger.prepare_cached(sql)?.execute([report])?;
    Ok(())
}

fn are_versions(ledger: &Connection, one: i64, two: i64) -> Result<bool, Fault> {
    let sql = "SELECT (SELECT \"key\" FROM report WHERE number = ?1) = (SELECT \"key\" FROM report WHERE number = ?2)";
    let same: Option<bool> = ledger.prepare_cached(sql)?.query_row([one, two], |row| row.get(0))?;
    Ok(same.unwrap_or_default())
}
