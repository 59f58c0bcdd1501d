//! Browsers of other makers than Chromium's: Firefox, and the small browser of `WebKitGTK`, whose
//! engine is Safari's.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::apt;
use crate::project::Project;
use crate::run::find;
use crate::say::Step;

const FIREFOXES: [&str; 2] = ["firefox-esr", "firefox"];
/// Below it, each version of the library has a folder for its programs.
const LIBRARIES: &str = "/usr/lib";

/// Makes sure that both are there.
pub const STEP: Step = Step {
    what: "other browsers for the tests",
    hint: "install Firefox, WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb; \
           B24_FIREFOX and B24_MINIBROWSER say where the browsers are if not in their usual places",
    run: ensure,
};

fn ensure(project: &Project) -> Result<()> {
    if !are_there() {
        apt::ensure(&["firefox-esr", "webkit2gtk-driver", "xvfb"], project.install)?;
    }
    firefox().and(minibrowser()).map(drop)
}

fn are_there() -> bool {
    firefox().and(minibrowser()).is_ok()
        && find("WebKitWebDriver").is_some()
        && find("Xvfb").is_some()
}

/// Firefox.
pub fn firefox() -> Result<PathBuf> {
    env::var_os("B24_FIREFOX")
        .map(PathBuf::from)
        .or_else(|| FIREFOXES.into_iter().find_map(find))
        .context("there is no Firefox")
}

/// The browser that `WebKitGTK` brings along.
pub fn minibrowser() -> Result<PathBuf> {
    env::var_os("B24_MINIBROWSER")
        .map(PathBuf::from)
        .or_else(|| minibrowser_below(Path::new(LIBRARIES)))
        .context("there is no MiniBrowser of WebKitGTK")
}

/// `<machine>/webkit2gtk-<version>/MiniBrowser`
fn minibrowser_below(libraries: &Path) -> Option<PathBuf> {
    let folders =
        |path: &Path| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    folders(libraries)
        .flat_map(|machine| folders(&machine).collect::<Vec<_>>())
        .filter(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit2gtk-"))
        })
        .map(|folder| folder.join("MiniBrowser"))
        .find(|path| path.is_file())
}
