//! Whom a pronoun stands for, as an actor.
//!
//! Relative pronouns go to the noun they belong to. Others go first to the entity that the entities layer gave them,
//! else to the nearest earlier subject or object that is an actor, in this sentence or the two before it.

use reportedly_knowledge::actors::role;
use reportedly_language::{Doc, Pos};
use reportedly_report::MentionForm;

use super::actors::{Actor, Actors, head_of, is_pronoun};
use super::clause::kids;

/// How many sentences back a pronoun looks.
const SENTENCES: usize = 2;
/// And how many tokens at most.
const TOKENS: usize = 250;

impl Actors<'_> {
    /// The actors a pronoun stands for.
    pub(super) fn antecedents(&self, pronoun: usize, depth: usize) -> Vec<Actor> {
        if depth > 3 {
            return Vec::new();
        }
        if let Some(actors) = self.relative(pronoun, depth) {
            return actors;
        }
        let plural = matches!(self.doc.lower(pronoun), "they" | "their" | "them" | "both");
        for found in [self.by_entity(pronoun, depth), self.object(pronoun, depth), self.higher(pronoun, depth)] {
            if !found.is_empty() {
                return if plural { found } else { found[..1].to_vec() };
            }
        }
        self.nearest_subject(pronoun, depth)
    }

    /// The noun of a relative clause; none where the pronoun is not relative.
    fn relative(&self, pronoun: usize, depth: usize) -> Option<Vec<Actor>> {
        let doc = self.doc;
        let that = doc.lower(pronoun) == "that" && matches!(doc.dep(pronoun), "nsubj" | "nsubjpass" | "dobj");
        if !matches!(doc.tag(pronoun), "WP" | "WDT") && !that {
            return None;
        }
        let clause = doc.ancestors(pronoun).find(|&i| doc.dep(i) == "relcl" || doc.is_root(i))?;
        let noun = (doc.dep(clause) == "relcl" && !doc.is_root(clause)).then(|| doc.head(clause));
        Some(noun.map_or_else(Vec::new, |noun| self.resolve_within(noun, true, depth + 1)))
    }

    /// The entity of the pronoun, by the nearest earlier mention that is an actor.
    fn by_entity(&self, pronoun: usize, depth: usize) -> Vec<Actor> {
        let Some(entity) = self.entity(pronoun) else { return Vec::new() };
        let at = self.doc.span(pronoun).start;
        let earlier = entity.mentions.iter().rev();
        let mut earlier =
            earlier.filter(|mention| mention.span.end <= at && mention.form != MentionForm::Pronoun).take(4);
        let actors = earlier.find_map(|mention| {
            let head = head_of(self.doc, self.doc.tokens_in(mention.span))?;
            let found =
                if is_pronoun(self.doc, head) { Vec::new() } else { self.resolve_within(head, false, depth + 1) };
            (!found.is_empty()).then_some(found)
        });
        actors.unwrap_or_default()
    }

    /// An object pronoun goes to the nearest object before the subject.
    fn object(&self, pronoun: usize, depth: usize) -> Vec<Actor> {
        let doc = self.doc;
        let object =
            matches!(doc.dep(pronoun), "dobj" | "pobj") && matches!(doc.lower(pronoun), "him" | "her" | "them" | "it");
        if !object {
            return Vec::new();
        }
        for i in self.before(pronoun).rev() {
            let somebody = matches!(doc.ent(i), "PERSON" | "ORG" | "GPE" | "NORP") || role(doc.lemma(i)).is_some();
            let nominal = matches!(doc.pos(i), Pos::Propn | Pos::Noun);
            if matches!(doc.dep(i), "dobj" | "pobj" | "dative") && nominal && somebody && agrees(doc, pronoun, i) {
                let found = self.resolve_within(i, false, depth + 1);
                if !found.is_empty() {
                    return found;
                }
            }
            if doc.dep(i) == "nsubj" {
                break;
            }
        }
        Vec::new()
    }

    /// The subject of a higher clause.
    fn higher(&self, pronoun: usize, depth: usize) -> Vec<Actor> {
        let doc = self.doc;
        for clause in doc.ancestors(pronoun).skip(1).take(8) {
            for subject in kids(doc, clause, &["nsubj", "nsubjpass"]) {
                if subject != pronoun && doc.pos(subject) != Pos::Pron && agrees(doc, pronoun, subject) {
                    let found = self.resolve_within(subject, false, depth + 1);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }

    fn nearest_subject(&self, pronoun: usize, depth: usize) -> Vec<Actor> {
        let doc = self.doc;
        let subject = |&i: &usize| {
            matches!(doc.dep(i), "nsubj" | "nsubjpass") && doc.pos(i) != Pos::Pron && agrees(doc, pronoun, i)
        };
        let found =
            self.before(pronoun).rev().filter(subject).take(6).map(|i| self.resolve_within(i, false, depth + 1));
        found.into_iter().find(|actors| !actors.is_empty()).unwrap_or_default()
    }

    /// The tokens before a pronoun that it may go back to.
    fn before(&self, pronoun: usize) -> std::ops::Range<usize> {
        let sentence = self.doc.sentence_of(pronoun);
        self.doc.sentence(sentence.saturating_sub(SENTENCES)).start.max(pronoun.saturating_sub(TOKENS))..pronoun
    }
}

/// Whether a pronoun may stand for a phrase by what the model calls it: "it" is no person, "he" no country.
fn agrees(doc: &Doc<'_>, pronoun: usize, head: usize) -> bool {
    match doc.lower(pronoun) {
        "it" | "its" | "itself" => doc.ent(head) != "PERSON",
        "he" | "him" | "his" | "she" | "her" => !matches!(doc.ent(head), "GPE" | "ORG" | "LOC"),
        _ => true,
    }
}
