//! The task `warc`: how many records an archive has, and of each document its address and size. No model is loaded.
//!
//! Readers of archives stop at the first break, this one goes on: what came before it and what came after stand apart.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

use reportedly_intake::Limits;
use reportedly_intake::archive::{Archive, Record};
use serde_json::{Value, json};

use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::Trouble;

/// Prints one line: `{"file","records","responses","broken","after"}`.
pub fn print(path: &Path, limits: &Limits) -> Result<Outcome, Trouble> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let of_file = |error: std::io::Error| Trouble::of_file(path.to_string_lossy(), &error);
    let mut archive = Archive::new(BufReader::new(File::open(path).map_err(of_file)?), limits.page);
    let mut sides: [(usize, Vec<Value>); 2] = Default::default();
    let mut broken: Option<Value> = None;
    while let Some(next) = archive.read().map_err(of_file)? {
        let (records, responses) = &mut sides[usize::from(broken.is_some())];
        let problem = match next {
            Ok(record) => {
                *records += 1;
                let at = record.at.clone();
                let (response, problem) = response(record, limits);
                responses.extend(response);
                problem.map(|problem| (at, problem))
            }
            Err((at, problem)) => Some((at, problem.to_string())),
        };
        if let (None, Some((at, problem))) = (&broken, problem) {
            broken = Some(json!({ "at": at, "problem": problem }));
        }
    }
    let [(records, responses), (more, others)] = sides;
    let after = json!({ "records": more, "responses": others });
    let line = json!({ "file": name, "records": records, "responses": responses, "broken": broken, "after": after });
    written(writeln!(std::io::stdout().lock(), "{line}"))?;
    Ok(Outcome::Done)
}

/// Address and size of the document in a record; a broken one has no bytes.
fn response(record: Record, limits: &Limits) -> (Option<Value>, Option<String>) {
    let address = record.address.clone();
    let holds = matches!(record.kind.as_str(), "response" | "resource");
    match record.payload(limits.page) {
        Ok(None) => (None, None),
        Ok(Some(payload)) => (holds.then(|| json!([address, payload.bytes.len()])), None),
        Err(problem) => (holds.then(|| json!([address, 0])), Some(problem.to_string())),
    }
}
