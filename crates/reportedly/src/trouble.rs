//! What went wrong, where, and what to do: one line on standard error.

use reportedly_intake::Problem;

/// Something that a person should know. The whole line reads `reportedly: PLACE: CAUSE; REMEDY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The file, with the line where there is one; empty where the trouble has no place.
    place: String,
    cause: String,
    remedy: String,
}

impl Trouble {
    /// A trouble with its remedy, which may be empty.
    pub fn new(place: impl Into<String>, cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: place.into(), cause: cause.into(), remedy: remedy.into() }
    }

    /// What was wrong with a document.
    pub fn of_problem(place: impl Into<String>, problem: &Problem) -> Self {
        Self::new(place, problem.to_string(), remedy(problem))
    }

    /// A file that could not be opened or read on.
    pub fn of_file(place: impl Into<String>, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (cause, remedy) = match error.kind() {
            ErrorKind::NotFound => ("no such file".to_owned(), "check the name"),
            ErrorKind::PermissionDenied => ("not readable: permission denied".to_owned(), "check its permissions"),
            _ => (format!("not readable: {error}"), ""),
        };
        Self::new(place, cause, remedy)
    }

    /// Prints the line.
    pub fn tell(&self) {
        eprintln!("{self}");
    }
}

fn remedy(problem: &Problem) -> &'static str {
    match problem {
        Problem::Binary => "skipped; give text, a web page or JSON Lines",
        Problem::TooLarge { .. } => "skipped; split it into reports",
        Problem::NotJson(_) | Problem::NotAReport(_) => "skipped (use --strict to stop)",
        Problem::NoText => "skipped",
        Problem::UnknownDate(_) => "read without it; write dates as 2023-09-12 or 2023-09-12T18:30:00+03:00",
        Problem::Damaged(_) => "stopped there; fetch the file again",
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "reportedly: ")?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        write!(f, "{}", self.cause)?;
        if !self.remedy.is_empty() {
            write!(f, "; {}", self.remedy)?;
        }
        Ok(())
    }
}
