//! Reports handed in as JSON objects, one a line.
//!
//! `text` alone is needed. `id`, `title`, `outlet`, `url`, `language`, `published`, `authors`, `canonical` and
//! `credit` may stand beside it or in an object `meta`, the outer ones first; every other key is passed over.

use reportedly_report::{Meta, Published, Report, Stated};
use serde_json::{Map, Value};

use crate::{Limits, Problem, decode};

/// Takes a JSON object as one report; `id` names it where the object does not.
///
/// A date that is none does not cost the report: it is left out, and a warning says so. The second part of the answer
/// is that same trouble, for whoever tells the person.
///
/// # Errors
/// If the bytes are not a JSON object, hold no text, or too much of it.
pub fn report(id: String, bytes: &[u8], limits: &Limits) -> Result<(Report, Option<Problem>), Problem> {
    report_of(id, &object(bytes)?, limits, Stated::Json)
}

/// Takes an object with the keys of a report, wherever it comes from.
///
/// # Errors
/// If it holds no text, or too much of it.
pub fn report_of(
    id: String,
    object: &Map<String, Value>,
    limits: &Limits,
    stated: Stated,
) -> Result<(Report, Option<Problem>), Problem> {
    let text = match object.get("text") {
        Some(Value::String(text)) => text.strip_prefix('\u{FEFF}').unwrap_or(text),
        Some(_) => return Err(Problem::NotAReport("its \"text\" is not a string".into())),
        None => return Err(Problem::NotAReport("it has no \"text\"".into())),
    };
    if text.len() > limits.text {
        return Err(Problem::TooLarge { limit: limits.text });
    }
    if text.trim().is_empty() {
        return Err(Problem::NoText);
    }
    let mut meta = Meta {
        title: field(object, "title").map(str::to_owned),
        outlet: field(object, "outlet").map(str::to_owned),
        url: field(object, "url").map(str::to_owned),
        language: field(object, "language").map(str::to_owned),
        canonical: field(object, "canonical").map(str::to_owned),
        credit: field(object, "credit").map(str::to_owned),
        authors: authors(object),
        ..Meta::default()
    };
    let mut problem = None;
    if let Some(stated) = field(object, "published") {
        match Published::parse(stated) {
            Ok(published) => meta.published = Some(published),
            Err(error) => {
                meta.warnings.push(format!("{error}; read without it"));
                problem = Some(Problem::UnknownDate(stated.to_owned()));
            }
        }
    }
    let id = match object.get("id") {
        Some(Value::String(id)) if !id.is_empty() => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => id,
    };
    Ok((Report { id, meta: meta.resting_on(stated), text: text.to_owned() }, problem))
}

/// The JSON object that a line holds.
///
/// # Errors
/// If it holds something else.
pub fn object(bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    let text = decode::utf(bytes)?.text;
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Problem::NotAReport("a JSON value, but no object".into())),
        Err(error) => Err(Problem::NotJson(complaint(&error))),
    }
}

/// The parser's words, the place as a column: the line is the file's, which the caller knows.
fn complaint(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let cause = words.split(" at line ").next().unwrap_or_default();
    format!("{cause} at column {}", error.column())
}

/// A string that stands in the object or in its `meta`.
fn field<'o>(object: &'o Map<String, Value>, key: &str) -> Option<&'o str> {
    let beside = object.get(key).and_then(Value::as_str);
    let within = || object.get("meta")?.get(key)?.as_str();
    beside.or_else(within).map(str::trim).filter(|value| !value.is_empty())
}

fn authors(object: &Map<String, Value>) -> Vec<String> {
    let given = object.get("authors").or_else(|| object.get("meta")?.get("authors"));
    let names: Vec<&Value> = match given {
        Some(Value::Array(names)) => names.iter().collect(),
        Some(name) => vec![name],
        None => Vec::new(),
    };
    names.into_iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<(Report, Option<Problem>), Problem> {
        report("f:1".into(), line.as_bytes(), &Limits::default())
    }

    #[test]
    fn reads_fields_beside_the_text_or_in_meta() {
        let line = r#"{"id": 7, "text": "It rained.", "published": "2024-05-01", "outlet": "The Ferry",
            "meta": {"title": "Rain", "outlet": "No", "authors": ["A. Obi"]}, "more": [1]}"#;
        let (report, problem) = read(line).unwrap();
        assert_eq!((report.id.as_str(), report.text.as_str(), problem), ("7", "It rained.", None));
        let meta = report.meta;
        assert_eq!((meta.title.as_deref(), meta.outlet.as_deref()), (Some("Rain"), Some("The Ferry")));
        assert_eq!((meta.published.unwrap().as_str(), meta.authors), ("2024-05-01", vec!["A. Obi".to_owned()]));
    }

    #[test]
    fn a_bad_date_costs_the_date_alone() {
        let (report, problem) = read(r#"{"text": "It rained.", "published": "some day"}"#).unwrap();
        assert_eq!((report.id.as_str(), report.meta.published), ("f:1", None));
        assert_eq!(report.meta.warnings.len(), 1);
        assert_eq!(problem, Some(Problem::UnknownDate("some day".into())));
    }

    #[test]
    fn says_what_is_wrong() {
        for (line, complaint) in [
            ("nonsense", "not JSON: expected ident at column 2"),
            ("{\"id\": \"a\"", "not JSON: EOF while parsing an object at column 10"),
            ("[]", "not a report: a JSON value, but no object"),
            ("{\"id\": \"a\"}", "not a report: it has no \"text\""),
            ("{\"text\": 3}", "not a report: its \"text\" is not a string"),
            ("{\"text\": \" \"}", "no text in it"),
        ] {
            assert_eq!(read(line).unwrap_err().to_string(), complaint, "{line}");
        }
        let deep = format!("{{\"text\": \"x\", \"more\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(matches!(read(&deep), Err(Problem::NotJson(_))));
    }
}
