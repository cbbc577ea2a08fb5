//! From a reading to an account: every event and every other predicate with a value becomes a claim.

use std::collections::BTreeMap;

use reportedly_report::{Attribution, Bound, Facet, Published, Reading, Rule, SourceKind, Span, Status, TimeType};

use super::rows::{Account, Claim, Interval, Polarity, Value, Voice};
use super::tree::Tree;
use crate::Moment;
use crate::gist::gist;

/// Bytes of a quotation kept at most.
const QUOTED: usize = 600;
/// Claims of one report at most.
const CLAIMS: usize = 2000;
/// Tokens below a predicate looked at.
const BELOW: usize = 80;

/// The account of a report. Claims need the reading's tokens; without them there are only voices.
pub fn account(reading: &Reading) -> Account {
    let meta = &reading.report.meta;
    let voices: Vec<Voice> = reading.attributions.iter().map(|attribution| voice(reading, attribution)).collect();
    let mut account = Account {
        report: reading.report.id.clone(),
        outlet: meta.outlet.clone(),
        published: meta.published.as_ref().map(|published| published.as_str().to_owned()),
        title: meta.title.clone(),
        credit: None,
        claims: Vec::new(),
        voices,
        gist: gist(&reading.report.text),
    };
    account.claims = Scene::new(reading, &account.voices).claims();
    account
}

fn voice(reading: &Reading, attribution: &Attribution) -> Voice {
    let text = &reading.report.text;
    let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ");
    let mut chain: Vec<String> = attribution.chain.iter().map(|link| link.name.clone()).collect();
    // The whole phrase says more than the name: the body that somebody speaks for.
    let phrase = words(&attribution.source);
    match chain.first_mut() {
        Some(name) if !phrase.contains(name.as_str()) => *name = format!("{name} {phrase}").trim().to_owned(),
        Some(name) => *name = phrase,
        None if !phrase.is_empty() => chain.push(phrase),
        None => {}
    }
    // An outlet or site that nothing names is the media at large.
    let is_media = match attribution.source_kind {
        SourceKind::Media => true,
        SourceKind::Outlet => !chain.iter().any(|name| name.contains(char::is_uppercase)),
        _ => false,
    };
    Voice {
        attribution: Some(attribution.id.to_string()),
        chain,
        kind: attribution.source_kind,
        is_media,
        certainty: attribution.certainty,
        gist: gist(&words(&attribution.content)),
        content: attribution.content.clone(),
    }
}

/// What claims of one report are made from.
struct Scene<'r> {
    reading: &'r Reading,
    voices: &'r [Voice],
    tree: Tree<'r>,
    /// Claims by their predicate's token.
    found: BTreeMap<usize, Claim>,
}

impl<'r> Scene<'r> {
    fn new(reading: &'r Reading, voices: &'r [Voice]) -> Self {
        let tree = Tree::new(reading.tokens.as_deref().unwrap_or_default());
        Self { reading, voices, tree, found: BTreeMap::new() }
    }

    fn claims(mut self) -> Vec<Claim> {
        for event in &self.reading.events {
            let Some(at) = self.tree.within(event.anchor).next() else { continue };
            let Some(claim) = self.claim(at) else { break };
            claim.event = Some(event.id.to_string());
            claim.class.clone_from(&event.plover);
            claim.status = Some(event.status);
            if matches!(event.status, Status::Denied | Status::NotOccurred) {
                claim.polarity = Polarity::Negated;
            }
        }
        for (span, value) in self.values() {
            let Some(first) = self.tree.within(span).next() else { continue };
            let at = self.predicate_of(first);
            let is_said = self.is_cue(self.tree.row(at).span);
            let Some(claim) = self.claim(at) else { break };
            if value.facet == Facet::Time {
                let of = if is_said { &mut claim.said_at } else { &mut claim.happened_at };
                *of = of.take().or_else(|| value.interval.clone());
            }
            claim.values.push(value);
        }
        self.found.into_values().collect()
    }

    /// The claim whose predicate is this token, made if need be; nothing once there are too many.
    fn claim(&mut self, at: usize) -> Option<&mut Claim> {
        if !self.found.contains_key(&at) {
            if self.found.len() >= CLAIMS {
                return None;
            }
            let claim = self.bare_claim(at);
            self.found.insert(at, claim);
        }
        self.found.get_mut(&at)
    }

    fn bare_claim(&self, at: usize) -> Claim {
        let row = self.tree.row(at);
        let text = &self.reading.report.text;
        let below = self.tree.below(at, BELOW, |_| true);
        let whole = below.iter().fold(row.span, |whole, token| whole.join(self.tree.row(*token).span));
        let voice = self.voice_at(row.span);
        let span = voice
            .and_then(|voice| self.voices[voice].content.iter().find(|content| content.overlaps(row.span)))
            .map_or(whole, |content| *content);
        let negated = self.tree.children(at).any(|child| self.tree.row(child).dep == "neg");
        let is_argument = |token: &&usize| {
            **token != at && matches!(self.tree.row(**token).pos.as_str(), "NOUN" | "PROPN" | "VERB" | "ADJ")
        };
        let lemmas = below.iter().filter(is_argument).map(|token| self.tree.row(*token).lemma.as_str());
        Claim {
            span,
            anchor: row.span,
            quotation: clipped(span.of(text)).to_owned(),
            event: None,
            voice,
            attribution: voice.and_then(|voice| self.voices[voice].attribution.clone()),
            chain: voice.map(|voice| self.voices[voice].chain.clone()).unwrap_or_default(),
            source_kind: voice.map(|voice| self.voices[voice].kind),
            predicate: row.lemma.clone(),
            class: None,
            polarity: if negated { Polarity::Negated } else { Polarity::Affirmed },
            certainty: voice.and_then(|voice| self.voices[voice].certainty),
            status: None,
            arguments: lemmas.collect::<Vec<_>>().join(" "),
            said_at: None,
            happened_at: None,
            values: Vec::new(),
            rule: Rule::Borrowed("claims.predicate"),
        }
    }

    /// The innermost voice whose words hold a span.
    fn voice_at(&self, span: Span) -> Option<usize> {
        let holds = |voice: &&usize| self.voices[**voice].content.iter().any(|content| content.contains(span));
        let size = |voice: &usize| self.voices[*voice].content.iter().map(|content| content.len()).sum::<usize>();
        let all: Vec<usize> = (0..self.voices.len()).collect();
        all.iter().filter(holds).min_by_key(|voice| size(voice)).copied()
    }

    fn is_cue(&self, span: Span) -> bool {
        self.reading.attributions.iter().any(|attribution| attribution.cue.iter().any(|cue| cue.overlaps(span)))
    }

    /// The verb a token hangs on, or the top of its tree.
    fn predicate_of(&self, first: usize) -> usize {
        let is_verb = |at: usize| self.tree.row(at).pos == "VERB";
        if is_verb(first) {
            return first;
        }
        let above = self.tree.above(first);
        let mut top = first;
        for at in above {
            top = at;
            if is_verb(at) {
                break;
            }
        }
        top
    }

    fn values(&self) -> Vec<(Span, Value)> {
        let text = &self.reading.report.text;
        let value = |facet, span: Span| Value {
            facet,
            span,
            text: clipped(span.of(text)).to_owned(),
            from: None,
            to: None,
            unit: None,
            bound: None,
            of: None,
            interval: None,
            place: None,
            country: None,
            geonameid: None,
        };
        let times = self.reading.times.iter().filter(|time| matches!(time.kind, TimeType::Date | TimeType::Time));
        let times = times.map(|time| {
            let hours = |moment: &Option<String>| hours(moment.as_deref()?);
            let interval = Interval { from: time.from.clone(), to: time.to.clone() };
            let value = value(Facet::Time, time.span);
            (time.span, Value { from: hours(&time.from), to: hours(&time.to), interval: Some(interval), ..value })
        });
        let quantities = self.reading.quantities.iter().map(|quantity| {
            let amount = quantity.value;
            let (from, to) = match quantity.bound {
                Bound::AtLeast => (Some(amount), None),
                Bound::AtMost => (Some(0.0), Some(amount)),
                Bound::About => (Some(amount * 0.9), Some(amount * 1.1)),
                _ => (Some(amount), Some(quantity.to.unwrap_or(amount))),
            };
            let (unit, of, bound) = (quantity.unit.clone(), quantity.of.clone(), Some(quantity.bound));
            let value = value(Facet::Quantity, quantity.span);
            (quantity.span, Value { from, to, unit, of, bound, ..value })
        });
        let places = self.reading.places.iter().filter(|place| place.literal).map(|place| {
            let (country, geonameid) = (place.country.clone(), place.geonameid);
            let value = value(Facet::Place, place.span);
            (place.span, Value { place: Some(place.name.clone()), country, geonameid, ..value })
        });
        let mut all: Vec<(Span, Value)> = times.chain(quantities).chain(places).collect();
        all.sort_by_key(|(span, _)| *span);
        all
    }
}

/// A text cut to what is kept, on a character boundary.
fn clipped(text: &str) -> &str {
    let end = (0..=QUOTED.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// Hours since 1970 of a day or moment without a zone; one with a zone cannot be held against those without.
fn hours(moment: &str) -> Option<f64> {
    let (day, time) = moment.split_once('T').unwrap_or((moment, ""));
    let date = Published::parse(day).ok()?.date();
    let day = Moment::of_civil(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()).day;
    let mut parts = time.split(':').filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let mut next = || parts.next().unwrap_or(Ok(0.0)).ok();
    let (hour, minute, second) = (next()?, next()?, next()?);
    Some(f64::from(day) * 24.0 + hour + minute / 60.0 + second / 3600.0)
}

#[cfg(test)]
mod tests {
    use reportedly_report::{AttributionId, Certainty};

    use super::*;

    #[test]
    fn days_and_clock_times_are_hours_and_zones_are_left_out() {
        let day = hours("2024-03-01").unwrap();
        assert_eq!(hours("2024-03-01T18:30").unwrap() - day, 18.5);
        assert_eq!(hours("2024-03-02").unwrap() - day, 24.0);
        assert_eq!(hours("2024-03-01T18:30Z"), None);
        assert_eq!(hours("XXXX-03"), None);
    }

    #[test]
    fn a_reading_without_tokens_has_voices_only() {
        let reading = Reading {
            report: reportedly_report::Report {
                id: "r".into(),
                text: "Rain fell, Ana said.".into(),
                ..Default::default()
            },
            attributions: vec![Attribution {
                id: AttributionId(1),
                source: vec![Span::new(11, 14)],
                cue: vec![Span::new(15, 19)],
                content: vec![Span::new(0, 9)],
                kind: reportedly_report::Kind::Indirect,
                form: reportedly_report::Form::Clause,
                source_kind: SourceKind::Person,
                source_entity: None,
                chain: vec![],
                certainty: Some(Certainty::Certain),
                within: None,
                rule: "test".into(),
                confidence: None,
            }],
            ..Reading::default()
        };
        let account = account(&reading);
        assert_eq!(account.claims, []);
        assert_eq!(account.voices[0].chain, ["Ana"]);
        let kept: Account = serde_json::from_str(&serde_json::to_string(&account).unwrap()).unwrap();
        assert_eq!(kept, account);
    }
}
