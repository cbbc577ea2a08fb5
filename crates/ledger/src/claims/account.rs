//! From a reading to an account.

use std::collections::BTreeMap;

use reportedly_report::{BlockRole, Reading, Span};

use super::rows::{Account, Claim};
use super::scene::Scene;
use super::values::values;
use super::voices::voices;
use crate::gist::gist_of;

/// Telling words of a text kept at most.
const GIST: usize = 400;

/// The account of a report. Claims need the reading's tokens; without them there are only voices.
pub fn account(reading: &Reading) -> Account {
    let meta = &reading.report.meta;
    let scene = Scene::new(reading);
    let voices = voices(&scene);
    let claims = scene.claims(&voices, values(&scene));
    let claims =
        claims.into_iter().filter(|claim| !is_beside(reading, claim.anchor)).map(|claim| trimmed(reading, claim));
    let gist: BTreeMap<String, f32> =
        gist_of(scene.tokens.iter().map(|row| row.lemma.as_str())).into_iter().take(GIST).collect();
    Account {
        report: reading.report.id.clone(),
        outlet: meta.outlet.clone(),
        published: meta.published.as_ref().map(|published| published.as_str().to_owned()),
        title: meta.title.clone(),
        credit: meta.credit.clone(),
        claims: claims.collect(),
        voices,
        gist,
    }
}

/// Whether words stand where a report says nothing of the world: its date line, what a page left behind.
fn is_beside(reading: &Reading, words: Span) -> bool {
    let is_beside = |role| matches!(role, BlockRole::Dateline | BlockRole::Boilerplate);
    reading.blocks.iter().any(|block| is_beside(block.role) && block.span.contains(words))
}

/// The claim without the white space around it.
fn trimmed(reading: &Reading, mut claim: Claim) -> Claim {
    let words = claim.span.of(&reading.report.text);
    let start = claim.span.range().start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    if end > start && Span::new(start, end).contains(claim.anchor) {
        claim.span = Span::new(start, end);
        claim.quotation = words.trim().to_owned();
    }
    claim
}

#[cfg(test)]
mod tests {
    use reportedly_report::{Attribution, AttributionId, Certainty, Form, Kind, SourceKind, Span};

    use super::*;

    #[test]
    fn a_reading_without_tokens_has_voices_only() {
        let report =
            reportedly_report::Report { id: "r".into(), text: "Rain fell, Ana said.".into(), ..Default::default() };
        let attribution = Attribution {
            id: AttributionId(1),
            source: vec![Span::new(11, 14)],
            cue: vec![Span::new(15, 19)],
            content: vec![Span::new(0, 9)],
            kind: Kind::Indirect,
            form: Form::Clause,
            source_kind: SourceKind::Person,
            source_entity: None,
            chain: vec![],
            certainty: Some(Certainty::Certain),
            within: None,
            rule: "test".into(),
            confidence: None,
        };
        let account = account(&Reading { report, attributions: vec![attribution], ..Reading::default() });
        assert_eq!(account.claims, []);
        assert_eq!(account.voices.len(), 1);
        let kept: Account = serde_json::from_str(&serde_json::to_string(&account).unwrap()).unwrap();
        assert_eq!(kept, account);
    }
}
