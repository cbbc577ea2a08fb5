//! Second thoughts: stories that fall apart are split, and stray reports are taken in by the story they tie in with.
//!
//! A stream is looked at whenever a story has grown by a third, so that the work on a report stays bounded and the same
//! stream gives the same stories wherever it is broken off and taken up again.

use super::members::Member;
use super::story::Story;
use super::{Changes, Row, Stories, cut};

/// From so many reports on it is known what holds a story together.
const SURE: usize = 6;
/// A story of so many reports may be taken in by a larger one.
const FEW: usize = 3;
/// How much of what holds the larger story together must tie them to it.
const TIED: f32 = 0.45;
/// Below these log-odds they are not held against each other.
const FAR: f32 = -3.0;

impl Stories {
    /// Looks whether a story falls apart, and what it can take in, if it has grown enough since the last look.
    pub(super) fn look_at(&mut self, number: u32, changes: &mut Changes) {
        let Some(story) = self.open.get_mut(&number) else { return };
        if story.reports < story.look.max(cut::LEAST as u32) {
            return;
        }
        story.look = story.reports + (story.reports / 3).max(2);
        let moved = self.split(number);
        if moved.is_empty() {
            changes.merged.extend(self.gather(number));
        }
        changes.moved.extend(moved);
    }

    /// Splits a story where it falls apart, and gives the reports that belong to another story now. The largest part keeps its number, of equal ones the earliest.
    fn split(&mut self, number: u32) -> Vec<(u64, u32)> {
        let Some(story) = self.open.get(&number) else { return Vec::new() };
        let parts = cut::parts(&story.members.iter().collect::<Vec<_>>());
        if parts.len() < 2 {
            return Vec::new();
        }
        let largest = (0..parts.len()).rev().max_by_key(|part| parts[*part].len());
        let Some(whole) = self.close(number) else { return Vec::new() };
        let unremembered = whole.reports.saturating_sub(whole.members.len() as u32);
        let mut members: Vec<Option<Member>> = whole.members.into_iter().map(Some).collect();
        let mut moved = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let mut story = Story::made_of(part.iter().filter_map(|member| members[*member].take()).collect());
            let own = if Some(at) == largest {
                story.reports += unremembered;
                number
            } else {
                self.open_new()
            };
            if own != number {
                moved.extend(story.members.iter().map(|member| (member.report, own)));
            }
            story.joined = whole.joined;
            story.look = story.reports + (story.reports / 3).max(2);
            self.reopen(own, story);
        }
        moved
    }

    /// Opens a story that has its reports already.
    fn reopen(&mut self, number: u32, story: Story) {
        story.terms.iter().for_each(|(term, _)| self.index.add(*term, number));
        self.quiet.insert((story.joined, number));
        self.held += story.members.len();
        self.open.insert(number, story);
    }

    /// Lets a story take in those of few reports that tie in with it.
    fn gather(&mut self, number: u32) -> Vec<(u32, u32)> {
        let Some(story) = self.open.get(&number).filter(|story| story.members.len() >= SURE) else { return Vec::new() };
        let mut few: Vec<u32> = self.candidates(&story.mean(), story.last).into_iter().map(|(few, _)| few).collect();
        few.retain(|few| *few != number);
        few.into_iter().filter_map(|few| self.take_in(few)).collect()
    }

    /// Lets a story of few reports be taken in by the larger one that they tie in with best, if they do.
    fn take_in(&mut self, number: u32) -> Option<(u32, u32)> {
        let story = self.open.get(&number).filter(|story| story.members.len() <= FEW)?;
        let ties = self.candidates(&story.mean(), story.last).into_iter().filter_map(|(other, evidence)| {
            let larger = self.open.get(&other).filter(|larger| other != number && larger.members.len() >= SURE)?;
            (evidence.log_odds() > FAR).then(|| (other, cut::tie(&story.members, &larger.members)))
        });
        let best = ties.max_by(|(a, one), (b, two)| one.total_cmp(two).then(b.cmp(a)));
        let (into, _) = best.filter(|(_, tie)| *tie > TIED)?;
        self.merge(into, number);
        Some((number, into))
    }

    /// Looks at all open stories again with all that is known now.
    ///
    /// This costs what all open stories cost; a stream does it for each story in good time by itself.
    pub fn settle(&mut self) -> Vec<Changes> {
        let numbers: Vec<u32> = self.open.keys().copied().collect();
        let moved = numbers.into_iter().flat_map(|number| self.split(number)).collect();
        let mut few: Vec<(usize, u32)> =
            self.open.iter().map(|(number, story)| (story.members.len(), *number)).collect();
        few.sort_unstable();
        let merged = few.into_iter().filter_map(|(_, number)| self.take_in(number)).collect();
        vec![Changes { merged: Vec::new(), moved }, Changes { merged, moved: Vec::new() }]
    }
}

/// The story of each report of a pile that is all at hand, in order of publication: what is common in it is learned before
/// anything is placed, and everything is settled after.
pub fn of_pile(rows: &[Row<'_>]) -> Vec<u32> {
    let mut stories = Stories::default();
    let mut told: Vec<u32> = Vec::with_capacity(rows.len());
    rows.iter().for_each(|row| stories.learn(*row));
    for row in rows {
        let placed = stories.observe(*row);
        told.push(placed.story);
        placed.changes.apply(&mut told);
    }
    stories.settle().iter().for_each(|changes| changes.apply(&mut told));
    told
}

impl Changes {
    /// Takes them in where all stories are at hand, by the numbers of their reports.
    pub fn apply(&self, told: &mut [u32]) {
        for (gone, into) in &self.merged {
            told.iter_mut().filter(|story| *story == gone).for_each(|story| *story = *into);
        }
        for (report, story) in &self.moved {
            told[*report as usize] = *story;
        }
    }
}
