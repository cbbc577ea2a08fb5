//! The telling words of a text: rare ones, each with its weight.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use reportedly_knowledge::story_words;

/// Lemmas with what they weigh.
pub type Gist = BTreeMap<String, f32>;

/// Below this weight a word is too common to tell anything.
const TELLING: f32 = 1.2;

static COMMON: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut common = HashMap::new();
    for (word, reports) in story_words::all() {
        let count: &mut u32 = common.entry(root(word)).or_default();
        *count = reports.max(*count);
    }
    common
});

/// The telling ones of some lemmas.
pub fn gist_of<'a>(lemmas: impl Iterator<Item = &'a str>) -> Gist {
    let words = lemmas.filter(|lemma| lemma.contains(char::is_alphanumeric));
    words.map(|lemma| (lemma.to_lowercase(), weight_of(lemma))).filter(|(_, weight)| *weight > TELLING).collect()
}

/// How much a word tells.
pub fn weight_of(word: &str) -> f32 {
    weight(&root(word))
}

fn weight(root: &str) -> f32 {
    let known = COMMON.get(root).copied().unwrap_or_default();
    ((story_words::REPORTS + 1) as f32 / (known + 1) as f32).ln()
}

/// A word in lower case without the endings that inflect it: crude, but the same for both sides of a comparison.
fn root(word: &str) -> String {
    let mut root = word.to_lowercase();
    for owner in ["'s", "’s"] {
        if let Some(length) = root.strip_suffix(owner).map(str::len) {
            root.truncate(length);
        }
    }
    for ending in ["ing", "ed", "es", "s", "e"] {
        if let Some(length) = root.strip_suffix(ending).filter(|rest| rest.chars().count() >= 3).map(str::len) {
            root.truncate(length);
            break;
        }
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_make_no_difference_and_common_words_are_left_out() {
        assert_eq!(weight_of("wagons"), weight_of("wagon"));
        let words: Vec<_> = gist_of(["the", "wagon", "derail", "of"].into_iter()).into_keys().collect();
        assert_eq!(words, ["derail", "wagon"]);
    }
}
