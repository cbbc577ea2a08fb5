//! Documents through the reader, batch by batch: what `read` and `evaluate` share.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reportedly_intake::{Limits, feed, html};
use reportedly_reader::Reader;
use reportedly_report::{Fact, Published, Reading, Report, Stated};

use crate::input::{Document, Fed};
use crate::trouble::{Code, Trouble};

/// Reports read in common: enough for wide matrix products, few enough to keep memory flat and cores busy.
const BATCH_COUNT: usize = 16;
const BATCH_BYTES: usize = 64 << 10;

/// What became of one document: its reading if there is one, and the troubles on the way.
#[derive(Debug, Default)]
pub struct Answer {
    /// Where the document stands.
    pub place: String,
    /// Whether it was passed over because its report is known.
    pub known: bool,
    /// The reading.
    pub reading: Option<Reading>,
    /// What was mended on the way in.
    pub notes: Vec<String>,
    /// What cost the report, or a part of what is known of it.
    pub troubles: Vec<Trouble>,
}

/// Groups documents into batches by count and size, none waiting for a document that is yet to come down a pipe.
pub fn batches(mut feed: impl Iterator<Item = Fed>) -> impl Iterator<Item = Vec<Fed>> {
    std::iter::from_fn(move || {
        let mut batch = Vec::new();
        let mut size = 0;
        while batch.len() < BATCH_COUNT && size < BATCH_BYTES {
            let Some(fed) = feed.next() else { break };
            size += fed.as_ref().map_or(0, |document| document.bytes.len());
            let last_at_hand = fed.as_ref().is_ok_and(|document| document.last_at_hand);
            batch.push(fed);
            if last_at_hand {
                break;
            }
        }
        (!batch.is_empty()).then_some(batch)
    })
}

/// Turns documents into readings.
#[derive(Debug)]
pub struct Desk {
    /// Reads the reports.
    pub reader: Reader,
    /// How much is taken of each document.
    pub limits: Limits,
    /// The date of reports that carry none.
    pub published: Option<Published>,
}

impl Desk {
    /// Reads a batch. A document that cannot be taken, or on which a reader fails, costs itself alone.
    pub fn read(&self, batch: Vec<Fed>) -> Vec<Answer> {
        self.read_new(batch, |_, _| false)
    }

    /// Reads those of a batch whose reports are not known, told by place and report.
    pub fn read_new(&self, batch: Vec<Fed>, is_known: impl Fn(&str, &Report) -> bool) -> Vec<Answer> {
        let mut answers: Vec<Answer> = Vec::with_capacity(batch.len());
        let mut reports = Vec::new();
        let mut owners = Vec::new();
        let mut places = Vec::new();
        for fed in batch {
            let mut answer = Answer::default();
            match fed.and_then(|document| self.take(document)) {
                Ok((place, report, trouble)) => {
                    if trouble.is_none() {
                        answer.notes =
                            report.meta.warnings.iter().map(|warning| format!("{place}: {warning}")).collect();
                    }
                    answer.troubles.extend(trouble);
                    answer.place.clone_from(&place);
                    answer.known = is_known(&place, &report);
                    if !answer.known {
                        reports.push(report);
                        owners.push(answers.len());
                        places.push(place);
                    }
                }
                Err(trouble) => {
                    trouble.place().clone_into(&mut answer.place);
                    answer.troubles.push(trouble);
                }
            }
            answers.push(answer);
        }
        if reports.is_empty() {
            return answers;
        }
        let kept = reports.clone();
        match catch_unwind(AssertUnwindSafe(|| self.reader.read_batch(reports))) {
            Ok(readings) => {
                for (reading, owner) in readings.into_iter().zip(owners) {
                    answers[owner].reading = Some(reading);
                }
            }
            Err(_) => {
                for ((report, owner), place) in kept.into_iter().zip(owners).zip(places) {
                    match catch_unwind(AssertUnwindSafe(|| self.reader.read(report))) {
                        Ok(reading) => answers[owner].reading = Some(reading),
                        Err(_) => answers[owner].troubles.push(Trouble::new(
                            Code::Failed,
                            place,
                            "the reader failed on this report, which is a bug",
                            "skipped; please report it with the text",
                        )),
                    }
                }
            }
        }
        answers
    }

    fn take(&self, document: Document) -> Result<(String, Report, Option<Trouble>), Trouble> {
        let place = document.place.clone();
        let (mut report, problem) =
            document.report(&self.limits).map_err(|problem| Trouble::of_problem(&place, &problem))?;
        if report.meta.published.is_none() && self.published.is_some() {
            report.meta.published = self.published.clone();
            report.meta.basis.insert(Fact::Published, Stated::Option);
            report.meta.warnings.retain(|warning| warning != html::NO_DATE && warning != feed::NO_DATE);
        }
        let trouble = problem.map(|problem| Trouble::of_problem(&place, &problem));
        Ok((place, report, trouble))
    }
}
