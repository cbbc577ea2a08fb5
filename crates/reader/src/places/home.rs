//! Where an outlet is at home, as far as its name says: "miamiherald.com", "The Cambridge News".
//!
//! The place in the name is one more name of the report, chosen together with the others, so that "parisbeacon.com"
//! finds the Paris that lies near the towns it writes about.

use reportedly_knowledge::gazetteer::{Gazetteer, PlaceKind};
use reportedly_report::Report;

use super::choose::Name;

/// Shorter beginnings of a domain are chance.
const SHORTEST: usize = 4;

/// The place in the outlet's name, with all the places it may mean.
pub fn name(report: &Report, gazetteer: &Gazetteer) -> Option<Name> {
    let outlet = report.meta.outlet.as_deref().or(report.meta.url.as_deref())?;
    let candidates = match domain(outlet) {
        Some(domain) => in_domain(domain, gazetteer),
        None => in_words(outlet, gazetteer),
    };
    let towns: Vec<_> =
        candidates.into_iter().filter(|place| place.kind != PlaceKind::Country && !place.alias).collect();
    (!towns.is_empty()).then(|| Name { candidates: towns, count: 1, home: true, ..Name::default() })
}

/// The registered part of a host or address: "miamiherald".
fn domain(outlet: &str) -> Option<&str> {
    let outlet = outlet.trim();
    if outlet.contains(' ') || !outlet.contains('.') {
        return None;
    }
    let host = outlet.split_once("://").map_or(outlet, |(_, rest)| rest).split(['/', '?', '#']).next()?;
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let last = labels.len().checked_sub(2)?;
    // "co.uk" and the like: the name stands one further to the left.
    let at = if labels[last].len() <= 3 && last > 0 { last - 1 } else { last };
    // "chronicle.augusta.com", "news.postbulletin.com": the registered name, not the section.
    Some(labels[at])
}

/// The longest beginning of a domain that is a town or region: "gainesville|register", "the|paris|news".
fn in_domain(domain: &str, gazetteer: &Gazetteer) -> Vec<reportedly_knowledge::gazetteer::Candidate> {
    let plain: String = domain.to_lowercase();
    let parts: Vec<&str> = plain.split('-').collect();
    for part in parts {
        for start in [part, part.strip_prefix("the").unwrap_or(part), part.strip_prefix("daily").unwrap_or(part)] {
            for end in (SHORTEST..=start.len()).rev() {
                let Some(beginning) = start.get(..end) else { continue };
                let found = spaced(beginning, gazetteer);
                if !found.is_empty() {
                    return found;
                }
            }
        }
    }
    Vec::new()
}

/// Looks a run of letters up, also as two words.
fn spaced(letters: &str, gazetteer: &Gazetteer) -> Vec<reportedly_knowledge::gazetteer::Candidate> {
    let large = |place: &reportedly_knowledge::gazetteer::Candidate| !place.alias;
    let whole: Vec<_> = gazetteer.find(letters).into_iter().filter(large).collect();
    if !whole.is_empty() {
        return whole;
    }
    for front in
        ["new", "san", "los", "las", "santa", "st", "fort", "salt", "west", "east", "north", "south", "saint", "grand"]
    {
        if let Some(rest) = letters.strip_prefix(front).filter(|rest| rest.len() >= SHORTEST) {
            let found: Vec<_> = gazetteer.find(&format!("{front} {rest}")).into_iter().filter(large).collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// The longest run of words of a printed name: "The San Francisco Chronicle".
fn in_words(outlet: &str, gazetteer: &Gazetteer) -> Vec<reportedly_knowledge::gazetteer::Candidate> {
    let words: Vec<&str> = outlet.split_whitespace().take(8).collect();
    for length in (1..=words.len().min(3)).rev() {
        for run in words.windows(length) {
            let found: Vec<_> = gazetteer.find(&run.join(" ")).into_iter().filter(|place| !place.alias).collect();
            if !found.is_empty() && run[0].starts_with(char::is_uppercase) {
                return found;
            }
        }
    }
    Vec::new()
}
