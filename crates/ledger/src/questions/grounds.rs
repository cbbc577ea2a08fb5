//! Why something is in the ledger: the rules and models that made it, and the words and facts it rests on.

use serde::Serialize;
use serde_json::Value;

use super::said::claim;
use super::stories::story_number;
use crate::store::{Fault, Shelf};

/// What an address stands for, and why it is there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grounds {
    /// The address.
    pub id: String,
    /// `report`, `claim` or `story`.
    pub kind: &'static str,
    /// Exact words of the claim, or a headline.
    pub words: String,
    /// The steps that led to it.
    pub steps: Vec<Step>,
}

/// One step that led to an item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What was found, in words.
    pub what: String,
    /// The exact words it rests on, where it rests on words.
    pub words: Option<String>,
    /// The stable id of the rule or model that found it.
    pub rule: Option<String>,
    /// How sure it is, from 0 to 1, where it is a guess.
    pub confidence: Option<f64>,
}

impl Step {
    fn fact(what: String) -> Self {
        Self { what, words: None, rule: None, confidence: None }
    }
}

/// The grounds of what an address stands for; nothing where the ledger has no such thing.
///
/// # Errors
/// If the ledger cannot be read.
pub fn grounds(shelf: &Shelf, id: &str) -> Result<Option<Grounds>, Fault> {
    let id = id.trim();
    match id.chars().next() {
        Some('c') => of_claim(shelf, id),
        Some('r') => of_report(shelf, id),
        _ => of_story(shelf, id),
    }
}

fn of_claim(shelf: &Shelf, id: &str) -> Result<Option<Grounds>, Fault> {
    let Some(said) = claim(shelf, id)? else { return Ok(None) };
    let text: Vec<char> = shelf.text(said.row)?.chars().collect();
    let reading: Value = serde_json::from_str(&shelf.reading(said.row)?).unwrap_or_default();
    let mut steps = vec![Step {
        what: format!("a claim on {:?}", said.predicate),
        words: None,
        rule: Some(said.rule.clone()),
        confidence: None,
    }];
    let item = |layer: &str, id: &Option<String>| {
        let id = id.as_deref()?;
        reading[layer].as_array()?.iter().find(|item| item["id"] == id).cloned()
    };
    if let Some(attribution) = item("attributions", &said.attribution) {
        for (part, what) in [("source", "who says so"), ("cue", "the words that attribute it")] {
            if let Some(words) = slices(&text, &attribution[part]) {
                steps.push(step(what.into(), Some(words), &attribution));
            }
        }
    }
    if let Some(event) = item("events", &said.event) {
        let code = event["plover"].as_str().or(event["code"].as_str()).unwrap_or("without a code");
        let what = format!("an event, {code}, {}", event["status"].as_str().unwrap_or("unknown"));
        steps.push(step(what, slices(&text, &Value::Array(vec![event["anchor"].clone()])), &event));
    }
    if said.chain.len() > 1 {
        steps.push(Step::fact(format!("passed on: {}", said.chain.join(" → "))));
    }
    let ledger = shelf.connection();
    let mut findings = ledger.prepare_cached(
        "SELECT finding.kind, finding.facet, finding.rule, finding.why, other.id FROM finding \
         JOIN claim AS other ON other.number = CASE WHEN finding.a = ?1 THEN finding.b ELSE finding.a END \
         WHERE finding.a = ?1 OR finding.b = ?1 ORDER BY finding.story, finding.place",
    )?;
    let mut rows = findings.query([said.number])?;
    while let Some(row) = rows.next()? {
        let (kind, facet): (String, String) = (row.get(0)?, row.get(1)?);
        let (rule, why, other): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let what = format!("{kind} ({facet}) with {other}: {why}");
        steps.push(Step { what, words: None, rule: Some(rule), confidence: None });
    }
    steps.push(Step::fact(format!(
        "stands in report {} at characters {} to {}",
        said.report, said.span.start, said.span.end
    )));
    Ok(Some(Grounds { id: id.to_owned(), kind: "claim", words: said.quotation, steps }))
}

fn step(what: String, words: Option<String>, item: &Value) -> Step {
    Step { what, words, rule: item["rule"].as_str().map(str::to_owned), confidence: item["confidence"].as_f64() }
}

/// The words of spans in code points.
fn slices(text: &[char], spans: &Value) -> Option<String> {
    let slice = |span: &Value| {
        let (start, end) = (span[0].as_u64()? as usize, span[1].as_u64()? as usize);
        Some(text.get(start..end)?.iter().collect::<String>())
    };
    let words: Vec<String> = spans.as_array()?.iter().filter_map(slice).collect();
    (!words.is_empty()).then(|| words.join(" … "))
}

fn of_report(shelf: &Shelf, id: &str) -> Result<Option<Grounds>, Fault> {
    let Some(row) = shelf.report_by_id(id)? else { return Ok(None) };
    let ledger = shelf.connection();
    let mut more = ledger.prepare_cached(
        "SELECT report.basis, report.fit, reader.name, (SELECT count(*) FROM claim WHERE claim.report = report.number) \
         FROM report JOIN reader ON reader.number = report.reader WHERE report.number = ?1",
    )?;
    let (basis, fit, reader, claims): (String, Option<f64>, String, i64) =
        more.query_row([row.number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let mut steps = vec![
        Step::fact(format!("found at {}, taken in at {}", row.place, row.taken)),
        Step::fact(format!("known by its key {}", row.key)),
    ];
    if let Ok(Value::Object(basis)) = serde_json::from_str(&basis) {
        for (fact, who) in basis {
            steps.push(Step::fact(format!("{fact} as stated by the {}", who.as_str().unwrap_or("input"))));
        }
    }
    if row.version > 1 || !row.current {
        let current = if row.current { "the current one" } else { "superseded by a later one" };
        steps.push(Step::fact(format!("version {}, {current}", row.version)));
    }
    steps.push(Step::fact(format!("read by {reader}, {claims} claims")));
    let mut link = ledger.prepare_cached(
        "SELECT report.id, link.containment, link.rule FROM link JOIN report ON report.number = link.original \
         WHERE link.copy = ?1",
    )?;
    let mut links = link.query([row.number])?;
    while let Some(found) = links.next()? {
        let (of, containment, rule): (String, f64, String) = (found.get(0)?, found.get(1)?, found.get(2)?);
        let what = format!("a copy of {of}, {:.0} % of the shorter one's telling words in both", containment * 100.0);
        steps.push(Step { what, words: None, rule: Some(rule), confidence: None });
    }
    if let Some(story) = row.story {
        let fit = match fit {
            Some(fit) => format!("joined story s{story} by its words, log-odds {fit:.1}"),
            None => format!("opened story s{story}, or was set there when stories were settled"),
        };
        steps.push(Step { what: fit, words: None, rule: Some("stories.evidence".into()), confidence: None });
    }
    let words = row.title.unwrap_or_default();
    Ok(Some(Grounds { id: id.to_owned(), kind: "report", words, steps }))
}

fn of_story(shelf: &Shelf, id: &str) -> Result<Option<Grounds>, Fault> {
    let Some(number) = story_number(shelf, id)? else { return Ok(None) };
    let Some(row) = shelf.story(number)? else { return Ok(None) };
    let mut steps = vec![Step::fact(format!(
        "{} reports of {} outlets, {} of them copies, resting on {} known origins",
        row.reports, row.outlets, row.copies, row.origins
    ))];
    if row.id != id && id.starts_with('s') {
        steps.push(Step::fact(format!("{id} turned out to be part of {}", row.id)));
    }
    if row.marked {
        steps.push(Step::fact("reports came in since it was last weighed".into()));
    }
    if let Some(weighed) = shelf.weighed(number)? {
        let merges = weighed.findings.sources.iter().flat_map(|source| &source.merges);
        for merge in merges {
            let what = format!("{:?} and {:?} taken as one source", merge.a, merge.b);
            steps.push(Step { what, words: None, rule: Some(merge.rule.to_string()), confidence: None });
        }
        for finding in &weighed.findings.conflicts {
            let rule = Some(finding.rule.to_string());
            steps.push(Step { what: format!("a conflict: {}", finding.why), words: None, rule, confidence: None });
        }
    }
    let words = row.title.unwrap_or_default();
    Ok(Some(Grounds { id: row.id, kind: "story", words, steps }))
}
