//! Words around the names and dates that a page states or shows: what leads to a name, what is none, whose date it is.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::table;

const BYLINES: &str = include_str!("../../../data/pages/bylines.tsv");
const STATEMENTS: &str = include_str!("../../../data/pages/statements.tsv");

static BY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| list(BYLINES, "by"));
static ROLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| list(BYLINES, "role"));
static NOBODY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| list(BYLINES, "nobody"));
static PUBLISHED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| list(BYLINES, "published"));
static UPDATED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| list(BYLINES, "updated"));
static PATHS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| list(BYLINES, "path"));

static MONTHS: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../../data/pages/months.tsv"));
    let named = rows.flat_map(|row| row.list(1).map(move |name| (name, row.get(0).parse().unwrap_or(0))));
    named.collect()
});

static NAMES: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| table::rows(STATEMENTS).map(|row| (row.get(0), row.list(1).collect())).collect());

fn list(table: &'static str, kind: &str) -> HashSet<&'static str> {
    table::rows(table).filter(|row| row.get(0) == kind).flat_map(|row| row.list(1)).collect()
}

/// The names by which pages state a fact of the table, the most deliberate first.
pub fn statements(fact: &str) -> &'static [&'static str] {
    NAMES.get(fact).map_or(&[], Vec::as_slice)
}

/// The number of the month of this name.
pub fn month(name: &str) -> Option<u8> {
    MONTHS.get(name.trim_end_matches('.').to_lowercase().as_str()).copied()
}

/// What follows "By", "Written by", "Von" at the start of a text; none where it starts otherwise.
pub fn after_by(text: &str) -> Option<&str> {
    let mut found = None;
    let mut at = 0;
    // Phrases have three words at most.
    for word in text.split_whitespace().take(3) {
        at = text[at..].find(word)? + at + word.len();
        let phrase = text[..at].trim_end_matches(':').to_lowercase();
        if BY.contains(phrase.as_str()) {
            found = Some(text[at..].trim_start_matches([':', ' ', '\n']));
        }
    }
    found
}

/// Whether a word stands beside names and in none: a role, a label.
pub fn is_role(word: &str) -> bool {
    ROLES.contains(word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
}

/// Whether a name is nobody's: "admin", "Staff Writer".
pub fn is_nobody(name: &str) -> bool {
    NOBODY.contains(name.to_lowercase().as_str())
}

/// Whether a word says that the date beside it is that of publication.
pub fn is_published(word: &str) -> bool {
    PUBLISHED.contains(word.to_lowercase().as_str())
}

/// Whether a word says that the date beside it is another than that of publication.
pub fn is_updated(word: &str) -> bool {
    UPDATED.contains(word.to_lowercase().as_str())
}

/// Whether an address leads to an author's page.
pub fn leads_to_author(address: &str) -> bool {
    PATHS.iter().any(|path| address.contains(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_follows_by() {
        for (text, rest) in [
            ("By Ada Obi", Some("Ada Obi")),
            ("WRITTEN BY: Ada Obi", Some("Ada Obi")),
            ("Text von  Jo Lund", Some("Jo Lund")),
            ("Bystanders fled", None),
            ("", None),
        ] {
            assert_eq!(after_by(text), rest, "{text}");
        }
    }

    #[test]
    fn knows_months_and_labels() {
        assert_eq!([month("Sept."), month("März"), month("dé"), month("июня")], [Some(9), Some(3), None, Some(6)]);
        assert!(is_nobody("Staff Writer") && is_role("Correspondent,") && !is_role("Lund"));
        assert!(leads_to_author("https://post.example/author/ada") && !leads_to_author("/news/authority"));
        assert_eq!(statements("published")[0], "article:published_time");
    }
}
