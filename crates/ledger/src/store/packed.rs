//! JSON packed for keeping: a byte that names the way, then raw deflate (RFC 1951).
//!
//! The byte lets a later version pack better and still unpack what this one wrote.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::fault::Fault;

const DEFLATE: u8 = 1;
/// Bytes that packed JSON may unpack to: no reading is that long.
const LONGEST: u64 = 512 << 20;

/// Packs bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(vec![DEFLATE], Compression::new(4));
    // Memory takes what it is given.
    let _ = packed.write_all(bytes);
    packed.finish().unwrap_or_default()
}

/// Packs a value as JSON.
pub fn pack_json(value: &impl Serialize) -> Vec<u8> {
    pack(&serde_json::to_vec(value).unwrap_or_default())
}

/// Unpacks bytes.
///
/// # Errors
/// [`Fault::Damaged`] if they were not packed here.
pub fn unpack(packed: &[u8]) -> Result<Vec<u8>, Fault> {
    let damaged = |what: &str| Fault::Damaged(format!("packed data {what}"));
    let Some((&DEFLATE, deflated)) = packed.split_first() else { return Err(damaged("of an unknown kind")) };
    let mut bytes = Vec::new();
    DeflateDecoder::new(deflated).take(LONGEST).read_to_end(&mut bytes).map_err(|_| damaged("that does not unpack"))?;
    Ok(bytes)
}

/// Unpacks a value.
///
/// # Errors
/// [`Fault::Damaged`] if it was not packed here.
pub fn unpack_json<T: DeserializeOwned>(packed: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(&unpack(packed)?).map_err(|error| Fault::Damaged(format!("packed data: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_unpacks_and_nothing_else_does() {
        let words = "the ferry stayed in port, ".repeat(50);
        let packed = pack(words.as_bytes());
        assert!(packed.len() < words.len() / 5);
        assert_eq!(unpack(&packed).unwrap(), words.as_bytes());
        assert_eq!(unpack_json::<Vec<u8>>(&pack_json(&vec![1, 2])).unwrap(), [1, 2]);
        for broken in [&[][..], &[9, 1], &[DEFLATE, 255, 255, 255], &packed[..packed.len() / 2]] {
            assert!(matches!(unpack(broken), Err(Fault::Damaged(_))), "{broken:?}");
        }
    }
}
