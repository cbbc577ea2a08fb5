//! The encoding of a page: its byte order mark, else its own declaration, else a guess.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Problem;
use crate::decode::{self, Decoded};

/// Browsers look for the declaration in the first 1,024 bytes; pages are less careful.
const DECLARED_WITHIN: usize = 8192;

/// Decodes a page.
///
/// # Errors
/// If the bytes are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Problem> {
    if Encoding::for_bom(bytes).is_some() {
        return decode::utf(bytes);
    }
    let text = match declared(bytes) {
        Some(encoding) if encoding != UTF_8 => encoding.decode_without_bom_handling(bytes).0,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) if declared(bytes) == Some(UTF_8) || mostly_utf8(bytes) => {
                let text = String::from_utf8_lossy(bytes);
                let broken = text.matches(char::REPLACEMENT_CHARACTER).count();
                let warning = Some(format!("not valid UTF-8: {broken} broken characters were replaced by U+FFFD"));
                return sound(text).map(|text| Decoded { text, warning });
            }
            Err(_) => {
                let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
                let warning = Some("the page names no encoding and is not UTF-8; read as windows-1252".to_owned());
                return sound(text).map(|text| Decoded { text, warning });
            }
        },
    };
    sound(text).map(|text| Decoded { text, warning: None })
}

/// A page without a single tag whose characters are controls is no page.
fn sound(text: Cow<'_, str>) -> Result<Cow<'_, str>, Problem> {
    let controls = text.chars().filter(|&c| c.is_control() && !c.is_whitespace() || c == char::REPLACEMENT_CHARACTER);
    if controls.count() * 8 > text.chars().count() { Err(Problem::Binary) } else { Ok(text) }
}

/// Whether sequences of more than one byte stand in the bytes and most of them are sound.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// The encoding that a `<meta>` names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    let mut rest = &start[..];
    while let Some(at) = find(rest, b"<meta") {
        rest = &rest[at + 5..];
        let tag = &rest[..find(rest, b">").unwrap_or(rest.len())];
        let Some(at) = find(tag, b"charset") else { continue };
        let value = tag[at + 7..].trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| b"\"'; \t\r\n/>".contains(byte)).unwrap_or(value.len());
        let Some(encoding) = Encoding::for_label(&value[..end]) else { continue };
        // A page whose declaration could be read byte by byte is not in UTF-16.
        return Some(if [UTF_16LE, UTF_16BE].contains(&encoding) { UTF_8 } else { encoding });
    }
    None
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_beats_the_declaration_beats_the_guess() {
        let cases: [(&[u8], &str); 6] = [
            (b"\xEF\xBB\xBF<meta charset=latin1>\xC3\xA9", "<meta charset=latin1>é"),
            (b"<meta charset='iso-8859-1'>\x93\xE9\x94", "<meta charset='iso-8859-1'>“é”"),
            (b"<meta content='text/html; charset=utf-8'>\xC3\xA9", "<meta content='text/html; charset=utf-8'>é"),
            (b"<p>caf\xE9", "<p>café"),
            (b"<p>caf\xC3\xA9", "<p>café"),
            (b"<meta charset=utf-7>+ADw-", "<meta charset=utf-7>+ADw-"),
        ];
        for (bytes, text) in cases {
            assert_eq!(decode(bytes).unwrap().text, text);
        }
    }
}
