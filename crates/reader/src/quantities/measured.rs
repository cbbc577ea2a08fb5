//! Units of measure after a number.

use reportedly_knowledge::measures::{self, Measure};

use super::{Figure, Finder};
use crate::lexemes::with_lower;

impl Finder<'_, '_> {
    /// The unit at lexeme `i` and past its last lexeme; `dashed` when a hyphen joins it to the number.
    pub(super) fn measure(&self, i: usize, figure: &Figure, dashed: bool) -> Option<(Measure, usize)> {
        let first = self.lex.text(i)?;
        let find = |lower: &str| measures::units().find(lower, |k| self.lex.text(i + k)).map(|(m, n)| (*m, i + n));
        let (measure, end) = with_lower(first, find).flatten()?;
        // "500 m" is metres, "$500 m" was read as money before; "12 in" and "5 ha" need the form as it is written.
        if measure.strict && first.chars().any(char::is_uppercase) && first.len() <= 2 && !matches!(first, "MW" | "GW")
        {
            return None;
        }
        // "a second man", "20 second homes": a singular needs a one or a hyphen.
        let singular = matches!(first, "second" | "minute" | "foot" | "yard" | "degree" | "knot" | "pound");
        if singular && !dashed && figure.value != 1.0 {
            return None;
        }
        let name_goes_on =
            self.lex.is_dash(end) && self.lex.is_glued(end) && self.lex.is_glued(end + 1) && measure.strict;
        (!name_goes_on).then_some((measure, end))
    }
}
