//! What a story's reports come to, made anew whenever something in the story has changed.
//!
//! What is stored depends on the story's reports and links alone, never on when it was made. A story of thousands is
//! weighed by its first reports and its latest, so that it costs no more than one of hundreds.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::{Connection, params};

use super::fault::Fault;
use super::packed::{pack_json, unpack_account};
use super::rows::word;
use crate::claims::{Account, Finding, Findings, Side, weigh};

/// Stories weighed in one transaction.
const AT_ONCE: usize = 64;
/// Reports of a story weighed at most: its first and its latest.
const FIRST: usize = 50;
const LATEST: usize = 150;
/// Pairs of one kind kept as rows at most.
const PAIRS: usize = 500;
/// Characters of a story's title.
const TITLE: usize = 160;

/// How many stories are marked.
pub fn marked(ledger: &Connection) -> Result<u64, Fault> {
    let mut marked = ledger.prepare_cached("SELECT count(*) FROM story WHERE marked")?;
    Ok(marked.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

/// Weighs some of the marked stories, on so many threads.
pub fn weigh_some(ledger: &Connection, threads: usize) -> Result<(), Fault> {
    let mut marked = ledger.prepare_cached("SELECT number, merged_into FROM story WHERE marked LIMIT ?1")?;
    let marked = marked.query_map([AT_ONCE as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let marked: Vec<(i64, Option<i64>)> = marked.collect::<Result<_, _>>()?;
    let mut piles = Vec::new();
    for (story, merged_into) in marked {
        match merged_into {
            Some(_) => empty(ledger, story)?,
            None => piles.push(Pile::of(ledger, story)?),
        }
    }
    for (pile, findings) in piles.iter().zip(weigh_all(&piles, threads)) {
        pile.keep(ledger, &findings)?;
    }
    Ok(())
}

fn weigh_all(piles: &[Pile], threads: usize) -> Vec<Findings> {
    let mut found = vec![Findings::default(); piles.len()];
    let share = piles.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        for (piles, found) in piles.chunks(share).zip(found.chunks_mut(share)) {
            scope.spawn(move || {
                for (pile, found) in piles.iter().zip(found) {
                    // A story that cannot be weighed costs its own findings alone.
                    *found = catch_unwind(AssertUnwindSafe(|| pile.weighed())).unwrap_or_default();
                }
            });
        }
    });
    found
}

/// A story that is part of another now has nothing of its own.
fn empty(ledger: &Connection, story: i64) -> Result<(), Fault> {
    for sql in [
        "DELETE FROM weighed WHERE story = ?1",
        "DELETE FROM finding WHERE story = ?1",
        "UPDATE story SET marked = 0, reports = 0, copies = 0, outlets = 0, origins = 0, conflicts = 0, updates = 0, \
         denials = 0, drift = 0 WHERE number = ?1",
    ] {
        ledger.prepare_cached(sql)?.execute([story])?;
    }
    Ok(())
}

/// The reports of a story that are weighed together.
struct Pile {
    story: i64,
    /// Their rows, in order of publication.
    reports: Vec<i64>,
    accounts: Vec<Account>,
    /// Pairs of copy and original, by their places.
    copies: Vec<(usize, usize)>,
    /// Reports of the whole story that copy another.
    copied: usize,
}

impl Pile {
    fn of(ledger: &Connection, story: i64) -> Result<Self, Fault> {
        let mut members = ledger.prepare_cached(
            "SELECT number FROM report WHERE story = ?1 AND current ORDER BY published_utc IS NULL, published_utc, number",
        )?;
        let members: Vec<i64> = members.query_map([story], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let links = links(ledger, story)?;
        let copied = members.iter().filter(|member| links.contains_key(member)).count();
        let reports = if members.len() <= FIRST + LATEST {
            members
        } else {
            [&members[..FIRST], &members[members.len() - LATEST..]].concat()
        };
        let mut account = ledger.prepare_cached("SELECT account FROM body WHERE report = ?1")?;
        let mut accounts = Vec::with_capacity(reports.len());
        for report in &reports {
            let packed: Vec<u8> = account.query_row([report], |row| row.get(0))?;
            accounts.push(unpack_account(&packed)?);
        }
        let places: HashMap<i64, usize> = reports.iter().enumerate().map(|(place, report)| (*report, place)).collect();
        let pair = |(copy, original): (&i64, &i64)| Some((*places.get(copy)?, *places.get(original)?));
        let mut copies: Vec<_> = links.iter().filter_map(pair).collect();
        copies.sort_unstable();
        Ok(Self { story, reports, accounts, copies, copied })
    }

    fn weighed(&self) -> Findings {
        let accounts: Vec<&Account> = self.accounts.iter().collect();
        weigh(&accounts, &self.copies, None)
    }

    fn keep(&self, ledger: &Connection, findings: &Findings) -> Result<(), Fault> {
        ledger
            .prepare_cached("INSERT OR REPLACE INTO weighed (story, pile, findings) VALUES (?1, ?2, ?3)")?
            .execute((self.story, serde_json::to_string(&self.reports).unwrap_or_default(), pack_json(findings)))?;
        ledger.prepare_cached("DELETE FROM finding WHERE story = ?1")?.execute([self.story])?;
        let kinds = [
            ("conflict", &findings.conflicts),
            ("update", &findings.updates),
            ("denial", &findings.denials),
            ("drift", &findings.drift),
        ];
        let mut place = 0;
        for (kind, pairs) in kinds {
            for pair in pairs.iter().take(PAIRS) {
                if self.keep_pair(ledger, (place, kind), pair)? {
                    place += 1;
                }
            }
        }
        let mut keep = ledger.prepare_cached(
            "UPDATE story SET marked = 0, title = ?2, copies = ?3, origins = ?4, conflicts = ?5, updates = ?6, \
             denials = ?7, drift = ?8, (reports, outlets, first, last) = (SELECT count(*), count(DISTINCT outlet), \
             min(published_utc), max(published_utc) FROM report WHERE story = ?1 AND current) WHERE number = ?1",
        )?;
        keep.execute(params![
            self.story,
            self.title(ledger)?,
            self.copied as i64,
            findings.origins.len() as i64,
            findings.conflicts.len() as i64,
            findings.updates.len() as i64,
            findings.denials.len() as i64,
            findings.drift.len() as i64,
        ])?;
        Ok(())
    }

    /// Keeps a pair as a row; false if it names claims that are not there.
    fn keep_pair(&self, ledger: &Connection, (place, kind): (i64, &str), pair: &Finding) -> Result<bool, Fault> {
        let mut claim = ledger.prepare_cached("SELECT number FROM claim WHERE report = ?1 AND place = ?2")?;
        let mut row = |side: &Side| -> Result<Option<i64>, Fault> {
            let Some(report) = self.reports.get(side.account) else { return Ok(None) };
            let mut rows = claim.query((report, side.claim as i64))?;
            Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
        };
        let (Some(a), Some(b)) = (row(&pair.a)?, row(&pair.b)?) else { return Ok(false) };
        let mut keep = ledger.prepare_cached(
            "INSERT INTO finding (story, place, kind, facet, a, a_value, b, b_value, rule, why) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        let value = |side: &Side| side.value.map(|value| value as i64);
        keep.execute(params![
            self.story,
            place,
            kind,
            word(&pair.facet),
            a,
            value(&pair.a),
            b,
            value(&pair.b),
            pair.rule,
            pair.why,
        ])?;
        Ok(true)
    }

    /// The headline of the story's first report that has one, else the first line of its first.
    fn title(&self, ledger: &Connection) -> Result<Option<String>, Fault> {
        let titled = self.accounts.iter().find_map(|account| account.title.as_deref());
        let title = match (titled, self.reports.first()) {
            (Some(title), _) => title.to_owned(),
            (None, None) => return Ok(None),
            (None, Some(first)) => {
                let mut text = ledger.prepare_cached("SELECT substr(text, 1, 1000) FROM body WHERE report = ?1")?;
                let text: String = text.query_row([first], |row| row.get(0))?;
                text.trim_start().lines().next().unwrap_or_default().to_owned()
            }
        };
        let end = title.char_indices().nth(TITLE).map_or(title.len(), |(end, _)| end);
        Ok(Some(title[..end].trim().to_owned()))
    }
}

/// Which current report of a story copies which, older versions standing for the current ones.
fn links(ledger: &Connection, story: i64) -> Result<BTreeMap<i64, i64>, Fault> {
    let mut links = ledger.prepare_cached(
        "SELECT now.number, original_now.number FROM report AS copy \
         JOIN link ON link.copy = copy.number \
         JOIN report AS now ON now.\"key\" = copy.\"key\" AND now.current \
         JOIN report AS original ON original.number = link.original \
         JOIN report AS original_now ON original_now.\"key\" = original.\"key\" AND original_now.current \
         WHERE copy.story = ?1 ORDER BY copy.number",
    )?;
    let rows = links.query_map([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // A later version's own link stands above that of an earlier one.
    Ok(rows.collect::<Result<_, _>>()?)
}
