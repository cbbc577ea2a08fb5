//! Which open stories hold a term; terms of many stories tell none apart and are passed over.

use super::terms::Term;
use crate::hashing::ShortMap;
use crate::kept::Keep;

/// Stories beyond which a term is no longer looked up.
const FEW: usize = 48;

/// The inverted index of the open stories.
#[derive(Debug, Default)]
pub struct Index(ShortMap<Holders>);

#[derive(Debug)]
enum Holders {
    Few(Vec<u32>),
    /// How many stories hold it; which ones is forgotten until all are closed.
    Many(u32),
}

impl Keep for Index {
    fn keep(&self, out: &mut Vec<u8>) {
        self.0.keep(out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        Keep::back(from).map(Self)
    }
}

impl Keep for Holders {
    fn keep(&self, out: &mut Vec<u8>) {
        match self {
            Self::Few(stories) => {
                0u32.keep(out);
                stories.keep(out);
            }
            Self::Many(count) => count.keep(out),
        }
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        match u32::back(from)? {
            0 => Keep::back(from).map(Self::Few),
            count => Some(Self::Many(count)),
        }
    }
}

impl Index {
    /// The stories that hold a term, if they are few.
    pub fn holders(&self, term: Term) -> &[u32] {
        match self.0.get(&term.0) {
            Some(Holders::Few(stories)) => stories,
            _ => &[],
        }
    }

    /// A story holds a term from now on.
    pub fn add(&mut self, term: Term, story: u32) {
        match self.0.entry(term.0).or_insert(Holders::Few(Vec::new())) {
            Holders::Many(count) => *count += 1,
            Holders::Few(stories) if stories.len() < FEW => stories.push(story),
            full @ Holders::Few(_) => *full = Holders::Many(FEW as u32 + 1),
        }
    }

    /// A story no longer holds a term.
    pub fn remove(&mut self, term: Term, story: u32) {
        let left = match self.0.get_mut(&term.0) {
            None => return,
            Some(Holders::Many(count)) => {
                *count = count.saturating_sub(1);
                *count as usize
            }
            Some(Holders::Few(stories)) => {
                stories.retain(|other| *other != story);
                stories.len()
            }
        };
        if left == 0 {
            self.0.remove(&term.0);
        }
    }

    /// How many terms are held.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_of_many_stories_is_passed_over_until_they_close() {
        let (mut index, term) = (Index::default(), Term(7));
        (0..60).for_each(|story| index.add(term, story));
        assert!(index.holders(term).is_empty());
        (0..60).for_each(|story| index.remove(term, story));
        assert_eq!(index.len(), 0);
        index.add(term, 60);
        assert_eq!(index.holders(term), [60]);
    }
}
