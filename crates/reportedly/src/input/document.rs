//! One document on its way from an input to the readers.

use reportedly_intake::{Format, Limits, Problem, html, json, text};
use reportedly_report::{Meta, Report};

/// One document, not yet understood.
#[derive(Debug)]
pub struct Document {
    /// Where it stands, as troubles name it and as its id where it has none: `news.jsonl:2`, `feed.xml#3`, `x.warc.gz@712`.
    pub place: String,
    /// What it is known by, where its input says so outside of its bytes.
    pub id: Option<String>,
    /// Its form.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What its input says of it: the entry of a feed, the head of a record, the answer of a server.
    pub stated: Meta,
    /// Whether the next one may have to be waited for.
    pub last_at_hand: bool,
}

impl Document {
    /// A document of which nothing is known besides its bytes.
    pub fn new(place: String, format: Format, bytes: Vec<u8>) -> Self {
        Self { place, id: None, format, bytes, stated: Meta::default(), last_at_hand: false }
    }

    /// A report that its input holds ready.
    pub fn ready(place: String, report: Report) -> Self {
        let Report { id, meta, text } = report;
        Self { id: Some(id), stated: meta, ..Self::new(place, Format::Text, text.into_bytes()) }
    }

    /// The document as a report, and what is wrong with a part of what is known of it.
    ///
    /// What its input says of it counts before what it says of itself.
    ///
    /// # Errors
    /// If it cannot be taken at all.
    pub fn report(self, limits: &Limits) -> Result<(Report, Option<Problem>), Problem> {
        let Self { place, id, format, bytes, stated, .. } = self;
        let id = id.unwrap_or(place);
        let (mut report, problem) = match format {
            Format::Text => (text::report(id, &bytes, limits)?, None),
            Format::JsonLines => json::report(id, &bytes, limits)?,
            Format::Html => (html::report_at(id, stated.url.as_deref(), &bytes, limits)?, None),
        };
        let own = std::mem::replace(&mut report.meta, stated);
        report.meta.complete_from(own);
        if report.meta.published.is_some() {
            report.meta.warnings.retain(|warning| warning != html::NO_DATE);
        }
        Ok((report, problem))
    }
}
