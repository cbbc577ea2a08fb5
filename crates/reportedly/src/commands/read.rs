//! `reportedly read`: reports in, readings out.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use reportedly_intake::{Form, Limits};
use reportedly_reader::Reader;

use super::reading::{Desk, batches};
use crate::args;
use crate::input::{Fed, Inputs};
use crate::outcome::Outcome;
use crate::output::{Printer, written};
use crate::progress::{Bytes, Progress};
use crate::trouble::Trouble;
use crate::{model, ordered};

/// Runs the command.
pub fn run(args: args::Read) -> Result<Outcome, Trouble> {
    let reader = Reader::new(model::load(&args.model)?).with_gazetteer(model::towns::load()?).with_tokens(args.tokens);
    let desk = Desk { reader, limits: Limits::default(), published: args.published };
    let inputs = Inputs::new(args.inputs, args.input.map(Form::from), desk.limits);
    let printer = Printer::new(args.format, args.color);
    let run =
        Run { desk: &desk, printer: &printer, jobs: args.jobs, strict: args.strict, quiet: args.quiet, lenient: false };
    let bytes = inputs.bytes();
    run.over(inputs.documents(), bytes)
}

/// One pass over some inputs.
#[derive(Debug)]
pub struct Run<'a> {
    /// Reads.
    pub desk: &'a Desk,
    /// Prints.
    pub printer: &'a Printer,
    /// Threads; all cores by default.
    pub jobs: Option<NonZeroUsize>,
    /// Whether the first trouble ends it.
    pub strict: bool,
    /// Whether notes and progress are kept back.
    pub quiet: bool,
    /// Whether a report that was read in spite of its trouble, without its date, leaves the status untroubled.
    pub lenient: bool,
}

impl Run<'_> {
    /// Reads the documents and prints their readings in order.
    pub fn over(&self, documents: impl Iterator<Item = Fed> + Send, bytes: Bytes) -> Result<Outcome, Trouble> {
        let mut outcome = Outcome::Done;
        let mut sheet = self.printer.sheet();
        let mut failed = Ok(());
        let on_terminal = std::io::stdout().is_terminal();
        let mut progress = Progress::new(self.quiet, bytes);
        let work = |batch| {
            let answers = self.desk.read(batch).into_iter();
            let printed = answers.map(|answer| {
                let text = answer.reading.map(|reading| self.printer.print(reading));
                (text, answer.notes, answer.troubles)
            });
            printed.collect::<Vec<_>>()
        };
        ordered::run(threads(self.jobs), batches(documents), work, |answers| {
            // The line stays, and is redrawn in its own time, unless something is written where it stands.
            if on_terminal || answers.iter().any(|(_, notes, troubles)| !notes.is_empty() || !troubles.is_empty()) {
                progress.clear();
            }
            for (text, notes, troubles) in answers {
                for note in notes.iter().filter(|_| !self.quiet) {
                    eprintln!("reportedly: {note}");
                }
                for trouble in troubles {
                    trouble.tell();
                    if !(self.lenient && text.is_some()) {
                        outcome = Outcome::Trouble;
                    }
                }
                if self.strict && outcome == Outcome::Trouble {
                    return ControlFlow::Break(());
                }
                progress.count();
                failed = text.map_or(Ok(()), |text| sheet.put(text));
                if failed.is_err() {
                    return ControlFlow::Break(());
                }
            }
            failed = sheet.flush();
            progress.draw();
            if failed.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        progress.clear();
        if failed.is_err() {
            return written(failed).map(|()| Outcome::Done);
        }
        written(sheet.finish())?;
        Ok(outcome)
    }
}

/// The number asked for, else one a core.
pub fn threads(jobs: Option<NonZeroUsize>) -> usize {
    jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}
