//! `reportedly evaluate`: the lines that the scorers read, by our own reading alone.

mod pile;

use reportedly_intake::{Format, Limits, json};
use reportedly_reader::Reader;

use super::read::Run;
use super::reading::Desk;
use crate::args::{self, Colour, OutputForm, Task};
use crate::input::{Document, Inputs};
use crate::model;
use crate::outcome::Outcome;
use crate::output::Printer;
use crate::trouble::{Code, Trouble};
use pile::Pile;

/// Keys that tell a line of a task from one that is only to be read, and the task.
const OTHER_TASKS: [(&str, &str); 4] =
    [("html", "pages"), ("html_b64", "pages"), ("documents", "groups"), ("event_mentions", "coreference")];

/// Runs the command.
pub fn run(args: args::Evaluate) -> Result<Outcome, Trouble> {
    let args::Evaluate { file, task, jobs, model } = args;
    let limits = Limits::default();
    let inputs = Inputs::new(vec![file], Some(Format::JsonLines), limits);
    let bytes = inputs.bytes();
    let mut documents = inputs.documents().peekable();
    match task {
        Some(Task::Lineage) => return Pile::of(documents, &limits).print_lineage(),
        Some(Task::Stories) => return Pile::of(documents, &limits).print_stories(),
        Some(Task::Read) | None => {}
    }
    if let (None, Some(Ok(first))) = (task, documents.peek()) {
        refuse_other_tasks(first)?;
    }
    let reader = Reader::new(model::load(&model)?).with_gazetteer(model::towns::load()?).with_tokens(true);
    let desk = Desk { reader, limits, published: None };
    let printer = Printer::new(OutputForm::Jsonl, Colour::Never);
    Run { desk: &desk, printer: &printer, jobs, strict: false, quiet: false, lenient: true }.over(documents, bytes)
}

fn refuse_other_tasks(first: &Document) -> Result<(), Trouble> {
    let Ok(object) = json::object(&first.bytes) else { return Ok(()) };
    match OTHER_TASKS.iter().find(|(key, _)| object.contains_key(*key)) {
        None => Ok(()),
        Some((_, task)) => Err(Trouble::new(
            Code::OtherTask,
            &first.place,
            format!("a line of the task {task}, which this version does not have"),
            "it has: read, stories, lineage",
        )),
    }
}
