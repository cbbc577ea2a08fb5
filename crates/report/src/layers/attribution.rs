//! Attributions: source, cue and content (terms of Pareti 2012), and the chain of relays.

use serde::{Deserialize, Serialize};

use crate::{AttributionId, EntityId, Rule, Span};

/// Words that the report puts on somebody's account.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attribution {
    /// Id within the reading.
    pub id: AttributionId,
    /// The whole noun phrase of the source; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words of saying.
    pub cue: Vec<Span>,
    /// The words attributed, a direct quotation with its marks; in several pieces where the report breaks it.
    pub content: Vec<Span>,
    /// By quotation marks.
    pub kind: Kind,
    /// By grammar.
    pub form: Form,
    /// What the source is.
    pub source_kind: SourceKind,
    /// The entity that the source is a mention of.
    pub source_entity: Option<EntityId>,
    /// The speaker first, then each relay nearer to the reader.
    pub chain: Vec<Link>,
    /// How sure the words make the content; none for appeals and orders, which assert nothing.
    pub certainty: Option<Certainty>,
    /// The attribution in whose content this one stands.
    pub within: Option<AttributionId>,
    /// What made it.
    pub rule: Rule,
    /// How sure the reader is that this is an attribution with these spans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// Kind of speech, by marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of the content stands within marks.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// Grammatical form of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A quotation.
    Quote,
    /// A finite clause.
    Clause,
    /// "promised to leave".
    Infinitive,
    /// "called for restraint".
    Phrase,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Somebody by name.
    Person,
    /// A named post, or its holder unnamed: "a Kremlin spokesman".
    Office,
    /// A state, or its capital or palace as actor.
    Government,
    /// Company, party, NGO, court, army.
    Organization,
    /// Residents, protesters, officials.
    Group,
    /// A news agency.
    Agency,
    /// A named newspaper, channel or site.
    Outlet,
    /// Media unnamed or collective.
    Media,
    /// "experts".
    Experts,
    /// A report, statement, poll, video.
    Document,
    /// No source span: passives, "reportedly".
    Unnamed,
}

/// One link of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The entity's name, or the words of an unnamed source.
    pub name: String,
    /// The entity.
    pub entity: Option<EntityId>,
}

/// How sure the words make a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Stated flat; a plain promise or plan too.
    Certain,
    /// "expects", "reportedly", "is believed".
    Probable,
    /// "could", "may", "fears".
    Possible,
    /// The source denies it.
    Negated,
    /// A refusal to say, a question.
    Unknown,
}
