//! The commands that ask of many reports.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args as Arguments;
use reportedly_report::Published;

use super::{Colour, InputForm, ListForm, ModelChoice};

pub const COMPARE_EXAMPLES: &str = "Examples:
  reportedly compare examples/klaipeda.jsonl
  reportedly compare agency.txt paper.html radio.txt --about \"when the tank exploded\"
  reportedly compare story/ --format csv > claims.csv

Exit status: 0 answered, 1 the reports say nothing of what was asked, 2 something was left out.";

/// `reportedly compare`.
#[derive(Debug, Arguments)]
pub struct Compare {
    /// Files, folders, or `-`: the reports of one story
    #[arg(value_name = "FILE|FOLDER|-", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Ask for one claim, in words: its values, origins and conflicts
    #[arg(long, value_name = "TEXT")]
    pub about: Option<String>,
    /// Date of publication of reports that carry none
    #[arg(long, value_name = "DATE", value_parser = Published::parse)]
    pub published: Option<Published>,
    /// Form of the input, where its name does not tell
    #[arg(long, value_name = "FORM")]
    pub input: Option<InputForm>,
    /// Threads to read on; all cores by default
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub form: Form,
    #[command(flatten)]
    pub model: ModelChoice,
}

/// How an answer is printed.
#[derive(Debug, Arguments)]
pub struct Form {
    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "table")]
    pub format: ListForm,
    /// Colour on the page; auto means on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
}
