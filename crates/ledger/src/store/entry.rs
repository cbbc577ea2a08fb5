//! A report made ready for the ledger, on any thread: all that the one writer need not do itself.

use std::collections::HashMap;

use reportedly_report::{CodePoints, Contract, Meta, Reading, Span};

use super::identity::{Identity, claim_id};
use super::packed::{pack, pack_json};
use crate::claims::{Account, account};

/// A report as it goes into the ledger.
#[derive(Debug)]
pub struct Entry {
    pub(super) identity: Identity,
    pub(super) place: String,
    pub(super) given: String,
    pub(super) meta: Meta,
    pub(super) text: String,
    pub(super) account: Account,
    pub(super) claims: Vec<Located>,
    /// Both packed.
    pub(super) kept_reading: Vec<u8>,
    pub(super) kept_account: Vec<u8>,
}

/// A claim's stable address, and where it stands in code points.
#[derive(Debug)]
pub(super) struct Located {
    pub id: String,
    pub span: Span,
    pub anchor: Span,
    pub values: Vec<Span>,
}

impl Entry {
    /// Makes a reading ready. Its tokens are needed for claims and are not kept.
    pub fn new(mut reading: Reading, identity: Identity, place: String) -> Self {
        let mut account = account(&reading);
        account.report.clone_from(&identity.id);
        reading.tokens = None;
        let report = reading.report.clone();
        let claims = located(&account, &identity.id, &report.text);
        let kept_reading = pack(without_text(Contract::from(reading).to_json(), &report.text).as_bytes());
        let kept_account = pack_json(&account);
        Self {
            identity,
            place,
            given: report.id,
            meta: report.meta,
            text: report.text,
            account,
            claims,
            kept_reading,
            kept_account,
        }
    }

    /// Bytes it takes up, roughly.
    pub fn size(&self) -> usize {
        self.text.len() + self.kept_reading.len() + self.kept_account.len() + 512 * self.claims.len()
    }
}

/// What stands for the text in a kept reading; the text itself is kept beside it.
const NO_TEXT: &str = ",\"text\":null,\"blocks\":";

fn text_part(text: &str) -> String {
    format!(",\"text\":{},\"blocks\":", serde_json::to_string(text).unwrap_or_default())
}

/// A printed reading without its text.
fn without_text(reading: String, text: &str) -> String {
    reading.replacen(&text_part(text), NO_TEXT, 1)
}

/// A kept reading with its text, as it was printed.
pub(super) fn with_text(reading: &str, text: &str) -> String {
    reading.replacen(NO_TEXT, &text_part(text), 1)
}

fn located(account: &Account, report: &str, text: &str) -> Vec<Located> {
    let points = CodePoints::new(text);
    let mut same = HashMap::new();
    let claims = account.claims.iter().map(|claim| {
        let nth: &mut u32 = same.entry((claim.span, claim.anchor)).or_default();
        *nth += 1;
        Located {
            id: claim_id(report, claim.span, claim.anchor, *nth - 1),
            span: points.span(claim.span),
            anchor: points.span(claim.anchor),
            values: claim.values.iter().map(|value| points.span(value.span)).collect(),
        }
    });
    claims.collect()
}
