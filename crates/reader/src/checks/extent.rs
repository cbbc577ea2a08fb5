//! The numbers that a quantity allows: bounds and rounding as an interval.

use reportedly_knowledge::measures::{self, Measure};
use reportedly_report::{Bound, Quantity};

/// A closed interval; its upper end may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    pub least: f64,
    pub most: f64,
}

impl Extent {
    /// What the words allow, in their own unit. A round number may be rounded.
    pub fn of(quantity: &Quantity) -> Self {
        let value = quantity.value;
        let slack = slack(value);
        match quantity.bound {
            Bound::Exact => Self { least: value - slack, most: value + slack },
            Bound::About => {
                let slack = slack.max(value.abs() * 0.1);
                Self { least: value - slack, most: value + slack }
            }
            Bound::AtLeast => Self { least: value - slack, most: f64::INFINITY },
            Bound::AtMost => Self { least: 0.0, most: value + slack },
            Bound::Range => Self { least: value - slack, most: quantity.to.unwrap_or(value) + slack },
        }
    }

    pub fn times(self, factor: f64) -> Self {
        Self { least: self.least * factor, most: self.most * factor }
    }

    pub fn plus(self, other: Self) -> Self {
        Self { least: self.least + other.least, most: self.most + other.most }
    }

    pub fn meets(self, other: Self) -> bool {
        self.least <= other.most && other.least <= self.most
    }
}

/// How far a written number may be rounded: half its last digit that is not zero, a twentieth at most.
fn slack(value: f64) -> f64 {
    let mut step = 1.0;
    while step < value.abs() && value % (step * 10.0) == 0.0 {
        step *= 10.0;
    }
    if value.fract() != 0.0 {
        return value.abs() * 0.01;
    }
    if step > 1.0 { (step / 2.0).min(value.abs() * 0.05) } else { 0.0 }
}

/// The unit of a quantity, where it has one that can be converted.
pub(crate) fn measure(quantity: &Quantity) -> Option<Measure> {
    measures::by_symbol(quantity.unit.as_deref()?).filter(|measure| measure.factor > 0.0)
}

/// Whether two numbers are within a tenth of the larger.
pub(crate) fn within_a_tenth(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.1 * a.abs().max(b.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers_are_loose_and_others_tight() {
        assert_eq!((slack(37.0), slack(40.0), slack(1200.0)), (0.0, 2.0, 50.0));
        assert_eq!(slack(0.0), 0.0);
        assert!(slack(1e300) <= 1e300 * 0.05);
    }
}
