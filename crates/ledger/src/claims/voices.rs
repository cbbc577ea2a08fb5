//! Who speaks in a report: its attributions, and words of saying with a subject that no attribution was read from.

use std::collections::BTreeSet;

use reportedly_knowledge::claim_words::{self, ClaimWord};
use reportedly_knowledge::cues;
use reportedly_knowledge::cues::{CueSense, cue};
use reportedly_knowledge::titles::title;
use reportedly_report::{Attribution, Certainty, EntityType, Kind, Rule, SourceKind, Span};

use super::rows::{Name, Voice};
use super::scene::{Scene, clipped};
use crate::gist::gist_of;

/// Tokens of the phrase that names a source.
const PHRASE: usize = 40;
/// Voices of one report at most.
const VOICES: usize = 1000;

/// The voices of a report, in order of their cues.
pub fn voices(scene: &Scene<'_>) -> Vec<Voice> {
    let mut voices: Vec<Voice> =
        scene.reading.attributions.iter().take(VOICES).map(|attribution| of_attribution(scene, attribution)).collect();
    let taken: Vec<Span> = scene.reading.attributions.iter().flat_map(|attribution| attribution.cue.clone()).collect();
    for at in 0..scene.tokens.len() {
        if voices.len() >= VOICES {
            break;
        }
        if !taken.iter().any(|cue| cue.overlaps(scene.tree.row(at).span)) {
            voices.extend(of_saying(scene, at));
        }
    }
    voices.sort_by_key(|voice| voice.cue);
    give_sentences(scene, &mut voices);
    resolve(scene, &mut voices);
    voices
}

fn of_attribution(scene: &Scene<'_>, attribution: &Attribution) -> Voice {
    let text = scene.text;
    let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ");
    let mut names = Vec::new();
    let phrase = words(&attribution.source);
    if let Some(first) = attribution.source.first() {
        let mut name = name(scene, *first);
        if let Some(entity) = attribution.source_entity {
            add_entity(scene, &mut name, entity.0);
        }
        // A pronoun says nothing that the one it stands for does not.
        let resolved = attribution.chain.first().filter(|link| link.name != phrase && name.points_back);
        if let Some(link) = resolved.filter(|_| name.person.is_empty() && name.proper.is_empty()) {
            add_words(&mut name, &link.name);
        }
        names.push(name);
    }
    let relays = attribution.chain.iter().skip(names.len());
    names.extend(relays.map(|link| {
        let mut name = Name { text: link.name.clone(), ..Name::default() };
        add_words(&mut name, &link.name);
        name
    }));
    let cue = attribution.cue.first().or(attribution.content.first()).copied().unwrap_or_default();
    let lemmas = attribution.content.iter().flat_map(|span| scene.tree.within(*span));
    Voice {
        attribution: Some(attribution.id.to_string()),
        chain: names.iter().map(|name| name.text.clone()).collect(),
        is_media: is_media(attribution.source_kind, &names),
        names,
        kind: attribution.source_kind,
        certainty: attribution.certainty,
        source: attribution.source.first().copied(),
        cue,
        quoted: (attribution.kind == Kind::Direct)
            .then(|| clipped(words(&attribution.content).trim_matches(is_mark)).to_owned()),
        content: attribution.content.clone(),
        sentence: None,
        gist: gist_of(lemmas.flat_map(|at| scene.lemmas_at(at))),
        rule: Rule::Borrowed("claims.attribution"),
    }
}

/// Quotation marks and what stands beside them.
fn is_mark(letter: char) -> bool {
    letter.is_whitespace() || "\"“”„«»‘’',.".contains(letter)
}

/// An outlet or site that nothing names is the media at large.
fn is_media(kind: SourceKind, names: &[Name]) -> bool {
    let of_media = names
        .first()
        .is_some_and(|name| name.proper.is_empty() && name.person.is_empty() && claim_words::is_media(&name.head));
    kind == SourceKind::Media
        || of_media
        || kind == SourceKind::Outlet && names.iter().all(|name| name.proper.is_empty())
}

/// "…, a guard told reporters": a word of saying, its subject, and the clause it is about.
fn of_saying(scene: &Scene<'_>, at: usize) -> Option<Voice> {
    let row = scene.tree.row(at);
    let is_denial = matches!(cue(&row.lemma.to_lowercase()), Some(CueSense::Deny));
    let lemma = row.lemma.to_lowercase();
    let is_saying = claim_words::is_saying(&lemma);
    if row.pos != "VERB" || !(is_saying || is_denial || claim_words::is(&lemma, ClaimWord::Gauging)) {
        return None;
    }
    let agent = scene.tree.children(at).find(|child| scene.tree.row(*child).dep == "agent");
    let agent = agent.and_then(|by| scene.tree.children(by).find(|child| scene.tree.row(*child).dep == "pobj"));
    let nsubj =
        scene.tree.children(at).find(|child| scene.tree.row(*child).dep == "nsubj").filter(|_| is_saying || is_denial);
    let subject = agent.or(nsubj)?;
    let whole = scene.phrase(subject, PHRASE);
    let sentence = scene.sentence_of(row.span);
    let clause = scene.tree.children(at).find(|child| matches!(scene.tree.row(*child).dep.as_str(), "ccomp" | "xcomp"));
    let object = scene.tree.children(at).find(|child| scene.tree.row(*child).dep == "dobj");
    let governor = scene.tree.head(at).filter(|_| matches!(row.dep.as_str(), "parataxis" | "advcl" | "conj" | "ccomp"));
    let content = match (clause, object, governor) {
        // "a quake measured at 6 by the institute": all that the sentence says of it.
        _ if agent.is_some() => sentence,
        (Some(clause), ..) => scene.whole(clause, |_| true),
        (None, _, Some(governor)) if row.dep != "conj" => scene.whole(governor, |child| child != at),
        (None, Some(object), _) if !claim_words::is_telling(&row.lemma) => scene.whole(object, |_| true),
        // What is said stands before or after in the same sentence, as far as the tree goes.
        _ => {
            let before = Span::new(sentence.range().start, whole.range().start.max(sentence.range().start));
            if before.trimmed(scene.text).len() < 12 { return None } else { before.trimmed(scene.text) }
        }
    };
    let has_not = scene.tree.children(at).any(|child| scene.tree.row(child).dep == "neg");
    let name = name(scene, whole);
    if name.head.is_empty() {
        return None;
    }
    let kind = kind_of(scene, &name, subject);
    let certainty = match (has_not, is_denial) {
        (true, false) => Certainty::Unknown,
        (false, true) => Certainty::Negated,
        _ => Certainty::Certain,
    };
    let names = vec![name];
    Some(Voice {
        attribution: None,
        chain: names.iter().map(|name| name.text.clone()).collect(),
        is_media: is_media(kind, &names),
        names,
        kind,
        certainty: Some(certainty),
        source: Some(whole),
        cue: row.span,
        gist: gist_of(scene.tree.within(content).flat_map(|at| scene.lemmas_at(at))),
        content: vec![content],
        quoted: None,
        sentence: None,
        rule: Rule::Borrowed("claims.saying"),
    })
}

fn kind_of(scene: &Scene<'_>, name: &Name, head: usize) -> SourceKind {
    use cues::SourceWord;
    if !name.person.is_empty() {
        return SourceKind::Person;
    }
    match cues::source_word(&name.head) {
        Some(SourceWord::Experts) => SourceKind::Experts,
        Some(SourceWord::Document) => SourceKind::Document,
        Some(SourceWord::Media) => SourceKind::Media,
        Some(SourceWord::Agency) => SourceKind::Agency,
        Some(SourceWord::Outlet) => SourceKind::Outlet,
        Some(SourceWord::Government) => SourceKind::Government,
        Some(SourceWord::Office) => SourceKind::Office,
        Some(SourceWord::Organization) => SourceKind::Organization,
        _ if scene.tree.row(head).pos == "PROPN" => SourceKind::Organization,
        _ => SourceKind::Group,
    }
}

/// A phrase taken apart.
fn name(scene: &Scene<'_>, phrase: Span) -> Name {
    let within: Vec<usize> = scene.tree.within(phrase).take(PHRASE).collect();
    let Some(head) =
        within.iter().copied().find(|at| scene.tree.head(*at).is_none_or(|above| !within.contains(&above)))
    else {
        return Name::default();
    };
    let mut name = Name { text: phrase.of(scene.text).to_owned(), ..Name::default() };
    let row = scene.tree.row(head);
    name.head = row.lemma.to_lowercase();
    let is_titled =
        within.len() > 1 && within.iter().all(|at| scene.tree.row(*at).text.starts_with(char::is_uppercase));
    for at in within.iter().copied() {
        let row = scene.tree.row(at);
        // What a relative clause tells of a source is not its name.
        let in_clause = scene
            .tree
            .above(at)
            .take_while(|above| within.contains(above))
            .chain([at])
            .any(|above| above != head && matches!(scene.tree.row(above).dep.as_str(), "relcl" | "acl" | "advcl"));
        if in_clause {
            continue;
        }
        let lower = row.text.to_lowercase();
        // A capital inside a sentence, or on every word of the phrase, makes a name of any word.
        let is_capital = row.text.starts_with(char::is_uppercase);
        let is_name = is_capital && (is_titled || row.span.start > scene.sentence_of(row.span).start);
        match row.pos.as_str() {
            _ if scene.person_at(row.span) => {
                // A title is written like a name.
                if title(&lower).is_some() { name.common.push(lower) } else { name.person.push(lower) }
            }
            "PROPN" => name.proper.push(lower),
            "NOUN" | "ADJ" | "ADV" if is_name && title(&lower).is_none() => name.proper.push(lower),
            "NOUN" | "ADJ" => name.common.push(row.lemma.to_lowercase()),
            _ => {}
        }
    }
    // Of two spokesmen none is the voice of the body.
    let is_one = !matches!(row.tag.as_str(), "NNS" | "NNPS");
    name.speaks_for_body = is_one && name.common.iter().chain(&name.proper).any(|word| claim_words::is_mouth(word));
    let first = scene.tree.row(within[0]);
    let is_definite =
        matches!(first.text.to_lowercase().as_str(), "the" | "this" | "that" | "its" | "his" | "her" | "their");
    let bare = name.common.len() <= 1 && name.proper.is_empty() && name.person.is_empty();
    name.points_back = row.pos == "PRON" || is_definite && bare;
    name
}

fn add_words(name: &mut Name, words: &str) {
    for word in words.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())) {
        let lower = word.to_lowercase();
        let known = name.proper.contains(&lower) || name.common.contains(&lower) || name.person.contains(&lower);
        if word.is_empty() || known {
            continue;
        }
        if word.starts_with(char::is_uppercase) { name.proper.push(lower) } else { name.common.push(lower) }
    }
}

/// The words of an entity that the phrase may only point to.
fn add_entity(scene: &Scene<'_>, name: &mut Name, id: u32) {
    let Some(entity) = scene.reading.entities.iter().find(|entity| entity.id.0 == id) else { return };
    let words = entity.name.split_whitespace().map(str::to_lowercase);
    match entity.kind {
        EntityType::Person if name.person.is_empty() => {
            // A name that the tagger did not see as a person's stands among the others.
            name.person = words.collect();
            let person = name.person.clone();
            name.proper.retain(|word| !person.contains(word));
        }
        EntityType::Person => {}
        _ if name.proper.is_empty() && name.person.is_empty() => name.proper = words.collect(),
        _ => {}
    }
    if entity.kind == EntityType::Person {
        for role in &entity.roles {
            let of = role.of.iter().flat_map(|of| of.split_whitespace());
            for word in role.title.split_whitespace().chain(of) {
                let word = word.to_lowercase();
                if !name.common.contains(&word) {
                    name.common.push(word);
                }
            }
        }
        name.speaks_for_body |= name.common.iter().any(|word| claim_words::is_mouth(word));
    }
}

/// Lets the one voice of a sentence have what no other voice of it has: "40 tonnes left, X reported, in a rare move".
fn give_sentences(scene: &Scene<'_>, voices: &mut [Voice]) {
    for at in 0..voices.len() {
        let sentence = scene.sentence_of(voices[at].cue);
        let others = voices.iter().enumerate().filter(|(other, voice)| *other != at && sentence.contains(voice.cue));
        if voices[at].certainty != Some(Certainty::Unknown) && others.count() == 0 {
            // A cue inside a relative clause speaks for that clause alone.
            let is_top = scene.tree.within(voices[at].cue).next().is_some_and(|token| {
                !scene.tree.above(token).chain([token]).any(|above| scene.tree.row(above).dep == "relcl")
            });
            if is_top {
                voices[at].sentence = Some(sentence);
                let own: BTreeSet<String> =
                    voices[at].names.iter().flat_map(|name| name.proper.iter().chain(&name.common).cloned()).collect();
                let words = scene.tree.within(sentence).flat_map(|at| scene.lemmas_at(at));
                let words = gist_of(words).into_iter().filter(|(word, _)| !own.contains(word));
                voices[at].gist.extend(words);
            }
        }
    }
}

/// Lets pronouns and bare descriptions borrow the words of whom they point back to.
fn resolve(scene: &Scene<'_>, voices: &mut [Voice]) {
    for at in 0..voices.len() {
        let Some(name) = voices[at].names.first() else { continue };
        if lends_itself(name) {
            // "its secretary, Ilse Maro": she speaks for the body last heard or named.
            let cue = voices[at].cue;
            let earlier = voices[..at].iter().rev().filter_map(|voice| voice.names.first());
            let body = earlier.clone().find(|other| other.person.is_empty() && is_of_body(other)).cloned();
            if let Some(body) = body.or_else(|| first_body(scene, cue)) {
                let words = body.proper.iter().chain(&body.common).cloned().collect::<Vec<_>>();
                voices[at].names[0].common.extend(words);
            }
            continue;
        }
        if !name.points_back || !name.person.is_empty() || !name.proper.is_empty() {
            continue;
        }
        let head = name.head.clone();
        let earlier = voices[..at].iter().rev().filter_map(|voice| voice.names.first());
        let is_same_kind = |other: &&Name| {
            let last = |name: &Name| name.common.last().cloned().unwrap_or_default();
            other.head == head || last(other) == head || other.common.contains(&head)
        };
        let is_he = matches!(head.as_str(), "he" | "she");
        let is_body = matches!(head.as_str(), "it" | "they" | "we") || claim_words::is_body(&head);
        let found = earlier
            .clone()
            .find(is_same_kind)
            .or_else(|| earlier.clone().find(|other| is_he && !claim_words::is_body(&other.head)))
            .or_else(|| earlier.clone().find(|other| is_body && other.person.is_empty()))
            .cloned();
        let found = found.or_else(|| is_body.then(|| first_body(scene, voices[at].cue)).flatten());
        let Some(found) = found else { continue };
        let name = &mut voices[at].names[0];
        let common: BTreeSet<String> = name.common.iter().chain(&found.common).cloned().collect();
        let (text, speaks) = (name.text.clone(), name.speaks_for_body || found.speaks_for_body);
        // The head is what the other name has, so that both are known by the same words.
        *name =
            Name { common: common.into_iter().collect(), text, speaks_for_body: speaks, points_back: true, ..found };
        let chain = &mut voices[at].chain[0];
        if voices[at].names[0].person.is_empty() && voices[at].names[0].proper.is_empty() {
            continue;
        }
        chain.clear();
        let name = &voices[at].names[0];
        chain.push_str(&name.text);
    }
}

/// Whether a name is of somebody who speaks for a body that the phrase does not name.
fn lends_itself(name: &Name) -> bool {
    let names_nothing = |word: &String| claim_words::is_mouth(word) || claim_words::is(word, ClaimWord::Common);
    let is_mouth = claim_words::is_mouth(&name.head) || name.common.iter().any(|word| claim_words::is_mouth(word));
    is_mouth && name.speaks_for_body && name.proper.is_empty() && name.common.iter().all(names_nothing)
}

fn is_of_body(name: &Name) -> bool {
    !name.proper.is_empty() || claim_words::is_body(&name.head)
}

/// The first organization of a report before a place.
fn first_body(scene: &Scene<'_>, before: Span) -> Option<Name> {
    let of_kind = |kind: EntityType| {
        let body = scene.reading.entities.iter().filter(move |entity| entity.kind == kind);
        body.min_by_key(|entity| entity.mentions.first().map(|mention| mention.span))
    };
    let first = of_kind(EntityType::Organization)?;
    if first.mentions.first()?.span > before {
        return None;
    }
    let mut name = Name { text: first.name.clone(), ..Name::default() };
    add_words(&mut name, &first.name);
    name.head = name.proper.last().cloned().unwrap_or_default();
    Some(name)
}
