//! Rows kept for word types that come again: bounded, shared by all threads, and never another answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use crate::strings::IdMap;

/// Rows by key. When there is no room left, a row that was not asked for lately makes way.
#[derive(Debug)]
pub struct Kept {
    width: usize,
    most: usize,
    rows: RwLock<Rows>,
}

#[derive(Debug, Default)]
struct Rows {
    slots: IdMap<u32>,
    keys: Vec<u64>,
    /// Whether a row was asked for since the hand came by.
    used: Vec<AtomicBool>,
    data: Vec<f32>,
    hand: usize,
}

impl Kept {
    /// Room for so many rows of `width` numbers.
    pub fn new(width: usize, most: usize) -> Self {
        Self { width, most, rows: RwLock::default() }
    }

    /// Adds a row for each key to `out`: the one kept, or zeros. Gives the positions of those that were not there.
    pub fn copy(&self, keys: impl Iterator<Item = u64>, out: &mut Vec<f32>) -> Vec<usize> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        let mut missing = Vec::new();
        for (position, key) in keys.enumerate() {
            match rows.slots.get(&key) {
                Some(&slot) => {
                    let slot = slot as usize;
                    rows.used[slot].store(true, Ordering::Relaxed);
                    out.extend_from_slice(&rows.data[slot * self.width..][..self.width]);
                }
                None => {
                    out.resize(out.len() + self.width, 0.0);
                    missing.push(position);
                }
            }
        }
        missing
    }

    /// Keeps rows.
    pub fn keep<'r>(&self, new: impl Iterator<Item = (u64, &'r [f32])>) {
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        for (key, row) in new {
            if !rows.slots.contains_key(&key) {
                let slot = rows.free(self.most, self.width);
                rows.keys[slot] = key;
                rows.data[slot * self.width..][..self.width].copy_from_slice(row);
                rows.slots.insert(key, slot as u32);
            }
        }
    }
}

impl Rows {
    /// A slot to write to: a new one, or else the first under the hand that was not used lately.
    fn free(&mut self, most: usize, width: usize) -> usize {
        if self.keys.len() < most {
            self.keys.push(0);
            self.used.push(AtomicBool::new(false));
            self.data.resize(self.keys.len() * width, 0.0);
            return self.keys.len() - 1;
        }
        loop {
            let slot = self.hand;
            self.hand = (slot + 1) % most;
            if !std::mem::take(self.used[slot].get_mut()) {
                self.slots.remove(&self.keys[slot]);
                return slot;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_used_and_no_more_than_its_bound() {
        let kept = Kept::new(1, 3);
        let keep = |key: u64| kept.keep([(key, &[key as f32][..])].into_iter());
        let ask = |keys: &[u64]| {
            let mut out = Vec::new();
            (kept.copy(keys.iter().copied(), &mut out), out)
        };
        (1..=3).for_each(keep);
        assert_eq!(ask(&[2, 9]), (vec![1], vec![2.0, 0.0]));
        (4..=5).for_each(keep);
        assert_eq!(ask(&[1, 2, 3, 4, 5]), (vec![0, 2], vec![0.0, 2.0, 0.0, 4.0, 5.0]));
    }
}
