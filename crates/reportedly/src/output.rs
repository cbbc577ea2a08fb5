//! Readings on standard output, in the form asked for.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use reportedly_report::{Contract, Reading};

use crate::args::{Colour, OutputForm};
use crate::trouble::{Code, Trouble};
use crate::view;

/// Columns of a page where the terminal does not say.
const WIDTH: usize = 100;

/// Columns of a page: those that COLUMNS names, within reason.
pub fn width() -> usize {
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    named.unwrap_or(WIDTH).clamp(40, 400)
}

impl Colour {
    /// Whether to colour what goes to standard output.
    pub fn is_wanted(self) -> bool {
        let plain = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => io::stdout().is_terminal() && !plain(),
        }
    }
}

/// How readings are printed.
#[derive(Clone, Debug)]
pub struct Printer {
    form: OutputForm,
    page: view::Page,
}

impl Printer {
    /// A printer for a form; without one, a page for a terminal and JSON Lines for anything else.
    pub fn new(form: Option<OutputForm>, colour: Colour) -> Self {
        let terminal = io::stdout().is_terminal();
        let form = form.unwrap_or(if terminal { OutputForm::Text } else { OutputForm::Jsonl });
        Self { form, page: view::Page::new(width(), colour.is_wanted()) }
    }

    /// The text of one reading. Any thread may do this.
    pub fn print(&self, reading: Reading) -> String {
        match self.form {
            OutputForm::Text => view::render(&reading, self.page.clone()),
            OutputForm::Json => Contract::from(reading).to_json_pretty(),
            OutputForm::Jsonl => Contract::from(reading).to_json(),
        }
    }

    /// Standard output, to put the texts on in order.
    pub fn sheet(&self) -> Sheet {
        Sheet { form: self.form, out: BufWriter::new(io::stdout().lock()), first: None, many: false, any: false }
    }
}

/// Standard output.
#[derive(Debug)]
pub struct Sheet {
    form: OutputForm,
    out: BufWriter<StdoutLock<'static>>,
    /// In json, the first report: held until it is known whether it stays the only one.
    first: Option<String>,
    many: bool,
    any: bool,
}

impl Sheet {
    /// Puts the next text on.
    pub fn put(&mut self, text: String) -> io::Result<()> {
        match self.form {
            OutputForm::Jsonl => writeln!(self.out, "{text}"),
            OutputForm::Text => {
                let gap = if std::mem::replace(&mut self.any, true) { "\n\n" } else { "" };
                write!(self.out, "{gap}{text}")
            }
            OutputForm::Json if self.many => write!(self.out, ",\n{text}"),
            OutputForm::Json => match self.first.take() {
                None => {
                    self.first = Some(text);
                    Ok(())
                }
                Some(first) => {
                    self.many = true;
                    write!(self.out, "[\n{first},\n{text}")
                }
            },
        }
    }

    /// Hands on what was put.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the last line: one report stands by itself in json, several in an array.
    pub fn finish(mut self) -> io::Result<()> {
        match (self.form, self.first.take()) {
            (OutputForm::Json, Some(only)) => writeln!(self.out, "{only}")?,
            (OutputForm::Json, None) if self.many => writeln!(self.out, "\n]")?,
            (OutputForm::Json, None) => writeln!(self.out, "[]")?,
            _ => {}
        }
        self.out.flush()
    }
}

/// What a failed write means: nothing where the reader of the pipe has had enough, else trouble.
pub fn written(result: io::Result<()>) -> Result<(), Trouble> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Trouble::new(
            Code::Output,
            "standard output",
            format!("cannot be written: {error}"),
            "make room, or choose another place",
        )),
        _ => Ok(()),
    }
}
