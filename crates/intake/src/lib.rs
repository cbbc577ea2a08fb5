//! Bytes to reports: plain text, web pages, JSON Lines.
//!
//! Intake turns strangers' bytes into a [`Report`](reportedly_report::Report): it decodes, it finds the text, it keeps
//! what the document says of itself. It promises never to panic and never to run away: every size is bounded by
//! [`Limits`], and what cannot be taken is a [`Problem`] that costs one document. It opens no files and knows no readers.
//!
//! The text of a report is kept exactly as given, a leading byte order mark alone left out: spans must slice it.

pub mod decode;
mod format;
pub mod html;
pub mod json;
pub mod lines;
mod problem;
pub mod text;

pub use format::{Format, Limits, unread};
pub use problem::Problem;
