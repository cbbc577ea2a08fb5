//! Feature keys, mixed from integers: no string is built on the way.

/// The features of one case: a set of 32-bit keys, each standing for a field and its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    keys: Vec<u32>,
}

impl Features {
    /// Forgets all features and keeps the room.
    pub fn clear(&mut self) {
        self.keys.clear();
    }

    /// Adds the feature that `field` has these values.
    ///
    /// Fields are numbered by the model that uses them. Two different features share a key once in four billion pairs.
    #[inline]
    pub fn add<const N: usize>(&mut self, field: u32, values: [u32; N]) {
        let mut hash = u64::from(field).wrapping_add(1).wrapping_mul(MULTIPLIER);
        for value in values {
            hash = (hash.rotate_left(29) ^ u64::from(value)).wrapping_mul(MULTIPLIER);
        }
        hash ^= hash >> 32;
        self.keys.push((hash.wrapping_mul(FINISHER) >> 32) as u32);
    }

    /// The keys in the order in which they were added.
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }
}

/// Several values as one.
#[inline]
pub fn join(values: impl IntoIterator<Item = u32>) -> u32 {
    let mut hash = MULTIPLIER;
    for value in values {
        hash = (hash.rotate_left(29) ^ u64::from(value)).wrapping_mul(MULTIPLIER);
    }
    (hash ^ (hash >> 32)) as u32
}

/// An odd number with well-mixed bits (the fractional part of the golden ratio).
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
/// The second multiplier of the SplitMix64 finisher (Steele, Lea and Flood 2014).
const FINISHER: u64 = 0x94D0_49BB_1331_11EB;

/// A string as a feature value (FNV-1a, folded to 32 bits). Stable for ever: trained models depend on it.
pub const fn symbol(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut hash = OFFSET;
    let mut i = 0;
    while i < bytes.len() {
        hash = step(hash, bytes[i]);
        i += 1;
    }
    fold(hash)
}

/// The symbol of a string whose ASCII letters are read in lower case.
pub const fn symbol_lower(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut hash = OFFSET;
    let mut i = 0;
    while i < bytes.len() {
        hash = step(hash, bytes[i].to_ascii_lowercase());
        i += 1;
    }
    fold(hash)
}

const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;

const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01B3)
}

const fn fold(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_values_and_their_order_make_different_keys() {
        let mut features = Features::default();
        features.add(1, [symbol("say"), 2]);
        features.add(2, [symbol("say"), 2]);
        features.add(1, [2, symbol("say")]);
        features.add(1, [symbol("say")]);
        features.add(1, []);
        let mut keys = features.keys().to_vec();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 5);
    }

    #[test]
    fn keys_rarely_collide() {
        let mut features = Features::default();
        for field in 0..20 {
            for value in 0..5000 {
                features.add(field, [value]);
            }
        }
        let mut keys = features.keys().to_vec();
        keys.sort_unstable();
        keys.dedup();
        assert!(keys.len() >= 99_990, "{} of 100,000 keys are left", keys.len());
    }

    #[test]
    fn symbols_ignore_case_only_when_asked() {
        assert_eq!(symbol_lower("Kim"), symbol("kim"));
        assert_ne!(symbol("Kim"), symbol("kim"));
    }
}
