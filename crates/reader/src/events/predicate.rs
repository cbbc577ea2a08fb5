//! What a verb with its objects and complements amounts to, as a CAMEO code.
//!
//! In order: an idiom; a statement or agreement with its clause; an operator on a class of object; the verb by itself;
//! a light or aspect verb over a complement; a copula with an adjective; a noun that names the event.

use reportedly_knowledge::event_words::{List, is, lists};
use reportedly_knowledge::predicates::{self, Trait};
use reportedly_language::{Doc, Pos};

use super::clause::{children, has, is_noun, is_verb, kids, negated, particles, passive, prepositional};
use super::objects::{classes, nominal};

/// What a predicate means.
#[derive(Clone, Debug)]
pub struct Act {
    /// CAMEO code.
    pub code: &'static str,
    /// How it takes its parties.
    pub kind: Trait,
    /// The words whose arguments may hold its target, the predicate first.
    pub governors: Vec<usize>,
    /// The inner word that tells of the event, where it is not the predicate: "plans to *bomb*".
    pub anchor: Option<usize>,
    /// The rule that found it.
    pub rule: &'static str,
}

impl Act {
    fn new(code: &'static str, kind: Trait, governors: Vec<usize>, rule: &'static str) -> Self {
        Self { code, kind, governors, anchor: None, rule }
    }

    /// The same under a governing verb.
    fn under(mut self, verb: usize, anchor: usize, rule: &'static str) -> Self {
        self.governors.insert(0, verb);
        self.anchor.get_or_insert(anchor);
        Self { rule, ..self }
    }

    /// Whether it only says something.
    pub fn says(&self) -> bool {
        self.kind == Trait::Say
    }
}

/// The two-digit root of a code as a number; 0 without one.
pub fn root(code: &str) -> u8 {
    code.get(..2).and_then(|two| two.parse().ok()).unwrap_or(0)
}

/// A verb with what is needed to look it up.
struct Predicate<'d, 't> {
    doc: &'d Doc<'t>,
    verb: usize,
    lemma: String,
    /// Particle candidates, then "".
    keys: Vec<&'d str>,
    objects: Vec<usize>,
    inner: Vec<usize>,
    /// Coordinated verbs whose object is shared: "planned and carried out attacks".
    raised: Vec<usize>,
    depth: usize,
}

/// What a verb or adjective means; none where the tables do not know it.
pub fn act(doc: &Doc<'_>, verb: usize) -> Option<Act> {
    act_within(doc, verb, 0)
}

fn act_within(doc: &Doc<'_>, verb: usize, depth: usize) -> Option<Act> {
    let predicate = Predicate::new(doc, verb, depth);
    predicate
        .idiom()
        .or_else(|| predicate.worded())
        .or_else(|| predicate.operated())
        .or_else(|| predicate.verb())
        .or_else(|| predicate.complement())
        .or_else(|| predicate.copula())
        .or_else(|| predicate.undertaken())
        .or_else(|| predicate.named())
}

impl<'d, 't> Predicate<'d, 't> {
    fn new(doc: &'d Doc<'t>, verb: usize, depth: usize) -> Self {
        let raised: Vec<usize> = kids(doc, verb, &["conj"])
            .filter(|&c| doc.pos(c) == Pos::Verb && has(doc, c, &["dobj"]) && !has(doc, c, &["nsubj", "nsubjpass"]))
            .collect();
        let is_passive = passive(doc, verb);
        let mut objects: Vec<usize> = kids(doc, verb, &["dobj"]).collect();
        if objects.is_empty()
            && !is_passive
            && let Some(&next) = raised.first()
            && next < verb + 4
        {
            objects = kids(doc, next, &["dobj"]).collect();
        }
        if objects.is_empty() && is_passive {
            objects = kids(doc, verb, &["nsubjpass"]).collect();
            if objects.is_empty() && doc.dep(verb) == "acl" {
                objects.push(doc.head(verb));
            }
        }
        let mut inner: Vec<usize> = kids(doc, verb, &["xcomp", "ccomp"]).filter(|&c| is_verb(doc, c)).collect();
        inner.extend(kids(doc, verb, &["prep"]).flat_map(|p| kids(doc, p, &["pcomp"])));
        let for_to = |&c: &usize| c > verb && kids(doc, c, &["mark"]).any(|mark| doc.lower(mark) == "for");
        inner.extend(kids(doc, verb, &["advcl"]).filter(for_to));
        let mut keys = particles(doc, verb);
        keys.push("");
        Self { doc, verb, lemma: doc.lemma(verb).to_lowercase(), keys, objects, inner, raised, depth }
    }

    fn deeper(&self, verb: usize) -> Option<Act> {
        if self.depth < 3 { act_within(self.doc, verb, self.depth + 1) } else { None }
    }

    fn with_inner(&self) -> Vec<usize> {
        std::iter::once(self.verb).chain(self.inner.iter().copied()).collect()
    }

    fn operators(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.keys.iter().flat_map(|key| predicates::operators(&self.lemma, key)).copied()
    }

    /// "declare war", "take to the streets".
    fn idiom(&self) -> Option<Act> {
        let doc = self.doc;
        let below = kids(doc, self.verb, &["prep"]).flat_map(|p| kids(doc, p, &["pobj"]));
        let others = kids(doc, self.verb, &["acomp", "oprd", "xcomp", "ccomp", "prt", "advmod"]);
        let mut words = self.objects.iter().copied().chain(below).chain(others);
        let (word, code) = words.find_map(|o| {
            let noun = doc.lemma(o).to_lowercase();
            Some((o, predicates::idiom(&self.lemma, &noun)?))
        })?;
        let kind = match code {
            "057" | "050" | "193" | "062" | "064" => Trait::Reciprocal,
            _ => match root(code) {
                3 => Trait::Promise,
                4 if code != "042" && code != "043" && code != "045" => Trait::Reciprocal,
                10 => Trait::Demand,
                12 => Trait::Reject,
                13 => Trait::Threat,
                _ => Trait::Plain,
            },
        };
        let mut governors = vec![self.verb, word];
        governors.extend(self.inner.iter().filter(|&&inner| inner != word));
        Some(Act::new(code, kind, governors, "events.idiom"))
    }

    /// "issued a statement calling for …", "reached a deal to …".
    fn worded(&self) -> Option<Act> {
        let doc = self.doc;
        for &object in &self.objects {
            let on = lists(doc.lemma(object));
            if on.has(List::Statement) {
                let clauses = kids(doc, object, &["acl", "relcl"]).chain(kids(doc, self.verb, &["advcl"]));
                for clause in clauses.filter(|&c| doc.pos(c) == Pos::Verb) {
                    let told = self.deeper(clause).filter(|act| {
                        matches!(act.kind, Trait::Ask | Trait::Demand | Trait::Threat | Trait::Reject | Trait::Promise)
                    });
                    if let Some(act) = told {
                        return Some(act.under(self.verb, clause, "events.statement"));
                    }
                }
                let mut clauses = kids(doc, object, &["ccomp", "acl"]).chain(kids(doc, self.verb, &["ccomp"]));
                if let Some(clause) = clauses.find(|&c| children(doc, c).any(|aux| is(doc.lower(aux), List::Must))) {
                    let governors = vec![self.verb, object, clause];
                    return Some(Act::new("100", Trait::Demand, governors, "events.statement"));
                }
            }
            if on.has(List::Compact) && self.operators().any(|op| op == "DO" || op == "GIVE") {
                let mut clauses = kids(doc, object, &["acl", "ccomp"]).chain(kids(doc, self.verb, &["xcomp"]));
                let clause = clauses.find(|&c| kids(doc, c, &["aux"]).any(|to| doc.lower(to) == "to"));
                if let Some(clause) = clause {
                    let content = self.deeper(clause);
                    let hostile = content.as_ref().is_some_and(|act| root(act.code) >= 15);
                    let mut governors = vec![self.verb, object, clause];
                    governors.extend(content.into_iter().flat_map(|act| act.governors));
                    let kind = if doc.lemma(object) == "consensus" { Trait::Reciprocal } else { Trait::Promise };
                    return Some(Act::new(if hostile { "138" } else { "030" }, kind, governors, "events.compact"));
                }
            }
        }
        None
    }

    /// "lifted the sanctions", "called off talks".
    fn operated(&self) -> Option<Act> {
        let doc = self.doc;
        for &key in &self.keys {
            let mut objects = self.objects.clone();
            if !key.is_empty() || objects.is_empty() {
                let with = |&p: &usize| {
                    matches!(
                        doc.lower(p),
                        "in" | "from" | "of" | "on" | "to" | "for" | "with" | "upon" | "against" | "out"
                    )
                };
                for p in kids(doc, self.verb, &["prep", "dative"]).filter(with) {
                    objects.extend(kids(doc, p, &["pobj"]));
                    objects.extend(prepositional(doc, p, &[]));
                }
            }
            for operator in predicates::operators(&self.lemma, key) {
                let taken = matches!(self.lemma.as_str(), "take" | "hold") && key.is_empty();
                if taken && objects.first().is_some_and(|&o| is(doc.lemma(o), List::Captive)) {
                    return Some(Act::new("181", Trait::Plain, vec![self.verb], "events.operator"));
                }
                if let Some(act) = objects.iter().find_map(|&object| self.operate(operator, object)) {
                    return Some(act);
                }
            }
        }
        None
    }

    fn operate(&self, operator: &str, object: usize) -> Option<Act> {
        let doc = self.doc;
        let direct = self.objects.contains(&object);
        if direct
            && matches!(operator, "DO" | "OFFER")
            && predicates::noun_operator(doc.lemma(object)).is_some()
            && let Some(meaning) = nominal(doc, object)
            && !meaning.weak
        {
            let code = if operator == "DO" { meaning.code } else { planned(meaning.code) };
            return Some(Act::new(code, meaning.kind, vec![self.verb, object], "events.operator"));
        }
        let classes = classes(doc, object);
        let (class, code) = classes.iter().find_map(|class| Some((*class, predicates::matrix(class, operator)?)))?;
        let mutual = matches!(class, "TALKS" | "AGREEMENT" | "RELATIONS" | "COOP" | "CEASEFIRE");
        let kind = match operator {
            "OFFER" if direct => Trait::Promise,
            "ASK" if direct => Trait::Ask,
            "DEMAND" if direct => Trait::Demand,
            "REJECT" if direct => Trait::Reject,
            "DO" | "STOP" | "BREAK" if mutual => Trait::Reciprocal,
            _ => Trait::Plain,
        };
        let mut governors = vec![self.verb];
        governors.extend(self.raised.iter().filter(|&&raised| kids(doc, raised, &["dobj"]).any(|o| o == object)));
        governors.push(object);
        Some(Act::new(code, kind, governors, "events.operator"))
    }

    /// The verb by itself.
    fn verb(&self) -> Option<Act> {
        let doc = self.doc;
        let meaning = self.keys.iter().find_map(|key| predicates::verb(&self.lemma, key))?;
        let (code, kind) = (meaning.code, meaning.kind);
        let made = |code, kind, governors| Some(Act::new(code, kind, governors, "events.verb"));
        if matches!(code, "141" | "114") && has(doc, self.verb, &["ccomp"]) {
            return made("111", Trait::Plain, self.with_inner());
        }
        if code == "042" {
            let subject = kids(doc, self.verb, &["nsubj"]);
            let who: Vec<&str> = subject.flat_map(|s| self.party_classes(s)).collect();
            if who.contains(&"PEACEKEEPER") {
                return made("074", kind, vec![self.verb]);
            }
            if who.contains(&"FORCE") {
                return made("154", kind, vec![self.verb]);
            }
        }
        if matches!(code, "040" | "041" | "042") {
            // Who goes or calls to ask or to look into something is known by that.
            let purposes = kids(doc, self.verb, &["advcl", "xcomp"]).filter(|&c| doc.pos(c) == Pos::Verb);
            let telling = |act: &Act| root(act.code) == 9 || matches!(act.kind, Trait::Ask | Trait::Demand);
            if let Some(act) = purposes.filter_map(|c| self.deeper(c)).find(telling) {
                let governors = std::iter::once(self.verb).chain(act.governors).collect();
                return made(act.code, act.kind, governors);
            }
        }
        let first = self.inner.first().copied();
        if is(&self.lemma, List::Reacts)
            && let Some(means) = self.means()
        {
            return Some(means);
        }
        match kind {
            Trait::Promise if first.is_some() => {
                let inner = first?;
                let content = self.deeper(inner);
                let hostile = content.as_ref().is_some_and(|act| root(act.code) >= 15) && !negated(doc, inner);
                let mut governors = vec![self.verb, inner];
                governors.extend(content.into_iter().flat_map(|act| act.governors));
                if hostile { made("138", Trait::Threat, governors) } else { made("030", kind, governors) }
            }
            Trait::Threat if matches!(self.lemma.as_str(), "vow" | "swear") && first.is_some() => {
                let inner = first?;
                let content = self.deeper(inner).filter(|act| (3..=8).contains(&root(act.code)));
                let Some(content) = content else { return made(code, kind, self.with_inner()) };
                let governors = [self.verb, inner].into_iter().chain(content.governors).collect();
                made("030", Trait::Promise, governors)
            }
            Trait::Say => made(code, kind, vec![self.verb]),
            Trait::Allow if first.is_some() => {
                let content = first.and_then(|inner| self.deeper(inner)).filter(|act| root(act.code) >= 14);
                made(content.map_or("081", |act| act.code), kind, self.with_inner())
            }
            _ => made(code, kind, self.with_inner()),
        }
    }

    /// "retaliated by firing rockets": how somebody reacts says what happened.
    fn means(&self) -> Option<Act> {
        let doc = self.doc;
        let with = kids(doc, self.verb, &["prep"]).filter(|&p| matches!(doc.lower(p), "by" | "with"));
        let mut inner = with.flat_map(|p| kids(doc, p, &["pcomp", "pobj"]));
        inner.find_map(|inner| {
            let act = if is_verb(doc, inner) {
                self.deeper(inner).filter(|act| !act.says())?
            } else {
                let meaning = nominal(doc, inner)?;
                Act::new(meaning.code, meaning.kind, vec![inner], "events.means")
            };
            Some(act.under(self.verb, inner, "events.means"))
        })
    }

    fn party_classes(&self, noun: usize) -> Vec<&'static str> {
        let doc = self.doc;
        let modifiers =
            kids(doc, noun, &["compound", "amod"]).flat_map(|m| predicates::classes(doc.lemma(m), "")).copied();
        classes(doc, noun).into_iter().chain(modifiers).collect()
    }

    /// "began to shell", "stopped supplying", "wants Israel to leave".
    fn complement(&self) -> Option<Act> {
        let doc = self.doc;
        let aspect = is(&self.lemma, List::Aspect) || doc.pos(self.verb) == Pos::Aux;
        let stops = self.operators().any(|op| op == "STOP") && !self.operators().any(|op| op == "DO");
        if aspect || stops {
            for &inner in &self.inner {
                let Some(act) = self.deeper(inner).filter(|act| !act.says()) else { continue };
                if stops {
                    let code = if root(act.code) <= 8 { "160" } else { "080" };
                    let governors = std::iter::once(self.verb).chain(act.governors).collect();
                    return Some(Act::new(code, Trait::Plain, governors, "events.stop"));
                }
                if is(&self.lemma, List::Prepare) && root(act.code) >= 18 {
                    let governors = std::iter::once(self.verb).chain(act.governors).collect();
                    return Some(Act::new("150", Trait::Plain, governors, "events.aspect"));
                }
                return Some(act.under(self.verb, inner, "events.aspect"));
            }
        }
        let asks = is(&self.lemma, List::WishFor) && self.inner.iter().any(|&inner| has(doc, inner, &["nsubj"]));
        asks.then(|| Act::new("020", Trait::Ask, self.with_inner(), "events.wish"))
    }

    /// "is ready to", "were critical of".
    fn copula(&self) -> Option<Act> {
        let doc = self.doc;
        for adjective in kids(doc, self.verb, &["acomp", "attr"]) {
            let on = lists(doc.lemma(adjective)).with(lists(doc.lower(adjective)));
            let governors = || vec![self.verb, adjective];
            let found = if on.has(List::ReadyTo) {
                let mut governors = governors();
                governors.extend(kids(doc, adjective, &["xcomp", "ccomp"]));
                Some(("030", Trait::Promise, governors))
            } else if on.has(List::Against) {
                Some(("120", Trait::Reject, governors()))
            } else if on.has(List::Angry) {
                Some(("111", Trait::Plain, governors()))
            } else if on.has(List::Supportive) {
                Some(("051", Trait::Plain, governors()))
            } else if on.has(List::Sorry) {
                Some(("055", Trait::Plain, governors()))
            } else if on.has(List::Hopeful) {
                Some(("013", Trait::Say, governors()))
            } else if on.has(List::Worried) {
                Some(("012", Trait::Say, governors()))
            } else if doc.dep(adjective) == "attr" {
                nominal(doc, adjective).map(|meaning| (meaning.code, meaning.kind, governors()))
            } else {
                None
            };
            if let Some((code, kind, governors)) = found {
                return Some(Act::new(code, kind, governors, "events.copula"));
            }
        }
        None
    }

    /// "took steps to …", "made a decision to …".
    fn undertaken(&self) -> Option<Act> {
        let doc = self.doc;
        for &object in self.objects.iter().filter(|&&o| is(doc.lemma(o), List::Undertaking)) {
            for clause in kids(doc, object, &["acl", "relcl"]).chain(kids(doc, self.verb, &["xcomp", "advcl"])) {
                let act = if doc.pos(clause) == Pos::Verb { self.deeper(clause) } else { None };
                if let Some(act) = act.filter(|act| !act.says()) {
                    return Some(act.under(self.verb, clause, "events.undertaking"));
                }
            }
        }
        None
    }

    /// "staged an incursion": an event noun under a verb that only does it.
    fn named(&self) -> Option<Act> {
        if !self.operators().any(|op| matches!(op, "DO" | "GIVE" | "IMPOSE")) {
            return None;
        }
        self.objects.iter().find_map(|&object| {
            let meaning = nominal(self.doc, object).filter(|_| is_noun(self.doc, object))?;
            Some(Act::new(meaning.code, meaning.kind, vec![self.verb, object], "events.light_verb"))
        })
    }
}

/// What a plan to do something is, in CAMEO: planned cooperation is intent, planned force a threat.
pub fn planned(code: &'static str) -> &'static str {
    match root(code) {
        4 => "036",
        5 => "030",
        6 => "031",
        7 => "033",
        8 => "035",
        root @ 14..=20 => threatened(root),
        _ => code,
    }
}

/// The code of a threat to do what has this root.
pub fn threatened(root: u8) -> &'static str {
    match root {
        16 => "131",
        17 => "132",
        14 => "133",
        _ => "138",
    }
}
