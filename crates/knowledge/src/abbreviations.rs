//! Abbreviations whose stop does not end a sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// What an abbreviation stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Abbreviation {
    /// A name follows: "Mr."
    Title,
    Month,
    Place,
    /// Ends the name of a company or person: "Inc.", "Jr."
    Firm,
    /// Stands beside a number: "No. 3".
    Unit,
    Other,
}

static ABBREVIATIONS: LazyLock<HashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    let kind = |name: &str| match name {
        "title" => Abbreviation::Title,
        "month" => Abbreviation::Month,
        "place" => Abbreviation::Place,
        "firm" => Abbreviation::Firm,
        "unit" => Abbreviation::Unit,
        _ => Abbreviation::Other,
    };
    rows(include_str!("../../../data/abbreviations.tsv")).map(|row| (row.get(0), kind(row.get(1)))).collect()
});

/// What a word is short for; the word in lower case, without its final stop.
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    ABBREVIATIONS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_titles_from_companies() {
        assert_eq!(abbreviation("mr"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("inc"), Some(Abbreviation::Firm));
        assert_eq!(abbreviation("inch"), None);
    }
}
