//! Parts against their total.
//!
//! That some numbers happen to add up means little, so a sum is only told where the parts stand side by side in one
//! sentence and the total beside them: in that sentence, the one before or after, or the headline.

use reportedly_knowledge::measures::is_people;
use reportedly_language::Pos;
use reportedly_report::{BlockRole, Check, CheckKind, Quantity, Verdict};

use super::extent::{Extent, measure};
use super::{Amount, Sheet, check, shown};
use crate::Context;

/// Parts of one sum.
const MOST_PARTS: usize = 5;
/// Quantities of a sentence that are looked at.
const MOST: usize = 12;
/// A total below this needs a word that says so: small numbers add up by chance.
const SMALL: f64 = 10.0;

/// Words that make a number a total.
const TOTALS: [&str; 9] =
    ["total", "totalling", "totaling", "altogether", "combined", "overall", "sum", "together", "toll"];

pub(super) fn read(cx: &Context<'_>, sheet: &Sheet<'_>, checks: &mut Vec<Check>) {
    let title = cx.blocks.iter().find(|block| block.role == BlockRole::Title);
    let in_title = |amount: &&Amount<'_>| title.is_some_and(|title| title.span.contains(amount.quantity.span));
    let headline: Vec<&Amount<'_>> = sheet.amounts.iter().filter(in_title).collect();
    let sentences: Vec<&[Amount<'_>]> = sheet.sentences().filter(|amounts| amounts.len() <= MOST).collect();
    for (k, &parts) in sentences.iter().enumerate() {
        let near = |other: &&&[Amount<'_>]| other[0].sentence.abs_diff(parts[0].sentence) <= 1;
        let before = k.checked_sub(1).and_then(|k| sentences.get(k)).filter(near);
        let after = sentences.get(k + 1).filter(near);
        let totals = [before, after].into_iter().flatten().flat_map(|amounts| amounts.iter()).chain(parts);
        let totals: Vec<&Amount<'_>> = headline.iter().copied().chain(totals).collect();
        if let Some(found) = best(sheet, parts, &totals) {
            checks.push(found);
        }
    }
}

/// The sum that holds, else the one that should and does not.
fn best(sheet: &Sheet<'_>, parts: &[Amount<'_>], totals: &[&Amount<'_>]) -> Option<Check> {
    let runs = (2..=MOST_PARTS).rev().flat_map(|len| parts.windows(len));
    let mut broken = None;
    for run in runs {
        let Some(first) = run.first().filter(|_| are_parts(sheet, run)) else { continue };
        for &total in totals {
            let whole = total.quantity;
            if run.iter().any(|part| part.quantity.span == whole.span) || !can_total(whole, run) {
                continue;
            }
            let sum: f64 = run.iter().map(|part| part.quantity.value).sum();
            let cued = is_total(sheet, total) || (total.sentence == first.sentence && lists(sheet, total, run));
            if (sum - whole.value).abs() <= whole.value * 0.005 && (cued || whole.value >= SMALL) {
                return Some(told(run, whole, sum, Verdict::Agrees));
            }
            let all = lists_all(parts, run, total);
            // Parts far from their total are parts of something else.
            let comparable = sum > whole.value * 0.5 && sum < whole.value * 2.0;
            if broken.is_none() && cued && all && comparable && total.sentence == first.sentence {
                broken = failing(run, whole, sum);
            }
        }
    }
    broken
}

/// Parts are of one kind, none of them a share or a speed, nor the ends of "from 20 to 30".
fn are_parts(sheet: &Sheet<'_>, run: &[Amount<'_>]) -> bool {
    let end = |part: &Amount<'_>| part.start > 0 && matches!(sheet.doc.lower(part.start - 1), "from" | "to");
    run.iter().all(|part| is_countable(part.quantity) && part.quantity.value > 0.0 && !end(part))
        && run.windows(2).all(|pair| same_kind(pair[0].quantity, pair[1].quantity))
}

fn can_total(whole: &Quantity, run: &[Amount<'_>]) -> bool {
    is_countable(whole) && run.iter().all(|part| whole.value > part.quantity.value && same_kind(part.quantity, whole))
}

/// Whether the run is all that the sentence counts of its kind, the total apart.
fn lists_all(parts: &[Amount<'_>], run: &[Amount<'_>], total: &Amount<'_>) -> bool {
    let kind =
        |part: &&Amount<'_>| same_kind(part.quantity, run[0].quantity) && part.quantity.span != total.quantity.span;
    parts.iter().filter(kind).count() == run.len()
}

/// "a total of 12", "12 in all".
fn is_total(sheet: &Sheet<'_>, total: &Amount<'_>) -> bool {
    let doc = sheet.doc;
    let range = total.start.saturating_sub(4)..(total.end + 3).min(doc.len());
    let same = |i: &usize| doc.sentence_of(*i) == total.sentence;
    // "16 total subsidiaries" says which, not that it is a sum.
    let noun_or_verb = |i: &usize| doc.pos(*i) != Pos::Adj;
    range.clone().filter(same).filter(noun_or_verb).any(|i| TOTALS.contains(&doc.lower(i)))
        || range
            .filter(same)
            .filter(|&i| doc.pos(i) == Pos::Adp)
            .any(|i| doc.lower(i) == "in" && i + 1 < doc.len() && doc.lower(i + 1) == "all")
}

/// "12 people: seven men and five women", "12 people - seven men …".
fn lists(sheet: &Sheet<'_>, total: &Amount<'_>, run: &[Amount<'_>]) -> bool {
    let between = total.end..run[0].start;
    total.end <= run[0].start
        && between.len() <= 8
        && between.clone().any(|i| matches!(sheet.doc.text(i), ":" | "—" | "–" | "-"))
}

/// A sum that no reading of its numbers makes right.
fn failing(run: &[Amount<'_>], whole: &Quantity, sum: f64) -> Option<Check> {
    let nothing = Extent { least: 0.0, most: 0.0 };
    let allowed = run.iter().fold(nothing, |sum, part| sum.plus(Extent::of(part.quantity)));
    let verdict = if allowed.meets(Extent::of(whole)) { Verdict::Possible } else { Verdict::Disagrees };
    Some(told(run, whole, sum, verdict))
}

fn told(run: &[Amount<'_>], whole: &Quantity, sum: f64, verdict: Verdict) -> Check {
    let terms: Vec<String> = run.iter().map(|part| shown(part.quantity.value)).collect();
    let detail = match verdict {
        Verdict::Agrees => format!("{} = {}", terms.join(" + "), shown(whole.value)),
        _ => format!("{} = {}; the report says {}", terms.join(" + "), shown(sum), shown(whole.value)),
    };
    let mut spans: Vec<_> = run.iter().map(|part| part.quantity.span).chain([whole.span]).collect();
    spans.sort();
    check(CheckKind::Arithmetic, spans, verdict, detail, "checks.sum")
}

/// Counts, money and plain measures can be summed; shares, speeds and temperatures cannot.
pub(crate) fn is_countable(quantity: &Quantity) -> bool {
    match &quantity.unit {
        None => quantity.of.is_some(),
        Some(unit) if unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()) => true,
        Some(_) => measure(quantity)
            .is_some_and(|measure| !matches!(measure.dimension, "share" | "speed" | "temperature" | "time")),
    }
}

/// Whether two quantities count or measure the same kind of thing.
pub(crate) fn same_kind(a: &Quantity, b: &Quantity) -> bool {
    if a.unit != b.unit {
        return false;
    }
    match (&a.of, &b.of) {
        (Some(a), Some(b)) => same_noun(a, b),
        _ => a.unit.is_some(),
    }
}

fn same_noun(a: &str, b: &str) -> bool {
    let (a, b) = (singular(a), singular(b));
    a == b || (is_people(&a) && is_people(&b))
}

/// The last word of a noun phrase without its plural ending; "people" is already one.
pub(crate) fn singular(noun: &str) -> String {
    let last = noun.rsplit(' ').next().unwrap_or("").to_lowercase();
    if let Some(stem) = last.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    let hissing = ["sses", "shes", "ches", "xes"].iter().any(|ending| last.ends_with(ending));
    let cut = if hissing { 2 } else { usize::from(last.ends_with('s') && !last.ends_with("ss")) };
    last[..last.len() - cut].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_meet_in_the_singular() {
        assert!(same_noun("asylum seekers", "migrants"));
        assert!(same_noun("women", "people"));
        assert!(same_noun("patrol boats", "boats"));
        assert!(!same_noun("ships", "shells"));
        assert_eq!(
            (singular("bodies"), singular("churches"), singular("")),
            ("body".into(), "church".into(), String::new())
        );
    }
}
