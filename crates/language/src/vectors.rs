//! Static word vectors of a pipeline (`vocab/vectors` and `vocab/key2row`); small pipelines have none.

use crate::error::Fault;
use crate::msgpack;

/// A table of vectors and the words that have one.
#[derive(Debug)]
pub struct Vectors {
    width: usize,
    /// 32-bit floats as the file has them: few rows are ever asked for.
    bytes: Vec<u8>,
    /// Where the rows start in `bytes`.
    start: usize,
    /// An open hash table from ids to one more than the row; the id is its own hash.
    keys: Vec<u64>,
    values: Vec<u32>,
}

impl Vectors {
    /// Reads both files; nothing where the table has no rows.
    pub fn read(vectors: Vec<u8>, key2row: &[u8]) -> Result<Option<Self>, Fault> {
        let (start, rows, width) = header(&vectors)?;
        let size = rows.checked_mul(width).and_then(|count| count.checked_mul(4));
        if size != Some(vectors.len() - start) {
            return Err("the shape does not fit the data".into());
        }
        if rows == 0 || width == 0 {
            return Ok(None);
        }
        let mut reader = msgpack::Reader::new(key2row);
        let count = reader.map_len()?;
        let slots = (count * 3 / 2).next_power_of_two();
        let (keys, values) = (vec![0; slots], vec![0; slots]);
        let mut table = Self { width, bytes: vectors, start, keys, values };
        for _ in 0..count {
            let (key, row) = (reader.uint()?, reader.uint()?);
            if row >= rows as u64 {
                return Err("a word has a row that is not there".into());
            }
            table.insert(key, row as u32);
        }
        Ok(Some(table))
    }

    /// Numbers in a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Writes the vector of a word to `out`; leaves `out` alone if the word has none.
    pub fn copy(&self, id: u64, out: &mut [f32]) {
        let slot = self.slot(id);
        let Some(row) = (self.values[slot] as usize).checked_sub(1) else { return };
        let bytes = &self.bytes[self.start + row * self.width * 4..][..self.width * 4];
        for (out, &bytes) in out.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *out = f32::from_le_bytes(bytes);
        }
    }

    fn insert(&mut self, id: u64, row: u32) {
        let slot = self.slot(id);
        self.keys[slot] = id;
        self.values[slot] = row + 1;
    }

    /// Where an id is, or the free slot where it would go; a third of the slots stay free.
    fn slot(&self, id: u64) -> usize {
        let mask = self.keys.len() - 1;
        let mut slot = id as usize & mask;
        while self.values[slot] != 0 && self.keys[slot] != id {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// Where the data of a `.npy` file of 32-bit floats start, with rows and columns.
fn header(bytes: &[u8]) -> Result<(usize, usize, usize), Fault> {
    let bad = || Fault::from("this is no table of 32-bit floats");
    let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or_else(bad)?;
    let (start, len) = match rest {
        [1, _, a, b, ..] => (10, u16::from_le_bytes([*a, *b]) as usize),
        [2 | 3, _, a, b, c, d, ..] => (12, u32::from_le_bytes([*a, *b, *c, *d]) as usize),
        _ => return Err(bad()),
    };
    let text = bytes.get(start..).and_then(|rest| rest.get(..len)).ok_or_else(bad)?;
    let text: String = String::from_utf8_lossy(text).split_whitespace().collect();
    if !text.contains("'descr':'<f4'") || !text.contains("'fortran_order':False") {
        return Err(bad());
    }
    let shape = text.split_once("'shape':(").and_then(|(_, shape)| shape.split_once(')')).ok_or_else(bad)?.0;
    let sizes: Vec<usize> =
        shape.split(',').filter(|size| !size.is_empty()).map_while(|size| size.parse().ok()).collect();
    let [rows, width] = sizes[..] else { return Err(bad()) };
    Ok((start + len, rows, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy(shape: &str, data: &[f32]) -> Vec<u8> {
        let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data.iter().flat_map(|value| value.to_le_bytes()));
        bytes
    }

    #[test]
    fn finds_rows_by_id() {
        let key2row = [0x83, 7, 1, 15, 0, 0, 1];
        let vectors = Vectors::read(npy("(2, 2)", &[1.0, 2.0, 3.0, 4.0]), &key2row).unwrap().unwrap();
        let get = |id| {
            let mut out = [9.0; 2];
            vectors.copy(id, &mut out);
            out
        };
        assert_eq!([get(7), get(15), get(0), get(23)], [[3.0, 4.0], [1.0, 2.0], [3.0, 4.0], [9.0, 9.0]]);
    }

    #[test]
    fn refuses_damaged_tables() {
        assert!(Vectors::read(npy("(0, 0)", &[]), &[0x80]).unwrap().is_none());
        assert!(Vectors::read(npy("(3, 2)", &[1.0]), &[0x80]).is_err());
        assert!(Vectors::read(npy("(1, 1)", &[1.0]), &[0x81, 5, 1]).is_err());
        assert!(Vectors::read(b"\x93NUMPY\x01\x00\xff\xff".to_vec(), &[0x80]).is_err());
    }
}
