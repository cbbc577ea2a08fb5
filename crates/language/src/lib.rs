//! The linguistic layer: a native runtime for spaCy 3 CNN pipelines.
//!
//! A [`Pipeline`] is loaded once from a pipeline folder, as a wheel ships it, and shared by all threads.
//! It turns text into a [`Doc`]: tokens, tags, lemmas, a dependency tree, sentences and named entities.
//! It knows nothing of news.

mod doc;
mod pipeline;

pub use doc::{Doc, Labels, Name, Piece, Pool, Pos, Token};
pub use pipeline::{ModelError, Pipeline, Start, Tokens};
