//! What went wrong, where, and what to do: one line on standard error, with a code that `reportedly explain` knows.

use reportedly_intake::Problem;
use reportedly_ledger::store::Fault;

/// The kinds of trouble. Codes are stable: a kind that is gone leaves its number unused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    NoFile = 1,
    Unreadable = 2,
    Binary = 3,
    TooLarge = 4,
    NotJson = 5,
    NotAReport = 6,
    NoText = 7,
    UnknownDate = 8,
    Damaged = 9,
    NoModel = 10,
    BadModel = 11,
    NotFetched = 12,
    WrongSum = 13,
    NotAPipeline = 14,
    Output = 15,
    Failed = 17,
    NoExplanation = 18,
    OtherForm = 19,
    Address = 20,
    NoLedger = 21,
    NotALedger = 22,
    LaterLedger = 23,
    BusyLedger = 24,
    FullDisk = 25,
    LockedLedger = 26,
    DamagedLedger = 27,
    LedgerFailed = 28,
    Refused = 29,
    NotAgain = 30,
    NoAddress = 31,
    NoGrade = 32,
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "E{:03}", *self as u16)
    }
}

/// Something that a person should know. The line reads `reportedly: PLACE: CAUSE; REMEDY [CODE]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    code: Code,
    /// The file, with the line where there is one; empty where the trouble has no place.
    place: String,
    cause: String,
    remedy: String,
}

impl Trouble {
    /// A trouble with its remedy; place and remedy may be empty.
    pub fn new(code: Code, place: impl Into<String>, cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code, place: place.into(), cause: cause.into(), remedy: remedy.into() }
    }

    /// What was wrong with a document.
    pub fn of_problem(place: impl Into<String>, problem: &Problem) -> Self {
        let (code, remedy) = match problem {
            Problem::Binary => (Code::Binary, "skipped; give text, a web page or JSON Lines"),
            Problem::TooLarge { .. } => (Code::TooLarge, "skipped; split it into its reports"),
            Problem::NotJson(_) => (Code::NotJson, "skipped (use --strict to stop)"),
            Problem::NotAReport(_) => (Code::NotAReport, "skipped (use --strict to stop)"),
            Problem::NoText | Problem::Empty(_) => (Code::NoText, "skipped"),
            Problem::NotAFeed => (Code::OtherForm, "skipped; say what it is with --input"),
            Problem::UnknownDate(_) => {
                (Code::UnknownDate, "read without it; write dates as 2023-09-12 or 2023-09-12T18:30:00+03:00")
            }
            Problem::OtherForm(_) => (Code::OtherForm, "skipped; give its texts or pages, or JSON Lines"),
            Problem::Damaged(_) => (Code::Damaged, "passed over; fetch the file again"),
        };
        Self::new(code, place, problem.to_string(), remedy)
    }

    /// A file that could not be opened or read on.
    pub fn of_file(place: impl Into<String>, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (code, cause, remedy) = match error.kind() {
            ErrorKind::NotFound => (Code::NoFile, "no such file or folder".to_owned(), "check the name"),
            ErrorKind::PermissionDenied => (Code::Unreadable, "permission denied".to_owned(), "check its permissions"),
            _ => (Code::Unreadable, format!("cannot be read: {error}"), ""),
        };
        Self::new(code, place, cause, remedy)
    }

    /// A ledger that could not be used.
    pub fn of_ledger(file: &std::path::Path, fault: &Fault) -> Self {
        let (code, remedy) = match fault {
            Fault::Missing => (Code::NoLedger, "check the name, or make it: reportedly ingest SOURCE... --ledger FILE"),
            Fault::NotALedger => (Code::NotALedger, "left as it is; choose another file with --ledger"),
            Fault::Newer { .. } => (Code::LaterLedger, "left as it is; update reportedly"),
            Fault::Busy => (Code::BusyLedger, "run it again when the other has ended"),
            Fault::Full => (Code::FullDisk, "all that was stored before is kept; make room and run the same again"),
            Fault::ReadOnly => (Code::LockedLedger, "check the permissions of the file and of its folder"),
            Fault::Disk(_) => (Code::FullDisk, "all that was stored before is kept; mend it and run the same again"),
            Fault::Damaged(_) => {
                (Code::DamagedLedger, "bring it back from a copy, or ingest its sources into a new one")
            }
            Fault::Refused(_) => (Code::Refused, "ask one SELECT; docs/ledger.md describes the tables"),
            Fault::Failed(_) => (Code::LedgerFailed, "all that was stored before is kept; please report it"),
        };
        Self::new(code, file.display().to_string(), fault.to_string(), remedy)
    }

    /// Whether a ledger is what failed.
    pub fn is_of_ledger(&self) -> bool {
        (Code::NoLedger as u16..=Code::LedgerFailed as u16).contains(&(self.code as u16))
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The file or place it is about.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong.
    pub fn cause(&self) -> &str {
        &self.cause
    }

    /// Prints the line.
    pub fn tell(&self) {
        eprintln!("{self}");
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "reportedly: ")?;
        if !self.place.is_empty() {
            write!(f, "{}: ", visible(&self.place))?;
        }
        write!(f, "{}", visible(&self.cause))?;
        if !self.remedy.is_empty() {
            write!(f, "; {}", self.remedy)?;
        }
        write!(f, " [{}]", self.code)
    }
}

/// Names of files and words of documents are strangers' too: what a terminal would obey is shown escaped.
fn visible(words: &str) -> std::borrow::Cow<'_, str> {
    if words.contains(char::is_control) {
        words.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
    } else {
        words.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_place_cause_remedy_and_code() {
        let trouble = Trouble::of_problem("feed.jsonl:2", &Problem::NotJson("expected value at column 1".into()));
        let line =
            "reportedly: feed.jsonl:2: not JSON: expected value at column 1; skipped (use --strict to stop) [E005]";
        assert_eq!(trouble.to_string(), line);
        assert!(!Trouble::new(Code::NoFile, "a\x1b[2Jb", "no", "").to_string().contains('\x1b'));
    }
}
