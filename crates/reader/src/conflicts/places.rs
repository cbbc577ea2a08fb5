//! The same happening at two places.

use reportedly_knowledge::happenings::Role;
use reportedly_report::{Conflict, Facet, Place};

use super::tellings::{Telling, Tellings};
use super::{Layers, MOST, conflict};

/// Kilometres below which two points may be one place.
const APART: f64 = 60.0;

pub(super) fn read(tellings: &Tellings<'_>, layers: &Layers<'_>) -> Vec<Conflict> {
    let located: Vec<(&Place, &Telling<'_>)> =
        layers.places.iter().filter_map(|place| located(tellings, place)).take(MOST).collect();
    let mut conflicts = Vec::new();
    for (k, (place, x)) in located.iter().enumerate() {
        for (other, y) in &located[k + 1..] {
            if x.anchor != y.anchor && clash(tellings, x, y) && are_apart(place, other) {
                let sides = ((place.span, &x.backer), (other.span, &y.backer));
                conflicts.push(conflict(Facet::Place, sides.0, sides.1, Some(x.event), "conflicts.place"));
            }
        }
    }
    conflicts
}

/// A place and the happening that lies there: "in", "at", "near" it, not "from" or "to" it.
fn located<'s, 'a>(tellings: &'s Tellings<'a>, place: &'a Place) -> Option<(&'a Place, &'s Telling<'a>)> {
    let doc = tellings.doc;
    let last = doc.tokens_in(place.span).last().filter(|_| place.literal && place.lat.is_some())?;
    let head = doc.head(last);
    let lies = doc.dep(last) == "pobj" && matches!(doc.lower(head), "in" | "at" | "near" | "outside");
    let telling = lies.then(|| tellings.governing(head)).flatten()?;
    (!telling.happenings.is_empty() && !telling.negative && telling.factuality > 0.0).then_some((place, telling))
}

fn clash(tellings: &Tellings<'_>, x: &Telling<'_>, y: &Telling<'_>) -> bool {
    let once = x.happenings.iter().any(|happening| happening.once && y.happenings.contains(happening));
    let common = !x.subjects.is_disjoint(&y.subjects) || !x.objects.is_disjoint(&y.objects);
    once && common
        && x.backer.differs(&y.backer)
        && !tellings.any_in(x.sentence, Role::Moved)
        && !tellings.any_in(y.sentence, Role::Moved)
}

fn are_apart(a: &Place, b: &Place) -> bool {
    let (Some(lat_a), Some(lon_a), Some(lat_b), Some(lon_b)) = (a.lat, a.lon, b.lat, b.lon) else { return false };
    let country = |place: &Place| reportedly_knowledge::countries::by_name(&place.name).is_some();
    // A country holds its towns: only two towns, or two countries, can be apart.
    country(a) == country(b) && crate::checks::kilometres((lat_a, lon_a), (lat_b, lon_b)) > APART && a.name != b.name
}
