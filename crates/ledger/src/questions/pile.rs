//! What answers are made from: accounts, their texts, who copies whom, and what the weighing found.

use std::collections::BTreeMap;

use reportedly_report::{CodePoints, Span};

use crate::claims::{Account, Claim, Findings, Side};

use super::comparison::{ReportLine, Stance};

/// One report that copies another, by their places in the pile.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// The copy.
    pub copy: usize,
    /// What it copies.
    pub of: usize,
    /// How much of it stands there, from 0 to 1.
    pub containment: Option<f32>,
    /// What found it.
    pub rule: String,
}

/// A pile of reports that was weighed.
pub struct Pile<'a> {
    /// What each says.
    pub accounts: &'a [&'a Account],
    /// The text of each.
    pub texts: &'a [&'a str],
    /// Who copies whom.
    pub copies: &'a [Copy],
    /// What the weighing found.
    pub findings: &'a Findings,
    /// The stable address of a claim, by account and claim, where the pile is stored.
    pub address: &'a dyn Fn(usize, usize) -> Option<String>,
}

impl std::fmt::Debug for Pile<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pile").field("accounts", &self.accounts.len()).finish_non_exhaustive()
    }
}

/// A pile with what is looked up again and again.
pub(super) struct Shelf<'a> {
    pub pile: &'a Pile<'a>,
    points: Vec<CodePoints<'a>>,
    originals: BTreeMap<usize, &'a Copy>,
}

impl<'a> Shelf<'a> {
    pub fn new(pile: &'a Pile<'a>) -> Self {
        Self {
            pile,
            points: pile.texts.iter().map(|text| CodePoints::new(text)).collect(),
            originals: pile.copies.iter().map(|copy| (copy.copy, copy)).collect(),
        }
    }

    pub fn claim(&self, side: &Side) -> &'a Claim {
        &self.pile.accounts[side.account].claims[side.claim]
    }

    /// A span of a report in code points.
    pub fn counted(&self, account: usize, span: Span) -> Span {
        self.points[account].span(span)
    }

    /// The exact words of a report.
    pub fn words(&self, account: usize, span: Span) -> String {
        self.pile.texts[account].get(span.range()).unwrap_or_default().to_owned()
    }

    pub fn report(&self, account: usize) -> ReportLine {
        let row = self.pile.accounts[account];
        let copy = self.originals.get(&account);
        ReportLine {
            number: account + 1,
            report: row.report.clone(),
            outlet: row.outlet.clone(),
            published: row.published.clone(),
            title: row.title.clone(),
            credit: row.credit.clone(),
            copy_of: copy.map(|copy| copy.of + 1),
            contained: copy.and_then(|copy| copy.containment),
            rule: copy.map(|copy| copy.rule.clone()),
        }
    }

    /// Who passed a claim on, from the speaker to the outlet that prints it; empty where nobody is named.
    pub fn chain(&self, account: usize, claim: &Claim) -> Vec<String> {
        if claim.chain.is_empty() {
            return Vec::new();
        }
        self.passed_on(account, claim.chain.clone())
    }

    /// A chain, and after it the outlet that a copy was taken from and the one that prints it.
    pub fn passed_on(&self, account: usize, mut chain: Vec<String>) -> Vec<String> {
        let original = self.originals.get(&account).map(|copy| copy.of);
        for account in original.into_iter().chain([account]) {
            let Some(outlet) = &self.pile.accounts[account].outlet else { continue };
            let is_named = |link: &String| link.to_lowercase().contains(&outlet.to_lowercase());
            if !chain.iter().any(is_named) {
                chain.push(outlet.clone());
            }
        }
        // "the agency Baltic Wire → Baltic Wire" is one link.
        chain.dedup_by(|link, before| before.to_lowercase().contains(&link.to_lowercase()));
        chain
    }

    pub fn stance(&self, side: &Side) -> Stance {
        let claim = self.claim(side);
        let value = side.value.and_then(|value| claim.values.get(value));
        let sources = side.sources.iter().filter_map(|source| self.pile.findings.sources.get(*source));
        Stance {
            report: side.account + 1,
            outlet: self.pile.accounts[side.account].outlet.clone(),
            claim: (self.pile.address)(side.account, side.claim),
            quotation: self.words(side.account, claim.span),
            span: self.counted(side.account, claim.span),
            value: value.map(|value| self.words(side.account, value.span)),
            value_span: value.map(|value| self.counted(side.account, value.span)),
            interval: value.and_then(|value| value.interval.clone()),
            chain: self.chain(side.account, claim),
            sources: sources.map(|source| source.name.clone()).collect(),
            certainty: claim.certainty,
            status: claim.status,
            polarity: claim.polarity,
            said_at: claim.said_at.clone(),
            happened_at: claim.happened_at.clone(),
            attribution: claim.attribution.clone(),
            rule: claim.rule.to_string(),
        }
    }
}
