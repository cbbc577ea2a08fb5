//! What a pile of reports tells: its conflicts, its claims by value, its origins, what changed, who copies whom.

use std::collections::BTreeSet;

use reportedly_report::{Certainty, Facet, Span, Status};
use serde::Serialize;

use crate::claims::{Finding, Interval, Origin, Polarity, Side, Slot};

use super::disputes::{Dispute, disputes};
use super::pile::{Pile, Shelf};

/// What a pile of reports tells. Reports are numbered from one, in the order of the pile.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The claim asked about, where one was.
    pub about: Option<String>,
    /// The reports.
    pub reports: Vec<ReportLine>,
    /// On whom the claim asked about rests, or the main happening of the pile.
    pub origins: Vec<Mouth>,
    /// What cannot all hold.
    pub conflicts: Vec<Dispute>,
    /// What one source said first, and what it says now.
    pub updates: Vec<Pair>,
    /// What is denied or taken back, and by whom.
    pub denials: Vec<Pair>,
    /// One quotation in several wordings.
    pub drift: Vec<Drift>,
    /// What the reports say, point by point, each answer with everybody who gives it.
    pub points: Vec<Point>,
}

/// A report of the pile.
#[derive(Clone, Debug, Serialize)]
pub struct ReportLine {
    /// Its number in this answer.
    pub number: usize,
    /// Its id or address.
    pub report: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as stated.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Whom it credits.
    pub credit: Option<String>,
    /// The report it copies, by its number.
    pub copy_of: Option<usize>,
    /// How much of it stands in that one, from 0 to 1.
    pub contained: Option<f32>,
    /// What found the copy.
    pub rule: Option<String>,
}

/// An origin, with the ways on which its word came.
#[derive(Clone, Debug, Serialize)]
pub struct Mouth {
    /// The name it goes by.
    pub name: String,
    /// The reports that rest on it, by their numbers.
    pub reports: Vec<usize>,
    /// The different chains, the speaker first, the outlet last, each with the reports that came by it.
    pub chains: Vec<Way>,
    /// Others of the same owner.
    pub related: Vec<String>,
    /// Names that were taken as one, and the rule that did it.
    pub merged: Vec<(String, String, String)>,
}

/// A chain, and the reports that came by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// Who passed the words on, the speaker first.
    pub chain: Vec<String>,
    /// The reports, by their numbers.
    pub reports: Vec<usize>,
}

/// One claim of one report, with who stands behind it.
#[derive(Clone, Debug, Serialize)]
pub struct Stance {
    /// The report, by its number.
    pub report: usize,
    /// Who published it.
    pub outlet: Option<String>,
    /// The stable address of the claim.
    pub claim: Option<String>,
    /// The exact words of the report.
    pub quotation: String,
    /// Where they stand, in code points.
    pub span: Span,
    /// The exact words of the value in question.
    pub value: Option<String>,
    /// Where these stand.
    pub value_span: Option<Span>,
    /// What a time comes to.
    pub interval: Option<Interval>,
    /// The speaker first, the outlet last; empty where nobody is named.
    pub chain: Vec<String>,
    /// Whom it rests on, told apart across reports.
    pub sources: Vec<String>,
    /// How sure the words make it.
    pub certainty: Option<Certainty>,
    /// Whether it has happened.
    pub status: Option<Status>,
    /// Whether it says that it is so.
    pub polarity: Polarity,
    /// When it was said.
    pub said_at: Option<Interval>,
    /// When it happened.
    pub happened_at: Option<Interval>,
    /// The attribution in the reading of the report.
    pub attribution: Option<String>,
    /// What made the claim.
    pub rule: String,
}

/// Two claims side by side, the earlier first.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    /// On which point.
    pub facet: Facet,
    /// The one.
    pub a: Stance,
    /// The other.
    pub b: Stance,
    /// Others who give the same as `b`, and the same as `a`, by their reports.
    pub also: (Vec<usize>, Vec<usize>),
    /// What found it.
    pub rule: String,
    /// Why, in one line.
    pub why: String,
}

/// One quotation of one source in the wordings that reports give it.
#[derive(Clone, Debug, Serialize)]
pub struct Drift {
    /// Whose words they are said to be.
    pub source: Option<String>,
    /// The wordings, each with the reports that have it.
    pub wordings: Vec<Wording>,
    /// What found it.
    pub rule: String,
    /// Why, in one line.
    pub why: String,
}

/// One wording of a quotation.
#[derive(Clone, Debug, Serialize)]
pub struct Wording {
    /// The exact words in the first of the reports.
    pub words: String,
    /// Where they stand in each report: its number and the span in code points.
    pub stands: Vec<(usize, Span)>,
}

/// What several claims answer.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    /// What is asked.
    pub asked: String,
    /// What is measured.
    pub facet: Facet,
    /// Whether answers to it are in conflict.
    pub contested: bool,
    /// The answers.
    pub answers: Vec<Given>,
}

/// One answer, and everybody who gives it.
#[derive(Clone, Debug, Serialize)]
pub struct Given {
    /// In the words of the first report.
    pub answer: String,
    /// In how many reports.
    pub reports: usize,
    /// On how many known origins.
    pub origins: usize,
    /// Who gives it.
    pub stances: Vec<Stance>,
}

impl Comparison {
    /// What a weighed pile tells of the claim asked about, or of all there is.
    pub fn of(pile: &Pile<'_>, about: Option<&str>) -> Self {
        let shelf = Shelf::new(pile);
        let findings = pile.findings;
        let contested = disputes(&shelf);
        let is_contested = |slot: usize| contested.iter().any(|(_, slots)| slots.contains(&slot));
        let mut points: Vec<Point> =
            findings.slots.iter().enumerate().map(|(at, slot)| point(&shelf, slot, is_contested(at))).collect();
        points.sort_by_key(|point| {
            let reports: BTreeSet<usize> =
                point.answers.iter().flat_map(|answer| answer.stances.iter().map(|stance| stance.report)).collect();
            (!point.contested, std::cmp::Reverse(reports.len()))
        });
        Self {
            about: about.map(str::to_owned),
            reports: (0..pile.accounts.len()).map(|account| shelf.report(account)).collect(),
            origins: findings.origins.iter().map(|origin| mouth(&shelf, origin)).collect(),
            conflicts: contested.into_iter().map(|(dispute, _)| dispute).collect(),
            updates: pairs(&shelf, &findings.updates),
            denials: pairs(&shelf, &findings.denials),
            drift: drifts(&shelf, &findings.drift),
            points,
        }
    }
}

fn mouth(shelf: &Shelf<'_>, origin: &Origin) -> Mouth {
    let findings = shelf.pile.findings;
    let source = findings.sources.get(origin.source);
    let mut ways: Vec<Way> = Vec::new();
    for &account in &origin.accounts {
        let voices = source.map(|source| source.voices.as_slice()).unwrap_or_default();
        let row = shelf.pile.accounts[account];
        let longest = voices
            .iter()
            .filter(|(of, _)| *of == account)
            .filter_map(|(_, voice)| row.voices.get(*voice))
            .map(|voice| voice.chain.clone())
            .max_by_key(Vec::len);
        let chain = shelf.passed_on(account, longest.unwrap_or_else(|| vec![origin.name.clone()]));
        match ways.iter_mut().find(|way| way.chain == chain) {
            Some(way) => way.reports.push(account + 1),
            None => ways.push(Way { chain, reports: vec![account + 1] }),
        }
    }
    let related = source.into_iter().flat_map(|source| &source.related);
    let merged = source.into_iter().flat_map(|source| &source.merges);
    Mouth {
        name: origin.name.clone(),
        reports: origin.accounts.iter().map(|account| account + 1).collect(),
        chains: ways,
        related: related.filter_map(|at| findings.sources.get(*at)).map(|source| source.name.clone()).collect(),
        merged: merged.map(|merge| (merge.a.clone(), merge.b.clone(), merge.rule.to_string())).collect(),
    }
}

fn point(shelf: &Shelf<'_>, slot: &Slot, contested: bool) -> Point {
    let given = |answer: &crate::claims::Answer| Given {
        answer: answer.text.clone(),
        reports: answer.reports,
        origins: answer.origins,
        stances: answer.given.iter().map(|side| shelf.stance(side)).collect(),
    };
    Point { asked: slot.asked.clone(), facet: slot.facet, contested, answers: slot.answers.iter().map(given).collect() }
}

/// Findings with one facet, the same two sets of sources and the same words on both sides are told once.
fn pairs(shelf: &Shelf<'_>, findings: &[Finding]) -> Vec<Pair> {
    let folded = |side: &Side| side.text.to_lowercase();
    let mut kept: Vec<(&Finding, BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
    for finding in findings {
        let same = |other: &&mut (&Finding, BTreeSet<usize>, BTreeSet<usize>)| {
            other.0.facet == finding.facet
                && folded(&other.0.a) == folded(&finding.a)
                && folded(&other.0.b) == folded(&finding.b)
        };
        match kept.iter_mut().find(same) {
            Some((_, a, b)) => {
                a.insert(finding.a.account + 1);
                b.insert(finding.b.account + 1);
            }
            None => kept.push((finding, BTreeSet::new(), BTreeSet::new())),
        }
    }
    let pair = |(finding, mut a, mut b): (&Finding, BTreeSet<usize>, BTreeSet<usize>)| {
        a.remove(&(finding.a.account + 1));
        b.remove(&(finding.b.account + 1));
        Pair {
            facet: finding.facet,
            a: shelf.stance(&finding.a),
            b: shelf.stance(&finding.b),
            also: (a.into_iter().collect(), b.into_iter().collect()),
            rule: finding.rule.to_string(),
            why: finding.why.clone(),
        }
    };
    kept.into_iter().map(pair).collect()
}

/// Pairs of wordings that share one are told together, each wording once.
fn drifts(shelf: &Shelf<'_>, findings: &[Finding]) -> Vec<Drift> {
    let mut drifts: Vec<Drift> = Vec::new();
    for finding in findings {
        let place = |side: &Side| (side.account + 1, shelf.counted(side.account, side.span));
        let (a, b) = (place(&finding.a), place(&finding.b));
        let has = |wording: &Wording| {
            let stands = wording.stands.contains(&a) || wording.stands.contains(&b);
            stands || wording.words == finding.a.text || wording.words == finding.b.text
        };
        let at = match drifts.iter().position(|drift| drift.wordings.iter().any(has)) {
            Some(at) => at,
            None => {
                let source = finding.a.sources.first().and_then(|at| shelf.pile.findings.sources.get(*at));
                drifts.push(Drift {
                    source: source.map(|source| source.name.clone()),
                    wordings: Vec::new(),
                    rule: finding.rule.to_string(),
                    why: finding.why.clone(),
                });
                drifts.len() - 1
            }
        };
        for (side, stand) in [(&finding.a, a), (&finding.b, b)] {
            let words = shelf.words(side.account, side.span);
            let wordings = &mut drifts[at].wordings;
            match wordings.iter_mut().find(|wording| wording.words == words) {
                Some(wording) if wording.stands.contains(&stand) => {}
                Some(wording) => wording.stands.push(stand),
                None => wordings.push(Wording { words, stands: vec![stand] }),
            }
        }
    }
    drifts
}
