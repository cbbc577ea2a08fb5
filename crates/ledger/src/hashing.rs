//! Hashes that stay the same on every run and machine, and maps whose keys are such hashes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from hashes, which need no second hashing.
pub type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// Hands a hash on as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// A map from short hashes, which are spread before they are looked up.
pub type ShortMap<V> = HashMap<u32, V, BuildHasherDefault<Spread>>;

/// Spreads a short hash over 64 bits: a table looks at the highest and the lowest.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u32(&mut self, hash: u32) {
        let spread = u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = spread ^ (spread >> 32);
    }
}

/// Spreads a number over all 64 bits (the finalizer of SplitMix64, Steele, Lea and Flood 2014).
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// The hash of one hash after another; the order counts.
pub fn join(first: u64, second: u64) -> u64 {
    mix(first.rotate_left(23) ^ second.wrapping_add(0x9E37_79B9_7F4A_7C15))
}

/// The hash of a text without regard to case.
pub fn folded(text: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325;
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    if text.is_ascii() {
        text.bytes().for_each(|byte| take(byte.to_ascii_lowercase()));
    } else {
        let mut buffer = [0; 4];
        for letter in text.chars().flat_map(char::to_lowercase) {
            letter.encode_utf8(&mut buffer).bytes().for_each(&mut take);
        }
    }
    mix(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_count_and_order_does() {
        assert_eq!(folded("Łódź"), folded("łÓDŹ"));
        assert_ne!(folded("port"), folded("fort"));
        let (a, b) = (folded("a"), folded("b"));
        assert_ne!(join(a, b), join(b, a));
    }
}
