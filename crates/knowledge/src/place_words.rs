//! Words beside place names, and short forms of regions.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::gazetteer::PlaceKind;
use crate::table::rows;

/// Where such a word stands, and the kind of place it says; none where it fits any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceWord {
    /// "northern" Iraq: part of the same place.
    Part,
    /// Anbar "province".
    After(Option<PlaceKind>),
    /// "city" of Basra.
    Before(Option<PlaceKind>),
}

type Words = HashMap<&'static str, (bool, Option<PlaceWord>, Option<PlaceWord>)>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::new();
    for row in rows(include_str!("../../../data/place_words.tsv")) {
        let kind = match row.get(2) {
            "town" => Some(PlaceKind::Town),
            "district" => Some(PlaceKind::District),
            "region" => Some(PlaceKind::Region),
            "area" => Some(PlaceKind::Area),
            "water" => Some(PlaceKind::Water),
            _ => None,
        };
        let entry = words.entry(row.get(0)).or_default();
        match row.get(1) {
            "common" | "paper" => {}
            "part" => entry.0 = true,
            "after" => entry.1 = Some(PlaceWord::After(kind)),
            _ => entry.2 = Some(PlaceWord::Before(kind)),
        }
    }
    words
});

/// Whether the lower-case word says a part of the place behind it: "northern", "mainland".
pub fn is_part(lower: &str) -> bool {
    WORDS.get(lower).is_some_and(|word| word.0)
}

/// The kind of place that a lower-case word behind a name says: "province"; `Some(None)` where it fits any.
pub fn after(lower: &str) -> Option<Option<PlaceKind>> {
    match WORDS.get(lower)?.1? {
        PlaceWord::After(kind) => Some(kind),
        _ => None,
    }
}

/// The kind of place that a lower-case word before "of" and a name says: "city"; `Some(None)` where it fits any.
pub fn before(lower: &str) -> Option<Option<PlaceKind>> {
    match WORDS.get(lower)?.2? {
        PlaceWord::Before(kind) => Some(kind),
        _ => None,
    }
}

/// Whether a folded name nearly always means something else, although places have it: "central", "union".
pub fn is_common(key: &str) -> bool {
    COMMON.contains(key)
}

/// Whether a lower-case word is one that the names of papers are made of: "herald", "online".
pub fn is_paper(word: &str) -> bool {
    PAPERS.contains(word)
}

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| marked("common"));
static PAPERS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| marked("paper"));

fn marked(position: &str) -> HashSet<&'static str> {
    let rows = rows(include_str!("../../../data/place_words.tsv"));
    rows.filter(|row| row.get(1) == position).map(|row| row.get(0)).collect()
}

/// A region that an abbreviation stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// ISO 3166-1 alpha-2 code.
    pub country: &'static str,
    /// Its name in full.
    pub region: &'static str,
}

static SHORT: LazyLock<HashMap<&'static str, Vec<Short>>> = LazyLock::new(|| {
    let mut short: HashMap<&str, Vec<Short>> = HashMap::new();
    for row in rows(include_str!("../../../data/region_abbreviations.tsv")) {
        short.entry(row.get(0)).or_default().push(Short { country: row.get(1), region: row.get(2) });
    }
    short
});

/// The regions that a short form may stand for, in exactly these letters: "Calif.", "N.S.W.", "TX".
pub fn abbreviation(form: &str) -> &'static [Short] {
    SHORT.get(form).map_or(&[], Vec::as_slice)
}

/// Whether a short form is read only behind a comma: "TX", "IN".
pub fn needs_comma(form: &str) -> bool {
    form.len() == 2 && form.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_their_kind() {
        assert!(is_part("northern") && !is_part("province"));
        assert_eq!((after("county"), before("city")), (Some(Some(PlaceKind::District)), Some(Some(PlaceKind::Town))));
        assert_eq!((after("area"), before("northern")), (Some(None), None));
    }

    #[test]
    fn short_forms_are_exact() {
        assert_eq!(abbreviation("Calif."), [Short { country: "US", region: "California" }]);
        assert_eq!(abbreviation("WA").len(), 2);
        assert!(abbreviation("calif.").is_empty() && needs_comma("OR") && !needs_comma("Ore."));
    }
}
