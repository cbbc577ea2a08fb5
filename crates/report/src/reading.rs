//! A report and what was read from it.

use crate::layers::*;
use crate::{Meta, Span};

/// One document: immutable text and its meta-data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Chosen by whoever hands the report in, unique among the reports of one run.
    pub id: String,
    /// What is known besides the text.
    pub meta: Meta,
    /// The text, frozen when read; every span counts its bytes.
    pub text: String,
}

/// A report with every layer that was read from it. All spans count bytes of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The report as it came in.
    pub report: Report,
    /// Its parts in order.
    pub blocks: Vec<Block>,
    /// Its sentences in order.
    pub sentences: Vec<Sentence>,
    /// Its tokens, when they were asked for.
    pub tokens: Option<Vec<TokenRow>>,
    /// Who and what it speaks of.
    pub entities: Vec<Entity>,
    /// Temporal expressions.
    pub times: Vec<Timex>,
    /// Places on the map, and place names that are not meant as places.
    pub places: Vec<Place>,
    /// Counts and measures.
    pub quantities: Vec<Quantity>,
    /// Who said what.
    pub attributions: Vec<Attribution>,
    /// What happened, is planned, or is said to have happened.
    pub events: Vec<Event>,
    /// Statements of the report that cannot both hold.
    pub conflicts: Vec<Conflict>,
    /// What arithmetic, the calendar or the map says of it.
    pub checks: Vec<Check>,
}

impl Reading {
    /// Applies `convert` to every span of every layer. The one place that must list them all.
    pub(crate) fn map_spans(&mut self, convert: impl Fn(Span) -> Span) {
        let each = |spans: &mut [Span]| spans.iter_mut().for_each(|span| *span = convert(*span));
        let one = |span: &mut Span| *span = convert(*span);
        self.blocks.iter_mut().for_each(|block| one(&mut block.span));
        self.sentences.iter_mut().for_each(|sentence| one(&mut sentence.span));
        self.tokens.iter_mut().flatten().for_each(|token| one(&mut token.span));
        self.entities.iter_mut().flat_map(|entity| &mut entity.mentions).for_each(|mention| one(&mut mention.span));
        self.times.iter_mut().for_each(|time| one(&mut time.span));
        self.places.iter_mut().for_each(|place| one(&mut place.span));
        self.quantities.iter_mut().for_each(|quantity| one(&mut quantity.span));
        for attribution in &mut self.attributions {
            each(&mut attribution.source);
            each(&mut attribution.cue);
            each(&mut attribution.content);
        }
        self.events.iter_mut().for_each(|event| one(&mut event.anchor));
        for conflict in &mut self.conflicts {
            one(&mut conflict.a.span);
            one(&mut conflict.b.span);
        }
        self.checks.iter_mut().for_each(|check| each(&mut check.spans));
    }
}
