//! What arithmetic, the calendar and the map say of a report.
//!
//! Each check holds two things that a report says against each other, or one against the map or the calendar, and
//! says its arithmetic in words. It `disagrees` only where no reading can hold: bounds, rounding and the precision of
//! points are allowed for first. It never says who is right.

mod dates;
mod distances;
pub(crate) mod extent;
mod shares;
pub(crate) mod sums;
mod travel;

use std::ops::Range;

use reportedly_language::Doc;
use reportedly_report::{Check, CheckKind, Place, Quantity, Span, Timex, Verdict};

use crate::Context;

/// The checks of a report, in the order of their first words.
pub fn read(cx: &Context<'_>, times: &[Timex], places: &[Place], quantities: &[Quantity]) -> Vec<Check> {
    let sheet = Sheet::new(cx.doc, places, quantities);
    let mut checks = Vec::new();
    dates::read(cx, times, &mut checks);
    distances::read(&sheet, &mut checks);
    travel::read(&sheet, &mut checks);
    shares::read(&sheet, &mut checks);
    sums::read(cx, &sheet, &mut checks);
    checks.sort_by_key(|check| check.spans.first().copied());
    checks
}

/// Quantities and points with the tokens and sentences they stand in.
struct Sheet<'a> {
    doc: &'a Doc<'a>,
    amounts: Vec<Amount<'a>>,
    points: Vec<Point<'a>>,
}

/// A quantity and where it stands.
#[derive(Clone, Copy, Debug)]
struct Amount<'a> {
    quantity: &'a Quantity,
    sentence: usize,
    start: usize,
    end: usize,
}

/// A place with a point on the map. That a capital may stand for its government does not matter here: only the words
/// of a distance or a journey lead to a point.
#[derive(Clone, Copy, Debug)]
struct Point<'a> {
    place: &'a Place,
    /// The report's own words for it.
    said: &'a str,
    lat: f64,
    lon: f64,
    sentence: usize,
    start: usize,
    end: usize,
}

impl<'a> Sheet<'a> {
    fn new(doc: &'a Doc<'a>, places: &'a [Place], quantities: &'a [Quantity]) -> Self {
        let tokens = |span: Span| Some(doc.tokens_in(span)).filter(|tokens| !tokens.is_empty());
        let amounts = quantities.iter().filter_map(|quantity| {
            let Range { start, end } = tokens(quantity.span)?;
            Some(Amount { quantity, sentence: doc.sentence_of(start), start, end })
        });
        let points = places.iter().filter(|place| !is_country(place)).filter_map(|place| {
            let Range { start, end } = tokens(place.span)?;
            let (said, sentence) = (place.span.of(doc.source()), doc.sentence_of(start));
            Some(Point { place, said, lat: place.lat?, lon: place.lon?, sentence, start, end })
        });
        Self { doc, amounts: amounts.collect(), points: points.collect() }
    }

    fn points_in(&self, sentence: usize) -> impl Iterator<Item = &Point<'a>> {
        let from = self.points.partition_point(|point| point.sentence < sentence);
        self.points[from..].iter().take_while(move |point| point.sentence == sentence)
    }

    /// The quantities of each sentence that has any.
    fn sentences(&self) -> impl Iterator<Item = &[Amount<'a>]> {
        self.amounts.chunk_by(|a, b| a.sentence == b.sentence)
    }
}

/// A country has no point to measure from.
fn is_country(place: &Place) -> bool {
    reportedly_knowledge::countries::by_name(&place.name).is_some()
}

impl Point<'_> {
    /// Kilometres along the great circle, on a sphere of the mean radius of the earth.
    fn kilometres_to(&self, other: &Point<'_>) -> f64 {
        kilometres((self.lat, self.lon), (other.lat, other.lon))
    }
}

/// Kilometres between two points, in degrees.
pub(crate) fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let (a, b) = (lat_a.to_radians(), lat_b.to_radians());
    let (half_lat, half_lon) = ((b - a) / 2.0, (lon_b - lon_a).to_radians() / 2.0);
    let chord = half_lat.sin().powi(2) + a.cos() * b.cos() * half_lon.sin().powi(2);
    2.0 * 6371.0 * chord.min(1.0).sqrt().asin()
}

/// A finished check.
fn check(kind: CheckKind, spans: Vec<Span>, verdict: Verdict, detail: String, rule: &'static str) -> Check {
    Check { kind, spans, verdict, detail, rule: rule.into() }
}

/// A number without needless decimals.
fn shown(value: f64) -> String {
    let rounded = if value.abs() >= 20.0 { value.round() } else { (value * 100.0).round() / 100.0 };
    rounded.to_string()
}
