//! The memory of a stream as bytes, so that it can be put away and taken up again exactly.
//!
//! What is kept is the whole state, not a summary: a stream that goes on from it gives the answers of one that was never
//! broken. The same state gives the same bytes. Bytes that were damaged, or written by another version or under other
//! settings, are refused; the caller then shows the stream its reports again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use crate::hashing::{HashedMap, ShortMap, mix};

/// Why kept memory cannot be taken up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Another version wrote it, or other settings were in force.
    Other,
    /// It is damaged.
    Damaged,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Other => {
                "the kept memory is of another version or other settings; observe the reports of the window again"
            }
            Self::Damaged => "the kept memory is damaged; observe the reports of the window again",
        })
    }
}

impl std::error::Error for Stale {}

/// What can be written as bytes and read back as it was.
pub trait Keep: Sized {
    /// Appends it.
    fn keep(&self, out: &mut Vec<u8>);
    /// Takes it from the front; nothing where the bytes do not hold one.
    fn back(from: &mut &[u8]) -> Option<Self>;
}

/// Seals a state under a name, which stands for kind and version, and the settings it was made with.
pub fn seal(name: &[u8; 8], settings: &impl Keep, state: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = name.to_vec();
    settings.keep(&mut out);
    state(&mut out);
    let sum = checksum(&out);
    out.extend(sum.to_le_bytes());
    out
}

/// Opens what was sealed and hands out the bytes of the state.
pub fn unseal<'a>(name: &[u8; 8], settings: &impl Keep, bytes: &'a [u8]) -> Result<&'a [u8], Stale> {
    let (sealed, sum) = bytes.split_last_chunk::<8>().ok_or(Stale::Damaged)?;
    let mut expected = name.to_vec();
    settings.keep(&mut expected);
    if checksum(sealed) != u64::from_le_bytes(*sum) {
        return Err(Stale::Damaged);
    }
    sealed.strip_prefix(&expected[..]).ok_or(Stale::Other)
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(bytes.len() as u64, |sum, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        mix(sum.rotate_left(29) ^ u64::from_le_bytes(word))
    })
}

fn take<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = from.split_first_chunk::<N>()?;
    *from = rest;
    Some(*first)
}

/// Small numbers take few bytes: seven bits each, the highest bit says that more follow.
fn keep_small(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn small(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let [byte] = take::<1>(from)?;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

impl Keep for u64 {
    fn keep(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        take(from).map(Self::from_le_bytes)
    }
}

impl Keep for u32 {
    fn keep(&self, out: &mut Vec<u8>) {
        keep_small((*self).into(), out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        small(from)?.try_into().ok()
    }
}

impl Keep for usize {
    fn keep(&self, out: &mut Vec<u8>) {
        keep_small(*self as u64, out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        small(from)?.try_into().ok()
    }
}

impl Keep for i32 {
    fn keep(&self, out: &mut Vec<u8>) {
        self.cast_unsigned().rotate_left(1).keep(out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        Some(u32::back(from)?.rotate_right(1).cast_signed())
    }
}

impl Keep for f32 {
    fn keep(&self, out: &mut Vec<u8>) {
        out.extend(self.to_bits().to_le_bytes());
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        take(from).map(|bytes| Self::from_bits(u32::from_le_bytes(bytes)))
    }
}

/// Keeps the fields of a structure one after another.
macro_rules! keep_fields {
    ($name:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::kept::Keep for $name {
            fn keep(&self, out: &mut Vec<u8>) {
                $(self.$field.keep(out);)+
            }

            fn back(from: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::kept::Keep::back(from)?;)+
                Some(Self { $($field),+ })
            }
        }
    };
}
pub(crate) use keep_fields;

impl<T: Keep> Keep for Option<T> {
    fn keep(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        self.iter().for_each(|value| value.keep(out));
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        match take::<1>(from)? {
            [0] => Some(None),
            [_] => T::back(from).map(Some),
        }
    }
}

impl<A: Keep, B: Keep> Keep for (A, B) {
    fn keep(&self, out: &mut Vec<u8>) {
        self.0.keep(out);
        self.1.keep(out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        Some((A::back(from)?, B::back(from)?))
    }
}

impl<T: Keep + Copy + Default, const N: usize> Keep for [T; N] {
    fn keep(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|value| value.keep(out));
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        let mut array = [T::default(); N];
        for value in &mut array {
            *value = T::back(from)?;
        }
        Some(array)
    }
}

/// Keeps how many there are, then each.
fn keep_all<'a, T: Keep + 'a>(all: impl ExactSizeIterator<Item = &'a T>, out: &mut Vec<u8>) {
    all.len().keep(out);
    all.for_each(|value| value.keep(out));
}

/// Takes back as many as were kept. No room is made beforehand on the word of the bytes alone.
fn all_back<T: Keep, C: FromIterator<T>>(from: &mut &[u8]) -> Option<C> {
    (0..usize::back(from)?).map(|_| T::back(from)).collect()
}

impl<T: Keep> Keep for Vec<T> {
    fn keep(&self, out: &mut Vec<u8>) {
        keep_all(self.iter(), out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        all_back(from)
    }
}

impl<T: Keep> Keep for Box<[T]> {
    fn keep(&self, out: &mut Vec<u8>) {
        keep_all(self.iter(), out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        all_back(from)
    }
}

impl<T: Keep> Keep for VecDeque<T> {
    fn keep(&self, out: &mut Vec<u8>) {
        keep_all(self.iter(), out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        all_back(from)
    }
}

impl<T: Keep + Ord> Keep for BTreeSet<T> {
    fn keep(&self, out: &mut Vec<u8>) {
        keep_all(self.iter(), out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        all_back(from)
    }
}

impl<K: Keep + Ord, V: Keep> Keep for BTreeMap<K, V> {
    fn keep(&self, out: &mut Vec<u8>) {
        self.len().keep(out);
        for (key, value) in self {
            key.keep(out);
            value.keep(out);
        }
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        all_back(from)
    }
}

/// Keeps a map in the order of its keys, whatever order it has them in.
fn keep_sorted<'a, K: Keep + Ord + 'a, V: Keep + 'a>(map: impl Iterator<Item = (&'a K, &'a V)>, out: &mut Vec<u8>) {
    let mut sorted: Vec<_> = map.collect();
    sorted.sort_unstable_by_key(|(key, _)| *key);
    sorted.len().keep(out);
    for (key, value) in sorted {
        key.keep(out);
        value.keep(out);
    }
}

impl<V: Keep> Keep for HashedMap<V> {
    fn keep(&self, out: &mut Vec<u8>) {
        keep_sorted(self.iter(), out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        all_back(from)
    }
}

impl<V: Keep> Keep for ShortMap<V> {
    fn keep(&self, out: &mut Vec<u8>) {
        keep_sorted(self.iter(), out);
    }

    fn back(from: &mut &[u8]) -> Option<Self> {
        all_back(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: Keep + PartialEq + fmt::Debug>(value: T) {
        let mut bytes = Vec::new();
        value.keep(&mut bytes);
        for short in 0..bytes.len() {
            assert_eq!(T::back(&mut &bytes[..short]), None, "{value:?} cut to {short} bytes");
        }
        let mut rest = &bytes[..];
        assert_eq!(T::back(&mut rest), Some(value));
        assert!(rest.is_empty());
    }

    #[test]
    fn comes_back_as_it_was() {
        for number in [0, 1, -1, 127, 128, -64, -65, i32::MAX, i32::MIN] {
            there_and_back(number);
            there_and_back(number.cast_unsigned());
        }
        there_and_back((u64::MAX, Some(-0.5f32)));
        there_and_back(vec![None, Some([1u32, 2, 3])]);
        there_and_back(BTreeMap::from([(3u32, vec![1usize]), (9, Vec::new())]));
        there_and_back(VecDeque::from([usize::MAX]));
    }

    #[test]
    fn a_map_gives_the_same_bytes_whatever_its_history() {
        let keys: Vec<u64> = (0..500).map(mix).collect();
        let one: HashedMap<u32> = keys.iter().map(|key| (*key, 1)).collect();
        let mut two: HashedMap<u32> = keys.iter().rev().chain(&[7]).map(|key| (*key, 1)).collect();
        two.remove(&7);
        let bytes = |map: &HashedMap<u32>| {
            let mut out = Vec::new();
            map.keep(&mut out);
            out
        };
        assert_eq!(bytes(&one), bytes(&two));
        there_and_back(one);
    }

    #[test]
    fn what_is_damaged_or_foreign_is_refused() {
        let sealed = seal(b"ferries1", &3u32, |out| 42u64.keep(out));
        assert_eq!(unseal(b"ferries1", &3u32, &sealed), Ok(&42u64.to_le_bytes()[..]));
        assert_eq!(unseal(b"ferries2", &3u32, &sealed), Err(Stale::Other));
        assert_eq!(unseal(b"ferries1", &4u32, &sealed), Err(Stale::Other));
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 0x10;
            assert_eq!(unseal(b"ferries1", &3u32, &damaged), Err(Stale::Damaged));
            assert_eq!(unseal(b"ferries1", &3u32, &sealed[..at]), Err(Stale::Damaged));
        }
    }
}
