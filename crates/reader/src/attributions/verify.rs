//! Third stage: would this candidate stand as a whole?
//!
//! The spans are there; what speaks for them are the chances they were made of, the form of the content, and how
//! source, cue and content fit one another.

use super::candidates::Candidate;
use super::scene::Scene;
use crate::learned::Features;

/// Numbers of the features; the order is part of the trained model.
#[derive(Clone, Copy)]
enum Field {
    Bias,
    Chance,
    ContentChance,
    SourceChance,
    ContentLeft,
    SourceLeft,
    Form,
    FormChance,
    Lemma,
    LemmaForm,
    PosForm,
    TagForm,
    Dep,
    SourceLength,
    HasSourceForm,
    HasSourceLemma,
    HasSourceChance,
    ContentLength,
    ContentLengthForm,
    SourceTag,
    SourceDep,
    SourceEnt,
    SourceLemma,
    SourceDistance,
    SourceUnderCue,
    SourceRoots,
    SourceTagForm,
    ContentRoots,
    ContentDep,
    ContentTag,
    ContentLemma,
    Pieces,
    Side,
    Overlaps,
    Inside,
    InsideChance,
    CueQuoted,
    Edges,
    Sentences,
    EndsSentence,
    FirstParagraph,
    CueLength,
    SourceSpeaker,
    SourceSpeakerForm,
    SourceSpeakerLemma,
    ContentFirst,
    ContentFirstLemma,
    BeforeContent,
    ContentHasSubject,
    Negated,
    ContentSpeaker,
    FormQuoted,
    ChanceSourceContent,
}

/// The features of the candidate at `at` among all of its document, which come in order of their cues.
pub fn describe(scene: &Scene<'_>, candidates: &[Candidate], at: usize, f: &mut Features) {
    f.clear();
    let candidate = &candidates[at];
    chances(candidate, f);
    cue(scene, candidate, f);
    source(scene, candidate, f);
    content(scene, candidate, f);
    let overlaps = overlapping(candidates, at);
    f.add(Field::Overlaps as u32, [overlaps.min(3)]);
    f.add(Field::Inside as u32, [u32::from(candidate.holder.is_some())]);
    f.add(Field::InsideChance as u32, [candidate.holder.map_or(99, log_odds)]);
}

fn chances(candidate: &Candidate, f: &mut Features) {
    let chance = log_odds(candidate.chance);
    let form = candidate.form as u32;
    f.add(Field::Bias as u32, []);
    f.add(Field::Chance as u32, [chance]);
    f.add(Field::ContentChance as u32, [tenths(candidate.content_chance, 10.0, 9)]);
    f.add(Field::SourceChance as u32, [tenths(candidate.source_chance, 10.0, 9)]);
    f.add(Field::ContentLeft as u32, [tenths(candidate.content_left, 8.0, 6)]);
    f.add(Field::SourceLeft as u32, [tenths(candidate.source_left, 8.0, 6)]);
    f.add(Field::Form as u32, [form]);
    f.add(Field::FormChance as u32, [form, chance]);
}

fn cue(scene: &Scene<'_>, candidate: &Candidate, f: &mut Features) {
    let (symbols, cue, form) = (&scene.symbols, candidate.cue, candidate.form as u32);
    let lemma = symbols.lemma[cue];
    let has_source = u32::from(!candidate.spans.source.is_empty());
    f.add(Field::Lemma as u32, [lemma]);
    f.add(Field::LemmaForm as u32, [lemma, form]);
    f.add(Field::PosForm as u32, [symbols.pos[cue], form]);
    f.add(Field::TagForm as u32, [symbols.tag[cue], form]);
    f.add(Field::Dep as u32, [symbols.dep[cue]]);
    f.add(Field::HasSourceForm as u32, [has_source, form]);
    f.add(Field::HasSourceLemma as u32, [has_source, lemma]);
    f.add(Field::HasSourceChance as u32, [has_source, log_odds(candidate.chance)]);
    let negated = scene.doc.children(cue).any(|child| scene.dep(child) == super::scene::deps::NEG);
    f.add(Field::Negated as u32, [u32::from(negated), form]);
    let sure = |chance: f32| tenths(chance, 4.0, 3);
    let three = [candidate.chance, candidate.source_chance, candidate.content_chance].map(sure);
    f.add(Field::ChanceSourceContent as u32, [three[0], three[1], three[2], form]);
    f.add(Field::CueQuoted as u32, [u32::from(scene.quote[cue] > 0)]);
    f.add(Field::CueLength as u32, [candidate.spans.cue.len().min(4) as u32]);
    f.add(Field::FirstParagraph as u32, [u32::from(scene.paragraph_of(cue) == Some(0))]);
}

fn source(scene: &Scene<'_>, candidate: &Candidate, f: &mut Features) {
    let (symbols, doc, form) = (&scene.symbols, scene.doc, candidate.form as u32);
    let source = &candidate.spans.source;
    f.add(Field::SourceLength as u32, [source.len().min(8) as u32]);
    let is_top = |&&t: &&usize| doc.is_root(t) || source.binary_search(&doc.head(t)).is_err();
    let Some(&top) = source.iter().find(is_top) else { return };
    let under = u32::from(doc.head(top) == candidate.cue);
    f.add(Field::SourceTag as u32, [symbols.tag[top]]);
    f.add(Field::SourceDep as u32, [symbols.dep[top], form]);
    f.add(Field::SourceEnt as u32, [symbols.ent[top]]);
    f.add(Field::SourceLemma as u32, [symbols.lemma[top]]);
    f.add(Field::SourceDistance as u32, [super::spans::distance(top, candidate.cue)]);
    f.add(Field::SourceUnderCue as u32, [symbols.dep[top], under]);
    let speaker = u32::from(scene.speaker[top]);
    f.add(Field::SourceSpeaker as u32, [speaker]);
    f.add(Field::SourceSpeakerForm as u32, [speaker, form]);
    f.add(Field::SourceSpeakerLemma as u32, [speaker, symbols.lemma[candidate.cue]]);
    f.add(Field::SourceRoots as u32, [source.iter().filter(is_top).count().min(3) as u32]);
    f.add(Field::SourceTagForm as u32, [symbols.tag[top], form]);
}

fn content(scene: &Scene<'_>, candidate: &Candidate, f: &mut Features) {
    let (symbols, doc, form) = (&scene.symbols, scene.doc, candidate.form as u32);
    let (content, cue) = (&candidate.spans.content, candidate.cue);
    let (first, last) = (content[0], content[content.len() - 1]);
    f.add(Field::ContentLength as u32, [(content.len().pow(2).ilog2()).min(10)]);
    f.add(Field::ContentLengthForm as u32, [content.len().ilog2().min(5), form]);
    let is_top = |&&t: &&usize| {
        (doc.is_root(t) || content.binary_search(&doc.head(t)).is_err()) && scene.dep(t) != super::scene::deps::PUNCT
    };
    f.add(Field::ContentFirst as u32, [symbols.tag[first], form]);
    f.add(Field::ContentFirstLemma as u32, [symbols.lemma[first], form]);
    let before = first.checked_sub(1).filter(|t| scene.sentence(first).contains(t));
    f.add(Field::BeforeContent as u32, [before.map_or(0, |t| symbols.tag[t]), u32::from(before == Some(cue)), form]);
    let quoted = content.iter().filter(|&&t| scene.quote[t] > 0).count() * 4 / content.len();
    f.add(Field::FormQuoted as u32, [form, quoted as u32, u32::from(scene.quote[cue] > 0)]);
    f.add(Field::ContentRoots as u32, [content.iter().filter(is_top).take(4).count() as u32]);
    for &top in content.iter().filter(is_top).take(3) {
        f.add(Field::ContentDep as u32, [symbols.dep[top], u32::from(doc.head(top) == cue)]);
        f.add(Field::ContentTag as u32, [symbols.tag[top]]);
        f.add(Field::ContentLemma as u32, [symbols.lemma[top]]);
        f.add(Field::ContentSpeaker as u32, [u32::from(scene.speaker[top]), symbols.dep[top], form]);
        let subject = doc.children(top).any(|child| super::scene::deps::is_subject(scene.dep(child)));
        f.add(Field::ContentHasSubject as u32, [symbols.dep[top], u32::from(subject), form]);
    }
    let pieces = content.chunk_by(|a, b| b - a == 1).take(4).count();
    f.add(Field::Pieces as u32, [pieces as u32]);
    let side = if last < cue { 0 } else { 1 + u32::from(first > cue) };
    f.add(Field::Side as u32, [side, form]);
    let marks = u32::from(scene.mark[first]) << 1 | u32::from(scene.mark[last]);
    f.add(Field::Edges as u32, [marks, symbols.tag[last], form]);
    let sentences = |t: usize| scene.sentence_of(t).unwrap_or(0);
    f.add(Field::Sentences as u32, [(sentences(last) - sentences(first)).min(3) as u32, form]);
    f.add(Field::EndsSentence as u32, [u32::from(last + 1 == scene.sentence(cue).end)]);
}

/// How many candidates near by share a token of content.
fn overlapping(candidates: &[Candidate], at: usize) -> u32 {
    let content = &candidates[at].spans.content;
    let shares = |other: &usize| {
        *other != at && candidates[*other].spans.content.iter().any(|t| content.binary_search(t).is_ok())
    };
    super::candidates::near(at, candidates.len()).filter(shares).count() as u32
}

fn tenths(value: f32, steps: f32, most: u32) -> u32 {
    ((value * steps).max(0.0) as u32).min(most)
}

/// Twice the log-odds of a chance, cut to [-6, 6] and shifted above 0.
fn log_odds(chance: f32) -> u32 {
    let odds = (chance + 1e-4) / (1.0 - chance + 1e-4);
    ((2.0 * odds.ln()).clamp(-6.0, 6.0).trunc() + 6.0) as u32
}
