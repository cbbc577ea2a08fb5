//! JSON packed for keeping: a byte that names the way, then a Zstandard frame (RFC 8878) made with our dictionary.
//!
//! Readings are short and have the same keys, so most of what packing saves, a dictionary saves: half of what a frame
//! alone would take. The byte lets a later version pack better and still unpack what this one wrote.

use std::cell::RefCell;
use std::sync::LazyLock;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use super::fault::Fault;
use crate::claims::Account;

/// The first way: the first dictionary.
const FIRST: u8 = 1;
/// Made by scripts/train_packing.py of readings of invented reports.
const DICTIONARY: &[u8] = include_bytes!("../../../../data/ledger/packing-1.dict");
const LEVEL: i32 = 3;
/// Bytes that packed JSON may unpack to: no reading is that long.
const LONGEST: usize = 256 << 20;

static PACKING: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static UNPACKING: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

thread_local! {
    static PACKER: RefCell<Option<Compressor<'static>>> =
        RefCell::new(Compressor::with_prepared_dictionary(&PACKING).ok());
    static UNPACKER: RefCell<Option<Decompressor<'static>>> =
        RefCell::new(Decompressor::with_prepared_dictionary(&UNPACKING).ok());
}

/// Packs bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let frame = PACKER.with_borrow_mut(|packer| packer.as_mut().and_then(|packer| packer.compress(bytes).ok()));
    let mut packed = vec![FIRST];
    // Only memory can fail here; what cannot be packed shows when it is unpacked.
    packed.extend(frame.unwrap_or_default());
    packed
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
    let Some((&FIRST, frame)) = packed.split_first() else { return Err(damaged("of an unknown kind")) };
    let size = Decompressor::upper_bound(frame).filter(|size| *size <= LONGEST);
    let size = size.ok_or_else(|| damaged("that is too long"))?;
    let bytes = UNPACKER
        .with_borrow_mut(|unpacker| unpacker.as_mut().and_then(|unpacker| unpacker.decompress(frame, size).ok()));
    bytes.ok_or_else(|| damaged("that does not unpack"))
}

/// Unpacks a value.
///
/// # Errors
/// [`Fault::Damaged`] if it was not packed here.
pub fn unpack_json<T: DeserializeOwned>(packed: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(&unpack(packed)?).map_err(|error| Fault::Damaged(format!("packed data: {error}")))
}

/// Unpacks an account. One in a form that this version no longer reads claims nothing, until its report is read again:
/// better than a ledger that cannot be gone on with.
///
/// # Errors
/// [`Fault::Damaged`] if it was not packed here.
pub fn unpack_account(packed: &[u8]) -> Result<Account, Fault> {
    Ok(serde_json::from_slice(&unpack(packed)?).unwrap_or_default())
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
        for broken in [&[][..], &[9, 1], &[FIRST, 255, 255, 255], &packed[..packed.len() / 2]] {
            assert!(matches!(unpack(broken), Err(Fault::Damaged(_))), "{broken:?}");
        }
    }
}
