//! From the root of a sentence down to its main event, and to what a speaker says.
//!
//! News sentences tell one political event and wrap it in saying, planning and circumstance. The walk goes down through
//! those to the first predicate that the tables know, and takes the verbs joined to it.

use reportedly_knowledge::event_words::{List, is};
use reportedly_knowledge::predicates::{Meaning, Trait};
use reportedly_language::Pos;

use super::actors::{Actor, Actors, Code};
use super::clause::{children, has, is_noun, is_verb, kids, passive, prepositional, subjects};
use super::digits::refine;
use super::mode::{Modality, Mode, modality};
use super::objects::{nominal, strong_nominal};
use super::parties::{Pair, Scope, heavily_armed, parties};
use super::predicate::{Act, act, planned, root, threatened};

/// A predicate with a code and parties.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The word that tells of the event.
    pub anchor: usize,
    /// CAMEO code.
    pub code: String,
    /// The code of the happening itself, before a plan made it intent or threat.
    pub base: &'static str,
    /// Who and to whom.
    pub pairs: Vec<Pair>,
    /// How the text puts it.
    pub modality: Modality,
    /// The rule that found it.
    pub rule: &'static str,
}

/// A happening of a known type without a code.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The word that tells of it.
    pub anchor: usize,
    /// The CAMEO code its type is known by.
    pub base: &'static str,
    /// The parties its own clause names.
    pub pair: Pair,
}

/// Walks the sentences of a document.
#[derive(Debug)]
pub struct Walk<'s, 'a> {
    pub(super) actors: &'s Actors<'a>,
    /// What was found, in the order of the walk.
    pub found: Vec<Coded>,
    /// Happenings with a type but without a code.
    pub told: Vec<Told>,
    pub(super) done: Vec<bool>,
    /// What coded predicates ask, promise, refuse.
    pub(super) content: Vec<bool>,
}

/// How deep the walk goes.
const DEPTH: usize = 8;

impl<'s, 'a> Walk<'s, 'a> {
    /// A walk that has seen nothing.
    pub fn new(actors: &'s Actors<'a>) -> Self {
        let none = vec![false; actors.doc.len()];
        Self { actors, found: Vec::new(), told: Vec::new(), done: none.clone(), content: none }
    }

    /// Finds the main events of a sentence.
    pub fn sentence(&mut self, tokens: std::ops::Range<usize>) {
        let doc = self.actors.doc;
        for root in tokens.clone().filter(|&i| doc.is_root(i)) {
            self.down(root, &[], 0);
        }
        self.aside(tokens);
    }

    fn meaning(&self, i: usize) -> Option<Act> {
        let doc = self.actors.doc;
        if is_noun(doc, i) {
            return nominal(doc, i).map(|meaning| named(meaning, vec![i]));
        }
        matches!(doc.pos(i), Pos::Verb | Pos::Aux | Pos::Adj).then(|| act(doc, i)).flatten()
    }

    /// Finds the main event at or below a word; whether one was coded.
    fn down(&mut self, at: usize, speakers: &[Actor], depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        let doc = self.actors.doc;
        let meaning = self.meaning(at);
        if meaning.as_ref().is_some_and(Act::says) {
            return self.said(at, meaning.map_or("010", |act| act.code), speakers, depth);
        }
        let mut found = meaning.is_some_and(|act| self.code(at, &act, speakers));
        if !found && matches!(doc.pos(at), Pos::Verb | Pos::Aux | Pos::Adj) {
            found = self.below(at, speakers, depth);
        }
        if !found && depth == 0 && is_noun(doc, at) {
            found = self.clauses_of(at, depth);
        }
        if found {
            let joined: Vec<usize> = kids(doc, at, &["conj"]).filter(|&c| is_verb(doc, c) && !self.done[c]).collect();
            for verb in joined {
                self.down(verb, speakers, depth + 1);
            }
        }
        found
    }

    /// Looks under a word that has no meaning of its own.
    fn below(&mut self, at: usize, speakers: &[Actor], depth: usize) -> bool {
        let doc = self.actors.doc;
        let mut children: Vec<usize> = children(doc, at).collect();
        children.sort_by_key(|&child| (order(doc.dep(child)), child));
        for child in children {
            let found = match doc.dep(child) {
                "xcomp" | "ccomp" | "conj" | "advcl" | "parataxis" | "acomp"
                    if matches!(doc.pos(child), Pos::Verb | Pos::Aux | Pos::Adj) =>
                {
                    self.down(child, speakers, depth + 1)
                }
                "dobj" | "attr" | "nsubj" | "nsubjpass" if doc.pos(child) == Pos::Noun => {
                    self.noun(child, vec![child, at], speakers) || self.clauses_of(child, depth)
                }
                "prep" => {
                    let objects: Vec<usize> = kids(doc, child, &["pobj", "pcomp"]).collect();
                    objects.into_iter().any(|object| match doc.pos(object) {
                        Pos::Noun => self.noun(object, vec![object], speakers) || self.clauses_of(object, depth),
                        Pos::Verb => self.down(object, speakers, depth + 1),
                        _ => false,
                    })
                }
                _ => false,
            };
            if found {
                return true;
            }
        }
        false
    }

    /// Codes a noun that names an event.
    fn noun(&mut self, noun: usize, governors: Vec<usize>, speakers: &[Actor]) -> bool {
        let doc = self.actors.doc;
        match strong_nominal(doc, noun) {
            Some(meaning) => self.code(noun, &named(meaning, governors), speakers),
            None => nominal(doc, noun).is_some_and(|meaning| self.code_weak(noun, meaning)),
        }
    }

    /// A weak noun counts between two parties that it names itself.
    fn code_weak(&mut self, noun: usize, meaning: Meaning) -> bool {
        let doc = self.actors.doc;
        let modified =
            kids(doc, noun, &["amod", "compound", "nmod", "poss"]).any(|i| !self.actors.resolve(i, false).is_empty());
        let related = prepositional(doc, noun, &["to", "for", "with", "against", "on", "by", "between"])
            .into_iter()
            .any(|i| !self.actors.resolve(i, false).is_empty());
        let between = kids(doc, noun, &["prep"]).any(|p| doc.lower(p) == "between");
        related && (modified || between) && self.code(noun, &named(meaning, vec![noun]), &[])
    }

    fn clauses_of(&mut self, noun: usize, depth: usize) -> bool {
        let clauses: Vec<usize> = kids(self.actors.doc, noun, &["acl", "relcl"]).collect();
        clauses.into_iter().any(|clause| self.down(clause, &[], depth + 1))
    }

    /// What a speaker says: its events, or the statement itself.
    fn said(&mut self, verb: usize, code: &'static str, above: &[Actor], depth: usize) -> bool {
        let doc = self.actors.doc;
        self.done[verb] = true;
        let by: Vec<usize> = kids(doc, verb, &["agent"]).flat_map(|agent| kids(doc, agent, &["pobj"])).collect();
        let heads = if passive(doc, verb) && !by.is_empty() { by } else { subjects(doc, verb) };
        let speakers: Vec<Actor> = heads.iter().flat_map(|&head| self.actors.resolve(head, true)).collect();
        let said = if speakers.is_empty() { above } else { &speakers };
        let mut contents: Vec<usize> = kids(doc, verb, &["ccomp", "xcomp", "parataxis"]).collect();
        let asking = |&clause: &usize| {
            doc.tag(clause) == "VBG"
                && act(doc, clause).is_some_and(|act| matches!(act.kind, Trait::Ask | Trait::Demand | Trait::Threat))
        };
        contents.extend(kids(doc, verb, &["advcl"]).filter(asking));
        contents.extend(kids(doc, verb, &["prep"]).flat_map(|p| kids(doc, p, &["pcomp"])));
        let mut found = false;
        let mut told = code;
        for &content in &contents {
            if let Some(act) = act(doc, content).filter(|act| act.says() && matches!(act.code, "012" | "013")) {
                told = act.code;
            }
            if self.demanded(verb, content, &speakers) {
                self.done[content] = true;
                found = true;
            } else {
                found |= self.down(content, said, depth + 1);
            }
        }
        if !found {
            let objects: Vec<usize> = kids(doc, verb, &["dobj"]).collect();
            found = objects.into_iter().any(|object| self.noun(object, vec![object], said));
        }
        if depth < 2 {
            self.statement(verb, told, &speakers, &heads);
        }
        found
    }

    /// "said Libya must hand over": a demand by the speaker.
    fn demanded(&mut self, verb: usize, content: usize, speakers: &[Actor]) -> bool {
        let doc = self.actors.doc;
        let Some(speaker) = speakers.first() else { return false };
        let heads: Vec<usize> = kids(doc, content, &["nsubj", "nsubjpass"]).collect();
        let must = children(doc, content).any(|aux| doc.dep(aux) == "aux" && matches!(doc.lower(aux), "must" | "need"));
        let should =
            children(doc, content).any(|aux| doc.dep(aux) == "aux" && matches!(doc.lower(aux), "should" | "ought"));
        let have = matches!(doc.lemma(content), "have" | "need") && has(doc, content, &["xcomp"]);
        if heads.is_empty() || !(must || should || have) {
            return false;
        }
        let asked = heads.iter().flat_map(|&head| self.actors.resolve(head, false));
        let asked = asked.filter(|actor| actor.code.base() != speaker.code.base() && actor.head != speaker.head);
        let pairs: Vec<Pair> = asked.map(|actor| (Some(speaker.code), Some(actor.code))).collect();
        let code = if must || doc.lemma(content) == "have" { "100" } else { "020" };
        !pairs.is_empty() && {
            let modality = Modality::default();
            self.found.push(Coded {
                anchor: verb,
                code: code.to_owned(),
                base: code,
                pairs,
                modality,
                rule: "events.must",
            });
            true
        }
    }

    /// A statement about somebody else.
    fn statement(&mut self, verb: usize, code: &'static str, speakers: &[Actor], heads: &[usize]) {
        let doc = self.actors.doc;
        let Some(speaker) = speakers.first() else { return };
        let outside = |i: usize| !heads.iter().any(|&head| doc.is_within(i, head)) && doc.is_within(i, verb);
        let others = self.actors.names.within(doc.subtree(verb)).iter().take(40).filter(|named| outside(named.start));
        let mut others = others.map(|named| Code::new(named.name.code));
        if let Some(other) = others.find(|other| speakers.iter().all(|actor| actor.code.base() != other.base())) {
            let pairs = vec![(Some(speaker.code), Some(other))];
            let modality = modality(doc, verb);
            self.found.push(Coded {
                anchor: verb,
                code: code.to_owned(),
                base: code,
                pairs,
                modality,
                rule: "events.say",
            });
        }
    }

    /// Codes a predicate with its parties; whether it had any.
    fn code(&mut self, predicate: usize, act: &Act, speakers: &[Actor]) -> bool {
        let doc = self.actors.doc;
        let anchor = act.anchor.unwrap_or(predicate);
        let mut modality = modality(doc, anchor);
        let base = self.escalated(predicate, act.code);
        let mut code = shifted(base, modality);
        if (self.ultimatum(anchor) || (anchor != predicate && self.ultimatum(predicate)))
            && modality.mode != Mode::Actual
            && (3..=20).contains(&root(base))
        {
            code = if root(base) < 17 { "131" } else { "138" };
        }
        if modality.negated && modality.mode == Mode::Actual && root(base) == 3 {
            code = "120";
            modality = Modality::default();
        }
        let parties = parties(self.actors, predicate, code, act, speakers, Scope::Main);
        self.done[predicate] = true;
        self.done[anchor] = true;
        act.governors.iter().for_each(|&governor| self.done[governor] = true);
        let nobody = self.by_no_one(predicate);
        let kept = |pair: &Pair| match pair {
            (None, None) => false,
            (Some(_), None) => root(base) > 1,
            (None, Some(_)) => root(base) >= 17 && !nobody,
            _ => true,
        };
        let pairs: Vec<Pair> = parties.pairs.into_iter().filter(kept).collect();
        let known = !pairs.is_empty();
        if known {
            if !matches!(root(code), 1 | 4 | 11 | 14 | 15..=20) || act.kind != Trait::Plain {
                self.mark_content(predicate, 0);
            }
            let code = parties.code.map_or_else(|| refine(doc, code, predicate, act), str::to_owned);
            self.found.push(Coded { anchor, code, base, pairs, modality, rule: act.rule });
        }
        known
    }

    /// Whether a fire, a storm or the like does it, which is no party: nobody is attacked by them.
    fn by_no_one(&self, predicate: usize) -> bool {
        let doc = self.actors.doc;
        let agents = kids(doc, predicate, &["agent"]).flat_map(|by| kids(doc, by, &["pobj"]));
        kids(doc, predicate, &["nsubj"]).chain(agents).any(|doer| is(doc.lemma(doer), List::Nature))
    }

    /// An attack by an armed body, or a killing with heavy arms, is a fight.
    pub(super) fn escalated(&self, predicate: usize, code: &'static str) -> &'static str {
        let doc = self.actors.doc;
        if doc.pos(predicate) != Pos::Verb {
            return code;
        }
        let attacks = matches!(doc.lemma(predicate), "attack" | "ambush" | "strike") && !passive(doc, predicate);
        if code == "180" && attacks {
            let armed =
                subjects(doc, predicate).into_iter().flat_map(|head| self.actors.resolve(head, true)).any(|actor| {
                    actor.code.base() != "NGO"
                        && matches!(actor.code.sector().get(..3).unwrap_or(""), "" | "MIL" | "REB")
                });
            if armed {
                return "190";
            }
        }
        if matches!(code, "180" | "182") && heavily_armed(doc, predicate) { "190" } else { code }
    }

    /// "unless": a plan that hangs on what the other side does.
    fn ultimatum(&self, verb: usize) -> bool {
        let doc = self.actors.doc;
        kids(doc, verb, &["advcl"]).any(|c| kids(doc, c, &["mark"]).any(|m| doc.lower(m) == "unless"))
    }
}

pub(super) fn named(meaning: Meaning, governors: Vec<usize>) -> Act {
    Act { code: meaning.code, kind: meaning.kind, governors, anchor: None, rule: "events.noun" }
}

fn order(dep: &str) -> u8 {
    match dep {
        "xcomp" => 0,
        "ccomp" | "acomp" => 1,
        "conj" => 2,
        "dobj" | "nsubjpass" | "attr" => 3,
        "nsubj" => 4,
        "advcl" => 5,
        "prep" => 6,
        "parataxis" => 7,
        _ => 9,
    }
}

/// The code that CAMEO gives to something planned, possible or refused.
pub(super) fn shifted(code: &'static str, modality: Modality) -> &'static str {
    let root = root(code);
    match (modality.mode, modality.negated) {
        (Mode::Planned | Mode::Future | Mode::Possible | Mode::Wanted, true) if (3..=8).contains(&root) => "120",
        (_, true) => code,
        (Mode::Planned | Mode::Future, false) => planned(code),
        (Mode::Possible, false) if (14..=20).contains(&root) => threatened(root),
        _ => code,
    }
}
