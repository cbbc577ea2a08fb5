//! Files, folders, addresses and standard input as one stream of documents, in order.

pub mod address;
mod document;
mod files;
mod opened;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use reportedly_intake::{Form, Limits};
use reportedly_report::{Meta, Stated};

use crate::progress::Bytes;
use crate::trouble::Trouble;
use address::{Asking, Patience, Visits};
pub use document::Document;
use files::{files_of, name_of};
use opened::{Documents, Opening, unreadable};

const BUFFER: usize = 64 << 10;

/// What the feed gives: a document, or why there is none.
pub type Fed = Result<Document, Trouble>;

/// What is to be read.
#[derive(Debug)]
pub struct Inputs {
    sources: Vec<Result<Source, Trouble>>,
    form: Option<Form>,
    limits: Limits,
    bytes: Bytes,
    visits: Option<Box<dyn Visits>>,
}

#[derive(Debug)]
enum Source {
    Standard,
    File(PathBuf),
    Address(String),
}

impl Inputs {
    /// The files and addresses that the given files, folders, addresses and `-` stand for, all of one form if it is said.
    pub fn new(paths: Vec<PathBuf>, form: Option<Form>, limits: Limits) -> Self {
        let sources: Vec<_> = paths.into_iter().flat_map(|path| sources_of(path, form.is_some())).collect();
        let size = |source: &Result<Source, Trouble>| match source {
            Ok(Source::File(path)) => {
                std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|data| data.len())
            }
            Ok(Source::Standard | Source::Address(_)) => None,
            Err(_) => Some(0),
        };
        let bytes = Bytes { total: sources.iter().map(size).sum(), ..Bytes::default() };
        Self { sources, form, limits, bytes, visits: None }
    }

    /// Asks servers only for what has changed since the visits that are remembered here.
    #[must_use]
    pub fn remembering(self, visits: Box<dyn Visits>) -> Self {
        Self { visits: Some(visits), ..self }
    }

    /// How many bytes there are, and how many were read.
    pub fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// The documents in order, read as they are asked for.
    pub fn documents(self) -> impl Iterator<Item = Fed> + Send {
        let Self { sources, form, limits, bytes, visits } = self;
        let mut web = Web { asking: None, visits, form, limits, read: Arc::clone(&bytes.read) };
        let mut sources = sources.into_iter();
        let mut open: Option<(Documents, Option<Visit>)> = None;
        std::iter::from_fn(move || {
            loop {
                if let Some((documents, _)) = &mut open {
                    if let Some(fed) = documents.next() {
                        return Some(fed);
                    }
                    if let (Some(visits), Some((_, Some((address, version))))) = (&mut web.visits, open.take()) {
                        visits.read(&address, version);
                    }
                    open = None;
                }
                let opened = match sources.next()? {
                    Ok(Source::Standard) => {
                        opened_file(None, form, limits, &web.read).map(|documents| Some((documents, None)))
                    }
                    Ok(Source::File(path)) => {
                        opened_file(Some(&path), form, limits, &web.read).map(|documents| Some((documents, None)))
                    }
                    Ok(Source::Address(address)) => web.opened(&address),
                    Err(trouble) => Err(trouble),
                };
                match opened {
                    Ok(opened) => open = opened,
                    Err(trouble) => return Some(Err(trouble)),
                }
            }
        })
    }
}

/// An address read, and the version of it.
type Visit = (String, address::Version);

/// What is needed to ask for addresses; the asking begins with the first.
struct Web {
    asking: Option<Asking>,
    visits: Option<Box<dyn Visits>>,
    form: Option<Form>,
    limits: Limits,
    read: Arc<AtomicU64>,
}

impl Web {
    /// The documents at an address; none if they have not changed.
    fn opened(&mut self, address: &str) -> Result<Option<(Documents, Option<Visit>)>, Trouble> {
        let last = self.visits.as_ref().and_then(|visits| visits.last(address));
        let asking = self.asking.get_or_insert_with(|| Asking::new(Patience::default()));
        let Some(answer) = asking.ask(address, last.as_ref())? else { return Ok(None) };
        let stated = Meta { url: Some(answer.address), ..Meta::default() }.resting_on(Stated::Http);
        let counted = Counted { raw: Box::new(answer.stream), read: Arc::clone(&self.read) };
        let opening = Opening {
            name: address.to_owned(),
            stream: Box::new(BufReader::with_capacity(BUFFER, counted)),
            said: self.form,
            media: answer.media,
            stated,
            limits: self.limits,
            file: None,
        };
        // The next address may take a while: nothing read waits for it.
        let mut documents = opening.documents()?.peekable();
        let documents = std::iter::from_fn(move || {
            let mut fed = documents.next()?;
            if let (Ok(document), None) = (&mut fed, documents.peek()) {
                document.last_at_hand = true;
            }
            Some(fed)
        });
        Ok(Some((Box::new(documents), Some((address.to_owned(), answer.version)))))
    }
}

/// What a path stands for; a folder for all files in it whose names tell a form.
fn sources_of(path: PathBuf, all: bool) -> Vec<Result<Source, Trouble>> {
    if path.as_os_str() == "-" {
        return vec![Ok(Source::Standard)];
    }
    match path.to_str().filter(|name| address::is_address(name)) {
        Some(address) => vec![Ok(Source::Address(address.to_owned()))],
        None => files_of(path, all).into_iter().map(|file| file.map(Source::File)).collect(),
    }
}

fn opened_file(
    path: Option<&Path>,
    form: Option<Form>,
    limits: Limits,
    read: &Arc<AtomicU64>,
) -> Result<Documents, Trouble> {
    let name = path.map_or_else(|| "-".to_owned(), name_of);
    let of_file = |error: io::Error| unreadable(&name, &error);
    let file = path.map(File::open).transpose().map_err(of_file)?;
    let raw: Box<dyn Read + Send> = match &file {
        None => Box::new(io::stdin()),
        Some(file) => Box::new(file.try_clone().map_err(of_file)?),
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
