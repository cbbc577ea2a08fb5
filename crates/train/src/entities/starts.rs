//! Training cases of the classifier of sentence starts.

use reportedly_reader::sentences::marks::Marks;

use super::gold::Case;
use crate::{Dataset, Settings, Target};

/// The weights may take this many bytes.
pub const BUDGET: usize = 40_000;

/// How the classifier is learned.
pub fn settings() -> Settings {
    Settings {
        hidden: 0,
        epochs: 8,
        rate: 0.1,
        batch: 32,
        feature_dropout: 0.2,
        unit_dropout: 0.0,
        l2: 0.03,
        l1: 0.0,
        min_count: 2,
        seed: 5,
    }
}

/// One case for each word of the documents whose sentences are marked; a unit is a document. Single sentences of PUD
/// teach nothing of starts and are left out by their task.
pub fn dataset(cases: &[Case]) -> Dataset {
    let mut data = Dataset::new(0, 0);
    for (unit, case) in cases.iter().enumerate() {
        if !case.has("sent") || case.starts.len() < 2 {
            continue;
        }
        Marks::of_doc(&case.doc).each(|token, features| {
            let starts = case.starts.contains(&case.doc.span(token).start);
            data.push(features, &[], Target::Class(usize::from(starts)), 1.0, unit as u32);
        });
    }
    data
}
