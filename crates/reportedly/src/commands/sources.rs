//! `reportedly sources`: who says a claim, and who says otherwise.

use reportedly_ledger::questions::{self, Evidence};
use serde::Serialize;

use super::{asked, no_such};
use crate::args;
use crate::listing::{Cell, Column, Lister, Row, away, left, rest};
use crate::outcome::Outcome;
use crate::trouble::Trouble;
use crate::view;

/// Runs the command.
pub fn run(args: args::Sources) -> Result<Outcome, Trouble> {
    let evidence = asked(&args.ledger, |shelf| questions::evidence(shelf, args.claim.trim()))?;
    let evidence = evidence.ok_or_else(|| no_such("claim", &args.claim, "story"))?;
    let lister = Lister::new(args.form.format, args.form.color);
    lister.put(&evidence, rows, view::evidence).map(|()| Outcome::Done)
}

/// Somebody who answers what the claim answers.
#[derive(Clone, Debug, Serialize)]
pub struct Voice {
    asked: String,
    answer: String,
    claim: Option<String>,
    outlet: Option<String>,
    chain: Vec<String>,
    origins: Vec<String>,
    quotation: String,
}

fn rows(evidence: &Evidence) -> Vec<Voice> {
    let mut rows = Vec::new();
    for point in &evidence.points {
        for answer in &point.answers {
            rows.extend(answer.stances.iter().map(|stance| Voice {
                asked: point.asked.clone(),
                answer: answer.answer.clone(),
                claim: stance.claim.clone(),
                outlet: stance.outlet.clone(),
                chain: stance.chain.clone(),
                origins: stance.sources.clone(),
                quotation: stance.quotation.clone(),
            }));
        }
    }
    rows
}

impl Row for Voice {
    const COLUMNS: &'static [Column] = &[
        left("asked"),
        left("answer"),
        left("outlet"),
        left("chain"),
        rest("quotation"),
        away("claim"),
        away("origins"),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            (&self.asked).into(),
            (&self.answer).into(),
            (&self.outlet).into(),
            self.chain.join(" → ").into(),
            (&self.quotation).into(),
            (&self.claim).into(),
            self.origins.join("; ").into(),
        ]
    }
}
