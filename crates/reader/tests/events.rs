//! Sentence tables of the events.

mod common;

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_reader::{Context, attributions, blocks, entities, events, places, quotes, sentences, times};
use reportedly_report::{Event, Report};

/// The cells of the rows of a Markdown table.
fn cases(table: &str) -> impl Iterator<Item = [&str; 3]> {
    let rows = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("|---"));
    rows.filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        <[&str; 3]>::try_from(cells).ok()
    })
    .filter(|[text, ..]| *text != "text")
}

fn read(text: &str) -> Vec<Event> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let blocks = blocks::read(&report);
    let tokens = common::PIPELINE.tokenize(text);
    let starts = sentences::starts(&tokens, &blocks);
    let docs = common::PIPELINE.annotate(vec![(tokens, starts)]);
    let quotes = quotes::read(&docs[0], &blocks);
    let gazetteer = &Gazetteer::compiled_in();
    let cx = Context { report: &report, blocks: &blocks, doc: &docs[0], quotes: &quotes, gazetteer };
    let entities = entities::read(&cx);
    let times = times::read(&cx);
    let places = places::read(&cx, &entities);
    let attributions = attributions::read(&cx, &entities);
    events::read(&cx, &entities, &times, &places, &attributions)
}

fn status(event: &Event) -> String {
    format!("{:?}", event.status).to_lowercase()
}

/// Coded events, statements left out, as `root source target`.
fn coded(events: &[Event]) -> String {
    let party = |code: &Option<String>| code.as_deref().map_or("---", |code| &code[..3]).to_owned();
    let lines: Vec<String> = events
        .iter()
        .filter_map(|event| {
            let root = event.code.as_deref()?.get(..2)?;
            (root != "01").then(|| format!("{root} {} {}", party(&event.source), party(&event.target)))
        })
        .collect();
    if lines.is_empty() { "-".to_owned() } else { lines.join(", ") }
}

#[test]
fn who_did_what_to_whom() {
    let mut wrong = Vec::new();
    let mut n = 0;
    for [text, expected, why] in cases(include_str!("tables/events.md")) {
        n += 1;
        let found = coded(&read(text));
        if found != expected {
            wrong.push(format!("{text}\n  wanted {expected}\n  found  {found}  ({why})"));
        }
    }
    assert!(n >= 60, "the table was not read: {n} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_told_as_fact() {
    let mut wrong = Vec::new();
    let mut n = 0;
    for [text, expected, why] in cases(include_str!("tables/factuality.md")) {
        n += 1;
        let events = read(text);
        let at = text.find("shell").expect("every row tells of shelling");
        let event = events.iter().find(|event| event.anchor.range().contains(&at));
        let asserted = |event: &Event| event.code.is_some() && event.happened >= 2.0;
        let found = event.map_or_else(|| "none".to_owned(), status);
        let fact = matches!(expected, "occurred" | "ongoing");
        let told = events.iter().any(|event| asserted(event) && event.anchor.range().contains(&at));
        if found != expected || told && !fact {
            wrong.push(format!("{text}\n  wanted {expected}\n  found  {found}, asserted: {told}  ({why})"));
        }
    }
    assert!(n >= 40, "the table was not read: {n} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_event_knows_its_time_and_the_word_it_rests_on() {
    let text = "Officials in Warsaw said on Monday that Belarus shelled a Polish village on 3 May 2021.";
    let events = read(text);
    let shelled = events.iter().find(|event| event.anchor.of(text) == "shelled").expect("a verb is an event");
    assert_eq!(shelled.time.as_deref(), Some("2021-05-03"));
    assert!(shelled.attribution.is_some());
    assert!(shelled.factuality < 3.0 && shelled.factuality >= 2.0, "{}", shelled.factuality);
}

#[test]
fn odd_texts_are_read_without_harm() {
    let long = "Iran attacked Iraq and ".repeat(3000);
    let names = "Iran ".repeat(5000);
    let verbs = "attack ".repeat(5000);
    for text in ["", " \n ", "attacked", "Iran", "🦀 attacked 🦀", "of of of", "\u{feff}", &long, &names, &verbs] {
        for event in read(text) {
            assert!(!event.anchor.is_empty() && event.anchor.end as usize <= text.len());
            assert!(event.factuality.abs() <= 3.0 && event.happened.abs() <= 3.0);
        }
    }
}
