//! `reportedly search`: reports that have certain words.

use reportedly_ledger::questions::{self, Hit};

use super::asked;
use crate::args;
use crate::listing::{Cell, Column, Lister, Row, left, rest};
use crate::outcome::Outcome;
use crate::trouble::Trouble;
use crate::view;

/// Runs the command.
pub fn run(args: args::Search) -> Result<Outcome, Trouble> {
    let args::Listing { ledger, limit, form } = args.listing;
    let search = questions::Search {
        words: args.words.join(" "),
        outlet: args.outlet,
        since: args.since,
        until: args.until,
        at_most: limit.get().saturating_add(1),
    };
    let mut hits = asked(&ledger, |shelf| questions::search(shelf, &search))?;
    let more = super::cut(&mut hits, limit);
    Lister::new(form.format, form.color).put(&hits, Vec::clone, |hits, page| view::hits(hits, more, page))?;
    Ok(if hits.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

impl Row for Hit {
    const COLUMNS: &'static [Column] =
        &[left("report"), left("published"), left("outlet"), left("story"), left("title"), rest("snippet")];

    fn cells(&self) -> Vec<Cell> {
        let Self { report, published, outlet, story, title, snippet, .. } = self;
        vec![report.into(), published.into(), outlet.into(), story.into(), title.into(), snippet.into()]
    }
}
