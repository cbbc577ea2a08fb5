//! The compact file of towns and districts: how it is laid out, written and read.
//!
//! One header, then five sections: fixed-size records, the first-level regions, names, postings, and a finite-state map
//! from folded name to records. Nothing is parsed on opening but the regions; a damaged file is refused or finds less,
//! it never panics.

use std::ops::Range;
use std::sync::Arc;

use fst::Map;

/// First bytes of a file; the digits are its version.
const MAGIC: &[u8; 8] = b"rptgaz01";
const HEADER: usize = MAGIC.len() + 5 * 4;
const RECORD: usize = 24;
/// A posting whose name is only an alternative one.
const ALIAS: u32 = 1 << 31;
/// A value of the map that is itself the only posting.
const SINGLE: u64 = 1 << 32;

/// A populated place or an administrative unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// GeoNames id.
    pub geonameid: u32,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// 0 for a populated place, else the administrative level.
    pub level: u8,
    /// Number of its first-level region, 0 for none.
    pub region: u16,
    /// ISO 3166-1 alpha-2 code.
    pub country: [u8; 2],
    /// Its name.
    pub name: String,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged;

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a gazetteer of this version, or damaged; run `reportedly model install` again")
    }
}

impl std::error::Error for Damaged {}

/// Writes records, the codes of regions (region 1 first), and names with the records they may mean, best first.
///
/// `names` must be sorted by name and hold each name once; the flag marks alternative names.
pub fn write(records: &[Record], regions: &[String], names: &[(String, Vec<(u32, bool)>)]) -> Result<Vec<u8>, Damaged> {
    let mut table = Vec::with_capacity(records.len() * RECORD);
    let mut pool = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for record in records {
        let offset = *seen.entry(record.name.as_str()).or_insert_with(|| {
            let end = (0..=record.name.len().min(255)).rev().find(|&end| record.name.is_char_boundary(end));
            let name = &record.name.as_bytes()[..end.unwrap_or(0)];
            pool.push(name.len() as u8);
            pool.extend_from_slice(name);
            (pool.len() - name.len() - 1) as u32
        });
        table.extend(record.geonameid.to_le_bytes());
        table.extend(record.lat.to_le_bytes());
        table.extend(record.lon.to_le_bytes());
        table.extend((record.population.min((1 << 28) - 1) << 4 | u32::from(record.level)).to_le_bytes());
        table.extend(offset.to_le_bytes());
        table.extend(record.region.to_le_bytes());
        table.extend(record.country);
    }
    let mut postings = Vec::new();
    let mut map = fst::MapBuilder::memory();
    for (name, meant) in names {
        let flagged = |&(record, alias): &(u32, bool)| if alias { record | ALIAS } else { record };
        let value = if let [only] = meant.as_slice() {
            SINGLE | u64::from(flagged(only))
        } else {
            let offset = postings.len() as u64;
            postings.extend((meant.len() as u32).to_le_bytes());
            meant.iter().for_each(|posting| postings.extend(flagged(posting).to_le_bytes()));
            offset
        };
        map.insert(name, value).map_err(|_| Damaged)?;
    }
    let map = map.into_inner().map_err(|_| Damaged)?;
    let regions = regions.join("\n").into_bytes();
    let mut file = MAGIC.to_vec();
    for section in [&table, &regions, &pool, &postings, &map] {
        file.extend((section.len() as u32).to_le_bytes());
    }
    for section in [table, regions, pool, postings, map] {
        file.extend(section);
    }
    Ok(file)
}

/// A file in memory, shared without copying.
#[derive(Clone)]
struct Section {
    bytes: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[self.range.clone()]
    }
}

/// A file that was opened.
pub struct File {
    records: Section,
    names: Section,
    postings: Section,
    map: Map<Section>,
    regions: Vec<String>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File {{ {} records, {} names }}", self.len(), self.map.len())
    }
}

impl File {
    /// Takes the bytes of a file.
    ///
    /// # Errors
    /// If they are not a whole file of this version.
    pub fn new(bytes: Vec<u8>) -> Result<Self, Damaged> {
        let bytes = Arc::new(bytes);
        if bytes.get(..MAGIC.len()) != Some(MAGIC) || bytes.len() < HEADER {
            return Err(Damaged);
        }
        let mut at = HEADER;
        let mut sections = Vec::with_capacity(5);
        for index in 0..5 {
            let len = number(&bytes, MAGIC.len() + 4 * index).ok_or(Damaged)? as usize;
            let end = at.checked_add(len).filter(|&end| end <= bytes.len()).ok_or(Damaged)?;
            sections.push(Section { bytes: Arc::clone(&bytes), range: at..end });
            at = end;
        }
        let Ok([records, regions, names, postings, map]) = <[Section; 5]>::try_from(sections) else {
            return Err(Damaged);
        };
        let map = Map::new(map).map_err(|_| Damaged)?;
        let regions = std::str::from_utf8(regions.as_ref()).map_err(|_| Damaged)?;
        let regions = regions.lines().map(str::to_owned).collect();
        Ok(Self { records, names, postings, map, regions })
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.records.as_ref().len() / RECORD
    }

    /// GeoNames codes of the first-level regions ("US.CA"), region 1 first.
    pub fn regions(&self) -> &[String] {
        &self.regions
    }

    /// The records that a folded name may mean, best first, each with whether the name is an alternative one.
    pub fn find(&self, name: &str) -> impl Iterator<Item = (Record, bool)> + '_ {
        let value = self.map.get(name);
        let (first, count) = match value {
            None => (0, 0),
            Some(value) if value & SINGLE != 0 => (0, 1),
            Some(offset) => (offset as usize + 4, number(self.postings.as_ref(), offset as usize).unwrap_or(0)),
        };
        (0..count as usize).map_while(move |index| {
            let posting = match value {
                Some(value) if value & SINGLE != 0 => value as u32,
                _ => number(self.postings.as_ref(), first + 4 * index)?,
            };
            Some((self.record((posting & !ALIAS) as usize)?, posting & ALIAS != 0))
        })
    }

    /// A record by its number.
    pub fn record(&self, index: usize) -> Option<Record> {
        let at = index.checked_mul(RECORD)?;
        let bytes = self.records.as_ref().get(at..at + RECORD)?;
        let packed = number(bytes, 12)?;
        let name = number(bytes, 16)? as usize;
        let pool = self.names.as_ref();
        let len = usize::from(*pool.get(name)?);
        let name = std::str::from_utf8(pool.get(name + 1..name + 1 + len)?).ok()?;
        Some(Record {
            geonameid: number(bytes, 0)?,
            lat: f32::from_bits(number(bytes, 4)?),
            lon: f32::from_bits(number(bytes, 8)?),
            population: packed >> 4,
            level: (packed & 15) as u8,
            region: u16::from_le_bytes([bytes[20], bytes[21]]),
            country: [bytes[22], bytes[23]],
            name: name.to_owned(),
        })
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, geonameid: u32) -> Record {
        let country = *b"FR";
        Record { geonameid, lat: 48.5, lon: -2.25, population: 70, level: 2, region: 1, country, name: name.to_owned() }
    }

    #[test]
    fn what_is_written_is_found() {
        let records = [record("Île d’Or", 7), record("Or", 8)];
        let names = [("ile d'or".to_owned(), vec![(0, false)]), ("or".to_owned(), vec![(1, false), (0, true)])];
        let bytes = write(&records, &["FR.1".to_owned()], &names).unwrap();
        let file = File::new(bytes.clone()).unwrap();
        assert_eq!(file.find("or").collect::<Vec<_>>(), [(records[1].clone(), false), (records[0].clone(), true)]);
        assert_eq!(file.find("ile d'or").collect::<Vec<_>>(), [(records[0].clone(), false)]);
        assert_eq!((file.find("nowhere").count(), file.regions()), (0, ["FR.1".to_owned()].as_slice()));
        for cut in 0..bytes.len() {
            if let Ok(file) = File::new(bytes[..cut].to_vec()) {
                file.find("or").for_each(drop);
            }
        }
        assert!(File::new(b"something else".to_vec()).is_err());
    }
}
