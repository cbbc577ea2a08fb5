//! Takes tokenized texts through the components of a pipeline.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use crate::doc::{Doc, Labels, Name, Piece, Pool, Pos, Token};
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::{Lexeme, Norms};
use crate::ner::Recogniser;
use crate::parser::{Parser, Trees};
use crate::pipeline::{Start, Tokens};
use crate::ruler::{Ruler, Seen, Set};
use crate::strings::{IdMap, id};
use crate::tagger::Tagger;
use crate::tok2vec::Tok2Vec;
use crate::tokenizer::Tokenizer;
use crate::transition::Features;
use crate::vectors::Vectors;

/// What annotates a text once it is cut into tokens.
#[derive(Debug)]
pub struct Components {
    pub norms: Norms,
    pub vectors: Option<Vectors>,
    /// The rows that tagger and parser share.
    pub shared: Tok2Vec,
    pub tagger: Tagger,
    pub parser: Parser,
    pub ruler: Option<Ruler>,
    pub lemmatizer: Option<Lemmatizer>,
    /// The recogniser's own rows, unless it reads the shared ones.
    pub own: Option<Tok2Vec>,
    pub recogniser: Option<Recogniser>,
    pub labels: Arc<Labels>,
}

/// Tokens of texts that are computed together.
const TOGETHER: usize = 4096;

/// Tokens of a longer text are taken in parts of so many, each as if it were a text of its own, and such a text keeps no
/// vectors: memory stays bounded but for what the document itself holds.
const PART: usize = 1 << 16;

/// Some tokens of a text, with what is known of their sentence starts.
struct Part<'b, 't> {
    /// Index of the text in the batch.
    text: usize,
    tokens: &'b Tokens<'t>,
    range: Range<usize>,
    starts: &'b [Start],
}

/// What has been found of a text so far.
#[derive(Default)]
struct Draft {
    pool: Pool,
    tokens: Vec<Token>,
    names: Vec<Name>,
    starts: Vec<bool>,
    vectors: Vec<f32>,
}

/// The word types of some parts.
#[derive(Default)]
struct Types {
    lexemes: Vec<Lexeme>,
    /// For each part, the type of each token.
    of: Vec<Vec<u32>>,
}

impl Components {
    /// Annotates texts, some at a time.
    pub fn annotate<'t>(&self, tokenizer: &Tokenizer, batch: Vec<(Tokens<'t>, Vec<Start>)>) -> Vec<Doc<'t>> {
        let mut drafts: Vec<Draft> = batch.iter().map(|_| Draft::default()).collect();
        let mut together = Vec::new();
        let mut count = 0;
        for (text, (tokens, starts)) in batch.iter().enumerate() {
            for first in (0..tokens.len()).step_by(PART) {
                let range = first..tokens.len().min(first + PART);
                count += range.len();
                let starts = starts.get(range.clone()).unwrap_or(&[]);
                together.push(Part { text, tokens, range, starts });
                if count >= TOGETHER {
                    self.annotate_together(tokenizer, &together, &mut drafts);
                    together.clear();
                    count = 0;
                }
            }
        }
        self.annotate_together(tokenizer, &together, &mut drafts);
        let doc = |((tokens, _), draft): ((Tokens<'t>, Vec<Start>), Draft)| {
            let Draft { pool, tokens: tagged, names, starts, vectors } = draft;
            Doc::new(tokens.source(), Arc::clone(&self.labels), pool, tagged, names, &starts, vectors)
        };
        batch.into_iter().zip(drafts).map(doc).collect()
    }

    fn annotate_together(&self, tokenizer: &Tokenizer, parts: &[Part<'_, '_>], drafts: &mut [Draft]) {
        let types = self.types(tokenizer, parts);
        let kinds: Vec<&[u32]> = types.of.iter().map(Vec::as_slice).collect();
        let shared = self.shared.rows(&types.lexemes, self.vectors.as_ref(), &kinds);
        let own = self.own.as_ref().map(|own| (own.rows(&types.lexemes, self.vectors.as_ref(), &kinds), own.width()));
        let tags = self.tagger.tags(&shared, self.shared.width());
        let mut features = Features::default();
        let mut first = 0;
        for (part, kinds) in parts.iter().zip(kinds) {
            let all = first..first + kinds.len();
            first = all.end;
            let lexemes: Vec<&Lexeme> = kinds.iter().map(|&kind| &types.lexemes[kind as usize]).collect();
            let spaces: Vec<bool> = lexemes.iter().map(|lexeme| lexeme.is_space).collect();
            let vectors = slice(&shared, self.shared.width(), &all);
            let trees = self.parser.parse(vectors, &spaces, part.starts, &mut features);
            let own = own.as_ref().map_or(vectors, |(own, width)| slice(own, *width, &all));
            let recognise = |recogniser: &Recogniser| recogniser.names(own, &spaces, &trees.starts, &mut features);
            let names = self.recogniser.as_ref().map_or(Vec::new(), recognise);
            let draft = &mut drafts[part.text];
            let before = draft.tokens.len() as u32;
            let tagged = self.tokens(part, &lexemes, kinds, &tags[all.clone()], &trees, &mut draft.pool);
            draft.tokens.extend(tagged.into_iter().map(|token| Token { head: token.head + before, ..token }));
            draft.names.extend(names.iter().map(|name| name.moved(before)));
            draft.starts.extend(trees.starts);
            if part.tokens.len() <= PART {
                draft.vectors.extend_from_slice(vectors);
            }
        }
    }

    /// The word types of the parts, each once.
    fn types(&self, tokenizer: &Tokenizer, parts: &[Part<'_, '_>]) -> Types {
        let mut types = Types::default();
        let mut known: IdMap<u32> = IdMap::default();
        for Part { tokens, range, .. } in parts {
            let mut kinds = Vec::with_capacity(range.len());
            for i in range.clone() {
                let (cut, text) = (&tokens.cuts()[i], tokens.text(i));
                let orth = id(text);
                // A norm or a space makes another type of the same text.
                let variant = u64::from(cut.piece.norm) << 1 | u64::from(cut.space);
                let key = orth ^ variant.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let kind = match known.entry(key) {
                    Entry::Occupied(entry) => *entry.get(),
                    Entry::Vacant(entry) => {
                        let norm = tokenizer.norm(cut.piece.norm);
                        types.lexemes.push(self.norms.lexeme(text, norm, cut.space, key, orth));
                        *entry.insert(types.lexemes.len() as u32 - 1)
                    }
                };
                kinds.push(kind);
            }
            types.of.push(kinds);
        }
        types
    }

    /// The tokens of a part, with what ruler and lemmatizer say of them.
    fn tokens(
        &self,
        part: &Part<'_, '_>,
        lexemes: &[&Lexeme],
        kinds: &[u32],
        tags: &[u16],
        trees: &Trees,
        pool: &mut Pool,
    ) -> Vec<Token> {
        let Part { tokens, range, .. } = part;
        let seen = |i: usize| Seen {
            tag: tags[i],
            dep: trees.deps[i],
            lower: &lexemes[i].lower,
            text: tokens.text(range.start + i),
            is_space: lexemes[i].is_space,
        };
        let seen: Vec<Seen<'_>> = (0..range.len()).map(seen).collect();
        let sets = match &self.ruler {
            Some(ruler) => ruler.sets(&seen),
            None => vec![Set::default(); seen.len()],
        };
        let mut lowers: IdMap<Piece> = IdMap::default();
        let mut lemmas: HashMap<(u32, Option<u16>, Pos, u16), Piece> = HashMap::new();
        let token = |(i, set): (usize, Set)| {
            let Seen { lower, text, .. } = seen[i];
            let (pos, morph) = (set.pos.unwrap_or_default(), set.morph.unwrap_or_default());
            let lemma = lemmas.entry((kinds[i], set.lemma, pos, morph)).or_insert_with(|| {
                let ruled = set.lemma.and_then(|lemma| Some(self.ruler.as_ref()?.lemma(lemma)));
                match ruled {
                    Some(lemma) => pool.add(lemma),
                    None => pool.add(&self.lemma(text, lower, pos, morph)),
                }
            });
            Token {
                span: tokens.span(range.start + i),
                head: trees.heads[i],
                tag: set.tag.unwrap_or(seen[i].tag),
                morph,
                dep: set.dep.unwrap_or(seen[i].dep),
                pos,
                space: tokens.cuts()[range.start + i].space,
                lemma: *lemma,
                lower: *lowers.entry(kinds[i].into()).or_insert_with(|| pool.add(lower)),
            }
        };
        sets.into_iter().enumerate().map(token).collect()
    }

    fn lemma(&self, text: &str, lower: &str, pos: Pos, morph: u16) -> String {
        match &self.lemmatizer {
            Some(lemmatizer) => lemmatizer.lemma(text, lower, pos, &self.labels.morphs[morph as usize]),
            None => lower.to_owned(),
        }
    }
}

/// The rows of some tokens.
fn slice<'r>(rows: &'r [f32], width: usize, tokens: &Range<usize>) -> &'r [f32] {
    &rows[tokens.start * width..tokens.end * width]
}
