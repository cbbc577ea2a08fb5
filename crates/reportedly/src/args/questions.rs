//! The commands that ask of many reports.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args as Arguments, ValueEnum};
use reportedly_report::Published;

use super::ledger::LedgerChoice;
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

pub const SEARCH_EXAMPLES: &str = "Examples:
  reportedly search ferry Tallinn
  reportedly search '\"three boats\"' --since 2026-03 --outlet \"Baltic Wire\"
  reportedly search embargo* --format csv > hits.csv

All words must stand in the report; other forms of a word count as well, a final * finds the start of words, double marks a phrase.
Exit status: 0 something was found, 1 nothing, 2 trouble.";

pub const STORIES_EXAMPLES: &str = "Examples:
  reportedly stories
  reportedly stories --by conflicts --limit 10
  reportedly stories --by echoes --format jsonl

Exit status: 0 there are some, 1 there are none, 2 trouble.";

pub const STORY_EXAMPLES: &str = "Examples:
  reportedly story s12
  reportedly story r0f3c9a1b2c3d4e5f --format json
  reportedly story s12 --format csv > claims.csv

Exit status: 0 told, 2 there is no such story, or trouble.";

pub const TIMELINE_EXAMPLES: &str = "Examples:
  reportedly timeline s12
  reportedly timeline s12 --only happened --format csv

Exit status: 0 told, 1 nothing has a time, 2 trouble.";

pub const SOURCE_EXAMPLES: &str = "Examples:
  reportedly source Peskov
  reportedly source \"defence ministry\" --limit 500 --format jsonl

A name of several words means the source of just that name if there is one; else, as with one word, every source whose name has the words.
Exit status: 0 it is known, 1 no report knows it, 2 trouble.";

pub const CONFLICTS_EXAMPLES: &str = "Examples:
  reportedly conflicts
  reportedly conflicts --limit 500 --format csv > conflicts.csv

Exit status: 0 there are some, 1 there are none, 2 trouble.";

pub const SOURCES_EXAMPLES: &str = "Examples:
  reportedly sources c0f3c9a1b2c3d4e5f
  reportedly sources c0f3c9a1b2c3d4e5f --format json

Exit status: 0 told, 2 there is no such claim, or trouble.";

pub const GRADE_EXAMPLES: &str = "Examples:
  reportedly grade \"Baltic Wire\" B --by ana --note \"usually right on ports\"
  reportedly grade c0f3c9a1b2c3d4e5f 2
  reportedly grade \"Baltic Wire\" --remove
  reportedly grade

Reliability of a source: A completely, B usually, C fairly, D not usually, E not reliable, F cannot be judged.
Credibility of a claim: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.
Exit status: 0 done, 1 there are no grades, 2 trouble.";

pub const CITE_EXAMPLES: &str = "Examples:
  reportedly cite c0f3c9a1b2c3d4e5f
  reportedly cite c0f3c9a1b2c3d4e5f c1a2b3c4d5e6f7a8b --format csv

Exit status: 0 cited, 2 there is no such claim, or trouble.";

/// `reportedly search`.
#[derive(Debug, Arguments)]
pub struct Search {
    /// Words to look for in titles and texts
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Only reports of this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Only reports from this date on: 2026, 2026-03 or 2026-03-02
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,
    /// Only reports up to this date, itself included
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,
    #[command(flatten)]
    pub listing: Listing,
}

/// `reportedly stories`.
#[derive(Debug, Arguments)]
pub struct Stories {
    /// Which come first
    #[arg(long, value_name = "ORDER", default_value = "date")]
    pub by: StoryOrder,
    #[command(flatten)]
    pub listing: Listing,
}

/// The orders of stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StoryOrder {
    /// The latest report first
    Date,
    /// Most conflicts first
    Conflicts,
    /// Most reports on fewest origins first
    Echoes,
}

/// `reportedly story`, and others that ask of one thing.
#[derive(Debug, Arguments)]
pub struct Story {
    /// Address of a story, or of one of its reports or claims
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub ledger: LedgerChoice,
    #[command(flatten)]
    pub form: Form,
}

/// `reportedly timeline`.
#[derive(Debug, Arguments)]
pub struct Timeline {
    /// Address of a story, or of one of its reports or claims
    #[arg(value_name = "ID")]
    pub id: String,
    /// Only entries of one kind
    #[arg(long, value_name = "KIND")]
    pub only: Option<EntryKind>,
    #[command(flatten)]
    pub listing: Listing,
}

/// The kinds of entries of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EntryKind {
    Happened,
    Said,
    Published,
    Changed,
}

/// `reportedly source`.
#[derive(Debug, Arguments)]
pub struct Source {
    /// Name of a person, office, agency, outlet
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
    #[command(flatten)]
    pub listing: Listing,
}

/// `reportedly sources`.
#[derive(Debug, Arguments)]
pub struct Sources {
    /// Address of a claim
    #[arg(value_name = "CLAIM")]
    pub claim: String,
    #[command(flatten)]
    pub ledger: LedgerChoice,
    #[command(flatten)]
    pub form: Form,
}

/// `reportedly conflicts`.
#[derive(Debug, Arguments)]
pub struct Conflicts {
    #[command(flatten)]
    pub listing: Listing,
}

/// `reportedly explain`.
#[derive(Debug, Arguments)]
pub struct Explain {
    /// The "rule" of an item, the code at the end of a line of trouble, or the address of a report, claim or story
    #[arg(value_name = "RULE|CODE|ID")]
    pub about: Option<String>,
    #[command(flatten)]
    pub ledger: LedgerChoice,
    #[command(flatten)]
    pub form: Form,
}

/// `reportedly grade`.
#[derive(Debug, Arguments)]
pub struct Grade {
    /// Name of a source, or address of a claim; without one all grades are listed
    #[arg(value_name = "SOURCE|CLAIM")]
    pub subject: Option<String>,
    /// A to F for a source, 1 to 6 for a claim; without one its grades are listed
    #[arg(value_name = "GRADE", requires = "subject")]
    pub grade: Option<String>,
    /// Who gives it
    #[arg(long, value_name = "PERSON")]
    pub by: Option<String>,
    /// Why
    #[arg(long, value_name = "WORDS", requires = "grade")]
    pub note: Option<String>,
    /// Take its grades back, or those of one person
    #[arg(long, requires = "subject", conflicts_with = "grade")]
    pub remove: bool,
    #[command(flatten)]
    pub ledger: LedgerChoice,
    #[command(flatten)]
    pub form: Form,
}

/// `reportedly cite`.
#[derive(Debug, Arguments)]
pub struct Cite {
    /// Addresses of claims
    #[arg(value_name = "CLAIM", required = true)]
    pub claims: Vec<String>,
    /// Form of the citation
    #[arg(long, value_name = "FORM", default_value = "ris")]
    pub format: CiteForm,
    #[command(flatten)]
    pub ledger: LedgerChoice,
}

/// The forms of citations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CiteForm {
    /// For managers of references: one record a claim
    Ris,
    /// One row a claim
    Csv,
    /// One JSON object a claim
    Jsonl,
}

/// Where a listing comes from, how long it is, and how it is printed.
#[derive(Debug, Arguments)]
pub struct Listing {
    #[command(flatten)]
    pub ledger: LedgerChoice,
    /// Rows at most
    #[arg(long, value_name = "N", default_value = "20")]
    pub limit: NonZeroU32,
    #[command(flatten)]
    pub form: Form,
}

/// A year, month or day.
fn date(stated: &str) -> Result<String, String> {
    let padded = match stated.len() {
        4 => format!("{stated}-01-01"),
        7 => format!("{stated}-01"),
        _ => stated.to_owned(),
    };
    match Published::parse(&padded) {
        Ok(_) if matches!(stated.len(), 4 | 7 | 10) => Ok(stated.to_owned()),
        _ => Err("write it as 2026, 2026-03 or 2026-03-02".into()),
    }
}
