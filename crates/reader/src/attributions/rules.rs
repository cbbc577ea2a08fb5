//! What the learned stages leave to rules: attributions to nobody by a single adverb, refusals to say, "For Paris, …".
//!
//! Each rule looks only at cues that no stage took, so that no cue is told twice.

use reportedly_knowledge::cues::{CueSense, HedgeSort, cue, hedge};
use reportedly_language::Pos;
use reportedly_report::{EntityType, SourceKind};

use super::cues::subject_of;
use super::decode::Spans;
use super::forms::form;
use super::found::Found;
use super::mend::joined_to;
use super::scene::{Scene, deps};
use super::sources::Cast;

/// The rule of "it is not clear whether".
pub const UNCLEAR: &str = "attributions.unclear";

/// Adds what the rules find; the result is in order of the cues again.
pub fn complete(scene: &Scene<'_>, cast: &Cast<'_>, found: &mut Vec<Found>) {
    let mut taken = vec![false; scene.len()];
    found.iter().flat_map(|found| &found.spans.cue).for_each(|&t| taken[t] = true);
    let mut new = Vec::new();
    for sentence in &scene.sentences {
        new.extend(for_somebody(scene, cast, sentence.start).filter(|new| !taken[new.root]));
        for t in sentence.clone().filter(|&t| !taken[t]) {
            new.extend(
                report_adverb(scene, t)
                    .or_else(|| refusal(scene, t))
                    .or_else(|| hearsay(scene, t))
                    .or_else(|| unclear(scene, t)),
            );
        }
    }
    for mut new in new {
        let holds = |outer: &&Found| outer.spans.content.binary_search(&new.root).is_ok();
        let outer = found.iter().enumerate().filter(|(_, outer)| holds(outer));
        new.within = outer.min_by_key(|(_, outer)| outer.spans.content.len()).map(|(at, _)| at);
        if let Some(at) = new.within {
            let content = &found[at].spans.content;
            new.spans.content.retain(|t| content.binary_search(t).is_ok());
        }
        let same = |old: &&mut Found| old.spans.source.is_empty() && old.spans.content == new.spans.content;
        match found.iter_mut().find(same) {
            Some(old) => *old = new,
            None if new.spans.content.is_empty() => {}
            None => found.push(new),
        }
    }
    sort(found);
}

/// Puts attributions in order of their cues.
pub(super) fn sort(found: &mut [Found]) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&at| found[at].root);
    let mut place = vec![0; found.len()];
    order.iter().enumerate().for_each(|(new, &old)| place[old] = new);
    found.iter_mut().for_each(|found| found.within = found.within.map(|old| place[old]));
    found.sort_by_key(|found| found.root);
}

fn lemma(scene: &Scene<'_>, t: usize) -> String {
    scene.doc.lemma(t).to_lowercase()
}

/// An attribution made by a rule; none without a word of content.
pub(super) fn make(scene: &Scene<'_>, root: usize, spans: Spans, rule: &'static str) -> Option<Found> {
    if !spans.content.iter().any(|&t| scene.word[t]) {
        return None;
    }
    let form = form(scene, &spans.content);
    Some(Found { root, spans, relay: Vec::new(), form, within: None, rule: rule.into(), confidence: None })
}

/// "The navy reportedly saved 200 more": the clause without the adverb, on nobody's word.
fn report_adverb(scene: &Scene<'_>, t: usize) -> Option<Found> {
    hedge(&lemma(scene, t), HedgeSort::Report).filter(|_| scene.doc.pos(t) == Pos::Adv)?;
    let verb = scene.doc.head(t);
    if !scene.is_verbal(verb) || scene.quote[t] > 0 {
        return None;
    }
    let content = clause(scene, verb).into_iter().filter(|&at| at != t).collect();
    make(scene, t, Spans { source: Vec::new(), cue: vec![t], content }, "attributions.adverb")
}

/// A clause from its subject on, without conjoined clauses that have subjects of their own and without final marks.
fn clause(scene: &Scene<'_>, verb: usize) -> Vec<usize> {
    let doc = scene.doc;
    let sentence = scene.sentence(verb);
    let whole = doc.subtree(verb);
    let children = || doc.children(verb);
    let subject = children().find(|&child| deps::is_subject(scene.dep(child)));
    let start = subject.map_or(whole.start, |subject| doc.subtree(subject).start);
    let conjoined = |&child: &usize| {
        let joined = scene.dep(child) == deps::CONJ && child > verb;
        joined && doc.children(child).any(|below| deps::is_subject(scene.dep(below)))
    };
    let end = children().filter(conjoined).map(|child| doc.subtree(child).start).min().unwrap_or(whole.end);
    let mut tokens: Vec<usize> =
        (start.max(sentence.start)..end.min(sentence.end)).filter(|&t| !doc.is_space(t)).collect();
    while tokens.last().is_some_and(|&t| doc.pos(t) == Pos::Punct || scene.dep(t) == deps::CC) {
        tokens.pop();
    }
    tokens
}

/// "Moscow did not specify the date", "she declined to say where": told by the one who refuses, and nothing is said.
fn refusal(scene: &Scene<'_>, t: usize) -> Option<Found> {
    if !scene.is_verbal(t) || scene.quote[t] > 0 || scene.dep(t) == deps::RELCL {
        return None;
    }
    let doc = scene.doc;
    let negation = doc.children(t).find(|&child| scene.dep(child) == deps::NEG);
    let says = |t: usize| matches!(cue(&lemma(scene, t)), Some(CueSense::Say | CueSense::Give));
    let mut words: Vec<usize> = doc.children(t).filter(|&at| scene.dep(at) == deps::AUX).collect();
    let (told, refused) = match cue(&lemma(scene, t))? {
        CueSense::Say => (t, negation?),
        CueSense::Refuse => {
            let told = doc.children(t).find(|&at| scene.dep(at) == deps::XCOMP && says(at))?;
            words.extend(doc.children(told).filter(|&at| scene.dep(at) == deps::AUX));
            (told, told)
        }
        _ => return None,
    };
    let teller = joined_to(scene, t).filter(|&up| up != scene.doc.head(t)).unwrap_or(t);
    let (subject, steps) = subject_of(scene, teller)?;
    if steps > 1 || scene.dep(subject) == deps::NSUBJPASS || scene.dep(subject) == deps::EXPL {
        return None;
    }
    words.extend([t, told, refused]);
    words.sort_unstable();
    words.dedup();
    let topic = |&child: &usize| {
        child > told && matches!(scene.dep(child), deps::DOBJ | deps::CCOMP | deps::XCOMP | deps::PREP | deps::ADVCL)
    };
    let topics = doc.children(told).filter(topic).flat_map(|child| doc.subtree(child));
    let mut content: Vec<usize> = topics.filter(|&t| !doc.is_space(t) && scene.sentence(told).contains(&t)).collect();
    if content.is_empty() {
        content = asked_of(scene, t);
    }
    let source = phrase(scene, subject);
    make(scene, t, Spans { source, cue: words, content }, "attributions.refusal")
}

/// "Mr. Markov was not asked about it": nobody said a word.
pub(super) fn is_unasked(scene: &Scene<'_>, cue: usize) -> bool {
    let has = |dep: u32| scene.doc.children(cue).any(|child| scene.dep(child) == dep);
    scene.doc.lower(cue) == "asked" && has(deps::AUXPASS) && has(deps::NEG)
}

/// "Asked whether he would resign, he did not answer": what was asked.
fn asked_of(scene: &Scene<'_>, verb: usize) -> Vec<usize> {
    let doc = scene.doc;
    let asked = |&child: &usize| scene.dep(child) == deps::ADVCL && doc.lower(child) == "asked";
    let Some(asked) = doc.children(verb).find(asked) else { return Vec::new() };
    let about = |&child: &usize| child > asked && matches!(scene.dep(child), deps::CCOMP | deps::PREP | deps::ADVCL);
    doc.children(asked).filter(about).flat_map(|child| doc.subtree(child)).filter(|&t| !doc.is_space(t)).collect()
}

/// "It was not clear whether the dam would hold": nobody knows.
fn unclear(scene: &Scene<'_>, t: usize) -> Option<Found> {
    let doc = scene.doc;
    let verb = doc.head(t);
    let open = matches!(doc.lower(t), "unclear" | "unknown" | "uncertain");
    let negation = doc.children(verb).find(|&child| scene.dep(child) == deps::NEG);
    let closed = matches!(doc.lower(t), "clear" | "known" | "certain") && negation.is_some();
    if !(open || closed) || doc.lemma(verb) != "be" || scene.dep(t) != deps::ACOMP || scene.quote[t] > 0 {
        return None;
    }
    let clause =
        |of: usize| doc.children(of).find(|&child| child > t && matches!(scene.dep(child), deps::CCOMP | deps::CSUBJ));
    let clause = clause(t).or_else(|| clause(verb))?;
    let mut cue: Vec<usize> = [verb, t].into_iter().chain(negation).collect();
    cue.sort_unstable();
    let content = doc.subtree(clause).filter(|&at| at > t && !doc.is_space(at)).collect();
    make(scene, t, Spans { source: Vec::new(), cue, content }, UNCLEAR)
}

/// "Mr. Markov is said to be ill": nobody's word for what the infinitive says of the subject.
fn hearsay(scene: &Scene<'_>, t: usize) -> Option<Found> {
    let doc = scene.doc;
    let told =
        matches!(doc.lower(t), "said" | "believed" | "thought" | "rumored" | "rumoured" | "alleged" | "understood");
    if doc.tag(t) != "VBN" || !told || scene.quote[t] > 0 {
        return None;
    }
    let child = |dep: u32| doc.children(t).find(|&child| scene.dep(child) == dep);
    let (passive, infinitive, subject) = (child(deps::AUXPASS)?, child(deps::XCOMP)?, child(deps::NSUBJPASS)?);
    let to = doc.child(infinitive, "aux").filter(|&to| doc.lower(to) == "to" && to > t)?;
    let mut cue: Vec<usize> = doc.children(t).filter(|&at| matches!(scene.dep(at), deps::AUX | deps::NEG)).collect();
    cue.extend([passive, t, to]);
    cue.sort_unstable();
    let said = doc.subtree(infinitive).filter(|&at| at > to && scene.sentence(t).contains(&at) && !doc.is_space(at));
    let content = phrase(scene, subject).into_iter().chain(said).collect();
    make(scene, t, Spans { source: Vec::new(), cue, content }, "attributions.hearsay")
}

/// The noun phrase of a head, without clauses and final marks.
fn phrase(scene: &Scene<'_>, head: usize) -> Vec<usize> {
    let doc = scene.doc;
    let clause = doc.children(head).find(|&child| child > head && matches!(scene.dep(child), deps::RELCL | deps::ACL));
    let end = clause.map_or(doc.subtree(head).end, |clause| doc.subtree(clause).start);
    let mut tokens: Vec<usize> = (doc.subtree(head).start..end.max(head + 1)).filter(|&t| !doc.is_space(t)).collect();
    while tokens.last().is_some_and(|&t| t > head && doc.pos(t) == Pos::Punct) {
        tokens.pop();
    }
    tokens
}

/// "For Paris, the visit is a mistake": somebody's view, told with "for" at the head of a sentence.
fn for_somebody(scene: &Scene<'_>, cast: &Cast<'_>, t: usize) -> Option<Found> {
    let doc = scene.doc;
    let verb = doc.head(t);
    let views = doc.lower(t) == "for" && scene.dep(t) == deps::PREP && scene.is_verbal(verb);
    if !views || !matches!(doc.tag(verb), "VBZ" | "VBP") || scene.quote[t] > 0 {
        return None;
    }
    let somebody = doc.child(t, "pobj")?;
    let source = cast.read_phrase(somebody);
    let entity = cast.entity(&source)?;
    let may_hold_views = entity.kind == EntityType::Person
        || (entity.kind == EntityType::Organization && source.kind == SourceKind::Government);
    let comma = doc.subtree(somebody).end;
    let sentence = scene.sentence(t);
    if !may_hold_views || comma >= sentence.end || doc.text(comma) != "," {
        return None;
    }
    let mut content: Vec<usize> = (comma + 1..sentence.end).filter(|&t| !doc.is_space(t)).collect();
    while content.last().is_some_and(|&t| matches!(doc.text(t), "." | "!")) {
        content.pop();
    }
    let spans = Spans { source: doc.subtree(somebody).collect(), cue: vec![t], content };
    make(scene, t, spans, "attributions.for")
}
