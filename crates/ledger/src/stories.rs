//! Which reports tell of one happening: clustering in one pass over a stream.
//!
//! A report joins the story that it fits best, or opens a new one. What it is held against are the few live stories with which
//! it shares rare words, found through an inverted index: never all of them, so the millionth report costs what the
//! thousandth did. Names, pairs of names, numbers and other words are compared apart and weighed by a model that was
//! learned ([`evidence`]); how much a word tells is learned as the reports come in, on top of a background table.
//!
//! A story that no report has joined for some time is closed; two stories that turn out to be one are merged, and one that
//! turns out to be two is split ([`cut`]); the caller is told. Numbers of stories are never used again.

mod cut;
mod evidence;
mod index;
mod members;
mod settling;
mod story;
mod terms;
mod weights;

use std::collections::{BTreeMap, BTreeSet};

use crate::Moment;
use crate::kept::{Keep, Stale, keep_fields, seal, unseal};
pub use evidence::{Evidence, FEATURES};
use index::Index;
use members::Member;
pub use settling::of_pile;
use story::Story;
use terms::Terms;
use weights::Weights;

/// A report as stories see it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// The headline, where it does not stand in the text.
    pub title: Option<&'a str>,
    /// The text.
    pub text: &'a str,
    /// When it came out.
    pub published: Option<Moment>,
}

/// Where the lines are drawn, and how much is remembered.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The least log-odds at which a report joins a story.
    pub join: f32,
    /// The least log-odds, seen from both, at which two stories that one report fits are merged.
    pub merge: f32,
    /// Days without a report after which a story is closed.
    pub days: i32,
    /// Stories open at most; the ones quiet for longest are closed first.
    pub open: usize,
    /// Reports of open stories remembered at most; the same go first.
    pub held: usize,
}

impl Default for Settings {
    fn default() -> Self {
        // Chosen by halves of both development sets against each other, also with the dates of one set squeezed to a
        // twentieth, which is nearer to the density of real news; not by the best point of either.
        Self { join: -2.0, merge: 3.5, days: 60, open: 20_000, held: 60_000 }
    }
}

keep_fields!(Settings { join, merge, days, open, held });

/// Kind and version of the kept memory; another version must have another name.
const NAME: &[u8; 8] = b"stories2";

/// What became of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The number of its story.
    pub story: u32,
    /// How well it fits, as log-odds; none where it opened the story.
    pub fit: Option<f32>,
    /// What has come to light with it about the stories so far.
    pub changes: Changes,
}

/// What has come to light about stories told before: first the mergers happened, then the moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Stories that are over, and the stories that all their reports belong to now.
    pub merged: Vec<(u32, u32)>,
    /// Earlier reports that belong to another story now, and that story.
    pub moved: Vec<(u64, u32)>,
}

/// Stories that a report is held against, those that share most rare terms first.
const CANDIDATES: usize = 32;

/// Groups a stream of reports into stories.
#[derive(Debug, Default)]
pub struct Stories {
    settings: Settings,
    weights: Weights,
    open: BTreeMap<u32, Story>,
    /// The open stories by when they were last joined.
    quiet: BTreeSet<((i32, u64), u32)>,
    /// The latest day that a report came out: the clock of the stream, also for reports without a date.
    today: i32,
    index: Index,
    next: u32,
    /// Reports remembered one by one in the open stories.
    held: usize,
    seen: u64,
    /// Reports learned from and not yet placed.
    learned: u64,
}

impl Stories {
    /// No stories yet.
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Learns from a report how common its words are, without placing it. Reports learned from beforehand are told apart
    /// better when they are placed, and count once.
    pub fn learn(&mut self, row: Row<'_>) {
        self.weights.learn(&terms::counted(row.title, row.text));
        self.learned += 1;
    }

    /// Takes the next report in order of publication and says which story it belongs to.
    ///
    /// Reports are numbered from zero in the order of these calls.
    pub fn observe(&mut self, row: Row<'_>) -> Placed {
        let terms = self.weigh(row);
        self.close_quiet();
        let mut fits = self.candidates(&terms, row.published);
        fits.retain(|(_, evidence)| evidence.log_odds() > self.settings.join);
        fits.sort_by(|(a, one), (b, two)| two.log_odds().total_cmp(&one.log_odds()).then(a.cmp(b)));
        let fit = fits.first().map(|(story, evidence)| (*story, evidence.log_odds()));
        let mut story = fit.map_or_else(|| self.open_new(), |(story, _)| story);
        self.join(story, &terms, row.published);
        let rival = fits.get(1).map(|(rival, _)| *rival);
        let mut changes = Changes::default();
        if let Some(rival) = rival.filter(|rival| self.are_one(story, *rival)) {
            let (older, younger) = (story.min(rival), story.max(rival));
            self.merge(older, younger);
            changes.merged.push((younger, older));
            story = older;
        }
        self.look_at(story, &mut changes);
        let own = changes.moved.iter().position(|(report, _)| *report == self.seen - 1);
        if let Some((_, other)) = own.map(|at| changes.moved.remove(at)) {
            story = other;
        }
        Placed { story, fit: fit.map(|(_, fit)| fit), changes }
    }

    /// Takes the next report into a story known beforehand, and gives the evidence for each story it was held against:
    /// what the model is learned from.
    pub fn teach(&mut self, row: Row<'_>, story: u32) -> Vec<(u32, Evidence)> {
        let terms = self.weigh(row);
        self.close_quiet();
        let candidates = self.candidates(&terms, row.published);
        self.join(story, &terms, row.published);
        candidates
    }

    /// Numbers new stories from here on: what follows on stories that were told beforehand.
    pub fn go_on_from(&mut self, next: u32) {
        self.next = self.next.max(next);
    }

    fn weigh(&mut self, row: Row<'_>) -> Terms {
        self.seen += 1;
        self.today = row.published.map_or(self.today, |published| self.today.max(published.day));
        let counted = terms::counted(row.title, row.text);
        if self.learned > 0 {
            self.learned -= 1;
        } else {
            self.weights.learn(&counted);
        }
        self.weights.weigh(&counted)
    }

    /// The open stories that share most rare terms with a report, and the evidence for each.
    fn candidates(&self, terms: &Terms, published: Option<Moment>) -> Vec<(u32, Evidence)> {
        let mut shared: BTreeMap<u32, f32> = BTreeMap::new();
        for (term, weight) in &terms.weighted {
            for story in self.index.holders(*term) {
                *shared.entry(*story).or_default() += weight;
            }
        }
        let mut likely: Vec<_> = shared.into_iter().collect();
        likely.sort_by(|(a, one), (b, two)| two.total_cmp(one).then(a.cmp(b)));
        likely.truncate(CANDIDATES);
        let evidence = |story: u32| Some((story, Evidence::of(terms, published, self.open.get(&story)?)?));
        likely.into_iter().filter_map(|(story, _)| evidence(story)).collect()
    }

    fn open_new(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Adds a report to a story, which is opened if need be.
    fn join(&mut self, number: u32, terms: &Terms, published: Option<Moment>) {
        let story = self.open.entry(number).or_default();
        self.quiet.remove(&(story.joined, number));
        self.held -= story.members.len();
        story.remember([Member::of(self.seen - 1, published, terms)]);
        self.held += story.members.len();
        for term in story.add(&terms.weighted, 1, published) {
            self.index.add(term, number);
        }
        for term in story.trim() {
            self.index.remove(term, number);
        }
        story.joined = (self.today, self.seen);
        self.quiet.insert((story.joined, number));
    }

    /// Whether two stories are one, seen from either.
    fn are_one(&self, one: u32, two: u32) -> bool {
        let (Some(one), Some(two)) = (self.open.get(&one), self.open.get(&two)) else { return false };
        let fits = |a: &Story, b: &Story| {
            Evidence::of(&a.mean(), a.last, b).is_some_and(|evidence| evidence.log_odds() > self.settings.merge)
        };
        fits(one, two) && fits(two, one) && !cut::fall_apart(&one.members, &two.members)
    }

    fn merge(&mut self, into: u32, from: u32) {
        let Some(gone) = self.close(from) else { return };
        let Some(story) = self.open.get_mut(&into) else { return };
        self.held -= story.members.len();
        self.quiet.remove(&(story.joined, into));
        story.remember(gone.members);
        self.held += story.members.len();
        for term in story.add(&gone.terms, gone.reports, gone.last) {
            self.index.add(term, into);
        }
        for term in story.trim() {
            self.index.remove(term, into);
        }
        story.joined = (self.today, self.seen);
        self.quiet.insert((story.joined, into));
    }

    fn close(&mut self, number: u32) -> Option<Story> {
        let story = self.open.remove(&number)?;
        self.quiet.remove(&(story.joined, number));
        self.held -= story.members.len();
        for (term, _) in &story.terms {
            self.index.remove(*term, number);
        }
        Some(story)
    }

    /// Closes the stories that have been quiet for too long, and the quietest where there are too many.
    fn close_quiet(&mut self) {
        while let Some(((day, _), number)) = self.quiet.first().copied() {
            let is_over = self.today.saturating_sub(day) > self.settings.days;
            if !is_over && self.open.len() < self.settings.open && self.held < self.settings.held {
                break;
            }
            self.close(number);
        }
    }

    /// The whole memory as bytes, to be taken up again with [`Stories::restored`]. The same memory gives the same bytes.
    pub fn snapshot(&self) -> Vec<u8> {
        seal(NAME, &self.settings, |out| {
            self.weights.keep(out);
            self.open.keep(out);
            self.index.keep(out);
            (self.today, self.next).keep(out);
            (self.seen, self.learned).keep(out);
        })
    }

    /// Takes a memory up again: from here on every answer is the one that the unbroken stream would have given.
    pub fn restored(settings: Settings, snapshot: &[u8]) -> Result<Self, Stale> {
        Self::back(settings, unseal(NAME, &settings, snapshot)?).ok_or(Stale::Damaged)
    }

    fn back(settings: Settings, mut from: &[u8]) -> Option<Self> {
        let from = &mut from;
        let (weights, open, index) = (Keep::back(from)?, BTreeMap::<u32, Story>::back(from)?, Keep::back(from)?);
        let ((today, next), (seen, learned)) = (Keep::back(from)?, Keep::back(from)?);
        let quiet = open.iter().map(|(number, story)| (story.joined, *number)).collect();
        let held = open.values().map(|story| story.members.len()).sum();
        from.is_empty().then_some(Self { settings, weights, open, quiet, today, index, next, held, seen, learned })
    }

    /// How many stories are open.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether no story is open.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}

#[cfg(test)]
mod tests;
