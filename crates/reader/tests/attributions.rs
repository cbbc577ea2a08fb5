//! Sentence tables of the attributions.

mod common;

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_reader::{Context, attributions, blocks, entities, quotes, sentences};
use reportedly_report::{Attribution, Report, Span};

#[test]
fn the_sentence_table_holds() {
    let cases = cases(include_str!("tables/attributions.md"));
    assert!(cases.len() >= 15, "the table was not read: {} cases", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(difference).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

struct Case {
    title: String,
    text: String,
    expected: Vec<String>,
}

fn cases(table: &str) -> Vec<Case> {
    let parts = table.split("\n## ").skip(1);
    let case = |part: &str| {
        let lines = || part.lines().map(str::trim);
        Case {
            title: lines().next().unwrap_or("").to_owned(),
            text: lines().filter_map(|line| line.strip_prefix('>').map(str::trim_start)).collect::<Vec<_>>().join("\n"),
            expected: lines().filter_map(|line| line.strip_prefix("- ")).map(str::to_owned).collect(),
        }
    };
    parts.map(case).collect()
}

fn difference(case: &Case) -> Option<String> {
    let found: Vec<String> = read(&case.text).iter().map(|found| line(found, &case.text)).collect();
    let shown = |lines: &[String]| lines.join("\n         ");
    let differs = found != case.expected;
    differs.then(|| format!("{}\n  wanted {}\n  found  {}", case.title, shown(&case.expected), shown(&found)))
}

fn read(text: &str) -> Vec<Attribution> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let blocks = blocks::read(&report);
    let tokens = common::PIPELINE.tokenize(text);
    let starts = sentences::starts(&tokens, &blocks);
    let docs = common::PIPELINE.annotate(vec![(tokens, starts)]);
    let quotes = quotes::read(&docs[0], &blocks);
    let gazetteer = &Gazetteer::compiled_in();
    let cx = Context { report: &report, blocks: &blocks, doc: &docs[0], quotes: &quotes, gazetteer };
    attributions::read(&cx, &entities::read(&cx))
}

fn line(found: &Attribution, text: &str) -> String {
    let pieces = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
    let word = |value: serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let chain = found.chain.iter().map(|link| link.name.as_str()).collect::<Vec<_>>().join(" < ");
    let cells = [
        pieces(&found.source),
        pieces(&found.cue),
        pieces(&found.content),
        word(serde_json::json!(found.kind)),
        word(serde_json::json!(found.source_kind)),
        word(serde_json::json!(found.certainty)),
        chain,
    ];
    cells.map(|cell| if cell.is_empty() { "-".to_owned() } else { cell }).join(" | ")
}

#[test]
fn odd_texts_are_read_without_harm() {
    let long = "he said that ".repeat(3000);
    let nested = "\"".repeat(500) + "he said" + &"”".repeat(500);
    for text in
        ["", " \n ", "\"", "said", "said said said", ": : :", "🦀 said 🦀.", "According to", "— , — ,", &long, &nested]
    {
        for found in read(text) {
            assert!(found.content.iter().all(|span| !span.is_empty() && span.end as usize <= text.len()), "{text:.40}");
        }
    }
}
