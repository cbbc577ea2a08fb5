//! Web archives (WARC and WET, ISO 28500): records one by one, each at a stable place.
//!
//! Read as a stream, plain or gzipped, a gzip member for each record or one for the whole file. A record reaches no
//! further than its member, and what is broken costs itself alone: reading goes on where the next record begins. Only
//! records that hold a document are kept in memory, and no more of one than the limit. (No crate fits: those there are
//! read no gzip members one by one, or give up at the first broken record.)

mod members;

use std::io::{self, BufRead};

use members::Members;

use crate::Problem;
use crate::http::Answer;
use crate::media::Media;

/// Bytes of the head of one record.
const HEAD: usize = 64 << 10;
/// Bytes passed over in search of the next record.
const SEARCH: u64 = 64 << 20;
/// Bytes between two records that are passed over without a word.
const SLIP: u64 = 16;
/// The first word of each record.
const MAGIC: &[u8] = b"WARC/";

/// A record.
#[derive(Debug)]
pub struct Record {
    /// Where it begins: the byte of the file; within a gzip member of several records, also the byte unpacked, `712+90`.
    pub at: String,
    /// `response`, `resource`, `conversion`, `warcinfo`, …
    pub kind: String,
    /// What it is a record of.
    pub address: Option<String>,
    /// When it was taken.
    pub date: Option<String>,
    media: Media,
    block: Result<Vec<u8>, Problem>,
}

/// A document of an archive.
#[derive(Debug, PartialEq, Eq)]
pub struct Payload {
    /// What it is said to be.
    pub media: Media,
    /// Its bytes, codings undone.
    pub bytes: Vec<u8>,
}

impl Record {
    /// The document that it holds: none in records about the archiving itself and in answers other than 200.
    ///
    /// # Errors
    /// If the record is broken, or its document over the limit.
    pub fn payload(self, limit: usize) -> Result<Option<Payload>, Problem> {
        let http = self.media.essence == "application/http";
        match (self.kind.as_str(), self.block?) {
            ("response", block) if http || block.starts_with(b"HTTP/") => {
                let answer = Answer::parse(&block).ok_or_else(|| Problem::Damaged("no answer of a server".into()))?;
                if answer.status != 200 {
                    return Ok(None);
                }
                Ok(Some(Payload { media: answer.media(), bytes: answer.payload(limit)? }))
            }
            ("response" | "resource" | "conversion", bytes) => Ok(Some(Payload { media: self.media, bytes })),
            _ => Ok(None),
        }
    }
}

/// The records of an archive.
#[derive(Debug)]
pub struct Archive<R: BufRead> {
    members: Members<R>,
    limit: usize,
    /// A first line already read: the one that ended the search after something broken.
    found: Option<String>,
}

impl<R: BufRead> Archive<R> {
    /// The records of `stream`, documents of at most `limit` bytes kept.
    pub fn new(stream: R, limit: usize) -> Self {
        Self { members: Members::new(stream), limit, found: None }
    }

    /// The next record; a problem, with its place, where something broken stands instead.
    ///
    /// # Errors
    /// If the stream cannot be read further.
    pub fn read(&mut self) -> io::Result<Option<Result<Record, (String, Problem)>>> {
        let at = match self.found.take().map_or_else(|| self.begin(), |at| Ok(Some(Begin::Record(at)))) {
            Ok(None) => return Ok(None),
            Ok(Some(Begin::Record(at))) => at,
            Ok(Some(Begin::Other(at, length))) => {
                let passed = self.search()?;
                // A length that is a few bytes short is a common fault, and costs nothing.
                if self.found.is_some() && length + passed <= SLIP && at != "0" {
                    return self.read();
                }
                return Ok(Some(Err((at, Problem::Damaged("no record of an archive begins here".into())))));
            }
            Err(error) => return self.broken(error),
        };
        match self.record(at.clone()) {
            Ok(Ok(record)) => Ok(Some(Ok(record))),
            Ok(Err(problem)) => {
                self.search()?;
                Ok(Some(Err((at, problem))))
            }
            Err(error) if is_damage(&error) => {
                self.members.abandon()?;
                Ok(Some(Err((at, Problem::Damaged(error.to_string())))))
            }
            Err(error) => Err(error),
        }
    }

    fn broken<T>(&mut self, error: io::Error) -> io::Result<Option<Result<T, (String, Problem)>>> {
        if !is_damage(&error) {
            return Err(error);
        }
        let at = self.members.place();
        self.members.abandon()?;
        Ok(Some(Err((at, Problem::Damaged(error.to_string())))))
    }

    /// Passes over blank lines to the first line of the next record.
    fn begin(&mut self) -> io::Result<Option<Begin>> {
        loop {
            if !self.members.enter()? {
                return Ok(None);
            }
            let at = self.members.place();
            let line = self.members.line(HEAD)?;
            if line.is_empty() {
                self.members.leave();
            } else if line.starts_with(MAGIC) {
                return Ok(Some(Begin::Record(at)));
            } else if !line.trim_ascii().is_empty() {
                return Ok(Some(Begin::Other(at, line.len() as u64)));
            }
        }
    }

    /// After something broken: to the first line of the next record in this member, or to its end. The bytes passed.
    fn search(&mut self) -> io::Result<u64> {
        let mut passed = 0;
        loop {
            let before = self.members.place();
            let line = match self.members.line(HEAD) {
                Ok(line) => line,
                Err(error) if is_damage(&error) => return self.members.abandon().map(|()| passed),
                Err(error) => return Err(error),
            };
            if line.is_empty() {
                return Ok(passed);
            }
            if line.starts_with(MAGIC) {
                self.found = Some(before);
                return Ok(passed);
            }
            passed += line.len() as u64;
            if passed > SEARCH {
                self.members.end();
                return Ok(passed);
            }
        }
    }

    /// A record whose first line has been read.
    fn record(&mut self, at: String) -> io::Result<Result<Record, Problem>> {
        let head = match self.head()? {
            Ok(head) => head,
            Err(problem) => return Ok(Err(problem)),
        };
        let value = |name: &str| {
            head.iter().find(|(named, _)| named.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
        };
        let length: Option<u64> = value("content-length").and_then(|length| length.parse().ok());
        let Some(length) = length else {
            return Ok(Err(Problem::Damaged("a record without a sound Content-Length".into())));
        };
        let kind = value("warc-type").unwrap_or("").to_ascii_lowercase();
        let address = value("warc-target-uri").map(|address| address.trim_matches(['<', '>']).replace(' ', "%20"));
        let record = |block| Record {
            at,
            address,
            date: value("warc-date").map(str::to_owned),
            media: value("content-type").map(Media::parse).unwrap_or_default(),
            kind: kind.clone(),
            block,
        };
        let keeps = matches!(kind.as_str(), "response" | "resource" | "conversion");
        let limit = if keeps { self.limit as u64 + HEAD as u64 } else { 0 };
        let mut block = Vec::new();
        let taken = self.members.take(length, limit, &mut block)?;
        let block = if taken < length {
            Err(Problem::Damaged(format!("the record breaks off after {taken} of {length} bytes")))
        } else if keeps && length > limit {
            Err(Problem::TooLarge { limit: self.limit })
        } else {
            Ok(block)
        };
        Ok(Ok(record(block)))
    }

    /// The named fields of a record, to the blank line.
    fn head(&mut self) -> io::Result<Result<Vec<(String, String)>, Problem>> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut size = 0;
        loop {
            let line = self.members.line(HEAD)?;
            size += line.len();
            if size > HEAD {
                return Ok(Err(Problem::Damaged("a record with an endless head".into())));
            }
            let words = String::from_utf8_lossy(&line);
            if words.trim().is_empty() {
                return Ok(Ok(fields));
            }
            match (words.split_once(':'), fields.last_mut()) {
                (_, Some((_, value))) if words.starts_with([' ', '\t']) => {
                    value.push(' ');
                    value.push_str(words.trim());
                }
                (Some((name, value)), _) => fields.push((name.trim().to_owned(), value.trim().to_owned())),
                _ => {}
            }
        }
    }
}

enum Begin {
    Record(String),
    Other(String, u64),
}

/// Whether unpacking broke off, and not the file itself.
fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

#[cfg(test)]
mod tests;
