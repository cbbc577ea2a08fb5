//! `reportedly ingest`: reports into a ledger, read on all cores, written by one.

mod input;
mod retry;
mod visits;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use reportedly_intake::Limits;
use reportedly_ledger::store::{Bad, Delivered, Delivery, Entry, Fault, Found, Identity, Ledger, Shelf, Tally};
use reportedly_reader::Reader;
use reportedly_report::{Published, Report};

use super::now;
use super::read::threads;
use super::reading::{Answer, Desk, batches};
use crate::args::{self, InputForm, LedgerChoice};
use crate::input::{Fed, Inputs};
use crate::outcome::Outcome;
use crate::output::written;
use crate::progress::{Bytes, Progress};
use crate::trouble::Trouble;
use crate::{model, ordered};
use input::input_of;
use visits::{Remembered, visited};

/// Who read a report, as the ledger keeps it.
const READER: &str = concat!("reportedly ", env!("CARGO_PKG_VERSION"));
/// Deliveries, bytes and time that one transaction gathers at most.
const GATHERED: usize = 256;
const GATHERED_BYTES: usize = 8 << 20;
const GATHERED_FOR: Duration = Duration::from_secs(1);
/// How often it is looked whether another process has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Runs the command.
pub fn run(args: args::Ingest) -> Result<Outcome, Trouble> {
    if args.retry {
        return retry::run(args);
    }
    let args::Ingest { inputs, ledger, published, input, jobs, no_wait, strict, quiet, model, .. } = args;
    let mut ingest = Ingest::new(&ledger, &model, Options { threads: threads(jobs), strict, quiet }, !no_wait)?;
    let given = Given { form: input, published };
    let done = ingest.take(inputs, &given);
    // What was stored before a trouble is finished too, if it can be.
    let finished = if matches!(done, Err(ref trouble) if trouble.is_of_ledger()) { Ok(()) } else { ingest.finish() };
    done.and(finished)?;
    ingest.outcome()
}

/// How a run goes about its work.
#[derive(Clone, Copy, Debug)]
struct Options {
    threads: usize,
    strict: bool,
    quiet: bool,
}

/// What is said of inputs that do not say it themselves.
#[derive(Clone, Debug, Default, PartialEq)]
struct Given {
    form: Option<InputForm>,
    published: Option<Published>,
}

/// A run.
struct Ingest<'a> {
    choice: &'a LedgerChoice,
    reader: Option<Reader>,
    ledger: Ledger,
    /// Tells what is stored already, to the threads that read.
    known: Mutex<Shelf>,
    options: Options,
    tally: Tally,
    /// Places of problems met in this run.
    bad: BTreeSet<String>,
    taken: u64,
    begun: Instant,
    stopped: bool,
}

impl<'a> Ingest<'a> {
    /// Loads the model and opens the ledger, waiting for another process that adds to it if told so.
    fn new(
        choice: &'a LedgerChoice,
        model: &args::ModelChoice,
        options: Options,
        waits: bool,
    ) -> Result<Self, Trouble> {
        let file = &choice.ledger;
        let trouble = |fault: Fault| Trouble::of_ledger(file, &fault);
        let reader = Reader::new(model::load(model)?).with_gazetteer(model::towns::load()?).with_tokens(true);
        let mut told = false;
        let ledger = loop {
            match Ledger::make(file, READER) {
                Err(Fault::Busy) if waits => {
                    if !std::mem::replace(&mut told, true) && !options.quiet {
                        eprintln!(
                            "reportedly: {}: another process is adding reports; waiting for it to end",
                            file.display()
                        );
                    }
                    std::thread::sleep(LOOK_AGAIN);
                }
                opened => break opened.map_err(trouble)?,
            }
        };
        let known = Mutex::new(Shelf::open(file).map_err(trouble)?);
        Ok(Self {
            choice,
            reader: Some(reader),
            ledger,
            known,
            options,
            tally: Tally::default(),
            bad: BTreeSet::new(),
            taken: 0,
            begun: Instant::now(),
            stopped: false,
        })
    }

    /// Takes in all documents of some inputs.
    fn take(&mut self, inputs: Vec<std::path::PathBuf>, given: &Given) -> Result<(), Trouble> {
        let Some(reader) = self.reader.take() else { return Ok(()) };
        let desk = Desk { reader, limits: Limits::default(), published: given.published.clone() };
        let roots: Vec<String> = inputs.iter().map(|input| input.to_string_lossy().into_owned()).collect();
        let of_ledger = |fault| Trouble::of_ledger(&self.choice.ledger, &fault);
        let visits = Remembered::of(self.ledger.visits().map_err(of_ledger)?);
        let read = visits.read.clone();
        let inputs = Inputs::new(inputs, given.form.map(Into::into), desk.limits).remembering(Box::new(visits));
        let bytes = inputs.bytes();
        let mut done = self.over(&desk, inputs.documents(), bytes.clone(), (&roots, given));
        if done.is_ok() && !self.stopped {
            // What did not give all its reports is asked for in full again.
            let whole = visited(&read, &self.bad);
            done = self
                .ledger
                .keep_visits(&whole, &now())
                .map_err(|fault| Trouble::of_ledger(&self.choice.ledger, &fault));
        }
        self.taken += bytes.read.load(std::sync::atomic::Ordering::Relaxed);
        self.reader = Some(desk.reader);
        done
    }

    fn over(
        &mut self,
        desk: &Desk,
        documents: impl Iterator<Item = Fed> + Send,
        bytes: Bytes,
        (roots, given): (&[String], &Given),
    ) -> Result<(), Trouble> {
        let Self { known, options, ledger, tally, bad, stopped, choice, .. } = self;
        let mut progress = Progress::new(options.quiet, bytes);
        let mut gathered = Gathered::default();
        let mut failed = Ok(());
        let known = &*known;
        let work = |batch: Vec<Fed>| {
            let waits = batch.last().is_some_and(|fed| fed.as_ref().is_ok_and(|document| document.last_at_hand));
            let is_known = |place: &str, report: &Report| {
                let shelf = known.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                // A ledger that cannot be asked now shows its trouble when it is written.
                shelf.knows(&identity(place, report).id).unwrap_or_default()
            };
            let answers = desk.read_new(batch, is_known).into_iter();
            (answers.map(ready).collect::<Vec<_>>(), waits)
        };
        let mut store = |gathered: &mut Gathered| -> Result<(), Trouble> {
            let stored = ledger.take(gathered.empty(), &now());
            *tally += stored.map_err(|fault| Trouble::of_ledger(&choice.ledger, &fault))?;
            Ok(())
        };
        ordered::run(options.threads, batches(documents), work, |(answers, waits)| {
            for (mut delivery, notes, troubles) in answers {
                if !notes.is_empty() || !troubles.is_empty() {
                    progress.clear();
                }
                for note in notes.iter().filter(|_| !options.quiet) {
                    eprintln!("reportedly: {note}");
                }
                troubles.iter().for_each(Trouble::tell);
                delivery.problem = troubles.first().map(|trouble| problem(trouble, &delivery.place, roots, given));
                if delivery.problem.is_some() {
                    bad.insert(delivery.place.clone());
                    *stopped |= options.strict;
                }
                gathered.add(delivery);
                progress.count();
                if *stopped {
                    break;
                }
            }
            if gathered.are_enough() || waits {
                failed = store(&mut gathered);
            }
            progress.draw();
            if failed.is_err() || *stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        progress.clear();
        failed.and_then(|()| store(&mut gathered))
    }

    /// Weighs what was touched.
    fn finish(&mut self) -> Result<(), Trouble> {
        let mut progress = Progress::new(self.options.quiet, Bytes::default());
        let done = self.ledger.finish(self.options.threads, |left| progress.tell(&format!("{left} stories to weigh")));
        progress.clear();
        done.map_err(|fault| Trouble::of_ledger(&self.choice.ledger, &fault))
    }

    /// Says what was done.
    fn outcome(&self) -> Result<Outcome, Trouble> {
        use std::io::Write;
        let Tally { new, versions, same, problems } = self.tally;
        if !self.options.quiet {
            let seconds = self.begun.elapsed().as_secs_f64().max(1e-3);
            let rate = (new + versions + same) as f64 / seconds;
            let speed = self.taken as f64 / 1e6 / seconds;
            let line = format!(
                "{new} new, {versions} new versions, {same} the same, {problems} problems; \
                 {rate:.0} reports a second, {speed:.2} MB a second\n"
            );
            written(std::io::stdout().write_all(line.as_bytes()))?;
        }
        Ok(if problems == 0 && !self.stopped { Outcome::Done } else { Outcome::Trouble })
    }
}

/// What one transaction will store.
#[derive(Default)]
struct Gathered {
    deliveries: Vec<Delivery>,
    bytes: usize,
    since: Option<Instant>,
}

impl Gathered {
    fn add(&mut self, delivery: Delivery) {
        self.since.get_or_insert_with(Instant::now);
        if let Delivered::Read(entry) = &delivery.report {
            self.bytes += entry.size();
        }
        self.deliveries.push(delivery);
    }

    fn are_enough(&self) -> bool {
        self.deliveries.len() >= GATHERED
            || self.bytes >= GATHERED_BYTES
            || self.since.is_some_and(|since| since.elapsed() >= GATHERED_FOR)
    }

    fn empty(&mut self) -> Vec<Delivery> {
        std::mem::take(self).deliveries
    }
}

/// An answer made ready for the ledger, with what is to be told of it.
fn ready(answer: Answer) -> (Delivery, Vec<String>, Vec<Trouble>) {
    let Answer { place, known, reading, notes, troubles } = answer;
    let report = match reading {
        Some(reading) => {
            let identity = identity(&place, &reading.report);
            Delivered::Read(Box::new(Entry::new(reading, identity, place.clone())))
        }
        None if known => Delivered::Known,
        None => Delivered::Nothing,
    };
    let notes = if known { Vec::new() } else { notes };
    (Delivery { place, report, problem: None }, notes, troubles)
}

fn identity(place: &str, report: &Report) -> Identity {
    // A report without an id of its own goes by its place; if that is a file, the file holds it alone.
    let file = Some(std::path::Path::new(place)).filter(|file| report.id == place && file.is_file());
    Identity::of(report, Found { place, file })
}

fn problem(trouble: &Trouble, place: &str, roots: &[String], given: &Given) -> Bad {
    use clap::ValueEnum;
    let form = given.form.and_then(|form| form.to_possible_value());
    Bad {
        code: trouble.code().to_string(),
        words: trouble.cause().to_owned(),
        input: input_of(place, roots),
        form: form.map(|form| form.get_name().to_owned()),
        published: given.published.as_ref().map(|published| published.as_str().to_owned()),
    }
}
