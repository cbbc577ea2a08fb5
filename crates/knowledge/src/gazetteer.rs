//! Where places lie: every place a name may mean.
//!
//! Four sources, asked together: countries and their parts, the curated table `data/places.tsv` of seas, regions and
//! sites that no package has, the units of `data/admin1.tsv`, and the installed file of towns and districts made by
//! [`build`]. Without the file only the first three answer; nothing is invented. Which place a report means is decided
//! by the reader; here every candidate is listed, in a fixed order.

mod admin1;
mod build;
mod curated;
mod file;

use std::borrow::Cow;
use std::path::Path;

pub use build::{BuildError, Inputs, build};
pub use curated::{Curated, CuratedError};
pub use file::Damaged;

use crate::countries::{self, Sense};
use crate::fold::fold;
use file::File;

/// Regions of the committed table are numbered from here, so that they never meet those of a file.
const TABLE_REGIONS: usize = 40_000;

/// What a place is, as far as choosing among places needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A country or a territory.
    Country,
    /// Part of a country that is named like one: Scotland, Crimea.
    Part,
    /// State, province: the first level below the country.
    Region,
    /// County, district: the second level.
    District,
    /// City, town, village.
    Town,
    /// Sea, strait, river, lake.
    Water,
    /// Land with a name and no office: Donbas, the Sahel, an island, a continent.
    Area,
    /// A site: launch site, base, camp, crossing, plant.
    Site,
}

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its own name.
    pub name: Cow<'static, str>,
    /// What it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2 code of its country; empty for a sea or a continent.
    pub country: Cow<'static, str>,
    /// Number of its first-level region within this gazetteer; 0 where unknown.
    pub region: u16,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// Whether the name asked for is only one of its alternative names.
    pub alias: bool,
    /// Whether it is a capital.
    pub capital: bool,
}

/// The places known.
#[derive(Debug, Default)]
pub struct Gazetteer {
    file: Option<File>,
    extra: Option<Curated>,
}

/// Why an installed gazetteer could not be opened: which file, why, and what to do.
#[derive(Debug)]
pub struct OpenError(String);

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}

impl Gazetteer {
    /// Only what is compiled in: countries, first-level units, the curated table.
    pub fn compiled_in() -> Self {
        Self::default()
    }

    /// What is compiled in and an installed file.
    ///
    /// # Errors
    /// If the file cannot be read, or is no gazetteer of this version.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let bytes = std::fs::read(path).map_err(|error| OpenError(format!("{}: {error}", path.display())))?;
        Self::from_bytes(bytes).map_err(|error| OpenError(format!("{}: {error}", path.display())))
    }

    /// What is compiled in and the bytes that [`build`] made.
    ///
    /// # Errors
    /// If they are no gazetteer of this version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Damaged> {
        Ok(Self { file: Some(File::new(bytes)?), extra: None })
    }

    /// Adds a user's own table, of the form of `data/places.tsv`; its places go before all others.
    ///
    /// # Errors
    /// If a row has no name, no known kind or no point.
    pub fn with_table(self, table: &str) -> Result<Self, CuratedError> {
        Ok(Self { extra: Some(Curated::parse(table)?), ..self })
    }

    /// Whether towns are known, or only countries, regions and the curated places.
    pub fn has_towns(&self) -> bool {
        self.file.is_some()
    }

    /// Every place the name may mean, in a fixed order: own table, countries, curated places, units and towns by size.
    pub fn find(&self, name: &str) -> Vec<Candidate> {
        let key = key(name);
        let mut found = Vec::new();
        if key.is_empty() {
            return found;
        }
        if let Some(extra) = &self.extra {
            found.extend(extra.find(&key));
        }
        let senses = countries::find(name);
        if let Some(country) = senses.get(Sense::Name) {
            found.push(whole(country));
        }
        found.extend(curated::compiled_in().find(&key));
        match &self.file {
            Some(file) => found.extend(file.find(&key).map(from_file)),
            None => found.extend(admin1::find(&key)),
        }
        if let Some(country) = senses.get(Sense::Capital) {
            add_capital(country, name, &mut found);
        }
        found
    }

    /// The code of a first-level region, "US.CA", where the gazetteer knows codes.
    pub fn region_code(&self, region: u16) -> Option<&str> {
        let index = usize::from(region).checked_sub(1)?;
        self.file.as_ref()?.regions().get(index).map(String::as_str)
    }
}

/// The form names are looked up in: folded, without marks, with one spelling of "Saint", "Mount" and "Fort".
pub fn key(name: &str) -> String {
    let folded = fold(name);
    let mut key = String::with_capacity(folded.len());
    for word in folded.split([' ', '-', '/', '_']) {
        let start = key.len();
        key.extend(word.chars().filter(|c| c.is_alphanumeric()));
        let short = match &key[start..] {
            "" => continue,
            "saint" => Some("st"),
            "sainte" => Some("ste"),
            "mount" => Some("mt"),
            "fort" => Some("ft"),
            _ => None,
        };
        if let Some(short) = short {
            key.truncate(start);
            key.push_str(short);
        }
        key.push(' ');
    }
    key.truncate(key.trim_end().len());
    key
}

fn whole(country: &'static countries::Country) -> Candidate {
    let part = country.kind == countries::Kind::Part;
    Candidate {
        name: country.name.into(),
        kind: if part { PlaceKind::Part } else { PlaceKind::Country },
        country: country.alpha2.into(),
        region: 0,
        lat: country.point.lat,
        lon: country.point.lon,
        geonameid: country.point.geonameid,
        population: 0,
        alias: false,
        capital: false,
    }
}

fn from_file((record, alias): (file::Record, bool)) -> Candidate {
    let kind = match record.level {
        0 => PlaceKind::Town,
        1 => PlaceKind::Region,
        _ => PlaceKind::District,
    };
    Candidate {
        name: record.name.into(),
        kind,
        country: String::from_utf8_lossy(&record.country).into_owned().into(),
        region: record.region,
        lat: degrees(record.lat),
        lon: degrees(record.lon),
        geonameid: Some(record.geonameid).filter(|&id| id != 0),
        population: record.population,
        alias,
        capital: false,
    }
}

/// A stored coordinate to five places, about a metre, without the noise of its binary form.
fn degrees(stored: f32) -> f64 {
    (f64::from(stored) * 1e5).round() / 1e5
}

/// Marks the town that is the capital, or adds it where no source has it.
fn add_capital(country: &'static countries::Country, name: &str, found: &mut Vec<Candidate>) {
    let Some(point) = country.capital else { return };
    let same = |candidate: &&mut Candidate| {
        let near = (candidate.lat - point.lat).abs() + (candidate.lon - point.lon).abs() < 0.5;
        candidate.kind == PlaceKind::Town && candidate.country == country.alpha2 && near
    };
    if let Some(town) = found.iter_mut().find(same) {
        town.capital = true;
        town.alias = false;
        return;
    }
    if country.second_capitals.iter().any(|second| key(second) == key(name)) {
        return;
    }
    let first = country.capitals.first().copied().unwrap_or(country.name);
    found.push(Candidate {
        name: first.into(),
        kind: PlaceKind::Town,
        country: country.alpha2.into(),
        region: 0,
        lat: point.lat,
        lon: point.lon,
        geonameid: point.geonameid,
        population: 0,
        alias: false,
        capital: true,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(name: &str) -> Option<Candidate> {
        Gazetteer::compiled_in().find(name).into_iter().next()
    }

    #[test]
    fn keys_join_spellings() {
        for (name, expected) in
            [("St. Paul's", "st pauls"), ("Saint Pauls", "st pauls"), ("Sana’a", "sanaa"), ("N.S.W.", "nsw")]
        {
            assert_eq!(key(name), expected);
        }
        assert_eq!((key("Mount-Royal"), key("..."), key("")), ("mt royal".into(), String::new(), String::new()));
    }

    #[test]
    fn countries_units_and_capitals_are_known_without_a_file() {
        assert_eq!(first("Burma").unwrap().country, "MM");
        let capital = Gazetteer::compiled_in().find("Kiev").into_iter().find(|place| place.capital);
        assert_eq!(capital.map(|place| (place.name, place.country)), Some(("Kyiv".into(), "UA".into())));
        let texas = first("Texas").unwrap();
        assert_eq!((texas.kind, texas.country, texas.geonameid), (PlaceKind::Region, "US".into(), Some(4_736_286)));
        assert!(first("Nowhere-on-Sea").is_none() && first("").is_none() && first("—").is_none());
    }

    #[test]
    fn a_users_table_goes_first() {
        let table = "Camp Example\tthe Camp\tsite\tFR\t48.0\t2.5\tours\n";
        let gazetteer = Gazetteer::compiled_in().with_table(table).unwrap();
        let found = gazetteer.find("camp example");
        assert_eq!((found[0].kind, found[0].lat, found[0].alias), (PlaceKind::Site, 48.0, false));
        assert!(gazetteer.find("Camp")[0].alias);
        let error = Gazetteer::compiled_in().with_table("Camp Example\t\tsite\tFR\tnorth\t2.5\n").unwrap_err();
        assert!(error.to_string().contains("line 1"), "{error}");
    }
}
