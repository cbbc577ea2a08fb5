//! Shares of a whole, and changes from one number to another, against their percentages.

use reportedly_report::{Check, CheckKind, Quantity, Verdict};

use super::extent::Extent;
use super::sums::{is_countable, same_kind};
use super::{Amount, Sheet, check, shown};

/// Quantities of a sentence that are looked at; lists of figures are no sentences.
const MOST: usize = 12;

pub(super) fn read(sheet: &Sheet<'_>, checks: &mut Vec<Check>) {
    for amounts in sheet.sentences().filter(|amounts| amounts.len() <= MOST) {
        for percent in amounts.iter().filter(|amount| amount.quantity.unit.as_deref() == Some("%")) {
            checks.extend(share(sheet, amounts, percent).or_else(|| change(sheet, amounts, percent)));
        }
    }
}

/// "12 of the 48 ships, or 25 per cent,".
fn share(sheet: &Sheet<'_>, amounts: &[Amount<'_>], percent: &Amount<'_>) -> Option<Check> {
    let pair = amounts.windows(2).find(|pair| {
        let [part, whole] = pair else { return false };
        let linked = (part.end..whole.start).len() <= 4 && (part.end..whole.start).any(|i| sheet.doc.lower(i) == "of");
        let near = percent.start.abs_diff(whole.end) <= 4 || percent.end.abs_diff(part.start) <= 4;
        linked && near && can_compare(part.quantity, whole.quantity) && whole.quantity.value >= part.quantity.value
    })?;
    let (part, whole) = (pair[0].quantity, pair[1].quantity);
    let real = part.value / whole.value * 100.0;
    let detail = format!(
        "{} of {} is {} %; the report says {} %",
        shown(part.value),
        shown(whole.value),
        shown(real),
        shown(percent.quantity.value)
    );
    let spans = vec![part.span, whole.span, percent.quantity.span];
    let verdict = verdict(real, ratio(part, whole).times(100.0), percent.quantity);
    Some(check(CheckKind::Arithmetic, spans, verdict, detail, "checks.share"))
}

/// "rose 20 % to 120 ships from 100", "fell from 100 to 80, a drop of 20 %".
fn change(sheet: &Sheet<'_>, amounts: &[Amount<'_>], percent: &Amount<'_>) -> Option<Check> {
    let led = |word: &'static str| {
        move |amount: &&Amount<'_>| {
            let bare = amount.quantity.unit.as_deref() != Some("%");
            bare && (1..=2).any(|back| amount.start >= back && sheet.doc.lower(amount.start - back) == word)
        }
    };
    let from = amounts.iter().find(led("from"))?.quantity;
    let to = amounts.iter().find(led("to"))?.quantity;
    if from.span == to.span || !can_compare(from, to) {
        return None;
    }
    let real = ((to.value - from.value) / from.value * 100.0).abs();
    let detail = format!(
        "from {} to {} is {} %; the report says {} %",
        shown(from.value),
        shown(to.value),
        shown(real),
        shown(percent.quantity.value)
    );
    let spans = vec![from.span, to.span, percent.quantity.span];
    let grown = ratio(to, from);
    let (a, b) = ((grown.least - 1.0).abs() * 100.0, (grown.most - 1.0).abs() * 100.0);
    let verdict = verdict(real, Extent { least: a.min(b), most: a.max(b) }, percent.quantity);
    Some(check(CheckKind::Arithmetic, spans, verdict, detail, "checks.change"))
}

fn can_compare(a: &Quantity, b: &Quantity) -> bool {
    is_countable(a) && is_countable(b) && same_kind(a, b) && a.value > 0.0 && b.value > 0.0
}

fn ratio(part: &Quantity, whole: &Quantity) -> Extent {
    let (part, whole) = (Extent::of(part), Extent::of(whole));
    Extent { least: part.least / whole.most, most: part.most / whole.least.max(f64::MIN_POSITIVE) }
}

/// Percentages are rounded: half a point either way agrees.
fn verdict(real: f64, allowed: Extent, percent: &Quantity) -> Verdict {
    let said = Extent::of(percent);
    if (real - percent.value).abs() <= (percent.value * 0.1).max(0.6) {
        Verdict::Agrees
    } else if allowed.meets(Extent { least: said.least - 0.6, most: said.most + 0.6 }) {
        Verdict::Possible
    } else {
        Verdict::Disagrees
    }
}
