//! Title, headings, paragraphs, datelines and leftover boilerplate.

use reportedly_report::{Block, Report};

/// The blocks of a report in order.
pub fn read(_report: &Report) -> Vec<Block> {
    Vec::new()
}
