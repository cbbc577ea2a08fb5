//! Whether an event had happened, learned: what a model looks at, and the model.
//!
//! The model is a small net over the parse around the event's word: its tense, auxiliaries, subject and marks, the words
//! that govern it, the words beside it, and the rules' own view of it. It learned from UDS It-Happened (Rudinger, White
//! and Van Durme 2018), whose annotators say whether an event of a web text had happened; see
//! `data/models/factuality.txt`.

use std::sync::LazyLock;

use reportedly_knowledge::event_words::{List, lists};
use reportedly_language::Doc;

use super::clause::{children, kids, negated};
use super::mode::{Modality, modality};
use crate::learned::{Features, Net, Symbols, symbol};

static NET: LazyLock<Option<Net>> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../../data/models/factuality.bin");
    Net::from_bytes(bytes).ok()
});

/// Dense rows a case has: the word, what governs it, and its subject.
pub const SLOTS: usize = 3;

/// Describes and judges the events of one document.
#[derive(Debug)]
pub struct Judge<'a> {
    doc: &'a Doc<'a>,
    symbols: Symbols,
    features: Features,
}

// Families of features.
const WORD: u32 = 1;
const TAG: u32 = 2;
const TENSE: u32 = 3;
const AUXILIARY: u32 = 4;
const SUBJECT: u32 = 5;
const MARK: u32 = 6;
const ADVERB: u32 = 7;
const CHILD: u32 = 8;
const GOVERNOR: u32 = 9;
const CHAIN: u32 = 10;
const BESIDE: u32 = 11;
const MODE: u32 = 12;
const END: u32 = 13;
const LISTED: u32 = 14;
const PATH: u32 = 15;
const FIRST: u32 = 16;
const ELSEWHERE: u32 = 17;

impl<'a> Judge<'a> {
    /// Prepares a document.
    pub fn new(doc: &'a Doc<'a>) -> Self {
        Self { doc, symbols: Symbols::new(doc), features: Features::default() }
    }

    /// Whether the event of a token had happened, −3 to +3; none without a model.
    pub fn happened(&mut self, anchor: usize, told: Modality) -> Option<f32> {
        let net = NET.as_ref()?;
        self.describe(anchor, told);
        let mut score = [0.0];
        net.predict(&self.features, &self.rows(anchor), &mut score);
        Some(score[0].clamp(-3.0, 3.0))
    }

    /// The features of an event, for training.
    pub fn features(&mut self, anchor: usize) -> &Features {
        self.describe(anchor, modality(self.doc, anchor));
        &self.features
    }

    /// The dense rows of an event.
    pub fn rows(&self, anchor: usize) -> [&'a [f32]; SLOTS] {
        let doc = self.doc;
        let above = if doc.is_root(anchor) { &[][..] } else { doc.vector(doc.head(anchor)) };
        let subject = kids(doc, anchor, &["nsubj", "nsubjpass"]).next();
        [doc.vector(anchor), above, subject.map_or(&[], |s| doc.vector(s))]
    }

    fn describe(&mut self, at: usize, told: Modality) {
        let doc = self.doc;
        self.features.clear();
        let s = &self.symbols;
        let f = &mut self.features;
        let tense = tense(doc, at);
        let mode = told.mode as u32 * 2 + u32::from(told.negated);
        let not = u32::from(negated(doc, at));
        let root = doc.is_root(at);
        let above = doc.head(at);
        f.add(WORD, [s.lemma[at]]);
        f.add(WORD, [s.lemma[at], tense]);
        f.add(WORD, [s.lemma[at], s.dep[at], 1]);
        f.add(TAG, [s.tag[at]]);
        f.add(TAG, [s.tag[at], s.dep[at]]);
        f.add(TAG, [s.dep[at], not, 1]);
        f.add(TENSE, [tense]);
        f.add(TENSE, [tense, not]);
        f.add(TENSE, [tense, s.dep[at]]);
        f.add(MODE, [mode]);
        f.add(MODE, [mode, tense]);
        f.add(MODE, [mode, s.dep[at], 1]);
        let mut auxiliaries = 0u32;
        let mut subject = 0u32;
        for child in children(doc, at) {
            match doc.dep(child) {
                "aux" | "auxpass" | "neg" => {
                    f.add(AUXILIARY, [s.lower[child]]);
                    auxiliaries = auxiliaries.wrapping_mul(31).wrapping_add(s.lower[child]);
                }
                "nsubj" | "nsubjpass" | "csubj" | "expl" => {
                    subject = s.lower[child];
                    f.add(SUBJECT, [s.lower[child]]);
                    f.add(SUBJECT, [s.lower[child], tense]);
                    f.add(SUBJECT, [s.pos[child], tense, s.tag[child]]);
                }
                "mark" => {
                    f.add(MARK, [s.lower[child]]);
                    f.add(MARK, [s.lower[child], tense]);
                }
                "advmod" | "npadvmod" => {
                    f.add(ADVERB, [s.lower[child]]);
                    f.add(ADVERB, [s.lower[child], tense]);
                }
                dep => {
                    f.add(CHILD, [symbol(dep)]);
                    f.add(CHILD, [symbol(dep), s.lower[child]]);
                    f.add(CHILD, [symbol(dep), tense, 1]);
                }
            }
        }
        f.add(AUXILIARY, [auxiliaries, 1]);
        f.add(AUXILIARY, [auxiliaries, s.tag[at], 2]);
        f.add(SUBJECT, [subject, auxiliaries, tense]);
        let above_tense = if root { 0 } else { self::tense(doc, above) };
        if !root {
            f.add(GOVERNOR, [s.lemma[above]]);
            f.add(GOVERNOR, [s.lemma[above], s.dep[at]]);
            f.add(GOVERNOR, [s.lemma[above], s.dep[at], tense]);
            f.add(GOVERNOR, [above_tense, s.dep[at], tense, u32::from(negated(doc, above))]);
            f.add(GOVERNOR, [s.lemma[above], u32::from(negated(doc, above)), s.dep[at], 7]);
            f.add(GOVERNOR, [s.lemma[above], s.lemma[at], 8]);
        }
        let mut path = s.dep[at];
        let mut seen = 0u128;
        for (step, ancestor) in doc.ancestors(at).take(5).enumerate() {
            f.add(CHAIN, [s.lemma[ancestor]]);
            f.add(CHAIN, [s.lemma[ancestor], step as u32, path]);
            f.add(CHAIN, [self::tense(doc, ancestor), path, 2]);
            f.add(CHAIN, [u32::from(negated(doc, ancestor)), step as u32, 3]);
            for child in children(doc, ancestor) {
                if matches!(doc.dep(child), "aux" | "mark" | "neg")
                    && doc.pos(ancestor) != reportedly_language::Pos::Noun
                {
                    f.add(CHAIN, [s.lower[child], 4]);
                    f.add(CHAIN, [s.lower[child], path, 5]);
                }
                if matches!(doc.dep(child), "nsubj" | "nsubjpass") {
                    f.add(CHAIN, [s.lower[child], path, 6]);
                }
            }
            let on = lists(doc.lemma(ancestor));
            for list in SIGNALS {
                if on.has(list) {
                    f.add(LISTED, [list as u32, path]);
                    if seen >> list as u32 & 1 == 0 {
                        f.add(LISTED, [list as u32]);
                    }
                    seen |= 1 << list as u32;
                }
            }
            path = path.wrapping_mul(31).wrapping_add(s.dep[ancestor]);
            f.add(PATH, [path]);
        }
        let sentence = doc.sentence(doc.sentence_of(at));
        for offset in [-3i64, -2, -1, 1, 2, 3] {
            let beside = at as i64 + offset;
            let word = usize::try_from(beside).ok().filter(|i| sentence.contains(i)).map_or(0, |i| s.lower[i]);
            f.add(BESIDE, [word, (offset + 8) as u32]);
            if offset == -1 || offset == 1 {
                f.add(BESIDE, [word, s.tag[at], (offset + 20) as u32]);
            }
        }
        if at >= sentence.start + 2 {
            f.add(BESIDE, [s.lower[at - 2], s.lower[at - 1], 40]);
        }
        let end = sentence.clone().rev().find(|&i| !doc.is_space(i)).unwrap_or(at);
        f.add(END, [s.lower[end]]);
        f.add(END, [s.lower[end], tense]);
        f.add(FIRST, [s.lower[sentence.start]]);
        f.add(FIRST, [u32::from(at == sentence.start), tense, subject]);
        f.add(FIRST, [u32::from(sentence.len() < 8), tense, 3]);
        for i in sentence.start.max(at.saturating_sub(25))..sentence.end.min(at + 25) {
            if matches!(doc.tag(i), "MD")
                || matches!(doc.lower(i), "if" | "please" | "when" | "would" | "yesterday" | "ago")
            {
                f.add(ELSEWHERE, [s.lower[i], u32::from(i < at)]);
            }
        }
    }
}

/// The lists whose words say something of what they govern.
const SIGNALS: [List; 14] = [
    List::Plan,
    List::Deny,
    List::Doubt,
    List::Wish,
    List::Allege,
    List::Fail,
    List::PlanNoun,
    List::WishNoun,
    List::RumourNoun,
    List::Verify,
    List::Unsure,
    List::Sure,
    List::Possible,
    List::Ready,
];

/// Tense, aspect and mood as one number.
fn tense(doc: &Doc<'_>, i: usize) -> u32 {
    let mut bits = match doc.tag(i) {
        "VBD" => 1,
        "VBN" => 2,
        "VBG" => 3,
        "VB" => 4,
        "VBP" => 5,
        "VBZ" => 6,
        tag if tag.starts_with('N') => 7,
        tag if tag.starts_with('J') => 8,
        _ => 0,
    };
    for aux in kids(doc, i, &["aux", "auxpass"]) {
        bits |= match doc.lower(aux) {
            "to" => 1 << 4,
            "has" | "have" | "'ve" => 1 << 5,
            "had" => 1 << 6,
            "was" | "were" => 1 << 7,
            "is" | "are" | "am" | "'s" | "'re" | "'m" => 1 << 8,
            "be" | "been" | "being" => 1 << 9,
            "will" | "'ll" | "wo" | "shall" => 1 << 10,
            "would" | "'d" => 1 << 11,
            "can" | "could" | "may" | "might" | "ca" => 1 << 12,
            "should" | "must" | "ought" => 1 << 13,
            "did" => 1 << 14,
            "do" | "does" => 1 << 15,
            _ => 0,
        };
    }
    bits
}
