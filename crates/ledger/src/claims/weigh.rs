//! Holds accounts against each other.
//!
//! Claims are looked up by the kinds of their words, so that a claim meets only those that may be of one happening; each
//! key holds a bounded number of claims, and a pile of any size is weighed in time that grows with its claims.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use reportedly_knowledge::lexicon;
use reportedly_report::{Facet, Rule};

use super::drift::drift;
use super::facets::{self, Verdict};
use super::likeness::{Common, Reading, Words};
use super::rows::{Account, Agreement, Answer, Claim, Finding, Findings, Side, Slot};
use super::sources::{Sources, moment};

/// Claims that one key holds.
const HELD: usize = 200;
/// Pairs of claims held against each other in one pile.
const PAIRS: usize = 400_000;
/// Findings of one kind in one pile.
const FOUND: usize = 5_000;
/// Words lighter than this make no key.
const TELLING: f32 = 2.5;

/// What a pile of accounts comes to. `copies` are pairs of copy and original, by their places; `about` is the claim
/// asked about, in words, or nothing for the pile's main happening.
pub fn weigh(accounts: &[&Account], copies: &[(usize, usize)], about: Option<&str>) -> Findings {
    let main = || {
        let titles = accounts.iter().find_map(|account| account.title.clone());
        titles
            .or_else(|| accounts.iter().find_map(|account| account.claims.first()).map(|claim| claim.quotation.clone()))
    };
    let about = about.map(str::to_owned).or_else(main).unwrap_or_default();
    let sources = Sources::new(accounts, copies, &about);
    let pile = Pile::new(accounts, &sources);
    let mut findings = pile.findings();
    findings.origins = sources.origins();
    findings.drift = drift(accounts, &sources);
    findings.sources = sources.into_rows();
    findings
}

/// A claim of the pile.
struct Place<'a> {
    account: usize,
    claim: usize,
    reading: Reading<'a>,
    /// Whom it rests on.
    sources: Vec<usize>,
}

struct Pile<'a> {
    accounts: &'a [&'a Account],
    words: Words,
    places: Vec<Place<'a>>,
    /// Whether an origin is known at all: an outlet's own word is none.
    is_known: Vec<bool>,
}

/// A pair of values, or of claims, that the facets have judged.
struct Judged {
    facet: Facet,
    /// Places and the value of each.
    one: (usize, Option<usize>),
    two: (usize, Option<usize>),
    verdict: Verdict,
    rule: &'static str,
    why: String,
    /// How likely the two fill one slot.
    likely: f32,
}

/// A claim's place, and which of its values is meant.
type Node = (usize, Option<usize>);

impl<'a> Pile<'a> {
    fn new(accounts: &'a [&'a Account], sources: &Sources<'_>) -> Self {
        let words = Words::default();
        let mut places = Vec::new();
        for (account, rows) in accounts.iter().enumerate() {
            let own = sources.of_account(account);
            for (claim, row) in rows.claims.iter().enumerate() {
                let by = row.voice.map(|voice| sources.of_voice(account, voice)).filter(|by| !by.is_empty());
                let reading = Reading::new(row, &words);
                places.push(Place { account, claim, reading, sources: by.unwrap_or_else(|| own.clone()) });
            }
        }
        let most = places.iter().flat_map(|place| &place.sources).copied().max().map_or(0, |most| most + 1);
        let is_known = (0..most).map(|source| !sources.is_outlet(source)).collect();
        Self { accounts, words, places, is_known }
    }

    fn row(&self, place: usize) -> &'a Claim {
        self.places[place].reading.claim
    }

    /// Pairs of places that share a telling word or a kind of word, each once.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let mut held: HashMap<u64, Vec<usize>> = HashMap::new();
        let mut pairs = Vec::new();
        let mut kinds: HashMap<u32, Vec<u32>> = HashMap::new();
        for (at, place) in self.places.iter().enumerate() {
            let mut keys = BTreeSet::new();
            for word in place.reading.words() {
                if self.words.weight(word) < TELLING && !place.reading.heads.contains(&word) {
                    continue;
                }
                keys.insert(u64::from(word));
                let of = kinds.entry(word).or_insert_with(|| self.words.with_lemma(word, lexicon::kinds));
                if place.reading.heads.contains(&word) {
                    keys.extend(of.iter().map(|kind| u64::from(*kind) | 1 << 40));
                }
            }
            for value in &place.reading.claim.values {
                if value.facet == Facet::Quantity {
                    keys.extend(value.about.iter().map(|word| u64::from(self.words.number(word)) | 1 << 41));
                    if value.about.iter().any(|word| super::likeness::is_people(word)) {
                        keys.insert(1 << 42);
                    }
                } else if matches!(value.facet, Facet::Cause | Facet::Place) {
                    keys.insert(1 << 43 | value.facet as u64);
                }
            }
            let mut others = BTreeSet::new();
            for key in keys {
                let held = held.entry(key).or_default();
                others.extend(held.iter().copied());
                if held.len() < HELD {
                    held.push(at);
                }
            }
            pairs.extend(others.into_iter().map(|other| (other, at)));
            if pairs.len() >= PAIRS {
                break;
            }
        }
        pairs
    }

    fn findings(&self) -> Findings {
        let mut judged = Vec::new();
        for (one, two) in self.pairs() {
            let (a, b) = (&self.places[one], &self.places[two]);
            let common = Common::of(&a.reading, &b.reading, &self.words);
            facets::judge(
                &a.reading,
                &b.reading,
                &common,
                &self.words,
                &mut |facet, values, verdict, rule, why, likely| {
                    let (first, second) = values;
                    judged.push(Judged { facet, one: (one, first), two: (two, second), verdict, rule, why, likely });
                },
            );
        }
        self.sort_out(judged)
    }

    fn sort_out(&self, judged: Vec<Judged>) -> Findings {
        let mut findings = Findings::default();
        // What a source has said in one report it has not denied by giving another value beside it.
        let mut agreed: BTreeSet<(usize, usize, Facet, usize)> = BTreeSet::new();
        for pair in judged.iter().filter(|pair| pair.verdict == Verdict::Agree && pair.facet == Facet::Quantity) {
            let ((one, _), (two, _)) = (pair.one, pair.two);
            for (mine, theirs, value) in [(one, two, pair.two.1), (two, one, pair.one.1)] {
                let account = self.places[mine].account;
                agreed.insert((account, theirs, pair.facet, value.unwrap_or(usize::MAX)));
            }
        }
        let mut seen = BTreeSet::new();
        let mut told: BTreeMap<(usize, usize), Told> = BTreeMap::new();
        let mut best: Vec<&Judged> = judged.iter().collect();
        best.sort_by(|one, two| two.likely.total_cmp(&one.likely).then((one.one, one.two).cmp(&(two.one, two.two))));
        for pair in best {
            let ((one, value_one), (two, value_two)) = (pair.one, pair.two);
            let (a, b) = (&self.places[one], &self.places[two]);
            let shared = a.sources.iter().any(|source| b.sources.contains(source));
            match pair.verdict {
                Verdict::Conflict if !shared => {
                    let yields = pair.facet == Facet::Quantity
                        && a.account != b.account
                        && (agreed.contains(&(a.account, two, pair.facet, value_two.unwrap_or(usize::MAX)))
                            || agreed.contains(&(b.account, one, pair.facet, value_one.unwrap_or(usize::MAX))));
                    // One disagreement of two reports on one word is told once.
                    let key = |place: usize, value: Option<usize>| {
                        (self.places[place].account, self.span(place, value, pair.facet))
                    };
                    let keys = (pair.facet, key(one, value_one), key(two, value_two));
                    if yields || seen.contains(&keys) || findings.conflicts.len() >= FOUND {
                        continue;
                    }
                    let accounts = (a.account, b.account);
                    let of_pair = told.entry(accounts).or_default();
                    if of_pair.len() >= HELD {
                        continue;
                    }
                    if matches!(pair.facet, Facet::Polarity | Facet::Actor | Facet::Cause)
                        && self.is_told(&told[&accounts], pair)
                    {
                        continue;
                    }
                    seen.insert(keys);
                    told.entry(accounts).or_default().push((one, two, pair.facet));
                    findings.conflicts.push(self.finding(pair));
                }
                Verdict::Conflict
                    if a.account != b.account && self.is_later(one, two) && findings.updates.len() < FOUND =>
                {
                    let mut finding = self.finding(pair);
                    if pair.facet == Facet::Polarity {
                        finding.rule = Rule::Borrowed("claims.retraction");
                        finding.why = format!("taken back: {}", finding.why);
                        findings.denials.push(finding.clone());
                    }
                    findings.updates.push(finding);
                }
                _ => {}
            }
        }
        let order = |finding: &Finding| (finding.a.account, finding.a.span, finding.b.account, finding.b.span);
        findings.conflicts.sort_by_key(order);
        findings.updates.sort_by_key(order);
        let is_denial = |finding: &&Finding| finding.facet == Facet::Polarity && finding.rule == "claims.denial";
        findings.denials.extend(findings.conflicts.iter().filter(is_denial).cloned());
        findings.denials.sort_by_key(order);
        self.agree(&judged, &mut findings);
        findings
    }

    /// Whether the same two sources of the same two reports have been found to differ on the same deeds.
    fn is_told(&self, told: &[(usize, usize, Facet)], pair: &Judged) -> bool {
        let ((one, _), (two, _)) = (pair.one, pair.two);
        let same = |mine: usize, other: usize| {
            let (mine, other) = (&self.places[mine], &self.places[other]);
            let near = mine.reading.claim.anchor.start.abs_diff(other.reading.claim.anchor.start) < NEAR;
            let alike = || {
                let heads = mine.reading.heads.iter();
                heads
                    .into_iter()
                    .any(|head| other.reading.heads.iter().any(|its| self.words.likeness(*head, *its) >= 0.85))
            };
            mine.account == other.account && mine.sources == other.sources && (near || alike())
        };
        told.iter().any(|(a, b, facet)| *facet == pair.facet && same(one, *a) && same(two, *b))
    }

    /// Whether one report is later than another beyond doubt, or comes after it in the pile with no date to the contrary.
    fn is_later(&self, one: usize, two: usize) -> bool {
        let published = |place: usize| self.accounts[self.places[place].account].published.as_deref().and_then(moment);
        match (published(one), published(two)) {
            (Some(one), Some(two)) => !two.is_before(one),
            _ => true,
        }
    }

    fn span(&self, place: usize, value: Option<usize>, _: Facet) -> reportedly_report::Span {
        let claim = self.row(place);
        value.map_or(claim.anchor, |value| claim.values[value].span)
    }

    fn side(&self, place: usize, value: Option<usize>) -> Side {
        let Place { account, claim, reading, sources } = &self.places[place];
        let row = reading.claim;
        let (span, text) = match value {
            Some(value) => (row.values[value].span, row.values[value].text.clone()),
            None => (row.span, row.quotation.clone()),
        };
        Side { account: *account, claim: *claim, value, span, text, sources: sources.clone() }
    }

    fn finding(&self, pair: &Judged) -> Finding {
        Finding {
            facet: pair.facet,
            a: self.side(pair.one.0, pair.one.1),
            b: self.side(pair.two.0, pair.two.1),
            rule: Rule::Borrowed(pair.rule),
            why: pair.why.clone(),
        }
    }

    /// Groups what agrees, and what fills one slot.
    fn agree(&self, judged: &[Judged], findings: &mut Findings) {
        let mut numbers: BTreeMap<(Facet, Node), usize> = BTreeMap::new();
        let mut parents: Vec<usize> = Vec::new();
        let mut nodes: Vec<(Facet, Node)> = Vec::new();
        fn root(parents: &[usize], mut at: usize) -> usize {
            while parents[at] != at {
                at = parents[at];
            }
            at
        }
        let agreeing: Vec<&Judged> = judged
            .iter()
            .filter(|pair| pair.verdict == Verdict::Agree && pair.likely >= facets::AGREE)
            .filter(|pair| self.places[pair.one.0].account != self.places[pair.two.0].account)
            .collect();
        let undecided = self.undecided(&agreeing);
        for pair in agreeing {
            let is_undecided = |node: Node| undecided.contains(&(pair.facet, node));
            if is_undecided(pair.one) != is_undecided(pair.two) {
                continue;
            }
            let mut number = |node: Node| {
                *numbers.entry((pair.facet, node)).or_insert_with(|| {
                    parents.push(parents.len());
                    nodes.push((pair.facet, node));
                    parents.len() - 1
                })
            };
            let (one, two) = (number(pair.one), number(pair.two));
            let (one, two) = (root(&parents, one), root(&parents, two));
            parents[one.max(two)] = one.min(two);
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for node in 0..nodes.len() {
            groups.entry(root(&parents, node)).or_default().push(node);
        }
        for members in groups.values() {
            let facet = nodes[members[0]].0;
            let mut sides: Vec<Side> =
                members.iter().map(|node| self.side(nodes[*node].1.0, nodes[*node].1.1)).collect();
            sides.sort_by_key(|side| (side.account, side.span));
            sides.dedup_by_key(|side| (side.account, side.span));
            let origins = self.origins(&sides);
            let reports: BTreeSet<usize> = sides.iter().map(|side| side.account).collect();
            let why = format!("{} reports allow one value; they rest on {origins} known origins", reports.len());
            findings.agreements.push(Agreement {
                facet,
                members: sides,
                origins,
                rule: Rule::Borrowed("claims.agreement"),
                why,
            });
        }
        findings.agreements.sort_by_key(|agreement| agreement.members.first().map(|side| (side.account, side.span)));
        findings.slots = self.slots(findings);
    }

    /// The values that agree with two that exclude each other, as "on Wednesday" does with two hours of that day: they take
    /// no side, and must not make one of the two.
    fn undecided(&self, agreeing: &[&Judged]) -> BTreeSet<(Facet, Node)> {
        let mut allowed: BTreeMap<(Facet, Node), (f64, f64)> = BTreeMap::new();
        for pair in agreeing {
            for (node, other) in [(pair.one, pair.two), (pair.two, pair.one)] {
                let Some(value) = other.1.and_then(|at| self.row(other.0).values.get(at)) else { continue };
                // Clocks of different places cannot be held against each other here.
                if value.zone.is_some() {
                    continue;
                }
                let (from, to) = (value.from.unwrap_or(f64::NEG_INFINITY), value.to.unwrap_or(f64::INFINITY));
                let allowed = allowed.entry((pair.facet, node)).or_insert((f64::NEG_INFINITY, f64::INFINITY));
                *allowed = (allowed.0.max(from), allowed.1.min(to));
            }
        }
        // Times end before their last moment, amounts with their greatest.
        let is_empty = |facet: Facet, (from, to): (f64, f64)| if facet == Facet::Time { from >= to } else { from > to };
        allowed.into_iter().filter(|((facet, _), both)| is_empty(*facet, *both)).map(|(node, _)| node).collect()
    }

    /// How many known origins some sides rest on.
    fn origins(&self, sides: &[Side]) -> usize {
        let known = |source: &&usize| self.is_known.get(**source).copied().unwrap_or_default();
        sides.iter().flat_map(|side| &side.sources).filter(known).collect::<BTreeSet<_>>().len()
    }

    /// What is asked, with the answers that differ: built from what conflicts and what agrees.
    fn slots(&self, findings: &Findings) -> Vec<Slot> {
        let place = |side: &Side| (side.account, side.claim, side.value);
        let group_of = |side: &Side| {
            findings.agreements.iter().position(|group| group.members.iter().any(|member| place(member) == place(side)))
        };
        let mut slots: Vec<Slot> = Vec::new();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for finding in &findings.conflicts {
            let asked = self.accounts[finding.a.account].claims[finding.a.claim].predicate.clone();
            let of = finding
                .a
                .value
                .and_then(|value| self.accounts[finding.a.account].claims[finding.a.claim].values[value].of.clone());
            let asked = of.map_or(asked.clone(), |of| format!("{of} · {asked}"));
            let answer = |side: &Side, taken: &mut BTreeSet<usize>| {
                let group = group_of(side).filter(|group| findings.agreements[*group].facet == finding.facet);
                taken.extend(group);
                let given =
                    group.map_or_else(|| vec![side.clone()], |group| findings.agreements[group].members.clone());
                self.answer(side.text.clone(), given)
            };
            let answers = [answer(&finding.a, &mut taken), answer(&finding.b, &mut taken)];
            let fits = |slot: &&mut Slot| {
                slot.facet == finding.facet
                    && slot.answers.iter().any(|known| {
                        answers.iter().any(|answer| known.given.iter().any(|side| answer.given.contains(side)))
                    })
            };
            match slots.iter_mut().find(fits) {
                Some(slot) => {
                    for answer in answers {
                        if !slot.answers.iter().any(|known| known.given.iter().any(|side| answer.given.contains(side)))
                        {
                            slot.answers.push(answer);
                        }
                    }
                }
                None => slots.push(Slot { asked, facet: finding.facet, answers: answers.into() }),
            }
        }
        for (_, group) in findings.agreements.iter().enumerate().filter(|(number, _)| !taken.contains(number)) {
            let first = &group.members[0];
            let asked = self.accounts[first.account].claims[first.claim].predicate.clone();
            slots.push(Slot {
                asked,
                facet: group.facet,
                answers: vec![self.answer(first.text.clone(), group.members.clone())],
            });
        }
        for slot in &mut slots {
            slot.answers.sort_by(|one, two| {
                two.origins.cmp(&one.origins).then(two.reports.cmp(&one.reports)).then(one.text.cmp(&two.text))
            });
        }
        slots
    }

    fn answer(&self, text: String, given: Vec<Side>) -> Answer {
        let reports = given.iter().map(|side| side.account).collect::<BTreeSet<_>>().len();
        Answer { text, reports, origins: self.origins(&given), given }
    }
}

/// What two reports have been found to differ on: the places of the two claims, and the facet.
type Told = Vec<(usize, usize, Facet)>;

/// Bytes between two predicates of one sentence at most.
const NEAR: u32 = 40;

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
