//! When a report came out, as precisely as its outlet said.

/// A day, with the time of day where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Days since 1970-01-01.
    pub day: i32,
    /// Seconds into that day.
    pub second: Option<u32>,
}

impl Moment {
    /// A day without a time.
    pub fn day(day: i32) -> Self {
        Self { day, second: None }
    }

    /// A day of the Gregorian calendar, months and days counted from one.
    pub fn of_civil(year: i32, month: u8, day: u8) -> Self {
        // Years counted from March end with the leap day, which makes the months before it regular.
        let year = if month <= 2 { year - 1 } else { year };
        let of_year = (153 * ((i32::from(month) + 9) % 12) + 2) / 5 + i32::from(day) - 1;
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        Self::day(year * 365 + leap_days + of_year - 719_468)
    }

    /// Whether this is earlier beyond doubt. A day without a time is neither earlier nor later than its hours.
    pub fn is_before(self, other: Self) -> bool {
        match (self.second, other.second) {
            (Some(mine), Some(theirs)) => (self.day, mine) < (other.day, theirs),
            _ => self.day < other.day,
        }
    }
}

crate::kept::keep_fields!(Moment { day, second });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_days_are_counted_from_1970() {
        for (date, day) in [((1970, 1, 1), 0), ((1969, 12, 31), -1), ((2000, 2, 29), 11_016), ((2000, 3, 1), 11_017)] {
            assert_eq!(Moment::of_civil(date.0, date.1, date.2), Moment::day(day), "{date:?}");
        }
        assert_eq!(Moment::of_civil(2024, 1, 1).day - Moment::of_civil(2023, 1, 1).day, 365);
    }

    #[test]
    fn a_bare_day_has_no_order_within_itself() {
        let noon = Moment { day: 3, second: Some(43_200) };
        let dusk = Moment { day: 3, second: Some(64_800) };
        assert!(noon.is_before(dusk) && !dusk.is_before(noon));
        assert!(!noon.is_before(Moment::day(3)) && !Moment::day(3).is_before(noon));
        assert!(dusk.is_before(Moment::day(4)));
    }
}
