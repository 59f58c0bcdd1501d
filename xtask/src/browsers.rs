//! The browsers of the tests: Chromium with its driver, Firefox, and `MiniBrowser` of `WebKitGTK`,
//! whose engine is Safari's.

use std::env;
use std::path::PathBuf;

use anyhow::Context;
use xshell::Shell;

use crate::apt;
use crate::project::find;
use crate::step::{Step, step};

pub const CHROMIUM: Step = step(
    "browser for the tests",
    "install Chromium or Chrome and the chromedriver of its version; \
           B24_CHROMIUM and CHROMEDRIVER give their paths if they are not on PATH",
    |project| {
        if chromium().and(chromedriver()).is_none() {
            apt::ensure(project, &["chromium", "chromium-driver"])?;
        }
        chromium().and(chromedriver()).map(drop).context("there is no Chromium with its driver")
    },
);

pub const OTHERS: Step = step(
    "other browsers for the tests",
    "install Firefox, WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb; \
           B24_FIREFOX and B24_MINIBROWSER give the browsers' paths if they are in unusual places",
    |project| {
        let tools = find("WebKitWebDriver").and(find("Xvfb"));
        if tools.and(firefox()).and(minibrowser(&project.sh)).is_none() {
            apt::ensure(project, &["firefox-esr", "webkit2gtk-driver", "xvfb"])?;
        }
        firefox().and(minibrowser(&project.sh)).map(drop).context("there is no Firefox or WebKit")
    },
);

pub fn chromium() -> Option<PathBuf> {
    let macos = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    locate("B24_CHROMIUM", &names).or(Some(macos).filter(|path| path.is_file()))
}

/// The driver of Chromium for wasm-bindgen's test runner.
pub fn chromedriver() -> Option<PathBuf> {
    locate("CHROMEDRIVER", &["chromedriver"])
}

pub fn firefox() -> Option<PathBuf> {
    locate("B24_FIREFOX", &["firefox-esr", "firefox"])
}

/// `MiniBrowser`, in `/usr/lib/<machine>/webkit2gtk-<version>`.
pub fn minibrowser(sh: &Shell) -> Option<PathBuf> {
    let subfolders = |folder| sh.read_dir(folder).unwrap_or_default();
    let mut folders = subfolders("/usr/lib".into()).into_iter().flat_map(subfolders);
    locate("B24_MINIBROWSER", &[]).or_else(|| {
        let folder = folders.find(|path| path.to_string_lossy().contains("/webkit2gtk-"))?;
        Some(folder.join("MiniBrowser")).filter(|path| path.is_file())
    })
}

/// A program by an environment variable, or by its names on PATH.
fn locate(variable: &str, names: &[&str]) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).or_else(|| names.iter().copied().find_map(find))
}
