//! `reportedly tokens`: what the untouched model says of a text, to hold against spaCy.
//!
//! No sentence start is set beforehand and nothing is mended: this is the linguistic layer alone.

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;

use reportedly_intake::{Format, Limits, Problem, json, text};
use reportedly_language::{Doc, Pipeline};
use reportedly_report::CodePoints;
use serde::Serialize;
use serde_json::Value;

use super::read::threads;
use super::reading::batches;
use crate::args;
use crate::input::{Document, Fed, Inputs};
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::Trouble;
use crate::{model, ordered};

/// Runs the command.
pub fn run(args: args::Tokens) -> Result<Outcome, Trouble> {
    let pipeline = model::load(&args.model)?;
    let limits = Limits::default();
    let mut outcome = Outcome::Done;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut failed = Ok(());
    let documents = Inputs::new(vec![args.file], None, limits).documents();
    let work = |batch: Vec<Fed>| {
        let texts: Vec<_> = batch.into_iter().map(|fed| fed.and_then(|document| taken(document, &limits))).collect();
        lines(&pipeline, &texts)
    };
    ordered::run(threads(args.jobs), batches(documents), work, |answers| {
        for answer in answers {
            match answer {
                Ok(line) => failed = writeln!(out, "{line}"),
                Err(trouble) => {
                    trouble.tell();
                    outcome = Outcome::Trouble;
                }
            }
            if failed.is_err() {
                return ControlFlow::Break(());
            }
        }
        failed = out.flush();
        if failed.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    written(failed).map(|()| outcome)
}

/// Id and text of a document. The text is the line's own to the last character.
fn taken(document: Document, limits: &Limits) -> Result<(String, String), Trouble> {
    let Document { place, format, bytes, .. } = document;
    let of_problem = |problem: Problem| Trouble::of_problem(&place, &problem);
    if format != Format::JsonLines {
        let report = text::report(place.clone(), &bytes, limits).map_err(of_problem)?;
        return Ok((report.id, report.text));
    }
    let mut object = json::object(&bytes).map_err(of_problem)?;
    let Some(Value::String(text)) = object.remove("text") else {
        return Err(of_problem(Problem::NotAReport("it has no \"text\"".into())));
    };
    if text.len() > limits.text {
        return Err(of_problem(Problem::TooLarge { limit: limits.text }));
    }
    let id = match object.remove("id") {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        _ => place,
    };
    Ok((id, text))
}

/// One line of output.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    text: &'a str,
    tokens: Vec<Row<'a>>,
    /// First token, past the last, label.
    ents: Vec<(u32, u32, &'a str)>,
}

/// One token; `head` counts the tokens of the document.
#[derive(Serialize)]
struct Row<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    tag: &'a str,
    pos: &'a str,
    morph: &'a str,
    lemma: &'a str,
    head: usize,
    dep: &'a str,
    /// Whether a sentence starts here.
    sent: bool,
}

/// One line a text; the texts are annotated in common.
fn lines(pipeline: &Pipeline, texts: &[Result<(String, String), Trouble>]) -> Vec<Result<String, Trouble>> {
    let cut = texts.iter().flatten().map(|(_, text)| (pipeline.tokenize(text), Vec::new()));
    let mut docs = pipeline.annotate(cut.collect()).into_iter();
    texts
        .iter()
        .map(|taken| {
            let (id, text) = taken.as_ref().map_err(Trouble::clone)?;
            let doc = docs.next();
            let doc = doc.as_ref();
            let ents = doc.map_or(Vec::new(), |doc| {
                doc.names().iter().map(|name| (name.start, name.end, doc.name_label(name))).collect()
            });
            let line = Line { id, text, tokens: doc.map_or(Vec::new(), rows), ents };
            Ok(serde_json::to_string(&line).expect("strings and whole numbers always print"))
        })
        .collect()
}

fn rows<'a>(doc: &'a Doc<'_>) -> Vec<Row<'a>> {
    let points = CodePoints::new(doc.source());
    let mut starts = vec![false; doc.len()];
    doc.sentences().filter(|sentence| !sentence.is_empty()).for_each(|sentence| starts[sentence.start] = true);
    let row = |i: usize| {
        let span = points.span(doc.span(i));
        Row {
            start: span.start,
            end: span.end,
            text: doc.text(i),
            tag: doc.tag(i),
            pos: doc.pos(i).as_str(),
            morph: doc.morph(i),
            lemma: doc.lemma(i),
            head: doc.head(i),
            dep: doc.dep(i),
            sent: starts[i],
        }
    };
    (0..doc.len()).map(row).collect()
}
