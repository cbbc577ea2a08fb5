//! The task that asks, of a handful of reports, on how many origins a claim rests and what the reports dispute.

use reportedly_ledger::claims::{Account, Finding, Side, account, weigh};
use reportedly_ledger::{Lineage, lineage};
use reportedly_reader::Reader;
use reportedly_report::{CodePoints, Meta, Published, Reading, Report};
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
    let accounts: Vec<Account> = readings.iter().map(account).collect();
    let findings =
        weigh(&accounts.iter().collect::<Vec<_>>(), &copies(&readings), line.get("focal_claim").and_then(Json::as_str));
    let side = |side: &Side| place(&readings[side.account], side);
    let pair = |finding: &Finding| {
        json!({
            "facet": finding.facet, "a": side(&finding.a), "b": side(&finding.b),
            "rule": finding.rule, "why": finding.why,
        })
    };
    let ids = |accounts: &[usize]| accounts.iter().map(|at| readings[*at].report.id.as_str()).collect::<Vec<_>>();
    json!({
        "group": line.get("group"),
        "origins": findings.origins.iter().map(|origin| ids(&origin.accounts)).collect::<Vec<_>>(),
        "origin_names": findings.origins.iter().map(|origin| origin.name.as_str()).collect::<Vec<_>>(),
        "conflicts": findings.conflicts.iter().map(pair).collect::<Vec<_>>(),
        "agreements": findings.agreements.iter().map(|agreement| json!({
            "facet": agreement.facet, "rule": agreement.rule, "why": agreement.why,
            "members": agreement.members.iter().map(side).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "updates": findings.updates.iter().map(pair).collect::<Vec<_>>(),
        "denials": findings.denials.iter().map(pair).collect::<Vec<_>>(),
        "drift": findings.drift.iter().map(pair).collect::<Vec<_>>(),
    })
}

/// Which reports copy which, by their places.
fn copies(readings: &[Reading]) -> Vec<(usize, usize)> {
    let all = lineage::Settings { held: usize::MAX, days: i32::MAX, ..lineage::Settings::default() };
    let mut lineage = Lineage::new(all);
    for reading in readings {
        let meta = &reading.report.meta;
        lineage.observe(lineage::Row {
            text: &reading.report.text,
            published: meta.published.as_ref().map(moment),
            outlet: meta.outlet.as_deref(),
            ..lineage::Row::default()
        });
    }
    lineage.settle().into_iter().map(|link| (link.copy as usize, link.of as usize)).collect()
}

/// Where a side stands, in code points.
fn place(reading: &Reading, side: &Side) -> Json {
    let span = CodePoints::new(&reading.report.text).span(side.span);
    json!({ "doc": reading.report.id, "start": span.start, "end": span.end, "text": side.text })
}
