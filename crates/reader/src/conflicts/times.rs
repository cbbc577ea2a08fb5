//! The same happening at two times.

use reportedly_knowledge::happenings::Role;
use reportedly_report::{Conflict, Facet, Timex};

use super::tellings::{Telling, Tellings};
use super::{Layers, MOST, conflict};

/// A time and the happening it dates.
struct Dated<'s, 'a> {
    time: &'a Timex,
    from: &'a str,
    to: &'a str,
    telling: &'s Telling<'a>,
}

pub(super) fn read(tellings: &Tellings<'_>, layers: &Layers<'_>) -> Vec<Conflict> {
    let dated: Vec<Dated<'_, '_>> = layers.times.iter().filter_map(|time| dated(tellings, time)).take(MOST).collect();
    let mut conflicts = Vec::new();
    for (k, a) in dated.iter().enumerate() {
        for b in &dated[k + 1..] {
            if clash(tellings, a, b) {
                let sides = ((a.time.span, &a.telling.backer), (b.time.span, &b.telling.backer));
                conflicts.push(conflict(Facet::Time, sides.0, sides.1, Some(a.telling.event), "conflicts.time"));
            }
        }
    }
    conflicts
}

fn dated<'s, 'a>(tellings: &'s Tellings<'a>, time: &'a Timex) -> Option<Dated<'s, 'a>> {
    let (from, to) = (time.from.as_deref()?, time.to.as_deref()?);
    let tokens = tellings.doc.tokens_in(time.span);
    let telling = tellings.governing(tokens.clone().last().filter(|_| !tokens.is_empty())?)?;
    let told = !telling.happenings.is_empty() && !telling.negative && telling.factuality > 0.0;
    told.then_some(Dated { time, from, to, telling })
}

fn clash(tellings: &Tellings<'_>, a: &Dated<'_, '_>, b: &Dated<'_, '_>) -> bool {
    let (x, y) = (a.telling, b.telling);
    let Some(happening) = x.happenings.iter().find(|happening| y.happenings.contains(happening)) else { return false };
    let disjoint = a.to <= b.from || b.to <= a.from;
    if !disjoint
        || x.anchor == y.anchor
        || tellings.any_in(x.sentence, Role::Moved)
        || tellings.any_in(y.sentence, Role::Moved)
    {
        return false;
    }
    let common = |p: &Telling<'_>, q: &Telling<'_>| {
        !p.subjects.is_disjoint(&q.subjects)
            || !p.objects.is_disjoint(&q.objects)
            || !p.subjects.is_disjoint(&q.objects)
    };
    let nameless = |telling: &Telling<'_>| telling.subjects.is_empty() && telling.objects.is_empty();
    let same_party = common(x, y) || common(y, x) || (happening.once && (nameless(x) || nameless(y)));
    let same_day = a.from.get(..10) == b.from.get(..10) && is_part(a.time) && is_part(b.time);
    let apart = x.backer.differs(&y.backer);
    // A departure on Sunday evening and one on Sunday afternoon are one; two attacks on two days may be two.
    same_party && happening.once && (same_day || (apart && near(a.from, b.from)))
}

fn is_part(time: &Timex) -> bool {
    time.value.contains('T')
}

/// Whether two dates are so near that one happening could be meant: days of one week, months of one year, years.
fn near(a: &str, b: &str) -> bool {
    let day = |text: &str| text.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok());
    match (day(a), day(b)) {
        (Some(a), Some(b)) => a.until(b).is_ok_and(|span| span.get_days().abs() <= 3),
        _ => false,
    }
}
