//! The data that the program fetches for itself: which packages, which of their files, with what sums.

use crate::table::{Row, rows};

const TABLE: &str = include_str!("../../../data/packages.tsv");

/// A file of a package and where it is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackageFile {
    /// Folder below the data directory: `models/en_core_web_md`.
    pub folder: &'static str,
    /// The package on PyPI.
    pub package: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Path in the package's wheel.
    pub inside: &'static str,
    /// Path below `folder`.
    pub path: &'static str,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: &'static str,
}

/// All files of all packages, those of one folder together, those of one package together.
pub fn files() -> impl Iterator<Item = PackageFile> {
    rows(TABLE).map(|row: Row<'static>| PackageFile {
        folder: row.get(0),
        package: row.get(1),
        version: row.get(2),
        inside: row.get(3),
        path: row.get(4),
        bytes: row.get(5).parse().unwrap_or(0),
        sha256: row.get(6),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole_and_installs_below_its_folder() {
        assert!(files().count() > 0);
        for file in files() {
            let sum_is_one = file.sha256.len() == 64 && file.sha256.bytes().all(|b| b"0123456789abcdef".contains(&b));
            assert!(sum_is_one && file.bytes > 0 && !file.package.is_empty() && !file.version.is_empty(), "{file:?}");
            for path in [file.folder, file.path, file.inside] {
                assert!(!path.is_empty() && path.split('/').all(|part| !part.is_empty() && part != ".."), "{file:?}");
            }
        }
    }
}
