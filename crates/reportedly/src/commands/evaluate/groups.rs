//! The task that asks, of a handful of reports, how many origins a claim rests on and what the reports dispute.

use reportedly_ledger::disputes::{Facet, Value, disputes};
use reportedly_ledger::origins::{Account, Voice, origins};
use reportedly_reader::Reader;
use reportedly_report::{
    Attribution, Bound, Certainty, CodePoints, Meta, Published, Reading, Report, SourceKind, Span, TimeType, TokenRow,
};
use serde_json::{Value as Json, json};

use super::pile::moment;

/// Answers one line, `{"group","focal_claim","documents"}`, with `{"group","origins","conflicts","agreements","updates"}`.
/// The reader must list the tokens.
pub fn answer(reader: &Reader, line: &serde_json::Map<String, Json>) -> Json {
    let text = |value: &Json, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let documents = line.get("documents").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let report = |document: &Json| {
        let published = Published::parse(document["published"].as_str().unwrap_or_default()).ok();
        let meta = Meta { outlet: Some(text(document, "outlet")), published, ..Meta::default() };
        Report { id: text(document, "id"), meta, text: text(document, "text") }
    };
    let readings = reader.read_batch(documents.iter().map(report).collect());
    let claim = line.get("focal_claim").and_then(Json::as_str).unwrap_or_default();
    let accounts: Vec<Account> = readings.iter().map(account).collect();
    let origins = origins(claim, &accounts);
    let (mut values, mut spans) = (Vec::new(), Vec::new());
    for (number, reading) in readings.iter().enumerate() {
        for (value, span) in values_of(number, reading) {
            values.push(value);
            spans.push(span);
        }
    }
    let of = |account: usize| -> Vec<usize> {
        (0..origins.len()).filter(|origin| origins[*origin].accounts.contains(&account)).collect()
    };
    let same = |one: usize, two: usize| !of(one).is_empty() && of(one) == of(two);
    let place = |at: usize| {
        let report = &readings[values[at].account].report;
        let span = CodePoints::new(&report.text).span(spans[at]);
        json!({ "doc": report.id, "start": span.start, "end": span.end })
    };
    let conflicts = disputes(&values, same).into_iter().map(|(one, two)| {
        let facet = if values[one].facet == Facet::Time { "time" } else { "quantity" };
        json!({ "facet": facet, "a": place(one), "b": place(two), "rule": "conflicts.disjoint" })
    });
    let ids = |accounts: &[usize]| accounts.iter().map(|at| readings[*at].report.id.as_str()).collect::<Vec<_>>();
    json!({
        "group": line.get("group"),
        "origins": origins.iter().map(|origin| ids(&origin.accounts)).collect::<Vec<_>>(),
        "origin_names": origins.iter().map(|origin| origin.name.as_str()).collect::<Vec<_>>(),
        "conflicts": conflicts.collect::<Vec<_>>(),
        "agreements": [],
        "updates": [],
    })
}

fn account(reading: &Reading) -> Account {
    let text = &reading.report.text;
    let meta = &reading.report.meta;
    let speaks = |attribution: &&Attribution| {
        (!attribution.source.is_empty() || !attribution.chain.is_empty())
            && attribution.certainty != Some(Certainty::Unknown)
    };
    let voice = |attribution: &Attribution| {
        let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ");
        let mut names: Vec<String> = attribution.chain.iter().map(|link| link.name.clone()).collect();
        // The whole phrase says more than the name: the body that somebody speaks for.
        let phrase = words(&attribution.source);
        match names.first_mut() {
            Some(name) if !phrase.contains(name.as_str()) => *name = format!("{name} {phrase}"),
            Some(name) => *name = phrase,
            None => names.push(phrase),
        }
        Voice {
            content: words(&attribution.content),
            at: attribution.content.first().or(attribution.cue.first()).map_or(0, |span| span.range().start),
            is_media: is_media(attribution, &names),
            names,
        }
    };
    Account {
        outlet: meta.outlet.clone().unwrap_or_default(),
        published: meta.published.as_ref().map(moment),
        text: text.clone(),
        voices: reading.attributions.iter().filter(speaks).map(voice).collect(),
    }
}

/// Whether a source is the media at large: of that kind, or an outlet or site that nothing names.
fn is_media(attribution: &Attribution, names: &[String]) -> bool {
    let unnamed = || !names.iter().any(|name| name.contains(char::is_uppercase));
    match attribution.source_kind {
        SourceKind::Media => true,
        SourceKind::Outlet => unnamed(),
        _ => false,
    }
}

/// The times and quantities of a report, each with the predicate it belongs to.
fn values_of(account: usize, reading: &Reading) -> Vec<(Value, Span)> {
    let tokens = reading.tokens.as_deref().unwrap_or_default();
    let is_cue = |span: Span| {
        reading.attributions.iter().any(|attribution| attribution.cue.iter().any(|cue| cue.overlaps(span)))
    };
    let mut found = Vec::new();
    let mut add = |facet, span: Span, interval, unit: Option<&String>, of: Option<&String>| {
        let Some(slot) = slot(tokens, span) else { return };
        // A time on a word of saying is when it was said.
        if facet == Facet::Time && is_cue(slot.predicate) {
            return;
        }
        let value = Value {
            account,
            facet,
            interval,
            unit: unit.cloned(),
            of: of.cloned(),
            predicate: slot.lemma,
            arguments: slot.arguments,
        };
        found.push((value, span));
    };
    for time in reading.times.iter().filter(|time| matches!(time.kind, TimeType::Date | TimeType::Time)) {
        let hours = |moment: &Option<String>| hours(moment.as_deref()?);
        if let (Some(from), Some(to)) = (hours(&time.from), hours(&time.to)) {
            add(Facet::Time, time.span, (from, to), None, None);
        }
    }
    for quantity in &reading.quantities {
        let value = quantity.value;
        let interval = match quantity.bound {
            Bound::AtLeast => (value, f64::INFINITY),
            Bound::AtMost => (0.0, value),
            Bound::About => (value * 0.9, value * 1.1),
            _ => (value, quantity.to.unwrap_or(value)),
        };
        add(Facet::Quantity, quantity.span, interval, quantity.unit.as_ref(), quantity.of.as_ref());
    }
    found
}

/// Where a value hangs: its predicate, and the other words that hang there.
struct Slot {
    predicate: Span,
    lemma: String,
    arguments: String,
}

/// Steps up or down a tree at most.
const STEPS: usize = 12;

fn slot(tokens: &[TokenRow], span: Span) -> Option<Slot> {
    let first = tokens.iter().position(|token| token.span.overlaps(span))?;
    let mut at = first;
    for _ in 0..STEPS {
        let head = tokens[at].head as usize;
        if head == at || head >= tokens.len() || tokens[at].pos == "VERB" {
            break;
        }
        at = head;
    }
    let hangs = |token: usize| {
        let chain = std::iter::successors(Some(token), |at| {
            let head = tokens[*at].head as usize;
            (head != *at && head < tokens.len()).then_some(head)
        });
        chain.take(STEPS).any(|above| above == at)
    };
    let arguments = (0..tokens.len()).filter(|token| {
        let row = &tokens[*token];
        *token != at
            && !row.span.overlaps(span)
            && matches!(row.pos.as_str(), "NOUN" | "PROPN" | "VERB" | "ADJ")
            && hangs(*token)
    });
    Some(Slot {
        predicate: tokens[at].span,
        lemma: tokens[at].lemma.clone(),
        arguments: arguments.map(|token| tokens[token].lemma.as_str()).collect::<Vec<_>>().join(" "),
    })
}

/// Hours of a day or moment without a zone; with one it cannot be held against those without.
fn hours(moment_of: &str) -> Option<f64> {
    let (day, time) = moment_of.split_once('T').unwrap_or((moment_of, ""));
    let day = moment(&Published::parse(day).ok()?).day;
    let mut parts = time.split(':').filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let mut next = || parts.next().unwrap_or(Ok(0.0)).ok();
    let (hour, minute, second) = (next()?, next()?, next()?);
    Some(f64::from(day) * 24.0 + hour + minute / 60.0 + second / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_clock_times_are_hours_and_zones_are_left_out() {
        let day = hours("2024-03-01").unwrap();
        assert_eq!(hours("2024-03-01T18:30").unwrap() - day, 18.5);
        assert_eq!(hours("2024-03-02").unwrap() - day, 24.0);
        assert_eq!(hours("2024-03-01T18:30Z"), None);
        assert_eq!(hours("XXXX-03"), None);
    }
}
