//! The forms documents come in, and how much of them is taken.

/// The form of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, one report a file.
    Text,
    /// A web page, one report a file.
    Html,
    /// One JSON object a line, one report a line.
    JsonLines,
}

impl Format {
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
            _ => None,
        }
    }

    /// The form that the first bytes of a nameless input tell; plain text where they tell nothing.
    pub fn of_start(start: &[u8]) -> Self {
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

/// A form that the first bytes tell and that is not read yet, in words.
pub fn unread(start: &[u8]) -> Option<&'static str> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    if start.starts_with(b"WARC/") {
        return Some("a web archive");
    }
    if !start.starts_with(b"<") {
        return None;
    }
    let opening = start[..start.len().min(2048)].to_ascii_lowercase();
    let has = |tag: &[u8]| opening.windows(tag.len()).any(|window| window == tag);
    let feed = [&b"<rss"[..], b"<feed", b"<rdf:rdf"].into_iter().any(has);
    (feed && !has(b"<html")).then_some("a feed")
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
}

impl Default for Limits {
    /// Far above any news report, far below what a machine holds.
    fn default() -> Self {
        Self { text: 8 << 20, page: 32 << 20, line: 64 << 20 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_form() {
        for (name, form) in [
            ("a.txt", Some(Format::Text)),
            ("dir.d/page.HTML", Some(Format::Html)),
            ("feed.jsonl.gz", Some(Format::JsonLines)),
            ("README", None),
            (".txt", None),
            ("photo.png", None),
        ] {
            assert_eq!(Format::of_name(name), form, "{name}");
        }
    }

    #[test]
    fn first_bytes_tell_the_form_of_a_pipe() {
        assert_eq!(Format::of_start(b"\xEF\xBB\xBF <!DOCTYPE HTML><p>x"), Format::Html);
        assert_eq!(Format::of_start(b"{\"id\": 1}"), Format::JsonLines);
        assert_eq!(Format::of_start(b"{curly} words, said Ms. Brandt."), Format::Text);
        assert_eq!(Format::of_start(b""), Format::Text);
        assert_eq!(unread(b"<?xml version='1.0'?>\n<rss version='2.0'>"), Some("a feed"));
        assert_eq!(unread(b"WARC/1.0\r\n"), Some("a web archive"));
        assert_eq!(unread(b"<!DOCTYPE html><html><a href='/feed'>"), None);
    }
}
