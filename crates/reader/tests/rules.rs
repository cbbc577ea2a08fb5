//! Every rule id that the readers write is explained, and every explanation belongs to one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reportedly_knowledge::rules;

/// Layers whose ids are rules; other dotted strings of the sources are not.
const LAYERS: [&str; 10] = [
    "attributions",
    "blocks",
    "checks",
    "conflicts",
    "entities",
    "events",
    "places",
    "quantities",
    "sentences",
    "times",
];

/// The rule ids in the string literals of a source file.
fn ids(source: &str, found: &mut BTreeSet<String>) {
    for literal in source.split('"').skip(1).step_by(2) {
        let Some((layer, name)) = literal.split_once('.') else { continue };
        let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if LAYERS.contains(&layer) && named {
            found.insert(literal.to_owned());
        }
    }
}

fn walk(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the sources can be listed").path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            // Quotation marks in comments would shift the literals.
            let source = fs::read_to_string(&path).expect("the sources can be read");
            source.lines().for_each(|line| ids(line.split("//").next().unwrap_or(""), found));
        }
    }
}

#[test]
fn every_rule_is_explained_and_every_explanation_is_of_a_rule() {
    let mut written = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut written);
    let is_of_a_layer = |id: &str| id.split_once('.').is_some_and(|(layer, _)| LAYERS.contains(&layer));
    let explained: BTreeSet<String> =
        rules::all().map(|(id, _)| id.to_owned()).filter(|id| is_of_a_layer(id)).collect();
    assert!(written.len() > 50, "the sources were not found");
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!((only(&written, &explained), only(&explained, &written)), (vec![], vec![]));
}

#[test]
fn the_tables_that_explanations_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (id, words) in rules::all() {
        for named in words.split([' ', '(', ')', ',']).filter(|word| word.starts_with("data/") && !word.ends_with('*'))
        {
            assert!(root.join(named).exists(), "{id} names {named}");
        }
    }
}
