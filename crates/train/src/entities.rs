//! Learns the models of sentences and entities: sentence starts, types of names, coreference.
//!
//! Every figure it prints is of documents that the weights in use had not seen: the documents are dealt out to five
//! folds by a hash of their id, and a stage is trained on what the stages before it make of unseen documents. The
//! weights it writes are learned from all documents.

pub mod coreference;
pub mod gold;
pub mod names;
pub mod starts;

use std::path::{Path, PathBuf};

use reportedly_language::Pipeline;
use reportedly_reader::entities::models::Models;
use reportedly_report::{Contract, Reading};

use gold::Case;

/// How many folds.
pub const FOLDS: u32 = 5;

/// Learns from the corpora and writes the weights to `out`, and to `predictions`, unless it is "-", what models that had
/// not seen a document read in it.
///
/// # Errors
/// If a file cannot be read or written, or the model cannot be loaded.
pub fn run(model: &Path, out: &Path, predictions: &str, corpora: &[PathBuf]) -> Result<(), String> {
    let pipeline = Pipeline::load(model).map_err(|error| error.to_string())?;
    let mut lines = Vec::new();
    for corpus in corpora {
        lines.append(&mut crate::corpus::read(corpus)?);
    }
    let fold_of: Vec<u32> = lines.iter().map(|line| gold::fold(line["id"].as_str().unwrap_or_default())).collect();
    let data = starts::dataset(&pipeline, &lines);
    let settings = starts::settings();
    let nets = crate::side_by_side((0..FOLDS).collect(), |fold| {
        crate::fit(&data, &settings, |unit| fold_of[unit as usize] != fold).net()
    });
    let whole = crate::fit(&data, &settings, |_| true).parts(Some(starts::BUDGET)).write();
    write(&out.join("sentences.bin"), &whole)?;
    let cases = gold::read(&pipeline, &lines, &nets)?;
    learn(&cases, Some(Path::new(predictions)).filter(|_| predictions != "-"), out)
}

/// Learns all models, writes them, and where asked what models that had not seen a document read in it.
///
/// # Errors
/// If a file cannot be written.
pub fn learn(cases: &[Case], predictions: Option<&Path>, out: &Path) -> Result<(), String> {
    eprintln!("{} documents, {} tokens", cases.len(), cases.iter().map(|case| case.doc.len()).sum::<usize>());
    let data = names::dataset(cases);
    let settings = names::settings();
    let nets = crate::side_by_side((0..FOLDS).collect(), |fold| {
        crate::fit(&data, &settings, |unit| cases[unit as usize].fold != fold).net()
    });
    let mut models: Vec<Models> =
        nets.into_iter().map(|net| Models { names: Some(net), ..Models::default() }).collect();
    let pairs = coreference::datasets(cases, &models);
    for (sort, pairs) in pairs.iter().enumerate() {
        let nets = crate::side_by_side((0..FOLDS).collect(), |fold| {
            crate::fit(pairs, &coreference::settings(), |unit| cases[unit as usize].fold != fold).net()
        });
        models.iter_mut().zip(nets).for_each(|(models, net)| models.rankers[sort] = Some(net));
    }
    if let Some(path) = predictions {
        predict(cases, &models, path)?;
    }
    let whole = crate::fit(&data, &settings, |_| true).parts(Some(names::BUDGET)).write();
    write(&out.join("entities.names.bin"), &whole)?;
    for (name, pairs) in coreference::NAMES.iter().zip(&pairs) {
        let whole = crate::fit(pairs, &coreference::settings(), |_| true).parts(Some(coreference::BUDGET)).write();
        write(&out.join(format!("entities.{name}.bin")), &whole)?;
    }
    Ok(())
}

/// Writes what the models read in documents that they had not seen.
fn predict(cases: &[Case], models: &[Models], path: &Path) -> Result<(), String> {
    let mut lines = String::new();
    for case in cases {
        let cx = case.context();
        let reading = Reading {
            report: case.report.clone(),
            blocks: case.blocks.clone(),
            sentences: reportedly_reader::sentences::read(&cx),
            entities: reportedly_reader::entities::read_with(&cx, &models[case.fold as usize]),
            ..Reading::default()
        };
        lines.push_str(&Contract::from(reading).to_json());
        lines.push('\n');
    }
    write(path, lines.as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
