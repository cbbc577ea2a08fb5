//! Organizations often in the news, by name or alias: what they are, where they sit, who owns them.
//!
//! A name in capitals such as "IS" or "WHO" is an alias only as written; every other form is found whatever its case
//! and diacritics. Whether a report means the organization is not decided here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold;
use crate::table::rows;

/// What an organization is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum OrganizationKind {
    Agency,
    Outlet,
    InternationalBody,
    Court,
    GovernmentBody,
    Party,
    ArmedGroup,
    /// A body of citizens, a university, an institute.
    Ngo,
    Company,
    Team,
}

impl OrganizationKind {
    /// The kind a table writes so.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "agency" => Self::Agency,
            "outlet" => Self::Outlet,
            "international body" => Self::InternationalBody,
            "court" => Self::Court,
            "government body" => Self::GovernmentBody,
            "party" => Self::Party,
            "armed group" => Self::ArmedGroup,
            "ngo" => Self::Ngo,
            "company" => Self::Company,
            "team" => Self::Team,
            _ => return None,
        })
    }
}

/// An organization of the table.
#[derive(Debug)]
pub struct Organization {
    /// Its usual name.
    pub name: &'static str,
    /// Other names and abbreviations.
    pub aliases: Vec<&'static str>,
    /// What it is.
    pub kind: OrganizationKind,
    /// Alpha-2 code of the country it sits in, unless it belongs to several.
    pub country: Option<&'static str>,
    /// Who owns or runs it, where that bears on its independence.
    pub owner: Option<&'static str>,
}

struct Table {
    organizations: Vec<Organization>,
    forms: HashMap<String, u16>,
    exact: HashMap<&'static str, u16>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let filled = |text: &'static str| (!text.is_empty()).then_some(text);
    let organizations: Vec<Organization> = rows(include_str!("../../../data/organizations.tsv"))
        .filter_map(|row| {
            Some(Organization {
                name: row.get(0),
                aliases: row.list(1).collect(),
                kind: OrganizationKind::parse(row.get(2))?,
                country: filled(row.get(3)),
                owner: filled(row.get(4)),
            })
        })
        .collect();
    let mut table = Table { organizations: Vec::new(), forms: HashMap::new(), exact: HashMap::new() };
    for (index, organization) in organizations.iter().enumerate() {
        for &form in std::iter::once(&organization.name).chain(&organization.aliases) {
            if is_bare(form) {
                table.exact.entry(form).or_insert(index as u16);
            } else {
                table.forms.entry(fold(form).into_owned()).or_insert(index as u16);
            }
        }
    }
    table.organizations = organizations;
    table
});

/// Whether a form must be asked with its exact letters: short, one word, so that in lower case it may be another word.
fn is_bare(form: &str) -> bool {
    form.len() <= 5 && form.chars().all(char::is_alphanumeric)
}

/// Every organization, in the order of the table.
pub fn all() -> &'static [Organization] {
    &TABLE.organizations
}

/// The organization that bears a name or alias; a leading "the" is passed over.
pub fn find(name: &str) -> Option<&'static Organization> {
    let name = name.trim();
    let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let index = TABLE.exact.get(bare).or_else(|| {
        let folded = fold(name);
        TABLE.forms.get(folded.as_ref())
    });
    index.map(|&index| &TABLE.organizations[index as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_and_aliases() {
        let name = |form| find(form).map(|organization| organization.name);
        assert_eq!(name("Ria Novosti"), Some("RIA Novosti"));
        assert_eq!(name("the AFP"), Some("Agence France-Presse"));
        assert_eq!(name("WHO"), Some("World Health Organization"));
        assert_eq!(name("who"), None);
        assert_eq!(name("The Guardian"), Some("The Guardian"));
        assert_eq!(find("TASS").unwrap().kind, OrganizationKind::Agency);
        assert_eq!(find("KCNA").unwrap().country, Some("KP"));
        assert_eq!(name(""), None);
    }

    #[test]
    fn every_row_is_whole() {
        for row in rows(include_str!("../../../data/organizations.tsv")) {
            assert!(OrganizationKind::parse(row.get(2)).is_some(), "{row:?}");
            let country = row.get(3);
            assert!(country.is_empty() || crate::countries::by_code(country).is_some(), "{row:?}");
        }
    }
}
