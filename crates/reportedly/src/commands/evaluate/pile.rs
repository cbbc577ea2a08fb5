//! The tasks that ask about all lines of a file together: who copies whom, which tell of one happening.

use std::io::{BufWriter, Write};

use reportedly_intake::{Limits, json};
use reportedly_ledger::{Lineage, Moment, Stories, lineage, stories};
use reportedly_report::{Published, Report};
use serde_json::json;

use crate::input::Fed;
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::Trouble;

/// The reports of a pile in order of date, as they would have come in; those of one day, and all where none has a date,
/// in order of the file.
pub struct Pile {
    reports: Vec<Report>,
    outcome: Outcome,
}

impl Pile {
    /// Takes all documents. One that cannot be taken costs itself alone.
    pub fn of(documents: impl Iterator<Item = Fed>, limits: &Limits) -> Self {
        let mut pile = Self { reports: Vec::new(), outcome: Outcome::Done };
        for fed in documents {
            let taken = fed.and_then(|document| {
                let place = document.place.clone();
                json::report(place.clone(), &document.bytes, limits)
                    .map(|(report, problem)| (report, problem.map(|problem| Trouble::of_problem(&place, &problem))))
                    .map_err(|problem| Trouble::of_problem(&place, &problem))
            });
            let trouble = match taken {
                Ok((report, trouble)) => {
                    pile.reports.push(report);
                    trouble
                }
                Err(trouble) => Some(trouble),
            };
            if let Some(trouble) = trouble {
                trouble.tell();
                pile.outcome = Outcome::Trouble;
            }
        }
        pile.reports.sort_by_key(|report| report.meta.published.as_ref().map(Published::date));
        pile
    }

    /// Prints the story of each report, `{"id","story"}`.
    pub fn print_stories(self) -> Result<Outcome, Trouble> {
        let mut stories = Stories::default();
        let mut placed: Vec<u32> = Vec::with_capacity(self.reports.len());
        // The whole pile is at hand, so what is common in it is learned before anything is placed, and settled after.
        self.reports.iter().for_each(|report| stories.learn(story_row(report)));
        for report in &self.reports {
            let place = stories.observe(story_row(report));
            placed.push(place.story);
            change(&mut placed, &place.changes);
        }
        stories.settle().iter().for_each(|changes| change(&mut placed, changes));
        let lines = self.reports.iter().zip(&placed);
        print(lines.map(|(report, story)| json!({ "id": report.id, "story": story }))).map(|()| self.outcome)
    }

    /// Prints what each report copies, `{"id","copy_of"}`.
    pub fn print_lineage(self) -> Result<Outcome, Trouble> {
        // Nothing is forgotten, so that all can be settled at the end.
        let all = lineage::Settings { held: usize::MAX, days: i32::MAX, ..lineage::Settings::default() };
        let mut lineage = Lineage::new(all);
        for report in &self.reports {
            lineage.observe(lineage::Row {
                text: &report.text,
                published: report.meta.published.as_ref().map(moment),
                outlet: report.meta.outlet.as_deref(),
                address: report.meta.url.as_deref(),
                ..lineage::Row::default()
            });
        }
        let mut copied = vec![None; self.reports.len()];
        for link in lineage.settle() {
            copied[link.copy as usize] = Some(link);
        }
        let line = |(report, link): (&Report, &Option<lineage::Link>)| match link {
            Some(link) => json!({
                "id": report.id, "copy_of": self.reports[link.of as usize].id,
                "rule": link.basis.rule(), "confidence": link.containment,
            }),
            None => json!({ "id": report.id, "copy_of": null }),
        };
        print(self.reports.iter().zip(&copied).map(line)).map(|()| self.outcome)
    }
}

/// Takes in what has come to light about the stories of earlier reports.
fn change(placed: &mut [u32], changes: &stories::Changes) {
    for (gone, into) in &changes.merged {
        placed.iter_mut().filter(|story| *story == gone).for_each(|story| *story = *into);
    }
    for (report, story) in &changes.moved {
        placed[*report as usize] = *story;
    }
}

fn story_row(report: &Report) -> stories::Row<'_> {
    stories::Row {
        title: report.meta.title.as_deref(),
        text: &report.text,
        published: report.meta.published.as_ref().map(moment),
    }
}

/// The day that the outlet gave. The time of day is left out: outlets seldom say in which zone it is.
pub fn moment(published: &Published) -> Moment {
    let date = published.date();
    Moment::of_civil(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
}

fn print(lines: impl Iterator<Item = serde_json::Value>) -> Result<(), Trouble> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let put = || -> std::io::Result<()> {
        for line in lines {
            writeln!(out, "{line}")?;
        }
        out.flush()
    };
    written(put())
}
