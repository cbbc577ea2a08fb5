//! The sentence tables of sentences and entities.

mod common;

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_reader::{Context, blocks, entities, quotes, sentences};
use reportedly_report::{Entity, Report, Sentence};

/// The sentences and entities of a text.
fn read(text: &str) -> (Vec<Sentence>, Vec<Entity>) {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let blocks = blocks::read(&report);
    let tokens = common::PIPELINE.tokenize(text);
    let starts = sentences::starts(&tokens, &blocks);
    let docs = common::PIPELINE.annotate(vec![(tokens, starts)]);
    let quotes = quotes::read(&docs[0], &blocks);
    let gazetteer = Gazetteer::compiled_in();
    let cx = Context { report: &report, blocks: &blocks, doc: &docs[0], quotes: &quotes, gazetteer: &gazetteer };
    (sentences::read(&cx), entities::read(&cx))
}

/// As the table writes it: `person Ana Example (Ana Example, she)`.
fn written(text: &str, entity: &Entity) -> String {
    let mention = |mention: &reportedly_report::Mention| {
        format!("{}{}", mention.span.of(text), if mention.metonym { "*" } else { "" })
    };
    let mentions: Vec<String> = entity.mentions.iter().map(mention).collect();
    let kind = format!("{:?}", entity.kind).to_lowercase();
    format!("{kind} {} ({})", entity.name, mentions.join(", "))
}

/// The cells of a table's rows.
fn rows(table: &'static str) -> Vec<Vec<&'static str>> {
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn the_table_of_entities_holds() {
    let mut wrong = Vec::new();
    let rows = rows(include_str!("tables/entities.md"));
    assert!(rows.len() >= 10);
    for row in rows {
        let (_, entities) = read(row[0]);
        let found: Vec<String> = entities.iter().map(|entity| written(row[0], entity)).collect();
        for expected in row[1].split("; ").filter(|expected| !found.iter().any(|found| found == expected)) {
            wrong.push(format!("{}\n  wanted {expected}\n  among  {}", row[0], found.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_table_of_sentences_holds() {
    let mut wrong = Vec::new();
    let rows = rows(include_str!("tables/sentences.md"));
    assert!(rows.len() >= 5);
    for row in rows {
        let text = row[0].replace("\\n", "\n");
        let found: Vec<&str> = read(&text).0.iter().map(|sentence| sentence.span.of(&text)).collect();
        let found = found.join(" ‖ ");
        if found != row[1] {
            wrong.push(format!("{}\n  wanted {}\n  found  {found}", row[0], row[1]));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn takes_anything() {
    let long = "Kim said he left. ".repeat(3000);
    for text in [
        "",
        " \n ",
        "\u{feff}",
        "👩‍🚒",
        "Mr.",
        "\"",
        "“I",
        "He he he",
        "the the\n\n\nthe",
        "A & B / C",
        "al-",
        "-",
        &long,
    ] {
        let (_, entities) = read(text);
        assert!(
            entities.iter().flat_map(|entity| &entity.mentions).all(|mention| !mention.span.is_empty()),
            "{text:.40}"
        );
    }
}
