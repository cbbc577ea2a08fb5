//! What is remembered of each report of an open story, so that the story can be taken apart again.

use super::terms::{Term, Terms};
use crate::Moment;
use crate::kept::keep_fields;

/// Terms remembered of a report: the weightiest.
const TERMS: usize = 128;

/// One report of an open story.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its number in order of arrival.
    pub report: u64,
    /// When it came out.
    pub published: Option<Moment>,
    /// Its weightiest terms, in order, with their weights.
    pub terms: Box<[(Term, f32)]>,
}

keep_fields!(Member { report, published, terms });

impl Member {
    /// What is remembered of a report.
    pub fn of(report: u64, published: Option<Moment>, terms: &Terms) -> Self {
        let mut weightiest = terms.weighted.clone();
        if weightiest.len() > TERMS {
            weightiest.select_nth_unstable_by(TERMS, |(a, one), (b, two)| two.total_cmp(one).then(a.cmp(b)));
            weightiest.truncate(TERMS);
            weightiest.sort_unstable_by_key(|(term, _)| *term);
        }
        Self { report, published, terms: weightiest.into() }
    }
}
