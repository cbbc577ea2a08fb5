//! A loaded model: text in, [`Doc`] out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use reportedly_report::Span;

use crate::annotate::Components;
use crate::config::{self, Component};
use crate::doc::{Doc, Labels};
use crate::error::{Fault, ModelError};
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::Norms;
use crate::model::Model;
use crate::msgpack;
use crate::ner::Recogniser;
use crate::parser::Parser;
use crate::ruler::Ruler;
use crate::strings::IdMap;
use crate::tagger::Tagger;
use crate::tok2vec::Tok2Vec;
use crate::tokenizer::{Cut, Tokenizer};
use crate::transition;
use crate::unicode;
use crate::vectors::Vectors;

/// A spaCy 3 CNN pipeline, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Pipeline {
    tokenizer: Tokenizer,
    components: Components,
}

/// Whether a sentence starts at a token, as far as the caller knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The parser decides.
    #[default]
    Free,
    /// A sentence starts here.
    Starts,
    /// No sentence starts here.
    Inside,
}

/// A text cut into tokens, not yet annotated.
#[derive(Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    cuts: Vec<Cut>,
}

impl<'t> Tokens<'t> {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.cuts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cuts.is_empty()
    }

    /// Bytes of token `i`.
    pub fn span(&self, i: usize) -> Span {
        let cut = &self.cuts[i];
        Span::new(cut.start, cut.start + cut.piece.len as usize)
    }

    /// Characters of token `i`.
    pub fn text(&self, i: usize) -> &'t str {
        &self.text[self.span(i).range()]
    }

    /// Whether token `i` is white space.
    pub fn is_space(&self, i: usize) -> bool {
        unicode::all_space(self.text(i))
    }

    /// The whole text.
    pub fn source(&self) -> &'t str {
        self.text
    }

    pub(crate) fn cuts(&self) -> &[Cut] {
        &self.cuts
    }
}

impl Pipeline {
    /// Loads a pipeline folder as a wheel ships it, or a folder with one such folder below.
    ///
    /// # Errors
    /// If a file is missing or malformed, or the pipeline has a component that this runtime cannot run.
    pub fn load(folder: &Path) -> Result<Self, ModelError> {
        let folder = config::pipeline_folder(folder)?;
        let config = folder.join("config.cfg");
        let text = String::from_utf8_lossy(&read(&config)?).into_owned();
        let components = config::components(&text).map_err(|fault| ModelError::damaged(&config, fault))?;
        check(&components, &text, &config)?;
        let path = folder.join("tokenizer");
        let tokenizer = Tokenizer::read(&read(&path)?).map_err(|fault| ModelError::damaged(&path, fault))?;
        Ok(Self { tokenizer, components: Loader { folder, components }.load()? })
    }

    /// Cuts a text into tokens.
    pub fn tokenize<'t>(&self, text: &'t str) -> Tokens<'t> {
        Tokens { text, cuts: self.tokenizer.tokenize(text) }
    }

    /// Annotates several tokenized texts in one batch of matrix products.
    ///
    /// For each text either one [`Start`] a token, or none at all to leave every sentence start to the parser.
    /// A sentence has at most 2,048 tokens, and a text of more than 65,536 tokens is taken in parts of so many, each as
    /// if it were a text of its own. spaCy has no such bounds; apart from them the answers are the same.
    pub fn annotate<'t>(&self, batch: Vec<(Tokens<'t>, Vec<Start>)>) -> Vec<Doc<'t>> {
        self.components.annotate(&self.tokenizer, batch)
    }
}

/// Refuses a component that this runtime cannot run, and a pipeline without one that it needs.
fn check(components: &[Component], text: &str, config: &Path) -> Result<(), ModelError> {
    const KNOWN: [&str; 6] = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"];
    const REMEDY: &str = "use a spaCy 3 CNN pipeline such as en_core_web_md";
    for Component { name, factory } in components {
        if !KNOWN.contains(&factory.as_str()) {
            let what = format!("component \"{name}\" ({factory}) is of a kind that cannot be run here");
            return Err(ModelError::new(config, what, REMEDY));
        }
        let mode = config::value(text, &format!("components.{name}"), "mode");
        if factory == "lemmatizer" && mode != Some("\"rule\"") {
            let what = format!("component \"{name}\" (lemmatizer) has mode {}, not \"rule\"", mode.unwrap_or("none"));
            return Err(ModelError::new(config, what, REMEDY));
        }
    }
    for needed in &KNOWN[..3] {
        if !components.iter().any(|component| component.factory == *needed) {
            return Err(ModelError::new(config, format!("the pipeline has no {needed}"), REMEDY));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, ModelError> {
    std::fs::read(path).map_err(|error| ModelError::damaged(path, error.to_string()))
}

/// Reads the components of a folder.
struct Loader {
    folder: PathBuf,
    components: Vec<Component>,
}

impl Loader {
    fn load(&self) -> Result<Components, ModelError> {
        let mut labels = Labels { morphs: vec![String::new()], ..Labels::default() };
        let norms = self.part("vocab/lookups.bin", |bytes| Ok(Norms::new(read_norms(bytes)?)))?;
        let shared = self.component("tok2vec", "model", |bytes| Tok2Vec::read(&Model::read(bytes)?))?;
        let width = shared.width();
        labels.tags = self.component("tagger", "cfg", read_labels)?;
        let tagger = self.component("tagger", "model", |bytes| {
            let model = Model::read(bytes)?;
            needs_listener(&model)?;
            Tagger::read(&model, width, labels.tags.len())
        })?;
        let moves = self.component("parser", "moves", transition::read_moves)?;
        let parser = self.component("parser", "model", |bytes| {
            let model = Model::read(bytes)?;
            needs_listener(&model)?;
            Parser::read(&model, &moves, width, &mut labels.deps)
        })?;
        let (own, recogniser) = self.load_recogniser(width, &mut labels)?;
        let ruler = self.optional("attribute_ruler", "patterns", |bytes| Ruler::read(bytes, &mut labels))?;
        let lemmatizer = self.optional("lemmatizer", "lookups/lookups.bin", Lemmatizer::read)?;
        let needs_vectors = shared.vector_width().or(own.as_ref().and_then(Tok2Vec::vector_width));
        let vectors = needs_vectors.map(|width| self.load_vectors(width)).transpose()?.flatten();
        let lists = [&labels.tags, &labels.morphs, &labels.deps, &labels.names];
        if lists.iter().any(|list| list.len() > usize::from(u16::MAX)) {
            return Err(ModelError::damaged(&self.folder, "there are more labels than a model can have"));
        }
        let labels = Arc::new(labels);
        Ok(Components { norms, vectors, shared, tagger, parser, ruler, lemmatizer, own, recogniser, labels })
    }

    /// The entity recogniser, and its own rows where it does not listen to the shared ones.
    fn load_recogniser(
        &self,
        width: usize,
        labels: &mut Labels,
    ) -> Result<(Option<Tok2Vec>, Option<Recogniser>), ModelError> {
        let Some(moves) = self.optional("ner", "moves", transition::read_moves)? else { return Ok((None, None)) };
        self.component("ner", "model", |bytes| {
            let model = Model::read(bytes)?;
            let own = if listens(&model)? { None } else { Some(Tok2Vec::read(&model)?) };
            let width = own.as_ref().map_or(width, Tok2Vec::width);
            Ok((own, Some(Recogniser::read(&model, &moves, width, &mut labels.names)?)))
        })
    }

    fn load_vectors(&self, width: usize) -> Result<Option<Vectors>, ModelError> {
        let cfg = self.folder.join("vocab/vectors.cfg");
        let text = String::from_utf8_lossy(&std::fs::read(&cfg).unwrap_or_default()).replace(' ', "");
        if text.contains("\"mode\":") && !text.contains("\"mode\":\"default\"") {
            const REMEDY: &str = "use a pipeline with a plain table of vectors, such as en_core_web_md";
            return Err(ModelError::new(&cfg, "vectors of this mode cannot be used here", REMEDY));
        }
        let path = self.folder.join("vocab/vectors");
        let bytes = read(&path)?;
        let key2row = read(&self.folder.join("vocab/key2row"))?;
        let vectors = Vectors::read(bytes, &key2row).map_err(|fault| ModelError::damaged(&path, fault))?;
        if vectors.as_ref().is_some_and(|vectors| vectors.width() != width) {
            return Err(ModelError::damaged(
                &path,
                format!("the vectors do not have the {width} numbers the model needs"),
            ));
        }
        Ok(vectors)
    }

    /// Reads a file of the component of a kind that the pipeline must have.
    fn component<T>(
        &self,
        factory: &str,
        file: &str,
        parse: impl FnOnce(&[u8]) -> Result<T, Fault>,
    ) -> Result<T, ModelError> {
        let name = self.components.iter().find(|component| component.factory == factory);
        let name = name.map_or(factory, |component| &component.name);
        self.part(&format!("{name}/{file}"), parse)
    }

    /// Reads a file of the component of a kind, if the pipeline has one.
    fn optional<T>(
        &self,
        factory: &str,
        file: &str,
        parse: impl FnOnce(&[u8]) -> Result<T, Fault>,
    ) -> Result<Option<T>, ModelError> {
        let has = self.components.iter().any(|component| component.factory == factory);
        if has { self.component(factory, file, parse).map(Some) } else { Ok(None) }
    }

    fn part<T>(&self, file: &str, parse: impl FnOnce(&[u8]) -> Result<T, Fault>) -> Result<T, ModelError> {
        let path = self.folder.join(file);
        parse(&read(&path)?).map_err(|fault| ModelError::damaged(&path, fault))
    }
}

fn listens(model: &Model<'_>) -> Result<bool, Fault> {
    Ok(model.nodes()?.iter().any(|node| node.name == "tok2vec-listener"))
}

fn needs_listener(model: &Model<'_>) -> Result<(), Fault> {
    if listens(model)? { Ok(()) } else { Err("a component that does not share its tok2vec is not known".into()) }
}

fn read_labels(bytes: &[u8]) -> Result<Vec<String>, Fault> {
    let cfg: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let labels = cfg.get("labels").and_then(|labels| labels.as_array()).ok_or("\"labels\" is missing")?;
    let label =
        |label: &serde_json::Value| label.as_str().map(str::to_owned).ok_or_else(|| "a label is no string".into());
    labels.iter().map(label).collect()
}

/// From ids of words to ids of their norms.
fn read_norms(bytes: &[u8]) -> Result<IdMap<u64>, Fault> {
    let root = msgpack::read(bytes)?;
    let mut norms = IdMap::default();
    for (key, norm) in root.get("lexeme_norm").map_or(&[][..], |table| table.pairs()) {
        if let msgpack::Value::Uint(key) = key {
            norms.insert(*key, crate::strings::id(norm.str()?));
        }
    }
    Ok(norms)
}
