//! Runs the sentence table of times.

mod common;

use reportedly_reader::{Context, blocks, quotes, sentences, times};
use reportedly_report::{Published, Report};

/// The times of a text, as the table writes them.
fn times_of(text: &str, published: Option<&str>) -> String {
    let mut report = Report { text: text.to_owned(), ..Report::default() };
    report.meta.published = published.map(|date| Published::parse(date).expect("the table has ISO dates"));
    let blocks = blocks::read(&report);
    let tokens = common::PIPELINE.tokenize(text);
    let starts = sentences::starts(&tokens, &blocks);
    let docs = common::PIPELINE.annotate(vec![(tokens, starts)]);
    let quotes = quotes::read(&docs[0], &blocks);
    let cx = Context { report: &report, blocks: &blocks, doc: &docs[0], quotes: &quotes };
    let found = times::read(&cx);
    if found.is_empty() {
        return "-".to_owned();
    }
    let shown: Vec<_> = found.iter().map(|time| format!("{} = {}", time.span.of(text), time.value)).collect();
    shown.join(" ‖ ")
}

#[test]
fn sentence_table() {
    let table = include_str!("tables/times.md");
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    let (mut count, mut wrong) = (0, Vec::new());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [text, wanted, why] = cells[..] else { panic!("a row has three cells: {row}") };
        let (published, text) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((date, text)) => (Some(date).filter(|date| !date.is_empty()), text.trim()),
            None => (Some("2023-09-12"), text),
        };
        count += 1;
        let got = times_of(text, published);
        if got != wanted {
            wrong.push(format!("{text}\n  wanted {wanted}\n  got    {got}\n  ({why})"));
        }
    }
    assert!(count > 40, "the table was not read");
    assert!(wrong.is_empty(), "{} of {count} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn odd_texts_do_no_harm() {
    for text in [
        "",
        " ",
        "\n\n",
        "👩‍🚒",
        "of the",
        "12",
        "the last",
        "in the 9999999999s of",
        "Monday",
        "at 99:99 a.m.",
        "1/2/3/4/5",
    ] {
        times_of(text, Some("2023-09-12"));
        times_of(text, Some("9999-12-31"));
        times_of(text, Some("0001-01-01"));
    }
    times_of(&"last ".repeat(2000), None);
    times_of(&"9999 years ago in two hundred and ".repeat(300), Some("0001-01-01"));
}
