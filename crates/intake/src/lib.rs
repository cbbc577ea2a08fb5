//! Bytes to reports: plain text, web pages, JSON Lines, feeds, web archives, tables.
//!
//! Intake turns strangers' bytes into a [`Report`](reportedly_report::Report): it decodes, it finds the text, it keeps
//! what the document says of itself. It promises never to panic and never to run away: every size is bounded by
//! [`Limits`], and what cannot be taken is a [`Problem`] that costs one document. It opens no files and knows no readers.
//!
//! The text of a report is kept exactly as given, a leading byte order mark alone left out: spans must slice it.

pub mod archive;
pub mod base64;
mod date;
pub mod decode;
pub mod feed;
mod format;
pub mod html;
pub mod http;
pub mod json;
pub mod lines;
pub mod media;
mod problem;
#[cfg(feature = "parquet")]
pub mod table;
pub mod text;

pub use format::{Form, Format, Limits, START, unread};
pub use problem::Problem;
