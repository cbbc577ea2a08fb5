//! Files, folders, addresses and standard input as one stream of documents, in order.

mod document;
mod files;
mod opened;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use reportedly_intake::{Form, Limits};
use reportedly_report::Meta;

use crate::progress::Bytes;
use crate::trouble::Trouble;
pub use document::Document;
use files::{files_of, name_of};
use opened::{Opening, unreadable};

const BUFFER: usize = 64 << 10;

/// What the feed gives: a document, or why there is none.
pub type Fed = Result<Document, Trouble>;

/// What is to be read.
#[derive(Debug)]
pub struct Inputs {
    files: Vec<Result<PathBuf, Trouble>>,
    form: Option<Form>,
    limits: Limits,
    bytes: Bytes,
}

impl Inputs {
    /// The files that the given files, folders and `-` stand for, all of one form if it is said.
    pub fn new(paths: Vec<PathBuf>, form: Option<Form>, limits: Limits) -> Self {
        let files: Vec<_> = paths.into_iter().flat_map(|path| files_of(path, form.is_some())).collect();
        let size = |file: &Result<PathBuf, Trouble>| match file {
            Ok(path) => std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|data| data.len()),
            Err(_) => Some(0),
        };
        let bytes = Bytes { total: files.iter().map(size).sum(), ..Bytes::default() };
        Self { files, form, limits, bytes }
    }

    /// How many bytes there are, and how many were read.
    pub fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// The documents in order, read as they are asked for.
    pub fn documents(self) -> impl Iterator<Item = Fed> + Send {
        let Self { files, form, limits, bytes } = self;
        files.into_iter().flat_map(move |file| {
            let opened = file.and_then(|path| open(&path, form, limits, &bytes.read));
            opened.unwrap_or_else(|trouble| Box::new(std::iter::once(Err(trouble))))
        })
    }
}

fn open(path: &Path, form: Option<Form>, limits: Limits, read: &Arc<AtomicU64>) -> Result<opened::Documents, Trouble> {
    let name = name_of(path);
    let file = if name == "-" { None } else { Some(File::open(path)) };
    let file = file.transpose().map_err(|error| unreadable(&name, &error))?;
    let raw: Box<dyn Read + Send> = match &file {
        None => Box::new(io::stdin()),
        Some(file) => Box::new(file.try_clone().map_err(|error| unreadable(&name, &error))?),
    };
    let stream = Box::new(BufReader::with_capacity(BUFFER, Counted { raw, read: Arc::clone(read) }));
    Opening { name, stream, said: form, media: None, stated: Meta::default(), limits, file }.documents()
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
