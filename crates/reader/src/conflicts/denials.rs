//! A claim and its denial.

use reportedly_knowledge::happenings::{self, Role};
use reportedly_language::Pos;
use reportedly_report::{Attribution, Certainty, Conflict, EntityId, Facet, Span};

use super::tellings::{Backer, Telling, Tellings};
use super::{Layers, MOST, conflict};

/// How many sentences may lie between an accusation and the answer to it.
const REACH: usize = 4;

pub(super) fn read(tellings: &Tellings<'_>, layers: &Layers<'_>) -> Vec<Conflict> {
    let mut conflicts = same_deed(tellings);
    for denial in layers.attributions.iter().filter(|attribution| is_denial(tellings, attribution)) {
        conflicts.extend(answer(tellings, layers, denial));
    }
    conflicts
}

/// One deed told as done and as not done.
fn same_deed(tellings: &Tellings<'_>) -> Vec<Conflict> {
    let told: Vec<&Telling<'_>> = tellings.all.iter().filter(|telling| tells(tellings, telling)).take(MOST).collect();
    let is_no = |telling: &&Telling<'_>| telling.negative && is_told_flat(tellings, telling.anchor);
    let negative: Vec<&Telling<'_>> = told.iter().copied().filter(is_no).collect();
    let mut conflicts = Vec::new();
    for no in negative {
        let yes = told.iter().filter(|yes| !yes.negative && yes.factuality >= 1.0 && yes.backer.differs(&no.backer));
        let yes = yes.filter(|yes| is_told_flat(tellings, yes.anchor));
        let nearest = yes.filter(|yes| same(yes, no)).min_by_key(|yes| yes.sentence.abs_diff(no.sentence));
        if let Some(yes) = nearest {
            let sides = ((tellings.clause(yes.anchor), &yes.backer), (tellings.clause(no.anchor), &no.backer));
            if !sides.0.0.overlaps(sides.1.0) {
                conflicts.push(conflict(Facet::Polarity, sides.0, sides.1, Some(yes.event), "conflicts.polarity"));
            }
        }
    }
    conflicts
}

/// Whether a verb is finite, or a noun: "not to turn away" and "selling" tell of wishes and habits.
fn is_told_flat(tellings: &Tellings<'_>, anchor: usize) -> bool {
    let doc = tellings.doc;
    if doc.pos(anchor) != Pos::Verb {
        return true;
    }
    let auxiliaries = || doc.children(anchor).filter(|&child| matches!(doc.dep(child), "aux" | "auxpass"));
    let infinitive = auxiliaries().any(|child| doc.tag(child) == "TO");
    !infinitive && (auxiliaries().next().is_some() || matches!(doc.tag(anchor), "VBD" | "VBZ" | "VBP"))
}

fn tells(tellings: &Tellings<'_>, telling: &Telling<'_>) -> bool {
    let verb = match tellings.doc.pos(telling.anchor) {
        Pos::Verb => true,
        // "his returns", "the campaign": a noun tells of a deed only where the table says so.
        Pos::Noun => !telling.happenings.is_empty(),
        _ => false,
    };
    verb && !(telling.happenings.is_empty() && happenings::has_role(telling.lemma, Role::Weak))
}

/// The same deed: the same verb or kind of happening by the same party, and to the same where both say to whom.
fn same(a: &Telling<'_>, b: &Telling<'_>) -> bool {
    let worded = a.lemma == b.lemma || a.happenings.iter().any(|happening| b.happenings.contains(happening));
    let by = !a.subjects.is_disjoint(&b.subjects);
    let to = !a.objects.is_disjoint(&b.objects);
    let alone = |telling: &Telling<'_>| telling.objects.is_empty();
    worded && ((by && to) || (by && alone(a) && alone(b)) || (to && (a.subjects.is_empty() || b.subjects.is_empty())))
}

fn is_denial(tellings: &Tellings<'_>, attribution: &Attribution) -> bool {
    has_cue(tellings, attribution, Role::Deny)
        || (attribution.certainty == Some(Certainty::Negated) && !has_cue(tellings, attribution, Role::Accuse))
}

fn has_cue(tellings: &Tellings<'_>, attribution: &Attribution, role: Role) -> bool {
    let mut tokens = attribution.cue.iter().flat_map(|cue| tellings.doc.tokens_in(*cue));
    tokens.any(|token| happenings::has_role(tellings.doc.lemma(token), role))
}

/// The claim that a denial answers: the nearest on another's word that puts something on the denier, or on what the
/// denial speaks of.
fn answer(tellings: &Tellings<'_>, layers: &Layers<'_>, denial: &Attribution) -> Option<Conflict> {
    let doc = tellings.doc;
    let at = *denial.cue.first()?;
    let sentence = |span: Span| {
        Some(doc.tokens_in(span)).filter(|tokens| !tokens.is_empty()).map(|tokens| doc.sentence_of(tokens.start))
    };
    let here = sentence(at)?;
    let backer = tellings.backed_by(denial);
    let denier = denial.source_entity;
    // "did not answer" rejects nothing; "denied" rejects what was put on the denier.
    let rejects = has_cue(tellings, denial, Role::Deny);
    let claims = layers.attributions.iter().filter(|claim| claim.id != denial.id && !is_denial(tellings, claim));
    let claims = claims.filter_map(|claim| {
        let content = *claim.content.first()?;
        let there = sentence(content)?;
        let near = there.abs_diff(here) <= REACH && (there <= here || there - here <= 1);
        let nested = claim.within == Some(denial.id) || denial.within == Some(claim.id);
        if !near || nested {
            return None;
        }
        let other = tellings.backed_by(claim);
        let named = denier.is_some_and(|denier| names(layers, denier, &claim.content));
        let accuses = rejects && (named || is_described(tellings, denial, &claim.content)) && told_of(tellings, claim);
        let echoes = shares_deed(tellings, &claim.content, &denial.content);
        (other.differs(&backer) && (accuses || echoes)).then_some((here.abs_diff(there), content, other))
    });
    let (_, content, other): (usize, Span, Backer) =
        claims.min_by_key(|(distance, content, _)| (*distance, content.start))?;
    let denied = denial.content.first().copied().unwrap_or(at);
    (!denied.overlaps(content))
        .then(|| conflict(Facet::Polarity, (content, &other), (denied, &backer), None, "conflicts.denial"))
}

/// Whether an entity is named in some words.
fn names(layers: &Layers<'_>, entity: EntityId, content: &[Span]) -> bool {
    let mentions = layers.entities.iter().filter(|found| found.id == entity).flat_map(|found| &found.mentions);
    let mut mentions = mentions.map(|mention| mention.span);
    mentions.any(|mention| content.iter().any(|content| content.contains(mention)))
}

/// Whether the noun of an unnamed denier stands in some words: "the company denied …" after "… the company …".
fn is_described(tellings: &Tellings<'_>, denial: &Attribution, content: &[Span]) -> bool {
    let doc = tellings.doc;
    let source = denial.source.first().map(|span| doc.tokens_in(*span)).unwrap_or_default();
    let Some(noun) = source.rev().find(|&token| doc.pos(token) == Pos::Noun) else { return false };
    let mut words = content.iter().flat_map(|span| doc.tokens_in(*span));
    words.any(|token| doc.pos(token) == Pos::Noun && doc.lemma(token) == doc.lemma(noun))
}

/// Whether a claim puts a deed on somebody rather than a wish or a question.
fn told_of(tellings: &Tellings<'_>, claim: &Attribution) -> bool {
    matches!(claim.certainty, Some(Certainty::Certain | Certainty::Probable | Certainty::Possible))
        && claim.cue.iter().flat_map(|cue| tellings.doc.tokens_in(*cue)).any(|token| {
            let lemma = tellings.doc.lemma(token);
            happenings::has_role(lemma, Role::Accuse) || matches!(tellings.doc.pos(token), Pos::Verb)
        })
}

/// Whether two contents tell of one deed.
fn shares_deed(tellings: &Tellings<'_>, a: &[Span], b: &[Span]) -> bool {
    let of = |spans: &[Span]| -> Vec<&Telling<'_>> {
        let told = spans.iter().flat_map(|span| tellings.within(*span));
        told.filter(|telling| tells(tellings, telling)).take(MOST).collect()
    };
    let second = of(b);
    of(a).iter().any(|x| {
        second
            .iter()
            .any(|y| x.lemma == y.lemma || x.happenings.iter().any(|happening| y.happenings.contains(happening)))
    })
}
