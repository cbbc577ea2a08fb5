//! One reading with its trees: what voices, claims and values are made from.

use std::collections::BTreeMap;

use reportedly_knowledge::claim_words::{self, ClaimWord};
use reportedly_knowledge::event_nouns;
use reportedly_knowledge::lexicon;
use reportedly_report::{BlockRole, Certainty, EntityType, Facet, Reading, Rule, Span, Status, TokenRow};

use super::rows::{Claim, Part, Polarity, Term, Value, Voice};
use super::tree::Tree;

/// Bytes of a quotation kept at most.
const QUOTED: usize = 600;
/// Claims of one report at most.
const CLAIMS: usize = 2000;
/// Tokens below a predicate looked at.
const BELOW: usize = 60;
/// Words of one claim at most.
const TERMS: usize = 24;
/// Bytes at the start of a text that say what it is about.
const LEAD: u32 = 260;

/// A reading and its trees.
pub struct Scene<'r> {
    pub reading: &'r Reading,
    pub text: &'r str,
    pub tokens: &'r [TokenRow],
    pub tree: Tree<'r>,
    /// Whether a token is of a person's name, and of any name.
    persons: Vec<bool>,
    names: Vec<bool>,
    /// Whether a token is of a time, and of a place's name.
    times: Vec<bool>,
    places: Vec<bool>,
    /// The words that a pronoun or description stands for, by its first token.
    stands_for: BTreeMap<usize, Vec<String>>,
}

impl<'r> Scene<'r> {
    pub fn new(reading: &'r Reading) -> Self {
        let tokens = reading.tokens.as_deref().unwrap_or_default();
        let tree = Tree::new(tokens);
        let (mut persons, mut names) = (vec![false; tokens.len()], vec![false; tokens.len()]);
        let mut times = vec![false; tokens.len()];
        for time in &reading.times {
            tree.within(time.span).for_each(|at| times[at] = true);
        }
        let mut places = vec![false; tokens.len()];
        for place in &reading.places {
            tree.within(place.span).for_each(|at| places[at] = true);
        }
        let mut stands_for = BTreeMap::new();
        for entity in &reading.entities {
            let roles = entity.roles.iter().flat_map(|role| role.title.split_whitespace());
            let words: Vec<String> =
                entity.name.split_whitespace().chain(roles).map(str::to_lowercase).take(8).collect();
            let is_pronoun =
                |mention: &&reportedly_report::Mention| mention.form == reportedly_report::MentionForm::Pronoun;
            for mention in entity.mentions.iter().filter(is_pronoun) {
                stands_for.extend(tree.within(mention.span).next().map(|at| (at, words.clone())));
            }
            let is_name = |mention: &&reportedly_report::Mention| mention.form == reportedly_report::MentionForm::Name;
            for mention in entity.mentions.iter().filter(is_name) {
                for at in tree.within(mention.span) {
                    names[at] = true;
                    persons[at] |= entity.kind == EntityType::Person;
                }
            }
        }
        Self { reading, text: &reading.report.text, tokens, tree, persons, names, times, places, stands_for }
    }

    /// Whether a stretch starts in a person's name.
    pub fn person_at(&self, span: Span) -> bool {
        self.tree.within(span).next().is_some_and(|at| self.persons[at])
    }

    /// Whether a token is of a place's name.
    pub fn is_place(&self, at: usize) -> bool {
        self.places[at]
    }

    /// The sentence that holds a stretch.
    pub fn sentence_of(&self, span: Span) -> Span {
        let after = self.reading.sentences.partition_point(|sentence| sentence.span.start <= span.start);
        after.checked_sub(1).map_or(span, |at| self.reading.sentences[at].span)
    }

    /// The stretch from the first to the last token below one, where `enters` lets the walk in.
    pub fn whole(&self, at: usize, enters: impl FnMut(usize) -> bool) -> Span {
        let own = self.tree.row(at).span;
        let below = self.tree.below(at, BELOW * 4, enters);
        below.iter().fold(own, |whole, token| whole.join(self.tree.row(*token).span))
    }

    /// A noun with what belongs to its name, clauses left out.
    pub fn phrase(&self, at: usize, most: usize) -> Span {
        let own = self.tree.row(at).span;
        let enters = |child: usize| {
            !matches!(
                self.tree.row(child).dep.as_str(),
                "relcl" | "acl" | "advcl" | "punct" | "cc" | "conj" | "parataxis"
            )
        };
        self.tree.below(at, most, enters).iter().fold(own, |whole, token| whole.join(self.tree.row(*token).span))
    }

    /// The lemma of a token; of a pronoun the words of whom it stands for.
    pub fn lemmas_at(&self, at: usize) -> impl Iterator<Item = &str> {
        let stands = self.stands_for.get(&at).map(Vec::as_slice).unwrap_or_default();
        std::iter::once(self.tree.row(at).lemma.as_str()).chain(stands.iter().map(String::as_str))
    }

    fn dep(&self, at: usize) -> &'r str {
        &self.tree.row(at).dep
    }

    fn lemma(&self, at: usize) -> String {
        self.tree.row(at).lemma.to_lowercase()
    }

    fn is_word(&self, at: usize, kind: ClaimWord) -> bool {
        claim_words::is(&self.lemma(at), kind)
    }

    /// The claims of the report, in order of their predicates.
    pub fn claims(&self, voices: &[Voice], values: Vec<(usize, Value)>) -> Vec<Claim> {
        let mut found: BTreeMap<usize, Claim> = BTreeMap::new();
        let events: BTreeMap<usize, usize> = self
            .reading
            .events
            .iter()
            .enumerate()
            .filter_map(|(number, event)| Some((self.tree.within(event.anchor).next()?, number)))
            .collect();
        for at in 0..self.tokens.len() {
            if found.len() >= CLAIMS {
                break;
            }
            let is_cue = voices.iter().any(|voice| voice.cue.overlaps(self.tree.row(at).span));
            let is_source =
                voices.iter().any(|voice| voice.source.is_some_and(|it| it.overlaps(self.tree.row(at).span)));
            if !is_source
                && self.is_predicate(at, events.contains_key(&at))
                && (!is_cue || self.tokens[at].pos != "VERB")
            {
                found.insert(at, self.claim(at, voices, events.get(&at).map(|number| &self.reading.events[*number])));
            }
        }
        for (at, value) in values {
            if let Some(claim) = found.get_mut(&at) {
                claim.happened_at = claim.happened_at.take().or_else(|| value.interval.clone());
                claim.values.push(value);
            } else if found.len() < CLAIMS {
                let mut claim = self.claim(at, voices, None);
                let is_source = voices.iter().any(|voice| voice.source.is_some_and(|it| it.overlaps(value.span)));
                // A time with a word of saying is when it was said; a number there is part of what is said.
                let is_cue = voices.iter().any(|voice| voice.cue.overlaps(claim.anchor));
                if is_source || is_cue && value.facet == Facet::Time {
                    claim.said_at.clone_from(&value.interval);
                    claim.rule = Rule::Borrowed("claims.said");
                }
                claim.values.push(value);
                found.insert(at, claim);
            }
        }
        self.deny_what_was_said(voices, &mut found);
        found.into_values().collect()
    }

    /// Whether a token says that something happens or is so.
    fn is_predicate(&self, at: usize, is_event: bool) -> bool {
        let row = self.tree.row(at);
        match row.pos.as_str() {
            _ if self.role_at(row.span) != BlockRole::Paragraph || self.places[at] => false,
            "VERB" if row.dep == "amod" => self.has_opposite(at),
            "VERB" => !matches!(row.dep.as_str(), "aux" | "auxpass" | "compound"),
            "AUX" => self.complement(at).is_some() || self.tree.children(at).any(|child| self.dep(child) == "expl"),
            "NOUN" => is_event || self.tree.children(at).any(|child| self.is_word(child, ClaimWord::Lacking)),
            "ADJ" => matches!(row.dep.as_str(), "amod" | "oprd") && self.has_opposite(at),
            _ => false,
        }
    }

    fn has_opposite(&self, at: usize) -> bool {
        lexicon::has_opposite(&self.lemma(at)) || lexicon::has_opposite(&self.tree.row(at).text.to_lowercase())
    }

    fn role_at(&self, span: Span) -> BlockRole {
        let block = self.reading.blocks.iter().rev().find(|block| block.span.start <= span.start);
        match block.map(|block| block.role) {
            Some(BlockRole::Boilerplate) => BlockRole::Boilerplate,
            Some(BlockRole::Dateline) if block.is_some_and(|block| span.end <= block.span.end) => BlockRole::Dateline,
            _ => BlockRole::Paragraph,
        }
    }

    /// What a form of "be" says of its subject.
    fn complement(&self, at: usize) -> Option<usize> {
        let found = self.tree.children(at).find(|child| matches!(self.dep(*child), "attr" | "acomp" | "oprd"));
        found.or_else(|| {
            let prep = self.tree.children(at).find(|child| self.dep(*child) == "prep")?;
            self.tree.children(prep).find(|child| self.dep(*child) == "pobj").or(Some(prep))
        })
    }

    fn claim(&self, at: usize, voices: &[Voice], event: Option<&reportedly_report::Event>) -> Claim {
        let row = self.tree.row(at);
        let voice = self.voice_at(voices, row.span);
        let span = self.whole(at, |child| !matches!(self.dep(child), "ccomp" | "parataxis"));
        let terms = self.terms(at);
        let head = terms.iter().find(|term| term.part == Part::Head).map(|term| term.lemma.clone());
        let mut negated = self.is_negated(at);
        let denied = voice.is_some_and(|voice| {
            voices[voice].certainty == Some(Certainty::Negated)
                && voices[voice].content.iter().any(|content| content.contains(row.span))
        });
        let mut status = event.map(|event| event.status);
        // A denial of a clause denies its verb, not all that the clause names.
        let is_named = matches!(row.pos.as_str(), "NOUN" | "PROPN");
        let has_verb = |voice: usize| {
            let mut tokens = voices[voice].content.iter().flat_map(|span| self.tree.within(*span));
            tokens.any(|at| self.tree.row(at).pos == "VERB")
        };
        if denied && is_named && voice.is_some_and(has_verb) {
            status = Some(Status::Unknown);
        } else if denied {
            negated = !negated;
            status = Some(Status::Denied);
        } else if negated {
            status = Some(Status::NotOccurred);
        } else if matches!(status, Some(Status::NotOccurred | Status::Denied)) {
            // Negation that the tree does not show is not held against anybody.
            status = Some(Status::Unknown);
        }
        Claim {
            span,
            anchor: row.span,
            quotation: clipped(span.of(self.text)).to_owned(),
            event: event.map(|event| event.id.to_string()),
            voice,
            attribution: voice.and_then(|voice| voices[voice].attribution.clone()),
            chain: voice.map(|voice| voices[voice].chain.clone()).unwrap_or_default(),
            source_kind: voice.map(|voice| voices[voice].kind),
            predicate: head.unwrap_or_else(|| self.lemma(at)),
            class: event.and_then(|event| event.plover.clone()),
            polarity: if negated { Polarity::Negated } else { Polarity::Affirmed },
            certainty: voice.and_then(|voice| voices[voice].certainty),
            status,
            terms,
            is_named,
            is_plain: self.is_plain(at),
            leads: row.span.start < LEAD,
            said_at: None,
            happened_at: None,
            values: Vec::new(),
            rule: Rule::Borrowed("claims.predicate"),
        }
    }

    /// The innermost voice whose words hold a stretch; else the one voice of the sentence.
    fn voice_at(&self, voices: &[Voice], span: Span) -> Option<usize> {
        let sizes = voices.iter().enumerate().filter_map(|(number, voice)| {
            voice.content.iter().find(|content| content.contains(span)).map(|content| (content.len(), number))
        });
        let inner = sizes.min().map(|(_, number)| number);
        // What hangs on the words of saying themselves: "puts the number at 48".
        let inner = inner.or_else(|| voices.iter().position(|voice| voice.cue.overlaps(span)));
        inner.or_else(|| voices.iter().position(|voice| voice.sentence.is_some_and(|sentence| sentence.contains(span))))
    }

    /// Whether the words say that it is not so.
    pub fn is_negated(&self, at: usize) -> bool {
        let lacks = |of: usize| self.tree.children(of).any(|child| self.is_word(child, ClaimWord::Lacking));
        let own = |of: usize| self.tree.children(of).any(|child| self.dep(child) == "neg");
        let by_argument = |of: usize| {
            self.tree.children(of).any(|child| {
                let is_argument = matches!(self.dep(child), "nsubj" | "nsubjpass" | "dobj" | "attr");
                is_argument && (self.is_word(child, ClaimWord::Lacking) || lacks(child) || self.is_neither(child))
            })
        };
        let by_governor = self.tree.head(at).is_some_and(|above| {
            let fails = matches!(self.dep(at), "xcomp") && self.is_word(above, ClaimWord::Failing);
            let is_not = matches!(self.dep(at), "xcomp" | "acomp" | "attr" | "oprd") && own(above);
            let without = self.dep(at) == "pobj" || self.dep(at) == "pcomp";
            fails && !own(above) || is_not || without && self.is_word(above, ClaimWord::Lacking)
        });
        match self.tree.row(at).pos.as_str() {
            "NOUN" | "PROPN" => {
                let under_be = self.tree.head(at).is_some_and(|above| {
                    matches!(self.dep(at), "attr" | "dobj" | "nsubj" | "nsubjpass") && (own(above) || self.fails(above))
                });
                lacks(at) || own(at) || by_governor || under_be && self.dep(at) != "nsubj"
            }
            "ADJ" => own(at) || by_governor,
            _ => own(at) || by_argument(at) || by_governor,
        }
    }

    fn fails(&self, at: usize) -> bool {
        self.dep(at) == "xcomp" && self.tree.head(at).is_some_and(|above| self.is_word(above, ClaimWord::Failing))
    }

    fn is_neither(&self, at: usize) -> bool {
        // "none of the …", "no case of …"
        self.is_word(at, ClaimWord::Lacking)
    }

    /// The words of a claim.
    fn terms(&self, at: usize) -> Vec<Term> {
        let mut terms = Vec::new();
        let row = self.tree.row(at);
        let mut add = |lemma: String, part, is_name| {
            let known = terms.iter().any(|term: &Term| term.lemma == lemma);
            if !known && terms.len() < TERMS && lemma.chars().any(char::is_alphanumeric) {
                terms.push(Term { lemma, part, is_name });
            }
        };
        match row.pos.as_str() {
            "NOUN" | "PROPN" => {
                add(self.lemma(at), Part::Head, false);
                self.words_of(at, Part::Object, &mut add);
                if let Some(above) = self.governor(at) {
                    let is_light = claim_words::is(&self.lemma(above), ClaimWord::Light);
                    if !is_light {
                        add(self.lemma(above), Part::Oblique, false);
                    }
                    self.arguments(above, Some(at), &mut add);
                }
            }
            "ADJ" => {
                add(self.lemma(at), Part::Head, false);
                add(row.text.to_lowercase(), Part::Head, false);
                if let Some(above) = self.tree.head(at) {
                    if self.dep(at) == "oprd" {
                        self.arguments(above, None, &mut add);
                    } else {
                        self.words_of(above, Part::Subject, &mut add);
                    }
                }
            }
            _ if self.dep(at) == "amod" => {
                add(self.lemma(at), Part::Head, false);
                if let Some(above) = self.tree.head(at) {
                    self.words_of(above, Part::Object, &mut add);
                }
            }
            _ => {
                self.heads(at, &mut add);
                self.arguments(at, None, &mut add);
            }
        }
        terms
    }

    /// The verb a noun hangs on, through prepositions and other nouns.
    fn governor(&self, at: usize) -> Option<usize> {
        self.tree.above(at).take(6).find(|above| matches!(self.tree.row(*above).pos.as_str(), "VERB" | "AUX"))
    }

    /// What a verb says: itself with its particle, what a form of "be" says, what a light verb leaves to its object.
    fn heads(&self, at: usize, add: &mut impl FnMut(String, Part, bool)) {
        let lemma = self.lemma(at);
        let join = |child: usize| format!("{lemma} {}", self.lemma(child));
        let is_particle = |child: &usize| match self.dep(*child) {
            "prt" | "dobj" | "advmod" => true,
            "prep" => matches!(self.tree.row(*child).text.as_str(), "out" | "off" | "up" | "down" | "away" | "back"),
            _ => false,
        };
        let mut particle = self.tree.children(at).filter(is_particle).map(join);
        let is_be = self.tree.row(at).pos == "AUX" || lemma == "be";
        let phrase = particle.find(|phrase| !is_be && lexicon::knows(phrase));
        let is_light = claim_words::is(&lemma, ClaimWord::Light);
        if let Some(phrase) = &phrase {
            add(phrase.clone(), Part::Head, false);
        }
        if !is_be && (phrase.is_none() || !is_light) {
            add(lemma, Part::Head, false);
        }
        // A participle may be an adjective by its form: "closed".
        let text = self.tree.row(at).text.to_lowercase();
        if self.tree.row(at).tag == "VBN" && lexicon::knows(&text) {
            add(text, Part::Head, false);
        }
        for child in self.tree.children(at) {
            let dep = self.dep(child);
            let is_complement = matches!(dep, "attr" | "acomp" | "oprd");
            if is_complement || is_light && dep == "dobj" {
                add(self.lemma(child), Part::Head, false);
                if is_complement && self.tree.row(child).pos == "ADJ" {
                    add(self.tree.row(child).text.to_lowercase(), Part::Head, false);
                }
            }
            if is_light && !is_be && matches!(dep, "nsubj" | "nsubjpass") && event_nouns::is_event(&self.lemma(child)) {
                add(self.lemma(child), Part::Head, false);
            }
            if (is_light || is_be) && dep == "prep" {
                // "was in custody", but not "was out after the storm".
                let says = matches!(
                    self.lemma(child).as_str(),
                    "in" | "into" | "under" | "at" | "on" | "out" | "off" | "to" | "of"
                );
                for object in self.tree.children(child).filter(|object| self.dep(*object) == "pobj") {
                    if !says || self.is_time(object) {
                        continue;
                    }
                    if self.tree.row(object).pos == "NOUN" || is_be {
                        add(format!("{} {}", self.lemma(child), self.lemma(object)), Part::Head, false);
                        add(self.lemma(object), Part::Head, false);
                    }
                }
            }
        }
    }

    /// The words of a verb's arguments; those of the token `but` left out.
    fn arguments(&self, at: usize, but: Option<usize>, add: &mut impl FnMut(String, Part, bool)) {
        let subject = self.subject(at);
        if let Some((subject, part)) = subject.filter(|(subject, _)| Some(*subject) != but) {
            self.words_of(subject, part, add);
        }
        for child in self.tree.children(at).filter(|child| Some(*child) != but) {
            match self.dep(child) {
                "dobj" | "attr" | "oprd" | "dative" => self.words_of(child, Part::Object, add),
                "agent" => {
                    let objects = self.tree.children(child).filter(|object| self.dep(*object) == "pobj");
                    objects.for_each(|object| self.words_of(object, Part::Subject, add));
                }
                "prep" => {
                    let objects =
                        self.tree.children(child).filter(|object| matches!(self.dep(*object), "pobj" | "pcomp"));
                    objects.for_each(|object| self.words_of(object, Part::Oblique, add));
                }
                "xcomp" | "advmod" if self.tree.row(child).pos != "ADV" || self.dep(child) == "advmod" => {
                    add(self.lemma(child), Part::Oblique, false);
                    for object in self.tree.children(child).filter(|object| self.dep(*object) == "dobj") {
                        self.words_of(object, Part::Oblique, add);
                    }
                }
                _ => {}
            }
        }
    }

    /// Who or what a verb is said of, and whether it does or suffers; looked for above where it has none of its own.
    pub fn subject(&self, at: usize) -> Option<(usize, Part)> {
        let mut verb = at;
        for _ in 0..4 {
            for child in self.tree.children(verb) {
                match self.dep(child) {
                    "nsubj" => return Some((child, Part::Subject)),
                    "nsubjpass" => return Some((child, if verb == at { Part::Object } else { Part::Subject })),
                    _ => {}
                }
            }
            let above = self.tree.head(verb)?;
            match self.dep(verb) {
                "relcl" | "acl" => {
                    let part = if self.tree.row(verb).tag == "VBN" { Part::Object } else { Part::Subject };
                    return Some((above, part));
                }
                "conj" | "xcomp" | "advcl" | "pcomp" => verb = above,
                "prep" => verb = above,
                _ => return None,
            }
        }
        None
    }

    /// Whether a verb stands in plain indicative: no "may", no "to", no "if".
    fn is_plain(&self, at: usize) -> bool {
        let row = self.tree.row(at);
        let modal = |child: usize| {
            matches!(
                self.lemma(child).as_str(),
                "may" | "might" | "could" | "would" | "can" | "should" | "to" | "if" | "unless" | "whether"
            ) && matches!(self.dep(child), "aux" | "mark" | "advmod")
        };
        matches!(row.pos.as_str(), "VERB" | "AUX") && row.dep != "xcomp" && !self.tree.children(at).any(modal)
    }

    fn is_time(&self, at: usize) -> bool {
        self.times[at]
    }

    /// The telling words of a noun phrase.
    fn words_of(&self, at: usize, part: Part, add: &mut impl FnMut(String, Part, bool)) {
        let enters = |child: usize| {
            matches!(
                self.dep(child),
                "compound" | "amod" | "nmod" | "poss" | "prep" | "pobj" | "conj" | "appos" | "nummod"
            )
        };
        for token in self.tree.below(at, 16, enters) {
            let row = self.tree.row(token);
            if !self.is_time(token) && matches!(row.pos.as_str(), "NOUN" | "PROPN" | "ADJ" | "VERB") {
                add(self.lemma(token), part, self.names[token] || row.pos == "PROPN");
            }
            for word in self.stands_for.get(&token).into_iter().flatten() {
                add(word.clone(), part, true);
            }
        }
    }

    /// A denial that names nothing denies what was said last: "X denied it", "Y rejected the claim".
    fn deny_what_was_said(&self, voices: &[Voice], found: &mut BTreeMap<usize, Claim>) {
        let denials = voices.iter().enumerate().filter(|(_, voice)| voice.certainty == Some(Certainty::Negated));
        for (number, voice) in denials {
            let tokens: Vec<usize> = voice.content.iter().flat_map(|span| self.tree.within(*span)).collect();
            let points = tokens.iter().all(|at| {
                self.tree.row(*at).pos != "VERB"
                    && (!matches!(self.tree.row(*at).pos.as_str(), "NOUN" | "PROPN" | "PRON")
                        || self.is_word(*at, ClaimWord::Anaphor))
            });
            let Some(at) = self.tree.within(voice.cue).find(|at| self.tree.row(*at).pos == "VERB") else { continue };
            if !points || tokens.is_empty() {
                continue;
            }
            let is_before = |claim: &&Claim| {
                claim.anchor.end <= voice.cue.start
                    && claim.voice.is_some_and(|by| by != number)
                    && claim.rule == "claims.predicate"
            };
            // Of the voice last heard, the first thing it said.
            let Some(last) = found.values().rfind(is_before).and_then(|claim| claim.voice) else {
                continue;
            };
            let Some(said) = found.values().filter(is_before).find(|claim| claim.voice == Some(last)).cloned() else {
                continue;
            };
            let span = voice.content.iter().fold(self.tree.row(at).span, |whole, content| whole.join(*content));
            let polarity = match said.polarity {
                Polarity::Affirmed => Polarity::Negated,
                Polarity::Negated => Polarity::Affirmed,
            };
            let denial = Claim {
                span,
                anchor: self.tree.row(at).span,
                quotation: clipped(span.of(self.text)).to_owned(),
                event: None,
                voice: Some(number),
                attribution: voice.attribution.clone(),
                chain: voice.chain.clone(),
                source_kind: Some(voice.kind),
                polarity,
                certainty: voice.certainty,
                status: Some(Status::Denied),
                leads: false,
                values: Vec::new(),
                said_at: None,
                happened_at: None,
                rule: Rule::Borrowed("claims.denied"),
                ..said
            };
            found.insert(at, denial);
        }
    }
}

/// A text cut to what is kept, on a character boundary.
pub fn clipped(text: &str) -> &str {
    let end = (0..=QUOTED.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}
