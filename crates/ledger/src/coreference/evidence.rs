//! What speaks for two mentions meaning one happening, and the model that weighs it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use reportedly_knowledge::lexicon::{Nearness, nearness};
use reportedly_knowledge::{predicates, story_words, table};

use super::mention::Mention;

/// The features by name, as the table of weights has them.
pub const NAMES: [&str; 40] = [
    "always",
    "heads: one word",
    "heads: one family",
    "heads: synonyms",
    "heads: one kind of the other",
    "heads: two kinds of one",
    "heads: nothing in common",
    "words: one or one family, heads not",
    "words: synonyms, heads not",
    "words: two shared",
    "arguments shared",
    "arguments shared, heads near",
    "arguments shared, heads not near",
    "arguments unknown",
    "doers shared",
    "doers unknown",
    "done to shared",
    "done to unknown",
    "sentences alike",
    "sentences alike, heads near",
    "sentences alike, heads not near",
    "one report",
    "one report, heads near",
    "one report, sentences alike",
    "one sentence",
    "saying",
    "saying, doers shared",
    "saying, doers known",
    "saying, sentences alike",
    "both in first sentences",
    "both in leads, heads related",
    "noun and verb",
    "noun and verb, heads differ",
    "two verbs",
    "widely told, heads near",
    "rarer one widely told",
    "rarer one widely told, heads not near",
    "told again and again in one report",
    "told again and again in one report, heads near",
    "rare word, heads near",
];

/// How many features there are.
pub const FEATURES: usize = NAMES.len();

/// What speaks for two mentions meaning one happening.
pub type Evidence = [f32; FEATURES];

/// The weights of the features.
#[derive(Clone, Debug, PartialEq)]
pub struct Model(pub [f32; FEATURES]);

static LEARNED: LazyLock<Model> = LazyLock::new(|| {
    let mut weights = [0.0; FEATURES];
    for row in table::rows(include_str!("../../../../data/models/coreference.tsv")) {
        let feature = NAMES.iter().position(|name| *name == row.get(0));
        let weight = row.get(1).parse().ok();
        let (Some(feature), Some(weight)) = (feature, weight) else {
            panic!("data/models/coreference.tsv: {:?} is no feature with a weight; learn the table anew", row.get(0))
        };
        weights[feature] = weight;
    }
    Model(weights)
});

impl Model {
    /// The model that `reportedly-train coreference` has learned.
    pub fn learned() -> &'static Self {
        &LEARNED
    }

    /// How likely the evidence makes it, in [0, 1].
    pub fn likelihood(&self, evidence: &Evidence) -> f32 {
        let odds: f32 = evidence.iter().zip(self.0).map(|(feature, weight)| feature * weight).sum();
        1.0 / (1.0 + (-odds).exp())
    }
}

/// Beyond this a word is as rare as can be told.
const RARE: f32 = 5.0;

/// How rare a word is in news, as a logarithm.
fn rarity(word: &str) -> f32 {
    static COMMON: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| story_words::all().collect());
    let reports = COMMON.get(word).copied().unwrap_or(1).max(1);
    (story_words::REPORTS as f32 / reports as f32).ln()
}

/// The mentions of one story, with what is common among them.
pub struct Scene<'m> {
    mentions: Vec<&'m Mention>,
    facts: Vec<Facts>,
    near: RefCell<HashMap<(u32, u32), Option<Nearness>>>,
}

/// A mention as its story sees it: words are numbers, and weigh by how few mentions have them.
struct Facts {
    head: u32,
    words: Vec<u32>,
    governor: Option<u32>,
    doers: Weighed,
    done_to: Weighed,
    arguments: Weighed,
    context: Vec<(u32, f32)>,
    /// The share of the story's reports that have its head.
    share: f32,
    /// The logarithm of how often its report has its head.
    again: f32,
    rarity: f32,
    says: bool,
}

/// A set of words, in order, with their weights and the sum of these.
#[derive(Default)]
struct Weighed(Vec<(u32, f32)>, f32);

impl<'m> Scene<'m> {
    /// Looks at all mentions of a story.
    pub fn of(mentions: Vec<&'m Mention>) -> Self {
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let mut held: BTreeMap<&str, u32> = BTreeMap::new();
        let mut heads: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        let mut again: BTreeMap<(u32, &str), u32> = BTreeMap::new();
        for mention in &mentions {
            let told = mention.words.iter().chain(&mention.context).chain(&mention.doers).chain(&mention.done_to);
            for word in told.chain(&mention.others).chain(&mention.governor).chain([&mention.head]) {
                let next = numbers.len() as u32;
                numbers.entry(word).or_insert(next);
            }
            let context: BTreeSet<&str> = mention.context.iter().map(String::as_str).collect();
            context.into_iter().for_each(|word| *held.entry(word).or_default() += 1);
            heads.entry(&mention.head).or_default().insert(mention.report);
            *again.entry((mention.report, &mention.head)).or_default() += 1;
        }
        let reports = mentions.iter().map(|mention| mention.report).collect::<BTreeSet<_>>().len().max(1) as f32;
        let count = mentions.len() as f32 + 1.0;
        let weight = |word: &str| {
            let local = held.get(word).map_or(1.0, |held| (count / *held as f32).ln());
            local * rarity(word).min(RARE) / RARE
        };
        let weighed =
            |words: &BTreeSet<String>| Weighed::of(words.iter().map(|word| (numbers[word.as_str()], weight(word))));
        let facts = mentions
            .iter()
            .map(|mention| Facts {
                head: numbers[mention.head.as_str()],
                words: mention.words.iter().map(|word| numbers[word.as_str()]).collect(),
                governor: mention.governor.as_ref().map(|word| numbers[word.as_str()]),
                doers: weighed(&mention.doers),
                done_to: weighed(&mention.done_to),
                arguments: weighed(
                    &mention.doers.iter().chain(&mention.done_to).chain(&mention.others).cloned().collect(),
                ),
                context: context(mention, &numbers, weight),
                share: heads[mention.head.as_str()].len() as f32 / reports,
                again: (again[&(mention.report, mention.head.as_str())] as f32).ln(),
                rarity: rarity(&mention.head) / RARE,
                says: predicates::says(&mention.head),
            })
            .collect();
        Self { mentions, facts, near: RefCell::default() }
    }

    /// What speaks for two of them meaning one happening.
    pub fn evidence(&self, one: usize, two: usize) -> Evidence {
        let (a, b) = (self.mentions[one], self.mentions[two]);
        let (first, second) = (&self.facts[one], &self.facts[two]);
        let yes = |holds: bool| f32::from(u8::from(holds));
        let heads = self.nearness((first.head, &a.head), (second.head, &b.head));
        let words = match heads {
            Some(Nearness::Same) => heads,
            _ => self.nearest_words((a, first), (b, second)),
        };
        let is_one_word = first.head == second.head;
        let near = yes(heads == Some(Nearness::Same));
        let arguments = first.arguments.shared(&second.arguments);
        let (doers, done_to) = (first.doers.shared(&second.doers), first.done_to.shared(&second.done_to));
        let alike = dot(&first.context, &second.context);
        let one_report = yes(a.report == b.report);
        let saying = yes(first.says && second.says);
        let differ = yes((a.pos == "VERB") != (b.pos == "VERB"));
        let (share, again) = (first.share.min(second.share), first.again + second.again);
        let governed = yes(first.governor.is_some_and(|word| second.words.contains(&word)))
            + yes(second.governor.is_some_and(|word| first.words.contains(&word)));
        let shared_words = first.words.iter().filter(|word| second.words.contains(word)).count();
        let leads = a.sentence <= 1 && b.sentence <= 1;
        [
            1.0,
            yes(is_one_word),
            yes(heads == Some(Nearness::Same) && !is_one_word),
            yes(heads == Some(Nearness::Synonym)),
            yes(heads == Some(Nearness::Kind)),
            yes(heads == Some(Nearness::Sibling)),
            yes(heads.is_none()),
            yes(words == Some(Nearness::Same) && heads != Some(Nearness::Same)) + governed,
            yes(words == Some(Nearness::Synonym) && heads != words),
            yes(shared_words >= 2),
            arguments.unwrap_or_default(),
            near * arguments.unwrap_or_default(),
            (1.0 - near) * arguments.unwrap_or_default(),
            yes(arguments.is_none()),
            doers.unwrap_or_default(),
            yes(doers.is_none()),
            done_to.unwrap_or_default(),
            yes(done_to.is_none()),
            alike,
            near * alike,
            (1.0 - near) * alike,
            one_report,
            one_report * near,
            one_report * alike,
            one_report * yes(a.sentence == b.sentence),
            saying,
            saying * doers.unwrap_or_default(),
            saying * yes(doers.is_some()),
            saying * alike,
            yes(a.sentence == 0 && b.sentence == 0),
            yes(leads && heads.is_some_and(|nearness| nearness <= Nearness::Synonym)),
            differ,
            differ * yes(!is_one_word),
            yes(a.pos == "VERB" && b.pos == "VERB"),
            near * first.share * second.share,
            share,
            (1.0 - near) * share,
            again,
            near * again,
            near * first.rarity.min(second.rarity),
        ]
    }

    fn nearest_words(&self, (a, first): (&Mention, &Facts), (b, second): (&Mention, &Facts)) -> Option<Nearness> {
        let all = a.words.iter().zip(&first.words).flat_map(|(mine, one)| {
            b.words
                .iter()
                .zip(&second.words)
                .filter_map(move |(theirs, two)| self.nearness((*one, mine), (*two, theirs)))
        });
        all.min()
    }

    /// How near two words are; the same two are asked for again and again.
    fn nearness(&self, (one, mine): (u32, &str), (two, theirs): (u32, &str)) -> Option<Nearness> {
        let pair = (one.min(two), one.max(two));
        *self.near.borrow_mut().entry(pair).or_insert_with(|| nearness(mine, theirs))
    }
}

fn context(mention: &Mention, numbers: &BTreeMap<&str, u32>, weight: impl Fn(&str) -> f32) -> Vec<(u32, f32)> {
    let mut counts: BTreeMap<&str, f32> = BTreeMap::new();
    mention.context.iter().for_each(|word| *counts.entry(word).or_default() += 1.0);
    let weighed = counts.into_iter().map(|(word, count)| (numbers[word], (1.0 + count.ln()) * weight(word)));
    let mut context: Vec<_> = weighed.filter(|(_, weight)| *weight > 0.0).collect();
    let norm = context.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    context.iter_mut().for_each(|(_, weight)| *weight /= norm);
    context.sort_unstable_by_key(|(word, _)| *word);
    context
}

impl Weighed {
    fn of(words: impl Iterator<Item = (u32, f32)>) -> Self {
        let mut words: Vec<_> = words.collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        let sum = words.iter().map(|(_, weight)| weight).sum();
        Self(words, sum)
    }

    /// How much of two sets is shared; nothing where one is empty.
    fn shared(&self, other: &Self) -> Option<f32> {
        if self.0.is_empty() || other.0.is_empty() {
            return None;
        }
        let both: f32 = common(&self.0, &other.0).map(|(weight, _)| weight).sum();
        Some(both / (self.1 * other.1).sqrt().max(1e-6))
    }
}

fn dot(one: &[(u32, f32)], two: &[(u32, f32)]) -> f32 {
    common(one, two).map(|(mine, theirs)| mine * theirs).sum()
}

/// The weights of the words that stand in both lists.
fn common<'a>(one: &'a [(u32, f32)], two: &'a [(u32, f32)]) -> impl Iterator<Item = (f32, f32)> + 'a {
    let mut rest = two.iter().peekable();
    one.iter().filter_map(move |(word, mine)| {
        while rest.next_if(|(other, _)| other < word).is_some() {}
        rest.next_if(|(other, _)| other == word).map(|(_, theirs)| (*mine, *theirs))
    })
}
