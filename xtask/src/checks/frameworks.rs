//! The tests of the packed package in applications of frameworks, against the fake portal.

use anyhow::{Result, bail};

use crate::browsers::chromium;
use crate::files::entries;
use crate::npm::node;
use crate::package::tarball;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

/// Runs `tests/frameworks`.
pub const STEP: Step = Step {
    what: "tests in Vue, in React and of the element",
    hint: "the failing test is named above; it is in tests/frameworks",
    run: check,
};

fn check(project: &Project) -> Result<()> {
    let mut files = entries(&project.path("tests/frameworks"))?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    // Without files Node would look for some elsewhere, and be content.
    if files.is_empty() {
        bail!("there are no tests in tests/frameworks");
    }
    let portal = Portal::start(project)?;
    run(node()
        // One file after another: they order faults of one portal, and count its requests.
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(files)
        .current_dir(&project.root)
        .env("B24_TARBALL", tarball(project))
        .env("B24_PORTAL", &portal.json)
        .env("B24_PAGES", &portal.pages)
        .env("B24_CHROMIUM", chromium()?))
}
