//! What a pipeline comes in: a wheel (a zip archive) or a folder, as a list of files by name.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder};

use crate::trouble::{Code, Trouble};

/// Bytes of a wheel, and of one file in it, that are taken at most: models for CPUs are far smaller.
const LIMIT: u64 = 2 << 30;

/// A wheel or a folder with a pipeline in it.
#[derive(Debug)]
pub struct Bundle {
    /// As it was named.
    name: String,
    files: BTreeMap<String, Place>,
    /// The whole wheel; empty for a folder.
    bytes: Vec<u8>,
}

#[derive(Debug)]
enum Place {
    Packed(ZipArchiveEntryWayfinder, CompressionMethod),
    File(PathBuf),
}

impl Bundle {
    /// Opens a wheel or a folder.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let name = path.display().to_string();
        if path.is_dir() {
            Ok(Self { files: folder_files(path), name, bytes: Vec::new() })
        } else {
            Self::wheel(path, name)
        }
    }

    fn wheel(path: &Path, name: String) -> Result<Self, Trouble> {
        let of_file = |error: std::io::Error| Trouble::of_file(&name, &error);
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(of_file)?;
        file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(of_file)?;
        if bytes.len() as u64 > LIMIT {
            return Err(Trouble::new(
                Code::TooLarge,
                &name,
                format!("too large: over {LIMIT} bytes"),
                "give the wheel of a pipeline",
            ));
        }
        let no_wheel = |error: rawzip::Error| {
            Trouble::new(Code::NotAPipeline, &name, format!("not a wheel: {error}"), "give a .whl file or a folder")
        };
        let archive = ZipArchive::from_slice(&bytes[..]).map_err(no_wheel)?;
        let mut files = BTreeMap::new();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(no_wheel)? {
            if entry.is_dir() {
                continue;
            }
            // A name that leads out of the wheel is no name of ours.
            let Ok(path) = entry.file_path().try_normalize() else { continue };
            files.insert(path.as_ref().to_owned(), Place::Packed(entry.wayfinder(), entry.compression_method()));
        }
        Ok(Self { name, files, bytes })
    }

    /// As the bundle was named.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of its files in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether it has a file.
    pub fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// The bytes of a file.
    pub fn read(&self, file: &str) -> Result<Vec<u8>, Trouble> {
        let damaged =
            |cause: String| Trouble::new(Code::Damaged, format!("{}: {file}", self.name), cause, "fetch it again");
        match self.files.get(file) {
            None => Err(damaged("not in it".into())),
            Some(Place::File(path)) => std::fs::read(path).map_err(|error| damaged(error.to_string())),
            Some(Place::Packed(way, method)) => self.unpack(*way, *method).map_err(damaged),
        }
    }

    fn unpack(&self, way: ZipArchiveEntryWayfinder, method: CompressionMethod) -> Result<Vec<u8>, String> {
        let archive = ZipArchive::from_slice(&self.bytes[..]).map_err(|error| error.to_string())?;
        let entry = archive.get_entry(way).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        let read = match method {
            CompressionMethod::STORE => entry.verifying_reader(entry.data()).take(LIMIT).read_to_end(&mut bytes),
            CompressionMethod::DEFLATE => {
                entry.verifying_reader(DeflateDecoder::new(entry.data())).take(LIMIT).read_to_end(&mut bytes)
            }
            _ => return Err("packed by a method that wheels do not use".into()),
        };
        read.map(|_| bytes).map_err(|error| format!("damaged: {error}"))
    }

    /// The folder inside the bundle that holds a pipeline, with a `/` at its end unless it is the bundle itself.
    ///
    /// A wheel keeps `meta.json` twice; the pipeline is where `config.cfg` stands beside it.
    pub fn pipeline(&self) -> Option<&str> {
        let roots = self.names().filter_map(|name| name.strip_suffix("config.cfg"));
        roots.filter(|root| root.is_empty() || root.ends_with('/')).find(|root| self.has(&format!("{root}meta.json")))
    }
}

/// The folder at or just below `path` that holds a pipeline: itself, or as packages keep it, two levels down at most.
pub fn pipeline_folder(path: &Path) -> Option<PathBuf> {
    let below = |folder: &PathBuf| {
        let mut folders: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        folders.retain(|path| path.is_dir());
        folders.sort();
        folders
    };
    let first = vec![path.to_owned()];
    let second = below(&first[0]);
    let third = second.iter().flat_map(below).collect();
    let holds = |folder: &PathBuf| folder.join("config.cfg").is_file() && folder.join("meta.json").is_file();
    [first, second, third].into_iter().flatten().find(holds)
}

/// The files of the pipeline in a folder.
fn folder_files(path: &Path) -> BTreeMap<String, Place> {
    let mut files = BTreeMap::new();
    let Some(root) = pipeline_folder(path) else { return files };
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else if let Ok(name) = path.strip_prefix(&root) {
                files.insert(name.to_string_lossy().replace('\\', "/"), Place::File(path.clone()));
            }
        }
    }
    files
}
