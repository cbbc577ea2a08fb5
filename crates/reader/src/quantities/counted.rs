//! What a bare number counts, by the tree: "200 more" counts what was counted before.

use std::ops::Range;

use reportedly_knowledge::measures::{Counting, counting};
use reportedly_language::{Doc, Pos};

use crate::lexemes::Lexemes;

/// How many sentences back a noun counted before may lie.
const REMEMBERED: usize = 2;

/// Finds what is counted, and remembers it.
pub(super) struct Counter<'a, 'd> {
    doc: &'a Doc<'d>,
    last: Option<(String, usize)>,
}

impl<'a, 'd> Counter<'a, 'd> {
    pub fn new(doc: &'a Doc<'d>) -> Self {
        Self { doc, last: None }
    }

    /// What the number in lexemes `first..end` counts, and past the last lexeme of its noun. Words of bounding begin
    /// at `start`.
    pub fn counted(
        &mut self,
        lex: &Lexemes<'_>,
        start: usize,
        first: usize,
        end: usize,
        value: f64,
    ) -> Option<(String, usize)> {
        let token = lex.token(end - 1);
        let sentence = self.doc.sentence_of(token);
        if self.is_in_name(lex.token(first)) {
            return None;
        }
        let found = self.noun_after(token, value).or_else(|| self.noun_of(lex, end, value));
        let found = found.filter(|(noun, last)| on_one_line(lex, end, *last) && !self.is_model(lex, first, *noun));
        if let Some((noun, last)) = found {
            if value <= 2.0 && (self.is_definite(noun, lex.token(start)) || self.is_pronoun(lex, end, value)) {
                return None;
            }
            if matches!(counting(&self.doc.lemma(noun).to_lowercase()), Some(Counting::Vague)) {
                return None;
            }
            let of = self.words(noun);
            self.last = Some((of.clone(), sentence));
            return Some((of, past_token(lex, end, last)));
        }
        self.elided(lex, token, start..end, value, sentence)
    }

    /// The plural noun that a number stands before.
    fn noun_after(&self, token: usize, value: f64) -> Option<(usize, usize)> {
        let head = self.doc.head(token);
        let numbered = matches!(self.doc.dep(token), "nummod" | "amod" | "quantmod" | "compound" | "nmod" | "advmod");
        if numbered && head > token && head - token <= 8 && self.is_counted_noun(head, value) {
            return Some((head, head));
        }
        // Parsers now and then hang a number elsewhere; the next word may still be its noun.
        let next = token + 1;
        let near = next < self.doc.len() && self.is_counted_noun(next, value) && self.doc.tag(next) == "NNS";
        near.then_some((next, next))
    }

    fn is_counted_noun(&self, noun: usize, value: f64) -> bool {
        if !matches!(self.doc.pos(noun), Pos::Noun | Pos::Propn) {
            return false;
        }
        let lemma = self.doc.lemma(noun);
        if self.doc.text(noun).chars().nth(1).is_none() {
            return false;
        }
        let plural = matches!(self.doc.tag(noun), "NNS" | "NNPS");
        plural || (value == 1.0 && self.doc.tag(noun) == "NN") || counting(lemma) == Some(Counting::Plural)
    }

    /// "Boeing 787 Dreamliners": a number among the names of a thing belongs to its name.
    fn is_model(&self, lex: &Lexemes<'_>, first: usize, noun: usize) -> bool {
        let token = lex.token(first);
        token > 0 && {
            let before = token - 1;
            let joined = self.doc.head(before) == noun || self.doc.head(before) == token;
            self.doc.pos(before) == Pos::Propn && matches!(self.doc.dep(before), "compound" | "nmod") && joined
        }
    }

    /// "36 of the shells".
    fn noun_of(&self, lex: &Lexemes<'_>, end: usize, value: f64) -> Option<(usize, usize)> {
        if value < 2.0 || !lex.is(end, "of") {
            return None;
        }
        let of = lex.token(end);
        let noun = self
            .doc
            .child(of, "pobj")
            .filter(|&noun| noun > of && noun - of <= 6 && self.is_counted_noun(noun, value))?;
        // "12 of the 48 ships" has two numbers; the second takes the noun with it.
        let counted_again = self.doc.children(noun).any(|child| child > of && self.doc.pos(child) == Pos::Num);
        Some((noun, if counted_again { of - 1 } else { noun }))
    }

    /// "the two leaders", "both", "his two sons": known to the reader, not counted.
    fn is_definite(&self, noun: usize, before: usize) -> bool {
        self.doc.children(noun).any(|child| {
            child < before
                && matches!(self.doc.dep(child), "det" | "poss")
                && !matches!(self.doc.lower(child), "a" | "an" | "any" | "no" | "another" | "some")
        })
    }

    /// "one" that stands for somebody, or leads "one day".
    fn is_pronoun(&self, lex: &Lexemes<'_>, end: usize, value: f64) -> bool {
        value == 1.0 && lex.is_any(end, &["of", "another", "day", "time", "such"])
    }

    /// "12 dead", "killed 12", "200 more", "six were fired".
    fn elided(
        &mut self,
        lex: &Lexemes<'_>,
        token: usize,
        figure: Range<usize>,
        value: f64,
        sentence: usize,
    ) -> Option<(String, usize)> {
        let Range { start, end } = figure;
        let of_lemma = |i: usize| counting(&self.doc.lemma(i).to_lowercase());
        let next = (lex.text(end).is_some()).then(|| lex.token(end));
        let beside = next.and_then(|next| of_lemma(next).or_else(|| counting(self.doc.lower(next))));
        let argument = matches!(self.doc.dep(token), "dobj" | "nsubj" | "nsubjpass" | "pobj" | "attr" | "conj");
        let bare = argument && matches!(self.doc.pos(token), Pos::Num | Pos::Noun) && value >= 2.0;
        let remembered =
            || self.last.clone().filter(|(_, before)| sentence.saturating_sub(*before) <= REMEMBERED).map(|(of, _)| of);
        let verb = self.doc.head(token);
        match beside {
            Some(Counting::Of(of)) if value >= 1.0 => return Some((of.to_owned(), end + 1)),
            Some(Counting::Again) => return Some((remembered()?, end + 1)),
            _ => {}
        }
        // "posts 542 and 543" are numbered, not counted.
        let numbered = |i: usize| i > 0 && self.doc.pos(i - 1).is_nominal() && self.doc.pos(i - 1) != Pos::Pron;
        if !bare
            || numbered(lex.token(start))
            || next.is_some_and(|next| self.doc.pos(next).is_nominal() && self.doc.head(token) == next)
        {
            return None;
        }
        if matches!(self.doc.dep(token), "dobj" | "nsubj" | "nsubjpass") {
            if let Some(Counting::Of(of)) = of_lemma(verb) {
                return Some((of.to_owned(), end));
            }
            return Some((remembered()?, end));
        }
        None
    }

    /// Whether the number is part of a name: "Boeing 787", "Group of 20".
    fn is_in_name(&self, token: usize) -> bool {
        let Some(name) = self.doc.name_at(token) else { return false };
        let named = matches!(
            self.doc.name_label(name),
            "ORG" | "PRODUCT" | "WORK_OF_ART" | "LAW" | "FAC" | "EVENT" | "PERSON" | "GPE"
        );
        named && (name.end - name.start > 1) && name.start as usize != token
    }

    /// The noun with the nouns compounded to it, in lower case unless it is a name.
    fn words(&self, noun: usize) -> String {
        let compounded = |i: usize| self.doc.dep(i) == "compound" && self.doc.head(i) == noun;
        let mut first = noun;
        while first > 0 && compounded(first - 1) {
            first -= 1;
        }
        let word = |i: usize| if self.doc.pos(i) == Pos::Propn { self.doc.text(i) } else { self.doc.lower(i) };
        (first..noun + 1).map(word).collect::<Vec<_>>().join(" ")
    }

    /// The noun of "1,200 tonnes of wheat" or "40 % of voters".
    pub fn of_phrase(&self, unit: usize) -> Option<String> {
        let of = unit + 1;
        if of >= self.doc.len() || self.doc.lower(of) != "of" {
            return None;
        }
        let noun = self.doc.child(of, "pobj").filter(|&noun| noun > of && noun - of <= 6)?;
        matches!(self.doc.pos(noun), Pos::Noun | Pos::Propn).then(|| self.words(noun))
    }
}

/// Whether no line breaks between lexeme `i` and a token.
fn on_one_line(lex: &Lexemes<'_>, i: usize, token: usize) -> bool {
    (i..lex.len()).take_while(|&k| lex.token(k) <= token).all(|k| lex.text(k).is_some())
}

/// Past the last lexeme of a token, beginning the search at lexeme `i`.
fn past_token(lex: &Lexemes<'_>, i: usize, token: usize) -> usize {
    let mut end = i;
    while end < lex.len() && lex.token(end) <= token {
        end += 1;
    }
    end
}
