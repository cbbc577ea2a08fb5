//! The cases a model learns from.

use std::ops::Range;

use reportedly_reader::learned::Features;

/// Cases with what is right for each.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    starts: Vec<usize>,
    keys: Vec<u32>,
    slots: usize,
    slot_width: usize,
    rows: Vec<f32>,
    /// Row ids, `slots` a case; `u32::MAX` for none.
    dense: Vec<u32>,
    outputs: usize,
    classes: Vec<u32>,
    values: Vec<f32>,
    weights: Vec<f32>,
    units: Vec<u32>,
    groups: Vec<usize>,
}

/// A dense row kept by a [`Dataset`]; several cases may look at the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowId(u32);

impl RowId {
    /// No row: the slot adds nothing.
    pub const NONE: Self = Self(u32::MAX);
}

/// What is right for a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target<'a> {
    /// One of the classes.
    Class(usize),
    /// Numbers to come near to, one a score.
    Values(&'a [f32]),
    /// How likely each class is.
    Chances(&'a [f32]),
}

impl Dataset {
    /// No cases yet; each will have `slots` dense rows of `slot_width` numbers.
    pub fn new(slots: usize, slot_width: usize) -> Self {
        Self { starts: vec![0], slots, slot_width, ..Self::default() }
    }

    /// Keeps a dense row.
    ///
    /// # Panics
    /// If it has not the width of the data set's rows.
    pub fn add_row(&mut self, row: &[f32]) -> RowId {
        assert_eq!(row.len(), self.slot_width, "dense rows have the width the data set was made for");
        if row.is_empty() {
            return RowId::NONE;
        }
        self.rows.extend_from_slice(row);
        RowId((self.rows.len() / self.slot_width) as u32 - 1)
    }

    /// Adds a case of a unit (a document). All targets must be of one sort.
    ///
    /// # Panics
    /// If the number of dense rows or values is not that of the other cases.
    pub fn push(&mut self, features: &Features, dense: &[RowId], target: Target<'_>, weight: f32, unit: u32) {
        assert_eq!(dense.len(), self.slots, "a case has one dense row a slot");
        self.keys.extend_from_slice(features.keys());
        self.starts.push(self.keys.len());
        self.dense.extend(dense.iter().map(|row| row.0));
        match target {
            Target::Class(class) => {
                self.classes.push(class as u32);
                self.outputs = self.outputs.max(class + 1);
            }
            Target::Values(values) | Target::Chances(values) => {
                assert!(self.values.is_empty() || values.len() == self.outputs, "cases have equally many values");
                self.outputs = values.len();
                self.values.extend_from_slice(values);
            }
        }
        self.weights.push(weight);
        self.units.push(unit);
    }

    /// Ends a group: the cases since the last group stay together when cases are shuffled.
    ///
    /// Cases never put in a group are shuffled one by one.
    pub fn end_group(&mut self) {
        self.groups.push(self.len());
    }

    /// Number of cases.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// Number of scores that the targets call for.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Dense rows a case.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// Numbers in a dense row.
    pub fn slot_width(&self) -> usize {
        self.slot_width
    }

    /// Whether targets are values rather than classes.
    pub fn is_regression(&self) -> bool {
        self.classes.is_empty()
    }

    /// The unit of a case.
    pub fn unit(&self, case: usize) -> u32 {
        self.units[case]
    }

    /// The feature keys of a case.
    pub fn keys(&self, case: usize) -> &[u32] {
        &self.keys[self.starts[case]..self.starts[case + 1]]
    }

    /// The dense rows of a case, by slot; empty ones are left out.
    pub fn dense(&self, case: usize) -> impl Iterator<Item = (usize, &[f32])> {
        let ids = &self.dense[case * self.slots..(case + 1) * self.slots];
        ids.iter().enumerate().filter(|(_, id)| **id != u32::MAX).map(|(slot, &id)| {
            let start = id as usize * self.slot_width;
            (slot, &self.rows[start..start + self.slot_width])
        })
    }

    /// What is right for a case.
    pub fn target(&self, case: usize) -> Target<'_> {
        match self.classes.get(case) {
            Some(&class) => Target::Class(class as usize),
            None => Target::Values(&self.values[case * self.outputs..(case + 1) * self.outputs]),
        }
    }

    /// How much a case counts.
    pub fn weight(&self, case: usize) -> f32 {
        self.weights[case]
    }

    /// The groups, and every case outside them by itself.
    pub fn groups(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let mut groups = Vec::new();
        for &end in &self.groups {
            groups.push(start..end);
            start = end;
        }
        groups.extend((start..self.len()).map(|case| case..case + 1));
        groups.retain(|group| !group.is_empty());
        groups
    }
}
