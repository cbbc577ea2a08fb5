//! Questions about a ledger, asked of the real binary: every answer leads to exact words, and asking changes nothing.

mod driven;

use std::sync::LazyLock;

use driven::{Done, Place, reportedly};
use serde_json::Value;

const KLAIPEDA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/klaipeda.jsonl");

/// A ledger of the example, made once and only asked.
static LEDGER: LazyLock<(Place, String)> = LazyLock::new(|| {
    let place = Place::new("asked");
    let ledger = place.path("port.reportedly");
    reportedly(&["ingest", "--quiet", "--ledger", &ledger, KLAIPEDA]).run().expect(0, "");
    (place, ledger)
});

fn ask(args: &[&str]) -> Done {
    let mut all = args.to_vec();
    all.extend(["--ledger", &LEDGER.1]);
    reportedly(&all).run()
}

fn json(args: &[&str]) -> Value {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let done = ask(&all);
    done.expect(0, "");
    serde_json::from_str(&done.stdout).expect("JSON")
}

/// The text of a report, by its stable address.
fn text(report: &str) -> Vec<char> {
    let select =
        format!("SELECT text FROM body JOIN report ON report.number = body.report WHERE report.id = '{report}'");
    json(&["sql", &select])[0]["text"].as_str().expect("a text").chars().collect()
}

/// Every object below that has a quotation, a span and the address of its report.
fn quotations(value: &Value, found: &mut Vec<(String, String, usize, usize)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| quotations(item, found)),
        Value::Object(object) => {
            let report = object.get("report").and_then(Value::as_str);
            if let (Some(words), Some(span), Some(report)) = (object.get("quotation"), object.get("span"), report) {
                let at = |end: usize| span[end].as_u64().expect("an offset") as usize;
                found.push((report.to_owned(), words.as_str().expect("words").to_owned(), at(0), at(1)));
            }
            object.values().for_each(|item| quotations(item, found));
        }
        _ => {}
    }
}

/// The address of the claim that the tank exploded at an hour.
fn claim_of(hour: &str) -> String {
    let select = format!(
        "SELECT claim.id FROM claim JOIN body ON body.report = claim.report JOIN value ON value.claim = claim.number \
         WHERE value.facet = 'time' AND substr(text, value.start + 1, value.\"end\" - value.start) LIKE '%{hour}%' \
         ORDER BY claim.number LIMIT 1"
    );
    json(&["sql", &select])[0]["id"].as_str().expect("a claim").to_owned()
}

#[test]
fn a_search_marks_its_hits_and_finds_nothing_quietly() {
    let hits = json(&["search", "tanks", "\"fire service\""]);
    let hits = hits.as_array().unwrap();
    assert!(hits.len() >= 3, "{hits:?}");
    for hit in hits {
        let snippet: Vec<char> = hit["snippet"].as_str().unwrap().chars().collect();
        let marked: Vec<String> = hit["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|at| snippet[at[0].as_u64().unwrap() as usize..at[1].as_u64().unwrap() as usize].iter().collect())
            .collect();
        assert!(
            marked.iter().any(|words| words.to_lowercase().starts_with("tank") || words.contains("fire")),
            "{marked:?}"
        );
    }
    assert_eq!(json(&["search", "tank", "--outlet", "curonian radio"]).as_array().unwrap().len(), 1);
    assert_eq!(
        json(&["search", "tank", "--since", "2026-02-11", "--until", "2026-02-11"]).as_array().unwrap().len(),
        4
    );
    for nothing in [&["search", "submarine"][..], &["search", "\" OR ("], &["search", "tank", "--until", "2025"]] {
        let done = ask(nothing);
        assert_eq!((done.code, done.stdout.as_str(), done.stderr.as_str()), (1, "", ""), "{nothing:?}");
    }
}

#[test]
fn a_story_is_told_by_any_address_in_it() {
    let story = json(&["story", "s1"]);
    assert_eq!((&story["reports"], &story["origins"]), (&5.into(), &2.into()));
    assert_eq!(story["told"]["conflicts"].as_array().unwrap().len(), 1);
    let claim = claim_of("5 a.m.");
    let report = story["told"]["reports"][3]["report"].as_str().unwrap();
    for address in [claim.as_str(), report, "1"] {
        assert_eq!(json(&["story", address])["id"], "s1", "{address}");
    }
    let done = ask(&["story", "s1"]);
    done.expect(0, "");
    let at = |words: &str| done.stdout.find(words).unwrap_or_else(|| panic!("no {words:?} in\n{}", done.stdout));
    assert!(at("5 reports → 2 origins") < at("Conflicts") && at("Conflicts") < at("Whom it rests on"));
    ask(&["story", "s99"]).expect_in_stderr(2, "[E031]");
}

#[test]
fn the_timeline_is_in_order_and_every_kind_can_be_had_alone() {
    let entries = json(&["timeline", "s1", "--limit", "100"]);
    let from: Vec<&str> = entries.as_array().unwrap().iter().filter_map(|entry| entry["from"].as_str()).collect();
    assert!(from.len() > 6 && from.is_sorted(), "{from:?}");
    let printed = json(&["timeline", "s1", "--only", "published"]);
    assert_eq!(printed.as_array().unwrap().len(), 5);
}

#[test]
fn a_source_says_what_it_says_in_exact_words() {
    let source = json(&["source", "kairyte"]);
    assert!(source["claims"].as_i64().unwrap() >= 3, "{source}");
    let relayed: Vec<&str> =
        source["relayed_by"].as_array().unwrap().iter().map(|count| count["name"].as_str().unwrap()).collect();
    assert!(relayed.iter().any(|name| name.contains("Baltic Wire")), "{relayed:?}");
    let mut found = Vec::new();
    quotations(&source["said"], &mut found);
    assert!(found.len() >= 3);
    for (report, words, start, end) in found {
        assert_eq!(text(&report)[start..end].iter().collect::<String>(), words);
    }
    assert_eq!(ask(&["source", "Nobody Known"]).code, 1);
    assert_eq!(ask(&["source", "%"]).code, 1);
}

#[test]
fn conflicts_and_evidence_show_both_quotations() {
    let pairs = json(&["conflicts"]);
    let pair = &pairs.as_array().unwrap()[0];
    assert_eq!(pair["facet"], "time");
    let mut found = Vec::new();
    quotations(&pairs, &mut found);
    for (report, words, start, end) in &found {
        assert_eq!(text(report)[*start..*end].iter().collect::<String>(), *words);
    }
    let evidence = json(&["sources", &claim_of("3 a.m.")]);
    assert!(!evidence["conflicts"].as_array().unwrap().is_empty(), "{evidence}");
    assert!(!evidence["points"].as_array().unwrap().is_empty(), "{evidence}");
    ask(&["sources", "c0000000000000000"]).expect_in_stderr(2, "[E031]");
}

#[test]
fn an_explanation_names_rules_that_are_explained() {
    let claim = claim_of("5 a.m.");
    let report = json(&["stories"]).as_array().unwrap()[0]["id"].as_str().unwrap().to_owned();
    for address in [claim.as_str(), report.as_str()] {
        let grounds = json(&["explain", address]);
        let rules: Vec<&str> =
            grounds["steps"].as_array().unwrap().iter().filter_map(|step| step["rule"].as_str()).collect();
        assert!(!rules.is_empty(), "{grounds}");
        for rule in rules {
            reportedly(&["explain", rule]).run().expect(0, "");
        }
    }
    ask(&["explain", "s77"]).expect_in_stderr(2, "[E031]");
}

#[test]
fn grades_are_a_persons_and_can_be_taken_back() {
    let place = Place::new("graded");
    let ledger = place.path("own.reportedly");
    reportedly(&["ingest", "--quiet", "--ledger", &ledger, KLAIPEDA]).run().expect(0, "");
    let run = |args: &[&str]| reportedly(&[args, &["--ledger", &ledger, "--format", "json"]].concat()).run();
    let graded = run(&["grade", "Baltic Wire", "b", "--by", "ana", "--note", "usually right"]);
    graded.expect(0, "");
    let grades: Value = serde_json::from_str(&graded.stdout).unwrap();
    assert_eq!((&grades[0]["scale"], &grades[0]["grade"]), (&"reliability".into(), &"B".into()));
    run(&["grade", "Baltic Wire", "7"]).expect_in_stderr(2, "[E032]");
    run(&["grade", "Nobody Known", "B"]).expect_in_stderr(2, "[E031]");
    let source: Value = serde_json::from_str(&run(&["source", "Baltic Wire"]).stdout).unwrap();
    assert_eq!(source["grades"][0]["person"], "ana");
    run(&["grade", "baltic wire", "--remove"]).expect(0, "");
    assert_eq!(run(&["grade"]).code, 1);
}

#[test]
fn a_citation_holds_the_words_and_the_address() {
    let claim = claim_of("5 a.m.");
    let done = ask(&["cite", &claim]);
    done.expect(0, "");
    assert!(done.stdout.starts_with("TY  - NEWS\r\n") && done.stdout.ends_with("ER  - \r\n"), "{}", done.stdout);
    assert!(done.stdout.contains(&format!("ID  - {claim}\r\n")) && done.stdout.contains("5 a.m."));
    let rows = ask(&["cite", &claim, "--format", "csv"]).stdout;
    assert_eq!(rows.lines().filter(|line| line.starts_with(&claim)).count(), 1, "{rows}");
    ask(&["cite", "cffffffffffffffff"]).expect_in_stderr(2, "[E031]");
}

#[test]
fn asking_never_makes_a_ledger() {
    let place = Place::new("asked-nothing");
    let none = place.path("none.reportedly");
    for question in [
        &["search", "x"][..],
        &["stories"],
        &["story", "s1"],
        &["timeline", "s1"],
        &["source", "x"],
        &["conflicts"],
        &["sources", "c0000000000000000"],
        &["explain", "s1"],
        &["grade"],
        &["grade", "x", "A"],
        &["cite", "c0000000000000000"],
    ] {
        let done = reportedly(&[question, &["--ledger", &none]].concat()).run();
        done.expect_in_stderr(2, "[E021]");
        assert!(!std::path::Path::new(&none).exists(), "{question:?}");
    }
}
