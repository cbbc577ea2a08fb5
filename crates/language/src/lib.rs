//! The linguistic layer: a native runtime for spaCy 3 CNN pipelines.
//!
//! A [`Pipeline`] is loaded once from a pipeline folder, as a wheel ships it, and shared by all threads.
//! It turns text into a [`Doc`]: tokens, tags, lemmas, a dependency tree, sentences and named entities.
//! It knows nothing of news.

mod annotate;
mod config;
mod doc;
mod error;
mod kept;
mod lemmatizer;
mod lexeme;
mod matrix;
mod model;
mod msgpack;
mod ner;
mod parser;
mod pattern;
mod pipeline;
mod ruler;
mod strings;
mod tagger;
mod tok2vec;
mod tokenizer;
mod transition;
mod unicode;
mod vectors;

pub use doc::{Doc, Labels, Name, Piece, Pool, Pos, Token};
pub use error::ModelError;
pub use pipeline::{Pipeline, Start, Tokens};
