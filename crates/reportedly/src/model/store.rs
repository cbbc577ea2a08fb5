//! Where installed data lies, and how a folder is put there whole or not at all.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::trouble::{Code, Trouble};

/// The user's data directory of this program.
pub fn data_folder() -> Result<PathBuf, Trouble> {
    let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = |below: &str| Some(var("HOME")?.join(below));
    let base = var("XDG_DATA_HOME").or_else(|| {
        if cfg!(windows) {
            var("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            home("Library/Application Support")
        } else {
            home(".local/share")
        }
    });
    let base = base
        .ok_or_else(|| Trouble::new(Code::Output, "", "no data directory is known", "set XDG_DATA_HOME to a folder"))?;
    Ok(base.join("reportedly"))
}

/// The folder of an installed model.
pub fn installed(name: &str) -> Result<Option<PathBuf>, Trouble> {
    if name.contains(['/', '\\']) || name.starts_with('.') {
        return Ok(None);
    }
    let folder = data_folder()?.join("models").join(name);
    Ok(folder.join("meta.json").is_file().then_some(folder))
}

/// All installed models: name and folder, in order of name.
pub fn models() -> Result<Vec<(String, PathBuf)>, Trouble> {
    let entries = fs::read_dir(data_folder()?.join("models")).into_iter().flatten().flatten();
    let mut models: Vec<(String, PathBuf)> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, folder)| !name.starts_with('.') && folder.join("meta.json").is_file())
        .collect();
    models.sort();
    Ok(models)
}

/// A folder in the making: invisible until [`Making::finish`], gone if that is never called.
///
/// Whoever makes one holds a lock on the place, so two processes install one after the other.
#[derive(Debug)]
pub struct Making {
    target: PathBuf,
    work: PathBuf,
    _lock: File,
}

impl Making {
    /// Begins a folder that will stand at `folder` below the data directory; waits for other processes that do.
    pub fn begin(folder: &str) -> Result<Self, Trouble> {
        let target = data_folder()?.join(folder);
        let parent = target.parent().unwrap_or(&target).to_owned();
        let failed = |error: std::io::Error| Trouble::of_file(parent.display().to_string(), &error);
        fs::create_dir_all(&parent).map_err(failed)?;
        let lock = File::create(parent.join(".lock")).map_err(failed)?;
        if lock.try_lock().is_err() {
            eprintln!("reportedly: another process is installing; waiting for it");
            lock.lock().map_err(failed)?;
        }
        // The lock is held, so whatever lies about was left by a process that was killed.
        for left in fs::read_dir(&parent).into_iter().flatten().flatten() {
            if left.file_name().to_string_lossy().starts_with(".making-") {
                let _ = fs::remove_dir_all(left.path());
            }
        }
        let work = parent.join(format!(".making-{}", std::process::id()));
        fs::create_dir_all(work.join("files")).map_err(failed)?;
        Ok(Self { target, work, _lock: lock })
    }

    /// The folder being made.
    pub fn files(&self) -> PathBuf {
        self.work.join("files")
    }

    /// A folder for what is only needed on the way.
    pub fn scratch(&self) -> Result<PathBuf, Trouble> {
        let scratch = self.work.join("scratch");
        fs::create_dir_all(&scratch).map_err(|error| Trouble::of_file(scratch.display().to_string(), &error))?;
        Ok(scratch)
    }

    /// Writes one file of the folder.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let file = self.files().join(path);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, bytes));
        made.map_err(|error| {
            Trouble::new(
                Code::Output,
                file.display().to_string(),
                format!("cannot be written: {error}"),
                "make room or set XDG_DATA_HOME",
            )
        })
    }

    /// Puts the folder in its place, in the stead of an older one.
    pub fn finish(self) -> Result<PathBuf, Trouble> {
        let failed = |error: std::io::Error| Trouble::of_file(self.target.display().to_string(), &error);
        if self.target.exists() {
            fs::rename(&self.target, self.work.join("old")).map_err(failed)?;
        }
        fs::rename(self.files(), &self.target).map_err(failed)?;
        Ok(self.target.clone())
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.work);
    }
}

/// Bytes of all files below a folder.
pub fn size(folder: &Path) -> u64 {
    let mut size = 0;
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(data) if data.is_dir() => open.push(entry.path()),
                Ok(data) => size += data.len(),
                Err(_) => {}
            }
        }
    }
    size
}
