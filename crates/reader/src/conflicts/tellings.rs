//! Every happening that a report tells of, with its parties and who stands behind the telling.

use std::collections::BTreeSet;
use std::ops::Range;

use reportedly_knowledge::happenings::{self, Happening, Role};
use reportedly_language::{Doc, Pos};
use reportedly_report::{Attribution, AttributionId, Certainty, Entity, EntityId, Event, EventId, Span, Status};

use super::Layers;
use crate::Context;

/// A party to a happening: an entity, or a noun that nobody joined to one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Party {
    Entity(EntityId),
    Noun(String),
}

/// Who stands behind words: the report itself, or the first link of an attribution's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Backer {
    pub attribution: Option<AttributionId>,
    name: Option<String>,
}

impl Backer {
    /// Whether two tellings rest on different words: two sources, or a source and the report.
    ///
    /// "reportedly" names nobody, and nobody contradicts nobody.
    pub fn differs(&self, other: &Self) -> bool {
        let unnamed = |backer: &Self| backer.name.as_deref() == Some("");
        self.name != other.name && !unnamed(self) && !unnamed(other)
    }
}

/// One telling of a happening.
#[derive(Clone, Debug)]
pub(super) struct Telling<'a> {
    pub event: EventId,
    pub anchor: usize,
    pub sentence: usize,
    pub lemma: &'a str,
    pub happenings: &'static [Happening],
    pub subjects: BTreeSet<Party>,
    pub objects: BTreeSet<Party>,
    pub backer: Backer,
    pub factuality: f32,
    /// Told as not so, or denied.
    pub negative: bool,
}

/// The tellings of a report, and the look-ups that made them.
pub(super) struct Tellings<'a> {
    pub doc: &'a Doc<'a>,
    pub all: Vec<Telling<'a>>,
    attributions: &'a [Attribution],
    /// Entity mentions by first byte.
    mentions: Vec<(Span, EntityId)>,
    /// For each token, one more than the telling anchored there.
    at: Vec<u32>,
    /// For each token, one more than the innermost attribution in whose content it stands.
    owner: Vec<u32>,
}

impl<'a> Tellings<'a> {
    pub fn new(cx: &Context<'a>, layers: &Layers<'a>) -> Self {
        let doc = cx.doc;
        let mut tellings = Self {
            doc,
            all: Vec::new(),
            attributions: layers.attributions,
            mentions: mentions(layers.entities),
            at: vec![0; doc.len()],
            owner: owners(doc, layers.attributions),
        };
        let mut is_cue = vec![false; doc.len()];
        for cue in layers.attributions.iter().flat_map(|attribution| &attribution.cue) {
            is_cue[doc.tokens_in(*cue)].fill(true);
        }
        for event in layers.events {
            let Some(anchor) = doc.tokens_in(event.anchor).next().filter(|&anchor| !is_cue[anchor]) else { continue };
            let telling = tellings.telling(event, anchor);
            tellings.at[anchor] = tellings.all.len() as u32 + 1;
            tellings.all.push(telling);
        }
        tellings.all.sort_by_key(|telling| telling.anchor);
        for (k, telling) in tellings.all.iter().enumerate() {
            tellings.at[telling.anchor] = k as u32 + 1;
        }
        tellings
    }

    fn telling(&self, event: &Event, anchor: usize) -> Telling<'a> {
        let backer = self.backer(event.anchor);
        let (subjects, objects) = self.parties(anchor);
        let owner = (self.owner[anchor] as usize).checked_sub(1).map(|k| &self.attributions[k]);
        let denied = owner.is_some_and(|owner| owner.certainty == Some(Certainty::Negated));
        let negative =
            matches!(event.status, Status::Denied | Status::NotOccurred) || event.factuality <= -1.0 || denied;
        Telling {
            event: event.id,
            anchor,
            sentence: self.doc.sentence_of(anchor),
            lemma: self.doc.lemma(anchor),
            happenings: self.happenings(anchor),
            subjects,
            objects,
            backer,
            factuality: event.factuality,
            negative,
        }
    }

    /// What a word tells of; a light verb tells of its subject, a verb and its particle of their own.
    pub fn happenings(&self, token: usize) -> &'static [Happening] {
        let lemma = self.doc.lemma(token);
        if let Some(particle) = self.doc.child(token, "prt") {
            let told = happenings::told_by(&format!("{lemma} {}", self.doc.lower(particle)));
            if !told.is_empty() {
                return told;
            }
        }
        if happenings::has_role(lemma, Role::Light) {
            let subject = self.doc.children(token).find(|&child| self.doc.dep(child).starts_with("nsubj"));
            let told = subject.map_or(&[][..], |subject| happenings::told_by(self.doc.lemma(subject)));
            if !told.is_empty() {
                return told;
            }
        }
        match happenings::told_by(lemma) {
            [] => happenings::told_by(self.doc.lower(token)),
            told => told,
        }
    }

    /// Who stands behind a stretch: the innermost attribution whose content holds it.
    pub fn backer(&self, span: Span) -> Backer {
        let token = self.doc.token_at(span.start);
        match self.owner.get(token).and_then(|owner| self.attributions.get((*owner as usize).checked_sub(1)?)) {
            Some(attribution) => self.backed_by(attribution),
            None => Backer { attribution: None, name: None },
        }
    }

    pub fn backed_by(&self, attribution: &Attribution) -> Backer {
        let said = || attribution.source.first().map(|span| span.of(self.doc.source()).to_lowercase());
        let name = attribution.chain.first().map(|link| link.name.to_lowercase()).or_else(said);
        Backer { attribution: Some(attribution.id), name: Some(name.unwrap_or_default()) }
    }

    /// Who does it and to whom. A participle or infinitive takes the subject of the clause it leans on.
    fn parties(&self, anchor: usize) -> (BTreeSet<Party>, BTreeSet<Party>) {
        let doc = self.doc;
        let (mut subjects, mut objects) = (BTreeSet::new(), BTreeSet::new());
        for child in doc.children(anchor) {
            match doc.dep(child) {
                "nsubj" | "poss" | "agent" => subjects.extend(self.party_of(child)),
                "nsubjpass" | "dobj" | "obj" => objects.extend(self.party_of(child)),
                _ => {}
            }
        }
        if doc.dep(anchor) == "acl" && doc.tag(anchor) == "VBN" {
            objects.extend(self.party_of(doc.head(anchor)));
        } else if subjects.is_empty() {
            subjects = self.inherited(anchor);
        }
        (subjects, objects)
    }

    fn inherited(&self, anchor: usize) -> BTreeSet<Party> {
        let doc = self.doc;
        let root = doc.ancestors(anchor).last().unwrap_or(anchor);
        let opens = doc.tag(anchor) == "VBG" && doc.pos(root) == Pos::Verb && root > anchor;
        let leans = matches!(doc.dep(anchor), "advcl" | "xcomp" | "conj" | "compound" | "csubj" | "dep" | "ccomp");
        let from = match () {
            () if opens => root,
            () if leans => doc.head(anchor),
            () if matches!(doc.dep(anchor), "acl" | "relcl") => {
                return self.party_of(doc.head(anchor)).into_iter().collect();
            }
            () => return BTreeSet::new(),
        };
        let subjects = doc.children(from).filter(|&child| matches!(doc.dep(child), "nsubj" | "nsubjpass"));
        subjects.filter_map(|child| self.party_of(child)).collect()
    }

    /// The party that a noun or pronoun is.
    pub fn party_of(&self, token: usize) -> Option<Party> {
        let doc = self.doc;
        let token = if doc.dep(token) == "agent" { doc.child(token, "pobj")? } else { token };
        let span = doc.span(token);
        let from = self.mentions.partition_point(|(mention, _)| mention.end <= span.start);
        // Mentions nest a few deep at most.
        let mut covering = self.mentions[from..].iter().take(12);
        if let Some((_, id)) = covering.find(|(mention, _)| mention.overlaps(span)) {
            return Some(Party::Entity(*id));
        }
        matches!(doc.pos(token), Pos::Noun | Pos::Propn).then(|| Party::Noun(doc.lemma(token).to_lowercase()))
    }

    /// The telling that a token hangs on, within a few steps up; the verb that opens the sentence where it hangs there.
    pub fn governing(&self, token: usize) -> Option<&Telling<'a>> {
        let opening = self.opening(token);
        let up = std::iter::once(token).chain(self.doc.ancestors(token)).take(6);
        opening.or_else(|| up.into_iter().find_map(|at| self.anchored(at)))
    }

    fn anchored(&self, token: usize) -> Option<&Telling<'a>> {
        self.all.get((self.at[token] as usize).checked_sub(1)?)
    }

    /// The participle that opens the sentence before the first comma, with `token` between the two.
    fn opening(&self, token: usize) -> Option<&Telling<'a>> {
        let doc = self.doc;
        let sentence = doc.sentence(doc.sentence_of(token));
        let first = sentence.take(4).find(|&at| !doc.is_space(at) && doc.pos(at) != Pos::Punct)?;
        let unbroken = first < token && !(first..token).any(|at| doc.text(at) == ",");
        (doc.tag(first) == "VBG" && unbroken).then(|| self.anchored(first)).flatten()
    }

    /// Whether a word of the sentence has a role: it says that what it tells has changed, or is another happening.
    pub fn any_in(&self, sentence: usize, role: Role) -> bool {
        self.doc
            .sentence(sentence)
            .any(|at| happenings::has_role(self.doc.lemma(at), role) || happenings::has_role(self.doc.lower(at), role))
    }

    /// The tellings anchored within a stretch.
    pub fn within(&self, span: Span) -> &[Telling<'a>] {
        let tokens = self.doc.tokens_in(span);
        let bound = |token: usize| self.all.partition_point(|telling| telling.anchor < token);
        &self.all[bound(tokens.start)..bound(tokens.end)]
    }

    /// The clause of a word: its subtree, cut to the sentence.
    pub fn clause(&self, anchor: usize) -> Span {
        let sentence = self.doc.sentence(self.doc.sentence_of(anchor));
        let tree = self.doc.subtree(anchor);
        let Range { start, end } = tree.start.max(sentence.start)..tree.end.min(sentence.end);
        self.doc.span_of(start.min(anchor)..end.max(anchor + 1)).trimmed(self.doc.source())
    }
}

/// For each token, one more than the smallest attribution in whose content it stands.
fn owners(doc: &Doc<'_>, attributions: &[Attribution]) -> Vec<u32> {
    let size = |attribution: &Attribution| attribution.content.iter().map(|content| content.len()).sum::<usize>();
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&k| std::cmp::Reverse(size(&attributions[k])));
    let mut owner = vec![0; doc.len()];
    for k in order {
        for content in &attributions[k].content {
            owner[doc.tokens_in(*content)].fill(k as u32 + 1);
        }
    }
    owner
}

fn mentions(entities: &[Entity]) -> Vec<(Span, EntityId)> {
    let all = entities.iter().flat_map(|entity| entity.mentions.iter().map(|mention| (mention.span, entity.id)));
    let mut mentions: Vec<_> = all.collect();
    // The look-up walks forward from the first that ends past a token: nested mentions come by their ends.
    mentions.sort_by_key(|(span, id)| (span.end, span.start, *id));
    mentions
}
