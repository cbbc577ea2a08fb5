//! The third and fourth digit of a code: what is agreed to, asked for, refused or threatened.

use reportedly_knowledge::event_words::{List, lists};
use reportedly_knowledge::predicates;
use reportedly_language::Doc;

use super::clause::{is_noun, is_verb};
use super::objects::{classes, nominal};
use super::predicate::{Act, act, root};

/// What an appeal, promise, demand or refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Talks,
    Mediation,
    Diplomacy,
    Cooperation,
    Aid,
    Reform,
    Yielding,
}

/// The words under a predicate that settle a context.
#[derive(Clone, Copy, Debug, Default)]
struct Contexts {
    economic: bool,
    military: bool,
    humanitarian: bool,
    peacekeeping: bool,
    judicial: bool,
    intelligence: bool,
}

impl Contexts {
    fn under(doc: &Doc<'_>, i: usize) -> Self {
        let mut found = Self::default();
        for word in doc.subtree(i).take(120) {
            let on = lists(doc.lemma(word));
            found.economic |= on.has(List::Economic);
            found.military |= on.has(List::Military);
            found.humanitarian |= on.has(List::Humanitarian);
            found.peacekeeping |= on.has(List::Peacekeeping);
            found.judicial |= on.has(List::Judicial);
            found.intelligence |= on.has(List::Intelligence);
        }
        found
    }

    /// The digit of the kind of aid.
    fn aid(self) -> &'static str {
        match self {
            Self { peacekeeping: true, .. } => "4",
            Self { military: true, .. } => "2",
            Self { humanitarian: true, .. } => "3",
            Self { economic: true, .. } => "1",
            _ => "",
        }
    }

    /// The digit of the kind of cooperation.
    fn cooperation(self) -> &'static str {
        match self {
            Self { judicial: true, .. } => "3",
            Self { intelligence: true, .. } => "4",
            _ => Some(self.aid()).filter(|digit| matches!(*digit, "1" | "2")).unwrap_or(""),
        }
    }
}

/// The code with as many digits as its content gives.
pub fn refine(doc: &Doc<'_>, code: &'static str, predicate: usize, act: &Act) -> String {
    match code {
        "070" => {
            let digit = Contexts::under(doc, predicate).aid();
            format!("07{}", if digit.is_empty() { "0" } else { digit })
        }
        "130" | "131" | "138" => contents(doc, act).into_iter().find_map(threat).unwrap_or(code).to_owned(),
        _ => about(doc, code, act)
            .and_then(|(about, digit)| {
                let base = base(about, root(code))?;
                let contexts = Contexts::under(doc, predicate);
                let digit = match about {
                    About::Aid => contexts.aid(),
                    About::Cooperation => contexts.cooperation(),
                    About::Yielding => digit,
                    _ => "",
                };
                Some(format!("{base}{digit}"))
            })
            .unwrap_or_else(|| code.to_owned()),
    }
}

/// What a code or its content is about, with the digit of a concession.
fn about(doc: &Doc<'_>, code: &str, act: &Act) -> Option<(About, &'static str)> {
    let by_code = match code {
        "033" | "023" | "103" | "122" => Some(About::Aid),
        "031" | "021" | "101" | "121" => Some(About::Cooperation),
        "035" | "105" | "025" | "124" => Some(About::Yielding),
        "020" | "030" | "100" | "120" => None,
        _ => return None,
    };
    if let Some(about) = by_code
        && about != About::Yielding
    {
        return Some((about, ""));
    }
    let content = contents(doc, act).into_iter().find_map(|content| {
        let about = match content {
            Content::Reform => About::Reform,
            Content::Code(code) => match (root(code), &code[..code.len().min(3)]) {
                (_, "045") => About::Mediation,
                (_, "083") => About::Reform,
                (4, _) => About::Talks,
                (5, _) => About::Diplomacy,
                (6, _) => About::Cooperation,
                (7, _) => About::Aid,
                (8, kind) => return Some((About::Yielding, concession(kind))),
                _ => return None,
            },
        };
        Some((about, ""))
    });
    content.or(by_code.map(|about| (about, "")))
}

fn concession(code: &str) -> &'static str {
    match code {
        "081" => "1",
        "084" => "3",
        "085" => "4",
        "086" => "5",
        "087" => "6",
        _ => "",
    }
}

fn base(about: About, root: u8) -> Option<&'static str> {
    let codes = match about {
        About::Talks => ["036", "026", "106", "125"],
        About::Mediation => ["039", "027", "107", "126"],
        About::Diplomacy => ["032", "022", "102", "121"],
        About::Cooperation => ["031", "021", "101", "121"],
        About::Aid => ["033", "023", "103", "122"],
        About::Reform => ["034", "024", "104", "123"],
        About::Yielding => ["035", "025", "105", "124"],
    };
    [3, 2, 10, 12].into_iter().position(|known| known == root).map(|index| codes[index])
}

/// What is done in the content of an act.
#[derive(Clone, Copy, Debug)]
enum Content {
    Code(&'static str),
    Reform,
}

fn contents(doc: &Doc<'_>, of: &Act) -> Vec<Content> {
    let mut found = Vec::new();
    for &governor in of.governors.iter().skip(1).take(8) {
        if is_verb(doc, governor) {
            found.extend(act(doc, governor).filter(|act| !act.says()).map(|act| Content::Code(act.code)));
        } else if is_noun(doc, governor) {
            found.extend(nominal(doc, governor).map(|meaning| Content::Code(meaning.code)));
            for class in classes(doc, governor) {
                found.extend(match class {
                    "AID" | "MILAID" | "INTEL" => Some(Content::Code("070")),
                    "MEDIATION" => Some(Content::Code("045")),
                    "REFORM" => Some(Content::Reform),
                    _ => predicates::matrix(class, "DO").map(Content::Code),
                });
            }
        }
    }
    found
}

fn threat(content: Content) -> Option<&'static str> {
    let Content::Code(code) = content else { return None };
    Some(match (&code[..code.len().min(3)], root(code)) {
        ("161", _) => "1313",
        ("162", _) => "1311",
        ("163", _) => "1312",
        ("164", _) => "134",
        ("165", _) => "135",
        ("166", _) => "136",
        ("175", _) => "137",
        ("191", _) => "1381",
        ("192", _) => "1382",
        (_, 14) => "133",
        (_, 16) => "131",
        (_, 17) => "132",
        (_, 18) => "1383",
        (_, 19) => "1384",
        (_, 20) => "1385",
        _ => return None,
    })
}
