//! Lines by which a report says whose work it rests on: "Source: …", "Reporting by …", "… contributed to this report".
//!
//! Promises a look-up on a line in lower case; which lines are worth asking about is the caller's to judge.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// Whose work a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Credit {
    /// That of the people who made the report.
    By,
    /// That of another outlet or agency.
    From,
}

struct Table {
    /// By first word.
    starts: HashMap<&'static str, Vec<(&'static str, Credit)>>,
    ends: Vec<(&'static str, Credit)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { starts: HashMap::new(), ends: Vec::new() };
    for row in rows(include_str!("../../../data/credits.tsv")) {
        let (phrase, credit) = (row.get(0), if row.get(2) == "from" { Credit::From } else { Credit::By });
        if row.get(1) == "start" {
            table.starts.entry(first_word(phrase)).or_default().push((phrase, credit));
        } else {
            table.ends.push((phrase, credit));
        }
    }
    table
});

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or("")
}

/// Whose work a line names; `line` is in lower case, its words parted by single spaces, marks around it left out.
pub fn of_line(line: &str) -> Option<Credit> {
    let opening = TABLE.starts.get(first_word(line)).into_iter().flatten();
    let begins = |phrase: &str| {
        let rest = line.strip_prefix(phrase)?;
        // A credit names someone: "source:" alone opens a list.
        (rest.starts_with([' ', ':']) && rest.len() > 1).then_some(())
    };
    let start = opening.filter(|(phrase, _)| begins(phrase).is_some()).map(|(_, credit)| *credit).max();
    let ended = |phrase: &str| line.strip_suffix(phrase).is_some_and(|rest| rest.ends_with(' '));
    start.or_else(|| TABLE.ends.iter().find(|(phrase, _)| ended(phrase)).map(|(_, credit)| *credit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_whose_work_a_line_names() {
        assert_eq!(of_line("source: the harbour post"), Some(Credit::From));
        assert_eq!(of_line("reporting by ada obi; editing by jo lund"), Some(Credit::By));
        assert_eq!(of_line("ada obi contributed to this report"), Some(Credit::From));
        for none in ["", "source:", "sources close to the talks said so", "editing bytes", "contributed to this report"]
        {
            assert_eq!(of_line(none), None, "{none}");
        }
    }
}
