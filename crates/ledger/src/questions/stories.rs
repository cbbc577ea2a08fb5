//! Stories: which there are, and what the reports of one come to.

use std::collections::HashMap;

use reportedly_report::Span;
use rusqlite::OptionalExtension;
use serde::Serialize;

use super::comparison::Comparison;
use super::pile::{Copy, Pile};
use crate::claims::{Account, Claim, Findings, Side};
use crate::store::{Fault, Shelf, StoryRow};

/// In which order stories are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Those with the latest report first.
    #[default]
    Newest,
    /// Those with most conflicts first.
    Contested,
    /// Those first whose reports rest on the fewest origins for their number.
    Echoed,
}

/// The stories of a ledger.
///
/// # Errors
/// If the ledger cannot be read.
pub fn stories(shelf: &Shelf, order: Order, at_most: u32) -> Result<Vec<StoryRow>, Fault> {
    shelf.stories_by(
        match order {
            Order::Newest => "merged_into IS NULL ORDER BY last DESC, number DESC",
            Order::Contested => "merged_into IS NULL AND conflicts > 0 ORDER BY conflicts DESC, number DESC",
            Order::Echoed => {
                "merged_into IS NULL AND origins > 0 AND reports > origins ORDER BY reports - origins DESC, number DESC"
            }
        },
        at_most,
    )
}

/// A story with all that its reports come to.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// The story.
    #[serde(flatten)]
    pub row: StoryRow,
    /// What its reports tell. Where `left_out` is not zero they are its first and its latest.
    pub told: Comparison,
    /// How many of its reports were not weighed because there are too many.
    pub left_out: i64,
}

/// The number of a story by its address, by its number, or by the address of one of its reports or claims; a story that
/// turned out to be part of another is that other.
///
/// # Errors
/// If the ledger cannot be read.
pub fn story_number(shelf: &Shelf, address: &str) -> Result<Option<i64>, Fault> {
    let address = address.trim();
    let ledger = shelf.connection();
    let number = match address.strip_prefix('s').unwrap_or(address).parse::<i64>() {
        Ok(number) => Some(number),
        Err(_) => {
            let mut of = ledger.prepare_cached(
                "SELECT story FROM report WHERE id = ?1 UNION ALL \
                 SELECT report.story FROM claim JOIN report ON report.number = claim.report WHERE claim.id = ?1",
            )?;
            of.query_row([address], |row| row.get::<_, Option<i64>>(0)).optional()?.flatten()
        }
    };
    let Some(mut number) = number else { return Ok(None) };
    // A chain of mergers ends: each points to a story that was there before it was merged; a broken file may not.
    for _ in 0..1000 {
        match shelf.story(number)? {
            None => return Ok(None),
            Some(StoryRow { merged_into: Some(into), .. }) => number = into,
            Some(_) => return Ok(Some(number)),
        }
    }
    Ok(None)
}

/// A story by its number.
///
/// # Errors
/// If the ledger cannot be read.
pub fn story(shelf: &Shelf, number: i64) -> Result<Option<Story>, Fault> {
    let Some(row) = shelf.story(number)? else { return Ok(None) };
    let stored = Stored::of(shelf, number)?;
    let told = stored.told();
    Ok(Some(Story { left_out: row.reports.saturating_sub(stored.accounts.len() as i64).max(0), told, row }))
}

/// The reports of a story as they were weighed.
#[derive(Debug)]
pub(super) struct Stored {
    pub accounts: Vec<Account>,
    pub texts: Vec<String>,
    /// The rows of the reports.
    pub numbers: Vec<i64>,
    /// The stable addresses of the claims of each report.
    pub claims: Vec<Vec<String>>,
    copies: Vec<Copy>,
    pub findings: Findings,
}

impl Stored {
    pub fn of(shelf: &Shelf, story: i64) -> Result<Self, Fault> {
        let weighed = shelf.weighed(story)?;
        let (numbers, findings) = match weighed {
            Some(weighed) => (weighed.pile, weighed.findings),
            // Not weighed yet: its reports are shown, and nothing is said of what they come to.
            None => (shelf.reports_of_story(story)?.iter().map(|row| row.number).collect(), Default::default()),
        };
        let mut stored = Self {
            accounts: Vec::with_capacity(numbers.len()),
            texts: Vec::with_capacity(numbers.len()),
            claims: Vec::with_capacity(numbers.len()),
            copies: Vec::new(),
            findings,
            numbers,
        };
        let places: HashMap<i64, usize> = stored.numbers.iter().enumerate().map(|(at, number)| (*number, at)).collect();
        let ledger = shelf.connection();
        let mut id = ledger.prepare_cached("SELECT id FROM report WHERE number = ?1")?;
        let mut claims = ledger.prepare_cached("SELECT id FROM claim WHERE report = ?1 ORDER BY place")?;
        let mut link = ledger.prepare_cached("SELECT original, containment, rule FROM link WHERE copy = ?1")?;
        for (at, number) in stored.numbers.iter().enumerate() {
            let mut account = shelf.account(*number)?;
            // Within a ledger a report goes by its stable address.
            account.report = id.query_row([number], |row| row.get(0))?;
            stored.accounts.push(account);
            stored.texts.push(shelf.text(*number)?);
            stored.claims.push(claims.query_map([number], |row| row.get(0))?.collect::<Result<_, _>>()?);
            let found = link.query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
            let Some((original, containment, rule)): Option<(i64, f64, String)> = found else { continue };
            if let Some(of) = places.get(&original) {
                stored.copies.push(Copy { copy: at, of: *of, containment: Some(containment as f32), rule });
            }
        }
        stored.findings = fitting(stored.findings, &stored.accounts, &stored.texts);
        Ok(stored)
    }

    pub fn told(&self) -> Comparison {
        let accounts: Vec<&Account> = self.accounts.iter().collect();
        let texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        let address = |account: usize, claim: usize| self.claims.get(account)?.get(claim).cloned();
        let pile = Pile {
            accounts: &accounts,
            texts: &texts,
            copies: &self.copies,
            findings: &self.findings,
            address: &address,
        };
        Comparison::of(&pile, None)
    }
}

/// The findings without those that refer to claims which are not there: an account of an older form claims nothing until
/// its report is read again, and a broken file may say anything.
fn fitting(mut findings: Findings, accounts: &[Account], texts: &[String]) -> Findings {
    let fits = |side: &Side| {
        let claim = accounts.get(side.account).and_then(|account| account.claims.get(side.claim));
        let slices = |span: Span| texts.get(side.account).is_some_and(|text| text.get(span.range()).is_some());
        let has_value = |claim: &Claim| {
            let value = side.value.map(|value| claim.values.get(value));
            value.is_none_or(|value| value.is_some_and(|value| slices(value.span)))
        };
        claim.is_some_and(|claim| slices(side.span) && slices(claim.span) && has_value(claim))
    };
    let pairs = [&mut findings.conflicts, &mut findings.updates, &mut findings.denials, &mut findings.drift];
    pairs.into_iter().for_each(|pairs| pairs.retain(|pair| fits(&pair.a) && fits(&pair.b)));
    for slot in &mut findings.slots {
        slot.answers.iter_mut().for_each(|answer| answer.given.retain(fits));
        slot.answers.retain(|answer| !answer.given.is_empty());
    }
    findings.slots.retain(|slot| !slot.answers.is_empty());
    findings.origins.iter_mut().for_each(|origin| origin.accounts.retain(|account| *account < accounts.len()));
    findings
}

#[cfg(test)]
mod tests {
    use reportedly_report::Facet;

    use super::*;
    use crate::claims::{Answer, Finding, Origin, Slot};

    #[test]
    fn findings_on_claims_that_are_gone_are_left_out() {
        let side = |account| Side {
            account,
            claim: 0,
            value: None,
            span: Span::new(0, 4),
            text: "Rain".into(),
            sources: vec![],
        };
        let pair = Finding {
            facet: Facet::Polarity,
            a: side(0),
            b: side(1),
            rule: "claims.polarity".into(),
            why: String::new(),
        };
        let answer = Answer { text: "Rain".into(), given: vec![side(0)], reports: 1, origins: 0 };
        let findings = Findings {
            conflicts: vec![pair],
            slots: vec![Slot { asked: "rain".into(), facet: Facet::Polarity, answers: vec![answer] }],
            origins: vec![Origin { source: 0, name: "x".into(), accounts: vec![0, 7] }],
            ..Findings::default()
        };
        let left = fitting(findings, &[Account::default(), Account::default()], &["Rain".into(), "Rain".into()]);
        assert!(left.conflicts.is_empty() && left.slots.is_empty());
        assert_eq!(left.origins[0].accounts, [0]);
    }
}
