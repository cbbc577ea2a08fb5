//! The tasks of the command: each reads a corpus with the reader's own linguistic layer, learns, and writes a model.

use std::path::{Path, PathBuf};
use std::time::Instant;

use reportedly_language::Pipeline;
use reportedly_reader::attributions::scene::Scene;
use reportedly_reader::quotes;
use reportedly_report::{Meta, Report};
use reportedly_train::attributions::{GoldDocument, Lesson, Recipe, learn};
use reportedly_train::{corpus, side_by_side};

/// Texts annotated in one batch.
const BATCH: usize = 32;

/// Learns cue classifier, span tagger and verifier from a corpus of attributions.
pub fn attributions(arguments: &[String]) -> Result<(), String> {
    let [model, corpus, out] = arguments else {
        return Err("attributions needs MODEL, CORPUS and OUT_FOLDER".into());
    };
    let started = Instant::now();
    let log = |message: &str| eprintln!("{:6.1} s  {message}", started.elapsed().as_secs_f32());
    let pipeline = Pipeline::load(Path::new(model)).map_err(|error| error.to_string())?;
    let lines = corpus::read(Path::new(corpus))?;
    let text = |line: &serde_json::Value| line["text"].as_str().unwrap_or_default().to_owned();
    let reports: Vec<Report> =
        lines.iter().map(|line| Report { id: String::new(), meta: Meta::default(), text: text(line) }).collect();
    let parsed = side_by_side(reports.chunks(BATCH).collect(), |reports| {
        let blocks: Vec<_> = reports.iter().map(reportedly_reader::blocks::read).collect();
        let batch = reports.iter().zip(&blocks).map(|(report, blocks)| {
            let tokens = pipeline.tokenize(&report.text);
            let starts = reportedly_reader::sentences::starts(&tokens, blocks);
            (tokens, starts)
        });
        let docs = pipeline.annotate(batch.collect());
        docs.into_iter().zip(blocks).collect::<Vec<_>>()
    });
    let parsed: Vec<_> = parsed.into_iter().flatten().collect();
    log(&format!("{} documents read", parsed.len()));
    let mut lessons = Vec::with_capacity(parsed.len());
    for ((doc, blocks), line) in parsed.iter().zip(&lines) {
        let scene = Scene::new(doc, blocks, &quotes::read(doc, blocks));
        let gold = GoldDocument::new(line, &scene);
        lessons.push(Lesson { scene, gold });
    }
    let models = learn(&lessons, &Recipe::default(), &log);
    for (name, bytes) in ["cues", "spans", "verdicts"].iter().zip(models) {
        let path = Path::new(out).join(format!("attributions.{name}.bin"));
        std::fs::write(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        log(&format!("{}: {} bytes", path.display(), bytes.len()));
    }
    Ok(())
}

/// Learns sentence starts, types of names and coreference from corpora with gold names and entities.
pub fn entities(arguments: &[String]) -> Result<(), String> {
    let [model, out, predictions, corpora @ ..] = arguments else {
        return Err("entities needs MODEL, OUT_FOLDER, PREDICTIONS or -, and a CORPUS".into());
    };
    let corpora: Vec<PathBuf> = corpora.iter().map(PathBuf::from).collect();
    reportedly_train::entities::run(Path::new(model), Path::new(out), predictions, &corpora)
}
