//! Who a source is: its head word, the entity it speaks of, what kind of source that is, and a name for the chain.

use reportedly_knowledge::cues::{SourceWord, source_word};
use reportedly_knowledge::organizations::{self, OrganizationKind};
use reportedly_knowledge::titles::{self, TitleKind};
use reportedly_language::{Doc, Pos};
use reportedly_report::{Entity, EntityType, Link, MentionForm, SourceKind, Span};

/// A source, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its head word.
    pub head: usize,
    /// Index of the entity it is a mention of.
    pub entity: Option<usize>,
    /// What it is.
    pub kind: SourceKind,
    /// The entity's name, or its own words.
    pub name: String,
}

/// The entities of a report by where they are spoken of.
#[derive(Debug)]
pub struct Cast<'a> {
    doc: &'a Doc<'a>,
    entities: &'a [Entity],
    /// Mentions in text order.
    mentions: Vec<(Span, usize, MentionForm)>,
    /// Bytes of the longest mention: how far back one that covers a byte may start.
    longest: u32,
}

impl<'a> Cast<'a> {
    /// The cast of a report.
    pub fn new(doc: &'a Doc<'a>, entities: &'a [Entity]) -> Self {
        let of = |(at, entity): (usize, &Entity)| {
            entity.mentions.iter().map(move |mention| (mention.span, at, mention.form)).collect::<Vec<_>>()
        };
        let mut mentions: Vec<_> = entities.iter().enumerate().flat_map(of).collect();
        mentions.sort_by_key(|(span, at, _)| (*span, *at));
        let longest = mentions.iter().map(|(span, ..)| span.len() as u32).max().unwrap_or(0);
        Self { doc, entities, mentions, longest }
    }

    /// The link of a chain that a source makes.
    pub fn link(&self, source: &Source) -> Link {
        Link { name: source.name.clone(), entity: source.entity.map(|at| self.entities[at].id) }
    }

    /// The entity of a source.
    pub fn entity(&self, source: &Source) -> Option<&'a Entity> {
        source.entity.map(|at| &self.entities[at])
    }

    /// Understands the tokens of a source, which come in text order.
    pub fn read(&self, tokens: &[usize]) -> Option<Source> {
        let head = head(self.doc, tokens)?;
        Some(self.read_head(head, tokens))
    }

    /// Understands the noun phrase of a head word.
    pub fn read_phrase(&self, head: usize) -> Source {
        let tokens: Vec<usize> = self.doc.subtree(head).take(40).collect();
        self.read_head(head, &tokens)
    }

    fn read_head(&self, head: usize, tokens: &[usize]) -> Source {
        let head = self.antecedent(head);
        let speaker = self.entity_at(head).or_else(|| self.entity_beside(head, tokens));
        if let Some(relayed) = self.behind_document(head, tokens) {
            return relayed;
        }
        let entity = speaker.map(|at| &self.entities[at]);
        let kind = match entity {
            Some(entity) => self.kind_of_entity(entity, head, tokens),
            None => self.kind_of_words(head, tokens),
        };
        let name = match entity {
            Some(entity) if matches!(kind, SourceKind::Agency | SourceKind::Outlet) => self.called(entity).to_owned(),
            Some(entity) => entity.name.clone(),
            None => self.newsroom_name(head, tokens).unwrap_or_else(|| words(self.doc, head)),
        };
        Source { head, entity: speaker, kind, name }
    }

    /// For "who" and "which" the noun they stand for.
    fn antecedent(&self, head: usize) -> usize {
        if !matches!(self.doc.lower(head), "who" | "which" | "that") || self.entity_at(head).is_some() {
            return head;
        }
        let clause = self.doc.ancestors(head).take(8).find(|&at| self.doc.dep(at) == "relcl");
        clause.map_or(head, |clause| self.doc.head(clause))
    }

    /// "Images from Example News": the newsroom is the source, the document only carries it.
    fn behind_document(&self, head: usize, tokens: &[usize]) -> Option<Source> {
        if source_word(self.lemma(head).as_str()) != Some(SourceWord::Document) {
            return None;
        }
        let of = self.doc.children(head).find(|&child| matches!(self.doc.lower(child), "from" | "in"))?;
        let newsroom = self.doc.child(of, "pobj").filter(|at| tokens.contains(at))?;
        let source = self.read_phrase(newsroom);
        matches!(source.kind, SourceKind::Agency | SourceKind::Outlet).then_some(source)
    }

    /// The entity whose mention covers a token: the longest such mention.
    fn entity_at(&self, token: usize) -> Option<usize> {
        let span = self.doc.span(token);
        let end = self.mentions.partition_point(|(mention, ..)| mention.start <= span.start);
        let covering = self.mentions[..end]
            .iter()
            .rev()
            .take_while(|(mention, ..)| mention.start + self.longest > span.start)
            .filter(|(mention, ..)| mention.contains(span));
        covering.max_by_key(|(mention, ..)| mention.len()).map(|(_, at, _)| *at)
    }

    /// The entity named beside a word: "the minister, Ana Example", "the newspaper Example Daily".
    fn entity_beside(&self, head: usize, tokens: &[usize]) -> Option<usize> {
        let doc = self.doc;
        let beside = doc.children(head).filter(|&child| doc.dep(child) == "appos");
        let mut person =
            beside.filter_map(|child| self.entity_at(child)).filter(|&at| self.entities[at].kind == EntityType::Person);
        let is_newsroom = matches!(kind_of_noun(&self.lemma(head)), Some(SourceKind::Agency | SourceKind::Outlet));
        let inside = doc.children(head).filter(|child| {
            tokens.binary_search(child).is_ok() && matches!(doc.dep(*child), "appos" | "compound" | "nmod")
        });
        let named = inside.filter_map(|child| self.entity_at(child)).filter(|_| is_newsroom);
        let mut body =
            named.filter(|&at| !matches!(self.entities[at].kind, EntityType::Nationality | EntityType::Place));
        person.next().or_else(|| body.next())
    }

    /// The proper name in a phrase such as "the state news agency SANA".
    fn newsroom_name(&self, head: usize, tokens: &[usize]) -> Option<String> {
        kind_of_noun(&self.lemma(head)).filter(|kind| is_newsroom(*kind))?;
        let capital = |&t: &usize| self.doc.text(t).starts_with(char::is_uppercase);
        let follows = (head + 1..self.doc.len()).take_while(capital).take(4);
        if let Some(last) = follows.last() {
            return Some(self.doc.span_of(head + 1..last + 1).of(self.doc.source()).to_owned());
        }
        let proper = |&&t: &&usize| self.doc.pos(t) == Pos::Propn && t != head;
        let beside = |t: usize| self.doc.dep(t) == "appos" || t + 1 == head;
        let name: Vec<usize> = tokens.iter().filter(proper).copied().collect();
        let last = *name.last().filter(|&&t| beside(t))?;
        let run = name.iter().rev().zip(0..).take_while(|(t, steps)| **t + steps == last).map(|(t, _)| *t).last()?;
        Some(self.doc.span_of(run..last + 1).of(self.doc.source()).to_owned())
    }

    /// What the report calls a newsroom: its letters where it has any, or else its name.
    fn called<'e>(&'e self, entity: &'e Entity) -> &'e str {
        let text = self.doc.source();
        let names = entity.mentions.iter().filter(|mention| mention.form == MentionForm::Name);
        let letters = |name: &&str| name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase());
        names.map(|mention| mention.span.of(text)).find(letters).unwrap_or(&entity.name)
    }

    fn kind_of_entity(&self, entity: &Entity, head: usize, tokens: &[usize]) -> SourceKind {
        match entity.kind {
            // A name of one word that the tables know as a newsroom's is not a surname.
            EntityType::Person if !entity.name.contains(' ') => {
                kind_of_table(&entity.name).filter(|kind| is_newsroom(*kind)).unwrap_or(SourceKind::Person)
            }
            EntityType::Person => SourceKind::Person,
            EntityType::Place => SourceKind::Government,
            EntityType::Nationality => SourceKind::Group,
            EntityType::Organization => self.kind_of_body(&entity.name, head, tokens),
            EntityType::Work | EntityType::Product => match self.newsroom_word(tokens) {
                Some(kind) => kind,
                None => kind_of_table(&entity.name).unwrap_or(SourceKind::Document),
            },
            _ => self.kind_of_words(head, tokens),
        }
    }

    fn kind_of_body(&self, name: &str, head: usize, tokens: &[usize]) -> SourceKind {
        if name.ends_with(" government") {
            return SourceKind::Government;
        }
        if let Some(kind) = kind_of_table(name) {
            return kind;
        }
        if let Some(kind) = self.newsroom_word(tokens) {
            return kind;
        }
        let last = name.rsplit(' ').next().unwrap_or("").to_lowercase();
        let words = [last, self.lemma(head)].into_iter().chain(name.split(' ').map(str::to_lowercase));
        words
            .filter_map(|word| kind_of_noun(&word))
            .find(|kind| *kind != SourceKind::Group)
            .unwrap_or(SourceKind::Organization)
    }

    /// Agency or outlet, where a word of the phrase says so: "the newspaper Example Daily".
    fn newsroom_word(&self, tokens: &[usize]) -> Option<SourceKind> {
        let kinds =
            tokens.iter().filter(|&&t| self.doc.pos(t).is_nominal()).filter_map(|&t| kind_of_noun(&self.lemma(t)));
        kinds.into_iter().find(|kind| matches!(kind, SourceKind::Agency | SourceKind::Outlet))
    }

    fn kind_of_words(&self, head: usize, tokens: &[usize]) -> SourceKind {
        let doc = self.doc;
        let lower = doc.lower(head);
        match lower {
            "he" | "she" | "i" | "him" | "her" | "himself" | "herself" | "me" => return SourceKind::Person,
            "they" | "we" | "them" | "us" | "who" | "those" | "these" | "you" | "everyone" | "nobody" | "one"
            | "someone" | "anyone" | "both" | "all" | "most" | "several" | "few" => return SourceKind::Group,
            "it" | "itself" => return SourceKind::Organization,
            _ => {}
        }
        let plural = matches!(doc.tag(head), "NNS" | "NNPS");
        if matches!(doc.ent(head), "PERSON") {
            return SourceKind::Person;
        }
        if doc.pos(head) == Pos::Propn && !plural {
            let name = words(doc, head);
            return kind_of_table(&name).unwrap_or_else(|| self.kind_of_body(&name, head, tokens));
        }
        let lemma = self.lemma(head);
        let title = titles::title(lower).or_else(|| titles::title(&lemma));
        let compound = self.compound(head).and_then(|word| titles::title(&word));
        match (kind_of_noun(&lemma), compound.or(title).map(|title| title.kind)) {
            (Some(SourceKind::Group), Some(TitleKind::Office)) if !plural => SourceKind::Office,
            (Some(kind), _) => kind,
            (None, Some(TitleKind::Office)) if !plural => SourceKind::Office,
            (None, Some(_)) => SourceKind::Group,
            (None, None) if plural || doc.ent(head) == "NORP" => SourceKind::Group,
            (None, None) if doc.ent(head) == "ORG" => SourceKind::Organization,
            (None, None) if doc.ent(head) == "GPE" => SourceKind::Government,
            (None, None) => kind_of_name_word(&lemma).unwrap_or(SourceKind::Document),
        }
    }

    /// "prime minister" for the head "minister".
    fn compound(&self, head: usize) -> Option<String> {
        let before = head.checked_sub(1).filter(|&at| self.doc.head(at) == head)?;
        Some(format!("{} {}", self.doc.lower(before), self.doc.lower(head)))
    }

    fn lemma(&self, token: usize) -> String {
        self.doc.lemma(token).to_lowercase()
    }
}

fn is_newsroom(kind: SourceKind) -> bool {
    matches!(kind, SourceKind::Agency | SourceKind::Outlet)
}

/// The word of a phrase that governs the others.
pub fn head(doc: &Doc<'_>, tokens: &[usize]) -> Option<usize> {
    let is_top = |&&t: &&usize| doc.is_root(t) || tokens.binary_search(&doc.head(t)).is_err();
    let nominal = |&&t: &&usize| doc.pos(t).is_nominal() || matches!(doc.pos(t), Pos::Num | Pos::Adj | Pos::Det);
    let tops = || tokens.iter().filter(is_top);
    let named = tops().find(|&&t| doc.pos(t).is_nominal());
    let head = named.or_else(|| tops().find(nominal)).or_else(|| tokens.iter().find(nominal))?;
    Some(*head)
}

/// A phrase from its first modifier to its head, without its article; a long one is cut to its head.
fn words(doc: &Doc<'_>, head: usize) -> String {
    const LONGEST: usize = 8;
    let mut start = doc.subtree(head).start.max(head.saturating_sub(LONGEST));
    while start < head
        && (matches!(doc.lower(start), "a" | "an" | "the") || doc.pos(start) == Pos::Punct || doc.is_space(start))
    {
        start += 1;
    }
    doc.span_of(start..head + 1).of(doc.source()).to_owned()
}

fn kind_of_table(name: &str) -> Option<SourceKind> {
    Some(match organizations::find(name)?.kind {
        OrganizationKind::Agency => SourceKind::Agency,
        OrganizationKind::Outlet => SourceKind::Outlet,
        OrganizationKind::GovernmentBody => SourceKind::Office,
        _ => SourceKind::Organization,
    })
}

fn kind_of_noun(lemma: &str) -> Option<SourceKind> {
    let singular = |word: &str| source_word(word.strip_suffix('s').unwrap_or(word));
    Some(match source_word(lemma).or_else(|| singular(lemma))? {
        SourceWord::Experts => SourceKind::Experts,
        SourceWord::Document => SourceKind::Document,
        SourceWord::Media => SourceKind::Media,
        SourceWord::Agency => SourceKind::Agency,
        SourceWord::Outlet => SourceKind::Outlet,
        SourceWord::Government => SourceKind::Government,
        SourceWord::Office => SourceKind::Office,
        SourceWord::Organization => SourceKind::Organization,
        SourceWord::Group => SourceKind::Group,
        SourceWord::Unnamed => SourceKind::Unnamed,
    })
}

fn kind_of_name_word(lemma: &str) -> Option<SourceKind> {
    use reportedly_knowledge::names::{Names, word};
    word(lemma).iter().find_map(|sense| match sense {
        Names::Organization(OrganizationKind::Agency) => Some(SourceKind::Agency),
        Names::Organization(OrganizationKind::Outlet) => Some(SourceKind::Outlet),
        Names::Organization(_) => Some(SourceKind::Organization),
        _ => None,
    })
}
