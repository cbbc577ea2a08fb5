//! Events beside the main one of a sentence.
//!
//! A relative clause, an attribute, a circumstance may tell of a happening of its own: "Polish guards, who arrested two
//! Belarusians", "during the Serbian shelling of Sarajevo". Such an event has a code only where its own words name two
//! different parties, and where it is not what a coded event asks, promises or refuses: CAMEO codes the asking. Any
//! other keeps its PLOVER type and the parties that are known, which makes no claim of a dyad.

use std::ops::Range;

use reportedly_knowledge::event_words::{List, is};
use reportedly_language::Pos;

use super::actors::Code;
use super::clause::{has, is_noun, kids, subjects};
use super::digits::refine;
use super::mode::{Mode, modality};
use super::objects::nominal;
use super::parties::{Pair, Scope, parties};
use super::predicate::{Act, act, root};
use super::walk::{Coded, Told, Walk, named, shifted};

/// Relations by which a predicate holds its content.
const CONTENT: [&str; 9] = ["xcomp", "ccomp", "acl", "pcomp", "prep", "pobj", "dobj", "attr", "conj"];
/// How many coded events before one may tell of the same: "killed in Russian shelling".
const NEAR: usize = 4;
/// How deep content goes.
const DEPTH: usize = 6;

impl Walk<'_, '_> {
    /// Marks what a coded predicate asks, promises, threatens, refuses or allows.
    pub(super) fn mark_content(&mut self, of: usize, depth: usize) {
        if depth > DEPTH {
            return;
        }
        let content: Vec<usize> = kids(self.actors.doc, of, &CONTENT).filter(|&child| !self.content[child]).collect();
        for child in content {
            self.content[child] = true;
            self.mark_content(child, depth + 1);
        }
    }

    /// Reads what the walk from the root left.
    pub(super) fn aside(&mut self, tokens: Range<usize>) {
        for i in tokens {
            if self.done[i] {
                continue;
            }
            if let Some(act) = self.minor(i) {
                self.beside(i, &act);
            }
        }
    }

    /// What a word that is not the news of its sentence means.
    fn minor(&self, i: usize) -> Option<Act> {
        let doc = self.actors.doc;
        match doc.pos(i) {
            Pos::Verb if !matches!(doc.dep(i), "aux" | "auxpass") => act(doc, i).filter(|act| !act.says()),
            _ if is_noun(doc, i) => nominal(doc, i).map(|meaning| named(meaning, vec![i])),
            _ => None,
        }
    }

    fn beside(&mut self, i: usize, act: &Act) {
        let doc = self.actors.doc;
        let anchor = act.anchor.unwrap_or(i);
        let modality = modality(doc, anchor);
        let base = self.escalated(i, act.code);
        let found = parties(self.actors, i, base, act, &[], Scope::Aside);
        let full = |pair: &&Pair| matches!(pair, (Some(s), Some(t)) if s.base() != t.base());
        let mut pairs: Vec<Pair> = found.pairs.iter().filter(full).copied().collect();
        if pairs.is_empty() && matches!(root(base), 3 | 5 | 8) {
            pairs = self.handed_on(i);
        }
        let again = |pair: &Pair| {
            let near = self
                .found
                .iter()
                .rev()
                .take(NEAR)
                .filter(|coded| root(coded.base) == root(base) && coded.modality.mode == modality.mode);
            near.flat_map(|coded| &coded.pairs).any(|known| dyad(known) == dyad(pair))
        };
        pairs.retain(|pair| !again(pair));
        let fact = modality.mode != Mode::Conditional && !self.content[i] && self.stands_alone(i);
        if fact && !pairs.is_empty() {
            let code = found.code.map_or_else(|| refine(doc, shifted(base, modality), i, act), str::to_owned);
            self.found.push(Coded { anchor, code, base, pairs, modality, rule: "events.aside" });
        } else if let Some(&pair) = found.pairs.first() {
            self.told.push(Told { anchor, base, pair });
        }
        self.done[i] = true;
        self.done[anchor] = true;
    }

    /// "Talks between A and B led to a deal": the parties of what leads to an agreement are its own.
    fn handed_on(&self, noun: usize) -> Vec<Pair> {
        let doc = self.actors.doc;
        let above = doc.head(noun);
        let governor = match doc.dep(noun) {
            "dobj" => above,
            "pobj" => doc.head(above),
            _ => return Vec::new(),
        };
        if !is(doc.lemma(governor), List::Leads) {
            return Vec::new();
        }
        let subject = subjects(doc, governor).into_iter().find_map(|subject| match doc.tag(subject) {
            "WDT" | "WP" => doc.ancestors(subject).find(|&i| doc.dep(i) == "relcl").map(|clause| doc.head(clause)),
            _ => Some(subject),
        });
        let earlier = subject.and_then(|subject| self.found.iter().find(|coded| coded.anchor == subject));
        earlier.map_or_else(Vec::new, |coded| coded.pairs.clone())
    }

    /// Whether a word has its parties from its own clause, and is no purpose of another.
    fn stands_alone(&self, i: usize) -> bool {
        let doc = self.actors.doc;
        if is_noun(doc, i) {
            return true;
        }
        let to = kids(doc, i, &["aux"]).any(|to| doc.lower(to) == "to");
        let own = has(doc, i, &["nsubj", "nsubjpass", "agent"]) || matches!(doc.dep(i), "relcl" | "acl");
        own && !to
    }
}

/// Country or body of both parties.
fn dyad(pair: &Pair) -> (Option<&'static str>, Option<&'static str>) {
    (pair.0.map(Code::base), pair.1.map(Code::base))
}
