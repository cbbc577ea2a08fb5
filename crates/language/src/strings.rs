//! Ids of strings, as spaCy's string store gives them.
//!
//! An id is 0 for the empty string, a small fixed number for the names of spaCy's symbols ("mark", "X", "ORG"), and a
//! hash of everything else. The exception is part of the models: they were trained on these ids.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// A map keyed by ids, which are hashes already.
pub type IdMap<V> = HashMap<u64, V, BuildHasherDefault<IdHasher>>;

/// Takes an id as its own hash.
#[derive(Debug, Default, Clone)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = murmur64a(bytes);
    }

    fn write_u64(&mut self, id: u64) {
        self.0 = id;
    }

    fn finish(&self) -> u64 {
        // Small symbol ids would share the upper bits that the table looks at first.
        self.0 ^ self.0 << 50
    }
}

static SYMBOLS: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| {
    let rows = include_str!("../data/symbols.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).filter_map(|(name, id)| Some((name, id.parse().ok()?))).collect()
});

/// The longest name of a symbol: longer strings need no look-up.
static LONGEST: LazyLock<usize> = LazyLock::new(|| SYMBOLS.keys().map(|name| name.len()).max().unwrap_or(0));

/// The id of a string.
pub fn id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    if text.len() <= *LONGEST
        && text.is_ascii()
        && let Some(&id) = SYMBOLS.get(text)
    {
        return id;
    }
    murmur64a(text.as_bytes())
}

/// MurmurHash64A (Austin Appleby, public domain) with seed 1.
fn murmur64a(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for &word in words {
        let mut k = u64::from_le_bytes(word).wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let k = tail.iter().rev().fold(0, |k, &byte| k << 8 | u64::from(byte));
        hash = (hash ^ k).wrapping_mul(M);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> 47
}

/// The four table rows of a key, before the modulo: the 128-bit murmur3 variant that spaCy's `HashEmbed` uses.
pub fn four_rows(key: u64, seed: u32) -> [u32; 4] {
    let mix = |mut h: u64| {
        h ^= h >> 33;
        h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
        h ^= h >> 33;
        h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ h >> 33
    };
    let seed = u64::from(seed);
    let mut h1 = key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_ids_of_spacy() {
        assert_eq!(id(""), 0);
        assert_eq!(id("X"), 101);
        assert_eq!(id("coffee"), 3197928453018144401);
        assert_eq!(id("I"), 4690420944186131903);
    }
}
