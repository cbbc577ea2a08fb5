//! Every rule id that the claims write is explained, and every explanation belongs to one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reportedly_knowledge::rules;

/// The ids in the string literals of the sources below a folder.
fn walk(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources can be listed") {
        let path = entry.expect("the sources can be listed").path();
        if path.is_dir() {
            walk(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).expect("the sources can be read");
        // Quotation marks in comments would shift the literals.
        let code = source.lines().map(|line| line.split("//").next().unwrap_or_default());
        let literals = code.flat_map(|line| line.split('"').skip(1).step_by(2));
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        found.extend(literals.filter(|id| id.strip_prefix("claims.").is_some_and(is_name)).map(str::to_owned));
    }
}

#[test]
fn every_rule_of_the_claims_is_explained_and_every_explanation_is_of_a_rule() {
    let mut written = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/claims"), &mut written);
    let explained: BTreeSet<String> =
        rules::all().map(|(id, _)| id.to_owned()).filter(|id| id.starts_with("claims.")).collect();
    assert!(!written.is_empty(), "the sources were not found");
    assert_eq!(written, explained);
}

#[test]
fn every_rule_of_lineage_is_explained_and_every_explanation_is_of_a_rule() {
    use reportedly_ledger::Basis;
    let all = [Basis::Canonical, Basis::Credit, Basis::Text, Basis::Translation].map(Basis::rule);
    let explained: Vec<&str> = rules::all().map(|(id, _)| id).filter(|id| id.starts_with("lineage.")).collect();
    assert_eq!(explained, all);
}
