//! The dependency parser: an arc-eager transition system that may take a step back, and finds sentences by the way.
//!
//! A sentence has at most [`MAX_SENTENCE`] tokens: past that a new one is begun, so that neither time nor memory
//! depends on whether a text has full stops.

use crate::error::Fault;
use crate::model::Model;
use crate::pipeline::Start;
use crate::transition::{self, Features, Moves, Scorer, Scores};

/// Tokens of the longest sentence; spaCy has no such bound.
pub const MAX_SENTENCE: usize = 2048;

/// Tokens whose features are computed together: room for the longest sentence from wherever one starts.
const WINDOW: usize = 2 * MAX_SENTENCE;

const SLOTS: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// Finds the trees of documents.
#[derive(Debug)]
pub struct Parser {
    scorer: Scorer,
    /// Classes of each action and the label (an index into the labels) of each class.
    classes: Vec<(Action, std::ops::Range<usize>)>,
    labels: Vec<u16>,
    /// For each label written `X||Y`: the labels X and Y.
    lifted: Vec<Option<(u16, u16)>>,
    root: u16,
    width: usize,
}

/// The trees of a document.
#[derive(Debug, Default)]
pub struct Trees {
    pub heads: Vec<u32>,
    pub deps: Vec<u16>,
    /// Whether a sentence starts at a token.
    pub starts: Vec<bool>,
}

const NONE: u32 = u32::MAX;

/// Index of a label, which is added if it is new.
pub fn intern(labels: &mut Vec<String>, label: &str) -> u16 {
    let index = labels.iter().position(|known| known == label).unwrap_or_else(|| {
        labels.push(label.to_owned());
        labels.len() - 1
    });
    u16::try_from(index).unwrap_or(u16::MAX)
}

impl Parser {
    /// Reads a parser whose tokens have rows of `width`; its labels are added to `labels`.
    pub fn read(model: &Model<'_>, moves: &Moves, width: usize, labels: &mut Vec<String>) -> Result<Self, Fault> {
        let mut classes: Vec<(Action, std::ops::Range<usize>)> = Vec::new();
        let mut class_labels = Vec::new();
        for (class, (action, label)) in moves.iter().enumerate() {
            let actions = [Action::Shift, Action::Reduce, Action::Left, Action::Right, Action::Break];
            let action = *actions.get(*action).ok_or("the parser has an unknown action")?;
            match classes.last_mut() {
                Some((last, range)) if *last == action => range.end = class + 1,
                _ => classes.push((action, class..class + 1)),
            }
            class_labels.push(intern(labels, label));
        }
        let root = intern(labels, "ROOT");
        let mut lifted = Vec::new();
        for index in 0..labels.len() {
            let parts = labels[index].split_once("||").map(|(new, head)| (new.to_owned(), head.to_owned()));
            lifted.push(parts.map(|(new, head)| (intern(labels, &new), intern(labels, &head))));
        }
        lifted.resize(labels.len(), None);
        let scorer = Scorer::read(model, width, SLOTS, moves.len())?;
        Ok(Self { scorer, classes, labels: class_labels, lifted, root, width })
    }

    /// Parses a document of which the rows are given, whether tokens are white space, and what is known of starts.
    pub fn parse(&self, rows: &[f32], spaces: &[bool], known: &[Start], features: &mut Features) -> Trees {
        let n = spaces.len();
        let mut state = State::new(n, known);
        let mut scores = self.scorer.scores();
        features.tokens = 0..0;
        // Each token is shifted, put back and reduced a few times at most; the bound is only a guard.
        let mut steps = 16 * n + 64;
        while !state.is_final() && steps > 0 {
            steps -= 1;
            if state.is_between_trees() {
                state.sentence = state.next;
                if features.tokens.end < n.min(state.next + MAX_SENTENCE + 2) {
                    let end = n.min(state.next + WINDOW);
                    self.scorer.prepare(rows, self.width, state.next..end, features);
                }
            }
            let Some(class) = self.choose(&state, features, &mut scores) else { break };
            state.apply(self.action(class), self.labels[class]);
        }
        self.finish(state, spaces)
    }

    fn action(&self, class: usize) -> Action {
        let found = self.classes.iter().find(|(_, classes)| classes.contains(&class));
        found.map_or(Action::Shift, |(action, _)| *action)
    }

    /// The best valid class.
    fn choose(&self, state: &State<'_>, features: &Features, scores: &mut Scores) -> Option<usize> {
        let tokens = state.tokens();
        let share = |slot: usize| self.scorer.share(features, slot, tokens[slot]);
        self.scorer.score(&std::array::from_fn::<_, SLOTS, _>(share), scores);
        let valid = self.classes.iter().filter(|(action, _)| state.is_valid(*action));
        transition::best(scores, valid.flat_map(|(_, classes)| classes.clone()))
    }

    /// Roots, lifted arcs brought back, and sentence starts.
    fn finish(&self, state: State<'_>, spaces: &[bool]) -> Trees {
        let n = spaces.len();
        let mut heads = state.heads;
        let mut deps = state.labels;
        for i in 0..n {
            if heads[i] == NONE {
                heads[i] = i as u32;
                deps[i] = self.root;
            }
        }
        self.lower_arcs(&mut heads, &mut deps, spaces);
        let mut starts = vec![false; n];
        for first in first_tokens(&heads) {
            starts[first as usize] = true;
        }
        Trees { heads, deps, starts }
    }

    /// A label `X||Y` says that the true head is the nearest Y below: by breadth, then from left to right.
    fn lower_arcs(&self, heads: &mut [u32], deps: &mut [u16], spaces: &[bool]) {
        let is_lifted = |dep: u16| self.lifted.get(dep as usize).copied().flatten();
        if !deps.iter().any(|&dep| is_lifted(dep).is_some()) {
            return;
        }
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); heads.len()];
        for (i, &head) in heads.iter().enumerate().filter(|&(i, &head)| head as usize != i) {
            children[head as usize].push(i as u32);
        }
        for i in 0..heads.len() {
            let Some((dep, wanted)) = is_lifted(deps[i]) else { continue };
            deps[i] = dep;
            let mut queue = vec![heads[i]];
            let mut at = 0;
            let mut found = None;
            while let (Some(&head), None) = (queue.get(at), found) {
                at += 1;
                for &child in &children[head as usize] {
                    if spaces[child as usize] || child as usize == i {
                        continue;
                    }
                    if deps[child as usize] == wanted {
                        found = Some(child);
                        break;
                    }
                    queue.push(child);
                }
            }
            if let Some(head) = found {
                children[heads[i] as usize].retain(|&child| child as usize != i);
                heads[i] = head;
                let siblings = &mut children[head as usize];
                siblings.insert(siblings.partition_point(|&child| child < i as u32), i as u32);
            }
        }
    }
}

/// The leftmost token of each tree.
fn first_tokens(heads: &[u32]) -> Vec<u32> {
    let mut root = vec![NONE; heads.len()];
    let mut first = Vec::new();
    let mut path = Vec::new();
    for i in 0..heads.len() {
        let mut at = i;
        while root[at] == NONE && heads[at] as usize != at && path.len() <= heads.len() {
            path.push(at);
            at = heads[at] as usize;
        }
        if root[at] == NONE {
            // Tokens are taken from the left, so the first to reach a root is its leftmost.
            root[at] = at as u32;
            first.push(i as u32);
        }
        let top = root[at];
        for at in path.drain(..) {
            root[at] = top;
        }
    }
    first
}

/// Where the parser stands in a document.
struct State<'k> {
    stack: Vec<u32>,
    /// Tokens put back before the rest of the text, the next one last.
    back: Vec<u32>,
    /// The first token never taken so far.
    next: usize,
    /// Where the current sentence started.
    sentence: usize,
    heads: Vec<u32>,
    labels: Vec<u16>,
    /// Last child on either side and, for each child, the one before it.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    previous: Vec<u32>,
    starts: Vec<bool>,
    put_back: Vec<bool>,
    known: &'k [Start],
}

impl<'k> State<'k> {
    fn new(n: usize, known: &'k [Start]) -> Self {
        let starts = (0..n).map(|i| known.get(i) == Some(&Start::Starts)).collect();
        Self {
            stack: Vec::new(),
            back: Vec::new(),
            next: 0,
            sentence: 0,
            heads: vec![NONE; n],
            labels: vec![0; n],
            last_left: vec![NONE; n],
            last_right: vec![NONE; n],
            previous: vec![NONE; n],
            starts,
            put_back: vec![false; n],
            known,
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.waiting() == 0
    }

    /// Whether nothing that follows can be joined to what came before.
    fn is_between_trees(&self) -> bool {
        self.stack.is_empty() && self.back.is_empty() && self.last_left.get(self.next) == Some(&NONE)
    }

    /// Token of the stack, from the top.
    fn top(&self, i: usize) -> Option<usize> {
        self.stack.iter().rev().nth(i).map(|&token| token as usize)
    }

    /// Token of the buffer, from the front.
    fn front(&self, i: usize) -> Option<usize> {
        if let Some(&token) = self.back.iter().rev().nth(i) {
            return Some(token as usize);
        }
        let token = self.next + i - self.back.len();
        (token < self.heads.len()).then_some(token)
    }

    fn waiting(&self) -> usize {
        self.heads.len() - self.next + self.back.len()
    }

    /// The tokens in the slots of the scorer.
    fn tokens(&self) -> [Option<usize>; SLOTS] {
        let (b0, s0) = (self.front(0), self.top(0));
        let child = |list: &[u32], head: Option<usize>| {
            let child = list[head?];
            (child != NONE).then_some(child as usize)
        };
        [
            b0,
            self.front(1),
            s0,
            self.top(1),
            self.top(2),
            child(&self.last_left, b0),
            child(&self.last_left, s0),
            child(&self.last_right, s0),
        ]
    }

    fn is_start(&self, token: Option<usize>) -> bool {
        token.is_some_and(|token| self.starts[token] || token >= self.sentence + MAX_SENTENCE)
    }

    fn is_inside(&self, token: Option<usize>) -> bool {
        token.is_some_and(|token| self.known.get(token) == Some(&Start::Inside) && !self.is_start(Some(token)))
    }

    fn is_valid(&self, action: Action) -> bool {
        let b0 = self.front(0);
        let (depth, waiting) = (self.stack.len(), self.waiting());
        match action {
            Action::Shift => match b0 {
                None => depth == 0,
                Some(token) => depth == 0 || waiting >= 2 && !self.is_start(b0) && !self.put_back[token],
            },
            Action::Reduce => depth > 0 && !(depth == 1 && self.is_inside(b0)),
            Action::Left | Action::Right => depth > 0 && waiting > 0 && !self.is_start(b0),
            Action::Break => {
                let b1 = self.front(1);
                b1.is_some() && b1 == b0.map(|token| token + 1) && !self.is_start(b1) && !self.is_inside(b1)
            }
        }
    }

    fn apply(&mut self, action: Action, label: u16) {
        let (b0, s0) = (self.front(0), self.top(0));
        match (action, b0, s0) {
            (Action::Shift, Some(_), _) => self.push(),
            (Action::Reduce, _, Some(s0)) => {
                self.stack.pop();
                if self.heads[s0] == NONE && !self.stack.is_empty() {
                    self.put_back[s0] = true;
                    self.back.push(s0 as u32);
                }
            }
            (Action::Left, Some(b0), Some(s0)) => {
                self.attach(b0, s0, label);
                self.put_back[b0] = false;
                self.stack.pop();
            }
            (Action::Right, Some(b0), Some(s0)) => {
                self.attach(s0, b0, label);
                self.push();
            }
            (Action::Break, ..) => {
                if let Some(b1) = self.front(1) {
                    self.starts[b1] = true;
                }
            }
            _ => {}
        }
    }

    fn push(&mut self) {
        let token = self.back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next as u32 - 1
        });
        self.stack.push(token);
    }

    /// Adds an arc, in place of the child's older one.
    fn attach(&mut self, head: usize, child: usize, label: u16) {
        let old = self.heads[child];
        if old != NONE {
            let last = if old as usize > child { &mut self.last_left } else { &mut self.last_right };
            if last[old as usize] as usize == child {
                last[old as usize] = self.previous[child];
            }
        }
        let last = if head > child { &mut self.last_left } else { &mut self.last_right };
        self.previous[child] = last[head];
        last[head] = child as u32;
        self.heads[child] = head as u32;
        self.labels[child] = label;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_token_of_each_tree() {
        assert_eq!(first_tokens(&[1, 1, 3, 3, 2]), [0, 2]);
        assert_eq!(first_tokens(&[]), [0u32; 0]);
    }
}
