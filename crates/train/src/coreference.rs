//! Learns which mentions of happenings mean one.
//!
//! Takes corpora with `{"id","text","topic","event_mentions":[{"start","end","chain"}]}`. Mentions are held against each other
//! within the stories that the ledger itself tells. What the predictions file gets is of topics that the weights in use had
//! not seen.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use reportedly_language::Pipeline;
use reportedly_ledger::coreference::{self, Evidence, FEATURES, Mention, Model, NAMES};
use reportedly_ledger::stories;
use reportedly_reader::Reader;
use reportedly_report::{CodePoints, Report};
use serde_json::{Value, json};

use crate::corpus;

const FOLDS: u64 = 5;
/// Reports read together.
const BATCH: usize = 32;
/// Steps of Newton's method.
const STEPS: usize = 15;
/// How strongly weights are held near nothing.
const DECAY: f64 = 1e-5;

const HEADER: &str = "\
# What speaks for two mentions of happenings meaning one: the weights of a logistic regression.
# Source: learned by `reportedly-train coreference` from the development half of ECB+ (topics 1 to 35; Cybulska and Vossen 2014, CC BY 3.0);
#   weights only, no text. Licence of this table: MIT OR Apache-2.0.
# Columns: feature (crates/ledger/src/coreference/evidence.rs) | weight
";

/// `MODEL OUT.tsv PREDICTIONS.jsonl CORPUS.jsonl[.gz]`: writes the weights, and the chains of every report as told by
/// weights that have not seen its topic.
///
/// # Errors
/// If an argument is missing, or a file cannot be read or written.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let [model, out, predictions, path] = arguments else {
        return Err("coreference needs MODEL, OUT.tsv, PREDICTIONS.jsonl and a CORPUS".into());
    };
    let lines = corpus::read(Path::new(path))?;
    let pipeline = Pipeline::load(Path::new(model)).map_err(|error| error.to_string())?;
    let cases = cases(&Reader::new(pipeline).with_tokens(true), &lines);
    let mentions: Vec<Mention> = cases.iter().map(|case| case.mention.clone()).collect();
    let rows: Vec<Row> = coreference::pairs(&mentions)
        .into_iter()
        .map(|(one, two, evidence)| {
            let is_one = cases[one].chain == cases[two].chain;
            Row { topic: cases[one].topic, evidence, is_one }
        })
        .collect();
    eprintln!("{} mentions, {} pairs", cases.len(), rows.len());
    let mut told = BTreeMap::new();
    for fold in 0..FOLDS {
        let model = fit(rows.iter().filter(|row| row.topic % FOLDS != fold));
        let unseen: Vec<&Case> = cases.iter().filter(|case| case.topic % FOLDS == fold).collect();
        let mentions: Vec<Mention> = unseen.iter().map(|case| case.mention.clone()).collect();
        for (case, chain) in unseen.iter().zip(coreference::chains(&mentions, &model)) {
            let events: &mut Vec<Value> = told.entry(case.mention.report).or_default();
            events.push(json!({ "anchor": case.anchor, "chain": format!("{fold}.{chain}") }));
        }
    }
    let mut table = HEADER.to_owned();
    for (name, weight) in NAMES.iter().zip(fit(rows.iter()).0) {
        writeln!(table, "{name}\t{weight:.3}").map_err(|error| error.to_string())?;
    }
    let told: String = told
        .into_iter()
        .map(|(report, events)| json!({ "id": lines[report as usize]["id"], "events": events }).to_string() + "\n")
        .collect();
    for (path, text) in [(out, table), (predictions, told)] {
        std::fs::write(path, text).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(())
}

struct Case {
    mention: Mention,
    topic: u64,
    chain: String,
    anchor: [u64; 2],
}

struct Row {
    topic: u64,
    evidence: Evidence,
    is_one: bool,
}

fn cases(reader: &Reader, lines: &[Value]) -> Vec<Case> {
    let text = |line: &Value| line["text"].as_str().unwrap_or_default().to_owned();
    let reports: Vec<Report> = lines.iter().map(|line| Report { text: text(line), ..Report::default() }).collect();
    let rows: Vec<stories::Row<'_>> =
        reports.iter().map(|report| stories::Row { text: &report.text, ..stories::Row::default() }).collect();
    let stories = stories::of_pile(&rows);
    let mut cases = Vec::new();
    for (batch, reports) in reports.chunks(BATCH).enumerate() {
        for (at, reading) in reader.read_batch(reports.to_vec()).iter().enumerate() {
            let at = batch * BATCH + at;
            let points = CodePoints::new(&reading.report.text);
            for named in lines[at]["event_mentions"].as_array().into_iter().flatten() {
                let (Some(start), Some(end)) = (named["start"].as_u64(), named["end"].as_u64()) else { continue };
                let span = points.bytes(start as u32, end as u32);
                let Some(mention) = span.and_then(|span| coreference::mention(reading, span)) else { continue };
                cases.push(Case {
                    mention: Mention { report: at as u32, story: stories[at], ..mention },
                    topic: lines[at]["topic"].as_u64().unwrap_or_default(),
                    chain: named["chain"].as_str().unwrap_or_default().to_owned(),
                    anchor: [start, end],
                });
            }
        }
    }
    cases
}

/// Logistic regression by Newton's method.
fn fit<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> Model {
    let count = rows.clone().count().max(1) as f64;
    let mut model = [0.0f64; FEATURES];
    for _ in 0..STEPS {
        let mut slope = [0.0; FEATURES];
        let mut curve = vec![[0.0; FEATURES]; FEATURES];
        for row in rows.clone() {
            let x = row.evidence.map(f64::from);
            let odds: f64 = x.iter().zip(model).map(|(feature, weight)| feature * weight).sum();
            let likely = 1.0 / (1.0 + (-odds).exp());
            let (error, weight) = (likely - f64::from(u8::from(row.is_one)), likely * (1.0 - likely));
            for (i, feature) in x.iter().enumerate().filter(|(_, feature)| **feature != 0.0) {
                slope[i] += feature * error;
                for (cell, other) in curve[i].iter_mut().zip(&x[..=i]) {
                    *cell += feature * other * weight;
                }
            }
        }
        for i in 0..FEATURES {
            slope[i] = slope[i] / count + DECAY * model[i];
            #[expect(clippy::needless_range_loop, reason = "a matrix is mirrored")]
            for j in 0..=i {
                curve[i][j] /= count;
                curve[j][i] = curve[i][j];
            }
            curve[i][i] += DECAY + 1e-9;
        }
        for (weight, step) in model.iter_mut().zip(solve(curve, slope)) {
            *weight -= step;
        }
    }
    Model(model.map(|weight| weight as f32))
}

/// Solves a small system by elimination.
fn solve(mut a: Vec<[f64; FEATURES]>, mut b: [f64; FEATURES]) -> [f64; FEATURES] {
    for i in 0..FEATURES {
        let pivot = (i..FEATURES).max_by(|x, y| a[*x][i].abs().total_cmp(&a[*y][i].abs())).unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        for row in (0..FEATURES).filter(|row| *row != i) {
            let factor = a[row][i] / a[i][i];
            let above = a[i];
            a[row].iter_mut().zip(above).for_each(|(cell, above)| *cell -= factor * above);
            b[row] -= factor * b[i];
        }
    }
    std::array::from_fn(|i| b[i] / a[i][i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_being_one_weighs_for_it() {
        let row = |n: usize| {
            let mut evidence = [0.0; FEATURES];
            evidence[0] = 1.0;
            evidence[1] = f32::from(u8::from(n.is_multiple_of(2)));
            Row { topic: 0, evidence, is_one: n.is_multiple_of(2) && !n.is_multiple_of(10) }
        };
        let rows: Vec<Row> = (0..200).map(row).collect();
        let model = fit(rows.iter());
        let mut evidence = [0.0; FEATURES];
        evidence[0] = 1.0;
        assert!(model.likelihood(&evidence) < 0.05);
        evidence[1] = 1.0;
        assert!((model.likelihood(&evidence) - 0.8).abs() < 0.01);
    }
}
