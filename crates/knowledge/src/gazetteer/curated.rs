//! The curated table, and tables of the same form that users bring.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Candidate, PlaceKind, key};
use crate::table::{self, Row};

/// Places of one table.
#[derive(Debug, Default)]
pub struct Curated {
    places: Vec<Candidate>,
    /// Folded name to places, with whether the name is an alternative one.
    names: HashMap<String, Vec<(u32, bool)>>,
}

/// A row that cannot be read: which line, and what it should hold.
#[derive(Debug, PartialEq, Eq)]
pub struct CuratedError {
    line: usize,
    expected: &'static str,
}

impl std::fmt::Display for CuratedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "line {}: expected {}; columns are name, other names divided by |, kind, country, lat, lon, source",
            self.line, self.expected
        )
    }
}

impl std::error::Error for CuratedError {}

/// The table of the house.
pub fn compiled_in() -> &'static Curated {
    static TABLE: LazyLock<Curated> = LazyLock::new(|| {
        // A test reads every row; a faulty table would be found there.
        Curated::parse(include_str!("../../../../data/places.tsv")).unwrap_or_default()
    });
    &TABLE
}

impl Curated {
    /// Reads a table: name, other names, kind, country, lat, lon, source.
    ///
    /// # Errors
    /// If a row has no name, no known kind or no point.
    pub fn parse(table: &str) -> Result<Self, CuratedError> {
        let mut this = Self::default();
        for (index, line) in table.lines().enumerate() {
            for row in table::rows(line) {
                this.add(row).map_err(|expected| CuratedError { line: index + 1, expected })?;
            }
        }
        Ok(this)
    }

    fn add(&mut self, row: Row<'_>) -> Result<(), &'static str> {
        let name = row.get(0);
        if key(name).is_empty() {
            return Err("a name in column 1");
        }
        let place = Candidate {
            name: name.to_owned().into(),
            kind: kind(row.get(2)).ok_or("a kind in column 3 (sea, river, region, island, base, …)")?,
            country: row.get(3).to_owned().into(),
            region: 0,
            lat: degrees(row.get(4), 90.0).ok_or("degrees north in column 5")?,
            lon: degrees(row.get(5), 180.0).ok_or("degrees east in column 6")?,
            geonameid: None,
            population: 0,
            alias: false,
            capital: false,
        };
        let index = self.places.len() as u32;
        self.places.push(place);
        self.names.entry(key(name)).or_default().push((index, false));
        for other in row.list(1) {
            let meant = self.names.entry(key(other)).or_default();
            if meant.iter().all(|&(known, _)| known != index) {
                meant.push((index, true));
            }
        }
        Ok(())
    }

    /// The places with this folded name, in the order of the table.
    pub fn find(&self, key: &str) -> impl Iterator<Item = Candidate> {
        let found = self.names.get(key).map_or(&[][..], Vec::as_slice);
        found.iter().map(|&(index, alias)| Candidate { alias, ..self.places[index as usize].clone() })
    }
}

fn degrees(text: &str, limit: f64) -> Option<f64> {
    text.parse().ok().filter(|degrees: &f64| degrees.abs() <= limit)
}

fn kind(word: &str) -> Option<PlaceKind> {
    Some(match word {
        "sea" | "ocean" | "strait" | "gulf" | "bay" | "channel" | "canal" | "river" | "lake" | "falls" | "reef" => {
            PlaceKind::Water
        }
        "continent" | "region" | "historical region" | "peninsula" | "island" | "islands" | "mountain"
        | "mountains" | "desert" | "forest" | "valley" | "pass" | "line" | "cape" => PlaceKind::Area,
        "site" | "launch site" | "base" | "nuclear site" | "camp" | "crossing" | "prison" | "airport" | "port"
        | "dam" | "palace" | "square" | "park" | "plant" => PlaceKind::Site,
        "town" | "quarter" => PlaceKind::Town,
        "district" => PlaceKind::District,
        "province" => PlaceKind::Region,
        "country" => PlaceKind::Country,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_house_is_read() {
        let table = include_str!("../../../../data/places.tsv");
        let read = Curated::parse(table).unwrap();
        assert_eq!(read.places.len(), table::rows(table).count());
        assert!(read.places.len() >= 400, "{}", read.places.len());
        for row in table::rows(table) {
            let country = row.get(3);
            assert!(country.is_empty() || crate::countries::by_code(country).is_some(), "{row:?}");
            assert!(!row.get(6).is_empty(), "no source: {row:?}");
        }
    }
}
