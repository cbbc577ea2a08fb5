//! `reportedly evaluate`: the lines that the scorers read, by our own reading alone.

use reportedly_intake::{Format, Limits};
use reportedly_reader::Reader;

use super::read::print;
use super::reading::Desk;
use crate::args;
use crate::input::Inputs;
use crate::model;
use crate::outcome::Outcome;
use crate::trouble::Trouble;

/// Runs the command.
pub fn run(args: args::Evaluate) -> Result<Outcome, Trouble> {
    let args::Evaluate { file, task: _, jobs, model } = args;
    let reader = Reader::new(model::load(&model)?).with_tokens(true);
    let desk = Desk { reader, limits: Limits::default(), published: None };
    print(&desk, Inputs { paths: vec![file], format: Some(Format::JsonLines), limits: desk.limits }, jobs)
}
