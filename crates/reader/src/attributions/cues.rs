//! First stage: which tokens are the root of a cue?
//!
//! The root of "has been critical of" is "critical", that of "according to" is "according". Every token of an open
//! class, and a colon, is looked at: its words, its tree, its neighbours and the quotation marks around it.

use reportedly_language::Pos;

use super::scene::{Scene, deps};
use crate::learned::{Features, join, symbol, symbol_lower};

/// Numbers of the features; the order is part of the trained model.
#[derive(Clone, Copy)]
enum Field {
    Lemma,
    LemmaTag,
    LemmaDep,
    Lower,
    Ending,
    Beginning,
    Tag,
    Dep,
    TagDep,
    Pos,
    Ent,
    HeadTag,
    HeadLemma,
    HeadLemmaDep,
    LemmaHeadLemma,
    Grandparent,
    GrandparentDep,
    ChildDeps,
    ChildDepSet,
    LemmaChildDeps,
    Child,
    ChildClass,
    ChildLemma,
    LemmaChild,
    LemmaChildLemma,
    Grandchild,
    GrandchildLemma,
    LemmaGrandchild,
    Subject,
    SubjectDistance,
    SubjectLemma,
    LemmaSubject,
    NoSubject,
    WindowTag,
    WindowLemma,
    TagBefore,
    LemmaBefore,
    TagAfter,
    LemmaAfter,
    TagsAfter,
    LemmasAfter,
    Quoted,
    MarkBefore,
    MarkAfter,
    QuotedShare,
    QuotedSide,
    LemmaQuotedShare,
    Depth,
    FromStart,
    FromEnd,
    IsRoot,
    SentenceLength,
    Paragraph,
    FirstParagraph,
    Verbless,
    Above,
    AboveLemma,
    Bias,
    Speaker,
    LemmaSpeaker,
    TagSpeaker,
    ChildSetSpeaker,
    ChildSpeaker,
    SpeakerQuoted,
    LemmaBeforeAfter,
}

const NONE: u32 = symbol("#");
const BE: u32 = symbol("be");

/// Whether a token can be the root of a cue.
pub fn is_candidate(scene: &Scene<'_>, i: usize) -> bool {
    use Pos::*;
    let open = matches!(scene.doc.pos(i), Verb | Noun | Adj | Aux | Adp | Adv | Propn | Sconj | X | Num | Part);
    scene.sentence_of(i).is_some() && (open || scene.doc.text(i) == ":")
}

/// The features of a token as root of a cue.
pub fn describe(scene: &Scene<'_>, i: usize, features: &mut Features) {
    features.clear();
    word(scene, i, features);
    above(scene, i, features);
    children(scene, i, features);
    subject(scene, i, features);
    neighbours(scene, i, features);
    marks(scene, i, features);
    position(scene, i, features);
}

fn word(scene: &Scene<'_>, i: usize, f: &mut Features) {
    let symbols = &scene.symbols;
    let (lemma, tag, dep) = (symbols.lemma[i], symbols.tag[i], symbols.dep[i]);
    f.add(Field::Bias as u32, []);
    f.add(Field::Lemma as u32, [lemma]);
    f.add(Field::LemmaTag as u32, [lemma, tag]);
    f.add(Field::LemmaDep as u32, [lemma, dep]);
    f.add(Field::Lower as u32, [symbols.lower[i]]);
    let text = scene.doc.lemma(i);
    let ending = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    let beginning = text.char_indices().nth(4).map_or(text.len(), |(at, _)| at);
    f.add(Field::Ending as u32, [symbol_lower(&text[ending..])]);
    f.add(Field::Beginning as u32, [symbol_lower(&text[..beginning])]);
    f.add(Field::Tag as u32, [tag]);
    f.add(Field::Dep as u32, [dep]);
    f.add(Field::TagDep as u32, [tag, dep]);
    f.add(Field::Pos as u32, [symbols.pos[i]]);
    f.add(Field::Ent as u32, [symbols.ent[i]]);
}

fn above(scene: &Scene<'_>, i: usize, f: &mut Features) {
    let symbols = &scene.symbols;
    let (doc, lemma, dep) = (scene.doc, symbols.lemma[i], symbols.dep[i]);
    let head = doc.head(i);
    let head_lemma = if head == i { NONE } else { symbols.lemma[head] };
    f.add(Field::HeadTag as u32, [symbols.tag[head], dep]);
    f.add(Field::HeadLemma as u32, [head_lemma]);
    f.add(Field::HeadLemmaDep as u32, [head_lemma, dep]);
    f.add(Field::LemmaHeadLemma as u32, [lemma, head_lemma]);
    f.add(Field::Grandparent as u32, [symbols.lemma[doc.head(head)], symbols.dep[head], dep]);
    f.add(Field::GrandparentDep as u32, [symbols.dep[head], dep, symbols.tag[head]]);
    f.add(Field::Depth as u32, [u32::from(scene.depth[i].min(4))]);
    f.add(Field::IsRoot as u32, [u32::from(head == i)]);
    let mut below = i;
    for (step, at) in doc.ancestors(i).take(5).enumerate() {
        let by = symbols.dep[below];
        if scene.is_verbal(at) || matches!(by, deps::CCOMP | deps::RELCL | deps::ACL) {
            f.add(Field::Above as u32, [step.min(1) as u32, by, symbols.tag[at]]);
            f.add(Field::AboveLemma as u32, [by, symbols.lemma[at]]);
        }
        below = at;
    }
}

fn children(scene: &Scene<'_>, i: usize, f: &mut Features) {
    let symbols = &scene.symbols;
    let lemma = symbols.lemma[i];
    let mut list: Vec<u32> = Vec::with_capacity(12);
    for child in scene.doc.children(i).filter(|&child| symbols.dep[child] != deps::PUNCT).take(20) {
        let dep = symbols.dep[child];
        let side = u32::from(child > i);
        list.push(dep);
        f.add(Field::Child as u32, [dep, side]);
        f.add(Field::ChildClass as u32, [dep, scene.class[child]]);
        f.add(Field::ChildSpeaker as u32, [dep, u32::from(scene.speaker[child])]);
        f.add(Field::ChildLemma as u32, [dep, symbols.lemma[child]]);
        f.add(Field::LemmaChild as u32, [lemma, dep, side]);
        if matches!(dep, deps::PREP | deps::PRT | deps::AUX | deps::MARK | deps::AGENT | deps::NEG) {
            f.add(Field::LemmaChildLemma as u32, [lemma, dep, symbols.lemma[child]]);
        }
        let opens = matches!(
            dep,
            deps::CCOMP
                | deps::XCOMP
                | deps::ADVCL
                | deps::ACOMP
                | deps::ATTR
                | deps::PREP
                | deps::PCOMP
                | deps::DOBJ
                | deps::OPRD
        );
        if opens {
            grandchildren(scene, lemma, child, f);
        }
    }
    f.add(Field::ChildDeps as u32, [join(list.iter().copied())]);
    list.sort_unstable();
    list.dedup();
    let set = join(list.iter().copied());
    f.add(Field::ChildDepSet as u32, [set]);
    let speaker = subject_of(scene, i).map_or(99, |(subject, _)| u32::from(scene.speaker[subject]));
    f.add(Field::ChildSetSpeaker as u32, [set, speaker]);
    let telling = |dep: &u32| !matches!(*dep, deps::AUX | deps::AUXPASS | deps::ADVMOD | deps::CC | deps::CONJ);
    f.add(Field::LemmaChildDeps as u32, [lemma, join(list.iter().copied().filter(telling))]);
}

fn grandchildren(scene: &Scene<'_>, lemma: u32, child: usize, f: &mut Features) {
    let symbols = &scene.symbols;
    let dep = symbols.dep[child];
    for at in scene.doc.children(child).take(20) {
        let below = symbols.dep[at];
        let telling = matches!(below, deps::MARK | deps::AUX | deps::NSUBJ | deps::POBJ | deps::PCOMP | deps::ADVMOD);
        if telling {
            f.add(Field::Grandchild as u32, [dep, below, symbols.tag[at]]);
            f.add(Field::GrandchildLemma as u32, [dep, below, symbols.lemma[at]]);
            let word = if matches!(below, deps::MARK | deps::AUX) { symbols.lemma[at] } else { 0 };
            f.add(Field::LemmaGrandchild as u32, [lemma, dep, below, word]);
        }
    }
}

/// The subject of a token, its own or one taken over from above, and how many steps above.
pub fn subject_of(scene: &Scene<'_>, i: usize) -> Option<(usize, usize)> {
    let mut at = i;
    for steps in 0..=4 {
        let own = scene.doc.children(at).rfind(|&child| deps::is_subject(scene.dep(child)));
        if let Some(own) = own {
            return Some((own, steps));
        }
        let shares = matches!(
            scene.dep(at),
            deps::CONJ
                | deps::XCOMP
                | deps::ACOMP
                | deps::ATTR
                | deps::ADVCL
                | deps::RELCL
                | deps::ACL
                | deps::PCOMP
                | deps::DOBJ
                | deps::PREP
                | deps::POBJ
        );
        if !shares || scene.doc.is_root(at) {
            return None;
        }
        at = scene.doc.head(at);
    }
    None
}

fn subject(scene: &Scene<'_>, i: usize, f: &mut Features) {
    let symbols = &scene.symbols;
    let lemma = symbols.lemma[i];
    let Some((subject, steps)) = subject_of(scene, i) else {
        f.add(Field::Subject as u32, []);
        f.add(Field::NoSubject as u32, [lemma]);
        return;
    };
    f.add(Field::Subject as u32, [steps as u32, symbols.dep[subject], scene.class[subject]]);
    f.add(Field::SubjectDistance as u32, [u32::from(subject < i), i.abs_diff(subject).min(5) as u32]);
    let speaker = u32::from(scene.speaker[subject]);
    f.add(Field::Speaker as u32, [speaker, symbols.dep[subject]]);
    f.add(Field::LemmaSpeaker as u32, [lemma, speaker]);
    f.add(Field::TagSpeaker as u32, [symbols.tag[i], speaker, symbols.dep[i]]);
    f.add(Field::SpeakerQuoted as u32, [speaker, u32::from(scene.quote[i] > 0), symbols.dep[i]]);
    f.add(Field::SubjectLemma as u32, [symbols.lemma[subject]]);
    f.add(Field::LemmaSubject as u32, [lemma, scene.class[subject]]);
}

fn neighbours(scene: &Scene<'_>, i: usize, f: &mut Features) {
    let symbols = &scene.symbols;
    let paragraph = scene.paragraph(i);
    let (lemma, tag) = (symbols.lemma[i], symbols.tag[i]);
    for offset in [-3isize, -2, -1, 1, 2, 3] {
        let place = (offset + 3) as u32;
        match i.checked_add_signed(offset).filter(|at| paragraph.contains(at)) {
            Some(at) => {
                f.add(Field::WindowTag as u32, [place, symbols.tag[at]]);
                f.add(Field::WindowLemma as u32, [place, symbols.lemma[at]]);
            }
            None => f.add(Field::WindowTag as u32, [place, NONE]),
        }
    }
    if i > paragraph.start {
        f.add(Field::TagBefore as u32, [symbols.tag[i - 1], tag]);
        f.add(Field::LemmaBefore as u32, [symbols.lemma[i - 1], lemma]);
    }
    if i + 1 < paragraph.end {
        f.add(Field::TagAfter as u32, [tag, symbols.tag[i + 1]]);
        f.add(Field::LemmaAfter as u32, [lemma, symbols.lemma[i + 1]]);
    }
    if i > paragraph.start && i + 1 < paragraph.end {
        f.add(Field::LemmaBeforeAfter as u32, [symbols.lemma[i - 1], lemma, symbols.lemma[i + 1]]);
    }
    if i + 2 < paragraph.end {
        f.add(Field::TagsAfter as u32, [tag, symbols.tag[i + 1], symbols.tag[i + 2]]);
        f.add(Field::LemmasAfter as u32, [lemma, symbols.lemma[i + 1], symbols.lemma[i + 2]]);
    }
}

fn marks(scene: &Scene<'_>, i: usize, f: &mut Features) {
    let paragraph = scene.paragraph(i);
    let sentence = near(scene.sentence(i), i);
    let quoted = u32::from(scene.quote[i] > 0);
    f.add(Field::Quoted as u32, [quoted]);
    let before = (1..=6).find(|&by| i >= paragraph.start + by && scene.mark[i - by]);
    let after = (1..=6).find(|&by| i + by < paragraph.end && scene.mark[i + by]);
    f.add(Field::MarkBefore as u32, [before.unwrap_or(0) as u32, quoted]);
    f.add(Field::MarkAfter as u32, [after.unwrap_or(0) as u32, quoted]);
    if quoted == 1 {
        return;
    }
    let inside = sentence.clone().filter(|&at| scene.quote[at] > 0).count();
    let share = inside * 4 / sentence.len().max(1) + usize::from(inside > 0);
    f.add(Field::QuotedShare as u32, [share as u32]);
    if inside > 0 {
        let follows = (i..sentence.end).any(|at| scene.quote[at] > 0);
        f.add(Field::QuotedSide as u32, [scene.symbols.dep[i], u32::from(follows)]);
        f.add(Field::LemmaQuotedShare as u32, [scene.symbols.lemma[i]]);
    }
}

fn position(scene: &Scene<'_>, i: usize, f: &mut Features) {
    let sentence = scene.sentence(i);
    f.add(Field::FromStart as u32, [(i - sentence.start).min(5) as u32]);
    f.add(Field::FromEnd as u32, [(sentence.end - 1 - i).min(5) as u32]);
    f.add(Field::SentenceLength as u32, [(sentence.len() / 6).min(6) as u32]);
    let paragraph = scene.paragraph_of(i).unwrap_or(0);
    f.add(Field::Paragraph as u32, [paragraph.min(3) as u32]);
    f.add(Field::FirstParagraph as u32, [u32::from(paragraph == 0), scene.symbols.tag[i]]);
    let verbless = !near(sentence, i).any(|at| scene.is_verbal(at));
    f.add(Field::Verbless as u32, [u32::from(verbless)]);
}

/// A sentence cut to what lies near a token, so that a text without full stops costs no more than others.
fn near(sentence: std::ops::Range<usize>, i: usize) -> std::ops::Range<usize> {
    const REACH: usize = 120;
    sentence.start.max(i.saturating_sub(REACH))..sentence.end.min(i + REACH)
}

/// Among the tokens of a cue, the one that stands for it.
///
/// It is the token whose head lies outside; of several a verb before a noun or adjective before a preposition; from a
/// form of "be" one steps down to what it says of the subject.
pub fn root_of(scene: &Scene<'_>, cue: &[usize]) -> Option<usize> {
    let doc = scene.doc;
    let is_top = |&i: &usize| doc.is_root(i) || !cue.contains(&doc.head(i));
    let rank = |i: usize| match doc.pos(i) {
        Pos::Verb => 0,
        Pos::Noun | Pos::Adj => 1,
        Pos::Adp | Pos::Sconj => 2,
        Pos::Aux | Pos::Propn => 3,
        Pos::Adv => 4,
        Pos::Punct | Pos::Space => 6,
        _ => 5,
    };
    let mut root = cue.iter().copied().filter(is_top).min_by_key(|&i| (rank(i), i))?;
    for _ in 0..2 {
        if scene.symbols.lemma[root] != BE && doc.pos(root) != Pos::Aux {
            break;
        }
        let says = |&child: &usize| {
            let dep = matches!(
                scene.dep(child),
                deps::ACOMP | deps::ATTR | deps::PREP | deps::OPRD | deps::CCOMP | deps::XCOMP
            );
            dep && matches!(doc.pos(child), Pos::Adj | Pos::Noun | Pos::Verb | Pos::Adp) && cue.contains(&child)
        };
        let Some(down) = doc.children(root).find(says) else { break };
        root = down;
    }
    Some(root)
}
