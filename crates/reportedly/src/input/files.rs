//! The files that a path stands for.

use std::path::{Path, PathBuf};

use reportedly_intake::Form;

use crate::trouble::Trouble;

/// The path as troubles name it, the same on every system.
pub fn name_of(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The files that a path stands for: itself, or all in the folder whose names tell a form, in order of name.
pub fn files_of(path: PathBuf, all: bool) -> Vec<Result<PathBuf, Trouble>> {
    if !path.is_dir() {
        return vec![Ok(path)];
    }
    let mut found = Vec::new();
    let mut folders = vec![path];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                found.push(Err(Trouble::of_file(name_of(&folder), &error)));
                continue;
            }
        };
        for entry in entries.flatten() {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            // Linked folders are not followed: they may lead in circles.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let path = entry.path();
            let told = || path.is_file() && (all || Form::of_name(&name_of(&path)).is_some());
            if !hidden && is_folder {
                folders.push(path);
            } else if !hidden && told() {
                found.push(Ok(path));
            }
        }
    }
    found.sort_by_cached_key(|file| file.as_ref().map_or_else(ToString::to_string, |path| name_of(path)));
    found
}
