//! How much a term tells: learned from the reports so far, on top of a background table.

use std::sync::LazyLock;

use reportedly_knowledge::story_words;

use super::terms::{Term, Terms, word_term};
use crate::hashing::ShortMap;
use crate::kept::keep_fields;

/// Terms remembered at most; those seen in one report alone are forgotten first.
const REMEMBERED: usize = 3_000_000;

static BACKGROUND: LazyLock<ShortMap<u32>> = LazyLock::new(|| {
    let mut counts = ShortMap::default();
    for (word, reports) in story_words::all() {
        let count: &mut u32 = counts.entry(word_term(word).0).or_default();
        *count = reports.max(*count);
    }
    counts
});

/// In how many reports each term stood.
#[derive(Debug, Default)]
pub struct Weights {
    reports: u32,
    counts: ShortMap<u32>,
}

keep_fields!(Weights { reports, counts });

impl Weights {
    /// Counts the terms of a report.
    pub fn learn(&mut self, counted: &[(Term, f32)]) {
        self.reports += 1;
        for (term, _) in counted {
            *self.counts.entry(term.0).or_default() += 1;
        }
        if self.counts.len() > REMEMBERED {
            self.counts.retain(|_, count| *count > 1);
        }
    }

    /// Weighs the terms of a report: a term weighs the logarithm of how rare it is.
    pub fn weigh(&self, counted: &[(Term, f32)]) -> Terms {
        let reports = (self.reports + story_words::REPORTS + 1) as f32;
        let mut terms = Terms::default();
        for (term, weight) in counted {
            let count = self.counts.get(&term.0).copied().unwrap_or_default();
            let known = (count + BACKGROUND.get(&term.0).copied().unwrap_or_default()).max(1);
            let weight = weight * (reports / known as f32).ln();
            if weight > 0.0 {
                terms.weighted.push((*term, weight));
                terms.norms[term.kind()] += weight * weight;
            }
        }
        terms.norms = terms.norms.map(f32::sqrt);
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::terms::counted;

    #[test]
    fn what_all_reports_say_tells_little() {
        let mut weights = Weights::default();
        for n in 0..200 {
            weights.learn(&counted(None, &format!("ferry item{n}")));
        }
        let terms = weights.weigh(&counted(None, "ferry quokka"));
        let weight = |word: &str| terms.weighted.iter().find(|(term, _)| *term == word_term(word)).unwrap().1;
        assert!(weight("quokka") > 3.0 * weight("ferry"));
    }

    #[test]
    fn function_words_tell_next_to_nothing_from_the_start() {
        let terms = Weights::default().weigh(&counted(None, "the quokka"));
        let weights: Vec<_> = terms.weighted.iter().map(|(_, weight)| *weight).collect();
        assert!(
            weights.iter().any(|weight| *weight < 1.0) && weights.iter().any(|weight| *weight > 5.0),
            "{weights:?}"
        );
    }
}
