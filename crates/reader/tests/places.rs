//! The sentence table of the places.

mod common;

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_reader::{Context, blocks, places, quotes, sentences};
use reportedly_report::{Place, Report};

/// The places of a text as the table writes them.
fn places_of(text: &str) -> String {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let blocks = blocks::read(&report);
    let tokens = common::PIPELINE.tokenize(text);
    let starts = sentences::starts(&tokens, &blocks);
    let docs = common::PIPELINE.annotate(vec![(tokens, starts)]);
    let quotes = quotes::read(&docs[0], &blocks);
    let gazetteer = Gazetteer::compiled_in();
    let cx = Context { report: &report, blocks: &blocks, doc: &docs[0], quotes: &quotes, gazetteer: &gazetteer };
    let found = places::read(&cx, &[]);
    found.iter().map(|place| written(text, place)).collect::<Vec<_>>().join("; ")
}

/// As the table writes it: `~Georgia GE@42,44`.
fn written(text: &str, place: &Place) -> String {
    let words = place.span.of(text);
    let tilde = if place.literal { "" } else { "~" };
    let country = place.country.as_deref().unwrap_or_default();
    match (place.lat, place.lon) {
        (Some(lat), Some(lon)) => format!("{tilde}{words} {country}@{},{}", lat.round(), lon.round()),
        _ => format!("{tilde}{words} ?"),
    }
}

#[test]
fn the_table_holds() {
    let mut wrong = Vec::new();
    let table = include_str!("tables/places.md");
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() >= 7);
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let found = places_of(cells[0]);
        if found != cells[1] {
            wrong.push(format!("{}\n  expected {}\n  found    {found}", cells[0], cells[1]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn odd_texts_do_no_harm() {
    for text in ["", " ", "\n\n", "👩‍🚒", "of the", "US", ",", "Paris, ", "the 's", "Türkiye İİİ ẞẞ", "CITY OF", "N.S.W."]
    {
        places_of(text);
    }
    places_of(&"Georgia, ".repeat(1500));
    places_of(&"Paris London ".repeat(1500));
}
