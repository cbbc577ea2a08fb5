//! What can go wrong with a ledger, told apart by what a person would do about it.

use rusqlite::ErrorCode;

/// Why a ledger could not be used. What was stored before stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such file.
    Missing,
    /// The file is something else.
    NotALedger,
    /// A later version of the program wrote it.
    Newer {
        /// Its version.
        found: i64,
        /// The last version known here.
        known: i64,
    },
    /// Another process writes to it.
    Busy,
    /// The disk, or the room allowed, is full.
    Full,
    /// The file or its folder may not be written.
    ReadOnly,
    /// The system could not read or write the file.
    Disk(String),
    /// The file is broken.
    Damaged(String),
    /// The question is not one that may be asked, or not well put.
    Refused(String),
    /// Anything else, in the words of SQLite.
    Failed(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => write!(f, "no such ledger"),
            Self::NotALedger => write!(f, "not a ledger"),
            Self::Newer { found, known } => {
                write!(f, "a ledger of version {found}, written by a later reportedly; this one knows version {known}")
            }
            Self::Busy => write!(f, "another process is writing to the ledger"),
            Self::Full => write!(f, "the disk is full"),
            Self::ReadOnly => write!(f, "the ledger cannot be written"),
            Self::Disk(words) => write!(f, "the disk gave an error: {words}"),
            Self::Damaged(words) => write!(f, "the ledger is damaged: {words}"),
            Self::Refused(words) | Self::Failed(words) => write!(f, "{words}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        let words = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::ReadOnly,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(words),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(words),
            Some(ErrorCode::NotADatabase) => Self::NotALedger,
            _ => Self::Failed(words),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Disk(error.to_string()),
        }
    }
}
