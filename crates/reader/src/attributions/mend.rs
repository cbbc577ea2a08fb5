//! Small repairs of what the learned stages found, where marks and tree leave no doubt.

use reportedly_knowledge::cues::{CueSense, cue};
use reportedly_language::Pos;
use reportedly_report::Form;

use super::cues::subject_of;
use super::decode::Spans;
use super::found::Found;
use super::relays;
use super::scene::{Scene, deps};

/// Repairs all attributions, which come in order of their cues.
pub fn mend(scene: &Scene<'_>, found: &mut [Found]) {
    for found in &mut *found {
        let Spans { source, cue, .. } = &mut found.spans;
        source.retain(|t| cue.binary_search(t).is_err());
    }
    for found in found {
        take_sentence_after_according(scene, found);
        part_relays(scene, found);
        part_leading_citation(scene, found);
        take_quoted_speaker(scene, found);
        take_nearer_subject(scene, found);
        take_refused_verb(scene, found);
        begin_at_that(scene, found);
        if found.spans.source.is_empty() && found.form == Form::Quote && scene.quote[found.root] == 0 {
            found.spans.source = speaker(scene, found);
        }
        trim(scene, found);
    }
}

/// "He said that it rained but refused to go": the second cue is no part of what the first one says.
pub fn part_conjoined_cues(scene: &Scene<'_>, found: &mut [Found]) {
    for at in 0..found.len() {
        let root = found[at].root;
        let Some(outer) = found[at].within else { continue };
        if !std::iter::successors(joined_to(scene, root), |&up| joined_to(scene, up)).any(|up| up == found[outer].root)
        {
            continue;
        }
        let branch = scene.doc.subtree(root);
        let cut = |t: usize| {
            let joint = t + 1 == branch.start || t + 2 == branch.start;
            branch.contains(&t) || (joint && (scene.dep(t) == deps::CC || scene.doc.text(t) == ","))
        };
        let left: Vec<usize> = found[outer].spans.content.iter().copied().filter(|&t| !cut(t)).collect();
        if left.iter().any(|&t| scene.word[t]) {
            found[outer].spans.content = left;
            found[at].within = found[outer].within;
        }
        trim(scene, &mut found[outer]);
    }
}

/// The verb that another is conjoined to.
///
/// A finite verb is never conjoined to a bare infinitive ("would go but refused"): the tree hung it too low, and it
/// belongs to the finite verb above.
pub fn joined_to(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let doc = scene.doc;
    if scene.dep(verb) != deps::CONJ {
        return None;
    }
    let is_finite = |t: usize| matches!(doc.tag(t), "VBD" | "VBZ" | "VBP");
    let head = doc.head(verb);
    if is_finite(verb) && doc.tag(head) == "VB" {
        return doc.ancestors(head).take(6).find(|&up| is_finite(up)).or(Some(head));
    }
    Some(head)
}

/// "According to X, …" at the head of a sentence governs the sentence, as far as the stages saw a content begin there.
fn take_sentence_after_according(scene: &Scene<'_>, found: &mut Found) {
    let doc = scene.doc;
    let sentence = scene.sentence(found.root);
    if doc.lower(found.root) != "according" || found.root > sentence.start + 1 || found.spans.source.is_empty() {
        return;
    }
    let spans = &mut found.spans;
    let Some(begins) = spans.content.iter().copied().find(|&t| t > spans.source[0] && scene.word[t]) else { return };
    let ends = sentence.clone().rev().find(|&t| scene.word[t] || scene.mark[t]).unwrap_or(begins);
    let (quoted, first) = (scene.quote[ends] > 0, begins - usize::from(scene.mark[begins - 1]));
    if spans.content.iter().all(|t| sentence.contains(t)) && (!quoted || scene.quote[begins] == scene.quote[ends]) {
        spans.content = (first..=ends).filter(|&t| !doc.is_space(t)).collect();
    }
}

/// "the minister, quoted by Example News", "Example News, quoting the minister, …": the relay is neither source nor
/// content; the rules of relays read it where it stands.
fn part_relays(scene: &Scene<'_>, found: &mut Found) {
    let doc = scene.doc;
    let sentence = scene.sentence(found.root);
    let is_relay = |&t: &usize| {
        matches!(doc.tag(t), "VBN" | "VBG") && matches!(doc.lemma(t), "quote" | "cite") && scene.quote[t] == 0
    };
    let within = found.spans.source.iter().chain(&found.spans.content).copied();
    let relays: Vec<usize> = within.filter(|t| sentence.contains(t)).filter(is_relay).take(2).collect();
    for relay in relays.into_iter().filter(|&relay| relay != found.root) {
        let passive = doc.tag(relay) == "VBN";
        let party = doc
            .children(relay)
            .find(|&child| if passive { doc.lower(child) == "by" } else { scene.dep(child) == deps::DOBJ });
        let Some(party) = party else { continue };
        let phrase = relay.min(doc.subtree(party).start)..doc.subtree(party).end;
        let spans = &mut found.spans;
        let left = |tokens: &[usize]| tokens.iter().copied().filter(|t| !phrase.contains(t)).collect::<Vec<_>>();
        let content = left(&spans.content);
        if content.iter().any(|&t| scene.word[t]) {
            spans.content = content;
            spans.source = left(&spans.source);
        }
    }
}

/// "Citing the minister, the agency said": the tree may take both for one subject; whom it cites stands before the comma.
fn part_leading_citation(scene: &Scene<'_>, found: &mut Found) {
    let source = &mut found.spans.source;
    let Some((_, comma)) = relays::leading_citation(scene, found.root).filter(|(_, comma)| source.contains(comma))
    else {
        return;
    };
    if source.iter().any(|&t| t > comma && scene.word[t]) {
        source.retain(|&t| t > comma);
    }
}

/// "Example News quoted the minister as saying that …": the minister speaks, the newsroom passes it on.
fn take_quoted_speaker(scene: &Scene<'_>, found: &mut Found) {
    let doc = scene.doc;
    let root = found.root;
    let quotes = matches!(doc.lemma(root), "quote" | "cite") && doc.tag(root) != "VBN";
    let speaker = doc.children(root).find(|&child| scene.dep(child) == deps::DOBJ);
    let Some(speaker) = speaker.filter(|_| quotes && scene.quote[root] == 0) else { return };
    let Some(saying) = (speaker..doc.subtree(root).end.min(speaker + 20))
        .find(|&t| matches!(doc.lower(t), "saying" | "telling" | "stating") && doc.lower(t - 1) == "as")
    else {
        return;
    };
    let content: Vec<usize> = found.spans.content.iter().copied().filter(|&t| t > saying).collect();
    if !content.iter().any(|&t| scene.word[t]) {
        return;
    }
    let source = (doc.subtree(speaker).start..saying - 1).filter(|&t| t > root && !doc.is_space(t)).collect();
    found.relay = std::mem::replace(&mut found.spans.source, source);
    found.spans.cue = vec![root, saying - 1, saying];
    found.spans.content = content;
}

/// "The envoy, who is ill, “left by train,” the agency said": where the tree gives a verb two subjects, the one between
/// the quotation and the verb speaks, and the other is whom the quotation tells of.
fn take_nearer_subject(scene: &Scene<'_>, found: &mut Found) {
    let doc = scene.doc;
    let root = found.root;
    let spans = &mut found.spans;
    let Some(quoted) = spans.content.iter().copied().rfind(|&t| t < root && scene.quote[t] > 0) else { return };
    let of_verb = |t: &usize| scene.dep(*t) == deps::NSUBJ && doc.head(*t) == root && scene.quote[*t] == 0;
    let Some(near) = (quoted + 1..root).find(of_verb) else { return };
    let Some(far) = spans.source.iter().copied().find(|t| *t < quoted && of_verb(t)) else { return };
    let first = doc.subtree(far).start.max(scene.sentence(root).start);
    let phrase = doc.subtree(near).start.max(quoted + 1)..doc.subtree(near).end.min(root);
    spans.source = phrase.filter(|&t| scene.word[t]).collect();
    spans.content = (first..=quoted).filter(|&t| !doc.is_space(t)).collect();
}

/// A clause begins at its "that"; a few words before it belong to whom it was told.
fn begin_at_that(scene: &Scene<'_>, found: &mut Found) {
    const FEW: usize = 5;
    let doc = scene.doc;
    let content = &mut found.spans.content;
    let opens = |&t: &usize| {
        let clause = doc.head(t);
        let whole = scene.dep(t) == deps::MARK && doc.lower(t) == "that";
        whole && content.binary_search(&clause).is_ok() && content.binary_search(&doc.head(clause)).is_err()
    };
    let Some(at) = content.iter().take(FEW + 1).position(opens) else { return };
    let plain = |&t: &usize| !scene.is_verbal(t) && scene.quote[t] == 0 && t > found.root;
    if content[..at].iter().all(plain) {
        content.drain(..at);
    }
}

/// "declined to say where": what is refused belongs to the cue.
fn take_refused_verb(scene: &Scene<'_>, found: &mut Found) {
    let says = |t: usize| matches!(cue(scene.doc.lemma(t)), Some(CueSense::Say | CueSense::Give));
    let refused = |&t: &usize| scene.dep(t) == deps::XCOMP && scene.doc.head(t) == found.root && says(t);
    if cue(scene.doc.lemma(found.root)) != Some(CueSense::Refuse) {
        return;
    }
    let spans = &mut found.spans;
    let Some(verb) = spans.content.iter().copied().find(refused) else { return };
    let rest = spans.content.iter().filter(|&&t| t > verb && scene.word[t]).count();
    if rest > 0 {
        spans.cue.extend(spans.content.iter().filter(|&&t| t <= verb && t > found.root));
        spans.cue.sort_unstable();
        spans.cue.dedup();
        spans.content.retain(|&t| t > verb);
    }
}

/// The subject of a cue outside the quotation, before or behind its verb.
fn speaker(scene: &Scene<'_>, found: &Found) -> Vec<usize> {
    let own = subject_of(scene, found.root).filter(|(_, steps)| *steps == 0).map(|(subject, _)| subject);
    let behind = scene
        .doc
        .children(found.root)
        .find(|&child| child == found.root + 1 && scene.doc.pos(child).is_nominal() && scene.dep(child) == deps::DOBJ);
    let Some(head) = own.or(behind) else { return Vec::new() };
    let free = |t: &usize| found.spans.content.binary_search(t).is_err() && found.spans.cue.binary_search(t).is_err();
    let phrase = scene.doc.subtree(head).filter(|t| !scene.doc.is_space(*t));
    let mut tokens: Vec<usize> = phrase.take_while(|t| *t <= head || free(t)).filter(free).collect();
    while tokens.last().is_some_and(|&t| t > head && scene.doc.pos(t) == Pos::Punct) {
        tokens.pop();
    }
    tokens
}

/// Commas and the like at the edges belong to nobody; quotation marks stay.
fn trim(scene: &Scene<'_>, found: &mut Found) {
    let loose = |&t: &usize| !scene.mark[t] && matches!(scene.doc.text(t), "," | ";" | ":" | "—" | "–" | "--" | "-");
    let spans = &mut found.spans;
    for tokens in [&mut spans.source, &mut spans.content] {
        while tokens.len() > 1 && tokens.last().is_some_and(loose) {
            tokens.pop();
        }
        let lead = tokens.iter().take_while(|t| loose(t)).count();
        if lead < tokens.len() {
            tokens.drain(..lead);
        }
    }
}
