//! Whether two claims disagree, agree, or have nothing to do with each other, facet by facet.
//!
//! A conflict is only found between values that no world satisfies both, in one slot. Bounds, shares of a whole, times
//! of another zone, places inside each other and what somebody only considers decide nothing.

use reportedly_knowledge::claim_words::{self, ClaimWord};
use reportedly_knowledge::{countries, happenings};
use reportedly_report::{Certainty, Facet, Status};

use super::likeness::{Common, Reading, Words, is_people, likeness};
use super::rows::{Claim, Part, Polarity, Value};
use super::values::{OPEN, OWN};

/// How two values stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No value satisfies both.
    Conflict,
    /// One value satisfies both.
    Agree,
}

/// How likely two claims must be of one happening for an agreement.
pub const AGREE: f32 = 0.2;

/// How likely two claims must be of one happening for a conflict of times or places, and of polarity.
const SAME: f32 = 0.2;
const SAME_DEED: f32 = 0.1;

type Tell<'t> = &'t mut dyn FnMut(Facet, (Option<usize>, Option<usize>), Verdict, &'static str, String, f32);

/// Judges two claims on every facet.
pub fn judge(one: &Reading<'_>, two: &Reading<'_>, common: &Common, words: &Words, tell: Tell<'_>) {
    let said = |reading: &Reading<'_>| reading.claim.rule == "claims.said";
    if said(one) || said(two) {
        return;
    }
    let likely = common.probability();
    for (first, a) in one.claim.values.iter().enumerate() {
        for (second, b) in two.claim.values.iter().enumerate().filter(|(_, b)| b.facet == a.facet) {
            let found = match a.facet {
                Facet::Time
                    if likely >= AGREE
                        && common.head >= 0.5
                        && one.claim.said_at.is_none()
                        && two.claim.said_at.is_none() =>
                {
                    times(a, b).map(|verdict| (verdict, "claims.time", likely))
                }
                Facet::Quantity => quantities(a, b, common, one, two, words),
                Facet::Place => {
                    // Whose waters it happened in is asked once in a story.
                    let zone = |value: &Value| matches!(value.place.as_deref(), Some(OPEN | OWN));
                    let likely = if zone(a) && zone(b) { likely.max(SAME) } else { likely };
                    places(a, b).filter(|_| likely >= AGREE).map(|verdict| (verdict, "claims.place", likely))
                }
                Facet::Cause => causes(a, b, common),
                _ => None,
            };
            let Some((verdict, rule, likely)) = found else { continue };
            if verdict == Verdict::Conflict && likely < SAME {
                continue;
            }
            let why = match verdict {
                Verdict::Conflict => {
                    format!("“{}” and “{}” cannot both hold of “{}”", a.text, b.text, one.claim.predicate)
                }
                Verdict::Agree => format!("“{}” and “{}” allow one value", a.text, b.text),
            };
            tell(a.facet, (Some(first), Some(second)), verdict, rule, why, likely);
        }
    }
    polarity(one, two, common, words, likely, tell);
}

/// Times: disjoint, in one zone or so that no zone joins them.
fn times(a: &Value, b: &Value) -> Option<Verdict> {
    if a.is_bound || b.is_bound {
        return None;
    }
    let ((from, to), (other_from, other_to)) = ((a.from?, a.to?), (b.from?, b.to?));
    let day = |from: f64, to: f64| to - from >= 23.0;
    // Hours that a zone not told may move a time of day.
    let slack = match (a.zone, b.zone) {
        (Some(mine), Some(theirs)) => {
            return Some(overlap(from - mine, to - mine, other_from - theirs, other_to - theirs, 0.0));
        }
        (None, None) => 0.0,
        _ if day(from, to) && day(other_from, other_to) => 0.0,
        _ => 14.0,
    };
    // A clock time is rounded: "shortly before eleven".
    let rounded = if to - from <= 0.1 || other_to - other_from <= 0.1 { 0.5 } else { 0.0 };
    Some(overlap(from, to, other_from, other_to, slack + rounded))
}

fn overlap(from: f64, to: f64, other_from: f64, other_to: f64, slack: f64) -> Verdict {
    if to + slack <= other_from || other_to + slack <= from { Verdict::Conflict } else { Verdict::Agree }
}

/// Counts and measures of one thing in one role.
fn quantities(
    a: &Value,
    b: &Value,
    common: &Common,
    one: &Reading<'_>,
    two: &Reading<'_>,
    words: &Words,
) -> Option<(Verdict, &'static str, f32)> {
    let (mine, theirs) = (a.about.first()?, b.about.first()?);
    let (unit, other_unit) = (mine.starts_with('@'), theirs.starts_with('@'));
    if unit != other_unit || unit && mine != theirs {
        return None;
    }
    let nouns = |value: &Value| -> Vec<u32> {
        value.about.iter().filter(|word| !word.starts_with('@')).map(|word| words.number(word)).collect()
    };
    let (my_nouns, their_nouns) = (nouns(a), nouns(b));
    let alike = my_nouns
        .iter()
        .flat_map(|noun| their_nouns.iter().map(|other| words.likeness(*noun, *other)))
        .fold(0.0, f32::max);
    let of_people = |value: &Value| value.about.iter().any(|noun| is_people(noun));
    // "the toll rose to 17": what is counted is what befell people.
    let befell = |nouns: &[u32], other: &Reading<'_>| {
        nouns.iter().any(|noun| other.heads.iter().any(|head| words.likeness(*noun, *head) >= 0.85))
    };
    let deaths = of_people(a) && befell(&their_nouns, one) || of_people(b) && befell(&my_nouns, two);
    let people = !unit && (of_people(a) && of_people(b) || deaths);
    let happening = common.probability();
    let lead = one.claim.leads && two.claim.leads;
    let likely = if unit {
        let counted = my_nouns.is_empty() || their_nouns.is_empty() || alike >= 0.5;
        // One measure of one thing: a length may be told with any verb.
        let near = happening + 0.25 * common.head.max(common.crossed()) + if lead { 0.2 } else { 0.0 };
        if counted { near.min(1.0) } else { 0.0 }
    } else if people {
        // People are counted in many parts: only those in one part can be held against each other.
        match roles(one, a, two, b, words) {
            Some(true) => happening.max(0.6),
            Some(false) => 0.0,
            None if alike >= 0.8 && lead && !is_bare(a) && !is_bare(b) => happening.max(0.5),
            None => happening,
        }
    } else if alike >= 0.8 {
        happening.max(0.55)
    } else if alike >= 0.5 {
        (happening + 0.35 * alike).min(1.0)
    } else {
        0.0
    };
    if likely <= 0.0 || a.is_part != b.is_part {
        return None;
    }
    let most = |value: &Value| value.to.unwrap_or(f64::INFINITY);
    let least = |value: &Value| value.from.unwrap_or(f64::NEG_INFINITY);
    let tolerance = if unit && a.unit != b.unit { 0.03 } else { 0.0 };
    let apart = |low: f64, high: f64| high > low + tolerance * high.abs();
    let disjoint = apart(most(a), least(b)) || apart(most(b), least(a));
    if a.is_part && disjoint {
        return None;
    }
    Some((if disjoint { Verdict::Conflict } else { Verdict::Agree }, "claims.quantity", likely))
}

/// Whether a count stands without its noun.
fn is_bare(value: &Value) -> bool {
    !value.text.trim().contains(char::is_whitespace)
}

/// Whether two claims count people in one part: the dead, the hurt, those aboard; nothing where that cannot be told.
fn roles(one: &Reading<'_>, a: &Value, two: &Reading<'_>, b: &Value, words: &Words) -> Option<bool> {
    let is_aboard = |reading: &Reading<'_>, value: &Value| {
        let heads = reading.claim.terms.iter().filter(|term| term.part == Part::Head || term.part == Part::Oblique);
        let mut all = heads.map(|term| &term.lemma).chain(&value.about);
        all.any(|lemma| claim_words::is(lemma, ClaimWord::Aboard))
    };
    let befell = |value: &Value, other: &Reading<'_>| {
        let nouns = value.about.iter().map(|noun| words.number(noun));
        nouns.into_iter().any(|noun| other.heads.iter().any(|head| words.likeness(noun, *head) >= 0.85))
    };
    if befell(a, two) || befell(b, one) {
        return Some(true);
    }
    match (is_aboard(one, a), is_aboard(two, b)) {
        (true, true) => return Some(true),
        (false, false) => {}
        _ => return Some(false),
    }
    let alike = |mine: &u32| two.heads.iter().any(|other| words.likeness(*mine, *other) >= 0.5);
    if one.heads.iter().any(alike) {
        return Some(true);
    }
    let is_told = |reading: &Reading<'_>| {
        reading.heads.iter().any(|head| words.with_lemma(*head, |lemma| !happenings::told_by(lemma).is_empty()))
    };
    (is_told(one) && is_told(two)).then_some(false)
}

/// Places of one happening: of one level, and neither inside the other.
fn places(a: &Value, b: &Value) -> Option<Verdict> {
    let (mine, theirs) = (a.place.as_deref()?, b.place.as_deref()?);
    let is_zone = |name: &str| matches!(name, OPEN | OWN);
    match (is_zone(mine), is_zone(theirs)) {
        (true, true) => return Some(if mine == theirs { Verdict::Agree } else { Verdict::Conflict }),
        (false, false) => {}
        _ => return None,
    }
    if mine == theirs || a.geonameid.is_some() && a.geonameid == b.geonameid {
        return Some(Verdict::Agree);
    }
    if a.is_bound || b.is_bound {
        return None;
    }
    let is_country = |name: &str| countries::by_name(name).is_some();
    if is_country(mine) || is_country(theirs) {
        let apart = a.country.is_some() && b.country.is_some() && a.country != b.country;
        return apart.then_some(Verdict::Conflict);
    }
    (a.geonameid.is_some() && b.geonameid.is_some()).then_some(Verdict::Conflict)
}

/// Causes of one happening that share no telling word.
fn causes(a: &Value, b: &Value, common: &Common) -> Option<(Verdict, &'static str, f32)> {
    let alike =
        a.about.iter().flat_map(|mine| b.about.iter().map(move |theirs| likeness(mine, theirs))).fold(0.0, f32::max);
    let likely = common.probability().max(0.5);
    // Most words are of some kind with some other; only one word tells of one cause.
    Some((if alike >= 1.0 { Verdict::Agree } else { Verdict::Conflict }, "claims.cause", likely))
}

/// Whether a claim commits its source. A guess at how sure a text is yields to a source that speaks plainly.
fn is_asserted(reading: &Reading<'_>) -> bool {
    let claim = reading.claim;
    match claim.status {
        Some(Status::Conditional | Status::Unknown) => false,
        Some(Status::Possible) => claim.is_plain && claim.certainty.is_none_or(|sure| sure == Certainty::Certain),
        // A deed only named is told of as done, or not at all.
        Some(Status::Planned) => !claim.is_named,
        _ => true,
    }
}

/// One says that it is so, the other that it is not, or that the opposite is.
fn polarity(one: &Reading<'_>, two: &Reading<'_>, common: &Common, words: &Words, likely: f32, tell: Tell<'_>) {
    if !is_asserted(one) || !is_asserted(two) {
        return;
    }
    let (a, b) = (one.claim, two.claim);
    let denied = |reading: &Reading<'_>| reading.claim.status == Some(Status::Denied);
    if a.polarity != b.polarity {
        // What has no arguments denies every happening of its kind: "there was no delay".
        let likely = if common.bare > 0.0 && common.head >= 0.5 { likely.max(SAME) } else { likely };
        let is_denial = denied(one) || denied(two);
        // What is negated must itself be told of on the other side.
        let crossed = if a.polarity == Polarity::Negated { common.first_in_second } else { common.second_in_first };
        // Who only considers a deed has not said that it was done.
        let mulls = |claim: &Claim| claim_words::is(&claim.predicate, ClaimWord::Mulling);
        let crossed = if mulls(a) || mulls(b) { 0.0 } else { crossed };
        let near = common.head >= 0.5 && (common.shared > 0.0 || common.bare > 0.0) || crossed >= 0.85;
        // "There is no cholera in the camp" against "cholera killed three in the camp".
        let told = crossed >= 0.85 && common.shared >= 3.0;
        let likely = if told { likely.max(SAME) } else { likely };
        if likely >= SAME_DEED && near {
            let rule = if is_denial { "claims.denial" } else { "claims.polarity" };
            let why = format!("“{}” is affirmed on one side and “{}” negated on the other", a.predicate, b.predicate);
            tell(Facet::Polarity, (None, None), Verdict::Conflict, rule, why, likely);
        }
        return;
    }
    let opposed = one.heads.iter().any(|head| two.heads.iter().any(|other| words.are_opposed(*head, *other)));
    let argued = common.bare > 0.0
        || common.shared >= 3.0 && (common.subject >= 0.5 || common.object >= 0.5 || common.share >= 0.5);
    if opposed && argued && common.head < 1.0 && a.polarity == Polarity::Affirmed {
        let why = format!("“{}” and “{}” are opposites, told of one thing", a.predicate, b.predicate);
        tell(Facet::Polarity, (None, None), Verdict::Conflict, "claims.opposite", why, 0.6);
        return;
    }
    if !opposed && likely >= SAME && a.polarity == Polarity::Negated {
        tell(Facet::Polarity, (None, None), Verdict::Agree, "claims.polarity", "both negate it".into(), likely);
    }
}
