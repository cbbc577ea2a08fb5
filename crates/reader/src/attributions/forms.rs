//! The grammatical form of a content: quotation, clause, infinitive or phrase.

use reportedly_report::Form;

use super::scene::{Scene, deps};

/// The form of some tokens as content.
///
/// A quotation is quoted for the most part and holds a finite clause or at least six words; a clause has a finite
/// verb with a subject at its top; an infinitive a verb at its top; all else is a phrase.
pub fn form(scene: &Scene<'_>, content: &[usize]) -> Form {
    let inside = |t: usize| content.binary_search(&t).is_ok();
    let is_top = |t: usize| scene.doc.is_root(t) || !inside(scene.doc.head(t));
    let words = content.iter().filter(|&&t| scene.word[t]).count();
    let quoted = content.iter().filter(|&&t| scene.word[t] && scene.quote[t] > 0).count();
    let finite = |t: usize| scene.is_verbal(t) && is_finite(scene, t);
    let subordinate = |t: usize| matches!(scene.dep(t), deps::RELCL | deps::ACL | deps::ADVCL) && !is_top(t);
    if quoted * 5 >= words * 3 && words > 0 {
        let holds_clause = content.iter().any(|&t| finite(t) && !subordinate(t));
        if words >= 6 || holds_clause {
            return Form::Quote;
        }
    }
    let heads_clause = |t: usize| finite(t) && (is_top(t) || matches!(scene.dep(t), deps::CONJ | deps::CCOMP));
    if content.iter().any(|&t| finite(t) && !subordinate(t)) && content.iter().any(|&t| heads_clause(t)) {
        return Form::Clause;
    }
    let heads_infinitive = content.iter().any(|&t| scene.is_verbal(t) && is_top(t));
    if heads_infinitive { Form::Infinitive } else { Form::Phrase }
}

/// Whether a verb has a subject and is finite by itself or by its auxiliary.
fn is_finite(scene: &Scene<'_>, t: usize) -> bool {
    let is_finite_tag = |t: usize| matches!(scene.doc.tag(t), "VBD" | "VBZ" | "VBP" | "MD");
    let (mut subject, mut finite) = (false, is_finite_tag(t));
    for child in scene.doc.children(t) {
        match scene.dep(child) {
            deps::NSUBJ | deps::NSUBJPASS | deps::CSUBJ | deps::EXPL => subject = true,
            deps::AUX | deps::AUXPASS => finite |= is_finite_tag(child),
            _ => {}
        }
    }
    subject && finite
}
