//! One opened input as the documents in it, whatever its form: its name, its first bytes and what a server says tell it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use reportedly_intake::archive::{Archive, Record};
use reportedly_intake::lines::Lines;
use reportedly_intake::media::Media;
use reportedly_intake::{Form, Format, Limits, Problem, feed};
use reportedly_report::{Meta, Stated};

use super::{BUFFER, Document, Fed};
#[cfg(not(feature = "parquet"))]
use crate::trouble::Code;
use crate::trouble::Trouble;

/// Documents, read as they are asked for.
pub type Documents = Box<dyn Iterator<Item = Fed> + Send>;

/// A stream of bytes, as strangers' streams are read here.
pub type Stream = Box<dyn BufRead + Send>;

/// An input about to be read.
pub struct Opening {
    /// As troubles name it.
    pub name: String,
    /// Its bytes.
    pub stream: Stream,
    /// The form that the person says it has.
    pub said: Option<Form>,
    /// What a server says it is.
    pub media: Option<Media>,
    /// What is known of each document in it.
    pub stated: Meta,
    /// How much is taken.
    pub limits: Limits,
    /// The file that the stream reads, where it is one: tables are not read from front to back.
    pub file: Option<File>,
}

impl Opening {
    /// The documents in it.
    pub fn documents(mut self) -> Result<Documents, Trouble> {
        let name = self.name.clone();
        let of_input = |error: io::Error| unreadable(&name, &error);
        if let (None, Some(other)) = (self.said, self.media.as_ref().and_then(Media::unread)) {
            return Err(Trouble::of_problem(name, &Problem::OtherForm(other)));
        }
        let form = self.form().map_err(of_input)?;
        // An archive is unpacked record by record, so that each keeps its place.
        if form != Some(Form::Archive) && self.start().map_err(of_input)?.starts_with(&[0x1F, 0x8B]) {
            self.stream = Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(self.stream)));
            self.file = None;
        }
        let start = self.stream.fill_buf().map_err(of_input)?;
        if let (None, Some(other)) = (self.said, reportedly_intake::unread(start)) {
            return Err(Trouble::of_problem(name, &Problem::OtherForm(other)));
        }
        let form = form.unwrap_or_else(|| Form::of_start(start));
        match form {
            Form::Text => self.whole(Format::Text),
            Form::Html => self.whole(Format::Html),
            Form::JsonLines => Ok(Box::new(Objects { lines: Some(Lines::new(self.stream, self.limits.line)), name })),
            Form::Feed => {
                let (stated, limits) = (self.stated.clone(), self.limits);
                let bytes = self.all(limits.feed)?;
                entries(&name, &bytes, &stated, limits)
            }
            Form::Archive => {
                let archive = Archive::new(self.stream, self.limits.page);
                Ok(Box::new(Records { archive: Some(archive), name, limits: self.limits, within: None, given: false }))
            }
            Form::Table => self.rows(),
        }
    }

    /// The rows of a table; from a file as they are needed, else from memory, for a table begins at its end.
    #[cfg(feature = "parquet")]
    fn rows(mut self) -> Result<Documents, Trouble> {
        use reportedly_intake::table::Table;
        let (name, limits) = (self.name.clone(), self.limits);
        let of_input = |problem| Trouble::of_problem(&name, &problem);
        let table = match self.file.take() {
            Some(file) => Table::of_file(file, limits),
            None => Table::of_bytes(self.all(limits.table)?, limits),
        };
        let mut table = table.map_err(of_input)?;
        Ok(Box::new(std::iter::from_fn(move || {
            let place = |row| format!("{name}#{row}");
            let (row, report) = table.read(place)?;
            let ready = |report| Document::ready(place(row), report);
            Some(report.map(ready).map_err(|problem| Trouble::of_problem(place(row), &problem)))
        })))
    }

    #[cfg(not(feature = "parquet"))]
    fn rows(self) -> Result<Documents, Trouble> {
        let cause = "a Parquet table, which this build does not read";
        Err(Trouble::new(Code::OtherForm, self.name, cause, "skipped; build with the feature parquet"))
    }

    fn start(&mut self) -> io::Result<&[u8]> {
        self.stream.fill_buf()
    }

    /// The form as said, else as the first bytes show, else as the server or the name has it.
    fn form(&mut self) -> io::Result<Option<Form>> {
        if self.said.is_some() {
            return Ok(self.said);
        }
        let start = self.stream.fill_buf()?;
        let shown = Form::of_magic(start);
        // The end of an address says something only where the server does not.
        let path = self.name.split(['?', '#']).next().filter(|_| self.media.is_some()).unwrap_or(&self.name);
        let told = self.media.as_ref().and_then(Form::of_media).or_else(|| Form::of_name(path));
        // XML may be a page in XHTML.
        let page = told == Some(Form::Feed) && Form::of_start(start) == Form::Html && is_page(start);
        Ok(shown.or(if page { Some(Form::Html) } else { told }))
    }

    fn whole(self, format: Format) -> Result<Documents, Trouble> {
        let limit = if format == Format::Text { self.limits.text } else { self.limits.page };
        let (name, media, stated) = (self.name.clone(), self.media.clone(), self.stated.clone());
        let bytes = self.all(limit)?;
        let bytes = match media {
            Some(media) => media.marked(bytes),
            None => bytes,
        };
        Ok(one(Document { stated, ..Document::new(name, format, bytes) }))
    }

    /// All bytes, if they are within the limit.
    fn all(self, limit: usize) -> Result<Vec<u8>, Trouble> {
        let mut bytes = Vec::new();
        self.stream.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&self.name, &error))?;
        if bytes.len() > limit {
            return Err(Trouble::of_problem(self.name, &Problem::TooLarge { limit }));
        }
        Ok(bytes)
    }
}

/// Whether the root of a page stands in the first bytes.
fn is_page(start: &[u8]) -> bool {
    let start = start[..start.len().min(reportedly_intake::START)].to_ascii_lowercase();
    start.windows(5).any(|window| window == b"<html")
}

fn one(document: Document) -> Documents {
    Box::new(std::iter::once(Ok(document)))
}

/// The entries of a feed; `stated` is what is known besides of all of them.
fn entries(name: &str, bytes: &[u8], stated: &Meta, limits: Limits) -> Result<Documents, Trouble> {
    let feed = feed::read(bytes, &limits).map_err(|problem| Trouble::of_problem(name, &problem))?;
    let name = name.to_owned();
    if feed.entries.is_empty() && feed.problem.is_none() {
        return Err(Trouble::of_problem(name, &Problem::Empty("a feed without entries")));
    }
    let broken = feed.problem.clone().map(|problem| Err(Trouble::of_problem(&name, &problem)));
    let stated = stated.clone();
    let entries = (0..feed.entries.len()).map(move |at| {
        let place = format!("{name}#{}", at + 1);
        let report = feed.report(at, place.clone(), &limits);
        let mut report = report.map_err(|problem| Trouble::of_problem(&place, &problem))?;
        // An entry without an address does not stand at that of its feed.
        report.meta.complete_from(Meta { url: None, ..stated.clone() });
        Ok(Document::ready(place, report))
    });
    Ok(Box::new(entries.chain(broken)))
}

/// The lines of a stream that have anything on them. An error ends the stream.
struct Objects {
    name: String,
    lines: Option<Lines<Stream>>,
}

impl Iterator for Objects {
    type Item = Fed;

    fn next(&mut self) -> Option<Fed> {
        loop {
            let line = match self.lines.as_mut()?.read() {
                Ok(line) => line?,
                Err(error) => {
                    self.lines = None;
                    return Some(Err(unreadable(&self.name, &error)));
                }
            };
            let place = format!("{}:{}", self.name, line.number);
            match line.bytes {
                Ok(bytes) if bytes.trim_ascii().is_empty() => {}
                Ok(bytes) => {
                    let document = Document::new(place, Format::JsonLines, bytes);
                    return Some(Ok(Document { last_at_hand: line.last_at_hand, ..document }));
                }
                Err(problem) => return Some(Err(Trouble::of_problem(place, &problem))),
            }
        }
    }
}

/// The documents of a web archive; other records, pictures and other pages than found ones are passed over.
struct Records {
    name: String,
    archive: Option<Archive<Stream>>,
    limits: Limits,
    /// The entries of a feed in the archive.
    within: Option<Documents>,
    /// Whether there was anything yet.
    given: bool,
}

impl Iterator for Records {
    type Item = Fed;

    fn next(&mut self) -> Option<Fed> {
        loop {
            if let Some(fed) = self.within.as_mut().and_then(Iterator::next) {
                return Some(fed);
            }
            self.within = None;
            let (at, found) = match self.archive.as_mut()?.read() {
                Ok(Some(Ok(record))) => (record.at.clone(), self.taken(record)),
                Ok(Some(Err((at, problem)))) => (at, Err(problem)),
                Ok(None) => {
                    self.archive = None;
                    let empty = Problem::Empty("an archive without a page or text");
                    return (!self.given).then(|| Err(Trouble::of_problem(&self.name, &empty)));
                }
                Err(error) => {
                    self.archive = None;
                    return Some(Err(unreadable(&self.name, &error)));
                }
            };
            self.given |= !matches!(found, Ok(None));
            match found {
                Ok(documents) => self.within = documents,
                Err(problem) => return Some(Err(Trouble::of_problem(format!("{}@{at}", self.name), &problem))),
            }
        }
    }
}

impl Records {
    fn taken(&self, record: Record) -> Result<Option<Documents>, Problem> {
        let place = format!("{}@{}", self.name, record.at);
        let stated = Meta { url: record.address.clone(), ..Meta::default() }.resting_on(Stated::Archive);
        let Some(payload) = record.payload(self.limits.page)? else { return Ok(None) };
        let start = &payload.bytes[..payload.bytes.len().min(reportedly_intake::START)];
        let form = match Form::of_media(&payload.media) {
            Some(Form::Html | Form::Feed) | None if Form::of_magic(start) == Some(Form::Feed) => Form::Feed,
            Some(form) => form,
            None if payload.media.essence.is_empty() => Form::of_start(start),
            None => return Ok(None),
        };
        let format = match form {
            Form::Text => Format::Text,
            Form::Html => Format::Html,
            Form::Feed => {
                let found = entries(&place, &payload.bytes, &stated, self.limits);
                return Ok(Some(found.unwrap_or_else(|trouble| Box::new(std::iter::once(Err(trouble))))));
            }
            Form::JsonLines | Form::Archive | Form::Table => return Ok(None),
        };
        if payload.bytes.trim_ascii().is_empty() {
            return Ok(None);
        }
        Ok(Some(one(Document { stated, ..Document::new(place, format, payload.media.marked(payload.bytes)) })))
    }
}

/// A stream that broke off; unpacking breaks off with errors of these kinds.
pub fn unreadable(name: &str, error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            Trouble::of_problem(name, &Problem::Damaged(error.to_string()))
        }
        _ => Trouble::of_file(name, error),
    }
}
