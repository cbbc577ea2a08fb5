//! Learns how likely two claims tell of one happening: a logistic regression over what their words have in common.
//!
//! The gold are chains of event mentions across reports. A claim whose predicate overlaps a mention is that mention;
//! pairs of claims of two reports of one story are examples, true where the chain is one. Pairs of two stories that look
//! alike are examples too, so that what two fires share is not taken for what one fire is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use reportedly_language::Pipeline;
use reportedly_ledger::claims::{Account, FEATURES, NAMES, account, pairs};
use reportedly_reader::Reader;
use reportedly_report::{CodePoints, Report, Span};
use serde_json::Value;

/// Reports of one topic held against each other at most, so that large topics do not drown the others.
const REPORTS: usize = 16;
const ROUNDS: usize = 400;
const RATE: f32 = 0.5;
const DECAY: f32 = 1e-4;

/// Runs the task: MODEL CORPUS.jsonl OUT.tsv.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let [model, corpus, out] = arguments else { return Err("usage: claims MODEL CORPUS.jsonl OUT.tsv".into()) };
    let pipeline = Pipeline::load(model.as_ref()).map_err(|error| error.to_string())?;
    let reader = Reader::new(pipeline).with_tokens(true);
    let text = std::fs::read_to_string(corpus).map_err(|error| format!("{corpus}: {error}"))?;
    let mut topics: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).map_err(|error| format!("{corpus}: {error}"))?;
        let topic = row["topic"].as_str().map_or_else(|| row["topic"].to_string(), str::to_owned);
        let told = topics.entry(topic).or_default();
        if told.len() < REPORTS {
            told.push(Told::read(&reader, &row));
        }
    }
    let mut examples = Vec::new();
    for told in topics.values() {
        for (at, one) in told.iter().enumerate() {
            told[..at].iter().for_each(|two| one.examples(two, &mut examples));
        }
    }
    let trues = examples.iter().filter(|(_, is_one)| *is_one).count();
    if trues == 0 {
        return Err(format!("{corpus}: no two claims are of one chain"));
    }
    let weights = learn(&examples);
    let mut table = String::from("# Weights by which two claims are told to be of one happening.\n");
    let _ = writeln!(
        table,
        "# Source: learned by `reportedly-train claims` from chains of events of ECB+ (Cybulska and Vossen 2014; annotation CC BY 3.0),"
    );
    let _ = writeln!(
        table,
        "#   {trues} pairs of one chain and {} of two. columns: feature | weight",
        examples.len() - trues
    );
    for (name, weight) in NAMES.iter().zip(weights) {
        let _ = writeln!(table, "{name}\t{weight:.3}");
    }
    print!("{table}");
    std::fs::write(out, table).map_err(|error| format!("{out}: {error}"))
}

/// A report with the chain of each claim.
struct Told {
    account: Account,
    chains: Vec<Option<String>>,
    story: String,
}

impl Told {
    fn read(reader: &Reader, row: &Value) -> Self {
        let text = row["text"].as_str().unwrap_or_default().to_owned();
        let points = CodePoints::new(&text);
        let mentions: Vec<(Span, String)> = row["event_mentions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|mention| {
                let end = |key: &str| mention[key].as_u64().map(|end| end as u32);
                let (start, end) = (end("start")?, end("end")?);
                let chain = mention["chain"].as_str().map_or_else(|| mention["chain"].to_string(), str::to_owned);
                Some((Span { start, end }, chain))
            })
            .collect();
        let report =
            Report { id: row["id"].as_str().unwrap_or_default().to_owned(), text: text.clone(), ..Report::default() };
        let account = account(&reader.read(report));
        let chain = |anchor: Span| {
            let anchor = points.span(anchor);
            mentions.iter().find(|(span, _)| span.overlaps(anchor)).map(|(_, chain)| chain.clone())
        };
        let chains = account.claims.iter().map(|claim| chain(claim.anchor)).collect();
        Self { account, chains, story: row["story"].to_string() }
    }

    /// Pairs of claims whose chains are both known.
    fn examples(&self, other: &Self, examples: &mut Vec<([f32; FEATURES], bool)>) {
        for (mine, theirs, features) in pairs(&self.account, &other.account) {
            if let (Some(one), Some(two)) = (&self.chains[mine], &other.chains[theirs]) {
                examples.push((features, one == two && self.story == other.story));
            }
        }
    }
}

/// Full-batch gradient descent; both kinds of examples weigh alike up to a point, since true pairs are few.
fn learn(examples: &[([f32; FEATURES], bool)]) -> [f32; FEATURES] {
    let mut weights = [0.0_f32; FEATURES];
    for _ in 0..ROUNDS {
        let mut slope = [0.0_f64; FEATURES];
        for (features, is_one) in examples {
            let sum: f32 = features.iter().zip(&weights).map(|(feature, weight)| feature * weight).sum();
            let miss = f64::from(1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(*is_one)));
            for (slope, feature) in slope.iter_mut().zip(features) {
                *slope += miss * f64::from(*feature);
            }
        }
        for (weight, slope) in weights.iter_mut().zip(slope) {
            *weight -= RATE * ((slope / examples.len() as f64) as f32 * 8.0 + DECAY * *weight);
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_tells_is_weighed() {
        let example = |told: f32, noise: f32| {
            let mut features = [0.0; FEATURES];
            (features[0], features[1], features[2]) = (1.0, told, noise);
            (features, told > 0.5)
        };
        let examples: Vec<_> = (0..40).map(|n| example((n % 2) as f32, ((n / 2) % 2) as f32)).collect();
        let weights = learn(&examples);
        assert!(weights[1] > 2.0 && weights[2].abs() < 0.5, "{weights:?}");
    }
}
