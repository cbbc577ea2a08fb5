//! Quotation marks, paired: deterministic geometry that entities and attributions share.
//!
//! Marks are read from the characters, paragraph by paragraph, in every style news is printed in: straight, curly,
//! low, guillemets both ways round, corner brackets, doubled back-ticks, single marks, and the dashes of a dialogue.
//! A mark that is never closed holds to the end of its paragraph; a paragraph that then repeats the opening mark
//! continues the same speech. Single marks count only in pairs, since most of them are apostrophes.
//! Whether a quotation is speech, a title or scare quotes is not decided here.

mod marks;

use std::ops::Range;

use reportedly_language::Doc;
use reportedly_report::{Block, Span};

pub use marks::Style;

/// One quotation, marks included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// From the opening mark to past the closing one, or to the end of the paragraph.
    pub span: Span,
    /// The tokens of the span, marks included.
    pub tokens: Range<usize>,
    /// Which marks it has.
    pub style: Style,
    /// Whether the closing mark is there.
    pub closed: bool,
    /// The quotation it stands in.
    pub parent: Option<usize>,
    /// The quotation of an earlier paragraph that this one goes on with, since it was never closed and its mark is
    /// repeated.
    pub continues: Option<usize>,
}

/// The quotations of a report, numbered in order of their opening marks.
#[derive(Debug, Default)]
pub struct Quotes {
    quotes: Vec<Quote>,
    /// One more than the number of the outermost and innermost quotation of each token; 0 for none.
    outer: Vec<u32>,
    inner: Vec<u32>,
    marks: Vec<bool>,
}

impl Quotes {
    /// All quotations.
    pub fn all(&self) -> &[Quote] {
        &self.quotes
    }

    /// A quotation by its number.
    pub fn get(&self, number: usize) -> &Quote {
        &self.quotes[number]
    }

    /// The number of the outermost quotation that holds a token, its marks included.
    pub fn at(&self, token: usize) -> Option<usize> {
        (self.outer[token] as usize).checked_sub(1)
    }

    /// The number of the innermost quotation that holds a token.
    pub fn innermost(&self, token: usize) -> Option<usize> {
        (self.inner[token] as usize).checked_sub(1)
    }

    /// Whether a token stands in a quotation.
    pub fn is_quoted(&self, token: usize) -> bool {
        self.outer[token] != 0
    }

    /// Whether a token is a mark that opens or closes a quotation.
    pub fn is_mark(&self, token: usize) -> bool {
        self.marks[token]
    }

    /// The first quotation of the speech that this one goes on with; itself when it begins one.
    pub fn speech(&self, number: usize) -> usize {
        std::iter::successors(Some(number), |&at| self.quotes[at].continues).last().unwrap_or(number)
    }
}

/// Pairs the quotation marks of a report.
pub fn read(doc: &Doc<'_>, blocks: &[Block]) -> Quotes {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut unclosed: Option<usize> = None;
    for paragraph in paragraphs(doc.source(), blocks) {
        let first = quotes.len();
        let mut pairs = marks::pairs(doc.source(), paragraph);
        pairs.sort_by_key(|pair| (pair.span.start, std::cmp::Reverse(pair.span.end)));
        let mut open: Vec<usize> = Vec::new();
        for pair in pairs {
            while open.last().is_some_and(|&at: &usize| quotes[at].span.end <= pair.span.start) {
                open.pop();
            }
            let lead = Span { start: paragraph.start, end: pair.span.start };
            let starts_paragraph = lead.of(doc.source()).trim().is_empty();
            let continues = unclosed.filter(|&at| {
                quotes.len() == first && starts_paragraph && pair.style.goes_on_as() == quotes[at].style.goes_on_as()
            });
            open.push(quotes.len());
            let parent = open.len().checked_sub(2).map(|at| open[at]);
            let tokens = doc.tokens_in(pair.span);
            quotes.push(Quote { span: pair.span, tokens, style: pair.style, closed: pair.closed, parent, continues });
        }
        if paragraph.of(doc.source()).trim().is_empty() {
            continue;
        }
        let last = (first..quotes.len()).rev().find(|&at| quotes[at].parent.is_none());
        unclosed = last.filter(|&at| !quotes[at].closed);
    }
    number_tokens(doc, quotes)
}

fn number_tokens(doc: &Doc<'_>, quotes: Vec<Quote>) -> Quotes {
    let n = doc.len();
    let (mut outer, mut inner, mut is_mark) = (vec![0; n], vec![0; n], vec![false; n]);
    for (number, quote) in quotes.iter().enumerate() {
        for token in quote.tokens.clone() {
            if outer[token] == 0 {
                outer[token] = number as u32 + 1;
            }
            inner[token] = number as u32 + 1;
        }
        if quote.style == Style::Dash {
            continue;
        }
        let has_word = |token: usize| doc.text(token).chars().any(char::is_alphanumeric);
        if let Some(open) = quote.tokens.clone().next().filter(|&token| !has_word(token)) {
            is_mark[open] = true;
        }
        if let Some(close) = quote.tokens.clone().last().filter(|&token| quote.closed && !has_word(token)) {
            is_mark[close] = true;
        }
    }
    Quotes { quotes, outer, inner, marks: is_mark }
}

/// The paragraphs of a text: its blocks, and the lines of what lies outside them.
pub fn paragraphs(text: &str, blocks: &[Block]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    let lines = |from: usize, to: usize, spans: &mut Vec<Span>| {
        let mut start = from;
        for line in text[from..to].split_inclusive('\n') {
            let span = Span::new(start, start + line.len()).trimmed(text);
            start += line.len();
            if !span.is_empty() {
                spans.push(span);
            }
        }
    };
    for block in blocks {
        let range = block.span.range();
        if range.start < at || range.is_empty() {
            continue;
        }
        lines(at, range.start, &mut spans);
        spans.push(block.span);
        at = range.end;
    }
    lines(at, text.len(), &mut spans);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use reportedly_language::{Labels, Pool, Token};

    /// A document whose tokens are words and single marks.
    fn doc(text: &str) -> Doc<'_> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut pool = Pool::default();
        let mut word: Option<usize> = None;
        let mut push = |start: usize, end: usize| {
            let lower = pool.add(&text[start..end].to_lowercase());
            let head = tokens.len() as u32;
            tokens.push(Token { span: Span::new(start, end), head, lower, lemma: lower, ..Token::default() });
        };
        for (at, c) in text.char_indices() {
            let inside = c.is_alphanumeric()
                || ((c == '\'' || c == '’')
                    && word.is_some()
                    && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric));
            match (inside, word) {
                (true, None) => word = Some(at),
                (false, Some(start)) => {
                    push(start, at);
                    word = None;
                }
                _ => {}
            }
            if !inside && !c.is_whitespace() {
                push(at, at + c.len_utf8());
            }
        }
        if let Some(start) = word {
            push(start, text.len());
        }
        let starts = vec![false; tokens.len()];
        Doc::new(text, Labels::default().into(), pool, tokens, Vec::new(), &starts, Vec::new())
    }

    fn quoted(text: &str) -> Vec<String> {
        let doc = doc(text);
        read(&doc, &[]).all().iter().map(|quote| quote.span.of(text).to_owned()).collect()
    }

    #[test]
    fn every_style_of_marks() {
        let table = include_str!("../tests/tables/quotes.md");
        let mut cases = 0;
        for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| text")) {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let text = cells[0].replace("\\n", "\n");
            let expected: Vec<&str> = cells[1].split(" ‖ ").map(str::trim).filter(|cell| *cell != "-").collect();
            assert_eq!(quoted(&text), expected, "{text}");
            cases += 1;
        }
        assert!(cases >= 20, "the table was not read: {cases} cases");
    }

    #[test]
    fn repeated_marks_join_paragraphs_into_one_speech() {
        let text =
            "“The dam holds,” she said. “We looked.\n\n“We shall look again.\n\n“And again.”\n\n“Who else?” he asked.";
        let doc = doc(text);
        let quotes = read(&doc, &[]);
        let speech: Vec<usize> = (0..quotes.all().len()).map(|number| quotes.speech(number)).collect();
        assert_eq!(speech, [0, 1, 1, 1, 4]);
    }

    #[test]
    fn tokens_know_their_outer_and_inner_quotation() {
        let text = "“He told me ‘no deal’ twice,” she said.";
        let doc = doc(text);
        let quotes = read(&doc, &[]);
        let deal = (0..doc.len()).find(|&i| doc.text(i) == "deal").expect("in the text");
        assert_eq!((quotes.at(deal), quotes.innermost(deal)), (Some(0), Some(1)));
        assert_eq!(quotes.get(1).parent, Some(0));
        assert!(quotes.is_mark(0) && !quotes.is_mark(1) && !quotes.is_quoted(doc.len() - 1));
    }

    #[test]
    fn odd_texts_do_no_harm() {
        for text in
            ["", "\"", "''", "“”", "\n\n\"\n\"", "' ' '", "»«»", "— — —", "“““", "”””", "\u{301}\"\u{301}", "🦀\"🦀"]
        {
            let doc = doc(text);
            for quote in read(&doc, &[]).all() {
                assert!(quote.span.end as usize <= text.len());
            }
        }
        let long = "\"a' ".repeat(50_000);
        let doc = doc(&long);
        read(&doc, &[]);
    }
}
