//! Which characters of a paragraph open and close quotations.

use reportedly_report::Span;

/// The marks of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `"…"`
    Straight,
    /// `“…”`, also `”…”`.
    Curly,
    /// `„…“` and `„…”`.
    Low,
    /// `«…»` and `‹…›`.
    Guillemets,
    /// `»…«` and `›…‹`.
    GuillemetsInward,
    /// `「…」` and `『…』`.
    Corner,
    /// ` ``…'' `
    Doubled,
    /// `‘…’`
    Single,
    /// `'…'`
    SingleStraight,
    /// A dialogue in dashes: `— …, — said the mayor.`
    Dash,
}

impl Style {
    /// Whether the marks may as well be apostrophes.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::SingleStraight)
    }

    /// The style a repeated opening mark is compared by.
    pub(super) fn goes_on_as(self) -> Self {
        match self {
            Self::Curly | Self::Doubled => Self::Straight,
            other => other,
        }
    }
}

/// An opening mark with its closing one, or with the end of the paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) span: Span,
    pub(super) style: Style,
    pub(super) closed: bool,
}

/// A mark that has not met its other half.
#[derive(Clone, Copy, Debug)]
struct Open {
    start: usize,
    style: Style,
}

struct Scan<'t> {
    text: &'t str,
    end: usize,
    open: Vec<Open>,
    pairs: Vec<Pair>,
}

/// More marks than this open at once are not believed; it also bounds the work for each mark.
const DEEPEST: usize = 8;
/// How far ahead a later closing mark is looked for when one could be a plural's apostrophe.
const LOOK_AHEAD: usize = 400;

/// The quotations of one paragraph, in the order in which they close.
pub(super) fn pairs(text: &str, paragraph: Span) -> Vec<Pair> {
    let range = paragraph.range();
    let mut scan = Scan { text, end: range.end, open: Vec::new(), pairs: Vec::new() };
    let mut at = range.start;
    while at < range.end {
        let Some(step) = text.as_bytes()[at..range.end].iter().position(|byte| may_begin_mark(*byte)) else { break };
        at += step;
        let c = text[at..].chars().next().unwrap_or(' ');
        at += scan.mark(at, c);
    }
    scan.finish(range.end);
    if scan.pairs.is_empty() {
        dashes(text, paragraph, &mut scan.pairs);
    }
    scan.pairs
}

/// First bytes of all marks in UTF-8: ASCII ones, `«»`, the general punctuation block, and the CJK brackets.
fn may_begin_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | 0xC2 | 0xE2 | 0xE3)
}

impl Scan<'_> {
    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back().filter(|c| *c != '\n')
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at.min(self.end)..self.end].chars().next()
    }

    /// Reads the character at `at`; gives the bytes it took.
    fn mark(&mut self, at: usize, c: char) -> usize {
        let doubled = |c: char| self.text[at + c.len_utf8()..self.end].starts_with(c);
        let len = c.len_utf8();
        match c {
            '"' => self.straight(at),
            '“' if self.is_open(Style::Low) && !self.looks_opening(at, len) => self.close(at + len, &[Style::Low]),
            '“' if !self.is_open(Style::Curly) || self.closes_later(at + len) => self.open(at, Style::Curly),
            '”' if self.is_open(Style::Curly) || self.is_open(Style::Low) => {
                self.close(at + len, &[Style::Curly, Style::Low]);
            }
            '”' if self.looks_opening(at, len) => self.open(at, Style::Curly),
            '„' => self.open(at, Style::Low),
            '«' | '‹' if self.is_open(Style::GuillemetsInward) => self.close(at + len, &[Style::GuillemetsInward]),
            '«' | '‹' => self.open(at, Style::Guillemets),
            '»' | '›' if self.is_open(Style::Guillemets) => self.close(at + len, &[Style::Guillemets]),
            '»' | '›' => self.open(at, Style::GuillemetsInward),
            '「' | '『' => self.open(at, Style::Corner),
            '」' | '』' => self.close(at + len, &[Style::Corner]),
            '`' if doubled(c) => {
                self.open(at, Style::Doubled);
                return 2;
            }
            '\'' if doubled(c) => {
                if self.is_open(Style::Doubled) {
                    self.close(at + 2, &[Style::Doubled]);
                } else if self.looks_opening(at, 2) {
                    self.open(at, Style::Doubled);
                }
                return 2;
            }
            '‘' if self.looks_opening(at, len) => self.open(at, Style::Single),
            '’' => self.single_close(at, len, Style::Single),
            '\'' => self.single_straight(at),
            _ => {}
        }
        len
    }

    fn straight(&mut self, at: usize) {
        let inches = self.before(at).is_some_and(|c| c.is_ascii_digit());
        let strongly_opening =
            self.before(at).is_some_and(char::is_whitespace) && self.after(at + 1).is_some_and(char::is_alphanumeric);
        if !self.is_open(Style::Straight) {
            if !inches || self.after(at + 1).is_some_and(char::is_alphanumeric) {
                self.open(at, Style::Straight);
            }
        } else if strongly_opening {
            // The closing mark was forgotten: the old quotation ends before the new one.
            self.abandon(at, Style::Straight);
            self.open(at, Style::Straight);
        } else {
            self.close(at + 1, &[Style::Straight]);
        }
    }

    fn single_straight(&mut self, at: usize) {
        let elided = self.after(at + 1).is_some_and(|c| c.is_ascii_digit());
        if self.looks_opening(at, 1) && !elided {
            if !self.is_open(Style::SingleStraight) {
                self.open(at, Style::SingleStraight);
            }
        } else {
            self.single_close(at, 1, Style::SingleStraight);
        }
    }

    /// Closes a single mark unless it is an apostrophe: within a word, or after a plural with a better one to come.
    fn single_close(&mut self, at: usize, len: usize, style: Style) {
        let (before, after) = (self.before(at), self.after(at + len));
        let apostrophe = after.is_some_and(char::is_alphanumeric) || before.is_none_or(char::is_whitespace);
        if apostrophe || !self.is_open(style) {
            return;
        }
        let rest = &self.text[at + len..self.end];
        let plural = before == Some('s')
            && rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase))
            && has_closing_single(rest, if style == Style::Single { '’' } else { '\'' });
        if !plural {
            self.close(at + len, &[style]);
        }
    }

    /// Whether a mark stands before a word and after none.
    fn looks_opening(&self, at: usize, len: usize) -> bool {
        let before = self.before(at).is_none_or(|c| !c.is_alphanumeric() && !".,!?;…%".contains(c));
        before && self.after(at + len).is_some_and(|c| !c.is_whitespace() && !".,;:!?)".contains(c))
    }

    /// Whether the paragraph closes as many curly marks from here as are open with one more.
    fn closes_later(&self, from: usize) -> bool {
        let depth = self.open.iter().filter(|open| open.style == Style::Curly).count();
        let mut rest = &self.text[from..self.end];
        let mut balance = depth + 1;
        let mut left = LOOK_AHEAD;
        while let Some(c) = rest.chars().next().filter(|_| left > 0) {
            match c {
                '“' => balance += 1,
                '”' => balance -= 1,
                _ => {}
            }
            if balance == 0 {
                return true;
            }
            rest = &rest[c.len_utf8()..];
            left -= 1;
        }
        false
    }

    fn is_open(&self, style: Style) -> bool {
        self.open.iter().any(|open| open.style == style)
    }

    fn open(&mut self, start: usize, style: Style) {
        if self.open.len() < DEEPEST {
            self.open.push(Open { start, style });
        }
    }

    /// Closes the last open mark of these styles; what was opened after it was none.
    fn close(&mut self, end: usize, styles: &[Style]) {
        if let Some(index) = self.open.iter().rposition(|open| styles.contains(&open.style)) {
            let Open { start, style } = self.open[index];
            self.open.truncate(index);
            self.pairs.push(Pair { span: Span::new(start, end), style, closed: true });
        }
    }

    /// Ends the last open mark of a style without a closing mark.
    fn abandon(&mut self, end: usize, style: Style) {
        if let Some(index) = self.open.iter().rposition(|open| open.style == style) {
            let start = self.open[index].start;
            self.open.truncate(index);
            let span = Span::new(start, end).trimmed(self.text);
            self.pairs.push(Pair { span, style, closed: false });
        }
    }

    /// What is still open holds to the end of the paragraph; single marks were apostrophes.
    fn finish(&mut self, end: usize) {
        let left = std::mem::take(&mut self.open);
        for Open { start, style } in left.into_iter().filter(|open| !open.style.is_single()) {
            let span = Span::new(start, end);
            let covers_words = span.of(self.text).chars().any(char::is_alphanumeric);
            if covers_words {
                self.pairs.push(Pair { span, style, closed: false });
            }
        }
        self.pairs.retain(|pair| pair.span.of(self.text).chars().any(char::is_alphanumeric));
    }
}

fn has_closing_single(rest: &str, mark: char) -> bool {
    let mut before = ' ';
    let mut chars = rest.chars().take(LOOK_AHEAD).peekable();
    while let Some(c) = chars.next() {
        if c == mark && !before.is_whitespace() && !chars.peek().is_some_and(|next| next.is_alphanumeric()) {
            return true;
        }
        before = c;
    }
    false
}

/// The speeches of a dialogue in dashes: the paragraph begins with a dash, and a later dash after a comma, a full
/// stop or a sign of exclamation or question parts the speech from the reporter's words.
fn dashes(text: &str, paragraph: Span, pairs: &mut Vec<Pair>) {
    let line = paragraph.of(text);
    let is_dash = |c: char| matches!(c, '—' | '―' | '–');
    let Some(dash) = line.chars().next().filter(|c| is_dash(*c)) else { return };
    let base = paragraph.start as usize;
    let mut parted = Vec::new();
    let mut before = ' ';
    for (at, c) in line.char_indices().skip(1) {
        if is_dash(c) && ",.!?…".contains(before) {
            parted.push((at, c.len_utf8()));
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    let mut start = dash.len_utf8();
    let mut in_speech = true;
    for (at, len) in parted.iter().copied().chain((!parted.is_empty()).then_some((line.len(), 0))) {
        if in_speech {
            let span = Span::new(base + start, base + at).trimmed(text);
            if span.of(text).chars().any(char::is_alphanumeric) {
                pairs.push(Pair { span, style: Style::Dash, closed: true });
            }
        }
        in_speech = !in_speech;
        start = at + len;
    }
}
