//! How a command ended, as its exit code tells.

/// The exit codes, after ripgrep's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: all done. A closed pipe is all done too: whoever reads has had enough.
    Done,
    /// 1: all went well, and there was nothing to be found.
    Nothing,
    /// 2: something was left out, or nothing could be done; standard error says what.
    Trouble,
}

impl From<Outcome> for std::process::ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Nothing => Self::from(1),
            Outcome::Trouble => Self::from(2),
        }
    }
}
