//! `reportedly explain`: what a rule rests on, or what a code of trouble means and what to do, without network.

use std::io::Write;

use clap::CommandFactory;

use reportedly_knowledge::rules;

use crate::args::Args;
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::{Code, Trouble};

const TROUBLES: &str = include_str!("../troubles.md");

/// Runs the command.
pub fn run(about: Option<&str>) -> Result<Outcome, Trouble> {
    let text = match about {
        None => list(),
        Some(about) => rule(about).or_else(|| section(about)).ok_or_else(|| {
            Trouble::new(
                Code::NoExplanation,
                "",
                format!("no explanation of {about:?}"),
                "`reportedly explain` lists the rules and the codes",
            )
        })?,
    };
    written(std::io::stdout().write_all(text.as_bytes()))?;
    Ok(Outcome::Done)
}

/// Runs `reportedly help`: what `--help` says of a command, or what `explain` says of a code.
pub fn help(about: Option<&str>) -> Result<Outcome, Trouble> {
    let mut command = Args::command();
    command.build();
    let text = match about {
        None => command.render_long_help().to_string(),
        Some(name) => match command.find_subcommand_mut(name) {
            Some(below) => below.render_long_help().to_string(),
            None => return run(Some(name)),
        },
    };
    written(std::io::stdout().write_all(text.as_bytes())).map(|()| Outcome::Done)
}

fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    TROUBLES.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'))
}

fn list() -> String {
    let codes = sections().map(|(heading, _)| format!("{heading}\n"));
    let rules = rules::all().map(|(id, words)| format!("{id}  {words}\n"));
    codes.chain(["\n".to_owned()]).chain(rules).collect()
}

fn rule(id: &str) -> Option<String> {
    rules::explanation(id.trim()).map(|words| format!("{}\n\n{words}\n", id.trim()))
}

fn section(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_uppercase();
    let (heading, body) = sections().find(|(heading, _)| heading.split(' ').next() == Some(&code))?;
    Some(format!("{heading}\n\n{}\n", body.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_and_every_explanation_has_a_code() {
        let codes: Vec<String> = (1..=Code::NotAgain as u16).map(|number| format!("E{number:03}")).collect();
        let explained: Vec<&str> = sections().filter_map(|(heading, _)| heading.split(' ').next()).collect();
        assert_eq!(explained, codes);
        assert!(rule("times.weekday").unwrap().starts_with("times.weekday\n\nA weekday"));
        assert!(section("e005").unwrap().starts_with("E005 not JSON\n\nA line"));
    }
}
