//! How alike words are, and how likely two claims tell of one happening.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use reportedly_knowledge::claim_words::{self, ClaimWord};
use reportedly_knowledge::lexicon::{self, Nearness};
use reportedly_knowledge::{happenings, measures, table};

use super::rows::{Account, Claim, Part};
use crate::gist::weight_of;

/// Words seen, their weights and how near they are; each pair is looked up once.
#[derive(Default)]
pub struct Words {
    numbers: RefCell<HashMap<String, u32>>,
    lemmas: RefCell<Vec<(String, f32)>>,
    near: RefCell<HashMap<(u32, u32), f32>>,
    opposed: RefCell<HashMap<(u32, u32), bool>>,
}

impl Words {
    /// The number of a lemma in lower case.
    pub fn number(&self, lemma: &str) -> u32 {
        if let Some(number) = self.numbers.borrow().get(lemma) {
            return *number;
        }
        let mut lemmas = self.lemmas.borrow_mut();
        let number = lemmas.len() as u32;
        lemmas.push((lemma.to_owned(), weight_of(lemma)));
        self.numbers.borrow_mut().insert(lemma.to_owned(), number);
        number
    }

    /// What something says of a word.
    pub fn with_lemma<T>(&self, word: u32, tell: impl FnOnce(&str) -> T) -> T {
        tell(&self.lemmas.borrow()[word as usize].0)
    }

    /// How much a word tells.
    pub fn weight(&self, word: u32) -> f32 {
        self.lemmas.borrow()[word as usize].1
    }

    /// How alike two words are, from 0 to 1.
    pub fn likeness(&self, one: u32, two: u32) -> f32 {
        if one == two {
            return 1.0;
        }
        let key = (one.min(two), one.max(two));
        if let Some(near) = self.near.borrow().get(&key) {
            return *near;
        }
        let lemmas = self.lemmas.borrow();
        let near = likeness(&lemmas[one as usize].0, &lemmas[two as usize].0);
        self.near.borrow_mut().insert(key, near);
        near
    }

    /// Whether two words may be opposites.
    pub fn are_opposed(&self, one: u32, two: u32) -> bool {
        let key = (one.min(two), one.max(two));
        if let Some(opposed) = self.opposed.borrow().get(&key) {
            return *opposed;
        }
        let lemmas = self.lemmas.borrow();
        let opposed = lexicon::are_opposed(&lemmas[one as usize].0, &lemmas[two as usize].0);
        self.opposed.borrow_mut().insert(key, opposed);
        opposed
    }
}

/// How alike two lemmas are, from 0 to 1.
pub fn likeness(one: &str, two: &str) -> f32 {
    if one == two {
        return 1.0;
    }
    let near = match lexicon::nearness(one, two) {
        Some(Nearness::Same) => 1.0,
        Some(Nearness::Synonym) => 0.85,
        Some(Nearness::Kind) => 0.5,
        Some(Nearness::Sibling) => 0.2,
        None => 0.0,
    };
    if near < 0.85 && tells_the_same(one, two) { 0.85 } else { near }
}

/// Whether a table of happenings has both words for one.
fn tells_the_same(one: &str, two: &str) -> bool {
    let others = happenings::told_by(two);
    happenings::told_by(one).iter().any(|it| others.contains(it))
}

/// A claim made ready to be held against others.
pub struct Reading<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Its heads, and its other words with their parts.
    pub heads: Vec<u32>,
    /// Words that hang on the heads.
    pub arguments: Vec<(u32, Part, bool)>,
    /// All that they weigh.
    weight: f32,
}

impl<'a> Reading<'a> {
    /// Numbers the words of a claim.
    pub fn new(claim: &'a Claim, words: &Words) -> Self {
        let heads = claim.terms.iter().filter(|term| term.part == Part::Head);
        let others = claim.terms.iter().filter(|term| term.part != Part::Head);
        let arguments: Vec<(u32, Part, bool)> =
            others.map(|term| (words.number(&term.lemma), term.part, term.is_name)).collect();
        let weight = arguments.iter().map(|(word, ..)| words.weight(*word)).sum();
        Self { claim, heads: heads.map(|term| words.number(&term.lemma)).collect(), arguments, weight }
    }

    /// All its words.
    pub fn words(&self) -> impl Iterator<Item = u32> {
        self.heads.iter().copied().chain(self.arguments.iter().map(|(word, ..)| *word))
    }
}

/// How many features a pair of claims has.
pub const FEATURES: usize = 10;

/// What the features are, in order.
pub const NAMES: [&str; FEATURES] = [
    "bias",
    "one word for it",
    "synonyms for it",
    "one a kind of the other",
    "a head among the arguments",
    "weight of shared arguments",
    "share of shared arguments",
    "subjects alike",
    "objects alike",
    "a name shared",
];

/// What two claims have in common.
#[derive(Clone, Copy, Debug, Default)]
pub struct Common {
    /// How alike their heads are.
    pub head: f32,
    /// How alike a head of the first is to an argument of the second.
    pub first_in_second: f32,
    /// And a head of the second to an argument of the first.
    pub second_in_first: f32,
    /// What the arguments shared weigh.
    pub shared: f32,
    /// The share of the lighter claim's arguments.
    pub share: f32,
    /// How alike their subjects are, and their objects.
    pub subject: f32,
    /// Likewise.
    pub object: f32,
    /// Whether a name is shared.
    pub name: f32,
    /// Whether one has no arguments at all.
    pub bare: f32,
}

impl Common {
    /// Compares two claims.
    pub fn of(one: &Reading<'_>, two: &Reading<'_>, words: &Words) -> Self {
        let best = |word: u32, among: &mut dyn Iterator<Item = u32>| {
            among.map(|other| words.likeness(word, other)).fold(0.0, f32::max)
        };
        let mut common = Self::default();
        // A word like "take" or "come" tells little of what happens.
        let is_light = |head: u32| words.with_lemma(head, |lemma| claim_words::is(lemma, ClaimWord::Light));
        let tells = |head: u32| if is_light(head) { 0.4 } else { 1.0 };
        for head in &one.heads {
            let alike = best(*head, &mut two.heads.iter().copied());
            common.head = common.head.max(alike * tells(*head));
            let alike = best(*head, &mut two.arguments.iter().map(|(word, ..)| *word));
            common.first_in_second = common.first_in_second.max(alike * tells(*head));
        }
        for head in &two.heads {
            let alike = best(*head, &mut one.arguments.iter().map(|(word, ..)| *word));
            common.second_in_first = common.second_in_first.max(alike * tells(*head));
        }
        for (word, part, is_name) in &one.arguments {
            let mut most = 0.0_f32;
            for (other, other_part, other_is_name) in &two.arguments {
                let alike = words.likeness(*word, *other);
                if alike < 0.5 {
                    continue;
                }
                most = most.max(alike);
                let both =
                    |one: Part, two: Part| (*part == one || *part == two) && (*other_part == one || *other_part == two);
                if both(Part::Subject, Part::Subject) {
                    common.subject = common.subject.max(alike);
                }
                if both(Part::Object, Part::Object) {
                    common.object = common.object.max(alike);
                }
                if *is_name && *other_is_name && alike == 1.0 {
                    common.name = 1.0;
                }
            }
            common.shared += most * words.weight(*word);
        }
        let least = one.weight.min(two.weight);
        common.share = if least > 0.0 { (common.shared / least).min(1.0) } else { 0.0 };
        common.bare = if least == 0.0 { 1.0 } else { 0.0 };
        common
    }

    /// How alike a head of one is to an argument of the other.
    pub fn crossed(&self) -> f32 {
        self.first_in_second.max(self.second_in_first)
    }

    /// As numbers for the model.
    pub fn features(&self) -> [f32; FEATURES] {
        [
            1.0,
            if self.head >= 1.0 { 1.0 } else { 0.0 },
            if (0.8..1.0).contains(&self.head) { 1.0 } else { 0.0 },
            if (0.4..0.8).contains(&self.head) { 1.0 } else { 0.0 },
            self.crossed(),
            self.shared.min(15.0) / 5.0,
            self.share,
            self.subject,
            self.object,
            self.name,
        ]
    }

    /// How likely the two tell of one happening.
    pub fn probability(&self) -> f32 {
        let sum: f32 = self.features().iter().zip(WEIGHTS.iter()).map(|(feature, weight)| feature * weight).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

static WEIGHTS: LazyLock<[f32; FEATURES]> = LazyLock::new(|| {
    let mut weights = [0.0; FEATURES];
    for (row, weight) in table::rows(include_str!("../../../../data/models/claims.tsv")).zip(&mut weights) {
        *weight = row.get(1).parse().expect("data/models/claims.tsv: a weight");
    }
    weights
});

/// The features of every pair of claims of two accounts, with the places of the two; for those who learn the weights.
pub fn pairs(one: &Account, two: &Account) -> Vec<(usize, usize, [f32; FEATURES])> {
    let words = Words::default();
    let mine: Vec<Reading<'_>> = one.claims.iter().map(|claim| Reading::new(claim, &words)).collect();
    let theirs: Vec<Reading<'_>> = two.claims.iter().map(|claim| Reading::new(claim, &words)).collect();
    let numbered = mine
        .iter()
        .enumerate()
        .flat_map(|(first, a)| theirs.iter().enumerate().map(move |(second, b)| (first, a, second, b)));
    numbered.map(|(first, a, second, b)| (first, second, Common::of(a, b, &words).features())).collect()
}

/// Whether a noun counts people.
pub fn is_people(noun: &str) -> bool {
    measures::is_people(noun) || lexicon::is_person(noun) || claim_words::is(noun, ClaimWord::Aboard)
}
