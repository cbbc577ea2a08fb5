//! The task `feeds`: the fields of each feed and of its entries, as they are stated. No model is loaded.

use std::io::Write;

use reportedly_intake::feed::{self, Fields, Words};
use reportedly_intake::{Limits, base64, json};
use serde_json::{Map, Value, json};

use crate::input::{Document, Fed};
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::{Code, Trouble};

/// Prints `{"id","feed","entries"}` for each feed, in order. One that cannot be taken costs itself alone.
pub fn print(documents: impl Iterator<Item = Fed>, limits: &Limits) -> Result<Outcome, Trouble> {
    let mut outcome = Outcome::Done;
    let mut out = std::io::stdout().lock();
    for fed in documents {
        match fed.and_then(|document| answer(&document, limits)) {
            Ok(line) => written(writeln!(out, "{line}"))?,
            Err(trouble) => {
                trouble.tell();
                outcome = Outcome::Trouble;
            }
        }
    }
    Ok(outcome)
}

fn answer(document: &Document, limits: &Limits) -> Result<Value, Trouble> {
    let problem = |problem| Trouble::of_problem(&document.place, &problem);
    let line = json::object(&document.bytes).map_err(problem)?;
    let bytes = markup(&line).ok_or_else(|| {
        let remedy = "give it a string \"xml\", or the bytes as base64 in \"xml_b64\"";
        Trouble::new(Code::NotAReport, &document.place, "no feed in it", remedy)
    })?;
    let feed = feed::read(&bytes, limits).map_err(problem)?;
    let id = line.get("id").cloned().unwrap_or_else(|| document.place.clone().into());
    let entries: Vec<Value> = feed.entries.iter().map(fields).collect();
    Ok(json!({ "id": id, "feed": fields(&feed.channel), "entries": entries }))
}

fn markup(line: &Map<String, Value>) -> Option<Vec<u8>> {
    match (line.get("xml"), line.get("xml_b64")) {
        (Some(Value::String(markup)), _) => Some(markup.clone().into_bytes()),
        (_, Some(Value::String(coded))) => base64::decode(coded),
        _ => None,
    }
}

/// The fields that are stated. A summary that is not stated is the content, as readers of feeds show it.
fn fields(fields: &Fields) -> Value {
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.text.clone());
    let stated = [
        ("title", text(&fields.title)),
        ("subtitle", text(&fields.subtitle)),
        ("link", fields.link.clone()),
        ("id", fields.id.clone()),
        ("author", fields.author.clone()),
        ("summary", text(&fields.summary).or_else(|| text(&fields.content))),
        ("content", text(&fields.content)),
        ("published", fields.published.clone()),
        ("updated", fields.updated.clone()),
        ("language", fields.language.clone()),
        ("rights", fields.rights.clone()),
        ("publisher", fields.publisher.clone()),
    ];
    let stated = stated.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Value::from(value?))));
    Value::Object(stated.collect())
}
