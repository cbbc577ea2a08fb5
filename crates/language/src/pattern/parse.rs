//! From the text of an expression to its tree.

use super::{Class, kind};
use crate::error::Fault;

#[derive(Debug)]
pub enum Node {
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    One(usize),
    Start,
    End,
    Repeat { node: Box<Node>, min: usize, max: Option<usize>, greedy: bool },
    Look { node: Box<Node>, behind: bool, negated: bool },
}

const MAX_DEPTH: usize = 50;
const MAX_REPEAT: usize = 1000;

impl Node {
    /// The one length in characters of all matches, if there is one.
    pub fn width(&self) -> Option<usize> {
        match self {
            Node::One(_) => Some(1),
            Node::Start | Node::End | Node::Look { .. } => Some(0),
            Node::Seq(nodes) => nodes.iter().map(Node::width).sum(),
            Node::Alt(nodes) => {
                let mut widths = nodes.iter().map(Node::width);
                let first = widths.next()??;
                widths.all(|width| width == Some(first)).then_some(first)
            }
            Node::Repeat { node, min, max, .. } => (Some(*min) == *max).then(|| Some(node.width()? * min))?,
        }
    }

    /// The longest match in characters, unless unbounded.
    pub fn longest(&self) -> Option<usize> {
        match self {
            Node::One(_) => Some(1),
            Node::Start | Node::End | Node::Look { .. } => Some(0),
            Node::Seq(nodes) => nodes.iter().map(Node::longest).sum(),
            Node::Alt(nodes) => nodes.iter().map(Node::longest).try_fold(0, |most, next| Some(most.max(next?))),
            Node::Repeat { node, max, .. } => Some(node.longest()? * (*max)?),
        }
    }
}

/// The tree of an expression and the classes its nodes refer to.
pub fn parse(source: &str) -> Result<(Node, Vec<Class>), Fault> {
    let mut parser = Parser { rest: source, classes: Vec::new(), ignore_case: false };
    let node = parser.alternatives(0)?;
    if parser.rest.is_empty() { Ok((node, parser.classes)) } else { Err(parser.unknown()) }
}

struct Parser<'s> {
    rest: &'s str,
    classes: Vec<Class>,
    ignore_case: bool,
}

impl Parser<'_> {
    fn unknown(&self) -> Fault {
        let near: String = self.rest.chars().take(12).collect();
        format!("a regular expression has something this runtime does not know near \"{near}\"")
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest.strip_prefix(text);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn next(&mut self) -> Result<char, Fault> {
        let c = self.rest.chars().next().ok_or("a regular expression ends too early")?;
        self.rest = &self.rest[c.len_utf8()..];
        Ok(c)
    }

    fn alternatives(&mut self, depth: usize) -> Result<Node, Fault> {
        if depth > MAX_DEPTH {
            return Err("a regular expression is nested too deep".into());
        }
        let mut nodes = vec![self.sequence(depth)?];
        while self.eat("|") {
            nodes.push(self.sequence(depth)?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Alt(nodes) })
    }

    fn sequence(&mut self, depth: usize) -> Result<Node, Fault> {
        let mut nodes = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            if let Some(node) = self.atom(depth)? {
                let node = self.repeated(node)?;
                nodes.push(node);
            }
        }
        Ok(Node::Seq(nodes))
    }

    fn repeated(&mut self, node: Node) -> Result<Node, Fault> {
        let (min, max) = match self.rest.chars().next() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => return self.counted(node),
            _ => return Ok(node),
        };
        self.next()?;
        self.repeat(node, min, max)
    }

    /// `{2}`, `{2,}` or `{2,3}`; as in Python, a brace that is none of these stands for itself.
    fn counted(&mut self, node: Node) -> Result<Node, Fault> {
        let Some((inside, rest)) = self.rest[1..].split_once('}') else { return Ok(node) };
        let (min, max) = inside.split_once(',').unwrap_or((inside, inside));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(min) || !digits(max) || inside.trim_matches(',').is_empty() {
            return Ok(node);
        }
        let count = |text: &str| text.parse().ok().filter(|&count| count <= MAX_REPEAT).ok_or_else(|| self.unknown());
        let min = if min.is_empty() { 0 } else { count(min)? };
        let max = if max.is_empty() { None } else { Some(count(max)?) };
        if max.is_some_and(|max| max < min) {
            return Err(self.unknown());
        }
        self.rest = rest;
        self.repeat(node, min, max)
    }

    fn repeat(&mut self, node: Node, min: usize, max: Option<usize>) -> Result<Node, Fault> {
        if matches!(node, Node::Start | Node::End | Node::Look { .. }) || self.rest.starts_with(['*', '+']) {
            return Err(self.unknown());
        }
        let greedy = !self.eat("?");
        Ok(Node::Repeat { node: Box::new(node), min, max, greedy })
    }

    /// The next atom; nothing where only flags were set.
    fn atom(&mut self, depth: usize) -> Result<Option<Node>, Fault> {
        if self.rest.starts_with(['*', '+', '?']) {
            return Err(self.unknown());
        }
        Ok(Some(match self.next()? {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => {
                let newline = Class { ascii: 1 << 10, negated: true, ..Class::default() };
                self.class(newline)
            }
            '[' => self.set()?,
            '(' => return self.group(depth),
            '\\' => self.escaped()?,
            c => self.literal(c),
        }))
    }

    fn group(&mut self, depth: usize) -> Result<Option<Node>, Fault> {
        let look = |behind, negated| Some((behind, negated));
        let look = if self.eat("?:") {
            None
        } else if self.eat("?=") {
            look(false, false)
        } else if self.eat("?!") {
            look(false, true)
        } else if self.eat("?<=") {
            look(true, false)
        } else if self.eat("?<!") {
            look(true, true)
        } else if self.rest.starts_with('?') {
            let (flags, rest) = self.rest.split_once(')').ok_or_else(|| self.unknown())?;
            if !flags[1..].chars().all(|flag| "iu".contains(flag)) {
                return Err(self.unknown());
            }
            self.ignore_case |= flags.contains('i');
            self.rest = rest;
            return Ok(None);
        } else {
            None
        };
        let node = self.alternatives(depth + 1)?;
        if !self.eat(")") {
            return Err("a group of a regular expression is not closed".into());
        }
        Ok(Some(match look {
            Some((behind, negated)) => Node::Look { node: Box::new(node), behind, negated },
            None => node,
        }))
    }

    fn escaped(&mut self) -> Result<Node, Fault> {
        let before = self.rest;
        let c = self.next()?;
        if let Some((kind, negated)) = kind(c) {
            let mut class = Class { negated, ..Class::default() };
            class.add_kind(kind);
            return Ok(self.class(class));
        }
        self.rest = before;
        let c = self.escape()?;
        Ok(self.literal(c))
    }

    /// A character written after a backslash.
    fn escape(&mut self) -> Result<char, Fault> {
        let before = self.rest;
        let code = |parser: &mut Self, digits: usize| {
            let (hex, rest) = parser.rest.split_at_checked(digits)?;
            parser.rest = rest;
            char::from_u32(u32::from_str_radix(hex, 16).ok()?)
        };
        let c = match self.next()? {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'f' => Some('\x0c'),
            'v' => Some('\x0b'),
            'x' => code(self, 2),
            'u' => code(self, 4),
            'U' => code(self, 8),
            c if !c.is_ascii_alphanumeric() => Some(c),
            _ => None,
        };
        c.ok_or_else(|| {
            self.rest = before;
            self.unknown()
        })
    }

    fn literal(&mut self, c: char) -> Node {
        let mut class = Class::default();
        class.add(c, c);
        self.class(class)
    }

    fn class(&mut self, mut class: Class) -> Node {
        class.ignore_case = self.ignore_case;
        class.close();
        self.classes.push(class);
        Node::One(self.classes.len() - 1)
    }

    fn set(&mut self) -> Result<Node, Fault> {
        let mut class = Class { negated: self.eat("^"), ..Class::default() };
        let mut first = true;
        while first || !self.rest.starts_with(']') {
            first = false;
            let Some(start) = self.member(&mut class)? else { continue };
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let end = if is_range {
                self.next()?;
                self.member(&mut class)?.filter(|&end| end >= start).ok_or_else(|| self.unknown())?
            } else {
                start
            };
            class.add(start, end);
        }
        self.next()?;
        Ok(self.class(class))
    }

    /// A character of a set; nothing where it was a class such as `\d`, which is added at once.
    fn member(&mut self, class: &mut Class) -> Result<Option<char>, Fault> {
        let c = self.next()?;
        if c != '\\' {
            return Ok(Some(c));
        }
        match self.rest.chars().next().and_then(kind) {
            Some((kind, false)) => {
                self.next()?;
                class.add_kind(kind);
                Ok(None)
            }
            Some((_, true)) => {
                let letter = self.next()?;
                class.add_negated_kind(letter);
                Ok(None)
            }
            None => self.escape().map(Some),
        }
    }
}

impl Class {
    fn add(&mut self, first: char, last: char) {
        for c in first as u32..=(last as u32).min(127) {
            self.ascii |= 1 << c;
        }
        if !last.is_ascii() {
            self.ranges.push((first.max('\u{80}'), last));
        }
    }

    fn add_kind(&mut self, kind: fn(char) -> bool) {
        self.ascii |= (0..128u8).filter(|&c| kind(c.into())).fold(0, |set, c| set | 1 << c);
        self.kinds.push(kind);
    }

    fn add_negated_kind(&mut self, letter: char) {
        self.add_kind(match letter {
            'D' => |c| !crate::unicode::is_decimal(c),
            'W' => |c| !crate::unicode::is_word(c),
            _ => |c| !crate::unicode::is_space(c),
        });
    }

    /// Sorts and joins the ranges, and folds ASCII letters where case does not count.
    fn close(&mut self) {
        self.ranges.sort_unstable();
        let mut joined: Vec<(char, char)> = Vec::with_capacity(self.ranges.len());
        for &(first, last) in &self.ranges {
            match joined.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        self.ranges = joined;
        if self.ignore_case {
            const UPPER: u128 = ((1 << 26) - 1) << b'A';
            self.ascii |= (self.ascii & UPPER) << 32 | (self.ascii >> 32 & UPPER);
        }
    }
}
