//! Measures how fast a pipeline annotates texts; `benches/language.sh` sets it beside spaCy.
//!
//! ```sh
//! cargo run --release -p reportedly-language --example speed -- MODEL_FOLDER TEXTS.jsonl THREADS [REPEATS]
//! ```
//!
//! Each line of the file has a `text`. Prints one line of JSON: seconds to load, seconds to annotate on the clock
//! and of processor time, words (runs without white space), tokens, and the peak of memory in MB; what only Linux tells is
//! null elsewhere.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use reportedly_language::Pipeline;

/// Texts that a thread takes at a time.
const BATCH: usize = 16;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, texts, threads, ..] = &args[..] else {
        eprintln!("usage: speed MODEL_FOLDER TEXTS.jsonl THREADS [REPEATS]");
        std::process::exit(2);
    };
    let number = |text: &String| text.parse::<usize>().expect("a number");
    let (threads, repeats) = (number(threads), args.get(3).map_or(1, number));
    let start = Instant::now();
    let pipeline = Pipeline::load(Path::new(folder)).unwrap_or_else(|error| {
        eprintln!("speed: {error}");
        std::process::exit(2);
    });
    let load = start.elapsed().as_secs_f64();
    let file = std::fs::read_to_string(texts).expect("a readable file");
    let texts: Vec<String> = file
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|line| Some(line["text"].as_str()?.to_owned()))
        .collect();
    let (start, cpu_start) = (Instant::now(), cpu());
    let (next, tokens) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let batches: Vec<&[String]> = texts.chunks(BATCH).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= batches.len() * repeats {
                        break;
                    }
                    let batch = batches[index % batches.len()];
                    let batch = batch.iter().map(|text| (pipeline.tokenize(text), Vec::new())).collect();
                    let docs = pipeline.annotate(batch);
                    tokens.fetch_add(docs.iter().map(|doc| doc.len()).sum(), Ordering::Relaxed);
                }
            });
        }
    });
    let seconds = start.elapsed().as_secs_f64();
    let cpu_s = cpu().zip(cpu_start).map(|(end, start)| end - start);
    let words = texts.iter().map(|text| text.split_whitespace().count()).sum::<usize>() * repeats;
    let result = serde_json::json!({
        "load_s": load,
        "seconds": seconds,
        "cpu_s": cpu_s,
        "words": words,
        "tokens": tokens.into_inner(),
        "words_per_s": words as f64 / seconds,
        "peak_mb": peak(),
    });
    println!("{result}");
}

/// The peak of resident memory in MB, from Linux's `/proc`.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()? / 1024.0)
}

/// Seconds of processor time so far, from Linux's `/proc`, which counts in hundredths.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
}
