//! What two reports share, and which of them is the copy.

use super::shingles::Shingles;
use crate::Moment;

/// What a copy made of its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The same text.
    Verbatim,
    /// A part of it.
    Abridged,
    /// It, or a part of it, among other things.
    Embedded,
    /// The same told in partly other words.
    Rewrite,
    /// The same in another language.
    Translation,
}

impl Kind {
    /// Its name in everything printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Abridged => "abridged",
            Self::Embedded => "embedded",
            Self::Rewrite => "rewrite",
            Self::Translation => "translation",
        }
    }
}

/// From this share on a text stands whole in another.
const WHOLE: f32 = 0.85;
/// Up to this share of a text is another's where that one is set among other things.
const PART: f32 = 0.6;

/// One of the two reports compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    First,
    Second,
}

/// How many telling runs two reports have, and share.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// Telling runs in both.
    pub count: usize,
    first: Runs,
    second: Runs,
}

/// The runs of one report.
#[derive(Clone, Copy, Debug)]
struct Runs {
    telling: usize,
    all: usize,
}

impl Runs {
    fn of(shingles: &Shingles, telling: impl Fn(u64) -> bool) -> Self {
        Self { telling: shingles.iter().filter(|shingle| telling(*shingle)).count(), all: shingles.len() }
    }

    fn commonplace(self) -> f32 {
        if self.all == 0 { 0.0 } else { 1.0 - self.telling as f32 / self.all as f32 }
    }
}

/// A difference in the share of commonplace runs that tells who added the menu.
const MORE_COMMONPLACE: f32 = 0.06;

impl Shared {
    /// Compares two reports by the runs that are `telling`.
    pub fn of(first: &Shingles, second: &Shingles, telling: impl Fn(u64) -> bool) -> Self {
        Self {
            count: first.common(second).filter(|shingle| telling(*shingle)).count(),
            first: Runs::of(first, &telling),
            second: Runs::of(second, &telling),
        }
    }

    /// The share of the shorter one's telling runs that the other has too.
    pub fn containment(&self) -> f32 {
        self.count as f32 / self.first.telling.min(self.second.telling).max(1) as f32
    }

    /// What the copy made of the other, by the shares of both that are common.
    pub fn kind(&self, copy: Side) -> Kind {
        let share = |runs: Runs| self.count as f32 / runs.telling.max(1) as f32;
        let (mine, theirs) = match copy {
            Side::First => (share(self.first), share(self.second)),
            Side::Second => (share(self.second), share(self.first)),
        };
        match (mine >= WHOLE, theirs >= WHOLE) {
            (true, true) => Kind::Verbatim,
            (true, false) => Kind::Abridged,
            (false, true) => Kind::Embedded,
            (false, false) if mine < PART && mine < theirs => Kind::Embedded,
            (false, false) => Kind::Rewrite,
        }
    }

    /// Which of the two is the copy, told by number and date: the one published later; on one day the one that adds
    /// commonplace lines around the shared text, else the one of which more is shared, else the one that came later.
    pub fn copy(&self, first: (u32, Option<Moment>), second: (u32, Option<Moment>)) -> Side {
        if let (Some(one), Some(two)) = (first.1, second.1) {
            if one.is_before(two) {
                return Side::Second;
            }
            if two.is_before(one) {
                return Side::First;
            }
        }
        let more = self.first.commonplace() - self.second.commonplace();
        if more.abs() >= MORE_COMMONPLACE {
            return if more > 0.0 { Side::First } else { Side::Second };
        }
        match self.second.telling.cmp(&self.first.telling) {
            std::cmp::Ordering::Greater => Side::First,
            std::cmp::Ordering::Less => Side::Second,
            std::cmp::Ordering::Equal if first.0 > second.0 => Side::First,
            std::cmp::Ordering::Equal => Side::Second,
        }
    }
}
