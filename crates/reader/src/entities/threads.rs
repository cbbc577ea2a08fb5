//! The entities of a report as they grow while it is read from left to right.

use std::ops::Range;

use reportedly_knowledge::titles::Sex;
use reportedly_report::{EntityType, MentionForm, Role};

/// One mention that has been given to a thread.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its head.
    pub head: usize,
    /// Name, description or pronoun.
    pub form: MentionForm,
    /// A capital that stands for its government.
    pub metonym: bool,
}

/// An entity in the making.
#[derive(Clone, Debug)]
pub struct Thread {
    /// What it is.
    pub kind: EntityType,
    /// The fullest name so far, or nothing.
    pub name: String,
    /// The lower-case words of its names.
    pub words: Vec<String>,
    /// Alpha-2 code of its country.
    pub country: Option<String>,
    /// Offices it was given.
    pub roles: Vec<Role>,
    /// Male or female, where something tells.
    pub sex: Option<Sex>,
    /// More than one.
    pub plural: bool,
    /// Its mentions so far, in order.
    pub references: Vec<Reference>,
    /// What joined or typed it.
    pub rule: &'static str,
    /// How sure its type or its joining is.
    pub confidence: Option<f32>,
}

impl Thread {
    /// A thread without mentions.
    pub fn new(kind: EntityType, rule: &'static str) -> Self {
        Self {
            kind,
            name: String::new(),
            words: Vec::new(),
            country: None,
            roles: Vec::new(),
            sex: None,
            plural: false,
            references: Vec::new(),
            rule,
            confidence: None,
        }
    }

    /// Whether a name has been seen.
    pub fn is_named(&self) -> bool {
        !self.name.is_empty()
    }

    /// The last mention.
    pub fn last(&self) -> Option<&Reference> {
        self.references.last()
    }

    /// Takes a role unless it has it already; a country it lacked is filled in.
    pub fn take_role(&mut self, role: &Role) {
        if let Some(known) = self.roles.iter_mut().find(|known| known.title == role.title) {
            if known.of.is_none() {
                known.of.clone_from(&role.of);
            }
        } else {
            self.roles.push(role.clone());
        }
    }
}
