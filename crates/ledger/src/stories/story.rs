//! An open story: the sum of its reports' terms.

use super::members::Member;
use super::terms::{KINDS, Term, Terms};
use crate::Moment;
use crate::kept::keep_fields;

/// Terms kept of a story; beyond half as many again the lightest go.
const KEPT: usize = 800;

/// An open story.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// The summed terms, in order.
    pub terms: Vec<(Term, f32)>,
    /// The length of each kind's part.
    pub norms: [f32; KINDS],
    /// How many reports it has.
    pub reports: u32,
    /// When its latest report came out.
    pub last: Option<Moment>,
    /// When it was last joined: the day of the stream, then the order of arrival.
    pub joined: (i32, u64),
    /// Its latest reports, in order of arrival.
    pub members: Vec<Member>,
    /// With so many reports it is looked at again, whether it falls apart.
    pub look: u32,
}

keep_fields!(Story { terms, norms, reports, last, joined, members, look });

/// Reports remembered one by one; of a longer story the latest.
pub const MEMBERS: usize = 64;

impl Story {
    /// Adds terms, and says which are new to the story.
    pub fn add(&mut self, more: &[(Term, f32)], reports: u32, published: Option<Moment>) -> Vec<Term> {
        let mut new = Vec::new();
        let mut summed = Vec::with_capacity(self.terms.len() + more.len());
        let mut mine = self.terms.iter().copied().peekable();
        for (term, weight) in more {
            while let Some(before) = mine.next_if(|(other, _)| other < term) {
                summed.push(before);
            }
            match mine.next_if(|(other, _)| other == term) {
                Some((_, sum)) => summed.push((*term, sum + weight)),
                None => {
                    new.push(*term);
                    summed.push((*term, *weight));
                }
            }
        }
        summed.extend(mine);
        self.terms = summed;
        self.reports += reports;
        self.last = match (self.last, published) {
            (Some(last), Some(published)) if published.is_before(last) => Some(last),
            (last, published) => published.or(last),
        };
        self.measure();
        new
    }

    /// Lets the lightest terms go where there are too many, and says which went.
    pub fn trim(&mut self) -> Vec<Term> {
        if self.terms.len() <= KEPT + KEPT / 2 {
            return Vec::new();
        }
        let mut by_weight: Vec<f32> = self.terms.iter().map(|(_, weight)| *weight).collect();
        by_weight.sort_unstable_by(|a, b| b.total_cmp(a));
        let least = by_weight[KEPT];
        let gone = self.terms.iter().filter(|(_, weight)| *weight <= least).map(|(term, _)| *term).collect();
        self.terms.retain(|(_, weight)| *weight > least);
        self.measure();
        gone
    }

    /// Remembers reports one by one, the latest of them.
    pub fn remember(&mut self, members: impl IntoIterator<Item = Member>) {
        self.members.extend(members);
        let over = self.members.len().saturating_sub(MEMBERS);
        self.members.drain(..over);
    }

    /// A story made of such reports alone.
    pub fn made_of(members: Vec<Member>) -> Self {
        let mut story = Self::default();
        for member in &members {
            story.add(&member.terms, 1, member.published);
        }
        story.trim();
        story.members = members;
        story
    }

    /// The story as if it were one report: the mean of its reports.
    pub fn mean(&self) -> Terms {
        let share = 1.0 / self.reports.max(1) as f32;
        Terms {
            weighted: self.terms.iter().map(|(term, weight)| (*term, weight * share)).collect(),
            norms: self.norms.map(|norm| norm * share),
        }
    }

    fn measure(&mut self) {
        self.norms = [0.0; KINDS];
        self.terms.iter().for_each(|(term, weight)| self.norms[term.kind()] += weight * weight);
        self.norms = self.norms.map(f32::sqrt);
    }
}
