//! What lineage and stories remember of the stream, as if the ledger had never been closed.
//!
//! Now and then the whole memory is put away in the transaction of the report it follows on; what came after is observed
//! again from the stored texts. The same rows in the same order give the same memory, so a ledger that was cut off goes
//! on as an unbroken one would. Where the rules of stories have changed since, the stored stories stay as they are and
//! are only learned again.

use reportedly_report::{Meta, Published};
use rusqlite::Connection;

use super::fault::Fault;
use crate::lineage::{self, Lineage};
use crate::stories::{self, Placed, Stories};
use crate::{Link, Moment};

/// Bytes of one kept part: SQLite moves a blob as a whole.
const PART: usize = 4 << 20;

/// The memory of the stream.
#[derive(Debug, Default)]
pub struct Recall {
    pub(super) lineage: Lineage,
    stories: Stories,
}

/// What the stream shows of a report.
#[derive(Debug)]
pub struct Seen<'a> {
    pub title: Option<&'a str>,
    pub text: &'a str,
    pub published: Option<Moment>,
    pub outlet: Option<&'a str>,
    pub url: Option<&'a str>,
    pub canonical: Option<&'a str>,
    pub credit: Option<&'a str>,
}

impl<'a> Seen<'a> {
    /// A report that comes in.
    pub fn of(meta: &'a Meta, text: &'a str) -> Self {
        Self {
            title: meta.title.as_deref(),
            text,
            published: meta.published.as_ref().map(moment),
            outlet: meta.outlet.as_deref(),
            url: meta.url.as_deref(),
            canonical: meta.canonical.as_deref(),
            credit: meta.credit.as_deref(),
        }
    }

    fn for_stories(&self) -> stories::Row<'a> {
        stories::Row { title: self.title, text: self.text, published: self.published }
    }

    fn for_lineage(&self) -> lineage::Row<'a> {
        lineage::Row {
            text: self.text,
            published: self.published,
            outlet: self.outlet,
            address: self.url,
            canonical: self.canonical,
            credit: self.credit,
        }
    }
}

/// The day that the outlet gave. The time of day is left out: outlets seldom say in which zone it is.
fn moment(published: &Published) -> Moment {
    let date = published.date();
    Moment::of_civil(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
}

impl Recall {
    /// The memory after all stored reports.
    pub fn of(ledger: &Connection) -> Result<Self, Fault> {
        let mut recall = Self::default();
        let kept = kept_upto(ledger)?;
        let restored = kept.map(|upto| Ok::<_, Fault>((upto, part(ledger, "lineage")?, part(ledger, "stories")?)));
        let mut upto = 0;
        if let Some((kept, lineage, stories)) = restored.transpose()?
            && let Ok(lineage) = Lineage::restored(lineage::Settings::default(), &lineage)
            && let Ok(stories) = Stories::restored(stories::Settings::default(), &stories)
        {
            recall = Self { lineage, stories };
            upto = kept;
        }
        if recall.observe_since(ledger, upto)? {
            return Ok(recall);
        }
        Self::learned(ledger)
    }

    /// Takes the next report.
    pub fn observe(&mut self, seen: &Seen<'_>) -> (Option<Link>, Placed) {
        (self.lineage.observe(seen.for_lineage()), self.stories.observe(seen.for_stories()))
    }

    /// Puts the memory away, within the transaction that stores the report it follows on.
    pub fn put_away(&self, ledger: &Connection, upto: i64) -> Result<(), Fault> {
        ledger.prepare_cached("DELETE FROM memory")?.execute([])?;
        let mut keep = ledger.prepare_cached("INSERT INTO memory (name, part, bytes) VALUES (?1, ?2, ?3)")?;
        for (name, bytes) in [("lineage", self.lineage.snapshot()), ("stories", self.stories.snapshot())] {
            for (number, part) in bytes.chunks(PART).enumerate() {
                keep.execute((name, number as i64, part))?;
            }
        }
        set_state(ledger, "remembered", upto)
    }

    /// Observes again what was stored after a report; false if that gives other stories than those stored.
    fn observe_since(&mut self, ledger: &Connection, upto: i64) -> Result<bool, Fault> {
        let (mut now, mut then) = (Vec::new(), Vec::new());
        each_since(ledger, upto, |seen, story| {
            let (_, placed) = self.observe(&seen);
            now.push(placed.story);
            then.push(story);
            for (gone, into) in placed.changes.merged {
                now.iter_mut().filter(|story| **story == gone).for_each(|story| *story = into);
            }
            for (report, story) in placed.changes.moved {
                // What was stored before the memory was put away is not observed again.
                let at = usize::try_from(row_of_report(report) - upto - 1).ok();
                at.and_then(|at| now.get_mut(at)).into_iter().for_each(|now| *now = story);
            }
        })?;
        Ok(now.into_iter().map(|story| Some(row_of_story(story))).eq(then))
    }

    /// The memory as it would be if the stored stories had been told by today's rules.
    fn learned(ledger: &Connection) -> Result<Self, Fault> {
        let mut recall = Self::default();
        each_since(ledger, 0, |seen, story| {
            recall.lineage.observe(seen.for_lineage());
            if let Some(story) = story.and_then(story_of_row) {
                recall.stories.teach(seen.for_stories(), story);
            }
        })?;
        let last: i64 = ledger.query_row("SELECT coalesce(max(number), 0) FROM story", [], |row| row.get(0))?;
        recall.stories.go_on_from(u32::try_from(last).unwrap_or(u32::MAX));
        Ok(recall)
    }
}

/// The row of a story: they are counted from zero in memory, from one in the ledger.
pub fn row_of_story(story: u32) -> i64 {
    i64::from(story) + 1
}

/// The row of a report: they are counted from zero in memory, in order of arrival, from one in the ledger.
pub fn row_of_report(report: u64) -> i64 {
    i64::try_from(report).map_or(i64::MAX, |report| report.saturating_add(1))
}

fn story_of_row(row: i64) -> Option<u32> {
    u32::try_from(row - 1).ok()
}

/// Shows every report stored after one, in order of arrival, with the row of its story.
fn each_since(ledger: &Connection, upto: i64, mut show: impl FnMut(Seen<'_>, Option<i64>)) -> Result<(), Fault> {
    let mut stored = ledger.prepare(
        "SELECT report.title, body.text, report.published, report.outlet, report.url, report.canonical, report.credit, \
         report.story FROM report JOIN body ON body.report = report.number \
         WHERE report.number > ?1 ORDER BY report.number",
    )?;
    let mut rows = stored.query([upto])?;
    while let Some(row) = rows.next()? {
        let words = |at| -> Result<Option<&str>, Fault> {
            row.get_ref(at)?.as_str_or_null().map_err(|error| Fault::Damaged(error.to_string()))
        };
        let published = words(2)?.and_then(|stated| Published::parse(stated).ok());
        let seen = Seen {
            title: words(0)?,
            text: words(1)?.unwrap_or_default(),
            published: published.as_ref().map(moment),
            outlet: words(3)?,
            url: words(4)?,
            canonical: words(5)?,
            credit: words(6)?,
        };
        show(seen, row.get(7)?);
    }
    Ok(())
}

fn kept_upto(ledger: &Connection) -> Result<Option<i64>, Fault> {
    state(ledger, "remembered")
}

fn part(ledger: &Connection, name: &str) -> Result<Vec<u8>, Fault> {
    let mut parts = ledger.prepare_cached("SELECT bytes FROM memory WHERE name = ?1 ORDER BY part")?;
    let mut rows = parts.query([name])?;
    let mut whole = Vec::new();
    while let Some(row) = rows.next()? {
        whole.extend_from_slice(row.get_ref(0)?.as_blob().map_err(|error| Fault::Damaged(error.to_string()))?);
    }
    Ok(whole)
}

/// A number that the ledger keeps of its own work.
pub fn state(ledger: &Connection, name: &str) -> Result<Option<i64>, Fault> {
    use rusqlite::OptionalExtension;
    let mut kept = ledger.prepare_cached("SELECT value FROM state WHERE name = ?1")?;
    Ok(kept.query_row([name], |row| row.get(0)).optional()?)
}

/// Keeps such a number.
pub fn set_state(ledger: &Connection, name: &str, value: i64) -> Result<(), Fault> {
    let mut keep = ledger.prepare_cached(
        "INSERT INTO state (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?;
    keep.execute((name, value))?;
    Ok(())
}
