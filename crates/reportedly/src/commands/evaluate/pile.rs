//! The tasks that ask about all lines of a file together: who copies whom, which tell of one happening.

use std::io::{BufWriter, Write};

use reportedly_intake::{Limits, json};
use reportedly_ledger::{Lineage, Moment, lineage, stories};
use reportedly_report::{Published, Report, Stated};
use serde_json::{Map, Value, json};

use crate::input::Fed;
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::Trouble;

/// The reports of a pile in order of date, as they would have come in; those of one day, and all where none has a date,
/// in order of the file.
pub struct Pile {
    pub(super) reports: Vec<Report>,
    /// The mentions of happenings that each line names, in code points.
    pub(super) anchors: Vec<Vec<[u64; 2]>>,
    pub(super) outcome: Outcome,
}

impl Pile {
    /// Takes all documents. One that cannot be taken costs itself alone.
    pub fn of(documents: impl Iterator<Item = Fed>, limits: &Limits) -> Self {
        let mut outcome = Outcome::Done;
        let mut lines = Vec::new();
        for fed in documents {
            let taken = fed.and_then(|document| {
                let place = document.place.clone();
                let line = json::object(&document.bytes).and_then(|object| {
                    let (report, problem) = json::report_of(place.clone(), &object, limits, Stated::Json)?;
                    Ok(((report, anchors(&object)), problem.map(|problem| Trouble::of_problem(&place, &problem))))
                });
                line.map_err(|problem| Trouble::of_problem(&place, &problem))
            });
            let trouble = match taken {
                Ok((line, trouble)) => {
                    lines.push(line);
                    trouble
                }
                Err(trouble) => Some(trouble),
            };
            if let Some(trouble) = trouble {
                trouble.tell();
                outcome = Outcome::Trouble;
            }
        }
        lines.sort_by_key(|(report, _)| report.meta.published.as_ref().map(Published::date));
        let (reports, anchors) = lines.into_iter().unzip();
        Self { reports, anchors, outcome }
    }

    /// Prints the story of each report, `{"id","story"}`.
    pub fn print_stories(self) -> Result<Outcome, Trouble> {
        let lines = self.reports.iter().zip(self.stories());
        print(lines.map(|(report, story)| json!({ "id": report.id, "story": story }))).map(|()| self.outcome)
    }

    /// The story of each report.
    pub fn stories(&self) -> Vec<u32> {
        stories::of_pile(&self.reports.iter().map(story_row).collect::<Vec<_>>())
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
                "kind": link.kind.as_str(), "rule": link.basis.rule(), "confidence": link.containment,
            }),
            None => json!({ "id": report.id, "copy_of": null }),
        };
        print(self.reports.iter().zip(&copied).map(line)).map(|()| self.outcome)
    }
}

fn anchors(line: &Map<String, Value>) -> Vec<[u64; 2]> {
    let mentions = line.get("event_mentions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    mentions.iter().filter_map(|mention| Some([mention["start"].as_u64()?, mention["end"].as_u64()?])).collect()
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

/// Prints lines.
pub fn print(lines: impl Iterator<Item = serde_json::Value>) -> Result<(), Trouble> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let put = || -> std::io::Result<()> {
        for line in lines {
            writeln!(out, "{line}")?;
        }
        out.flush()
    };
    written(put())
}
