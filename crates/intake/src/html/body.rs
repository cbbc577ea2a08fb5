//! Which blocks of a page are its article.
//!
//! The article stands in the container where running text most outweighs everything else: each paragraph counts for
//! its length, each link list and label against it, and a container is worth the sum of what it holds. An outer container
//! wins only by holding more text than clutter. (The measure is that of a maximum subtree; after the observation of
//! Kohlschütter et al. 2010 that length and link density tell text from clutter.)

use super::page::{Block, Container, Kind, Page};

/// Bytes below which a block without a sentence's end is a label.
const LABEL: usize = 60;
/// Prose that a container marked as the article's body must hold to be believed.
const BELIEVED: i64 = 250;

/// The text of the article, blocks divided by blank lines; empty where the page has no words.
pub fn text(page: &Page, title: Option<&str>) -> String {
    let chosen = choose(page);
    let text = joined(page, chosen, |block| !is_clutter(block) && title.is_none_or(|title| block.text != title));
    if text.is_empty() { joined(page, 0, |_| true) } else { text }
}

fn choose(page: &Page) -> usize {
    let mut worth = vec![0i64; page.containers.len()];
    for block in &page.blocks {
        worth[block.container] += value(block);
    }
    // Parents stand before their children, so each sum is whole when it is passed up.
    for container in (1..worth.len()).rev() {
        worth[page.parents[container]] += worth[container];
    }
    let marked = (0..worth.len()).filter(|&c| page.containers[c] == Container::Body && worth[c] > BELIEVED);
    if let Some(best) = marked.max_by_key(|&c| worth[c]) {
        return best;
    }
    let preferred =
        |c: usize| if page.containers[c] == Container::Article { worth[c] + worth[c] / 8 } else { worth[c] };
    let best = (0..worth.len()).max_by_key(|&c| preferred(c)).filter(|&c| worth[c] > 0);
    best.unwrap_or_else(|| most_prose(page))
}

/// Where clutter outweighs the text everywhere: the container with the most prose directly in it.
fn most_prose(page: &Page) -> usize {
    let mut prose = vec![0; page.containers.len()];
    for block in page.blocks.iter().filter(|block| is_prose(block)) {
        prose[block.container] += block.text.len();
    }
    (0..prose.len()).rev().max_by_key(|&c| prose[c]).unwrap_or(0)
}

/// How much a block speaks for its container.
fn value(block: &Block) -> i64 {
    let length = block.text.len() as i64;
    if is_prose(block) {
        length
    } else if block.linked * 2 > block.text.len() {
        -length - 20
    } else {
        -10
    }
}

fn is_prose(block: &Block) -> bool {
    let ends = ['.', '!', '?', '…', '。', '！', '？', '”', '"', '’', '»', ':'];
    let whole = block.text.ends_with(ends) && block.text.len() >= LABEL || block.text.len() >= LABEL * 3;
    whole && block.kind != Kind::Heading && block.linked * 5 < block.text.len() * 2
}

fn is_clutter(block: &Block) -> bool {
    block.linked * 2 > block.text.len() && !is_prose(block)
}

fn joined(page: &Page, container: usize, keep: impl Fn(&Block) -> bool) -> String {
    let mut within = vec![false; page.containers.len()];
    for c in 0..within.len() {
        within[c] = c == container || c > 0 && within[page.parents[c]];
    }
    let mut text = String::new();
    for block in page.blocks.iter().filter(|block| within[block.container] && keep(block)) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    text
}
