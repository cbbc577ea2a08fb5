//! Runs the sentence table of checks, over places of a small map of its own.

mod common;

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_reader::{Context, blocks, checks, quantities, quotes, sentences, times};
use reportedly_report::{Place, Published, Report, Span};

const MAP: [(&str, f64, f64); 4] =
    [("Oslo", 59.913, 10.739), ("Bergen", 60.393, 5.324), ("Trondheim", 63.43, 10.395), ("Hamar", 60.795, 11.068)];

fn places_of(text: &str) -> Vec<Place> {
    let mut places: Vec<Place> = MAP
        .iter()
        .flat_map(|&(name, lat, lon)| text.match_indices(name).map(move |(at, _)| place(name, at, lat, lon)))
        .collect();
    places.sort_by_key(|place| place.span);
    places
}

fn place(name: &str, at: usize, lat: f64, lon: f64) -> Place {
    Place {
        span: Span::new(at, at + name.len()),
        name: name.to_owned(),
        literal: true,
        lat: Some(lat),
        lon: Some(lon),
        country: Some("NO".to_owned()),
        geonameid: None,
        entity: None,
        rule: "test".into(),
        confidence: None,
    }
}

fn checks_of(text: &str) -> String {
    let mut report = Report { text: text.to_owned(), ..Report::default() };
    report.meta.published = Published::parse("2023-09-12").ok();
    let blocks = blocks::read(&report);
    let tokens = common::PIPELINE.tokenize(text);
    let starts = sentences::starts(&tokens, &blocks);
    let docs = common::PIPELINE.annotate(vec![(tokens, starts)]);
    let quotes = quotes::read(&docs[0], &blocks);
    let gazetteer = &Gazetteer::compiled_in();
    let cx = Context { report: &report, blocks: &blocks, doc: &docs[0], quotes: &quotes, gazetteer };
    let times = times::read(&cx);
    let quantities = quantities::read(&cx, &times);
    let found = checks::read(&cx, &times, &places_of(text), &quantities);
    let word = |value: serde_json::Value| value.as_str().map(str::to_owned).expect("kinds and verdicts are words");
    let shown = found.iter().map(|check| {
        let kind = word(serde_json::to_value(check.kind).expect("a kind"));
        let verdict = word(serde_json::to_value(check.verdict).expect("a verdict"));
        format!("{kind} {verdict}: {}", check.detail)
    });
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() { "-".to_owned() } else { shown.join(" ‖ ") }
}

#[test]
fn table_of_checks() {
    let rows = include_str!("tables/checks.md").lines().filter(|line| line.starts_with("| ")).skip(1);
    let (mut count, mut wrong) = (0, Vec::new());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [text, wanted, why] = cells[..] else { panic!("a row has three cells: {row}") };
        count += 1;
        let got = checks_of(&text.replace("\\n", "\n"));
        if got != wanted {
            wrong.push(format!("{text}\n  wanted {wanted}\n  got    {got}\n  ({why})"));
        }
    }
    assert!(count > 15, "the table was not read");
    assert!(wrong.is_empty(), "{} of {count} rows:\n{}", wrong.len(), wrong.join("\n"));
}
