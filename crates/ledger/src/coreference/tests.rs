//! Chains over mentions of our own.

use super::*;

fn told(report: u32, head: &str, pos: &str, doers: &[&str], done_to: &[&str], context: &[&str]) -> Mention {
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Mention {
        report,
        sentence: 0,
        head: head.to_owned(),
        pos: pos.to_owned(),
        words: set(&[head]),
        doers: set(doers),
        done_to: set(done_to),
        context: context.iter().map(|word| (*word).to_owned()).collect(),
        ..Mention::default()
    }
}

#[test]
fn one_happening_in_other_words_is_one_chain_and_another_stays_apart() {
    let mentions = [
        told(0, "resign", "VERB", &["hala", "mayor"], &[], &["hala", "mayor", "monday", "ostrava"]),
        told(1, "resignation", "NOUN", &["hala"], &[], &["hala", "ostrava", "monday", "accept"]),
        told(2, "resign", "VERB", &["hala"], &[], &["hala", "ostrava", "mayor"]),
        told(0, "arrest", "VERB", &["police"], &["quist"], &["police", "quist", "harbour"]),
        told(2, "arrest", "VERB", &["police"], &["quist"], &["quist", "harbour", "police", "night"]),
    ];
    assert_eq!(chains(&mentions, Model::learned()), [0, 0, 0, 1, 1]);
}

#[test]
fn mentions_of_two_stories_are_never_joined() {
    let one = told(0, "resign", "VERB", &["hala"], &[], &["hala", "ostrava"]);
    let two = Mention { story: 1, report: 1, ..one.clone() };
    assert_eq!(chains(&[one, two], Model::learned()), [0, 1]);
    assert!(chains(&[], Model::learned()).is_empty());
}

#[test]
fn a_story_of_very_many_mentions_is_bounded() {
    let mentions: Vec<Mention> =
        (0..2_050).map(|n| told(n, &format!("word{}", n % 700), "NOUN", &[], &[], &[])).collect();
    let chains = chains(&mentions, Model::learned());
    assert_eq!(chains.len(), 2_050);
    assert!(chains[2_049] > chains[0], "the last ones stay by themselves");
}

#[test]
fn every_feature_has_a_weight() {
    assert!(Model::learned().0.iter().all(|weight| weight.is_finite()));
    assert!(Model::learned().0.iter().filter(|weight| **weight != 0.0).count() >= FEATURES - 2);
}
