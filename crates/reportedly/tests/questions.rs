//! Questions about many reports, asked of the real binary.

mod driven;

use driven::{Place, reportedly};
use serde_json::Value;

const KLAIPEDA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/klaipeda.jsonl");

fn json(args: &[&str]) -> Value {
    let done = reportedly(args).run();
    done.expect(0, "");
    serde_json::from_str(&done.stdout).expect("stdout is JSON")
}

/// The texts of a file of JSON Lines, by id.
fn text_of(file: &str, id: &str) -> Vec<char> {
    let lines = std::fs::read_to_string(file).unwrap();
    let reports = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let found = reports.into_iter().find(|report| report["id"] == id).expect("a report of that id");
    found["text"].as_str().unwrap().chars().collect()
}

/// Every object below that has a quotation and a span, with the number of its report.
fn quotations(value: &Value, found: &mut Vec<(usize, String, usize, usize)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| quotations(item, found)),
        Value::Object(object) => {
            let at = |key: &str, end: usize| object[key][end].as_u64().unwrap() as usize;
            if let (Some(words), Some(report)) = (object.get("quotation"), object.get("report")) {
                let report = report.as_u64().unwrap() as usize;
                found.push((report, words.as_str().unwrap().to_owned(), at("span", 0), at("span", 1)));
                if let Some(words) = object["value"].as_str() {
                    found.push((report, words.to_owned(), at("value_span", 0), at("value_span", 1)));
                }
            }
            object.values().for_each(|item| quotations(item, found));
        }
        _ => {}
    }
}

#[test]
fn five_reports_two_origins_and_one_dispute_about_the_hour() {
    let answer = json(&["compare", KLAIPEDA, "--format", "json"]);
    let outlets: Vec<&str> =
        answer["reports"].as_array().unwrap().iter().map(|report| report["outlet"].as_str().unwrap()).collect();
    assert_eq!(outlets, ["Baltic Wire", "Klaipeda Courier", "Vilnius Post", "Curonian Radio", "Baltic Wire"]);
    assert_eq!((&answer["reports"][2]["copy_of"], &answer["reports"][4]["copy_of"]), (&1.into(), &Value::Null));
    let resting: Vec<&Value> = answer["origins"].as_array().unwrap().iter().map(|origin| &origin["reports"]).collect();
    assert_eq!(resting, [&serde_json::json!([1, 2, 3, 5]), &serde_json::json!([4])]);
    let conflicts = answer["conflicts"].as_array().unwrap();
    assert_eq!((conflicts.len(), &conflicts[0]["facet"]), (1, &"time".into()));
    let sides: Vec<(&Value, &Value)> =
        conflicts[0]["sides"].as_array().unwrap().iter().map(|side| (&side["answer"], &side["reports"])).collect();
    assert_eq!(sides, [(&"5 a.m. on Wednesday".into(), &3.into()), (&"3 a.m. on Wednesday".into(), &1.into())]);
}

#[test]
fn every_quotation_is_an_exact_slice_of_its_report() {
    let answer = json(&["compare", KLAIPEDA, "--format", "json"]);
    let mut found = Vec::new();
    quotations(&answer, &mut found);
    assert!(found.len() >= 8, "{found:?}");
    for (report, words, start, end) in found {
        let text = text_of(KLAIPEDA, answer["reports"][report - 1]["report"].as_str().unwrap());
        assert_eq!(text[start..end].iter().collect::<String>(), words, "report {report}");
    }
}

#[test]
fn the_page_fits_eighty_columns_and_puts_conflicts_first() {
    let done = reportedly(&["compare", KLAIPEDA]).env("COLUMNS", "80").run();
    done.expect(0, "");
    assert!(done.stdout.lines().all(|line| line.chars().count() <= 80), "{}", done.stdout);
    let at = |words: &str| done.stdout.find(words).unwrap_or_else(|| panic!("no {words:?} in\n{}", done.stdout));
    assert!(at("Conflicts") < at("Whom it rests on") && at("Whom it rests on") < at("\nReports"));
    assert!(!done.stdout.contains('\x1b'));
}

#[test]
fn a_report_that_is_not_there_is_named_and_the_others_are_compared() {
    let place = Place::new("compare-missing");
    let told = format!("reportedly: {}: no such file or folder; check the name [E001]\n", place.path("none.txt"));
    let done = reportedly(&["compare", KLAIPEDA, &place.path("none.txt")]).run();
    done.expect(2, &told);
    assert!(done.stdout.contains("Conflicts"));
    let empty = place.file("empty.jsonl", "");
    let done = reportedly(&["compare", &empty]).run();
    done.expect(1, "");
}

#[test]
fn what_a_source_takes_back_is_shown_as_taken_back() {
    let place = Place::new("compare-retraction");
    let reports = place.file(
        "ferry.jsonl",
        "{\"id\":\"a\",\"outlet\":\"Fen Post\",\"published\":\"2026-03-02\",\"text\":\"The ferry Ilse has been sold, harbour master Ruth Tveit said on Monday.\"}\n\
         {\"id\":\"b\",\"outlet\":\"Fen Post\",\"published\":\"2026-03-03\",\"text\":\"The ferry Ilse has not been sold, harbour master Ruth Tveit said on Tuesday.\"}\n",
    );
    let answer = json(&["compare", &reports, "--format", "json"]);
    let denials = answer["denials"].as_array().unwrap();
    assert_eq!(denials.len(), 1, "{answer}");
    assert_eq!(denials[0]["rule"], "claims.retraction");
    assert_eq!((&denials[0]["a"]["report"], &denials[0]["b"]["report"]), (&1.into(), &2.into()));
    assert_eq!(answer["conflicts"].as_array().unwrap().len(), 0, "one source does not contradict itself");
}
