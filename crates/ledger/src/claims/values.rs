//! When, where, how many and why, each with the predicate it belongs to.

use reportedly_knowledge::claim_words::{self, ClaimWord};
use reportedly_knowledge::numbers::{Numeral, numeral_of};
use reportedly_knowledge::{event_nouns, lexicon, measures};
use reportedly_report::{Bound, Facet, Published, Quantity, Span, TimeType, Timex};

use super::rows::{Interval, Value};
use super::scene::{Scene, clipped};
use crate::Moment;

/// The name of waters and airspace that belong to nobody, and of those that belong to a state.
pub const OPEN: &str = "international waters";
pub const OWN: &str = "territorial waters";
/// Values of one report at most.
const VALUES: usize = 2000;

/// The values of a report with the token of the predicate that each belongs to.
pub fn values(scene: &Scene<'_>) -> Vec<(usize, Value)> {
    let mut found = Vec::new();
    for time in scene.reading.times.iter().filter(|time| matches!(time.kind, TimeType::Date | TimeType::Time)) {
        found.extend(of_time(scene, time));
    }
    for quantity in &scene.reading.quantities {
        found.extend(of_quantity(scene, quantity));
    }
    for at in 0..scene.tokens.len() {
        found.extend(of_number(scene, at));
        found.extend(of_cause(scene, at));
    }
    for place in scene.reading.places.iter().filter(|place| place.literal) {
        let value = Value {
            place: Some(place.name.clone()),
            country: place.country.clone(),
            geonameid: place.geonameid,
            is_bound: !is_stay(scene, place.span),
            ..bare(scene, Facet::Place, place.span)
        };
        found.extend(placed(scene, value));
    }
    found.extend(zones(scene));
    found.truncate(VALUES);
    found.sort_by_key(|(_, value)| value.span);
    found
}

fn bare(scene: &Scene<'_>, facet: Facet, span: Span) -> Value {
    Value {
        facet,
        span,
        text: clipped(span.of(scene.text)).to_owned(),
        from: None,
        to: None,
        unit: None,
        bound: None,
        of: None,
        about: Vec::new(),
        is_part: false,
        is_bound: false,
        zone: None,
        interval: None,
        place: None,
        country: None,
        geonameid: None,
    }
}

fn placed(scene: &Scene<'_>, value: Value) -> Option<(usize, Value)> {
    let first = head_of(scene, value.span)?;
    Some((predicate_of(scene, first), value))
}

/// The token of a stretch that hangs on something outside it.
fn head_of(scene: &Scene<'_>, span: Span) -> Option<usize> {
    let within = scene.tree.within(span);
    within
        .clone()
        .find(|at| scene.tree.head(*at).is_none_or(|above| !within.contains(&above)))
        .or(within.clone().next())
}

/// What a word is told of: the first verb, form of "be" or event noun above it.
fn predicate_of(scene: &Scene<'_>, first: usize) -> usize {
    let is_predicate = |at: usize| {
        let row = scene.tree.row(at);
        match row.pos.as_str() {
            _ if scene.is_place(at) => false,
            "VERB" => !matches!(row.dep.as_str(), "amod" | "aux"),
            "AUX" => !matches!(row.dep.as_str(), "aux" | "auxpass"),
            // An event noun takes what hangs on it by a preposition.
            "NOUN" => {
                let is_argument = matches!(row.dep.as_str(), "nsubj" | "nsubjpass" | "dobj" | "attr" | "ROOT" | "pobj");
                // What hangs on "during a parade in …" is told of the whole clause.
                let is_inner =
                    row.dep == "pobj" && scene.tree.above(at).any(|above| scene.tree.row(above).pos == "VERB");
                at != first && is_argument && !is_inner && event_nouns::is_event(&row.lemma.to_lowercase())
            }
            _ => false,
        }
    };
    if scene.tree.row(first).pos == "VERB" && !scene.is_place(first) {
        return first;
    }
    // "Sunday's landslide"
    let owned = scene
        .tree
        .head(first)
        .filter(|_| matches!(scene.tree.row(first).dep.as_str(), "poss" | "npadvmod" | "nmod" | "compound"));
    if let Some(noun) = owned.filter(|noun| event_nouns::is_event(&scene.tree.row(*noun).lemma.to_lowercase())) {
        return noun;
    }
    let mut top = first;
    for at in scene.tree.above(first) {
        top = at;
        if is_predicate(at) {
            break;
        }
    }
    // A light event noun leaves the value to its verb.
    if scene.tree.row(top).pos == "NOUN" {
        let verb = scene.tree.above(top).find(|at| matches!(scene.tree.row(*at).pos.as_str(), "VERB" | "AUX"));
        let is_light = |at: usize| claim_words::is(&scene.tree.row(at).lemma.to_lowercase(), ClaimWord::Light);
        if let Some(verb) = verb.filter(|verb| is_light(*verb)) {
            return verb;
        }
    }
    top
}

fn preposition(scene: &Scene<'_>, span: Span) -> Option<String> {
    let first = head_of(scene, span)?;
    let within = scene.tree.within(span);
    let inner = within.clone().next().filter(|at| scene.tree.row(*at).pos == "ADP");
    let above =
        scene.tree.head(first).filter(|at| scene.tree.row(*at).pos == "ADP" || scene.tree.row(*at).dep == "mark");
    let is_owner = matches!(scene.tree.row(first).dep.as_str(), "poss" | "npadvmod" | "nmod");
    let before = within
        .start
        .checked_sub(1)
        .filter(|_| !is_owner)
        .filter(|at| matches!(scene.tree.row(*at).pos.as_str(), "ADP" | "SCONJ"));
    inner.or(above).or(before).map(|at| scene.tree.row(at).text.to_lowercase())
}

fn of_time(scene: &Scene<'_>, time: &Timex) -> Option<(usize, Value)> {
    let (from, from_zone) = hours(time.from.as_deref()?)?;
    let (to, _) = hours(time.to.as_deref()?)?;
    let preposition = preposition(scene, time.span).unwrap_or_default();
    // A clock time is a moment that tellers round; a bound or a time given up decides nothing.
    let is_bound = matches!(
        preposition.as_str(),
        "since" | "until" | "till" | "by" | "from" | "before" | "after" | "through" | "within" | "for"
    ) && !scene.tree.within(time.span).any(|at| scene.tree.row(at).text.eq_ignore_ascii_case("dawn"));
    let value = Value {
        from: Some(from),
        to: Some(to),
        zone: from_zone,
        is_bound,
        interval: Some(Interval { from: time.from.clone(), to: time.to.clone() }),
        ..bare(scene, Facet::Time, time.span)
    };
    placed(scene, value)
}

fn of_quantity(scene: &Scene<'_>, quantity: &Quantity) -> Option<(usize, Value)> {
    let within = scene.tree.within(quantity.span);
    // "nine villages, not fourteen": the other number is another's.
    if within.start > 0 && scene.tree.row(within.start - 1).dep == "neg" {
        return None;
    }
    let about: Vec<String> = match &quantity.of {
        Some(of) => of.split_whitespace().map(|word| lexicon::lemma(&word.to_lowercase())).collect(),
        None => Vec::new(),
    };
    let head = head_of(scene, quantity.span)?;
    let after = (within.end..(within.end + 2).min(scene.tokens.len())).map(|at| scene.tree.row(at).text.to_lowercase());
    let after: Vec<String> = after.collect();
    let is_aboard = after.first().is_some_and(|word| word == "aboard") || after.join(" ") == "on board";
    let mut about = about;
    about.extend(is_aboard.then(|| "aboard".to_owned()));
    let mut value = Value {
        unit: quantity.unit.clone(),
        of: quantity.of.clone(),
        about,
        bound: Some(quantity.bound),
        ..bare(scene, Facet::Quantity, quantity.span)
    };
    limit(&mut value, quantity.value, quantity.to);
    value.is_part = is_part(scene, quantity.span);
    if value.unit.is_none() && value.about.is_empty() {
        value.about = counted(scene, head);
    }
    placed(scene, value)
}

/// The interval that a bounded amount allows, in the base unit of its dimension.
fn limit(value: &mut Value, amount: f64, to: Option<f64>) {
    let measure = value.unit.as_deref().and_then(measures::by_symbol).filter(|measure| measure.factor > 0.0);
    let factor = measure.map_or(1.0, |measure| measure.factor);
    if let Some(measure) = measure {
        value.about.insert(0, format!("@{}", measure.dimension));
    } else if let Some(unit) = &value.unit {
        value.about.insert(0, format!("@{unit}"));
    }
    let (from, most) = match value.bound {
        Some(Bound::AtLeast) => (Some(amount), None),
        Some(Bound::AtMost) => (Some(0.0), Some(amount)),
        Some(Bound::About) => (Some(amount * 0.9), Some(amount * 1.1)),
        _ => (Some(amount), Some(to.unwrap_or(amount))),
    };
    (value.from, value.to) = (from.map(|from| from * factor), most.map(|most| most * factor));
}

/// Whether the words beside a count say that it is a share of another, or comes on top of one.
fn is_part(scene: &Scene<'_>, span: Span) -> bool {
    let within = scene.tree.within(span);
    let is_number = |at: usize| matches!(scene.tree.row(at).tag.as_str(), "CD");
    // "17 more", "six others", "half of them"; but not "more than 17".
    let last = within.clone().rev().find(|at| is_number(*at)).unwrap_or(within.start);
    let near = (last + 1)..(within.end + 1).min(scene.tokens.len());
    let before = within.start.saturating_sub(1)..within.start;
    let is = |at: usize| {
        claim_words::is(&scene.tree.row(at).lemma.to_lowercase(), ClaimWord::Part)
            || claim_words::is(&scene.tree.row(at).text.to_lowercase(), ClaimWord::Part)
    };
    // "four are still in custody"
    let governor = scene.tree.above(last).find(|at| matches!(scene.tree.row(*at).pos.as_str(), "VERB" | "AUX"));
    let still = governor
        .into_iter()
        .flat_map(|at| scene.tree.children(at))
        .any(|at| scene.tree.row(at).dep == "advmod" && is(at));
    // "one" is seldom a count of the whole.
    let is_one = scene.tree.row(last).lemma == "one";
    still || is_one || near.chain(before).any(is)
        // "five of the 16 men", "six of whom"
        || within.end + 1 < scene.tokens.len()
            && scene.tree.row(within.end).text.eq_ignore_ascii_case("of")
            && scene.tree.row(within.start).tag == "CD"
            && !matches!(scene.tree.row(within.end + 1).text.to_lowercase().as_str(), "our" | "my")
}

/// A number that no noun follows: "rose to 17", "a magnitude of 6.1", "all 24 crew", "the number of jobs is 1,900".
fn of_number(scene: &Scene<'_>, at: usize) -> Option<(usize, Value)> {
    let row = scene.tree.row(at);
    if row.tag != "CD" && row.pos != "NUM" {
        return None;
    }
    let is_taken = scene.reading.quantities.iter().any(|quantity| quantity.span.overlaps(row.span))
        || scene.reading.times.iter().any(|time| time.span.overlaps(row.span));
    if is_taken {
        return None;
    }
    let amount = amount(&row.text)?;
    // The amount of "40 million" is not forty.
    let next = scene.tokens.get(at + 1).map(|row| row.text.to_lowercase()).unwrap_or_default();
    if matches!(numeral_of(&next), Some(Numeral::Scale(_))) || at > 0 && scene.tree.row(at - 1).dep == "neg" {
        return None;
    }
    let mut about = counted(scene, at);
    // "magnitude 5.9", "flight 17"
    let named = at.checked_sub(1).filter(|before| scene.tree.row(*before).pos == "NOUN");
    about.extend(named.map(|before| scene.tree.row(before).lemma.to_lowercase()));
    if about.is_empty() || about.iter().any(|word| word.ends_with(".m.")) {
        return None;
    }
    let before = at.checked_sub(1).map(|before| scene.tree.row(before).text.to_lowercase()).unwrap_or_default();
    let bound = match before.as_str() {
        "than" | "least" | "over" => Bound::AtLeast,
        "about" | "around" | "roughly" | "nearly" | "almost" | "some" => Bound::About,
        "most" | "under" => Bound::AtMost,
        _ => Bound::Exact,
    };
    let mut value = Value { bound: Some(bound), about, ..bare(scene, Facet::Quantity, row.span) };
    limit(&mut value, amount, None);
    value.is_part = is_part(scene, row.span);
    placed(scene, value)
}

fn amount(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|letter| *letter != ',').collect();
    plain.parse().ok().or_else(|| match numeral_of(&text.to_lowercase())? {
        Numeral::One(value) | Numeral::Ten(value) => Some(value),
        _ => None,
    })
}

/// What a bare number counts, by its tree: the noun it modifies, or the subject of its predicate.
fn counted(scene: &Scene<'_>, at: usize) -> Vec<String> {
    let lemma = |at: usize| scene.tree.row(at).lemma.to_lowercase();
    let noun_words = |at: usize| {
        let of = scene.tree.children(at).filter(|child| scene.tree.row(*child).dep == "prep");
        let objects =
            of.flat_map(|prep| scene.tree.children(prep)).filter(|child| scene.tree.row(*child).dep == "pobj");
        let compounds =
            scene.tree.children(at).filter(|child| matches!(scene.tree.row(*child).dep.as_str(), "compound" | "amod"));
        let mut words: Vec<String> = Vec::new();
        let is_vague = claim_words::is(&lemma(at), ClaimWord::Vague);
        if !is_vague {
            words.push(lemma(at));
        }
        words.extend(compounds.map(lemma));
        if is_vague {
            words.extend(objects.map(lemma));
        }
        words
    };
    let is_noun = |at: usize| matches!(scene.tree.row(at).pos.as_str(), "NOUN");
    let mut here = at;
    for above in scene.tree.above(at).take(4) {
        let row = scene.tree.row(above);
        if is_noun(above) {
            return noun_words(above);
        }
        if matches!(row.pos.as_str(), "VERB" | "AUX") {
            // "its magnitude at 6.1": the object before the subject.
            let is_object = |child: &usize| *child != here && scene.tree.row(*child).dep == "dobj" && is_noun(*child);
            let object = scene.tree.children(above).find(is_object);
            let subject = || scene.subject(above).map(|(subject, _)| subject).filter(|subject| is_noun(*subject));
            return object.or_else(subject).filter(|noun| *noun != at).map(noun_words).unwrap_or_default();
        }
        here = above;
    }
    Vec::new()
}

/// "because of a leak", "blamed a leak", "caused by a leak".
fn of_cause(scene: &Scene<'_>, at: usize) -> Option<(usize, Value)> {
    let row = scene.tree.row(at);
    let lemma = row.lemma.to_lowercase();
    let lower = row.text.to_lowercase();
    let object_of = |prep: usize| {
        scene.tree.children(prep).find(|child| matches!(scene.tree.row(*child).dep.as_str(), "pobj" | "pcomp"))
    };
    let (cause, about) = if lower == "because" || lower == "due" || lower == "owing" || lower == "thanks" {
        let nested = || scene.tree.children(at).find(|child| scene.tree.row(*child).pos == "ADP").and_then(object_of);
        let of = (at + 1 < scene.tokens.len()).then_some(at + 1).filter(|of| scene.tree.row(*of).pos == "ADP");
        // "because" marks the clause it hangs on.
        let cause = match row.dep.as_str() {
            "mark" => scene.tree.head(at)?,
            _ => of.and_then(object_of).or_else(nested).or_else(|| object_of(at))?,
        };
        let is_told = |at: &usize| matches!(scene.tree.row(*at).pos.as_str(), "VERB" | "AUX" | "NOUN");
        (cause, scene.tree.above(cause).filter(|above| *above != at).find(is_told)?)
    } else if claim_words::is(&lemma, ClaimWord::Causing) && row.pos == "VERB" {
        let agent = scene.tree.children(at).find(|child| scene.tree.row(*child).dep == "agent").and_then(object_of);
        let subject = || scene.tree.children(at).find(|child| scene.tree.row(*child).dep == "nsubj");
        (agent.or_else(subject)?, at)
    } else if claim_words::is(&lemma, ClaimWord::Blaming) && row.pos == "VERB" {
        let object = scene.tree.children(at).find(|child| scene.tree.row(*child).dep == "dobj");
        let on = || scene.tree.children(at).find(|child| scene.tree.row(*child).text == "on").and_then(object_of);
        (on().or(object)?, at)
    } else if matches!(lemma.as_str(), "reason" | "cause") && row.pos == "NOUN" {
        let be = scene.tree.head(at).filter(|above| scene.tree.row(*above).pos == "AUX" && row.dep == "nsubj")?;
        let attr = scene.tree.children(be).find(|child| scene.tree.row(*child).dep == "attr")?;
        (attr, be)
    } else {
        return None;
    };
    if scene.tree.row(cause).pos == "PRON" {
        return None;
    }
    let whole = scene.whole(cause, |child| scene.tree.row(child).dep != "punct" && scene.tree.row(child).dep != "mark");
    let words = scene
        .tree
        .within(whole)
        .filter(|at| matches!(scene.tree.row(*at).pos.as_str(), "NOUN" | "PROPN" | "VERB" | "ADJ"));
    let about: (Vec<String>, usize) = (words.map(|at| scene.tree.row(at).lemma.to_lowercase()).collect(), about);
    if about.0.is_empty() {
        return None;
    }
    let value = Value { about: about.0, ..bare(scene, Facet::Cause, whole) };
    Some((about.1, value))
}

/// Whether something is at a place rather than on its way there or from it.
fn is_stay(scene: &Scene<'_>, span: Span) -> bool {
    let near = preposition(scene, span).unwrap_or_default();
    matches!(
        near.as_str(),
        "in" | "at"
            | "near"
            | "outside"
            | "inside"
            | "above"
            | "off"
            | "on"
            | "under"
            | "over"
            | "around"
            | "within"
            | "of"
            | "by"
    )
}

/// Waters and airspace that belong to somebody, or to nobody.
fn zones(scene: &Scene<'_>) -> Vec<(usize, Value)> {
    let lower = scene.text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (kind, name) in [(ClaimWord::Open, OPEN), (ClaimWord::Own, OWN)] {
        for (at, phrase) in claim_words::phrases_in(&lower, kind) {
            let value =
                Value { place: Some(name.to_owned()), ..bare(scene, Facet::Place, Span::new(at, at + phrase.len())) };
            found.extend(placed(scene, value));
        }
    }
    found
}

/// Hours since 1970 of a day or moment, and the hours east of Greenwich of its zone.
fn hours(moment: &str) -> Option<(f64, Option<f64>)> {
    let (day, time) = moment.split_once('T').unwrap_or((moment, ""));
    let date = Published::parse(day).ok()?.date();
    let day = Moment::of_civil(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()).day;
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        None => (time, None),
        Some(at) if &time[at..] == "Z" => (&time[..at], Some(0.0)),
        Some(at) => {
            let (hours, minutes) = time[at + 1..].split_once(':').unwrap_or((&time[at + 1..], "0"));
            let east = hours.parse::<f64>().ok()? + minutes.parse::<f64>().ok()? / 60.0;
            (&time[..at], Some(if time[at..].starts_with('-') { -east } else { east }))
        }
    };
    let mut parts = clock.split(':').filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let mut next = || parts.next().unwrap_or(Ok(0.0)).ok();
    let (hour, minute, second) = (next()?, next()?, next()?);
    Some((f64::from(day) * 24.0 + hour + minute / 60.0 + second / 3600.0, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_clock_times_are_hours_and_zones_are_kept() {
        let at = |moment| hours(moment).unwrap();
        let day = at("2024-03-01").0;
        assert_eq!(at("2024-03-01T18:30"), (day + 18.5, None));
        assert_eq!(at("2024-03-02"), (day + 24.0, None));
        assert_eq!(at("2024-03-01T18:30Z"), (day + 18.5, Some(0.0)));
        assert_eq!(at("2024-03-01T18:30+05:30"), (day + 18.5, Some(5.5)));
        assert_eq!(hours("XXXX-03"), None);
        assert_eq!(hours("2024-03-01T1é"), None);
    }

    #[test]
    fn numbers_in_words_and_figures() {
        assert_eq!((amount("1,900"), amount("seventeen"), amount("xyz")), (Some(1900.0), Some(17.0), None));
    }
}
