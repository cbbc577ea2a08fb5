//! `reportedly source`: all that somebody said.

use reportedly_ledger::questions::{self, Said};

use super::asked;
use crate::args;
use crate::listing::{Cell, Column, Lister, Row, away, left, rest, right};
use crate::outcome::Outcome;
use crate::trouble::Trouble;
use crate::view;

/// Runs the command.
pub fn run(args: args::Source) -> Result<Outcome, Trouble> {
    let args::Listing { ledger, limit, form } = args.listing;
    let name = args.name.join(" ");
    let Some(source) = asked(&ledger, |shelf| questions::source(shelf, &name, limit.get()))? else {
        return Ok(Outcome::Nothing);
    };
    let lister = Lister::new(form.format, form.color);
    lister.put(&source, |source| source.said.clone(), view::source).map(|()| Outcome::Done)
}

impl Row for Said {
    const COLUMNS: &'static [Column] = &[
        left("claim"),
        left("published"),
        left("outlet"),
        left("chain"),
        left("certainty"),
        rest("quotation"),
        away("polarity"),
        away("status"),
        away("said_from"),
        away("said_to"),
        away("happened_from"),
        away("happened_to"),
        away("predicate"),
        away("class"),
        away("story"),
        away("report"),
        right("start"),
        right("end"),
        away("title"),
        away("url"),
        away("taken"),
        away("rule"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let (said, happened) = (self.said_at.as_ref(), self.happened_at.as_ref());
        vec![
            (&self.claim).into(),
            (&self.published).into(),
            (&self.outlet).into(),
            self.chain.join(" → ").into(),
            (&self.certainty).into(),
            (&self.quotation).into(),
            (&self.polarity).into(),
            (&self.status).into(),
            said.and_then(|said| said.from.as_deref()).into(),
            said.and_then(|said| said.to.as_deref()).into(),
            happened.and_then(|happened| happened.from.as_deref()).into(),
            happened.and_then(|happened| happened.to.as_deref()).into(),
            (&self.predicate).into(),
            (&self.class).into(),
            (&self.story).into(),
            (&self.report).into(),
            self.span.start.into(),
            self.span.end.into(),
            (&self.title).into(),
            (&self.url).into(),
            (&self.taken).into(),
            (&self.rule).into(),
        ]
    }
}
