//! States, provinces and other units: the committed table, which stands in where no gazetteer is installed.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Candidate, PlaceKind, TABLE_REGIONS, key};
use crate::table::{self, Row};

/// A unit.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    row: Row<'static>,
    /// GeoNames id.
    pub geonameid: u32,
    /// English name.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 code.
    pub country: &'static str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl Unit {
    /// Other names, abbreviations among them.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.row.list(3)
    }
}

/// The units in the order of the table.
pub fn rows() -> impl Iterator<Item = Unit> {
    table::rows(include_str!("../../../../data/admin1.tsv")).filter_map(|row| {
        Some(Unit {
            row,
            geonameid: row.get(0).parse().ok()?,
            name: row.get(2),
            country: row.get(5),
            lat: row.get(6).parse().ok()?,
            lon: row.get(7).parse().ok()?,
        })
    })
}

/// Units by folded name, with whether it is an alternative one.
static UNITS: LazyLock<HashMap<String, Vec<(usize, bool)>>> = LazyLock::new(|| {
    let mut units: HashMap<String, Vec<(usize, bool)>> = HashMap::new();
    for (index, unit) in ROWS.iter().enumerate() {
        units.entry(key(unit.name)).or_default().push((index, false));
        for name in unit.names().filter(|name| name.len() > 3) {
            units.entry(key(name)).or_default().push((index, true));
        }
    }
    units
});

static ROWS: LazyLock<Vec<Unit>> = LazyLock::new(|| rows().collect());

/// The units with this folded name, in the order of the table.
pub fn find(key: &str) -> impl Iterator<Item = Candidate> {
    let found = UNITS.get(key).map_or(&[][..], Vec::as_slice);
    found.iter().map(|&(index, alias)| {
        let unit = &ROWS[index];
        Candidate {
            name: unit.name.into(),
            kind: PlaceKind::Region,
            country: unit.country.into(),
            region: (TABLE_REGIONS + index) as u16,
            lat: unit.lat,
            lon: unit.lon,
            geonameid: Some(unit.geonameid),
            population: 0,
            alias,
            capital: false,
        }
    })
}
