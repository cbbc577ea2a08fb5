//! Opening a ledger: never creating one unless told to, never touching a file that is something else, bringing old ones
//! up to date, and keeping SQLite careful with files that strangers may have made.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::fault::Fault;

/// Marks an SQLite file as a ledger: "RPTD".
const APPLICATION: i64 = 0x5250_5444;
/// The steps from nothing to today's schema; a ledger's version is how many it has taken. A step that was released is
/// never edited.
const STEPS: [&str; 2] = [include_str!("schema/0001.sql"), include_str!("schema/0002.sql")];
/// The version of ledgers written today.
pub const VERSION: i64 = STEPS.len() as i64;

/// Bytes of the smallest page that SQLite writes.
const SMALLEST: u64 = 512;
/// How long one process waits for another's transaction.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of the longest text or blob: above any report, below what a broken file may claim.
const LONGEST: i32 = 256 << 20;

/// What a ledger is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be asked: nothing is written.
    Asking,
    /// To be written; it must be there.
    Writing,
    /// To be written, and made if it is not there.
    Making,
}

/// Opens a ledger.
///
/// # Errors
/// If it is not there, is something else, is newer than this program, or cannot be read or written.
pub fn open(path: &Path, purpose: Purpose) -> Result<Connection, Fault> {
    if !is_there(path)? && purpose != Purpose::Making {
        return Err(Fault::Missing);
    }
    if purpose == Purpose::Asking {
        return open_to_ask(path);
    }
    let create = if purpose == Purpose::Making { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | create)?;
    let version = match stamp(&connection)? {
        Stamp::Ledger(version) => version,
        Stamp::Empty if purpose == Purpose::Making => 0,
        Stamp::Empty | Stamp::Other => return Err(Fault::NotALedger),
    };
    known(version)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "cache_size", -32_768)?;
    if version < VERSION {
        bring_up_to_date(&mut connection)?;
    }
    Ok(connection)
}

/// A ledger is brought up to date before it is asked, so that old ones answer every question; then it is opened anew so
/// that nothing can be written.
fn open_to_ask(path: &Path) -> Result<Connection, Fault> {
    let connection = match connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|asked| Ok((stamp(&asked)?, asked)))
    {
        Ok((Stamp::Ledger(version), asked)) => {
            known(version)?;
            if version < VERSION {
                drop(asked);
                drop(open(path, Purpose::Writing)?);
                connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?
            } else {
                asked
            }
        }
        Ok(_) => return Err(Fault::NotALedger),
        // Beside a file in a folder that may not be written SQLite cannot keep its notes; it needs none if nobody writes.
        Err(Fault::ReadOnly) if std::fs::metadata(beside(path, "-wal")).map_or(0, |notes| notes.len()) == 0 => {
            let asked = connect_unchanging(path)?;
            match stamp(&asked)? {
                Stamp::Ledger(version) if version < VERSION => return Err(Fault::ReadOnly),
                Stamp::Ledger(version) => known(version)?,
                _ => return Err(Fault::NotALedger),
            }
            asked
        }
        Err(fault) => return Err(fault),
    };
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Whether a file is a ledger, or may become one: a run that was killed as it began leaves an empty one. Nothing is
/// written to it, or beside it.
///
/// # Errors
/// If it is something else.
pub fn check(path: &Path) -> Result<(), Fault> {
    if !is_there(path)? {
        return Ok(());
    }
    match stamp(&connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)? {
        Stamp::Ledger(version) => known(version),
        Stamp::Empty => Ok(()),
        Stamp::Other => Err(Fault::NotALedger),
    }
}

/// Whether there is a file; an error if it can be no database. SQLite takes a file of a few bytes for an empty one, and
/// would write over it. The file itself is not opened: closing it would give up the locks that other connections of this
/// process hold on it.
fn is_there(path: &Path) -> Result<bool, Fault> {
    match std::fs::metadata(path) {
        Ok(data) if data.is_dir() || (1..SMALLEST).contains(&data.len()) => Err(Fault::NotALedger),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Fault> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    careful(Connection::open_with_flags(path, flags)?)
}

/// Opens a file that nothing will change while it is read.
fn connect_unchanging(path: &Path) -> Result<Connection, Fault> {
    let mut address = "file:".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'?' | b'#' | b'%' => address.push_str(&format!("%{byte:02x}")),
            _ if byte.is_ascii() => address.push(byte.into()),
            _ => address.push_str(&format!("%{byte:02x}")),
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    careful(Connection::open_with_flags(address, flags)?)
}

/// A connection that trusts nothing in the file.
fn careful(connection: Connection) -> Result<Connection, Fault> {
    connection.busy_timeout(PATIENCE)?;
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ] {
        connection.set_db_config(setting, value)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(connection)
}

/// What an SQLite file says it is.
enum Stamp {
    Ledger(i64),
    Empty,
    Other,
}

fn stamp(connection: &Connection) -> Result<Stamp, Fault> {
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version, tables) {
        (APPLICATION, 1.., 1..) => Stamp::Ledger(version),
        (0, 0, 0) => Stamp::Empty,
        _ => Stamp::Other,
    })
}

fn known(version: i64) -> Result<(), Fault> {
    if version > VERSION { Err(Fault::Newer { found: version, known: VERSION }) } else { Ok(()) }
}

/// Takes the steps that a ledger lacks, all or none of them.
fn bring_up_to_date(connection: &mut Connection) -> Result<(), Fault> {
    let step = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited.
    let version: i64 = step.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for sql in STEPS.iter().skip(usize::try_from(version).unwrap_or_default()) {
        step.execute_batch(sql)?;
    }
    step.pragma_update(None, "application_id", APPLICATION)?;
    step.pragma_update(None, "user_version", VERSION)?;
    step.commit()?;
    Ok(())
}

/// A file beside the ledger, named after it.
pub fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
