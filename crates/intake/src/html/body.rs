//! Which blocks of a page are its article.
//!
//! The article stands in the container where running text most outweighs everything else: each paragraph counts for
//! its length, each link list and label against it, and a container is worth the sum of what it holds. An outer container
//! wins only by holding more text than clutter. (The measure is that of a maximum subtree; after the observation of
//! Kohlschütter et al. 2010 that length and link density tell text from clutter.)

use super::page::{Block, Container, Kind, Page};

/// Bytes below which a block without a sentence's end is a label.
const LABEL: usize = 60;
/// Blocks in a row without a paragraph among them, past which they are a list of the page's own.
const RUN: usize = 40;
/// Prose that a container marked as the article's body must hold to be believed.
const BELIEVED: i64 = 250;

/// The text of the article, blocks divided by blank lines; empty where the page has no words.
pub fn text(page: &Page, title: Option<&str>) -> String {
    let blocks = within(page, choose(page));
    let clutter = clutter(&blocks);
    let kept = blocks.iter().zip(clutter).filter(|(block, clutter)| !clutter && title != Some(block.text.as_str()));
    let text = joined(kept.map(|(block, _)| *block));
    if text.is_empty() { joined(page.blocks.iter()) } else { text }
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
    let whole = ends_sentence(block) && block.text.len() >= LABEL || block.text.len() >= LABEL * 3;
    whole && block.kind != Kind::Heading && block.linked * 5 < block.text.len() * 2
}

fn ends_sentence(block: &Block) -> bool {
    const ENDS: [char; 20] =
        ['.', '!', '?', '…', ':', '”', '"', '’', '»', ')', '。', '！', '？', '」', '』', '）', '।', '۔', '؟', '״'];
    block.text.ends_with(ENDS)
}

/// Marks what stands in no article: link lists, long runs of labels, and labels after the last sentence.
fn clutter(blocks: &[&Block]) -> Vec<bool> {
    let mut clutter: Vec<bool> =
        blocks.iter().map(|block| block.linked * 2 > block.text.len() && !is_prose(block)).collect();
    let mut run = 0;
    for end in 0..=blocks.len() {
        if blocks.get(end).is_some_and(|block| !ends_sentence(block) && !is_prose(block)) {
            run += 1;
            continue;
        }
        if run > RUN || end == blocks.len() && run < blocks.len() {
            clutter[end - run..end].fill(true);
        }
        run = 0;
    }
    clutter
}

/// The blocks of a container and of all within it.
fn within(page: &Page, container: usize) -> Vec<&Block> {
    let mut within = vec![false; page.containers.len()];
    for c in 0..within.len() {
        within[c] = c == container || c > 0 && within[page.parents[c]];
    }
    page.blocks.iter().filter(|block| within[block.container]).collect()
}

fn joined<'p>(blocks: impl Iterator<Item = &'p Block>) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    text
}
