//! One process at a time adds reports: what lineage and stories remember of the stream lives in its memory.
//!
//! The lock is the system's, on a file beside the ledger, so a process that is killed holds nothing back. SQLite's own
//! locks guard single transactions; they know nothing of memory between them.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::opening::beside;

/// The right to add reports to a ledger, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock if it is free.
    ///
    /// # Errors
    /// [`Fault::Busy`] if another process holds it.
    pub fn take(ledger: &Path) -> Result<Self, Fault> {
        // One file may have many names; the lock goes by the one it really has.
        let ledger = std::fs::canonicalize(ledger).unwrap_or_else(|_| ledger.to_owned());
        let path = beside(&ledger, "-lock");
        loop {
            let file = File::options().create(true).truncate(false).write(true).open(&path)?;
            match file.try_lock() {
                Ok(()) if is_there(&file, &path) => return Ok(Self { file, path }),
                // Whoever held it took the file away; there may be a new one by now.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Fault::Busy),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Taken away while still held: nobody else can think that they have it.
        if cfg!(unix) {
            let _ = std::fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

#[cfg(unix)]
fn is_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |data: &std::fs::Metadata| (data.dev(), data.ino());
    matches!((file.metadata(), std::fs::metadata(path)), (Ok(held), Ok(named)) if number(&held) == number(&named))
}

#[cfg(not(unix))]
fn is_there(_: &File, _: &Path) -> bool {
    true
}
