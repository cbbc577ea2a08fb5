//! Holds accounts against each other.

use reportedly_report::{Certainty, Facet, Published, Rule};

use super::rows::{Account, Finding, Findings, Origin, Side, Source, Voice};
use crate::Moment;
use crate::disputes::{self, disputes};
use crate::origins;

/// What a pile of accounts comes to. `copies` are pairs of copy and original, by their places; `about` is the claim
/// asked about, in words, or nothing for the pile's main happening.
pub fn weigh(accounts: &[&Account], copies: &[(usize, usize)], about: Option<&str>) -> Findings {
    let _ = copies;
    let main = || accounts.iter().find_map(|account| account.claims.first()).map(|claim| claim.quotation.clone());
    let about = about.map(str::to_owned).or_else(main).unwrap_or_default();
    let tellers: Vec<origins::Account> = accounts.iter().map(|account| teller(account)).collect();
    let found = origins::origins(&about, &tellers);
    let sources = found.iter().map(|origin| Source {
        name: origin.name.clone(),
        accounts: origin.accounts.clone(),
        ..Source::default()
    });
    let sources: Vec<Source> = sources.collect();
    let (mut values, mut places) = (Vec::new(), Vec::new());
    for (account, rows) in accounts.iter().enumerate() {
        for (claim, row) in rows.claims.iter().enumerate() {
            for (number, value) in row.values.iter().enumerate() {
                let facet = match value.facet {
                    Facet::Time if row.said_at.is_none() && value.from.is_some() && value.to.is_some() => {
                        disputes::Facet::Time
                    }
                    Facet::Quantity => disputes::Facet::Quantity,
                    _ => continue,
                };
                let interval = (value.from.unwrap_or(f64::NEG_INFINITY), value.to.unwrap_or(f64::INFINITY));
                values.push(disputes::Value {
                    account,
                    facet,
                    interval,
                    unit: value.unit.clone(),
                    of: value.of.clone(),
                    predicate: row.predicate.clone(),
                    arguments: row.arguments.clone(),
                });
                places.push((account, claim, number));
            }
        }
    }
    let of = |account: usize| -> Vec<usize> {
        (0..sources.len()).filter(|source| sources[*source].accounts.contains(&account)).collect()
    };
    let same = |one: usize, two: usize| !of(one).is_empty() && of(one) == of(two);
    let side = |at: usize| {
        let (account, claim, number) = places[at];
        let value = &accounts[account].claims[claim].values[number];
        let (span, text) = (value.span, value.text.clone());
        Side { account, claim, value: Some(number), span, text, sources: of(account) }
    };
    let conflict = |(one, two): (usize, usize)| {
        let (a, b) = (side(one), side(two));
        let facet = if values[one].facet == disputes::Facet::Time { Facet::Time } else { Facet::Quantity };
        let why = format!("“{}” and “{}” leave no value that both allow", a.text, b.text);
        Finding { facet, a, b, rule: Rule::Borrowed("claims.disjoint"), why }
    };
    let conflicts = disputes(&values, same).into_iter().map(conflict).collect();
    let origins = found.into_iter().enumerate();
    let origins =
        origins.map(|(source, origin)| Origin { source, name: origin.name, accounts: origin.accounts }).collect();
    Findings { sources, origins, conflicts, ..Findings::default() }
}

fn teller(account: &Account) -> origins::Account {
    let speaks = |voice: &&Voice| !voice.chain.is_empty() && voice.certainty != Some(Certainty::Unknown);
    let voice = |voice: &Voice| origins::Voice {
        names: voice.chain.clone(),
        content: voice.gist.clone(),
        at: voice.content.first().map_or(0, |span| span.range().start),
        is_media: voice.is_media,
    };
    origins::Account {
        outlet: account.outlet.clone().unwrap_or_default(),
        published: account.published.as_deref().and_then(moment),
        gist: account.gist.clone(),
        voices: account.voices.iter().filter(speaks).map(voice).collect(),
    }
}

/// The day of a date as stated.
fn moment(published: &str) -> Option<Moment> {
    let date = Published::parse(published).ok()?.date();
    Some(Moment::of_civil(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_to_nothing() {
        assert_eq!(weigh(&[], &[], None), Findings::default());
        let empty = Account::default();
        assert!(weigh(&[&empty, &empty], &[], Some("that it rained")).conflicts.is_empty());
    }
}
