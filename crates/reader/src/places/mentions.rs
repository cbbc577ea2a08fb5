//! Where a report names places.
//!
//! Three ways lead to a mention: a name that the model labels as a place; a place inside the name of something else
//! ("Louisiana" in "Louisiana Purchase"); and a proper noun that the model left unlabelled, or took for a person or a
//! body, but that the gazetteer knows well. The second and third are taken only for countries, regions, capitals and
//! large towns, because small towns share their names with everything.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use reportedly_knowledge::countries::{self, Sense};
use reportedly_knowledge::gazetteer::{Candidate, Gazetteer, PlaceKind, key};
use reportedly_knowledge::place_words;
use reportedly_language::{Doc, Pos};

/// How a mention was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// The model labels it as a place.
    Named,
    /// It stands inside the name of a body, an event, a work.
    Embedded,
    /// The gazetteer knows it, the model does not.
    Known,
}

/// A place name in the text.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// How it was found.
    pub via: Via,
    /// The name to look up: without "northern", "province of" and the like.
    pub name: String,
    /// The kind of place that the words beside it say.
    pub hint: Option<PlaceKind>,
    /// Every place of that name.
    pub candidates: Vec<Candidate>,
    /// The mention that follows behind a comma or in brackets, and may be what this one lies in.
    pub container: Option<usize>,
}

/// First words of countries and capitals of several words, folded.
static FIRST_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let names = countries::all()
        .iter()
        .flat_map(|country| std::iter::once(&country.name).chain(&country.names).chain(&country.capitals));
    let first = |name: &&str| Some(key(name.trim_start_matches("the ").split_once([' ', '-'])?.0));
    names.filter_map(first).filter(|word| !word.is_empty()).collect()
});

/// Longest name of a country, in tokens.
const LONGEST_COUNTRY: usize = 8;
/// Longest name, in tokens, that is looked for inside others.
const LONGEST: usize = 4;
/// A town must have so many inhabitants to be seen inside another name.
const TOWN_INSIDE: u32 = 100_000;
/// A name that the model takes for a person or a body must have so many behind "from" or "of".
const SMALL_TOWN: u32 = 5_000;
/// And so many to be seen where the model sees no place.
const TOWN_UNSEEN: u32 = 150_000;

/// The mentions in text order, never overlapping.
pub fn find(doc: &Doc<'_>, gazetteer: &Gazetteer) -> Vec<Mention> {
    let mut finder = Finder { doc, gazetteer, found: Vec::new(), taken: vec![false; doc.len()] };
    finder.long_names();
    finder.labelled();
    finder.other_names();
    finder.behind_commas();
    finder.unlabelled();
    let mut found = finder.found;
    found.sort_by_key(|mention| mention.tokens.start);
    link(doc, &mut found);
    found
}

struct Finder<'a> {
    doc: &'a Doc<'a>,
    gazetteer: &'a Gazetteer,
    found: Vec<Mention>,
    taken: Vec<bool>,
}

impl Finder<'_> {
    /// Countries of several words, which the model often cuts in two: "Democratic Republic of the Congo", "Guinea-Bissau".
    fn long_names(&mut self) {
        for at in 0..self.doc.len() {
            let first = self.doc.text(at);
            if self.taken[at] || !first.starts_with(char::is_uppercase) || !FIRST_WORDS.contains(key(first).as_str()) {
                continue;
            }
            let last = self.doc.sentence(self.doc.sentence_of(at)).end.min(at + LONGEST_COUNTRY);
            let end = (at + 2..=last).rev().find(|&end| {
                let senses = countries::find(self.text(at..end));
                senses.get(Sense::Name).or_else(|| senses.get(Sense::Capital)).is_some()
            });
            if let Some(end) = end {
                let mention = self.mention(at..end, Via::Named);
                self.add(mention);
            }
        }
    }

    /// Names with the labels of places.
    fn labelled(&mut self) {
        for name in self.doc.names() {
            let tokens = name.start as usize..name.end as usize;
            match self.doc.name_label(name) {
                "GPE" | "LOC" => self.place(tokens),
                "FAC" => {
                    let tokens = self.trimmed(tokens);
                    if tokens.is_empty() {
                        continue;
                    }
                    let whole = self.mention(tokens.clone(), Via::Named);
                    if whole.candidates.is_empty() && self.inside(tokens, &HashSet::new(), Via::Named) > 0 {
                        continue;
                    }
                    self.add(whole);
                }
                _ => {}
            }
        }
    }

    /// A name labelled as a place: one, or several joined by commas, possessives and conjunctions.
    fn place(&mut self, tokens: Range<usize>) {
        let tokens = self.trimmed(tokens);
        if tokens.is_empty() {
            return;
        }
        let whole = self.mention(tokens.clone(), Via::Named);
        let breaks = |i: &usize| {
            matches!(self.doc.text(*i), "," | "'s" | "’s" | "and" | "&" | "/" | "-" | "(" | ")" | "’" | "'")
        };
        let parts: Vec<Range<usize>> = split(tokens, breaks);
        if !whole.candidates.is_empty() {
            self.add(whole);
            return;
        }
        for part in parts {
            let part = self.trimmed(part);
            if !part.is_empty() {
                self.place_or_inside(part);
            }
        }
    }

    /// A name of a place; where nothing is known of it, the places inside it: "Example County Sheriff".
    fn place_or_inside(&mut self, tokens: Range<usize>) {
        let mention = self.mention(tokens.clone(), Via::Named);
        if mention.candidates.is_empty() && tokens.len() > 1 && self.inside(tokens, &HashSet::new(), Via::Named) > 0 {
            return;
        }
        self.add(mention);
    }

    /// Places inside the names of bodies, events and works, and whole names that the model mistook.
    fn other_names(&mut self) {
        let places = self.known();
        for name in self.doc.names() {
            let tokens = self.trimmed(name.start as usize..name.end as usize);
            if tokens.is_empty() {
                continue;
            }
            match self.doc.name_label(name) {
                "ORG" | "EVENT" | "WORK_OF_ART" | "LAW" | "PRODUCT" => {
                    let whole = self.mention(tokens.clone(), Via::Known);
                    let known = places.contains(&key(&whole.name)) || whole.candidates.iter().any(known_well);
                    if !whole.candidates.is_empty() && (known || self.stands_as_place(&whole)) {
                        self.add(whole);
                    } else {
                        self.inside(tokens, &places, Via::Embedded);
                    }
                }
                "PERSON" | "NORP" => {
                    let whole = self.mention(tokens.clone(), Via::Known);
                    let known = places.contains(&key(&whole.name));
                    if !whole.candidates.is_empty() && (known || self.stands_as_place(&whole)) {
                        self.add(whole);
                    } else if whole.candidates.is_empty() && tokens.len() == 2 {
                        self.behind_a_verb(tokens);
                    }
                }
                _ => {}
            }
        }
    }

    /// A capital or a country behind a word that the model took for a first name: "Departing Example".
    fn behind_a_verb(&mut self, tokens: Range<usize>) {
        let first = self.doc.text(tokens.start);
        let participle = first.ends_with("ing") && reportedly_knowledge::names::first_name(first).is_none();
        let mention = self.mention(tokens.start + 1..tokens.end, Via::Known);
        if participle && mention.candidates.iter().any(known_well) {
            self.add(mention);
        }
    }

    /// The names found so far that mean a place.
    fn known(&self) -> HashSet<String> {
        let known = self.found.iter().filter(|mention| !mention.candidates.is_empty());
        known.map(|mention| key(&mention.name)).collect()
    }

    /// Whether a name that the model takes for something else stands where a place does: "in Example", "town of Example",
    /// beside another place, or as a dateline.
    fn stands_as_place(&self, mention: &Mention) -> bool {
        let tokens = &mention.tokens;
        // "in Smith's view": no place.
        if tokens.end < self.doc.len() && matches!(self.doc.lower(tokens.end), "'s" | "’s") {
            return false;
        }
        if mention.hint.is_some() || self.joined_to_place(tokens) || self.opens_dateline(tokens.start) {
            return mention.candidates.iter().any(|candidate| !candidate.alias);
        }
        let Some(before) = tokens.start.checked_sub(1) else { return false };
        let enough = match self.doc.lower(before) {
            "in" | "near" | "outside" | "around" | "throughout" => 0,
            "from" | "to" | "of" | "at" | "visiting" | "toward" | "towards" => SMALL_TOWN,
            "for" if matches!(self.doc.lemma(self.doc.head(before)), "bind" | "bound" | "head" | "leave" | "sail") => {
                SMALL_TOWN
            }
            _ => return false,
        };
        let suits = |candidate: &Candidate| !candidate.alias && candidate.population >= enough;
        mention.candidates.iter().any(|candidate| suits(candidate) || well_known(candidate, TOWN_UNSEEN))
    }

    /// Whether a name is coordinated with one that was found: "Example" in "Kyiv and Example".
    fn joined_to_place(&self, tokens: &Range<usize>) -> bool {
        let outside = |&i: &usize| !tokens.contains(&self.doc.head(i));
        let head = tokens.clone().find(outside);
        head.is_some_and(|head| self.doc.dep(head) == "conj" && self.taken[self.doc.head(head)])
    }

    /// Adds the places inside a name, longest first, and says how many.
    fn inside(&mut self, tokens: Range<usize>, places: &HashSet<String>, via: Via) -> usize {
        let before = self.found.len();
        let mut at = tokens.start;
        while at < tokens.end {
            let whole = tokens.len();
            let wanted = |text: &str, candidate: &Candidate| {
                let known = !candidate.alias && places.contains(&key(text));
                known || seen_inside(candidate, text, whole == 1)
            };
            at = match self.longest(at, tokens.end, wanted) {
                Some(end) => {
                    let mention = self.mention(at..end, via);
                    self.add(mention);
                    end
                }
                None => at + 1,
            };
        }
        self.found.len() - before
    }

    /// States, provinces and countries behind a comma after a place, whatever the model says of them.
    fn behind_commas(&mut self) {
        let ends: Vec<usize> = self.found.iter().map(|mention| mention.tokens.end).collect();
        for comma in ends {
            let start = comma + 1;
            if start >= self.doc.len() || self.doc.text(comma) != "," || self.taken[start] {
                continue;
            }
            let last = (start + 3).min(self.doc.len());
            for end in (start + 1..=last).rev() {
                let mention = self.mention(start..end, Via::Known);
                let short = !place_words::abbreviation(self.text(start..end).trim()).is_empty();
                let region = |candidate: &Candidate| {
                    matches!(candidate.kind, PlaceKind::Region | PlaceKind::Country | PlaceKind::Part)
                        && !candidate.alias
                };
                let capital = self.doc.text(start).starts_with(char::is_uppercase);
                if short || (capital && mention.candidates.iter().any(region)) {
                    self.add(mention);
                    break;
                }
            }
        }
    }

    /// Proper nouns without a label, and capitals and countries in lower case.
    fn unlabelled(&mut self) {
        let places = self.known();
        let mut at = 0;
        while at < self.doc.len() {
            let open = !self.taken[at] && self.doc.name_at(at).is_none() && self.doc.pos(at) == Pos::Propn;
            let end = if open {
                self.longest(at, self.doc.len(), |text, candidate| self.seen_alone(at, text, candidate, &places))
            } else {
                None
            };
            let Some(end) = end else {
                at += 1;
                continue;
            };
            let alone = (at..end).all(|i| self.doc.name_at(i).is_none() && !self.taken[i]);
            // "Paris Smith" is a person whom the model overlooked, "Jordan" before a surname too.
            let part_of_more =
                end < self.doc.len() && self.doc.pos(end) == Pos::Propn && self.doc.name_at(end).is_none();
            if alone && !part_of_more {
                let mention = self.mention(at..end, Via::Known);
                self.add(mention);
            }
            at = end;
        }
    }

    /// The end of the longest name from `start` that has a wanted candidate.
    fn longest(&self, start: usize, limit: usize, wanted: impl Fn(&str, &Candidate) -> bool) -> Option<usize> {
        let first = self.doc.text(start);
        let lower = first.chars().all(char::is_lowercase) && first.chars().count() >= 4;
        if !first.starts_with(char::is_uppercase) && !lower {
            return None;
        }
        (start + 1..=limit.min(start + LONGEST)).rev().find(|&end| {
            let last = self.doc.text(end - 1);
            if !last.ends_with(|c: char| c.is_alphanumeric() || c == '.') {
                return false;
            }
            let text = self.text(start..end);
            if lower
                && !countries::find(text)
                    .first()
                    .is_some_and(|(_, sense)| matches!(sense, Sense::Name | Sense::Capital))
            {
                return false;
            }
            !place_words::needs_comma(text)
                && !is_common(text)
                && self.gazetteer.find(text).iter().any(|candidate| wanted(text, candidate))
        })
    }

    /// Whether an unlabelled proper noun is taken for this candidate.
    fn seen_alone(&self, at: usize, text: &str, candidate: &Candidate, places: &HashSet<String>) -> bool {
        let local = at > 0 && matches!(self.doc.lower(at - 1), "in" | "near" | "outside");
        let own = !candidate.alias && candidate.geonameid.is_some();
        let place = own && candidate.kind >= PlaceKind::Region;
        let token = at..at + 1;
        well_known(candidate, TOWN_UNSEEN)
            || (place && (self.beside(&token).is_some() || self.joined_to_place(&token)))
            || (own && (places.contains(&key(text)) || (local && candidate.kind == PlaceKind::Town)))
            || (own && candidate.population >= SMALL_TOWN && self.opens_dateline(at))
    }

    /// Whether words in capitals from here stand before the dash or the agency of a dateline: "HAMILTON, Ohio (AP) —".
    fn opens_dateline(&self, at: usize) -> bool {
        let doc = self.doc;
        let capitals = |i: usize| doc.text(i).len() > 2 && doc.text(i).chars().all(|c| c.is_uppercase() || c == '.');
        let first = at == 0
            || doc.is_space(at - 1) && doc.text(at - 1).contains('\n')
            || doc.sentence(doc.sentence_of(at)).start == at;
        if !first || !capitals(at) {
            return false;
        }
        let behind = (at + 1..doc.len().min(at + 10)).find(|&i| !capitals(i));
        let rest = behind.map_or(at..at, |behind| behind..doc.len().min(behind + 6));
        rest.clone().any(|i| matches!(doc.text(i), "—" | "–" | "--" | "-" | "(" | "―" | "_"))
    }

    fn add(&mut self, mention: Mention) {
        // "the West", "the South" are sides, not places.
        let side = mention.tokens.len() == 1 && place_words::is_part(self.doc.lower(mention.tokens.start));
        if mention.tokens.is_empty() || side || self.taken[mention.tokens.clone()].contains(&true) {
            return;
        }
        self.taken[mention.tokens.clone()].fill(true);
        self.found.push(mention);
    }

    /// The tokens without articles, possessive marks and stray punctuation at either end.
    fn trimmed(&self, tokens: Range<usize>) -> Range<usize> {
        let loose = |i: usize| {
            let stop = matches!(self.doc.lower(i), "the" | "'s" | "’s" | "a" | "an" | "'" | "’");
            stop || self.doc.is_space(i) || !self.doc.text(i).contains(char::is_alphanumeric)
        };
        let start = tokens.clone().find(|&i| !loose(i)).unwrap_or(tokens.end);
        let end = (start..tokens.end).rev().find(|&i| !loose(i)).map_or(start, |last| last + 1);
        start..end
    }

    fn text(&self, tokens: Range<usize>) -> &str {
        self.doc.span_of(tokens).of(self.doc.source())
    }

    /// Looks a name up: as it stands, as an abbreviation, and without the words that say what kind of place it is.
    fn mention(&self, tokens: Range<usize>, via: Via) -> Mention {
        let text = self.text(tokens.clone()).trim_end_matches("'s").trim_end_matches("’s");
        let beside = self.beside(&tokens);
        let short = abbreviated(text, tokens.end, self.doc, self.gazetteer);
        let mut mention =
            Mention { tokens, via, name: text.to_owned(), hint: beside, candidates: short, container: None };
        if !mention.candidates.is_empty() {
            return mention;
        }
        if !text.contains(char::is_uppercase) && countries::find(text).first().is_none() {
            return mention;
        }
        mention.candidates = self.with_neighbours(&mention.tokens, text);
        if !mention.candidates.is_empty() {
            return mention;
        }
        mention.candidates = self.look_up(text);
        self.narrow(&mut mention);
        let adjective = || countries::find(self.doc.text(mention.tokens.start)).get(Sense::Adjective).is_some();
        if mention.candidates.is_empty() && mention.tokens.len() > 1 && adjective() {
            let tokens = mention.tokens.clone();
            return Mention { tokens: tokens.clone(), ..self.mention(tokens.start + 1..tokens.end, via) };
        }
        let mut words: Vec<&str> = text.split_whitespace().collect();
        while mention.candidates.is_empty() {
            let Some(hint) = strip(&mut words) else { break };
            mention.hint = hint.or(mention.hint);
            mention.name = words.join(" ");
            mention.candidates = self.look_up(&mention.name);
        }
        mention
    }

    /// Curated places whose name takes in the word before or behind: "Russian Far East", "Littoral region".
    fn with_neighbours(&self, tokens: &Range<usize>, text: &str) -> Vec<Candidate> {
        let curated = |name: &str| -> Vec<Candidate> {
            let found = self.gazetteer.find(name).into_iter();
            found.filter(|candidate| candidate.geonameid.is_none() && candidate.kind >= PlaceKind::Water).collect()
        };
        let mut found = Vec::new();
        if self.adjective_before(tokens).is_some() {
            found = curated(&format!("{} {text}", self.doc.text(tokens.start - 1)));
        }
        if found.is_empty() && tokens.end < self.doc.len() && place_words::after(self.doc.lower(tokens.end)).is_some() {
            found = curated(&format!("{text} {}", self.doc.lower(tokens.end)));
        }
        found
    }

    /// The country of the adjective right before a name: "the Russian Littoral region".
    fn adjective_before(&self, tokens: &Range<usize>) -> Option<&'static countries::Country> {
        let before = self.doc.text(tokens.start.checked_sub(1)?);
        if !before.starts_with(char::is_uppercase) {
            return None;
        }
        countries::find(before).get(Sense::Adjective)
    }

    /// Keeps the places of the country that the adjective before the name says, where there are any.
    fn narrow(&self, mention: &mut Mention) {
        let Some(country) = self.adjective_before(&mention.tokens) else { return };
        let inside = |candidate: &Candidate| candidate.country == country.alpha2;
        if mention.candidates.iter().any(|candidate| inside(candidate) && !candidate.alias) {
            mention.candidates.retain(inside);
        }
    }

    /// The places of a name; towns and regions that bear a country's name only in other languages are left out.
    fn look_up(&self, name: &str) -> Vec<Candidate> {
        let mut found = self.gazetteer.find(name);
        if found.iter().any(|candidate| matches!(candidate.kind, PlaceKind::Country | PlaceKind::Part)) {
            found.retain(|candidate| !candidate.alias || candidate.geonameid.is_none());
        }
        found
    }

    /// The kind that the words outside the name say: "Anbar province", "the city of Basra".
    fn beside(&self, tokens: &Range<usize>) -> Option<PlaceKind> {
        let doc = self.doc;
        if tokens.end < doc.len()
            && doc.text(tokens.end).starts_with(char::is_lowercase)
            && let Some(Some(kind)) = place_words::after(doc.lower(tokens.end))
        {
            return Some(kind);
        }
        if tokens.start >= 2 && doc.lower(tokens.start - 1) == "of" {
            return place_words::before(doc.lower(tokens.start - 2)).flatten();
        }
        None
    }
}

/// The regions an abbreviation stands for, where it may be read as one.
fn abbreviated(text: &str, _end: usize, _doc: &Doc<'_>, gazetteer: &Gazetteer) -> Vec<Candidate> {
    let stopped;
    let mut short = place_words::abbreviation(text);
    if short.is_empty() && !text.ends_with('.') && text.len() <= 6 {
        stopped = format!("{text}.");
        short = place_words::abbreviation(&stopped);
    }
    let mut found = Vec::new();
    for region in short {
        let is_it = |candidate: &Candidate| {
            let state = candidate.kind == PlaceKind::Region || candidate.capital;
            state && candidate.country == region.country && !candidate.alias
        };
        found.extend(gazetteer.find(region.region).into_iter().filter(is_it));
    }
    found
}

/// Takes one word away that says which part of a place, or what kind of place, is meant.
///
/// None when nothing is to be taken away; else the kind it says.
fn strip(words: &mut Vec<&str>) -> Option<Option<PlaceKind>> {
    if words.len() < 2 {
        return None;
    }
    let first = words[0].to_lowercase();
    if first == "the" || place_words::is_part(&first) {
        words.remove(0);
        return Some(None);
    }
    if words[1].eq_ignore_ascii_case("of")
        && words.len() > 2
        && let Some(kind) = place_words::before(&first)
    {
        words.drain(..2);
        return Some(kind);
    }
    let last = words[words.len() - 1].to_lowercase();
    let kind = place_words::after(&last)?;
    words.pop();
    Some(kind)
}

/// Whether a candidate is well enough known to be seen inside a longer name.
fn seen_inside(candidate: &Candidate, text: &str, whole: bool) -> bool {
    match candidate.kind {
        PlaceKind::District => {
            let last = text.rsplit(' ').next().unwrap_or(text);
            !candidate.alias && matches!(last, "County" | "Parish" | "Borough" | "Township")
        }
        PlaceKind::Area | PlaceKind::Water => !whole && candidate.geonameid.is_none(),
        _ => well_known(candidate, TOWN_INSIDE),
    }
}

/// Words that are names of regions or towns somewhere, and nearly always mean something else.
fn is_common(text: &str) -> bool {
    place_words::is_common(&key(text))
}

/// A country, a region, a capital, a curated place or a town of some size, under its own name.
fn well_known(candidate: &Candidate, inhabitants: u32) -> bool {
    match candidate.kind {
        PlaceKind::Country | PlaceKind::Part => true,
        PlaceKind::Region => !candidate.alias && candidate.population >= inhabitants,
        PlaceKind::Town => {
            candidate.capital
                || candidate.geonameid.is_none()
                || (!candidate.alias && candidate.population >= inhabitants)
        }
        PlaceKind::Area | PlaceKind::Water => candidate.geonameid.is_none(),
        PlaceKind::District | PlaceKind::Site => false,
    }
}

/// So well known that a name labelled as a body is taken for the place.
fn known_well(candidate: &Candidate) -> bool {
    matches!(candidate.kind, PlaceKind::Country | PlaceKind::Part) || candidate.capital
}

/// The runs of tokens between those that `breaks` holds for.
fn split(tokens: Range<usize>, breaks: impl Fn(&usize) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone() {
        if breaks(&at) {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..tokens.end);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Joins each mention to the one right behind it: "Paris, Texas", "Paris (Texas)", "Toronto Ontario".
fn link(doc: &Doc<'_>, found: &mut [Mention]) {
    for index in 1..found.len() {
        let (before, behind) = (found[index - 1].tokens.end, found[index].tokens.start);
        let joined = match behind - before {
            0 => true,
            1 => matches!(doc.text(before), "," | "("),
            _ => false,
        };
        if joined && found[index].via != Via::Embedded {
            found[index - 1].container = Some(index);
        }
    }
}
