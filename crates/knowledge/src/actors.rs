//! Who acts in politics: names and the country or body they stand for, office holders, and nouns that name a role.
//!
//! Codes are ISO 3166 alpha-3, or IGO, NGO, IMG, MNC for bodies without a country, followed by a CAMEO sector where the
//! name itself says it ("Hamas" is PSE and armed). The tables under `data/actors/` come before `countries.tsv`, because
//! CAMEO counts the Soviet Union as RUS and Yugoslavia as SRB. Whether a name acts in a report is not decided here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold;
use crate::{countries, table};

/// What kind of name stands for an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// "Iranian", "Iranians".
    Demonym,
    /// "Iran", "Kremlin", "Chechnya".
    Place,
    /// "Tehran".
    Capital,
    /// "Hamas".
    Group,
    /// "United Nations", "Oxfam".
    Body,
    /// "Congress": a name many countries share.
    Institution,
}

/// A name and whom it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActorName {
    /// ISO 3166 alpha-3 or IGO, NGO …, with a sector where the name says it.
    pub code: &'static str,
    /// What kind of name it is.
    pub kind: NameKind,
    /// Only in capitals a name: "US", "WHO".
    pub capitals: bool,
    /// Also in small letters a name: "war crimes tribunal".
    pub common: bool,
}

#[derive(Default)]
struct Table {
    names: HashMap<String, ActorName>,
    /// First words of names, with the length in bytes of the longest folded name that begins so.
    longest: HashMap<String, usize>,
    holders: HashMap<String, &'static str>,
    roles: HashMap<&'static str, HashMap<&'static str, &'static str>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::load);

/// The actor of a name, folded.
pub fn name(folded: &str) -> Option<&'static ActorName> {
    TABLE.names.get(folded)
}

/// Length in bytes of the longest folded name whose first word this is; none begins so if 0.
pub fn longest(first_word: &str) -> usize {
    TABLE.longest.get(first_word).copied().unwrap_or(0)
}

/// The country of somebody who holds or held office, by name.
pub fn office_holder(folded: &str) -> Option<&'static str> {
    TABLE.holders.get(folded).copied()
}

/// The sector of a role noun: "minister" is GOV.
pub fn role(lemma: &str) -> Option<&'static str> {
    role_of("", lemma)
}

/// The sector of a role noun with its modifier: "prime minister".
pub fn role_of(modifier: &str, lemma: &str) -> Option<&'static str> {
    TABLE.roles.get(lemma)?.get(modifier).copied()
}

/// Letters and digits at the start of a folded name.
pub fn first_word(folded: &str) -> &str {
    let end = folded.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(folded.len());
    &folded[..end]
}

impl Table {
    fn load() -> Self {
        let mut table = Self::default();
        let own = [
            (NameKind::Group, include_str!("../../../data/actors/groups.tsv")),
            (NameKind::Body, include_str!("../../../data/actors/bodies.tsv")),
            (NameKind::Institution, include_str!("../../../data/actors/institutions.tsv")),
            (NameKind::Demonym, include_str!("../../../data/actors/peoples.tsv")),
            (NameKind::Place, include_str!("../../../data/actors/places.tsv")),
        ];
        for (kind, text) in own {
            table::rows(text).for_each(|row| table.add(row.get(0), row.get(1), kind));
        }
        for country in countries::all() {
            let named = std::iter::once(country.name).chain(country.names.iter().copied());
            named.for_each(|name| table.add(name, country.alpha3, NameKind::Place));
        }
        for country in countries::all() {
            let demonyms = country.adjectives.iter().chain(&country.people);
            demonyms.for_each(|name| table.add(name, country.alpha3, NameKind::Demonym));
            country.seats.iter().for_each(|name| table.add(name, country.alpha3, NameKind::Place));
        }
        for country in countries::all() {
            country.capitals.iter().for_each(|name| table.add(name, country.alpha3, NameKind::Capital));
        }
        for row in table::rows(include_str!("../../../data/actors/office_holders.tsv")) {
            table.holders.entry(fold(row.get(0)).into_owned()).or_insert(row.get(1));
        }
        for row in table::rows(include_str!("../../../data/actors/roles.tsv")) {
            let (modifier, noun) = row.get(0).rsplit_once(' ').unwrap_or(("", row.get(0)));
            table.roles.entry(noun).or_default().entry(modifier).or_insert(row.get(1));
        }
        table
    }

    fn add(&mut self, name: &'static str, code: &'static str, kind: NameKind) {
        let folded = fold(name);
        let first = first_word(&folded);
        if first.is_empty() {
            return;
        }
        match self.longest.get_mut(first) {
            Some(longest) => *longest = folded.len().max(*longest),
            None => drop(self.longest.insert(first.to_owned(), folded.len())),
        }
        let capitals = name.len() <= 6 && name.chars().all(|letter| letter.is_uppercase());
        let common = name.starts_with(|letter: char| letter.is_lowercase());
        self.names.entry(folded.into_owned()).or_insert(ActorName { code, kind, capitals, common });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_their_country() {
        let code = |name| super::name(name).map(|name| (name.code, name.kind));
        assert_eq!(code("hamas"), Some(("PSEREB", NameKind::Group)));
        assert_eq!(code("soviet union"), Some(("RUS", NameKind::Place)));
        assert_eq!(code("iranian"), Some(("IRN", NameKind::Demonym)));
        assert_eq!(code("lisbon"), Some(("PRT", NameKind::Capital)));
        assert_eq!(code("nowhere land"), None);
        assert!(longest("united") >= "united nations".len());
        assert_eq!((role_of("prime", "minister"), role("rebel"), role("teapot")), (Some("GOV"), Some("REB"), None));
    }

    #[test]
    fn codes_are_countries_or_bodies_with_a_sector() {
        for name in TABLE.names.values() {
            let (head, sector) = name.code.split_at(3);
            let body = ["IGO", "NGO", "IMG", "MNC", "KUR"].contains(&head);
            assert!(body || countries::by_code(head).is_some(), "{name:?}");
            assert!(sector.len() % 3 == 0 && sector.bytes().all(|byte| byte.is_ascii_uppercase()), "{name:?}");
        }
        for (who, code) in &TABLE.holders {
            assert!(*code == "IGO" || countries::by_code(code).is_some(), "{who} {code}");
        }
    }
}
