//! Words for people by what they are: honorifics, offices, roles, family, groups.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// What sort of word a title is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TitleKind {
    /// "Mr": says nothing but that a person follows.
    Honorific,
    /// A post or rank: "president", "general".
    Office,
    /// A trade or part: "analyst", "witness".
    Role,
    /// "brother".
    Family,
    /// Several people: "residents".
    Group,
}

/// Male or female, as words and first names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sex {
    Male,
    Female,
}

/// A title of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// What sort of word it is.
    pub kind: TitleKind,
    /// Whom it is said of, where it tells.
    pub sex: Option<Sex>,
}

/// No title has more words than this.
pub const LONGEST: usize = 4;

static TITLES: LazyLock<HashMap<&'static str, Title>> = LazyLock::new(|| {
    let title = |kind: &str, sex: &str| Title {
        kind: match kind {
            "honorific" => TitleKind::Honorific,
            "office" => TitleKind::Office,
            "family" => TitleKind::Family,
            "group" => TitleKind::Group,
            _ => TitleKind::Role,
        },
        sex: match sex {
            "m" => Some(Sex::Male),
            "f" => Some(Sex::Female),
            _ => None,
        },
    };
    rows(include_str!("../../../data/titles.tsv")).map(|row| (row.get(0), title(row.get(1), row.get(2)))).collect()
});

/// The title a phrase is, in lower case; a final stop is passed over.
pub fn title(phrase: &str) -> Option<Title> {
    TITLES.get(phrase.strip_suffix('.').unwrap_or(phrase)).copied()
}

/// Whether the word is an honorific.
pub fn is_honorific(word: &str) -> bool {
    title(word).is_some_and(|title| title.kind == TitleKind::Honorific)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_titles() {
        assert_eq!(title("mr."), Some(Title { kind: TitleKind::Honorific, sex: Some(Sex::Male) }));
        assert_eq!(title("prime minister").map(|title| title.kind), Some(TitleKind::Office));
        assert_eq!(title("residents").map(|title| title.kind), Some(TitleKind::Group));
        assert_eq!(title("table"), None);
    }

    #[test]
    fn none_is_longer_than_promised() {
        assert!(TITLES.keys().all(|title| title.split(' ').count() <= LONGEST));
    }
}
