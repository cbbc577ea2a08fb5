//! What the house knows before it reads: data tables and their look-ups.
//!
//! Every table is a file under `data/`, compiled in. A line that begins with `#` is a comment, the first comments say
//! what the table is, where its facts come from and what its columns are; every other line is one fact, columns
//! separated by tabs, missing ones empty. This crate knows nothing of reports.

pub mod abbreviations;
pub mod actors;
pub mod bylines;
pub mod calendar;
pub mod claim_words;
pub mod countries;
pub mod credits;
pub mod cues;
pub mod declarations;
pub mod event_nouns;
pub mod event_words;
pub mod fold;
pub mod gazetteer;
pub mod governments;
pub mod happenings;
pub mod layout;
pub mod lexicon;
pub mod measures;
pub mod names;
pub mod numbers;
pub mod organizations;
pub mod packages;
pub mod pages;
pub mod phrases;
pub mod place_words;
pub mod predicates;
pub mod rules;
pub mod story_words;
pub mod table;
pub mod titles;
