//! Time and speed against a distance: one the report gives, or that on the map between two places it names.

use reportedly_report::{Check, CheckKind, Verdict};

use super::extent::{Extent, measure, within_a_tenth};
use super::{Amount, Point, Sheet, check, shown};

/// Ways longer than this many great circles are no ways.
const LONGEST: f64 = 8.0;

pub(super) fn read(sheet: &Sheet<'_>, checks: &mut Vec<Check>) {
    for amounts in sheet.sentences() {
        let only = |dimension: &str| {
            let mut found =
                amounts.iter().filter(|amount| measure(amount.quantity).is_some_and(|m| m.dimension == dimension));
            found.next().filter(|_| found.next().is_none())
        };
        let (Some(time), Some(speed)) = (only("time"), only("speed")) else { continue };
        let said = only("length").filter(|length| in_base(length) > 1.0);
        let ends = two_points(sheet, time.sentence);
        checks.extend(match (said, ends) {
            (Some(length), _) => Some(against_length(time, speed, length)),
            (None, Some((from, to))) => Some(against_map(time, speed, from, to)),
            (None, None) => None,
        });
    }
}

/// The number in its dimension's base unit: km, h, km/h.
fn in_base(amount: &Amount<'_>) -> f64 {
    amount.quantity.value * measure(amount.quantity).map_or(1.0, |measure| measure.factor)
}

fn extent(amount: &Amount<'_>) -> Extent {
    Extent::of(amount.quantity).times(measure(amount.quantity).map_or(1.0, |measure| measure.factor))
}

/// The two places of a sentence that names no third.
fn two_points<'s, 'a>(sheet: &'s Sheet<'a>, sentence: usize) -> Option<(&'s Point<'a>, &'s Point<'a>)> {
    let mut points = sheet.points_in(sentence);
    let first = points.next()?;
    let mut others = points.filter(|point| point.place.name != first.place.name);
    let second = others.next()?;
    let third = others.any(|point| point.place.name != second.place.name);
    (!third && first.kilometres_to(second) > 20.0).then_some((first, second))
}

fn against_map(time: &Amount<'_>, speed: &Amount<'_>, from: &Point<'_>, to: &Point<'_>) -> Check {
    let real = from.kilometres_to(to);
    let way = in_base(time) * in_base(speed);
    let (least, most) = (extent(time).least * extent(speed).least, extent(time).most * extent(speed).most);
    let verdict = if within_a_tenth(way, real) {
        Verdict::Agrees
    } else if most < real * 0.95 - 15.0 || least > real * LONGEST {
        Verdict::Disagrees
    } else {
        Verdict::Possible
    };
    let detail = format!(
        "{} h at {} km/h is {} km; {} to {} is {} km as the crow flies",
        shown(in_base(time)),
        shown(in_base(speed)),
        shown(way),
        from.said,
        to.said,
        shown(real)
    );
    check(CheckKind::Travel, vec![time.quantity.span, speed.quantity.span], verdict, detail, "checks.travel")
}

fn against_length(time: &Amount<'_>, speed: &Amount<'_>, length: &Amount<'_>) -> Check {
    let way = in_base(time) * in_base(speed);
    let said = in_base(length);
    let covered =
        Extent { least: extent(time).least * extent(speed).least, most: extent(time).most * extent(speed).most };
    let verdict = match within_a_tenth(way, said) {
        true => Verdict::Agrees,
        false if covered.meets(extent(length)) => Verdict::Possible,
        // Halts and detours make a journey slower than its speed.
        false if way > said && way < said * 2.0 => Verdict::Possible,
        false => Verdict::Disagrees,
    };
    let detail = format!(
        "{} h at {} km/h is {} km; the report says {} km",
        shown(in_base(time)),
        shown(in_base(speed)),
        shown(way),
        shown(said)
    );
    let spans = vec![time.quantity.span, speed.quantity.span, length.quantity.span];
    check(CheckKind::Travel, spans, verdict, detail, "checks.travel")
}
