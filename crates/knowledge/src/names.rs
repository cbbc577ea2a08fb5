//! First names with their sex, common surnames, and words that tell what a name names.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::organizations::OrganizationKind;
use crate::table::rows;
use crate::titles::Sex;

static FIRST_NAMES: LazyLock<HashMap<&'static str, Option<Sex>>> = LazyLock::new(|| {
    let sex = |text: &str| match text {
        "m" => Some(Sex::Male),
        "f" => Some(Sex::Female),
        _ => None,
    };
    rows(include_str!("../../../data/first_names.tsv")).map(|row| (row.get(0), sex(row.get(1)))).collect()
});

static SURNAMES: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    rows(include_str!("../../../data/surnames.tsv")).map(|row| (row.get(0), row.get(1).is_empty())).collect()
});

/// What a word says of the name it is part of, or stands beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Names {
    /// An organization of some kind.
    Organization(OrganizationKind),
    /// A place.
    Place,
    /// A happening, a prize, a law.
    Event,
    /// No person, body or place.
    None,
}

static WORDS: LazyLock<HashMap<&'static str, Vec<Names>>> = LazyLock::new(|| {
    let sense = |name: &str| match name {
        "place" => Some(Names::Place),
        "event" => Some(Names::Event),
        "none" => Some(Names::None),
        kind => OrganizationKind::parse(kind).map(Names::Organization),
    };
    let word = |row: crate::table::Row<'static>| (row.get(0), row.list(1).filter_map(sense).collect());
    rows(include_str!("../../../data/name_words.tsv")).map(word).collect()
});

/// The sex of a first name as it is written ("Olena"): none if it is no first name, `Some(None)` if it may be both.
pub fn first_name(name: &str) -> Option<Option<Sex>> {
    FIRST_NAMES.get(name).copied()
}

static FAMILY_FIRST: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../../data/family_first.tsv")).map(|row| row.get(0)).collect());

/// Whether a word as it is written is a family name of peoples who put it first: "Kim", "Xi", "Nguyen".
pub fn is_family_first(name: &str) -> bool {
    FAMILY_FIRST.contains(name)
}

/// Whether a word as it is written is a common surname; `Some(false)` where it is a common word too.
pub fn surname(name: &str) -> Option<bool> {
    SURNAMES.get(name).copied()
}

/// What a word, in lower case, tells of a name.
pub fn word(word: &str) -> &'static [Names] {
    WORDS.get(word).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_first_names_and_surnames() {
        assert_eq!(first_name("Olena"), Some(Some(Sex::Female)));
        assert_eq!(first_name("Vladimir"), Some(Some(Sex::Male)));
        assert_eq!(first_name("Table"), None);
        assert!(is_family_first("Nguyen") && !is_family_first("Ana"));
        assert_eq!((surname("Smith"), surname("Young"), surname("Xyz")), (Some(true), Some(false), None));
    }

    #[test]
    fn words_tell_what_a_name_names() {
        assert_eq!(word("newspaper"), [Names::Organization(OrganizationKind::Outlet)]);
        assert_eq!(word("river"), [Names::Place]);
        assert!(word("station").contains(&Names::Place));
        for row in rows(include_str!("../../../data/name_words.tsv")) {
            assert_eq!(word(row.get(0)).len(), row.list(1).count(), "{row:?}");
        }
    }
}
