//! Runs the sentence tables of times and quantities.

mod common;

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_reader::{Context, blocks, quantities, quotes, sentences, times};
use reportedly_report::{Published, Quantity, Report, Timex};

fn read(text: &str, published: Option<&str>) -> (Vec<Timex>, Vec<Quantity>) {
    let mut report = Report { text: text.to_owned(), ..Report::default() };
    report.meta.published = published.map(|date| Published::parse(date).expect("the table has ISO dates"));
    let blocks = blocks::read(&report);
    let tokens = common::PIPELINE.tokenize(text);
    let starts = sentences::starts(&tokens, &blocks);
    let docs = common::PIPELINE.annotate(vec![(tokens, starts)]);
    let quotes = quotes::read(&docs[0], &blocks);
    let cx = Context {
        report: &report,
        blocks: &blocks,
        doc: &docs[0],
        quotes: &quotes,
        gazetteer: &Gazetteer::compiled_in(),
    };
    let times = times::read(&cx);
    let quantities = quantities::read(&cx, &times);
    (times, quantities)
}

/// The times of a text, as the table writes them.
fn times_of(text: &str, published: Option<&str>) -> String {
    shown(read(text, published).0.iter().map(|time| format!("{} = {}", time.span.of(text), time.value)))
}

/// The quantities of a text, as the table writes them.
fn quantities_of(text: &str) -> String {
    let quantities = read(text, Some("2023-09-12")).1;
    shown(quantities.iter().map(|quantity| {
        let to = quantity.to.map_or(String::new(), |to| format!("..{to}"));
        let parts =
            [&quantity.unit, &quantity.of].map(|part| part.as_ref().map_or(String::new(), |part| format!(" {part}")));
        let bound = serde_json::to_value(quantity.bound).expect("a bound is a word");
        let bound = bound.as_str().expect("a bound is a word");
        format!("{} = {}{to}{} {bound}", quantity.span.of(text), quantity.value, parts.concat())
    }))
}

fn shown(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() { "-".to_owned() } else { items.join(" ‖ ") }
}

/// Runs a table of text, expected items and reason.
fn check(table: &str, items_of: impl Fn(&str) -> String) {
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    let (mut count, mut wrong) = (0, Vec::new());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [text, wanted, why] = cells[..] else { panic!("a row has three cells: {row}") };
        count += 1;
        let got = items_of(&text.replace("\\n", "\n"));
        if got != wanted {
            wrong.push(format!("{text}\n  wanted {wanted}\n  got    {got}\n  ({why})"));
        }
    }
    assert!(count > 20, "the table was not read");
    assert!(wrong.is_empty(), "{} of {count} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn table_of_times() {
    check(include_str!("tables/times.md"), |text| match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((date, text)) => times_of(text.trim(), Some(date).filter(|date| !date.is_empty())),
        None => times_of(text, Some("2023-09-12")),
    });
}

#[test]
fn table_of_quantities() {
    check(include_str!("tables/quantities.md"), quantities_of);
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
        quantities_of(text);
        times_of(text, Some("9999-12-31"));
        times_of(text, Some("0001-01-01"));
    }
    quantities_of(&"two and a half million to ".repeat(300));
    quantities_of(&"1-2-3-4 $€£ 5m % ".repeat(300));
    times_of("It was 9,000,000 days ago, 5000000 months ago and 9,999,999 weeks from now.", Some("2023-09-12"));
    times_of(&"last ".repeat(2000), None);
    times_of(&"9999 years ago in two hundred and ".repeat(300), Some("0001-01-01"));
}
