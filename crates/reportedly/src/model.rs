//! Where models lie on this machine.

use std::path::{Path, PathBuf};

use reportedly_language::Pipeline;

use crate::args::ModelChoice;
use crate::trouble::Trouble;

/// The model read with when none is named.
pub const DEFAULT: &str = "en_core_web_md";

/// Loads the chosen model: a folder, else an installed model of that name.
pub fn load(choice: &ModelChoice) -> Result<Pipeline, Trouble> {
    let folder = find(choice)?;
    Pipeline::load(&folder).map_err(|error| Trouble::new("", error.0, ""))
}

fn find(choice: &ModelChoice) -> Result<PathBuf, Trouble> {
    let name = choice.model.as_deref().filter(|name| !name.is_empty()).unwrap_or(DEFAULT);
    if Path::new(name).join("meta.json").is_file() {
        return Ok(name.into());
    }
    let installed = data_folder()?.join("models").join(name);
    if installed.join("meta.json").is_file() {
        return Ok(installed);
    }
    Err(Trouble::new("", format!("no model {name:?} is installed, and it is no folder with a model"), ""))
}

/// The user's data directory of this program.
fn data_folder() -> Result<PathBuf, Trouble> {
    let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("XDG_DATA_HOME").or_else(|| Some(var("HOME")?.join("Library/Application Support")))
    } else {
        var("XDG_DATA_HOME").or_else(|| Some(var("HOME")?.join(".local/share")))
    };
    let base = base.ok_or_else(|| Trouble::new("", "no data directory is known", "set XDG_DATA_HOME"))?;
    Ok(base.join("reportedly"))
}
