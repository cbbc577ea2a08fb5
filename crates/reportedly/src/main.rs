//! The command line of reportedly: arguments, streams, exit codes. How anything is read it does not know.

mod args;
mod commands;
mod input;
mod listing;
mod model;
mod ordered;
mod outcome;
mod output;
mod progress;
mod trouble;
mod view;

use clap::Parser;

use args::{Args, Command};
use outcome::Outcome;

fn main() -> std::process::ExitCode {
    let args = Args::parse();
    let done = match args.command {
        Command::Read(read) => commands::read::run(read),
        Command::Compare(compare) => commands::compare::run(compare),
        Command::Ingest(ingest) => commands::ingest::run(ingest),
        Command::Problems(problems) => commands::problems::run(problems),
        Command::Sql(sql) => commands::sql::run(sql),
        Command::Help { about } => commands::explain::help(about.as_deref()),
        Command::Model(model) => commands::model::run(model),
        Command::Search(search) => commands::search::run(search),
        Command::Stories(stories) => commands::stories::run(stories),
        Command::Story(story) => commands::story::run(story),
        Command::Timeline(timeline) => commands::timeline::run(timeline),
        Command::Source(source) => commands::source::run(source),
        Command::Conflicts(conflicts) => commands::conflicts::run(conflicts),
        Command::Sources(sources) => commands::sources::run(sources),
        Command::Grade(grade) => commands::grade::run(grade),
        Command::Cite(cite) => commands::cite::run(cite),
        Command::Explain(explain) => commands::explain::run(explain),
        Command::Tokens(tokens) => commands::tokens::run(tokens),
        Command::Schema => commands::manual::schema(),
        Command::Completions { shell } => commands::manual::completions(shell),
        Command::Man { folder } => commands::manual::man(folder.as_deref()),
        Command::Evaluate(evaluate) => commands::evaluate::run(evaluate),
    };
    let outcome = done.unwrap_or_else(|trouble| {
        trouble.tell();
        Outcome::Trouble
    });
    outcome.into()
}
