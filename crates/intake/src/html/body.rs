//! Which blocks of a page are its article.

use super::features::Features;
use super::measure::{Measures, ends_sentence, is_prose};
use super::page::{Block, Kind, Page};
use super::trees;

/// Blocks in a row without a paragraph among them, past which they are a list of the page's own.
const RUN: usize = 40;

/// The text of the article, blocks divided by blank lines; empty where the page has no words. `stated` is the text as
/// the page's data give it.
pub fn text(page: &Page, title: Option<&str>, stated: Option<&str>) -> String {
    let measures = Measures::new(page);
    let text = judged(page, &measures, title, stated);
    let text = if text.is_empty() { measured(page, &measures, title) } else { text };
    if text.is_empty() { joined(page.blocks.iter()) } else { text }
}

/// The blocks that are the article's, each judged by itself; a heading goes with the text on both its sides.
fn judged(page: &Page, measures: &Measures, title: Option<&str>, stated: Option<&str>) -> String {
    let features = Features::new(page, measures, title, stated);
    let mut numbers = Vec::new();
    let mut judge = |at: usize| {
        features.of(at, &mut numbers);
        trees::is_article(&numbers)
    };
    let mut kept: Vec<bool> = (0..page.blocks.len()).map(&mut judge).collect();
    for at in 1..kept.len().saturating_sub(1) {
        let [before, own, after] = [at - 1, at, at + 1].map(|at| &page.blocks[at]);
        let together = before.container == own.container && own.container == after.container;
        kept[at] |= matches!(own.kind, Kind::Heading(_)) && together && kept[at - 1] && kept[at + 1];
    }
    joined(page.blocks.iter().zip(kept).filter(|(_, kept)| *kept).map(|(block, _)| block))
}

/// What the container holds in which text most outweighs clutter: for pages on which no block looks like an article's.
fn measured(page: &Page, measures: &Measures, title: Option<&str>) -> String {
    let blocks: Vec<&Block> = page.blocks.iter().filter(|block| measures.holds(block.container)).collect();
    let clutter = clutter(&blocks);
    let kept = blocks.iter().zip(clutter).filter(|(block, clutter)| !clutter && title != Some(block.text.as_str()));
    joined(kept.map(|(block, _)| *block))
}

/// Text and numbers of each block, for learning.
pub fn described(page: &Page, title: Option<&str>, stated: Option<&str>) -> Vec<(String, Vec<f32>)> {
    let measures = Measures::new(page);
    let features = Features::new(page, &measures, title, stated);
    let mut numbers = Vec::new();
    let describe = |(at, block): (usize, &Block)| {
        features.of(at, &mut numbers);
        (block.text.clone(), numbers.clone())
    };
    page.blocks.iter().enumerate().map(describe).collect()
}

/// Marks what stands in no article: link lists, long runs of labels, and labels after the last sentence.
fn clutter(blocks: &[&Block]) -> Vec<bool> {
    let mut clutter: Vec<bool> =
        blocks.iter().map(|block| block.linked * 2 > block.text.len() && !is_prose(block)).collect();
    let mut run = 0;
    for end in 0..=blocks.len() {
        if blocks.get(end).is_some_and(|block| !ends_sentence(&block.text) && !is_prose(block)) {
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
