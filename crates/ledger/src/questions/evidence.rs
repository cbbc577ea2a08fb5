//! One claim: who says so and who says otherwise, on how many origins each rests, and what persons think of it.

use serde::Serialize;

use super::comparison::{Comparison, Mouth, Pair, Point, Stance};
use super::contested::{Contested, contested_with};
use super::grades::{Grade, grades};
use super::said::{Said, claim};
use super::stories::{Stored, story_number};
use crate::store::{Fault, Shelf};

/// All that speaks for and against a claim.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// The claim.
    pub claim: Said,
    /// What it answers, with every answer that reports of its story give and everybody who gives it.
    pub points: Vec<Point>,
    /// Claims that cannot hold if it does.
    pub conflicts: Vec<Contested>,
    /// What its source said first or said later.
    pub updates: Vec<Pair>,
    /// Where it is denied or taken back, or denies another.
    pub denials: Vec<Pair>,
    /// The origins of its story's main happening that its report rests on.
    pub origins: Vec<Mouth>,
    /// The report that its report copies, or that copy it, by their addresses.
    pub copies: Vec<String>,
    /// What persons think of the claim, and of its speaker.
    pub grades: Vec<Grade>,
}

/// What speaks for and against the claim of an address; nothing where there is none.
///
/// # Errors
/// If the ledger cannot be read.
pub fn evidence(shelf: &Shelf, id: &str) -> Result<Option<Evidence>, Fault> {
    let Some(claim) = claim(shelf, id)? else { return Ok(None) };
    let mut graded = grades(shelf, &claim.claim)?;
    if let Some(speaker) = claim.chain.first() {
        graded.extend(grades(shelf, speaker)?);
    }
    let told = match story_number(shelf, &claim.report)? {
        Some(story) => Some(Stored::of(shelf, story)?.told()),
        None => None,
    };
    let conflicts = contested_with(shelf, claim.number)?;
    let is_it = |stance: &Stance| stance.claim.as_deref() == Some(id);
    let mut evidence = Evidence {
        points: Vec::new(),
        conflicts,
        updates: Vec::new(),
        denials: Vec::new(),
        origins: Vec::new(),
        copies: copies(shelf, claim.row)?,
        grades: graded,
        claim,
    };
    if let Some(Comparison { reports, origins, updates, denials, points, .. }) = told {
        let has_it = |point: &Point| point.answers.iter().any(|answer| answer.stances.iter().any(is_it));
        let in_pair = |pair: &Pair| is_it(&pair.a) || is_it(&pair.b);
        let here = reports.iter().find(|report| report.report == evidence.claim.report).map(|report| report.number);
        evidence.points = points.into_iter().filter(has_it).collect();
        evidence.updates = updates.into_iter().filter(in_pair).collect();
        evidence.denials = denials.into_iter().filter(in_pair).collect();
        let rests = |origin: &Mouth| here.is_some_and(|here| origin.reports.contains(&here));
        evidence.origins = origins.into_iter().filter(rests).collect();
    }
    Ok(Some(evidence))
}

fn copies(shelf: &Shelf, report: i64) -> Result<Vec<String>, Fault> {
    let mut copies = shelf.connection().prepare_cached(
        "SELECT report.id FROM link JOIN report ON report.number = link.original WHERE link.copy = ?1 UNION ALL \
         SELECT report.id FROM link JOIN report ON report.number = link.copy WHERE link.original = ?1",
    )?;
    let ids = copies.query_map([report], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
