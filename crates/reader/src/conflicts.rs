//! Statements of one report that cannot both hold, each with who stands behind it.
//!
//! Two tellings are held against each other only when they tell of the same happening (the same kind, a party in
//! common), and they conflict only when their values are provably disjoint: times that do not overlap, numbers that no
//! bound or rounding lets meet, a claim and its denial. What a report updates ("the toll rose to 40") is no conflict.

mod denials;
mod numbers;
mod places;
mod tellings;
mod times;

use reportedly_report::{Attribution, Conflict, Entity, Event, Facet, Place, Quantity, Side, Span, Timex};

use crate::Context;
use tellings::{Backer, Tellings};

/// The layers that conflicts are read from.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'a> {
    /// Who and what the report speaks of.
    pub entities: &'a [Entity],
    /// Its times.
    pub times: &'a [Timex],
    /// Its places.
    pub places: &'a [Place],
    /// Its counts and measures.
    pub quantities: &'a [Quantity],
    /// Who said what.
    pub attributions: &'a [Attribution],
    /// What happened.
    pub events: &'a [Event],
}

/// Tellings of one report that are compared pair by pair; a report with more is a list.
const MOST: usize = 400;

/// The conflicts inside a report, in the order of their first side.
pub fn read(cx: &Context<'_>, layers: &Layers<'_>) -> Vec<Conflict> {
    let tellings = Tellings::new(cx, layers);
    let mut conflicts = times::read(&tellings, layers);
    conflicts.extend(numbers::read(&tellings, layers));
    conflicts.extend(places::read(&tellings, layers));
    conflicts.extend(denials::read(&tellings, layers));
    conflicts.sort_by_key(|conflict| (conflict.a.span, conflict.b.span));
    let mut kept: Vec<Conflict> = Vec::new();
    for conflict in conflicts {
        let told = |other: &Conflict| {
            other.facet == conflict.facet
                && other.a.span.overlaps(conflict.a.span)
                && other.b.span.overlaps(conflict.b.span)
        };
        if !kept.iter().any(told) {
            kept.push(conflict);
        }
    }
    kept
}

/// A conflict with its sides in the order of the text.
fn conflict(
    facet: Facet,
    a: (Span, &Backer),
    b: (Span, &Backer),
    about: Option<reportedly_report::EventId>,
    rule: &'static str,
) -> Conflict {
    let side = |(span, backer): (Span, &Backer)| Side { span, attribution: backer.attribution };
    let (a, b) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    Conflict { facet, a: side(a), b: side(b), about, rule: rule.into() }
}
