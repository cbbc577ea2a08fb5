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
/// Elements around a block that speak for it.
const AROUND: usize = 3;
/// Names in all marked links of a page, for them to be those of its one article.
const FEW: usize = 2;
/// Bytes of the longest byline and date.
const LONG: usize = 160;
/// Bytes of the longest date with nothing to say what it is.
const BARE: usize = 60;

/// The blocks around the headline.
pub struct Shown<'p> {
    page: &'p Page,
    /// The first and past the last of them.
    range: (usize, usize),
    /// The headline itself.
    headline: usize,
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
        Self { page, range, headline: headline.unwrap_or(0) }
    }

    /// The authors: links that are marked or lead to an author's page, else a line that starts with "By" or is called
    /// a byline, else the one or two whom all marked links of the page name.
    pub fn authors(&self, outlet: Option<&str>) -> Vec<String> {
        let near = self.range.0..self.range.1;
        let links = |is_marked: bool, is_there: &dyn Fn(usize) -> bool| {
            let read = if is_marked { names::stated } else { names::shown };
            let links =
                self.page.author_links.iter().filter(|link| link.is_marked == is_marked && is_there(link.block));
            unlike(links.flat_map(|link| read(&link.text, outlet)))
        };
        let lines = |is_byline: &dyn Fn(&Block) -> bool| {
            let below = self.short_from(self.headline).filter(|block| is_byline(block));
            let found = below.map(|block| names::shown(&block.text, outlet));
            found.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
        };
        let byline = pages::cue("byline");
        let ways: [&dyn Fn() -> Vec<String>; 5] = [
            &|| links(true, &|block| near.contains(&block)),
            &|| links(false, &|block| near.contains(&block)),
            &|| lines(&|block| bylines::after_by(&block.text).is_some()),
            &|| lines(&|block| !matches!(block.kind, Kind::Heading(_)) && self.is_called(block, byline)),
            &|| {
                Some(links(true, &|_| true))
                    .filter(|names| names.len() <= FEW && names.iter().all(|name| names::looks_like_a_name(name)))
                    .unwrap_or_default()
            },
        ];
        ways.iter().map(|way| way()).find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// The day of publication: one said to be that, else one called a date, else one beside the headline that is not
    /// said to be another.
    pub fn day(&self) -> Option<Published> {
        let is_said =
            |block: &Block, says: fn(&str) -> bool| block.text.split(|c: char| !c.is_alphanumeric()).any(says);
        let date = pages::cue("date");
        let called = |block: &Block| self.is_called(block, date);
        let days = |keeps: &dyn Fn(&Block) -> bool| {
            self.short().filter(|block| keeps(block)).find_map(|block| days::shown(&block.text))
        };
        days(&|block| is_said(block, bylines::is_published))
            .or_else(|| days(&|block| called(block) && !is_said(block, bylines::is_updated)))
            .or_else(|| days(&|block| block.text.len() <= BARE && !is_said(block, bylines::is_updated)))
    }

    /// Whether a block or an element close around it is called so.
    fn is_called(&self, block: &Block, cue: u32) -> bool {
        let mut cues = block.cues;
        let mut at = block.container;
        for _ in 0..AROUND {
            let container = &self.page.containers[at];
            cues |= container.cues;
            at = container.parent;
        }
        cues & cue != 0
    }

    fn short(&self) -> impl Iterator<Item = &'p Block> {
        self.short_from(self.range.0)
    }

    fn short_from(&self, first: usize) -> impl Iterator<Item = &'p Block> {
        self.page.blocks[first..self.range.1].iter().filter(|block| block.text.len() <= LONG && !is_prose(block))
    }
}

/// Each name once, in order.
fn unlike(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}
