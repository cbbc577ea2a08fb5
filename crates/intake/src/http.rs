//! HTTP messages as archives keep them, and the codings of bodies: chunked, gzip, deflate.
//!
//! Everything is bounded, and lenient where archives are wrong: a body that is not in the coding its head states is
//! taken as it is, since archiving proxies often undo a coding and leave the head alone.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress, Status};

use crate::Problem;
use crate::media::Media;

/// An answer of a server.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer<'b> {
    /// 200 is an answer in full.
    pub status: u16,
    headers: Vec<(&'b str, &'b str)>,
    body: &'b [u8],
}

impl<'b> Answer<'b> {
    /// Takes a message apart; none if it does not begin as an answer does.
    pub fn parse(message: &'b [u8]) -> Option<Self> {
        let (head, body) = split_head(message);
        let head = std::str::from_utf8(head)
            .unwrap_or_else(|error| std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default());
        let mut lines = head.lines();
        let mut status = lines.next()?.strip_prefix("HTTP/")?.split_ascii_whitespace();
        let status = status.nth(1)?.parse().ok()?;
        let pairs = lines.filter_map(|line| line.split_once(':'));
        Some(Self { status, headers: pairs.map(|(name, value)| (name.trim(), value.trim())).collect(), body })
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&'b str> {
        self.headers.iter().find(|(named, _)| named.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// Its kind.
    pub fn media(&self) -> Media {
        self.header("content-type").map(Media::parse).unwrap_or_default()
    }

    /// The body, codings undone.
    ///
    /// # Errors
    /// If it is over the limit, damaged, or in a coding that is not read.
    pub fn payload(&self, limit: usize) -> Result<Vec<u8>, Problem> {
        let chunked =
            self.header("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
        let body = if chunked { unchunked(self.body) } else { self.body.to_vec() };
        unpacked(body, self.header("content-encoding").unwrap_or(""), limit)
    }
}

/// Head and body of a message.
fn split_head(message: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(end) = message[at..].iter().position(|&byte| byte == b'\n') {
        let line = message[at..at + end].trim_ascii();
        if line.is_empty() {
            return (&message[..at], &message[at + end + 1..]);
        }
        at += end + 1;
    }
    (message, &[])
}

/// A chunked body in one piece; a body that is not chunked as it is; up to the break where the chunks break off.
fn unchunked(body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().take(100).position(|&byte| byte == b'\n');
        let size = end.and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()
        });
        let (Some(end), Some(size)) = (end, size) else {
            return if whole.is_empty() { body.to_vec() } else { whole };
        };
        rest = &rest[end + 1..];
        if size == 0 {
            return whole;
        }
        let taken = size.min(rest.len());
        whole.extend_from_slice(&rest[..taken]);
        rest = &rest[taken..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return whole;
        }
    }
}

/// A body whose content codings, listed as in `Content-Encoding`, are undone.
///
/// # Errors
/// If it is over the limit, damaged, or in a coding that is not read.
pub fn unpacked(body: Vec<u8>, codings: &str, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut body = body;
    for coding in codings.split(',').map(|coding| coding.trim().to_ascii_lowercase()).rev().take(3) {
        body = match coding.as_str() {
            "" | "identity" | "none" => body,
            "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => gunzipped(&body, limit)?,
            "deflate" => inflated(&body, true, limit).or_else(|_| inflated(&body, false, limit))?,
            "gzip" | "x-gzip" => body,
            _ => return Err(Problem::OtherForm("in a coding of HTTP other than gzip and deflate")),
        };
    }
    if body.len() > limit { Err(Problem::TooLarge { limit }) } else { Ok(body) }
}

/// Whole members of gzip, or one whose sum at the end alone is cut off: archives with a wrong length do that.
fn gunzipped(body: &[u8], limit: usize) -> Result<Vec<u8>, Problem> {
    let mut whole = Vec::new();
    let done = MultiGzDecoder::new(body).take(limit as u64 + 1).read_to_end(&mut whole);
    match done {
        _ if whole.len() > limit => Err(Problem::TooLarge { limit }),
        Ok(_) => Ok(whole),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => inflated(after_head(body), false, limit),
        Err(error) => Err(not_unpacked(&error.to_string())),
    }
}

/// What stands behind the head of a gzip member.
fn after_head(member: &[u8]) -> &[u8] {
    const EXTRA: u8 = 4;
    let flags = member.get(3).copied().unwrap_or(0);
    let mut at = 10;
    if flags & EXTRA != 0 {
        at += 2
            + usize::from(member.get(10).copied().unwrap_or(0))
            + 256 * usize::from(member.get(11).copied().unwrap_or(0));
    }
    for text in [8, 16] {
        if flags & text != 0 {
            let rest = member.get(at..).unwrap_or(&[]);
            at += rest.iter().position(|&byte| byte == 0).map_or(rest.len(), |end| end + 1);
        }
    }
    at += if flags & 2 != 0 { 2 } else { 0 };
    member.get(at..).unwrap_or(&[])
}

/// A deflate stream that comes to its end.
fn inflated(packed: &[u8], zlib: bool, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut unpacking = Decompress::new(zlib);
    let mut whole = Vec::with_capacity(packed.len().saturating_mul(4).min(limit + 1));
    loop {
        let rest = &packed[(unpacking.total_in() as usize).min(packed.len())..];
        let status = unpacking
            .decompress_vec(rest, &mut whole, FlushDecompress::Finish)
            .map_err(|error| not_unpacked(&error.to_string()))?;
        if whole.len() > limit {
            return Err(Problem::TooLarge { limit });
        }
        match status {
            Status::StreamEnd => return Ok(whole),
            _ if whole.len() < whole.capacity() => return Err(not_unpacked("it breaks off")),
            _ => whole.reserve(whole.len().clamp(1024, 1 << 20)),
        }
    }
}

fn not_unpacked(why: &str) -> Problem {
    Problem::Damaged(format!("its body does not unpack: {why}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn payload(head: &str, body: &[u8]) -> Result<Vec<u8>, Problem> {
        let message = [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat();
        Answer::parse(&message).unwrap().payload(1000)
    }

    #[test]
    fn undoes_the_codings_of_a_body() {
        assert_eq!(payload("", b"rain").unwrap(), b"rain");
        let chunked = "Transfer-Encoding: Chunked\r\n";
        assert_eq!(payload(chunked, b"2\r\nra\r\n2;x=1\r\nin\r\n0\r\n\r\n").unwrap(), b"rain");
        assert_eq!(payload(chunked, b"<p>rain").unwrap(), b"<p>rain");
        assert_eq!(payload(chunked, b"2\r\nra\r\nffffff\r\nin").unwrap(), b"rain");
        let packed = "content-encoding: gzip\r\n";
        assert_eq!(payload(packed, &gzip(b"rain")).unwrap(), b"rain");
        assert_eq!(payload(packed, b"rain").unwrap(), b"rain");
        let whole = gzip(b"rain");
        assert_eq!(payload(packed, &whole[..whole.len() - 2]).unwrap(), b"rain");
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(b"rain").unwrap();
        let zlib = zlib.finish().unwrap();
        let coded = "Content-Encoding: deflate\r\n";
        assert_eq!(payload(coded, &zlib).unwrap(), b"rain");
        assert_eq!(payload(coded, &zlib[2..zlib.len() - 4]).unwrap(), b"rain");
    }

    #[test]
    fn refuses_bombs_and_breaks() {
        let packed = "content-encoding: gzip\r\n";
        assert_eq!(payload(packed, &gzip(&[b'a'; 2000])), Err(Problem::TooLarge { limit: 1000 }));
        assert!(matches!(payload(packed, &gzip(b"rain")[..12]), Err(Problem::Damaged(_))));
        assert!(matches!(payload("content-encoding: br\r\n", b"x"), Err(Problem::OtherForm(_))));
        assert_eq!(Answer::parse(b"GET / HTTP/1.1\r\n\r\n"), None);
        assert_eq!(Answer::parse(b"\xFF"), None);
    }
}
