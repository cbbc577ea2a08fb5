//! Training cases of the name classifier.

use reportedly_reader::entities::candidates::candidates;
use reportedly_reader::entities::evidence::Evidence;
use reportedly_reader::entities::naming::{Class, Domain, Surroundings, describe};
use reportedly_reader::learned::Features;
use reportedly_report::{EntityType, MentionForm, Span};

use super::gold::{Case, trimmed};
use crate::{Dataset, Settings, Target};

/// The weights may take this many bytes.
pub const BUDGET: usize = 300_000;

/// How the classifier is learned.
pub fn settings() -> Settings {
    Settings {
        hidden: 0,
        epochs: 15,
        rate: 0.1,
        batch: 16,
        feature_dropout: 0.5,
        unit_dropout: 0.0,
        l2: 0.3,
        l1: 0.0,
        min_count: 2,
        snapshots: 1,
        seed: 7,
    }
}

/// One case for each candidate whose class the gold decides; a unit is a document.
pub fn dataset(cases: &[Case]) -> Dataset {
    let mut data = Dataset::new(0, 0);
    let mut features = Features::default();
    for (unit, case) in cases.iter().enumerate() {
        let exact = case.has("ner_exact");
        if !exact && !case.has("ner") {
            continue;
        }
        let (domain, weight) = if exact { (Domain::Names, 1.0) } else { (Domain::Mentions, 0.3) };
        let gold = gold_names(case);
        let found = candidates(&case.doc);
        let evidence: Vec<Evidence> = found.iter().map(|c| Evidence::gather(&case.doc, &c.tokens)).collect();
        let around = Surroundings::new(&case.doc, &found, &evidence);
        for (candidate, evidence) in found.iter().zip(&evidence) {
            let span = trimmed(&case.report.text, case.doc.span_of(candidate.tokens.clone()));
            let Some(class) = class(&gold, span) else { continue };
            features.clear();
            describe(&case.doc, candidate, evidence, &around, domain, &mut features);
            data.push(&features, &[], Target::Class(class as usize), weight, unit as u32);
        }
    }
    data
}

fn gold_names(case: &Case) -> Vec<(Span, EntityType)> {
    let names = case.mentions.iter().filter(|mention| mention.form == MentionForm::Name);
    names.filter_map(|mention| Some((trimmed(&case.report.text, mention.core), mention.kind?))).collect()
}

/// What the gold says of a span: the type of the name that is exactly it, none where no name overlaps it, else nothing.
fn class(gold: &[(Span, EntityType)], span: Span) -> Option<Class> {
    if let Some((_, kind)) = gold.iter().find(|(name, _)| *name == span) {
        return Some(match kind {
            EntityType::Person => Class::Person,
            EntityType::Organization => Class::Organization,
            _ => Class::Place,
        });
    }
    (!gold.iter().any(|(name, _)| name.overlaps(span))).then_some(Class::None)
}
