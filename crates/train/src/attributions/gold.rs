//! Annotated attributions as tokens of a document, and which candidates agree with them.

use reportedly_reader::attributions::candidates::Candidate;
use reportedly_reader::attributions::cues::root_of;
use reportedly_reader::attributions::scene::Scene;
use reportedly_report::Span;
use serde_json::Value;

/// An annotated attribution: tokens in text order.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// The source; empty where the text names none.
    pub source: Vec<usize>,
    /// The cue.
    pub cue: Vec<usize>,
    /// The content.
    pub content: Vec<usize>,
    /// The token that stands for the cue.
    pub root: Option<usize>,
}

/// The annotations of a document.
#[derive(Clone, Debug, Default)]
pub struct GoldDocument {
    attributions: Vec<Gold>,
    root_at: Vec<Option<u32>>,
    silent: Vec<bool>,
}

impl GoldDocument {
    /// The `attributions` and `ignore` of a line of the corpus, whose offsets count code points.
    pub fn new(value: &Value, scene: &Scene<'_>) -> Self {
        let text = scene.doc.source();
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let tokens = |spans: &Value| tokens_of(spans, scene, &bytes);
        let mut gold = Self { root_at: vec![None; scene.len()], silent: vec![false; scene.len()], ..Self::default() };
        for (at, entry) in value["attributions"].as_array().into_iter().flatten().enumerate() {
            let cue = tokens(&entry["cue"]);
            let content = tokens(&entry["content"]);
            let root = root_of(scene, &cue);
            content.iter().filter(|t| cue.binary_search(t).is_err()).for_each(|&t| gold.silent[t] = true);
            if let Some(root) = root {
                gold.root_at[root] = Some(at as u32);
            }
            gold.attributions.push(Gold { source: tokens(&entry["source"]), cue, content, root });
        }
        // A cue that overlaps another's content is still an example.
        for cue in gold.attributions.iter().flat_map(|gold| &gold.cue) {
            gold.silent[*cue] = false;
        }
        tokens(&value["ignore"]).into_iter().for_each(|t| gold.silent[t] = true);
        gold
    }

    /// The attribution whose cue has its root at a token.
    pub fn root_at(&self, token: usize) -> Option<&Gold> {
        self.root_at[token].map(|at| &self.attributions[at as usize])
    }

    /// The roots of cues with their attributions, in text order.
    pub fn roots(&self) -> impl Iterator<Item = (usize, &Gold)> {
        let at = |(token, at): (usize, &Option<u32>)| at.map(|at| (token, &self.attributions[at as usize]));
        self.root_at.iter().enumerate().filter_map(at)
    }

    /// Whether the annotation says nothing of a token as a cue: it stands in a content, or is to be ignored.
    pub fn is_silent(&self, token: usize) -> bool {
        self.silent[token]
    }

    /// For each candidate whether it would count as found; none where the annotation is silent.
    ///
    /// The rule of the scorer: contents overlap by half of their union (Jaccard, in letters and digits), sources
    /// share a word or are both missing, one to one. A wrong candidate within the content of a found one is a nested
    /// attribution, which the annotation does not mark.
    pub fn verdicts(&self, scene: &Scene<'_>, candidates: &[Candidate]) -> Vec<Option<bool>> {
        let right = self.matching(scene, candidates, true);
        let placed = self.matching(scene, candidates, false);
        let nested = |candidate: &Candidate| {
            let outer = candidates.iter().zip(&placed).filter(|(_, placed)| **placed);
            outer.into_iter().any(|(outer, _)| {
                outer.cue != candidate.cue && outer.spans.content.binary_search(&candidate.cue).is_ok()
            })
        };
        let verdict = |(candidate, &right)| (right || !nested(candidate)).then_some(right);
        candidates.iter().zip(&right).map(verdict).collect()
    }

    /// Which candidates have a partner in a maximum matching.
    fn matching(&self, scene: &Scene<'_>, candidates: &[Candidate], with_source: bool) -> Vec<bool> {
        let letters: Vec<usize> =
            (0..scene.len()).map(|i| scene.doc.text(i).chars().filter(|c| c.is_alphanumeric()).count()).collect();
        let edges: Vec<Vec<usize>> = self
            .attributions
            .iter()
            .map(|gold| {
                let mut row: Vec<(f64, usize)> = Vec::new();
                for (at, candidate) in candidates.iter().enumerate() {
                    let overlap = jaccard(&letters, &gold.content, &candidate.spans.content);
                    if overlap >= 0.5 && (!with_source || same_source(&gold.source, &candidate.spans.source)) {
                        row.push((-overlap, at));
                    }
                }
                row.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                row.into_iter().map(|(_, at)| at).collect()
            })
            .collect();
        let mut owner: Vec<Option<usize>> = vec![None; candidates.len()];
        for gold in 0..edges.len() {
            place(gold, &edges, &mut owner, &mut vec![false; candidates.len()]);
        }
        owner.iter().map(Option::is_some).collect()
    }
}

/// Finds a candidate for an attribution, moving others to their second choice where needed.
fn place(gold: usize, edges: &[Vec<usize>], owner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for &at in &edges[gold] {
        if !std::mem::replace(&mut seen[at], true) && owner[at].is_none_or(|other| place(other, edges, owner, seen)) {
            owner[at] = Some(gold);
            return true;
        }
    }
    false
}

fn same_source(gold: &[usize], found: &[usize]) -> bool {
    if gold.is_empty() { found.is_empty() } else { gold.iter().any(|t| found.binary_search(t).is_ok()) }
}

fn jaccard(letters: &[usize], a: &[usize], b: &[usize]) -> f64 {
    let weight = |tokens: &[usize]| tokens.iter().map(|&t| letters[t]).sum::<usize>();
    let both: usize = a.iter().filter(|t| b.binary_search(t).is_ok()).map(|&t| letters[t]).sum();
    let union = weight(a) + weight(b) - both;
    if union == 0 { 0.0 } else { both as f64 / union as f64 }
}

fn tokens_of(spans: &Value, scene: &Scene<'_>, bytes: &[usize]) -> Vec<usize> {
    let offset = |value: &Value| bytes[(value.as_u64().unwrap_or(0) as usize).min(bytes.len() - 1)];
    let mut tokens = Vec::new();
    for span in spans.as_array().into_iter().flatten() {
        let (start, end) = (offset(&span[0]), offset(&span[1]));
        if start < end {
            tokens.extend(scene.doc.tokens_in(Span::new(start, end)).filter(|&t| !scene.doc.is_space(t)));
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}
