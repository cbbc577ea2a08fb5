//! What each rule id stands for, in words.

use crate::table;

const TABLE: &str = include_str!("../../../data/rules.tsv");

/// The words that explain a rule, or nothing for an id that no reader uses.
pub fn explanation(rule: &str) -> Option<&'static str> {
    all().find(|(id, _)| *id == rule).map(|(_, words)| words)
}

/// Every rule id with its words, in order.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    table::rows(TABLE).map(|row| (row.get(0), row.get(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_in_order_and_explained() {
        let ids: Vec<&str> = all().map(|(id, _)| id).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "not sorted, or twice");
        assert!(all().all(|(id, words)| id.contains('.') && words.ends_with(['.', ')'])));
    }
}
