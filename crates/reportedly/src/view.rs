//! A reading for a person at a terminal: conflicts first, then who said what on whose word and how sure, then the rest.
//!
//! The words are the report's own, made harmless for terminals; nothing is summed up that the layers do not say.

mod answers;
mod comparison;
mod page;
mod words;

pub use answers::{contested, evidence, grounds, hits, moment, source, story, timeline};
pub use comparison::comparison;
pub use page::{Ink, Page, plain};
pub use words::facet_name;

use reportedly_report::{Attribution, Check, Conflict, Entity, Event, Reading, Side, Span, Verdict};

use words::{certainty, facet, status, type_of};

/// Bytes of the report's words shown of one content; the rest is in json.
const QUOTED: usize = 600;

/// Writes a reading on a page.
pub fn render(reading: &Reading, mut page: Page) -> String {
    head(reading, &mut page);
    conflicts(reading, &mut page);
    checks(reading, &mut page);
    attributions(reading, &mut page);
    events(reading, &mut page);
    entities(reading, &mut page);
    rest(reading, &mut page);
    page.finish()
}

fn head(reading: &Reading, page: &mut Page) {
    let report = &reading.report;
    let title = report.meta.title.as_deref().or_else(|| title_block(reading)).unwrap_or(&report.id);
    page.line(0, &[(Ink::Title, title)]);
    let published = report.meta.published.as_ref().map(|published| published.as_str());
    let about = [report.meta.outlet.as_deref(), published, Some(report.id.as_str())];
    let about: Vec<&str> = about.into_iter().flatten().filter(|part| *part != title).collect();
    page.line(0, &[(Ink::Faint, &about.join(" · "))]);
    for warning in &report.meta.warnings {
        page.line(0, &[(Ink::Warning, "warning: "), (Ink::Plain, warning)]);
    }
}

fn title_block(reading: &Reading) -> Option<&str> {
    let title = reading.blocks.iter().find(|block| block.role == reportedly_report::BlockRole::Title)?;
    Some(title.span.of(&reading.report.text))
}

fn conflicts(reading: &Reading, page: &mut Page) {
    if reading.conflicts.is_empty() {
        return;
    }
    page.heading("Conflicts", reading.conflicts.len());
    for Conflict { facet: about, a, b, .. } in &reading.conflicts {
        page.line(2, &[(Ink::Warning, facet(*about))]);
        for side in [a, b] {
            page.line(
                4,
                &[(Ink::Plain, &quoted(reading, &[side.span])), (Ink::Faint, &format!("  {}", who(reading, side)))],
            );
        }
    }
}

fn who(reading: &Reading, side: &Side) -> String {
    match side.attribution.and_then(|id| reading.attributions.iter().find(|attribution| attribution.id == id)) {
        Some(attribution) => format!("{}, {}", attribution.id, speaker(reading, attribution)),
        None => "the report itself".into(),
    }
}

fn checks(reading: &Reading, page: &mut Page) {
    let mut checks: Vec<&Check> = reading.checks.iter().collect();
    if checks.is_empty() {
        return;
    }
    checks.sort_by_key(|check| check.verdict != Verdict::Disagrees);
    page.heading("Checks", checks.len());
    for check in checks {
        let (ink, verdict) = match check.verdict {
            Verdict::Disagrees => (Ink::Warning, "disagrees"),
            Verdict::Possible => (Ink::Faint, "possible"),
            Verdict::Agrees => (Ink::Faint, "agrees"),
        };
        let words = quoted(reading, &check.spans);
        page.line(
            2,
            &[(ink, verdict), (Ink::Plain, "  "), (Ink::Plain, &words), (Ink::Faint, &format!("  {}", check.detail))],
        );
    }
}

fn attributions(reading: &Reading, page: &mut Page) {
    page.heading("Who said what", reading.attributions.len());
    for attribution in &reading.attributions {
        let depth = 2 + 2 * depth(reading, attribution);
        let id = format!("{:<4}", attribution.id.to_string());
        page.line(
            depth,
            &[(Ink::Faint, &id), (Ink::Name, &speaker(reading, attribution)), (Ink::Plain, &via(attribution))],
        );
        let cue = spans(reading, &attribution.cue);
        let cue = if cue.is_empty() { String::new() } else { format!("{cue}: ") };
        page.line(depth + 4, &[(Ink::Faint, &cue), (Ink::Plain, &quoted(reading, &attribution.content))]);
        page.line(depth + 4, &[(words::ink(attribution.certainty), certainty(attribution.certainty))]);
    }
}

/// How many attributions this one stands within.
fn depth(reading: &Reading, attribution: &Attribution) -> usize {
    let outer = |inner: &&Attribution| reading.attributions.iter().find(|other| inner.within == Some(other.id));
    // A few levels are all a page has room for, and a circle would have no end.
    std::iter::successors(Some(attribution), outer).skip(1).take(4).count()
}

/// Who is at the head of the chain, in the fullest words there are.
fn speaker(reading: &Reading, attribution: &Attribution) -> String {
    let words = spans(reading, &attribution.source);
    let words = words.trim_end_matches([',', ' ']).to_owned();
    match attribution.chain.first() {
        None if words.is_empty() => "somebody unnamed".into(),
        None => words,
        Some(link) if words.is_empty() || words == link.name => plain(&link.name),
        Some(link) if words.contains(&link.name) => words,
        Some(link) => format!("{} (“{words}”)", plain(&link.name)),
    }
}

/// The relays in words, from the speaker to the reader.
fn via(attribution: &Attribution) -> String {
    attribution.chain.iter().skip(1).map(|link| format!(", quoted by {}", plain(&link.name))).collect()
}

fn events(reading: &Reading, page: &mut Page) {
    // What somebody merely said is told above.
    let coded: Vec<&Event> = reading.events.iter().filter(|event| event.plover.is_some()).collect();
    if coded.is_empty() {
        return;
    }
    page.heading("What happened", coded.len());
    for event in &coded {
        let parties = match (&event.source, &event.target) {
            (None, None) => String::new(),
            (source, target) => {
                let side = |code: &Option<String>| code.clone().unwrap_or_else(|| "somebody".into());
                format!("  {} → {}", side(source), side(target))
            }
        };
        let mut more: Vec<String> =
            [&event.plover, &event.time, &event.place].into_iter().flatten().map(|part| plain(part)).collect();
        more.extend(event.attribution.map(|id| format!("on {id}")));
        let (ink, word) = status(event.status);
        let anchor = quoted(reading, &[event.anchor]);
        page.line(
            2,
            &[
                (ink, word),
                (Ink::Plain, "  "),
                (Ink::Plain, &anchor),
                (Ink::Plain, &parties),
                (Ink::Faint, &format!("  {}", more.join(", "))),
            ],
        );
    }
    let other = reading.events.len() - coded.len();
    if other > 0 {
        page.line(2, &[(Ink::Faint, &format!("and {other} without a type; json lists them"))]);
    }
}

fn entities(reading: &Reading, page: &mut Page) {
    if reading.entities.is_empty() {
        return;
    }
    page.heading("Who and what", reading.entities.len());
    let mut entities: Vec<&Entity> = reading.entities.iter().collect();
    entities.sort_by_key(|entity| std::cmp::Reverse(entity.mentions.len()));
    for entity in entities {
        let mut about = vec![type_of(entity.kind).to_owned()];
        about.extend(entity.country.iter().cloned());
        about.extend(entity.roles.iter().map(|role| match &role.of {
            Some(of) => format!("{} of {of}", role.title),
            None => role.title.clone(),
        }));
        let times = entity.mentions.len();
        let about = format!("  {}, {times}×", plain(&about.join(", ")));
        page.line(2, &[(Ink::Name, &entity.name), (Ink::Faint, &about)]);
    }
}

/// Times, places and quantities: a line each.
fn rest(reading: &Reading, page: &mut Page) {
    let times: Vec<String> =
        reading.times.iter().map(|time| format!("{} = {}", spans(reading, &[time.span]), time.value)).collect();
    let places: Vec<String> = reading
        .places
        .iter()
        .filter(|place| place.literal)
        .map(|place| match &place.country {
            Some(country) => format!("{} ({country})", plain(&place.name)),
            None => plain(&place.name),
        })
        .collect();
    let quantities: Vec<String> = reading.quantities.iter().map(|quantity| spans(reading, &[quantity.span])).collect();
    for (heading, mut items) in [("Times", times), ("Places", places), ("Quantities", quantities)] {
        let count = items.len();
        let mut seen = std::collections::HashSet::new();
        items.retain(|item| seen.insert(item.clone()));
        if count > 0 {
            page.heading(heading, count);
            page.line(2, &[(Ink::Plain, &items.join("; "))]);
        }
    }
}

/// The words of some spans, pieces divided by an ellipsis.
fn spans(reading: &Reading, spans: &[Span]) -> String {
    let pieces: Vec<String> = spans.iter().map(|span| plain(span.of(&reading.report.text))).collect();
    pieces.join(" … ")
}

/// The same within marks, unless they bring their own; cut where it is very long.
fn quoted(reading: &Reading, what: &[Span]) -> String {
    let mut words = spans(reading, what);
    if words.len() > QUOTED {
        let cut = (0..=QUOTED).rev().find(|&at| words.is_char_boundary(at)).unwrap_or(0);
        words.truncate(cut);
        words.push('…');
    }
    if words.starts_with(['“', '"', '‘', '«', '„', '\'']) || words.is_empty() {
        words
    } else {
        format!("“{words}”")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reportedly_report::*;

    const TEXT: &str = "Ferry to close\n\nMayor Ruth Tveit said on Friday that \x1b[31mthe ferry “may” go, Nordlys reported. \
        The owner put the number at 40, the union at 60.";

    fn span(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn reading() -> Reading {
        let link = |name: &str| Link { name: name.into(), entity: None };
        let rule = Rule::from("test");
        let attribution = Attribution {
            id: AttributionId(1),
            source: vec![span("Mayor Ruth Tveit")],
            cue: vec![span("said")],
            content: vec![span("that \x1b[31mthe ferry “may” go")],
            kind: Kind::Mixed,
            form: Form::Clause,
            source_kind: SourceKind::Person,
            source_entity: None,
            chain: vec![link("Ruth Tveit"), link("Nordlys")],
            certainty: Some(Certainty::Possible),
            within: None,
            rule: rule.clone(),
            confidence: None,
        };
        let side = |words, attribution| Side { span: span(words), attribution };
        let conflict = Conflict {
            facet: Facet::Quantity,
            a: side("40", Some(AttributionId(1))),
            b: side("60", None),
            about: None,
            rule: rule.clone(),
        };
        let block = Block { span: span("Ferry to close"), role: BlockRole::Title, rule };
        Reading {
            report: Report { id: "ferry.txt".into(), text: TEXT.into(), ..Report::default() },
            blocks: vec![block],
            attributions: vec![attribution],
            conflicts: vec![conflict],
            ..Reading::default()
        }
    }

    #[test]
    fn conflicts_come_first_then_source_words_and_certainty() {
        let page = "Ferry to close\nferry.txt\n\nConflicts  1\n  on a quantity\n    “40”  a1, Mayor Ruth Tveit\n    “60”  the report itself\n\n\
            Who said what  1\n  a1  Mayor Ruth Tveit, quoted by Nordlys\n      said: “that [31mthe ferry “may” go”\n      as possible\n";
        assert_eq!(render(&reading(), Page::new(100, false)), page);
    }

    #[test]
    fn colour_adds_nothing_but_colour() {
        let coloured = render(&reading(), Page::new(100, true));
        let bare: String =
            coloured
                .split('\x1b')
                .map(|part| {
                    if let Some((_, rest)) = part.split_once('m').filter(|_| part.starts_with('[')) {
                        rest
                    } else {
                        part
                    }
                })
                .collect();
        assert!(coloured.contains("\x1b[33mas possible\x1b[0m"));
        assert_eq!(bare, render(&reading(), Page::new(100, false)));
    }
}
