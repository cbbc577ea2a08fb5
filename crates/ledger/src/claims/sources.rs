//! On whose word a pile rests: voices of all reports told apart and joined, and outlets that are only pointed at.
//!
//! What cannot be joined stays apart: two origins too many can be seen and mended, one too few misleads. Every join keeps
//! the rule that made it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use reportedly_knowledge::claim_words::{self, ClaimWord};
use reportedly_knowledge::{lexicon, organizations};
use reportedly_report::{Certainty, Facet, Published};

use super::likeness::likeness;
use super::rows::{Account, Merge, Name, Origin, Source, Voice};
use crate::Moment;
use crate::gist::weight_of;

/// The share of the lighter of two names that the other has too where they name one outlet.
const NAMED: f32 = 0.55;
/// Joins of one pile that are looked for at most with any one key.
const HELD: usize = 400;
/// Voices that speak this much of the claim, measured by the best of the report, speak of it too.
const NEAR_BEST: f32 = 0.55;
/// Bytes at the start of a report within which a voice speaks of its main point.
const LEAD: u32 = 220;
const LEAD_WEIGHT: f32 = 1.25;
/// What a verb of the question weighs more.
const VERB: f32 = 2.0;
/// What a voice gains that gives a value of the kind asked for.
const ANSWERS: f32 = 1.6;
/// The share of the claim's weight that a report without voices must have to be its own origin.
const ON_POINT: f32 = 0.15;

/// The sources of a pile and who each voice is.
pub struct Sources<'a> {
    accounts: &'a [&'a Account],
    /// Whose text an account repeats.
    copied: BTreeMap<usize, usize>,
    /// The source of each voice, by account.
    voices: Vec<Vec<Option<usize>>>,
    /// The source that each outlet is by its own word.
    outlets: Vec<usize>,
    /// The accounts that a voice only points at.
    pointers: BTreeMap<(usize, usize), Vec<usize>>,
    /// The voices that speak of the claim asked about.
    speakers: Vec<Vec<usize>>,
    /// Whether an account speaks of it at all.
    on_point: Vec<bool>,
    rows: Vec<Source>,
}

impl<'a> Sources<'a> {
    /// Tells the sources of a pile apart; `about` is what the origins are asked of.
    pub fn new(accounts: &'a [&'a Account], copies: &[(usize, usize)], about: &str) -> Self {
        let mut nodes: Vec<(usize, Option<usize>)> = Vec::new();
        for (account, rows) in accounts.iter().enumerate() {
            nodes.push((account, None));
            nodes.extend(
                (0..rows.voices.len()).filter(|voice| speaks(&rows.voices[*voice])).map(|voice| (account, Some(voice))),
            );
        }
        let mut joined = Joined::new(nodes.len());
        let name = |node: usize| nodes[node].1.and_then(|voice| accounts[nodes[node].0].voices[voice].names.first());
        let mut keyed: HashMap<&str, Vec<usize>> = HashMap::new();
        for node in 0..nodes.len() {
            let Some(name) = name(node) else { continue };
            let mut others = BTreeSet::new();
            for key in keys(name) {
                let held = keyed.entry(key).or_default();
                others.extend(held.iter().copied());
                if held.len() < HELD {
                    held.push(node);
                }
            }
            for other in others {
                let theirs = self::name_of(accounts, nodes[other]);
                let Some(theirs) = theirs else { continue };
                let within = nodes[other].0 == nodes[node].0;
                if let Some(rule) = same(theirs, name, within) {
                    joined.join(other, node, || Merge {
                        a: theirs.text.clone(),
                        b: name.text.clone(),
                        rule: rule.into(),
                    });
                }
            }
        }
        let mut number = BTreeMap::new();
        let mut rows: Vec<Source> = Vec::new();
        let mut voices: Vec<Vec<Option<usize>>> =
            accounts.iter().map(|account| vec![None; account.voices.len()]).collect();
        let mut outlets = vec![0; accounts.len()];
        for (node, (account, voice)) in nodes.iter().enumerate() {
            let root = joined.root(node);
            let source = *number.entry(root).or_insert_with(|| {
                rows.push(Source::default());
                rows.len() - 1
            });
            let row = &mut rows[source];
            if row.accounts.last() != Some(account) {
                row.accounts.push(*account);
            }
            match voice {
                Some(voice) => {
                    voices[*account][*voice] = Some(source);
                    row.voices.push((*account, *voice));
                    if row.name.is_empty() {
                        row.name = accounts[*account].voices[*voice].chain.first().cloned().unwrap_or_default();
                    }
                }
                None => {
                    outlets[*account] = source;
                    row.name = accounts[*account].outlet.clone().unwrap_or_default();
                }
            }
        }
        for (node, merge) in joined.merges.drain(..) {
            let mut at = node;
            while joined.parents[at] != at {
                at = joined.parents[at];
            }
            rows[number[&at]].merges.push(merge);
        }
        relate(&mut rows);
        let copied = copies.iter().filter(|(copy, of)| copy != of && *copy < accounts.len() && *of < accounts.len());
        let mut sources = Self {
            accounts,
            copied: copied.copied().collect(),
            voices,
            outlets,
            pointers: pointers(accounts),
            speakers: Vec::new(),
            on_point: Vec::new(),
            rows,
        };
        let claim = asked(about);
        for account in accounts {
            let (speakers, on_point) = speakers(&claim, account);
            sources.speakers.push(speakers);
            sources.on_point.push(on_point);
        }
        sources
    }

    /// The sources that a voice of an account comes to, pointers followed.
    pub fn of_voice(&self, account: usize, voice: usize) -> Vec<usize> {
        let mut found = BTreeSet::new();
        self.follow(account, Some(voice), &mut BTreeSet::new(), &mut found);
        found.into_iter().collect()
    }

    /// The sources that an account rests on where it names none: those of its main claim, else its outlet.
    pub fn of_account(&self, account: usize) -> Vec<usize> {
        let mut found = BTreeSet::new();
        self.follow(account, None, &mut BTreeSet::new(), &mut found);
        found.into_iter().collect()
    }

    fn follow(
        &self,
        account: usize,
        voice: Option<usize>,
        seen: &mut BTreeSet<(usize, Option<usize>)>,
        found: &mut BTreeSet<usize>,
    ) {
        if !seen.insert((account, voice)) {
            return;
        }
        match voice {
            Some(voice) => match self.pointers.get(&(account, voice)) {
                Some(others) => others.iter().for_each(|other| self.follow(*other, None, seen, found)),
                None => found.extend(self.voices[account][voice]),
            },
            None if self.speakers[account].is_empty() => match self.copied.get(&account) {
                Some(original) => self.follow(*original, None, seen, found),
                None => {
                    found.insert(self.outlets[account]);
                }
            },
            None => self.speakers[account].iter().for_each(|voice| self.follow(account, Some(*voice), seen, found)),
        }
    }

    /// Whether a source is only an outlet's own word.
    pub fn is_outlet(&self, source: usize) -> bool {
        self.rows[source].voices.is_empty()
    }

    /// The origins of what was asked about, in order of the reports.
    pub fn origins(&self) -> Vec<Origin> {
        let mut resting: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for account in (0..self.accounts.len()).filter(|account| self.on_point[*account]) {
            for source in self.of_account(account) {
                resting.entry(source).or_default().insert(account);
            }
        }
        let mut origins: Vec<Origin> = resting
            .into_iter()
            .map(|(source, accounts)| Origin {
                source,
                name: self.rows[source].name.clone(),
                accounts: accounts.into_iter().collect(),
            })
            .collect();
        origins.sort_by(|one, two| one.accounts.cmp(&two.accounts).then(one.source.cmp(&two.source)));
        origins
    }

    /// The sources.
    pub fn into_rows(self) -> Vec<Source> {
        self.rows
    }
}

/// Whether a voice says anything: a refusal to say is no source.
fn speaks(voice: &Voice) -> bool {
    !voice.names.is_empty() && voice.certainty != Some(Certainty::Unknown)
}

fn name_of<'a>(accounts: &'a [&'a Account], node: (usize, Option<usize>)) -> Option<&'a Name> {
    node.1.and_then(|voice| accounts[node.0].voices[voice].names.first())
}

/// Words that two names for one source must share.
fn keys(name: &Name) -> impl Iterator<Item = &str> {
    name.person.last().into_iter().chain(&name.proper).chain(&name.common).chain([&name.head]).map(String::as_str)
}

/// Whether two names are of one source, and by what rule.
fn same(one: &Name, two: &Name, within: bool) -> Option<&'static str> {
    // A body's name may be taken for a person's.
    let whole = |name: &Name| -> BTreeSet<String> { name.proper.iter().chain(&name.person).cloned().collect() };
    if one.person.is_empty() != two.person.is_empty() && !leaks(one) && !leaks(two) {
        let (mine, theirs) = (whole(one), whole(two));
        let nested = mine.is_subset(&theirs) || theirs.is_subset(&mine);
        if nested && !mine.is_empty() && !theirs.is_empty() {
            return Some("claims.name");
        }
    }
    let surname = |name: &Name| name.person.last().cloned();
    if let (Some(mine), Some(theirs)) = (surname(one), surname(two)) {
        let first = |name: &Name| (name.person.len() > 1).then(|| name.person[0].clone());
        let differ = first(one).zip(first(two)).is_some_and(|(mine, theirs)| mine != theirs);
        return (mine == theirs && !differ).then_some("claims.surname");
    }
    // There is one mayor, one owner to a story.
    let sole = |name: &Name| name.common.iter().find(|word| claim_words::is(word, ClaimWord::Sole)).cloned();
    if let (Some(mine), Some(theirs)) = (sole(one), sole(two)) {
        let plain = |name: &Name| name.proper.is_empty() && name.person.is_empty() && name.common.len() == 1;
        if mine == theirs && (plain(one) || plain(two)) {
            return Some("claims.role");
        }
    }
    // Somebody who speaks for a body is that body, once it is known which.
    let body = |name: &Name| -> BTreeSet<String> {
        let words = name.proper.iter().chain(&name.common).filter(|word| {
            !claim_words::is_mouth(word)
                && !matches!(word.as_str(), "chief" | "vice" | "deputy" | "press" | "executive" | "a" | "an" | "the")
        });
        let words: BTreeSet<String> = words.cloned().collect();
        let telling: BTreeSet<String> =
            words.iter().filter(|word| !claim_words::is(word, ClaimWord::Common)).cloned().collect();
        if telling.is_empty() { words } else { telling }
    };
    let is_person = |name: &Name| !name.person.is_empty();
    let (mine, theirs) = (body(one), body(two));
    let may_speak = |name: &Name| name.speaks_for_body || !is_person(name);
    if mine.is_empty() || theirs.is_empty() || !may_speak(one) || !may_speak(two) {
        return None;
    }
    // Two officials of one ministry are two unless described alike, and neither is the ministry.
    if leaks(one) != leaks(two) {
        return None;
    }
    if leaks(one) {
        let whole = |name: &Name| -> BTreeSet<String> { name.common.iter().chain(&name.proper).cloned().collect() };
        let points = within && (one.points_back || two.points_back) && one.head == two.head;
        return (points || whole(one) == whole(two) && whole(one).len() > 1).then_some("claims.described");
    }
    let telling = |words: &BTreeSet<String>| words.iter().any(|word| !claim_words::is(word, ClaimWord::Common));
    let nested = mine.is_subset(&theirs) || theirs.is_subset(&mine);
    let shared: BTreeSet<String> = mine.intersection(&theirs).cloned().collect();
    let proper = |name: &Name| -> BTreeSet<String> { name.proper.iter().cloned().collect() };
    let (my_names, their_names) = (proper(one), proper(two));
    if !my_names.is_empty() && !their_names.is_empty() {
        let named = my_names.is_subset(&their_names) || their_names.is_subset(&my_names);
        let mouths = one.speaks_for_body || two.speaks_for_body;
        return if named {
            Some(if mouths { "claims.speaks_for" } else { "claims.name" })
        } else if abbreviates(&one.proper, &two.proper) || abbreviates(&two.proper, &one.proper) {
            Some("claims.abbreviation")
        } else {
            None
        };
    }
    let heads_agree = one.head == two.head || shared.contains(&one.head) || shared.contains(&two.head);
    let mouths = one.speaks_for_body || two.speaks_for_body;
    if nested && telling(&shared) && (heads_agree || mouths) {
        return Some(if mouths && one.head != two.head { "claims.speaks_for" } else { "claims.described" });
    }
    let alike = within && one.head == two.head && (one.points_back || two.points_back);
    alike.then_some("claims.described")
}

/// Whether a name is of somebody inside a body who does not speak for it.
fn leaks(name: &Name) -> bool {
    !name.speaks_for_body
        && !claim_words::is_body(&name.head)
        && (lexicon::is_person(&name.head) || claim_words::is(&name.head, ClaimWord::Common))
}

/// Whether one word is made of the first letters of the others.
fn abbreviates(short: &[String], long: &[String]) -> bool {
    let letters: String = long.iter().filter_map(|word| word.chars().next()).collect();
    short.iter().any(|word| word.chars().count() >= 2 && *word == letters)
}

/// The accounts that voices only point at: an outlet of the pile that came out no later, or the media at large.
fn pointers<'a>(accounts: &'a [&'a Account]) -> BTreeMap<(usize, usize), Vec<usize>> {
    let published: Vec<Option<Moment>> =
        accounts.iter().map(|account| account.published.as_deref().and_then(moment)).collect();
    let outlets: Vec<BTreeMap<String, f32>> =
        accounts.iter().map(|account| weights(words_of(account.outlet.as_deref().unwrap_or_default()))).collect();
    let mut keyed: HashMap<&str, Vec<usize>> = HashMap::new();
    for (account, outlet) in outlets.iter().enumerate() {
        outlet.keys().for_each(|word| keyed.entry(word.as_str()).or_default().push(account));
    }
    let is_before =
        |one: usize, two: usize| published[one].zip(published[two]).is_some_and(|(one, two)| one.is_before(two));
    let mut found = BTreeMap::new();
    for (account, rows) in accounts.iter().enumerate() {
        for (number, voice) in rows.voices.iter().enumerate().filter(|(_, voice)| speaks(voice)) {
            let others: Vec<usize> = if voice.is_media {
                let earlier = (0..accounts.len()).filter(|other| *other != account && !is_before(account, *other));
                earlier.filter(|other| is_before(*other, account) || *other < account).collect()
            } else {
                let words =
                    voice.names.iter().flat_map(|name| name.proper.iter().chain(&name.common).chain(&name.person));
                // Also by the first letters, for words written together.
                let starts = |word: &'a str| (3..=word.len()).filter_map(move |end| word.get(..end));
                let candidates: BTreeSet<usize> = words
                    .flat_map(|word| starts(word.as_str()))
                    .filter_map(|word| keyed.get(word))
                    .flatten()
                    .copied()
                    .collect();
                let mut named: Vec<usize> = candidates
                    .into_iter()
                    .filter(|other| *other != account && !is_before(account, *other))
                    .filter(|other| voice.names.iter().any(|name| names_outlet(name, &outlets[*other])))
                    .collect();
                // Of several reports of one outlet the one that tells most of it is meant.
                if named.len() > 1 {
                    let told = |other: &usize| {
                        let gist = &accounts[*other].gist;
                        let words = voice.gist.iter().filter(|(word, _)| gist.contains_key(*word));
                        (words.map(|(_, weight)| weight).sum::<f32>() * 16.0) as i64
                    };
                    named = named
                        .iter()
                        .copied()
                        .max_by_key(|other| (told(other), std::cmp::Reverse(*other)))
                        .into_iter()
                        .collect();
                }
                named
            };
            if !others.is_empty() {
                found.insert((account, number), others);
            }
        }
    }
    found
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
}

fn weights(words: impl Iterator<Item = String>) -> BTreeMap<String, f32> {
    words
        .map(|word| (word.clone(), weight_of(&word)))
        .filter(|(word, _)| !matches!(word.as_str(), "the" | "a" | "of" | "and"))
        .collect()
}

/// Whether a source is the outlet of a report: most of the weight of the lighter name stands in the other.
fn names_outlet(name: &Name, outlet: &BTreeMap<String, f32>) -> bool {
    if name.points_back && name.proper.is_empty() {
        return false;
    }
    // An outlet's name may be taken for a person's, but then it stands there whole.
    if !name.person.is_empty() && name.proper.is_empty() {
        return name.person.len() > 1 && name.person.iter().all(|word| outlet.contains_key(word));
    }
    let mine = weights(
        name.proper
            .iter()
            .chain(&name.common)
            .filter(|word| name.proper.contains(word) || !claim_words::is(word, ClaimWord::Common))
            .cloned(),
    );
    let sum = |words: &BTreeMap<String, f32>| words.values().sum::<f32>();
    // "coast guard" and "coastguard" are one word.
    let is_joined = |word: &str| {
        outlet.keys().any(|first| word.strip_prefix(first.as_str()).is_some_and(|rest| outlet.contains_key(rest)))
    };
    let has = |word: &str| outlet.contains_key(word) || is_joined(word);
    let shared: f32 = mine.iter().filter(|(word, _)| has(word)).map(|(_, weight)| weight).sum();
    shared > 0.0 && shared > NAMED * sum(&mine).min(sum(outlet))
}

/// Sources of one owner know of each other.
fn relate(rows: &mut [Source]) {
    let mut owned: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        if let Some(owner) = organizations::find(&row.name).and_then(|organization| organization.owner) {
            owned.entry(owner).or_default().push(number);
        }
    }
    for group in owned.values() {
        for one in group {
            rows[*one].related = group.iter().copied().filter(|other| other != one).collect();
        }
    }
}

/// A question taken apart.
struct Asked {
    words: Vec<(String, f32)>,
    facet: Option<Facet>,
}

fn asked(about: &str) -> Asked {
    let lower = about.to_lowercase();
    let facet = if lower.starts_with("how many") || lower.starts_with("how much") || lower.starts_with("to how many") {
        Some(Facet::Quantity)
    } else if lower.starts_with("when") {
        Some(Facet::Time)
    } else if lower.starts_with("where") {
        Some(Facet::Place)
    } else if lower.starts_with("why") {
        Some(Facet::Cause)
    } else {
        None
    };
    let mut words = Vec::new();
    let mut before = String::new();
    for word in words_of(about) {
        let lemma = lexicon::lemma(&word);
        // What is asked about is what happened: the verb tells more than the names that all reports share.
        let is_inflected = lemma != word && !word.ends_with('s');
        let is_verb =
            is_inflected || matches!(before.as_str(), "will" | "to" | "would" | "can" | "was" | "were" | "be");
        let weight = weight_of(&word) * if is_verb { VERB } else { 1.0 };
        if weight_of(&word) > 1.2
            && !matches!(word.as_str(), "how" | "many" | "when" | "where" | "who" | "why" | "what" | "whether")
        {
            words.push((lemma, weight));
        }
        before = word;
    }
    Asked { words, facet }
}

impl Asked {
    fn whole(&self) -> f32 {
        self.words.iter().map(|(_, weight)| weight).sum()
    }

    /// How much of the question some words speak of.
    fn within(&self, gist: &BTreeMap<String, f32>) -> f32 {
        let best = |word: &str| {
            gist.keys().map(|other| likeness(word, other)).filter(|alike| *alike >= 0.5).fold(0.0, f32::max)
        };
        self.words.iter().map(|(word, weight)| weight * best(word)).sum()
    }
}

/// The voices of an account that speak of what is asked, and whether the account does so at all.
fn speakers(claim: &Asked, account: &Account) -> (Vec<usize>, bool) {
    let point = |number: usize| {
        let voice = &account.voices[number];
        if !speaks(voice) {
            return 0.0;
        }
        let mut weight = claim.within(&voice.gist);
        if voice.content.first().is_some_and(|content| content.start < LEAD) {
            weight *= LEAD_WEIGHT;
        }
        let answers = |facet| {
            account
                .claims
                .iter()
                .any(|it| it.voice == Some(number) && it.values.iter().any(|value| value.facet == facet))
        };
        if claim.facet.is_some_and(answers) { weight * ANSWERS } else { weight }
    };
    let points: Vec<f32> = (0..account.voices.len()).map(point).collect();
    let best = points.iter().copied().fold(0.0, f32::max);
    let mut chosen: Vec<usize> =
        (0..points.len()).filter(|voice| best > 0.0 && points[*voice] >= NEAR_BEST * best).collect();
    if chosen.is_empty() {
        chosen.extend((0..account.voices.len()).find(|voice| speaks(&account.voices[*voice])));
    }
    let on_point = !chosen.is_empty() || claim.within(&account.gist) >= ON_POINT * claim.whole();
    (chosen, on_point)
}

/// The day of a date as stated.
pub fn moment(published: &str) -> Option<Moment> {
    let date = Published::parse(published).ok()?.date();
    let mut moment = Moment::of_civil(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs());
    // Times of day order the reports of one outlet; between zones they would say less than the day does.
    let clock = published.trim().get(11..16).and_then(|clock| clock.split_once(':'));
    moment.second =
        clock.and_then(|(hour, minute)| Some(hour.parse::<u32>().ok()? * 3600 + minute.parse::<u32>().ok()? * 60));
    Some(moment)
}

/// Sets that are joined, with what joined them.
struct Joined {
    parents: Vec<usize>,
    merges: Vec<(usize, Merge)>,
}

impl Joined {
    fn new(count: usize) -> Self {
        Self { parents: (0..count).collect(), merges: Vec::new() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, one: usize, two: usize, merge: impl FnOnce() -> Merge) {
        let (one, two) = (self.root(one), self.root(two));
        if one != two {
            self.parents[one.max(two)] = one.min(two);
            self.merges.push((one.min(two), merge()));
        }
    }
}
