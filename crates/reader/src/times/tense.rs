//! Whether the clause around a word tells of what was or of what will be.

use reportedly_language::{Doc, Pos};

/// The time of a clause, seen from the day of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    /// Neither: a present tense, or no verb at all.
    Open,
    Future,
}

/// Words that put what hangs on them ahead: "will leave", "is due to leave", "a plan to leave".
const AHEAD: [&str; 7] = ["will", "shall", "’ll", "'ll", "wo", "must", "may"];
const PLANS: [&str; 34] = [
    "plan", "expect", "schedule", "due", "set", "hope", "intend", "want", "aim", "agree", "promise", "vow", "pledge",
    "threaten", "prepare", "ask", "urge", "call", "need", "invite", "decide", "order", "likely", "ready", "deadline",
    "slate", "poise", "propose", "require", "allow", "target", "await", "face", "consider",
];

/// Verbs whose passive puts a day ahead whenever the planning was done.
const SCHEDULED: [&str; 6] = ["plan", "schedule", "expect", "set", "slate", "propose"];

/// The tense of the clause that token `i` stands in.
pub(crate) fn of(doc: &Doc<'_>, i: usize) -> Tense {
    if let Some(tense) = of_opening_participle(doc, i) {
        return tense;
    }
    let verbs = std::iter::once(i).chain(doc.ancestors(i)).filter(|&at| is_verb(doc, at));
    // A participle or an infinitive leans on the verb above it; a few steps are enough.
    for verb in verbs.take(4) {
        if let Some(tense) = of_verb(doc, verb) {
            return tense;
        }
    }
    Tense::Open
}

/// The tense of "Leaving Oslo on Sunday, she is …", whatever the parser makes of "Leaving Oslo".
fn of_opening_participle(doc: &Doc<'_>, i: usize) -> Option<Tense> {
    let sentence = doc.sentence(doc.sentence_of(i));
    let first = sentence.clone().take(4).find(|&at| !doc.is_space(at) && doc.pos(at) != Pos::Punct)?;
    if doc.tag(first) != "VBG" || first >= i {
        return None;
    }
    let root = doc.ancestors(i).last()?;
    let closed = root < sentence.end && (i + 1..root).any(|at| doc.text(at) == ",");
    let ahead = doc.children(root).any(|child| AHEAD.contains(&doc.lower(child)));
    (closed && is_verb(doc, root)).then_some(if ahead { Tense::Future } else { Tense::Past })
}

fn is_verb(doc: &Doc<'_>, i: usize) -> bool {
    matches!(doc.pos(i), Pos::Verb | Pos::Aux)
}

/// The tense of one verb with its auxiliaries; none where another verb decides.
fn of_verb(doc: &Doc<'_>, verb: usize) -> Option<Tense> {
    let auxiliaries = doc.children(verb).filter(|&child| matches!(doc.dep(child), "aux" | "auxpass"));
    let (mut to, mut past, mut present, mut perfect) = (false, false, false, false);
    for auxiliary in auxiliaries {
        let lower = doc.lower(auxiliary);
        if AHEAD.contains(&lower) {
            return Some(Tense::Future);
        }
        match lower {
            "to" => to = true,
            "have" | "has" | "'ve" | "’ve" => perfect = true,
            "had" | "was" | "were" | "did" => past = true,
            "is" | "are" | "'s" | "’s" | "'re" | "’re" | "am" | "do" | "does" => present = true,
            // "would" and "should" look ahead from wherever the report stands.
            "would" | "should" | "could" | "can" | "might" => {
                let perfect = doc.children(verb).any(|child| doc.dep(child) == "aux" && doc.lower(child) == "have");
                return Some(if perfect { Tense::Past } else { Tense::Future });
            }
            _ => {}
        }
    }
    // "were planned for Friday"
    if doc.tag(verb) == "VBN" && SCHEDULED.contains(&doc.lemma(verb)) {
        return Some(Tense::Future);
    }
    if past || perfect {
        return Some(Tense::Past);
    }
    if to {
        let head = doc.head(verb);
        let ahead = PLANS.contains(&doc.lemma(head)) || PLANS.contains(&doc.lower(head)) || doc.pos(head) == Pos::Aux;
        return if ahead || doc.pos(head) == Pos::Noun { Some(Tense::Future) } else { None };
    }
    match doc.tag(verb) {
        "VBD" => Some(Tense::Past),
        // "arrives on Monday", "is meeting her on Monday"
        "VBZ" | "VBP" => Some(if present { Tense::Open } else { Tense::Future }),
        "VBG" if present => Some(Tense::Future),
        // "She is on her first trip, leaving Oslo on Sunday": an adjunct comes before what it leans on.
        "VBG" if doc.dep(verb) == "advcl" => {
            let ahead = doc.children(doc.head(verb)).any(|child| AHEAD.contains(&doc.lower(child)));
            Some(if ahead { Tense::Future } else { Tense::Past })
        }
        "VBN" if present => PLANS.contains(&doc.lemma(verb)).then_some(Tense::Future).or(Some(Tense::Open)),
        // A participle after a noun: "the attack launched on Monday", "talks planned for Monday".
        "VBN" if PLANS.contains(&doc.lemma(verb)) => Some(Tense::Future),
        "VBN" if doc.dep(verb) == "acl" => Some(Tense::Past),
        _ => None,
    }
}
