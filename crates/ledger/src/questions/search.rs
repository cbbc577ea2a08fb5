//! Reports that have certain words, the best match first, with the words marked where they stand.

use rusqlite::{ToSql, params_from_iter};
use serde::Serialize;

use crate::store::{Fault, Shelf};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words that must all stand in the report; within double marks a phrase, with a final `*` the start of a word.
    pub words: String,
    /// Only reports of this outlet.
    pub outlet: Option<String>,
    /// Only reports from this day on, `2026-03-02` or a shorter date.
    pub since: Option<String>,
    /// Only reports up to this day, itself included.
    pub until: Option<String>,
    /// Hits given at most.
    pub at_most: u32,
}

/// A report that has the words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The stable address of the report.
    pub report: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as stated.
    pub published: Option<String>,
    /// The address of the story it belongs to.
    pub story: Option<String>,
    /// Words around the hits, as they stand in the report; an ellipsis where something is left out.
    pub snippet: String,
    /// Where the words looked for stand in the snippet, in code points.
    pub hits: Vec<[usize; 2]>,
}

/// Signs around a hit while SQLite hands the snippet over. A text that has them itself loses them in the snippet.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

const SELECT: &str = "SELECT report.id, report.title, report.outlet, report.published, report.story, \
     snippet(words, 1, char(2), char(3), '…', 28) \
     FROM words JOIN report ON report.number = words.rowid WHERE words MATCH ? AND report.current";

/// Searches the titles and texts of all current reports.
///
/// # Errors
/// If the ledger cannot be read.
pub fn search(shelf: &Shelf, search: &Search) -> Result<Vec<Hit>, Fault> {
    let Some(asked) = expression(&search.words) else { return Ok(Vec::new()) };
    let mut sql = SELECT.to_owned();
    let mut given: Vec<Box<dyn ToSql>> = vec![Box::new(asked)];
    if let Some(outlet) = &search.outlet {
        sql.push_str(" AND report.outlet = ? COLLATE NOCASE");
        given.push(Box::new(outlet.clone()));
    }
    if let Some(since) = &search.since {
        sql.push_str(" AND report.published_utc >= ?");
        given.push(Box::new(since.clone()));
    }
    if let Some(until) = &search.until {
        // The day itself and all its hours: everything that begins with it sorts below it followed by the last letter.
        sql.push_str(" AND report.published_utc < ?");
        given.push(Box::new(format!("{until}~")));
    }
    sql.push_str(" ORDER BY rank, words.rowid LIMIT ?");
    given.push(Box::new(search.at_most));
    let mut found = shelf.connection().prepare_cached(&sql)?;
    let hits = found.query_map(params_from_iter(given), |row| {
        let (snippet, hits) = unmarked(&row.get::<_, String>(5)?);
        Ok(Hit {
            report: row.get(0)?,
            title: row.get(1)?,
            outlet: row.get(2)?,
            published: row.get(3)?,
            story: row.get::<_, Option<i64>>(4)?.map(|story| format!("s{story}")),
            snippet,
            hits,
        })
    })?;
    Ok(hits.collect::<Result<_, _>>()?)
}

/// A person's words as an expression of FTS5 in which none of them can be an operator; nothing where there is no word.
fn expression(words: &str) -> Option<String> {
    let mut parts = Vec::new();
    for (at, piece) in words.split(['"', '“', '”']).enumerate() {
        let is_phrase = at % 2 == 1;
        let terms: Vec<&str> = if is_phrase { vec![piece] } else { piece.split_whitespace().collect() };
        for term in terms {
            let (term, star) = match term.strip_suffix('*') {
                Some(start) if !is_phrase => (start, "*"),
                _ => (term, ""),
            };
            // The index keeps letters and digits alone; of anything else FTS5 would make an empty phrase.
            if term.chars().any(char::is_alphanumeric) {
                parts.push(format!("\"{}\"{star}", term.replace('\0', " ")));
            }
        }
    }
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// A snippet without the signs around its hits, and where these stand.
fn unmarked(snippet: &str) -> (String, Vec<[usize; 2]>) {
    let (mut words, mut hits, mut at) = (String::with_capacity(snippet.len()), Vec::new(), 0);
    let mut open = None;
    for c in snippet.chars() {
        match c {
            OPEN => open = Some(at),
            CLOSE => hits.extend(open.take().map(|start| [start, at])),
            _ => {
                words.push(c);
                at += 1;
            }
        }
    }
    (words, hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_operators() {
        let asked = |words: &str| expression(words).unwrap_or_default();
        assert_eq!(asked("ferry NOT port*"), "\"ferry\" AND \"NOT\" AND \"port\"*");
        assert_eq!(asked("the \"three boats\" a:b)"), "\"the\" AND \"three boats\" AND \"a:b)\"");
        assert_eq!(asked("open \"mark"), "\"open\" AND \"mark\"");
        assert_eq!(expression(" - \" ( \" * "), None);
    }

    #[test]
    fn hits_count_code_points() {
        assert_eq!(unmarked("…é \u{2}boat\u{3} and \u{2}oar\u{3}"), ("…é boat and oar".into(), vec![[3, 7], [12, 15]]));
        assert_eq!(unmarked("\u{3}a\u{2}b"), ("ab".into(), vec![]));
    }
}
