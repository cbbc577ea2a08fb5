//! Whom a noun phrase stands for as an actor: a country or body, and a sector.
//!
//! The country is looked for in the phrase's own name, its modifiers, its "of" and "in" phrases, its apposition, the
//! tables of office holders, and last in what the entities layer learned from the report. A phrase that names no
//! country has none, unless its role is placed in one by the sentence. Pronouns go to what they stand for.

use std::collections::HashMap;

use reportedly_knowledge::actors::{NameKind, office_holder, role, role_of};
use reportedly_knowledge::event_words::{List, is};
use reportedly_knowledge::{countries, fold::fold};
use reportedly_language::{Doc, Pos};
use reportedly_report::{Entity, MentionForm};

use super::clause::{children, has, kids, left};
use super::names::Names;

/// A CAMEO actor code: ISO 3166 alpha-3 or a body, and a sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    base: &'static str,
    sector: &'static str,
}

impl Code {
    /// From a table's code, which may carry a sector.
    pub fn new(code: &'static str) -> Self {
        let (base, sector) = code.split_at(code.len().min(3));
        Self { base, sector }
    }

    /// The country or body: the first three letters.
    pub fn base(self) -> &'static str {
        self.base
    }

    /// The sector, or "".
    pub fn sector(self) -> &'static str {
        self.sector
    }

    /// Whether it has no country.
    pub fn is_body(self) -> bool {
        matches!(self.base, "IGO" | "NGO" | "IMG" | "MNC")
    }

    /// The code with this sector, where it may have one.
    pub fn with(self, sector: &'static str) -> Self {
        if self.is_body() || sector.is_empty() || (sector == "GOV" && !self.sector.is_empty()) {
            return self;
        }
        Self { sector, ..self }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.base, self.sector)
    }
}

/// An actor and the head of the phrase it comes from; none where it is only inferred.
#[derive(Clone, Copy, Debug)]
pub struct Actor {
    /// Who.
    pub code: Code,
    /// The head of the phrase.
    pub head: Option<usize>,
}

/// Reads actors in a document.
#[derive(Debug)]
pub struct Actors<'a> {
    /// The document.
    pub doc: &'a Doc<'a>,
    /// Its names.
    pub names: Names,
    entities: &'a [Entity],
    /// Entity of each token that a mention of one covers.
    entity_of: HashMap<usize, usize>,
}

impl<'a> Actors<'a> {
    /// Prepares a document.
    pub fn new(doc: &'a Doc<'a>, entities: &'a [Entity]) -> Self {
        let mut entity_of = HashMap::new();
        for (index, entity) in entities.iter().enumerate() {
            for mention in &entity.mentions {
                let tokens = doc.tokens_in(mention.span);
                if let Some(head) = head_of(doc, tokens) {
                    entity_of.insert(head, index);
                }
            }
        }
        Self { doc, names: Names::read(doc), entities, entity_of }
    }

    /// The entity that a token is the head of a mention of.
    pub fn entity(&self, i: usize) -> Option<&'a Entity> {
        self.entity_of.get(&i).map(|&index| &self.entities[index])
    }

    /// The sentence of a token; of a text without sentences, what stands near.
    fn around(&self, i: usize) -> std::ops::Range<usize> {
        const NEAR: usize = 150;
        let sentence = self.doc.sentence(self.doc.sentence_of(i));
        sentence.start.max(i.saturating_sub(NEAR))..sentence.end.min(i + NEAR)
    }

    /// The countries named in the sentence of a token, each once.
    fn countries(&self, i: usize) -> Vec<&'static str> {
        let mut found = Vec::new();
        for named in self.names.within(self.around(i)) {
            let code = Code::new(named.name.code);
            if named.name.kind != NameKind::Institution
                && !code.is_body()
                && code.base() != "KUR"
                && !found.contains(&code.base())
            {
                found.push(code.base());
            }
        }
        found
    }

    /// The country of a place in the sentence ("in Aceh"), else the only country it names.
    pub fn placed(&self, i: usize, except: &[&str], strictly: bool) -> Option<Code> {
        let doc = self.doc;
        for named in self.names.within(self.around(i)) {
            let last = named.end - 1;
            let code = Code::new(named.name.code);
            let place = (named.start..named.end)
                .any(|t| doc.dep(t) == "pobj" && is(doc.lower(doc.head(t)), List::PlacePreposition));
            if place && !code.is_body() && code.base() != "KUR" && !except.contains(&code.base()) && last < doc.len() {
                return Some(Code::new(code.base()));
            }
        }
        if strictly {
            return None;
        }
        let countries = self.countries(i);
        let mut left = countries.iter().filter(|code| !except.contains(code));
        let first = left.next()?;
        let only = if except.is_empty() { countries.len() == 1 } else { left.next().is_none() };
        only.then(|| Code::new(first))
    }

    /// The sector that the words of a phrase give it, or "".
    pub fn sector(&self, head: usize) -> &'static str {
        let doc = self.doc;
        if left(doc, head).any(|i| is(doc.lower(i), List::Former)) {
            return "ELI";
        }
        let spelled = self.names.at(head).is_some_and(|named| {
            named.end - named.start > 1
                && matches!(named.name.kind, NameKind::Place | NameKind::Capital | NameKind::Body | NameKind::Group)
        });
        let own = if spelled { None } else { self.role(head) };
        if let Some(sector) = own
            && !(sector == "GOV" && is(doc.lemma(head), List::Emptied))
        {
            return sector;
        }
        let modifiers: Vec<usize> = left(doc, head).collect();
        for &i in modifiers.iter().rev() {
            let compound = doc.dep(i) == "compound";
            let near = matches!(doc.dep(i), "amod" | "nmod" | "poss") && self.names.at(i).is_none();
            if (compound || near && doc.head(i) == head)
                && let Some(sector) = self.role(i)
            {
                return sector;
            }
        }
        let described = kids(doc, head, &["appos"]).find_map(|i| self.role(i));
        described.or(own).unwrap_or_else(|| self.office(head))
    }

    /// GOV for somebody to whom the report gives an office.
    fn office(&self, head: usize) -> &'static str {
        let roles = self.entity(head).map_or(&[][..], |entity| &entity.roles);
        let noun = |title: &'a str| title.rsplit(' ').next().unwrap_or(title);
        roles.iter().find_map(|held| role(noun(&held.title))).unwrap_or("")
    }

    /// The sector of a word as a role, with the words before it where they make one.
    fn role(&self, i: usize) -> Option<&'static str> {
        let doc = self.doc;
        let word = doc.lemma(i).to_lowercase();
        let mut found = None;
        for modifier in kids(doc, i, &["compound", "amod"]).filter(|&m| m < i) {
            let of = |first: &str| role_of(first, &word);
            found = of(doc.lower(modifier)).or_else(|| of(&doc.lemma(modifier).to_lowercase())).or(found);
        }
        let plain = |word: &str| role(word).or_else(|| role(word.strip_suffix('s')?));
        found.or_else(|| plain(&word)).or_else(|| plain(&fold(doc.text(i))))
    }

    /// The country or body of a phrase.
    pub fn country(&self, head: usize) -> Option<Code> {
        self.country_within(head, 3)
    }

    fn country_within(&self, head: usize, depth: usize) -> Option<Code> {
        let doc = self.doc;
        if let Some(named) = self.names.at(head) {
            return Some(self.named(head, Code::new(named.name.code), named.name.kind));
        }
        let mut modifiers = left(doc, head).filter(|&i| self.names.at(i).is_some() && !self.is_linked(i)).peekable();
        if let Some(&first) = modifiers.peek() {
            let code = Code::new(self.names.code(first)?);
            if left(doc, head).any(|i| is(doc.lower(i), List::Ethnic)) {
                let own: Vec<&str> = modifiers.filter_map(|i| self.names.code(i)).map(|code| &code[..3]).collect();
                if let Some(place) = self.placed(head, &own, false) {
                    return Some(place);
                }
            }
            return Some(if code.base() == "KUR" { self.kurdish(head) } else { code });
        }
        if depth > 0
            && let Some(code) = self.country_below(head, depth)
        {
            return Some(code);
        }
        self.held(head).or_else(|| self.body(head)).or_else(|| self.reported(head))
    }

    /// The code of a phrase whose head is a name.
    fn named(&self, head: usize, code: Code, kind: NameKind) -> Code {
        let doc = self.doc;
        if kind == NameKind::Institution {
            let of = |i: usize| {
                doc.dep(i) == "pobj" && doc.head(doc.head(i)) == head && matches!(doc.lower(doc.head(i)), "in" | "of")
            };
            let other = |&i: &usize| {
                self.names.at(i).is_some_and(|named| named.name.kind != NameKind::Institution)
                    && (of(i) || (i < head && super::clause::modifies(doc, i, head)))
            };
            let range = doc.subtree(head);
            let near = range.start.max(head.saturating_sub(10))..range.end.min(head + 10);
            let within = near.into_iter().find(other).and_then(|i| self.names.code(i));
            return within.map(Code::new).or_else(|| self.shared(head, code)).unwrap_or(code);
        }
        if code.base() == "KUR" {
            return self.kurdish(head);
        }
        if children(doc, head).any(|child| is(doc.lower(child), List::Ethnic)) {
            if let Some(place) = self.placed(head, &[code.base()], false) {
                return place;
            }
            if let Some(other) = self.countries(head).into_iter().find(|other| *other != code.base()) {
                return Code::new(other);
            }
        }
        code
    }

    /// "Congress" in a sentence that names one country, and not the usual one.
    fn shared(&self, head: usize, usual: Code) -> Option<Code> {
        let countries = self.countries(head);
        let [only] = countries[..] else { return None };
        (only != usual.base()).then(|| Code::new(only))
    }

    /// Kurds take the country of the place they are met in.
    fn kurdish(&self, head: usize) -> Code {
        if let Some(place) = self.placed(head, &["KUR"], false) {
            return place;
        }
        Code::new(if self.countries(head).contains(&"TUR") { "TUR" } else { "IRQ" })
    }

    /// "Geneva-based", "US-backed": a name that does not say whose somebody is.
    fn is_linked(&self, i: usize) -> bool {
        let Some(named) = self.names.at(i) else { return false };
        let next = named.end;
        next + 1 < self.doc.len() && self.doc.text(next) == "-" && is(self.doc.lower(next + 1), List::Linked)
    }

    /// The country in the prepositional phrases, then in the apposition.
    fn country_below(&self, head: usize, depth: usize) -> Option<Code> {
        let doc = self.doc;
        for preposition in kids(doc, head, &["prep"]).filter(|&p| p > head) {
            let fits = match doc.lower(preposition) {
                "of" | "from" | "in" | "at" | "within" => true,
                "for" | "to" | "with" | "near" | "on" => role(doc.lemma(head)).is_some(),
                _ => false,
            };
            if fits
                && let Some(code) = kids(doc, preposition, &["pobj"]).find_map(|o| self.country_within(o, depth - 1))
            {
                return Some(code);
            }
        }
        kids(doc, head, &["appos"]).find_map(|i| self.country_within(i, depth - 1))
    }

    /// The country of somebody known to have held office.
    fn held(&self, head: usize) -> Option<Code> {
        let doc = self.doc;
        if doc.pos(head) != Pos::Propn || doc.ent(head) == "GPE" {
            return None;
        }
        if let Some(name) = doc.name_at(head) {
            let whole = &doc.source()[doc.span_of(name.start as usize..name.end as usize).range()];
            if let Some(code) = office_holder(&fold(whole.trim_end_matches("'s").trim_end_matches("’s"))) {
                return Some(Code::new(code));
            }
        }
        let person = doc.ent(head) == "PERSON";
        let parts = std::iter::once(head).chain(kids(doc, head, &["compound", "flat"]));
        parts
            .filter(|&i| i == head || person || doc.ent(i) == "PERSON")
            .filter(|&i| doc.ent(i) != "GPE")
            .find_map(|i| office_holder(&fold(doc.text(i))))
            .map(Code::new)
    }

    /// "rights group", "European ministers".
    fn body(&self, head: usize) -> Option<Code> {
        let doc = self.doc;
        let lemma = doc.lemma(head);
        let european = children(doc, head).any(|child| doc.lower(child) == "european");
        if european && matches!(role(lemma), Some("GOV" | "LEG" | "MIL" | "COP")) {
            return Some(Code::new("IGOEUREEC"));
        }
        let described = || doc.subtree(head).start.max(head.saturating_sub(6))..doc.subtree(head).end.min(head + 5);
        if is(lemma, List::BodyNoun)
            && described().any(|i| is(doc.lower(i), List::BodyField) || is(doc.lower(i), List::BodyScope))
        {
            return Some(Code::new("NGO"));
        }
        None
    }

    /// The country that the report gives the entity, else the one its latest name has.
    fn reported(&self, head: usize) -> Option<Code> {
        let entity = self.entity(head)?;
        if let Some(country) = entity.country.as_deref().and_then(countries::by_code) {
            return Some(Code::new(country.alpha3));
        }
        let at = self.doc.span(head).start;
        let mut named =
            entity.mentions.iter().rev().filter(|m| m.span.end <= at && m.form == MentionForm::Name).take(3);
        named.find_map(|mention| {
            let named = self.names.at(head_of(self.doc, self.doc.tokens_in(mention.span))?)?;
            Some(Code::new(named.name.code))
        })
    }

    /// "its army", "their policy": the actors that a possessive pronoun stands for, with the sector of the noun.
    fn owned(&self, head: usize, sector: &'static str, depth: usize) -> Vec<Actor> {
        let owner = kids(self.doc, head, &["poss"]).find(|&i| is_pronoun(self.doc, i));
        let owners = owner.map_or_else(Vec::new, |owner| self.antecedents(owner, depth + 1));
        let own = |actor: Actor| Actor { code: Code::new(actor.code.base()).with(sector), head: Some(head) };
        owners.into_iter().map(own).collect()
    }

    /// The phrase's own head and the heads joined to it.
    fn joined(&self, head: usize, found: &mut Vec<usize>) {
        found.push(head);
        for child in kids(self.doc, head, &["conj"]) {
            let nominal =
                matches!(self.doc.pos(child), Pos::Adj | Pos::Num | Pos::X) || self.doc.pos(child).is_nominal();
            if nominal && found.len() < 12 {
                self.joined(child, found);
            }
        }
    }

    /// The actors of a phrase. With `placing`, a role without a country takes the one the sentence places it in.
    pub fn resolve(&self, head: usize, placing: bool) -> Vec<Actor> {
        self.resolve_within(head, placing, 0)
    }

    pub(super) fn resolve_within(&self, head: usize, placing: bool, depth: usize) -> Vec<Actor> {
        let doc = self.doc;
        let mut heads = Vec::new();
        self.joined(head, &mut heads);
        let mut found = Vec::new();
        for head in heads {
            if is_pronoun(doc, head) {
                found.extend(self.antecedents(head, depth));
                continue;
            }
            let sector = self.sector(head);
            let modifiers = self.joined_modifiers(head);
            if modifiers.len() > 1 {
                let actor =
                    |i: usize| Some(Actor { code: Code::new(self.names.code(i)?).with(sector), head: Some(head) });
                found.extend(modifiers.into_iter().filter_map(actor));
                continue;
            }
            let placed = |this: &Self| {
                let role = !sector.is_empty()
                    || matches!(doc.ent(head), "PERSON" | "ORG" | "NORP")
                    || matches!(doc.pos(head), Pos::Num | Pos::Det | Pos::Adj);
                if placing && role { this.placed(head, &[], false) } else { None }
            };
            let country = self.country(head);
            let owned = if placing && country.is_none() { self.owned(head, sector, depth) } else { Vec::new() };
            if !owned.is_empty() {
                found.extend(owned);
            } else if let Some(code) = country.or_else(|| placed(self)) {
                found.push(Actor { code: code.with(sector), head: Some(head) });
            }
        }
        found
    }

    /// "Hungarian and Romanian officials": the names that are joined before a head.
    fn joined_modifiers(&self, head: usize) -> Vec<usize> {
        let doc = self.doc;
        if let Some(named) = self.names.at(head) {
            let beside = named.start.checked_sub(2).filter(|&i| matches!(doc.lower(i + 1), "and" | "or"));
            let beside = beside.filter(|&i| self.names.at(i).is_some() && super::clause::modifies(doc, i, head));
            return beside.map_or_else(Vec::new, |i| vec![i, head]);
        }
        let starts = |&i: &usize| self.names.at(i).is_some_and(|named| named.start == i && named.end <= head);
        let named: Vec<usize> = left(doc, head).filter(starts).collect();
        let Some(&first) = named.first() else { return Vec::new() };
        let joined = |&i: &usize| i == first || (doc.dep(i) == "conj" && named.contains(&doc.head(i)));
        named.iter().copied().filter(joined).collect()
    }
}

/// The token of a stretch whose head lies outside it.
pub fn head_of(doc: &Doc<'_>, mut tokens: std::ops::Range<usize>) -> Option<usize> {
    let range = tokens.clone();
    tokens.find(|&i| doc.is_root(i) || !range.contains(&doc.head(i)))
}

/// Words that stand for another phrase.
pub fn is_pronoun(doc: &Doc<'_>, i: usize) -> bool {
    doc.pos(i) == Pos::Pron
        || matches!(doc.lower(i), "who" | "which" | "that" | "both" | "they" | "it" | "its" | "his" | "her" | "their")
            && !has(doc, i, &["compound"])
}
