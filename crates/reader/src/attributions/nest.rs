//! Which candidates are kept, and which stand within another's content.

use reportedly_report::Form;

use super::candidates::Candidate;

/// A kept candidate.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What was found.
    pub candidate: Candidate,
    /// Index of the kept one in whose content it stands.
    pub within: Option<usize>,
}

/// What a candidate must reach to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Bars {
    /// Verdict of an outer candidate whose content is a quotation or a clause.
    pub clause: f32,
    /// Verdict of one whose content is an infinitive or a phrase.
    pub phrase: f32,
    /// Chance of a cue within another's content.
    pub nested: f32,
    /// Chance of a cue within quotation marks, read as if they were not there.
    pub quoted: f32,
}

impl Default for Bars {
    fn default() -> Self {
        Self { clause: 0.4, phrase: 0.4, nested: 0.6, quoted: 0.5 }
    }
}

/// Keeps the candidates that reach the bars, the longest first.
///
/// `unmarked` holds the candidates whose cue is quoted, read as if there were no marks. The result is in order of
/// the cues.
pub fn nest(marked: Vec<Candidate>, unmarked: Vec<Candidate>, tokens: usize, bars: Bars) -> Vec<Kept> {
    let mut order: Vec<(&Candidate, Option<&Candidate>)> = Vec::with_capacity(marked.len());
    let find = |among: &'_ [Candidate], cue: usize| among.binary_search_by_key(&cue, |candidate| candidate.cue).ok();
    order.extend(marked.iter().filter(|outer| find(&unmarked, outer.cue).is_none()).map(|outer| (outer, None)));
    order.extend(unmarked.iter().map(|inner| (inner, find(&marked, inner.cue).map(|at| &marked[at]).or(Some(inner)))));
    order.sort_by_key(|(candidate, _)| (std::cmp::Reverse(candidate.spans.content.len()), candidate.cue));
    let mut kept: Vec<Kept> = Vec::new();
    // The smallest content so far that holds each token: longer ones come first.
    let mut holder: Vec<Option<usize>> = vec![None; tokens];
    for (candidate, marked) in order {
        let within =
            holder[candidate.cue].filter(|&at| kept[at].candidate.spans.content.len() > candidate.spans.content.len());
        let new = match within {
            Some(outer) => {
                nested(candidate, &kept[outer].candidate, if marked.is_some() { bars.quoted } else { bars.nested })
            }
            None => outermost(marked.unwrap_or(candidate), bars),
        };
        let Some(new) = new else { continue };
        new.spans.content.iter().for_each(|&t| holder[t] = Some(kept.len()));
        kept.push(Kept { candidate: new, within });
    }
    in_order_of_cues(kept)
}

fn outermost(candidate: &Candidate, bars: Bars) -> Option<Candidate> {
    let bar = if matches!(candidate.form, Form::Quote | Form::Clause) { bars.clause } else { bars.phrase };
    (candidate.verdict >= bar).then(|| candidate.clone())
}

/// A candidate within another's content, its own content kept within that.
fn nested(candidate: &Candidate, outer: &Candidate, bar: f32) -> Option<Candidate> {
    let spans = &candidate.spans;
    let speaks = !spans.source.is_empty() && matches!(candidate.form, Form::Quote | Form::Clause);
    if candidate.chance < bar || !speaks {
        return None;
    }
    let mut inner = candidate.clone();
    inner.spans.content.retain(|t| outer.spans.content.binary_search(t).is_ok());
    (inner.spans.content.len() * 2 >= spans.content.len()).then_some(inner)
}

fn in_order_of_cues(kept: Vec<Kept>) -> Vec<Kept> {
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|&at| kept[at].candidate.cue);
    let mut place = vec![0; kept.len()];
    order.iter().enumerate().for_each(|(new, &old)| place[old] = new);
    let mut sorted = kept;
    sorted.sort_by_key(|kept| kept.candidate.cue);
    sorted.iter_mut().for_each(|kept| kept.within = kept.within.map(|old| place[old]));
    sorted
}
