//! Annotated documents beside what the language layer makes of them.

use std::sync::LazyLock;

use reportedly_knowledge::gazetteer::Gazetteer;
use reportedly_language::{Doc, Pipeline};
use reportedly_reader::learned::Net;
use reportedly_reader::quotes::{self, Quotes};
use reportedly_reader::{Context, blocks, sentences};
use reportedly_report::{Block, EntityType, MentionForm, Meta, Report, Span};
use serde_json::Value;

use super::FOLDS;

/// Names are learned with what is compiled in alone: an installed gazetteer must not change what they are.
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::compiled_in);

/// A mention that people marked.
#[derive(Clone, Debug)]
pub struct GoldMention {
    /// All of it.
    pub span: Span,
    /// The name alone, or the head words.
    pub core: Span,
    /// Its head.
    pub head: Span,
    /// Name, description, pronoun.
    pub form: MentionForm,
    /// Which entity of the document.
    pub entity: usize,
    /// The type of its entity, if it is one we look for.
    pub kind: Option<EntityType>,
    /// An apposition, predicate, or name inside another.
    pub optional: bool,
}

/// A document with its gold and its trees.
pub struct Case {
    /// The text.
    pub report: Report,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Its trees.
    pub doc: Doc<'static>,
    /// Its quotations.
    pub quotes: Quotes,
    /// Which fold it is tested in.
    pub fold: u32,
    /// What is marked: `sent`, `ner_exact`, `ner`, `coref`.
    pub tasks: Vec<String>,
    /// The mentions.
    pub mentions: Vec<GoldMention>,
}

impl Case {
    /// Whether a task is marked in this document.
    pub fn has(&self, task: &str) -> bool {
        self.tasks.iter().any(|known| known == task)
    }

    /// What a layer may look at.
    pub fn context(&self) -> Context<'_> {
        let gazetteer = &*GAZETTEER;
        Context { report: &self.report, blocks: &self.blocks, doc: &self.doc, quotes: &self.quotes, gazetteer }
    }
}

/// The documents of some lines, each with the sentence starts that `nets` gives for its fold. Their texts live as long
/// as the program: trees borrow them.
pub fn read(pipeline: &Pipeline, lines: &[Value], nets: &[Net]) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let net = nets.get(fold(line["id"].as_str().unwrap_or_default()) as usize);
        let annotate = |text, blocks: &[Block]| {
            let tokens = pipeline.tokenize(text);
            let starts = sentences::starts_with(&tokens, blocks, net);
            pipeline.annotate(vec![(tokens, starts)]).pop()
        };
        cases.push(case(line, annotate).ok_or_else(|| format!("document {} lacks id, text or gold", number + 1))?);
    }
    Ok(cases)
}

/// Where the sentences of a line start, in bytes.
pub fn starts(text: &str, line: &Value) -> Vec<u32> {
    let bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
    let sentences = line["sentences"].as_array().into_iter().flatten();
    sentences.filter_map(|sentence| bytes.get(sentence["start"].as_u64()? as usize).copied()).collect()
}

/// A document from its line and what makes a tree of its text.
pub fn case(line: &Value, annotate: impl Fn(&'static str, &[Block]) -> Option<Doc<'static>>) -> Option<Case> {
    let id = line["id"].as_str()?.to_owned();
    let text: &'static str = Box::leak(line["text"].as_str()?.to_owned().into_boxed_str());
    let title = line["meta"]["title"].as_str().map(str::to_owned);
    let report = Report { id: id.clone(), meta: Meta { title, ..Meta::default() }, text: text.to_owned() };
    let blocks = blocks::read(&report);
    let doc = annotate(text, &blocks)?;
    let quotes = quotes::read(&doc, &blocks);
    let bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
    let byte = |value: &Value| value.as_u64().and_then(|at| bytes.get(at as usize)).copied();
    let tasks = line["score"].as_array()?.iter().filter_map(|task| task.as_str().map(str::to_owned)).collect();
    let mut mentions = Vec::new();
    for (entity, gold) in line["entities"].as_array()?.iter().enumerate() {
        let kind = match gold["type"].as_str() {
            Some("person") => Some(EntityType::Person),
            Some("organization") => Some(EntityType::Organization),
            Some("place") => Some(EntityType::Place),
            _ => None,
        };
        for mention in gold["mentions"].as_array()? {
            let pair = |start: &Value, end: &Value| Some(Span { start: byte(start)?, end: byte(end)? });
            let span = pair(&mention["start"], &mention["end"])?;
            let part = |key: &str| pair(&mention[key][0], &mention[key][1]).unwrap_or(span);
            let form = match mention["form"].as_str() {
                Some("name") => MentionForm::Name,
                Some("pronoun") => MentionForm::Pronoun,
                _ => MentionForm::Nominal,
            };
            let optional = mention["optional"].as_bool().unwrap_or(false);
            mentions.push(GoldMention { span, core: part("core"), head: part("head"), form, entity, kind, optional });
        }
    }
    Some(Case { fold: fold(&id), report, blocks, doc, quotes, tasks, mentions })
}

/// The fold of a document: FNV-1a of its id, so that a document stays in its fold whatever else is learned from.
pub fn fold(id: &str) -> u32 {
    let hash = id.bytes().fold(0x811C_9DC5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % FOLDS
}

/// A name without a leading article, marks around it and a possessive.
pub fn trimmed(text: &str, mut span: Span) -> Span {
    loop {
        let name = span.of(text);
        let mut chars = name.chars();
        let (Some(first), last) = (chars.next(), chars.next_back()) else { return span };
        if name.len() > 4 && name.is_char_boundary(4) && name[..4].eq_ignore_ascii_case("the ") {
            span.start += 4;
        } else if "\"'“‘( ".contains(first) {
            span.start += first.len_utf8() as u32;
        } else if let Some(rest) = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")) {
            span.end = span.start + rest.len() as u32;
        } else if let Some(last) = last.filter(|&c| "\"'”’,.;:) ".contains(c)) {
            if last == '.' && name.matches('.').count() > 1 {
                return span;
            }
            span.end -= last.len_utf8() as u32;
        } else {
            return span;
        }
    }
}
