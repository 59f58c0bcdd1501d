//! Chromium and its driver.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::apt;
use crate::project::Project;
use crate::run::find;
use crate::say::Step;

const CHROMIUMS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROME_ON_MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Makes sure that both are there.
pub const STEP: Step = Step {
    what: "browser for the tests",
    hint: "install Chromium or Chrome and the chromedriver of its version; \
           B24_CHROMIUM and CHROMEDRIVER say where they are if not on PATH",
    run: ensure,
};

fn ensure(project: &Project) -> Result<()> {
    if chromium().and(chromedriver()).is_err() {
        apt::ensure(&["chromium", "chromium-driver"], project.install)?;
    }
    chromium().and(chromedriver()).map(drop)
}

/// The browser.
pub fn chromium() -> Result<PathBuf> {
    from_environment("B24_CHROMIUM")
        .or_else(|| CHROMIUMS.into_iter().find_map(find))
        .or_else(|| Some(PathBuf::from(CHROME_ON_MACOS)).filter(|path| path.is_file()))
        .context("there is no Chromium")
}

/// What steers the browser in wasm-bindgen's tests.
pub fn chromedriver() -> Result<PathBuf> {
    from_environment("CHROMEDRIVER")
        .or_else(|| find("chromedriver"))
        .context("there is no chromedriver")
}

fn from_environment(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}
