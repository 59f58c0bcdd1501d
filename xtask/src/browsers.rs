//! The browsers of the tests: Chromium with its driver, Firefox, and `MiniBrowser` of `WebKitGTK`,
//! whose engine is Safari's.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::apt;
use crate::files::entries;
use crate::run::find;
use crate::step::Step;

/// Finds or installs Chromium and its driver.
pub const CHROMIUM: Step = Step {
    what: "browser for the tests",
    hint: "install Chromium or Chrome and the chromedriver of its version; \
           B24_CHROMIUM and CHROMEDRIVER give their paths if they are not on PATH",
    run: |project| {
        if chromium().and(chromedriver()).is_err() {
            apt::ensure(&["chromium", "chromium-driver"], project.install)?;
        }
        chromium().and(chromedriver()).map(drop)
    },
};

/// Finds or installs Firefox and `WebKitGTK`.
pub const OTHERS: Step = Step {
    what: "other browsers for the tests",
    hint: "install Firefox, WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb; \
           B24_FIREFOX and B24_MINIBROWSER give the browsers' paths if they are in unusual places",
    run: |project| {
        let has_tools = find("WebKitWebDriver").is_some() && find("Xvfb").is_some();
        if !has_tools || firefox().and(minibrowser()).is_err() {
            apt::ensure(&["firefox-esr", "webkit2gtk-driver", "xvfb"], project.install)?;
        }
        firefox().and(minibrowser()).map(drop)
    },
};

/// Chromium or Chrome.
pub fn chromium() -> Result<PathBuf> {
    const MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    from_environment("B24_CHROMIUM")
        .or_else(|| names.into_iter().find_map(find))
        .or_else(|| Some(PathBuf::from(MACOS)).filter(|path| path.is_file()))
        .context("there is no Chromium")
}

/// The driver of Chromium for wasm-bindgen's test runner.
pub fn chromedriver() -> Result<PathBuf> {
    from_environment("CHROMEDRIVER")
        .or_else(|| find("chromedriver"))
        .context("there is no chromedriver")
}

/// Firefox.
pub fn firefox() -> Result<PathBuf> {
    from_environment("B24_FIREFOX")
        .or_else(|| ["firefox-esr", "firefox"].into_iter().find_map(find))
        .context("there is no Firefox")
}

/// `MiniBrowser`, in `/usr/lib/<machine>/webkit2gtk-<version>`.
pub fn minibrowser() -> Result<PathBuf> {
    let subfolders = |folder: &Path| entries(folder).unwrap_or_default();
    from_environment("B24_MINIBROWSER")
        .or_else(|| {
            let libraries = subfolders(Path::new("/usr/lib"));
            let folders = libraries.iter().flat_map(|machine| subfolders(machine));
            folders
                .filter(|folder| folder.to_string_lossy().contains("/webkit2gtk-"))
                .map(|folder| folder.join("MiniBrowser"))
                .find(|path| path.is_file())
        })
        .context("there is no MiniBrowser of WebKitGTK")
}

fn from_environment(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}
