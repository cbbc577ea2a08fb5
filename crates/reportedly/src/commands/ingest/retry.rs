//! `reportedly ingest --retry`: the inputs of all problems once more. What is stored already is not read again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use reportedly_ledger::store::{Problem, Shelf};
use reportedly_report::Published;

use super::input::is_address;
use super::{Given, Ingest, Options};
use crate::args::{self, InputForm};
use crate::commands::read::threads;
use crate::outcome::Outcome;
use crate::trouble::{Code, Trouble};

/// Runs the command.
pub fn run(args: args::Ingest) -> Result<Outcome, Trouble> {
    let args::Ingest { ledger, jobs, no_wait, strict, quiet, model, .. } = args;
    let trouble = |fault| Trouble::of_ledger(&ledger.ledger, &fault);
    let shelf = Shelf::open(&ledger.ledger).map_err(trouble)?;
    let problems = shelf.problems().map_err(trouble)?;
    drop(shelf);
    let mut left_out = false;
    let mut groups: Vec<(Given, BTreeSet<String>)> = Vec::new();
    for problem in &problems {
        if problem.input == "-" {
            let remedy = "give it again: reportedly ingest -";
            Trouble::new(Code::NotAgain, &problem.place, "standard input cannot be read again", remedy).tell();
            left_out = true;
            continue;
        }
        let given = given(problem);
        match groups.iter_mut().find(|(known, _)| *known == given) {
            Some((_, inputs)) => {
                inputs.insert(problem.input.clone());
            }
            None => groups.push((given, BTreeSet::from([problem.input.clone()]))),
        }
    }
    let mut ingest = Ingest::new(&ledger, &model, Options { threads: threads(jobs), strict, quiet }, !no_wait)?;
    for (given, inputs) in groups {
        let paths = inputs.iter().map(|input| near(input)).collect();
        ingest.take(paths, &given)?;
        for input in inputs.iter().filter(|_| !ingest.stopped) {
            ingest.ledger.forget_problems(input, &ingest.bad).map_err(trouble)?;
        }
    }
    ingest.finish()?;
    let outcome = ingest.outcome()?;
    Ok(if left_out { Outcome::Trouble } else { outcome })
}

fn given(problem: &Problem) -> Given {
    Given {
        form: problem.form.as_deref().and_then(|form| InputForm::from_str(form, true).ok()),
        published: problem.published.as_deref().and_then(|stated| Published::parse(stated).ok()),
    }
}

/// The input as it is named from here, so that its places read as before.
fn near(input: &str) -> PathBuf {
    let path = Path::new(input);
    if is_address(input) {
        return path.to_owned();
    }
    let here = std::env::current_dir().ok();
    let near = here.and_then(|here| Some(path.strip_prefix(here).ok()?.to_owned()));
    near.filter(|near| !near.as_os_str().is_empty()).unwrap_or_else(|| path.to_owned())
}
