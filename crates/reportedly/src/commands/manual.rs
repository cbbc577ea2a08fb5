//! `reportedly completions`, `man` and `schema`: what the program says of itself.

use std::io::Write;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Args;
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::{Code, Trouble};

/// Prints the completions of a shell.
pub fn completions(shell: Shell) -> Result<Outcome, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "reportedly", &mut script);
    written(std::io::stdout().write_all(&script)).map(|()| Outcome::Done)
}

/// Prints the JSON Schema of the printed form.
pub fn schema() -> Result<Outcome, Trouble> {
    written(std::io::stdout().write_all(reportedly_report::JSON_SCHEMA.as_bytes())).map(|()| Outcome::Done)
}

/// Prints the man page, or writes a page for each command into a folder.
pub fn man(folder: Option<&Path>) -> Result<Outcome, Trouble> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        written(clap_mangen::Man::new(Args::command()).render(&mut page))?;
        return written(std::io::stdout().write_all(&page)).map(|()| Outcome::Done);
    };
    let made = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Args::command(), folder));
    made.map(|()| Outcome::Done).map_err(|error| {
        Trouble::new(
            Code::Output,
            folder.display().to_string(),
            format!("cannot be written: {error}"),
            "choose another folder",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command and every flag of it, with its help.
    fn walk(command: &clap::Command, path: &str) {
        let path = format!("{path} {}", command.get_name());
        assert!(command.get_about().is_some(), "{path} has no help");
        for flag in command.get_arguments().filter(|flag| !flag.is_hide_set()) {
            assert!(flag.get_help().is_some(), "{path} {} has no help", flag.get_id());
        }
        command.get_subcommands().for_each(|below| walk(below, &path));
    }

    #[test]
    fn every_command_and_flag_has_help_and_every_command_examples() {
        Args::command().debug_assert();
        walk(&Args::command(), "");
        for command in Args::command().get_subcommands() {
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(
                examples.contains(&format!("reportedly {}", command.get_name())),
                "{} has no example",
                command.get_name()
            );
        }
    }
}
