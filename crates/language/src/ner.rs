//! The named-entity recogniser: one action a token, never across the start of a sentence.

use std::ops::Range;

use crate::doc::Name;
use crate::error::Fault;
use crate::model::Model;
use crate::parser::intern;
use crate::transition::{self, Features, Moves, Scorer};

const SLOTS: usize = 3;

/// Tokens whose features are computed together.
const WINDOW: usize = 2048;

/// Finds the named entities of documents.
#[derive(Debug)]
pub struct Recogniser {
    scorer: Scorer,
    begin: Vec<Class>,
    inside: Vec<Class>,
    last: Vec<Class>,
    unit: Vec<Class>,
    outside: usize,
    width: usize,
}

/// An action with a label.
#[derive(Debug, Clone, Copy)]
struct Class {
    index: usize,
    label: u16,
}

/// An entity whose end has not been found.
struct Open {
    start: usize,
    label: u16,
    /// The first token's share in its slot: the token may be far back.
    share: Vec<f32>,
}

impl Recogniser {
    /// Reads a recogniser whose tokens have rows of `width`; its labels are added to `labels`.
    pub fn read(model: &Model<'_>, moves: &Moves, width: usize, labels: &mut Vec<String>) -> Result<Self, Fault> {
        let (mut begin, mut inside, mut last, mut unit) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut outside = None;
        let mut index = 0;
        for (action, label) in moves {
            let list = match (*action, label.is_empty()) {
                (0, _) | (5, false) => continue,
                (1, _) => &mut begin,
                (2, _) => &mut inside,
                (3, _) => &mut last,
                (4, _) => &mut unit,
                (5, true) => {
                    outside = Some(index);
                    index += 1;
                    continue;
                }
                _ => return Err("the entity recogniser has an unknown action".into()),
            };
            // An action without a label is there to block entities set beforehand, of which there are none.
            if !label.is_empty() {
                list.push(Class { index, label: intern(labels, label) });
            }
            index += 1;
        }
        let scorer = Scorer::read(model, width, SLOTS, index)?;
        let outside = outside.ok_or("the entity recogniser has no action for tokens outside entities")?;
        Ok(Self { scorer, begin, inside, last, unit, outside, width })
    }

    /// The entities of a document of which the rows are given, whether tokens are white space or start a sentence.
    pub fn names(&self, rows: &[f32], spaces: &[bool], starts: &[bool], features: &mut Features) -> Vec<Name> {
        let n = spaces.len();
        let mut names = Vec::new();
        let mut open: Option<Open> = None;
        let mut scores = self.scorer.scores();
        features.tokens = 0..0;
        for i in 0..n {
            if i >= features.tokens.end {
                self.scorer.prepare(rows, self.width, self.window(i, n), features);
            }
            let share = |slot, token| self.scorer.share(features, slot, token);
            let (first, before) = match &open {
                Some(open) => (&open.share[..], share(2, Some(i - 1))),
                None => (share(1, None), share(2, None)),
            };
            self.scorer.score(&[share(0, Some(i)), first, before], &mut scores);
            let goes_on = i + 1 < n && !starts[i + 1];
            let label = open.as_ref().map(|open| open.label);
            let free = open.is_none() && !spaces[i];
            // The lists are in the order of the classes, so that the first of equals wins.
            let lists = [
                (&self.begin, free && goes_on),
                (&self.inside, open.is_some() && goes_on),
                (&self.last, open.is_some()),
                (&self.unit, free),
            ];
            let fits = |class: &&Class| label.is_none_or(|label| label == class.label);
            let valid = lists.iter().filter(|(_, valid)| *valid).flat_map(|(list, _)| list.iter().filter(fits));
            let valid = valid.map(|class| class.index).chain(open.is_none().then_some(self.outside));
            let Some(best) = transition::best(&scores, valid) else { continue };
            let of = |list: &[Class]| list.iter().find(|class| class.index == best).map(|class| class.label);
            if let Some(label) = of(&self.begin) {
                open = Some(Open { start: i, label, share: share(1, Some(i)).to_vec() });
            } else if let Some(label) = of(&self.unit) {
                names.push(Name { start: i as u32, end: i as u32 + 1, label });
            } else if of(&self.last).is_some() {
                let closed =
                    open.take().map(|open| Name { start: open.start as u32, end: i as u32 + 1, label: open.label });
                names.extend(closed);
            }
        }
        names
    }

    /// The tokens to prepare when token `i` is next; the one before it is among its features.
    fn window(&self, i: usize, n: usize) -> Range<usize> {
        i.saturating_sub(1)..n.min(i + WINDOW)
    }
}
