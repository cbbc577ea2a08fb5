//! The words, numbers and marks of a report, cut finer than tokens.
//!
//! "mid-2021", "10am" and "12/09/2023" are one token or several as a tokenizer likes; here they are always the same
//! pieces. Numbers have their value, words of the calendar their senses. Times and quantities read these.

use reportedly_knowledge::calendar::{self, Sense};
use reportedly_knowledge::numbers::{Numeral, numeral_of};
use reportedly_language::Doc;
use reportedly_report::Span;

/// What a lexeme is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A run of letters, or a short form with its stops ("a.m.").
    Word,
    /// A run of digits.
    Number(Digits),
    /// A single mark.
    Mark(char),
    /// A line break: nothing reaches over it.
    Break,
}

/// A number in digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Digits {
    pub value: f64,
    /// How many digits it has when it is plain, as a year is: without commas, point and ending.
    pub plain: u8,
    pub ending: Ending,
}

/// What is written at the end of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    None,
    /// "12th"
    Ordinal,
    /// "1990s"
    Plural,
}

/// One piece of a report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexeme<'d> {
    pub span: Span,
    /// The token it lies in.
    pub token: u32,
    pub text: &'d str,
    pub kind: Kind,
    pub senses: &'static [Sense],
}

/// The lexemes of a report. Every look-up past either end finds nothing.
#[derive(Debug)]
pub(crate) struct Lexemes<'d> {
    items: Vec<Lexeme<'d>>,
}

impl<'d> Lexemes<'d> {
    /// Cuts the tokens of a document.
    pub fn new(doc: &Doc<'d>) -> Self {
        let mut items = Vec::with_capacity(doc.len() + doc.len() / 4);
        for token in 0..doc.len() {
            cut(doc.text(token), doc.span(token).start, token as u32, &mut items);
        }
        Self { items }
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn get(&self, i: usize) -> Option<&Lexeme<'d>> {
        self.items.get(i)
    }

    pub fn token(&self, i: usize) -> usize {
        self.items[i].token as usize
    }

    /// The text of a word, number or mark.
    pub fn text(&self, i: usize) -> Option<&'d str> {
        self.get(i).filter(|lexeme| lexeme.kind != Kind::Break).map(|lexeme| lexeme.text)
    }

    /// Whether the word is this one, whatever its case.
    pub fn is(&self, i: usize, word: &str) -> bool {
        self.get(i).is_some_and(|lexeme| lexeme.text.eq_ignore_ascii_case(word))
    }

    /// Whether the word is one of these.
    pub fn is_any(&self, i: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(i, word))
    }

    /// Whether the lexeme before `i` is one of these words.
    pub fn after_any(&self, i: usize, words: &[&str]) -> bool {
        i > 0 && self.is_any(i - 1, words)
    }

    pub fn mark(&self, i: usize) -> Option<char> {
        match self.get(i)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub fn is_mark(&self, i: usize, marks: &str) -> bool {
        self.mark(i).is_some_and(|mark| marks.contains(mark))
    }

    pub fn is_dash(&self, i: usize) -> bool {
        self.is_mark(i, "-–—‑")
    }

    pub fn digits(&self, i: usize) -> Option<Digits> {
        match self.get(i)?.kind {
            Kind::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// A whole number in plain digits and how many digits.
    pub fn whole(&self, i: usize) -> Option<(u32, u8)> {
        let digits = self.digits(i)?;
        (digits.plain > 0 && digits.plain < 10 && digits.ending == Ending::None)
            .then_some((digits.value as u32, digits.plain))
    }

    /// Whether lexeme `i` begins where the one before it ends.
    pub fn is_glued(&self, i: usize) -> bool {
        i > 0 && self.get(i).is_some_and(|lexeme| self.items[i - 1].span.end == lexeme.span.start)
    }

    pub fn is_capital(&self, i: usize) -> bool {
        self.get(i).is_some_and(|lexeme| lexeme.text.starts_with(char::is_uppercase))
    }

    /// What `pick` takes from the senses of word `i`.
    pub fn sense<T>(&self, i: usize, pick: impl Fn(Sense) -> Option<T>) -> Option<T> {
        self.get(i)?.senses.iter().find_map(|&sense| pick(sense))
    }

    /// The numeral that word `i` is.
    pub fn numeral(&self, i: usize) -> Option<Numeral> {
        let lexeme = self.get(i).filter(|lexeme| lexeme.kind == Kind::Word)?;
        with_lower(lexeme.text, numeral_of).flatten()
    }

    /// Bytes from lexeme `start` to before lexeme `end`, which must lie after it.
    pub fn span(&self, start: usize, end: usize) -> Span {
        self.items[start].span.join(self.items[end - 1].span)
    }
}

/// Longest word that any table knows.
const LONGEST: usize = 32;

/// Calls `use_it` with the word in lower case, unless it is longer than any word we know. Only ASCII is lowered.
pub(crate) fn with_lower<T>(word: &str, use_it: impl FnOnce(&str) -> T) -> Option<T> {
    let mut buffer = [0; LONGEST];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).ok().map(use_it)
}

fn senses(word: &str) -> &'static [Sense] {
    with_lower(word, calendar::senses).unwrap_or(&[])
}

/// Cuts one token.
fn cut<'d>(text: &'d str, start: u32, token: u32, out: &mut Vec<Lexeme<'d>>) {
    let mut push = |from: usize, to: usize, kind: Kind, senses: &'static [Sense]| {
        let span = Span::new(start as usize + from, start as usize + to);
        out.push(Lexeme { span, token, text: &text[from..to], kind, senses });
    };
    if text.trim().is_empty() {
        if text.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            push(0, text.len(), Kind::Break, &[]);
        }
        return;
    }
    if text.contains(['.', '/']) {
        let whole = senses(text);
        if !whole.is_empty() {
            return push(0, text.len(), Kind::Word, whole);
        }
    }
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_ascii_digit() {
            // What follows "16." in "16.08.2023" is no decimal either.
            let after_point = at > 1 && text.as_bytes()[at - 1] == b'.' && text.as_bytes()[at - 2].is_ascii_digit();
            let (digits, len) = number(&text[at..], !after_point);
            push(at, at + len, Kind::Number(digits), &[]);
            at += len;
        } else if first.is_alphabetic() {
            let len = text[at..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - at);
            push(at, at + len, Kind::Word, senses(&text[at..at + len]));
            at += len;
        } else {
            let len = first.len_utf8();
            if !first.is_whitespace() {
                push(at, at + len, Kind::Mark(first), &[]);
            }
            at += len;
        }
    }
}

/// The number that a text begins with, and how many bytes it takes.
fn number(text: &str, may_have_decimals: bool) -> (Digits, usize) {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = run(0);
    let mut plain = end.min(u8::MAX as usize) as u8;
    if end <= 3 {
        while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
            end += 4;
            plain = 0;
        }
    }
    let decimals = if may_have_decimals && bytes.get(end) == Some(&b'.') { run(end + 1) } else { 0 };
    let past = end + 1 + decimals;
    // "16.08.2023" is a date, not a decimal.
    if decimals > 0 && !(bytes.get(past) == Some(&b'.') && run(past + 1) > 0) {
        end = past;
        plain = 0;
    }
    let cleaned: String;
    let written = if text[..end].contains(',') {
        cleaned = text[..end].replace(',', "");
        &cleaned
    } else {
        &text[..end]
    };
    let value = written.parse().unwrap_or(f64::INFINITY);
    let letters = text[end..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - end);
    let ending = match &text[end..end + letters] {
        "s" => Ending::Plural,
        "st" | "nd" | "rd" | "th" => Ending::Ordinal,
        _ => Ending::None,
    };
    if ending != Ending::None {
        end += letters;
    }
    (Digits { value, plain, ending }, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&str, Kind)> {
        let mut out = Vec::new();
        cut(text, 0, 0, &mut out);
        out.iter().map(|lexeme| (lexeme.text, lexeme.kind)).collect()
    }

    fn plain(value: f64, plain: u8) -> Kind {
        Kind::Number(Digits { value, plain, ending: Ending::None })
    }

    #[test]
    fn cuts_what_a_tokenizer_leaves_together() {
        assert_eq!(kinds("mid-2021"), [("mid", Kind::Word), ("-", Kind::Mark('-')), ("2021", plain(2021.0, 4))]);
        assert_eq!(kinds("3bn"), [("3", plain(3.0, 1)), ("bn", Kind::Word)]);
        assert_eq!(kinds("1,200"), [("1,200", plain(1200.0, 0))]);
        assert_eq!(kinds("4.5"), [("4.5", plain(4.5, 0))]);
        assert_eq!(kinds("16.08.2023").len(), 5);
        assert_eq!(kinds("a.m."), [("a.m.", Kind::Word)]);
        assert_eq!(kinds("\n\n"), [("\n\n", Kind::Break)]);
        assert_eq!(kinds(" "), []);
    }

    #[test]
    fn reads_endings() {
        let ending = |text| match kinds(text)[0].1 {
            Kind::Number(digits) => digits.ending,
            _ => panic!("{text} begins with a number"),
        };
        assert_eq!(ending("1990s"), Ending::Plural);
        assert_eq!(ending("21st"), Ending::Ordinal);
        assert_eq!(ending("21stones"), Ending::None);
    }

    #[test]
    fn survives_long_digit_runs_and_odd_letters() {
        assert_eq!(kinds(&"9".repeat(4000)).len(), 1);
        assert_eq!(kinds("5é٣").len(), 3);
    }
}
