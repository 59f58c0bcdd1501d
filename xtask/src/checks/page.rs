//! The demo page, driven without a window.

use anyhow::Result;

use crate::browser::chromium;
use crate::npm::node;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// Runs `tests/demo/check.mjs`, which prints the users it sees and leaves a picture in `target/demo.png`.
pub const STEP: Step = Step {
    what: "the demo page in Chromium",
    hint: "what the page should show is in tests/demo/check.mjs; target/demo.png is what it showed",
    run: check,
};

fn check(project: &Project) -> Result<()> {
    let portal = Portal::start(project)?;
    run(node()
        .arg(project.path("tests/demo/check.mjs"))
        .current_dir(&project.root)
        .env("B24_DEMO_URL", format!("{}/", portal.pages))
        .env("B24_PORTAL", &portal.json)
        .env("B24_CHROMIUM", chromium()?)
        .env("B24_SCREENSHOT", project.path("target/demo.png")))
}
