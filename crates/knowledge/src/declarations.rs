//! Words by which a report says that it is another's.

use std::sync::LazyLock;

use crate::table::rows;

/// What a report says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Declared {
    /// Another's text.
    Copy,
    /// Another's text in another language.
    Translation,
}

static TABLE: LazyLock<Vec<(&'static str, Declared)>> = LazyLock::new(|| {
    let declared = |name: &str| match name {
        "copy" => Declared::Copy,
        "translation" => Declared::Translation,
        other => panic!("data/declarations.tsv: {other:?} is neither copy nor translation"),
    };
    rows(include_str!("../../../data/declarations.tsv")).map(|row| (row.get(0), declared(row.get(1)))).collect()
});

/// What the words at the start of `lower` declare, and how many bytes they take.
pub fn declared_by(lower: &str) -> Option<(Declared, usize)> {
    let found = TABLE.iter().find(|(words, _)| lower.strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')));
    found.map(|(words, declared)| (*declared, words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_declare() {
        assert_eq!(declared_by("translated from the norwegian"), Some((Declared::Translation, 15)));
        assert_eq!(declared_by("reprinted from the gull"), Some((Declared::Copy, 14)));
        assert_eq!(declared_by("reprinted fromage"), None);
        assert!(TABLE.len() > 10);
    }
}
