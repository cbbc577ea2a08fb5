//! The task `pages`: the article of each page and what the page says of itself. No model is loaded; nothing is fetched.

use std::io::{BufWriter, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reportedly_intake::{Limits, html, json};
use serde_json::{Map, Value, json};

use crate::commands::read::threads;
use crate::input::{Document, Fed};
use crate::ordered;
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::{Code, Trouble};

/// Prints `{"id","text","meta"}` for each page, in order. One that cannot be taken costs itself alone.
pub fn print(
    documents: impl Iterator<Item = Fed> + Send,
    limits: &Limits,
    jobs: Option<NonZeroUsize>,
) -> Result<Outcome, Trouble> {
    let mut outcome = Outcome::Done;
    let mut failed = None;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let work = |fed: Fed| fed.and_then(|document| answer(&document, limits));
    ordered::run(threads(jobs), documents, work, |answer| match answer {
        Ok(line) => match written(writeln!(out, "{line}")) {
            Ok(()) => ControlFlow::Continue(()),
            Err(trouble) => {
                failed = Some(trouble);
                ControlFlow::Break(())
            }
        },
        Err(trouble) => {
            trouble.tell();
            outcome = Outcome::Trouble;
            ControlFlow::Continue(())
        }
    });
    match failed {
        Some(trouble) => Err(trouble),
        None => written(out.flush()).map(|()| outcome),
    }
}

fn answer(document: &Document, limits: &Limits) -> Result<Value, Trouble> {
    let problem = |problem| Trouble::of_problem(&document.place, &problem);
    let line = json::object(&document.bytes).map_err(problem)?;
    let id = line.get("id").cloned().unwrap_or_else(|| document.place.clone().into());
    let Some(bytes) = page(&line) else {
        return Err(Trouble::new(
            Code::NotAReport,
            &document.place,
            "no page in it",
            "give it a string \"html\", or the bytes as base64 in \"html_b64\"",
        ));
    };
    let address = line.get("url").and_then(Value::as_str);
    let report = catch_unwind(AssertUnwindSafe(|| html::report_at(document.place.clone(), address, &bytes, limits)));
    let report = report
        .map_err(|_| {
            let words = "reading this page failed, which is a bug";
            Trouble::new(Code::Failed, &document.place, words, "skipped; please report it with the page")
        })?
        .map_err(problem)?;
    Ok(json!({ "id": id, "text": report.text, "meta": report.meta }))
}

fn page(line: &Map<String, Value>) -> Option<Vec<u8>> {
    match (line.get("html"), line.get("html_b64")) {
        (Some(Value::String(html)), _) => Some(html.clone().into_bytes()),
        (_, Some(Value::String(coded))) => unpacked(coded),
        _ => None,
    }
}

/// The bytes that base64 stands for; none where it is not base64.
fn unpacked(coded: &str) -> Option<Vec<u8>> {
    let coded = coded.trim_end().trim_end_matches('=');
    let mut bytes = Vec::with_capacity(coded.len() / 4 * 3 + 2);
    let (mut bits, mut held) = (0u32, 0);
    for c in coded.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::unpacked;

    #[test]
    fn unpacks_base64() {
        for (coded, bytes) in [("", &b""[..]), ("TQ==", b"M"), ("TWE=", b"Ma"), ("TWFu", b"Man"), ("/+8=", b"\xFF\xEF")]
        {
            assert_eq!(unpacked(coded).as_deref(), Some(bytes), "{coded}");
        }
        assert_eq!(unpacked("<p>"), None);
    }
}
