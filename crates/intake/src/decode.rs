//! Bytes to text: marks of encoding, broken bytes, and what is no text at all.

use std::borrow::Cow;

use crate::Problem;

/// Text decoded, with what had to be mended.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without a leading byte order mark.
    pub text: Cow<'b, str>,
    /// What was mended, in words, for the report's warnings.
    pub warning: Option<String>,
}

/// Decodes UTF-8, or UTF-16 with a byte order mark; broken sequences become U+FFFD with a warning.
///
/// # Errors
/// [`Problem::Binary`] where NUL bytes or a mass of broken ones show that this is no text.
pub fn utf(bytes: &[u8]) -> Result<Decoded<'_>, Problem> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Decoded<'_>, Problem> {
    if bytes.contains(&0) {
        return Err(Problem::Binary);
    }
    let text = String::from_utf8_lossy(bytes);
    let Cow::Owned(mended) = &text else { return Ok(Decoded { text, warning: None }) };
    let broken = mended.matches(char::REPLACEMENT_CHARACTER).count();
    // Text in a one-byte encoding breaks at its rare letters, a picture or an archive at every other byte.
    if broken * 8 > mended.chars().count() {
        return Err(Problem::Binary);
    }
    let warning = Some(format!("not valid UTF-8: {broken} broken characters were replaced by U+FFFD"));
    Ok(Decoded { text, warning })
}

fn utf16<'b>(bytes: &'b [u8], unit: fn([u8; 2]) -> u16) -> Result<Decoded<'b>, Problem> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut broken = bytes.len() % 2;
    let text: String = char::decode_utf16(units)
        .map(|decoded| {
            decoded.unwrap_or_else(|_| {
                broken += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if text.contains('\0') || broken * 8 > text.chars().count() {
        return Err(Problem::Binary);
    }
    let warning = (broken > 0)
        .then(|| format!("not valid UTF-16: {broken} broken characters were replaced by U+FFFD or dropped"));
    Ok(Decoded { text: Cow::Owned(text), warning })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_marked_and_unmarked_text() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("Zoë".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in ["Zoë".as_bytes(), "\u{FEFF}Zoë".as_bytes(), &utf16] {
            let decoded = utf(bytes).unwrap();
            assert_eq!((&*decoded.text, decoded.warning), ("Zoë", None));
        }
    }

    #[test]
    fn mends_a_few_broken_bytes_and_says_so() {
        let decoded = utf(b"The caf\xE9 reopened on Monday.").unwrap();
        assert_eq!(decoded.text, "The caf\u{FFFD} reopened on Monday.");
        assert!(decoded.warning.unwrap().contains("1 broken"));
    }

    #[test]
    fn refuses_what_is_no_text() {
        assert_eq!(utf(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Err(Problem::Binary));
        assert_eq!(utf(&[0xC3, 0x28, 0xFF, 0xF0, 0x90, 0x41]), Err(Problem::Binary));
        assert_eq!(utf(b""), Ok(Decoded { text: "".into(), warning: None }));
    }
}
