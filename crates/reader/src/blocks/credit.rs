//! Whose work a report says it rests on: its credit line, the agency in its dateline, the name under its end.
//!
//! Only where such words stand for themselves: in the first and last blocks, in brackets at the end of the text, behind
//! a last dash, in a dateline. What the running text says of other reports is attribution, not credit.

use reportedly_knowledge::credits::{self, Credit};
use reportedly_knowledge::organizations::{self, OrganizationKind};
use reportedly_report::{Block, BlockRole};

use super::plain;

/// Blocks looked at from the end, and from the start.
const LAST: usize = 6;
const FIRST: usize = 4;
/// A credit line is no longer than this, in bytes; the name of an agency than that.
const LINE: usize = 320;
const NAME: usize = 60;

/// The credit in the report's own words; the name of an agency where that is all it gives.
pub fn stated<'t>(text: &'t str, blocks: &[Block]) -> Option<&'t str> {
    let said = |block: &Block| block.span.of(text).trim();
    let body = |block: &&Block| !matches!(block.role, BlockRole::Title | BlockRole::Heading);
    let last = blocks.iter().rev().filter(body).take(LAST).flat_map(|block| lines(said(block)));
    let first = blocks.iter().filter(body).take(FIRST).map(said);
    let lines: Vec<(Credit, &str)> = last.chain(first).filter_map(of_line).collect();
    let named = || lines.iter().find(|(credit, _)| *credit == Credit::From).map(|(_, line)| *line);
    let dateline =
        || blocks.iter().find(|block| block.role == BlockRole::Dateline).and_then(|block| bracketed(said(block)));
    named().or_else(|| dateline().filter(|name| is_agency(name))).or_else(|| lines.first().map(|(_, line)| *line))
}

/// What may be a credit in a block: all of it, what its last brackets hold, what stands behind its last dash.
fn lines(block: &str) -> impl Iterator<Item = &str> {
    let dash = block.rfind(['—', '–', '-']).map(|at| block[at..].trim_start_matches(['—', '–', '-']).trim());
    let signed = dash.filter(|name| name.len() <= NAME && is_agency(bare(name)));
    [Some(block), bracketed(block), signed].into_iter().flatten()
}

/// What the brackets at the very end hold.
fn bracketed(block: &str) -> Option<&str> {
    let within = block.trim_end_matches(['.', ' ']).strip_suffix(')')?;
    within.rfind('(').map(|open| within[open + 1..].trim())
}

fn of_line(line: &str) -> Option<(Credit, &str)> {
    let line = bare(line);
    if line.is_empty() || line.len() > LINE {
        return None;
    }
    if line.len() <= NAME && is_agency(line) {
        return Some((Credit::From, line));
    }
    credits::of_line(&plain(line)).map(|credit| (credit, line))
}

/// A line without the brackets, dashes and stops around it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || "()[]*_—–-|.".contains(c))
}

fn is_agency(name: &str) -> bool {
    name.split(['/', ','])
        .all(|name| organizations::find(name).is_some_and(|found| found.kind == OrganizationKind::Agency))
}

#[cfg(test)]
mod tests {
    use reportedly_report::{Meta, Report};

    use super::*;

    fn credit(text: &str) -> Option<String> {
        let meta = Meta { title: Some("Ferry to close".into()), ..Meta::default() };
        let report = Report { id: "r".into(), meta, text: text.to_owned() };
        stated(text, &crate::blocks::read(&report)).map(str::to_owned)
    }

    #[test]
    fn finds_the_credit_where_it_stands_for_itself() {
        let body = "The last ferry will close in June, its operator said.\n\nThe mayor called it a blow to the island.";
        for (text, found) in [
            (
                format!("{body}\n\n(Reporting by Ada Obi in Oslo; editing by Jo Lund)"),
                "Reporting by Ada Obi in Oslo; editing by Jo Lund",
            ),
            (format!("{body} (Reporting by Ada Obi)"), "Reporting by Ada Obi"),
            (format!("{body}\n\nSource: The Harbour Post"), "Source: The Harbour Post"),
            (format!("{body}\n\n— With files from The Harbour Post"), "With files from The Harbour Post"),
            (
                format!("{body}\n\nTranslated from the Norwegian by Jo Lund."),
                "Translated from the Norwegian by Jo Lund",
            ),
            (
                format!("{body}\n\nAda Obi in Bergen contributed to this report."),
                "Ada Obi in Bergen contributed to this report",
            ),
            (format!("{body} — AFP"), "AFP"),
            (format!("{body}\n\nReuters"), "Reuters"),
            (format!("{body} (AFP)"), "AFP"),
            (format!("OSLO, May 2 (Reuters) - {body}\n\n(Editing by Jo Lund)"), "Reuters"),
            (format!("Source: Xinhua\n\n{body}"), "Source: Xinhua"),
        ] {
            assert_eq!(credit(&text).as_deref(), Some(found), "{text}");
        }
    }

    #[test]
    fn a_source_in_the_running_text_is_no_credit() {
        for text in [
            "The ferry will close, Reuters reported on Monday.\n\nIts operator gave no reason, and nobody asked.",
            "The ferry will close in June.\n\nThe operator (a firm from Bergen) said so to Reuters.",
            "The ferry will close - the last of five - in June, said its operator, who spoke to AFP",
            "",
        ] {
            assert_eq!(credit(text), None, "{text}");
        }
    }
}
