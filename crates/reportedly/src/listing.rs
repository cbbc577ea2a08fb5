//! Listings on standard output: a table for people, JSON, JSON Lines or CSV for programs, all of the same rows.
//!
//! Words of reports are strangers' words. In a table nothing is printed that a terminal would obey, in CSV nothing that
//! a spreadsheet would run as a formula.

use std::fmt::Write as _;
use std::io::{BufWriter, Write};

use serde::{Serialize, Serializer};

use crate::args::{Colour, ListForm};
use crate::outcome::Outcome;
use crate::output::{width, written};
use crate::trouble::Trouble;
use crate::view::{Ink, Page, plain};

/// A column: the name that heads it, and how it is set.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The heading, and the name in CSV.
    pub name: &'static str,
    /// How it is set in a table.
    pub set: Set,
}

/// How a column of a table is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Words, as wide as the widest up to a limit.
    Left,
    /// Numbers, flush right.
    Right,
    /// What room is left over; the rest is cut off.
    Rest,
    /// In CSV only: too long or too fine for a table.
    Away,
}

/// A column of words.
pub const fn left(name: &'static str) -> Column {
    Column { name, set: Set::Left }
}

/// A column of numbers.
pub const fn right(name: &'static str) -> Column {
    Column { name, set: Set::Right }
}

/// The column that takes the room left over.
pub const fn rest(name: &'static str) -> Column {
    Column { name, set: Set::Rest }
}

/// A column that only CSV has.
pub const fn away(name: &'static str) -> Column {
    Column { name, set: Set::Away }
}

/// A row of a listing. JSON prints what it serialises to; tables and CSV print its cells.
pub trait Row: Serialize {
    /// The columns.
    const COLUMNS: &'static [Column];

    /// One cell a column.
    fn cells(&self) -> Vec<Cell>;
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words, perhaps of a report.
    Words(String),
    /// A number.
    Number(f64),
    /// A whole number of any size.
    Whole(i64),
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        if words.is_empty() { Self::Empty } else { Self::Words(words.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        if words.is_empty() { Self::Empty } else { Self::Words(words) }
    }
}

impl From<&String> for Cell {
    fn from(words: &String) -> Self {
        words.as_str().into()
    }
}

impl<T: Into<Cell> + Clone> From<&Option<T>> for Cell {
    fn from(cell: &Option<T>) -> Self {
        cell.clone().map_or(Self::Empty, Into::into)
    }
}

impl From<Option<&str>> for Cell {
    fn from(words: Option<&str>) -> Self {
        words.map_or(Self::Empty, Into::into)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl Cell {
    /// The cell on one line of a terminal.
    fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Words(words) => plain(words),
            Self::Number(number) => number.to_string(),
            Self::Whole(number) => number.to_string(),
        }
    }

    /// The cell of a CSV file (RFC 4180). Words that a spreadsheet would run as a formula get an apostrophe before them,
    /// and controls are left out; JSON keeps both as they are.
    fn quoted(&self) -> String {
        let words = match self {
            Self::Empty => return String::new(),
            Self::Number(number) => return number.to_string(),
            Self::Whole(number) => return number.to_string(),
            Self::Words(words) => words.replace(|c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n'), ""),
        };
        let runs = words.trim_start().starts_with(['=', '+', '-', '@']) || words.starts_with(['\t', '\r', '\n']);
        let guard = if runs { "'" } else { "" };
        if words.contains(['"', ',', '\n', '\r']) {
            format!("\"{guard}{}\"", words.replace('"', "\"\""))
        } else {
            format!("{guard}{words}")
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Words(words) => serializer.serialize_str(words),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Whole(number) => serializer.serialize_i64(*number),
        }
    }
}

/// A row as a JSON object, its keys in the order of the columns.
struct Object<'a> {
    names: &'a [String],
    cells: &'a [Cell],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.names.iter().zip(self.cells))
    }
}

/// How an answer is printed.
#[derive(Clone, Debug)]
pub struct Lister {
    form: ListForm,
    page: Page,
    width: usize,
}

/// No column of words is wider than this, so that one long name does not take the room of all.
const WIDEST: usize = 34;
/// Room that the last column has at least; a table may then be wider than the terminal.
const LEAST: usize = 12;
const GAP: &str = "  ";

impl Lister {
    /// A lister for a form; colours only where they are wanted and a terminal shows them.
    pub fn new(form: ListForm, colour: Colour) -> Self {
        let width = width();
        Self { form, page: Page::new(width, colour.is_wanted()), width }
    }

    /// An empty page, for answers that are more than a table.
    pub fn page(&self) -> Page {
        self.page.clone()
    }

    /// Prints one answer: its page for people, else the whole of it as JSON, or its rows.
    pub fn put<A: Serialize, R: Row>(
        &self,
        answer: &A,
        rows: impl FnOnce(&A) -> Vec<R>,
        page: impl FnOnce(&A, Page) -> String,
    ) -> Result<(), Trouble> {
        match self.form {
            ListForm::Table => print(&page(answer, self.page())),
            ListForm::Json => print(&json(answer)),
            ListForm::Jsonl | ListForm::Csv => print(&self.rows(&rows(answer))),
        }
    }

    /// Prints a listing, with `more` below a table; a listing without rows ends with status 1.
    pub fn list<A: Serialize, R: Row>(&self, answer: &A, rows: &[R], more: Option<String>) -> Result<Outcome, Trouble> {
        let mut text = if self.form == ListForm::Json { json(answer) } else { self.rows(rows) };
        if let (ListForm::Table, Some(more)) = (self.form, more) {
            let mut page = self.page();
            page.line(0, &[(Ink::Faint, &more)]);
            text.push_str(&page.finish());
        }
        print(&text)?;
        Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Done })
    }

    /// The rows in a form other than a single JSON document.
    fn rows<R: Row>(&self, rows: &[R]) -> String {
        let mut text = String::new();
        match self.form {
            ListForm::Json => text = json(&rows),
            ListForm::Jsonl => {
                for row in rows {
                    let line = serde_json::to_string(row).expect("rows have string keys and finite numbers");
                    let _ = writeln!(text, "{line}");
                }
            }
            ListForm::Csv => {
                let names: Vec<&str> = R::COLUMNS.iter().map(|column| column.name).collect();
                let _ = writeln!(text, "{}", names.join(","));
                for row in rows {
                    let cells: Vec<String> = row.cells().iter().map(Cell::quoted).collect();
                    let _ = writeln!(text, "{}", cells.join(","));
                }
            }
            ListForm::Table if rows.is_empty() => {}
            ListForm::Table => text = self.table(rows),
        }
        text
    }

    /// Prints rows whose columns are known only now.
    pub fn grid(&self, names: &[String], rows: &[Vec<Cell>]) -> Result<(), Trouble> {
        let objects: Vec<Object<'_>> = rows.iter().map(|cells| Object { names, cells }).collect();
        let mut text = String::new();
        match self.form {
            ListForm::Json => text = json(&objects),
            ListForm::Jsonl => {
                for object in &objects {
                    let line = serde_json::to_string(object).expect("cells have finite numbers");
                    let _ = writeln!(text, "{line}");
                }
            }
            ListForm::Csv => {
                let heads = names.iter().map(|name| Cell::from(name).quoted()).collect::<Vec<_>>();
                let lines = rows.iter().map(|row| row.iter().map(Cell::quoted).collect::<Vec<_>>());
                for line in std::iter::once(heads).chain(lines) {
                    let _ = writeln!(text, "{}", line.join(","));
                }
            }
            ListForm::Table if rows.is_empty() => {}
            ListForm::Table => {
                let set = |at: usize| {
                    let is_number = |row: &Vec<Cell>| matches!(row[at], Cell::Number(_) | Cell::Whole(_) | Cell::Empty);
                    match at + 1 == names.len() {
                        _ if rows.iter().all(is_number) => Set::Right,
                        true => Set::Rest,
                        false => Set::Left,
                    }
                };
                let columns: Vec<_> = names.iter().enumerate().map(|(at, name)| (plain(name), set(at))).collect();
                let cells: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect();
                text = self.ruled(&columns, &cells);
            }
        }
        print(&text)
    }

    fn table<R: Row>(&self, rows: &[R]) -> String {
        let at: Vec<usize> = (0..R::COLUMNS.len()).filter(|&at| R::COLUMNS[at].set != Set::Away).collect();
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let cells = row.cells();
                at.iter().map(|&at| cells[at].shown()).collect()
            })
            .collect();
        let columns: Vec<_> = at.iter().map(|&at| (R::COLUMNS[at].name.to_owned(), R::COLUMNS[at].set)).collect();
        self.ruled(&columns, &cells)
    }

    /// Cells set in columns of names.
    fn ruled(&self, columns: &[(String, Set)], cells: &[Vec<String>]) -> String {
        let mut widths: Vec<usize> = columns
            .iter()
            .enumerate()
            .map(|(at, (name, _))| {
                let widest = cells.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
                widest.min(WIDEST).max(name.chars().count())
            })
            .collect();
        let taken: usize = columns
            .iter()
            .zip(&widths)
            .filter(|((_, set), _)| *set != Set::Rest)
            .map(|(_, width)| width + GAP.len())
            .sum();
        for ((name, _), width) in columns.iter().zip(&mut widths).filter(|((_, set), _)| *set == Set::Rest) {
            *width = self.width.saturating_sub(taken).max(LEAST).max(name.chars().count());
        }
        let mut page = self.page.clone();
        let heads: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
        page.raw(Ink::Faint, &line(columns, &widths, &heads));
        for row in cells {
            page.raw(Ink::Plain, &line(columns, &widths, row));
        }
        page.finish()
    }
}

fn line(columns: &[(String, Set)], widths: &[usize], cells: &[String]) -> String {
    let mut line = String::new();
    for (at, (((_, set), width), cell)) in columns.iter().zip(widths).zip(cells).enumerate() {
        let cell = fitted(cell, *width);
        let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
        let gap = if at == 0 { "" } else { GAP };
        let _ = match set {
            Set::Right => write!(line, "{gap}{pad}{cell}"),
            _ => write!(line, "{gap}{cell}{pad}"),
        };
    }
    line.truncate(line.trim_end().len());
    line
}

/// The cell, cut where it is wider than its column.
fn fitted(cell: &str, width: usize) -> String {
    if cell.chars().count() <= width {
        return cell.to_owned();
    }
    let cut: String = cell.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

fn json(answer: &impl Serialize) -> String {
    serde_json::to_string_pretty(answer).expect("answers have string keys and finite numbers") + "\n"
}

fn print(text: &str) -> Result<(), Trouble> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Boat {
        name: &'static str,
        crew: u32,
        cargo: &'static str,
    }

    impl Row for Boat {
        const COLUMNS: &'static [Column] = &[left("name"), right("crew"), rest("cargo"), away("note")];

        fn cells(&self) -> Vec<Cell> {
            vec![self.name.into(), self.crew.into(), self.cargo.into(), Cell::Empty]
        }
    }

    fn lister(form: ListForm) -> Lister {
        Lister { form, page: Page::new(40, false), width: 40 }
    }

    const BOATS: [Boat; 2] = [
        Boat { name: "Ilse", crew: 4, cargo: "=HYPERLINK(\"x\"), and rope" },
        Boat { name: "Maud\x1b[2J", crew: 12, cargo: "timber, tar, and a great deal of it" },
    ];

    #[test]
    fn a_table_fits_the_width_and_obeys_nobody() {
        let table = "name     crew  cargo\nIlse        4  =HYPERLINK(\"x\"), and rope\nMaud[2J    12  timber, tar, and a great…\n";
        assert_eq!(lister(ListForm::Table).rows(&BOATS), table);
    }

    #[test]
    fn csv_runs_no_formula_and_keeps_every_cell_whole() {
        let csv = "name,crew,cargo,note\nIlse,4,\"'=HYPERLINK(\"\"x\"\"), and rope\",\nMaud[2J,12,\"timber, tar, and a great deal of it\",\n";
        assert_eq!(lister(ListForm::Csv).rows(&BOATS), csv);
        assert_eq!(Cell::from("-3 degrees").quoted(), "'-3 degrees");
        assert_eq!(Cell::from(-3.0).quoted(), "-3");
        assert_eq!(Cell::from("\t=1").quoted(), "'\t=1");
    }

    #[test]
    fn json_lines_are_the_rows() {
        let lines = lister(ListForm::Jsonl).rows(&BOATS[..1]);
        assert_eq!(lines, "{\"name\":\"Ilse\",\"crew\":4,\"cargo\":\"=HYPERLINK(\\\"x\\\"), and rope\"}\n");
    }
}
