//! `reportedly conflicts`: claims of the ledger that cannot all hold.

use reportedly_ledger::questions::{self, Contested};

use super::asked;
use crate::args;
use crate::listing::{Cell, Column, Lister, Row, away, left, rest};
use crate::outcome::Outcome;
use crate::trouble::Trouble;
use crate::view;

/// Runs the command.
pub fn run(args: args::Conflicts) -> Result<Outcome, Trouble> {
    let args::Listing { ledger, limit, form } = args.listing;
    let mut pairs = asked(&ledger, |shelf| questions::contested(shelf, limit.get().saturating_add(1)))?;
    let more = super::cut(&mut pairs, limit);
    Lister::new(form.format, form.color).put(&pairs, Vec::clone, |pairs, page| view::contested(pairs, more, page))?;
    Ok(if pairs.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

impl Row for Contested {
    const COLUMNS: &'static [Column] = &[
        left("story"),
        left("facet"),
        left("a_value"),
        left("b_value"),
        rest("a_quotation"),
        away("b_quotation"),
        away("a_claim"),
        away("b_claim"),
        away("a_chain"),
        away("b_chain"),
        away("a_outlet"),
        away("b_outlet"),
        away("a_published"),
        away("b_published"),
        away("headline"),
        away("why"),
        away("rule"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let Self { a, b, .. } = self;
        vec![
            (&self.story).into(),
            (&self.facet).into(),
            (&self.a_value).into(),
            (&self.b_value).into(),
            (&a.quotation).into(),
            (&b.quotation).into(),
            (&a.claim).into(),
            (&b.claim).into(),
            a.chain.join(" → ").into(),
            b.chain.join(" → ").into(),
            (&a.outlet).into(),
            (&b.outlet).into(),
            (&a.published).into(),
            (&b.published).into(),
            (&self.headline).into(),
            (&self.why).into(),
            (&self.rule).into(),
        ]
    }
}
