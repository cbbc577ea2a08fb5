//! The one form all tables share.

/// One row of a table: its columns, from the left.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    line: &'t str,
}

impl<'t> Row<'t> {
    /// Column `index`, or "" where the row is shorter.
    pub fn get(self, index: usize) -> &'t str {
        self.line.split('\t').nth(index).unwrap_or("").trim()
    }

    /// The parts of a column that holds several values, divided by `|`.
    pub fn list(self, index: usize) -> impl Iterator<Item = &'t str> {
        self.get(index).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The columns from the left.
    pub fn columns(self) -> impl Iterator<Item = &'t str> {
        self.line.split('\t').map(str::trim)
    }
}

/// The rows of a table, comments and empty lines left out.
pub fn rows(table: &str) -> impl Iterator<Item = Row<'_>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(|line| Row { line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rows_with_missing_columns() {
        let table = "# a table\n# word\tkind\tlist\nsaid\tverb\ta|b\n\nclaim\n";
        let read: Vec<_> = rows(table).map(|row| (row.get(0), row.get(1), row.list(2).count())).collect();
        assert_eq!(read, [("said", "verb", 2), ("claim", "", 0)]);
    }
}
