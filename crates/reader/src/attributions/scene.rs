//! A document as the learned stages look at it: hashed columns, paragraphs, sentences kept within them, quotations.

use std::ops::Range;

use reportedly_knowledge::cues::{SourceWord, source_word};
use reportedly_knowledge::titles::{TitleKind, title};
use reportedly_language::{Doc, Pos};
use reportedly_report::Block;

use crate::learned::{Symbols, join, symbol};
use crate::quotes::{Quotes, paragraphs};

/// A document with what cue classifier, span tagger and verifier ask of it again and again.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// The document.
    pub doc: &'a Doc<'a>,
    /// Hashed strings.
    pub symbols: Symbols,
    /// Tag, with the label of a name that can speak.
    pub class: Vec<u32>,
    /// What sort of speaker a noun may be; 0 for none.
    pub speaker: Vec<u8>,
    /// Paragraphs as token ranges.
    pub paragraphs: Vec<Range<usize>>,
    /// Sentences as token ranges, none reaching over the end of a paragraph.
    pub sentences: Vec<Range<usize>>,
    paragraph_of: Vec<u32>,
    sentence_of: Vec<u32>,
    /// One more than the number of the outermost quotation; 0 for none.
    pub quote: Vec<u32>,
    /// Whether the token is a quotation mark.
    pub mark: Vec<bool>,
    /// Whether the token has a letter or digit.
    pub word: Vec<bool>,
    /// Whether the token parts clauses: a comma, a dash, a colon or a semicolon.
    pub comma: Vec<bool>,
    /// Steps up to the root, at most [`DEEPEST`].
    pub depth: Vec<u8>,
}

/// How far up a tree is looked.
pub const DEEPEST: usize = 40;
const NOWHERE: u32 = u32::MAX;

impl<'a> Scene<'a> {
    /// The scene of a document.
    pub fn new(doc: &'a Doc<'a>, blocks: &[Block], quotes: &Quotes) -> Self {
        let n = doc.len();
        let symbols = Symbols::new(doc);
        let mut scene = Self {
            doc,
            class: (0..n).map(|i| class(doc, &symbols, i)).collect(),
            symbols,
            speaker: (0..n).map(|i| speaker(doc, i)).collect(),
            paragraphs: Vec::new(),
            sentences: Vec::new(),
            paragraph_of: vec![NOWHERE; n],
            sentence_of: vec![NOWHERE; n],
            quote: (0..n).map(|i| quotes.at(i).map_or(0, |quote| quote as u32 + 1)).collect(),
            mark: (0..n).map(|i| quotes.is_mark(i)).collect(),
            word: (0..n).map(|i| doc.text(i).chars().any(char::is_alphanumeric)).collect(),
            comma: (0..n).map(|i| matches!(doc.text(i), "," | ";" | ":" | "—" | "--" | "–")).collect(),
            depth: (0..n).map(|i| doc.ancestors(i).take(DEEPEST).count() as u8).collect(),
        };
        for span in paragraphs(doc.source(), blocks) {
            let tokens = doc.tokens_in(span);
            let free = tokens.start.max(scene.paragraphs.last().map_or(0, |last: &Range<usize>| last.end));
            if free < tokens.end {
                scene.add_paragraph(free..tokens.end);
            }
        }
        scene
    }

    fn add_paragraph(&mut self, tokens: Range<usize>) {
        self.paragraph_of[tokens.clone()].fill(self.paragraphs.len() as u32);
        let mut start = tokens.start;
        for i in tokens.clone() {
            let last = i + 1 == tokens.end || self.doc.sentence_of(i) != self.doc.sentence_of(i + 1);
            if last {
                self.sentence_of[start..=i].fill(self.sentences.len() as u32);
                self.sentences.push(start..i + 1);
                start = i + 1;
            }
        }
        self.paragraphs.push(tokens);
    }

    /// The same words as if they had no quotation marks.
    pub fn without_marks(&self) -> Self {
        let n = self.doc.len();
        Self { quote: vec![0; n], mark: vec![false; n], ..self.clone() }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.doc.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.doc.is_empty()
    }

    /// Index of the paragraph of a token; none for white space between paragraphs.
    pub fn paragraph_of(&self, token: usize) -> Option<usize> {
        (self.paragraph_of[token] != NOWHERE).then_some(self.paragraph_of[token] as usize)
    }

    /// Index of the sentence of a token; none for white space between paragraphs.
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        (self.sentence_of[token] != NOWHERE).then_some(self.sentence_of[token] as usize)
    }

    /// The paragraph of a token as a token range, the token itself for none.
    pub fn paragraph(&self, token: usize) -> Range<usize> {
        self.paragraph_of(token).map_or(token..token + 1, |at| self.paragraphs[at].clone())
    }

    /// The sentence of a token as a token range, the token itself for none.
    pub fn sentence(&self, token: usize) -> Range<usize> {
        self.sentence_of(token).map_or(token..token + 1, |at| self.sentences[at].clone())
    }

    /// Relation of a token to its head, hashed.
    pub fn dep(&self, token: usize) -> u32 {
        self.symbols.dep[token]
    }

    /// Whether a token is a verb or an auxiliary.
    pub fn is_verbal(&self, token: usize) -> bool {
        matches!(self.doc.pos(token), Pos::Verb | Pos::Aux)
    }
}

/// A token without its word: tag, and the label of a name that can speak.
fn class(doc: &Doc<'_>, symbols: &Symbols, i: usize) -> u32 {
    match doc.ent(i) {
        "PERSON" | "ORG" | "GPE" | "NORP" => join([symbols.tag[i], symbols.ent[i]]),
        _ => symbols.tag[i],
    }
}

/// What sort of speaker a word may be, by its part of speech, name and meaning; the numbers are part of the models.
fn speaker(doc: &Doc<'_>, i: usize) -> u8 {
    match (doc.pos(i), doc.ent(i)) {
        (Pos::Pron, _) => match doc.lower(i) {
            "i" | "me" | "we" | "us" => 1,
            "he" | "she" | "him" | "her" => 2,
            "they" | "them" => 3,
            "it" => 4,
            "who" | "that" | "which" => 5,
            _ => 6,
        },
        (Pos::Propn, "PERSON") => 7,
        (Pos::Propn, "ORG") => 8,
        (Pos::Propn, "GPE") => 9,
        (Pos::Propn, _) => 10,
        (Pos::Noun, _) => noun_speaker(doc.lemma(i)),
        _ => 0,
    }
}

fn noun_speaker(lemma: &str) -> u8 {
    match (source_word(lemma), title(lemma).map(|title| title.kind)) {
        (_, Some(TitleKind::Office)) => 11,
        (Some(SourceWord::Experts), _) => 12,
        (Some(SourceWord::Document), _) => 13,
        (Some(SourceWord::Media | SourceWord::Agency | SourceWord::Outlet), _) => 14,
        (Some(SourceWord::Government | SourceWord::Office | SourceWord::Organization), _) => 15,
        (Some(_), _) | (None, Some(_)) => 16,
        (None, None) => 17,
    }
}

/// The relations that the stages ask for by name.
pub mod deps {
    use super::symbol;

    /// Names every relation once.
    macro_rules! deps {
        ($($name:ident $text:literal),* $(,)?) => {
            $(#[doc = $text] pub const $name: u32 = symbol($text);)*
        };
    }

    deps! {
        ACL "acl", ACOMP "acomp", ADVCL "advcl", ADVMOD "advmod", AGENT "agent", APPOS "appos", ATTR "attr",
        AUX "aux", AUXPASS "auxpass", CASE "case", CC "cc", CCOMP "ccomp", CONJ "conj", CSUBJ "csubj",
        CSUBJPASS "csubjpass", DOBJ "dobj", EXPL "expl", MARK "mark", NEG "neg", NSUBJ "nsubj",
        NSUBJPASS "nsubjpass", OPRD "oprd", PCOMP "pcomp", POBJ "pobj", POSS "poss", PREP "prep", PRT "prt",
        PUNCT "punct", RELCL "relcl", XCOMP "xcomp",
    }

    /// Whether a relation is a subject's.
    pub fn is_subject(dep: u32) -> bool {
        matches!(dep, NSUBJ | NSUBJPASS | CSUBJ | EXPL)
    }
}
