//! The part of Python's regular expressions that pipelines use in their punctuation and attribute rules.
//!
//! A tokenizer is exact only if its expressions mean what they mean to Python: the leftmost match, alternatives in
//! order, look-behinds, Python's idea of `\w` and `$`. Compiling takes next to no time, which a cold start needs.
//! An expression with anything else in it is refused by name. A search does a bounded number of steps for each
//! character of the text; where an expression would need more, there is no match.

mod parse;

use crate::error::Fault;
use crate::unicode;
use parse::Node;

/// Tells whether a character is of a kind.
type Kind = fn(char) -> bool;

/// A set of characters.
#[derive(Debug, Clone, Default)]
struct Class {
    ascii: u128,
    /// Sorted, beyond ASCII.
    ranges: Vec<(char, char)>,
    /// Classes such as `\w`, for characters beyond ASCII.
    kinds: Vec<Kind>,
    negated: bool,
    ignore_case: bool,
}

impl Class {
    fn contains(&self, c: char) -> bool {
        self.has(c) != self.negated
    }

    fn has(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> (c as u32) & 1 == 1;
        }
        self.holds(c)
            || self.ignore_case && (c.to_lowercase().any(|c| self.holds(c)) || c.to_uppercase().any(|c| self.holds(c)))
    }

    fn holds(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> (c as u32) & 1 == 1;
        }
        let at = self.ranges.partition_point(|&(_, last)| last < c);
        self.ranges.get(at).is_some_and(|&(first, _)| first <= c) || self.kinds.iter().any(|kind| kind(c))
    }
}

/// The characters a branch can start with; lets a branch be passed over at a glance.
#[derive(Debug, Clone, Copy, Default)]
struct First {
    ascii: u128,
    beyond: bool,
    /// Nothing need be consumed, so any character may follow.
    empty: bool,
}

impl First {
    fn admits(self, next: Option<char>) -> bool {
        self.empty
            || match next {
                Some(c) if c.is_ascii() => self.ascii >> (c as u32) & 1 == 1,
                Some(_) => self.beyond,
                None => false,
            }
    }

    fn or(self, other: Self) -> Self {
        Self { ascii: self.ascii | other.ascii, beyond: self.beyond || other.beyond, empty: self.empty || other.empty }
    }
}

#[derive(Debug)]
enum Op {
    One(usize),
    /// As many of a class as there are, but at most `max` and at least `min`.
    Run {
        class: usize,
        min: usize,
        max: usize,
    },
    Branch(Vec<(First, usize)>),
    Jump(usize),
    Start,
    End,
    /// What follows up to its own `Match` holds here (`back` characters before), or does not if `negated`.
    Look {
        back: Option<usize>,
        negated: bool,
        after: usize,
    },
    Match,
}

/// A compiled expression.
#[derive(Debug)]
pub struct Pattern {
    ops: Vec<Op>,
    classes: Vec<Class>,
    first: First,
    anchored: bool,
    /// The longest match in characters, unless unbounded.
    longest: Option<usize>,
}

const MAX_OPS: usize = 100_000;

/// Steps a search may take for each byte of the text, and for any text.
const STEPS: (usize, usize) = (256, 100_000);

enum Retry {
    Branch { op: usize, next: usize, at: usize },
    Run { after: usize, least: usize, at: usize },
}

impl Pattern {
    /// Compiles an expression.
    pub fn new(source: &str) -> Result<Self, Fault> {
        let (node, classes) = parse::parse(source)?;
        let mut pattern = Self { ops: Vec::new(), first: First::default(), anchored: false, longest: None, classes };
        pattern.first = pattern.first_of(&node);
        pattern.anchored = is_anchored(&node);
        pattern.longest = node.longest();
        pattern.emit(&node)?;
        pattern.ops.push(Op::Match);
        Ok(pattern)
    }

    /// The longest possible match in characters, unless unbounded.
    pub fn longest(&self) -> Option<usize> {
        self.longest
    }

    /// The leftmost match that starts at byte `from` or later.
    pub fn search(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let mut steps = text.len() * STEPS.0 + STEPS.1;
        if self.anchored {
            return (from == 0).then(|| self.run(0, text, 0, &mut steps))?.map(|end| (0, end));
        }
        let mut at = from;
        loop {
            let next = text[at..].chars().next();
            if self.first.admits(next)
                && let Some(end) = self.run(0, text, at, &mut steps)
            {
                return Some((at, end));
            }
            at += next?.len_utf8();
        }
    }

    /// Whether the expression matches from the start of the text on.
    pub fn matches_start(&self, text: &str) -> bool {
        let mut steps = text.len() * STEPS.0 + STEPS.1;
        self.run(0, text, 0, &mut steps).is_some()
    }

    /// All matches from left to right, none overlapping.
    pub fn matches(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((start, end)) = self.search(text, from) {
            found.push((start, end));
            let step = if start == end { text[end..].chars().next().map(char::len_utf8) } else { Some(0) };
            let Some(step) = step else { break };
            from = end + step;
        }
        found
    }

    /// Where a match of the program at `pc` that starts at byte `at` ends.
    fn run(&self, pc: usize, text: &str, at: usize, steps: &mut usize) -> Option<usize> {
        let mut retries: Vec<Retry> = Vec::new();
        let (mut pc, mut at) = (pc, at);
        loop {
            *steps = steps.checked_sub(1)?;
            let next = text[at..].chars().next();
            let holds = match &self.ops[pc] {
                Op::Match => return Some(at),
                Op::One(class) => match next {
                    Some(c) if self.classes[*class].contains(c) => {
                        at += c.len_utf8();
                        pc += 1;
                        true
                    }
                    _ => false,
                },
                Op::Run { class, min, max } => {
                    let class = &self.classes[*class];
                    let (mut count, mut least, mut end) = (0, at, at);
                    for c in text[at..].chars().take(*max).take_while(|&c| class.contains(c)) {
                        count += 1;
                        end += c.len_utf8();
                        if count == *min {
                            least = end;
                        }
                    }
                    *steps = steps.saturating_sub(count);
                    pc += 1;
                    at = end;
                    if count > *min {
                        retries.push(Retry::Run { after: pc, least, at });
                    }
                    count >= *min
                }
                Op::Branch(_) => {
                    retries.push(Retry::Branch { op: pc, next: 0, at });
                    false
                }
                Op::Jump(to) => {
                    pc = *to;
                    true
                }
                Op::Start => {
                    pc += 1;
                    at == 0
                }
                Op::End => {
                    pc += 1;
                    at == text.len() || &text[at..] == "\n"
                }
                Op::Look { back, negated, after } => {
                    let found = match back {
                        None => self.run(pc + 1, text, at, steps).is_some(),
                        Some(0) => true,
                        Some(back) => text[..at]
                            .char_indices()
                            .nth_back(back - 1)
                            .is_some_and(|(from, _)| self.run(pc + 1, text, from, steps) == Some(at)),
                    };
                    pc = *after;
                    found != *negated
                }
            };
            if holds {
                continue;
            }
            loop {
                match retries.last_mut()? {
                    Retry::Branch { op, next, at: from } => {
                        let Op::Branch(branches) = &self.ops[*op] else { return None };
                        let c = text[*from..].chars().next();
                        let admitted = branches[*next..].iter().position(|(first, _)| first.admits(c));
                        at = *from;
                        if let Some(skipped) = admitted {
                            pc = branches[*next + skipped].1;
                            *next += skipped + 1;
                            if *next == branches.len() {
                                retries.pop();
                            }
                            break;
                        }
                        retries.pop();
                    }
                    Retry::Run { after, least, at: end } => {
                        *end -= text[..*end].chars().next_back().map_or(0, char::len_utf8);
                        (pc, at) = (*after, *end);
                        if *end <= *least {
                            retries.pop();
                        }
                        break;
                    }
                }
            }
        }
    }

    fn emit(&mut self, node: &Node) -> Result<(), Fault> {
        if self.ops.len() > MAX_OPS {
            return Err("a regular expression is too large".into());
        }
        match node {
            Node::Seq(nodes) => nodes.iter().try_for_each(|node| self.emit(node))?,
            Node::One(class) => self.ops.push(Op::One(*class)),
            Node::Start => self.ops.push(Op::Start),
            Node::End => self.ops.push(Op::End),
            Node::Alt(nodes) => self.emit_branches(nodes)?,
            Node::Repeat { node, min, max, greedy } => self.emit_repeat(node, *min, *max, *greedy)?,
            Node::Look { node, behind, negated } => {
                let back = if *behind {
                    let width = node.width().ok_or("a look-behind needs a fixed width")?;
                    Some(width)
                } else {
                    None
                };
                let at = self.ops.len();
                self.ops.push(Op::Look { back, negated: *negated, after: 0 });
                self.emit(node)?;
                self.ops.push(Op::Match);
                let after = self.ops.len();
                self.ops[at] = Op::Look { back, negated: *negated, after };
            }
        }
        Ok(())
    }

    fn emit_branches(&mut self, nodes: &[Node]) -> Result<(), Fault> {
        let at = self.ops.len();
        self.ops.push(Op::Branch(Vec::new()));
        let mut branches = Vec::new();
        let mut jumps = Vec::new();
        for node in nodes {
            branches.push((self.first_of(node), self.ops.len()));
            self.emit(node)?;
            jumps.push(self.ops.len());
            self.ops.push(Op::Jump(0));
        }
        let end = self.ops.len();
        for jump in jumps {
            self.ops[jump] = Op::Jump(end);
        }
        self.ops[at] = Op::Branch(branches);
        Ok(())
    }

    fn emit_repeat(&mut self, node: &Node, min: usize, max: Option<usize>, greedy: bool) -> Result<(), Fault> {
        if let (Node::One(class), true) = (node, greedy) {
            self.ops.push(Op::Run { class: *class, min, max: max.unwrap_or(usize::MAX) });
            return Ok(());
        }
        let any = First { empty: true, ..First::default() };
        let choose = |body: (First, usize), exit: usize| {
            let exit = (any, exit);
            Op::Branch(if greedy { vec![body, exit] } else { vec![exit, body] })
        };
        let first = self.first_of(node);
        for _ in 0..min {
            self.emit(node)?;
        }
        let Some(max) = max else {
            if first.empty {
                return Err("a repeated group may not match nothing".into());
            }
            let at = self.ops.len();
            self.ops.push(Op::Match);
            self.emit(node)?;
            self.ops.push(Op::Jump(at));
            self.ops[at] = choose((first, at + 1), self.ops.len());
            return Ok(());
        };
        let mut forks = Vec::new();
        for _ in min..max {
            forks.push(self.ops.len());
            self.ops.push(Op::Match);
            self.emit(node)?;
        }
        let end = self.ops.len();
        for fork in forks {
            self.ops[fork] = choose((first, fork + 1), end);
        }
        Ok(())
    }

    fn first_of(&self, node: &Node) -> First {
        match node {
            Node::One(class) => {
                let class = &self.classes[*class];
                First { ascii: if class.negated { !class.ascii } else { class.ascii }, beyond: true, empty: false }
            }
            Node::Start | Node::End | Node::Look { .. } => First { empty: true, ..First::default() },
            Node::Alt(nodes) => nodes.iter().fold(First::default(), |first, node| first.or(self.first_of(node))),
            Node::Repeat { node, min, .. } => {
                let first = self.first_of(node);
                First { empty: first.empty || *min == 0, ..first }
            }
            Node::Seq(nodes) => {
                let mut whole = First { empty: true, ..First::default() };
                for node in nodes {
                    whole.empty = false;
                    whole = whole.or(self.first_of(node));
                    if !whole.empty {
                        break;
                    }
                }
                whole
            }
        }
    }
}

fn is_anchored(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Seq(nodes) => nodes.first().is_some_and(is_anchored),
        Node::Alt(nodes) => nodes.iter().all(is_anchored),
        _ => false,
    }
}

/// The class that a letter after a backslash stands for, and whether its opposite is meant.
fn kind(letter: char) -> Option<(Kind, bool)> {
    Some(match letter {
        'd' => (unicode::is_decimal as Kind, false),
        'D' => (unicode::is_decimal, true),
        'w' => (unicode::is_word, false),
        'W' => (unicode::is_word, true),
        's' => (unicode::is_space, false),
        'S' => (unicode::is_space, true),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(pattern: &str, text: &str) -> Vec<(usize, usize)> {
        Pattern::new(pattern).unwrap().matches(text)
    }

    /// Expected answers come from Python's `re`.
    #[test]
    fn matches_as_python_does() {
        assert_eq!(all(r"\.\.+|…|(?<=[a-z])\.(?=[A-Z])", "a...b.C.d…"), [(1, 4), (5, 6), (9, 12)]);
        assert_eq!(all(r"a|ab", "ab"), [(0, 1)]);
        assert_eq!(all(r"(?<=[0-9])(?:km|k|m²)$", "5km"), [(1, 3)]);
        assert_eq!(all(r"^\+(?![0-9])", "+1"), []);
        assert_eq!(all(r"(?:ab){2,3}", "abababab"), [(0, 6)]);
        assert_eq!(all(r"[^\W\d]+", "aé1_ß"), [(0, 3), (4, 7)]);
        assert_eq!(all(r"(?i)é+", "Éé"), [(0, 4)]);
        assert_eq!(all(r"x*", "ab"), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(all(r"[\u00a1-\uffff]b?", "€b😀"), [(0, 4)]);
        assert_eq!(all(r"a{2,}?", "aaa"), [(0, 2)]);
        assert_eq!(all(r"a$", "a\n"), [(0, 1)]);
    }

    #[test]
    fn gives_up_instead_of_hanging() {
        let nested = Pattern::new("^(?:a+)+b").unwrap();
        assert!(!nested.matches_start(&"a".repeat(5000)));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for bad in [r"\b", "(", "a)", "[a", "(?P<x>a)", "(?<=a+)b", "*a", r"a{99999999}", r"\", "[z-a]", "(?:a*)*"] {
            assert!(Pattern::new(bad).is_err(), "{bad}");
        }
    }
}
