//! Quotation marks, paired: deterministic geometry that entities and attributions share.

use reportedly_language::Doc;
use reportedly_report::Block;

/// The quotations of a report.
#[derive(Debug, Default)]
pub struct Quotes {}

/// Pairs the quotation marks of a report.
pub fn read(_doc: &Doc<'_>, _blocks: &[Block]) -> Quotes {
    Quotes {}
}
