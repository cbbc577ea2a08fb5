//! `reportedly problems`: what could not be taken into the ledger.

use reportedly_ledger::store::{Problem, Shelf};

use crate::args;
use crate::listing::{Cell, Column, Lister, Row, away, left, rest};
use crate::outcome::Outcome;
use crate::trouble::Trouble;

/// Runs the command.
pub fn run(args: args::Problems) -> Result<Outcome, Trouble> {
    let file = &args.ledger.ledger;
    let problems = Shelf::open(file).and_then(|shelf| shelf.problems());
    let problems = problems.map_err(|fault| Trouble::of_ledger(file, &fault))?;
    let more = (!problems.is_empty()).then(|| "reportedly ingest --retry tries them again".to_owned());
    Lister::new(args.form.format, args.form.color).list(&problems, &problems, more)
}

impl Row for Problem {
    const COLUMNS: &'static [Column] =
        &[left("code"), left("place"), rest("words"), away("input"), away("first_seen"), left("last_seen")];

    fn cells(&self) -> Vec<Cell> {
        let Self { place, code, words, input, first_seen, last_seen, .. } = self;
        [code, place, words, input, first_seen, last_seen].map(Cell::from).to_vec()
    }
}
