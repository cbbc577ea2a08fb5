//! The words of a text, by their letters alone: what copies and stories are told from.
//!
//! This is no tokenizer: lineage and stories must hold for texts that no reader has read, in any language and at the
//! speed of the disk. A word is a run of letters and digits, joined over an apostrophe, a full stop or a hyphen between two of
//! them; an ideograph or kana is a word of its own.

/// A word and how it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// As written.
    pub text: &'a str,
    /// Where it starts, in bytes.
    pub start: usize,
    /// Whether a sentence, a line or a quotation starts with it, so that its capital tells nothing.
    pub starts: bool,
}

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    let mut starts = true;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[at..];
            let first = rest.chars().next()?;
            if is_part(first) {
                let length = length_of_word(rest);
                let word = Word { text: &rest[..length], start: at, starts };
                at += length;
                starts = false;
                return Some(word);
            }
            starts = match first {
                '.' | '!' | '?' | ':' | '\n' | '\r' | '。' => true,
                // Spaces, brackets and quotation marks leave open what began before them.
                _ if first.is_whitespace() || "\"“”„«»‘’'`([*-–—".contains(first) => starts,
                _ => false,
            };
            at += first.len_utf8();
        }
    })
}

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric()
}

/// Scripts written without spaces between words.
fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Length in bytes of the word at the start of `rest`, which starts with a part of a word.
fn length_of_word(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((at, letter)) = letters.next() {
        if stands_alone(letter) {
            return if at == 0 { letter.len_utf8() } else { end };
        }
        let joins = matches!(letter, '\'' | '’' | '-' | '.' | ',');
        if is_part(letter) {
            end = at + letter.len_utf8();
        } else if !(joins && letters.peek().is_some_and(|(_, next)| holds_together(letter, *next, &rest[..at]))) {
            break;
        }
    }
    end
}

/// Whether a mark between the word so far and the next letter belongs to the word: `don't`, `U.S`, `1,400`, but not `end.Next`.
fn holds_together(mark: char, next: char, so_far: &str) -> bool {
    match mark {
        ',' => next.is_ascii_digit() && so_far.ends_with(|last: char| last.is_ascii_digit()),
        '.' => {
            let after_digit = next.is_ascii_digit() && so_far.ends_with(|last: char| last.is_ascii_digit());
            let initials = so_far.split('.').all(|part| part.chars().count() == 1);
            after_digit || (initials && next.is_uppercase())
        }
        _ => is_part(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn marks_between_letters_hold_a_word_together() {
        assert_eq!(texts("Don't ask the U.S. mayor-elect."), ["Don't", "ask", "the", "U.S", "mayor-elect"]);
        assert_eq!(texts("It cost 1,400.50, he said.Then"), ["It", "cost", "1,400.50", "he", "said", "Then"]);
        assert_eq!(texts("'quoted' – ‘too’"), ["quoted", "too"]);
        assert_eq!(texts("東京でfire"), ["東", "京", "で", "fire"]);
        assert!(texts(" \n--…").is_empty());
    }

    #[test]
    fn knows_where_capitals_tell_nothing() {
        let text = "Rain fell. “Snow,” Ana said: More\nWind, Ben";
        let starts: Vec<_> = words(text).filter(|word| word.starts).map(|word| word.text).collect();
        assert_eq!(starts, ["Rain", "Snow", "More", "Wind"]);
        for word in words(text) {
            assert_eq!(&text[word.start..word.start + word.text.len()], word.text);
        }
    }
}
