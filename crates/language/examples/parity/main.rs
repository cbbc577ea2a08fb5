//! Compares this runtime with spaCy's own output, one JSON object a line on standard input.
//!
//! ```sh
//! zcat golden_md.jsonl.gz | cargo run --release -p reportedly-language --example parity -- MODEL_FOLDER
//! ```
//!
//! Each line has `text`, `tokens` (s, e, tag, pos, morph, lemma, head, dep, sent; offsets in characters) and `ents`
//! (first, end, label), and may have `starts`: for each token whether a sentence start was set (true, false or null)
//! before spaCy's parser ran. Prints how many lines are equal in each respect, and the lines that are not.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::process::ExitCode;

use reportedly_language::Pipeline;
use serde_json::Value;

mod compare;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: parity MODEL_FOLDER < GOLDEN.jsonl");
        return ExitCode::from(2);
    };
    let pipeline = match Pipeline::load(Path::new(&folder)) {
        Ok(pipeline) => pipeline,
        Err(error) => {
            eprintln!("parity: {error}");
            return ExitCode::from(2);
        }
    };
    let lines: Vec<Value> = std::io::stdin().lock().lines().map(|line| json(&line.unwrap_or_default())).collect();
    let texts: Vec<&str> = lines.iter().map(|line| line["text"].as_str().unwrap_or("")).collect();
    let batch = lines.iter().zip(&texts).map(|(line, text)| (pipeline.tokenize(text), compare::starts(line)));
    let docs = pipeline.annotate(batch.collect());
    let mut wrong: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut equal, mut tokens) = (0, 0);
    for (line, doc) in lines.iter().zip(&docs) {
        tokens += doc.len();
        let found = compare::differences(line, doc);
        equal += usize::from(found.is_empty());
        for (field, detail) in &found {
            *wrong.entry(field).or_default() += 1;
            println!("{} {field}: {detail}", line["id"]);
        }
    }
    println!("{equal} of {} lines ({tokens} tokens) are equal; lines that differ: {wrong:?}", lines.len());
    if equal == lines.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_default()
}
