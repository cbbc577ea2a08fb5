//! Files, folders and standard input as a stream of documents, in order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use reportedly_intake::lines::Lines;
use reportedly_intake::{Format, Limits, Problem};

use crate::progress::Bytes;
use crate::trouble::Trouble;

const BUFFER: usize = 64 << 10;

/// One document, not yet understood.
#[derive(Debug)]
pub struct Document {
    /// Where it stands, as troubles name it and as its id where it has none: `feed.jsonl:2`.
    pub place: String,
    /// Its form.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether the next one may have to be waited for.
    pub last_at_hand: bool,
}

/// What the feed gives: a document, or why there is none.
pub type Fed = Result<Document, Trouble>;

/// What is to be read.
#[derive(Debug)]
pub struct Inputs {
    files: Vec<Result<PathBuf, Trouble>>,
    format: Option<Format>,
    limits: Limits,
    bytes: Bytes,
}

impl Inputs {
    /// The files that the given files, folders and `-` stand for, all of one form if it is said.
    pub fn new(paths: Vec<PathBuf>, format: Option<Format>, limits: Limits) -> Self {
        let files: Vec<_> = paths.into_iter().flat_map(|path| files_of(path, format.is_some())).collect();
        let size = |file: &Result<PathBuf, Trouble>| match file {
            Ok(path) => std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|data| data.len()),
            Err(_) => Some(0),
        };
        let bytes = Bytes { total: files.iter().map(size).sum(), ..Bytes::default() };
        Self { files, format, limits, bytes }
    }

    /// How many bytes there are, and how many were read.
    pub fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// The documents in order, read as they are asked for.
    pub fn documents(self) -> impl Iterator<Item = Fed> {
        let Self { files, format, limits, bytes } = self;
        files.into_iter().flat_map(move |file| match file {
            Ok(path) => {
                Opening { path: &path, name: &name_of(&path), format, limits: &limits, read: &bytes.read }.opened()
            }
            Err(trouble) => Opened::Failed(Some(trouble)),
        })
    }
}

/// A file being read.
enum Opened {
    Failed(Option<Trouble>),
    Whole(Option<Document>),
    Lines { name: String, lines: Lines<Box<dyn BufRead + Send>> },
}

impl Iterator for Opened {
    type Item = Fed;

    fn next(&mut self) -> Option<Fed> {
        match self {
            Self::Failed(trouble) => trouble.take().map(Err),
            Self::Whole(document) => document.take().map(Ok),
            Self::Lines { name, lines } => {
                let next = next_line(name, lines);
                match next {
                    Ok(fed) => fed,
                    Err(trouble) => {
                        *self = Self::Failed(None);
                        Some(Err(trouble))
                    }
                }
            }
        }
    }
}

/// The next line with anything on it. An error ends the file.
fn next_line(name: &str, lines: &mut Lines<Box<dyn BufRead + Send>>) -> Result<Option<Fed>, Trouble> {
    loop {
        let Some(line) = lines.read().map_err(|error| unreadable(name, &error))? else { return Ok(None) };
        let place = format!("{name}:{}", line.number);
        match line.bytes {
            Ok(bytes) if bytes.trim_ascii().is_empty() => {}
            Ok(bytes) => {
                let last_at_hand = line.last_at_hand;
                return Ok(Some(Ok(Document { place, format: Format::JsonLines, bytes, last_at_hand })));
            }
            Err(problem) => return Ok(Some(Err(Trouble::of_problem(place, &problem)))),
        }
    }
}

struct Opening<'a> {
    path: &'a Path,
    name: &'a str,
    format: Option<Format>,
    limits: &'a Limits,
    read: &'a Arc<AtomicU64>,
}

impl Opening<'_> {
    fn opened(self) -> Opened {
        self.open().unwrap_or_else(|trouble| Opened::Failed(Some(trouble)))
    }

    fn open(self) -> Result<Opened, Trouble> {
        let of_file = |error: io::Error| unreadable(self.name, &error);
        let raw: Box<dyn Read + Send> =
            if self.name == "-" { Box::new(io::stdin()) } else { Box::new(File::open(self.path).map_err(of_file)?) };
        let counted = Counted { raw, read: Arc::clone(self.read) };
        let mut stream: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(BUFFER, counted));
        if stream.fill_buf().map_err(of_file)?.starts_with(&[0x1F, 0x8B]) {
            stream = Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(stream)));
        }
        if let (None, Some(form)) = (self.format, reportedly_intake::unread(stream.fill_buf().map_err(of_file)?)) {
            return Err(Trouble::of_problem(self.name, &Problem::OtherForm(form)));
        }
        let format = match self.format.or_else(|| Format::of_name(self.name)) {
            Some(format) => format,
            None => Format::of_start(stream.fill_buf().map_err(of_file)?),
        };
        let limit = match format {
            Format::JsonLines => {
                return Ok(Opened::Lines { name: self.name.to_owned(), lines: Lines::new(stream, self.limits.line) });
            }
            Format::Text => self.limits.text,
            Format::Html => self.limits.page,
        };
        let mut bytes = Vec::new();
        stream.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(of_file)?;
        if bytes.len() > limit {
            return Err(Trouble::of_problem(self.name, &Problem::TooLarge { limit }));
        }
        Ok(Opened::Whole(Some(Document { place: self.name.to_owned(), format, bytes, last_at_hand: false })))
    }
}

/// Counts what is read through it.
struct Counted {
    raw: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.raw.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// A stream that broke off; unpacking breaks off with errors of these kinds.
fn unreadable(name: &str, error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            Trouble::of_problem(name, &Problem::Damaged(error.to_string()))
        }
        _ => Trouble::of_file(name, error),
    }
}

/// The path as troubles name it, the same on every system.
fn name_of(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The files that a path stands for: itself, or all in the folder whose names tell a form, in order of name.
fn files_of(path: PathBuf, all: bool) -> Vec<Result<PathBuf, Trouble>> {
    if path.as_os_str() == "-" || !path.is_dir() {
        return vec![Ok(path)];
    }
    let mut found = Vec::new();
    let mut folders = vec![path];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                found.push(Err(Trouble::of_file(name_of(&folder), &error)));
                continue;
            }
        };
        for entry in entries.flatten() {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            // Linked folders are not followed: they may lead in circles.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let path = entry.path();
            let told = || path.is_file() && (all || Format::of_name(&name_of(&path)).is_some());
            if !hidden && is_folder {
                folders.push(path);
            } else if !hidden && told() {
                found.push(Ok(path));
            }
        }
    }
    found.sort_by_cached_key(|file| file.as_ref().map_or_else(ToString::to_string, |path| name_of(path)));
    found
}
