//! The articles of pages, without the rest of the product: JSON Lines with `id`, `url` and `html` in, `id`, `text` and `meta` out.

use std::io::{self, BufRead, Write};

use reportedly_intake::{Limits, html};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let Some(markup) = page["html"].as_str() else { continue };
        match html::report_at(String::new(), page["url"].as_str(), markup.as_bytes(), &Limits::default()) {
            Ok(report) => writeln!(out, "{}", json!({ "id": page["id"], "text": report.text, "meta": report.meta }))?,
            Err(problem) => eprintln!("{}: {problem}", page["id"]),
        }
    }
    Ok(())
}
