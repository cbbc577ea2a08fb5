//! Which reports hold a run of words: a few, or so many that it is commonplace.

use crate::kept::Keep;

/// Families beyond which a run is commonplace.
pub const FEW: usize = 4;

/// What stands for the length of the list where there are too many.
const MANY: u32 = FEW as u32 + 1;

const NOBODY: u32 = u32::MAX;

/// The holders of one run, one for each family.
#[derive(Clone, Copy, Debug)]
pub enum Holders {
    /// By their numbers, filled from the front.
    Few([u32; FEW]),
    /// Too many; the number of the report that had it last.
    Many(u32),
}

impl Default for Holders {
    fn default() -> Self {
        Self::Few([NOBODY; FEW])
    }
}

impl Holders {
    /// Adds a report unless one of its kin holds the run already.
    pub fn add(&mut self, number: u32, is_kin: impl Fn(u32) -> bool) {
        match self {
            Self::Many(last) => *last = number,
            Self::Few(few) => match few.iter().position(|holder| *holder == NOBODY) {
                _ if few.iter().any(|holder| *holder != NOBODY && is_kin(*holder)) => {}
                Some(free) => few[free] = number,
                None => *self = Self::Many(number),
            },
        }
    }

    /// Takes a report out and says whether nobody is left.
    pub fn remove(&mut self, number: u32) -> bool {
        let Self::Few(few) = self else { return false };
        if let Some(at) = few.iter().position(|holder| *holder == number) {
            few[at..].rotate_left(1);
            few[FEW - 1] = NOBODY;
        }
        few[0] == NOBODY
    }

    /// The holders, if they are few.
    pub fn each(&self) -> impl Iterator<Item = u32> {
        let few = if let Self::Few(few) = self { *few } else { [NOBODY; FEW] };
        few.into_iter().take_while(|holder| *holder != NOBODY)
    }

    /// Whether the run is commonplace.
    pub fn are_many(&self) -> bool {
        matches!(self, Self::Many(_))
    }

    /// Whether a report from `first` on held it.
    pub fn seen_since(&self, first: u32) -> bool {
        match self {
            Self::Few(few) => few[0] != NOBODY,
            Self::Many(last) => *last >= first,
        }
    }
}

impl Keep for Holders {
    fn keep(&self, out: &mut Vec<u8>) {
        match self {
            Self::Many(last) => (MANY, *last).keep(out),
            Self::Few(_) => {
                (self.each().count() as u32).keep(out);
                self.each().for_each(|holder| holder.keep(out));
            }
        }
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        let count = u32::back(from)?;
        if count == MANY {
            return u32::back(from).map(Self::Many);
        }
        let mut few = [NOBODY; FEW];
        for holder in few.get_mut(..count as usize)? {
            *holder = u32::back(from)?;
        }
        Some(Self::Few(few))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kin_count_once_and_strangers_until_there_are_many() {
        let mut holders = Holders::default();
        holders.add(0, |_| false);
        holders.add(1, |holder| holder == 0);
        assert_eq!(holders.each().collect::<Vec<_>>(), [0]);
        for number in 2..=4 {
            holders.add(number, |_| false);
        }
        assert!(!holders.are_many());
        assert!(!holders.remove(2));
        assert_eq!(holders.each().collect::<Vec<_>>(), [0, 3, 4]);
        holders.add(5, |_| false);
        holders.add(6, |_| false);
        assert!(holders.are_many() && holders.seen_since(6) && !holders.seen_since(7));
    }

    #[test]
    fn the_last_one_out_is_told() {
        let mut holders = Holders::default();
        holders.add(7, |_| false);
        assert!(holders.remove(7));
    }
}
