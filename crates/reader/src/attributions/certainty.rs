//! How sure the words make a content.
//!
//! First what the cue does: a refusal or a question leaves everything open, an appeal asserts nothing, a denial
//! negates, a fear makes possible, an expectation probable. Then the hedges of the content's own main clause. A source
//! that is nobody makes a bare report probable. Grades follow FactBank (Saurí and Pustejovsky 2009).

use reportedly_knowledge::cues::{CueSense, Grade, HedgeSort, cue, hedge};
use reportedly_report::{Certainty, Form};

use super::found::Found;
use super::scene::{Scene, deps};

/// How sure an attribution makes its content; none where it asserts nothing.
pub fn certainty(scene: &Scene<'_>, found: &Found) -> Option<Certainty> {
    if found.rule == super::rules::UNCLEAR {
        return Some(Certainty::Unknown);
    }
    let sense = sense(scene, found);
    let negated = is_negated(scene, found);
    let open = asks(scene, &found.spans.content);
    match sense {
        Some(CueSense::Refuse) if refuses_to_say(scene, found) => return Some(Certainty::Unknown),
        Some(CueSense::Ask) if open || found.form != Form::Infinitive => return Some(Certainty::Unknown),
        Some(CueSense::Ask | CueSense::Appeal) => return None,
        Some(CueSense::Deny) => return Some(if negated { Certainty::Certain } else { Certainty::Negated }),
        Some(CueSense::Say | CueSense::Give) | None if negated && found.form != Form::Quote => {
            return Some(Certainty::Unknown);
        }
        Some(CueSense::Expect) if negated => return Some(Certainty::Negated),
        _ => {}
    }
    if open && found.form == Form::Quote {
        return Some(Certainty::Unknown);
    }
    let of_cue = match sense {
        Some(CueSense::Fear) => Some(Grade::Possible),
        Some(CueSense::Expect) => Some(Grade::Probable),
        _ if found.spans.source.is_empty() && is_hearsay(scene, found) => Some(Grade::Probable),
        _ => None,
    };
    let of_content = content_hedge(scene, &found.spans.content);
    Some(match [of_cue, of_content].into_iter().flatten().min() {
        None => Certainty::Certain,
        Some(Grade::Probable) => Certainty::Probable,
        Some(Grade::Possible) => Certainty::Possible,
    })
}

fn lemma(scene: &Scene<'_>, token: usize) -> String {
    scene.doc.lemma(token).to_lowercase()
}

/// The sense of the cue: its root's, or else that of the strongest of its other words.
fn sense(scene: &Scene<'_>, found: &Found) -> Option<CueSense> {
    let of = |token: usize| cue(&lemma(scene, token)).filter(|sense| *sense != CueSense::Appeal || calls(scene, token));
    let others = found.spans.cue.iter().map(|&token| of(token));
    let refusal = others.clone().flatten().find(|sense| *sense == CueSense::Refuse);
    refusal
        .or_else(|| of(found.root))
        .or_else(|| others.flatten().find(|sense| !matches!(sense, CueSense::Say | CueSense::Give)))
}

/// "called on", "called for" and other appeals; "called it absurd" is none.
fn calls(scene: &Scene<'_>, token: usize) -> bool {
    let prepositions =
        || scene.doc.children(token).filter(|&child| matches!(scene.doc.lower(child), "for" | "on" | "upon"));
    scene.doc.lemma(token) != "call" || prepositions().next().is_some()
}

fn is_negated(scene: &Scene<'_>, found: &Found) -> bool {
    let own =
        |token: usize| scene.dep(token) == deps::NEG || matches!(scene.doc.lower(token), "never" | "no" | "without");
    let beside = scene.doc.children(found.root).any(|child| scene.dep(child) == deps::NEG);
    beside || found.spans.cue.iter().any(|&token| own(token))
}

/// Whether what is refused is to say something, rather than to do something.
fn refuses_to_say(scene: &Scene<'_>, found: &Found) -> bool {
    let says = |token: usize| matches!(cue(&lemma(scene, token)), Some(CueSense::Say | CueSense::Give));
    let said =
        found.spans.cue.iter().chain(found.spans.content.first()).any(|&token| token != found.root && says(token));
    let below = scene.doc.children(found.root).any(|child| scene.dep(child) == deps::XCOMP && says(child));
    said || below || found.form != Form::Infinitive
}

/// Whether a content is a question: by its mark, or by "whether", "if" and the like before it.
fn asks(scene: &Scene<'_>, content: &[usize]) -> bool {
    let Some(first) = content.iter().find(|&&t| scene.word[t]) else { return false };
    let last = content.iter().rev().find(|&&t| !scene.mark[t]);
    last.is_some_and(|&t| scene.doc.text(t) == "?") || scene.doc.lower(*first) == "whether"
}

/// Whether nobody stands behind the words: a passive with an infinitive, or an adverb such as "reportedly".
fn is_hearsay(scene: &Scene<'_>, found: &Found) -> bool {
    let root = found.root;
    if hedge(&lemma(scene, root), HedgeSort::Report).is_some() {
        return true;
    }
    let passive = scene.doc.tag(root) == "VBN";
    let infinitive = scene.doc.children(root).any(|child| scene.dep(child) == deps::XCOMP);
    passive && (infinitive || found.form == Form::Infinitive)
}

/// The hedge of the main clause of a content, in its first sentence.
fn content_hedge(scene: &Scene<'_>, content: &[usize]) -> Option<Grade> {
    let inside = |t: usize| content.binary_search(&t).is_ok();
    let first = content.iter().find(|&&t| scene.word[t])?;
    let sentence = scene.sentence(*first);
    let here = content.iter().copied().filter(|t| sentence.contains(t));
    let tops = here.filter(|&t| {
        let above = scene.doc.is_root(t) || !inside(scene.doc.head(t));
        let main = above && !matches!(scene.dep(t), deps::PUNCT | deps::MARK);
        main || (scene.dep(t) == deps::CCOMP && scene.quote[t] > 0)
    });
    tops.take(6).flat_map(|top| clause_hedges(scene, top, inside)).min()
}

/// The hedges that hang on the head of a clause, and on what its subject is said to be.
fn clause_hedges(scene: &Scene<'_>, top: usize, inside: impl Fn(usize) -> bool) -> Vec<Grade> {
    let mut grades = Vec::new();
    let passive = scene.doc.children(top).any(|child| scene.dep(child) == deps::AUXPASS);
    let head = hedge(&lemma(scene, top), HedgeSort::Predicate);
    let is_cognitive = cue(&lemma(scene, top)).is_some();
    grades.extend(head.filter(|_| scene.is_verbal(top) && (passive || !is_cognitive)));
    for child in scene.doc.children(top).filter(|&child| inside(child)) {
        let word = lemma(scene, child);
        match scene.dep(child) {
            deps::AUX => grades.extend(hedge(&word, HedgeSort::Auxiliary)),
            deps::ADVMOD => grades.extend(hedge(&word, HedgeSort::Adverb).or(hedge(&word, HedgeSort::Report))),
            deps::ACOMP | deps::OPRD => grades.extend(hedge(&word, HedgeSort::Predicate)),
            _ => {}
        }
    }
    grades
}
