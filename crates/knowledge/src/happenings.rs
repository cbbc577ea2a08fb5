//! Words that tell of the same happening.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table::rows;

/// A kind of happening, however it is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// Its name in the table.
    pub name: &'static str,
    /// Whether it happens once to a party in a story, as a departure does.
    pub once: bool,
}

/// What a word decides about two tellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The happening is in the subject: "the blast occurred".
    Light,
    /// A noun that stands for a number: "the toll".
    Figure,
    /// The number has since changed: "rose to".
    Update,
    /// The time has since changed, or the happening is another: "was postponed".
    Moved,
    /// A cue that rejects a claim.
    Deny,
    /// A cue that puts a deed on somebody.
    Accuse,
    /// A verb that tells of nothing by itself.
    Weak,
}

#[derive(Default)]
struct Table {
    happenings: HashMap<&'static str, Vec<Happening>>,
    roles: HashMap<&'static str, Vec<Role>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for row in rows(include_str!("../../../data/conflicts/happenings.tsv")) {
        let role = match row.get(1) {
            "light" => Some(Role::Light),
            "figure" => Some(Role::Figure),
            "update" => Some(Role::Update),
            "moved" => Some(Role::Moved),
            "deny" => Some(Role::Deny),
            "accuse" => Some(Role::Accuse),
            "weak" => Some(Role::Weak),
            "once" | "often" => None,
            other => panic!("data/conflicts/happenings.tsv: unknown kind {other:?}"),
        };
        for lemma in row.list(2) {
            match role {
                Some(role) => table.roles.entry(lemma).or_default().push(role),
                None => {
                    let happening = Happening { name: row.get(0), once: row.get(1) == "once" };
                    table.happenings.entry(lemma).or_default().push(happening);
                }
            }
        }
    }
    table
});

/// The happenings that a lemma in lower case can tell of.
pub fn told_by(lemma: &str) -> &'static [Happening] {
    TABLE.happenings.get(lemma).map_or(&[], Vec::as_slice)
}

/// Whether a lemma in lower case has a role.
pub fn has_role(lemma: &str, role: Role) -> bool {
    TABLE.roles.get(lemma).is_some_and(|roles| roles.contains(&role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        assert_eq!(told_by("depart"), told_by("leave"));
        assert!(told_by("leave")[0].once);
        assert!(has_role("deny", Role::Deny) && !has_role("deny", Role::Update));
        assert_eq!(told_by("sing"), []);
    }
}
