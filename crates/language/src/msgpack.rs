//! Reads MessagePack, the form of most files of a pipeline.
//!
//! Borrows strings and bytes from the file. Whatever the bytes, a [`Fault`] is the worst that happens: nothing is
//! allocated for more items than the rest of the file could hold, and nesting is bounded.

use crate::error::Fault;

/// One value, borrowed from the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'b> {
    Nil,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Str(&'b str),
    Bin(&'b [u8]),
    Array(Vec<Value<'b>>),
    Map(Vec<(Value<'b>, Value<'b>)>),
}

const MAX_DEPTH: usize = 64;

/// Walks the bytes of a file.
#[derive(Debug)]
pub struct Reader<'b> {
    bytes: &'b [u8],
}

/// The only value in `bytes`.
pub fn read(bytes: &[u8]) -> Result<Value<'_>, Fault> {
    Reader::new(bytes).value(0)
}

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// Number of pairs of the map that starts here.
    pub fn map_len(&mut self) -> Result<usize, Fault> {
        let len = match self.byte()? {
            marker @ 0x80..=0x8f => usize::from(marker & 0x0f),
            0xde => self.size(2)?,
            0xdf => self.size(4)?,
            marker => return Err(format!("a map was expected, found marker {marker:#04x}")),
        };
        self.bounded(len, 2)
    }

    /// The unsigned number that starts here.
    pub fn uint(&mut self) -> Result<u64, Fault> {
        match self.byte()? {
            marker @ 0..=0x7f => Ok(marker.into()),
            marker @ 0xcc..=0xcf => self.unsigned(1 << (marker - 0xcc)),
            marker => Err(format!("a number was expected, found marker {marker:#04x}")),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value<'b>, Fault> {
        if depth > MAX_DEPTH {
            return Err("values are nested too deep".into());
        }
        Ok(match self.byte()? {
            marker @ 0..=0x7f => Value::Uint(marker.into()),
            marker @ 0x80..=0x8f => self.map(usize::from(marker & 0x0f), depth)?,
            marker @ 0x90..=0x9f => self.array(usize::from(marker & 0x0f), depth)?,
            marker @ 0xa0..=0xbf => self.str(usize::from(marker & 0x1f))?,
            0xc0 => Value::Nil,
            0xc2 => Value::Bool(false),
            0xc3 => Value::Bool(true),
            marker @ 0xc4..=0xc6 => {
                let len = self.size(1 << (marker - 0xc4))?;
                Value::Bin(self.take(len)?)
            }
            0xca => Value::Float(f32::from_bits(self.unsigned(4)? as u32).into()),
            0xcb => Value::Float(f64::from_bits(self.unsigned(8)?)),
            marker @ 0xcc..=0xcf => Value::Uint(self.unsigned(1 << (marker - 0xcc))?),
            0xd0 => Value::Int((self.unsigned(1)? as i8).into()),
            0xd1 => Value::Int((self.unsigned(2)? as i16).into()),
            0xd2 => Value::Int((self.unsigned(4)? as i32).into()),
            0xd3 => Value::Int(self.unsigned(8)? as i64),
            marker @ 0xd9..=0xdb => {
                let len = self.size(1 << (marker - 0xd9))?;
                self.str(len)?
            }
            0xdc => {
                let len = self.size(2)?;
                self.array(len, depth)?
            }
            0xdd => {
                let len = self.size(4)?;
                self.array(len, depth)?
            }
            0xde => {
                let len = self.size(2)?;
                self.map(len, depth)?
            }
            0xdf => {
                let len = self.size(4)?;
                self.map(len, depth)?
            }
            marker @ 0xe0..=0xff => Value::Int((marker as i8).into()),
            marker => return Err(format!("unknown marker {marker:#04x}")),
        })
    }

    fn array(&mut self, len: usize, depth: usize) -> Result<Value<'b>, Fault> {
        let mut items = Vec::with_capacity(self.bounded(len, 1)?);
        for _ in 0..len {
            items.push(self.value(depth + 1)?);
        }
        Ok(Value::Array(items))
    }

    fn map(&mut self, len: usize, depth: usize) -> Result<Value<'b>, Fault> {
        let mut pairs = Vec::with_capacity(self.bounded(len, 2)?);
        for _ in 0..len {
            pairs.push((self.value(depth + 1)?, self.value(depth + 1)?));
        }
        Ok(Value::Map(pairs))
    }

    fn str(&mut self, len: usize) -> Result<Value<'b>, Fault> {
        let bytes = self.take(len)?;
        std::str::from_utf8(bytes).map(Value::Str).map_err(|_| "a string is not UTF-8".into())
    }

    /// `len`, unless the rest of the file is too short for so many items of at least `each` bytes.
    fn bounded(&self, len: usize, each: usize) -> Result<usize, Fault> {
        if len > self.bytes.len() / each { Err("the file is cut short".into()) } else { Ok(len) }
    }

    fn size(&mut self, width: usize) -> Result<usize, Fault> {
        Ok(self.unsigned(width)? as usize)
    }

    fn unsigned(&mut self, width: usize) -> Result<u64, Fault> {
        Ok(self.take(width)?.iter().fold(0, |value, &byte| value << 8 | u64::from(byte)))
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.take(1)?[0])
    }

    fn take(&mut self, len: usize) -> Result<&'b [u8], Fault> {
        let (taken, rest) = self.bytes.split_at_checked(len).ok_or("the file is cut short")?;
        self.bytes = rest;
        Ok(taken)
    }
}

impl<'b> Value<'b> {
    /// The value under a key of a map; keys may be strings or bytes.
    pub fn get(&self, key: &str) -> Option<&Value<'b>> {
        self.pairs().iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    /// The value under a key, or a complaint that it is missing.
    pub fn field(&self, key: &str) -> Result<&Value<'b>, Fault> {
        self.get(key).ok_or_else(|| format!("\"{key}\" is missing"))
    }

    /// The pairs of a map; none of anything else.
    pub fn pairs(&self) -> &[(Value<'b>, Value<'b>)] {
        if let Value::Map(pairs) = self { pairs } else { &[] }
    }

    /// The items of an array; none of anything else.
    pub fn items(&self) -> &[Value<'b>] {
        if let Value::Array(items) = self { items } else { &[] }
    }

    /// A string, also one stored as bytes.
    pub fn text(&self) -> Option<&'b str> {
        match self {
            Value::Str(text) => Some(text),
            Value::Bin(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// A string, or a complaint.
    pub fn str(&self) -> Result<&'b str, Fault> {
        self.text().ok_or_else(|| "a string was expected".into())
    }

    /// A whole number of either sign.
    pub fn int(&self) -> Option<i64> {
        match *self {
            Value::Int(value) => Some(value),
            Value::Uint(value) => value.try_into().ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nested_values() {
        let bytes = [0x82, 0xa1, b'a', 0x93, 1, 0xff, 0xc0, 0xc4, 1, b'b', 0xcd, 1, 0];
        let value = read(&bytes).unwrap();
        assert_eq!(value.get("a").unwrap().items(), [Value::Uint(1), Value::Int(-1), Value::Nil]);
        assert_eq!(value.get("b"), Some(&Value::Uint(256)));
    }

    #[test]
    fn refuses_what_is_cut_short_or_claims_too_much() {
        for bytes in [&[0xdd, 0xff, 0xff, 0xff, 0xff][..], &[0x81, 0xa1, b'a'], &[0xc6, 0xff, 0, 0, 0], &[], &[0xc1]] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
        assert!(read(&[0x91; 1000]).is_err());
    }
}
