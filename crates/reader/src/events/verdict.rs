//! How far the text commits itself to an event, whether it has taken place, and the same in a word.
//!
//! `factuality` follows FactBank: a certain future is +3. It rests on the modality of the words, then on how sure the
//! attribution puts them. `happened` asks what had taken place when the text was written.

use reportedly_language::Doc;
use reportedly_report::{Attribution, Certainty, Status};

use super::clause::kids;
use super::mode::{Modality, Mode};

/// The verdict on one event.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// −3 … +3, a certain future +3.
    pub factuality: f32,
    /// −3 … +3, a future event negative.
    pub happened: f32,
    /// The same in a word.
    pub status: Status,
}

/// Judges the event that a token tells of.
pub fn judge(
    doc: &Doc<'_>,
    anchor: usize,
    told: Modality,
    attribution: Option<&Attribution>,
    learned: Option<f32>,
    coded: bool,
) -> Verdict {
    let certainty = attribution.and_then(|attribution| attribution.certainty);
    let factuality = committed(told) + presupposed(doc, anchor, told, coded);
    let factuality = match certainty {
        _ if told.mode == Mode::Doubted => factuality,
        Some(Certainty::Certain) => factuality.clamp(-ON_ONES_WORD, ON_ONES_WORD),
        Some(Certainty::Probable) => factuality.clamp(-1.5, 1.5),
        Some(Certainty::Possible) => factuality.clamp(-1.0, 1.0),
        Some(Certainty::Negated) if factuality > 0.0 => -factuality.min(2.0),
        Some(Certainty::Unknown) => 0.0,
        _ => factuality,
    };
    let swayed = learned.map_or(0.0, |happened| SWAY * (happened - 2.0));
    let factuality = (factuality + swayed).clamp(-3.0, 3.0);
    let happened = learned.unwrap_or_else(|| rough(told));
    let fact = told == Modality::default();
    let happened = match coded {
        true if fact => happened.max(ASSERTED),
        true => happened.min(UNASSERTED),
        false => happened,
    };
    Verdict { factuality, happened, status: status(doc, anchor, told) }
}

/// How far one party's uncontested word is taken.
const ON_ONES_WORD: f32 = 2.7;
/// How much the learned view of whether it happened sways what the words commit to.
const SWAY: f32 = 0.08;

/// A noun under a plan is often there whatever becomes of the plan: "plans to end the strike".
fn presupposed(doc: &Doc<'_>, anchor: usize, told: Modality, coded: bool) -> f32 {
    let noun = doc.pos(anchor).is_nominal();
    if coded || !noun || told.negated || told.mode != Mode::Planned {
        return 0.0;
    }
    let definite = kids(doc, anchor, &["det", "poss"]).any(|d| !matches!(doc.lower(d), "a" | "an" | "any" | "some"));
    match doc.dep(anchor) {
        "compound" => -0.8,
        "pobj" => 1.0,
        _ if definite => 1.0,
        _ => 0.3,
    }
}

/// An event with a code and told as fact counts as having happened, whatever the model makes of it.
const ASSERTED: f32 = 2.0;
/// Any other event with a code does not.
const UNASSERTED: f32 = 1.5;

/// What the words commit to, attribution aside.
fn committed(told: Modality) -> f32 {
    let sure = match told.mode {
        Mode::Actual => 3.0,
        Mode::Future => 2.7,
        Mode::Planned => 1.6,
        Mode::Alleged | Mode::Possible => 1.2,
        Mode::Wanted => 1.0,
        Mode::Conditional | Mode::Doubted => 0.0,
        Mode::Denied => return if told.negated { 1.0 } else { -1.0 },
    };
    if told.negated { -sure } else { sure }
}

/// Whether it has taken place, by the modality alone.
fn rough(told: Modality) -> f32 {
    match (told.mode, told.negated) {
        (Mode::Actual, false) => 3.0,
        (Mode::Actual, true) => -3.0,
        (Mode::Alleged, false) => 1.0,
        (Mode::Doubted, _) => -0.5,
        (Mode::Possible, _) => -1.0,
        (Mode::Denied, true) => 1.0,
        _ => -2.0,
    }
}

fn status(doc: &Doc<'_>, anchor: usize, told: Modality) -> Status {
    match told.mode {
        Mode::Actual if told.negated => Status::NotOccurred,
        Mode::Actual if ongoing(doc, anchor) => Status::Ongoing,
        Mode::Actual => Status::Occurred,
        Mode::Future | Mode::Planned if told.negated => Status::NotOccurred,
        Mode::Future | Mode::Planned => Status::Planned,
        Mode::Possible | Mode::Alleged | Mode::Wanted => Status::Possible,
        Mode::Conditional => Status::Conditional,
        Mode::Doubted => Status::Unknown,
        Mode::Denied => Status::Denied,
    }
}

/// "is shelling": present and progressive.
fn ongoing(doc: &Doc<'_>, anchor: usize) -> bool {
    doc.tag(anchor) == "VBG"
        && kids(doc, anchor, &["aux"]).any(|aux| matches!(doc.lower(aux), "is" | "are" | "'s" | "'re" | "am"))
}
