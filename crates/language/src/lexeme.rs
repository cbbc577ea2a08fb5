//! What the models see of a word type: the ids of its features.

use crate::strings::{IdMap, id};
use crate::unicode;

/// A feature that an embedding table is keyed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Spacy,
    IsSpace,
}

impl Column {
    /// The feature of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "NORM" => Column::Norm,
            "PREFIX" => Column::Prefix,
            "SUFFIX" => Column::Suffix,
            "SHAPE" => Column::Shape,
            "SPACY" => Column::Spacy,
            "IS_SPACE" => Column::IsSpace,
            _ => return None,
        })
    }
}

/// The features of a word type; whether a space follows is part of the type.
#[derive(Debug, Clone)]
pub struct Lexeme {
    /// Tells the type from all others.
    pub key: u64,
    /// Id of the text.
    pub orth: u64,
    /// Whether the text is white space.
    pub is_space: bool,
    /// The text in lower case.
    pub lower: String,
    norm: u64,
    prefix: u64,
    suffix: u64,
    shape: u64,
    spacy: bool,
}

impl Lexeme {
    /// The feature of a column.
    pub fn feature(&self, column: Column) -> u64 {
        match column {
            Column::Norm => self.norm,
            Column::Prefix => self.prefix,
            Column::Suffix => self.suffix,
            Column::Shape => self.shape,
            Column::Spacy => self.spacy.into(),
            Column::IsSpace => self.is_space.into(),
        }
    }
}

/// Gives norms to words: of the pipeline, of spaCy, or else lower case.
#[derive(Debug)]
pub struct Norms {
    table: IdMap<u64>,
}

impl Norms {
    /// `table` maps ids of words to ids of norms.
    pub fn new(mut table: IdMap<u64>) -> Self {
        let rows = include_str!("../data/base_norms.tsv").lines().filter(|line| !line.starts_with('#'));
        for (text, norm) in rows.filter_map(|line| line.split_once('\t')) {
            table.entry(id(text)).or_insert_with(|| id(norm));
        }
        Self { table }
    }

    /// The features of a word; an exception of the tokenizer may have set its norm.
    pub fn lexeme(&self, text: &str, norm: Option<&str>, spacy: bool, key: u64, orth: u64) -> Lexeme {
        let lower = text.to_lowercase();
        let norm = match norm {
            Some(norm) => id(norm),
            None => self.table.get(&orth).copied().unwrap_or_else(|| id(&lower)),
        };
        let prefix = text.chars().next().map_or(0, char::len_utf8);
        let suffix = text.char_indices().nth_back(2).map_or(0, |(at, _)| at);
        Lexeme {
            key,
            orth,
            is_space: unicode::all_space(text),
            norm,
            prefix: id(&text[..prefix]),
            suffix: id(&text[suffix..]),
            shape: id(&shape(text)),
            spacy,
            lower,
        }
    }
}

/// The outline of a word: `Xxxxx` for "Kremlin", `dd/d` for "12/3"; runs are cut at four.
fn shape(text: &str) -> String {
    if text.len() >= 100 && text.chars().count() >= 100 {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(text.len().min(16));
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let c = match c {
            c if unicode::is_alpha(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            c if unicode::is_digit(c) => 'd',
            c => c,
        };
        run = if last == Some(c) { run + 1 } else { 0 };
        last = Some(c);
        if run < 4 {
            shape.push(c);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_words() {
        assert_eq!(shape("Kremlin"), "Xxxxx");
        assert_eq!(shape("U.S.-led"), "X.X.-xxx");
        assert_eq!(shape("123,456²"), "ddd,dddd");
        assert_eq!(shape(&"é".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(100)), "LONG");
    }
}
