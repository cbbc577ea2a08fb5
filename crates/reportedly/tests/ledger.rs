//! The ledger's file through the program: stored once, gone on with after a kill, shared, refused, never harmed.

mod driven;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use driven::{Done, Place, reportedly};
use serde_json::Value;

const RAIN: &str = "It rained all night in Bergen, the harbour master Ruth Tveit said on Monday. Four boats sank.\n";

fn ingest(ledger: &str, sources: &[&str]) -> Done {
    let mut args = vec!["ingest", "--quiet", "--ledger", ledger];
    args.extend(sources);
    reportedly(&args).run()
}

fn sql(ledger: &str, select: &str) -> Vec<Value> {
    let done = reportedly(&["sql", "--format", "json", "--limit", "1000000", "--ledger", ledger, select]).run();
    assert!(done.code < 2, "{}", done.stderr);
    serde_json::from_str(&done.stdout).expect("JSON")
}

/// Every row of every table, but for clocks and for what SQLite keeps for itself.
fn dump(ledger: &str) -> String {
    let tables = sql(
        ledger,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') \
        AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    let mut dump = String::new();
    for table in tables {
        let table = table["name"].as_str().expect("a name");
        let columns = sql(ledger, &format!("SELECT name, hidden FROM pragma_table_xinfo('{table}')"));
        let clocks = ["taken", "first_seen", "last_seen"];
        let columns: Vec<String> = columns
            .iter()
            .filter(|column| column["hidden"] != 1)
            .map(|column| column["name"].as_str().expect("a name"))
            .filter(|name| !clocks.contains(name))
            .map(|name| format!("quote(\"{name}\")"))
            .collect();
        let rows = sql(ledger, &format!("SELECT {} AS row FROM \"{table}\" ORDER BY 1", columns.join(" || ' ' || ")));
        rows.iter().for_each(|row| dump += &format!("{table} {}\n", row["row"].as_str().unwrap_or_default()));
    }
    dump
}

/// Lines of reports on a few happenings, some of them copies, some later versions of earlier ones.
fn lines(count: usize) -> String {
    let people = ["Ruth Tveit", "Jo Lund", "Ada Obi", "Ilse Brandt", "Tomas Varga"];
    let towns = ["Bergen", "Klaipeda", "Gdansk", "Varna", "Mersin", "Piraeus", "Split"];
    let mut lines = String::new();
    for n in 0..count {
        let (person, town, crew) = (people[n % 5], towns[n / 9 % 7], n % 4 + 3);
        let of = if n % 13 == 12 { n - 5 } else { n };
        let text = format!(
            "A ferry with {crew} crew ran aground near {town} on Monday, {person} said. The coast guard of {town} sent \
             {of} boats in the storm, according to Reuters. \\\"Nobody was hurt,\\\" {person} added."
        );
        let id = if n % 11 == 10 { n - 3 } else { n };
        let day = n / 20 % 27 + 1;
        lines += &format!(
            "{{\"id\": \"{id}\", \"outlet\": \"Outlet {}\", \"published\": \"2024-05-{day:02}\", \"text\": \"{text}\"}}\n",
            n % 3
        );
    }
    lines
}

#[test]
fn a_report_is_stored_once_and_a_changed_file_is_a_new_version() {
    let place = Place::new("stored-once");
    let (ledger, file) = (place.path("l.reportedly"), place.file("a.txt", RAIN));
    let args = ["ingest", "--ledger", &ledger, &file, "--published", "2024-05-06T10:00:00+02:00"];
    let done = reportedly(&args).run();
    done.expect(0, "");
    assert!(done.stdout.starts_with("1 new, 0 new versions, 0 the same, 0 problems; "), "{}", done.stdout);
    assert!(reportedly(&args).run().stdout.starts_with("0 new, 0 new versions, 1 the same, "));
    place.file("a.txt", &RAIN.replace("Four boats", "Five boats"));
    assert!(reportedly(&args).run().stdout.starts_with("0 new, 1 new versions, 0 the same, "));
    let report = &sql(&ledger, "SELECT * FROM report WHERE current")[0];
    assert_eq!((&report["version"], &report["supersedes"]), (&2.into(), &1.into()));
    assert_eq!(report["published"], "2024-05-06T10:00:00+02:00");
    assert_eq!(report["published_utc"], "2024-05-06T08:00:00Z");
    assert_eq!(report["basis"], "{\"published\":\"option\"}");
    let changes = sql(
        &ledger,
        "SELECT change.kind, what, substr(old.text, b.start + 1, b.\"end\" - b.start) AS was, \
         substr(new.text, a.start + 1, a.\"end\" - a.start) AS is_now FROM change \
         JOIN claim AS b ON b.number = change.before JOIN body AS old ON old.report = b.report \
         JOIN claim AS a ON a.number = change.after JOIN body AS new ON new.report = a.report",
    );
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!((&changes[0]["kind"], &changes[0]["what"]), (&"changed".into(), &"values words".into()));
    assert!(changes[0]["was"].as_str().unwrap().contains("Four boats sank"));
    assert!(changes[0]["is_now"].as_str().unwrap().contains("Five boats sank"));
}

#[test]
fn the_same_ledger_comes_of_any_number_of_threads_and_kills() {
    let place = Place::new("killed");
    let file = place.file("many.jsonl", &(lines(900) + "{broken\n"));
    let whole = place.path("whole.reportedly");
    assert_eq!(ingest(&whole, &["--jobs", "1", &file]).code, 2);
    let expected = dump(&whole);
    assert!(expected.lines().count() > 2000);
    let cut = place.path("cut.reportedly");
    let mut kills = 0;
    for stored in [1, 300, 600] {
        let mut running = Command::new(env!("CARGO_BIN_EXE_reportedly"))
            .args(["ingest", "--quiet", "--jobs", "2", "--ledger", &cut, &file])
            .env("REPORTEDLY_GAZETTEER", "none")
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let count =
            || sql_or_none(&cut, "SELECT count(*) AS n FROM report").map_or(0, |rows| rows[0]["n"].as_i64().unwrap());
        while running.try_wait().expect("it can be asked").is_none() && (!Path::new(&cut).exists() || count() < stored)
        {
            std::thread::sleep(Duration::from_millis(20));
        }
        kills += usize::from(running.try_wait().expect("it can be asked").is_none());
        running.kill().expect("it can be killed");
        running.wait().expect("it ends");
    }
    assert!(kills > 0, "every run ended before it was killed");
    assert_eq!(ingest(&cut, &[&file]).code, 2);
    let got = dump(&cut);
    let difference = expected.lines().zip(got.lines()).find(|(one, two)| one != two);
    assert!(expected == got, "after {kills} kills: {difference:?}");
}

#[test]
fn of_two_at_once_one_waits_or_is_told() {
    let place = Place::new("two-at-once");
    let (ledger, file) = (place.path("l.reportedly"), place.file("a.txt", RAIN));
    let mut first = Command::new(env!("CARGO_BIN_EXE_reportedly"))
        .args(["ingest", "--quiet", "--ledger", &ledger, "--input", "jsonl", "-"])
        .env("REPORTEDLY_GAZETTEER", "none")
        .stdin(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut wire = first.stdin.take().expect("piped");
    writeln!(wire, "{{\"id\": \"wire\", \"text\": {RAIN:?}}}").expect("it listens");
    // What came down the wire is stored though the wire stays open.
    let arrived = || {
        Path::new(&ledger).exists() && sql_or_none(&ledger, "SELECT 1 FROM report").is_some_and(|rows| rows.len() == 1)
    };
    for _ in 0..600 {
        if arrived() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(arrived());
    let told = format!(
        "reportedly: {ledger}: another process is writing to the ledger; run it again when the other has ended [E024]\n"
    );
    ingest(&ledger, &["--no-wait", &file]).expect(2, &told);
    let second = reportedly(&["ingest", "--ledger", &ledger, &file]).start();
    std::thread::sleep(Duration::from_millis(1500));
    drop(wire);
    assert_eq!(first.wait().expect("it ends").code(), Some(0));
    let second = second.end();
    second.expect(0, &format!("reportedly: {ledger}: another process is adding reports; waiting for it to end\n"));
    assert_eq!(sql(&ledger, "SELECT count(*) AS n FROM report")[0]["n"], 2);
}

fn sql_or_none(ledger: &str, select: &str) -> Option<Vec<Value>> {
    let done = reportedly(&["sql", "--format", "json", "--ledger", ledger, select]).run();
    (done.code == 0).then(|| serde_json::from_str(&done.stdout).expect("JSON"))
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_costs_nothing_stored() {
    let place = Place::new("full-disk");
    let (ledger, file) = (place.path("l.reportedly"), place.file("many.jsonl", &lines(120)));
    let first = place.file("first.jsonl", &lines(20));
    assert_eq!(ingest(&ledger, &[&first]).code, 0);
    let before = dump(&ledger);
    // Files may grow to a limit only; the signal that would end the process is passed over, so writing fails.
    let room = std::fs::metadata(&ledger).expect("it is there").len() / 1024 + 64;
    let script = format!("trap '' XFSZ; ulimit -f {room}; exec \"$@\"");
    let done = Command::new("bash")
        .args([
            "-c",
            &script,
            "bash",
            env!("CARGO_BIN_EXE_reportedly"),
            "ingest",
            "--quiet",
            "--ledger",
            &ledger,
            &file,
        ])
        .env("REPORTEDLY_GAZETTEER", "none")
        .output()
        .expect("bash runs");
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.code() == Some(2) && stderr.ends_with("make room and run the same again [E025]\n")
            || stderr.contains("[E025]"),
        "{stderr}"
    );
    let after = dump(&ledger);
    let kept = |line: &&str| line.starts_with("report ") || line.starts_with("body ") || line.starts_with("claim ");
    assert!(before.lines().filter(kept).filter(|line| line.starts_with("body ")).all(|line| after.contains(line)));
    assert_eq!(ingest(&ledger, &[&file]).code, 0);
    assert_eq!(
        sql(&ledger, "SELECT count(DISTINCT \"key\") AS n FROM report")[0]["n"],
        sql(&ledger, "SELECT count(*) AS n FROM report WHERE current")[0]["n"]
    );
    assert_eq!(sql(&ledger, "PRAGMA foreign_key_list(claim)").len(), 2);
}

#[test]
fn questions_make_no_ledger_and_strangers_files_are_left_alone() {
    let place = Place::new("no-ledger");
    let (none, file) = (place.path("none.reportedly"), place.file("a.txt", RAIN));
    let remedy = "check the name, or make it: reportedly ingest SOURCE... --ledger FILE [E021]\n";
    for question in [&["problems"][..], &["sql", "SELECT 1"], &["ingest", "--retry"]] {
        let mut args = question.to_vec();
        args.extend(["--ledger", &none]);
        reportedly(&args).run().expect(2, &format!("reportedly: {none}: no such ledger; {remedy}"));
        assert!(!Path::new(&none).exists(), "{question:?}");
    }
    let told = format!("reportedly: {file}: not a ledger; left as it is; choose another file with --ledger [E022]\n");
    reportedly(&["problems", "--ledger", &file]).run().expect(2, &told);
    ingest(&file, &[&file]).expect(2, &told);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), RAIN);
    let ledger = place.path("l.reportedly");
    assert_eq!(ingest(&ledger, &[&file]).code, 0);
    // Bytes of every page but the first are turned over.
    let mut bytes = std::fs::read(&ledger).unwrap();
    bytes[4096..].iter_mut().for_each(|byte| *byte = !*byte);
    std::fs::write(&ledger, &bytes).unwrap();
    let done = ingest(&ledger, &[&place.file("b.txt", RAIN)]);
    assert!(
        done.code == 2 && done.stderr.contains("the ledger is damaged: ") && done.stderr.ends_with("[E027]\n"),
        "{}",
        done.stderr
    );
    let done = reportedly(&["sql", "SELECT * FROM report", "--ledger", &ledger]).run();
    assert!(done.code == 2 && done.stderr.ends_with("[E027]\n"), "{}", done.stderr);
    assert!(std::fs::read(&ledger).unwrap() == bytes, "nothing was written");
}

#[test]
fn problems_are_kept_until_they_are_solved() {
    let place = Place::new("problems");
    let ledger = place.path("l.reportedly");
    let feed = place.file("feed.jsonl", &format!("{{\"id\": \"1\", \"text\": {RAIN:?}}}\n{{broken\n[]\n"));
    let empty = place.file("empty.txt", " ");
    let gone = place.path("gone.txt");
    assert_eq!(ingest(&ledger, &[&feed, &empty, &gone, "--published", "2024-05-06"]).code, 2);
    assert_eq!(ingest(&ledger, &[&feed, &empty, &gone, "--published", "2024-05-06"]).code, 2);
    let listed = || -> Vec<(String, String)> {
        let done = reportedly(&["problems", "--format", "json", "--ledger", &ledger]).run();
        assert!(done.code < 2, "{}", done.stderr);
        let listed: Vec<Value> = serde_json::from_str(&done.stdout).expect("JSON");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        listed.iter().map(|problem| (text(&problem["code"]), text(&problem["place"]))).collect()
    };
    let pair = |code: &str, at: &str| (code.to_owned(), at.to_owned());
    let line = |n| format!("{feed}:{n}");
    assert_eq!(listed(), [pair("E005", &line(2)), pair("E006", &line(3)), pair("E007", &empty), pair("E001", &gone)]);
    // One is mended, one is taken out, one stays, one comes to be.
    place
        .file("feed.jsonl", &format!("{{\"id\": \"1\", \"text\": {RAIN:?}}}\n{{\"id\": \"2\", \"text\": {RAIN:?}}}\n"));
    place.file("gone.txt", "The ferry came back on Tuesday, its owner said.");
    assert_eq!(reportedly(&["ingest", "--retry", "--quiet", "--ledger", &ledger]).run().code, 2);
    assert_eq!(listed(), [pair("E007", &empty)]);
    assert_eq!(sql(&ledger, "SELECT count(*) AS n FROM report WHERE published = '2024-05-06'")[0]["n"], 3);
    place.file("empty.txt", "It snowed on Tuesday, a guard said.");
    assert_eq!(reportedly(&["ingest", "--retry", "--quiet", "--ledger", &ledger]).run().code, 0);
    assert_eq!(listed(), []);
    assert_eq!(reportedly(&["problems", "--ledger", &ledger]).run().code, 1);
    let piped = reportedly(&["ingest", "--quiet", "--ledger", &ledger, "--input", "jsonl", "-"])
        .input("{broken\n".into())
        .run();
    assert_eq!(piped.code, 2);
    let told = "reportedly: -:1: standard input cannot be read again; give it again: reportedly ingest - [E030]\n";
    reportedly(&["ingest", "--retry", "--quiet", "--ledger", &ledger]).run().expect(2, told);
    assert_eq!(listed(), [pair("E005", "-:1")]);
}

#[test]
fn sql_answers_in_every_form_and_changes_nothing() {
    let place = Place::new("sql");
    let ledger = place.path("l.reportedly");
    assert_eq!(ingest(&ledger, &[&place.file("a.txt", RAIN)]).code, 0);
    let ask = |args: &[&str]| {
        let mut all = vec!["sql", "--ledger", &ledger];
        all.extend(args);
        reportedly(&all).run()
    };
    let select = "SELECT number AS n, 'a,b' AS words, NULL AS none FROM report";
    for (form, expected) in [
        ("csv", "n,words,none\n1,\"a,b\",\n"),
        ("jsonl", "{\"n\":1,\"words\":\"a,b\",\"none\":null}\n"),
        ("table", "n  words  none\n1  a,b\n"),
    ] {
        let done = ask(&[select, "--format", form]);
        done.expect(0, "");
        assert_eq!(done.stdout, expected);
    }
    ask(&["SELECT 1 WHERE 0"]).expect(1, "");
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9) SELECT i FROM n";
    ask(&[many, "--limit", "3"]).expect(0, "reportedly: there are more rows than 3; ask for more with --limit\n");
    let before = dump(&ledger);
    for change in ["DELETE FROM report", "PRAGMA user_version = 7", "ATTACH 'x' AS x", "SELECT nothing FROM nowhere"] {
        ask(&[change]).expect_in_stderr(2, "[E029]");
    }
    assert_eq!(dump(&ledger), before);
    let reading = &sql(&ledger, "SELECT unpack(reading) AS reading FROM body")[0]["reading"];
    assert!(reading.as_str().unwrap().starts_with("{\"schema\":\"reportedly/1\""));
}

#[test]
fn ledgers_of_earlier_versions_open_and_go_on() {
    let place = Place::new("earlier");
    let kept = std::fs::File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ledgers/1.reportedly.gz")).unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(kept), &mut bytes).unwrap();
    let ledger = place.bytes("1.reportedly", &bytes);
    let told = sql(&ledger, "SELECT number, current, version, published_utc, story FROM report ORDER BY number");
    assert_eq!(told.len(), 5);
    assert_eq!((&told[0]["current"], &told[3]["version"]), (&0.into(), &2.into()));
    assert_eq!(told[0]["published_utc"], "2024-03-04T07:00:00Z");
    let new = place.path("new.reportedly");
    assert_eq!(ingest(&new, &[&place.file("a.txt", RAIN)]).code, 0);
    let schema = |of: &str| {
        sql(of, "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name")
    };
    assert_eq!(schema(&ledger), schema(&new), "it was brought up to date");
    assert_eq!(sql(&ledger, "PRAGMA user_version"), sql(&new, "PRAGMA user_version"));
    assert_eq!(sql(&ledger, "SELECT DISTINCT story FROM report").len(), 2);
    assert!(!sql(&ledger, "SELECT * FROM change").is_empty());
    assert!(!sql(&ledger, "SELECT rowid FROM words WHERE words MATCH 'ferry'").is_empty());
    let ferry = "SELECT unpack(reading) AS reading, unpack(account) AS account FROM body WHERE report = 5";
    let (reading, account) = (&sql(&ledger, ferry)[0]["reading"], &sql(&ledger, ferry)[0]["account"]);
    assert!(reading.as_str().unwrap().starts_with("{\"schema\":\"reportedly/1\""));
    assert!(account.as_str().unwrap().contains("Saar"));
    let done = reportedly(&["problems", "--format", "csv", "--ledger", &ledger]).run();
    assert!(done.code == 0 && done.stdout.contains("E006"), "{}", done.stdout);
    // It goes on: what it has is known, what is new joins the old story, and all of that is weighed anew.
    let later = r#"{"id": "9", "outlet": "Mere News", "published": "2024-03-05", "text": "Six people were injured when a kiln exploded at the Holm cement works in Rakvere on Monday, fire chief Piret Kask said."}"#;
    let again = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ledgers/1.jsonl")).unwrap();
    let file = place.file("1.jsonl", &(again + later));
    let done = reportedly(&["ingest", "--ledger", &ledger, &file]).run();
    assert!(
        done.stdout.starts_with("1 new, 0 new versions, 5 the same, 1 problems; "),
        "{} {}",
        done.stdout,
        done.stderr
    );
    let kiln = "SELECT reports, marked FROM story WHERE number = (SELECT story FROM report WHERE number = 1)";
    assert_eq!(sql(&ledger, kiln)[0], serde_json::json!({"reports": 4, "marked": 0}));
}
