//! The model that the tests of the readers stand on, loaded once.

use std::path::PathBuf;
use std::sync::LazyLock;

use reportedly_language::Pipeline;

/// The pipeline in `REPORTEDLY_MODEL`, or else the installed one.
#[allow(dead_code, reason = "some tests read with a reader of their own")]
pub static PIPELINE: LazyLock<Pipeline> = LazyLock::new(load);

/// Loads that pipeline.
pub fn load() -> Pipeline {
    let folder = std::env::var_os("REPORTEDLY_MODEL").map(PathBuf::from).unwrap_or_else(|| {
        let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".local/share");
        let data = std::env::var_os("XDG_DATA_HOME").map_or_else(home, PathBuf::from);
        data.join("reportedly/models/en_core_web_md")
    });
    Pipeline::load(&folder).unwrap_or_else(|error| {
        panic!("these tests need a model: run `reportedly model install`, or set REPORTEDLY_MODEL to a folder: {error}")
    })
}
