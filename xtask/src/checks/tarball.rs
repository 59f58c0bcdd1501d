//! The tests of the packed package, against the fake portal.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::browsers::chromium;
use crate::files::entries;
use crate::npm::node;
use crate::package::tarball;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::step::{Step, note};

/// Runs `tests/package`.
pub const STEP: Step = Step {
    what: "tests of the packed package",
    hint: "the failing test is named above; it is in tests/package",
    run: check,
};

/// The entry of plain JavaScript, and those tests that are about what a call does rather than about
/// how the package is loaded.
const PLAIN: (&str, [&str; 8]) = (
    "b24-users/js",
    [
        "calls",
        "chats-and-lists",
        "current-user",
        "errors",
        "frame-auth",
        "get-users",
        "options",
        "secrets",
    ],
);

fn check(project: &Project) -> Result<()> {
    let mut files = entries(&project.path("tests/package"))?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    // Without files Node would look for some elsewhere, and be content.
    if files.is_empty() {
        bail!("there are no tests in tests/package");
    }
    let portal = Portal::start(project)?;
    run_tests(project, &portal, &files, "")?;
    let (entry, names) = PLAIN;
    let files = names.map(|name| project.path("tests/package").join(format!("{name}.test.mjs")));
    note(&format!("once more, with {entry}"));
    run_tests(project, &portal, &files, entry)
}

fn run_tests(project: &Project, portal: &Portal, files: &[PathBuf], entry: &str) -> Result<()> {
    // One file after the other: they share the portal, and count what reaches it.
    run(node()
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(files)
        .env("B24_ENTRY", entry)
        .current_dir(&project.root)
        .env("B24_TARBALL", tarball(project))
        .env("B24_PORTAL", &portal.json)
        // The certificate of the https proxy before the portal, for clients that insist on https.
        .env("NODE_EXTRA_CA_CERTS", project.path("tests/package/support/https/certificate.pem"))
        .env("B24_CHROMIUM", chromium()?))
}
