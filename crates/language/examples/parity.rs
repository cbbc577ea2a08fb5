//! Compares this runtime with spaCy's own output, one JSON object a line on standard input.
//!
//! ```sh
//! zcat golden_md.jsonl.gz | cargo run --release -p reportedly-language --example parity -- MODEL_FOLDER
//! ```
//!
//! Each line has `text`, `tokens` (s, e, tag, pos, morph, lemma, head, dep, sent; offsets in characters) and `ents`
//! (first, end, label). Prints how many lines are equal in each respect, and the lines that are not.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::process::ExitCode;

use reportedly_language::{Doc, Pipeline};
use serde_json::Value;

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
    let docs = pipeline.annotate(texts.iter().map(|text| (pipeline.tokenize(text), Vec::new())).collect());
    let mut wrong: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut equal, mut tokens) = (0, 0);
    for (line, doc) in lines.iter().zip(&docs) {
        tokens += doc.len();
        let found = differences(line, doc);
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

/// The respects in which a document differs, each with its first difference.
fn differences(line: &Value, doc: &Doc<'_>) -> Vec<(&'static str, String)> {
    let expected = line["tokens"].as_array().map_or(&[][..], |tokens| tokens);
    let mut found = Vec::new();
    let at = |offset: u32| doc.source()[..offset as usize].chars().count() as u64;
    let spans: Vec<(u64, u64)> = (0..doc.len()).map(|i| (at(doc.span(i).start), at(doc.span(i).end))).collect();
    let number = |token: &Value, key: &str| token[key].as_u64().unwrap_or(u64::MAX);
    let wanted: Vec<(u64, u64)> = expected.iter().map(|token| (number(token, "s"), number(token, "e"))).collect();
    if spans != wanted {
        let i = spans.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        return vec![("tokens", format!("token {i}: {:?}, not {:?}", spans.get(i), wanted.get(i)))];
    }
    let text = |key: &'static str, ours: &dyn Fn(usize) -> String| {
        let differs = |&i: &usize| expected[i][key].as_str() != Some(&ours(i));
        let first = (0..doc.len()).find(differs)?;
        Some((key, format!("token {first}: {:?}, not {}", ours(first), expected[first][key])))
    };
    found.extend(text("tag", &|i| doc.tag(i).to_owned()));
    found.extend(text("pos", &|i| doc.pos(i).as_str().to_owned()));
    found.extend(text("morph", &|i| doc.morph(i).to_owned()));
    found.extend(text("lemma", &|i| doc.lemma(i).to_owned()));
    found.extend(text("dep", &|i| doc.dep(i).to_owned()));
    if let Some(i) = (0..doc.len()).find(|&i| number(&expected[i], "head") != doc.head(i) as u64) {
        found.push(("head", format!("token {i}: {}, not {}", doc.head(i), expected[i]["head"])));
    }
    let is_start = |i: usize| doc.sentence(doc.sentence_of(i)).start == i;
    if let Some(i) = (0..doc.len()).find(|&i| expected[i]["sent"].as_bool() != Some(is_start(i))) {
        found.push(("sent", format!("token {i}: {}", is_start(i))));
    }
    let names: Vec<Value> =
        doc.names().iter().map(|name| serde_json::json!([name.start, name.end, doc.name_label(name)])).collect();
    if line["ents"].as_array() != Some(&names) {
        found.push(("ents", format!("{names:?}, not {}", line["ents"])));
    }
    found
}
