//! How many independent origins a claim rests on, over a handful of reports.
//!
//! A report that quotes a source rests on that source, not on itself; a report that quotes another report of the pile
//! rests on whatever that one rests on. Sources of different reports are one origin where the words that name them
//! agree. What cannot be joined stays apart: two origins too many can be seen and mended, one too few misleads.

use std::collections::{BTreeMap, BTreeSet};

use crate::Moment;
use crate::gist::{Gist, gist, heaviness};

/// Somebody whose words a report gives.
#[derive(Clone, Debug, Default)]
pub struct Voice {
    /// The whole phrase that names the source, and who passed the words on.
    pub names: Vec<String>,
    /// The telling words attributed.
    pub content: Gist,
    /// Where they stand, in bytes.
    pub at: usize,
    /// Whether the source is "the media" at large.
    pub is_media: bool,
}

/// One report of the pile.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Who published it.
    pub outlet: String,
    /// When.
    pub published: Option<Moment>,
    /// The telling words of its text.
    pub gist: Gist,
    /// Who speaks in it; refusals to say are no voices.
    pub voices: Vec<Voice>,
}

/// One origin of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The name it goes by in the first report.
    pub name: String,
    /// The reports that rest on it, in order.
    pub accounts: Vec<usize>,
}

/// Bytes at the start of a report within which a voice speaks of its main point.
const LEAD: usize = 220;
const LEAD_WEIGHT: f32 = 1.5;
/// Voices that speak this much of the claim, measured by the best of the report, speak of it too.
const NEAR_BEST: f32 = 0.6;
/// The share of the claim's weight that a report without voices must have to be its own origin.
const ON_POINT: f32 = 0.15;
/// The share of the lighter of two names that the other has too where they name one outlet.
const NAMED: f32 = 0.55;

/// The origins of a claim, in order of the reports.
pub fn origins(claim: &str, accounts: &[Account]) -> Vec<Origin> {
    let claim = gist(claim);
    let nodes: Vec<Node> =
        accounts.iter().enumerate().flat_map(|(number, account)| speakers(&claim, number, account)).collect();
    let outlets: Vec<Gist> = accounts.iter().map(|account| gist(&account.outlet)).collect();
    let mut parents: Vec<usize> = (0..nodes.len()).collect();
    for (at, node) in nodes.iter().enumerate() {
        for other in nodes[..at].iter().enumerate().filter(|(_, other)| node.is_same(other)).map(|(other, _)| other) {
            join(&mut parents, other, at);
        }
        if node.is_outlet {
            continue;
        }
        for (other, outlet) in outlets.iter().enumerate().filter(|(other, _)| *other != node.account) {
            let (mine, theirs) = (accounts[node.account].published, accounts[other].published);
            let is_before =
                |one: Option<Moment>, two: Option<Moment>| one.zip(two).is_some_and(|(one, two)| one.is_before(two));
            let is_later = is_before(mine, theirs);
            let came_before = is_before(theirs, mine) || other < node.account;
            let is_named = node.names.iter().any(|name| names_outlet(name, outlet));
            let is_pointer = node.is_media && came_before || is_named;
            if is_pointer && !is_later {
                nodes
                    .iter()
                    .enumerate()
                    .filter(|(_, node)| node.account == other)
                    .for_each(|(it, _)| join(&mut parents, it, at));
            }
        }
    }
    let mut grouped: BTreeMap<usize, Vec<&Node>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        grouped.entry(root(&parents, at)).or_default().push(node);
    }
    let origin = |nodes: Vec<&Node>| Origin {
        name: nodes[0].name.clone(),
        accounts: nodes.iter().map(|node| node.account).collect::<BTreeSet<_>>().into_iter().collect(),
    };
    grouped.into_values().map(origin).collect()
}

/// A source as one report names it.
#[derive(Debug)]
struct Node {
    account: usize,
    name: String,
    names: Vec<Gist>,
    is_outlet: bool,
    is_media: bool,
}

impl Node {
    fn is_same(&self, other: &Self) -> bool {
        let (Some(mine), Some(theirs)) = (self.names.first(), other.names.first()) else { return false };
        !self.is_media
            && !other.is_media
            && !mine.is_empty()
            && !theirs.is_empty()
            && (mine.keys().all(|word| theirs.contains_key(word)) || theirs.keys().all(|word| mine.contains_key(word)))
    }
}

/// Who speaks of the claim in a report: the voices nearest to it, else the first voice, else the outlet itself.
fn speakers(claim: &Gist, number: usize, account: &Account) -> Vec<Node> {
    let on_point = |voice: &Voice| {
        let weight = heaviness(claim, &voice.content);
        if voice.at < LEAD { weight * LEAD_WEIGHT } else { weight }
    };
    let points: Vec<f32> = account.voices.iter().map(on_point).collect();
    let best = points.iter().copied().fold(0.0, f32::max);
    let mut chosen: Vec<&Voice> = account
        .voices
        .iter()
        .zip(&points)
        .filter(|(_, point)| best > 0.0 && **point >= NEAR_BEST * best)
        .map(|(voice, _)| voice)
        .collect();
    if chosen.is_empty() {
        chosen.extend(account.voices.first());
    }
    let whole: f32 = claim.values().sum();
    if chosen.is_empty() && heaviness(claim, &account.gist) < ON_POINT * whole {
        return Vec::new();
    }
    if chosen.is_empty() {
        let names = vec![gist(&account.outlet)];
        return vec![Node { account: number, name: account.outlet.clone(), names, is_outlet: true, is_media: false }];
    }
    let node = |voice: &Voice| Node {
        account: number,
        name: voice.names.first().cloned().unwrap_or_default(),
        names: voice.names.iter().map(|name| gist(name)).collect(),
        is_outlet: false,
        is_media: voice.is_media,
    };
    chosen.into_iter().map(node).collect()
}

/// Whether a source is the outlet of a report: most of the weight of the lighter name stands in the other.
fn names_outlet(name: &Gist, outlet: &Gist) -> bool {
    let weight = |gist: &Gist| gist.values().sum::<f32>();
    heaviness(name, outlet) > NAMED * weight(name).min(weight(outlet))
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}

fn join(parents: &mut [usize], one: usize, two: usize) {
    let (one, two) = (root(parents, one), root(parents, two));
    parents[one.max(two)] = one.min(two);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(name: &str, content: &str) -> Voice {
        Voice { names: vec![name.into()], content: gist(content), ..Voice::default() }
    }

    fn account(outlet: &str, day: i32, voices: Vec<Voice>) -> Account {
        let gist = voices.iter().flat_map(|voice| voice.content.clone()).collect();
        Account { outlet: outlet.into(), published: Some(Moment::day(day)), gist, voices }
    }

    fn partition(accounts: &[Account]) -> Vec<Vec<usize>> {
        origins("How many wagons of the quarry train derailed.", accounts)
            .into_iter()
            .map(|origin| origin.accounts)
            .collect()
    }

    #[test]
    fn an_outlet_that_is_quoted_hands_on_its_source() {
        let accounts = [
            account("Alder Wire", 1, vec![voice("signalman Ruben Aske", "four wagons of the quarry train derailed")]),
            account("The Gull", 2, vec![voice("Alder Wire", "four wagons derailed near the quarry")]),
            account("Radio Fen", 2, vec![voice("quarry owner", "six wagons derailed")]),
        ];
        assert_eq!(partition(&accounts), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn a_surname_and_a_full_name_are_one() {
        let accounts = [
            account("Alder Wire", 1, vec![voice("signalman Ruben Aske", "four wagons derailed")]),
            account("The Gull", 1, vec![voice("Aske", "the wagons derailed")]),
        ];
        assert_eq!(partition(&accounts), [vec![0, 1]]);
    }

    #[test]
    fn the_media_at_large_stand_for_all_reports_before() {
        let mut media = voice("several media", "wagons derailed");
        media.is_media = true;
        let accounts = [
            account("Alder Wire", 1, vec![voice("signalman", "four wagons derailed")]),
            account("The Gull", 2, vec![media]),
        ];
        assert_eq!(partition(&accounts), [vec![0, 1]]);
    }

    #[test]
    fn a_report_without_voices_is_its_own_origin_if_it_speaks_of_the_claim() {
        let alone = Account { gist: gist("Four wagons derailed at the quarry."), ..account("Fen Post", 1, vec![]) };
        let off = Account { gist: gist("Rain fell."), ..account("Mere News", 1, vec![]) };
        assert_eq!(partition(&[alone, off]), [vec![0]]);
        assert_eq!(partition(&[]), Vec::<Vec<usize>>::new());
    }
}
