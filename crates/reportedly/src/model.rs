//! Models: which one is meant, where it lies, and how it comes there.
//!
//! A model is named, or given as a folder or a wheel. Named ones live in the user's data directory and are installed
//! when first needed.

mod bundle;
mod fetch;
pub mod install;
pub mod store;
pub mod towns;

use std::path::{Path, PathBuf};

use reportedly_language::Pipeline;

use crate::args::ModelChoice;
use crate::trouble::{Code, Trouble};

/// The model read with when none is named.
pub const DEFAULT: &str = "en_core_web_md";

/// Loads the chosen model, installing it first if it is one we can fetch.
pub fn load(choice: &ModelChoice) -> Result<Pipeline, Trouble> {
    let folder = folder(choice)?;
    Pipeline::load(&folder).map_err(|error| Trouble::new(Code::BadModel, "", error.to_string(), ""))
}

/// The folder of the chosen model.
fn folder(choice: &ModelChoice) -> Result<PathBuf, Trouble> {
    let name = choice.model.as_deref().filter(|name| !name.is_empty()).unwrap_or(DEFAULT);
    let path = Path::new(name);
    if path.is_dir() {
        let root = bundle::pipeline_folder(path);
        return root.ok_or_else(|| {
            Trouble::new(
                Code::NotAPipeline,
                name,
                "no spaCy pipeline in it",
                "give the folder that holds its config.cfg and meta.json",
            )
        });
    }
    if path.is_file() {
        return install::unpacked(path);
    }
    if let Some(folder) = store::installed(name)? {
        return Ok(folder);
    }
    if install::is_known(name) {
        eprintln!("reportedly: the model {name} is not installed yet; installing it");
        return install::known(name).map(|installed| {
            installed.tell_short();
            installed.folder
        });
    }
    let known = install::known_names().join(" and ");
    Err(Trouble::new(
        Code::NoModel,
        "",
        format!("no model {name:?} is installed, and no folder or wheel has that name"),
        format!("give a path, or one of the models that can be fetched: {known}"),
    ))
}
