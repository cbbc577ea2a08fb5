//! In how many news reports a word stands: where stories start from before they have seen reports of their own.

use crate::table::rows;

/// The reports that the table was counted over.
pub const REPORTS: u32 = 1021;

/// Words in lower case without plural endings, and the number of reports they stand in.
pub fn all() -> impl Iterator<Item = (&'static str, u32)> {
    rows(include_str!("../../../data/story_words.tsv")).filter_map(|row| Some((row.get(0), row.get(1).parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_in_more_reports_than_there_are() {
        assert!(all().count() > 1000);
        assert!(all().all(|(word, reports)| !word.is_empty() && reports <= REPORTS));
    }
}
