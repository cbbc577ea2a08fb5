//! A ledger opened to be asked: typed rows, each from one prepared statement, nothing written.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use super::entry::with_text;
use super::fault::Fault;
use super::opening::{Purpose, open};
use super::packed::{unpack, unpack_account, unpack_json};
use super::{problems, rows};
use crate::claims::{Account, Findings};

/// A ledger opened to be asked.
#[derive(Debug)]
pub struct Shelf {
    connection: Connection,
}

/// A report, without its text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportRow {
    /// Its number, in order of arrival.
    #[serde(skip)]
    pub number: i64,
    /// Its stable address.
    pub id: String,
    /// Which report it is a version of.
    pub key: String,
    /// Which version.
    pub version: i64,
    /// Whether no later version has come.
    pub current: bool,
    /// The row of the version before it.
    #[serde(skip)]
    pub supersedes: Option<i64>,
    /// Where it was found.
    pub place: String,
    /// The id it was given, or its place.
    pub given: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// When, as stated, its zone kept.
    pub published: Option<String>,
    /// The same so that it sorts: in UTC where a zone was stated.
    pub published_utc: Option<String>,
    /// Whose work it says it rests on.
    pub credit: Option<String>,
    /// When it was taken into the ledger.
    pub taken: String,
    /// The story it belongs to.
    pub story: Option<i64>,
}

const REPORT: &str = "report.number, report.id, report.\"key\", report.version, report.current, report.supersedes, \
     report.place, report.given, report.title, report.outlet, report.url, report.language, report.published, \
     report.published_utc, report.credit, report.taken, report.story";

impl ReportRow {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            id: row.get(1)?,
            key: row.get(2)?,
            version: row.get(3)?,
            current: row.get(4)?,
            supersedes: row.get(5)?,
            place: row.get(6)?,
            given: row.get(7)?,
            title: row.get(8)?,
            outlet: row.get(9)?,
            url: row.get(10)?,
            language: row.get(11)?,
            published: row.get(12)?,
            published_utc: row.get(13)?,
            credit: row.get(14)?,
            taken: row.get(15)?,
            story: row.get(16)?,
        })
    }
}

/// A story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryRow {
    /// Its number.
    #[serde(skip)]
    pub number: i64,
    /// Its stable address: `s` and the number.
    pub id: String,
    /// The story it turned out to be part of.
    pub merged_into: Option<i64>,
    /// Whether reports came in since it was weighed.
    pub marked: bool,
    /// The headline of its first report.
    pub title: Option<String>,
    /// When its first report came out, so that it sorts.
    pub first: Option<String>,
    /// When its last one did.
    pub last: Option<String>,
    /// How many reports it has.
    pub reports: i64,
    /// How many of them copy another.
    pub copies: i64,
    /// In how many outlets.
    pub outlets: i64,
    /// On how many origins its main happening rests.
    pub origins: i64,
    /// How many pairs of claims cannot both hold.
    pub conflicts: i64,
    /// How many claims were told otherwise later by the same source.
    pub updates: i64,
    /// How many were denied or taken back.
    pub denials: i64,
    /// How many quotations come in several wordings.
    pub drift: i64,
}

const STORY: &str = "number, id, merged_into, marked, title, first, last, reports, copies, outlets, origins, conflicts, \
     updates, denials, drift";

impl StoryRow {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            id: row.get(1)?,
            merged_into: row.get(2)?,
            marked: row.get(3)?,
            title: row.get(4)?,
            first: row.get(5)?,
            last: row.get(6)?,
            reports: row.get(7)?,
            copies: row.get(8)?,
            outlets: row.get(9)?,
            origins: row.get(10)?,
            conflicts: row.get(11)?,
            updates: row.get(12)?,
            denials: row.get(13)?,
            drift: row.get(14)?,
        })
    }
}

/// A story as it was weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The rows of the reports weighed, in order; the findings refer to them by their places.
    pub pile: Vec<i64>,
    /// What they come to.
    pub findings: Findings,
}

impl Shelf {
    /// Opens a ledger to be asked.
    ///
    /// # Errors
    /// If it is not there, is something else, is newer than this program, or cannot be read.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        Ok(Self { connection: open(path, Purpose::Asking)? })
    }

    /// What further questions are put to.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The connection, to set it up for one question.
    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Whether a version of a report is stored.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn knows(&self, id: &str) -> Result<bool, Fault> {
        rows::knows(&self.connection, id)
    }

    /// The report of a row.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn report(&self, number: i64) -> Result<Option<ReportRow>, Fault> {
        self.one_report("report.number = ?1", number)
    }

    /// The report of a stable address.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn report_by_id(&self, id: &str) -> Result<Option<ReportRow>, Fault> {
        self.one_report("report.id = ?1", id)
    }

    fn one_report(&self, which: &'static str, by: impl rusqlite::ToSql) -> Result<Option<ReportRow>, Fault> {
        let mut report = self.connection.prepare_cached(&format!("SELECT {REPORT} FROM report WHERE {which}"))?;
        Ok(report.query_row([by], ReportRow::of).optional()?)
    }

    /// The current reports of a story, in order of publication.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn reports_of_story(&self, story: i64) -> Result<Vec<ReportRow>, Fault> {
        let mut reports = self.connection.prepare_cached(&format!(
            "SELECT {REPORT} FROM report WHERE story = ?1 AND current \
             ORDER BY published_utc IS NULL, published_utc, number"
        ))?;
        Ok(reports.query_map([story], ReportRow::of)?.collect::<Result<_, _>>()?)
    }

    /// The text of a report.
    ///
    /// # Errors
    /// If the ledger cannot be read, or has no such report.
    pub fn text(&self, report: i64) -> Result<String, Fault> {
        let mut text = self.connection.prepare_cached("SELECT text FROM body WHERE report = ?1")?;
        Ok(text.query_row([report], |row| row.get(0))?)
    }

    /// The whole reading of a report, in the printed form `reportedly/1`.
    ///
    /// # Errors
    /// If the ledger cannot be read, or has no such report.
    pub fn reading(&self, report: i64) -> Result<String, Fault> {
        let mut reading = self.connection.prepare_cached("SELECT reading, text FROM body WHERE report = ?1")?;
        let (packed, text): (Vec<u8>, String) = reading.query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let reading = String::from_utf8(unpack(&packed)?);
        let reading = reading.map_err(|_| Fault::Damaged("a reading is no text".into()))?;
        Ok(with_text(&reading, &text))
    }

    /// The account of a report: its claims and voices, spans in bytes of its text.
    ///
    /// # Errors
    /// If the ledger cannot be read, or has no such report.
    pub fn account(&self, report: i64) -> Result<Account, Fault> {
        let mut account = self.connection.prepare_cached("SELECT account FROM body WHERE report = ?1")?;
        let packed: Vec<u8> = account.query_row([report], |row| row.get(0))?;
        unpack_account(&packed)
    }

    /// A story.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn story(&self, number: i64) -> Result<Option<StoryRow>, Fault> {
        let mut story = self.connection.prepare_cached(&format!("SELECT {STORY} FROM story WHERE number = ?1"))?;
        Ok(story.query_row([number], StoryRow::of).optional()?)
    }

    /// The stories that fit a condition, in an order; both are this program's own words.
    pub(crate) fn stories_by(&self, which: &'static str, at_most: u32) -> Result<Vec<StoryRow>, Fault> {
        let sql = format!("SELECT {STORY} FROM story WHERE {which} LIMIT ?1");
        let mut stories = self.connection.prepare_cached(&sql)?;
        Ok(stories.query_map([at_most], StoryRow::of)?.collect::<Result<_, _>>()?)
    }

    /// A story as it was last weighed; nothing if it was not yet.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn weighed(&self, story: i64) -> Result<Option<Weighed>, Fault> {
        let mut kept = self.connection.prepare_cached("SELECT pile, findings FROM weighed WHERE story = ?1")?;
        let row = kept.query_row([story], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)));
        let Some((pile, findings)) = row.optional()? else { return Ok(None) };
        let pile = serde_json::from_str(&pile).map_err(|error| Fault::Damaged(error.to_string()))?;
        Ok(Some(Weighed { pile, findings: unpack_json(&findings)? }))
    }

    /// The documents that could not be taken.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn problems(&self) -> Result<Vec<problems::Problem>, Fault> {
        problems::all(&self.connection)
    }
}
