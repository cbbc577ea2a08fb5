//! What the classifier of sentence starts looks at: tokens by class, the gaps between them, quotations and brackets.
//!
//! It sees raw tokens, before the parser. Classes stand for most words, so that little is learned by heart.

use reportedly_knowledge::abbreviations::abbreviation;
use reportedly_language::{Doc, Tokens};
use reportedly_report::Span;

use crate::learned::{Features, symbol, symbol_lower};

/// The tokens of a text that are no white space, with what lies between them.
#[derive(Debug)]
pub struct Marks<'t> {
    words: Vec<Word<'t>>,
}

#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    /// Its number among all tokens.
    token: usize,
    /// What lies before it: 0 nothing, 1 a space, 2 a line break, 3 a blank line.
    gap: u32,
    class: Class,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Edge,
    Abbreviation,
    Initial,
    Capitalized,
    Capitals,
    Small,
    Digits,
    Address,
    Stop,
    Ellipsis,
    Shout,
    Comma,
    Colon,
    Dash,
    DoubleQuote,
    OpenQuote,
    CloseQuote,
    SingleQuote,
    OpenBracket,
    CloseBracket,
    Other,
}

impl Class {
    fn of(text: &str) -> Self {
        let first = text.chars().next().unwrap_or(' ');
        match text {
            "." => return Self::Stop,
            "," => return Self::Comma,
            ":" | ";" => return Self::Colon,
            "\"" => return Self::DoubleQuote,
            "“" | "«" | "„" | "``" => return Self::OpenQuote,
            "”" | "»" | "''" => return Self::CloseQuote,
            "'" | "‘" | "’" => return Self::SingleQuote,
            "(" | "[" | "{" | "<" => return Self::OpenBracket,
            ")" | "]" | "}" | ">" => return Self::CloseBracket,
            _ => {}
        }
        if text.contains("://") || text.contains("www.") || text.contains('@') && text.len() > 1 {
            return Self::Address;
        }
        if text.starts_with("..") || first == '…' {
            return Self::Ellipsis;
        }
        if !text.contains(char::is_alphanumeric) {
            let dashes = ['-', '–', '—', '*', '•', '·', '_', '=', '~', '#', '>', '|'];
            return match first {
                '!' | '?' => Self::Shout,
                _ if dashes.contains(&first) => Self::Dash,
                _ => Self::Other,
            };
        }
        if let Some(word) = text.strip_suffix('.') {
            let single = word.chars().count() == 1;
            return match word.chars().next() {
                Some(letter) if single && letter.is_uppercase() => Self::Initial,
                _ if word.len() <= 8 && abbreviation(&word.to_lowercase()).is_some() => Self::Abbreviation,
                _ if word.contains('.') => Self::Abbreviation,
                _ => Self::Other,
            };
        }
        if first.is_numeric() {
            return Self::Digits;
        }
        if first.is_uppercase() {
            let rest = text.contains(char::is_lowercase);
            return if rest || text.chars().count() == 1 { Self::Capitalized } else { Self::Capitals };
        }
        if first.is_lowercase() { Self::Small } else { Self::Other }
    }
}

impl<'t> Marks<'t> {
    /// Over tokens not yet annotated.
    pub fn of_tokens(tokens: &Tokens<'t>) -> Self {
        Self::new(tokens.source(), (0..tokens.len()).map(|i| tokens.span(i)))
    }

    /// Over the tokens of a document.
    pub fn of_doc(doc: &Doc<'t>) -> Self {
        Self::new(doc.source(), (0..doc.len()).map(|i| doc.span(i)))
    }

    fn new(source: &'t str, spans: impl Iterator<Item = Span>) -> Self {
        let mut words = Vec::new();
        let mut end = 0;
        for (token, span) in spans.enumerate() {
            let text = span.of(source);
            if text.trim().is_empty() {
                continue;
            }
            let gap = &source[end..span.range().start];
            let breaks = gap.bytes().filter(|&byte| byte == b'\n').count();
            let gap = if breaks > 0 { breaks.min(2) as u32 + 1 } else { u32::from(!gap.is_empty()) };
            words.push(Word { text, token, gap, class: Class::of(text) });
            end = span.range().end;
        }
        Self { words }
    }

    /// For every word but the first, its token and its features.
    pub fn each(&self, mut take: impl FnMut(usize, &Features)) {
        let mut features = Features::default();
        let mut state = State::default();
        for at in 0..self.words.len() {
            if at > 0 {
                features.clear();
                self.describe(at, &state, &mut features);
                take(self.words[at].token, &features);
            }
            state.pass(&self.words[at]);
        }
    }

    fn class(&self, at: isize) -> u32 {
        usize::try_from(at).ok().and_then(|at| self.words.get(at)).map_or(Class::Edge, |word| word.class) as u32
    }

    fn describe(&self, at: usize, state: &State, features: &mut Features) {
        let word = &self.words[at];
        let i = at as isize;
        let [k, k1, k2] = [self.class(i), self.class(i + 1), self.class(i + 2)];
        let [b1, b2, b3] = [self.class(i - 1), self.class(i - 2), self.class(i - 3)];
        let gap = word.gap;
        let singles = [gap, k, k1, k2, b1, b2, b3];
        for (field, value) in singles.into_iter().enumerate() {
            features.add(1 + field as u32, [value]);
            features.add(11 + field as u32, [value, gap]);
        }
        features.add(20, [gap, b1, k]);
        features.add(21, [b1, k]);
        features.add(22, [b1, k, k1]);
        features.add(23, [b2, b1, k]);
        features.add(24, [b2, b1, k, gap]);
        features.add(25, [k, k1, gap]);
        let (this, last) = (symbol_lower(word.text), symbol_lower(self.words[at - 1].text));
        features.add(30, [this]);
        features.add(31, [last]);
        features.add(32, [symbol(word.text), b1]);
        let next = self.words.get(at + 1).map_or(1, |next| symbol_lower(next.text));
        features.add(33, [next, b1]);
        features.add(34, [last, k]);
        let behind = self.behind(at, |class| {
            matches!(class, Class::CloseQuote | Class::DoubleQuote | Class::SingleQuote | Class::CloseBracket)
        });
        features.add(40, [behind, k, gap]);
        features.add(41, [behind, b1, k, gap]);
        let note = self.behind_notes(at);
        features.add(42, [note, k, gap]);
        features.add(43, [u32::from(self.opens_note(at)), b1]);
        features.add(44, [state.quoted, b1, k]);
        features.add(45, [u32::from(state.brackets > 0), b1]);
        features.add(46, [state.since.min(8)]);
        features.add(47, [state.since.min(8), b1, k]);
    }

    /// The class before a run of closing marks.
    fn behind(&self, at: usize, closes: impl Fn(Class) -> bool) -> u32 {
        let before = self.words[..at].iter().rev().take(6).find(|word| !closes(word.class));
        before.map_or(Class::Edge, |word| word.class) as u32
    }

    /// The class before footnote marks "[12]".
    fn behind_notes(&self, at: usize) -> u32 {
        let note = |class: Class| matches!(class, Class::OpenBracket | Class::Digits | Class::CloseBracket);
        let closed = at > 0 && self.words[at - 1].class == Class::CloseBracket;
        if closed { 100 + self.behind(at, note) } else { 0 }
    }

    fn opens_note(&self, at: usize) -> bool {
        self.words[at].text == "[" && self.words.get(at + 1).is_some_and(|next| next.class == Class::Digits)
    }
}

/// What was passed on the way to a word.
#[derive(Debug, Default)]
struct State {
    quoted: u32,
    brackets: u32,
    since: u32,
}

impl State {
    fn pass(&mut self, word: &Word<'_>) {
        if word.gap >= 3 {
            *self = Self::default();
        }
        match word.class {
            Class::DoubleQuote => self.quoted = 1 - self.quoted,
            Class::OpenQuote => self.quoted = 1,
            Class::CloseQuote => self.quoted = 0,
            Class::OpenBracket => self.brackets += 1,
            Class::CloseBracket => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        let stops = matches!(word.class, Class::Stop | Class::Shout | Class::Ellipsis);
        self.since = if stops { 0 } else { self.since.saturating_add(1) };
    }
}
