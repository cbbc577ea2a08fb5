//! Learns whether events had happened from annotated anchors.
//!
//! A line of the corpus is `{"text", "events": [{"anchor": [start, end], "factuality": -3..3}]}` with anchors in code
//! points, as UDS It-Happened is distributed in the unified format of Jiang and de Marneffe (2021).

use std::path::Path;
use std::time::Instant;

use reportedly_language::{Doc, Pipeline};
use reportedly_reader::events::factuality::{Judge, SLOTS};
use reportedly_report::{Meta, Report, Span};
use serde_json::Value;

use crate::{Dataset, RowId, Settings, Target, corpus, cross_validate, fit, side_by_side};

/// Texts annotated in one batch.
const BATCH: usize = 64;
/// Bytes that the model may have.
const BUDGET: usize = 1_200_000;

/// `MODEL CORPUS.jsonl[.gz] OUT_FOLDER`: writes `factuality.bin`.
///
/// # Errors
/// If an argument is missing, or a file cannot be read or written.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let [model, corpus, out] = arguments else {
        return Err("factuality needs MODEL, CORPUS and OUT_FOLDER".into());
    };
    let started = Instant::now();
    let log = |message: &str| eprintln!("{:6.1} s  {message}", started.elapsed().as_secs_f32());
    let pipeline = Pipeline::load(Path::new(model)).map_err(|error| error.to_string())?;
    let lines = corpus::read(Path::new(corpus))?;
    let reports: Vec<Report> = lines
        .iter()
        .map(|line| Report {
            id: String::new(),
            meta: Meta::default(),
            text: line["text"].as_str().unwrap_or_default().to_owned(),
        })
        .collect();
    let docs: Vec<Doc<'_>> = side_by_side(reports.chunks(BATCH).collect(), |reports| {
        let batch = reports.iter().map(|report| {
            let blocks = reportedly_reader::blocks::read(report);
            let tokens = pipeline.tokenize(&report.text);
            let starts = reportedly_reader::sentences::starts(&tokens, &blocks);
            (tokens, starts)
        });
        pipeline.annotate(batch.collect())
    })
    .into_iter()
    .flatten()
    .collect();
    log(&format!("{} texts read", docs.len()));
    let data = dataset(&docs, &lines);
    let settings = Settings {
        hidden: 24,
        epochs: 6,
        rate: 0.05,
        batch: 16,
        feature_dropout: 0.3,
        unit_dropout: 0.2,
        min_count: 3,
        ..Settings::default()
    };
    let scores = cross_validate(&data, &settings, 4);
    log(&format!("{} events; r on unseen texts {:.4}", data.len(), correlation(&data, &scores)));
    let trained = fit(&data, &settings, |_| true);
    let bytes = trained.parts(Some(BUDGET)).write();
    let path = Path::new(out).join("factuality.bin");
    std::fs::write(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    log(&format!("{}: {} bytes", path.display(), bytes.len()));
    Ok(())
}

fn dataset(docs: &[Doc<'_>], lines: &[Value]) -> Dataset {
    let width = docs.iter().find(|doc| !doc.is_empty()).map_or(0, |doc| doc.vector(0).len());
    let mut data = Dataset::new(SLOTS, width);
    for (unit, (doc, line)) in docs.iter().zip(lines).enumerate() {
        let mut judge = Judge::new(doc);
        let bytes: Vec<usize> = doc.source().char_indices().map(|(byte, _)| byte).chain([doc.source().len()]).collect();
        for event in line["events"].as_array().into_iter().flatten() {
            let Some((anchor, value)) = case(doc, &bytes, event) else { continue };
            let rows = judge.rows(anchor).map(|row| if row.is_empty() { RowId::NONE } else { data.add_row(row) });
            data.push(judge.features(anchor), &rows, Target::Values(&[value]), 1.0, unit as u32);
        }
    }
    data
}

/// The token of an anchor and its value.
fn case(doc: &Doc<'_>, bytes: &[usize], event: &Value) -> Option<(usize, f32)> {
    let at = |index: usize| bytes.get(event["anchor"][index].as_u64()? as usize).copied();
    let (start, end) = (at(0)?, at(1)?);
    let mut tokens = doc.tokens_in(Span::new(start, end.max(start)));
    let anchor =
        tokens.clone().find(|&i| doc.is_root(i) || !tokens.contains(&doc.head(i))).or_else(|| tokens.next())?;
    Some((anchor, event["factuality"].as_f64()? as f32))
}

/// Pearson's r between what is right and what is predicted.
fn correlation(data: &Dataset, scores: &[Vec<f32>]) -> f64 {
    let pairs: Vec<(f64, f64)> = (0..data.len())
        .filter_map(|case| match data.target(case) {
            Target::Values(values) => Some((f64::from(values[0]), f64::from(scores[case][0].clamp(-3.0, 3.0)))),
            Target::Class(_) | Target::Chances(_) => None,
        })
        .collect();
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (a, b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let both = sum(&|pair| (pair.0 - a) * (pair.1 - b));
    both / (sum(&|pair| (pair.0 - a).powi(2)) * sum(&|pair| (pair.1 - b).powi(2))).sqrt()
}
