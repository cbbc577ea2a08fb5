//! The commands that write a ledger, and the ones that look into it as it is.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use clap::Args as Arguments;
use reportedly_report::Published;

use super::questions::Form;
use super::{InputForm, ModelChoice};

pub const INGEST_EXAMPLES: &str = "Examples:
  reportedly ingest archive/ --ledger war.reportedly
  reportedly ingest news.jsonl.gz --published 2023-09-12
  curl -s https://example.org/dump | reportedly ingest - --input jsonl
  reportedly ingest --retry

The same command goes on where it was cut off. A report that is stored already is not read again; one whose text has changed becomes a new version.
Exit status: 0 all stored, 2 something was left out or nothing could be done; standard error and `reportedly problems` say what.";

pub const PROBLEMS_EXAMPLES: &str = "Examples:
  reportedly problems
  reportedly problems --ledger war.reportedly --format csv
  reportedly ingest --retry

Exit status: 0 there are some, 1 there are none, 2 trouble.";

pub const SQL_EXAMPLES: &str = "Examples:
  reportedly sql 'SELECT outlet, count(*) AS reports FROM report WHERE current GROUP BY outlet ORDER BY 2 DESC'
  reportedly sql 'SELECT source.name, count(*) FROM claim JOIN source ON source.number = claim.source GROUP BY 1 ORDER BY 2 DESC' --format csv
  reportedly sql 'SELECT unpack(reading) AS reading FROM body WHERE report = 1' --format json
  reportedly sql \"SELECT sql FROM sqlite_schema WHERE type = 'table'\"

The tables are described in docs/ledger.md. Nothing can be changed.
Exit status: 0 there are rows, 1 there are none, 2 trouble.";

/// The ledger that is meant.
#[derive(Clone, Debug, Arguments)]
pub struct LedgerChoice {
    /// The ledger's file
    #[arg(long, value_name = "FILE", env = "REPORTEDLY_LEDGER", default_value = "ledger.reportedly")]
    pub ledger: PathBuf,
}

/// `reportedly ingest`.
#[derive(Debug, Arguments)]
pub struct Ingest {
    /// What to take in: as for `reportedly read`
    #[arg(value_name = "SOURCE", required_unless_present = "retry")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub ledger: LedgerChoice,
    /// Try again what could not be taken before
    #[arg(long, conflicts_with_all = ["inputs", "input", "published"])]
    pub retry: bool,
    /// Date of publication of reports that carry none: 2023-09-12, or with a time 2023-09-12T18:30:00+03:00
    #[arg(long, value_name = "DATE", value_parser = Published::parse)]
    pub published: Option<Published>,
    /// Form of the input, where its name does not tell
    #[arg(long, value_name = "FORM")]
    pub input: Option<InputForm>,
    /// Threads to read on; all cores by default
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Give up at once if another process is adding reports, instead of waiting for it
    #[arg(long)]
    pub no_wait: bool,
    /// Stop at the first trouble instead of passing it over
    #[arg(long)]
    pub strict: bool,
    /// No progress, no notes and no summary; troubles are still named
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub model: ModelChoice,
}

/// `reportedly problems`.
#[derive(Debug, Arguments)]
pub struct Problems {
    #[command(flatten)]
    pub ledger: LedgerChoice,
    #[command(flatten)]
    pub form: Form,
}

/// `reportedly sql`.
#[derive(Debug, Arguments)]
pub struct Sql {
    /// One SELECT
    #[arg(value_name = "SELECT")]
    pub select: String,
    #[command(flatten)]
    pub ledger: LedgerChoice,
    /// Rows printed at most
    #[arg(long, value_name = "N", default_value = "1000")]
    pub limit: NonZeroUsize,
    /// Seconds it may take
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub patience: NonZeroU32,
    #[command(flatten)]
    pub form: Form,
}
