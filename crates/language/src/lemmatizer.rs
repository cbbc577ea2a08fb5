//! The rule lemmatizer: suffix rules, an index of known forms, and exceptions, by part of speech.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use crate::doc::Pos;
use crate::error::Fault;
use crate::msgpack::{self, Value};
use crate::strings::{IdHasher, IdMap, id};
use crate::unicode;

/// The tables of a pipeline.
#[derive(Debug)]
pub struct Lemmatizer {
    tables: Vec<(Pos, Table)>,
}

#[derive(Debug, Default)]
struct Table {
    /// Endings and what they become, in order.
    rules: Vec<(String, String)>,
    /// Ids of known forms.
    index: HashSet<u64, BuildHasherDefault<IdHasher>>,
    /// Forms by the id of the word.
    exceptions: IdMap<Vec<String>>,
}

const ALL: [Pos; 18] = [
    Pos::Adj,
    Pos::Adp,
    Pos::Adv,
    Pos::Aux,
    Pos::Cconj,
    Pos::Det,
    Pos::Intj,
    Pos::Noun,
    Pos::Num,
    Pos::Part,
    Pos::Pron,
    Pos::Propn,
    Pos::Punct,
    Pos::Sconj,
    Pos::Sym,
    Pos::Verb,
    Pos::X,
    Pos::Space,
];

impl Lemmatizer {
    /// Reads `lookups.bin`.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let root = msgpack::read(bytes)?;
        let mut tables: Vec<(Pos, Table)> = Vec::new();
        for (name, by_pos) in root.pairs() {
            let name = name.str()?;
            for (key, value) in by_pos.pairs() {
                let Some(pos) = ALL.into_iter().find(|pos| is_key(key, *pos)) else { continue };
                let at = tables.iter().position(|(known, _)| *known == pos).unwrap_or_else(|| {
                    tables.push((pos, Table::default()));
                    tables.len() - 1
                });
                tables[at].1.add(name, value)?;
            }
        }
        Ok(Self { tables })
    }

    /// The dictionary form of a word with its part of speech and morphology.
    pub fn lemma(&self, text: &str, lower: &str, pos: Pos, morph: &str) -> String {
        if matches!(pos, Pos::None | Pos::Space) || is_base_form(pos, morph) {
            return lower.to_owned();
        }
        let Some((_, table)) = self.tables.iter().find(|(known, _)| *known == pos) else {
            return if pos == Pos::Propn { text } else { lower }.to_owned();
        };
        table.lemma(text, lower)
    }
}

/// Whether a table's key, a string or its id, is a part of speech in lower case.
fn is_key(key: &Value<'_>, pos: Pos) -> bool {
    let name = pos.as_str().to_ascii_lowercase();
    match key {
        Value::Uint(key) => *key == id(&name),
        key => key.text() == Some(&name),
    }
}

/// English words that need no rule.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let has = |feature: &str| morph.split('|').any(|part| part == feature);
    let is_present =
        || has("VerbForm=Fin") && has("Tense=Pres") && !morph.split('|').any(|part| part.starts_with("Number="));
    pos == Pos::Noun && has("Number=Sing")
        || has("VerbForm=Inf")
        || has("Degree=Pos")
        || pos == Pos::Verb && is_present()
}

impl Table {
    fn add(&mut self, name: &str, value: &Value<'_>) -> Result<(), Fault> {
        match name {
            "lemma_rules" => {
                for rule in value.items() {
                    let [old, new] = rule.items() else { return Err("a lemma rule is no pair".into()) };
                    self.rules.push((old.str()?.to_owned(), new.str()?.to_owned()));
                }
            }
            "lemma_index" => {
                for form in value.items() {
                    self.index.insert(id(form.str()?));
                }
            }
            "lemma_exc" => {
                for (word, forms) in value.pairs() {
                    let forms: Result<Vec<_>, _> =
                        forms.items().iter().map(|form| form.str().map(str::to_owned)).collect();
                    self.exceptions.insert(id(word.str()?), forms?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn lemma(&self, text: &str, lower: &str) -> String {
        let mut forms: Vec<String> = Vec::new();
        let mut unknown: Option<String> = None;
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.index.contains(&id(&form)) {
                forms.insert(0, form);
            } else if !unicode::all_alpha(&form) {
                forms.push(form);
            } else if unknown.is_none() {
                unknown = Some(form);
            }
        }
        for form in self.exceptions.get(&id(lower)).into_iter().flatten() {
            if !forms.contains(form) {
                forms.insert(0, form.clone());
            }
        }
        forms.into_iter().next().or(unknown).unwrap_or_else(|| text.to_owned())
    }
}
