//! One quotation in different wordings: what a source is quoted with in two reports, nearly alike but not the same.
//!
//! A shorter cut of the same words is no drift; only words that were put otherwise are.

use std::collections::BTreeMap;

use reportedly_report::{Facet, Rule};

use super::rows::{Account, Finding, Side};
use super::sources::Sources;

/// Words that two quotations must share, and the share of the shorter one that they must be.
const SHARED: usize = 5;
const ALIKE: f32 = 0.6;
/// Quotations of one source that are held against each other.
const HELD: usize = 100;

/// The quotations of a pile that drifted.
pub fn drift(accounts: &[&Account], sources: &Sources<'_>) -> Vec<Finding> {
    let mut spoken: BTreeMap<usize, Vec<(Side, Vec<String>)>> = BTreeMap::new();
    for (account, rows) in accounts.iter().enumerate() {
        for (number, voice) in rows.voices.iter().enumerate() {
            let (Some(quoted), Some(span)) = (&voice.quoted, voice.content.first()) else { continue };
            let Some(claim) = rows.claims.iter().position(|claim| claim.voice == Some(number)) else { continue };
            let by = sources.of_voice(account, number);
            let words = words(quoted);
            let side = Side { account, claim, value: None, span: *span, text: quoted.clone(), sources: by.clone() };
            for source in by {
                let held = spoken.entry(source).or_default();
                if held.len() < HELD && words.len() >= SHARED {
                    held.push((side.clone(), words.clone()));
                }
            }
        }
    }
    let mut found: Vec<Finding> = Vec::new();
    for held in spoken.values() {
        for (at, (side, words)) in held.iter().enumerate() {
            for (earlier, said) in held[..at].iter().filter(|(earlier, _)| earlier.account != side.account) {
                if drifts(said, words) {
                    let why = format!("one quotation in two wordings: “{}” and “{}”", earlier.text, side.text);
                    let (a, b) = (earlier.clone(), side.clone());
                    found.push(Finding { facet: Facet::Other, a, b, rule: Rule::Borrowed("claims.drift"), why });
                }
            }
        }
    }
    found.sort_by_key(|finding| (finding.a.account, finding.a.span, finding.b.account, finding.b.span));
    found.dedup_by_key(|finding| (finding.a.account, finding.a.span, finding.b.account, finding.b.span));
    found
}

fn words(text: &str) -> Vec<String> {
    crate::words::words(text).map(|word| word.text.to_lowercase()).collect()
}

/// Whether two quotations are one in other words.
fn drifts(one: &[String], two: &[String]) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    if short.len() < SHARED {
        return false;
    }
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    long.iter().for_each(|word| *left.entry(word).or_default() += 1);
    let shared = short
        .iter()
        .filter(|word| left.get_mut(word.as_str()).filter(|count| **count > 0).map(|count| *count -= 1).is_some());
    let shared = shared.count();
    let is_cut = long.windows(short.len()).any(|window| window == short);
    shared >= SHARED && shared as f32 >= ALIKE * short.len() as f32 && !is_cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_are_drift_and_a_cut_is_none() {
        let whole = words("we will not leave this valley before the snow has gone");
        assert!(drifts(&whole, &words("we shall not leave the valley until the snow has gone")));
        assert!(!drifts(&whole, &words("leave this valley before the snow")), "a cut");
        assert!(!drifts(&whole, &whole), "the same");
        assert!(!drifts(&whole, &words("the bridge is closed to all but the fire service")), "another");
        assert!(!drifts(&[], &whole));
    }
}
