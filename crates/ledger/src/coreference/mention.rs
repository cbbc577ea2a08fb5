//! A mention of a happening and what stands around it, taken from the trees of a reading.

use std::collections::BTreeSet;

use reportedly_report::{Reading, Span, TokenRow};
use serde::{Deserialize, Serialize};

/// Words of one part of a sentence at most.
const WORDS: usize = 40;
/// Tokens from a part's head down to its last word at most.
const DEPTH: usize = 5;
/// How far up a subject is looked for: "was arrested, charged and *tried*".
const UP: usize = 3;

/// A mention of a happening; stands alone once made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The number of its report.
    pub report: u32,
    /// The number of its report's story.
    pub story: u32,
    /// The number of its sentence.
    pub sentence: u32,
    /// The dictionary form of its head, in lower case.
    pub head: String,
    /// The part of speech of its head.
    pub pos: String,
    /// The words of the mention that carry meaning.
    pub words: BTreeSet<String>,
    /// The word that governs it, or nothing.
    pub governor: Option<String>,
    /// Words of whoever does it.
    pub doers: BTreeSet<String>,
    /// Words of whoever or whatever it is done to.
    pub done_to: BTreeSet<String>,
    /// Words of what else belongs to it: places, means, times, kinds.
    pub others: BTreeSet<String>,
    /// Words of its sentence beside it.
    pub context: Vec<String>,
}

/// Takes a mention from a reading that lists its tokens; nothing where no token stands there.
pub fn mention(reading: &Reading, span: Span) -> Option<Mention> {
    let tokens = reading.tokens.as_deref().unwrap_or_default();
    let first = tokens.partition_point(|token| token.span.end <= span.start);
    let end = tokens.partition_point(|token| token.span.start < span.end);
    let inside = first..end;
    let is_root = |at: &usize| !inside.contains(&head(tokens, *at)) || head(tokens, *at) == *at;
    let roots: Vec<usize> = inside.clone().filter(is_root).collect();
    let top = roots.iter().copied().find(|at| is_told(&tokens[*at])).or(roots.first().copied())?;
    let sentence = sentence_of(reading, tokens[top].span);
    let bounds = sentence_bounds(reading, tokens, sentence);
    let tree = Tree { tokens, bounds: bounds.clone() };
    let mut mention = Mention {
        sentence: sentence as u32,
        head: lower(&tokens[top]),
        pos: tokens[top].pos.clone(),
        words: inside.clone().filter(|at| *at == top || is_told(&tokens[*at])).map(|at| lower(&tokens[at])).collect(),
        governor: (head(tokens, top) != top).then(|| lower(&tokens[head(tokens, top)])),
        context: bounds
            .filter(|at| !inside.contains(at) && is_told(&tokens[*at]))
            .map(|at| lower(&tokens[at]))
            .collect(),
        ..Mention::default()
    };
    for child in tree.children(top).filter(|child| !inside.contains(child)) {
        match tokens[child].dep.as_str() {
            "nsubj" | "poss" | "agent" | "csubj" => mention.doers.extend(tree.words(child)),
            "dobj" | "nsubjpass" | "attr" | "dative" | "oprd" => mention.done_to.extend(tree.words(child)),
            "prep" | "compound" | "amod" | "nmod" | "npadvmod" => mention.others.extend(tree.words(child)),
            _ => {}
        }
    }
    tree.inherit(top, &mut mention);
    if matches!(tokens[top].dep.as_str(), "relcl" | "acl") {
        mention.done_to.insert(lower(&tokens[head(tokens, top)]));
    }
    Some(mention)
}

/// The trees of one sentence.
struct Tree<'t> {
    tokens: &'t [TokenRow],
    bounds: std::ops::Range<usize>,
}

impl Tree<'_> {
    fn children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        self.bounds.clone().filter(move |at| *at != of && head(self.tokens, *at) == of)
    }

    /// The words that carry meaning, from a part's head down.
    fn words(&self, top: usize) -> BTreeSet<String> {
        let (mut words, mut level) = (BTreeSet::new(), vec![top]);
        for _ in 0..DEPTH {
            words.extend(level.iter().filter(|at| is_told(&self.tokens[**at])).map(|at| lower(&self.tokens[*at])));
            if words.len() > WORDS {
                break;
            }
            level = level.iter().flat_map(|at| self.children(*at)).collect();
        }
        words
    }

    /// Takes the subject over from the verb above, where a verb has none of its own.
    fn inherit(&self, top: usize, mention: &mut Mention) {
        let mut at = top;
        for _ in 0..UP {
            let takes_over = matches!(self.tokens[at].dep.as_str(), "conj" | "xcomp" | "advcl" | "ccomp");
            if !mention.doers.is_empty() || !takes_over || head(self.tokens, at) == at {
                return;
            }
            at = head(self.tokens, at);
            for child in self.children(at) {
                match self.tokens[child].dep.as_str() {
                    "nsubj" => mention.doers.extend(self.words(child)),
                    "nsubjpass" => mention.done_to.extend(self.words(child)),
                    _ => {}
                }
            }
        }
    }
}

/// The head of a token, itself where the reading names one that is not there.
fn head(tokens: &[TokenRow], at: usize) -> usize {
    let head = tokens[at].head as usize;
    if head < tokens.len() { head } else { at }
}

fn lower(token: &TokenRow) -> String {
    token.lemma.to_lowercase()
}

/// Whether a token carries meaning of its own.
fn is_told(token: &TokenRow) -> bool {
    matches!(token.pos.as_str(), "NOUN" | "PROPN" | "VERB" | "ADJ" | "NUM")
}

fn sentence_of(reading: &Reading, span: Span) -> usize {
    reading.sentences.partition_point(|sentence| sentence.span.start <= span.start).saturating_sub(1)
}

/// The tokens of a sentence, as far as a sentence may reach.
fn sentence_bounds(reading: &Reading, tokens: &[TokenRow], sentence: usize) -> std::ops::Range<usize> {
    /// Tokens of a sentence looked at.
    const TOKENS: usize = 400;
    let Some(sentence) = reading.sentences.get(sentence) else { return 0..tokens.len().min(TOKENS) };
    let first = tokens.partition_point(|token| token.span.start < sentence.span.start);
    let end = tokens.partition_point(|token| token.span.start < sentence.span.end);
    first..end.min(first + TOKENS)
}
