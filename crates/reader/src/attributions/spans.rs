//! Second stage: given a cue, which tokens around it are source, cue and content?
//!
//! No word is looked at but the subordinator of a branch: what carries over from one report to the next is where a
//! token hangs from the cue, how it is marked off, and where the quotation marks stand.

use std::ops::Range;

use super::scene::{Scene, deps};
use crate::learned::{Features, join};

/// What a token is to a cue; the order is part of the trained model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Label {
    /// Nothing.
    None,
    /// Part of the source.
    Source,
    /// Part of the cue.
    Cue,
    /// Part of the content.
    Content,
}

/// Sentences before and after the cue's own that are looked at.
const SENTENCES: usize = 3;
/// Tokens before and after the cue that are looked at.
const REACH: usize = 220;

/// Numbers of the features; the order is part of the trained model.
#[derive(Clone, Copy)]
enum Field {
    Other,
    OtherQuote,
    OtherSame,
    OtherSameCue,
    OtherCue,
    OtherCuesBetween,
    OtherShape,
    OtherTag,
    OtherMarks,
    OtherCueTag,
    OtherIsMark,
    OtherEdges,
    OtherParagraph,
    Branch,
    BranchCueTag,
    BranchShape,
    BranchTagShape,
    BranchQuote,
    BranchUp,
    Path,
    PathCueTag,
    PathTag,
    PathEnd,
    BranchTag,
    BranchDepTag,
    BranchDistance,
    Distance,
    DistanceCueTag,
    BranchCommas,
    BranchCues,
    MarksQuote,
    TagSide,
    QuoteSide,
    BranchEnt,
    DepSide,
    BranchRoot,
    BranchRootTag,
    BranchSide,
    BranchChildren,
    Ancestor,
    AncestorPos,
    Second,
    SecondCueTag,
    Third,
    BranchIsCue,
    BranchMark,
    TagBefore,
    TagAfter,
    TagSideBefore,
    TagSideAfter,
    Edge,
    CuePlace,
    Bias,
}

/// What is the same for all tokens around one cue.
#[derive(Debug)]
pub struct Around<'s> {
    scene: &'s Scene<'s>,
    /// How likely each token of the document is the root of a cue.
    cue_chance: &'s [f32],
    /// The root of the cue.
    pub cue: usize,
    /// The tokens looked at.
    pub window: Range<usize>,
    /// Those of the cue's own sentence.
    pub sentence: Range<usize>,
    shape: u32,
    quotes: u32,
    own_quotes: Vec<u32>,
    up: Vec<u32>,
    ancestors: Vec<usize>,
    commas: Vec<u16>,
    marks: Vec<u16>,
    cues: Vec<u16>,
    places: Vec<Place>,
    others: Vec<(Range<usize>, Other)>,
}

/// Where a token of the cue's sentence hangs from the cue.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The child of the cue, or of one of its ancestors, whose subtree holds the token.
    branch: u32,
    /// Steps from the cue up to the common ancestor; [`APART`] for none.
    up: u8,
    /// Steps from there down to the token.
    down: u8,
    /// The first relations on the way down.
    first: [u32; 4],
    /// The last two.
    last: [u32; 2],
}

const APART: u8 = 9;

/// What is the same for all tokens of another sentence.
#[derive(Clone, Copy, Debug)]
struct Other {
    offset: u32,
    all_quoted: bool,
    cue_chance: u32,
}

impl<'s> Around<'s> {
    /// Looks around a cue.
    pub fn new(scene: &'s Scene<'s>, cue_chance: &'s [f32], cue: usize) -> Self {
        let sentence = scene.sentence(cue);
        let number = scene.sentence_of(cue).unwrap_or(0);
        let paragraph = scene.paragraph(cue);
        let first = scene.sentences.get(number.saturating_sub(SENTENCES)).map_or(0, |first| first.start);
        let last = scene.sentences[number.min(scene.sentences.len() - 1)..].iter().take(SENTENCES + 1).next_back();
        let window = paragraph.start.max(first).max(cue.saturating_sub(REACH))
            ..paragraph.end.min(last.map_or(cue + 1, |last| last.end)).min(cue + REACH);
        let sentence = sentence.start.max(window.start)..sentence.end.min(window.end);
        let mut around = Self {
            scene,
            cue_chance,
            cue,
            shape: shape(scene, cue),
            quotes: 0,
            own_quotes: Vec::new(),
            up: Vec::new(),
            ancestors: Vec::new(),
            commas: running(window.clone(), |t| scene.comma[t]),
            marks: running(window.clone(), |t| scene.mark[t]),
            cues: running(window.clone(), |t| t != cue && cue_chance[t] > 0.3),
            places: Vec::new(),
            others: Vec::new(),
            window,
            sentence,
        };
        around.read_quotes();
        around.read_places();
        around.read_others();
        around
    }

    fn read_quotes(&mut self) {
        let quote = &self.scene.quote;
        let any = |range: Range<usize>| u32::from(range.into_iter().any(|t| quote[t] > 0));
        self.quotes = u32::from(quote[self.cue] > 0) << 2
            | any(self.sentence.start..self.cue) << 1
            | any(self.cue + 1..self.sentence.end);
        self.own_quotes = self.sentence.clone().map(|t| quote[t]).filter(|&quote| quote > 0).collect();
        self.own_quotes.dedup();
    }

    fn read_places(&mut self) {
        let doc = self.scene.doc;
        self.ancestors = std::iter::once(self.cue).chain(doc.ancestors(self.cue)).take(super::scene::DEEPEST).collect();
        self.up = self.ancestors.iter().map(|&at| self.scene.dep(at)).collect();
        let mut places: Vec<Option<Place>> = vec![None; self.sentence.len()];
        for (up, &at) in self.ancestors.iter().enumerate().filter(|(_, at)| self.sentence.contains(at)) {
            places[at - self.sentence.start] =
                Some(Place { branch: at as u32, up: up.min(8) as u8, down: 0, first: [0; 4], last: [0; 2] });
        }
        let mut waiting = Vec::new();
        for t in self.sentence.clone() {
            let mut at = t;
            while places[at - self.sentence.start].is_none() {
                waiting.push(at);
                let head = doc.head(at);
                if head == at || !self.sentence.contains(&head) || waiting.len() > 2 * REACH {
                    break;
                }
                at = head;
            }
            while let Some(at) = waiting.pop() {
                let head = doc.head(at);
                let above =
                    (head != at && self.sentence.contains(&head)).then(|| places[head - self.sentence.start]).flatten();
                places[at - self.sentence.start] = Some(self.place_below(at, above));
            }
        }
        let apart = |t: usize| Place { branch: t as u32, up: APART, down: 0, first: [0; 4], last: [0; 2] };
        self.places =
            places.into_iter().zip(self.sentence.clone()).map(|(place, t)| place.unwrap_or(apart(t))).collect();
    }

    /// The place of a token whose head's is known; of a tree's root that is no ancestor of the cue for none.
    fn place_below(&self, t: usize, above: Option<Place>) -> Place {
        let Some(above) = above else {
            return Place { branch: t as u32, up: APART, down: 0, first: [0; 4], last: [0; 2] };
        };
        let dep = self.scene.dep(t);
        let mut place = above;
        if above.down == 0 && above.up != APART {
            place.branch = t as u32;
        }
        if (above.down as usize) < place.first.len() {
            place.first[above.down as usize] = dep;
        }
        place.last = [above.last[1], dep];
        place.down = above.down.saturating_add(1);
        place
    }

    fn read_others(&mut self) {
        let scene = self.scene;
        let own = scene.sentence_of(self.cue).unwrap_or(0);
        let mut t = self.window.start;
        while t < self.window.end {
            if self.sentence.contains(&t) {
                t = self.sentence.end;
                continue;
            }
            let whole = scene.sentence(t);
            let range = t..whole.end.clamp(t + 1, self.window.end);
            let number = scene.sentence_of(t).unwrap_or(own);
            let unquoted = range.clone().filter(|&t| scene.quote[t] == 0);
            let chance = unquoted.map(|t| self.cue_chance[t]).fold(0.0, f32::max);
            let other = Other {
                offset: (number as i64 - own as i64) as u32,
                all_quoted: range.clone().all(|t| scene.quote[t] > 0),
                cue_chance: (chance * 4.0) as u32,
            };
            t = range.end;
            self.others.push((range, other));
        }
    }

    /// Counts of something strictly between a token and the cue.
    fn between(&self, running: &[u16], t: usize) -> u32 {
        let at = |t: usize| running[t - self.window.start];
        if t < self.cue {
            u32::from(at(self.cue) - at(t + 1))
        } else if t > self.cue {
            u32::from(at(t) - at(self.cue + 1))
        } else {
            0
        }
    }

    /// The features of a token of the window.
    pub fn describe(&self, t: usize, features: &mut Features) {
        features.clear();
        features.add(Field::Bias as u32, []);
        if self.sentence.contains(&t) {
            self.describe_near(t, features);
        } else if let Some((_, other)) = self.others.iter().find(|(range, _)| range.contains(&t)) {
            self.describe_far(t, *other, features);
        }
    }

    fn describe_far(&self, t: usize, other: Other, f: &mut Features) {
        let (scene, tag) = (self.scene, self.scene.symbols.tag[t]);
        let Other { offset, all_quoted, cue_chance } = other;
        let quote = scene.quote[t];
        let same = quote > 0 && self.own_quotes.contains(&quote);
        let same_all = u32::from(same) << 1 | u32::from(all_quoted);
        let quoted = self.quote_bits(t);
        let cue_tag = scene.symbols.tag[self.cue];
        let marks = self.between(&self.marks, t).min(3);
        let cues = self.between(&self.cues, t).min(2);
        f.add(Field::Other as u32, [offset]);
        f.add(Field::OtherQuote as u32, [offset, quoted, self.quotes]);
        f.add(Field::OtherSame as u32, [offset, same_all]);
        f.add(Field::OtherSameCue as u32, [offset, same_all, self.quotes, cue_chance, cue_tag]);
        f.add(Field::OtherCue as u32, [offset, cue_chance]);
        f.add(Field::OtherCuesBetween as u32, [offset, cues, quoted, self.quotes]);
        f.add(Field::OtherShape as u32, [offset, self.shape, same_all, cue_chance]);
        f.add(Field::OtherTag as u32, [offset, tag, quoted]);
        f.add(Field::OtherMarks as u32, [offset, marks, quoted, self.quotes, cue_chance]);
        f.add(Field::OtherCueTag as u32, [cue_tag, offset >> 31, quoted, u32::from(same)]);
        f.add(Field::OtherIsMark as u32, [offset, u32::from(scene.mark[t])]);
        let from_start = (self.cue - self.sentence.start).min(3) as u32;
        let from_end = (self.sentence.end - 1 - self.cue).min(3) as u32;
        f.add(Field::OtherEdges as u32, [offset, from_start, from_end, quoted, self.quotes, cue_chance]);
        let first = u32::from(scene.paragraph(self.cue).start == self.sentence.start);
        f.add(Field::OtherParagraph as u32, [offset, quoted, self.quotes, first]);
    }

    /// Whether a token is quoted, and in the same quotation as the cue.
    fn quote_bits(&self, t: usize) -> u32 {
        let quote = self.scene.quote[t];
        u32::from(quote > 0) << 1 | u32::from(quote == self.scene.quote[self.cue])
    }

    /// Which branch of the tree around the cue a token hangs in.
    fn branch_key(&self, place: &Place) -> u32 {
        let up_dep = |step: usize| self.up.get(step).copied().unwrap_or(0);
        let side = u32::from((place.branch as usize) < self.cue);
        match (place.up, place.down) {
            (APART, _) => join([0, side]),
            (0, 0) => join([1, side]),
            (0, _) => join([2, place.first[0], side]),
            (up, 0) => join([3, u32::from(up.min(4)), up_dep(up as usize - 1), side]),
            (up, _) => {
                let chain = (0..up.min(3) as usize).map(up_dep);
                join([4, u32::from(up.min(4)), place.first[0], side].into_iter().chain(chain))
            }
        }
    }

    fn describe_near(&self, t: usize, f: &mut Features) {
        let place = self.places[t - self.sentence.start];
        let key = self.branch_key(&place);
        self.describe_place(t, &place, key, f);
        self.describe_token(t, key, f);
        self.describe_branch(t, &place, key, f);
    }

    fn describe_place(&self, t: usize, place: &Place, key: u32, f: &mut Features) {
        let symbols = &self.scene.symbols;
        let cue_tag = symbols.tag[self.cue];
        let quoted = self.quote_bits(t);
        f.add(Field::Branch as u32, [key]);
        f.add(Field::BranchCueTag as u32, [key, cue_tag]);
        f.add(Field::BranchShape as u32, [key, self.shape]);
        f.add(Field::BranchTagShape as u32, [key, cue_tag, self.shape]);
        f.add(Field::BranchQuote as u32, [key, quoted, self.quotes]);
        f.add(Field::BranchUp as u32, [key, self.up[0], self.shape]);
        let side = u32::from((place.branch as usize) < self.cue);
        let shown = place.first.iter().take(place.down as usize).copied();
        let path = join([u32::from(place.up.min(5)), side].into_iter().chain(shown));
        f.add(Field::Path as u32, [path]);
        f.add(Field::PathCueTag as u32, [path, cue_tag]);
        f.add(Field::PathTag as u32, [path, symbols.tag[t]]);
        f.add(Field::PathEnd as u32, [key, place.last[0], place.last[1]]);
        if place.down >= 2 {
            f.add(Field::Second as u32, [key, place.first[1]]);
            f.add(Field::SecondCueTag as u32, [key, place.first[1], cue_tag]);
        }
        if place.down >= 3 {
            f.add(Field::Third as u32, [key, place.first[1], place.first[2]]);
        }
    }

    fn describe_token(&self, t: usize, key: u32, f: &mut Features) {
        let (scene, symbols) = (self.scene, &self.scene.symbols);
        let (tag, dep, cue_tag) = (symbols.tag[t], symbols.dep[t], symbols.tag[self.cue]);
        let side = if t < self.cue { 0 } else { 1 + u32::from(t == self.cue) };
        let distance = distance(t, self.cue);
        let quoted = self.quote_bits(t);
        let marks = self.between(&self.marks, t).min(3);
        f.add(Field::BranchTag as u32, [key, tag]);
        f.add(Field::BranchDepTag as u32, [key, dep, tag]);
        f.add(Field::BranchDistance as u32, [key, distance]);
        f.add(Field::Distance as u32, [distance, tag]);
        f.add(Field::DistanceCueTag as u32, [distance, cue_tag]);
        f.add(Field::BranchCommas as u32, [key, self.between(&self.commas, t).min(3)]);
        f.add(Field::BranchCues as u32, [key, self.between(&self.cues, t).min(2)]);
        f.add(Field::MarksQuote as u32, [marks, quoted, self.quotes]);
        f.add(Field::TagSide as u32, [tag, side]);
        f.add(Field::QuoteSide as u32, [quoted, self.quotes, side]);
        f.add(Field::BranchEnt as u32, [key, symbols.ent[t]]);
        f.add(Field::DepSide as u32, [dep, side]);
        f.add(Field::BranchMark as u32, [key, u32::from(scene.mark[t])]);
        let neighbour = |at: Option<usize>| at.filter(|at| self.window.contains(at)).map_or(1, |at| symbols.tag[at]);
        let (before, after) = (neighbour(t.checked_sub(1)), neighbour(Some(t + 1)));
        f.add(Field::TagBefore as u32, [key, before]);
        f.add(Field::TagAfter as u32, [key, after]);
        f.add(Field::TagSideBefore as u32, [side, before]);
        f.add(Field::TagSideAfter as u32, [side, after]);
        let edge = u32::from(t == self.sentence.start) << 1 | u32::from(t + 1 == self.sentence.end);
        f.add(Field::Edge as u32, [key, edge]);
        f.add(Field::CuePlace as u32, [key, (self.cue - self.sentence.start).min(3) as u32]);
    }

    fn describe_branch(&self, t: usize, place: &Place, key: u32, f: &mut Features) {
        let (scene, symbols) = (self.scene, &self.scene.symbols);
        let branch = place.branch as usize;
        let side = match t.cmp(&branch) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        };
        f.add(Field::BranchRoot as u32, [key, symbols.tag[branch], symbols.pos[branch]]);
        f.add(Field::BranchRootTag as u32, [key, symbols.tag[branch]]);
        f.add(Field::BranchSide as u32, [key, side]);
        let telling = scene.doc.children(branch).take(24).filter_map(|child| match scene.dep(child) {
            deps::MARK => Some(join([deps::MARK, symbols.lemma[child]])),
            dep @ (deps::NSUBJ
            | deps::AUX
            | deps::AGENT
            | deps::POBJ
            | deps::CASE
            | deps::POSS
            | deps::RELCL
            | deps::APPOS
            | deps::ADVMOD) => Some(dep),
            _ => None,
        });
        f.add(Field::BranchChildren as u32, [key, join(telling)]);
        if place.up > 0 && place.up != APART {
            let top = self.ancestors[(place.up as usize).min(self.ancestors.len() - 1)];
            f.add(Field::Ancestor as u32, [key, symbols.tag[top]]);
            f.add(Field::AncestorPos as u32, [symbols.pos[top], symbols.tag[self.cue]]);
        }
        if place.up == 0 && place.down > 0 {
            f.add(Field::BranchIsCue as u32, [key, (self.cue_chance[branch] * 4.0) as u32]);
        }
    }
}

/// Which of the relations that decide how a cue takes its content it has.
fn shape(scene: &Scene<'_>, cue: usize) -> u32 {
    let mut shape = 0;
    for child in scene.doc.children(cue) {
        shape |= match scene.dep(child) {
            deps::CCOMP => 1,
            deps::XCOMP | deps::ADVCL => 2,
            deps::DOBJ | deps::ATTR | deps::ACOMP | deps::OPRD => 4,
            deps::NSUBJ | deps::CSUBJ => 8,
            deps::PREP => 16,
            deps::NSUBJPASS | deps::AUXPASS | deps::AGENT => 32,
            _ => 0,
        };
    }
    shape
}

/// How many tokens of the window before each one, and before its end, are such.
fn running(window: Range<usize>, is: impl Fn(usize) -> bool) -> Vec<u16> {
    let mut count = 0;
    let mut counts = Vec::with_capacity(window.len() + 1);
    counts.push(0);
    for t in window {
        count += u16::from(is(t));
        counts.push(count);
    }
    counts
}

/// Tokens from the cue, in steps, with a side.
pub(super) fn distance(t: usize, cue: usize) -> u32 {
    let steps = match t.abs_diff(cue) {
        near @ 0..5 => near,
        5..8 => 5,
        8..13 => 8,
        13..25 => 13,
        _ => 25,
    };
    (steps as u32) << 1 | u32::from(t < cue)
}
