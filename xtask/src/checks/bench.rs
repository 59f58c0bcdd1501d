//! The package measured against other ways to get users.

use crate::browser::chromium;
use crate::npm::node;
use crate::package::folder;
use crate::portal::Portal;
use crate::project::Project;
use crate::run::run;
use crate::say::Step;

/// What it writes.
const PAGE: &str = "docs/benchmarks.md";

/// Runs `tests/bench`.
pub const STEP: Step = Step {
    what: "measuring, which takes some minutes",
    hint: "the failing measurement is named above; it is in tests/bench",
    run: |project: &Project| {
        let portal = Portal::start_fast(project)?;
        run(node()
            .arg(project.path("tests/bench/run.mjs"))
            .arg(folder(project))
            .arg(project.path(PAGE))
            .current_dir(&project.root)
            .env("B24_PORTAL", &portal.json)
            .env("B24_CHROMIUM", chromium()?))
    },
};
