//! The one that writes: reports in order of arrival, each with everything that follows from it, in one transaction for
//! many.
//!
//! A transaction is open only while its reports are written, so that others get their turn between two. Whatever cuts
//! the run off, the ledger holds the reports of whole transactions and nothing else, and the same call goes on from
//! there. What was remembered of a transaction that failed is wrong from then on: the writer refuses to go on.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::entry::Entry;
use super::fault::Fault;
use super::lock::Lock;
use super::opening::{Purpose, check, open};
use super::recall::{Recall, Seen, row_of_report, row_of_story, set_state, state};
use super::{links, problems, rows, versions, visits, weighing};
use crate::stories::Placed;

/// Reports after which links are judged anew with all that is known. What is held shapes what is found, so the rhythm
/// goes by the reports stored, not by the runs or the time they took.
const SETTLED: i64 = if cfg!(test) { 50 } else { 5_000 };
/// Reports after which the memory of the stream is put away; at most so many are observed again on opening.
const PUT_AWAY: i64 = if cfg!(test) { 120 } else { 10_000 };

/// What one document came to.
#[derive(Debug)]
pub struct Delivery {
    /// Where it stands, as troubles name it.
    pub place: String,
    /// Its report.
    pub report: Delivered,
    /// What was wrong with it, or with a part of what is known of it.
    pub problem: Option<problems::Bad>,
}

/// The report of a document.
#[derive(Debug)]
pub enum Delivered {
    /// Read.
    Read(Box<Entry>),
    /// Stored already, so not read again.
    Known,
    /// There is none.
    Nothing,
}

/// What became of some documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports new to the ledger.
    pub new: u64,
    /// Reports whose text has changed.
    pub versions: u64,
    /// Reports that were stored already.
    pub same: u64,
    /// Documents that could not be taken, or not whole.
    pub problems: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.versions += other.versions;
        self.same += other.same;
        self.problems += other.problems;
    }
}

/// A ledger being written.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    recall: Recall,
    reader: String,
    broken: bool,
    /// Held until the connection is closed.
    _lock: Lock,
}

impl Ledger {
    /// Opens a ledger to add reports, and makes it if it is not there. `reader` names the program that reads them.
    ///
    /// # Errors
    /// [`Fault::Busy`] while another process adds reports; else if it cannot be opened or written.
    pub fn make(path: &Path, reader: &str) -> Result<Self, Fault> {
        // What is no ledger is left alone, the file beside it too.
        check(path)?;
        let lock = Lock::take(path)?;
        let connection = open(path, Purpose::Making)?;
        let recall = Recall::of(&connection)?;
        Ok(Self { connection, recall, reader: reader.to_owned(), broken: false, _lock: lock })
    }

    /// Stores what documents came to, all or nothing. `now` is when, in ISO 8601.
    ///
    /// # Errors
    /// If it cannot be written; what was stored before stays, and this writer stores nothing more.
    pub fn take(&mut self, deliveries: Vec<Delivery>, now: &str) -> Result<Tally, Fault> {
        self.whole(|page| {
            let mut tally = Tally::default();
            for Delivery { place, report, problem } in deliveries {
                match report {
                    Delivered::Read(entry) => page.report(*entry, now, &mut tally)?,
                    Delivered::Known => tally.same += 1,
                    Delivered::Nothing => {}
                }
                match problem {
                    Some(bad) => {
                        problems::keep(page.ledger, &place, &bad, now)?;
                        tally.problems += 1;
                    }
                    None => problems::solved(page.ledger, &place)?,
                }
            }
            Ok(tally)
        })
    }

    /// Judges the links anew if reports came in since, and weighs the stories that were touched. `tell` hears how many
    /// are left to weigh.
    ///
    /// # Errors
    /// If it cannot be written. What is left undone is marked in the ledger, and done by the next run.
    pub fn finish(&mut self, threads: usize, mut tell: impl FnMut(u64)) -> Result<(), Fault> {
        self.whole(|page| {
            let last = last_report(page.ledger)?;
            if state(page.ledger, "settled")? != Some(last) && last > 0 {
                page.settle(last)?;
            }
            Ok(())
        })?;
        while let left @ 1.. = weighing::marked(&self.connection)? {
            tell(left);
            self.whole(|page| weighing::weigh_some(page.ledger, threads))?;
        }
        self.connection.pragma_update(None, "analysis_limit", 400)?;
        self.connection.execute_batch("PRAGMA optimize")?;
        // Readers may hold it back; the next run does it then.
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok(())
    }

    /// The problems that are kept.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn problems(&self) -> Result<Vec<problems::Problem>, Fault> {
        problems::all(&self.connection)
    }

    /// The addresses that were read through, and in which version.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn visits(&self) -> Result<Vec<visits::Visit>, Fault> {
        visits::all(&self.connection)
    }

    /// Keeps which version of each address was read through. `now` is when, in ISO 8601.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn keep_visits(&mut self, read: &[visits::Visit], now: &str) -> Result<(), Fault> {
        self.whole(|page| read.iter().try_for_each(|visit| visits::keep(page.ledger, visit, now)))
    }

    /// Forgets the problems of an input that was read through, but for those at places where there `still` are some.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn forget_problems(&mut self, input: &str, still: &BTreeSet<String>) -> Result<(), Fault> {
        self.whole(|page| problems::forget(page.ledger, input, still))
    }

    /// Lets the file grow by so many pages and no more, as a full disk would.
    #[cfg(test)]
    pub(super) fn limit_pages(&self, more: i64) {
        let pages: i64 = self.connection.pragma_query_value(None, "page_count", |row| row.get(0)).expect("it is open");
        self.connection.pragma_update(None, "max_page_count", pages + more).expect("it is open");
    }

    /// Runs within one transaction.
    fn whole<T>(&mut self, run: impl FnOnce(&mut Page<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.broken {
            return Err(Fault::Failed("an earlier transaction failed; open the ledger again".into()));
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.broken = true;
        let mut page = Page { ledger: &transaction, recall: &mut self.recall, reader: &self.reader };
        let done = run(&mut page)?;
        transaction.commit()?;
        self.broken = false;
        Ok(done)
    }
}

/// A transaction.
struct Page<'a> {
    ledger: &'a Connection,
    recall: &'a mut Recall,
    reader: &'a str,
}

impl Page<'_> {
    fn report(&mut self, entry: Entry, now: &str, tally: &mut Tally) -> Result<(), Fault> {
        if rows::knows(self.ledger, &entry.identity.id)? {
            tally.same += 1;
            return Ok(());
        }
        let before = rows::current(self.ledger, &entry.identity.key)?;
        let (link, placed) = self.recall.observe(&Seen::of(&entry.meta, &entry.text));
        self.place(&placed)?;
        let reader = rows::reader(self.ledger, self.reader)?;
        let filing = rows::Filing { before, story: row_of_story(placed.story), fit: placed.fit, reader, now };
        let number = rows::report(self.ledger, &entry, &filing)?;
        rows::claims(self.ledger, &entry, number)?;
        if let Some(link) = link {
            links::found(self.ledger, &link)?;
        }
        match before {
            Some(before) => {
                versions::superseded(self.ledger, before.number, number, &entry)?;
                tally.versions += 1;
            }
            None => tally.new += 1,
        }
        if number % SETTLED == 0 {
            self.settle(number)?;
        }
        if number % PUT_AWAY == 0 {
            self.recall.put_away(self.ledger, number)?;
        }
        Ok(())
    }

    /// Gives the story that a report was placed in its row, and takes in what came to light about earlier reports.
    fn place(&self, placed: &Placed) -> Result<(), Fault> {
        self.mark(placed.story)?;
        for (gone, into) in &placed.changes.merged {
            self.mark(*into)?;
            for sql in [
                "UPDATE report SET story = ?1 WHERE story = ?2",
                "UPDATE story SET merged_into = ?1 WHERE merged_into = ?2",
                "UPDATE story SET merged_into = ?1, marked = 1 WHERE number = ?2",
            ] {
                self.ledger.prepare_cached(sql)?.execute([row_of_story(*into), row_of_story(*gone)])?;
            }
        }
        for (report, story) in &placed.changes.moved {
            self.mark(*story)?;
            let row = row_of_report(*report);
            let from = "UPDATE story SET marked = 1 WHERE number = (SELECT story FROM report WHERE number = ?1)";
            self.ledger.prepare_cached(from)?.execute([row])?;
            let to = "UPDATE report SET story = ?1 WHERE number = ?2";
            self.ledger.prepare_cached(to)?.execute([row_of_story(*story), row])?;
        }
        Ok(())
    }

    /// Marks a story as changed; one that is new gets its row.
    fn mark(&self, story: u32) -> Result<(), Fault> {
        let mark = "INSERT INTO story (number) VALUES (?1) ON CONFLICT (number) DO UPDATE SET marked = 1";
        self.ledger.prepare_cached(mark)?.execute([row_of_story(story)])?;
        Ok(())
    }

    fn settle(&mut self, upto: i64) -> Result<(), Fault> {
        links::settle(self.ledger, &self.recall.lineage)?;
        set_state(self.ledger, "settled", upto)
    }
}

fn last_report(ledger: &Connection) -> Result<i64, Fault> {
    let mut last = ledger.prepare_cached("SELECT max(number) FROM report")?;
    Ok(last.query_row([], |row| row.get::<_, Option<i64>>(0)).optional()?.flatten().unwrap_or_default())
}
