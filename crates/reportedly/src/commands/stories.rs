//! `reportedly stories`: the stories of a ledger.

use reportedly_ledger::questions::{self, Order};
use reportedly_ledger::store::StoryRow;

use super::asked;
use crate::args::{self, StoryOrder};
use crate::listing::{Cell, Column, Lister, Row, away, left, rest, right};
use crate::outcome::Outcome;
use crate::trouble::Trouble;

/// Runs the command.
pub fn run(args: args::Stories) -> Result<Outcome, Trouble> {
    let args::Listing { ledger, limit, form } = args.listing;
    let order = match args.by {
        StoryOrder::Date => Order::Newest,
        StoryOrder::Conflicts => Order::Contested,
        StoryOrder::Echoes => Order::Echoed,
    };
    let mut stories = asked(&ledger, |shelf| questions::stories(shelf, order, limit.get().saturating_add(1)))?;
    let more = super::cut(&mut stories, limit).then(|| format!("more than {limit}; ask for more with --limit"));
    Lister::new(form.format, form.color).list(&stories, &stories, more)
}

impl Row for StoryRow {
    const COLUMNS: &'static [Column] = &[
        left("id"),
        left("last"),
        right("reports"),
        right("origins"),
        right("conflicts"),
        rest("title"),
        away("first"),
        away("copies"),
        away("outlets"),
        away("updates"),
        away("denials"),
        away("drift"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let count = |count: i64| Cell::Whole(count);
        vec![
            (&self.id).into(),
            (&self.last).into(),
            count(self.reports),
            count(self.origins),
            count(self.conflicts),
            (&self.title).into(),
            (&self.first).into(),
            count(self.copies),
            count(self.outlets),
            count(self.updates),
            count(self.denials),
            count(self.drift),
        ]
    }
}
