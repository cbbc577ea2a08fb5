//! Files, folders and standard input as a stream of documents, in order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use reportedly_intake::lines::Lines;
use reportedly_intake::{Format, Limits, Problem};

use crate::trouble::Trouble;

/// One document, not yet understood.
#[derive(Debug)]
pub struct Document {
    /// Where it stands, as troubles name it and as its id where it has none: `feed.jsonl:2`.
    pub place: String,
    /// Its form.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the feed gives: a document, or why there is none.
pub type Fed = Result<Document, Trouble>;

/// What to open and how.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The files, folders and `-` given.
    pub paths: Vec<PathBuf>,
    /// The form of all of them, if it was said.
    pub format: Option<Format>,
    /// How much is taken.
    pub limits: Limits,
}

impl Inputs {
    /// The documents in order, read as they are asked for.
    pub fn documents(self) -> impl Iterator<Item = Fed> {
        let Self { paths, format, limits } = self;
        paths.into_iter().flat_map(move |path| files_of(path, format.is_some())).flat_map(move |file| {
            file.map_or_else(|trouble| Opened::Failed(Some(trouble)), |path| open(&path, format, &limits))
        })
    }
}

/// A file being read.
enum Opened {
    Failed(Option<Trouble>),
    Whole(Option<Document>),
    Lines { name: String, lines: Lines<Box<dyn BufRead + Send>> },
    End,
}

impl Iterator for Opened {
    type Item = Fed;

    fn next(&mut self) -> Option<Fed> {
        match self {
            Self::Failed(trouble) => trouble.take().map(Err),
            Self::Whole(document) => document.take().map(Ok),
            Self::End => None,
            Self::Lines { name, lines } => loop {
                let line = match lines.read() {
                    Ok(Some(line)) => line,
                    Ok(None) => return None,
                    Err(error) => {
                        let trouble = unreadable(name, &error);
                        *self = Self::End;
                        return Some(Err(trouble));
                    }
                };
                let place = format!("{name}:{}", line.number);
                match line.bytes {
                    Ok(bytes) if bytes.trim_ascii().is_empty() => {}
                    Ok(bytes) => return Some(Ok(Document { place, format: Format::JsonLines, bytes })),
                    Err(problem) => return Some(Err(Trouble::of_problem(place, &problem))),
                }
            },
        }
    }
}

fn open(path: &Path, format: Option<Format>, limits: &Limits) -> Opened {
    let name = name_of(path);
    try_open(path, &name, format, limits).unwrap_or_else(|trouble| Opened::Failed(Some(trouble)))
}

fn try_open(path: &Path, name: &str, format: Option<Format>, limits: &Limits) -> Result<Opened, Trouble> {
    let of_file = |error: io::Error| unreadable(name, &error);
    let raw: Box<dyn Read + Send> =
        if name == "-" { Box::new(io::stdin()) } else { Box::new(File::open(path).map_err(of_file)?) };
    let mut stream: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(1 << 16, raw));
    if stream.fill_buf().map_err(of_file)?.starts_with(&[0x1F, 0x8B]) {
        stream = Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(stream)));
    }
    let told = format.or_else(|| Format::of_name(name));
    let format = match told {
        Some(format) => format,
        None => Format::of_start(stream.fill_buf().map_err(of_file)?),
    };
    let limit = match format {
        Format::JsonLines => {
            return Ok(Opened::Lines { name: name.to_owned(), lines: Lines::new(stream, limits.line) });
        }
        Format::Text => limits.text,
        Format::Html => limits.page,
    };
    let mut bytes = Vec::new();
    stream.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(of_file)?;
    if bytes.len() > limit {
        return Err(Trouble::of_problem(name, &Problem::TooLarge { limit }));
    }
    Ok(Opened::Whole(Some(Document { place: name.to_owned(), format, bytes })))
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
    path.to_string_lossy().replace('\\', "/")
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
            match (hidden, is_folder) {
                (true, _) => {}
                (false, true) => folders.push(path),
                (false, false) if path.is_file() && (all || Format::of_name(&name_of(&path)).is_some()) => {
                    found.push(Ok(path));
                }
                _ => {}
            }
        }
    }
    found.sort_by_key(|file| file.as_ref().map_or_else(ToString::to_string, |path| name_of(path)));
    found
}
