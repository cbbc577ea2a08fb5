//! The strings of a document as feature values, hashed once for all layers' models.

use reportedly_language::Doc;

use super::features::{symbol, symbol_lower};

/// One hashed value a token and column; index them by token.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// Lemma in lower case.
    pub lemma: Vec<u32>,
    /// Word in lower case.
    pub lower: Vec<u32>,
    /// Fine part of speech.
    pub tag: Vec<u32>,
    /// Relation to the head.
    pub dep: Vec<u32>,
    /// Label of the covering name; that of "" for none.
    pub ent: Vec<u32>,
    /// Universal part of speech.
    pub pos: Vec<u32>,
}

impl Symbols {
    /// The symbols of a document.
    pub fn new(doc: &Doc<'_>) -> Self {
        let column = |of: &dyn Fn(usize) -> u32| (0..doc.len()).map(of).collect();
        Self {
            lemma: column(&|i| symbol_lower(doc.lemma(i))),
            lower: column(&|i| symbol(doc.lower(i))),
            tag: column(&|i| symbol(doc.tag(i))),
            dep: column(&|i| symbol(doc.dep(i))),
            ent: column(&|i| symbol(doc.ent(i))),
            pos: column(&|i| symbol(doc.pos(i).as_str())),
        }
    }
}
