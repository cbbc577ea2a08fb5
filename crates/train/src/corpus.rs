//! Annotated corpora: JSON Lines, gzipped when the name ends in `.gz`.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde_json::Value;

/// The JSON values of a file, one a line.
///
/// # Errors
/// If the file cannot be read or a line is not JSON; the message names both.
pub fn read(path: &Path) -> Result<Vec<Value>, String> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let gzipped = path.extension().is_some_and(|extension| extension == "gz");
    let input: Box<dyn Read> = if gzipped { Box::new(flate2::read::MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut values = Vec::new();
    for (number, line) in BufReader::new(input).lines().enumerate() {
        let told = |error: &dyn std::fmt::Display| format!("{}, line {}: {error}", path.display(), number + 1);
        let line = line.map_err(|error| told(&error))?;
        if !line.trim().is_empty() {
            values.push(serde_json::from_str(&line).map_err(|error| told(&error))?);
        }
    }
    Ok(values)
}
