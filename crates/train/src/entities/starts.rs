//! Training cases of the classifier of sentence starts.

use reportedly_language::Pipeline;
use reportedly_reader::sentences::marks::Marks;
use serde_json::Value;

use super::gold;
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
        snapshots: 1,
        seed: 5,
    }
}

/// One case for each word of the documents whose sentences are marked; a unit is a document. PUD has loose sentences,
/// which teach nothing of starts.
pub fn dataset(pipeline: &Pipeline, lines: &[Value]) -> Dataset {
    let mut data = Dataset::new(0, 0);
    for (unit, line) in lines.iter().enumerate() {
        let marked = line["score"].as_array().is_some_and(|tasks| tasks.iter().any(|task| task == "sent"));
        let loose = line["genre"].as_str().is_some_and(|genre| genre.starts_with("pud"));
        let (Some(text), true) = (line["text"].as_str(), marked && !loose) else { continue };
        let starts = gold::starts(text, line);
        let tokens = pipeline.tokenize(text);
        Marks::of_tokens(&tokens).each(|token, features| {
            let class = usize::from(starts.contains(&tokens.span(token).start));
            data.push(features, &[], Target::Class(class), 1.0, unit as u32);
        });
    }
    data
}
