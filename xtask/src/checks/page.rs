//! The demo page, driven without a window.

use std::process::Command;

use anyhow::Result;

use crate::browsers::chromium;
use crate::browsers::{firefox, minibrowser};
use crate::npm::node;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::step::Step;

const HINT: &str = "what the page should show is in tests/demo; target/demo*.png is what it showed";

/// Runs `tests/demo/check.mjs`, which prints the users it sees and leaves a picture in
/// `target/demo.png`.
pub const STEP: Step = Step {
    what: "the demo page in Chromium",
    hint: HINT,
    run: |project| {
        let mut check = node();
        check.arg(project.path("tests/demo/check.mjs")).env("B24_CHROMIUM", chromium()?);
        run_with_page(project, &mut check, "demo.png")
    },
};

/// The same in Firefox.
pub const FIREFOX: Step = Step {
    what: "the demo page in Firefox",
    hint: HINT,
    run: |project| {
        let mut check = node();
        check.arg(project.path("tests/demo/check.mjs")).env("B24_FIREFOX", firefox()?);
        run_with_page(project, check.env_remove("B24_CHROMIUM"), "demo-firefox.png")
    },
};

/// The shortest way through it in `WebKit`.
pub const WEBKIT: Step = Step {
    what: "the demo page in WebKit",
    hint: HINT,
    run: |project| {
        let mut check = node();
        check.args(["--test", "--test-reporter=spec"]).arg(project.path("tests/demo/webkit.mjs"));
        run_with_page(project, check.env("B24_MINIBROWSER", minibrowser()?), "demo-webkit.png")
    },
};

fn run_with_page(project: &Project, check: &mut Command, screenshot: &str) -> Result<()> {
    let portal = Portal::start(project)?;
    run(check
        .current_dir(&project.root)
        .env("B24_DEMO_URL", format!("{}/", portal.pages))
        .env("B24_PORTAL", &portal.json)
        .env("B24_SCREENSHOT", project.path("target").join(screenshot)))
}
