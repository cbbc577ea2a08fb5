//! Measures what each layer costs on one thread, beside the linguistic runtime below them.
//!
//! ```sh
//! cargo run --release -p reportedly-reader --example layers -- MODEL_FOLDER TEXTS.jsonl [GAZETTEER]
//! ```
//!
//! Each line of the file has a `text`. Prints words a second (runs without white space) of the runtime, of every layer
//! and of all layers together. The second of two passes counts: the first fills the caches.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_language::Pipeline;
use reportedly_reader::*;
use reportedly_report::Report;

/// Reports that share their matrix products, as in the product.
const BATCH: usize = 16;

/// Time spent, by layer.
#[derive(Default)]
struct Clock(BTreeMap<&'static str, Duration>);

impl Clock {
    fn time<T>(&mut self, layer: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        *self.0.entry(layer).or_default() += start.elapsed();
        done
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [model, texts, ..] = &args[..] else {
        eprintln!("usage: layers MODEL_FOLDER TEXTS.jsonl [GAZETTEER]");
        std::process::exit(2);
    };
    let pipeline = Pipeline::load(Path::new(model)).expect("a pipeline");
    let gazetteer = match args.get(2) {
        Some(path) => Gazetteer::open(Path::new(path)).expect("a gazetteer"),
        None => Gazetteer::compiled_in(),
    };
    let reports: Vec<Report> = std::fs::read_to_string(texts)
        .expect("a readable file")
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|line| Some(Report { text: line["text"].as_str()?.to_owned(), ..Report::default() }))
        .collect();
    let words: usize = reports.iter().map(|report| report.text.split_whitespace().count()).sum();
    pass(&pipeline, &gazetteer, &reports);
    let Clock(times) = pass(&pipeline, &gazetteer, &reports);
    let rate = |spent: &Duration| words as f64 / spent.as_secs_f64().max(1e-9);
    println!("{words} words");
    for (layer, spent) in &times {
        println!("{layer:14} {:9.3} s {:12.0} words/s", spent.as_secs_f64(), rate(spent));
    }
    let layers: Duration = times.iter().filter(|(layer, _)| **layer != "runtime").map(|(_, spent)| *spent).sum();
    println!("{:14} {:9.3} s {:12.0} words/s", "all layers", layers.as_secs_f64(), rate(&layers));
    let whole = layers + times["runtime"];
    println!("{:14} {:9.3} s {:12.0} words/s", "whole reading", whole.as_secs_f64(), rate(&whole));
}

fn pass(pipeline: &Pipeline, gazetteer: &Gazetteer, reports: &[Report]) -> Clock {
    let mut clock = Clock::default();
    for batch in reports.chunks(BATCH) {
        let blocks: Vec<_> = clock.time("blocks", || batch.iter().map(blocks::read).collect());
        let tokens: Vec<_> =
            clock.time("runtime", || batch.iter().map(|report| pipeline.tokenize(&report.text)).collect());
        let starts = clock.time("sentences", || {
            tokens.iter().zip(&blocks).map(|(tokens, blocks)| sentences::starts(tokens, blocks)).collect::<Vec<_>>()
        });
        let docs = clock.time("runtime", || pipeline.annotate(tokens.into_iter().zip(starts).collect()));
        for ((report, blocks), doc) in batch.iter().zip(&blocks).zip(&docs) {
            let quotes = clock.time("quotes", || quotes::read(doc, blocks));
            let cx = Context { report, blocks, doc, quotes: &quotes, gazetteer };
            let entities = clock.time("entities", || entities::read(&cx));
            let times = clock.time("times", || times::read(&cx));
            let places = clock.time("places", || places::read(&cx, &entities));
            let quantities = clock.time("quantities", || quantities::read(&cx, &times));
            let attributions = clock.time("attributions", || attributions::read(&cx, &entities));
            let events = clock.time("events", || events::read(&cx, &entities, &times, &places, &attributions));
            let layers = conflicts::Layers {
                entities: &entities,
                times: &times,
                places: &places,
                quantities: &quantities,
                attributions: &attributions,
                events: &events,
            };
            clock.time("conflicts", || conflicts::read(&cx, &layers));
            clock.time("checks", || checks::read(&cx, &times, &places, &quantities));
        }
    }
    clock
}
