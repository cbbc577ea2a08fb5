//! Where an outlet is at home, as far as its name says: "miamiherald.com", "The Cambridge News".
//!
//! The place in the name is one more name of the report, chosen together with the others, so that "parisbeacon.com"
//! finds the Paris that lies near the towns it writes about.

use reportedly_knowledge::countries;
use reportedly_knowledge::gazetteer::{Candidate, Gazetteer, PlaceKind, key};
use reportedly_knowledge::place_words;
use reportedly_report::Report;

use super::choose::{Demonym, Name};

/// Shorter beginnings of a domain are chance.
const SHORTEST: usize = 4;

/// The place in the outlet's name, folded, with all the places it may mean.
pub fn name(report: &Report, gazetteer: &Gazetteer) -> Option<(String, Name)> {
    let outlet = report.meta.outlet.as_deref().or(report.meta.url.as_deref())?;
    let (words, candidates) = match domain(outlet) {
        Some(domain) => in_domain(domain, gazetteer)?,
        None => in_words(outlet, gazetteer)?,
    };
    Some((key(&words), Name { candidates, count: 1, home: true, ..Name::default() }))
}

/// The places that a name may mean where an outlet bears it: towns and regions by their own name.
fn bearing(name: &str, gazetteer: &Gazetteer) -> Option<Vec<Candidate>> {
    let home = |place: &Candidate| {
        !place.alias && !matches!(place.kind, PlaceKind::Country | PlaceKind::Water | PlaceKind::Area)
    };
    let found: Vec<Candidate> = gazetteer.find(name).into_iter().filter(home).collect();
    (!found.is_empty() && !place_words::is_common(&key(name))).then_some(found)
}

/// The country of the outlet's domain: ".ge", ".co.uk"; names for hire like ".tv" are left out.
pub fn country(report: &Report) -> Option<Demonym> {
    let outlet = report.meta.url.as_deref().or(report.meta.outlet.as_deref())?;
    let host = outlet.split_once("://").map_or(outlet, |(_, rest)| rest).split(['/', '?', '#', ':']).next()?;
    let last = host.rsplit_once('.')?.1.trim().to_uppercase();
    let code = if last == "UK" { "GB" } else { last.as_str() };
    let hired = ["TV", "IO", "CO", "ME", "CC", "AI", "FM", "LY", "TO", "WS", "GG", "SH"].contains(&code);
    let country = countries::by_code(code).filter(|_| code.len() == 2 && !hired)?;
    Some(Demonym { country: country.alpha2, count: 8 })
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

/// The longest beginning of a domain that is a town or region, before words that papers bear:
/// "gainesville|register", "the|paris|news", "columbus|local|news".
fn in_domain(domain: &str, gazetteer: &Gazetteer) -> Option<(String, Vec<Candidate>)> {
    let plain = domain.to_lowercase();
    let whole =
        [plain.as_str(), plain.strip_prefix("the").unwrap_or(&plain), plain.strip_prefix("daily").unwrap_or(&plain)];
    for start in whole {
        for end in (SHORTEST..=start.len()).rev() {
            let Some((beginning, rest)) = start.split_at_checked(end) else { continue };
            let beginning = beginning.trim_end_matches('-');
            if !is_paper(rest) || is_paper(beginning) {
                continue;
            }
            let spaced = beginning.replace('-', " ");
            let names = std::iter::once(spaced.clone()).chain(two_words(&spaced));
            if let Some(found) = names.into_iter().find_map(|name| Some((name.clone(), bearing(&name, gazetteer)?))) {
                return Some(found);
            }
        }
    }
    None
}

/// Whether letters are nothing but words that the names of papers are made of.
fn is_paper(letters: &str) -> bool {
    let letters = letters.trim_matches('-');
    letters.is_empty()
        || (3..=letters.len()).rev().any(|end| {
            let parts = letters.split_at_checked(end);
            parts.is_some_and(|(word, rest)| place_words::is_paper(word) && is_paper(rest))
        })
}

/// "sanjose" as "san jose": a common first word of towns, and the rest.
fn two_words(letters: &str) -> Option<String> {
    const FRONT: [&str; 14] =
        ["new", "san", "los", "las", "santa", "st", "fort", "salt", "west", "east", "north", "south", "saint", "grand"];
    let front =
        FRONT.into_iter().find(|front| letters.starts_with(front) && letters.len() >= front.len() + SHORTEST)?;
    Some(format!("{front} {}", &letters[front.len()..]))
}

/// The longest run of words of a printed name: "The San Francisco Chronicle".
fn in_words(outlet: &str, gazetteer: &Gazetteer) -> Option<(String, Vec<Candidate>)> {
    let words: Vec<&str> = outlet.split_whitespace().take(8).collect();
    let paper = |word: &str| place_words::is_paper(&word.to_lowercase());
    (1..=words.len().min(3)).rev().find_map(|length| {
        words.windows(length).find_map(|run| {
            let name = run.join(" ");
            let named = run[0].starts_with(char::is_uppercase) && !run.iter().any(|word| paper(word));
            if named { bearing(&name, gazetteer).map(|found| (name, found)) } else { None }
        })
    })
}
