//! A story in order of time: what happened when, what was said when, when it was printed, and what was changed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::stories::Stored;
use crate::claims::{Claim, Interval};
use crate::store::{Fault, Shelf};

/// What an entry of a timeline tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Moment {
    /// Something happened, or is to happen.
    Happened,
    /// Somebody said something.
    Said,
    /// A report came out.
    Published,
    /// A report came out anew, with other claims.
    Changed,
}

/// An entry of a timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// What it tells.
    pub moment: Moment,
    /// The first moment allowed, in ISO 8601 as precise as the words are.
    pub from: Option<String>,
    /// The first moment no longer allowed; with `from` alone a date as stated.
    pub to: Option<String>,
    /// The exact words of the first report that has it, a headline, or what was changed.
    pub words: String,
    /// The stable address of the first claim that says so.
    pub claim: Option<String>,
    /// Who says so first, then whoever passed it on; empty for the report's own word.
    pub chain: Vec<String>,
    /// Whether it is told as having happened, planned, denied …
    pub status: Option<String>,
    /// The addresses of the reports that have it.
    pub reports: Vec<String>,
    /// The outlets of these reports.
    pub outlets: Vec<String>,
}

/// The timeline of a story, the earliest first. Times that words leave open are not in it.
///
/// # Errors
/// If the ledger cannot be read.
pub fn timeline(shelf: &Shelf, story: i64) -> Result<Vec<Entry>, Fault> {
    let stored = Stored::of(shelf, story)?;
    let mut entries: BTreeMap<Key, Entry> = BTreeMap::new();
    for (at, account) in stored.accounts.iter().enumerate() {
        for (place, claim) in account.claims.iter().enumerate() {
            let id = stored.claims[at].get(place).cloned();
            for (moment, interval) in [(Moment::Happened, &claim.happened_at), (Moment::Said, &claim.said_at)] {
                if let Some(interval) = interval {
                    add(&mut entries, moment, interval, claim, id.clone(), (&account.report, &account.outlet));
                }
            }
        }
    }
    let mut entries: Vec<Entry> = entries.into_values().collect();
    for (at, account) in stored.accounts.iter().enumerate() {
        let row = shelf.report(stored.numbers[at])?;
        let is_new = row.as_ref().is_some_and(|row| row.version > 1);
        let title = row.and_then(|row| row.title).or_else(|| first_line(&stored.texts[at]));
        let published = |moment, words| Entry {
            moment,
            from: account.published.clone(),
            to: None,
            words,
            claim: None,
            chain: Vec::new(),
            status: None,
            reports: vec![account.report.clone()],
            outlets: account.outlet.iter().cloned().collect(),
        };
        entries.push(published(Moment::Published, title.unwrap_or_default()));
        if is_new {
            entries.extend(changes(shelf, stored.numbers[at])?.map(|words| published(Moment::Changed, words)));
        }
    }
    // What is undated comes last; a longer interval stands before the shorter ones that begin with it.
    entries.sort_by(|a, b| {
        (a.from.is_none(), &a.from, &b.to, a.moment).cmp(&(b.from.is_none(), &b.from, &a.to, b.moment))
    });
    Ok(entries)
}

type Key = (Moment, Option<String>, Option<String>, String, String);

/// Claims on one kind of happening at one time, with one predicate, are one entry.
fn add(
    entries: &mut BTreeMap<Key, Entry>,
    moment: Moment,
    interval: &Interval,
    claim: &Claim,
    id: Option<String>,
    (report, outlet): (&str, &Option<String>),
) {
    let who = if moment == Moment::Said { claim.chain.first().cloned().unwrap_or_default() } else { String::new() };
    let key = (moment, interval.from.clone(), interval.to.clone(), claim.predicate.clone(), who);
    let entry = entries.entry(key).or_insert_with(|| Entry {
        moment,
        from: interval.from.clone(),
        to: interval.to.clone(),
        words: claim.quotation.clone(),
        claim: id,
        chain: claim.chain.clone(),
        status: claim.status.as_ref().and_then(|status| serde_json::to_value(status).ok()?.as_str().map(str::to_owned)),
        reports: Vec::new(),
        outlets: Vec::new(),
    });
    if !entry.reports.iter().any(|known| known == report) {
        entry.reports.push(report.to_owned());
    }
    if let Some(outlet) = outlet.as_ref().filter(|outlet| !entry.outlets.contains(outlet)) {
        entry.outlets.push(outlet.clone());
    }
}

/// What a version changed in the claims, in a line; nothing if only other words changed.
fn changes(shelf: &Shelf, report: i64) -> Result<Option<String>, Fault> {
    let mut counts =
        shelf.connection().prepare_cached("SELECT kind, count(*) FROM change WHERE report = ?1 GROUP BY 1")?;
    let counts = counts.query_map([report], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let counts: Vec<(String, i64)> = counts.collect::<Result<_, _>>()?;
    let words: Vec<String> = counts.into_iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    Ok((!words.is_empty()).then(|| format!("claims of this report: {}", words.join(", "))))
}

fn first_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.chars().take(160).collect())
}
