//! Runs the sentence table of conflicts through the whole reader.

mod common;

use reportedly_reader::Reader;
use reportedly_report::{Conflict, Published, Report};

fn word(value: serde_json::Value) -> String {
    value.as_str().map(str::to_owned).expect("a facet is a word")
}

/// Whether a conflict is the one that a cell tells of: "facet: one side / other side".
fn is_told(conflict: &Conflict, wanted: &str, text: &str) -> bool {
    let Some((facet, sides)) = wanted.split_once(": ") else { panic!("a conflict has a facet: {wanted}") };
    let Some((a, b)) = sides.split_once(" / ") else { panic!("a conflict has two sides: {wanted}") };
    let same = word(serde_json::to_value(conflict.facet).expect("a facet")) == facet;
    same && conflict.a.span.of(text).contains(a) && conflict.b.span.of(text).contains(b)
}

#[test]
fn table_of_conflicts() {
    let reader = Reader::new(common::load());
    let rows = include_str!("tables/conflicts.md").lines().filter(|line| line.starts_with("| ")).skip(1);
    let (mut count, mut wrong) = (0, Vec::new());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [text, wanted, why] = cells[..] else { panic!("a row has three cells: {row}") };
        count += 1;
        let mut report = Report { text: text.replace("\\n", "\n"), ..Report::default() };
        report.meta.published = Published::parse("2023-09-12").ok();
        let reading = reader.read(report);
        let text = reading.report.text.as_str();
        let told: Vec<&str> = wanted.split(" ‖ ").filter(|wanted| *wanted != "-").collect();
        let right = told.len() == reading.conflicts.len()
            && told.iter().zip(&reading.conflicts).all(|(wanted, conflict)| is_told(conflict, wanted, text));
        if !right {
            let shown = reading.conflicts.iter().map(|conflict| {
                let facet = word(serde_json::to_value(conflict.facet).expect("a facet"));
                format!("{facet}: {} / {}", conflict.a.span.of(text), conflict.b.span.of(text))
            });
            wrong.push(format!(
                "{text}\n  wanted {wanted}\n  got    {}\n  ({why})",
                shown.collect::<Vec<_>>().join(" ‖ ")
            ));
        }
    }
    assert!(count > 10, "the table was not read");
    assert!(wrong.is_empty(), "{} of {count} rows:\n{}", wrong.len(), wrong.join("\n"));
}
