//! The telling words of a phrase: rare ones, without endings, each with its weight.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use reportedly_knowledge::story_words;

use crate::words::words;

/// Words by their roots, with what they weigh.
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

/// The telling words of a text.
pub fn gist(text: &str) -> Gist {
    words(text)
        .map(|word| root(word.text))
        .map(|root| (weight(&root), root))
        .filter(|(weight, _)| *weight > TELLING)
        .map(|(weight, root)| (root, weight))
        .collect()
}

/// How much of one gist stands in another.
pub fn heaviness(of: &Gist, within: &Gist) -> f32 {
    of.iter().filter(|(word, _)| within.contains_key(*word)).map(|(_, weight)| weight).sum()
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
        let words: Vec<_> = gist("The wagons derailed").into_keys().collect();
        assert_eq!(words, ["derail", "wagon"]);
        assert!(heaviness(&gist("a wagon derails"), &gist("wagons derailing")) > 5.0);
        assert!(gist("of the and").is_empty());
    }
}
