//! Learns how to choose among places of one name.
//!
//! Each distinct name of a report is a case: its candidates as [`choose`] describes them, and which of them lie within
//! 161 km of where annotators put its mentions. Both passes are multinomial logistic models over the candidates, drawn
//! to the weights they start from, so that what the corpus does not show keeps its sense. Every corpus counts the same.

use std::path::Path;

use reportedly_knowledge::gazetteer::{Candidate, Gazetteer};
use reportedly_language::{Doc, Pipeline};
use reportedly_reader::places::choose::{self, FEATURES, Row, WEIGHTS, Weights};
use reportedly_reader::places::{Scene, read_with};
use reportedly_reader::{Context, blocks, quotes, sentences};
use reportedly_report::{CodePoints, Meta, Report};
use serde_json::{Value, json};

use crate::corpus;

/// How many parts the documents are dealt out to.
const FOLDS: usize = 5;
/// How often the second pass is fitted to what it makes of the other names.
const ROUNDS: usize = 3;
const STEPS: usize = 600;
/// How strongly weights are drawn to where they start.
const DRAW: f32 = 0.0003;
const KILOMETRES: f64 = 161.0;

/// A document with its mentions looked up.
struct Case<'a> {
    line: &'a Value,
    scene: Scene,
    /// For each name and candidate, whether it is right; empty where no annotator says.
    right: Vec<Vec<bool>>,
    weight: f32,
}

/// One name to choose for.
struct Choice {
    rows: Vec<Row>,
    right: Vec<bool>,
    weight: f32,
}

/// Learns from annotated documents and writes the table of weights, and what unseen folds read to PREDICTIONS.
///
/// # Errors
/// If a file cannot be read or written, or the model or gazetteer cannot be loaded.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let [model, gazetteer, corpus, predictions, out] = arguments else {
        return Err("places needs MODEL, GAZETTEER, CORPUS, PREDICTIONS and OUT".into());
    };
    let pipeline = Pipeline::load(Path::new(model)).map_err(|error| error.to_string())?;
    let gazetteer = Gazetteer::open(Path::new(gazetteer)).map_err(|error| error.to_string())?;
    let lines = corpus::read(Path::new(corpus))?;
    let reports: Vec<Report> = lines.iter().map(report).collect();
    let blocks: Vec<_> = reports.iter().map(blocks::read).collect();
    let mut docs: Vec<Doc<'_>> = Vec::new();
    for (reports, blocks) in reports.chunks(32).zip(blocks.chunks(32)) {
        let batch = reports.iter().zip(blocks).map(|(report, blocks)| {
            let tokens = pipeline.tokenize(&report.text);
            let starts = sentences::starts(&tokens, blocks);
            (tokens, starts)
        });
        docs.extend(pipeline.annotate(batch.collect()));
    }
    let marks: Vec<_> = docs.iter().zip(&blocks).map(|(doc, blocks)| quotes::read(doc, blocks)).collect();
    let contexts = || {
        let parts = reports.iter().zip(&blocks).zip(docs.iter().zip(&marks));
        parts.map(|((report, blocks), (doc, quotes))| Context { report, blocks, doc, quotes, gazetteer: &gazetteer })
    };
    let share = |corpus: &Value| 1000.0 / lines.iter().filter(|line| &line["corpus"] == corpus).count().max(1) as f32;
    let cases: Vec<Case<'_>> = lines
        .iter()
        .zip(contexts())
        .map(|(line, cx)| {
            let scene = Scene::new(&cx);
            let right = answers(line, &cx, &scene);
            Case { line, scene, right, weight: share(&line["corpus"]) }
        })
        .collect();
    let mut written = vec![String::new(); cases.len()];
    for fold in 0..FOLDS {
        let seen: Vec<&Case<'_>> =
            cases.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, c)| c).collect();
        let weights = learn(&seen);
        for (at, cx) in contexts().enumerate().filter(|(at, _)| at % FOLDS == fold) {
            written[at] = reading(&cx, cases[at].line, &weights);
        }
    }
    let store = |path: &str, text: String| std::fs::write(path, text).map_err(|error| format!("{path}: {error}"));
    store(predictions, written.join("\n") + "\n")?;
    store(out, table(&learn(&cases.iter().collect::<Vec<_>>())))
}

fn report(line: &Value) -> Report {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut meta = Meta::default();
    (meta.outlet, meta.url) = (text(&line["meta"]["outlet"]), text(&line["meta"]["url"]));
    Report { id: String::new(), meta, text: text(&line["text"]).unwrap_or_default() }
}

/// Which candidates of each name are right by the annotators, its mentions voting.
fn answers(line: &Value, cx: &Context<'_>, scene: &Scene) -> Vec<Vec<bool>> {
    let points = CodePoints::new(&cx.report.text);
    let mut votes: Vec<Vec<i32>> = scene.names.iter().map(|name| vec![0; name.candidates.len()]).collect();
    let gold = line["places"].as_array().map_or(&[][..], Vec::as_slice);
    for (mention, of) in scene.mentions.iter().zip(&scene.of) {
        let Some(name) = *of else { continue };
        let span = points.span(cx.doc.span_of(mention.tokens.clone()));
        let overlaps = |place: &&Value| {
            let at = |key: &str| place[key].as_u64().unwrap_or(0) as u32;
            at("start") < span.end && span.start < at("end") && place["lat"].is_number()
        };
        let Some(place) = gold.iter().find(overlaps) else { continue };
        for (candidate, vote) in scene.names[name].candidates.iter().zip(&mut votes[name]) {
            *vote += if is_it(candidate, place) { 1 } else { -1 };
        }
    }
    let decided = |votes: Vec<i32>| -> Vec<bool> {
        if votes.iter().any(|&vote| vote > 0) { votes.into_iter().map(|vote| vote > 0).collect() } else { Vec::new() }
    };
    votes.into_iter().map(decided).collect()
}

fn is_it(candidate: &Candidate, place: &Value) -> bool {
    if candidate.geonameid.is_some() && candidate.geonameid.map(u64::from) == place["geonameid"].as_u64() {
        return true;
    }
    let point = |value: &Value, lat: usize, lon: usize| Some((value.get(lat)?.as_f64()?, value.get(lon)?.as_f64()?));
    let first = place["lat"].as_f64().zip(place["lon"].as_f64());
    let others = place["alt"].as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(|alt| point(alt, 0, 1));
    first.into_iter().chain(others).any(|(lat, lon)| kilometres(candidate.lat, candidate.lon, lat, lon) <= KILOMETRES)
}

fn kilometres(lat: f64, lon: f64, to_lat: f64, to_lon: f64) -> f64 {
    let (a, b, c, d) = (lat.to_radians(), lon.to_radians(), to_lat.to_radians(), to_lon.to_radians());
    let half = ((c - a) / 2.0).sin().powi(2) + a.cos() * c.cos() * ((d - b) / 2.0).sin().powi(2);
    12_742.0 * half.sqrt().min(1.0).asin()
}

fn learn(cases: &[&Case<'_>]) -> [Weights; 2] {
    let mut weights = *WEIGHTS;
    let first = choices(cases, |case| case.scene.names.iter().map(choose::own).collect());
    weights[0] = fit(&first, &weights[0]);
    let start = weights[1];
    for _ in 0..ROUNDS {
        let second = choices(cases, |case| choose::rows(&case.scene.names, &case.scene.demonyms, &weights));
        weights[1] = fit(&second, &start);
    }
    weights
}

fn choices(cases: &[&Case<'_>], rows: impl Fn(&Case<'_>) -> Vec<Vec<Row>>) -> Vec<Choice> {
    let mut choices = Vec::new();
    for case in cases {
        for ((rows, right), name) in rows(case).into_iter().zip(&case.right).zip(&case.scene.names) {
            if !right.is_empty() && rows.len() > 1 {
                let weight = case.weight * (name.count as f32).sqrt();
                choices.push(Choice { rows, right: right.clone(), weight });
            }
        }
    }
    choices
}

/// Gradient descent with AdaGrad on the likelihood of the right candidates.
fn fit(choices: &[Choice], start: &Weights) -> Weights {
    let mut weights = *start;
    let mut squares = [1e-6f32; FEATURES.len()];
    let total: f32 = choices.iter().map(|choice| choice.weight).sum();
    for _ in 0..STEPS {
        let mut slope = [0.0f32; FEATURES.len()];
        for choice in choices {
            let shares = choose::softmax(&choice.rows, &weights);
            let right: f32 =
                shares.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
            for ((row, share), is_right) in choice.rows.iter().zip(&shares).zip(&choice.right) {
                let wanted = if *is_right { share / right.max(1e-6) } else { 0.0 };
                let pull = (wanted - share) * choice.weight / total;
                slope.iter_mut().zip(row).for_each(|(slope, x)| *slope += pull * x);
            }
        }
        for index in 0..FEATURES.len() {
            let slope = slope[index] - DRAW * (weights[index] - start[index]);
            squares[index] += slope * slope;
            weights[index] += 0.5 * slope / squares[index].sqrt();
        }
    }
    weights
}

fn reading(cx: &Context<'_>, line: &Value, weights: &[Weights; 2]) -> String {
    let points = CodePoints::new(&cx.report.text);
    let place = |place: reportedly_report::Place| {
        let span = points.span(place.span);
        json!({"start": span.start, "end": span.end, "lat": place.lat, "lon": place.lon, "country": place.country,
            "geonameid": place.geonameid, "literal": place.literal})
    };
    let places: Vec<Value> = read_with(cx, &[], weights).into_iter().map(place).collect();
    json!({"id": line["id"], "places": places}).to_string()
}

fn table(weights: &[Weights; 2]) -> String {
    let mut table = String::from(
        "# Weights of the choice among places of one name (crates/reader/src/places/choose.rs): a first guess, then with the\n\
         # other places of the report. Learned by `reportedly-train places` from the annotated news of GeoWebNews (2019),\n\
         # TR-News (2018), GeoVirus (2018) and the Local-Global Lexicon (2010); only the weights were kept.\n\
         # feature\tfirst\twith others\n",
    );
    for (index, feature) in FEATURES.iter().enumerate() {
        table += &format!("{feature}\t{:.3}\t{:.3}\n", weights[0][index], weights[1][index]);
    }
    table
}
