//! Cuts text into tokens as the pipeline's own rules say: prefixes, suffixes, infixes and exceptions.
//!
//! Text falls into runs with and without white space. What a run is cut into depends on the run alone, and few runs
//! make up most of a text, so the answers for short ones are kept, up to a bound.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::error::Fault;
use crate::msgpack::{self, Value};
use crate::pattern::Pattern;
use crate::unicode::is_space;

/// A piece of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Length in bytes.
    pub len: u32,
    /// One more than the index of the norm that an exception gave it; 0 for none.
    pub norm: u32,
    /// Whether some exception that is matched over several tokens starts with this one.
    opens: bool,
}

/// A token as the tokenizer sees it.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    pub start: usize,
    pub piece: Piece,
    /// Whether a single space follows, which belongs to no token.
    pub space: bool,
}

/// The rules of a pipeline.
#[derive(Debug)]
pub struct Tokenizer {
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    token: Option<Pattern>,
    url: Option<Pattern>,
    exceptions: HashMap<String, Vec<Piece>>,
    /// Length of the longest exception in bytes.
    longest: usize,
    norms: Vec<String>,
    /// Exceptions that affix rules would cut, by the first of the tokens they are cut into: the texts of all.
    sequences: HashMap<String, Vec<Vec<String>>>,
    runs: RwLock<HashMap<Box<str>, Box<[Piece]>>>,
}

/// Runs that are kept, and the longest of them in bytes.
const KEPT: (usize, usize) = (1 << 16, 40);

impl Tokenizer {
    /// Reads the `tokenizer` file.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let root = msgpack::read(bytes)?;
        let pattern = |name: &str| match root.get(name) {
            None | Some(Value::Nil) => Ok(None),
            Some(value) => {
                let pattern = value.str().and_then(Pattern::new).map(Some);
                pattern.map_err(|fault| format!("{name}: {fault}"))
            }
        };
        let mut tokenizer = Self {
            prefix: pattern("prefix_search")?,
            suffix: pattern("suffix_search")?,
            infix: pattern("infix_finditer")?,
            token: pattern("token_match")?,
            url: pattern("url_match")?,
            exceptions: HashMap::new(),
            longest: 0,
            norms: Vec::new(),
            sequences: HashMap::new(),
            runs: RwLock::default(),
        };
        tokenizer.read_exceptions(root.field("exceptions")?)?;
        let fast = root.get("faster_heuristics") != Some(&Value::Bool(false));
        tokenizer.find_sequences(fast);
        Ok(tokenizer)
    }

    fn read_exceptions(&mut self, exceptions: &Value<'_>) -> Result<(), Fault> {
        const ORTH: Value<'static> = Value::Uint(65);
        const NORM: Value<'static> = Value::Uint(67);
        for (text, pieces) in exceptions.pairs() {
            let text = text.str()?;
            let mut list = Vec::new();
            let mut joined = String::new();
            for piece in pieces.items() {
                let attr = |key: &Value<'_>| piece.pairs().iter().find(|(name, _)| name == key).map(|(_, value)| value);
                let orth = attr(&ORTH).ok_or("an exception has no text")?.str()?;
                joined.push_str(orth);
                let norm = match attr(&NORM) {
                    Some(norm) => {
                        self.norms.push(norm.str()?.to_owned());
                        self.norms.len() as u32
                    }
                    None => 0,
                };
                list.push(Piece { len: orth.len() as u32, norm, opens: false });
            }
            if joined != text || text.is_empty() {
                return Err(format!("the pieces of exception \"{text}\" do not make it up"));
            }
            self.longest = self.longest.max(text.len());
            self.exceptions.insert(text.to_owned(), list);
        }
        Ok(())
    }

    /// Exceptions that a rule would cut are also matched over the tokens they are cut into.
    fn find_sequences(&mut self, fast: bool) {
        let found =
            |pattern: &Option<Pattern>, text: &str| pattern.as_ref().is_some_and(|p| p.search(text, 0).is_some());
        let mut sequences: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for text in self.exceptions.keys() {
            let is_cut = found(&self.prefix, text) || found(&self.suffix, text) || found(&self.infix, text);
            if !is_cut && !text.contains(' ') && fast {
                continue;
            }
            let mut cuts = Vec::new();
            self.cut(text, false, &mut cuts);
            let texts: Vec<String> =
                cuts.iter().map(|cut| text[cut.start..][..cut.piece.len as usize].to_owned()).collect();
            if let Some(first) = texts.first() {
                sequences.entry(first.clone()).or_default().push(texts);
            }
        }
        for (text, pieces) in &mut self.exceptions {
            let mut start = 0;
            for piece in pieces {
                piece.opens = sequences.contains_key(&text[start..][..piece.len as usize]);
                start += piece.len as usize;
            }
        }
        self.sequences = sequences;
    }

    /// The norm that an exception gave a piece.
    pub fn norm(&self, norm: u32) -> Option<&str> {
        Some(&self.norms[norm.checked_sub(1)? as usize])
    }

    /// The tokens of a text.
    pub fn tokenize(&self, text: &str) -> Vec<Cut> {
        let mut cuts = Vec::with_capacity(text.len() / 5);
        self.cut(text, true, &mut cuts);
        if cuts.iter().any(|cut| cut.piece.opens) {
            cuts = self.apply_sequences(text, cuts);
        }
        cuts
    }

    fn cut(&self, text: &str, with_exceptions: bool, cuts: &mut Vec<Cut>) {
        let mut new: Vec<(Box<str>, Box<[Piece]>)> = Vec::new();
        let kept = self.runs.read().unwrap_or_else(PoisonError::into_inner);
        let mut pieces = Vec::new();
        let mut add = |run: std::ops::Range<usize>, cuts: &mut Vec<Cut>| {
            let mut start = run.start;
            let run = &text[run];
            let known = if with_exceptions { kept.get(run) } else { None };
            let list = match known {
                Some(list) => list,
                None => {
                    pieces.clear();
                    self.split(run, with_exceptions, &mut pieces);
                    if with_exceptions && run.len() <= KEPT.1 {
                        new.push((run.into(), pieces.clone().into()));
                    }
                    &pieces[..]
                }
            };
            for &piece in list {
                cuts.push(Cut { start, piece, space: false });
                start += piece.len as usize;
            }
        };
        let mut start = 0;
        let mut in_space = text.chars().next().is_some_and(is_space);
        for (at, c) in text.char_indices() {
            if is_space(c) == in_space {
                continue;
            }
            if start < at {
                add(start..at, cuts);
            }
            start = at;
            if c == ' '
                && let Some(last) = cuts.last_mut()
            {
                last.space = true;
                start += 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            add(start..text.len(), cuts);
        }
        drop(kept);
        if !new.is_empty() {
            let mut kept = self.runs.write().unwrap_or_else(PoisonError::into_inner);
            if kept.len() + new.len() > KEPT.0 {
                kept.clear();
            }
            kept.extend(new.into_iter().take(KEPT.0));
        }
    }

    fn exception(&self, text: &str, with_exceptions: bool) -> Option<&Vec<Piece>> {
        if with_exceptions && text.len() <= self.longest { self.exceptions.get(text) } else { None }
    }

    /// Cuts one run.
    fn split(&self, run: &str, with_exceptions: bool, out: &mut Vec<Piece>) {
        let exception = |text| self.exception(text, with_exceptions);
        if let Some(pieces) = exception(run) {
            out.extend(pieces);
            return;
        }
        let mut rest = run;
        let mut suffixes = Vec::new();
        let mut last = usize::MAX;
        while !rest.is_empty() && rest.len() != last {
            if exception(rest).is_some() || self.token.as_ref().is_some_and(|token| token.matches_start(rest)) {
                break;
            }
            last = rest.len();
            let prefix = self.prefix_len(rest);
            let without = &rest[prefix..];
            if prefix > 0 && exception(without).is_some() {
                out.push(self.piece(&rest[..prefix]));
                rest = without;
                break;
            }
            let suffix = self.suffix_len(without);
            let kept = &rest[..rest.len() - suffix];
            if suffix > 0 && exception(kept).is_some() {
                suffixes.push(&rest[kept.len()..]);
                rest = kept;
                break;
            }
            // The suffix was looked for after the prefix, so the two never overlap.
            if prefix > 0 {
                out.push(self.piece(&rest[..prefix]));
            }
            if suffix > 0 {
                suffixes.push(&rest[kept.len()..]);
            }
            rest = &rest[prefix..kept.len()];
        }
        if let Some(pieces) = exception(rest) {
            out.extend(pieces);
        } else if !rest.is_empty() {
            self.split_infixes(rest, out);
        }
        out.extend(suffixes.iter().rev().map(|suffix| self.piece(suffix)));
    }

    fn split_infixes(&self, text: &str, out: &mut Vec<Piece>) {
        let is_whole = |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(|pattern| pattern.matches_start(text));
        let mut start = 0;
        if !is_whole(&self.token) && !is_whole(&self.url) {
            for (from, to) in self.infix.as_ref().map_or(Vec::new(), |infix| infix.matches(text)) {
                if from == 0 {
                    continue;
                }
                out.extend(
                    [&text[start..from], &text[from..to]].iter().filter(|t| !t.is_empty()).map(|t| self.piece(t)),
                );
                start = to;
            }
        }
        if start < text.len() {
            out.push(self.piece(&text[start..]));
        }
    }

    fn piece(&self, text: &str) -> Piece {
        Piece { len: text.len() as u32, norm: 0, opens: self.sequences.contains_key(text) }
    }

    fn prefix_len(&self, text: &str) -> usize {
        self.prefix.as_ref().and_then(|prefix| prefix.search(text, 0)).map_or(0, |(start, end)| end - start)
    }

    /// Length of the suffix. Only the end of the text is searched, and more of it where a match fills all of that.
    fn suffix_len(&self, text: &str) -> usize {
        let Some(suffix) = &self.suffix else { return 0 };
        let mut window = suffix.longest().unwrap_or(0).max(32);
        loop {
            let from = text.char_indices().nth_back(window - 1).map_or(0, |(at, _)| at);
            match suffix.search(text, from) {
                Some((start, _)) if start == from && from > 0 => window *= 2,
                found => return found.map_or(0, |(start, end)| end - start),
            }
        }
    }

    /// Matches exceptions over tokens: the longest first, of equals the leftmost, none overlapping.
    fn apply_sequences(&self, text: &str, cuts: Vec<Cut>) -> Vec<Cut> {
        let text_of = |cut: &Cut| &text[cut.start..][..cut.piece.len as usize];
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for (i, cut) in cuts.iter().enumerate().filter(|(_, cut)| cut.piece.opens) {
            for texts in self.sequences.get(text_of(cut)).into_iter().flatten() {
                let tokens = cuts.get(i..i + texts.len());
                if tokens.is_some_and(|tokens| tokens.iter().zip(texts).all(|(cut, text)| text_of(cut) == text)) {
                    spans.push((i, i + texts.len()));
                }
            }
        }
        spans.sort_unstable_by_key(|&(start, end)| (usize::MAX - (end - start), start));
        spans.dedup();
        let mut seen = vec![false; cuts.len()];
        let mut ends = vec![0; cuts.len()];
        for (start, end) in spans {
            if !seen[start] && !seen[end - 1] {
                ends[start] = end;
            }
            seen[start..end].fill(true);
        }
        let mut out = Vec::with_capacity(cuts.len());
        let mut i = 0;
        while i < cuts.len() {
            let end = ends[i].max(i + 1);
            let last = cuts[end - 1];
            let surface = &text[cuts[i].start..last.start + last.piece.len as usize];
            match self.exceptions.get(surface).filter(|_| ends[i] > 0) {
                Some(pieces) => {
                    let mut start = cuts[i].start;
                    for &piece in pieces {
                        out.push(Cut { start, piece, space: false });
                        start += piece.len as usize;
                    }
                    if let Some(cut) = out.last_mut() {
                        cut.space = last.space;
                    }
                }
                None => out.extend_from_slice(&cuts[i..end]),
            }
            i = end;
        }
        out
    }
}
