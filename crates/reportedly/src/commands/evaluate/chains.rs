//! The task that asks which of the mentions of happenings that the lines name mean one happening.

use reportedly_ledger::coreference::{self, Mention, Model};
use reportedly_reader::Reader;
use reportedly_report::{CodePoints, Reading};
use serde_json::json;

use super::pile::{Pile, print};
use crate::outcome::Outcome;
use crate::trouble::Trouble;

/// Reports read together.
const BATCH: usize = 32;

/// Prints the chain of each mention, `{"id","events":[{"anchor","chain"}]}`. The reader must list the tokens.
pub fn print_chains(reader: &Reader, pile: Pile) -> Result<Outcome, Trouble> {
    let stories = pile.stories();
    let (mut mentions, mut named) = (Vec::new(), Vec::new());
    for (batch, reports) in pile.reports.chunks(BATCH).enumerate() {
        for (at, reading) in reader.read_batch(reports.to_vec()).iter().enumerate() {
            let at = batch * BATCH + at;
            for (number, mention) in mentions_of(reading, &pile.anchors[at]) {
                mentions.push(Mention { report: at as u32, story: stories[at], ..mention });
                named.push((at, number));
            }
        }
    }
    let mut chained: Vec<Vec<Option<usize>>> = pile.anchors.iter().map(|anchors| vec![None; anchors.len()]).collect();
    for ((at, number), chain) in named.into_iter().zip(coreference::chains(&mentions, Model::learned())) {
        chained[at][number] = Some(chain);
    }
    let lines = pile.reports.iter().zip(&pile.anchors).zip(&chained).map(|((report, anchors), chains)| {
        let event = |(anchor, chain): (&[u64; 2], &Option<usize>)| json!({ "anchor": anchor, "chain": chain });
        json!({ "id": report.id, "events": anchors.iter().zip(chains).map(event).collect::<Vec<_>>() })
    });
    print(lines).map(|()| pile.outcome)
}

/// The mentions that stand where the line says, by their place in the line.
fn mentions_of(reading: &Reading, anchors: &[[u64; 2]]) -> Vec<(usize, Mention)> {
    let points = CodePoints::new(&reading.report.text);
    let mention = |(number, anchor): (usize, &[u64; 2])| {
        let [start, end] = anchor.map(|point| u32::try_from(point).ok());
        let span = points.bytes(start?, end?)?;
        Some((number, coreference::mention(reading, span)?))
    };
    anchors.iter().enumerate().filter_map(mention).collect()
}
