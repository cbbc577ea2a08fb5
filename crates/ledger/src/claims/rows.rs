//! The rows: accounts, claims and their values on the way in, findings on the way out.

use std::collections::BTreeMap;

use reportedly_report::{Bound, Certainty, Facet, Rule, SourceKind, Span, Status};
use serde::{Deserialize, Serialize};

/// One report of a pile, all that weighing needs of it. Spans are bytes of its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The id of the report.
    pub report: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as stated, its zone kept.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Whom it credits with the whole of it.
    pub credit: Option<String>,
    /// What it says, in order.
    pub claims: Vec<Claim>,
    /// Whom it lets speak, in order.
    pub voices: Vec<Voice>,
    /// The telling words of the whole text, with their weights.
    pub gist: BTreeMap<String, f32>,
}

/// Somebody whose words a report gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    /// The attribution it was read from, as `a3`; none where only a word of saying and its subject were found.
    pub attribution: Option<String>,
    /// The speaker first, then whoever passed the words on; a person's role stands with the name.
    pub chain: Vec<String>,
    /// What can be told of each link of the chain.
    pub names: Vec<Name>,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Whether it is the media at large.
    pub is_media: bool,
    /// How sure it is of what it says; `unknown` for a refusal to say.
    pub certainty: Option<Certainty>,
    /// The words that name the source.
    pub source: Option<Span>,
    /// The words that attribute, or where there are none the words attributed.
    pub cue: Span,
    /// Where the words attributed stand.
    pub content: Vec<Span>,
    /// Its words as quoted, where it is quoted directly.
    pub quoted: Option<String>,
    /// The rest of the sentence, where no other voice has it.
    pub sentence: Option<Span>,
    /// The telling lemmas of the words attributed.
    pub gist: BTreeMap<String, f32>,
    /// What made it.
    pub rule: Rule,
}

/// A link of a chain, taken apart so that it can be known again in another report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// As the report has it.
    pub text: String,
    /// The lemma of its main noun.
    pub head: String,
    /// Lower-case words of names in it, those of a person left out.
    pub proper: Vec<String>,
    /// Lemmas of its other telling words, the head's too.
    pub common: Vec<String>,
    /// Lower-case words of a person's name, the surname last.
    pub person: Vec<String>,
    /// Whether it is a pronoun, or a description that points back: "the official".
    pub points_back: bool,
    /// Whether it is the post of somebody who speaks for a body: "spokesman", "minister".
    pub speaks_for_body: bool,
}

/// Whether a claim says that something is so, or that it is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is so.
    #[default]
    Affirmed,
    /// It is not so.
    Negated,
}

/// An attributed proposition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The whole of it.
    pub span: Span,
    /// The predicate.
    pub anchor: Span,
    /// The exact text of `span`, kept so that it can be checked.
    pub quotation: String,
    /// The event it was made from, as `v7`.
    pub event: Option<String>,
    /// Which of the account's voices it rests on; none for the report's own word.
    pub voice: Option<usize>,
    /// The attribution of that voice, as `a3`.
    pub attribution: Option<String>,
    /// The speaker first, then whoever passed the words on.
    pub chain: Vec<String>,
    /// What kind of source the speaker is.
    pub source_kind: Option<SourceKind>,
    /// The predicate's lemma.
    pub predicate: String,
    /// What kind of happening it is, as PLOVER names it.
    pub class: Option<String>,
    /// Whether it is so.
    pub polarity: Polarity,
    /// How sure the source is.
    pub certainty: Option<Certainty>,
    /// Whether it has happened.
    pub status: Option<Status>,
    /// The lemmas of the predicate and of what hangs on it, each with its part.
    pub terms: Vec<Term>,
    /// Whether its predicate is a noun: the happening is named, not told.
    #[serde(default)]
    pub is_named: bool,
    /// Whether its verb stands in plain indicative.
    pub is_plain: bool,
    /// Whether it stands where the report says what it is about.
    pub leads: bool,
    /// When it was said, as the text says: the half-open interval allowed.
    pub said_at: Option<Interval>,
    /// When it happened, likewise.
    pub happened_at: Option<Interval>,
    /// What it measures.
    pub values: Vec<Value>,
    /// What made it.
    pub rule: Rule,
}

/// A word of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its lemma, in lower case.
    pub lemma: String,
    /// What it does in the claim.
    pub part: Part,
    /// Whether it belongs to a name.
    pub is_name: bool,
}

/// What a word does in a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    /// It names what happens, or how something is.
    Head,
    Subject,
    Object,
    /// It hangs on a preposition.
    Oblique,
}

/// A half-open stretch of time in ISO 8601, zones kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The first moment allowed.
    pub from: Option<String>,
    /// The first moment no longer allowed.
    pub to: Option<String>,
}

/// A value that a claim gives to a slot: when, where, how many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// What it measures.
    pub facet: Facet,
    /// Where it stands.
    pub span: Span,
    /// The exact text of `span`.
    pub text: String,
    /// The least it allows: hours since 1970 for times, the amount for quantities. None: no end.
    pub from: Option<f64>,
    /// The most it allows; for times the first moment no longer allowed.
    pub to: Option<f64>,
    /// Unit of the amount.
    pub unit: Option<String>,
    /// How the words bound the amount.
    pub bound: Option<Bound>,
    /// What is counted, as the report has it.
    pub of: Option<String>,
    /// The lemmas of what is counted, or of a cause.
    pub about: Vec<String>,
    /// Whether it is a share of something, or added to something: it answers no question about the whole.
    pub is_part: bool,
    /// Whether a time is only a bound, or one that has been given up: "since", "by", "from … to".
    pub is_bound: bool,
    /// The zone a time of day is in, where it is told: hours east of Greenwich.
    pub zone: Option<f64>,
    /// The interval of a time in words, zones kept.
    pub interval: Option<Interval>,
    /// The name of a place.
    pub place: Option<String>,
    /// Alpha-2 code of the country it lies in.
    pub country: Option<String>,
    /// GeoNames id.
    pub geonameid: Option<u32>,
}

/// What a pile of accounts comes to. Accounts, claims and values are referred to by their places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Everybody on whose word the pile rests, told apart across its reports.
    pub sources: Vec<Source>,
    /// The origins of the claim asked about, or of the pile's main happening.
    pub origins: Vec<Origin>,
    /// What the claims answer, each with the values given.
    pub slots: Vec<Slot>,
    /// Pairs that cannot both hold, of sources that are not one.
    pub conflicts: Vec<Finding>,
    /// Values of one slot that independent origins agree on.
    pub agreements: Vec<Agreement>,
    /// Values of one slot that one source gave first and then otherwise; `b` is the later.
    pub updates: Vec<Finding>,
    /// Claims that a source denies or takes back; `b` is the denial.
    pub denials: Vec<Finding>,
    /// One quotation of one source in different wordings.
    pub drift: Vec<Finding>,
}

/// Somebody on whose word claims rest: a voice or an outlet, told apart across reports.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The name it goes by in the first report.
    pub name: String,
    /// The reports it speaks in.
    pub accounts: Vec<usize>,
    /// The voices that are it: account and voice.
    pub voices: Vec<(usize, usize)>,
    /// Why voices of several names or reports were taken as one.
    pub merges: Vec<Merge>,
    /// Other sources with the same owner, by their places.
    pub related: Vec<usize>,
}

/// Two voices taken as one source; kept so that it can be undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Merge {
    /// The name on one side.
    pub a: String,
    /// The name on the other.
    pub b: String,
    /// What joined them.
    pub rule: Rule,
}

/// An origin of a claim, and the reports that give the claim on its word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Which of the sources.
    pub source: usize,
    /// Its name.
    pub name: String,
    /// The reports that rest on it, in order.
    pub accounts: Vec<usize>,
}

/// One side of a finding: the claim, its value where the facet has one, and the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Which account.
    pub account: usize,
    /// Which of its claims.
    pub claim: usize,
    /// Which of the claim's values.
    pub value: Option<usize>,
    /// The words, in bytes of that report.
    pub span: Span,
    /// The exact words.
    pub text: String,
    /// The sources it rests on.
    pub sources: Vec<usize>,
}

/// Two claims held against each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// On which point.
    pub facet: Facet,
    /// One side, in order of the pile.
    pub a: Side,
    /// The other.
    pub b: Side,
    /// What found it.
    pub rule: Rule,
    /// Why, in one line.
    pub why: String,
}

/// Claims that agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// On which point.
    pub facet: Facet,
    /// All that agree, in order of the pile.
    pub members: Vec<Side>,
    /// How many independent origins they rest on; those of unknown origin count for none.
    pub origins: usize,
    /// What found it.
    pub rule: Rule,
    /// Why, in one line.
    pub why: String,
}

/// What several claims answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// What is asked, in words: the predicate and what is counted.
    pub asked: String,
    /// What is measured.
    pub facet: Facet,
    /// The answers that differ, those with most origins first.
    pub answers: Vec<Answer>,
}

/// One answer to a slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The answer in the words of the first report.
    pub text: String,
    /// Everybody who gives it.
    pub given: Vec<Side>,
    /// In how many reports.
    pub reports: usize,
    /// On how many known origins.
    pub origins: usize,
}
