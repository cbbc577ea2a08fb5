//! Who did it and to whom: the actors of a predicate, as CAMEO reads them.

use reportedly_knowledge::event_words::{List, is};
use reportedly_knowledge::predicates::{self, Trait};
use reportedly_language::{Doc, Pos};

use super::actors::{Actor, Actors, Code, is_pronoun};
use super::clause::{children, is_noun, is_verb, kids, modifies, passive, prepositional, subjects};
use super::objects::nominal;
use super::predicate::{Act, root};

/// A source and a target; none where the text names no actor.
pub type Pair = (Option<Code>, Option<Code>);

/// The parties of a predicate.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    /// Sources with their targets.
    pub pairs: Vec<Pair>,
    /// The code, where the parties change it.
    pub code: Option<&'static str>,
}

/// How far parties may be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The main event of a sentence: all it names may take part in it.
    Main,
    /// Any other: only whom its own clause names.
    Aside,
}

/// The most pairs one predicate makes.
const MOST: usize = 6;

struct Search<'s, 'a> {
    actors: &'s Actors<'a>,
    doc: &'a Doc<'a>,
    predicate: usize,
    code: &'static str,
    act: &'s Act,
    scope: Scope,
    is_noun: bool,
    is_passive: bool,
    /// Grammatical subjects.
    subjects: Vec<usize>,
    /// Heads of "by" phrases.
    agents: Vec<usize>,
}

/// Finds the parties of a predicate that has this code. `speakers` stand in where it names no source.
pub fn parties(
    actors: &Actors<'_>,
    predicate: usize,
    code: &'static str,
    act: &Act,
    speakers: &[Actor],
    scope: Scope,
) -> Parties {
    let search = Search::new(actors, predicate, code, act, scope);
    search.run(speakers)
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(actors: &'s Actors<'a>, predicate: usize, code: &'static str, act: &'s Act, scope: Scope) -> Self {
        let doc = actors.doc;
        let is_noun = is_noun(doc, predicate);
        let is_passive = !is_noun && passive(doc, predicate);
        let subjects = if is_noun { Vec::new() } else { subjects(doc, predicate) };
        let mut search =
            Self { actors, doc, predicate, code, act, scope, is_noun, is_passive, subjects, agents: Vec::new() };
        search.agents = if is_noun { search.noun_agents() } else { search.verb_agents() };
        search
    }

    fn resolve_all(&self, heads: &[usize]) -> Vec<Actor> {
        heads.iter().flat_map(|&head| self.actors.resolve(head, true)).collect()
    }

    /// Objects of every "by" below a word.
    fn below_by(&self, i: usize, after: usize) -> Vec<usize> {
        let doc = self.doc;
        let by = doc.subtree(i).take(80).filter(|&t| {
            t > after && doc.lower(t) == "by" && matches!(doc.dep(t), "prep" | "agent") && doc.is_within(t, i)
        });
        by.flat_map(|t| kids(doc, t, &["pobj"])).collect()
    }

    fn verb_agents(&self) -> Vec<usize> {
        let doc = self.doc;
        let agents: Vec<usize> = kids(doc, self.predicate, &["agent"]).flat_map(|a| kids(doc, a, &["pobj"])).collect();
        if agents.is_empty() && self.is_passive { self.below_by(self.predicate, self.predicate) } else { agents }
    }

    fn noun_agents(&self) -> Vec<usize> {
        let doc = self.doc;
        let by = prepositional(doc, self.predicate, &["by"]);
        if !by.is_empty() {
            return by;
        }
        let by = self.below_by(self.predicate, 0);
        let head = doc.head(self.predicate);
        if !by.is_empty() || !matches!(doc.dep(self.predicate), "dobj" | "pobj" | "attr") || passive(doc, head) {
            return by;
        }
        prepositional(doc, head, &["by"])
    }

    /// "killed in Israeli shelling": the country of the deed.
    fn deed(&self) -> Vec<Actor> {
        let doc = self.doc;
        for deed in prepositional(doc, self.predicate, &["in", "during", "after"]) {
            if nominal(doc, deed).is_none() && !is(doc.lemma(deed), List::Heavy) {
                continue;
            }
            let mut left = (doc.subtree(deed).start..deed).filter(|&i| modifies(doc, i, deed));
            if let Some(code) = left.find_map(|i| self.actors.names.code(i)) {
                return vec![Actor { code: Code::new(code), head: Some(deed) }];
            }
        }
        Vec::new()
    }

    /// "A bomb planted by X killed …": who is behind a subject that is no actor.
    fn behind_subjects(&self) -> Vec<Actor> {
        let doc = self.doc;
        for &subject in &self.subjects {
            let made = kids(doc, subject, &["acl"]).flat_map(|verb| kids(doc, verb, &["agent"]));
            let by = kids(doc, subject, &["prep"]).filter(|&p| doc.lower(p) == "by");
            let heads: Vec<usize> = made.chain(by).flat_map(|p| kids(doc, p, &["pobj"])).collect();
            let found = self.resolve_all(&heads);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Who does what a noun tells of: the subject of the verb that has it as object ("staged a raid"), and of one that
    /// goes somewhere for it ("arrived for talks").
    fn doers(&self) -> Vec<Actor> {
        let doc = self.doc;
        let above = doc.head(self.predicate);
        let governor = match doc.dep(self.predicate) {
            "dobj" => above,
            "pobj" if doc.lower(above) == "for" => doc.head(above),
            _ => return Vec::new(),
        };
        let does = match self.scope {
            Scope::Main => doc.dep(self.predicate) == "dobj",
            Scope::Aside if above == governor => predicates::operators(doc.lemma(governor), "").contains(&"DO"),
            Scope::Aside => is(doc.lemma(governor), List::Going),
        };
        if does && is_verb(doc, governor) { self.resolve_all(&subjects(doc, governor)) } else { Vec::new() }
    }

    fn sources(&self, speakers: &[Actor]) -> Vec<Actor> {
        let doc = self.doc;
        let mut found = if self.is_noun {
            let mut heads = self.agents.clone();
            let own = |&owner: &usize| self.scope == Scope::Main || !is_pronoun(doc, owner);
            heads.extend(kids(doc, self.predicate, &["poss"]).filter(own));
            let mut found = self.resolve_all(&heads);
            if found.is_empty() {
                let named = kids(doc, self.predicate, &["amod", "compound", "nmod"]);
                let first = named.into_iter().find_map(|i| Some((i, self.actors.names.code(i)?)));
                found.extend(first.map(|(i, code)| Actor { code: Code::new(code), head: Some(i) }));
            }
            if found.is_empty() && speakers.is_empty() {
                found = self.doers();
            }
            found
        } else if self.is_passive {
            let agents = self.resolve_all(&self.agents);
            if agents.is_empty() && self.agents.is_empty() && root(self.code) >= 18 { self.deed() } else { agents }
        } else {
            let subjects = self.resolve_all(&self.subjects);
            if subjects.is_empty() { self.behind_subjects() } else { subjects }
        };
        let told = root(self.code) >= 17 && self.subjects.iter().any(|&s| !is_pronoun(doc, s));
        if found.is_empty() && !told {
            found = speakers.to_vec();
        }
        if root(self.code) == 14 {
            for actor in &mut found {
                if actor.code.sector().is_empty() {
                    actor.code = actor.code.with("CVL");
                }
            }
        }
        found
    }

    fn run(&self, speakers: &[Actor]) -> Parties {
        let doc = self.doc;
        let mut sources = self.sources(speakers);
        let mut parties = Parties::default();
        let mut reciprocal = self.act.kind == Trait::Reciprocal
            || (root(self.code) == 3 && sources.iter().any(|actor| actor.code.base() != sources[0].code.base()));
        let several = sources.iter().any(|actor| actor.code != sources[0].code);
        if self.code == "062"
            && !several
            && !doc.subtree(self.predicate).take(80).any(|i| is(doc.lower(i), List::Joint))
        {
            parties.code = Some("150");
            reciprocal = false;
        }
        if reciprocal && several && !self.is_noun && !self.has_object_party() {
            let first = sources[0].code;
            let others = sources.iter().filter(|actor| actor.code != first);
            parties.pairs = others.take(MOST).map(|other| (Some(first), Some(other.code))).collect();
            return parties;
        }
        let mut targets: Vec<Code> = Vec::new();
        if self.is_passive {
            targets = self.resolve_all(&self.subjects).iter().map(|actor| actor.code).collect();
        }
        if targets.is_empty() || (self.is_passive && sources.is_empty()) {
            let found = self.targets(&sources);
            if self.is_passive && sources.is_empty() {
                let other = found.into_iter().find(|code| !targets.contains(code));
                if !targets.is_empty() {
                    sources.extend(other.map(|code| Actor { code, head: None }));
                }
            } else {
                targets = found;
            }
        }
        if targets.is_empty()
            && self.scope == Scope::Main
            && let Some(first) = sources.first()
        {
            targets.extend(self.domestic(first.code));
        }
        let sources: Vec<Option<Code>> =
            if sources.is_empty() { vec![None] } else { sources.iter().map(|actor| Some(actor.code)).collect() };
        let targets: Vec<Option<Code>> =
            if targets.is_empty() { vec![None] } else { targets.into_iter().map(Some).collect() };
        for &source in &sources {
            for &target in &targets {
                if source != target && !parties.pairs.contains(&(source, target)) && parties.pairs.len() < MOST {
                    parties.pairs.push((source, target));
                }
            }
        }
        parties
    }

    /// "A and B met C": the subjects act together on an object.
    fn has_object_party(&self) -> bool {
        root(self.code) == 4
            && kids(self.doc, self.predicate, &["dobj"])
                .next()
                .is_some_and(|o| !self.actors.resolve(o, false).is_empty())
    }

    /// Words that may be the target, the likeliest first.
    fn candidates(&self) -> Vec<usize> {
        let doc = self.doc;
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (step, &governor) in self.act.governors.iter().enumerate() {
            let step = 50 * step as u32;
            let mut put = |rank: u32, i: usize| found.push((rank + step, i));
            if is_verb(doc, governor) {
                for object in kids(doc, governor, &["dobj"]) {
                    put(100, object);
                    if matches!(root(self.code), 9 | 11) {
                        let by = kids(doc, object, &["prep"]).filter(|&p| doc.lower(p) == "by");
                        by.flat_map(|p| kids(doc, p, &["pobj"])).for_each(|o| put(120, o));
                    }
                    for p in kids(doc, object, &["prep"]) {
                        if is(doc.lower(p), List::PartyPreposition) && !matches!(doc.lower(p), "of" | "about" | "over")
                        {
                            kids(doc, p, &["pobj"]).for_each(|o| put(140, o));
                        }
                    }
                }
                kids(doc, governor, &["dative"]).filter(|&d| doc.pos(d) != Pos::Adp).for_each(|d| put(80, d));
                for p in kids(doc, governor, &["prep", "dative"]) {
                    if is(doc.lower(p), List::PartyPreposition) {
                        let near = matches!(
                            doc.lower(p),
                            "with" | "to" | "against" | "on" | "upon" | "at" | "from" | "between" | "for" | "into"
                        );
                        kids(doc, p, &["pobj"]).for_each(|o| put(if near { 160 } else { 220 }, o));
                    }
                }
                for clause in kids(doc, governor, &["ccomp", "xcomp", "advcl"]) {
                    let asked = kids(doc, clause, &["mark"]).any(|mark| doc.lower(mark) == "for");
                    if doc.dep(clause) == "advcl" && !asked {
                        continue;
                    }
                    kids(doc, clause, &["nsubj", "nsubjpass"]).for_each(|s| put(130, s));
                }
            } else {
                let placed = |&p: &usize| matches!(doc.lower(p), "in" | "near" | "among" | "over" | "about");
                let fits = |p: &usize| self.scope == Scope::Main || root(self.code) >= 17 || !placed(p);
                for p in kids(doc, governor, &["prep"]).filter(fits) {
                    kids(doc, p, &["pobj"]).for_each(|o| put(preposition_rank(doc.lower(p)), o));
                }
                kids(doc, governor, &["poss"]).for_each(|o| put(150, o));
                kids(doc, governor, &["amod", "compound", "nmod"])
                    .filter(|&i| self.actors.names.at(i).is_some())
                    .for_each(|i| put(170, i));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, i)| i).collect()
    }

    fn targets(&self, sources: &[Actor]) -> Vec<Code> {
        let doc = self.doc;
        let own = |code: Code| sources.iter().any(|actor| actor.code.base() == code.base());
        let same = |code: Code| sources.iter().any(|actor| actor.code == code);
        let mut skipped: Vec<usize> = if self.is_noun { self.agents.clone() } else { self.subjects.clone() };
        if self.scope == Scope::Aside && self.is_noun {
            skipped.extend(sources.iter().filter_map(|actor| actor.head).filter(|&head| head != self.predicate));
        }
        let skip = |i: usize| skipped.iter().any(|&of| doc.is_within(i, of));
        let mut provisional: Option<Code> = None;
        let mut domestic: Vec<Code> = Vec::new();
        for candidate in self.candidates() {
            if skip(candidate) {
                continue;
            }
            let found: Vec<Code> = self
                .actors
                .resolve(candidate, false)
                .into_iter()
                .filter(|actor| actor.head.is_none_or(|head| !skip(head)))
                .map(|actor| actor.code)
                .collect();
            if found.is_empty() && provisional.is_none() && self.scope == Scope::Main {
                provisional = self.provisional(candidate, sources);
            }
            let direct = doc.dep(candidate) == "dobj" && doc.head(candidate) == self.predicate;
            if direct
                && !found.is_empty()
                && found.iter().all(|&code| own(code))
                && found.iter().any(|&code| !same(code))
            {
                return found.into_iter().filter(|&code| !same(code)).collect();
            }
            if found.iter().any(|&code| !own(code)) {
                return found.into_iter().filter(|&code| !own(code)).collect();
            }
            domestic.extend(found.into_iter().filter(|&code| !same(code)));
        }
        if let Some(code) = provisional {
            return vec![code];
        }
        if self.scope == Scope::Aside {
            return domestic;
        }
        self.deep(&skip, &own, &same, &mut domestic).unwrap_or_else(|| domestic.into_iter().take(1).collect())
    }

    /// A role without a country is the source's own.
    fn provisional(&self, candidate: usize, sources: &[Actor]) -> Option<Code> {
        let doc = self.doc;
        let source = sources.first()?.code;
        if source.is_body()
            || doc.pos(candidate) != Pos::Noun
            || !matches!(doc.dep(candidate), "dobj" | "pobj" | "nsubj")
        {
            return None;
        }
        let sector = self.actors.sector(candidate);
        is(sector, List::SectorTarget).then(|| Code::new(source.base()).with(sector))
    }

    /// The first other actor anywhere below the predicate.
    fn deep(
        &self,
        skip: &dyn Fn(usize) -> bool,
        own: &dyn Fn(Code) -> bool,
        same: &dyn Fn(Code) -> bool,
        domestic: &mut Vec<Code>,
    ) -> Option<Vec<Code>> {
        let doc = self.doc;
        let range = doc.subtree(self.predicate);
        let known = |&i: &usize| match self.actors.names.at(i) {
            Some(named) => named.start == i,
            None => doc.ent(i) == "PERSON" && self.actors.entity(i).is_some(),
        };
        for start in range.clone().filter(known).take(40) {
            let mut head = start;
            if skip(head) || !doc.is_within(head, self.predicate) {
                continue;
            }
            for _ in 0..6 {
                let up = doc.head(head);
                let inside = matches!(doc.dep(head), "amod" | "compound" | "nmod" | "poss") && up != self.predicate;
                if !inside || !range.contains(&up) || !is_noun(doc, up) {
                    break;
                }
                head = up;
            }
            let code = self.actors.names.code(start).map(Code::new).or_else(|| self.actors.country(head));
            let Some(code) = code.map(|code| code.with(self.actors.sector(head))) else { continue };
            if !own(code) {
                let others = self.actors.resolve(head, false).into_iter().map(|actor| actor.code);
                let others: Vec<Code> = others.filter(|&code| !own(code)).collect();
                return Some(if others.is_empty() { vec![code] } else { others });
            }
            if !same(code) {
                domestic.push(code);
            }
        }
        None
    }

    /// Without another party: the place it happens in, else the source's own country.
    fn domestic(&self, source: Code) -> Option<Code> {
        if matches!(root(self.code), 14 | 17..=19)
            && let Some(place) = self.actors.placed(self.predicate, &[source.base()], true)
        {
            return Some(place);
        }
        if source.sector().is_empty() || source.is_body() {
            return None;
        }
        let government = matches!(root(self.code), 2 | 10..=12 | 14) && !matches!(source.sector(), "GOV" | "MIL");
        Some(Code::new(source.base()).with(if government { "GOV" } else { "" }))
    }
}

fn preposition_rank(word: &str) -> u32 {
    const ORDER: [&str; 18] = [
        "with", "to", "against", "on", "upon", "at", "from", "between", "for", "into", "toward", "towards", "over",
        "about", "of", "in", "near", "among",
    ];
    match ORDER.iter().position(|known| *known == word) {
        Some(index) => 120 + 5 * index as u32,
        None if word == "by" => 210,
        None => 300,
    }
}

/// Whether somebody is killed or attacked with heavy arms.
pub fn heavily_armed(doc: &Doc<'_>, verb: usize) -> bool {
    kids(doc, verb, &["nsubj", "agent", "prep", "nsubjpass"])
        .filter(|&child| doc.dep(child) != "prep" || matches!(doc.lower(child), "in" | "by" | "with" | "during"))
        .flat_map(|child| doc.subtree(child).take(30))
        .any(|i| {
            let strike = doc.lemma(i) == "strike" && children(doc, i).any(|air| doc.lower(air) == "air");
            is(doc.lemma(i), List::Heavy) || strike
        })
}
