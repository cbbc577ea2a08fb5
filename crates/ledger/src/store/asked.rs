//! Questions in SQL, put by anybody: they read and nothing else, and they end.
//!
//! Three walls stand one behind the other: the file is opened for reading, SQLite is told to refuse writing, and every
//! statement is held to a list of what asking needs before it runs. Time and memory are bounded, rows by the caller.

use std::time::{Duration, Instant};

use rusqlite::ffi;
use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use serde::Serialize;

use super::fault::Fault;
use super::packed::unpack;
use super::shelf::Shelf;

/// Bytes of the longest value an answer may have.
const LONGEST: i32 = 64 << 20;
/// Bytes that one question may take of memory.
const MEMORY: i64 = 512 << 20;
/// Steps of SQLite between two looks at the clock.
const STEPS: i32 = 10_000;
/// Functions that reach outside the ledger.
const OUTSIDE: [&str; 4] = ["load_extension", "readfile", "writefile", "edit"];
/// Pragmas that tell of tables and change nothing.
const TELLING: [&str; 9] = [
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "index_xinfo",
    "foreign_key_list",
    "data_version",
    "user_version",
];

/// A question's answer, as far as it goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether there are more rows.
    pub more: bool,
}

/// One cell of an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
}

impl Shelf {
    /// Answers one statement of SQL that only reads.
    ///
    /// The function `unpack` gives the JSON of a packed column.
    ///
    /// # Errors
    /// [`Fault::Refused`] if it is not put well, would change something, or takes too long.
    pub fn ask(mut self, sql: &str, at_most: usize, patience: Duration) -> Result<Answer, Fault> {
        let refused = |error: rusqlite::Error| match Fault::from(error) {
            Fault::Failed(words) => Fault::Refused(words),
            fault => fault,
        };
        let connection = self.connection_mut();
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "hard_heap_limit", MEMORY)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
        connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20)?;
        connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 200)?;
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        connection.create_scalar_function("unpack", 1, flags, |context| {
            let packed = context.get_raw(0).as_blob().unwrap_or_default();
            Ok(unpack(packed).ok().and_then(|json| String::from_utf8(json).ok()))
        })?;
        connection.authorizer(Some(allowed))?;
        let end = Instant::now() + patience;
        connection.progress_handler(STEPS, Some(move || Instant::now() > end))?;
        let mut statement = connection.prepare(sql).map_err(refused)?;
        if !statement.readonly() || statement.column_count() == 0 {
            return Err(Fault::Refused("only a SELECT can be asked".into()));
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut answer = Answer { columns, ..Answer::default() };
        let mut rows = statement.query([]).map_err(refused)?;
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(answer),
                Err(error) if error.sqlite_error_code() == Some(ffi::ErrorCode::OperationInterrupted) => {
                    return Err(Fault::Refused(format!("it took longer than {} seconds", patience.as_secs())));
                }
                Err(error) => return Err(refused(error)),
            };
            if answer.rows.len() == at_most {
                answer.more = true;
                return Ok(answer);
            }
            let cells = (0..answer.columns.len()).map(|at| Ok(shown(row.get_ref(at)?)));
            answer.rows.push(cells.collect::<Result<_, rusqlite::Error>>()?);
        }
    }
}

/// A cell; of bytes only how many they are.
fn shown(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Text(format!("({} bytes)", bytes.len())),
    }
}

fn allowed(asked: AuthContext<'_>) -> Authorization {
    let is = |name: &str, known: &[&str]| known.iter().any(|known| name.eq_ignore_ascii_case(known));
    match asked.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if !is(function_name, &OUTSIDE) => Authorization::Allow,
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let tells = is(pragma_name, &TELLING) && !(is(pragma_name, &["user_version"]) && pragma_value.is_some());
            if tells { Authorization::Allow } else { Authorization::Deny }
        }
        _ => Authorization::Deny,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Ledger;

    fn ask(name: &str, sql: &str) -> Result<Answer, Fault> {
        let path = std::env::temp_dir().join(format!("reportedly-asked-{name}-{}", std::process::id()));
        drop(Ledger::make(&path, "test").unwrap());
        let before = std::fs::read(&path).unwrap();
        let answer = Shelf::open(&path).unwrap().ask(sql, 3, Duration::from_millis(300));
        assert_eq!(std::fs::read(&path).unwrap(), before, "{sql}");
        std::fs::remove_file(&path).unwrap();
        answer
    }

    #[test]
    fn a_select_is_answered_up_to_a_bound() {
        let answer = ask("select", "SELECT 1 AS one, 'two' AS two, x'00ff', NULL").unwrap();
        let row = [Cell::Integer(1), Cell::Text("two".into()), Cell::Text("(2 bytes)".into()), Cell::Null];
        assert_eq!(
            (answer.columns[..2].join(" ").as_str(), &answer.rows[0][..], answer.more),
            ("one two", &row[..], false)
        );
        let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
        let answer = ask("many", many).unwrap();
        assert_eq!((answer.rows.len(), answer.more), (3, true));
        for sql in [
            "SELECT count(*) FROM words WHERE words MATCH 'ferry'",
            "SELECT snippet(words, 1, '', '', '', 5) FROM words WHERE words MATCH 'ferry AND port'",
            "SELECT * FROM pragma_table_info('report')",
            "PRAGMA table_list",
            "EXPLAIN QUERY PLAN SELECT * FROM report JOIN body ON body.report = report.number",
        ] {
            ask("fine", sql).unwrap_or_else(|fault| panic!("{sql}: {fault}"));
        }
    }

    #[test]
    fn nothing_is_changed_and_nothing_runs_for_ever() {
        for sql in [
            "DELETE FROM report",
            "INSERT INTO state VALUES ('a', 1)",
            "CREATE TABLE x (a)",
            "CREATE TEMP TABLE x (a)",
            "DROP TABLE report",
            "PRAGMA user_version = 9",
            "PRAGMA query_only = 0",
            "PRAGMA journal_mode = delete",
            "PRAGMA writable_schema = 1",
            "ATTACH 'x.db' AS x",
            "VACUUM INTO 'copy.db'",
            "BEGIN IMMEDIATE",
            "REINDEX",
            "SELECT 1; DELETE FROM report",
            "SELECT load_extension('x')",
            "INSERT INTO words (words) VALUES ('rebuild')",
            "",
            "SELECT",
            "SELECT sum(a.i * b.i) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i FROM n) a, \
             (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i FROM n) b",
        ] {
            assert!(matches!(ask("refused", sql), Err(Fault::Refused(_))), "{sql}: {:?}", ask("refused", sql));
        }
        let fault = ask("much", "SELECT length(hex(zeroblob(100000000)))").unwrap_err();
        assert!(matches!(fault, Fault::Refused(_)), "{fault:?}");
    }
}
