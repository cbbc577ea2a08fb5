//! A claim as one row: the exact words, who said them, who passed them on, and the report they stand in.

use reportedly_report::Span;
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use crate::claims::Interval;
use crate::store::{Fault, Shelf};

/// A claim with all that is needed to cite it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// The stable address of the claim.
    pub claim: String,
    /// The stable address of the report it stands in.
    pub report: String,
    /// The headline of that report.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as stated, its zone kept: the claim is as of then.
    pub published: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// When the report came into the ledger.
    pub taken: String,
    /// The address of the story.
    pub story: Option<String>,
    /// The exact words.
    pub quotation: String,
    /// Where they stand in the report's text, in code points.
    pub span: Span,
    /// Who said it first, then whoever passed it on; empty for the report's own word.
    pub chain: Vec<String>,
    /// What kind of source the speaker is.
    pub source_kind: Option<String>,
    /// The predicate.
    pub predicate: String,
    /// What kind of happening it is.
    pub class: Option<String>,
    /// Whether it says that it is so.
    pub polarity: String,
    /// How sure the words make it.
    pub certainty: Option<String>,
    /// Whether it has happened.
    pub status: Option<String>,
    /// When it was said.
    pub said_at: Option<Interval>,
    /// When it happened.
    pub happened_at: Option<Interval>,
    /// The attribution in the reading of the report.
    pub attribution: Option<String>,
    /// The event in the reading of the report.
    pub event: Option<String>,
    /// What made it.
    pub rule: String,
    #[serde(skip)]
    pub(super) number: i64,
    #[serde(skip)]
    pub(super) row: i64,
    #[serde(skip)]
    pub(super) place: i64,
}

/// What [`Said::of`] reads, in its order.
pub(super) const COLUMNS: &str = "claim.id, report.id, report.title, report.outlet, report.published, report.url, \
     report.taken, report.story, substr(body.text, claim.start + 1, claim.\"end\" - claim.start), claim.start, \
     claim.\"end\", source.name, claim.source_kind, claim.predicate, claim.class, claim.polarity, claim.certainty, \
     claim.status, claim.said_from, claim.said_to, claim.happened_from, claim.happened_to, claim.attribution, \
     claim.event, claim.rule, claim.number, claim.report, claim.place";

/// Where it reads from.
pub(super) const TABLES: &str = "claim JOIN report ON report.number = claim.report JOIN body ON body.report = claim.report \
     LEFT JOIN source ON source.number = claim.source";

impl Said {
    /// The row of a statement over [`COLUMNS`]; who passed it on is still to be asked.
    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let interval = |from: usize| -> rusqlite::Result<Option<Interval>> {
            let (from, to): (Option<String>, Option<String>) = (row.get(from)?, row.get(from + 1)?);
            Ok((from.is_some() || to.is_some()).then_some(Interval { from, to }))
        };
        Ok(Self {
            claim: row.get(0)?,
            report: row.get(1)?,
            title: row.get(2)?,
            outlet: row.get(3)?,
            published: row.get(4)?,
            url: row.get(5)?,
            taken: row.get(6)?,
            story: row.get::<_, Option<i64>>(7)?.map(|story| format!("s{story}")),
            quotation: row.get(8)?,
            span: Span { start: row.get(9)?, end: row.get(10)? },
            chain: row.get::<_, Option<String>>(11)?.into_iter().collect(),
            source_kind: row.get(12)?,
            predicate: row.get(13)?,
            class: row.get(14)?,
            polarity: row.get(15)?,
            certainty: row.get(16)?,
            status: row.get(17)?,
            said_at: interval(18)?,
            happened_at: interval(20)?,
            attribution: row.get(22)?,
            event: row.get(23)?,
            rule: row.get(24)?,
            number: row.get(25)?,
            row: row.get(26)?,
            place: row.get(27)?,
        })
    }

    /// Adds whoever passed the claim on.
    pub(super) fn with_relays(mut self, shelf: &Shelf) -> Result<Self, Fault> {
        let mut relays = shelf.connection().prepare_cached(
            "SELECT source.name FROM relay JOIN source ON source.number = relay.source WHERE claim = ?1 ORDER BY step",
        )?;
        for name in relays.query_map([self.number], |row| row.get(0))? {
            self.chain.push(name?);
        }
        Ok(self)
    }
}

/// The claim of a stable address.
///
/// # Errors
/// If the ledger cannot be read.
pub fn claim(shelf: &Shelf, id: &str) -> Result<Option<Said>, Fault> {
    let mut claim =
        shelf.connection().prepare_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE claim.id = ?1"))?;
    let said = claim.query_row([id], Said::of).optional()?;
    said.map(|said| said.with_relays(shelf)).transpose()
}

/// The claims of a report, in order of the text.
///
/// # Errors
/// If the ledger cannot be read.
pub fn claims_of(shelf: &Shelf, report: i64) -> Result<Vec<Said>, Fault> {
    let mut claims = shelf
        .connection()
        .prepare_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE claim.report = ?1 ORDER BY claim.place"))?;
    claims.query_map([report], Said::of)?.map(|said| said?.with_relays(shelf)).collect()
}
