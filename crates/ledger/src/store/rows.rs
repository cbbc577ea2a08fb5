//! A report's rows: one statement a table, each prepared once.

use reportedly_report::Meta;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::entry::{Entry, Located};
use super::fault::Fault;
use crate::claims::{Claim, Value};

/// Characters of a source's name kept.
const NAME: usize = 300;

/// The version that a report has so far.
#[derive(Clone, Copy, Debug)]
pub struct Current {
    pub number: i64,
    pub version: i64,
}

/// Where a report is filed.
#[derive(Debug)]
pub struct Filing<'a> {
    /// The version before this one.
    pub before: Option<Current>,
    pub story: i64,
    pub fit: Option<f32>,
    pub reader: i64,
    pub now: &'a str,
}

/// Whether a version of a report is stored.
pub fn knows(ledger: &Connection, id: &str) -> Result<bool, Fault> {
    Ok(ledger.prepare_cached("SELECT 1 FROM report WHERE id = ?1")?.exists([id])?)
}

/// The current version of a report.
pub fn current(ledger: &Connection, key: &str) -> Result<Option<Current>, Fault> {
    let sql = "SELECT number, version FROM report WHERE \"key\" = ?1 ORDER BY version DESC LIMIT 1";
    let mut current = ledger.prepare_cached(sql)?;
    let row = current.query_row([key], |row| Ok(Current { number: row.get(0)?, version: row.get(1)? }));
    Ok(row.optional()?)
}

/// The row of the program that reads.
pub fn reader(ledger: &Connection, name: &str) -> Result<i64, Fault> {
    let mut known = ledger.prepare_cached("SELECT number FROM reader WHERE name = ?1")?;
    if let Some(number) = known.query_row([name], |row| row.get(0)).optional()? {
        return Ok(number);
    }
    ledger.prepare_cached("INSERT INTO reader (name) VALUES (?1)")?.execute([name])?;
    Ok(ledger.last_insert_rowid())
}

/// Stores a report with its text, and gives its number.
pub fn report(ledger: &Connection, entry: &Entry, filing: &Filing<'_>) -> Result<i64, Fault> {
    let Meta { title, outlet, url, language, published, authors, canonical, credit, basis, warnings } = &entry.meta;
    let list = |words: &[String]| (!words.is_empty()).then(|| serde_json::to_string(words).unwrap_or_default());
    let mut store = ledger.prepare_cached(
        "INSERT INTO report (id, \"key\", version, supersedes, digest, place, given, title, outlet, url, canonical, \
         language, published, published_utc, authors, credit, basis, warnings, taken, reader, story, fit) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    )?;
    store.execute(params![
        entry.identity.id,
        entry.identity.key,
        filing.before.map_or(1, |before| before.version + 1),
        filing.before.map(|before| before.number),
        &entry.identity.digest[..],
        entry.place,
        entry.given,
        title,
        outlet,
        url,
        canonical,
        language,
        published.as_ref().map(|published| published.as_str()),
        published.as_ref().map(|published| published.sortable()),
        list(authors),
        credit,
        serde_json::to_string(basis).unwrap_or_default(),
        list(warnings),
        filing.now,
        filing.reader,
        filing.story,
        filing.fit,
    ])?;
    let number = ledger.last_insert_rowid();
    ledger.prepare_cached("INSERT INTO body (report, text, reading, account) VALUES (?1, ?2, ?3, ?4)")?.execute((
        number,
        &entry.text,
        &entry.kept_reading,
        &entry.kept_account,
    ))?;
    ledger.prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")?.execute((
        number,
        title,
        &entry.text,
    ))?;
    Ok(number)
}

/// Stores the claims of a report.
pub fn claims(ledger: &Connection, entry: &Entry, report: i64) -> Result<(), Fault> {
    for (place, (claim, located)) in entry.account.claims.iter().zip(&entry.claims).enumerate() {
        let number = self::claim(ledger, claim, located, (report, place))?;
        let mut relay = ledger.prepare_cached("INSERT INTO relay (claim, step, source) VALUES (?1, ?2, ?3)")?;
        for (step, name) in claim.chain.iter().enumerate().skip(1) {
            relay.execute((number, step as i64, source(ledger, name, None)?))?;
        }
        for (at, (value, span)) in claim.values.iter().zip(&located.values).enumerate() {
            self::value(ledger, value, (number, at), (span.start, span.end))?;
        }
    }
    Ok(())
}

fn claim(ledger: &Connection, claim: &Claim, located: &Located, (report, place): (i64, usize)) -> Result<i64, Fault> {
    let kind = claim.source_kind.as_ref().map(word);
    let speaker = claim.chain.first().map(|name| source(ledger, name, kind.as_deref())).transpose()?;
    let (said, happened) = (claim.said_at.as_ref(), claim.happened_at.as_ref());
    let mut store = ledger.prepare_cached(
        "INSERT INTO claim (id, report, place, start, \"end\", anchor_start, anchor_end, source, source_kind, \
         attribution, event, predicate, class, polarity, certainty, status, said_from, said_to, happened_from, \
         happened_to, rule) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, \
         ?19, ?20, ?21)",
    )?;
    store.execute(params![
        located.id,
        report,
        place as i64,
        located.span.start,
        located.span.end,
        located.anchor.start,
        located.anchor.end,
        speaker,
        kind,
        claim.attribution,
        claim.event,
        claim.predicate,
        claim.class,
        word(&claim.polarity),
        claim.certainty.as_ref().map(word),
        claim.status.as_ref().map(word),
        said.and_then(|said| said.from.as_deref()),
        said.and_then(|said| said.to.as_deref()),
        happened.and_then(|happened| happened.from.as_deref()),
        happened.and_then(|happened| happened.to.as_deref()),
        claim.rule,
    ])?;
    Ok(ledger.last_insert_rowid())
}

fn value(ledger: &Connection, value: &Value, at: (i64, usize), span: (u32, u32)) -> Result<(), Fault> {
    let interval = value.interval.as_ref();
    let mut store = ledger.prepare_cached(
        "INSERT INTO value (claim, place, facet, start, \"end\", low, high, unit, bound, counted, from_time, to_time, \
         place_name, country, geonameid) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    store.execute(params![
        at.0,
        at.1 as i64,
        word(&value.facet),
        span.0,
        span.1,
        value.from.filter(|low| low.is_finite()),
        value.to.filter(|high| high.is_finite()),
        value.unit,
        value.bound.as_ref().map(word),
        value.of,
        interval.and_then(|interval| interval.from.as_deref()),
        interval.and_then(|interval| interval.to.as_deref()),
        value.place,
        value.country,
        value.geonameid,
    ])?;
    Ok(())
}

/// The row of a source; its kind is the first one known.
fn source(ledger: &Connection, name: &str, kind: Option<&str>) -> Result<i64, Fault> {
    let end = name.char_indices().nth(NAME).map_or(name.len(), |(end, _)| end);
    let name = name[..end].trim();
    let mut known = ledger.prepare_cached("SELECT number, kind IS NULL FROM source WHERE name = ?1")?;
    if let Some((number, lacks_kind)) = known.query_row([name], |row| Ok((row.get(0)?, row.get(1)?))).optional()? {
        if lacks_kind && kind.is_some() {
            ledger.prepare_cached("UPDATE source SET kind = ?2 WHERE number = ?1")?.execute((number, kind))?;
        }
        return Ok(number);
    }
    ledger.prepare_cached("INSERT INTO source (name, kind) VALUES (?1, ?2)")?.execute((name, kind))?;
    Ok(ledger.last_insert_rowid())
}

/// The word of a value of few, as it is printed.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
