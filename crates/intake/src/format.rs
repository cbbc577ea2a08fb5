//! The forms documents come in, and how much of them is taken.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::media::Media;

/// The form of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// A JSON object on one line.
    JsonLines,
}

/// The form of an input, which may hold many documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Plain text, one report a file.
    Text,
    /// A web page, one report a file.
    Html,
    /// One JSON object a line, one report a line.
    JsonLines,
    /// RSS or Atom, one report an entry.
    Feed,
    /// WARC or WET, one report a page or text.
    Archive,
    /// Parquet, one report a row.
    Table,
}

/// The bytes that suffice to tell a form.
pub const START: usize = 4096;

impl Form {
    /// The form that a file's name tells, `.gz` looked through; none where the name tells nothing.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.strip_suffix(".gz").unwrap_or(name);
        let (stem, ending) = name.rsplit_once('.')?;
        if stem.is_empty() || stem.ends_with(['/', '\\']) {
            return None;
        }
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" | "md" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "rss" | "atom" | "rdf" | "xml" => Some(Self::Feed),
            "warc" | "wet" => Some(Self::Archive),
            "parquet" => Some(Self::Table),
            _ => None,
        }
    }

    /// The form that a server states; none where that tells nothing.
    pub fn of_media(media: &Media) -> Option<Self> {
        match media.essence.as_str() {
            "text/html" | "application/xhtml+xml" => Some(Self::Html),
            "text/plain" => Some(Self::Text),
            "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" => Some(Self::Feed),
            "application/jsonl" | "application/x-ndjson" | "application/json-lines" => Some(Self::JsonLines),
            "application/warc" => Some(Self::Archive),
            "application/vnd.apache.parquet" => Some(Self::Table),
            _ => None,
        }
    }

    /// The form that the first bytes leave no doubt of, gzip looked through.
    pub fn of_magic(start: &[u8]) -> Option<Self> {
        let mut unpacked = Vec::new();
        let start = if start.starts_with(&[0x1F, 0x8B]) {
            // What follows in the stream is missing, so an error at the end tells nothing.
            let _ = MultiGzDecoder::new(start).take(START as u64).read_to_end(&mut unpacked);
            &unpacked[..]
        } else {
            start
        };
        if start.starts_with(b"PAR1") {
            return Some(Self::Table);
        }
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
        if start.starts_with(b"WARC/1") || start.starts_with(b"WARC/0") {
            return Some(Self::Archive);
        }
        is_feed(start).then_some(Self::Feed)
    }

    /// The form that the first bytes of a nameless input tell; plain text where they tell nothing.
    pub fn of_start(start: &[u8]) -> Self {
        if let Some(form) = Self::of_magic(start) {
            return form;
        }
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
        let opening = start[..start.len().min(256)].to_ascii_lowercase();
        if opening.starts_with(b"{\"") || opening.starts_with(b"{ \"") {
            Self::JsonLines
        } else if [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<?xml"]
            .iter()
            .any(|tag| opening.starts_with(tag))
        {
            Self::Html
        } else {
            Self::Text
        }
    }
}

/// Whether the root element of a feed stands in the first bytes, and none of a page before it.
fn is_feed(start: &[u8]) -> bool {
    if !start.starts_with(b"<") {
        return false;
    }
    let opening = start[..start.len().min(START)].to_ascii_lowercase();
    let at = |tag: &[u8]| opening.windows(tag.len()).position(|window| window == tag);
    let roots = [&b"<rss"[..], b"<feed", b"<rdf:rdf", b":rss ", b":feed "];
    let root = roots.into_iter().filter_map(at).min();
    root.is_some_and(|root| at(b"<html").is_none_or(|page| root < page))
}

/// A form that the first bytes tell and that is not read, in words.
pub fn unread(start: &[u8]) -> Option<&'static str> {
    let kinds = [
        (&b"%PDF-"[..], "a PDF"),
        (b"PK\x03\x04", "a zip archive or office document"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"{\\rtf", "an RTF document"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"\xFD7zXZ", "xz-compressed data"),
        (b"BZh", "bzip2-compressed data"),
        (b"\x28\xB5\x2F\xFD", "zstd-compressed data"),
    ];
    kinds.into_iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, words)| words)
}

/// How much of a document is taken. A document over a limit is refused, not cut: half a report misleads.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one text file, or of the text of a report.
    pub text: usize,
    /// Bytes of one web page.
    pub page: usize,
    /// Bytes of one JSON line.
    pub line: usize,
    /// Bytes of one feed.
    pub feed: usize,
    /// Bytes of one table that does not lie in a file.
    pub table: usize,
}

impl Default for Limits {
    /// Far above any news report, far below what a machine holds.
    fn default() -> Self {
        Self { text: 8 << 20, page: 32 << 20, line: 64 << 20, feed: 64 << 20, table: 256 << 20 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_form() {
        for (name, form) in [
            ("a.txt", Some(Form::Text)),
            ("dir.d/page.HTML", Some(Form::Html)),
            ("feed.jsonl.gz", Some(Form::JsonLines)),
            ("CC-MAIN-1.warc.wet.gz", Some(Form::Archive)),
            ("news.RSS", Some(Form::Feed)),
            ("README", None),
            (".txt", None),
            ("photo.png", None),
        ] {
            assert_eq!(Form::of_name(name), form, "{name}");
        }
    }

    #[test]
    fn first_bytes_tell_the_form_of_a_pipe() {
        assert_eq!(Form::of_start(b"\xEF\xBB\xBF <!DOCTYPE HTML><p>x"), Form::Html);
        assert_eq!(Form::of_start(b"{\"id\": 1}"), Form::JsonLines);
        assert_eq!(Form::of_start(b"{curly} words, said Ms. Brandt."), Form::Text);
        assert_eq!(Form::of_start(b""), Form::Text);
        assert_eq!(Form::of_start(b"<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>"), Form::Feed);
        assert_eq!(Form::of_start(b"<a:feed xmlns:a='x'>"), Form::Feed);
        assert_eq!(Form::of_start(b"WARC/1.0\r\n"), Form::Archive);
        assert_eq!(Form::of_start(b"PAR1\x15"), Form::Table);
        assert_eq!(Form::of_start(b"<!DOCTYPE html><html><a href='/feed'><feed"), Form::Html);
        assert_eq!(Form::of_magic(b"Warcraft, said Mr. Obi"), None);
        assert_eq!(unread(b"%PDF-1.7"), Some("a PDF"));
    }
}
