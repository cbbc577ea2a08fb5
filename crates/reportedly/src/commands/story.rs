//! `reportedly story`: what the reports of one story come to.

use reportedly_ledger::questions;

use super::compare::rows;
use super::{asked, no_such};
use crate::args;
use crate::listing::Lister;
use crate::outcome::Outcome;
use crate::trouble::Trouble;
use crate::view;

/// Runs the command.
pub fn run(args: args::Story) -> Result<Outcome, Trouble> {
    let told = asked(&args.ledger, |shelf| {
        let number = questions::story_number(shelf, &args.id)?;
        number.map(|number| questions::story(shelf, number)).transpose()
    })?;
    let story = told.flatten().ok_or_else(|| no_such("story, report or claim", &args.id, "stories"))?;
    let lister = Lister::new(args.form.format, args.form.color);
    lister.put(&story, |story| rows(&story.told), view::story).map(|()| Outcome::Done)
}
