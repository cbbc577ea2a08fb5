//! `reportedly explain`: what a rule rests on, what a code of trouble means and what to do, or why something is in the
//! ledger; without network.

use std::io::Write;

use clap::CommandFactory;

use reportedly_knowledge::rules;
use reportedly_ledger::questions::{self, Step};

use super::{asked, no_such};
use crate::args::{self, Args};
use crate::listing::{Cell, Column, Lister, Row, left, rest};
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::{Code, Trouble};
use crate::view;

const TROUBLES: &str = include_str!("../troubles.md");

/// Runs the command.
pub fn run(args: args::Explain) -> Result<Outcome, Trouble> {
    match args.about.as_deref().map(str::trim) {
        Some(id) if is_address(id) => in_ledger(id, &args),
        about => without_ledger(about),
    }
}

/// Addresses are a letter and digits; no rule and no code of trouble is.
fn is_address(id: &str) -> bool {
    let rest = id.strip_prefix(['r', 'c', 's']).unwrap_or_default();
    let is_digest = rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_hexdigit());
    is_digest || id.starts_with('s') && !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())
}

fn in_ledger(id: &str, args: &args::Explain) -> Result<Outcome, Trouble> {
    let grounds = asked(&args.ledger, |shelf| questions::grounds(shelf, id))?;
    let grounds = grounds.ok_or_else(|| no_such("story, report or claim", id, "stories"))?;
    let lister = Lister::new(args.form.format, args.form.color);
    let words = |rule: &str| rules::explanation(rule);
    lister.put(&grounds, |grounds| grounds.steps.clone(), |grounds, page| view::grounds(grounds, words, page))?;
    Ok(Outcome::Done)
}

impl Row for Step {
    const COLUMNS: &'static [Column] = &[left("rule"), left("confidence"), left("what"), rest("words")];

    fn cells(&self) -> Vec<Cell> {
        let sure = self.confidence.map_or(Cell::Empty, Cell::Number);
        vec![(&self.rule).into(), sure, (&self.what).into(), (&self.words).into()]
    }
}

fn without_ledger(about: Option<&str>) -> Result<Outcome, Trouble> {
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
            None => return without_ledger(Some(name)),
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
        // A task of its own once stood for 16; its number is never given again.
        let numbers = (1..=Code::NoGrade as u16).filter(|number| *number != 16);
        let codes: Vec<String> = numbers.map(|number| format!("E{number:03}")).collect();
        let explained: Vec<&str> = sections().filter_map(|(heading, _)| heading.split(' ').next()).collect();
        assert_eq!(explained, codes);
        assert!(rule("times.weekday").unwrap().starts_with("times.weekday\n\nA weekday"));
        assert!(is_address("s12") && is_address("c0123456789abcdef"));
        assert!(!is_address("stories.evidence") && !is_address("E005") && !is_address("s") && !is_address("c12"));
        assert!(section("e005").unwrap().starts_with("E005 not JSON\n\nA line"));
    }
}
