//! Distances between named places against the great circle, and conversions in brackets.

use reportedly_report::{Check, CheckKind, Verdict};

use super::extent::{Extent, measure, within_a_tenth};
use super::{Amount, Point, Sheet, check, shown};

/// How many tokens may lie between a distance and the place it is measured from.
const REACH: usize = 12;

/// How many tokens before a distance its other end may stand.
const BACK: usize = 25;

/// Kilometres by which a town's point may be off, and the share of the distance that edges of towns are worth.
const POINT: f64 = 15.0;

pub(super) fn read(sheet: &Sheet<'_>, checks: &mut Vec<Check>) {
    for (k, amount) in sheet.amounts.iter().enumerate() {
        let Some(unit) = measure(amount.quantity) else { continue };
        if let Some(next) = sheet.amounts.get(k + 1) {
            checks.extend(conversion(sheet, amount, next));
        }
        let kilometres = amount.quantity.value * unit.factor;
        if unit.dimension != "length" || kilometres < 5.0 {
            continue;
        }
        if let Some((from, to)) = ends(sheet, amount) {
            checks.push(on_the_map(sheet, amount, unit.factor, from, to));
        }
    }
}

/// The two places that a distance lies between.
fn ends<'s, 'a>(sheet: &'s Sheet<'a>, amount: &Amount<'_>) -> Option<(&'s Point<'a>, &'s Point<'a>)> {
    let mut after = sheet.points_in(amount.sentence).filter(|point| point.start >= amount.end);
    let near = after.next().filter(|point| point.start - amount.end <= REACH)?;
    let word = |i: usize| sheet.doc.lower(i);
    let lead = (amount.end..near.start).rev().find(|&i| sheet.doc.pos(i) == reportedly_language::Pos::Adp)?;
    let directed = lead == amount.end || DIRECTIONS.contains(&word(lead - 1));
    let leads = match word(lead) {
        "from" | "between" => true,
        "of" => directed,
        "to" => lead == amount.end || directed,
        _ => false,
    };
    if !leads {
        return None;
    }
    let joined = after.next().filter(|far| {
        let between = near.end..far.start;
        between.len() <= 6 && between.clone().any(|i| matches!(word(i), "and" | "to")) && word(lead) != "of"
    });
    let far = joined.or_else(|| {
        let before = sheet.points_in(amount.sentence).take_while(|point| point.end <= amount.start);
        before.last().filter(|point| amount.start - point.end <= BACK)
    })?;
    (far.place.name != near.place.name).then_some((far, near))
}

const DIRECTIONS: [&str; 17] = [
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "north-east",
    "north-west",
    "south-east",
    "south-west",
    "outside",
    "short",
    "ahead",
    "inland",
    "upstream",
];

fn on_the_map(sheet: &Sheet<'_>, amount: &Amount<'_>, factor: f64, from: &Point<'_>, to: &Point<'_>) -> Check {
    let real = from.kilometres_to(to);
    let said = amount.quantity.value * factor;
    let straight = (amount.end..to.start).any(|i| matches!(sheet.doc.lower(i), "crow" | "flies" | "straight"));
    let verdict = verdict(real, said, Extent::of(amount.quantity).times(factor), straight);
    let detail = format!(
        "{} to {} is {} km as the crow flies; the report says {} km",
        from.said,
        to.said,
        shown(real),
        shown(said)
    );
    check(CheckKind::Distance, vec![amount.quantity.span], verdict, detail, "checks.distance")
}

/// A way can be longer than the great circle, never shorter.
fn verdict(real: f64, said: f64, extent: Extent, straight: bool) -> Verdict {
    let slack = POINT + real * 0.05;
    if within_a_tenth(real, said) || (real - said).abs() <= 5.0 {
        Verdict::Agrees
    } else if extent.most < real - slack
        || (straight && extent.least > real + slack)
        || extent.least > real * 6.0 + 100.0
    {
        Verdict::Disagrees
    } else {
        Verdict::Possible
    }
}

/// "500 miles (800 km)".
fn conversion(sheet: &Sheet<'_>, a: &Amount<'_>, b: &Amount<'_>) -> Option<Check> {
    let (first, second) = (measure(a.quantity)?, measure(b.quantity)?);
    let bracket = a.end + 1 == b.start && sheet.doc.text(a.end) == "(";
    if !bracket || first.dimension != second.dimension || first.symbol == second.symbol {
        return None;
    }
    let (x, y) = (a.quantity.value * first.factor, b.quantity.value * second.factor);
    let extents = (Extent::of(a.quantity).times(first.factor), Extent::of(b.quantity).times(second.factor));
    let verdict = match within_a_tenth(x, y) {
        true => Verdict::Agrees,
        false if extents.0.meets(extents.1) => Verdict::Possible,
        false => Verdict::Disagrees,
    };
    let detail = format!(
        "{} {} is {} {}; the report says {}",
        shown(a.quantity.value),
        first.symbol,
        shown(x / second.factor),
        second.symbol,
        shown(b.quantity.value)
    );
    Some(check(CheckKind::Arithmetic, vec![a.quantity.span, b.quantity.span], verdict, detail, "checks.conversion"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(value: f64) -> Extent {
        Extent { least: value, most: value }
    }

    #[test]
    fn a_way_is_never_shorter_than_the_great_circle() {
        assert_eq!(verdict(1010.0, 1000.0, exact(1000.0), true), Verdict::Agrees);
        assert_eq!(verdict(690.0, 1200.0, exact(1200.0), false), Verdict::Possible, "by rail");
        assert_eq!(verdict(690.0, 1200.0, exact(1200.0), true), Verdict::Disagrees, "as the crow flies");
        assert_eq!(verdict(690.0, 300.0, exact(300.0), false), Verdict::Disagrees);
        let at_least = Extent { least: 300.0, most: f64::INFINITY };
        assert_eq!(verdict(690.0, 300.0, at_least, false), Verdict::Possible);
        assert_eq!(verdict(12.0, 9.0, exact(9.0), false), Verdict::Agrees, "towns are wider than a point");
    }
}
