//! Which values that reports give cannot both hold: times and quantities of one happening in provably disjoint intervals.
//!
//! Two values are held against each other where they fill one slot: what they measure is the same, and their predicates
//! and the arguments of these agree. A bound is an interval without an end, so "at least nine" and "seventeen" agree.

use crate::gist::{Gist, gist, heaviness};

/// What a value measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// When it happened.
    Time,
    /// How many, how much.
    Quantity,
}

/// A value in its slot.
#[derive(Clone, Debug)]
pub struct Value {
    /// The number of the report.
    pub account: usize,
    /// What it measures.
    pub facet: Facet,
    /// The interval it allows, both ends included for quantities, the upper excluded for times.
    pub interval: (f64, f64),
    /// The unit, or nothing.
    pub unit: Option<String>,
    /// What is counted.
    pub of: Option<String>,
    /// The predicate it belongs to.
    pub predicate: String,
    /// The words that depend on the predicate, the value's own left out.
    pub arguments: String,
}

/// The pairs of values, by their places, that cannot both hold; only values of different reports that do not rest on
/// the same origins.
pub fn disputes(values: &[Value], rest_on_the_same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let slots: Vec<Slot> = values.iter().map(Slot::of).collect();
    let mut found = Vec::new();
    for (second, value) in values.iter().enumerate() {
        for (first, earlier) in values[..second].iter().enumerate() {
            let apart = value.account != earlier.account && !rest_on_the_same(value.account, earlier.account);
            if apart && are_disjoint(value, earlier) && slots[first].is_same(&slots[second], value.facet) {
                found.push((first, second));
            }
        }
    }
    found
}

fn are_disjoint(one: &Value, two: &Value) -> bool {
    if one.facet != two.facet || one.unit != two.unit {
        return false;
    }
    let ((from, to), (other_from, other_to)) = (one.interval, two.interval);
    match one.facet {
        Facet::Time => to <= other_from || other_to <= from,
        Facet::Quantity => to < other_from || other_to < from,
    }
}

/// The slot of a value, by its telling words.
struct Slot {
    predicate: Gist,
    of: Gist,
    arguments: Gist,
}

/// Two shared arguments, or one rare one, weigh at least this.
const ARGUMENTS: f32 = 7.0;
/// One shared argument beside a shared predicate.
const ARGUMENT: f32 = 3.0;

impl Slot {
    fn of(value: &Value) -> Self {
        Self {
            predicate: gist(&value.predicate),
            of: value.of.as_deref().map(gist).unwrap_or_default(),
            arguments: gist(&value.arguments),
        }
    }

    fn is_same(&self, other: &Self, facet: Facet) -> bool {
        let shared = heaviness(&self.arguments, &other.arguments);
        let predicate = !self.predicate.is_empty() && heaviness(&self.predicate, &other.predicate) > 0.0;
        let counted = heaviness(&self.of, &other.of) > 0.0;
        match facet {
            Facet::Time => predicate && shared >= ARGUMENT || shared >= ARGUMENTS,
            Facet::Quantity => {
                let uncounted = self.of.is_empty() || other.of.is_empty();
                counted && (predicate || shared >= ARGUMENT) || uncounted && predicate && shared >= ARGUMENT
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(account: usize, interval: (f64, f64), of: &str, predicate: &str) -> Value {
        Value {
            account,
            facet: Facet::Quantity,
            interval,
            unit: None,
            of: Some(of.into()),
            predicate: predicate.into(),
            arguments: "quarry train".into(),
        }
    }

    #[test]
    fn disjoint_counts_of_one_thing_conflict() {
        let values = [count(0, (4.0, 4.0), "wagons", "derail"), count(1, (6.0, 6.0), "wagons", "derailed")];
        assert_eq!(disputes(&values, |_, _| false), [(0, 1)]);
        assert_eq!(disputes(&values, |_, _| true), [], "an update of one origin");
    }

    #[test]
    fn bounds_other_things_and_other_units_do_not() {
        let four = count(0, (4.0, 4.0), "wagons", "derail");
        let least = count(1, (3.0, f64::INFINITY), "wagons", "derail");
        let other = count(1, (9.0, 9.0), "signals", "break");
        let tonnes = Value { unit: Some("t".into()), ..count(1, (9.0, 9.0), "wagons", "derail") };
        for value in [least, other, tonnes] {
            assert_eq!(disputes(&[four.clone(), value], |_, _| false), []);
        }
    }

    #[test]
    fn times_touch_without_conflict_of_slots_apart() {
        let time = |account, from, to, predicate: &str, arguments: &str| Value {
            account,
            facet: Facet::Time,
            interval: (from, to),
            unit: None,
            of: None,
            predicate: predicate.into(),
            arguments: arguments.into(),
        };
        let left = time(0, 12.0, 18.0, "leave", "quarry train");
        let later = time(1, 18.0, 24.0, "left", "the train");
        let same = time(1, 17.0, 24.0, "leave", "train");
        let slept = time(1, 18.0, 24.0, "sleep", "mayor");
        let leaving = time(1, 18.0, 24.0, "leave", "quarry train");
        assert_eq!(disputes(&[left.clone(), leaving], |_, _| false), [(0, 1)]);
        assert_eq!(disputes(&[left.clone(), same], |_, _| false), []);
        assert_eq!(disputes(&[left.clone(), slept], |_, _| false), []);
        // "left" is no form of "leave" to a rule of endings; the arguments alone are too little.
        assert_eq!(disputes(&[left, later], |_, _| false), []);
    }
}
