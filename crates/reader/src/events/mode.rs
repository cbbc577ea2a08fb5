//! Whether a happening is told as fact: a walk from its word up to the root, over everything that governs it.
//!
//! Auxiliaries, negation, conditions, plans, wishes, doubts, denials and hearsay each leave a mark; the innermost that
//! settles the mode wins, except that a denial, a doubt and a condition outrank what stands below them. Recipe after
//! Saurí and Pustejovsky 2009 (FactBank): polarity and certainty are kept apart.

use reportedly_knowledge::event_words::{List, is, lists};
use reportedly_knowledge::predicates;
use reportedly_language::{Doc, Pos};

use super::clause::{children, has, is_verb, kids, negated, without};

/// How the text puts a happening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// As fact.
    #[default]
    Actual,
    /// As certain to come: "will".
    Future,
    /// As planned, promised, threatened.
    Planned,
    /// As possible.
    Possible,
    /// As said by some.
    Alleged,
    /// Under a condition.
    Conditional,
    /// As unclear or unconfirmed.
    Doubted,
    /// As asked for.
    Wanted,
    /// As denied.
    Denied,
}

/// Mode and polarity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modality {
    /// Mode.
    pub mode: Mode,
    /// Whether it is said not to be so.
    pub negated: bool,
}

/// The modality of the happening that a token tells of.
pub fn modality(doc: &Doc<'_>, anchor: usize) -> Modality {
    let mut climb = Climb { doc, anchor, mode: None, negated: false };
    climb.run();
    if climb.mode.is_none_or(|mode| mode == Mode::Alleged) && !climb.negated && unverified(doc, anchor) {
        climb.mode = Some(Mode::Doubted);
    }
    Modality { mode: climb.mode.unwrap_or_default(), negated: climb.negated }
}

struct Climb<'d, 't> {
    doc: &'d Doc<'t>,
    anchor: usize,
    mode: Option<Mode>,
    negated: bool,
}

/// Relations through which a governor reaches what stands below it.
const GOVERNED: [&str; 13] =
    ["xcomp", "ccomp", "acl", "pcomp", "advcl", "dobj", "pobj", "prep", "nsubjpass", "attr", "acomp", "nsubj", "csubj"];

impl<'d> Climb<'d, '_> {
    /// The relation of a word to its governor; a "that" clause that the parser took for a relative one is a complement.
    fn dep(&self, at: usize) -> &'d str {
        match self.doc.dep(at) {
            "relcl" if kids(self.doc, at, &["mark"]).any(|that| self.doc.lower(that) == "that") => "acl",
            "relcl" if is(self.doc.lemma(self.doc.head(at)), List::Eventuality) => "acl",
            "advcl" if self.leads_to(at) => "pcomp",
            dep => dep,
        }
    }

    /// "could lead to Iran shelling …": the parser hangs the gerund beside its own subject.
    fn leads_to(&self, at: usize) -> bool {
        let doc = self.doc;
        at > 0
            && doc.tag(at) == "VBG"
            && doc.dep(at - 1) == "pobj"
            && doc.lower(doc.head(at - 1)) == "to"
            && doc.head(doc.head(at - 1)) == doc.head(at)
    }

    fn settle(&mut self, mode: Mode) {
        self.mode.get_or_insert(mode);
    }

    fn run(&mut self) {
        let doc = self.doc;
        let mut at = self.anchor;
        let mut below: Option<usize> = None;
        for _ in 0..14 {
            self.here(at, below);
            if doc.is_root(at) {
                return;
            }
            let above = doc.head(at);
            self.governed(at, above);
            if self.ends(at, above) {
                return;
            }
            below = Some(at);
            at = above;
        }
    }

    /// What a word says of what stands below it by its own auxiliaries, adverbs and marks.
    fn here(&mut self, at: usize, below: Option<usize>) {
        let doc = self.doc;
        if !is_verb(doc, at) {
            if doc.pos(at) == Pos::Noun && (without(doc, at) || below.is_none() && self.described_as_false(at)) {
                if below.is_some() && is(doc.lemma(at), List::ProofNoun) {
                    self.mode = Some(Mode::Doubted);
                } else {
                    self.negated = !self.negated;
                }
            }
            return;
        }
        let on = lists(doc.lemma(at));
        let through = below.is_none_or(|b| {
            matches!(
                doc.dep(b),
                "xcomp" | "dobj" | "acomp" | "attr" | "nsubjpass" | "ccomp" | "prep" | "nsubj" | "oprd"
            )
        });
        let subject = below.is_some_and(|b| doc.dep(b) == "nsubj") && !on.has(List::Occur);
        if through
            && !subject
            && !below.is_some_and(|b| doc.dep(b) != "nsubj" && self.presupposed(b))
            && (negated(doc, at) || self.nobody(at))
            && !on.has(List::Deny)
            && doc.lemma(at) != "rule"
        {
            if below.is_some_and(|b| doc.dep(b) != "dobj") && on.any([List::Verify, List::Know, List::Allege]) {
                self.mode = Some(Mode::Doubted);
            } else {
                self.negated = !self.negated;
            }
        }
        for adverb in kids(doc, at, &["advmod", "npadvmod"]) {
            let on = lists(doc.lower(adverb));
            if on.has(List::PossibleAdverb) {
                self.settle(Mode::Possible);
            } else if on.has(List::AllegedAdverb) {
                self.settle(Mode::Alleged);
            } else if on.has(List::AlmostAdverb) && doc.lower(adverb) != "barely" && below.is_none() {
                self.negated = true;
            }
        }
        self.auxiliaries(at);
        self.purpose(at);
        let marks = children(doc, at).filter(|&m| matches!(doc.dep(m), "mark" | "advmod"));
        for mark in marks.filter(|&m| is(doc.lower(m), List::If)) {
            if doc.lower(mark) == "should" && doc.dep(mark) != "mark" {
                continue;
            }
            self.mode = Some(if doc.lower(mark) == "whether" { Mode::Doubted } else { Mode::Conditional });
        }
        if kids(doc, at, &["prep", "advmod"]).any(|p| self.unconfirmed_source(p)) {
            self.mode = Some(Mode::Doubted);
        }
    }

    /// "moved in to help", "a deadline to finish", and the headline's "GM to cut jobs".
    fn purpose(&mut self, at: usize) {
        let doc = self.doc;
        if !to_come(doc, at) {
            return;
        }
        let first = || kids(doc, doc.head(at), &["amod", "det", "advmod"]).any(|a| is(doc.lower(a), List::First));
        match doc.dep(at) {
            "advcl" => self.settle(Mode::Planned),
            "acl" if !first() && !is(doc.lower(doc.head(at)), List::First) => self.settle(Mode::Planned),
            _ if doc.is_root(at) => self.settle(Mode::Future),
            _ => {}
        }
    }

    /// A definite noun under a preposition or verb is there whether or not the verb is negated.
    fn presupposed(&self, below: usize) -> bool {
        let doc = self.doc;
        let anchor = self.anchor;
        let near = below == anchor || (doc.head(anchor) == below && doc.dep(anchor) == "pobj");
        near && doc.pos(anchor) == Pos::Noun
            && children(doc, anchor).any(|d| match doc.dep(d) {
                "det" => matches!(doc.lower(d), "the" | "this" | "that" | "these" | "those"),
                "poss" => true,
                _ => false,
            })
    }

    fn auxiliaries(&mut self, at: usize) {
        let doc = self.doc;
        let subject = kids(doc, at, &["nsubj", "nsubjpass"]).next();
        for aux in kids(doc, at, &["aux", "auxpass"]) {
            let word = doc.lower(aux);
            let inverted = matches!(word, "had" | "should" | "were") && subject.is_some_and(|s| aux < s);
            if doc.dep(at) == "advcl" && inverted {
                self.mode = Some(Mode::Conditional);
            }
            let on = lists(word);
            if on.has(List::May) {
                self.settle(Mode::Possible);
            } else if on.has(List::Will) {
                self.settle(Mode::Future);
            } else if word == "would" || word == "'d" {
                let conditional = kids(doc, at, &["advcl"])
                    .any(|c| kids(doc, c, &["mark"]).any(|m| is(doc.lower(m), List::Condition)));
                let past = kids(doc, at, &["aux"]).any(|have| doc.lower(have) == "have");
                self.settle(if conditional || past { Mode::Conditional } else { Mode::Planned });
            } else if on.has(List::Must) {
                self.settle(Mode::Wanted);
            }
        }
        if doc.lemma(at) == "have" && kids(doc, at, &["advmod"]).any(|yet| doc.lower(yet) == "yet") && self.anchor != at
        {
            self.negated = true;
        }
    }

    /// "Nobody", "no troops", "neither side" as subject.
    fn nobody(&self, at: usize) -> bool {
        let doc = self.doc;
        kids(doc, at, &["nsubj", "nsubjpass"]).any(|s| {
            matches!(doc.lower(s), "nobody" | "none" | "nothing" | "neither" | "no-one")
                || (without(doc, s) && !is(doc.lemma(s), List::ProofNoun))
                || (doc.lower(s) == "one" && children(doc, s).any(|no| doc.lower(no) == "no"))
        })
    }

    /// "a false claim", "an alleged attack": an adjective that doubts the noun.
    fn described_as_false(&mut self, noun: usize) -> bool {
        let doc = self.doc;
        for adjective in kids(doc, noun, &["amod", "compound"]) {
            let on = lists(doc.lower(adjective));
            if on.has(List::False) {
                return true;
            }
            if on.has(List::Unconfirmed) {
                self.mode =
                    Some(if matches!(doc.lower(adjective), "reported") { Mode::Alleged } else { Mode::Doubted });
            } else if on.has(List::Possible)
                || matches!(doc.lower(adjective), "future" | "planned" | "proposed" | "threatened")
            {
                self.settle(if on.has(List::Possible) { Mode::Possible } else { Mode::Planned });
            } else if matches!(doc.lower(adjective), "attempted" | "failed") {
                self.settle(Mode::Possible);
            }
        }
        false
    }

    /// "according to unconfirmed reports".
    fn unconfirmed_source(&self, preposition: usize) -> bool {
        let doc = self.doc;
        if !matches!(doc.lower(preposition), "according" | "in" | "by" | "per") {
            return false;
        }
        doc.subtree(preposition).take(8).any(|i| {
            is(doc.lemma(i), List::RumourNoun)
                && children(doc, i).any(|a| doc.dep(a) == "amod" && is(doc.lower(a), List::Unconfirmed))
                || matches!(doc.lower(i), "rumours" | "rumors" | "gossip")
        })
    }

    /// What a governor says of the word below it.
    fn governed(&mut self, at: usize, above: usize) {
        let doc = self.doc;
        let dep = self.dep(at);
        let over = if doc.is_root(above) { above } else { doc.head(above) };
        let against = doc.lower(above) == "against" && is(doc.lemma(over), List::Counsel);
        let far = doc.lower(above) == "from"
            && (doc.lower(over) == "far" || children(doc, above).any(|f| doc.lower(f) == "far"));
        if matches!(dep, "pcomp" | "pobj") && (against || far) {
            self.negated = true;
        }
        if dep == "pcomp" && matches!(doc.lower(above), "without" | "instead" | "of" | "than") {
            let rather = |p: usize| matches!(doc.lower(p), "instead" | "rather" | "short");
            if doc.lower(above) == "without" || rather(above) || (!doc.is_root(above) && rather(doc.head(above))) {
                self.negated = true;
            }
        }
        if dep == "compound" && at == self.anchor && is(doc.lemma(above), List::PlanNoun) {
            self.settle(Mode::Planned);
        }
        if dep == "pobj" && at == self.anchor && doc.lower(above) == "for" && is(doc.lemma(over), List::Going) {
            self.settle(Mode::Future);
        }
        if !GOVERNED.contains(&dep) {
            return;
        }
        let noun = doc.pos(above) == Pos::Noun;
        let on = lists(doc.lemma(above));
        if !(is_verb(doc, above) || noun || doc.pos(above) == Pos::Adj) {
            return;
        }
        let content = matches!(dep, "xcomp" | "ccomp" | "acl" | "pcomp");
        let complement =
            content || (matches!(dep, "dobj" | "prep" | "nsubjpass") && at != self.anchor) || doc.pos(at) == Pos::Noun;
        if noun {
            if matches!(dep, "acl" | "pcomp" | "prep" | "ccomp") {
                self.under_noun(above, dep);
            }
        } else if complement {
            self.under_verb(at, above, dep);
        }
        if matches!(doc.lemma(above), "clear" | "certain" | "sure" | "known" | "know") && negated(doc, above) {
            self.mode = Some(Mode::Doubted);
        }
        if (doc.lemma(above) == "be" || doc.lemma(above) == "remain" || on.has(List::Allege))
            && matches!(dep, "ccomp" | "xcomp" | "nsubj" | "csubj" | "advcl")
        {
            self.under_copula(above);
        }
    }

    fn under_verb(&mut self, at: usize, above: usize, dep: &str) {
        let doc = self.doc;
        let on = lists(doc.lemma(above));
        if matches!(dep, "ccomp" | "advcl" | "acl" | "relcl")
            && kids(doc, above, &["nsubj", "nsubjpass"]).any(|s| self.unproven(s))
        {
            self.mode = Some(Mode::Doubted);
            return;
        }
        if on.has(List::Deny) && dep != "nsubj" {
            self.mode = Some(if on.has(List::Doubt) { Mode::Doubted } else { Mode::Denied });
            return;
        }
        let rumour = doc.pos(at) == Pos::Noun && at != self.anchor && is(doc.lemma(at), List::RumourNoun);
        if rumour && on.has(List::Brush) {
            self.mode = Some(Mode::Denied);
            return;
        }
        let off = kids(doc, above, &["prt"]).any(|p| doc.lower(p) == "off")
            && matches!(doc.lemma(above), "call" | "put" | "fend");
        if off && matches!(dep, "dobj" | "nsubjpass") {
            self.negated = !self.negated;
            return;
        }
        if on.has(List::Fail) && matches!(dep, "xcomp" | "pcomp" | "prep" | "dobj" | "nsubjpass") {
            // What is stopped or suspended went on before.
            let before = matches!(doc.lemma(above), "stop" | "halt" | "suspend" | "abandon" | "ban" | "bar");
            if !(before && matches!(dep, "dobj" | "nsubjpass")) {
                self.negated = !self.negated;
            }
            return;
        }
        if on.has(List::Verify) && negated(doc, above) {
            self.mode = Some(Mode::Doubted);
            return;
        }
        if on.has(List::Doubt) && dep != "nsubj" && (dep != "dobj" || at != self.anchor) {
            self.mode = Some(Mode::Doubted);
            return;
        }
        if self.mode.is_some() {
            return;
        }
        let going = doc.lemma(above) == "go" && doc.tag(above) == "VBG" && dep == "xcomp";
        let object = matches!(dep, "xcomp" | "ccomp" | "acl" | "dobj" | "nsubjpass");
        let infinitive = dep == "xcomp" && to_come(doc, at);
        if going || (infinitive && doc.lemma(above) == "be") {
            self.settle(Mode::Future);
        } else if on.has(List::Plan) && object && !(dep == "ccomp" && on.has(List::Allege)) {
            self.settle(Mode::Planned);
        } else if on.has(List::Wish) && dep != "nsubj" && dep != "nsubjpass" {
            self.settle(Mode::Wanted);
        } else if self.hearsay(above, dep) {
            self.settle(Mode::Alleged);
        } else if matches!(doc.lemma(above), "seem" | "appear") && dep == "xcomp" {
            self.settle(Mode::Possible);
        } else if infinitive && !on.has(List::Implicative) {
            self.settle(Mode::Planned);
        }
    }

    /// "suspect that", "is said to have".
    fn hearsay(&self, above: usize, dep: &str) -> bool {
        let doc = self.doc;
        let lemma = doc.lemma(above);
        let alleged = is(lemma, List::Allege) && matches!(dep, "ccomp" | "pcomp" | "prep" | "xcomp");
        let told = dep == "xcomp" && matches!(lemma, "say" | "report" | "know");
        alleged || told && has(doc, above, &["auxpass", "nsubjpass"])
    }

    fn under_noun(&mut self, above: usize, dep: &str) {
        let doc = self.doc;
        let on = lists(doc.lemma(above));
        let preposition = dep == "prep" || dep == "pcomp";
        if on.has(List::Eventuality) && dep == "acl" && doc.dep(above) == "pobj" {
            self.mode = Some(Mode::Conditional);
            return;
        }
        if on.has(List::DenialNoun) {
            self.mode = Some(Mode::Denied);
            return;
        }
        if on.has(List::UnsureNoun) && dep != "prep" {
            self.mode = Some(Mode::Doubted);
            return;
        }
        let negative = without(doc, above) || self.scarce(above);
        if on.has(List::ProofNoun) && negative {
            self.mode = Some(Mode::Doubted);
            return;
        }
        if on.has(List::RumourNoun) && matches!(dep, "acl" | "ccomp" | "prep") {
            let doubtful = on.has(List::Hearsay);
            let described = kids(doc, above, &["amod"]).any(|a| is(doc.lower(a), List::Unconfirmed));
            if doubtful || described {
                self.mode = Some(Mode::Doubted);
                return;
            }
            let of = dep != "prep"
                || matches!(doc.lemma(above), "report" | "allegation" | "claim" | "accusation" | "suspicion");
            if of && !(doc.lemma(above) == "report" && dep == "acl" && self.verbal(above)) {
                self.settle(Mode::Alleged);
            }
            return;
        }
        if self.mode.is_none() {
            if on.has(List::PlanNoun) && !(preposition && on.has(List::Carried)) {
                self.settle(if on.has(List::RiskNoun) { Mode::Possible } else { Mode::Planned });
            } else if on.has(List::WishNoun) {
                self.settle(Mode::Wanted);
            }
        }
    }

    /// A report that somebody wrote, and that says what follows in a relative clause of its own.
    fn verbal(&self, noun: usize) -> bool {
        kids(self.doc, noun, &["relcl"]).next().is_some()
    }

    /// "No evidence", "speculation": a subject whose clause stands apart from it.
    fn unproven(&self, noun: usize) -> bool {
        let on = lists(self.doc.lemma(noun));
        on.has(List::Hearsay) || on.has(List::ProofNoun) && (without(self.doc, noun) || self.scarce(noun))
    }

    /// "little evidence", "lack of proof", "without confirmation".
    fn scarce(&self, noun: usize) -> bool {
        let doc = self.doc;
        let little = kids(doc, noun, &["amod", "det"]).any(|a| is(doc.lower(a), List::Scarce));
        let lacking = doc.dep(noun) == "pobj" && {
            let preposition = doc.head(noun);
            doc.lower(preposition) == "without" || matches!(doc.lemma(doc.head(preposition)), "lack" | "absence")
        };
        let lacked = doc.dep(noun) == "dobj"
            && (matches!(doc.lemma(doc.head(noun)), "lack" | "await" | "seek") || negated(doc, doc.head(noun)));
        little || lacking || lacked
    }

    /// "it is unclear whether", "it is likely that".
    fn under_copula(&mut self, above: usize) {
        let doc = self.doc;
        for adjective in kids(doc, above, &["acomp", "attr", "oprd"]) {
            let on = lists(doc.lemma(adjective));
            let not = negated(doc, above) || negated(doc, adjective);
            if on.has(List::Unsure) || (on.has(List::Sure) && not) {
                self.mode = Some(Mode::Doubted);
            } else if on.has(List::False) || (doc.lemma(adjective) == "true" && not) {
                self.negated = true;
            } else if on.has(List::Possible) {
                self.settle(Mode::Possible);
            } else if on.has(List::Reluctant) {
                self.negated = true;
            } else if on.has(List::Ready) {
                self.settle(Mode::Planned);
            } else if on.has(List::Hearsay) {
                self.mode = Some(Mode::Doubted);
            }
        }
    }

    /// Whether the walk stops between a word and its governor.
    fn ends(&self, at: usize, above: usize) -> bool {
        let doc = self.doc;
        match self.dep(at) {
            "relcl" | "parataxis" => true,
            "prep" | "advmod" if doc.pos(at) != Pos::Verb && at != self.anchor => is(doc.lower(at), List::Presupposing),
            "advcl" => !kids(doc, at, &["mark"]).any(|m| is(doc.lower(m), List::Condition)),
            "conj" => has(doc, at, &["nsubj", "nsubjpass"]),
            "ccomp" => {
                let negative = negated(doc, above) || self.nobody(above);
                predicates::says(doc.lemma(above)) && at < above && !negative
            }
            _ => false,
        }
    }
}

/// Whether a verb is an infinitive with "to".
fn to_come(doc: &Doc<'_>, verb: usize) -> bool {
    let mut auxiliaries = kids(doc, verb, &["aux", "auxpass"]).peekable();
    auxiliaries.peek().is_some_and(|&first| doc.lower(first) == "to")
        && !auxiliaries.any(|have| doc.lower(have) == "have")
}

/// Whether another clause of the sentence says that nobody could verify it: "…, which could not be confirmed".
fn unverified(doc: &Doc<'_>, anchor: usize) -> bool {
    let sentence = doc.sentence(doc.sentence_of(anchor));
    if sentence.len() > 200 {
        return false;
    }
    sentence.clone().any(|i| {
        is(doc.lemma(i), List::Verify)
            && doc.pos(i) == Pos::Verb
            && !doc.is_within(anchor, i)
            && !doc.is_within(i, anchor)
                | matches!(doc.dep(i), "relcl" | "advcl" | "conj" | "parataxis" | "acl" | "ccomp")
            && negated(doc, i)
            && kids(doc, i, &["nsubj", "nsubjpass", "dobj"]).any(|s| {
                matches!(doc.lower(s), "which" | "this" | "that" | "it" | "they") || is(doc.lemma(s), List::RumourNoun)
            })
    })
}
