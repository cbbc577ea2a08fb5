//! A ledger written and asked, without a model: readings made by hand.

use std::path::{Path, PathBuf};

use reportedly_report::{Meta, Published, Reading, Report};

use super::opening::{Purpose, open};
use super::*;
use crate::questions::{Order, stories};

/// A folder for one test, which goes away again.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("reportedly-store-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn ledger(&self) -> PathBuf {
        self.0.join("l.reportedly")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const NOW: &str = "2024-05-02T08:00:00Z";

fn entry(id: &str, outlet: &str, text: &str) -> Entry {
    let meta = Meta {
        outlet: Some(outlet.into()),
        published: Published::parse("2024-05-01T10:00:00+02:00").ok(),
        ..Meta::default()
    };
    let report = Report { id: id.into(), meta, text: text.into() };
    let identity = Identity::of(&report, Found { place: "f.jsonl:1", file: None });
    Entry::new(Reading { report, ..Reading::default() }, identity, "f.jsonl:1".into())
}

fn delivery(id: &str, outlet: &str, text: &str) -> Delivery {
    let report = Delivered::Read(Box::new(entry(id, outlet, text)));
    Delivery { place: "f.jsonl:1".into(), report, problem: None }
}

fn make(path: &Path) -> Ledger {
    Ledger::make(path, "test").unwrap()
}

const FERRY: &str =
    "The ferry Aurora Bay stayed in port on Monday because of a storm, its master Ruth Tveit told the Gull.";

#[test]
fn a_report_is_stored_once_and_a_changed_one_supersedes() {
    let folder = Folder::new("versions");
    let mut ledger = make(&folder.ledger());
    let changed = format!("{FERRY} It left on Tuesday.");
    let tally = ledger.take(vec![delivery("1", "The Gull", FERRY), delivery("1", "The Gull", FERRY)], NOW).unwrap();
    assert_eq!(tally, Tally { new: 1, same: 1, ..Tally::default() });
    let later =
        vec![delivery("1", "The Gull", &changed), delivery("1", "The Gull", FERRY), delivery("1", "Fen Post", FERRY)];
    let tally = ledger.take(later, NOW).unwrap();
    assert_eq!(tally, Tally { versions: 1, same: 1, new: 1, ..Tally::default() });
    ledger.finish(2, |_| ()).unwrap();
    drop(ledger);
    let shelf = Shelf::open(&folder.ledger()).unwrap();
    let reports: Vec<ReportRow> = (1..=3).map(|number| shelf.report(number).unwrap().unwrap()).collect();
    let versions: Vec<_> = reports.iter().map(|report| (report.version, report.current, report.supersedes)).collect();
    assert_eq!(versions, [(1, false, None), (2, true, Some(1)), (1, true, None)]);
    assert_eq!(reports[0].published_utc.as_deref(), Some("2024-05-01T08:00:00Z"));
    assert_eq!(reports[0].published.as_deref(), Some("2024-05-01T10:00:00+02:00"));
    assert_eq!(shelf.text(2).unwrap(), changed);
    assert!(shelf.reading(2).unwrap().contains("\"schema\":\"reportedly/1\""));
    // A version is no copy of the one before; the same words of another outlet are.
    let links = |copy: i64| -> Option<i64> {
        shelf.connection().query_row("SELECT original FROM link WHERE copy = ?1", [copy], |row| row.get(0)).ok()
    };
    assert_eq!((links(2), links(3).is_some() || links(1) == Some(3)), (None, true));
    let story = &stories(&shelf, Order::Newest, 10).unwrap()[0];
    assert_eq!((story.reports, story.copies, story.outlets, story.marked), (2, 1, 2, false));
    assert_eq!(shelf.weighed(story.number).unwrap().unwrap().pile, [2, 3]);
}

#[test]
fn asking_makes_nothing_and_a_stranger_is_left_alone() {
    let folder = Folder::new("strangers");
    let path = folder.ledger();
    assert_eq!(Shelf::open(&path).unwrap_err(), Fault::Missing);
    assert!(!path.exists());
    assert_eq!(Shelf::open(&folder.0).unwrap_err(), Fault::NotALedger);
    for stranger in [&b"The ferry stayed in port.\n".repeat(100)[..], b"x"] {
        std::fs::write(&path, stranger).unwrap();
        assert_eq!(Shelf::open(&path).unwrap_err(), Fault::NotALedger, "{} bytes", stranger.len());
        assert_eq!(Ledger::make(&path, "test").unwrap_err(), Fault::NotALedger);
        assert_eq!(std::fs::read(&path).unwrap(), stranger);
    }
    std::fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE report (number INTEGER); PRAGMA user_version = 1").unwrap();
    drop(other);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(Ledger::make(&path, "test").unwrap_err(), Fault::NotALedger);
    assert_eq!(Shelf::open(&path).unwrap_err(), Fault::NotALedger);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1, "nothing beside it");
}

#[test]
fn a_run_that_was_killed_as_it_began_is_gone_on_with() {
    let folder = Folder::new("begun");
    std::fs::write(folder.ledger(), b"").unwrap();
    assert_eq!(Shelf::open(&folder.ledger()).unwrap_err(), Fault::NotALedger);
    drop(make(&folder.ledger()));
    std::fs::remove_file(folder.ledger()).unwrap();
    let begun = rusqlite::Connection::open(folder.ledger()).unwrap();
    begun.pragma_update(None, "journal_mode", "wal").unwrap();
    drop(begun);
    drop(make(&folder.ledger()));
    assert!(stories(&Shelf::open(&folder.ledger()).unwrap(), Order::Newest, 1).unwrap().is_empty());
}

#[test]
fn a_later_ledger_is_refused() {
    let folder = Folder::new("later");
    drop(make(&folder.ledger()));
    let ledger = open(&folder.ledger(), Purpose::Writing).unwrap();
    ledger.pragma_update(None, "user_version", VERSION + 1).unwrap();
    drop(ledger);
    let fault = Fault::Newer { found: VERSION + 1, known: VERSION };
    assert_eq!(Shelf::open(&folder.ledger()).unwrap_err(), fault);
    assert_eq!(Ledger::make(&folder.ledger(), "test").unwrap_err(), fault);
}

#[test]
fn one_adds_at_a_time_and_others_may_ask() {
    let folder = Folder::new("busy");
    let mut ledger = make(&folder.ledger());
    ledger.take(vec![delivery("1", "The Gull", FERRY)], NOW).unwrap();
    assert_eq!(Ledger::make(&folder.ledger(), "test").unwrap_err(), Fault::Busy);
    assert!(Shelf::open(&folder.ledger()).unwrap().report(1).unwrap().is_some());
    drop(ledger);
    drop(make(&folder.ledger()));
    let left: Vec<_> = std::fs::read_dir(&folder.0).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["l.reportedly"]);
}

#[test]
fn what_does_not_fit_is_refused_whole() {
    let folder = Folder::new("full");
    let path = folder.ledger();
    let mut ledger = make(&path);
    ledger.take(vec![delivery("1", "The Gull", FERRY)], NOW).unwrap();
    ledger.limit_pages(4);
    let many = (2..50).map(|id| delivery(&id.to_string(), "The Gull", &FERRY.repeat(40 + id))).collect();
    assert_eq!(ledger.take(many, NOW).unwrap_err(), Fault::Full);
    assert!(matches!(ledger.take(vec![delivery("99", "The Gull", "More.")], NOW), Err(Fault::Failed(_))));
    drop(ledger);
    let mut ledger = make(&path);
    let tally = ledger.take(vec![delivery("1", "The Gull", FERRY), delivery("2", "The Gull", "More.")], NOW).unwrap();
    assert_eq!((tally.same, tally.new), (1, 1));
}

/// Reports on some happenings: told anew, copied, copied in part, and under a menu that all of an outlet share.
fn stream(count: usize) -> Vec<Delivery> {
    let towns = ["Bergen", "Klaipeda", "Gdansk", "Varna", "Mersin", "Piraeus", "Split"];
    let things = ["ferry", "tanker", "warehouse", "bridge", "refinery", "market", "museum", "school", "railway"];
    let report = |n: usize| {
        let about = if n % 9 == 8 { n - 4 } else { n };
        let (town, thing, day) = (towns[about / 4 % 7], things[about / 6 % 9], n / 30 % 27 + 1);
        let menu = if n.is_multiple_of(3) { "Home News Sport Weather Markets Letters Archive Contact. " } else { "" };
        let whole = format!(
            "{menu}The {thing} of {town} burned on day {} while {about} people watched from the quay. Its owner Tveit{} spoke \
             of {} million in damage, and the council of {town} met at {} o'clock to hear engineer Lund{about}. \
             Nobody knew when the {thing} would open again, said the guard of quarter {}.",
            about / 20,
            about / 5,
            about % 17 + 2,
            about % 12,
            about * 7 % 31
        );
        let text = if n % 18 == 8 { whole[..whole.len() / 2].to_owned() } else { whole };
        let meta = Meta {
            outlet: Some(format!("Outlet {}", n % 3)),
            published: Published::parse(&format!("2024-05-{day:02}")).ok(),
            ..Meta::default()
        };
        let id = if n % 23 == 22 { n - 7 } else { n };
        let report = Report { id: id.to_string(), meta, text };
        let place = format!("f.jsonl:{n}");
        let identity = Identity::of(&report, Found { place: &place, file: None });
        let entry = Entry::new(Reading { report, ..Reading::default() }, identity, place.clone());
        Delivery { place, report: Delivered::Read(Box::new(entry)), problem: None }
    };
    (0..count).map(report).collect()
}

/// Every row of every table, those of a table in order.
fn dump(path: &Path) -> Vec<String> {
    let shelf = Shelf::open(path).unwrap();
    let names =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words_%' AND name NOT LIKE 'sqlite_%'";
    let mut names = shelf.connection().prepare(names).unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let mut dump = Vec::new();
    for name in names {
        let mut all = shelf.connection().prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let width = all.column_count();
        let rows = all.query_map([], |row| {
            let cells: Result<Vec<_>, _> = (0..width).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect();
            Ok(format!("{name} {:?}", cells?))
        });
        let mut rows: Vec<String> = rows.unwrap().collect::<Result<_, _>>().unwrap();
        rows.sort_unstable();
        dump.extend(rows);
    }
    dump
}

#[test]
fn a_ledger_that_was_cut_off_goes_on_as_an_unbroken_one() {
    let folder = Folder::new("cut");
    let unbroken = folder.0.join("unbroken");
    let mut ledger = make(&unbroken);
    ledger.take(stream(450), NOW).unwrap();
    ledger.finish(2, |_| ()).unwrap();
    drop(ledger);
    let expected = dump(&unbroken);
    let count = |table: &str| expected.iter().filter(|row| row.starts_with(&format!("{table} "))).count();
    let counts = ["story", "link", "memory", "change", "report"].map(count);
    assert!(counts[0] > 20 && counts[1] > 5 && counts[2] == 2 && counts[4] == 450, "{counts:?}");
    // Cut off before and after links were settled and the memory was put away, and between any two reports.
    for step in [40, 119, 120, 121, 449] {
        let path = folder.0.join(format!("cut-{step}"));
        let mut all = stream(450);
        while !all.is_empty() {
            let rest = all.split_off(step.min(all.len()));
            make(&path).take(std::mem::replace(&mut all, rest), NOW).unwrap();
        }
        make(&path).finish(1, |_| ()).unwrap();
        let got = dump(&path);
        let difference = expected.iter().zip(&got).find(|(one, two)| one != two);
        assert!(got == expected, "in steps of {step}: {difference:?}");
    }
}

#[test]
fn the_handbook_names_every_table_and_column() {
    let folder = Folder::new("handbook");
    drop(make(&folder.ledger()));
    let shelf = Shelf::open(&folder.ledger()).unwrap();
    let handbook = include_str!("../../../../docs/ledger.md");
    let mut columns = shelf
        .connection()
        .prepare(
            "SELECT tables.name, columns.name FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS columns \
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'words_%' AND tables.name NOT LIKE 'sqlite_%' \
             AND columns.hidden != 1",
        )
        .unwrap();
    let columns = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let columns: Vec<(String, String)> = columns.collect::<Result<_, _>>().unwrap();
    assert!(columns.len() > 100);
    for (table, column) in columns {
        let heading = |line: &&str| line.starts_with("## ") && line[3..].split(", ").any(|name| name == table);
        let mut lines = handbook.lines().skip_while(|line| !heading(line));
        assert!(lines.next().is_some(), "docs/ledger.md has no section {table}");
        let section: String = lines.take_while(|line| !line.starts_with("## ")).collect();
        assert!(section.contains(&format!("`{column}`")), "docs/ledger.md does not name {table}.{column}");
    }
}
