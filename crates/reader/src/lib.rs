//! What a report says, on whose word, and how sure: one module a layer.
//!
//! A [`Reader`] takes a [`Report`] through the layers in a fixed order. Each layer reads the text and the layers before
//! it and adds its own; none edits another's. Reading is pure: no clock, no network, no files, no global state, and no
//! error: whatever the text, there is a [`Reading`].

pub mod attributions;
pub mod blocks;
pub mod checks;
pub mod conflicts;
pub mod entities;
pub mod events;
pub mod learned;
mod lexemes;
pub mod metonymy;
mod numerals;
pub mod places;
pub mod quantities;
pub mod quotes;
pub mod sentences;
pub mod times;

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_language::{Doc, Pipeline};
use reportedly_report::{Block, Fact, Reading, Report, Stated, TokenRow};

use quotes::Quotes;

/// What every layer may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its blocks.
    pub blocks: &'a [Block],
    /// Its tokens and trees.
    pub doc: &'a Doc<'a>,
    /// Its quotation marks, paired.
    pub quotes: &'a Quotes,
    /// The places known.
    pub gazetteer: &'a Gazetteer,
}

/// Reads reports with one model; shared by all threads.
#[derive(Debug)]
pub struct Reader {
    pipeline: Pipeline,
    gazetteer: Gazetteer,
    with_tokens: bool,
}

impl Reader {
    /// A reader over a loaded model.
    pub fn new(pipeline: Pipeline) -> Self {
        Self { pipeline, gazetteer: Gazetteer::compiled_in(), with_tokens: false }
    }

    /// Reads places with this gazetteer instead of the countries, regions and sites that are compiled in.
    pub fn with_gazetteer(self, gazetteer: Gazetteer) -> Self {
        Self { gazetteer, ..self }
    }

    /// Whether readings list their tokens.
    pub fn with_tokens(self, with_tokens: bool) -> Self {
        Self { with_tokens, ..self }
    }

    /// Reads one report.
    pub fn read(&self, report: Report) -> Reading {
        self.read_batch(vec![report]).remove(0)
    }

    /// Reads several reports; their linguistic layer is computed in common.
    pub fn read_batch(&self, reports: Vec<Report>) -> Vec<Reading> {
        let blocks: Vec<Vec<Block>> = reports.iter().map(blocks::read).collect();
        let batch = reports.iter().zip(&blocks).map(|(report, blocks)| {
            let tokens = self.pipeline.tokenize(&report.text);
            let starts = sentences::starts(&tokens, blocks);
            (tokens, starts)
        });
        let docs = self.pipeline.annotate(batch.collect());
        let mut readings: Vec<Reading> = reports
            .iter()
            .zip(blocks)
            .zip(&docs)
            .map(|((report, blocks), doc)| self.layers(report, blocks, doc))
            .collect();
        drop(docs);
        for (reading, mut report) in readings.iter_mut().zip(reports) {
            state_credit(&mut report, &reading.blocks);
            reading.report = report;
        }
        readings
    }

    /// The layers above the linguistic one, in order; the report itself is put in by the caller.
    fn layers(&self, report: &Report, blocks: Vec<Block>, doc: &Doc<'_>) -> Reading {
        let quotes = quotes::read(doc, &blocks);
        let cx = Context { report, blocks: &blocks, doc, quotes: &quotes, gazetteer: &self.gazetteer };
        let sentences = sentences::read(&cx);
        let entities = entities::read(&cx);
        let times = times::read(&cx);
        let places = places::read(&cx, &entities);
        let quantities = quantities::read(&cx, &times);
        let attributions = attributions::read(&cx, &entities);
        let events = events::read(&cx, &entities, &times, &places, &attributions);
        let layers = conflicts::Layers {
            entities: &entities,
            times: &times,
            places: &places,
            quantities: &quantities,
            attributions: &attributions,
            events: &events,
        };
        let conflicts = conflicts::read(&cx, &layers);
        let checks = checks::read(&cx, &times, &places, &quantities);
        Reading {
            report: Report::default(),
            sentences,
            tokens: self.with_tokens.then(|| token_rows(doc)),
            entities,
            times,
            places,
            quantities,
            attributions,
            events,
            conflicts,
            checks,
            blocks,
        }
    }
}

/// The one fact of meta-data that the text itself states, where nobody else did.
fn state_credit(report: &mut Report, blocks: &[Block]) {
    if report.meta.credit.is_none()
        && let Some(credit) = blocks::credit::stated(&report.text, blocks)
    {
        report.meta.credit = Some(credit.to_owned());
        report.meta.basis.insert(Fact::Credit, Stated::Text);
    }
}

fn token_rows(doc: &Doc<'_>) -> Vec<TokenRow> {
    let row = |i: usize| TokenRow {
        span: doc.span(i),
        text: doc.text(i).to_owned(),
        lemma: doc.lemma(i).to_owned(),
        tag: doc.tag(i).to_owned(),
        pos: doc.pos(i).as_str().to_owned(),
        head: doc.head(i) as u32,
        dep: doc.dep(i).to_owned(),
        ent: doc
            .name_at(i)
            .map(|name| format!("{}-{}", if name.start as usize == i { 'B' } else { 'I' }, doc.name_label(name))),
    };
    (0..doc.len()).map(row).collect()
}
