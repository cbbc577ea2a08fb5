//! `reportedly timeline`: a story in order of time.

use reportedly_ledger::questions::{self, Entry, Moment};

use super::{asked, no_such};
use crate::args::{self, EntryKind};
use crate::listing::{Cell, Column, Lister, Row, away, left, rest};
use crate::outcome::Outcome;
use crate::trouble::Trouble;
use crate::view;

/// Runs the command.
pub fn run(args: args::Timeline) -> Result<Outcome, Trouble> {
    let args::Listing { ledger, limit, form } = args.listing;
    let told = asked(&ledger, |shelf| {
        let number = questions::story_number(shelf, &args.id)?;
        number.map(|number| questions::timeline(shelf, number)).transpose()
    })?;
    let mut entries = told.ok_or_else(|| no_such("story, report or claim", &args.id, "stories"))?;
    if let Some(only) = args.only {
        entries.retain(|entry| entry.moment == moment(only));
    }
    let more = super::cut(&mut entries, limit);
    Lister::new(form.format, form.color)
        .put(&entries, Vec::clone, |entries, page| view::timeline(entries, more, page))?;
    Ok(if entries.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn moment(only: EntryKind) -> Moment {
    match only {
        EntryKind::Happened => Moment::Happened,
        EntryKind::Said => Moment::Said,
        EntryKind::Published => Moment::Published,
        EntryKind::Changed => Moment::Changed,
    }
}

impl Row for Entry {
    const COLUMNS: &'static [Column] = &[
        left("from"),
        left("to"),
        left("moment"),
        rest("words"),
        away("status"),
        away("chain"),
        away("claim"),
        away("reports"),
        away("outlets"),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            (&self.from).into(),
            (&self.to).into(),
            view::moment(self.moment).into(),
            (&self.words).into(),
            (&self.status).into(),
            self.chain.join(" → ").into(),
            (&self.claim).into(),
            self.reports.join(" ").into(),
            self.outlets.join("; ").into(),
        ]
    }
}
