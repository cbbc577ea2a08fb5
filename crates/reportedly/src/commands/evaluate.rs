//! `reportedly evaluate`: the lines that the scorers read, by our own reading alone.

mod archives;
mod chains;
mod feeds;
mod groups;
mod pages;
mod pile;

use std::io::Write;

use reportedly_intake::{Form, Limits, json};
use reportedly_reader::Reader;

use super::read::Run;
use super::reading::Desk;
use crate::args::{self, Colour, OutputForm, Task};
use crate::input::{Document, Fed, Inputs};
use crate::model;
use crate::outcome::Outcome;
use crate::output::{Printer, written};
use crate::trouble::Trouble;
use pile::Pile;

pub use pile::moment;

/// Runs the command.
pub fn run(args: args::Evaluate) -> Result<Outcome, Trouble> {
    let args::Evaluate { file, task, jobs, model } = args;
    let limits = Limits::default();
    if task == Some(Task::Warc) {
        return archives::print(&file, &limits);
    }
    let inputs = Inputs::new(vec![file], Some(Form::JsonLines), limits);
    let bytes = inputs.bytes();
    let mut documents = inputs.documents().peekable();
    match task {
        Some(Task::Lineage) => return Pile::of(documents, &limits).print_lineage(),
        Some(Task::Stories) => return Pile::of(documents, &limits).print_stories(),
        Some(Task::Feeds) => return feeds::print(documents, &limits),
        Some(Task::Pages) => return pages::print(documents, &limits, jobs),
        None if asks(documents.peek(), &["xml", "xml_b64"]) => return feeds::print(documents, &limits),
        None if asks(documents.peek(), &["html", "html_b64"]) => return pages::print(documents, &limits, jobs),
        Some(Task::Read | Task::Groups | Task::Coreference | Task::Warc) | None => {}
    }
    let reader = Reader::new(model::load(&model)?).with_gazetteer(model::towns::load()?).with_tokens(true);
    if task == Some(Task::Groups) || task.is_none() && asks(documents.peek(), &["documents"]) {
        return print_groups(&reader, documents);
    }
    if task == Some(Task::Coreference) || task.is_none() && asks(documents.peek(), &["event_mentions"]) {
        return chains::print_chains(&reader, Pile::of(documents, &limits));
    }
    let desk = Desk { reader, limits, published: None };
    let printer = Printer::new(Some(OutputForm::Jsonl), Colour::Never);
    Run { desk: &desk, printer: &printer, jobs, strict: false, quiet: false, lenient: true }.over(documents, bytes)
}

/// Whether the first line has one of the keys that tell a task.
fn asks(first: Option<&Fed>, keys: &[&str]) -> bool {
    let object = |document: &Document| json::object(&document.bytes).ok();
    let first = first.and_then(|fed| object(fed.as_ref().ok()?));
    first.is_some_and(|object| keys.iter().any(|key| object.contains_key(*key)))
}

/// Answers groups line by line. One that cannot be taken costs itself alone.
fn print_groups(reader: &Reader, documents: impl Iterator<Item = Fed>) -> Result<Outcome, Trouble> {
    let mut outcome = Outcome::Done;
    let mut out = std::io::stdout().lock();
    for fed in documents {
        let line = fed.and_then(|document| {
            json::object(&document.bytes).map_err(|problem| Trouble::of_problem(&document.place, &problem))
        });
        match line {
            Ok(line) => written(writeln!(out, "{}", groups::answer(reader, &line)))?,
            Err(trouble) => {
                trouble.tell();
                outcome = Outcome::Trouble;
            }
        }
    }
    Ok(outcome)
}
