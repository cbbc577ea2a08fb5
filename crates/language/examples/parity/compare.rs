//! Compares a document with what spaCy said of the same text.

use reportedly_language::{Doc, Start};
use serde_json::Value;

/// What the line says of sentence starts; nothing where it says nothing.
pub fn starts(line: &Value) -> Vec<Start> {
    let start = |value: &Value| match value.as_bool() {
        Some(true) => Start::Starts,
        Some(false) => Start::Inside,
        None => Start::Free,
    };
    line["starts"].as_array().map_or(Vec::new(), |starts| starts.iter().map(start).collect())
}

/// The respects in which a document differs, each with its first difference.
pub fn differences(line: &Value, doc: &Doc<'_>) -> Vec<(&'static str, String)> {
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
