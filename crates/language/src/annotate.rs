//! Takes tokenized texts through the components of a pipeline.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use crate::doc::{Doc, Labels, Piece, Pool, Pos, Token};
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

/// Tokens of the texts that are computed together.
const TOGETHER: usize = 4096;

/// The word types of some texts.
#[derive(Default)]
struct Types {
    lexemes: Vec<Lexeme>,
    /// For each text, the type of each token.
    of: Vec<Vec<u32>>,
}

impl Components {
    /// Annotates texts, some at a time.
    pub fn annotate<'t>(&self, tokenizer: &Tokenizer, batch: Vec<(Tokens<'t>, Vec<Start>)>) -> Vec<Doc<'t>> {
        let mut docs = Vec::with_capacity(batch.len());
        let mut together = Vec::new();
        let mut count = 0;
        for (tokens, starts) in batch {
            count += tokens.len();
            together.push((tokens, starts));
            if count >= TOGETHER {
                docs.extend(self.annotate_together(tokenizer, &together));
                together.clear();
                count = 0;
            }
        }
        docs.extend(self.annotate_together(tokenizer, &together));
        docs
    }

    fn annotate_together<'t>(&self, tokenizer: &Tokenizer, batch: &[(Tokens<'t>, Vec<Start>)]) -> Vec<Doc<'t>> {
        let types = self.types(tokenizer, batch);
        let kinds: Vec<&[u32]> = types.of.iter().map(Vec::as_slice).collect();
        let shared = self.shared.rows(&types.lexemes, self.vectors.as_ref(), &kinds);
        let own = self.own.as_ref().map(|own| own.rows(&types.lexemes, self.vectors.as_ref(), &kinds));
        let tags = self.tagger.tags(&shared, self.shared.width());
        let mut features = Features::default();
        let mut first = 0;
        let mut docs = Vec::with_capacity(batch.len());
        for ((tokens, starts), kinds) in batch.iter().zip(kinds) {
            let all = first..first + tokens.len();
            let rows = |rows: &[f32], width: usize| rows[all.start * width..all.end * width].to_vec();
            let lexemes: Vec<&Lexeme> = kinds.iter().map(|&kind| &types.lexemes[kind as usize]).collect();
            let spaces: Vec<bool> = lexemes.iter().map(|lexeme| lexeme.is_space).collect();
            let vectors = rows(&shared, self.shared.width());
            let trees = self.parser.parse(&vectors, &spaces, starts, &mut features);
            let names = self.recogniser.as_ref().map_or(Vec::new(), |recogniser| match (&self.own, &own) {
                (Some(network), Some(own)) => {
                    recogniser.names(&rows(own, network.width()), &spaces, &trees.starts, &mut features)
                }
                _ => recogniser.names(&vectors, &spaces, &trees.starts, &mut features),
            });
            let mut pool = Pool::default();
            let tagged = self.tokens(tokens, &lexemes, kinds, &tags[all.clone()], &trees, &mut pool);
            let labels = Arc::clone(&self.labels);
            docs.push(Doc::new(tokens.source(), labels, pool, tagged, names, &trees.starts, vectors));
            first = all.end;
        }
        docs
    }

    /// The word types of the texts, each once.
    fn types(&self, tokenizer: &Tokenizer, batch: &[(Tokens<'_>, Vec<Start>)]) -> Types {
        let mut types = Types::default();
        let mut known: IdMap<u32> = IdMap::default();
        for (tokens, _) in batch {
            let mut kinds = Vec::with_capacity(tokens.len());
            for (i, cut) in tokens.cuts().iter().enumerate() {
                let text = tokens.text(i);
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

    /// The tokens of a document, with what ruler and lemmatizer say of them.
    fn tokens(
        &self,
        tokens: &Tokens<'_>,
        lexemes: &[&Lexeme],
        kinds: &[u32],
        tags: &[u16],
        trees: &Trees,
        pool: &mut Pool,
    ) -> Vec<Token> {
        let seen = |i: usize| Seen {
            tag: tags[i],
            dep: trees.deps[i],
            lower: &lexemes[i].lower,
            text: tokens.text(i),
            is_space: lexemes[i].is_space,
        };
        let seen: Vec<Seen<'_>> = (0..tokens.len()).map(seen).collect();
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
                span: tokens.span(i),
                head: trees.heads[i],
                tag: set.tag.unwrap_or(seen[i].tag),
                morph,
                dep: set.dep.unwrap_or(seen[i].dep),
                pos,
                space: tokens.cuts()[i].space,
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
