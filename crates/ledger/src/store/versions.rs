//! What a new version of a report changes: claims added, dropped, or told otherwise.
//!
//! A claim in the same words is the same, wherever it stands. Of the others, two with one predicate of one speaker that
//! share most of their arguments are one claim told otherwise; what differs is named. The rest was added or dropped.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::entry::Entry;
use super::fault::Fault;
use super::packed::unpack_account;
use super::rows::word;
use crate::claims::{Claim, Part};

/// The share of the shorter one's arguments that two tellings of one claim have in common.
const ALIKE: f32 = 0.5;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Dropped(usize),
    Added(usize),
    Changed(usize, usize, Vec<&'static str>),
}

/// Marks a version as superseded by a new one, and keeps what it changed.
pub fn superseded(ledger: &Connection, before: i64, new: i64, entry: &Entry) -> Result<(), Fault> {
    let mut old = ledger.prepare_cached("SELECT account FROM body WHERE report = ?1")?;
    let old: Vec<u8> = old.query_row([before], |row| row.get(0))?;
    let old = unpack_account(&old)?;
    ledger.prepare_cached("UPDATE report SET current = 0 WHERE number = ?1")?.execute([before])?;
    let mark = "UPDATE story SET marked = 1 WHERE number = (SELECT story FROM report WHERE number = ?1)";
    ledger.prepare_cached(mark)?.execute([before])?;
    let (old_rows, new_rows) = (claim_rows(ledger, before)?, claim_rows(ledger, new)?);
    let mut keep = ledger.prepare_cached(
        "INSERT INTO change (report, place, kind, before, after, what) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (place, change) in changes(&old.claims, &entry.account.claims).into_iter().enumerate() {
        let (kind, before, after, what) = match change {
            Change::Dropped(old) => ("dropped", old_rows.get(old), None, None),
            Change::Added(new) => ("added", None, new_rows.get(new), None),
            Change::Changed(old, new, what) => ("changed", old_rows.get(old), new_rows.get(new), Some(what.join(" "))),
        };
        keep.execute((new, place as i64, kind, before, after, what))?;
    }
    Ok(())
}

fn claim_rows(ledger: &Connection, report: i64) -> Result<Vec<i64>, Fault> {
    let mut rows = ledger.prepare_cached("SELECT number FROM claim WHERE report = ?1 ORDER BY place")?;
    let rows = rows.query_map([report], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn changes(old: &[Claim], new: &[Claim]) -> Vec<Change> {
    let mut unmatched: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, claim) in old.iter().enumerate().rev() {
        unmatched.entry((&claim.quotation, &claim.predicate)).or_default().push(at);
    }
    let mut fresh = Vec::new();
    let mut gone: BTreeSet<usize> = (0..old.len()).collect();
    let mut found = Vec::new();
    for (at, claim) in new.iter().enumerate() {
        match unmatched.get_mut(&(claim.quotation.as_str(), claim.predicate.as_str())).and_then(Vec::pop) {
            Some(same) => {
                gone.remove(&same);
                // The same words may be told otherwise too: by another speaker, or denied by the words around them.
                let what = differences(&old[same], claim);
                if !what.is_empty() {
                    found.push(Change::Changed(same, at, what));
                }
            }
            None => fresh.push(at),
        }
    }
    let mut by_predicate: BTreeMap<(&str, Option<&String>), Vec<usize>> = BTreeMap::new();
    for &at in &gone {
        by_predicate.entry((&old[at].predicate, old[at].chain.first())).or_default().push(at);
    }
    for at in fresh {
        let claim = &new[at];
        let rivals = by_predicate.get_mut(&(claim.predicate.as_str(), claim.chain.first()));
        let told = rivals.and_then(|rivals| {
            let place = rivals.iter().position(|rival| likeness(&old[*rival], claim) >= ALIKE)?;
            Some(rivals.remove(place))
        });
        match told {
            Some(before) => {
                gone.remove(&before);
                let mut what = differences(&old[before], claim);
                what.push("words");
                found.push(Change::Changed(before, at, what));
            }
            None => found.push(Change::Added(at)),
        }
    }
    found.extend(gone.into_iter().map(Change::Dropped));
    found
}

/// The share of the shorter one's arguments that both have.
fn likeness(one: &Claim, two: &Claim) -> f32 {
    let words = |claim: &Claim| -> BTreeSet<String> {
        let arguments = claim.terms.iter().filter(|term| term.part != Part::Head);
        arguments.map(|term| term.lemma.clone()).collect()
    };
    let (one, two) = (words(one), words(two));
    let least = one.len().min(two.len());
    if least == 0 { 1.0 } else { one.intersection(&two).count() as f32 / least as f32 }
}

/// In what two tellings of a claim differ, besides their words.
fn differences(one: &Claim, two: &Claim) -> Vec<&'static str> {
    let values = |claim: &Claim| -> BTreeSet<String> {
        let value = |value: &crate::claims::Value| {
            let bounds = [value.from, value.to].map(|end| end.map(|end| end.to_string()).unwrap_or_default());
            format!("{} {} {:?} {:?}", word(&value.facet), bounds.join(" "), value.unit, value.place)
        };
        claim.values.iter().map(value).collect()
    };
    [
        ("source", one.chain != two.chain),
        ("polarity", one.polarity != two.polarity),
        ("certainty", one.certainty != two.certainty),
        ("status", one.status != two.status),
        ("values", values(one) != values(two)),
    ]
    .into_iter()
    .filter_map(|(what, differs)| differs.then_some(what))
    .collect()
}
