//! Which blocks of a page are its article.

use super::features::Features;
use super::measure::{Measures, ends_sentence, is_prose};
use super::page::{Block, Page};

/// Blocks in a row without a paragraph among them, past which they are a list of the page's own.
const RUN: usize = 40;

/// The text of the article, blocks divided by blank lines; empty where the page has no words.
pub fn text(page: &Page, title: Option<&str>) -> String {
    let measures = Measures::new(page);
    let blocks: Vec<&Block> = page.blocks.iter().filter(|block| measures.holds(block.container)).collect();
    let clutter = clutter(&blocks);
    let kept = blocks.iter().zip(clutter).filter(|(block, clutter)| !clutter && title != Some(block.text.as_str()));
    let text = joined(kept.map(|(block, _)| *block));
    if text.is_empty() { joined(page.blocks.iter()) } else { text }
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
