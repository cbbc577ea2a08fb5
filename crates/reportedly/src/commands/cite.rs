//! `reportedly cite`: claims for a bibliography, each with its words, its chain and its stable address.
//!
//! RIS is written as its makers describe it (Research Information Systems, 2001; tags `TY` … `ER`).

use std::fmt::Write as _;
use std::io::Write as _;

use reportedly_ledger::questions::{self, Said};

use super::{asked, no_such};
use crate::args::{self, CiteForm, Colour, ListForm};
use crate::listing::Lister;
use crate::outcome::Outcome;
use crate::output::written;
use crate::trouble::Trouble;
use crate::view::plain;

/// Runs the command.
pub fn run(args: args::Cite) -> Result<Outcome, Trouble> {
    let found = asked(&args.ledger, |shelf| {
        args.claims.iter().map(|id| questions::claim(shelf, id.trim())).collect::<Result<Vec<_>, _>>()
    })?;
    let mut claims = Vec::new();
    for (id, claim) in args.claims.iter().zip(found) {
        claims.push(claim.ok_or_else(|| no_such("claim", id, "story"))?);
    }
    match args.format {
        CiteForm::Csv => Lister::new(ListForm::Csv, Colour::Never).list(&claims, &claims, None),
        CiteForm::Jsonl => Lister::new(ListForm::Jsonl, Colour::Never).list(&claims, &claims, None),
        CiteForm::Ris => {
            let text: String = claims.iter().map(ris).collect();
            written(std::io::stdout().write_all(text.as_bytes())).map(|()| Outcome::Done)
        }
    }
}

fn ris(said: &Said) -> String {
    let mut record = String::new();
    let mut tag = |tag: &str, words: Option<&str>| {
        // A value is one line; words of reports keep to it.
        if let Some(words) = words.map(plain).filter(|words| !words.is_empty()) {
            let _ = write!(record, "{tag}  - {words}\r\n");
        }
    };
    let day = said.published.as_deref().and_then(|stated| stated.get(..10)).map(|day| day.replace('-', "/"));
    let chain = (!said.chain.is_empty()).then(|| format!("Said by: {}", said.chain.join(" → ")));
    tag("TY", Some("NEWS"));
    tag("ID", Some(&said.claim));
    tag("TI", said.title.as_deref().or(Some(&said.quotation)));
    tag("T2", said.outlet.as_deref());
    tag("PY", day.as_deref().and_then(|day| day.get(..4)));
    tag("DA", day.as_deref());
    tag("AB", Some(&said.quotation));
    tag("N1", chain.as_deref());
    tag(
        "N1",
        Some(&format!(
            "Claim {} of report {}, characters {} to {}",
            said.claim, said.report, said.span.start, said.span.end
        )),
    );
    tag("UR", said.url.as_deref());
    tag("Y2", said.taken.get(..10).map(|day| day.replace('-', "/")).as_deref());
    record.push_str("ER  - \r\n");
    record
}
