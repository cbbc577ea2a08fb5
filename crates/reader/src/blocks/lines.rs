//! Cuts a text into units: paragraphs and single lines, as the outlet set them.

use reportedly_report::Span;

/// A paragraph, or a line that stands by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'t> {
    /// Without white space around it.
    pub span: Span,
    /// Its characters.
    pub text: &'t str,
    /// How many lines it was set on.
    pub lines: usize,
}

/// The units of a text in order, none empty.
///
/// Blank lines divide; between them every line is a unit of its own, unless the lines were wrapped at a fixed width.
pub(super) fn units(text: &str) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    let mut group: Vec<Span> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let span = Span::new(start, start + line.len()).trimmed(text);
        // A carriage return before a line feed ends the same line: the piece between them is no blank line.
        let continues_return = line == "\n" && text[..start].ends_with('\r');
        start += line.len();
        if !span.is_empty() {
            group.push(span);
        } else if !continues_return {
            close(text, &mut group, &mut units);
        }
    }
    close(text, &mut group, &mut units);
    units
}

fn close<'t>(text: &'t str, group: &mut Vec<Span>, units: &mut Vec<Unit<'t>>) {
    if is_wrapped(text, group) {
        let span = group[0].join(group[group.len() - 1]);
        units.push(Unit { span, text: span.of(text), lines: group.len() });
    } else {
        units.extend(group.iter().map(|&span| Unit { span, text: span.of(text), lines: 1 }));
    }
    group.clear();
}

/// Whether consecutive lines are one paragraph wrapped at a fixed width: every line but the last nearly fills the
/// measure, most of them stop in mid-sentence, and a fair part of what follows begins in lower case.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    let [broken @ .., _] = lines else { return false };
    if broken.is_empty() {
        return false;
    }
    let measure = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    let full = broken.iter().all(|line| line.len() * 3 >= measure * 2 || line.len() + 25 >= measure);
    let ends = |line: &&Span| !line.of(text).ends_with(['.', '!', '?', '"', '”']);
    let lower = |line: &&Span| line.of(text).starts_with(|c: char| c.is_lowercase() || c == '(');
    let open = broken.iter().filter(ends).count();
    let small = lines[1..].iter().filter(lower).count();
    (40..=130).contains(&measure) && full && open * 3 >= broken.len() * 2 && small * 3 >= broken.len()
}
