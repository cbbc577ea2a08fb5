//! Words by which claims of several reports are told apart and held against each other.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// What a word does for claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimWord {
    /// A verb that attributes.
    Saying,
    /// A verb of saying whose object is the hearer.
    Telling,
    /// A noun for the media at large.
    Media,
    /// A post whose holder speaks for a body.
    Mouth,
    /// A noun for bodies.
    Body,
    /// A word that names no source by itself.
    Common,
    /// A word by which a count is a share of another or comes on top of it.
    Part,
    /// A verb whose infinitive did not happen.
    Failing,
    /// A determiner, pronoun or preposition that denies.
    Lacking,
    /// A verb whose object or subject names the happening.
    Light,
    /// A noun that counts nothing of its own.
    Vague,
    /// Words for people on a vessel.
    Aboard,
    /// A phrase before a cause.
    Due,
    /// A verb whose subject is a cause.
    Causing,
    /// A verb whose object is a cause.
    Blaming,
    /// A place outside any state.
    Open,
    /// A place inside a state.
    Own,
    /// A verb whose object has not happened.
    Mulling,
    /// A part that one person plays in a story.
    Sole,
    /// A verb by whose agent something is measured.
    Gauging,
    /// A noun by which a denial points at what was said.
    Anaphor,
}

static WORDS: LazyLock<HashMap<&'static str, Vec<ClaimWord>>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Vec<ClaimWord>> = HashMap::new();
    for row in rows(include_str!("../../../data/claims.tsv")) {
        let kind = match row.get(0) {
            "saying" => ClaimWord::Saying,
            "telling" => ClaimWord::Telling,
            "media" => ClaimWord::Media,
            "mouth" => ClaimWord::Mouth,
            "body" => ClaimWord::Body,
            "common" => ClaimWord::Common,
            "part" => ClaimWord::Part,
            "failing" => ClaimWord::Failing,
            "lacking" => ClaimWord::Lacking,
            "light" => ClaimWord::Light,
            "vague" => ClaimWord::Vague,
            "aboard" => ClaimWord::Aboard,
            "due" => ClaimWord::Due,
            "causing" => ClaimWord::Causing,
            "blaming" => ClaimWord::Blaming,
            "open" => ClaimWord::Open,
            "own" => ClaimWord::Own,
            "mulling" => ClaimWord::Mulling,
            "sole" => ClaimWord::Sole,
            "gauging" => ClaimWord::Gauging,
            "anaphor" => ClaimWord::Anaphor,
            other => panic!("data/claims.tsv: unknown kind {other:?}"),
        };
        row.list(1).for_each(|word| words.entry(word).or_default().push(kind));
    }
    words
});

/// Whether a lower-case lemma or phrase is such a word.
pub fn is(word: &str, kind: ClaimWord) -> bool {
    WORDS.get(word).is_some_and(|kinds| kinds.contains(&kind))
}

/// The phrases of a kind that a lower-case text holds, with their places.
pub fn phrases_in(lower: &str, kind: ClaimWord) -> Vec<(usize, &'static str)> {
    let mut found: Vec<(usize, &'static str)> = WORDS
        .iter()
        .filter(|(_, kinds)| kinds.contains(&kind))
        .flat_map(|(phrase, _)| lower.match_indices(phrase).map(|(at, _)| (at, *phrase)))
        .collect();
    found.sort_unstable();
    found
}

/// Whether a verb attributes.
pub fn is_saying(lemma: &str) -> bool {
    is(lemma, ClaimWord::Saying)
}

/// Whether a verb of saying takes the hearer as its object.
pub fn is_telling(lemma: &str) -> bool {
    is(lemma, ClaimWord::Telling)
}

/// Whether a noun means the media at large.
pub fn is_media(lemma: &str) -> bool {
    is(lemma, ClaimWord::Media)
}

/// Whether a noun is the post of somebody who speaks for a body.
pub fn is_mouth(lemma: &str) -> bool {
    is(lemma, ClaimWord::Mouth)
}

/// Whether a noun names a body.
pub fn is_body(lemma: &str) -> bool {
    is(lemma, ClaimWord::Body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_kinds_and_phrases_are_found() {
        assert!(is_saying("insist") && is_telling("tell") && is_body("airline") && !is_body("plumber"));
        assert_eq!(phrases_in("seized on the high seas", ClaimWord::Open), [(14, "high seas")]);
    }
}
