//! Learns whether a place name means the place.
//!
//! Takes any number of corpora with `"places": [{"start", "end", "literal", "form"}]`; adjectives and names of which
//! annotators say nothing are left out. What it prints is of documents that the weights in use had not seen.

use std::collections::BTreeMap;
use std::path::Path;

use reportedly_language::Pipeline;
use reportedly_reader::metonymy::{SLOTS, features, rows};
use reportedly_report::{Report, Span};
use serde_json::Value;

use crate::{Dataset, RowId, Settings, Target, corpus, cross_validate, fit};

const FOLDS: u32 = 10;
/// Bytes that the model may have.
const BUDGET: usize = 200_000;

/// `MODEL OUT_FOLDER CORPUS.jsonl[.gz]…`: writes `metonymy.bin`.
///
/// # Errors
/// If an argument is missing, or a file cannot be read or written.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let [model, out, corpora @ ..] = arguments else {
        return Err("metonymy needs MODEL, OUT_FOLDER and a CORPUS".into());
    };
    let pipeline = Pipeline::load(Path::new(model)).map_err(|error| error.to_string())?;
    let mut lines = Vec::new();
    for path in corpora {
        lines.extend(corpus::read(Path::new(path))?);
    }
    let (data, sources) = dataset(&pipeline, &lines);
    let settings = Settings {
        hidden: 16,
        epochs: 12,
        rate: 0.05,
        batch: 16,
        feature_dropout: 0.4,
        unit_dropout: 0.2,
        min_count: 2,
        snapshots: 4,
        ..Settings::default()
    };
    let scores = cross_validate(&data, &settings, FOLDS);
    let mut counts: BTreeMap<&str, [[u32; 2]; 2]> = BTreeMap::new();
    for (case, source) in sources.iter().enumerate() {
        let Target::Class(right) = data.target(case) else { continue };
        let said = usize::from(scores[case][1] >= scores[case][0]);
        counts.entry(source).or_default()[right][said] += 1;
    }
    for (source, table) in &counts {
        eprintln!("{source}: macro-F1 {:.4} {table:?}", macro_f1(table));
    }
    let path = Path::new(out).join("metonymy.bin");
    let bytes = fit(&data, &settings, |_| true).parts(Some(BUDGET)).write();
    eprintln!("{}: {} bytes", path.display(), bytes.len());
    std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// The mean of the F1 of both classes; `table[right][said]`.
fn macro_f1(table: &[[u32; 2]; 2]) -> f64 {
    let f1 = |class: usize| {
        let hit = 2.0 * f64::from(table[class][class]);
        let missed = f64::from(table[class][1 - class] + table[1 - class][class]);
        hit / (hit + missed).max(1.0)
    };
    (f1(0) + f1(1)) / 2.0
}

/// The cases, and the corpus each comes from.
fn dataset<'l>(pipeline: &Pipeline, lines: &'l [Value]) -> (Dataset, Vec<&'l str>) {
    let mut data: Option<Dataset> = None;
    let mut sources = Vec::new();
    for (chunk, lines) in lines.chunks(64).enumerate() {
        let text = |line: &Value| line["text"].as_str().unwrap_or_default().to_owned();
        let reports: Vec<Report> = lines.iter().map(|line| Report { text: text(line), ..Report::default() }).collect();
        let batch = reports.iter().map(|report| {
            let tokens = pipeline.tokenize(&report.text);
            let starts = reportedly_reader::sentences::starts(&tokens, &reportedly_reader::blocks::read(report));
            (tokens, starts)
        });
        for (at, (doc, line)) in pipeline.annotate(batch.collect()).iter().zip(lines).enumerate() {
            let width = if doc.is_empty() { 0 } else { doc.vector(0).len() };
            let data = data.get_or_insert_with(|| Dataset::new(SLOTS, width));
            let bytes: Vec<usize> =
                doc.source().char_indices().map(|(byte, _)| byte).chain([doc.source().len()]).collect();
            for place in line["places"].as_array().into_iter().flatten() {
                let byte = |key: &str| bytes.get(place[key].as_u64()? as usize).copied();
                let (Some(start), Some(end), Some(literal)) = (byte("start"), byte("end"), place["literal"].as_bool())
                else {
                    continue;
                };
                let tokens = doc.tokens_in(Span::new(start, end.max(start)));
                if tokens.is_empty() || place["form"] == "adjective" {
                    continue;
                }
                let rows = rows(doc, &tokens).map(|row| if row.is_empty() { RowId::NONE } else { data.add_row(row) });
                let target = Target::Class(usize::from(literal));
                data.push(&features(doc, &tokens), &rows, target, 1.0, (chunk * 64 + at) as u32);
                sources.push(line["corpus"].as_str().unwrap_or_default());
            }
        }
    }
    (data.unwrap_or_default(), sources)
}
