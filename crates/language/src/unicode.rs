//! Characters as Python's `str` methods see them, since the models learned from features made by them.
//!
//! Rust's `char` counts more as alphabetic (marks, letter-like numbers), and has no "digit" in Python's sense.

use std::sync::LazyLock;

#[derive(Debug, Default)]
struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    fn contain(&self, c: char) -> bool {
        let at = self.0.partition_point(|&(_, last)| last < c as u32);
        self.0.get(at).is_some_and(|&(first, _)| first <= c as u32)
    }
}

#[derive(Debug, Default)]
struct Classes {
    letter: Ranges,
    digit: Ranges,
    decimal: Ranges,
    number: Ranges,
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let mut classes = Classes::default();
    for line in include_str!("../data/unicode.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let kind = columns.next().unwrap_or("");
        let mut code = || columns.next().and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(u32::MAX);
        let range = (code(), code());
        match kind {
            "letter" => classes.letter.0.push(range),
            "digit" => classes.digit.0.push(range),
            "decimal" => classes.decimal.0.push(range),
            _ => classes.number.0.push(range),
        }
    }
    classes
});

/// `str.isalpha` of one character.
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { CLASSES.letter.contain(c) }
}

/// `str.isdigit` of one character.
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { CLASSES.digit.contain(c) }
}

/// `str.isdecimal` of one character, which is `\d` in Python's regular expressions.
pub fn is_decimal(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { CLASSES.decimal.contain(c) }
}

/// `\w` in Python's regular expressions.
pub fn is_word(c: char) -> bool {
    c == '_' || is_alpha(c) || is_digit(c) || (!c.is_ascii() && CLASSES.number.contain(c))
}

/// `str.isspace` of one character.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// `str.isspace` of a string.
pub fn all_space(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_space)
}

/// `str.isalpha` of a string.
pub fn all_alpha(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differs_from_rust_where_python_does() {
        assert!(is_alpha('é') && is_alpha('ª') && !is_alpha('Ⅷ') && !is_alpha('\u{93f}'));
        assert!(is_digit('²') && !is_decimal('²') && is_decimal('٣') && is_word('½') && !is_digit('½'));
        assert!(is_space('\x1f') && is_space('\u{a0}') && !is_space('\u{200b}'));
    }
}
