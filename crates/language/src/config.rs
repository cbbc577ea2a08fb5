//! Which components a pipeline folder has, from its `config.cfg`.

use std::path::{Path, PathBuf};

use crate::error::ModelError;

/// A component that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Also the folder of its files.
    pub name: String,
    /// What kind it is.
    pub factory: String,
}

/// The folder that holds `config.cfg`: the one given, or the only one below it, as in an unpacked spaCy package
/// (`en_core_web_md/en_core_web_md-3.8.0`).
pub fn pipeline_folder(folder: &Path) -> Result<PathBuf, ModelError> {
    const REMEDY: &str = "name a folder that holds a spaCy pipeline (it has a file config.cfg)";
    let is_pipeline = |folder: &Path| folder.join("config.cfg").is_file();
    if is_pipeline(folder) {
        return Ok(folder.to_owned());
    }
    let below = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        folders.sort_unstable();
        folders
    };
    let mut folders = below(folder);
    folders.extend(folders.clone().iter().flat_map(|folder| below(folder)));
    folders.retain(|folder| is_pipeline(folder));
    match folders.len() {
        0 if !folder.exists() => Err(ModelError::new(folder, "there is no such folder", REMEDY)),
        0 => Err(ModelError::new(folder, "this is no spaCy pipeline", REMEDY)),
        1 => Ok(folders.remove(0)),
        _ => Err(ModelError::new(folder, "there are several spaCy pipelines below", "name one of them")),
    }
}

/// The components that run, in order.
pub fn components(text: &str) -> Result<Vec<Component>, String> {
    let names = |key: &str| match value(text, "nlp", key) {
        None => Ok(Vec::new()),
        Some(list) => serde_json::from_str::<Vec<String>>(list).map_err(|error| format!("nlp.{key}: {error}")),
    };
    let disabled = names("disabled")?;
    let running = names("pipeline")?.into_iter().filter(|name| !disabled.contains(name));
    let factory = |name: String| {
        let factory =
            value(text, &format!("components.{name}"), "factory").map(|text| text.trim_matches('"').to_owned());
        let factory = factory.ok_or_else(|| format!("component \"{name}\" has no factory"))?;
        Ok(Component { name, factory })
    };
    running.map(factory).collect()
}

/// The value of a key in a section.
pub fn value<'c>(text: &'c str, section: &str, key: &str) -> Option<&'c str> {
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            inside = name == section;
        } else if inside
            && let Some((name, value)) = line.split_once('=')
            && name.trim() == key
        {
            return Some(value.trim());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_what_runs() {
        let text = "[nlp]\nlang = \"en\"\npipeline = [\"a\", \"b\"]\ndisabled = [\"b\"]\n[components]\n\
                    [components.a]\nfactory = \"tok2vec\"\n[components.b]\nfactory = \"odd\"\n";
        let running = components(text).unwrap();
        assert_eq!(running, [Component { name: "a".into(), factory: "tok2vec".into() }]);
        assert!(components("[nlp]\npipeline = [\"a\"]").is_err());
        assert!(components("[nlp]\npipeline = 3").is_err());
    }
}
