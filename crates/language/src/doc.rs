//! What a pipeline says of one text.

use std::ops::Range;
use std::sync::Arc;

use reportedly_report::Span;

/// The strings behind the small label numbers of a pipeline, shared by all its documents.
#[derive(Debug, Default)]
pub struct Labels {
    /// Fine part-of-speech tags.
    pub tags: Vec<String>,
    /// Morphology, as `Number=Sing|Person=3`.
    pub morphs: Vec<String>,
    /// Dependency relations.
    pub deps: Vec<String>,
    /// Named-entity labels.
    pub names: Vec<String>,
}

/// Universal parts of speech (Universal Dependencies 2), with spaCy's `SPACE` for white-space tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "terms of Universal Dependencies")]
pub enum Pos {
    #[default]
    None,
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
    Space,
}

impl Pos {
    const NAMES: [(&str, Pos); 19] = [
        ("", Pos::None),
        ("ADJ", Pos::Adj),
        ("ADP", Pos::Adp),
        ("ADV", Pos::Adv),
        ("AUX", Pos::Aux),
        ("CCONJ", Pos::Cconj),
        ("DET", Pos::Det),
        ("INTJ", Pos::Intj),
        ("NOUN", Pos::Noun),
        ("NUM", Pos::Num),
        ("PART", Pos::Part),
        ("PRON", Pos::Pron),
        ("PROPN", Pos::Propn),
        ("PUNCT", Pos::Punct),
        ("SCONJ", Pos::Sconj),
        ("SYM", Pos::Sym),
        ("VERB", Pos::Verb),
        ("X", Pos::X),
        ("SPACE", Pos::Space),
    ];

    /// The part of speech that spaCy writes so.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(text, _)| *text == name).map(|(_, pos)| *pos)
    }

    /// As spaCy writes it: `NOUN`.
    pub fn as_str(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// NOUN, PROPN or PRON.
    pub fn is_nominal(self) -> bool {
        matches!(self, Pos::Noun | Pos::Propn | Pos::Pron)
    }
}

/// One token. Its strings are asked of the [`Doc`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// Index of the head; a root's is its own.
    pub head: u32,
    /// Index into [`Labels::tags`].
    pub tag: u16,
    /// Index into [`Labels::morphs`].
    pub morph: u16,
    /// Index into [`Labels::deps`].
    pub dep: u16,
    /// Universal part of speech.
    pub pos: Pos,
    /// Whether a single space follows.
    pub space: bool,
    /// The dictionary form, in the document's pool.
    pub lemma: Piece,
    /// The lower-case form, in the document's pool.
    pub lower: Piece,
}

/// A stretch of a document's string pool.
#[derive(Clone, Copy, Debug, Default)]
pub struct Piece {
    start: u32,
    len: u32,
}

/// A named entity of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// First token.
    pub start: u32,
    /// Past the last token.
    pub end: u32,
    /// Index into [`Labels::names`].
    pub label: u16,
}

impl Name {
    /// The same name so many tokens later.
    pub(crate) fn moved(self, by: u32) -> Self {
        Self { start: self.start + by, end: self.end + by, ..self }
    }
}

/// A text with its tokens, tree, sentences and names. Token positions are plain `usize` indices.
#[derive(Debug)]
pub struct Doc<'t> {
    text: &'t str,
    labels: Arc<Labels>,
    pool: String,
    tokens: Vec<Token>,
    names: Vec<Name>,
    /// For each token, one more than the index of the name that covers it; 0 for none.
    name_of: Vec<u32>,
    /// First token of each sentence, then the number of tokens.
    sentences: Vec<u32>,
    sentence_of: Vec<u32>,
    /// Children in text order: those of token `i` are `children[child_start[i]..child_start[i + 1]]`.
    children: Vec<u32>,
    child_start: Vec<u32>,
    /// First and last token of each subtree.
    edges: Vec<(u32, u32)>,
    vectors: Vec<f32>,
    width: usize,
}

/// Collects the strings of a document while it is made.
#[derive(Debug, Default)]
pub struct Pool(String);

impl Pool {
    /// Stores a string.
    pub fn add(&mut self, text: &str) -> Piece {
        let start = self.0.len() as u32;
        self.0.push_str(text);
        Piece { start, len: text.len() as u32 }
    }
}

impl<'t> Doc<'t> {
    /// Joins what the components of a pipeline found.
    ///
    /// `starts` marks the tokens that start a sentence, `vectors` holds a row of `width` numbers per token (the
    /// shared tok2vec output), or nothing with `width` 0. Heads must form trees.
    pub fn new(
        text: &'t str,
        labels: Arc<Labels>,
        pool: Pool,
        tokens: Vec<Token>,
        names: Vec<Name>,
        starts: &[bool],
        vectors: Vec<f32>,
    ) -> Self {
        let n = tokens.len();
        let width = vectors.len().checked_div(n).unwrap_or(0);
        let mut name_of = vec![0; n];
        for (index, name) in names.iter().enumerate() {
            name_of[name.start as usize..name.end as usize].fill(index as u32 + 1);
        }
        let mut sentences = Vec::new();
        let mut sentence_of = Vec::with_capacity(n);
        for (i, &start) in starts.iter().enumerate() {
            if start || i == 0 {
                sentences.push(i as u32);
            }
            sentence_of.push(sentences.len() as u32 - 1);
        }
        sentences.push(n as u32);
        let (children, child_start) = children(&tokens);
        let edges = edges(&tokens);
        Self {
            text,
            labels,
            pool: pool.0,
            tokens,
            names,
            name_of,
            sentences,
            sentence_of,
            children,
            child_start,
            edges,
            vectors,
            width,
        }
    }

    /// The whole text.
    pub fn source(&self) -> &'t str {
        self.text
    }

    /// Number of tokens, white-space tokens among them.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Bytes of token `i`.
    pub fn span(&self, i: usize) -> Span {
        self.tokens[i].span
    }

    /// Bytes from the first to the last of some tokens, which must not be empty.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        self.span(tokens.start).join(self.span(tokens.end - 1))
    }

    /// Characters of token `i`.
    pub fn text(&self, i: usize) -> &'t str {
        &self.text[self.tokens[i].span.range()]
    }

    /// Lower-case form of token `i`.
    pub fn lower(&self, i: usize) -> &str {
        self.piece(self.tokens[i].lower)
    }

    /// Dictionary form of token `i`.
    pub fn lemma(&self, i: usize) -> &str {
        self.piece(self.tokens[i].lemma)
    }

    /// Fine part of speech of token `i` (Penn Treebank for English).
    pub fn tag(&self, i: usize) -> &str {
        &self.labels.tags[self.tokens[i].tag as usize]
    }

    /// Universal part of speech of token `i`.
    pub fn pos(&self, i: usize) -> Pos {
        self.tokens[i].pos
    }

    /// Morphology of token `i`.
    pub fn morph(&self, i: usize) -> &str {
        &self.labels.morphs[self.tokens[i].morph as usize]
    }

    /// Relation of token `i` to its head, in the model's own scheme.
    pub fn dep(&self, i: usize) -> &str {
        &self.labels.deps[self.tokens[i].dep as usize]
    }

    /// Head of token `i`; a root is its own.
    pub fn head(&self, i: usize) -> usize {
        self.tokens[i].head as usize
    }

    /// Whether token `i` is the root of its tree.
    pub fn is_root(&self, i: usize) -> bool {
        self.head(i) == i
    }

    /// Whether token `i` is white space.
    pub fn is_space(&self, i: usize) -> bool {
        self.tokens[i].pos == Pos::Space
    }

    /// Heads of token `i`, from its own up to the root.
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let up = move |&at: &usize| (!self.is_root(at)).then(|| self.head(at));
        std::iter::successors(up(&i), up)
    }

    /// Children of token `i` in text order.
    pub fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[self.child_start[i] as usize..self.child_start[i + 1] as usize].iter().map(|&c| c as usize)
    }

    /// First child of token `i` with the relation.
    pub fn child(&self, i: usize, dep: &str) -> Option<usize> {
        self.children(i).find(|&c| self.dep(c) == dep)
    }

    /// From the first to past the last token of the subtree of `i`, gaps included.
    pub fn subtree(&self, i: usize) -> Range<usize> {
        let (first, last) = self.edges[i];
        first as usize..last as usize + 1
    }

    /// Whether `i` is `of` or below it.
    pub fn is_within(&self, i: usize, of: usize) -> bool {
        i == of || self.ancestors(i).any(|at| at == of)
    }

    /// Number of sentences.
    pub fn sentence_count(&self) -> usize {
        self.sentences.len() - 1
    }

    /// Tokens of sentence `s`.
    pub fn sentence(&self, s: usize) -> Range<usize> {
        self.sentences[s] as usize..self.sentences[s + 1] as usize
    }

    /// The sentences in order, as token ranges.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        (0..self.sentence_count()).map(|s| self.sentence(s))
    }

    /// Index of the sentence of token `i`.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentence_of[i] as usize
    }

    /// Named entities of the model, in order, never overlapping.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Label of a named entity: `PERSON`.
    pub fn name_label(&self, name: &Name) -> &str {
        &self.labels.names[name.label as usize]
    }

    /// The named entity that covers token `i`.
    pub fn name_at(&self, i: usize) -> Option<&Name> {
        (self.name_of[i] as usize).checked_sub(1).map(|index| &self.names[index])
    }

    /// Label of the named entity that covers token `i`, or "".
    pub fn ent(&self, i: usize) -> &str {
        self.name_at(i).map_or("", |name| self.name_label(name))
    }

    /// The shared tok2vec row of token `i`; empty when none was kept, as for texts of more than 65,536 tokens.
    pub fn vector(&self, i: usize) -> &[f32] {
        &self.vectors[i * self.width..(i + 1) * self.width]
    }

    /// Index of the first token that ends past byte `offset`, or the number of tokens.
    pub fn token_at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.span.end <= offset)
    }

    /// The tokens that overlap a span of bytes.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.token_at(span.start);
        start..self.tokens.partition_point(|token| token.span.start < span.end).max(start)
    }

    fn piece(&self, piece: Piece) -> &str {
        &self.pool[piece.start as usize..(piece.start + piece.len) as usize]
    }
}

/// Children of every token in text order, with where each token's begin.
fn children(tokens: &[Token]) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0; tokens.len() + 1];
    let is_child = |(i, token): &(usize, &Token)| token.head as usize != *i;
    for (_, token) in tokens.iter().enumerate().filter(is_child) {
        start[token.head as usize + 1] += 1;
    }
    for i in 0..tokens.len() {
        start[i + 1] += start[i];
    }
    let mut next = start.clone();
    let mut children = vec![0; start[tokens.len()] as usize];
    for (i, token) in tokens.iter().enumerate().filter(is_child) {
        let slot = &mut next[token.head as usize];
        children[*slot as usize] = i as u32;
        *slot += 1;
    }
    (children, start)
}

/// First and last token of every subtree.
///
/// Each token passes its own edges up once; tokens are taken leaves first.
fn edges(tokens: &[Token]) -> Vec<(u32, u32)> {
    let n = tokens.len();
    let mut edges: Vec<(u32, u32)> = (0..n as u32).map(|i| (i, i)).collect();
    let mut pending = vec![0u32; n];
    for (i, token) in tokens.iter().enumerate() {
        if token.head as usize != i {
            pending[token.head as usize] += 1;
        }
    }
    let mut ready: Vec<usize> = (0..n).filter(|&i| pending[i] == 0).collect();
    while let Some(i) = ready.pop() {
        let head = tokens[i].head as usize;
        if head == i {
            continue;
        }
        let (first, last) = edges[i];
        edges[head] = (edges[head].0.min(first), edges[head].1.max(last));
        pending[head] -= 1;
        if pending[head] == 0 {
            ready.push(head);
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Kim said he left ." with said as root, left under it.
    fn doc() -> Doc<'static> {
        let text = "Kim said he left .";
        let mut pool = Pool::default();
        let mut tokens = Vec::new();
        let mut at = 0;
        for (word, head) in text.split(' ').zip([1, 1, 3, 1, 1]) {
            let span = Span::new(at, at + word.len());
            at = span.end as usize + 1;
            let lower = pool.add(&word.to_lowercase());
            tokens.push(Token { span, head, lower, lemma: lower, ..Token::default() });
        }
        let labels = Arc::new(Labels { names: vec!["PERSON".into()], ..Labels::default() });
        let names = vec![Name { start: 0, end: 1, label: 0 }];
        Doc::new(text, labels, pool, tokens, names, &[true, false, false, false, false], Vec::new())
    }

    #[test]
    fn walks_the_tree_both_ways() {
        let doc = doc();
        assert_eq!(doc.children(1).collect::<Vec<_>>(), [0, 3, 4]);
        assert_eq!(doc.ancestors(2).collect::<Vec<_>>(), [3, 1]);
        assert_eq!((doc.subtree(1), doc.subtree(3)), (0..5, 2..4));
        assert!(doc.is_within(2, 3) && !doc.is_within(0, 3));
    }

    #[test]
    fn finds_tokens_and_names_by_offset() {
        let doc = doc();
        assert_eq!(doc.tokens_in(Span::new(5, 10)), 1..3);
        assert_eq!((doc.ent(0), doc.ent(1), doc.lower(0)), ("PERSON", "", "kim"));
        assert_eq!(doc.sentences().collect::<Vec<_>>(), vec![0..5]);
    }
}
