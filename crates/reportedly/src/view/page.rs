//! Lines of a terminal: wrapped, coloured where wanted, free of anything that a terminal would obey.

/// What a stretch of a line is, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Title,
    Heading,
    Name,
    Faint,
    Sure,
    Unsure,
    Warning,
}

impl Ink {
    /// The SGR codes of ECMA-48.
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Title => "1",
            Self::Heading => "1;4",
            Self::Name => "1;36",
            Self::Faint => "2",
            Self::Sure => "32",
            Self::Unsure => "33",
            Self::Warning => "1;31",
        }
    }
}

/// A page being written.
#[derive(Clone, Debug)]
pub struct Page {
    text: String,
    width: usize,
    colour: bool,
}

impl Page {
    /// An empty page of a width in characters.
    pub fn new(width: usize, colour: bool) -> Self {
        Self { text: String::new(), width, colour }
    }

    /// An empty line and a heading with the number of what follows.
    pub fn heading(&mut self, words: &str, count: usize) {
        self.text.push('\n');
        self.line(0, &[(Ink::Heading, words), (Ink::Faint, &format!("  {count}"))]);
    }

    /// A line; what does not fit goes on below, two further in. A line without words is not written.
    pub fn line(&mut self, indent: usize, parts: &[(Ink, &str)]) {
        if parts.iter().all(|(_, words)| words.trim().is_empty()) {
            return;
        }
        self.text.extend(std::iter::repeat_n(' ', indent));
        let mut column = indent;
        for &(ink, words) in parts {
            let open = self.colour && !ink.code().is_empty();
            if open {
                self.text.push_str(&format!("\x1b[{}m", ink.code()));
            }
            for word in plain_keeping_ends(words).split_inclusive(' ') {
                let length = word.trim_end().chars().count();
                if column + length > self.width && column > indent + 2 {
                    self.text.truncate(self.text.trim_end_matches(' ').len());
                    self.text.push('\n');
                    self.text.extend(std::iter::repeat_n(' ', indent + 2));
                    column = indent + 2;
                }
                self.text.push_str(word);
                column += word.chars().count();
            }
            if open {
                self.text.push_str("\x1b[0m");
            }
        }
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    /// A line as it is: what does not fit is not wrapped. The words must be [`plain`] already.
    pub fn raw(&mut self, ink: Ink, line: &str) {
        let open = self.colour && !ink.code().is_empty();
        if open {
            self.text.push_str(&format!("\x1b[{}m", ink.code()));
        }
        self.text.push_str(line);
        if open {
            self.text.push_str("\x1b[0m");
        }
        self.text.push('\n');
    }

    /// The page.
    pub fn finish(self) -> String {
        self.text
    }
}

/// Words on one line, without controls and marks of direction that a terminal would obey.
pub fn plain(words: &str) -> String {
    plain_keeping_ends(words).trim().to_owned()
}

fn plain_keeping_ends(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for c in words.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        // A gap of two spaces divides columns; more come from the report.
        let third = c == ' ' && plain.ends_with("  ");
        if !third && !obeyed(c) {
            plain.push(c);
        }
    }
    plain
}

/// Controls, and the marks that turn the direction of text.
fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_with_the_rest_further_in() {
        let mut page = Page::new(20, false);
        page.line(2, &[(Ink::Name, "Ruth Tveit"), (Ink::Plain, " said that the ferry would go")]);
        page.line(2, &[(Ink::Plain, " ")]);
        assert_eq!(page.finish(), "  Ruth Tveit said\n    that the ferry\n    would go\n");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        assert_eq!(plain("a\x1b[31mb\u{202E}c\n\n\n\nd\0"), "a[31mbc  d");
        let mut page = Page::new(80, false);
        page.line(0, &[(Ink::Warning, "x\x07\x1b]0;t\x07")]);
        assert_eq!(page.finish(), "x]0;t\n");
    }
}
