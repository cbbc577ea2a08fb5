//! `reportedly read`: reports in, readings out.

use std::io::Write;
use std::ops::ControlFlow;

use reportedly_intake::{Format, Limits};
use reportedly_reader::Reader;
use reportedly_report::Contract;

use super::reading::{Desk, batches};
use crate::args::{self, InputForm};
use crate::input::Inputs;
use crate::outcome::Outcome;
use crate::trouble::Trouble;
use crate::{model, ordered};

/// Runs the command.
pub fn run(args: args::Read) -> Result<Outcome, Trouble> {
    let reader = Reader::new(model::load(&args.model)?).with_tokens(args.tokens);
    let desk = Desk { reader, limits: Limits::default(), published: args.published };
    let format = args.input.map(|form| match form {
        InputForm::Text => Format::Text,
        InputForm::Html => Format::Html,
        InputForm::Jsonl => Format::JsonLines,
    });
    print(&desk, Inputs { paths: args.inputs, format, limits: desk.limits }, args.jobs)
}

/// Prints one object a report.
pub fn print(desk: &Desk, inputs: Inputs, jobs: Option<std::num::NonZeroUsize>) -> Result<Outcome, Trouble> {
    let jobs = jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, |jobs| jobs.get());
    let mut outcome = Outcome::Done;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut failed = None;
    let work = |batch| {
        let answers = desk.read(batch).into_iter();
        let printed =
            answers.map(|answer| (answer.reading.map(|reading| Contract::from(reading).to_json()), answer.troubles));
        printed.collect::<Vec<_>>()
    };
    ordered::run(jobs, batches(inputs.documents()), work, |answers| {
        for (line, troubles) in answers {
            for trouble in troubles {
                trouble.tell();
                outcome = Outcome::Trouble;
            }
            if let Err(error) = line.map_or(Ok(()), |line| writeln!(out, "{line}")) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
        }
        failed = out.flush().err();
        if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match failed {
        Some(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(Outcome::Done),
        Some(error) => Err(Trouble::new("standard output", format!("cannot be written: {error}"), "")),
        None => Ok(outcome),
    }
}
