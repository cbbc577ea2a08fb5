//! Words by which the parts of a page are told from running text: leftover phrases of pages, and words of datelines.
//!
//! Promises whole-word look-ups on text that the caller has put in lower case; it judges no block by itself.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// Where a phrase of the page must stand in a block for the block to be left over from the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// The block says nothing else.
    Whole,
    /// The block begins so.
    Start,
    /// The block begins so and does not end as a sentence does.
    Label,
    /// The block holds it.
    Within,
    /// The block says nothing else, and a list follows.
    Section,
}

/// A phrase that pages leave behind.
#[derive(Clone, Copy, Debug)]
pub struct Leftover {
    /// Where it must stand.
    pub stand: Stand,
    /// What it is for: `share`, `source`, …
    pub kind: &'static str,
    phrase: &'static str,
}

struct Leftovers {
    /// By first word.
    opening: HashMap<&'static str, Vec<Leftover>>,
    within: Vec<Leftover>,
}

static LEFTOVERS: LazyLock<Leftovers> = LazyLock::new(|| {
    let mut table = Leftovers { opening: HashMap::new(), within: Vec::new() };
    for row in rows(include_str!("../../../data/boilerplate.tsv")) {
        let stand = match row.get(1) {
            "whole" => Stand::Whole,
            "start" => Stand::Start,
            "label" => Stand::Label,
            "section" => Stand::Section,
            _ => Stand::Within,
        };
        let leftover = Leftover { stand, kind: row.get(2), phrase: row.get(0) };
        if stand == Stand::Within {
            table.within.push(leftover);
        } else {
            table.opening.entry(first_word(leftover.phrase)).or_default().push(leftover);
        }
    }
    table
});

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or("")
}

/// The phrase that marks a block as left over from the page.
///
/// `block` is in lower case, its words parted by single spaces; `closed` says that it ends as a sentence does.
pub fn leftover(block: &str, closed: bool) -> Option<Leftover> {
    let bare = block.trim_matches(|c: char| !c.is_alphanumeric() && !"©(".contains(c));
    let opening = LEFTOVERS.opening.get(first_word(block)).into_iter().flatten();
    let opening = opening.chain(LEFTOVERS.opening.get(first_word(bare)).into_iter().flatten());
    let fits = |entry: &&Leftover| match entry.stand {
        Stand::Whole | Stand::Section => bare == entry.phrase || block == entry.phrase,
        Stand::Start => starts(block, entry.phrase) || starts(bare, entry.phrase),
        Stand::Label => !closed && (starts(block, entry.phrase) || starts(bare, entry.phrase)),
        Stand::Within => false,
    };
    opening.copied().find(|entry| fits(&entry)).or_else(|| {
        let mut within = LEFTOVERS.within.iter();
        within.find(|entry| block.contains(entry.phrase)).copied()
    })
}

/// Whether `text` begins with `phrase` and a word ends there.
fn starts(text: &str, phrase: &str) -> bool {
    let Some(rest) = text.strip_prefix(phrase) else { return false };
    !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
}

/// What a word of a dateline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum DateWord {
    Month,
    Weekday,
    /// Part of a clock time: "GMT", "pm".
    Zone,
    /// Stands before a date: "Published".
    Label,
    /// A small word inside the name of a city: "Rio de Janeiro".
    Small,
    /// Opens a line in capitals without being a city: "UPDATE".
    NotCity,
}

static DATE_WORDS: LazyLock<HashMap<&'static str, DateWord>> = LazyLock::new(|| {
    let kind = |name: &str| match name {
        "month" => DateWord::Month,
        "weekday" => DateWord::Weekday,
        "zone" => DateWord::Zone,
        "label" => DateWord::Label,
        "small" => DateWord::Small,
        _ => DateWord::NotCity,
    };
    rows(include_str!("../../../data/datelines.tsv")).map(|row| (row.get(0), kind(row.get(1)))).collect()
});

/// What a word, in lower case and without a final stop, is in a dateline.
pub fn date_word(word: &str) -> Option<DateWord> {
    DATE_WORDS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_leftovers_by_where_they_stand() {
        let stand = |text, closed| leftover(text, closed).map(|entry| entry.stand);
        assert_eq!(stand("advertisement", false), Some(Stand::Whole));
        assert_eq!(stand("► tags: wind, rain", false), Some(Stand::Start));
        assert_eq!(stand("sources", false), Some(Stand::Section));
        assert_eq!(stand("source desk 4", false), Some(Stand::Label));
        assert_eq!(stand("sources close to the talks said so.", true), None);
        assert_eq!(stand("© 2020 the paper", false), Some(Stand::Start));
        assert_eq!(stand("", false), None);
    }

    #[test]
    fn knows_words_of_dates() {
        assert_eq!(date_word("sept"), Some(DateWord::Month));
        assert_eq!(date_word("oslo"), None);
    }
}
