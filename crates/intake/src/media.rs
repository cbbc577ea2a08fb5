//! The kind of a document as HTTP and web archives state it: `text/html; charset=utf-8`.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A stated kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// `text/html`, in lower case; empty where none is stated.
    pub essence: String,
    /// The encoding that stands beside it.
    pub charset: Option<String>,
}

impl Media {
    /// Reads the value of a `Content-Type` header.
    pub fn parse(value: &str) -> Self {
        let mut parts = value.split(';').map(str::trim);
        let essence = parts.next().unwrap_or("").to_ascii_lowercase();
        let named = parts.filter_map(|part| part.split_once('='));
        let mut charset = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        let charset = charset.next().map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_owned());
        Self { essence, charset: charset.filter(|charset| !charset.is_empty()) }
    }

    /// A kind that holds no text, in words.
    pub fn unread(&self) -> Option<&'static str> {
        match self.essence.split('/').next() {
            Some("image") => Some("a picture"),
            Some("audio") => Some("a sound"),
            Some("video") => Some("a film"),
            Some("font") => Some("a font"),
            _ => None,
        }
    }

    /// The bytes with the stated encoding made plain to whoever decodes them later: in UTF-8 behind a byte order mark.
    ///
    /// A mark in the bytes themselves is believed before the statement, and so are bytes that can only be UTF-8.
    pub fn marked(&self, bytes: Vec<u8>) -> Vec<u8> {
        let encoding = self.charset.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
        let Some(encoding) = encoding.filter(|_| Encoding::for_bom(&bytes).is_none()) else { return bytes };
        let wide = [UTF_16LE, UTF_16BE].contains(&encoding);
        let text = if encoding == UTF_8 || !wide && std::str::from_utf8(&bytes).is_ok() {
            if std::str::from_utf8(&bytes).is_err() {
                return bytes;
            }
            Cow::Borrowed(&bytes[..])
        } else {
            Cow::Owned(encoding.decode_without_bom_handling(&bytes).0.into_owned().into_bytes())
        };
        [b"\xEF\xBB\xBF", &text[..]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_kind_and_encoding() {
        let media = Media::parse("Text/HTML; boundary=x; Charset=\"windows-1251\"");
        assert_eq!((media.essence.as_str(), media.charset.as_deref()), ("text/html", Some("windows-1251")));
        assert_eq!(Media::parse(""), Media::default());
    }

    #[test]
    fn the_stated_encoding_is_kept_unless_the_bytes_know_better() {
        let read = |charset: &str, bytes: &[u8]| {
            let media = Media { charset: Some(charset.into()), ..Media::default() };
            crate::decode::utf(&media.marked(bytes.to_vec())).unwrap().text.into_owned()
        };
        assert_eq!(read("windows-1252", b"caf\xE9 \x93x\x94"), "café “x”");
        assert_eq!(read("iso-8859-1", "café".as_bytes()), "café");
        assert_eq!(read("utf-16le", b"c\0a\0"), "ca");
        assert_eq!(read("no-such", "café".as_bytes()), "café");
    }
}
