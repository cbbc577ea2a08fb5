//! `reportedly compare`: what a handful of reports tells, without a ledger.

use std::ops::ControlFlow;

use reportedly_intake::Limits;
use reportedly_ledger::claims::{Account, account, weigh};
use reportedly_ledger::questions::{Comparison, Copy, Pile};
use reportedly_ledger::{Lineage, lineage};
use reportedly_reader::Reader;
use reportedly_report::{Published, Reading};
use serde::Serialize;

use super::evaluate::moment;
use super::read::threads;
use super::reading::{Desk, batches};
use crate::args;
use crate::input::Inputs;
use crate::listing::{Cell, Column, Lister, Row, away, left, rest, right};
use crate::outcome::Outcome;
use crate::trouble::Trouble;
use crate::{model, ordered, view};

/// Runs the command.
pub fn run(args: args::Compare) -> Result<Outcome, Trouble> {
    let lister = Lister::new(args.form.format, args.form.color);
    let reader = Reader::new(model::load(&args.model)?).with_gazetteer(model::towns::load()?).with_tokens(true);
    let desk = Desk { reader, limits: Limits::default(), published: args.published };
    let inputs = Inputs::new(args.inputs, args.input.map(Into::into), desk.limits);
    let mut outcome = Outcome::Done;
    let mut readings: Vec<Reading> = Vec::new();
    ordered::run(
        threads(args.jobs),
        batches(inputs.documents()),
        |batch| desk.read(batch),
        |answers| {
            for answer in answers {
                answer.notes.iter().for_each(|note| eprintln!("reportedly: {note}"));
                for trouble in answer.troubles {
                    trouble.tell();
                    outcome = Outcome::Trouble;
                }
                readings.extend(answer.reading);
            }
            ControlFlow::Continue(())
        },
    );
    // As they came out: what is later may rest on what was earlier, never the other way round.
    readings.sort_by_cached_key(|reading| reading.report.meta.published.as_ref().map(Published::order));
    let comparison = compare(&readings, args.about.as_deref());
    lister.put(&comparison, rows, view::comparison)?;
    let found = !comparison.points.is_empty() || !comparison.conflicts.is_empty() || !comparison.origins.is_empty();
    Ok(if outcome == Outcome::Done && !found { Outcome::Nothing } else { outcome })
}

/// Weighs the readings, in order of publication.
fn compare(readings: &[Reading], about: Option<&str>) -> Comparison {
    let copies = copies(readings);
    let accounts: Vec<Account> = readings.iter().map(account).collect();
    let accounts: Vec<&Account> = accounts.iter().collect();
    let texts: Vec<&str> = readings.iter().map(|reading| reading.report.text.as_str()).collect();
    let pairs: Vec<(usize, usize)> = copies.iter().map(|copy| (copy.copy, copy.of)).collect();
    let findings = weigh(&accounts, &pairs, about);
    let pile = Pile { accounts: &accounts, texts: &texts, copies: &copies, findings: &findings, address: &|_, _| None };
    Comparison::of(&pile, about)
}

fn copies(readings: &[Reading]) -> Vec<Copy> {
    let all = lineage::Settings { held: usize::MAX, days: i32::MAX, ..lineage::Settings::default() };
    let mut lineage = Lineage::new(all);
    for Reading { report, .. } in readings {
        lineage.observe(lineage::Row {
            text: &report.text,
            published: report.meta.published.as_ref().map(moment),
            outlet: report.meta.outlet.as_deref(),
            address: report.meta.url.as_deref(),
            ..lineage::Row::default()
        });
    }
    let copy = |link: lineage::Link| Copy {
        copy: link.copy as usize,
        of: link.of as usize,
        containment: Some(link.containment),
        rule: link.basis.rule().to_owned(),
    };
    lineage.settle().into_iter().map(copy).collect()
}

/// A claim under the answer it gives, as a row.
#[derive(Debug, Serialize)]
pub struct ClaimRow {
    asked: String,
    facet: String,
    answer: String,
    contested: bool,
    report: String,
    outlet: Option<String>,
    published: Option<String>,
    chain: Vec<String>,
    origins: Vec<String>,
    quotation: String,
    start: u32,
    end: u32,
    rule: String,
}

impl Row for ClaimRow {
    const COLUMNS: &'static [Column] = &[
        left("asked"),
        left("answer"),
        left("outlet"),
        rest("quotation"),
        away("facet"),
        away("contested"),
        away("report"),
        away("published"),
        away("chain"),
        away("origins"),
        right("start"),
        right("end"),
        away("rule"),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            (&self.asked).into(),
            (&self.answer).into(),
            (&self.outlet).into(),
            (&self.quotation).into(),
            (&self.facet).into(),
            if self.contested { "yes" } else { "no" }.into(),
            (&self.report).into(),
            (&self.published).into(),
            self.chain.join(" → ").into(),
            self.origins.join("; ").into(),
            self.start.into(),
            self.end.into(),
            (&self.rule).into(),
        ]
    }
}

/// Every claim under every answer it gives.
pub fn rows(comparison: &Comparison) -> Vec<ClaimRow> {
    let mut rows = Vec::new();
    for point in &comparison.points {
        for answer in &point.answers {
            for stance in &answer.stances {
                let report = &comparison.reports[stance.report - 1];
                rows.push(ClaimRow {
                    asked: point.asked.clone(),
                    facet: view::facet_name(point.facet).to_owned(),
                    answer: answer.answer.clone(),
                    contested: point.contested,
                    report: report.report.clone(),
                    outlet: report.outlet.clone(),
                    published: report.published.clone(),
                    chain: stance.chain.clone(),
                    origins: stance.sources.clone(),
                    quotation: stance.quotation.clone(),
                    start: stance.span.start,
                    end: stance.span.end,
                    rule: stance.rule.clone(),
                });
            }
        }
    }
    rows
}
