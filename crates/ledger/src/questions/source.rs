//! All that somebody said, in order; whom it relays, and who relays it.

use std::collections::BTreeMap;

use rusqlite::params;
use serde::Serialize;

use super::grades::{Grade, grades};
use super::said::{COLUMNS, Said, TABLES};
use crate::store::{Fault, Shelf};

/// A source over all reports of a ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// The name asked for.
    pub asked: String,
    /// The names that were taken for it, each with what kind of source it is.
    pub names: Vec<Named>,
    /// How many claims rest on its word.
    pub claims: i64,
    /// How many reports it published under such a name, as an outlet.
    pub published: i64,
    /// What it said, the earliest report first.
    pub said: Vec<Said>,
    /// Whose words it passes on, and how often.
    pub relays: Vec<Count>,
    /// Who passes its words on, and how often; the outlets that print them too.
    pub relayed_by: Vec<Count>,
    /// What persons think of it.
    pub grades: Vec<Grade>,
}

/// A name by which reports call a source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// What kind of source it is.
    pub kind: Option<String>,
    #[serde(skip)]
    number: i64,
}

/// A name and how many claims it has to do with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The name.
    pub name: String,
    /// How many claims.
    pub claims: i64,
}

/// Names taken for one source at most, and names listed beside it.
const NAMES: usize = 200;
const BESIDE: usize = 40;

/// What a source said: the name itself, else all names that have these words. Nothing where no report knows the name.
///
/// # Errors
/// If the ledger cannot be read.
pub fn source(shelf: &Shelf, asked: &str, at_most: u32) -> Result<Option<Source>, Fault> {
    let names = names(shelf, asked)?;
    let ledger = shelf.connection();
    let mut printed =
        ledger.prepare_cached("SELECT count(*) FROM report WHERE outlet = ?1 COLLATE NOCASE AND current")?;
    let published: i64 = printed.query_row([asked.trim()], |row| row.get(0))?;
    if names.is_empty() && published == 0 {
        return Ok(None);
    }
    let numbers = serde_json::to_string(&names.iter().map(|name| name.number).collect::<Vec<_>>()).unwrap_or_default();
    let mut said = ledger.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE claim.source IN (SELECT value FROM json_each(?1)) AND report.current \
         ORDER BY report.published_utc IS NULL, report.published_utc, claim.report, claim.place LIMIT ?2"
    ))?;
    let said = said
        .query_map(params![numbers, at_most], Said::of)?
        .map(|said| said?.with_relays(shelf))
        .collect::<Result<Vec<_>, Fault>>()?;
    let mut claims = ledger.prepare_cached(
        "SELECT count(*) FROM claim JOIN report ON report.number = claim.report \
         WHERE claim.source IN (SELECT value FROM json_each(?1)) AND report.current",
    )?;
    let claims = claims.query_row([&numbers], |row| row.get(0))?;
    let relays = counted(
        shelf,
        "SELECT source.name, count(*) FROM relay JOIN claim ON claim.number = relay.claim \
         JOIN source ON source.number = claim.source WHERE relay.source IN (SELECT value FROM json_each(?1)) GROUP BY 1",
        &numbers,
    )?;
    let by = counted(
        shelf,
        "SELECT source.name, count(*) FROM claim JOIN relay ON relay.claim = claim.number \
         JOIN source ON source.number = relay.source WHERE claim.source IN (SELECT value FROM json_each(?1)) GROUP BY 1",
        &numbers,
    )?;
    let printing = counted(
        shelf,
        "SELECT report.outlet, count(*) FROM claim JOIN report ON report.number = claim.report \
         WHERE claim.source IN (SELECT value FROM json_each(?1)) AND report.current AND report.outlet IS NOT NULL \
         GROUP BY 1",
        &numbers,
    )?;
    let mut graded = Vec::new();
    for name in names.iter().map(|name| name.name.as_str()).chain([asked.trim()]) {
        graded.extend(grades(shelf, name)?);
    }
    graded.sort_by_key(|grade| grade.number);
    graded.dedup();
    Ok(Some(Source {
        asked: asked.trim().to_owned(),
        names,
        claims,
        published,
        said,
        relays: most(relays),
        relayed_by: most(by.into_iter().chain(printing)),
        grades: graded,
    }))
}

/// The names of a source: the very name in any case of letters, else those that have its words as whole words.
fn names(shelf: &Shelf, asked: &str) -> Result<Vec<Named>, Fault> {
    let asked = asked.trim();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let named = |row: &rusqlite::Row<'_>| Ok(Named { number: row.get(0)?, name: row.get(1)?, kind: row.get(2)? });
    let mut like = shelf.connection().prepare_cached(
        "SELECT number, name, kind FROM source WHERE name LIKE '%' || ?1 || '%' ESCAPE '\\' ORDER BY name",
    )?;
    let escaped: String =
        asked.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect();
    let rows = like.query_map([escaped], named)?.collect::<Result<Vec<_>, _>>()?;
    let words = words(asked);
    let has = |name: &str| {
        let its = self::words(name);
        its.windows(words.len().max(1)).any(|window| window == words)
    };
    let mut rows: Vec<Named> = rows.into_iter().filter(|row| has(&row.name)).collect();
    if rows.iter().any(|row| self::words(&row.name) == words) && words.len() > 1 {
        rows.retain(|row| self::words(&row.name) == words);
    }
    rows.truncate(NAMES);
    Ok(rows)
}

fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}

fn counted(shelf: &Shelf, sql: &'static str, numbers: &str) -> Result<Vec<Count>, Fault> {
    let mut counted = shelf.connection().prepare_cached(sql)?;
    let rows = counted.query_map([numbers], |row| Ok(Count { name: row.get(0)?, claims: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The names with most claims first, each once.
fn most(counts: impl IntoIterator<Item = Count>) -> Vec<Count> {
    let mut by_name: BTreeMap<String, i64> = BTreeMap::new();
    counts.into_iter().for_each(|count| *by_name.entry(count.name).or_default() += count.claims);
    let mut counts: Vec<Count> = by_name.into_iter().map(|(name, claims)| Count { name, claims }).collect();
    counts.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.name.cmp(&b.name)));
    counts.truncate(BESIDE);
    counts
}
