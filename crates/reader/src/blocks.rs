//! Title, headings, paragraphs, datelines and leftover boilerplate.
//!
//! Works on lines alone, before anything is understood: a line break is kept as the outlet made it, except where a
//! paragraph was wrapped at a fixed width. Promises blocks in text order that never overlap and cover all but white
//! space and the dash after a dateline. It refuses to guess a title for a text of a single block.

pub mod credit;
mod dateline;
mod lines;

use reportedly_knowledge::layout::{Stand, leftover};
use reportedly_report::{Block, BlockRole, Report, Rule, Span};

use lines::Unit;

/// A heading is no longer than this, in bytes.
const HEADING: usize = 90;
/// A title is no longer than this, in bytes.
const TITLE: usize = 220;
/// A block left over from the page is no longer than this, in bytes.
const LEFTOVER: usize = 320;
/// A date line stands among the first blocks.
const DATELINE_WITHIN: usize = 5;

/// The blocks of a report in order.
pub fn read(report: &Report) -> Vec<Block> {
    let units = lines::units(&report.text);
    let mut roles: Vec<Option<(BlockRole, Rule)>> = vec![None; units.len()];
    mark_title(report, &units, &mut roles);
    mark_leftovers(&units, &mut roles);
    for (unit, role) in units.iter().zip(&mut roles).take(DATELINE_WITHIN) {
        if role.is_none() && dateline::is_date_line(unit.text) {
            *role = Some((BlockRole::Dateline, "blocks.date_line".into()));
        }
    }
    mark_headings(&units, &mut roles);
    let mut blocks = Vec::with_capacity(units.len() + 1);
    let mut opened = false;
    for (unit, role) in units.iter().zip(roles) {
        let (role, rule) = role.unwrap_or((BlockRole::Paragraph, "blocks.paragraph".into()));
        let mut span = unit.span;
        if role == BlockRole::Paragraph && !opened {
            opened = true;
            if let Some(cut) = dateline::opening(unit.text) {
                let start = span.range().start;
                let line = Span::new(start, start + cut.end);
                blocks.push(Block { span: line, role: BlockRole::Dateline, rule: "blocks.dateline".into() });
                span = Span::new(start + cut.text, span.range().end);
            }
        }
        blocks.push(Block { span, role, rule });
    }
    blocks
}

/// The first block is the title if the outlet says so, or if it does not end as a sentence does and more follows.
fn mark_title(report: &Report, units: &[Unit<'_>], roles: &mut [Option<(BlockRole, Rule)>]) {
    if let Some(title) = &report.meta.title {
        let wanted = folded(title);
        let stated = units.iter().take(3).position(|unit| unit.lines == 1 && folded(unit.text) == wanted);
        if let Some(at) = stated.filter(|_| !wanted.is_empty()) {
            roles[at] = Some((BlockRole::Title, "blocks.stated_title".into()));
            return;
        }
    }
    let [first, _, ..] = units else { return };
    let leftover = leftover(&plain(first.text), false).is_some();
    let shaped = first.lines == 1 && first.text.len() <= TITLE && !closed(first.text) && opens_upper(first.text);
    if shaped && !leftover && !dateline::is_date_line(first.text) && dateline::opening(first.text).is_none() {
        roles[0] = Some((BlockRole::Title, "blocks.first_line".into()));
    }
}

fn mark_leftovers(units: &[Unit<'_>], roles: &mut [Option<(BlockRole, Rule)>]) {
    let mut in_section = false;
    for (at, unit) in units.iter().enumerate() {
        if roles[at].is_some() {
            continue;
        }
        let ends = sentence_end(unit.text);
        let found = (unit.text.len() <= LEFTOVER).then(|| leftover(&plain(unit.text), ends)).flatten();
        let section = found.is_some_and(|found| found.stand == Stand::Section);
        let byline = at < DATELINE_WITHIN && is_byline(unit.text);
        let listed = in_section && (!ends || is_listed(unit.text));
        in_section = (in_section || section) && (found.is_some() || listed);
        let rule = match found {
            Some(_) if section => "blocks.leftover_section",
            Some(_) => "blocks.leftover",
            None if byline => "blocks.byline",
            None if listed => "blocks.leftover_list",
            None => continue,
        };
        roles[at] = Some((BlockRole::Boilerplate, rule.into()));
    }
}

/// A short line without a final stop is a heading where running text follows, and a remainder of the page at the end.
fn mark_headings(units: &[Unit<'_>], roles: &mut [Option<(BlockRole, Rule)>]) {
    let mut prose_follows = false;
    let has_prose = units.iter().zip(&*roles).any(|(unit, role)| role.is_none() && sentence_end(unit.text));
    for (unit, role) in units.iter().zip(roles).rev() {
        if role.is_some() {
            continue;
        }
        let short = unit.lines == 1 && unit.text.len() <= HEADING && !closed(unit.text);
        if short && prose_follows && opens_upper(unit.text) && !is_listed(unit.text) {
            *role = Some((BlockRole::Heading, "blocks.heading".into()));
        } else if short && !prose_follows && has_prose {
            *role = Some((BlockRole::Boilerplate, "blocks.tail".into()));
        } else {
            prose_follows = true;
        }
    }
}

/// Whether a block ends as a sentence, a list item or an introduction does.
fn closed(text: &str) -> bool {
    sentence_end(text) || text.trim_end().ends_with([':', ';', ',', '—', '–', '-'])
}

/// Whether the last character, closing marks left out, ends a sentence.
fn sentence_end(text: &str) -> bool {
    let open = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]}*_".contains(c));
    open.ends_with(['.', '!', '?', '…', '。'])
}

fn opens_upper(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|c| !c.is_lowercase())
}

/// Whether the line stands in a list: a bullet, a number, an address of the web.
fn is_listed(text: &str) -> bool {
    text.starts_with(['*', '•', '·', '▪', '■', '►', '↑', '-', '–'])
        || text.contains("http://")
        || text.contains("https://")
}

/// "By Ana Example" or "Ana Example, correspondent": two to seven words after "By", each with a capital or small.
fn is_byline(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("By ").or_else(|| text.strip_prefix("BY ")) else { return false };
    let words = rest.split_whitespace();
    let mut named = 0;
    for word in words {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        if plain.is_empty() || plain == "and" || plain == "in" || plain == "for" {
            continue;
        }
        if !plain.starts_with(char::is_uppercase) {
            return false;
        }
        named += 1;
    }
    (1..=9).contains(&named) && !sentence_end(text)
}

/// The text in lower case, white space made single spaces.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    }
    plain
}

/// Letters and digits in lower case, to compare titles.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> Vec<(BlockRole, String)> {
        let report = Report { text: text.into(), ..Report::default() };
        read(&report).into_iter().map(|block| (block.role, block.span.of(text).to_owned())).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[(BlockRole, &str)]) {
        let read = roles(text);
        let read: Vec<_> = read.iter().map(|(role, text)| (*role, text.as_str())).collect();
        assert_eq!(read, expected, "{text:?}");
    }

    use BlockRole::*;

    #[test]
    fn tells_title_headings_and_leftovers_from_paragraphs() {
        check(
            "Ferry talks resume\n\nMonday, 3 May 2021\n\nBoth sides met again.\n\nOld routes\n\nThe port is shut.\n\n\
             Read also: The winter timetable\n\nThe mayor left.\n\nsource desk-4\n",
            &[
                (Title, "Ferry talks resume"),
                (Dateline, "Monday, 3 May 2021"),
                (Paragraph, "Both sides met again."),
                (Heading, "Old routes"),
                (Paragraph, "The port is shut."),
                (Boilerplate, "Read also: The winter timetable"),
                (Paragraph, "The mayor left."),
                (Boilerplate, "source desk-4"),
            ],
        );
    }

    #[test]
    fn cuts_a_dateline_from_its_paragraph() {
        check(
            "Ferry talks resume\nOSLO, May 3 (Reuters) - Both sides met again.",
            &[(Title, "Ferry talks resume"), (Dateline, "OSLO, May 3 (Reuters)"), (Paragraph, "Both sides met again.")],
        );
        check("NASA — the space agency — agreed.", &[(Paragraph, "NASA — the space agency — agreed.")]);
        check("Hope — She had none left.", &[(Paragraph, "Hope — She had none left.")]);
    }

    #[test]
    fn reads_a_list_of_sources_to_its_end() {
        check(
            "Ferry talks resume\n\nThey met.\n\nSources\n\n* Ana Example, \"Ferries\". The Paper, 2021.\n\nThe Other Paper",
            &[
                (Title, "Ferry talks resume"),
                (Paragraph, "They met."),
                (Boilerplate, "Sources"),
                (Boilerplate, "* Ana Example, \"Ferries\". The Paper, 2021."),
                (Boilerplate, "The Other Paper"),
            ],
        );
    }

    #[test]
    fn joins_lines_wrapped_at_a_fixed_width() {
        let wrapped = "The harbour was closed on Monday after the storm, and the two ferries that\n\
                       serve the islands stayed where they were until the wind had fallen to a\n\
                       breeze, the company said.";
        check(wrapped, &[(Paragraph, wrapped)]);
    }

    #[test]
    fn takes_anything() {
        for text in
            ["", " \n\t\n", "a", "—", "\u{feff}", "👩‍🚒\n\n👩‍🚒", "© ", "By ", "Sources\n\n\n", "\r\n\r\nA\r\nB\r\n"]
        {
            let report = Report { text: text.into(), ..Report::default() };
            assert!(read(&report).iter().all(|block| !block.span.is_empty()), "{text:?}");
        }
    }
}
