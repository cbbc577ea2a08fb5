//! The blocks of pages with their numbers, for `scripts/learn_pages.py`: JSON Lines of pages on standard input, one
//! line a page on standard output.

use std::io::{self, BufRead, Write};

use reportedly_intake::{Limits, html};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let Some(markup) = page["html"].as_str() else { continue };
        let blocks = html::described(markup.as_bytes(), &Limits::default()).unwrap_or_default();
        writeln!(out, "{}", json!({ "id": page["id"], "blocks": blocks }))?;
    }
    Ok(())
}
