//! Who wrote the article and when, as the page shows it to its visitors: asked only for what the page does not state.
//!
//! Only what stands near the headline counts, and only short blocks: a date or a name in the text is somebody else's.

use reportedly_knowledge::{bylines, pages};
use reportedly_report::Published;

use super::measure::is_prose;
use super::page::{Block, Kind, Page};
use super::{days, names};

/// Blocks before and after the headline that may hold byline and date.
const BEFORE: usize = 6;
const AFTER: usize = 14;
/// Bytes of the longest byline and date.
const LONG: usize = 160;
/// Bytes of the longest date with nothing to say what it is.
const BARE: usize = 60;

/// The blocks around the headline.
pub struct Shown<'p> {
    page: &'p Page,
    /// The first and past the last of them.
    range: (usize, usize),
}

impl<'p> Shown<'p> {
    /// Looks for the headline.
    pub fn new(page: &'p Page, title: Option<&str>) -> Self {
        let same = page
            .blocks
            .iter()
            .position(|block| Some(block.text.as_str()) == title && matches!(block.kind, Kind::Heading(_)));
        let headline = same.or_else(|| page.blocks.iter().position(|block| block.kind == Kind::Heading(1)));
        let headline = headline.or_else(|| page.blocks.iter().position(|block| Some(block.text.as_str()) == title));
        let range = headline.map_or((0, 0), |at| (at.saturating_sub(BEFORE), (at + AFTER).min(page.blocks.len())));
        Self { page, range }
    }

    /// The authors: links that are marked or lead to an author's page, else a line that starts with "By" or is called
    /// a byline.
    pub fn authors(&self, outlet: Option<&str>) -> Vec<String> {
        let is_near = |block: usize| (self.range.0..self.range.1).contains(&block);
        let links = |is_marked: bool| {
            let mut found: Vec<String> = Vec::new();
            for link in self.page.author_links.iter().filter(|link| link.is_marked == is_marked && is_near(link.block))
            {
                let named =
                    if is_marked { names::stated(&link.text, outlet) } else { names::shown(&link.text, outlet) };
                named.into_iter().for_each(|name| {
                    if !found.contains(&name) {
                        found.push(name)
                    }
                });
            }
            found
        };
        let lines = |is_byline: &dyn Fn(&Block) -> bool| {
            let found = self.short().filter(|block| is_byline(block)).map(|block| names::shown(&block.text, outlet));
            found.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
        };
        let byline = pages::cue("byline");
        let called = |block: &Block| (block.cues | self.page.containers[block.container].cues) & byline != 0;
        let mut found = links(true);
        for further in
            [&|| links(false), &|| lines(&|block| bylines::after_by(&block.text).is_some()), &|| lines(&called)]
                as [&dyn Fn() -> Vec<String>; 3]
        {
            if found.is_empty() {
                found = further();
            }
        }
        found
    }

    /// The day of publication: one said to be that, else one called a date, else one beside the headline that is not
    /// said to be another.
    pub fn day(&self) -> Option<Published> {
        let is_said =
            |block: &Block, says: fn(&str) -> bool| block.text.split(|c: char| !c.is_alphanumeric()).any(says);
        let date = pages::cue("date");
        let called = |block: &Block| (block.cues | self.page.containers[block.container].cues) & date != 0;
        let days = |keeps: &dyn Fn(&Block) -> bool| {
            self.short().filter(|block| keeps(block)).find_map(|block| days::shown(&block.text))
        };
        days(&|block| is_said(block, bylines::is_published))
            .or_else(|| days(&|block| called(block) && !is_said(block, bylines::is_updated)))
            .or_else(|| days(&|block| block.text.len() <= BARE && !is_said(block, bylines::is_updated)))
    }

    fn short(&self) -> impl Iterator<Item = &'p Block> {
        self.page.blocks[self.range.0..self.range.1].iter().filter(|block| block.text.len() <= LONG && !is_prose(block))
    }
}
