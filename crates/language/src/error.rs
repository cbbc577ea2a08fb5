//! Why a pipeline folder could not be loaded: what, where, and what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a pipeline folder could not be loaded.
#[derive(Debug)]
pub struct ModelError {
    place: PathBuf,
    what: String,
    remedy: &'static str,
}

/// What to do when a file is not what a pipeline ships.
const REINSTALL: &str = "install the model again";

impl ModelError {
    pub(crate) fn new(place: &Path, what: impl Into<String>, remedy: &'static str) -> Self {
        Self { place: place.to_owned(), what: what.into(), remedy }
    }

    /// A file of the pipeline is missing, cut short or otherwise damaged.
    pub(crate) fn damaged(place: &Path, what: impl Into<String>) -> Self {
        Self::new(place, what, REINSTALL)
    }

    /// The file or folder that the error is about.
    pub fn place(&self) -> &Path {
        &self.place
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place.display(), self.what, self.remedy)
    }
}

impl std::error::Error for ModelError {}

/// What a reader of one part of a file found wrong; the file's name is added by whoever opened it.
pub(crate) type Fault = String;
