//! When and where an event took place, and on whose word it rests.

use reportedly_language::Doc;
use reportedly_report::{Attribution, Place, Span, TimeType, Timex};

/// How many pieces of content before a word may hold it: attributions nest, but not deep.
const NESTED: usize = 40;

/// What earlier layers know around an event.
#[derive(Debug)]
pub struct Setting<'a> {
    doc: &'a Doc<'a>,
    times: &'a [Timex],
    places: &'a [Place],
    /// Pieces of content with the index of their attribution, by start.
    contents: Vec<(Span, usize)>,
    attributions: &'a [Attribution],
}

impl<'a> Setting<'a> {
    /// Prepares look-ups.
    pub fn new(doc: &'a Doc<'a>, times: &'a [Timex], places: &'a [Place], attributions: &'a [Attribution]) -> Self {
        let pieces = attributions.iter().enumerate();
        let mut contents: Vec<(Span, usize)> =
            pieces.flat_map(|(index, a)| a.content.iter().map(move |&span| (span, index))).collect();
        contents.sort_unstable();
        Self { doc, times, places, contents, attributions }
    }

    /// The attribution in whose content a token stands, the innermost.
    pub fn attribution(&self, i: usize) -> Option<&'a Attribution> {
        let span = self.doc.span(i);
        let end = self.contents.partition_point(|(content, _)| content.start <= span.start);
        let holding = self.contents[..end].iter().rev().take(NESTED);
        let inner = holding.filter(|(content, _)| content.contains(span)).min_by_key(|(content, _)| content.len())?;
        Some(&self.attributions[inner.1])
    }

    /// The value of the time that the event's clause gives, else of the one its sentence gives.
    pub fn time(&self, i: usize) -> Option<String> {
        let dated = |timex: &&Timex| matches!(timex.kind, TimeType::Date | TimeType::Time);
        let times = within(self.times, self.sentence(i), |timex: &Timex| timex.span);
        let times: Vec<&Timex> = times.iter().filter(dated).collect();
        self.nearest(i, &times, |timex| timex.span).map(|timex| timex.value.clone())
    }

    /// The name of the literal place of the event's clause, else of its sentence.
    pub fn place(&self, i: usize) -> Option<String> {
        let places = within(self.places, self.sentence(i), |place: &Place| place.span);
        let places: Vec<&Place> = places.iter().filter(|place| place.literal).collect();
        self.nearest(i, &places, |place| place.span).map(|place| place.name.clone())
    }

    fn sentence(&self, i: usize) -> Span {
        const NEAR: usize = 200;
        let sentence = self.doc.sentence(self.doc.sentence_of(i));
        self.doc.span_of(sentence.start.max(i.saturating_sub(NEAR))..sentence.end.min(i + NEAR))
    }

    /// The item that hangs lowest on the word: below it, else below the nearest word above it.
    fn nearest<'i, T>(&self, i: usize, items: &[&'i T], span: impl Fn(&T) -> Span) -> Option<&'i T> {
        let doc = self.doc;
        let mut at = i;
        for _ in 0..6 {
            let below = items.iter().find(|item| {
                doc.tokens_in(span(item)).next().is_some_and(|token| token < doc.len() && doc.is_within(token, at))
            });
            if let Some(item) = below {
                return Some(item);
            }
            if doc.is_root(at) || matches!(doc.dep(at), "relcl" | "ccomp" | "parataxis") {
                break;
            }
            at = doc.head(at);
        }
        None
    }
}

/// The items of a list in text order whose spans lie within another.
fn within<T>(items: &[T], outer: Span, span: impl Fn(&T) -> Span) -> &[T] {
    let start = items.partition_point(|item| span(item).start < outer.start);
    let end = items.partition_point(|item| span(item).start < outer.end);
    &items[start..end.max(start)]
}
