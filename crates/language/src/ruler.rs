//! The attribute ruler: tables of the pipeline that map tags, words and relations to parts of speech and morphology.

use std::collections::HashMap;

use crate::doc::{Labels, Pos};
use crate::error::Fault;
use crate::msgpack::{self, Value};
use crate::parser::intern;
use crate::pattern::Pattern;

/// What a rule may look at of a token.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Index into the tags.
    pub tag: u16,
    /// Index into the relations.
    pub dep: u16,
    /// The text in lower case.
    pub lower: &'a str,
    /// The text.
    pub text: &'a str,
    /// Whether it is white space.
    pub is_space: bool,
}

/// What the rules say of a token; nothing where they are silent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Set {
    pub tag: Option<u16>,
    pub dep: Option<u16>,
    pub pos: Option<Pos>,
    /// Index into the morphologies.
    pub morph: Option<u16>,
    /// Index into the ruler's lemmas.
    pub lemma: Option<u16>,
}

/// The rules of a pipeline.
#[derive(Debug)]
pub struct Ruler {
    rules: Vec<Rule>,
    lemmas: Vec<String>,
    sequences: Vec<Sequence>,
    /// Sequences to try by the lower-case form of their first token, by its tag, and for any token.
    by_lower: HashMap<String, Vec<u32>>,
    by_tag: Vec<Vec<u32>>,
    others: Vec<u32>,
}

#[derive(Debug)]
struct Rule {
    set: Set,
    /// Which token of a match is meant; from the end if negative.
    index: i64,
}

/// One alternative of a rule.
#[derive(Debug)]
struct Sequence {
    rule: u32,
    tokens: Vec<Vec<Condition>>,
}

#[derive(Debug)]
enum Condition {
    /// Marks the tags (or relations) that fit.
    Tag(Vec<bool>),
    Dep(Vec<bool>),
    Lower(Text),
    Text(Text),
    IsSpace(bool),
}

#[derive(Debug)]
enum Text {
    In(Vec<String>),
    NotIn(Vec<String>),
    Matches(Pattern),
}

impl Text {
    fn fits(&self, text: &str) -> bool {
        match self {
            Text::In(list) => list.iter().any(|item| item == text),
            Text::NotIn(list) => !list.iter().any(|item| item == text),
            Text::Matches(pattern) => pattern.search(text, 0).is_some(),
        }
    }
}

impl Condition {
    fn fits(&self, token: &Seen<'_>) -> bool {
        match self {
            Condition::Tag(marks) => marks.get(token.tag as usize) == Some(&true),
            Condition::Dep(marks) => marks.get(token.dep as usize) == Some(&true),
            Condition::Lower(text) => text.fits(token.lower),
            Condition::Text(text) => text.fits(token.text),
            Condition::IsSpace(is_space) => *is_space == token.is_space,
        }
    }
}

impl Ruler {
    /// Reads the rules; tags, relations and morphologies that only they name are added to `labels`.
    pub fn read(bytes: &[u8], labels: &mut Labels) -> Result<Self, Fault> {
        let root = msgpack::read(bytes)?;
        let mut lemmas = Vec::new();
        let mut rules = Vec::new();
        for (number, rule) in root.items().iter().enumerate() {
            let set = read_set(rule.field("attrs")?, labels, &mut lemmas);
            let set = set.map_err(|fault| format!("rule {number}: {fault}"))?;
            rules.push(Rule { set, index: rule.get("index").and_then(Value::int).unwrap_or(0) });
        }
        if lemmas.len() > usize::from(u16::MAX) {
            return Err("there are too many lemmas".into());
        }
        let mut sequences = Vec::new();
        for (number, rule) in root.items().iter().enumerate() {
            for pattern in rule.field("patterns")?.items() {
                let tokens: Result<Vec<_>, Fault> =
                    pattern.items().iter().map(|token| read_token(token, labels)).collect();
                let tokens = tokens.map_err(|fault| format!("rule {number}: {fault}"))?;
                let index = rules[number].index;
                if !(-(tokens.len() as i64)..tokens.len() as i64).contains(&index) {
                    return Err(format!("rule {number} sets token {index}, which its pattern does not have"));
                }
                sequences.push(Sequence { rule: number as u32, tokens });
            }
        }
        let mut ruler = Self {
            rules,
            lemmas,
            sequences,
            by_lower: HashMap::new(),
            by_tag: vec![Vec::new(); labels.tags.len()],
            others: Vec::new(),
        };
        ruler.index();
        Ok(ruler)
    }

    /// A lemma that a rule set.
    pub fn lemma(&self, index: u16) -> &str {
        &self.lemmas[index as usize]
    }

    fn index(&mut self) {
        for (number, sequence) in self.sequences.iter().enumerate() {
            let number = number as u32;
            let conditions = &sequence.tokens[0];
            let lower = conditions.iter().find_map(|condition| match condition {
                Condition::Lower(Text::In(list)) => Some(list),
                _ => None,
            });
            let tags = conditions.iter().find_map(|condition| match condition {
                Condition::Tag(marks) => Some(marks),
                _ => None,
            });
            if let Some(list) = lower {
                for lower in list {
                    self.by_lower.entry(lower.clone()).or_default().push(number);
                }
            } else if let Some(marks) = tags {
                for (tag, _) in marks.iter().enumerate().filter(|(_, fits)| **fits) {
                    self.by_tag[tag].push(number);
                }
            } else {
                self.others.push(number);
            }
        }
    }

    /// What the rules say of each of some tokens. All are matched before any is applied; later rules
    /// override earlier ones.
    pub fn sets(&self, tokens: &[Seen<'_>]) -> Vec<Set> {
        let mut matches: Vec<(u32, usize, usize)> = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            let by_lower = self.by_lower.get(token.lower).map_or(&[][..], |list| list);
            let by_tag = self.by_tag.get(token.tag as usize).map_or(&[][..], |list| list);
            for &number in by_lower.iter().chain(by_tag).chain(&self.others) {
                let sequence = &self.sequences[number as usize];
                let Some(window) = tokens.get(i..i + sequence.tokens.len()) else { continue };
                let mut pairs = sequence.tokens.iter().zip(window);
                if pairs.all(|(conditions, token)| conditions.iter().all(|condition| condition.fits(token))) {
                    matches.push((sequence.rule, i, i + sequence.tokens.len()));
                }
            }
        }
        matches.sort_unstable();
        let mut sets = vec![Set::default(); tokens.len()];
        for (rule, start, end) in matches {
            let Rule { set, index } = &self.rules[rule as usize];
            let at = if *index < 0 { end as i64 + index } else { start as i64 + index };
            sets[at as usize].override_with(set);
        }
        sets
    }
}

impl Set {
    fn override_with(&mut self, other: &Set) {
        self.tag = other.tag.or(self.tag);
        self.dep = other.dep.or(self.dep);
        self.pos = other.pos.or(self.pos);
        self.morph = other.morph.or(self.morph);
        self.lemma = other.lemma.or(self.lemma);
    }
}

fn read_set(attrs: &Value<'_>, labels: &mut Labels, lemmas: &mut Vec<String>) -> Result<Set, Fault> {
    let mut set = Set::default();
    for (name, value) in attrs.pairs() {
        let value = value.str()?;
        match name.str()? {
            "TAG" => set.tag = Some(intern(&mut labels.tags, value)),
            "DEP" => set.dep = Some(intern(&mut labels.deps, value)),
            "POS" => set.pos = Some(Pos::parse(value).ok_or_else(|| format!("part of speech {value} is not known"))?),
            "MORPH" => set.morph = Some(intern(&mut labels.morphs, if value == "_" { "" } else { value })),
            "LEMMA" => set.lemma = Some(intern(lemmas, value)),
            other => return Err(format!("attribute {other} is not known")),
        }
    }
    Ok(set)
}

fn read_token(token: &Value<'_>, labels: &Labels) -> Result<Vec<Condition>, Fault> {
    let mut conditions = Vec::new();
    for (name, value) in token.pairs() {
        let name = name.str()?;
        if let ("IS_SPACE", Value::Bool(is_space)) = (name, value) {
            conditions.push(Condition::IsSpace(*is_space));
            continue;
        }
        let texts = match value {
            Value::Map(pairs) => {
                let texts: Result<Vec<Text>, Fault> =
                    pairs.iter().map(|(kind, value)| read_text(kind, value)).collect();
                texts?
            }
            value => vec![Text::In(vec![value.str()?.to_owned()])],
        };
        for text in texts {
            let marks = |list: &[String]| list.iter().map(|label| text.fits(label)).collect();
            conditions.push(match name {
                "TAG" => Condition::Tag(marks(&labels.tags)),
                "DEP" => Condition::Dep(marks(&labels.deps)),
                "LOWER" => Condition::Lower(text),
                "TEXT" | "ORTH" => Condition::Text(text),
                other => return Err(format!("condition {other} is not known")),
            });
        }
    }
    if token.pairs().is_empty() {
        return Err("a token without conditions is not known".into());
    }
    Ok(conditions)
}

fn read_text(kind: &Value<'_>, value: &Value<'_>) -> Result<Text, Fault> {
    let list = || value.items().iter().map(|item| item.str().map(str::to_owned)).collect::<Result<Vec<_>, Fault>>();
    Ok(match kind.str()? {
        "IN" => Text::In(list()?),
        "NOT_IN" => Text::NotIn(list()?),
        "REGEX" => Text::Matches(Pattern::new(value.str()?)?),
        other => return Err(format!("condition {other} is not known")),
    })
}
